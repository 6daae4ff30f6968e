//! The written form of values after TimeML (TIMEX3), and the stretch of time that each one means.

use jiff::Span;
use jiff::civil::Date;

use super::form::{Amount, Clock};
use super::word::{SeasonWord, Shade, Unit};
use crate::model::when::{Extent, Point, Season, When, monday_of, plausible};

/// A year as TIMEX3 has it; before Christ negative.
pub(super) fn year(year: i16) -> String {
    if year < 0 { format!("BC{:04}", -year) } else { format!("{year:04}") }
}

/// A decade or century by its first figures; negative before Christ.
pub(super) fn leading(figures: i16, width: usize) -> String {
    if figures < 0 { format!("BC{:0width$}", -figures) } else { format!("{figures:0width$}") }
}

/// The Sunday of western Easter (the anonymous Gregorian rule).
pub(super) fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let week = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let late = (golden + 11 * moon + 22 * week) / 451;
    let days = moon + week - 7 * late + 114;
    Date::new(year as i16, (days / 31) as i8, (days % 31 + 1) as i8).ok().filter(|_| year >= 1583)
}

/// The fourth Thursday in November.
pub(super) fn thanksgiving(year: i16) -> Option<Date> {
    Date::new(year, 11, 1).ok()?.nth_weekday_of_month(4, jiff::civil::Weekday::Thursday).ok()
}

/// A day, month or year with its value and the stretch meant.
pub(super) fn point(point: Point, shade: Shade) -> (String, Option<When>) {
    let text = match point {
        Point::Day(day) => format!("{}-{:02}-{:02}", year(day.year()), day.month(), day.day()),
        Point::Month(of, month) => format!("{}-{month:02}", year(of)),
        Point::Year(of) => year(of),
    };
    let fits = plausible(point.first());
    (text, fits.then(|| shaded(point, shade)))
}

/// The part of a month or year that `early`, `mid` or `late` picks out, and `about`.
fn shaded(point: Point, shade: Shade) -> When {
    let days = |of: i16, month: i8, from: i8, to: i8| {
        let day = |day| Date::new(of, month, day).unwrap_or_else(|_| Point::Month(of, month).last());
        Extent::Between(Point::Day(day(from)), Point::Day(day(to)))
    };
    let months = |of, from, to| Extent::Between(Point::Month(of, from), Point::Month(of, to));
    let extent = match (point, shade) {
        (Point::Month(of, month), Shade::Start) => days(of, month, 1, 10),
        (Point::Month(of, month), Shade::Middle) => days(of, month, 11, 20),
        (Point::Month(of, month), Shade::End) => days(of, month, 21, 31),
        (Point::Year(of), Shade::Start) => months(of, 1, 4),
        (Point::Year(of), Shade::Middle) => months(of, 5, 8),
        (Point::Year(of), Shade::End) => months(of, 9, 12),
        _ => Extent::Point(point),
    };
    When { extent, approximate: shade == Shade::About }
}

/// The week that holds a day.
pub(super) fn week(day: Date, shade: Shade) -> (String, Option<When>) {
    let iso = day.iso_week_date();
    let monday = monday_of(day);
    let part = |from, to| {
        Extent::Between(Point::Day(shift(monday, Unit::Day, from)), Point::Day(shift(monday, Unit::Day, to)))
    };
    let extent = match shade {
        Shade::Start => part(0, 2),
        Shade::Middle => part(2, 3),
        Shade::End => part(4, 6),
        Shade::Whole | Shade::About => Extent::Week(monday),
    };
    (format!("{}-W{:02}", year(iso.year()), iso.week()), plausible(day).then(|| When::exact(extent)))
}

/// The weekend of the week that holds a day.
pub(super) fn weekend(day: Date) -> (String, Option<When>) {
    let (week, _) = week(day, Shade::Whole);
    let saturday = shift(monday_of(day), Unit::Day, 5);
    (format!("{week}-WE"), plausible(day).then(|| When::exact(Extent::Weekend(saturday))))
}

/// A season of a year.
pub(super) fn season(of: i16, word: SeasonWord) -> (String, Option<When>) {
    let season = match word {
        SeasonWord::Spring => Season::Spring,
        SeasonWord::Summer => Season::Summer,
        SeasonWord::Autumn | SeasonWord::Fall => Season::Autumn,
        SeasonWord::Winter => Season::Winter,
    };
    let fits = (1000..3000).contains(&of);
    (format!("{}-{}", year(of), season_code(word)), fits.then(|| When::exact(Extent::Season(of, season))))
}

