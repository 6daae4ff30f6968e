//! Who said what.
//!
//! Each paragraph is read as items ([`passage`]), in which words between quotation marks are one item. Around every
//! reporting verb the patterns of [`frame`] look for a speaker and a content. What stands between marks without a verb
//! of its own is then joined to the quotation it carries on ([`join`]), and speakers are tied to names ([`person`]).
//!
//! The patterns, their order and the cuts follow what was measured on annotated newspapers; the idea of verbs with frames
//! is that of Pareti, “Attribution: a computational approach” (2015).

mod content;
mod cue;
mod frame;
mod join;
mod marks;
mod passage;
mod person;
mod rule;
mod speaker;

use std::ops::Range;

use self::join::{Draft, Joiner};
use self::passage::Passage;
use self::person::People;
use crate::extract::token::Reading;
use crate::model::article::BlockKind;
use crate::model::facts::{Mention, Quotation};
use crate::span::TextSpan;

/// Finds direct, partial and indirect quotations, in text order.
///
/// Captions, headings and verbatim text are no evidence that anybody said anything and are passed over.
pub(crate) fn find(reading: &Reading<'_>, mentions: &[Mention]) -> Vec<Quotation> {
    let mut joiner = Joiner::default();
    for sentences in paragraphs(reading) {
        joiner.add(&Passage::of(reading, sentences));
    }
    let mut people = People::new(reading, mentions);
    let mut drafts = joiner.finish();
    drafts.sort_by_key(|draft| (draft.parts.first().map(|part| part.start), draft.parts.last().map(|part| part.end)));
    drafts.into_iter().filter_map(|draft| quotation(reading, draft, &mut people)).collect()
}

/// The sentences of each block of prose, as ranges of indices.
fn paragraphs(reading: &Reading<'_>) -> Vec<Range<usize>> {
    let body = &reading.article.body;
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut block = None;
    for (index, sentence) in body.sentences.iter().enumerate() {
        if !matches!(body.block_of(*sentence).kind, BlockKind::Paragraph { .. }) {
            continue;
        }
        match paragraphs.last_mut() {
            Some(last) if block == Some(sentence.block) && last.end == index => last.end += 1,
            _ => paragraphs.push(index..index + 1),
        }
        block = Some(sentence.block);
    }
    paragraphs
}

/// The fact that a draft becomes; `None` where no sentence holds its beginning.
fn quotation(reading: &Reading<'_>, draft: Draft, people: &mut People<'_>) -> Option<Quotation> {
    let first = *draft.parts.first()?;
    let (number, sentence) = reading.article.body.sentence_at(first.start)?;
    let span = TextSpan::new(first.start, first.end.min(sentence.span.end));
    let speaker = people.speaker(&draft);
    Some(Quotation {
        at: reading.at(number, span, draft.rule.name(), draft.rule.confidence()),
        kind: draft.kind,
        parts: draft.parts,
        speaker,
        cue: draft.cue,
        shown: draft.rule.is_shown() && draft.asserted,
    })
}
