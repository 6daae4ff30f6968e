//! Expressions that lean on another time: `last week`, `that year`, `the day before`, `weeks later`.

use super::amount::{amount, distance, start};
use super::clock::part_after;
use super::form::{Amount, Clock, Form, Meaning, Offset, Start, YearForm};
use super::line::Line;
use super::reference::the_past;
use super::word::{Class, Shade, Turn, Unit};
use super::{feast, quarter};

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
    // `that same day`
    if let (Turn::That, Class::Turn(Turn::Same)) = (turn, line.class(next)) {
        return self::turn(line, next, Turn::Same).map(|form| Form { first: at, ..form });
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
        Class::Season(season) if backward => Some(Form::new(first, next + 1, Meaning::Season(season, YearForm::Same))),
        Class::Quarter => quarter::turn(first, next + 1, turn),
        Class::Season(season) => Some(Form::new(first, next + 1, Meaning::TurnSeason(season, step))),
        Class::Part(part) => part_of_turn(line, first, at, turn, part),
        // `over the next year`: a length of time, not the year after.
        Class::Unit(unit)
            if turn == Turn::Next
                && determined
                && unit >= Unit::Week
                && line.is(first.wrapping_sub(1), &["for", "in", "over", "within", "during"]) =>
        {
            Some(Form::new(first, next + 1, Meaning::Duration(Amount::Exact(1), unit)))
        }
        Class::Unit(unit) => turned_unit(first, next + 1, turn, unit, determined),
        Class::Units(unit) if !matches!(turn, Turn::This | Turn::That | Turn::Same | Turn::Last) => {
            let meaning =
                if turn == Turn::Past { Meaning::Recent(unit) } else { Meaning::Duration(Amount::Vague, unit) };
            Some(Form::new(first, next + 1, meaning))
        }
        // `expected to last several days`: a verb.
        _ if turn == Turn::Last && line.before(at) == Class::To => None,
        _ if !backward && turn != Turn::This => {
            turned_amount(line, first, next, step).or_else(|| the_past(line, at, turn))
        }
        _ => None,
    }
}

/// `the last three years`, `the past few weeks`.
fn turned_amount(line: &Line<'_>, first: usize, at: usize, step: i8) -> Option<Form> {
    let (many, end) = amount(line, at).filter(|_| line.class(at) != Class::A)?;
    let Class::Units(unit) = line.class(end) else { return None };
    let recent = step < 0 && many == Amount::Vague;
    let meaning = if recent { Meaning::Recent(unit) } else { Meaning::Duration(many, unit) };
    Some(Form::new(first, end + 1, meaning))
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

/// A unit that no number precedes: `the day before`, `weeks later`, `every week`, `the following day`.
pub(super) fn unit(line: &Line<'_>, at: usize, unit: Unit, plural: bool) -> Option<Form> {
    let before = line.before(at);
    if plural {
        if line.is(at, &["days"]) && line.is(at.wrapping_sub(1), &["these"]) {
            return Some(Form::new(at - 1, at + 1, Meaning::Vague("PRESENT_REF")));
        }
        if let Some((offset, end)) = distance(line, at + 1, Amount::Vague, unit) {
            return Some(Form::new(at, end, Meaning::Offset(offset)));
        }
        // `a months-long siege`
        if line.class(at + 1) == Class::Hyphen && line.is(at + 2, &["long"]) {
            return Some(Form::new(at, at + 3, Meaning::Duration(Amount::Vague, unit)));
        }
        let free = matches!(before, Class::Preposition | Class::Hedge | Class::Of | Class::Comma) || at == 0;
        let long = line.is(at.wrapping_sub(1), &["for"]) && unit >= Unit::Hour;
        return ((free && unit >= Unit::Day && unit != Unit::Weekend) || long)
            .then(|| Form::new(at, at + 1, Meaning::Duration(Amount::Vague, unit)));
    }
    if before == Class::Every {
        return Some(Form::new(at - 1, at + 1, Meaning::Set(recurrence(unit)?)));
    }
    if let Some(form) = feast::new_year(line, at).or_else(|| end_of(line, at, unit)) {
        return Some(form);
    }
    if before != Class::The {
        return None;
    }
    let offset = |back| Offset { amount: Amount::Exact(1), unit, back, from: start(line, at + 1) };
    match line.class(at + 1) {
        Class::Earlier => Some(Form::new(at - 1, at + 2, Meaning::Offset(offset(true)))),
        Class::Later if line.is(at + 1, &["after"]) => Some(Form::new(at - 1, at + 2, Meaning::Offset(offset(false)))),
        Class::Turn(Turn::Following) => Some(Form::new(at - 1, at + 2, Meaning::Offset(offset(false)))),
        // `the end of the year`, `later in the week`, `over the weekend`.
        _ if is_this(line, at, unit) => Some(Form::new(at - 1, at + 1, Meaning::The(unit))),
        _ => None,
    }
}

/// Whether `the year` at a position is a certain one.
fn is_this(line: &Line<'_>, at: usize, unit: Unit) -> bool {
    let before = at.saturating_sub(2);
    let stage = line.before(at.saturating_sub(2));
    match unit {
        Unit::Weekend => line.is(before, &["at", "during", "for", "on", "over", "through"]),
        Unit::Day | Unit::Week | Unit::Month | Unit::Year if line.is(before, &["in"]) => {
            matches!(stage, Class::Early | Class::Late) || line.is(before.wrapping_sub(1), &["later", "earlier"])
        }
        Unit::Week | Unit::Month | Unit::Year => {
            line.class(before) == Class::Of && matches!(stage, Class::Stage(_) | Class::Half | Class::Quarter)
        }
        _ => false,
    }
}

/// `year-end`, `month's end`
fn end_of(line: &Line<'_>, at: usize, unit: Unit) -> Option<Form> {
    let end = match line.class(at + 1) {
        Class::Apostrophe if line.word(at + 2) == "s" => at + 3,
        Class::Hyphen if line.glued(at + 1) => at + 2,
        _ if unit == Unit::Year => at + 1,
        _ => return None,
    };
    let named = matches!(unit, Unit::Week | Unit::Month | Unit::Year) && line.word(end) == "end";
    named.then(|| Form { shade: Shade::End, ..Form::new(at, end + 1, Meaning::The(unit)) })
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
