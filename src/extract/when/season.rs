//! Seasons, decades and centuries: `the spring of 1794`, `the nineties`, `the 5th century BC`.

use super::calendar::written_year;
use super::form::{Form, Meaning, Recurrence, YearForm};
use super::line::Line;
use super::word::{Class, SeasonWord, Turn, Unit};

/// A year after `of` or right after: `of 2010`, `2010`, `of last year`, `of the year`.
pub(super) fn of_year(line: &Line<'_>, at: usize) -> Option<(YearForm, usize)> {
    let of = line.class(at) == Class::Of;
    let at = at + usize::from(of);
    match (line.class(at), line.class(at + 1)) {
        (Class::Digits(..), _) => written_year(line, at).map(|(year, end)| (YearForm::Written(year), end)),
        (Class::Turn(Turn::Last), Class::Unit(Unit::Year)) => Some((YearForm::Turn(-1), at + 2)),
        (Class::Turn(Turn::This), Class::Unit(Unit::Year)) => Some((YearForm::Turn(0), at + 2)),
        (Class::Turn(Turn::Next), Class::Unit(Unit::Year)) => Some((YearForm::Turn(1), at + 2)),
        (Class::Turn(Turn::That | Turn::Same), Class::Unit(Unit::Year)) => Some((YearForm::Same, at + 2)),
        (Class::The, Class::Unit(Unit::Year)) if of => Some((YearForm::Same, at + 2)),
        _ => None,
    }
}

/// `summer`, `the spring of 1794`, `winter 2010`.
pub(super) fn season(line: &Line<'_>, at: usize, season: SeasonWord) -> Option<Form> {
    if let Some((year, end)) = of_year(line, at + 1) {
        return Some(Form::new(at, end, Meaning::Season(season, year)));
    }
    if line.before(at) == Class::Every {
        return Some(Form::new(at - 1, at + 1, Meaning::Every(Recurrence::Season(season))));
    }
    let paired = |other: usize| matches!(line.class(other), Class::Season(_));
    let joined = (line.before(at) == Class::And && paired(at.wrapping_sub(2)))
        || (line.class(at + 1) == Class::And && paired(at + 2));
    ((joined || is_placed(line, at, season)) && !is_part_of_name(line, at))
        .then(|| Form::new(at, at + 1, Meaning::Season(season, YearForm::Missing)))
}

/// Whether the words before a season make it one; `spring` and `fall` are other things as well.
fn is_placed(line: &Line<'_>, at: usize, season: SeasonWord) -> bool {
    let verb = matches!(season, SeasonWord::Fall | SeasonWord::Spring);
    let next = line.class(at + 1);
    match line.before(at) {
        Class::Early | Class::Late | Class::Mid => true,
        Class::Preposition => {
            let from = line.is(at - 1, &["by", "from"]);
            line.is(at - 1, &["in", "by", "since", "during", "from"])
                && !(verb && line.capital(at))
                && !(from && season == SeasonWord::Fall)
        }
        Class::The if season == SeasonWord::Fall => {
            line.is(at.wrapping_sub(2), &["in", "during", "throughout"]) && next != Class::Of
        }
        Class::The if season == SeasonWord::Spring => {
            line.is(at.wrapping_sub(2), &["by", "during", "in", "since", "spent", "throughout", "until"])
        }
        Class::The => {
            let noun = line.word(at + 1).starts_with(char::is_alphabetic)
                && next == Class::Other
                && !line.word(at + 1).ends_with("ing")
                && !line.is(at + 1, &["a", "as", "he", "it", "she", "they", "was", "were", "when", "with"]);
            !noun || line.is(at + 1, &["months", "offensive"])
        }
        Class::Of => matches!(line.before(at - 1), Class::Stage(_)) || line.is(at.wrapping_sub(2), &["onset"]),
        _ => line.is(at + 1, &["months", "offensive"]),
    }
}

/// `the Summer Olympics`, `spring camp`.
fn is_part_of_name(line: &Line<'_>, at: usize) -> bool {
    line.is(at + 1, &["olympics", "games", "school", "camp", "of", "sports", "palace"])
}

/// `the 1990s`, `the '90s`, `the nineties`.
pub(super) fn decade(line: &Line<'_>, at: usize) -> Option<Form> {
    match line.class(at) {
        Class::Decade(year) if line.class(at + 1) == Class::Bc => {
            Some(Form::new(at, at + 2, Meaning::Decade(-(year as i16))))
        }
        Class::Decade(year @ 1000..) => Some(Form::new(at, at + 1, Meaning::Decade(year as i16))),
        Class::Tens(tens) => {
            let apostrophe = line.before(at) == Class::Apostrophe && line.glued(at);
            let first = at - usize::from(apostrophe);
            let placed = matches!(line.before(first), Class::The | Class::Early | Class::Late | Class::Mid)
                || (line.before(first) == Class::Hyphen
                    && matches!(line.before(first - 1), Class::Early | Class::Late | Class::Mid));
            // `in her early 20s`: an age.
            let age =
                (1..=3).any(|back| line.is(first.wrapping_sub(back), &["her", "his", "my", "our", "their", "your"]));
            let placed = placed && !age;
            (apostrophe || placed).then(|| Form::new(first, at + 1, Meaning::Tens(tens)))
        }
        _ => None,
    }
}

/// `the 20th century`, `the 5th century BC`.
pub(super) fn century(line: &Line<'_>, at: usize, nth: u8) -> Option<Form> {
    let next = at + 1 + usize::from(line.class(at + 1) == Class::Hyphen && line.glued(at + 1));
    if line.class(next) != Class::Unit(Unit::Century) {
        return None;
    }
    // `the twenty-first century`
    let (start, nth) = match (line.before(at), line.before(at.saturating_sub(1))) {
        (Class::Hyphen, Class::Cardinal(20)) => (at - 2, nth + 20),
        _ => (at, nth),
    };
    let bc = line.class(next + 1) == Class::Bc;
    let first = if bc { -(i16::from(nth) * 100) } else { (i16::from(nth) - 1) * 100 };
    (nth > 1 || bc).then(|| Form::new(start, next + 1 + usize::from(bc), Meaning::Century(first)))
}
