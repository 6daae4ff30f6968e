//! Vague words: `now`, `recent weeks`, `the past`, `the foreseeable future`.

use super::form::{Form, Meaning};
use super::line::Line;
use super::word::{Class, Turn};

/// `now`, `recent weeks`, `recently`.
pub(super) fn vague(line: &Line<'_>, at: usize, value: &'static str) -> Option<Form> {
    if let (Class::Units(unit), true) = (line.class(at + 1), line.is(at, &["recent"])) {
        return Some(Form::new(at, at + 2, Meaning::Recent(unit)));
    }
    let set_phrase = line.is(at, &["soon"]) && line.is(at + 1, &["as", "after"])
        || line.is(at.wrapping_sub(1), &["as"]) && line.is(at, &["soon", "recently"])
        || line.is(at, &["now"]) && line.is(at + 1, &["that"]);
    (!set_phrase).then(|| Form::new(at, at + 1, Meaning::Vague(value)))
}

/// `the future`, `in future`, `at present`, `present-day`.
pub(super) fn future(line: &Line<'_>, at: usize) -> Option<Form> {
    let before = line.before(at);
    if line.class(at) == Class::Present {
        let hyphen = usize::from(line.class(at + 1) == Class::Hyphen);
        if line.is(at + 1 + hyphen, &["day"]) {
            return Some(Form::new(at, at + 2 + hyphen, Meaning::Vague("PRESENT_REF")));
        }
        let placed = line.is(at.wrapping_sub(1), &["at"]) && is_alone(line, at + 1);
        return placed.then(|| Form::new(at, at + 1, Meaning::Vague("PRESENT_REF")));
    }
    let kind = usize::from(line.is(at.wrapping_sub(1), &["near", "foreseeable", "immediate", "distant"]));
    let first = at - kind;
    if line.before(first) == Class::The && is_alone(line, at + 1) {
        return Some(Form::new(first - 1, at + 1, Meaning::Vague("FUTURE_REF")));
    }
    (before == Class::Preposition && line.is(at - 1, &["in"]) && is_alone(line, at + 1))
        .then(|| Form::new(at, at + 1, Meaning::Vague("FUTURE_REF")))
}

/// Whether what follows a word is not the noun that it describes.
fn is_alone(line: &Line<'_>, at: usize) -> bool {
    const FUNCTION: &[&str] = &[
        "a", "as", "because", "but", "can", "could", "has", "he", "if", "is", "it", "may", "she", "that", "they",
        "was", "we", "when", "which", "will", "with", "would",
    ];
    line.class(at) != Class::Other || !line.word(at).starts_with(char::is_alphabetic) || line.is(at, FUNCTION)
}

/// `in the past` with nothing after it.
pub(super) fn the_past(line: &Line<'_>, at: usize, turn: Turn) -> Option<Form> {
    let alone = is_alone(line, at + 1) && !matches!(line.class(at + 1), Class::Nth(_));
    let placed = line.before(at) == Class::The && matches!(line.before(at - 1), Class::Preposition | Class::Of);
    (turn == Turn::Past && alone && placed).then(|| Form::new(at - 1, at + 1, Meaning::Vague("PAST_REF")))
}
