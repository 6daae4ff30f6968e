//! Quotations in several parts: carried on after the frame, over paragraphs, or standing alone beside one.

use std::ops::Range;

use super::frame::{self, Attribution};
use super::marks::Ending;
use super::passage::{Kind, Passage};
use super::rule::Rule;
use super::speaker::{Source, SourceKind};
use crate::model::facts::QuotationKind;
use crate::span::TextSpan;

/// A quotation in bytes, before its speaker is tied to a name.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) kind: QuotationKind,
    pub(super) parts: Vec<TextSpan>,
    pub(super) source: Option<DraftSource>,
    pub(super) cue: Option<TextSpan>,
    pub(super) rule: Rule,
    /// Whether the speaker says it: not negated, not supposed, not merely thought.
    pub(super) asserted: bool,
}

/// The words that stand for a speaker, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct DraftSource {
    pub(super) written: TextSpan,
    pub(super) form: DraftForm,
    /// The end of a name that stands beside it: `the adviser, Sara Holm,`.
    pub(super) beside: Option<TextSpan>,
}

/// What the words for a speaker are.
#[derive(Clone, Copy, Debug)]
pub(super) enum DraftForm {
    Pronoun,
    /// A noun phrase with this head.
    Phrase(TextSpan),
    /// The label of a turn, with its last word.
    Label(TextSpan),
    Several,
}

/// Reads paragraphs in order and joins what belongs together.
#[derive(Default)]
pub(super) struct Joiner {
    drafts: Vec<Draft>,
    tail: Tail,
    /// The draft in which the paragraph before ended, though its marks are closed.
    said: Option<usize>,
}

/// What the end of a paragraph leaves open for the next.
#[derive(Default)]
enum Tail {
    /// Nothing.
    #[default]
    Nothing,
    /// `Kirby said:` and the words are to follow. The draft has no parts yet.
    Announced(Box<Draft>),
    /// The last part of this draft has no closing mark.
    RunsOn(usize),
}

impl Joiner {
    /// Reads the next paragraph.
    pub(super) fn add(&mut self, passage: &Passage<'_>) {
        let mut tail = std::mem::take(&mut self.tail);
        let said = self.said.take();
        let mut open: Option<usize> = None;
        let mut spoken = false;
        for (number, items) in passage.statements.iter().enumerate() {
            let found = frame::attributions(passage, number);
            if found.is_empty() {
                let said = said.filter(|_| number == 0 && matches!(tail, Tail::Nothing));
                if let Some(draft) = said.and_then(|said| self.floating(passage, said)) {
                    (open, spoken) = (Some(draft), true);
                    continue;
                }
                spoken = whole(passage, items.clone());
                (open, tail) = self.unframed(passage, items.clone(), open, tail);
                continue;
            }
            spoken = true;
            open = None;
            let mut lead = self.leading(passage, items.start, &found, &mut tail);
            for attribution in found {
                let joined = lead.take();
                open = self.framed(passage, &attribution, joined).or(open);
            }
        }
        if let Tail::Nothing = self.tail {
            self.tail = match open {
                Some(draft) if runs_on(passage) => Tail::RunsOn(draft),
                _ => Tail::Nothing,
            };
        }
        self.said = open.filter(|_| spoken && matches!(self.tail, Tail::Nothing));
    }

    /// A paragraph of nothing but quoted words carries on what the speaker of the paragraph before said.
    fn floating(&mut self, passage: &Passage<'_>, said: usize) -> Option<usize> {
        let quoted = passage.quoted_at(0).filter(|_| whole(passage, 0..passage.items.len()))?.span;
        let source = self.drafts.get(said)?.source?;
        self.drafts.push(Draft {
            kind: QuotationKind::Direct,
            parts: vec![quoted],
            source: Some(source),
            cue: None,
            rule: Rule::Floating,
            asserted: true,
        });
        Some(self.drafts.len() - 1)
    }

    /// Passes over a paragraph that is read by other rules: nothing runs on across it.
    pub(super) fn pause(&mut self) {
        self.tail = Tail::Nothing;
        self.said = None;
    }

    /// All drafts that have words.
    pub(super) fn finish(self) -> Vec<Draft> {
        self.drafts
    }

    /// A running quotation whose last paragraph has a frame of its own: the first stretch belongs to the running one.
    fn leading(
        &mut self,
        passage: &Passage<'_>,
        first: usize,
        found: &[Attribution],
        tail: &mut Tail,
    ) -> Option<usize> {
        let Tail::RunsOn(draft) = std::mem::take(tail) else { return None };
        let quoted = passage.quoted_at(first)?;
        let claimed = found.iter().any(|attribution| attribution.holds(first));
        if !claimed {
            self.drafts[draft].parts.push(quoted.span);
        }
        claimed.then_some(draft)
    }

