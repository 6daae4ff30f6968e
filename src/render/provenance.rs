//! Links that lead to a sentence and to its words.
//!
//! Both a sentence id and a text fragment stand in the link (`#s9:~:text=…`): the fragment marks the words, the id works
//! where a fragment does not (in frames, in other browsers, and after the words were corrected). Text fragments:
//! <https://wicg.github.io/scroll-to-text-fragment/>.
//!
//! A browser goes to the first place on the page that fits, so a fragment is as long as it takes to fit nowhere before the
//! fact, and no longer: these links are much of what a page weighs. Where no words tell the place apart, the id stands alone.

use std::fmt::Write as _;
use std::sync::OnceLock;

use crate::model::article::{BlockKind, Body};
use crate::model::corpus::{ArticleId, Briefing};
use crate::model::facts::At;
use crate::span::TextSpan;

/// Text of up to this many words is named whole; a longer one by its first and last words.
const WHOLE: usize = 4;

/// Fewest and most words that name the start of a long text.
const FIRST: (usize, usize) = (2, 5);

/// Fewest and most words that name its end.
const LAST: (usize, usize) = (2, 4);

/// The longest fragment, in bytes. Where words have no end, the sentence has to do.
const LONGEST: usize = 1500;

/// The fragments of what many pages lead to, the events and quotations of each article: found when first asked for.
pub(super) struct Fragments(Vec<OnceLock<Vec<(TextSpan, String)>>>);

impl Fragments {
    /// Room for the fragments of all articles.
    pub(super) fn new(articles: usize) -> Self {
        Self((0..articles).map(|_| OnceLock::new()).collect())
    }

    /// The fragment, with its `#`, that leads to a fact of an article.
    pub(super) fn get(&self, id: ArticleId, briefing: &Briefing, at: At) -> String {
        let known = self.0.get(id.index()).map(|room| room.get_or_init(|| all(briefing)));
        let found = known.and_then(|known| {
            let place = known.binary_search_by_key(&at.span(), |(span, _)| *span).ok()?;
            known.get(place).map(|(_, fragment)| fragment.clone())
        });
        found.unwrap_or_else(|| fragment(briefing, at))
    }
}

/// The fragments of the events and quotations of an article, by place.
fn all(briefing: &Briefing) -> Vec<(TextSpan, String)> {
    let facts = &briefing.facts;
    let places = facts.events.iter().map(|event| event.at).chain(facts.quotations.iter().map(|quotation| quotation.at));
    let mut all: Vec<(TextSpan, String)> = places.map(|at| (at.span(), fragment(briefing, at))).collect();
    all.sort_by_key(|(span, _)| *span);
    all.dedup_by_key(|(span, _)| *span);
    all
}

/// The fragment, with its `#`, that leads to a fact.
fn fragment(briefing: &Briefing, at: At) -> String {
    let body = &briefing.article.body;
    let span = printed(body, at);
    let mut out = format!("#s{}", at.sentence());
    let above = [briefing.title(), briefing.article.header.summary.as_deref().unwrap_or_default()];
    if let Some((first, last)) = directive(body, span, above) {
        out.push_str(":~:text=");
        encode(&first, &mut out);
        if let Some(last) = last {
            out.push(',');
            encode(&last, &mut out);
        }
    }
    if out.len() > LONGEST { format!("#s{}", at.sentence()) } else { out }
}

/// Words that lead to a stretch of the text and to no place before it: all of it, or its start and its end.
fn directive(body: &Body, span: TextSpan, above: [&str; 2]) -> Option<(String, Option<String>)> {
    let whole = body.words(span);
    let words = whole.trim_matches(|c: char| !c.is_alphanumeric());
    let start = span.start + (whole.len() - whole.trim_start_matches(|c: char| !c.is_alphanumeric()).len()) as u32;
    let before = body.words(TextSpan::new(0, start));
    let earlier = |words: &str| above.into_iter().chain([before]).any(|text| position(text, words).is_some());
    let all: Vec<&str> = words.split_whitespace().collect();
    if all.len() <= WHOLE {
        let whole = all.join(" ");
        return (!whole.is_empty() && !earlier(&whole)).then_some((whole, None));
    }
    let first = (FIRST.0..=FIRST.1.min(all.len() - LAST.0)).map(|number| (number, first_words(words, number)));
    let (number, first) = first.into_iter().find(|(_, first)| !earlier(first))?;
    let rest = words.get(first.len()..).unwrap_or_default();
    // The end of the stretch is the first one that fits after its start.
    let only_at_end = |last: &&str| position(rest, last) == Some(rest.len() - last.len());
    let last = (LAST.0..=LAST.1.min(all.len() - number)).map(|number| last_words(words, number)).find(only_at_end)?;
    Some((first.to_owned(), Some(last.to_owned())))
}

