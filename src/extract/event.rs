//! Dated clauses that report something.
//!
//! For each date expression that stands on the calendar, or would if the day of publication were known: the noun phrase it
//! belongs to, if that names an event (`the October elections`), else the clause around it, if its verb reports one. The
//! line is cut from the text, never reworded.
//!
//! A sentence that only dates somebody's saying (`he said on Thursday that …`) makes no event: the quotation carries it.
//! Verbs of announcing, signing, meeting do.

mod chronicle;
mod line;
mod noun;
mod status;

use std::ops::Range;

use crate::extract::clause::{Outline, Word};
use crate::extract::token::Reading;
use crate::model::article::BlockKind;
use crate::model::facts::{DateExpression, DateKind, Event, Mention, Quotation, QuotationKind, Status};
use crate::model::when::{Extent, Point, Precision, When};
use crate::span::TextSpan;

pub(super) use self::noun::is_event;

/// An event before its mentions are known: runs of tokens of one sentence.
struct Draft {
    pieces: Vec<Range<usize>>,
    status: Status,
    rule: &'static str,
    confidence: f32,
}

/// The date that an event hangs on.
#[derive(Clone, Copy)]
struct Dated<'a> {
    /// First token of the expression.
    first: usize,
    /// One past its last token.
    end: usize,
    date: &'a DateExpression,
    /// Where the time meant lies from the day of publication, if both are known.
    ahead: Option<bool>,
    /// Whether it was over before the day of publication.
    over: bool,
}

/// Finds what happened or is to happen, in text order.
pub(crate) fn find(
    reading: &Reading<'_>,
    mentions: &[Mention],
    dates: &[DateExpression],
    quotations: &[Quotation],
) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    let mut start = 0;
    for group in dates.chunk_by(|a, b| a.at.sentence() == b.at.sentence()) {
        let first_date = start;
        start += group.len();
        let Some(tokens) = prose(reading, group) else { continue };
        if !group.iter().any(is_datable) {
            continue;
        }
        let outline = Outline::of(reading, tokens);
        for (offset, date) in group.iter().enumerate() {
            if !is_datable(date) || is_spoken(date, quotations) {
                continue;
            }
            let dated = dated(reading, &outline, date);
            if in_quotation_marks(&outline, dated.first) {
                continue;
            }
            let clause = || line::event(&outline, dated).filter(|_| !qualifies_a_thing(&outline, dated));
            let draft = chronicle::event(&outline, dated).or_else(|| noun::event(&outline, dated)).or_else(clause);
            let Some(mut draft) = draft else { continue };
            keep_names_whole(&outline, dated, mentions, &mut draft.pieces);
            let event = finish(reading, &outline, &draft, dated, first_date + offset, mentions);
            let told = events
                .iter_mut()
                .rev()
                .take(group.len())
                .find(|other| other.at.span().overlaps(event.at.span()) && other.line == event.line);
            match told {
                Some(other) => merge(other, &event),
                None => events.push(event),
            }
        }
    }
    events.sort_by_key(|event| event.at.span());
    events
}

/// Widens a line whose end would fall inside a name, unless the date itself looks like a part of it.
fn keep_names_whole(outline: &Outline<'_>, dated: Dated<'_>, mentions: &[Mention], pieces: &mut [Range<usize>]) {
    let number = dated.date.at.sentence();
    let from = mentions.partition_point(|mention| mention.at.sentence() < number);
    for mention in mentions.iter().skip(from).take_while(|mention| mention.at.sentence() == number) {
        if mention.at.span().overlaps(dated.date.at.span()) {
            continue;
        }
        let (first, end) = outline.tokens_in(mention.at.span());
        for piece in pieces.iter_mut() {
            if first < piece.start && piece.start < end {
                piece.start = first;
            }
            if first < piece.end && piece.end < end {
                piece.end = end;
            }
        }
    }
}

/// The tokens of the sentence that these dates stand in, without the label that opens its paragraph; `None` for captions.
fn prose<'r>(reading: &'r Reading<'r>, group: &[DateExpression]) -> Option<&'r [crate::extract::token::Token]> {
    let number = group.first()?.at.sentence();
    let sentence = reading.article.body.sentence(number)?;
    let BlockKind::Paragraph { lead_in } = reading.article.body.block_of(sentence).kind else { return None };
    let tokens = reading.tokens.get(reading.sentences.get(number as usize - 1)?.clone())?;
    let rest = lead_in.map_or(0, |lead_in| lead_in.rest);
    let skipped = tokens.partition_point(|token| token.start < rest);
    tokens.get(skipped..)
}

