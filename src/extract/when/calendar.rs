//! Dates of the calendar: `14 April 2021`, `April 14`, `2021-04-14`, `Wednesday`, `April`, `2021`, `479 BC`.

use super::amount::part_of_number;
use super::clock::part_after;
use super::form::{Calendar, Form, Meaning, Recurrence, YearForm};
use super::line::Line;
use super::word::{Class, Turn, Unit};

/// The years that four figures alone can stand for.
const YEARS: std::ops::RangeInclusive<u16> = 1000..=2100;

/// A weekday, with the date or part of day that follows it.
pub(super) fn weekday(line: &Line<'_>, at: usize, weekday: u8) -> Option<Form> {
    let short = matches!(line.class(at), Class::WeekdayShort(_));
    // A newspaper: `the Toronto Sun, April 14`.
    if short && line.capital(at.wrapping_sub(1)) {
        return None;
    }
    if line.before(at) == Class::Every {
        return Some(Form::new(at - 1, at + 1, Meaning::Every(Recurrence::Weekday(weekday))));
    }
    let mut next = at + 1;
    if short && line.class(next) == Class::Period {
        next += 1;
    }
    let date = next + usize::from(line.class(next) == Class::Comma);
    let dated = month_day(line, date).or_else(|| day_month(line, date));
    if let Some(Form { meaning: Meaning::Calendar(calendar), end, .. }) = dated
        && calendar.day != 0
    {
        return Some(Form::new(at, end, Meaning::Calendar(Calendar { weekday, ..calendar })));
    }
    if (short && next == at + 1) || is_name_of_weekday(line, at) {
        return None;
    }
    let meaning = Meaning::Calendar(Calendar { weekday, ..Calendar::default() });
    let (clock, end) = part_after(line, next);
    Some(Form::new(at, end, meaning).at(clock))
}

/// `Black Friday`, `the Sunday Times`, `Friday prayers`.
fn is_name_of_weekday(line: &Line<'_>, at: usize) -> bool {
    line.is(
        at.wrapping_sub(1),
        &["black", "good", "bloody", "super", "ash", "palm", "easter", "cyber", "casual", "holy"],
    ) || line.is(
        at + 1,
        &["times", "telegraph", "mail", "herald", "express", "mirror", "prayers", "school", "league", "tribune"],
    )
}

/// A month and what follows it: day, year, or nothing.
pub(super) fn month(line: &Line<'_>, at: usize) -> Option<Form> {
    if let Some(form) = month_day(line, at) {
        return Some(form);
    }
    let (month, next, short) = month_name(line, at)?;
    if line.before(at) == Class::Every {
        return Some(Form::new(at - 1, next, Meaning::Every(Recurrence::Month(month))));
    }
    if let Some((year, end)) = year_after(line, next) {
        return Some(Form::new(at, end, Meaning::calendar(year, month, 0)));
    }
    (!short && is_month(line, at)).then(|| Form::new(at, next, Meaning::calendar(YearForm::Missing, month, 0)))
}

/// The month at a position, where it ends, and whether it is cut short.
fn month_name(line: &Line<'_>, at: usize) -> Option<(u8, usize, bool)> {
    match line.class(at) {
        Class::Month(month) => Some((month, at + 1, false)),
        Class::MonthShort(month) => Some((month, at + 1 + usize::from(line.class(at + 1) == Class::Period), true)),
        _ => None,
    }
}

/// `April 14`, `April 14th, 2021`.
fn month_day(line: &Line<'_>, at: usize) -> Option<Form> {
    let (month, next, _) = month_name(line, at)?;
    let next = next + usize::from(line.class(next) == Class::The);
    let day = day_number(line, next)?;
    let counts = matches!(line.class(next + 1), Class::Units(_)) || line.word(next + 1) == "%";
    if counts || (line.class(next + 1) == Class::Colon && line.glued(next + 1)) {
        return None;
    }
    // The day has become a name: `the Sept. 11 attacks`.
    let attacks =
        (month, day) == (9, 11) && line.is(next + 1, &["attack", "attacks", "terror", "terrorist", "hijackers"]);
    let unsaid = if attacks { YearForm::Written(2001) } else { YearForm::Missing };
    let (year, end) = year_after(line, next + 1).unwrap_or((unsaid, next + 1));
    Some(Form::new(at, end, Meaning::calendar(year, month, day)))
}

