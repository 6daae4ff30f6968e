//! The words of a quotation: as data, as readers are shown them, and where they stand between marks.

use crate::model::article::Body;
use crate::model::facts::{Quotation, QuotationKind};
use crate::span::TextSpan;

/// The words of a quotation. Where the text stands between two parts that are no whole sentences, dots say so.
pub(super) fn quoted_words(body: &Body, quotation: &Quotation) -> String {
    let parts: Vec<&str> = quotation.parts.iter().map(|part| body.words(*part).trim()).collect();
    parts.join(if quotation.kind == QuotationKind::Direct { " " } else { " … " })
}

/// The words of a quotation as readers are shown them: without the `that` that leads to them, and with the punctuation
/// that they had before `she said` came between them. Words that are quoted in part keep the marks of the text, and get
/// some where none stand among them.
pub(super) fn shown_words(body: &Body, quotation: &Quotation) -> String {
    let direct = quotation.kind == QuotationKind::Direct;
    let mut shown = String::new();
    let mut end = None;
    for part in &quotation.parts {
        if let Some(end) = end {
            let full = full_stop(body.words(TextSpan::new(end, part.start.max(end))));
            match (direct, shown.ends_with(',')) {
                (true, true) if full => shown.replace_range(shown.len() - 1.., "."),
                (true, _) => {}
                (false, comma) => {
                    shown.truncate(shown.len() - usize::from(comma));
                    shown.push_str(" …");
                }
            }
            shown.push(' ');
        }
        shown.push_str(body.words(*part).trim());
        end = Some(part.end);
    }
    let led_in = shown.get(..5).filter(|start| !direct && start.eq_ignore_ascii_case("that ")).map_or(0, str::len);
    shown.drain(..led_in);
    let shown = without_last_comma(shown);
    if quotation.kind == QuotationKind::Partial && !shown.contains(is_opening) {
        format!("“{shown}”")
    } else {
        shown
    }
}

/// Whether the words between two parts end a sentence: `,” she said. “`.
fn full_stop(between: &str) -> bool {
    let between = between.trim_end_matches(|c: char| c.is_whitespace() || is_opening(c));
    between.ends_with(['.', '!', '?'])
}

/// The comma that leads on to `she said` goes, from before a closing mark too.
fn without_last_comma(mut words: String) -> String {
    let inner = words.trim_end_matches(is_closing).len();
    let kept = words.get(..inner).unwrap_or_default().trim_end_matches(',').len();
    words.replace_range(kept..inner, "");
    words
}

/// The words of a quotation that stand between quotation marks, without the marks.
pub(super) fn direct_words(body: &Body, quotation: &Quotation) -> Vec<TextSpan> {
    let marked = match quotation.kind {
        QuotationKind::Direct => Vec::new(),
        QuotationKind::Indirect => return Vec::new(),
        QuotationKind::Partial => quotation.parts.iter().flat_map(|part| between_marks(body, *part)).collect(),
    };
    if marked.is_empty() { quotation.parts.clone() } else { marked }
}

/// The stretches of a part that stand between quotation marks, without the marks.
fn between_marks(body: &Body, part: TextSpan) -> Vec<TextSpan> {
    let mut stretches = Vec::new();
    let mut begun = None;
    for (offset, c) in body.words(part).char_indices() {
        let at = part.start + offset as u32;
        match begun {
            None if is_opening(c) => begun = Some(at + c.len_utf8() as u32),
            Some(start) if is_closing(c) => {
                stretches.push(TextSpan::new(start, at));
                begun = None;
            }
            _ => {}
        }
    }
    stretches.extend(begun.map(|start| TextSpan::new(start, part.end)));
    stretches
}

fn is_opening(c: char) -> bool {
    matches!(c, '“' | '„' | '«' | '"')
}

fn is_closing(c: char) -> bool {
    matches!(c, '”' | '»' | '"')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::article::{Block, BlockKind, Sentence};
    use crate::model::facts::{At, Speaker};

    fn body(text: &str) -> Body {
        let span = TextSpan::new(0, text.len() as u32);
        Body {
            text: text.to_owned(),
            blocks: vec![Block { kind: BlockKind::Paragraph { lead_in: None }, span, within: Vec::new() }],
            sentences: vec![Sentence { span, block: 0 }],
            ..Body::default()
        }
    }

    /// What is shown of the parts of a text that stand between `[` and `]`.
    fn shown(kind: QuotationKind, text: &str) -> String {
        let mut parts = Vec::new();
        let mut plain = String::new();
        for piece in text.split_inclusive(['[', ']']) {
            let words = piece.trim_end_matches(['[', ']']);
            let start = plain.len() as u32;
            plain.push_str(words);
            if piece.ends_with(']') {
                parts.push(TextSpan::new(start, plain.len() as u32));
            }
        }
        let body = body(&plain);
        let at = At::within(1, body.sentences[0], parts[0], "test", 1.0);
        let speaker = Speaker::Described { written: parts[0] };
        shown_words(&body, &Quotation { at, kind, parts, speaker, cue: None, shown: true })
    }

    #[test]
    fn direct_words_are_joined_as_they_were_said() {
        let check = |text, expected| assert_eq!(shown(QuotationKind::Direct, text), expected, "{text}");
        check("“[The dam holds,]” Brandt said. “[It always has.]”", "The dam holds. It always has.");
        check("“[The dam,]” Brandt said, “[holds.]”", "The dam, holds.");
        check("“[The dam holds,]” Brandt said.", "The dam holds");
    }

    #[test]
    fn other_words_begin_after_that_and_keep_their_marks() {
        let check = |kind, text, expected| assert_eq!(shown(kind, text), expected, "{text}");
        check(QuotationKind::Indirect, "Brandt said [that the dam holds].", "the dam holds");
        check(QuotationKind::Indirect, "[The dam], Brandt said, [holds].", "The dam … holds");
        check(QuotationKind::Partial, "[The dam is “as good as new,”] Brandt said.", "The dam is “as good as new”");
        check(QuotationKind::Partial, "The dam is “[as good as new],” Brandt said.", "“as good as new”");
    }

    #[test]
    fn stretches_between_marks() {
        let check = |text: &str, expected: &[&str]| {
            let body = body(text);
            let found = between_marks(&body, TextSpan::new(0, text.len() as u32));
            assert_eq!(found.iter().map(|span| body.words(*span)).collect::<Vec<_>>(), expected, "{text}");
        };
        check("It is “as good as new” and “safe.”", &["as good as new", "safe."]);
        check("It is \"safe\", so", &["safe"]);
        check("It is “safe", &["safe"]);
        check("It is safe", &[]);
    }
}