    /// Takes over an attribution; gives the draft if more of its words may follow.
    fn framed(&mut self, passage: &Passage<'_>, attribution: &Attribution, joined: Option<usize>) -> Option<usize> {
        let mut draft = draft(passage, attribution);
        if attribution.parts.is_empty() {
            self.tail = Tail::Announced(Box::new(draft));
            return None;
        }
        if let Some(earlier) = joined {
            self.drafts[earlier].parts.append(&mut draft.parts);
            return Some(earlier);
        }
        let speech = draft.kind != QuotationKind::Indirect
            && matches!(
                attribution.rule,
                Rule::QuoteThenFrame
                    | Rule::FrameThenQuote
                    | Rule::Label
                    | Rule::SaidClause
                    | Rule::SaidThat
                    | Rule::ClauseThenFrame
            );
        self.drafts.push(draft);
        speech.then_some(self.drafts.len() - 1)
    }

    /// A statement without a frame: what stands between marks may carry on an open quotation.
    fn unframed(
        &mut self,
        passage: &Passage<'_>,
        items: Range<usize>,
        open: Option<usize>,
        tail: Tail,
    ) -> (Option<usize>, Tail) {
        let Some(quoted) = passage.quoted_at(items.start).filter(|_| whole(passage, items.clone())) else {
            let silent = !items.clone().any(|index| matches!(passage.kind(index), Kind::Quoted(_)));
            return (open.filter(|_| silent), Tail::Nothing);
        };
        if let Some(draft) = open {
            self.drafts[draft].parts.push(quoted.span);
            return (Some(draft), Tail::Nothing);
        }
        match tail {
            Tail::RunsOn(draft) => {
                self.drafts[draft].parts.push(quoted.span);
                (Some(draft), Tail::Nothing)
            }
            Tail::Announced(mut draft) => {
                draft.parts.push(quoted.span);
                draft.kind = QuotationKind::Direct;
                self.drafts.push(*draft);
                (Some(self.drafts.len() - 1), Tail::Nothing)
            }
            Tail::Nothing => (None, Tail::Nothing),
        }
    }
}

/// Whether the paragraph ends inside marks.
fn runs_on(passage: &Passage<'_>) -> bool {
    passage.quoted.last().is_some_and(|quoted| quoted.ending == Ending::RunsOn)
}

/// Whether a statement is nothing but words between marks.
fn whole(passage: &Passage<'_>, items: Range<usize>) -> bool {
    passage.items[items].iter().all(|item| item.kind != Kind::Word)
}

/// The words for a speaker in bytes.
fn source(source: &Source, passage: &Passage<'_>) -> DraftSource {
    DraftSource {
        written: passage.span(source.items.clone()),
        form: match source.kind {
            SourceKind::Pronoun => DraftForm::Pronoun,
            SourceKind::Phrase(head) => DraftForm::Phrase(passage.span(head..head + 1)),
            SourceKind::Several => DraftForm::Several,
        },
        beside: source.beside.map(|last| passage.span(last..last + 1)),
    }
}

/// An attribution in bytes.
fn draft(passage: &Passage<'_>, attribution: &Attribution) -> Draft {
    let source = attribution.source.as_ref().map(|written| source(written, passage));
    Draft {
        kind: kind(passage, attribution),
        parts: attribution.parts.iter().map(|part| words(passage, part.clone())).collect(),
        source,
        cue: Some(passage.span(attribution.cue.clone())),
        rule: attribution.rule,
        asserted: attribution.asserted,
    }
}

fn kind(passage: &Passage<'_>, attribution: &Attribution) -> QuotationKind {
    let quoted = |index: usize| matches!(passage.kind(index), Kind::Quoted(_));
    let mut items = attribution.parts.iter().cloned().flatten();
    if attribution.parts.iter().all(|part| part.len() == 1 && quoted(part.start)) {
        QuotationKind::Direct
    } else if items.any(quoted) {
        QuotationKind::Partial
    } else {
        QuotationKind::Indirect
    }
}

/// The bytes of a part: without its marks where it is one quoted stretch.
fn words(passage: &Passage<'_>, part: Range<usize>) -> TextSpan {
    match passage.quoted_at(part.start) {
        Some(quoted) if part.len() == 1 => quoted.span,
        _ => passage.span(part),
    }
}