/// Whether an event can hang on an expression: a point or stretch on the calendar, or an unknown weekday.
fn is_datable(date: &DateExpression) -> bool {
    if date.at.rule() == "date-recent" || date.at.rule() == "date-since-clause" {
        return date.when.is_some();
    }
    if !matches!(date.kind, DateKind::Date | DateKind::Time) || date.at.rule() == "time" || date.value.contains("-Q") {
        return false;
    }
    match date.when {
        None => date.value.starts_with("XXXX-WXX-"),
        Some(When { extent: Extent::Decade(_) | Extent::Century(_), .. }) => false,
        Some(_) => true,
    }
}

/// Whether a date stands inside somebody's own words.
fn is_spoken(date: &DateExpression, quotations: &[Quotation]) -> bool {
    quotations
        .iter()
        .filter(|quotation| quotation.kind != QuotationKind::Indirect)
        .any(|quotation| quotation.parts.iter().any(|part| part.contains(date.at.span())))
}

/// Whether a quotation that opens in this sentence is still open at a token.
fn in_quotation_marks(outline: &Outline<'_>, at: usize) -> bool {
    let mut open = false;
    for mark in (0..at).filter(|at| outline.word(*at) == Word::Quote) {
        open = match outline.text(mark) {
            "“" => true,
            "”" => false,
            _ => !open,
        };
    }
    open
}

/// `the 2018 film`, `Monday’s newspaper`: the date tells a thing apart and dates no event.
fn qualifies_a_thing(outline: &Outline<'_>, dated: Dated<'_>) -> bool {
    let owner = matches!(outline.text(dated.end), "’" | "'") && outline.word(dated.end + 1) == Word::Possessive;
    let before = dated.first.checked_sub(1).map_or(Word::Other, |at| outline.word(at));
    let determined = matches!(before, Word::Determiner | Word::Possessive) && outline.word(dated.end) == Word::Other;
    owner || (determined && outline.text(dated.end).starts_with(char::is_alphabetic))
}

fn dated<'a>(reading: &Reading<'_>, outline: &Outline<'_>, date: &'a DateExpression) -> Dated<'a> {
    let (first, end) = outline.tokens_in(date.at.span());
    let published = reading.article.header.published;
    let ahead =
        published.zip(date.when.and_then(|when| when.earliest())).map(|(published, earliest)| earliest > published);
    let over =
        published.zip(date.when.and_then(|when| when.latest())).is_some_and(|(published, latest)| latest < published);
    Dated { first, end, date, ahead, over }
}

fn finish(
    reading: &Reading<'_>,
    outline: &Outline<'_>,
    draft: &Draft,
    dated: Dated<'_>,
    index: usize,
    mentions: &[Mention],
) -> Event {
    let line: Vec<TextSpan> = draft.pieces.iter().map(|piece| outline.span(piece.start, piece.end)).collect();
    let whole = line.iter().copied().reduce(TextSpan::join).unwrap_or(dated.date.at.span());
    let inside = |mention: &Mention| line.iter().any(|piece| piece.contains(mention.at.span()));
    Event {
        at: reading.at(dated.date.at.sentence(), whole, draft.rule, draft.confidence),
        date: index as u32,
        when: when(outline, dated),
        status: draft.status,
        mentions: (0u32..).zip(mentions).filter(|(_, mention)| inside(mention)).map(|(index, _)| index).collect(),
        line,
    }
}

/// The time of the event: that of its date, open at one side after `since` and `by`.
fn when(outline: &Outline<'_>, dated: Dated<'_>) -> Option<When> {
    let when = dated.date.when?;
    let before = dated.first.wrapping_sub(1);
    Some(match when.extent {
        Extent::Point(point) if outline.is(before, &["since"]) => When { extent: Extent::Since(point), ..when },
        Extent::Point(point) if outline.is(before, &["by", "until", "till"]) => {
            When { extent: Extent::Until(point), ..when }
        }
        _ => when,
    })
}

/// Joins two dates of one event: the ends of a stretch, or the finer of a day and its year.
fn merge(event: &mut Event, other: &Event) {
    let (Some(first), Some(second)) = (event.when, other.when) else {
        event.when = event.when.or(other.when);
        return;
    };
    let point = |when: When| match when.extent {
        Extent::Point(point) => Some(point),
        _ => None,
    };
    if let (Some(from), Some(to)) = (point(first), point(second))
        && from.last() < to.first()
        && rank(from) == rank(to)
    {
        event.when =
            Some(When { extent: Extent::Between(from, to), approximate: first.approximate || second.approximate });
    } else if second.precision() < first.precision() && second.precision() <= Precision::Month {
        (event.when, event.date) = (other.when, other.date);
    }
}

fn rank(point: Point) -> u8 {
    match point {
        Point::Day(_) => 0,
        Point::Month(..) => 1,
        Point::Year(_) => 2,
    }
}
