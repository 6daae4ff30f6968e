//! Expressions that lean on another time, and those without a place on the calendar: `last week`, `that year`,
//! `recent weeks`, `the summer of 2003`, `the 1990s`, `now`.

use super::amount::{amount, distance};
use super::calendar::{part_after, written_year};
use super::form::{Amount, Clock, Form, Meaning, Offset, Start, YearForm};
use super::line::Line;
use super::word::{Class, SeasonWord, Turn, Unit};

/// What follows `last`, `this`, `next`, `the same`, …
pub(super) fn turn(line: &Line<'_>, at: usize, turn: Turn) -> Option<Form> {
    let first = at - usize::from(line.before(at) == Class::The);
    let determined = first < at;
    let next = at + 1;
    if let (Turn::This, Class::Turn(Turn::Last | Turn::Past | Turn::Coming)) = (turn, line.class(next)) {
        let shift = if line.class(next) == Class::Turn(Turn::Coming) { 1 } else { -1 };
        let Class::Unit(unit) = line.class(next + 1) else { return None };
        return Some(Form::new(at, next + 2, Meaning::Turn(unit, shift)));
    }
    let step = match turn {
        Turn::Last | Turn::Past | Turn::Previous => -1,
        Turn::This | Turn::That | Turn::Same => 0,
        Turn::Next | Turn::Following | Turn::Coming => 1,
    };
    let backward = matches!(turn, Turn::That | Turn::Same);
    match line.class(next) {
        Class::Weekday(day) if !backward => {
            let (clock, end) = part_after(line, next + 1);
            Some(Form::new(at, end, Meaning::TurnWeekday(day, step)).at(clock))
        }
        Class::Month(month) if !backward => Some(Form::new(at, next + 1, Meaning::TurnMonth(month, step))),
        Class::Season(season) if !backward => Some(Form::new(first, next + 1, Meaning::TurnSeason(season, step))),
        Class::Part(part) => part_of_turn(line, first, at, turn, part),
        Class::Unit(unit) => turned_unit(first, next + 1, turn, unit, determined),
        Class::Units(unit) if !matches!(turn, Turn::This | Turn::That | Turn::Same | Turn::Last) => {
            let meaning =
                if turn == Turn::Past { Meaning::Recent(unit) } else { Meaning::Duration(Amount::Vague, unit) };
            Some(Form::new(first, next + 1, meaning))
        }
        // `expected to last several days`: a verb.
        _ if turn == Turn::Last && line.before(at) == Class::To => None,
        _ if !backward && turn != Turn::This => {
            let (many, end) = amount(line, next).filter(|_| line.class(next) != Class::A)?;
            let Class::Units(unit) = line.class(end) else { return None };
            let recent = step < 0 && many == Amount::Vague;
            let meaning = if recent { Meaning::Recent(unit) } else { Meaning::Duration(many, unit) };
            Some(Form::new(first, end + 1, meaning))
        }
        _ => the_past(line, at, turn),
    }
}

fn turned_unit(first: usize, end: usize, turn: Turn, unit: Unit, determined: bool) -> Option<Form> {
    let step = |back| Offset { amount: Amount::Exact(1), unit, back, from: Start::Text };
    let meaning = match turn {
        Turn::Last if determined && unit != Unit::Weekend => Meaning::Duration(Amount::Exact(1), unit),
        Turn::Past => Meaning::Duration(Amount::Exact(1), unit),
        Turn::Last => Meaning::Turn(unit, -1),
        Turn::This => Meaning::Turn(unit, 0),
        Turn::That | Turn::Same => Meaning::Same(unit),
        Turn::Previous => Meaning::Offset(step(true)),
        Turn::Following => Meaning::Offset(step(false)),
        Turn::Next if determined => Meaning::Offset(step(false)),
        Turn::Next | Turn::Coming => Meaning::Turn(unit, 1),
    };
    Some(Form::new(first, end, meaning))
}

