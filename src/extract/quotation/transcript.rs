//! Transcripts: paragraphs that open with who speaks (`KIRBY:`, `Q:`).

use std::ops::Range;

use super::join::{Draft, DraftForm, DraftSource};
use super::rule::Rule;
use crate::extract::token::Reading;
use crate::model::facts::QuotationKind;
use crate::span::TextSpan;

/// The longest label of a turn, in words and in bytes.
const LONGEST_LABEL: usize = 4;
const LONGEST_LABEL_BYTES: usize = 40;

/// Labels of those who ask, in capitals. What they say stays in the data only, as nobody is named.
const ASKING: [&str; 9] =
    ["Q", "QUESTION", "REPORTER", "MODERATOR", "INTERVIEWER", "JOURNALIST", "HOST", "OPERATOR", "AUDIENCE MEMBER"];

/// What the transcript in an article says, if there is one, and the paragraphs it takes.
#[derive(Default)]
pub(super) struct Transcript {
    /// Numbers of the paragraphs that are part of it.
    taken: Vec<usize>,
    /// One quotation a turn.
    pub(super) drafts: Vec<Draft>,
}

/// A paragraph that opens with a label.
struct Turn {
    label: TextSpan,
    colon: TextSpan,
    words: TextSpan,
}

impl Transcript {
    /// Looks for labelled paragraphs; `paragraphs` are ranges of sentence indices.
    pub(super) fn of(reading: &Reading<'_>, paragraphs: &[Range<usize>]) -> Self {
        let mut turns: Vec<Option<Turn>> = paragraphs.iter().map(|sentences| turn(reading, sentences)).collect();
        let labels: Vec<&str> = turns.iter().flatten().map(|turn| turn.label.of(reading.text())).collect();
        let Some(speakers) = speakers(&labels) else { return Self::default() };
        for turn in &mut turns {
            turn.take_if(|turn| !speakers.contains(&turn.label.of(reading.text())));
        }
        let last = turns.iter().rposition(Option::is_some).unwrap_or_default();
        let mut transcript = Self::default();
        for (number, turn) in turns.iter().enumerate().take(last + 1) {
            match turn {
                Some(turn) => transcript.drafts.push(draft(reading, turn)),
                // What stands between two turns goes on with the first of them, unless in brackets.
                None => {
                    let Some(draft) = transcript.drafts.last_mut() else { continue };
                    let words = block(reading, &paragraphs[number]);
                    if !words.of(reading.text()).trim_start_matches(is_mark).starts_with(['(', '[']) {
                        draft.parts.push(words);
                    }
                }
            }
            transcript.taken.push(number);
        }
        transcript
    }

    /// Whether the paragraph of this number is part of it.
    pub(super) fn takes(&self, paragraph: usize) -> bool {
        self.taken.binary_search(&paragraph).is_ok()
    }
}

/// Those of the labels that are people’s who speak in turn, and not sections’: all in capitals, if there are three and
/// one of them comes again; else those that come again, if there are two. `None` where there is no transcript.
fn speakers<'t>(labels: &[&'t str]) -> Option<Vec<&'t str>> {
    let mut sorted: Vec<&str> = labels.to_vec();
    sorted.sort_unstable();
    let again = sorted.chunk_by(|one, other| one == other).filter(|same| same.len() > 1);
    let again: Vec<&str> = again.filter_map(|same| same.first().copied()).collect();
    let capitals: Vec<&str> = sorted.iter().copied().filter(|label| is_capitals(label)).collect();
    if capitals.len() > 2 && again.iter().any(|label| is_capitals(label)) {
        return Some(capitals);
    }
    (again.len() > 1).then_some(again)
}

/// Whether the words hold capitals and no small letters: `MR. KIRBY`, `Q`.
fn is_capitals(label: &str) -> bool {
    label.contains(char::is_uppercase) && !label.contains(char::is_lowercase)
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '\'' | '‘')
}

fn block(reading: &Reading<'_>, sentences: &Range<usize>) -> TextSpan {
    let sentences = &reading.article.body.sentences[sentences.clone()];
    match (sentences.first(), sentences.last()) {
        (Some(first), Some(last)) => first.span.join(last.span),
        _ => TextSpan::default(),
    }
}

/// The label of a paragraph and what follows it. A label is a few words with capitals.
fn turn(reading: &Reading<'_>, sentences: &Range<usize>) -> Option<Turn> {
    let block = block(reading, sentences);
    let text = block.of(reading.text());
    let start = text.len() - text.trim_start_matches(is_mark).len();
    let colon = text.bytes().take(LONGEST_LABEL_BYTES).position(|byte| byte == b':')?;
    let label = text.get(start..colon)?;
    let rest = text.get(colon + 1..)?;
    let words = rest.trim_start();
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let named = !label.is_empty() && label.split(' ').count() <= LONGEST_LABEL && label.split(' ').all(capital);
    let apart = rest.starts_with(char::is_whitespace) && !words.is_empty();
    let at = |offset: usize| block.start + offset as u32;
    (named && apart).then(|| Turn {
        label: TextSpan::new(at(start), at(colon)),
        colon: TextSpan::new(at(colon), at(colon + 1)),
        words: TextSpan::new(at(text.len() - words.len()), block.end),
    })
}

fn draft(reading: &Reading<'_>, turn: &Turn) -> Draft {
    let label = turn.label.of(reading.text());
    let last = label.rfind(' ').map_or(0, |space| space + 1);
    let head = TextSpan::new(turn.label.start + last as u32, turn.label.end);
    Draft {
        kind: QuotationKind::Direct,
        parts: vec![turn.words],
        source: Some(DraftSource { written: turn.label, form: DraftForm::Label(head), beside: None }),
        cue: Some(turn.colon),
        rule: Rule::Transcript,
        asserted: !ASKING.contains(&label.to_uppercase().as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_speakers_and_of_sections() {
        assert_eq!(speakers(&["KIRBY", "Q", "KIRBY"]), Some(vec!["KIRBY", "KIRBY", "Q"]));
        assert_eq!(speakers(&["Kirby", "Host", "Kirby", "Host"]), Some(vec!["Host", "Kirby"]));
        assert_eq!(speakers(&["Kirby on the talks", "KIRBY", "Q", "KIRBY"]), Some(vec!["KIRBY", "KIRBY", "Q"]));
        assert_eq!(speakers(&["KIRBY", "Q"]), None);
        assert_eq!(speakers(&["Flashback", "Context", "Flashback"]), None);
        assert_eq!(speakers(&["BAGHDAD", "LONDON", "PARIS"]), None);
        assert_eq!(speakers(&[]), None);
    }
}