/// `14 April`, `the 14th of April 2021`, and the `12` of `12 to 14 April`.
pub(super) fn day_month(line: &Line<'_>, at: usize) -> Option<Form> {
    let day = day_number(line, at)?;
    let of = at + 1 + usize::from(line.class(at + 1) == Class::Of);
    if let Some((month, next, _)) = month_name(line, of) {
        let (year, end) = year_after(line, next).unwrap_or((YearForm::Missing, next));
        return Some(Form::new(at, end, Meaning::calendar(year, month, day)));
    }
    let mut last = at;
    while matches!(line.class(last + 1), Class::Hyphen | Class::And | Class::To | Class::Comma)
        && day_number(line, last + 2).is_some()
        && last < at + 8
    {
        last += 2;
    }
    let of = last + 1 + usize::from(line.class(last + 1) == Class::Of);
    let led = last > at && month_name(line, of).is_some();
    led.then(|| Form::new(at, at + 1, Meaning::calendar(YearForm::Missing, 0, day)))
}

/// A number from 1 to 31 that stands by itself.
pub(super) fn day_number(line: &Line<'_>, at: usize) -> Option<u8> {
    let day = match line.class(at) {
        Class::Digits(day, 1 | 2) if !part_of_number(line, at) => u8::try_from(day).ok()?,
        Class::Nth(day) => day,
        _ => return None,
    };
    (1..=31).contains(&day).then_some(day)
}

/// The year that follows a month or day: `2021`, `, 2021`, `of 2021`, `'98`, `479 BC`, `last year`.
fn year_after(line: &Line<'_>, at: usize) -> Option<(YearForm, usize)> {
    let skip = usize::from(matches!(line.class(at), Class::Comma | Class::Of));
    let at = at + skip;
    match line.class(at) {
        Class::Digits(..) => written_year(line, at).map(|(year, end)| (YearForm::Written(year), end)),
        Class::Apostrophe if line.glued(at + 1) => match line.class(at + 1) {
            Class::Digits(year, 2) => Some((YearForm::Written(full_year(year)), at + 2)),
            _ => None,
        },
        Class::Turn(turn) if line.class(at + 1) == Class::Unit(Unit::Year) => {
            let form = match turn {
                Turn::Last | Turn::Past => YearForm::Turn(-1),
                Turn::This => YearForm::Turn(0),
                Turn::Next => YearForm::Turn(1),
                Turn::That | Turn::Same => YearForm::Same,
                Turn::Previous | Turn::Following | Turn::Coming => return None,
            };
            Some((form, at + 2))
        }
        Class::The
            if line.class(at + 1) == Class::Turn(Turn::Same) && line.class(at + 2) == Class::Unit(Unit::Year) =>
        {
            Some((YearForm::Same, at + 3))
        }
        _ => None,
    }
}

/// A year in figures that something else has announced, with its era.
pub(super) fn written_year(line: &Line<'_>, at: usize) -> Option<(i16, usize)> {
    let Class::Digits(year, count) = line.class(at) else { return None };
    if let Some(end) = era(line, at + 1) {
        return Some((-(year as i16), end));
    }
    (count == 4 && YEARS.contains(&year) && !part_of_number_after_day(line, at)).then_some((year as i16, at + 1))
}

/// A year in words after a preposition: `in nineteen ninety-one`.
pub(super) fn spelled_year(line: &Line<'_>, at: usize) -> Option<Form> {
    let Class::Cardinal(century @ 15..=19) = line.class(at) else { return None };
    if !matches!(line.before(at), Class::Preposition | Class::Of | Class::To) {
        return None;
    }
    let Class::Cardinal(tens @ 10..=90) = line.class(at + 1) else { return None };
    let hyphen = usize::from(line.class(at + 2) == Class::Hyphen);
    let (rest, end) = match line.class(at + 2 + hyphen) {
        Class::Cardinal(ones @ 1..=9) if tens >= 20 => (tens + ones, at + 3 + hyphen),
        _ => (tens, at + 2),
    };
    Some(Form::new(at, end, year(century * 100 + rest)))
}

