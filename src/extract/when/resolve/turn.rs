//! Times that are counted from another: `Friday`, `last week`, `three years ago`, `two days later`.

use super::stretch::season_month;
use super::{Dated, Found, Resolved, Resolver, Setting, granule, open, unknown};
use crate::extract::when::cue::Cue;
use crate::extract::when::form::{Amount, Form, Meaning, Offset, Start};
use crate::extract::when::grammar::is_short;
use crate::extract::when::mode::Mode;
use crate::extract::when::value;
use crate::extract::when::word::{SeasonWord, Shade, Unit};
use crate::model::facts::{Basis, DateKind};
use crate::model::when::Point;

impl Resolver {
    /// An expression that is counted from the time of writing.
    pub(super) fn leaning_on_writing(&mut self, form: &Form, setting: Setting) -> Dated {
        let basis = Basis::RelativeToPublication;
        match form.meaning {
            // What a history has of these stands in the quotations of others.
            Meaning::Day(_) if self.mode == Mode::Narrative => {
                (unknown(Unit::Day), Basis::RelativeToEvent, "date-open", 0.4)
            }
            Meaning::Day(step) => (self.day(step), basis, "date-deictic", 0.95),
            Meaning::The(unit) => {
                let found = match (self.mode, unit) {
                    (Mode::Narrative, _) => self.same(unit, form.shade),
                    (Mode::News, Unit::Weekend) => self.weekend(setting.cue),
                    (Mode::News, _) => self.turn(unit, 0, form.shade),
                };
                (found, self.leaning(), "date-the", 0.75)
            }
            Meaning::TurnWeekday(day, step) => {
                (self.turned_weekday(day, step, setting.cue), basis, "date-turn-weekday", 0.85)
            }
            Meaning::TurnMonth(month, step) => {
                (self.turned_month(month, step, setting), basis, "date-turn-month", 0.85)
            }
            Meaning::TurnSeason(season, step) => (self.turned_season(season, step), basis, "date-turn-season", 0.8),
            Meaning::TurnQuarter(step) => (self.turned_quarter(step), basis, "date-turn-quarter", 0.8),
            Meaning::Turn(unit, step) => (self.turn(unit, step, form.shade), basis, "date-turn", 0.9),
            // `resolve` sends nothing else here.
            _ => (unknown(Unit::Day), basis, "date-open", 0.1),
        }
    }

    pub(super) fn weekday(&mut self, weekday: u8, cue: Cue) -> Found {
        let open = || (format!("XXXX-WXX-{weekday}"), None);
        let Some(base) = self.now() else { return open() };
        let ahead = (i32::from(weekday) + 7 - i32::from(base.weekday().to_monday_one_offset())) % 7;
        let step = match (self.mode, cue) {
            (Mode::Narrative, _) => ahead,
            (Mode::News, Cue::Future) => ahead,
            (Mode::News, _) if ahead == 0 => 0,
            (Mode::News, _) => ahead - 7,
        };
        self.on(value::shift(base, Unit::Day, step))
    }

    fn turned_weekday(&mut self, weekday: u8, step: i8, cue: Cue) -> Found {
        let Some(base) = self.now() else { return (format!("XXXX-WXX-{weekday}"), None) };
        let ahead = (i32::from(weekday) + 7 - i32::from(base.weekday().to_monday_one_offset())) % 7;
        let days = match (step, cue) {
            (-1, _) if ahead == 0 => -7,
            (-1, _) => ahead - 7,
            (0, Cue::Past) if ahead != 0 => ahead - 7,
            (0, _) => ahead,
            _ if ahead == 0 => 7,
            _ => ahead,
        };
        self.on(value::shift(base, Unit::Day, days))
    }

    fn turned_month(&mut self, month: u8, step: i8, setting: Setting) -> Found {
        let Some(base) = self.now() else { return (format!("XXXX-{month:02}"), None) };
        let year = match step {
            -1 if (month as i8) < base.month() => base.year(),
            -1 => base.year() - 1,
            0 if setting.cue == Cue::Future && (month as i8) < base.month() => base.year() + 1,
            0 => base.year(),
            _ if month as i8 > base.month() => base.year(),
            _ => base.year() + 1,
        };
        let point = Point::Month(year, month as i8);
        self.remember(point, false, setting);
        value::point(point, Shade::Whole)
    }

