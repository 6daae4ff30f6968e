//! Who said what.
//!
//! Each paragraph is read as items ([`passage`]), in which words between quotation marks are one item. Around every
//! reporting verb the patterns of [`frame`] look for a speaker and a content. What stands between marks without a verb
//! of its own is then joined to the quotation it carries on ([`join`]), and speakers are tied to names ([`person`]). A
//! transcript is read by the labels of its paragraphs instead ([`transcript`]).
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
mod transcript;

use std::ops::Range;

use self::join::{Draft, Joiner};
use self::passage::Passage;
use self::person::People;
use self::transcript::Transcript;
use crate::extract::token::Reading;
use crate::model::article::BlockKind;
use crate::model::facts::{Mention, Quotation};
use crate::span::TextSpan;

/// Finds direct, partial and indirect quotations, in text order.
///
/// Captions, headings and verbatim text are no evidence that anybody said anything and are passed over.
pub(crate) fn find(reading: &Reading<'_>, mentions: &[Mention]) -> Vec<Quotation> {
    let mut joiner = Joiner::default();
    let paragraphs = paragraphs(reading);
    let mut transcript = Transcript::of(reading, &paragraphs);
    for (number, sentences) in paragraphs.into_iter().enumerate() {
        if transcript.takes(number) {
            joiner.pause();
        } else {
            joiner.add(&Passage::of(reading, sentences));
        }
    }
    let mut drafts = joiner.finish();
    drafts.append(&mut transcript.drafts);
    let mut people = People::new(reading, mentions, &drafts);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Lexicon;
    use crate::model::article::{Article, Block, Body, Header, Sentence};
    use crate::model::facts::{At, NameKind, Speaker};
    use crate::span::SourceId;

    /// An article with one sentence a line, each a paragraph of its own.
    fn article(text: &str, kind: BlockKind) -> Article {
        let mut body = Body { text: text.to_owned(), ..Body::default() };
        let mut start = 0;
        for (block, line) in text.split("\n\n").enumerate() {
            let span = TextSpan::new(start, start + line.len() as u32);
            body.blocks.push(Block { kind: kind.clone(), span, within: Vec::new() });
            body.sentences.push(Sentence { span, block: block as u32 });
            start = span.end + 2;
        }
        Article { id: SourceId::new("a.txt"), header: Header::default(), body, decided: None }
    }

    fn people(article: &Article, names: &[&str]) -> Vec<Mention> {
        let text = &article.body.text;
        let mut mentions: Vec<Mention> = names
            .iter()
            .flat_map(|name| text.match_indices(name))
            .filter_map(|(start, name)| {
                let span = TextSpan::new(start as u32, (start + name.len()) as u32);
                let (number, sentence) = article.body.sentence_at(span.start)?;
                Some(Mention { at: At::within(number, sentence, span, "given", 1.0), kind: NameKind::Person })
            })
            .collect();
        mentions.sort_by_key(|mention| mention.at.span());
        mentions
    }

    /// The names that the speakers are tied to; `?` for a speaker without one.
    fn check(text: &str, names: &[&str], expected: &[&str]) {
        let article = article(text, BlockKind::Paragraph { lead_in: None });
        let mentions = people(&article, names);
        let found: Vec<&str> = find(&Reading::of(&article, &Lexicon::default()), &mentions)
            .iter()
            .map(|quotation| match quotation.speaker.mention() {
                Some(mention) => mentions[mention as usize].at.span().of(text),
                None => "?",
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_name_is_the_speaker_only_as_head_of_its_phrase() {
        check("Mayor Odo Brandt said the dam was safe.", &["Odo Brandt"], &["Odo Brandt"]);
        check("A spokesman for Odo Brandt said the dam was safe.", &["Odo Brandt"], &["?"]);
        check("Odo Brandt’s spokesman said the dam was safe.", &["Odo Brandt"], &["?"]);
        check("Brandt and Holm said the dam was safe.", &["Brandt", "Holm"], &["?"]);
    }

    #[test]
    fn a_pronoun_is_tied_only_where_one_person_can_be_meant() {
        check("Brandt opened the road.\n\n“It is safe,” he said.", &["Brandt"], &["Brandt"]);
        check("Brandt met Holm.\n\n“It is safe,” he said.", &["Brandt", "Holm"], &["?"]);
        check("Brandt met Ms. Holm.\n\n“It is safe,” he said.", &["Brandt", "Holm"], &["Brandt"]);
        check("Brandt met Clara Holm.\n\n“It is safe,” he said.", &["Brandt", "Clara Holm"], &["?"]);
        check("Brandt met Laura Holm.\n\n“It is safe,” he said.", &["Brandt", "Laura Holm"], &["Brandt"]);
        check("Holm left.\n\nBrandt stayed.\n\n“It is safe,” he said.", &["Brandt", "Holm"], &["Brandt"]);
        check(
            "Brandt met Holm.\n\n“No,” Brandt said.\n\n“Never,” he said.",
            &["Brandt", "Holm"],
            &["Brandt", "Brandt"],
        );
        check("Brandt opened the road.\n\n“It is safe,” they said.", &["Brandt"], &["?"]);
    }

    #[test]
    fn a_pronoun_stays_open_where_somebody_without_a_name_can_be_meant() {
        check("Brandt met the mayor.\n\nThe mayor spoke first.\n\n“It is safe,” he said.", &["Brandt"], &["?"]);
        check(
            "Brandt came.\n\nThe mayor said the dam was safe.\n\n“It will hold,” he added.",
            &["Brandt"],
            &["?", "?"],
        );
        check("Brandt, the mayor, opened the road.\n\n“It is safe,” he said.", &["Brandt"], &["Brandt"]);
        check("Brandt was elected as mayor.\n\n“It is safe,” he said.", &["Brandt"], &["Brandt"]);
    }

    #[test]
    fn who_is_named_in_the_words_does_not_speak_them() {
        check("“Holm is wrong,” he said.", &["Holm"], &["?"]);
        check("Brandt opened the road.\n\n“Holm is wrong,” he said.", &["Brandt", "Holm"], &["Brandt"]);
        check("Holm is wrong, he said.", &["Holm"], &["?"]);
    }

    #[test]
    fn a_name_beside_a_description_is_the_speaker() {
        check("The mayor, Odo Brandt, said the dam was safe.", &["Odo Brandt"], &["Odo Brandt"]);
        check("“We go,” said the mayor, Odo Brandt.", &["Odo Brandt"], &["Odo Brandt"]);
        check("A spokesman for the mayor, Odo Brandt, said the dam was safe.", &["Odo Brandt"], &["?"]);
        check("A spokesman for the ministry, Odo Brandt, said the dam was safe.", &["Odo Brandt"], &["Odo Brandt"]);
    }

    #[test]
    fn captions_say_nothing() {
        let article = article("“It is safe,” Brandt said.", BlockKind::Caption { credit: None });
        assert!(find(&Reading::of(&article, &Lexicon::default()), &[]).is_empty());
    }

    #[test]
    fn readers_see_only_what_was_surely_said() {
        let shown = |text: &str| {
            let article = article(text, BlockKind::Paragraph { lead_in: None });
            let found = find(&Reading::of(&article, &Lexicon::default()), &[]);
            found.iter().map(|quotation| quotation.shown).collect::<Vec<_>>()
        };
        assert_eq!(shown("Brandt said that the dam was safe."), [true]);
        assert_eq!(shown("Brandt did not say that the dam was safe."), [false]);
        assert_eq!(shown("Brandt would say that the dam was safe."), [false]);
        assert_eq!(shown("Brandt hopes that the dam is safe."), [false]);
        assert_eq!(shown("Brandt criticised the plan."), [false]);
    }

    #[test]
    fn the_place_is_cut_to_the_first_sentence() {
        let text = "Brandt said: “We go.\n\n“We stay.”";
        let article = article(text, BlockKind::Paragraph { lead_in: None });
        let found = find(&Reading::of(&article, &Lexicon::default()), &[]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].at.span().of(text), "We go.");
        assert_eq!(found[0].parts.len(), 2);
        assert!(matches!(found[0].speaker, Speaker::Described { .. }));
    }

    #[test]
    fn broken_marks_do_no_harm() {
        for text in [
            "“",
            "”",
            "said “",
            "“ ” “ said",
            "'",
            "''",
            "« said Brandt",
            "Brandt said, “",
            "— “”, said",
            "according to",
        ] {
            let article = article(text, BlockKind::Paragraph { lead_in: None });
            find(&Reading::of(&article, &Lexicon::default()), &[]);
        }
    }
}
