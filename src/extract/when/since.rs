//! `There have been attacks since he took office`: no date, but a bound. What the sentence reports had happened by the day of
//! publication, and nobody knows since when.

use crate::extract::clause::{Opener, Outline, Word};
use crate::extract::token::{Reading, Token};
use crate::span::TextSpan;

/// The clauses that open with `since` after a present perfect, without those that hold a date themselves.
pub(super) fn clauses(reading: &Reading<'_>, tokens: &[Token], dated: impl Iterator<Item = TextSpan>) -> Vec<TextSpan> {
    if !tokens.iter().any(|token| reading.word(*token) == "since") {
        return Vec::new();
    }
    let outline = Outline::of(reading, tokens);
    let perfect = outline.segments().iter().any(|segment| {
        segment.verb.is_some_and(|verb| outline.is(verb, &["has", "have"]) && segment.opener != Opener::Relative)
    });
    if !perfect {
        return Vec::new();
    }
    let dated: Vec<TextSpan> = dated.collect();
    let opened = |first: usize| {
        let adverb =
            outline.word(first + 1) == Word::Comma || outline.is(first.wrapping_sub(1), &["has", "have", "had"]);
        outline.is(first, &["since"]) && !adverb
    };
    outline
        .segments()
        .iter()
        .filter(|segment| segment.opener == Opener::Subordinator && opened(segment.first))
        .map(|segment| outline.span(segment.first, segment.end))
        .filter(|span| !dated.iter().any(|date| span.overlaps(*date)))
        .collect()
}
