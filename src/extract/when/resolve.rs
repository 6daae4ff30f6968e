//! From what an expression says to the time it means: one pass in text order that remembers the last date named.

mod stretch;
mod turn;
mod year;

use jiff::civil::Date;

use super::cue::Cue;
use super::form::{Amount, Calendar, Form, Meaning, Recurrence, YearForm};
use super::mode::Mode;
use super::value;
use super::word::{Shade, Unit};
use crate::model::facts::{Basis, DateKind};
use crate::model::when::{Extent, Point, When, monday_of};

/// What is known about an expression besides its words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    /// What the words around it say about past and future.
    pub(super) cue: Cue,
    /// The year of the next date written in full nearby.
    pub(super) next_year: Option<i16>,
    /// The year and month of the next date written in full nearby.
    pub(super) next_month: Option<(i16, u8)>,
    /// Whether it follows `since`, `until`, `as in`: a year looked at in passing.
    pub(super) aside: bool,
    /// Whether it stands in a heading: the text below leans on it, and on the first one only.
    pub(super) heading: bool,
}

/// The time that an expression means.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Resolved {
    pub(super) kind: DateKind,
    pub(super) value: String,
    pub(super) when: Option<When>,
    pub(super) basis: Basis,
    pub(super) rule: &'static str,
    pub(super) confidence: f32,
}

/// Resolves the expressions of one article, in text order.
pub(super) struct Resolver {
    published: Option<Date>,
    mode: Mode,
    last: Last,
    /// The year that the text gave each month, where it gave one.
    named: [Option<i16>; 12],
    /// Whether the text writes days before months between slashes.
    day_first: bool,
}

/// The last date named, at each precision.
#[derive(Clone, Copy, Debug, Default)]
struct Last {
    day: Option<Date>,
    month: Option<(i16, u8)>,
    year: Option<i16>,
    /// The last year named, also in passing.
    named_year: Option<i16>,
}

impl Last {
    fn set(&mut self, day: Date) {
        let year = Some(day.year());
        *self = Self { day: Some(day), month: Some((day.year(), day.month() as u8)), year, named_year: year };
    }
}

impl Resolver {
    /// Nothing named yet.
    pub(super) fn new(published: Option<Date>, mode: Mode, day_first: bool) -> Self {
        Self { published, mode, last: Last::default(), named: [None; 12], day_first }
    }

    /// The time that the next expression means.
    pub(super) fn resolve(&mut self, form: &Form, setting: Setting) -> Resolved {
        let nowadays = form.meaning == Meaning::Day(0) && self.mode == Mode::Narrative && form.clock.is_none();
        let (found, basis, rule, confidence) = match form.meaning {
            // In a history `today` means nowadays.
            _ if nowadays => return timeless(DateKind::Reference, "PRESENT_REF".to_owned(), "date-vague"),
            Meaning::Offset(offset) => return self.offset(form, offset),
            Meaning::Duration(amount, unit) => {
                return timeless(DateKind::Duration, value::duration(amount, unit), "duration");
            }
            Meaning::Recent(unit) => return self.recent(unit),
            Meaning::Set(value) => return timeless(DateKind::Set, value.to_owned(), "set"),
            Meaning::Every(every) => return timeless(DateKind::Set, every_value(every), "set"),
            Meaning::EveryLength(count, unit) => {
                return timeless(DateKind::Set, value::duration(Amount::Exact(count), unit), "set");
            }
            Meaning::Vague(value) => return timeless(DateKind::Reference, value.to_owned(), "date-vague"),
            Meaning::Calendar(calendar) => self.calendar(calendar, form.shade, setting),
            Meaning::Slashes(first, second, year) => self.slashes(first, second, year, setting),
            Meaning::Same(unit) => (self.same(unit, form.shade), Basis::RelativeToEvent, "date-same", 0.8),
            Meaning::AnyDay => (unknown(Unit::Day), Basis::Explicit, "time", 0.9),
            Meaning::PartOfDay => (self.day_of_hour(), Basis::RelativeToEvent, "time", 0.6),
            Meaning::Season(..)
            | Meaning::Quarter(..)
            | Meaning::Half(..)
            | Meaning::Feast(..)
            | Meaning::Decade(_)
            | Meaning::Tens(_)
            | Meaning::Century(_) => self.stretch(form.meaning, setting),
            Meaning::Day(_)
            | Meaning::The(_)
            | Meaning::Turn(..)
            | Meaning::TurnWeekday(..)
            | Meaning::TurnMonth(..)
            | Meaning::TurnSeason(..)
            | Meaning::TurnQuarter(_) => self.leaning_on_writing(form, setting),
        };
        let (value, when) = found;
        let kind = if form.clock.is_some() { DateKind::Time } else { DateKind::Date };
        Resolved { kind, value: value::with_clock(value, form.clock), when, basis, rule, confidence }
    }

