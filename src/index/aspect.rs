//! What single parts of this stage look at in an article, and nothing else.
//!
//! Putting articles together costs most where an article is seen beside all others. A part of it that gets an aspect instead
//! of the article cannot look at anything more, so its result stands for as long as the aspects of all articles are what they
//! were: an edit that changes no name leaves everybody who they were.

use std::sync::Arc;

use jiff::civil::Date;

use super::Piece;
use crate::model::article::Body;
use crate::model::facts::{Basis, Event, NameKind, Status};
use crate::model::when::When;
use crate::span::{SourceId, TextSpan};
use crate::text::gender::Gender;

/// The names in an article.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'a>(&'a Piece);

/// A name as it stands in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said<'a> {
    /// As written.
    pub(super) surface: &'a str,
    /// What kind of thing extraction takes it for.
    pub(super) kind: NameKind,
    /// Whether it stands in brackets right after the mention before it.
    pub(super) bracketed: bool,
    /// What its title or given name says of a person.
    pub(super) gender: Option<Gender>,
}

impl<'a> Named<'a> {
    pub(super) fn of(piece: &'a Piece) -> Self {
        Self(piece)
    }

    /// Its path.
    pub(super) fn path(&self) -> &'a SourceId {
        &self.0.article.id
    }

    /// The number of names in the text; those in headings come after them.
    pub(super) fn mentions(&self) -> usize {
        self.0.facts.mentions.len()
    }

    /// The names in the text, and after them those in headings.
    pub(super) fn said(&self) -> impl Iterator<Item = Said<'a>> {
        let (body, facts): (&'a Body, _) = (&self.0.article.body, &*self.0.facts);
        let mut end = None;
        let mentions = facts.mentions.iter().map(move |mention| {
            let span = mention.at.span();
            let between = end.and_then(|end| body.text.get(end as usize..span.start as usize)).unwrap_or_default();
            end = Some(span.end);
            let surface = body.words(span);
            let gender = Gender::of_name(&body.text, span.start as usize, surface);
            Said { surface, kind: mention.kind, bracketed: between.trim_start() == "(", gender }
        });
        let headings = facts.heading_names.iter();
        mentions.chain(headings.map(|name| Said {
            surface: &name.surface,
            kind: name.kind,
            bracketed: false,
            gender: None,
        }))
    }

    /// The place in its dateline: `Arbil` of `Arbil, Iraq`.
    pub(super) fn place(&self) -> Option<&'a str> {
        let dateline = self.0.article.header.dateline.as_ref()?;
        let place = dateline.place.split([',', '/', ';']).next().unwrap_or_default().trim();
        (!place.is_empty()).then_some(place)
    }
}

impl PartialEq for Named<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.is(other.0)
            || (self.path() == other.path()
                && self.mentions() == other.mentions()
                && self.place() == other.place()
                && self.said().eq(other.said()))
    }
}

/// The events and dates of an article.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dated<'a>(&'a Piece);

/// An event as it is compared with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub(super) when: Option<When>,
    /// The date as written.
    pub(super) written: &'a str,
    pub(super) status: Status,
    pub(super) basis: Option<Basis>,
    /// The mentions in the line, by number.
    pub(super) mentions: &'a [u32],
    /// The whole line.
    pub(super) text: String,
    /// The line without its names and dates, which are compared as actors and as times.
    pub(super) outside: String,
}

impl<'a> Dated<'a> {
    pub(super) fn of(piece: &'a Piece) -> Self {
        Self(piece)
    }

    /// Its path.
    pub(super) fn path(&self) -> &'a SourceId {
        &self.0.article.id
    }

    /// The day of publication.
    pub(super) fn published(&self) -> Option<Date> {
        self.0.article.header.published
    }

    /// The times of all date expressions, then of all events.
    pub(super) fn whens(&self) -> impl Iterator<Item = When> {
        let facts = &self.0.facts;
        let expressions = facts.dates.iter().filter_map(|date| date.when);
        expressions.chain(facts.events.iter().filter_map(|event| event.when))
    }

    /// The number of events.
    pub(super) fn count(&self) -> usize {
        self.0.facts.events.len()
    }

    /// The mentions in the line of an event, by number.
    pub(super) fn mentions(&self, event: u32) -> &'a [u32] {
        self.0.facts.events.get(event as usize).map_or(&[], |event| &event.mentions)
    }

    /// All events.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line<'a>> {
        let piece = self.0;
        piece.facts.events.iter().map(move |event| line(piece, event))
    }
}

impl PartialEq for Dated<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.is(other.0)
            || (self.path() == other.path()
                && self.published() == other.published()
                && self.whens().eq(other.whens())
                && self.lines().eq(other.lines()))
    }
}

fn line<'a>(piece: &'a Piece, event: &'a Event) -> Line<'a> {
    let body: &'a Body = &piece.article.body;
    let mut text = String::new();
    let mut outside = String::new();
    let apart = compared_apart(piece, event);
    for &part in &event.line {
        let mut from = part.start;
        for span in apart.iter().filter(|span| part.overlaps(**span)) {
            outside.push_str(body.text.get(from as usize..span.start as usize).unwrap_or_default());
            outside.push(' ');
            from = from.max(span.end);
        }
        outside.push_str(body.text.get(from as usize..part.end as usize).unwrap_or_default());
        outside.push(' ');
        text.push_str(body.words(part));
        text.push(' ');
    }
    let date = piece.facts.dates.get(event.date as usize);
    Line {
        when: event.when,
        written: date.map_or("", |date| body.words(date.at.span())),
        status: event.status,
        basis: date.map(|date| date.basis),
        mentions: &event.mentions,
        text,
        outside,
    }
}

/// The names and dates in an event's line, in text order.
fn compared_apart(piece: &Piece, event: &Event) -> Vec<TextSpan> {
    let facts = &piece.facts;
    let names =
        event.mentions.iter().filter_map(|&mention| facts.mentions.get(mention as usize)).map(|mention| mention.at);
    let first = facts.dates.partition_point(|date| date.at.span().end <= event.at.span().start);
    let dates = facts.dates.iter().skip(first).map(|date| date.at);
    let inside = |span: &TextSpan| event.line.iter().any(|part| part.overlaps(*span));
    let end = event.line.iter().map(|part| part.end).max().unwrap_or_default();
    let dates = dates.take_while(|at| at.span().start < end);
    let mut spans: Vec<TextSpan> = names.chain(dates).map(|at| at.span()).filter(inside).collect();
    spans.sort_unstable();
    spans
}

impl Piece {
    /// Whether it is the same article with the same facts, in the same place of memory.
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.article, &other.article) && Arc::ptr_eq(&self.facts, &other.facts)
    }
}
