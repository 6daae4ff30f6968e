//! Quarters and halves of the year: `the first quarter of 2010`, `third-quarter profit`, `last quarter`.

use super::form::{Form, Meaning, YearForm};
use super::line::Line;
use super::season::of_year;
use super::word::{Class, Turn};

/// What companies count by quarters: `third-quarter profit`, but not `the fourth-quarter lead`.
const COUNTED: &[&str] = &[
    "earnings",
    "figures",
    "gdp",
    "growth",
    "income",
    "loss",
    "losses",
    "net",
    "output",
    "production",
    "profit",
    "profits",
    "report",
    "results",
    "revenue",
    "revenues",
    "sales",
];

/// What an ordinal begins: `the first quarter of 2010`, `the second half of the year`.
pub(super) fn nth(line: &Line<'_>, at: usize, nth: u8) -> Option<Form> {
    let next = at + 1 + usize::from(line.class(at + 1) == Class::Hyphen && line.glued(at + 1));
    let named = of_year(line, next + 1);
    let (year, end) = named.unwrap_or((YearForm::Missing, next + 1));
    match line.class(next) {
        Class::Quarter if (1..=4).contains(&nth) && !line.is(at.wrapping_sub(1), &["fiscal"]) => {
            let finance = named.is_some()
                || line.is(next + 1, COUNTED)
                || ((line.before(at) == Class::The || line.is(at.wrapping_sub(1), &["in"]))
                    && !in_a_match(line, at, next));
            finance.then(|| Form::new(at, end, Meaning::Quarter(nth, year)))
        }
        Class::Half if nth <= 2 && named.is_some() => Some(Form::new(at, end, Meaning::Half(nth, year))),
        _ => None,
    }
}

/// `the quarter final`, `a touchdown in the fourth quarter`: sport has quarters too.
fn in_a_match(line: &Line<'_>, at: usize, quarter: usize) -> bool {
    const SPORT: &[&str] = &["goal", "goals", "lead", "points", "scored", "touchdown", "touchdowns", "yards"];
    line.class(quarter + 1) == Class::Hyphen || (at.saturating_sub(8)..quarter + 4).any(|near| line.is(near, SPORT))
}

/// `in the quarter`: the one that a company reports on, the last full one. `the last quarter` is for [`turn`].
pub(super) fn quarter(line: &Line<'_>, at: usize) -> Option<Form> {
    let placed = line.before(at) == Class::The && line.is(at.wrapping_sub(2), &["during", "for", "in"]);
    let whole = line.class(at + 1) != Class::Of && line.class(at + 1) != Class::Hyphen;
    let named = line.capital(at) || line.capital(at + 1);
    (placed && whole && !named).then(|| Form::new(at - 1, at + 1, Meaning::TurnQuarter(-1)))
}

/// `last quarter`, `the current quarter`.
pub(super) fn turn(at: usize, end: usize, turn: Turn) -> Option<Form> {
    let step = match turn {
        Turn::Last | Turn::Past | Turn::Previous => -1,
        Turn::This => 0,
        Turn::Next | Turn::Coming => 1,
        Turn::That | Turn::Same | Turn::Following => return None,
    };
    Some(Form::new(at, end, Meaning::TurnQuarter(step)))
}

/// `the latter half of 2008`
pub(super) fn half(line: &Line<'_>, at: usize) -> Option<Form> {
    let (year, end) = of_year(line, at + 1).filter(|_| line.is(at.wrapping_sub(1), &["latter"]))?;
    Some(Form::new(at - 1, end, Meaning::Half(2, year)))
}
