//! Finds the expressions of one sentence: each word that can be the heart of one calls its rule.

use super::form::{Calendar, Form, Meaning, Recurrence, YearForm};
use super::line::Line;
use super::word::{Class, Unit};
use super::{amount, calendar, clock, feast, quarter, reference, relative, season, span};

/// All expressions of a sentence, in text order, none overlapping.
pub(super) fn forms(line: &Line<'_>) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let floor = forms.last().map_or(0, |form| form.end);
        let Some(core) = heart(line, at).filter(|form| form.first >= floor) else {
            at += 1;
            continue;
        };
        let mut form = span::widen(line, core, floor);
        at = form.end;
        forms.push(form);
        while let Some(next) = calendar::continued(line, &form) {
            at = next.end;
            forms.push(next);
            form = next;
        }
    }
    lend(line, &mut forms);
    forms
}

/// The expression whose heart, or first word, stands at a position.
fn heart(line: &Line<'_>, at: usize) -> Option<Form> {
    match line.class(at) {
        Class::Weekday(day) | Class::WeekdayShort(day) => calendar::weekday(line, at, day),
        Class::Weekdays(day) => Some(Form::new(at, at + 1, Meaning::Every(Recurrence::Weekday(day)))),
        Class::Month(_) | Class::MonthShort(_) => calendar::month(line, at),
        Class::Hour(..) => clock::clock(line, at),
        Class::Digits(..) => calendar::day_month(line, at)
            .or_else(|| clock::clock(line, at))
            .or_else(|| amount::counted(line, at))
            .or_else(|| calendar::figures(line, at)),
        Class::Nth(nth) => calendar::day_month(line, at)
            .or_else(|| season::century(line, at, nth))
            .or_else(|| quarter::nth(line, at, nth))
            .or_else(|| calendar::nth_day(line, at, nth)),
        Class::Cardinal(_) => amount::counted(line, at).or_else(|| calendar::spelled_year(line, at)),
        Class::A | Class::Some | Class::Multiple(_) => amount::counted(line, at),
        Class::Quarter => quarter::quarter(line, at),
        Class::Half => quarter::half(line, at),
        Class::Turn(turn) => relative::turn(line, at, turn),
        Class::Unit(unit) => relative::unit(line, at, unit, false),
        Class::Units(unit) => relative::unit(line, at, unit, true),
        Class::Season(season) => season::season(line, at, season),
        Class::Feast(feast) => feast::feast(line, at, feast),
        Class::Decade(_) | Class::Tens(_) => season::decade(line, at),
        // `USA Today`
        Class::Day(_) | Class::Vague(_) if is_in_name(line, at) => None,
        Class::Day(shift) => {
            let (clock, end) = clock::part_after(line, at + 1);
            Some(Form::new(at, end, Meaning::Day(shift)).at(clock))
        }
        Class::Tonight => Some(Form::new(at, at + 1, Meaning::Day(0)).at(Some(super::form::Clock::Part("TNI")))),
        Class::Vague(value) => reference::vague(line, at, value),
        Class::Future | Class::Present => reference::future(line, at),
        Class::Recurring(value) => Some(Form::new(at, at + 1, Meaning::Set(value))),
        Class::Part(part) => clock::part(line, at, part),
        _ => None,
    }
}

/// Whether a capital shows a word to be the end of a name, where the sentence has other words without.
fn is_in_name(line: &Line<'_>, at: usize) -> bool {
    let title = |at: usize| {
        let word = line.word(at);
        word.starts_with(char::is_uppercase) && (word.len() < 2 || word.ends_with(char::is_lowercase))
    };
    at > 0 && title(at) && (title(at - 1) || line.word(at - 1) == "USA") && line.class(at - 1) == Class::Other
}

/// Gives the left side of `3 to 5 May`, `April and June 1955` the month and year of the right side.
fn lend(line: &Line<'_>, forms: &mut [Form]) {
    for right in (1..forms.len()).rev() {
        let (left, right) = forms.split_at_mut(right);
        let (Some(left), Some(right)) = (left.last_mut(), right.first()) else { continue };
        let joint = right.first == left.end + 1
            && matches!(line.class(left.end), Class::Hyphen | Class::And | Class::To | Class::Comma);
        // `the summer and autumn of 1918`
        if let (Meaning::Season(_, to @ YearForm::Missing), Meaning::Season(_, from)) =
            (&mut left.meaning, right.meaning)
            && joint
        {
            *to = from;
        }
        let (Meaning::Calendar(to), Meaning::Calendar(from)) = (&mut left.meaning, right.meaning) else { continue };
        if joint && to.year == YearForm::Missing && from.month != 0 && (to.month != 0 || to.day != 0) {
            lend_from(to, from);
        }
    }
}

fn lend_from(to: &mut Calendar, from: Calendar) {
    if to.month == 0 {
        to.month = from.month;
    }
    // `December and January 1955`: the left one lies in the year before.
    to.year = match from.year {
        YearForm::Written(year) if to.month > from.month => YearForm::Written(year - 1),
        year => year,
    };
}

/// Whether a meaning counts a unit shorter than a day.
pub(super) fn is_short(unit: Unit) -> bool {
    unit < Unit::Day
}