    /// `recent weeks`: a length of time that reaches up to the day of publication.
    fn recent(&self, unit: Unit) -> Resolved {
        Resolved {
            when: self.published.filter(|_| self.mode == Mode::News).map(|day| value::recent(unit, day)),
            basis: Basis::RelativeToPublication,
            ..timeless(DateKind::Duration, value::duration(Amount::Vague, unit), "date-recent")
        }
    }

    /// `4/5/2021`: where both orders are possible and no other date of the text tells, the American one.
    fn slashes(&mut self, first: u8, second: u8, year: i16, setting: Setting) -> Dated {
        let day_first = first > 12 || (self.day_first && second <= 12);
        let (month, day) = if day_first { (second, first) } else { (first, second) };
        let calendar = Calendar { year: YearForm::Written(year), month, day, weekday: 0 };
        let (found, basis, rule, confidence) = self.calendar(calendar, Shade::Whole, setting);
        (found, basis, rule, if first.max(second) > 12 || self.day_first { confidence } else { 0.6 })
    }

    fn calendar(&mut self, calendar: Calendar, shade: Shade, setting: Setting) -> Dated {
        let Calendar { month, day, weekday, .. } = calendar;
        if month == 0 && day == 0 && weekday != 0 {
            return (self.weekday(weekday, setting.cue), self.leaning(), "date-weekday", 0.85);
        }
        if month == 0 && day != 0 {
            return (self.day_of_month(day), Basis::Inferred, "date-day", 0.5);
        }
        let told = (weekday != 0 && calendar.year == YearForm::Missing).then(|| self.year_by_weekday(calendar));
        let (year, basis) = if let Some(year) = told.flatten() {
            (Some(year), Basis::Inferred)
        } else if month == 0 {
            self.year(calendar.year, setting, None)
        } else if calendar.year == YearForm::Missing {
            (self.missing_year(month, day, setting), Basis::Inferred)
        } else {
            self.year(calendar.year, setting, None)
        };
        let written = basis == Basis::Explicit;
        let Some(year) = year else {
            let value = match (month, day) {
                (0, _) => "XXXX".to_owned(),
                (_, 0) => format!("XXXX-{month:02}"),
                _ => format!("XXXX-{month:02}-{day:02}"),
            };
            return ((value, None), Basis::Inferred, "date-open", 0.5);
        };
        let Some(point) = point(year, month, day) else {
            return ((format!("{}-{month:02}-{day:02}", value::year(year)), None), basis, "date-impossible", 0.2);
        };
        self.remember(point, written, setting);
        let (rule, confidence) = match (point, written) {
            (Point::Year(_), _) => ("date-year", 0.9),
            (Point::Month(..), true) => ("date-month", 0.97),
            (Point::Month(..), false) => ("date-month-no-year", 0.75),
            (Point::Day(_), true) => ("date-day", 0.99),
            (Point::Day(_), false) => ("date-day-no-year", 0.8),
        };
        (value::point(point, shade), basis, rule, confidence)
    }

