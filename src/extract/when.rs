//! Date expressions, with values after TimeML (TIMEX3).
//!
//! Two passes. The first finds the expressions of each sentence by grammar and says what they say ([`form::Form`]); the
//! second goes through them in text order and works out what they mean, leaning on the day of publication in news and on
//! the last date named in narratives. The rules, in order of worth, were measured on public corpora of annotated news,
//! histories and interviews (TimeBank, WikiWars, GUM).

mod amount;
mod calendar;
mod clock;
mod cue;
mod feast;
mod form;
mod grammar;
mod heading;
mod line;
mod mode;
mod quarter;
mod reference;
mod relative;
mod resolve;
mod season;
mod since;
mod span;
mod value;
mod word;

use jiff::civil::Date;

use self::cue::Cue;
use self::form::{Calendar, Form, Meaning, YearForm};
use self::line::Line;
use self::mode::Mode;
use self::resolve::{Resolved, Resolver, Setting};
use self::word::Unit;
pub(crate) use self::word::listed;
use crate::extract::token::Reading;
use crate::model::facts::{Basis, DateExpression, DateKind, HeadingDate};
use crate::model::when::{Extent, Point, When};
use crate::span::{RawSpan, TextSpan};

/// How far ahead, in bytes, the text is searched for the next date written in full.
const LOOK_AHEAD: u32 = 1500;

/// An expression and where it stands.
struct Place {
    home: Home,
    /// Its bytes in the text; for what stands above the text, none at its beginning.
    span: TextSpan,
    form: Form,
    cue: Cue,
    aside: bool,
}

/// What an expression stands in.
#[derive(Clone, Copy)]
enum Home {
    /// The sentence with this number.
    Sentence(u32),
    /// A heading; the bytes of the expression in the file.
    Heading(RawSpan),
}

/// Finds every date expression of an article, in text order: those of its sentences, and those of its headings.
pub(crate) fn find(reading: &Reading<'_>) -> (Vec<DateExpression>, Vec<HeadingDate>) {
    let mut places = heading::places(reading);
    let headed = !places.is_empty();
    add_sentences(reading, &mut places);
    if headed {
        places.sort_by_key(|place| place.span.start);
    }
    let published = reading.article.header.published;
    let mode = mode::mode(places.iter().map(|place| &place.form), published, reading.text().len());
    let day_first = places.iter().any(|place| matches!(place.form.meaning, Meaning::Slashes(13.., ..)));
    let mut resolver = Resolver::new(published, mode, day_first);
    let mut dates = Vec::with_capacity(places.len());
    let mut heading_dates = Vec::new();
    for (index, place) in places.iter().enumerate() {
        // In a narrative `soon` tells no time: it only joins one sentence to the next.
        if mode == Mode::Narrative && place.span.of(reading.text()).eq_ignore_ascii_case("soon") {
            continue;
        }
        let (next_year, next_month) = next_written(&places, index);
        let heading = matches!(place.home, Home::Heading(_));
        let setting = Setting { cue: place.cue, next_year, next_month, aside: place.aside, heading };
        let Resolved { kind, value, when, basis, rule, confidence } = resolver.resolve(&place.form, setting);
        match place.home {
            Home::Sentence(number) => {
                let at = reading.at(number, place.span, rule, confidence);
                dates.push(DateExpression { at, kind, value, when, basis });
            }
            Home::Heading(raw) => heading_dates.push(HeadingDate { raw, confidence, kind, value, when, basis }),
        }
    }
    if let (Mode::News, Some(published)) = (mode, published) {
        add_open_stretches(reading, published, &mut dates);
    }
    (dates, heading_dates)
}

/// Adds `since he took office` and the like: by the day of publication.
fn add_open_stretches(reading: &Reading<'_>, published: Date, dates: &mut Vec<DateExpression>) {
    let found = dates.len();
    for (number, range) in (1u32..).zip(&reading.sentences) {
        let Some(tokens) = reading.tokens.get(range.clone()) else { continue };
        let own = dates.iter().take(found).filter(|date| date.at.sentence() == number).map(|date| date.at.span());
        let spans = since::clauses(reading, tokens, own);
        dates.extend(spans.into_iter().map(|span| DateExpression {
            at: reading.at(number, span, "date-since-clause", 0.7),
            kind: DateKind::Reference,
            value: "PAST_REF".to_owned(),
            when: Some(When::exact(Extent::Until(Point::Day(published)))),
            basis: Basis::RelativeToPublication,
        }));
    }
    if dates.len() > found {
        dates.sort_by_key(|date| date.at.span());
    }
}

/// Adds the expressions of all sentences.
fn add_sentences(reading: &Reading<'_>, places: &mut Vec<Place>) {
    let mut classes = Vec::new();
    for (index, range) in reading.sentences.iter().enumerate() {
        let Some(tokens) = reading.tokens.get(range.clone()) else { continue };
        if !Line::classify(reading.text(), tokens, &mut classes) {
            continue;
        }
        let words = reading.words.get(range.clone()).unwrap_or_default();
        let line = Line::new(reading.text(), tokens, &classes);
        for form in grammar::forms(&line) {
            let before = form.first.wrapping_sub(1);
            places.push(Place {
                home: Home::Sentence(index as u32 + 1),
                span: line.span(form.first, form.end),
                cue: if leans(&form) { cue::cue(&line, words, form.first, form.end) } else { Cue::None },
                aside: line.is(before, &["since", "until", "till"])
                    || (line.is(before, &["in"]) && line.is(form.first.wrapping_sub(2), &["as"])),
                form,
            });
        }
    }
}

/// Whether the words around an expression can change what it means.
fn leans(form: &Form) -> bool {
    match form.meaning {
        Meaning::Calendar(calendar) => calendar.year == YearForm::Missing,
        Meaning::Season(_, year) | Meaning::Quarter(_, year) | Meaning::Half(_, year) | Meaning::Feast(.., year) => {
            year == YearForm::Missing
        }
        Meaning::TurnWeekday(..) | Meaning::TurnMonth(..) | Meaning::The(Unit::Weekend) => true,
        _ => false,
    }
}

/// The year, and the month if it has one, of the next date written in full after an expression.
fn next_written(places: &[Place], index: usize) -> (Option<i16>, Option<(i16, u8)>) {
    let Some(here) = places.get(index) else { return (None, None) };
    let near = |place: &&Place| place.span.start < here.span.end + LOOK_AHEAD;
    let after = places.get(index + 1..).unwrap_or_default().iter().take_while(near);
    let mut written = after.filter_map(|place| match place.form.meaning {
        Meaning::Calendar(Calendar { year: YearForm::Written(year), month, .. }) => Some((year, month)),
        _ => None,
    });
    match written.next() {
        Some((year, 0)) => (Some(year), None),
        Some((year, month)) => (Some(year), Some((year, month))),
        None => (None, None),
    }
}
