//! Times of day: `5:30 p.m.`, `1530 GMT`, `Monday morning`, `at night`.

use super::amount::part_of_number;
use super::calendar;
use super::form::{Calendar, Clock, Form, Meaning, Recurrence};
use super::line::Line;
use super::word::Class;

/// A part of the day right after a day: `Friday night`.
pub(super) fn part_after(line: &Line<'_>, at: usize) -> (Option<Clock>, usize) {
    match line.class(at) {
        Class::Part(part) => (Some(Clock::Part(part)), at + 1),
        _ => (None, at),
    }
}

/// `in the morning`, `at midnight`, `every evening`.
pub(super) fn part(line: &Line<'_>, at: usize, part: &'static str) -> Option<Form> {
    let before = line.before(at);
    let clock = Some(Clock::Part(part));
    // `the night of 20 June` belongs to the date.
    if line.class(at + 1) == Class::Of {
        return None;
    }
    if before == Class::Every {
        return Some(Form::new(at - 1, at + 1, Meaning::Every(Recurrence::Part(part))));
    }
    if before == Class::The && matches!(line.before(at - 1), Class::Preposition | Class::To) {
        return Some(Form::new(at - 1, at + 1, Meaning::PartOfDay).at(clock));
    }
    // `until midnight`, `shortly before noon`
    let sharp = part.len() > 3
        && matches!(before, Class::Preposition | Class::To | Class::Earlier | Class::Later | Class::Hedge)
        && !line.is(at - 1, &["in", "on"]);
    if !(sharp || before == Class::Preposition && line.is(at - 1, &["at"])) {
        return None;
    }
    if sharp {
        return Some(with_day(line, at, at + 1, clock));
    }
    // `at night`: on no night in particular.
    let meaning = if part == "TNI" { Meaning::AnyDay } else { Meaning::PartOfDay };
    Some(Form::new(at, at + 1, meaning).at(clock))
}

/// A time of day in figures, with the day right after it: `5:30 p.m.`, `10 a.m. Tuesday`. Of `10 a.m. on Tuesday` it is the
/// hour only, but the day is known.
pub(super) fn clock(line: &Line<'_>, at: usize) -> Option<Form> {
    let (hour, minute, end) = hour(line, at)?;
    Some(with_day(line, at, end + zone(line, end), Some(Clock::At(hour, minute))))
}

/// An hour with the day after it.
fn with_day(line: &Line<'_>, at: usize, end: usize, clock: Option<Clock>) -> Form {
    let comma = usize::from(line.class(end) == Class::Comma);
    let on = usize::from(line.is(end, &["on"]));
    let day = day(line, end + comma + on);
    match day {
        Some(day) if on == 0 => Form { first: at, ..day }.at(clock),
        Some(day) => Form::new(at, end, day.meaning).at(clock),
        None => Form::new(at, end, Meaning::PartOfDay).at(clock),
    }
}

/// A day of the calendar or the week, or one like `today`.
fn day(line: &Line<'_>, at: usize) -> Option<Form> {
    let form = match line.class(at) {
        Class::Weekday(day) => calendar::weekday(line, at, day),
        Class::Month(_) | Class::MonthShort(_) => calendar::month(line, at),
        Class::Digits(..) => calendar::day_month(line, at),
        Class::Day(shift) => Some(Form::new(at, at + 1, Meaning::Day(shift))),
        _ => None,
    }?;
    let whole = match form.meaning {
        Meaning::Calendar(Calendar { month, day, weekday, .. }) => weekday != 0 || (month != 0 && day != 0),
        _ => true,
    };
    (whole && form.clock.is_none()).then_some(form)
}

/// Hour, minute, and where they end.
fn hour(line: &Line<'_>, at: usize) -> Option<(u8, u8, usize)> {
    if let Class::Hour(hour, after_noon) = line.class(at) {
        return (1..=12).contains(&hour).then(|| (of_half(hour, after_noon), 0, at + 1));
    }
    // `1530 GMT`, `at 1653 (2153 GMT)`
    let zoned = |at: usize| zone(line, at) > 0 || line.is(at, &["hrs"]);
    let both = line.word(at + 1) == "(" && matches!(line.class(at + 2), Class::Digits(_, 4)) && zoned(at + 3);
    if let Class::Digits(time, 4) = line.class(at)
        && (zoned(at + 1) || both)
    {
        let (hour, minute) = (time / 100, time % 100);
        return (hour <= 24 && minute < 60).then_some((
            hour as u8,
            minute as u8,
            at + 1 + usize::from(line.is(at + 1, &["hrs"])),
        ));
    }
    let Class::Digits(hour @ 0..=24, 1 | 2) = line.class(at) else { return None };
    if part_of_number(line, at) && !matches!(line.class(at + 1), Class::Period) {
        return None;
    }
    let hour = hour as u8;
    let separated =
        matches!(line.class(at + 1), Class::Colon | Class::Period) && line.glued(at + 1) && line.glued(at + 2);
    let (minute, end) = match line.class(at + 2) {
        Class::Hour(minute @ 0..=59, after_noon) if separated => {
            return (1..=12).contains(&hour).then(|| (of_half(hour, after_noon), minute, at + 3));
        }
        Class::Digits(minute @ 0..=59, 2) if separated => (minute as u8, at + 3),
        _ => (0, at + 1),
    };
    match meridiem(line, end) {
        Some((after_noon, end)) => Some((of_half(hour, after_noon), minute, end)),
        // `17:00` is a time, `17.00` or `17` is not.
        None => (end > at + 1 && line.class(at + 1) == Class::Colon).then_some((hour, minute, end)),
    }
}

/// The hour of the day from the hour of its half.
fn of_half(hour: u8, after_noon: bool) -> u8 {
    match (hour, after_noon) {
        (12, false) => 0,
        (hour, true) if hour < 12 => hour + 12,
        (hour, _) => hour,
    }
}

/// Whether `pm` stands here, and where it ends.
fn meridiem(line: &Line<'_>, at: usize) -> Option<(bool, usize)> {
    if line.is(at, &["am", "pm"]) {
        return Some((line.is(at, &["pm"]), at + 1));
    }
    if line.is(at, &["p", "a"]) && line.word(at + 1) == "." && line.is(at + 2, &["m"]) {
        // At the end of a sentence the full stop is the sentence's too.
        let stop = usize::from(line.word(at + 3) == ".");
        return Some((line.is(at, &["p"]), at + 3 + stop));
    }
    None
}

/// The tokens that the name of a time zone takes.
fn zone(line: &Line<'_>, at: usize) -> usize {
    const ZONES: &[&str] =
        &["GMT", "UTC", "BST", "CET", "CEST", "EST", "EDT", "ET", "CST", "CDT", "PST", "PDT", "PT", "IST"];
    if ZONES.contains(&line.word(at)) {
        return 1;
    }
    2 * usize::from(line.is(at, &["local"]) && line.is(at + 1, &["time"]))
}
