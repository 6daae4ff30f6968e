//! From what an expression says to the time it means: one pass in text order that remembers the last date named.

use jiff::civil::Date;

use super::cue::Cue;
use super::form::{Amount, Calendar, Form, Meaning, Offset, Recurrence, Start, YearForm};
use super::mode::Mode;
use super::value;
use super::word::{FeastDay, SeasonWord, Shade, Unit};
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
        let date = |(value, when), basis, rule, confidence| {
            let kind = if form.clock.is_some() { DateKind::Time } else { DateKind::Date };
            Resolved { kind, value: value::with_clock(value, form.clock), when, basis, rule, confidence }
        };
        let still = |kind, value: String, rule| Resolved {
            kind,
            value,
            when: None,
            basis: Basis::Explicit,
            rule,
            confidence: 0.9,
        };
        match form.meaning {
            Meaning::Calendar(calendar) => {
                let (found, basis, rule, confidence) = self.calendar(calendar, form.shade, setting);
                date(found, basis, rule, confidence)
            }
            Meaning::Slashes(first, second, year) => {
                // Where both orders are possible and no other date of the text tells, the American one.
                let day_first = first > 12 || (self.day_first && second <= 12);
                let (month, day) = if day_first { (second, first) } else { (first, second) };
                let calendar = Calendar { year: YearForm::Written(year), month, day, weekday: 0 };
                let (found, basis, rule, confidence) = self.calendar(calendar, form.shade, setting);
                date(found, basis, rule, if first.max(second) > 12 || self.day_first { confidence } else { 0.6 })
            }
            // In a history `today` means nowadays, and the other such words stand in the quotations of others.
            Meaning::Day(0) if self.mode == Mode::Narrative && form.clock.is_none() => {
                still(DateKind::Reference, "PRESENT_REF".to_owned(), "date-vague")
            }
            Meaning::Day(_) if self.mode == Mode::Narrative => {
                date(("XXXX-XX-XX".to_owned(), None), Basis::RelativeToEvent, "date-open", 0.4)
            }
            Meaning::Day(step) => date(self.day(step), Basis::RelativeToPublication, "date-deictic", 0.95),
            Meaning::Turn(unit, step) => {
                date(self.turn(unit, step, form.shade), Basis::RelativeToPublication, "date-turn", 0.9)
            }
            Meaning::TurnWeekday(day, step) => {
                let found = self.turned_weekday(day, step, setting.cue);
                date(found, Basis::RelativeToPublication, "date-turn-weekday", 0.85)
            }
            Meaning::TurnMonth(month, step) => {
                date(self.turned_month(month, step, setting), Basis::RelativeToPublication, "date-turn-month", 0.85)
            }
            Meaning::TurnSeason(season, step) => {
                date(self.turned_season(season, step), Basis::RelativeToPublication, "date-turn-season", 0.8)
            }
            Meaning::Season(season, year) => {
                let (year, basis) = self.year(year, setting, Some(season_month(season)));
                if let (Some(year), Basis::Explicit) = (year, basis) {
                    self.remember(Point::Year(year), true, setting);
                }
                let open = || (format!("XXXX-{}", value::season_code(season)), None);
                date(year.map_or_else(open, |year| value::season(year, season)), basis, "date-season", 0.8)
            }
            Meaning::Quarter(part, year) => date_part(form, self.year(year, setting, Some(part * 3)), 'Q', part, 3),
            Meaning::Half(part, year) => date_part(form, self.year(year, setting, Some(part * 6)), 'H', part, 6),
            Meaning::Feast(feast, shift, year) => {
                let (found, basis) = self.feast(feast, shift, year, setting);
                date(found, basis, "date-feast", 0.8)
            }
            Meaning::Decade(first) if first < 0 => {
                date((format!("BC{:03}", -first / 10), None), Basis::Explicit, "date-decade", 0.9)
            }
            Meaning::Decade(year) => {
                let when = Some(When::exact(Extent::Decade(year)));
                date((format!("{:03}", year / 10), when), Basis::Explicit, "date-decade", 0.95)
            }
            Meaning::Tens(tens) => {
                let decade = self.decade(i16::from(tens));
                let found = (value::leading(decade / 10, 3), Some(When::exact(Extent::Decade(decade))));
                date(found, Basis::Inferred, "date-decade", 0.8)
            }
            Meaning::Century(first) if first < 0 => {
                date((format!("BC{:02}", -first / 100 - 1), None), Basis::Explicit, "date-century", 0.9)
            }
            Meaning::Century(first) => {
                let when = (first >= 1000).then(|| When::exact(Extent::Century(first)));
                date((format!("{:02}", first / 100), when), Basis::Explicit, "date-century", 0.9)
            }
            Meaning::Offset(offset) => self.offset(form, offset),
            Meaning::Same(unit) => date(self.same(unit, form.shade), Basis::RelativeToEvent, "date-same", 0.8),
            Meaning::The(unit) => {
                let found = match (self.mode, unit, setting.cue) {
                    (Mode::Narrative, ..) => self.same(unit, form.shade),
                    (Mode::News, Unit::Weekend, _) => self.weekend(setting.cue),
                    (Mode::News, ..) => self.turn(unit, 0, form.shade),
                };
                date(found, self.leaning(), "date-the", 0.75)
            }
            Meaning::TurnQuarter(step) => {
                date(self.turned_quarter(step), Basis::RelativeToPublication, "date-turn-quarter", 0.8)
            }
            Meaning::AnyDay => date(("XXXX-XX-XX".to_owned(), None), Basis::Explicit, "time", 0.9),
            Meaning::PartOfDay => date(self.day_of_hour(), Basis::RelativeToEvent, "time", 0.6),
            Meaning::Duration(amount, unit) => still(DateKind::Duration, value::duration(amount, unit), "duration"),
            Meaning::Recent(unit) => Resolved {
                when: self.published.filter(|_| self.mode == Mode::News).map(|day| value::recent(unit, day)),
                basis: Basis::RelativeToPublication,
                ..still(DateKind::Duration, value::duration(Amount::Vague, unit), "date-recent")
            },
            Meaning::Set(value) => still(DateKind::Set, value.to_owned(), "set"),
            Meaning::Every(every) => still(DateKind::Set, every_value(every), "set"),
            Meaning::EveryLength(count, unit) => {
                still(DateKind::Set, value::duration(Amount::Exact(count), unit), "set")
            }
            Meaning::Vague(value) => still(DateKind::Reference, value.to_owned(), "date-vague"),
        }
    }

    fn calendar(&mut self, calendar: Calendar, shade: Shade, setting: Setting) -> (Found, Basis, &'static str, f32) {
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

    /// The year of a month or of a day in it that the text does not give.
    fn missing_year(&self, month: u8, day: u8, setting: Setting) -> Option<i16> {
        match self.mode {
            Mode::News => self.missing_year_in_news(month, day, setting.cue),
            Mode::Narrative => self.missing_year_in_narrative(month, setting),
        }
    }

    /// The year, near the one of writing or the last one named, in which a day falls on the weekday beside it.
    fn year_by_weekday(&self, calendar: Calendar) -> Option<i16> {
        let base = match self.mode {
            Mode::News => self.published?.year(),
            Mode::Narrative => self.last.year?,
        };
        let fits = |year: &i16| {
            let day = Date::new(*year, calendar.month as i8, calendar.day as i8);
            day.is_ok_and(|day| day.weekday().to_monday_one_offset() == calendar.weekday as i8)
        };
        [base, base - 1, base + 1].into_iter().find(fits)
    }

    fn missing_year_in_news(&self, month: u8, day: u8, cue: Cue) -> Option<i16> {
        let published = self.published?;
        let year = published.year();
        let ahead = (i16::from(month) + 12 - i16::from(published.month())) % 12;
        // The month of publication or one beside it is meant, whatever year the text gave it elsewhere.
        let near = matches!(ahead, 0 | 1 | 11);
        if let Some(named) = self.named.get(usize::from(month).checked_sub(1)?).copied().flatten()
            && (year - named).abs() <= 1
            && cue != Cue::Future
            && !near
        {
            return Some(named);
        }
        let coming = if month as i8 >= published.month() { year } else { year + 1 };
        if day == 0 {
            let soon = ahead <= 3 && cue != Cue::Past;
            return Some(if ahead == 0 || cue == Cue::Future || soon { coming } else { coming - 1 });
        }
        let candidate = |year| Date::new(year, month as i8, day as i8).ok();
        let next = [year, year + 1].into_iter().filter_map(candidate).find(|date| *date > published);
        let previous = [year, year - 1].into_iter().filter_map(candidate).find(|date| *date <= published);
        // Where nothing speaks of the past, a day in three months is more likely than one nine months ago.
        let reach = if cue == Cue::None { 90 } else { 45 };
        let near = next.is_some_and(|date| date <= value::shift(published, Unit::Day, reach));
        let future = cue == Cue::Future || (near && cue != Cue::Past);
        // What is to run from a day just past began on it; nobody leaves out a year that is so far off.
        let just_past =
            previous.is_some_and(|date| date >= value::shift(published, Unit::Day, if near { -1 } else { -30 }));
        let chosen = if future && !just_past { next.or(previous) } else { previous.or(next) };
        chosen.map(|date| date.year()).or(Some(year))
    }

    fn missing_year_in_narrative(&self, month: u8, setting: Setting) -> Option<i16> {
        let year = self.last.year.or(setting.next_year).or(self.published.map(|day| day.year()))?;
        let Some((last_year, last_month)) = self.last.month.filter(|(last, _)| *last == year) else {
            return Some(year);
        };
        let rolls = last_year == year && i16::from(last_month) - i16::from(month) >= 6;
        let turned_back = setting.next_month.is_some_and(|next| next < (year + 1, month))
            || setting.next_year.is_some_and(|next| next < year + 1);
        Some(if rolls && !turned_back { year + 1 } else { year })
    }

    fn weekday(&mut self, weekday: u8, cue: Cue) -> Found {
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

    /// `the weekend`: the last one, or this week's where the words around speak of what is to come.
    fn weekend(&self, cue: Cue) -> Found {
        let Some(base) = self.now() else { return (open(Unit::Weekend).to_owned(), None) };
        let over = cue != Cue::Future && base.weekday().to_monday_one_offset() < 6;
        granule(value::shift(base, Unit::Week, if over { -1 } else { 0 }), Unit::Weekend, Shade::Whole)
    }

    fn turned_quarter(&self, step: i8) -> Found {
        let Some(base) = self.now() else { return ("XXXX-QX".to_owned(), None) };
        let base = value::shift(base, Unit::Month, 3 * i32::from(step));
        let quarter = (base.month() as u8).div_ceil(3);
        value::months(base.year(), format!("Q{quarter}"), quarter * 3 - 2, quarter * 3)
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

    fn offset(&mut self, form: &Form, offset: Offset) -> Resolved {
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
            (Amount::Exact(_), _) if super::grammar::is_short(unit) => {
                resolved(DateKind::Duration, (length, None), 0.6)
            }
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

fn date_part(form: &Form, (year, basis): (Option<i16>, Basis), letter: char, part: u8, length: u8) -> Resolved {
    let code = format!("{letter}{part}");
    let (value, when) = match year {
        Some(year) => value::months(year, code, (part - 1) * length + 1, part * length),
        None => (format!("XXXX-{code}"), None),
    };
    let value = value::with_clock(value, form.clock);
    Resolved { kind: DateKind::Date, value, when, basis, rule: "date-part-of-year", confidence: 0.8 }
}

fn every_value(every: Recurrence) -> String {
    match every {
        Recurrence::Weekday(day) => format!("XXXX-WXX-{day}"),
        Recurrence::Month(month) => format!("XXXX-{month:02}"),
        Recurrence::Season(season) => format!("XXXX-{}", value::season_code(season)),
        Recurrence::Part(part) => format!("XXXX-XX-XX{part}"),
    }
}

/// The last month of a season.
fn season_month(season: SeasonWord) -> u8 {
    match season {
        SeasonWord::Spring => 5,
        SeasonWord::Summer => 8,
        SeasonWord::Autumn | SeasonWord::Fall => 11,
        SeasonWord::Winter => 12,
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