/// `last night`, `this morning`, `that evening`, `the next morning`.
fn part_of_turn(line: &Line<'_>, first: usize, at: usize, turn: Turn, part: &'static str) -> Option<Form> {
    let meaning = match turn {
        Turn::Last => Meaning::Day(-1),
        Turn::This => Meaning::Day(0),
        Turn::That | Turn::Same => Meaning::Same(Unit::Day),
        Turn::Next | Turn::Following => {
            Meaning::Offset(Offset { amount: Amount::Exact(1), unit: Unit::Day, back: false, from: Start::Text })
        }
        Turn::Past | Turn::Previous | Turn::Coming => return None,
    };
    let first = if line.is(at, &["last", "this"]) { at } else { first };
    Some(Form::new(first, at + 2, meaning).at(Some(Clock::Part(part))))
}

/// `in the past` with nothing after it.
fn the_past(line: &Line<'_>, at: usize, turn: Turn) -> Option<Form> {
    let alone = !line.word(at + 1).starts_with(char::is_alphabetic);
    let placed = line.before(at) == Class::The && matches!(line.before(at - 1), Class::Preposition | Class::Of);
    (turn == Turn::Past && alone && placed).then(|| Form::new(at - 1, at + 1, Meaning::Vague("PAST_REF")))
}

/// A unit that no number precedes: `the day before`, `weeks later`, `every week`, `the following day`.
pub(super) fn unit(line: &Line<'_>, at: usize, unit: Unit, plural: bool) -> Option<Form> {
    let before = line.before(at);
    if plural {
        if let Some((offset, end)) = distance(line, at + 1, Amount::Vague, unit) {
            return Some(Form::new(at, end, Meaning::Offset(offset)));
        }
        let free = matches!(before, Class::Preposition | Class::Hedge | Class::Of | Class::Comma) || at == 0;
        return (free && unit >= Unit::Day && unit != Unit::Weekend)
            .then(|| Form::new(at, at + 1, Meaning::Duration(Amount::Vague, unit)));
    }
    if before == Class::Every {
        return Some(Form::new(at - 1, at + 1, Meaning::Set(recurrence(unit)?)));
    }
    if before != Class::The {
        return None;
    }
    let offset = |back| Offset { amount: Amount::Exact(1), unit, back, from: Start::Text };
    match line.class(at + 1) {
        Class::Earlier => Some(Form::new(at - 1, at + 2, Meaning::Offset(offset(true)))),
        Class::Later if line.is(at + 1, &["after"]) => Some(Form::new(at - 1, at + 2, Meaning::Offset(offset(false)))),
        Class::Turn(Turn::Following) => Some(Form::new(at - 1, at + 2, Meaning::Offset(offset(false)))),
        // `the end of the year` is the year of writing or the last one named.
        _ if matches!(unit, Unit::Year | Unit::Month | Unit::Week)
            && line.before(at - 1) == Class::Of
            && matches!(line.before(at.saturating_sub(2)), Class::Stage(_) | Class::Half | Class::Quarter) =>
        {
            Some(Form::new(at - 1, at + 1, Meaning::Same(unit)))
        }
        _ => None,
    }
}

fn recurrence(unit: Unit) -> Option<&'static str> {
    Some(match unit {
        Unit::Hour => "XXXX-XX-XXTXX",
        Unit::Day => "XXXX-XX-XX",
        Unit::Week => "XXXX-WXX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Month => "XXXX-XX",
        Unit::Year => "XXXX",
        Unit::Minute | Unit::Fortnight | Unit::Decade | Unit::Century => return None,
    })
}

/// A year after `of` or right after: `of 2010`, `2010`, `of last year`, `of the year`.
fn of_year(line: &Line<'_>, at: usize) -> Option<(YearForm, usize)> {
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
    let before = line.before(at);
    let verb = matches!(season, SeasonWord::Fall | SeasonWord::Spring);
    let placed = matches!(before, Class::Early | Class::Late | Class::Mid | Class::Every)
        || (before == Class::Preposition
            && line.is(at - 1, &["in", "by", "since", "during", "from"])
            && !(verb && line.capital(at)))
        || (before == Class::The
            && !verb
            && matches!(line.before(at - 1), Class::Preposition | Class::Of | Class::To | Class::Hedge))
        || (before == Class::The
            && season == SeasonWord::Spring
            && line.is(at.wrapping_sub(2), &["in", "by", "during"]));
    let noun_follows = line.is(at + 1, &["olympics", "games", "school", "camp", "in", "of", "sports", "palace"]);
    let fell = season == SeasonWord::Fall && line.is(at.wrapping_sub(1), &["from", "by"]);
    (placed && !fell && (!noun_follows || line.is(at + 1, &["in"])))
        .then(|| Form::new(at, at + 1, Meaning::Season(season, YearForm::Missing)))
}

