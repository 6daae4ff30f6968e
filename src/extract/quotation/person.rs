//! Ties the words for a speaker to a name of the text, where that is sure.

use super::join::{Draft, DraftForm, DraftSource};
use crate::extract::token::Reading;
use crate::model::facts::{Mention, NameKind, Speaker};
use crate::span::TextSpan;

/// The names of an article, and who spoke last.
pub(super) struct People<'a> {
    reading: &'a Reading<'a>,
    mentions: &'a [Mention],
    last: Option<LastSpeaker>,
}

/// The last person who was named as a speaker.
#[derive(Clone, Copy)]
struct LastSpeaker {
    mention: u32,
    /// Where the words for them end.
    end: u32,
}

/// How far back a pronoun may reach, in bytes: about two paragraphs.
const REACH: u32 = 700;

impl<'a> People<'a> {
    pub(super) fn new(reading: &'a Reading<'a>, mentions: &'a [Mention]) -> Self {
        Self { reading, mentions, last: None }
    }

    /// The speaker of a draft. Drafts come in text order.
    pub(super) fn speaker(&mut self, draft: &Draft) -> Speaker {
        let Some(source) = draft.source else { return Speaker::Unknown };
        let speaker = self.tie(source);
        if let Some(mention) = speaker.mention() {
            self.last = Some(LastSpeaker { mention, end: source.written.end });
        }
        speaker
    }

    fn tie(&self, source: DraftSource) -> Speaker {
        let written = source.written;
        match source.form {
            DraftForm::Pronoun => Speaker::Pronoun { written, mention: self.resolve(written) },
            DraftForm::Several => Speaker::Described { written },
            DraftForm::Phrase(head) => match self.named(head) {
                Some(mention) => Speaker::Named { written, mention },
                None => Speaker::Described { written },
            },
        }
    }

    /// The mention that lies on the head of a noun phrase. Places do not speak.
    fn named(&self, head: TextSpan) -> Option<u32> {
        let index = self.mentions.partition_point(|mention| mention.at.span().end <= head.start);
        let mention = self.mentions.get(index)?;
        (mention.at.span().overlaps(head) && mention.kind != NameKind::Place).then_some(index as u32)
    }

    /// Whom a pronoun means: the only person named shortly before it, or the last speaker if nobody else was named since.
    fn resolve(&self, pronoun: TextSpan) -> Option<u32> {
        let word = pronoun.of(self.reading.text());
        let gender = if word.eq_ignore_ascii_case("he") {
            Gender::He
        } else if word.eq_ignore_ascii_case("she") {
            Gender::She
        } else {
            return None;
        };
        let until = self.mentions.partition_point(|mention| mention.at.span().end <= pronoun.start);
        let near = |index: &usize| self.mentions[*index].at.span().end + REACH >= pronoun.start;
        let people = (0..until).rev().take_while(near).filter(|&index| {
            self.mentions[index].kind == NameKind::Person && self.gender(index).is_none_or(|known| known == gender)
        });
        let people: Vec<usize> = people.collect();
        let nearest = *people.first()?;
        let only = people.iter().all(|&other| self.same(other, nearest));
        if only {
            return Some(nearest as u32);
        }
        let last = self.last.filter(|last| last.end + REACH >= pronoun.start)?;
        let since = people.iter().take_while(|&&index| self.mentions[index].at.span().end > last.end);
        since.copied().all(|index| self.same(index, last.mention as usize)).then_some(last.mention)
    }

    /// Whether two mentions share their last word.
    fn same(&self, one: usize, other: usize) -> bool {
        let last = |index: usize| {
            self.mentions
                .get(index)
                .and_then(|mention| mention.at.span().of(self.reading.text()).split_whitespace().next_back())
        };
        last(one) == last(other)
    }

    /// What the title before a name says.
    fn gender(&self, index: usize) -> Option<Gender> {
        let start = self.mentions[index].at.span().start as usize;
        let before = self.reading.text().get(..start)?.trim_end();
        let title = before.rsplit([' ', '\n']).next()?.trim_end_matches('.');
        match title {
            "Mr" | "Sir" | "King" | "Prince" | "Sheikh" | "Lord" => Some(Gender::He),
            "Mrs" | "Ms" | "Miss" | "Queen" | "Princess" | "Lady" | "Dame" => Some(Gender::She),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Gender {
    He,
    She,
}