/// `on the 20th`: a day of the month last named.
pub(super) fn nth_day(line: &Line<'_>, at: usize, day: u8) -> Option<Form> {
    let placed = line.before(at) == Class::The && matches!(line.before(at - 1), Class::Preposition | Class::To);
    let figures = line.word(at).starts_with(|c: char| c.is_ascii_digit());
    let alone = !line.word(at + 1).starts_with(char::is_alphanumeric)
        || line.is(
            at + 1,
            &["and", "at", "but", "by", "he", "in", "it", "she", "the", "they", "to", "was", "were", "when"],
        );
    (placed && figures && alone && (1..=31).contains(&day) && line.class(at + 1) != Class::Hyphen)
        .then(|| Form::new(at, at + 1, Meaning::calendar(YearForm::Missing, 0, day)))
}

/// Whether the four figures after a day begin a longer number; the comma before them is the date's own.
fn part_of_number_after_day(line: &Line<'_>, at: usize) -> bool {
    matches!(line.class(at + 1), Class::Comma | Class::Period)
        && line.glued(at + 1)
        && line.glued(at + 2)
        && matches!(line.class(at + 2), Class::Digits(..))
}

/// Where `BC`, `B.C.` or `BCE` ends, if it stands here.
fn era(line: &Line<'_>, at: usize) -> Option<usize> {
    if line.class(at) == Class::Bc {
        return Some(at + 1);
    }
    let spelled = line.word(at) == "B" && line.word(at + 1) == "." && line.word(at + 2) == "C";
    spelled.then(|| at + 3 + usize::from(line.word(at + 3) == "." && line.glued(at + 3)))
}

/// Two figures as a year of the last or this century.
fn full_year(figures: u16) -> i16 {
    let figures = figures as i16;
    if figures < 30 { 2000 + figures } else { 1900 + figures }
}

/// Whether a bare month's name means the month: not `May said`, `March on`, `Theresa May`.
fn is_month(line: &Line<'_>, at: usize) -> bool {
    let before = line.before(at);
    let named = matches!(
        before,
        Class::Preposition
            | Class::To
            | Class::Turn(_)
            | Class::Early
            | Class::Mid
            | Class::Late
            | Class::Of
            | Class::The
            | Class::Every
    ) || (before == Class::Hyphen && line.before(at - 1) == Class::Mid)
        || line.is(at.wrapping_sub(1), &["for", "as", "yet", "after", "before"]);
    let listed = matches!(before, Class::And | Class::Hyphen)
        && matches!(line.before(at - 1), Class::Month(_) | Class::Digits(..));
    let lists =
        matches!(line.class(at + 1), Class::And | Class::Hyphen) && matches!(line.class(at + 2), Class::Month(_));
    let noun_follows =
        line.word(at + 1).starts_with(char::is_lowercase) && !line.is(at + 1, &["on", "for", "of", "to", "be"]);
    match line.class(at) {
        Class::Month(3 | 5) if matches!(before, Class::The | Class::A) => noun_follows,
        Class::Month(3 | 5) => (named || listed || lists) && !line.is(at + 1, &["on", "for", "of"]),
        _ if at == 0 => !line.capital(at + 1),
        _ => named || listed || !(line.capital(at - 1) || (line.capital(at + 1) && !line.is(at - 1, &["s"]))),
    }
}