/// The first words of a text, as they stand there.
fn first_words(text: &str, number: usize) -> &str {
    let ends = text.char_indices().filter(|(at, c)| c.is_whitespace() && !ends_in_space(text, *at));
    let end = ends.map(|(at, _)| at).nth(number - 1).unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

/// The last words of a text, as they stand there.
fn last_words(text: &str, number: usize) -> &str {
    let spaces = text.char_indices().rev().filter(|(at, c)| c.is_whitespace() && !ends_in_space(text, *at));
    let start = spaces.map(|(at, _)| at).nth(number - 1).unwrap_or(0);
    text.get(start..).unwrap_or(text).trim_start()
}

/// Whether the text up to a place ends in white space.
fn ends_in_space(text: &str, at: usize) -> bool {
    text.get(..at).is_some_and(|before| before.ends_with(char::is_whitespace))
}

/// Where words first stand in a text, whatever the case of ASCII letters; browsers look for them in that way.
fn position(text: &str, words: &str) -> Option<usize> {
    let (text, words) = (text.as_bytes(), words.as_bytes());
    let (first, _) = words.split_first()?;
    let (lower, upper) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    let last = text.len().checked_sub(words.len())?;
    let starts = text.get(..=last)?.iter().enumerate().filter(|(_, byte)| **byte == lower || **byte == upper);
    starts
        .map(|(at, _)| at)
        .find(|at| text.get(*at..at + words.len()).is_some_and(|part| part.eq_ignore_ascii_case(words)))
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
    for byte in text.split_whitespace().collect::<Vec<_>>().join(" ").bytes() {
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

    fn leads_to(text: &str, words: &str) -> Option<String> {
        let body = body(text, None);
        let start = text.rfind(words).unwrap() as u32;
        let (first, last) = directive(&body, TextSpan::new(start, start + words.len() as u32), ["A title", ""])?;
        let mut out = String::new();
        encode(&first, &mut out);
        if let Some(last) = last {
            out.push(',');
            encode(&last, &mut out);
        }
        Some(out)
    }

    #[test]
    fn fragments_are_as_long_as_they_need_to_be() {
        let check = |text: &str, expected: &str| assert_eq!(leads_to(text, text).as_deref(), Some(expected));
        check("De-escalation, they say.", "De%2Descalation%2C%20they%20say");
        check("The ferry between the two islands was late, the office said.", "The%20ferry,office%20said");
        check("“Été”", "%C3%89t%C3%A9");
        let text = "The ferry is late. The ferry between the islands was late, the office said.";
        let fact = "The ferry between the islands was late, the office said.";
        assert_eq!(leads_to(text, fact).as_deref(), Some("The%20ferry%20between,office%20said"));
        let twice = "They said it was said that it was said at last, said it was said again.";
        assert_eq!(leads_to(twice, twice).as_deref(), Some("They%20said,said%20again"));
    }

    #[test]
    fn words_that_stand_earlier_lead_nowhere() {
        assert_eq!(leads_to("Lund spoke. Later lund left.", "lund"), None);
        assert_eq!(leads_to("It was a title. Lund left.", "a title"), None, "the page begins with its title");
        assert_eq!(leads_to("Lund spoke. “…”", "“…”"), None);
    }

    #[test]
    fn a_lead_in_is_no_part_of_the_words() {
        let label = TextSpan::new(0, 9);
        let body = body("Flashback: It rained.", Some(LeadIn { label, rest: 11, role: SectionRole::Flashback }));
        let sentence = body.sentences[0];
        let at = At::within(1, sentence, sentence.span, "test", 1.0);
        assert_eq!(body.words(printed(&body, at)), "It rained.");
    }
}
