//! Ties the words for a speaker to a name of the text, where that is sure.
//!
//! A wrong name is worse than none: wherever somebody else can be meant, also somebody without a name, a pronoun stays open.

mod gender;

use self::gender::Genders;
use super::join::{Draft, DraftForm, DraftSource};
use crate::extract::grammar::Classes;
use crate::extract::tagger::{self, List};
use crate::extract::token::Reading;
use crate::model::facts::{Mention, NameKind, QuotationKind, Speaker};
use crate::span::TextSpan;
use crate::text::gender::Gender;

/// The names of an article, and who spoke last.
pub(super) struct People<'a> {
    reading: &'a Reading<'a>,
    mentions: &'a [Mention],
    genders: Genders,
    /// What stands between marks as somebody's words: who is named there is spoken of, not speaking. In text order.
    quoted: Vec<TextSpan>,
    last: Option<LastSpeaker>,
}

/// The last single person who spoke.
#[derive(Clone)]
struct LastSpeaker {
    /// Their name; `None` for somebody described only.
    mention: Option<u32>,
    /// Where the words for them end.
    end: u32,
    /// What they said: who is named there is spoken of.
    parts: Vec<TextSpan>,
}

/// How far back a pronoun may reach, in bytes: about two paragraphs.
const REACH: u32 = 700;

impl<'a> People<'a> {
    /// `drafts` are those of the whole article.
    pub(super) fn new(reading: &'a Reading<'a>, mentions: &'a [Mention], drafts: &[Draft]) -> Self {
        let direct = drafts.iter().filter(|draft| draft.kind == QuotationKind::Direct);
        let mut quoted: Vec<TextSpan> = direct.flat_map(|draft| draft.parts.iter().copied()).collect();
        quoted.sort_by_key(|part| (part.start, part.end));
        let genders = Genders::of(reading.text(), mentions);
        Self { reading, mentions, genders, quoted, last: None }
    }

    /// The speaker of a draft. Drafts come in text order.
    pub(super) fn speaker(&mut self, draft: &Draft) -> Speaker {
        let Some(source) = draft.source else { return Speaker::Unknown };
        let speaker = self.tie(source, draft);
        let end = source.written.end;
        if let Some(mention) = speaker.mention() {
            self.last = Some(LastSpeaker { mention: Some(mention), end, parts: draft.parts.clone() });
        } else if matches!(source.form, DraftForm::Phrase(head) if self.is_person(head))
            || matches!(source.form, DraftForm::Label(_))
        {
            self.last = Some(LastSpeaker { mention: None, end, parts: draft.parts.clone() });
        }
        speaker
    }

    fn tie(&self, source: DraftSource, draft: &Draft) -> Speaker {
        let written = source.written;
        match source.form {
            DraftForm::Pronoun => {
                let gender = Gender::of_pronoun(written.of(self.reading.text()));
                let mention = gender.and_then(|gender| {
                    let mention = self.resolve(written, gender, &draft.parts)?;
                    self.in_full(mention, gender)
                });
                Speaker::Pronoun { written, mention }
            }
            DraftForm::Several => Speaker::Described { written },
            DraftForm::Label(head) => match self.by_surname(head).or_else(|| self.named(head)) {
                Some(mention) => Speaker::Named { written, mention },
                None => Speaker::Described { written },
            },
            DraftForm::Phrase(head) => {
                match source.beside.and_then(|name| self.named(name)).or_else(|| self.named(head)) {
                    Some(mention) => Speaker::Named { written, mention },
                    None => Speaker::Described { written },
                }
            }
        }
    }

    /// The mention that lies on the head of a noun phrase. Places do not speak.
    fn named(&self, head: TextSpan) -> Option<u32> {
        let index = self.mentions.partition_point(|mention| mention.at.span().end <= head.start);
        let mention = self.mentions.get(index)?;
        (mention.at.span().overlaps(head) && mention.kind != NameKind::Place).then_some(index as u32)
    }

