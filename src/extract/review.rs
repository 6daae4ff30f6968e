//! What a person decided in a sidecar outranks what the machine found.
//!
//! The reader has kept only what was decided on, and has turned its places into bytes of the body. A rejected finding
//! suppresses the machine's finding of the same kind at the same place; an accepted or corrected one stands in its stead.

use crate::diag::{Checked, Code, Diagnostic};
use crate::model::article::Article;
use crate::model::facts::{
    At, Basis, DateExpression, DateKind, Event, Facts, Quotation, QuotationKind, Speaker, Status,
};
use crate::model::metadata::{EventData, QuoteData, QuoteKind, Review, Targets};
use crate::model::when::When;
use crate::span::TextSpan;

/// The rule of facts that a person decided on.
const RULE: &str = "reviewed";

/// Suppresses rejected findings and puts accepted and corrected ones in place of the machine's.
pub(crate) fn apply(article: &Article, facts: Facts) -> Checked<Facts> {
    let Some(decided) = &article.decided else { return Checked::clean(facts) };
    let mut reviewed = Reviewed { article, facts, diagnostics: Vec::new() };
    for quote in &decided.quotes {
        reviewed.quotation(quote);
    }
    for event in &decided.events {
        reviewed.event(event);
    }
    reviewed.facts.quotations.sort_by_key(|quotation| quotation.at.span());
    reviewed.facts.events.sort_by_key(|event| event.at.span());
    Checked { value: reviewed.facts, diagnostics: reviewed.diagnostics }
}

/// The facts of an article while decisions are applied.
struct Reviewed<'a> {
    article: &'a Article,
    facts: Facts,
    diagnostics: Vec<Diagnostic>,
}

impl Reviewed<'_> {
    fn quotation(&mut self, decision: &QuoteData) {
        let spans = spans(&decision.at);
        let article = self.article;
        let same = |quotation: &Quotation| {
            let speaker = quotation.speaker.written().map(|written| article.body.words(written));
            let decided = decision.speaker_as_written.as_deref();
            let same_speaker = decided.is_none() || speaker.is_none() || speaker == decided;
            let overlaps = quotation.parts.iter().any(|part| spans.iter().any(|span| span.overlaps(*part)));
            overlaps && (same_speaker || decision.review == Some(Review::Corrected))
        };
        let found = self.facts.quotations.iter().find(|quotation| same(quotation)).cloned();
        self.facts.quotations.retain(|quotation| !same(quotation));
        if decision.review == Some(Review::Rejected) {
            self.report_unmatched(found.is_none(), &decision.id);
        } else if let Some(at) = self.at(&spans) {
            let quotation = Quotation {
                at,
                kind: match decision.kind {
                    QuoteKind::Direct => QuotationKind::Direct,
                    QuoteKind::Partial => QuotationKind::Partial,
                    QuoteKind::Indirect => QuotationKind::Indirect,
                },
                speaker: self.speaker(decision, &spans, found.as_ref()),
                cue: self.cue(decision, &spans).or_else(|| found.as_ref().and_then(|found| found.cue)),
                parts: spans,
                shown: true,
            };
            self.facts.quotations.push(quotation);
        }
    }

    /// The speaker whom a decision names: by place, by words near the quotation, or as the machine found.
    fn speaker(&self, decision: &QuoteData, spans: &[TextSpan], found: Option<&Quotation>) -> Speaker {
        let placed = decision.speaker_at.as_ref().and_then(|at| self::spans(at).first().copied());
        let written = placed.or_else(|| self.near(decision.speaker_as_written.as_deref()?, spans));
        let Some(written) = written else { return found.map_or(Speaker::Unknown, |found| found.speaker) };
        let named = self.facts.mentions.iter().position(|mention| written.overlaps(mention.at.span()));
        match named {
            Some(mention) => Speaker::Named { written, mention: mention as u32 },
            None => Speaker::Described { written },
        }
    }

    fn cue(&self, decision: &QuoteData, spans: &[TextSpan]) -> Option<TextSpan> {
        self.near(decision.verb.as_deref()?, spans)
    }

    /// Where words stand in the block of a finding: the place nearest to it.
    fn near(&self, words: &str, spans: &[TextSpan]) -> Option<TextSpan> {
        let body = &self.article.body;
        let finding = *spans.first()?;
        let block = body.blocks.iter().find(|block| block.span.contains(finding))?.span;
        let places = body.words(block).match_indices(words).map(|(at, _)| {
            let start = block.start + at as u32;
            TextSpan::new(start, start + words.len() as u32)
        });
        places.filter(|place| !place.is_empty()).min_by_key(|place| place.start.abs_diff(finding.start))
    }

    fn event(&mut self, decision: &EventData) {
        let spans = spans(&decision.at);
        let same = |event: &Event| event.line.iter().any(|piece| spans.iter().any(|span| span.overlaps(*piece)));
        let found = self.facts.events.iter().find(|event| same(event)).cloned();
        self.facts.events.retain(|event| !same(event));
        if decision.review == Some(Review::Rejected) {
            self.report_unmatched(found.is_none(), &decision.id);
            return;
        }
        let when = match decision.date.parse::<When>() {
            Ok(when) => Some(when),
            Err(error) => {
                self.diagnostics.push(
                    Diagnostic::file(
                        Code::InvalidDate,
                        &self.article.id,
                        format!("{error}, in the event `{}`", decision.id),
                    )
                    .hint("write it like 2021, 2021-04, 2021-04-14, 2003/2011"),
                );
                found.as_ref().and_then(|found| found.when)
            }
        };
        let Some(at) = self.at(&spans) else { return };
        let date = self.date(decision, &spans, at, when);
        let status = decision.status.or(found.map(|found| found.status)).unwrap_or(Status::Occurred);
        let inside = |span: TextSpan| spans.iter().any(|piece| piece.contains(span));
        let mentions = (0u32..).zip(&self.facts.mentions).filter(|(_, mention)| inside(mention.at.span()));
        let mentions = mentions.map(|(index, _)| index).collect();
        let line = self.near(&decision.name, &spans).filter(|name| inside(*name)).map_or(spans, |name| vec![name]);
        self.facts.events.push(Event { at, line, date, when, status, mentions });
    }

    /// The index of the date expression that a decided event hangs on; where the machine found none, one is added.
    fn date(&mut self, decision: &EventData, spans: &[TextSpan], at: At, when: Option<When>) -> u32 {
        let written = decision.date_as_written.as_deref().and_then(|words| self.near(words, spans));
        let wanted = |date: &DateExpression| match written {
            Some(written) => date.at.span().overlaps(written),
            None => date.at.sentence() == at.sentence(),
        };
        if let Some(index) = self.facts.dates.iter().position(wanted) {
            return index as u32;
        }
        let place = written.and_then(|written| self.at(&[written])).unwrap_or(at);
        let basis = decision.date_basis.unwrap_or(Basis::Inferred);
        let date = DateExpression { at: place, kind: DateKind::Date, value: decision.date.clone(), when, basis };
        let index = self.facts.dates.partition_point(|other| other.at.span() < place.span());
        self.facts.dates.insert(index, date);
        for event in &mut self.facts.events {
            event.date += u32::from(event.date as usize >= index);
        }
        index as u32
    }

    /// The place of a finding, in the sentence where it begins.
    fn at(&self, spans: &[TextSpan]) -> Option<At> {
        let whole = spans.iter().copied().reduce(TextSpan::join)?;
        let (number, sentence) = self.article.body.sentence_at(whole.start)?;
        Some(At::within(number, sentence, whole, RULE, 1.0))
    }

    fn report_unmatched(&mut self, unmatched: bool, id: &str) {
        if unmatched {
            let message = format!("`{id}` is rejected, but nothing of its kind is found at its place");
            let found = Diagnostic::file(Code::StaleFinding, &self.article.id, message);
            self.diagnostics.push(found.hint("remove the finding from the sidecar"));
        }
    }
}

