//! Offices and descriptions that a text gives people: before the name (`Iraqi Prime Minister …`), or set off by commas before
//! or after it (`…, the mayor of Lumia,`).

use std::ops::Range;

use crate::extract::grammar::Classes;
use crate::extract::tagger::{self, List};
use crate::extract::token::Reading;
use crate::model::facts::{Mention, NameKind, Role};
use crate::span::TextSpan;

/// The longest description before a name, in tokens.
const LONGEST_BEFORE: usize = 9;

/// The longest description set off by commas, in tokens.
const LONGEST_ASIDE: usize = 16;

/// Forms of address, which say nothing about an office.
const HONORIFICS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Sir", "Dame", "Madam", "Messrs", "Herr", "Frau", "Monsieur", "Madame",
    "Señor", "Senor",
];

/// Finds what each mention is called by office.
pub(crate) fn find(reading: &Reading<'_>, mentions: &[Mention]) -> Vec<Role> {
    let mut roles = Vec::new();
    let people = mentions.iter().enumerate().filter(|(_, mention)| mention.kind == NameKind::Person);
    for (index, mention) in people {
        let sentence = Sentence::of(reading, mentions, mention);
        let before = sentence.before_name().map(|words| (words, "title", 0.9));
        let aside = sentence.aside_before().map(|words| (words, "apposition-before", 0.8));
        let after = sentence.aside_after().map(|words| (words, "apposition", 0.8));
        for (words, rule, confidence) in before.or(aside).into_iter().chain(after) {
            let span = sentence.span(&words);
            let at = reading.at(mention.at.sentence(), span, rule, confidence);
            roles.push(Role { at, mention: index as u32 });
        }
    }
    roles
}

/// The tokens around one mention.
struct Sentence<'a> {
    reading: &'a Reading<'a>,
    mentions: &'a [Mention],
    /// The tokens of the sentence.
    tokens: Range<usize>,
    /// The tokens of the name.
    name: Range<usize>,
}

impl<'a> Sentence<'a> {
    fn of(reading: &'a Reading<'a>, mentions: &'a [Mention], mention: &Mention) -> Self {
        let tokens = reading.sentences[mention.at.sentence() as usize - 1].clone();
        let span = mention.at.span();
        let sentence = &reading.tokens[tokens.clone()];
        let first = tokens.start + sentence.partition_point(|token| token.end <= span.start);
        let end = tokens.start + sentence.partition_point(|token| token.start < span.end);
        Self { reading, mentions, tokens, name: first..end }
    }