/// Figures that begin a date: `2021-04-14`, `14/4/2021`, a year, a year before Christ.
pub(super) fn figures(line: &Line<'_>, at: usize) -> Option<Form> {
    let Class::Digits(value, count) = line.class(at) else { return None };
    if part_of_number(line, at) {
        return None;
    }
    if let Some(form) = iso(line, at).or_else(|| slashes(line, at)) {
        return Some(form);
    }
    if let Some(end) = era(line, at + 1) {
        return Some(Form::new(at, end, Meaning::calendar(YearForm::Written(-(value as i16)), 0, 0)));
    }
    if matches!(line.class(at + 1), Class::Hyphen | Class::And | Class::To)
        && matches!(line.class(at + 2), Class::Digits(..))
        && era(line, at + 3).is_some()
    {
        return Some(Form::new(at, at + 1, Meaning::calendar(YearForm::Written(-(value as i16)), 0, 0)));
    }
    if count == 2
        && line.before(at) == Class::Apostrophe
        && line.glued(at)
        && !line.glued(at - 1)
        && (value > 30 || line.class(at.wrapping_sub(2)) == Class::Preposition)
    {
        return Some(Form::new(at - 1, at + 1, Meaning::calendar(YearForm::Written(full_year(value)), 0, 0)));
    }
    (count == 4 && is_year(line, at, value))
        .then(|| Form::new(at, at + 1 + usize::from(line.class(at + 1) == Class::Ad), year(value)))
}

fn year(value: u16) -> Meaning {
    Meaning::calendar(YearForm::Written(value as i16), 0, 0)
}

/// Nouns that are counted by the thousand: figures before them are no year.
const COUNTED: &[&str] = &[
    "people",
    "men",
    "women",
    "soldiers",
    "troops",
    "dollars",
    "euros",
    "pounds",
    "miles",
    "km",
    "kilometres",
    "kilometers",
    "metres",
    "meters",
    "feet",
    "tonnes",
    "tons",
    "votes",
    "points",
    "casualties",
    "prisoners",
    "aircraft",
    "tanks",
    "ships",
    "guns",
    "rounds",
    "civilians",
    "refugees",
    "families",
    "homes",
    "houses",
    "jobs",
    "workers",
    "students",
    "members",
    "fighters",
    "officers",
    "police",
    "times",
    "percent",
    "kg",
    "acres",
    "hectares",
    "barrels",
    "m",
    "mph",
    "years",
    "days",
    "hours",
    "months",
    "weeks",
    "minutes",
    "dead",
    "wounded",
    "killed",
    "horses",
    "infantry",
    "cavalry",
    "strong",
    "children",
    "residents",
    "copies",
    "words",
    "species",
    "megawatts",
    "mw",
    "cases",
    "deaths",
];

/// What is measured against a year: `10% of 2000 levels`.
const MEASURED: &[&str] = &["levels", "prices", "rates", "figures", "standards", "terms", "elections", "results"];

/// Whether four figures are a year.
fn is_year(line: &Line<'_>, at: usize, value: u16) -> bool {
    let unit_follows = matches!(line.class(at + 1), Class::Unit(_) | Class::Units(_));
    if !YEARS.contains(&value) || unit_follows || line.is(at + 1, COUNTED) || line.word(at + 1) == "%" {
        return false;
    }
    let next = line.word(at + 1);
    let plural =
        next.starts_with(char::is_lowercase) && (next.ends_with("ren") || (next.ends_with('s') && next.len() > 3));
    if plural && matches!(line.before(at), Class::Of | Class::Hedge) && !line.is(at + 1, MEASURED) {
        return false;
    }
    if line.class(at + 1) == Class::Hyphen && line.glued(at + 1) && line.glued(at + 2) {
        // `2003-2011` and `2003-present` are years, `2000-strong` and `1080-line` are not.
        if !matches!(line.class(at + 2), Class::Digits(..)) && !line.is(at + 2, &["present", "today"]) {
            return line.is(at + 2, &["style", "era"]);
        }
    }
    let before = line.before(at);
    let word = line.word_before(at);
    if before == Class::Hyphen && line.glued(at) {
        let joined = line.before(at - 1);
        return matches!(joined, Class::Digits(..) | Class::Mid | Class::Early | Class::Late | Class::Month(_))
            || line.is(at.wrapping_sub(2), &["pre", "post"]);
    }
    let unlikely = line.glued(at) && before == Class::Other && !matches!(word, "(" | "[" | "\"" | "“");
    if unlikely || word == "than" || line.is(at.wrapping_sub(1), &["no", "number", "page", "flight", "route", "some"]) {
        return false;
    }
    if value >= 1700 {
        return true;
    }
    // `in 1652, 1655 and 1660`
    let listed = matches!(before, Class::Comma | Class::And) && matches!(line.before(at - 1), Class::Digits(1000.., 4));
    matches!(
        before,
        Class::Preposition | Class::Of | Class::To | Class::Later | Class::Earlier | Class::Early | Class::Late
    ) || word == "("
        || listed
}