/// `Christmas`, `Christmas Eve 2007`.
pub(super) fn feast(line: &Line<'_>, at: usize, month: u8, day: u8) -> Option<Form> {
    let (day, end) = match line.word(at + 1) {
        "Eve" => (day - 1, at + 2),
        "Day" => (day, at + 2),
        _ => (day, at + 1),
    };
    let (year, end) = of_year(line, end).unwrap_or((YearForm::Missing, end));
    Some(Form::new(at, end, Meaning::Feast(month, day, year)))
}

/// `the 1990s`, `the '90s`, `the nineties`.
pub(super) fn decade(line: &Line<'_>, at: usize) -> Option<Form> {
    match line.class(at) {
        Class::Decade(year) => Some(Form::new(at, at + 1, Meaning::Decade(year as i16))),
        Class::Tens(tens) => {
            let apostrophe = line.before(at) == Class::Apostrophe && line.glued(at);
            let first = at - usize::from(apostrophe);
            let placed =
                matches!(line.before(first), Class::The | Class::Early | Class::Late | Class::Mid | Class::Hyphen);
            (apostrophe || placed).then(|| Form::new(first, at + 1, Meaning::Tens(tens)))
        }
        _ => None,
    }
}

/// What an ordinal begins: `the 20th century`, `the first quarter of 2010`, `the second half of the year`.
pub(super) fn nth(line: &Line<'_>, at: usize, nth: u8) -> Option<Form> {
    let next = at + 1 + usize::from(line.class(at + 1) == Class::Hyphen && line.glued(at + 1));
    match line.class(next) {
        Class::Unit(Unit::Century) if nth > 1 || line.class(next + 1) == Class::Bc => {
            let bc = line.class(next + 1) == Class::Bc;
            let first = if bc { -(i16::from(nth) * 100) } else { (i16::from(nth) - 1) * 100 };
            Some(Form::new(at, next + 1 + usize::from(bc), Meaning::Century(first)))
        }
        Class::Quarter if (1..=4).contains(&nth) && !line.is(at.wrapping_sub(1), &["fiscal"]) => {
            let (year, end) = of_year(line, next + 1).unwrap_or((YearForm::Missing, next + 1));
            let finance = year != YearForm::Missing || line.before(at) == Class::The || line.is(at - 1, &["in"]);
            finance.then(|| Form::new(at, end, Meaning::Quarter(nth, year)))
        }
        Class::Half if nth <= 2 => {
            let (year, end) = of_year(line, next + 1)?;
            Some(Form::new(at, end, Meaning::Half(nth, year)))
        }
        _ => None,
    }
}

/// `now`, `recent weeks`, `recently`.
pub(super) fn vague(line: &Line<'_>, at: usize, value: &'static str) -> Option<Form> {
    if let (Class::Units(unit), true) = (line.class(at + 1), line.is(at, &["recent"])) {
        return Some(Form::new(at, at + 2, Meaning::Recent(unit)));
    }
    let set_phrase = line.is(at, &["soon"])
        && (line.is(at + 1, &["as", "after"]) || line.is(at.wrapping_sub(1), &["as"]))
        || line.is(at, &["now"]) && line.is(at + 1, &["that"]);
    (!set_phrase).then(|| Form::new(at, at + 1, Meaning::Vague(value)))
}

/// `in the morning`, `at midnight`.
pub(super) fn part(line: &Line<'_>, at: usize, part: &'static str) -> Option<Form> {
    let before = line.before(at);
    let clock = Some(Clock::Part(part));
    // `the night of 20 June` belongs to the date.
    if line.class(at + 1) == Class::Of {
        return None;
    }
    if before == Class::The && matches!(line.before(at - 1), Class::Preposition | Class::To) {
        return Some(Form::new(at - 1, at + 1, Meaning::PartOfDay).at(clock));
    }
    (before == Class::Preposition && line.is(at - 1, &["at"]))
        .then(|| Form::new(at, at + 1, Meaning::PartOfDay).at(clock))
}
