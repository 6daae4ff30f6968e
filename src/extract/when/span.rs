//! The words before the heart of an expression that belong to it: `early`, `the end of`, `nearly`, `the night of`, `the`.

use super::form::{Clock, Form, Meaning};
use super::line::Line;
use super::word::{Class, Shade, Turn};

/// Widens an expression to the left, not past `floor`.
pub(super) fn widen(line: &Line<'_>, form: Form, floor: usize) -> Form {
    let form = hedged(line, form, floor);
    let form = shaded(line, form, floor);
    let form = staged(line, form, floor);
    if takes_article(line, &form) && form.first > floor && line.before(form.first) == Class::The {
        return Form { first: form.first - 1, ..form };
    }
    form
}

/// `nearly three years`, `more than a decade ago`, `about 2021`.
fn hedged(line: &Line<'_>, form: Form, floor: usize) -> Form {
    let counts = matches!(form.meaning, Meaning::Duration(..) | Meaning::Offset(_));
    let dated = matches!(form.meaning, Meaning::Calendar(calendar) if calendar.weekday == 0);
    let mut first = form.first;
    while first > floor
        && line.before(first) == Class::Hedge
        && !line.is(first - 1, &["over", "under", "some", "after"])
    {
        first -= 1;
    }
    if first == form.first || !(counts || dated) {
        return form;
    }
    if dated && !line.is(form.first - 1, &["about", "around", "circa", "ca", "approximately"]) {
        return form;
    }
    let shade = if dated { Shade::About } else { form.shade };
    let first = if first > floor && line.is(first, &["least", "most"]) && line.is(first - 1, &["at"]) {
        first - 1
    } else {
        first
    };
    // `around` before a date is a preposition to an annotator; only `circa` is part of a date.
    let first = if dated && !line.is(first, &["circa", "ca"]) { form.first } else { first };
    Form { first, shade, ..form }
}

/// `early 1948`, `mid-1990s`, `late last year`, `later that month`.
fn shaded(line: &Line<'_>, form: Form, floor: usize) -> Form {
    if let Some(form) = shaded_in(line, form, floor) {
        return form;
    }
    let hyphen = usize::from(line.before(form.first) == Class::Hyphen && line.glued(form.first));
    let at = form.first - hyphen;
    if at <= floor {
        return form;
    }
    let shade = match line.class(at - 1) {
        Class::Early => Shade::Start,
        Class::Mid => Shade::Middle,
        Class::Late => Shade::End,
        Class::Later | Class::Earlier
            if hyphen == 0
                && matches!(line.class(form.first), Class::Turn(Turn::This | Turn::That) | Class::The)
                && line.is(at - 1, &["later", "earlier"]) =>
        {
            form.shade
        }
        _ => return form,
    };
    Form { first: at - 1, shade, ..form }
}

/// `early in 1914`, `later in the year`.
fn shaded_in(line: &Line<'_>, form: Form, floor: usize) -> Option<Form> {
    let stretch = match form.meaning {
        Meaning::Calendar(calendar) => calendar.day == 0 && calendar.weekday == 0,
        Meaning::Season(..) | Meaning::The(_) | Meaning::Decade(_) | Meaning::Century(_) => true,
        _ => false,
    };
    let article = usize::from(line.before(form.first) == Class::The);
    let word = form.first.checked_sub(2 + article).filter(|word| stretch && *word >= floor)?;
    let shade = match line.class(word) {
        Class::Early => Shade::Start,
        Class::Late => Shade::End,
        Class::Later | Class::Earlier if line.is(word, &["later", "earlier"]) => form.shade,
        _ => return None,
    };
    line.is(word + 1, &["in"]).then_some(Form { first: word, shade, ..form })
}

/// `the end of 1914`, `the night of 20 June`, `the middle of last week`.
fn staged(line: &Line<'_>, form: Form, floor: usize) -> Form {
    let article = usize::from(line.before(form.first) == Class::The);
    let Some(of) = form.first.checked_sub(1 + article).filter(|of| *of > floor && line.class(*of) == Class::Of) else {
        return form;
    };
    let (clock, shade) = match line.before(of) {
        Class::Stage(shade) => (form.clock, shade),
        Class::Part(part) if matches!(form.meaning, Meaning::Calendar(calendar) if calendar.day != 0) => {
            (Some(Clock::Part(part)), form.shade)
        }
        _ => return form,
    };
    let first = of - 1;
    let first = if first > floor && line.before(first) == Class::The { first - 1 } else { first };
    Form { first, clock, shade, ..form }
}

/// Whether `the` before an expression is part of it.
fn takes_article(line: &Line<'_>, form: &Form) -> bool {
    match form.meaning {
        Meaning::Decade(_) | Meaning::Tens(_) | Meaning::Century(_) | Meaning::Quarter(..) | Meaning::Half(..) => true,
        Meaning::Season(..) => !line.is(form.end, &["offensive"]),
        Meaning::Calendar(calendar) => {
            calendar.day != 0 && matches!(line.class(form.first), Class::Nth(_) | Class::Digits(..))
        }
        Meaning::Offset(_)
        | Meaning::Duration(..)
        | Meaning::Recent(_)
        | Meaning::Same(_)
        | Meaning::TurnQuarter(_) => true,
        _ => false,
    }
}