    fn turned_season(&self, season: SeasonWord, step: i8) -> Found {
        let Some(base) = self.now() else { return (format!("XXXX-{}", value::season_code(season)), None) };
        let first = season_month(season) as i8 - 2;
        let begun = base.month() >= first;
        let year = match step {
            -1 if begun && base.month() > first + 2 => base.year(),
            -1 => base.year() - 1,
            0 => base.year(),
            _ if begun => base.year() + 1,
            _ => base.year(),
        };
        value::season(year, season)
    }

    fn turned_quarter(&self, step: i8) -> Found {
        let Some(base) = self.now() else { return ("XXXX-QX".to_owned(), None) };
        let base = value::shift(base, Unit::Month, 3 * i32::from(step));
        let quarter = (base.month() as u8).div_ceil(3);
        value::months(base.year(), format!("Q{quarter}"), quarter * 3 - 2, quarter * 3)
    }

    /// `the weekend`: the last one, or this week's where the words around speak of what is to come.
    fn weekend(&self, cue: Cue) -> Found {
        let Some(base) = self.now() else { return (open(Unit::Weekend).to_owned(), None) };
        let over = cue != Cue::Future && base.weekday().to_monday_one_offset() < 6;
        granule(value::shift(base, Unit::Week, if over { -1 } else { 0 }), Unit::Weekend, Shade::Whole)
    }

    fn day(&mut self, step: i8) -> Found {
        match self.now() {
            Some(base) => self.on(value::shift(base, Unit::Day, i32::from(step))),
            None => ("XXXX-XX-XX".to_owned(), None),
        }
    }

    fn turn(&mut self, unit: Unit, step: i8, shade: Shade) -> Found {
        match self.now() {
            Some(base) => granule(value::shift(base, unit, i32::from(step)), unit, shade),
            None => (open(unit).to_owned(), None),
        }
    }

    pub(super) fn offset(&mut self, form: &Form, offset: Offset) -> Resolved {
        let Offset { amount, unit, back, from } = offset;
        let length = value::duration(amount, unit);
        let basis = if from == Start::Writing { Basis::RelativeToPublication } else { Basis::RelativeToEvent };
        let resolved = |kind, (value, when), confidence| Resolved {
            kind,
            value: value::with_clock(value, form.clock),
            when,
            basis,
            rule: "date-offset",
            confidence,
        };
        let base = match from {
            Start::Writing => self.now(),
            Start::Text => self.base(unit),
            Start::Event => None,
        };
        match (amount, base) {
            (Amount::Exact(_), _) if is_short(unit) => resolved(DateKind::Duration, (length, None), 0.6),
            (Amount::Exact(count), Some(base)) => {
                let count = if back { -i32::from(count) } else { i32::from(count) };
                let day = value::shift(base, unit, count);
                let kind = if form.clock.is_some() { DateKind::Time } else { DateKind::Date };
                if unit == Unit::Day && from == Start::Text {
                    return resolved(kind, self.on(day), 0.7);
                }
                if unit == Unit::Month {
                    self.last.month = Some((day.year(), day.month() as u8));
                    self.last.year = Some(day.year());
                }
                resolved(kind, granule(day, unit, form.shade), 0.75)
            }
            (Amount::Exact(_), None) => resolved(DateKind::Date, (open(unit).to_owned(), None), 0.4),
            (Amount::Vague, _) if from == Start::Writing && back => {
                let when = self.published.filter(|_| self.mode == Mode::News).map(|day| value::recent(unit, day));
                resolved(DateKind::Date, (length, when), 0.5)
            }
            (Amount::Vague, _) if from == Start::Event => resolved(DateKind::Date, (open(unit).to_owned(), None), 0.4),
            (Amount::Vague, _) => {
                let value = if back { "PAST_REF" } else { "FUTURE_REF" };
                resolved(DateKind::Reference, (value.to_owned(), None), 0.5)
            }
        }
    }
}