    /// Moves the last date named. A bare year looked at in passing does not.
    fn remember(&mut self, point: Point, written: bool, setting: Setting) {
        if setting.heading && setting.aside {
            return;
        }
        self.last.named_year = Some(point.first().year());
        let year = point.first().year();
        let left_at_once = setting.next_year.zip(self.last.year).is_some_and(|(next, last)| {
            2 * (i32::from(next) - i32::from(last)).abs() < (i32::from(year) - i32::from(last)).abs()
        });
        match point {
            Point::Year(year) => {
                if setting.aside || (left_at_once && !setting.heading) {
                    return;
                }
                if self.last.year != Some(year) {
                    self.last.month = None;
                }
                self.last.year = Some(year);
            }
            Point::Month(year, month) => {
                if left_at_once && !setting.heading {
                    return;
                }
                self.last = Last { month: Some((year, month as u8)), year: Some(year), ..self.last };
                self.name(month, year, written);
            }
            Point::Day(day) => {
                self.last.set(day);
                self.name(day.month(), day.year(), written);
            }
        }
    }

    fn name(&mut self, month: i8, year: i16, written: bool) {
        if written && let Some(slot) = self.named.get_mut(month as usize - 1) {
            *slot = Some(year);
        }
    }

    /// The year as it is given; where it is not, the one that the context gives to a stretch ending in `month`.
    fn year(&self, form: YearForm, setting: Setting, month: Option<u8>) -> (Option<i16>, Basis) {
        let published = self.published.map(|day| day.year());
        match form {
            YearForm::Written(year) => (Some(year), Basis::Explicit),
            YearForm::Turn(step) => {
                let base = if self.mode == Mode::News { published } else { self.last.year.or(published) };
                (base.map(|year| year + i16::from(step)), Basis::RelativeToPublication)
            }
            YearForm::Same if self.mode == Mode::News && self.last.year.is_none() => (published, Basis::Inferred),
            YearForm::Same => (self.last.named_year.or(published), Basis::RelativeToEvent),
            YearForm::Missing => (month.and_then(|month| self.missing_year(month, 0, setting)), Basis::Inferred),
        }
    }

    /// `the 20th`: of the month last named.
    fn day_of_month(&mut self, day: u8) -> Found {
        let base = self.last.month.or_else(|| {
            let published = self.published.filter(|_| self.mode == Mode::News)?;
            Some((published.year(), published.month() as u8))
        });
        match base.and_then(|(year, month)| Date::new(year, month as i8, day as i8).ok()) {
            Some(day) => self.on(day),
            None => (format!("XXXX-XX-{day:02}"), None),
        }
    }

    fn same(&mut self, unit: Unit, shade: Shade) -> Found {
        let base = match unit {
            Unit::Year => self.last.named_year.and_then(|year| Date::new(year, 1, 1).ok()),
            Unit::Month => self.last.month.and_then(|(year, month)| Date::new(year, month as i8, 1).ok()),
            _ => self.last.day,
        };
        let base = base.or_else(|| self.published.filter(|_| self.mode == Mode::News));
        base.map_or_else(|| (open(unit).to_owned(), None), |day| granule(day, unit, shade))
    }

    /// The day of an hour that stands alone: the last one named; in news not one of long ago.
    fn day_of_hour(&self) -> Found {
        let near = |day: &Date| {
            let published = self.published.filter(|_| self.mode == Mode::News);
            published.is_none_or(|published| {
                (value::shift(published, Unit::Day, -31)..=value::shift(published, Unit::Day, 31)).contains(day)
            })
        };
        let day = self.last.day.filter(near).or_else(|| self.published.filter(|_| self.mode == Mode::News));
        day.map_or_else(|| (open(Unit::Day).to_owned(), None), |day| granule(day, Unit::Day, Shade::Whole))
    }

    /// The day that `today` means.
    fn now(&self) -> Option<Date> {
        match self.mode {
            Mode::News => self.published,
            Mode::Narrative => {
                let month = || self.last.month.and_then(|(year, month)| Date::new(year, month as i8, 1).ok());
                let year = || self.last.year.and_then(|year| Date::new(year, 1, 1).ok());
                self.last.day.or_else(month).or_else(year).or(self.published)
            }
        }
    }

