//! Links that lead to a sentence and to its words.
//!
//! Both a sentence id and a text fragment stand in the link (`#s9:~:text=…`): the fragment marks the words, the id works
//! where a fragment does not (in frames, in other browsers, and after the words were corrected). Text fragments:
//! <https://wicg.github.io/scroll-to-text-fragment/>.

use std::fmt::Write as _;

use crate::model::article::{BlockKind, Body};
use crate::model::facts::At;
use crate::span::TextSpan;

/// Text of up to this many characters is named whole; a longer one by its first and last words.
const WHOLE: usize = 60;

/// Words that name the start, and the end, of a long text.
const WORDS: usize = 4;

/// The fragment, with its `#`, that leads to a fact.
pub(super) fn fragment(body: &Body, at: At) -> String {
    let words = body.words(printed(body, at));
    let mut out = format!("#s{}", at.sentence());
    if words.is_empty() {
        return out;
    }
    out.push_str(":~:text=");
    let all: Vec<&str> = words.split_whitespace().collect();
    if words.chars().count() <= WHOLE || all.len() <= 2 * WORDS {
        encode(words, &mut out);
    } else {
        let (first, rest) = all.split_at(WORDS);
        encode(&first.join(" "), &mut out);
        out.push(',');
        encode(&rest.get(rest.len() - WORDS..).unwrap_or_default().join(" "), &mut out);
    }
    out
}

/// The part of a fact's words that stands in its sentence on the page: a lead-in is a heading there, not a part of it.
pub(super) fn printed(body: &Body, at: At) -> TextSpan {
    let span = at.span();
    let start = body.sentence(at.sentence()).map_or(span.start, |sentence| match &body.block_of(sentence).kind {
        BlockKind::Paragraph { lead_in: Some(lead_in) } => span.start.max(lead_in.rest),
        _ => span.start,
    });
    TextSpan::new(start.min(span.end), span.end)
}

/// Percent-encodes everything but ASCII letters and digits and a few marks. `-`, `,` and `&` have a meaning in fragments.
fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'!' | b'*' | b'(' | b')' | b';' | b':' | b'/')
        {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::article::{Block, LeadIn, SectionRole, Sentence};

    fn body(text: &str, lead_in: Option<LeadIn>) -> Body {
        let span = TextSpan::new(0, text.len() as u32);
        Body {
            text: text.to_owned(),
            blocks: vec![Block { kind: BlockKind::Paragraph { lead_in }, span, within: Vec::new() }],
            sentences: vec![Sentence { span, block: 0 }],
            ..Body::default()
        }
    }

    #[test]
    fn fragments() {
        let check = |text: &str, expected: &str| {
            let body = body(text, None);
            let sentence = body.sentences[0];
            assert_eq!(fragment(&body, At::within(1, sentence, sentence.span, "test", 1.0)), expected);
        };
        check("De-escalation, they say.", "#s1:~:text=De%2Descalation%2C%20they%20say.");
        check(
            "The ferry between the two islands was late again on Monday, the harbour office said.",
            "#s1:~:text=The%20ferry%20between%20the,the%20harbour%20office%20said.",
        );
        check("“Été”", "#s1:~:text=%E2%80%9C%C3%89t%C3%A9%E2%80%9D");
    }

    #[test]
    fn a_lead_in_is_no_part_of_the_words() {
        let label = TextSpan::new(0, 9);
        let body = body("Flashback: It rained.", Some(LeadIn { label, rest: 11, role: SectionRole::Flashback }));
        let sentence = body.sentences[0];
        let at = At::within(1, sentence, sentence.span, "test", 1.0);
        assert_eq!(fragment(&body, at), "#s1:~:text=It%20rained.");
    }
}