/// `2021-04-14`.
fn iso(line: &Line<'_>, at: usize) -> Option<Form> {
    let (Class::Digits(year, 4), Class::Digits(month @ 1..=12, 2), Class::Digits(day @ 1..=31, 2)) =
        (line.class(at), line.class(at + 2), line.class(at + 4))
    else {
        return None;
    };
    let joined = (1..=4).all(|step| line.glued(at + step));
    let hyphens = line.word(at + 1) == "-" && line.word(at + 3) == "-";
    (joined && hyphens)
        .then(|| Form::new(at, at + 5, Meaning::calendar(YearForm::Written(year as i16), month as u8, day as u8)))
}

/// `4/14/2021` and `14/4/2021`. `9/11` alone is the day of 2001.
fn slashes(line: &Line<'_>, at: usize) -> Option<Form> {
    let (Class::Digits(first, 1 | 2), Class::Slash, Class::Digits(second, 1 | 2)) =
        (line.class(at), line.class(at + 1), line.class(at + 2))
    else {
        return None;
    };
    if let (Class::Slash, Class::Digits(year, 4)) = (line.class(at + 3), line.class(at + 4)) {
        let fits = (1..=12).contains(&first.min(second)) && first.max(second) <= 31;
        return fits.then(|| Form::new(at, at + 5, Meaning::Slashes(first as u8, second as u8, year as i16)));
    }
    (first == 9 && second == 11 && line.class(at + 3) != Class::Slash)
        .then(|| Form::new(at, at + 3, Meaning::calendar(YearForm::Written(2001), 9, 11)))
}

/// What goes on after a date: `-18` after `1914`, `and 7` after `5 May`.
pub(super) fn continued(line: &Line<'_>, form: &Form) -> Option<Form> {
    let Meaning::Calendar(calendar) = form.meaning else { return None };
    let joint = matches!(line.class(form.end), Class::Hyphen | Class::And | Class::To | Class::Slash);
    if !joint || line.class(form.end) == Class::To && line.word(form.end) == "through" {
        return None;
    }
    let at = form.end + 1;
    match (calendar, line.class(at)) {
        (Calendar { year: YearForm::Written(year @ 1000..), month: 0, day: 0, .. }, Class::Digits(short, 2))
            if line.glued(at) && line.glued(form.end) && short as i16 > year % 100 =>
        {
            let year = YearForm::Written(year - year % 100 + short as i16);
            Some(Form::new(at, at + 1, Meaning::calendar(year, 0, 0)))
        }
        (Calendar { month: 1.., day: 1.., .. }, Class::Digits(..) | Class::Nth(_)) => {
            let day = day_number(line, at)?;
            let own = matches!(
                line.class(at + 1),
                Class::Month(_) | Class::MonthShort(_) | Class::Of | Class::Unit(_) | Class::Units(_)
            );
            let month_first = matches!(line.class(form.first), Class::Month(_) | Class::MonthShort(_));
            let goes_on = [
                ",", ".", "", ")", "was", "were", "the", "in", "at", "near", "when", "by", "after", "and", "between",
                "as",
            ];
            if own || !month_first || (line.class(form.end) == Class::And && !line.is(at + 1, &goes_on)) {
                return None;
            }
            let (year, end) = year_after(line, at + 1).unwrap_or((calendar.year, at + 1));
            Some(Form::new(at, end, Meaning::calendar(year, calendar.month, day)))
        }
        _ => None,
    }
}