/// The places of a decision, in bytes of the body.
fn spans(targets: &Targets) -> Vec<TextSpan> {
    let span = |target: &crate::model::metadata::Target| match (target.start, target.end) {
        (Some(start), Some(end)) if start < end => Some(TextSpan::new(start, end)),
        _ => None,
    };
    targets.0.iter().filter_map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{self, Lexicon};
    use crate::model::article::{Block, BlockKind, Body, Header, Sentence};
    use crate::model::metadata::{Metadata, Target};
    use crate::span::{OffsetMap, SourceId};

    const TEXT: &str = "The governor resigned on 3 March 2021. The council met in Lumia.";

    /// An article of one paragraph and two sentences, with this decision about an event.
    fn article(event: EventData) -> Article {
        let whole = TextSpan::new(0, TEXT.len() as u32);
        let first = TextSpan::new(0, 38);
        let second = TextSpan::new(39, whole.end);
        let body = Body {
            text: TEXT.to_owned(),
            blocks: vec![Block { kind: BlockKind::Paragraph { lead_in: None }, span: whole, within: Vec::new() }],
            sentences: vec![Sentence { span: first, block: 0 }, Sentence { span: second, block: 0 }],
            offsets: OffsetMap::identity(whole.end),
            ..Body::default()
        };
        let decided = Some(Box::new(Metadata { events: vec![event], ..Metadata::default() }));
        Article { id: SourceId::new("content/articles/a.txt"), header: Header::default(), body, decided }
    }

    fn decision(review: Review, words: &str) -> EventData {
        let start = TEXT.find(words).unwrap() as u32;
        let end = start + words.len() as u32;
        let at = Target { exact: words.to_owned(), start: Some(start), end: Some(end), ..Target::default() };
        serde_json::from_value(serde_json::json!({
            "id": "e1", "name": "n", "date": "2021-03", "review": review, "at": at
        }))
        .unwrap()
    }

    #[test]
    fn rejected_events_go() {
        let checked = extract::facts(&article(decision(Review::Rejected, "governor resigned")), &Lexicon::default());
        assert!(checked.value.events.is_empty());
        assert!(checked.diagnostics.is_empty());
    }

    #[test]
    fn a_rejection_without_a_finding_is_reported() {
        let checked = extract::facts(&article(decision(Review::Rejected, "council met")), &Lexicon::default());
        assert_eq!(checked.value.events.len(), 1);
        assert_eq!(checked.diagnostics[0].code, Code::StaleFinding);
    }

    #[test]
    fn corrected_events_stand_in_the_machine_s_stead() {
        let checked =
            extract::facts(&article(decision(Review::Corrected, "The governor resigned")), &Lexicon::default());
        let [event] = checked.value.events.as_slice() else { panic!("{:?}", checked.value.events) };
        assert_eq!(event.when.unwrap().edtf(), "2021-03");
        assert_eq!((event.at.rule(), event.at.confidence()), (RULE, 1.0));
    }

    #[test]
    fn an_added_event_brings_its_date_and_moves_the_others() {
        let mut added = decision(Review::Accepted, "The council met in Lumia");
        added.date = "2020".to_owned();
        let facts = extract::facts(&article(added), &Lexicon::default()).value;
        let dates: Vec<&str> =
            facts.events.iter().map(|event| facts.dates[event.date as usize].value.as_str()).collect();
        assert_eq!(dates, ["2021-03-03", "2020"]);
    }
}
