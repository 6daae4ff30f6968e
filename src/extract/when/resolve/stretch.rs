//! Stretches with names of their own: seasons, quarters, halves, decades, centuries; and feasts.

use jiff::civil::Date;

use super::{Dated, Found, Resolver, Setting, unknown};
use crate::extract::when::form::{Meaning, YearForm};
use crate::extract::when::mode::Mode;
use crate::extract::when::value;
use crate::extract::when::word::{FeastDay, SeasonWord, Unit};
use crate::model::facts::Basis;
use crate::model::when::{Extent, Point, When};

impl Resolver {
    /// A season, a quarter, a half, a decade, a century or a feast.
    pub(super) fn stretch(&mut self, meaning: Meaning, setting: Setting) -> Dated {
        match meaning {
            Meaning::Season(season, year) => self.season(season, year, setting),
            Meaning::Quarter(part, year) => part_of_year(self.year(year, setting, Some(part * 3)), 'Q', part, 3),
            Meaning::Half(part, year) => part_of_year(self.year(year, setting, Some(part * 6)), 'H', part, 6),
            Meaning::Feast(feast, shift, year) => {
                let (found, basis) = self.feast(feast, shift, year, setting);
                (found, basis, "date-feast", 0.8)
            }
            Meaning::Decade(first) => {
                let when = (first >= 0).then(|| When::exact(Extent::Decade(first)));
                ((value::leading(first / 10, 3), when), Basis::Explicit, "date-decade", 0.95)
            }
            Meaning::Tens(tens) => {
                let decade = self.decade(i16::from(tens));
                let when = Some(When::exact(Extent::Decade(decade)));
                ((value::leading(decade / 10, 3), when), Basis::Inferred, "date-decade", 0.8)
            }
            Meaning::Century(first) => {
                let when = (first >= 1000).then(|| When::exact(Extent::Century(first)));
                let value =
                    if first < 0 { format!("BC{:02}", -first / 100 - 1) } else { value::leading(first / 100, 2) };
                ((value, when), Basis::Explicit, "date-century", 0.9)
            }
            // `resolve` sends nothing else here.
            _ => (unknown(Unit::Year), Basis::Inferred, "date-open", 0.1),
        }
    }

    fn season(&mut self, season: SeasonWord, year: YearForm, setting: Setting) -> Dated {
        let (year, basis) = self.year(year, setting, Some(season_month(season)));
        if let (Some(year), Basis::Explicit) = (year, basis) {
            self.remember(Point::Year(year), true, setting);
        }
        let open = || (format!("XXXX-{}", value::season_code(season)), None);
        (year.map_or_else(open, |year| value::season(year, season)), basis, "date-season", 0.8)
    }

    /// A feast, or a day next to it, in the year that is given or nearest.
    fn feast(&mut self, feast: FeastDay, shift: i8, year: YearForm, setting: Setting) -> (Found, Basis) {
        let (month, usual) = match feast {
            FeastDay::Fixed(month, day) => (month, day),
            FeastDay::Easter => (4, 10),
            FeastDay::Thanksgiving => (11, 25),
        };
        let (year, basis) = match year {
            YearForm::Missing => (self.missing_year(month, usual, setting), Basis::Inferred),
            given => self.year(given, setting, None),
        };
        let day = year.and_then(|year| match feast {
            FeastDay::Fixed(month, day) => Date::new(year, month as i8, day as i8).ok(),
            FeastDay::Easter => value::easter(year),
            FeastDay::Thanksgiving => value::thanksgiving(year),
        });
        let found = match (day, feast) {
            (Some(day), _) => self.on(value::shift(day, Unit::Day, i32::from(shift))),
            (None, FeastDay::Fixed(month, day)) => {
                (format!("XXXX-{month:02}-{:02}", i16::from(day) + i16::from(shift)), None)
            }
            (None, _) => ("XXXX-XX-XX".to_owned(), None),
        };
        (found, basis)
    }

    /// The decade of some tens: in a narrative of the century last named, unless it was still to come.
    fn decade(&self, tens: i16) -> i16 {
        let century = match self.last.year.filter(|year| self.mode == Mode::Narrative && *year >= 1000) {
            Some(year) => year / 100 * 100,
            None => 1900,
        };
        let to_come = self.published.is_some_and(|day| century + tens > day.year());
        if to_come { century - 100 + tens } else { century + tens }
    }
}

fn part_of_year((year, basis): (Option<i16>, Basis), letter: char, part: u8, length: u8) -> Dated {
    let code = format!("{letter}{part}");
    let found = match year {
        Some(year) => value::months(year, code, (part - 1) * length + 1, part * length),
        None => (format!("XXXX-{code}"), None),
    };
    (found, basis, "date-part-of-year", 0.8)
}

/// The last month of a season.
pub(super) fn season_month(season: SeasonWord) -> u8 {
    match season {
        SeasonWord::Spring => 5,
        SeasonWord::Summer => 8,
        SeasonWord::Autumn | SeasonWord::Fall => 11,
        SeasonWord::Winter => 12,
    }
}