    /// What `two years later` counts from: the last date named that is as fine as the unit.
    fn base(&self, unit: Unit) -> Option<Date> {
        let month = || self.last.month.and_then(|(year, month)| Date::new(year, month as i8, 1).ok());
        let year = || self.last.year.and_then(|year| Date::new(year, 1, 1).ok());
        let text = match unit {
            Unit::Minute | Unit::Hour | Unit::Day | Unit::Week | Unit::Weekend | Unit::Fortnight => self.last.day,
            Unit::Month => month(),
            Unit::Year | Unit::Decade | Unit::Century => year(),
        };
        text.or_else(|| self.published.filter(|_| self.mode == Mode::News))
    }

    fn leaning(&self) -> Basis {
        match self.mode {
            Mode::News => Basis::RelativeToPublication,
            Mode::Narrative => Basis::RelativeToEvent,
        }
    }

    /// A day found, remembered as the last one.
    fn on(&mut self, day: Date) -> Found {
        self.last.set(day);
        value::point(Point::Day(day), Shade::Whole)
    }
}

/// A value and the stretch it means.
type Found = (String, Option<When>);

/// The same with how it was worked out: basis, rule, confidence.
type Dated = (Found, Basis, &'static str, f32);

/// A value that is no time on the calendar.
fn timeless(kind: DateKind, value: String, rule: &'static str) -> Resolved {
    Resolved { kind, value, when: None, basis: Basis::Explicit, rule, confidence: 0.9 }
}

/// A time of which only the precision is known.
fn unknown(unit: Unit) -> Found {
    (open(unit).to_owned(), None)
}

fn every_value(every: Recurrence) -> String {
    match every {
        Recurrence::Weekday(day) => format!("XXXX-WXX-{day}"),
        Recurrence::Month(month) => format!("XXXX-{month:02}"),
        Recurrence::Season(season) => format!("XXXX-{}", value::season_code(season)),
        Recurrence::Part(part) => format!("XXXX-XX-XX{part}"),
    }
}

fn point(year: i16, month: u8, day: u8) -> Option<Point> {
    match (month, day) {
        (0, _) => Some(Point::Year(year)),
        (month, 0) => Some(Point::Month(year, month as i8)),
        (month, day) => Date::new(year, month as i8, day as i8).ok().map(Point::Day),
    }
}

/// The day, week, month, … that holds a day.
fn granule(day: Date, unit: Unit, shade: Shade) -> Found {
    match unit {
        Unit::Minute | Unit::Hour | Unit::Day => value::point(Point::Day(day), Shade::Whole),
        Unit::Weekend => value::weekend(monday_of(day)),
        Unit::Week | Unit::Fortnight => value::week(day, shade),
        Unit::Month => value::point(Point::Month(day.year(), day.month()), shade),
        Unit::Year => value::point(Point::Year(day.year()), shade),
        Unit::Decade => {
            let decade = day.year() / 10;
            let when = (decade >= 0).then(|| When::exact(Extent::Decade(decade * 10)));
            (value::leading(decade, 3), when)
        }
        Unit::Century => {
            let century = day.year() / 100;
            let when = (century >= 0).then(|| When::exact(Extent::Century(century * 100)));
            (value::leading(century, 2), when)
        }
    }
}

/// A value whose place on the calendar is not known.
fn open(unit: Unit) -> &'static str {
    match unit {
        Unit::Minute | Unit::Hour | Unit::Day => "XXXX-XX-XX",
        Unit::Week | Unit::Fortnight => "XXXX-WXX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Month => "XXXX-XX",
        Unit::Year => "XXXX",
        Unit::Decade => "XXX",
        Unit::Century => "XX",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn today_in_a_history_is_nowadays() {
        let setting = Setting { cue: Cue::None, next_year: None, next_month: None, aside: false, heading: false };
        let today = Form::new(0, 1, Meaning::Day(0));
        let value = |mode| Resolver::new(Some(date(2010, 2, 1)), mode, false).resolve(&today, setting).value;
        assert_eq!(value(Mode::Narrative), "PRESENT_REF");
        assert_eq!(value(Mode::News), "2010-02-01");
    }
}
