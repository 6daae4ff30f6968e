//! Feasts whose day the calendar gives: `Christmas Eve 2007`, `Easter Monday`, `New Year's Day`.
//!
//! Those that hang on the sight of the moon, or differ between countries, are left alone.

use super::clock::part_after;
use super::form::{Form, Meaning, YearForm};
use super::line::Line;
use super::season::of_year;
use super::word::{Class, FeastDay};

/// `Christmas`, `Christmas Eve 2007`, `Easter Monday`, `Thanksgiving Day`.
pub(super) fn feast(line: &Line<'_>, at: usize, feast: FeastDay) -> Option<Form> {
    let (shift, end) = match (feast, line.word(at + 1)) {
        (FeastDay::Easter, "Monday") => (1, at + 2),
        (FeastDay::Easter, "Sunday") => (0, at + 2),
        (_, "Eve") => (-1, at + 2),
        (_, "Day") => (0, at + 2),
        _ => (0, at + 1),
    };
    // `Easter Island`, `White Christmas`, `a Christmas tree`
    let things = [
        "cake", "card", "cards", "carols", "egg", "eggs", "gift", "gifts", "market", "present", "presents", "tree",
        "trees",
    ];
    let named = at > 0 && line.capital(at - 1) && !line.is(at - 1, &["on", "at", "by", "for", "last", "this", "next"]);
    if named || line.capital(end) || line.is(end, &things) {
        return None;
    }
    Some(dated(line, at, end, feast, shift))
}

/// `New Year's Day`, `New Year's Eve`; `at` is the `Year`.
pub(super) fn new_year(line: &Line<'_>, at: usize) -> Option<Form> {
    let possessive = line.class(at + 1) == Class::Apostrophe && line.word(at + 2) == "s";
    if line.word(at) != "Year" || line.word_before(at) != "New" || !possessive {
        return None;
    }
    let feast = match line.word(at + 3) {
        "Day" => FeastDay::Fixed(1, 1),
        "Eve" => FeastDay::Fixed(12, 31),
        _ => return None,
    };
    Some(dated(line, at - 1, at + 4, feast, 0))
}

/// The feast with the year and the part of the day after it.
fn dated(line: &Line<'_>, first: usize, end: usize, feast: FeastDay, shift: i8) -> Form {
    let (clock, end) = part_after(line, end);
    let (year, end) = of_year(line, end).unwrap_or((YearForm::Missing, end));
    Form::new(first, end, Meaning::Feast(feast, shift, year)).at(clock)
}