    fn text(&self, at: usize) -> &'a str {
        self.reading.word(self.reading.tokens[at])
    }

    fn is(&self, at: usize, classes: Classes) -> bool {
        self.reading.words[at].is(classes)
    }

    fn span(&self, words: &Range<usize>) -> TextSpan {
        self.reading.tokens[words.start].span().join(self.reading.tokens[words.end - 1].span())
    }

    /// Whether no space stands before a token.
    fn glued(&self, at: usize) -> bool {
        at > self.tokens.start && self.reading.tokens[at].start == self.reading.tokens[at - 1].end
    }

    fn mention_at(&self, at: usize) -> Option<&Mention> {
        let token = self.reading.tokens[at].span();
        let index = self.mentions.partition_point(|mention| mention.at.span().end <= token.start);
        self.mentions.get(index).filter(|mention| mention.at.span().overlaps(token))
    }

    /// Where the title or office begins that ends before `end`.
    fn head_before(&self, end: usize) -> Option<usize> {
        // The stop of an abbreviation: `Gen.`
        let last =
            if end > self.tokens.start && self.text(end - 1) == "." && self.glued(end - 1) { end - 1 } else { end };
        let earliest = last.saturating_sub(4).max(self.tokens.start);
        (earliest..last).find(|start| {
            let span = self.span(&(*start..last));
            [List::Title, List::Office].into_iter().any(|list| tagger::is_entry(list, self.reading.text(), span))
        })
    }

    /// The description right before the name: `Pentagon spokesman`, `then-President`.
    fn before_name(&self) -> Option<Range<usize>> {
        let end = self.name.start;
        let head = self.head_before(end)?;
        let words = self.modified(head, end);
        let honorific = words.len() <= 2 && HONORIFICS.contains(&self.text(words.start));
        (!honorific).then_some(words)
    }

    /// A head with the words before it that narrow it: `Iraqi`, `top`, `the ministry’s` (without the article).
    fn modified(&self, head: usize, end: usize) -> Range<usize> {
        let mut start = head;
        while start > self.tokens.start && end - start < LONGEST_BEFORE && self.narrows(start - 1) {
            start -= 1;
        }
        while start < head && !self.opens(start) {
            start += 1;
        }
        start..end
    }

    /// Whether a token before a head belongs to its description.
    fn narrows(&self, at: usize) -> bool {
        let text = self.text(at);
        if self.mention_at(at).is_some_and(|mention| mention.kind == NameKind::Person) {
            return false;
        }
        let inner = self.glued(at + 1) && (matches!(text, "-" | "‑" | "’" | "'") || text == "." && self.glued(at));
        if inner || self.is(at, Classes::CLITIC) {
            return true;
        }
        let word = Classes::ADJECTIVE | Classes::NOUN | Classes::NAME | Classes::PARTICIPLE;
        let not = Classes::FINITE
            | Classes::DETERMINER
            | Classes::PREPOSITION
            | Classes::CONJUNCTION
            | Classes::PRONOUN
            | Classes::POSSESSIVE
            | Classes::SUBORDINATOR
            | Classes::NUMBER
            | Classes::TIME
            | Classes::MARK
            | Classes::ING
            | Classes::ADVERB;
        const TIMES: [&str; 7] = ["acting", "current", "former", "incoming", "late", "outgoing", "then"];
        let time = TIMES.iter().any(|time| text.eq_ignore_ascii_case(time));
        time || self.closes_abbreviation(at) || self.is(at, word) && !self.is(at, not)
    }

    /// Whether a token is the stop of an abbreviated title: `Lt. Gen.`
    fn closes_abbreviation(&self, at: usize) -> bool {
        self.text(at) == "." && self.glued(at) && {
            let title = self.reading.tokens[at - 1].span();
            tagger::is_entry(List::Title, self.reading.text(), title)
        }
    }

    /// Whether a description can begin with a token.
    fn opens(&self, at: usize) -> bool {
        let text = self.text(at);
        let first_of_sentence = at == self.tokens.start && !(self.text(at + 1) == "-" && self.glued(at + 1));
        let loose = first_of_sentence && self.is(at, Classes::ADVERB | Classes::PREPOSITION);
        let inner = self.is(at, Classes::CLITIC | Classes::MARK) || text.len() == 1 && self.glued(at);
        !inner && !loose
    }

    /// `the prime minister, NAME,`, `Kenya’s president, NAME,`: without the article.
    fn aside_before(&self) -> Option<Range<usize>> {
        let comma = self.name.start.checked_sub(1).filter(|at| *at > self.tokens.start && self.text(*at) == ",")?;
        if self.name.end < self.tokens.end && !self.is_mark(self.name.end) {
            return None;
        }
        let earliest = comma.saturating_sub(LONGEST_ASIDE).max(self.tokens.start);
        let stops = |at: usize| self.is(at, Classes::FINITE | Classes::SUBORDINATOR) || self.is_mark(at);
        let after = (earliest..comma).rev().find(|at| stops(*at)).map_or(earliest, |at| at + 1);
        let article = (after..comma).find(|at| self.is(*at, Classes::DETERMINER | Classes::POSSESSIVE));
        let owner = (after..comma).any(|at| self.is(at, Classes::CLITIC));
        let first = match article {
            Some(article) => article + 1,
            None if owner => after,
            None => return None,
        };
        let of = (first..comma).find(|at| self.is(*at, Classes::PREPOSITION)).unwrap_or(comma);
        let head = self.head_before(of)?;
        (head >= first && self.modified(head, of).start <= first).then_some(first..comma)
    }

    fn is_mark(&self, at: usize) -> bool {
        matches!(self.text(at), "," | "." | ";" | ")" | "—" | "–")
    }

    /// `NAME, the mayor of Lumia,`: without the article.
    fn aside_after(&self) -> Option<Range<usize>> {
        let is_comma = |at: usize| at + 1 < self.tokens.end && self.text(at) == ",";
        let mut comma = self.name.end;
        if is_comma(comma) && self.is(comma + 1, Classes::NUMBER) && is_comma(comma + 2) {
            // An age: `NAME, 54, the mayor of Lumia,`.
            comma += 2;
        }
        if !is_comma(comma) {
            return None;
        }
        let last = self.tokens.end.min(comma + 2 + LONGEST_ASIDE);
        let end = (comma + 1..last).find(|at| self.ends_aside(*at))?;
        let first = comma + 1 + usize::from(self.is(comma + 1, Classes::DETERMINER));
        let words = first..end;
        let foreign = |at: usize| {
            self.is(at, Classes::FINITE | Classes::PRONOUN | Classes::SUBORDINATOR)
                || self.mention_at(at).is_some_and(|mention| mention.kind == NameKind::Person)
        };
        if words.is_empty() || words.clone().any(foreign) {
            return None;
        }
        let of = words.clone().find(|at| self.is(*at, Classes::PREPOSITION)).unwrap_or(end);
        let head = self.head_before(of)?;
        (head >= first && self.modified(head, of).start <= first).then_some(words)
    }

    /// Whether an aside ends before a token.
    fn ends_aside(&self, at: usize) -> bool {
        let abbreviation = self.text(at) == "." && self.glued(at) && at + 1 < self.tokens.end;
        let relative = matches!(self.text(at), "who" | "whose" | "whom" | "which");
        (self.is_mark(at) && !abbreviation) || relative
    }
}