    /// The only person of the article with this surname, in whatever case it stands.
    fn by_surname(&self, word: TextSpan) -> Option<u32> {
        let text = self.reading.text();
        let surname = word.of(text).to_lowercase();
        let bears = |mention: &Mention| {
            let last = mention.at.span().of(text).split_whitespace().next_back();
            mention.kind == NameKind::Person && last.is_some_and(|last| last.to_lowercase() == surname)
        };
        let full = |mention: &Mention| mention.at.span().of(text).contains(' ');
        let bearers = || self.mentions.iter().enumerate().filter(|(_, mention)| bears(mention));
        let (index, first) = bearers().find(|(_, mention)| full(mention)).or_else(|| bearers().next())?;
        let name = first.at.span().of(text).to_lowercase();
        let one = bearers().all(|(_, other)| !full(other) || other.at.span().of(text).to_lowercase() == name);
        one.then_some(index as u32)
    }

    /// Whether a word is what one person is called by office: `minister`.
    fn is_person(&self, word: TextSpan) -> bool {
        let text = word.of(self.reading.text());
        let several = text.ends_with('s') || text.ends_with("men");
        !several && tagger::longest_entry(List::Office, std::iter::once(text)) == 1
    }

    /// Whom a pronoun means: the only person named shortly before it; or the last speaker if nobody else was named since;
    /// or whom the sentence before speaks of first. `own` are the words that the pronoun is the speaker of.
    fn resolve(&self, pronoun: TextSpan, gender: Gender, own: &[TextSpan]) -> Option<u32> {
        let people = self.people_before(pronoun, gender, own);
        let nearest = *people.first()?;
        if self.describes_another(nearest, pronoun, own) {
            return None;
        }
        let last = self.last.as_ref().filter(|last| last.end + REACH >= pronoun.start && last.end <= pronoun.start);
        if last.is_some_and(|last| last.mention.is_none() && last.end > self.span(nearest).end) {
            return None;
        }
        if people.iter().all(|&other| self.same(other, nearest)) {
            return Some(nearest as u32);
        }
        if let Some((last, mention)) = last.and_then(|last| Some((last, last.mention?)))
            && self.genders.get(mention as usize).is_none_or(|known| known == gender)
        {
            let spoken_of = |index: usize| last.parts.iter().any(|part| part.overlaps(self.span(index)));
            let mut since =
                people.iter().take_while(|&&index| self.span(index).end > last.end).filter(|&&index| !spoken_of(index));
            if since.all(|&index| self.same(index, mention as usize)) {
                return Some(mention);
            }
        }
        let surer = |index: &usize| !self.same(*index, nearest) && self.genders.get(*index) == Some(gender);
        let doubtful = self.genders.get(nearest).is_none() && people.iter().any(surer);
        (!doubtful && self.is_spoken_of(nearest, pronoun)).then_some(nearest as u32)
    }

    /// The mention itself; or, of a surname that stands alone where the article names several of it, the one in full that
    /// the pronoun fits.
    fn in_full(&self, mention: u32, gender: Gender) -> Option<u32> {
        let index = mention as usize;
        let text = self.reading.text();
        let is_full = |index: usize| self.span(index).of(text).contains(' ');
        let bears =
            |&other: &usize| self.mentions[other].kind == NameKind::Person && is_full(other) && self.same(other, index);
        if is_full(index) {
            return Some(mention);
        }
        let all: Vec<usize> = (0..self.mentions.len()).filter(bears).collect();
        let fits = |other: &&usize| self.genders.get(**other).is_none_or(|known| known == gender);
        let Some(&nearest) = all.iter().rfind(fits) else {
            return all.is_empty().then_some(mention);
        };
        let is_nearest = |other: &&usize| self.span(**other).of(text) == self.span(nearest).of(text);
        if all.iter().all(|other| is_nearest(&other)) {
            return Some(mention);
        }
        all.iter().filter(fits).all(|other| is_nearest(&other)).then_some(nearest as u32)
    }

