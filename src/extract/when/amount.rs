//! Numbers before units of time: lengths, and distances from another time.

use super::form::{Amount, Form, Meaning, Offset, Start};
use super::line::Line;
use super::word::{Class, Unit};

/// How many, in figures or words, from a position on: the amount and where it ends.
pub(super) fn amount(line: &Line<'_>, at: usize) -> Option<(Amount, usize)> {
    match line.class(at) {
        Class::Digits(value, _) if !part_of_number(line, at) => Some((Amount::Exact(value), at + 1)),
        Class::Cardinal(tens) if tens >= 20 => {
            let hyphen = usize::from(line.class(at + 1) == Class::Hyphen);
            match line.class(at + 1 + hyphen) {
                Class::Cardinal(ones) if ones < 10 => Some((Amount::Exact(tens + ones), at + 2 + hyphen)),
                _ => Some((Amount::Exact(tens), at + 1)),
            }
        }
        Class::Cardinal(value) => match line.class(at + 1) {
            Class::Multiple(times) if times > 0 => Some((Amount::Exact(value * times), at + 2)),
            _ => Some((Amount::Exact(value), at + 1)),
        },
        Class::Multiple(0) if line.class(at + 1) == Class::Of => Some((Amount::Vague, at + 2)),
        Class::Some => Some((Amount::Vague, at + 1)),
        Class::A => match line.class(at + 1) {
            Class::Some => Some((Amount::Vague, at + 2)),
            Class::Multiple(0) if line.class(at + 2) == Class::Of => Some((Amount::Vague, at + 3)),
            Class::Multiple(0) => Some((Amount::Vague, at + 2)),
            Class::Multiple(times) => Some((Amount::Exact(times), at + 2)),
            _ => Some((Amount::Exact(1), at + 1)),
        },
        _ => None,
    }
}

/// Whether the figures at a position are only a part of a number such as `2,500` or `1.5`, or follow a currency sign.
pub(super) fn part_of_number(line: &Line<'_>, at: usize) -> bool {
    let mark = |at: usize| matches!(line.class(at), Class::Comma | Class::Period);
    let figures = |at: usize| line.word(at).starts_with(|c: char| c.is_ascii_digit());
    let after = mark(at + 1) && line.glued(at + 1) && figures(at + 2) && line.glued(at + 2);
    let before = at >= 2 && line.glued(at) && mark(at - 1) && line.glued(at - 1) && figures(at - 2);
    after || before || line.before(at) == Class::Currency
}

/// `three weeks`, `five-day`, `a year ago`, `two days later`.
pub(super) fn counted(line: &Line<'_>, at: usize) -> Option<Form> {
    let (amount, mut end) = amount(line, at)?;
    let article = line.class(at) == Class::A;
    let hyphen = line.class(end) == Class::Hyphen && line.glued(end);
    if hyphen || line.is(end, &["more", "full", "whole", "consecutive", "straight", "long", "successive", "further"]) {
        end += 1;
    }
    let unit = match line.class(end) {
        Class::Units(_) if article && end == at + 1 => return None,
        Class::Unit(unit) | Class::Units(unit) => unit,
        Class::Part("TNI") if !article => Unit::Day,
        _ => return None,
    };
    let year = matches!(line.class(at), Class::Digits(1500.., 4)) && matches!(line.class(end), Class::Unit(_));
    end += 1;
    if year || is_age(line, at, end) {
        return None;
    }
    // `held for three days before the trial`: how long, not when.
    let held = line.is(at.wrapping_sub(1), &["for", "wait", "waited"]) && line.is(end, &["after", "before"]);
    if let Some((offset, end)) = distance(line, end, amount, unit).filter(|_| !held) {
        return Some(Form::new(at, end, Meaning::Offset(offset)));
    }
    if let (Class::Every, Amount::Exact(count)) = (line.before(at), amount) {
        return Some(Form::new(at - 1, end, Meaning::EveryLength(count, unit)));
    }
    let someday = matches!(line.class(at), Class::Cardinal(1)) && unit == Unit::Day;
    let rate = article && end == at + 2 && is_rate(line, at, end);
    (!someday && !rate).then(|| Form::new(at, end, Meaning::Duration(amount, unit)))
}

/// `ago`, `later`, `before`, `from now` after a length of time, and where the expression ends.
pub(super) fn distance(line: &Line<'_>, at: usize, amount: Amount, unit: Unit) -> Option<(Offset, usize)> {
    let offset = |back, from| Offset { amount, unit, back, from };
    match line.class(at) {
        Class::Ago => Some((offset(true, Start::Writing), at + 1)),
        Class::Later => Some((offset(false, start(line, at)), at + 1)),
        Class::Earlier => Some((offset(true, start(line, at)), at + 1)),
        _ if line.is(at, &["from"]) && line.is(at + 1, &["now"]) => Some((offset(false, Start::Writing), at + 2)),
        _ => None,
    }
}

/// What `after` or `before` at a position counts from: the event named after it, else the last date in the text.
pub(super) fn start(line: &Line<'_>, at: usize) -> Start {
    let names = line.is(at, &["after", "before"])
        && line.word(at + 1).starts_with(char::is_alphanumeric)
        && !line.is(at + 1, &["and", "at", "but", "by", "in", "on", "that", "this", "when", "with"]);
    if names { Start::Event } else { Start::Text }
}

fn is_age(line: &Line<'_>, at: usize, end: usize) -> bool {
    let hyphen = usize::from(line.class(end) == Class::Hyphen);
    line.class(end + hyphen) == Class::Old
        || line.is(end + hyphen, &["olds"])
        || (line.class(end) == Class::Of && line.is(end + 1, &["age"]))
        || line.is(at.wrapping_sub(1), &["aged", "age"])
        || (line.before(at) == Class::Of && line.is(at.wrapping_sub(2), &["age"]))
}

/// `30 dollars a day`, `the aid landed a day`, `a day-care centre`: not a length of time.
fn is_rate(line: &Line<'_>, at: usize, end: usize) -> bool {
    let joined = line.class(end) == Class::Hyphen && line.glued(end) && !line.is(end + 1, &["long"]);
    let lasting = line.class(end) == Class::Of
        || matches!(
            line.before(at),
            Class::Preposition | Class::Hedge | Class::Of | Class::To | Class::Later | Class::Earlier | Class::Half
        )
        || line.is(at.wrapping_sub(1), LASTING)
        || (at > 0 && !line.word(at - 1).starts_with(char::is_alphanumeric) && line.before(at) != Class::Currency);
    joined || !(lasting || at == 0)
}

/// What takes a length of time: `lasted a month`.
const LASTING: &[&str] = &[
    "another", "extended", "for", "just", "last", "lasted", "lasting", "lasts", "only", "quite", "serve", "served",
    "serving", "spend", "spending", "spent", "stayed", "such", "take", "taken", "takes", "taking", "took", "wait",
    "waited", "waiting", "with", "without",
];