/// `SP`, `SU`, `FA`, `WI`.
pub(super) fn season_code(word: SeasonWord) -> &'static str {
    match word {
        SeasonWord::Spring => "SP",
        SeasonWord::Summer => "SU",
        SeasonWord::Autumn | SeasonWord::Fall => "FA",
        SeasonWord::Winter => "WI",
    }
}

/// Some months of a year: a quarter or half, named by `code`.
pub(super) fn months(of: i16, code: String, from: u8, to: u8) -> (String, Option<When>) {
    let month = |month: u8| Point::Month(of, month as i8);
    let fits = (1000..3000).contains(&of);
    (format!("{}-{code}", year(of)), fits.then(|| When::exact(Extent::Between(month(from), month(to)))))
}

/// A length of time: `P3W`, `PT5H`, `PXD`.
pub(super) fn duration(amount: Amount, unit: Unit) -> String {
    let (many, letter) = match unit {
        Unit::Minute => ("", "M"),
        Unit::Hour => ("", "H"),
        Unit::Day => ("", "D"),
        Unit::Weekend => ("", "WE"),
        Unit::Week | Unit::Fortnight => ("", "W"),
        Unit::Month => ("", "M"),
        Unit::Year => ("", "Y"),
        Unit::Decade => ("0", "Y"),
        Unit::Century => ("00", "Y"),
    };
    let time = if unit < Unit::Day { "T" } else { "" };
    match amount {
        Amount::Exact(count) => {
            let count = if unit == Unit::Fortnight { u32::from(count) * 2 } else { u32::from(count) };
            format!("P{time}{count}{many}{letter}")
        }
        Amount::Vague if unit == Unit::Decade => "PXDE".to_owned(),
        Amount::Vague if unit == Unit::Century => "PXCE".to_owned(),
        Amount::Vague => format!("P{time}X{letter}"),
    }
}

/// The days, months or years just before a day that `recent weeks` covers, roughly.
pub(super) fn recent(unit: Unit, published: Date) -> When {
    let back = |unit, count| shift(published, unit, count);
    let month = |day: Date| Point::Month(day.year(), day.month());
    let year = |day: Date| Point::Year(day.year());
    let extent = match unit {
        Unit::Minute | Unit::Hour => Extent::Point(Point::Day(published)),
        Unit::Day => Extent::Between(Point::Day(back(Unit::Day, -7)), Point::Day(published)),
        Unit::Week | Unit::Weekend | Unit::Fortnight => Extent::Between(month(back(Unit::Day, -42)), month(published)),
        Unit::Month => Extent::Between(month(back(Unit::Month, -6)), month(published)),
        Unit::Year => Extent::Between(year(back(Unit::Year, -5)), year(published)),
        Unit::Decade | Unit::Century => Extent::Between(year(back(Unit::Year, -30)), year(published)),
    };
    When { extent, approximate: true }
}

/// A day some units later, or earlier where `count` is negative; stays inside the calendar.
pub(super) fn shift(day: Date, unit: Unit, count: i32) -> Date {
    let count = i64::from(count);
    let span = match unit {
        Unit::Minute | Unit::Hour => Span::new(),
        Unit::Day => Span::new().try_days(count).unwrap_or_default(),
        Unit::Week | Unit::Weekend => Span::new().try_weeks(count).unwrap_or_default(),
        Unit::Fortnight => Span::new().try_weeks(count * 2).unwrap_or_default(),
        Unit::Month => Span::new().try_months(count).unwrap_or_default(),
        Unit::Year => Span::new().try_years(count).unwrap_or_default(),
        Unit::Decade => Span::new().try_years(count * 10).unwrap_or_default(),
        Unit::Century => Span::new().try_years(count * 100).unwrap_or_default(),
    };
    day.saturating_add(span)
}

/// Adds the part of the day to the value of a day.
pub(super) fn with_clock(value: String, clock: Option<Clock>) -> String {
    match clock {
        None => value,
        Some(Clock::Part(part)) => value + part,
        Some(Clock::At(hour, minute)) => format!("{value}T{hour:02}:{minute:02}"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn movable_feasts() {
        let sundays = [date(1818, 3, 22), date(2000, 4, 23), date(2012, 4, 8), date(2019, 4, 21), date(2038, 4, 25)];
        for sunday in sundays {
            assert_eq!(easter(sunday.year()), Some(sunday));
        }
        assert_eq!(easter(1500), None, "the calendar was another one");
        assert_eq!(thanksgiving(2012), Some(date(2012, 11, 22)));
    }
}