    /// The people named within reach before a pronoun whom it can mean, nearest first.
    fn people_before(&self, pronoun: TextSpan, gender: Gender, own: &[TextSpan]) -> Vec<usize> {
        let until = self.mentions.partition_point(|mention| mention.at.span().end <= pronoun.start);
        let near = |index: &usize| self.span(*index).end + REACH >= pronoun.start;
        let fits = |index: &usize| {
            self.mentions[*index].kind == NameKind::Person
                && self.genders.get(*index).is_none_or(|known| known == gender)
                && !self.is_quoted(self.span(*index))
                && !own.iter().any(|part| part.overlaps(self.span(*index)))
        };
        (0..until).rev().take_while(near).filter(fits).collect()
    }

    fn span(&self, mention: usize) -> TextSpan {
        self.mentions[mention].at.span()
    }

    /// Whether a place lies in somebody's words.
    fn is_quoted(&self, span: TextSpan) -> bool {
        let after = self.quoted.partition_point(|part| part.start <= span.start);
        // Parts of different drafts never nest, so that the one that begins last is the one to ask.
        after > 0 && self.quoted[after - 1].end > span.start
    }

    /// Whether, between a name and a pronoun, somebody else is spoken of without a name: `the mayor`.
    fn describes_another(&self, mention: usize, pronoun: TextSpan, own: &[TextSpan]) -> bool {
        let tokens = &self.reading.tokens;
        let first = tokens.partition_point(|token| token.start < self.span(mention).end);
        let end = tokens.partition_point(|token| token.start < pronoun.start);
        // What follows the name before any verb describes its bearer: `Kirby, the spokesman,`.
        let verb = (first..end).find(|&at| self.reading.words[at].is(Classes::FINITE)).unwrap_or(end);
        (verb..end).any(|at| {
            let span = tokens[at].span();
            self.is_person(span)
                && !self.is_quoted(span)
                && !own.iter().any(|part| part.overlaps(span))
                && !self.is_predicate(at)
        })
    }

    /// Whether the noun at a token says what somebody is: `was the mayor`, `as mayor`.
    fn is_predicate(&self, noun: usize) -> bool {
        let words = &self.reading.words;
        let modifier = Classes::DETERMINER | Classes::ADJECTIVE | Classes::NOUN | Classes::NAME | Classes::ADVERB;
        let Some(before) = words[..noun].iter().rev().find(|word| !word.is(modifier)) else { return false };
        let index = words[..noun].iter().rposition(|word| !word.is(modifier)).unwrap_or_default();
        before.is(Classes::BE) || matches!(self.reading.word(self.reading.tokens[index]), "as" | "became" | "become")
    }

    /// Whether the mention is the first name of its sentence and stands like its subject, and the pronoun follows in
    /// the next sentence or in the same one.
    fn is_spoken_of(&self, mention: usize, pronoun: TextSpan) -> bool {
        let number = self.mentions[mention].at.sentence();
        let near = self
            .reading
            .article
            .body
            .sentence_at(pronoun.start)
            .is_some_and(|(own, _)| own.saturating_sub(number) <= 1);
        let tokens = &self.reading.tokens;
        let Some(sentence) = self.reading.sentences.get(number as usize - 1) else { return false };
        let first = tokens.partition_point(|token| token.start < self.span(mention).start);
        let end = tokens.partition_point(|token| token.start < self.span(mention).end);
        let title = self.reading.words[sentence.start..first.max(sentence.start)]
            .iter()
            .all(|word| word.is(Classes::NOUN | Classes::NAME | Classes::ADJECTIVE) && !word.is(Classes::FINITE));
        near && title && self.reading.words.get(end).is_some_and(|word| word.is(Classes::FINITE))
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
}
