//! Sentences cut into segments and clauses, by marks and small closed word lists.
//!
//! There is no tagger here. Verbs are found by auxiliaries, common irregular forms and `-ed`; everything else about a
//! clause follows from where its commas stand and which word opens each segment. What cannot be told is left whole: a
//! longer line is better than a wrong one.

pub(super) mod cut;
mod word;

pub(super) use self::word::{Word, listed};
use std::cell::OnceCell;

use crate::extract::entry::Entry;
use crate::extract::grammar::{self, Classes};
use crate::extract::token::{Reading, Token};
use crate::span::TextSpan;

/// One sentence with the class of each token and its segments. Positions count tokens from the start of the sentence.
pub(super) struct Outline<'r> {
    reading: &'r Reading<'r>,
    tokens: &'r [Token],
    guesses: &'r [grammar::Word],
    words: Vec<Word>,
    /// Cut when they are asked for: not every reader of words needs them.
    segments: OnceCell<Vec<Segment>>,
}

/// A stretch between two commas, dashes, brackets or semicolons. Where a clause begins without a mark, it begins a segment too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    /// First token.
    pub(super) first: usize,
    /// One past the last token; the mark is not included.
    pub(super) end: usize,
    /// How it begins.
    pub(super) opener: Opener,
    /// The first token of its finite verb, if it has one.
    pub(super) verb: Option<usize>,
    /// Whether it stands between brackets or a pair of dashes.
    pub(super) inserted: bool,
}

/// How a segment begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opener {
    /// With a noun, an article, an adjective.
    Plain,
    /// With a preposition: `in`, `as part of`.
    Preposition,
    /// With `when`, `after`, `while`, and a clause after it.
    Subordinator,
    /// With `which`, `who`, `where`.
    Relative,
    /// With `and`, `or`.
    And,
    /// With `but`, `yet`.
    But,
    /// With a form in `-ing` or `-ed`.
    Participle,
    /// It is nothing but a source: `police said`.
    Source,
}

impl<'r> Outline<'r> {
    /// Outlines the tokens `from..end` of a reading, which lie in one sentence.
    pub(super) fn of(reading: &'r Reading<'r>, tokens: &'r [Token]) -> Self {
        let before =
            tokens.first().map_or(0, |first| reading.tokens.partition_point(|token| token.start < first.start));
        let guesses = reading.words.get(before..before + tokens.len()).unwrap_or_default();
        let words = (0..tokens.len()).map(|at| classify(reading, tokens, guesses, at)).collect();
        Self { reading, tokens, guesses, words, segments: OnceCell::new() }
    }

    /// `Under a plan agreed in March, …`: what looks like the verb of an opening phrase is a participle where a clause follows.
    fn settle_opening(&self, segments: &mut [Segment]) {
        let clause_follows =
            segments.iter().skip(1).any(|segment| segment.opener == Opener::Plain && segment.verb.is_some());
        let Some(opening) = segments.first().copied().filter(|_| clause_follows) else { return };
        let participle = opening.verb.is_some_and(|verb| self.word(verb) == Word::Past && self.reduced(verb));
        if opening.opener == Opener::Preposition
            && participle
            && let Some(opening) = segments.first_mut()
        {
            opening.verb = None;
        }
    }

    /// The segments, in text order.
    pub(super) fn segments(&self) -> &[Segment] {
        self.segments.get_or_init(|| {
            let mut segments = self.cut();
            self.settle_opening(&mut segments);
            segments
        })
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The class of a token; [`Word::Other`] outside.
    pub(super) fn word(&self, at: usize) -> Word {
        self.words.get(at).copied().unwrap_or(Word::Other)
    }

    /// The text of a token; empty outside.
    pub(super) fn text(&self, at: usize) -> &'r str {
        self.tokens.get(at).map_or("", |token| self.reading.word(*token))
    }

    /// What the word lists know a token as.
    pub(super) fn entry(&self, at: usize) -> Entry {
        self.tokens.get(at).map_or_else(Entry::default, |token| token.entry)
    }

    /// Whether a token is one of these words, whatever its case.
    pub(super) fn is(&self, at: usize, words: &[&str]) -> bool {
        let text = self.text(at);
        words.iter().any(|word| word.eq_ignore_ascii_case(text))
    }

    /// The bytes of the tokens `first..end`.
    pub(super) fn span(&self, first: usize, end: usize) -> TextSpan {
        let start = self.tokens.get(first).map_or(0, |token| token.start);
        let last = end.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(start, |token| token.end);
        TextSpan::new(start, last.max(start))
    }

    /// The tokens that a span of the text covers.
    pub(super) fn tokens_in(&self, span: TextSpan) -> (usize, usize) {
        let first = self.tokens.partition_point(|token| token.end <= span.start);
        let end = self.tokens.partition_point(|token| token.start < span.end);
        (first, end.max(first))
    }

    /// Whether no space stands between a token and the one before it.
    pub(super) fn glued(&self, at: usize) -> bool {
        match (at.checked_sub(1).and_then(|before| self.tokens.get(before)), self.tokens.get(at)) {
            (Some(before), Some(token)) => before.end == token.start,
            _ => false,
        }
    }

    /// The finite verb among the tokens `first..end`: an auxiliary or sure form before a form that may be a participle.
    pub(super) fn verb_in(&self, first: usize, end: usize) -> Option<usize> {
        let mut weak = None;
        for at in first..end {
            match self.word(at) {
                Word::That | Word::Relative if weak.is_some() => return weak,
                Word::Be | Word::Have | Word::Modal | Word::Do if !self.follows_to(at) => {
                    return Some(weak.filter(|weak| !self.reduced(*weak)).unwrap_or(at));
                }
                Word::Say | Word::Present if !self.follows_to(at) && !self.attributive(at) => {
                    return Some(weak.filter(|weak| !self.reduced(*weak)).unwrap_or(at));
                }
                Word::Past if !self.attributive(at) => {
                    if weak.is_some_and(|weak| !self.reduced(weak)) {
                        return weak;
                    }
                    if self.reduced(at) {
                        weak = weak.or(Some(at));
                    } else {
                        return Some(at);
                    }
                }
                _ => {}
            }
        }
        weak
    }

    /// The first finite verb among the tokens `first..end` by the light guess, which knows the present tense better.
    pub(super) fn finite_in(&self, first: usize, end: usize) -> Option<usize> {
        let guesses = self.guesses.get(first..end)?;
        guesses.iter().position(|guess| guess.is(Classes::FINITE)).map(|at| first + at)
    }

    fn follows_to(&self, at: usize) -> bool {
        at > 0 && self.word(at - 1) == Word::To
    }

    /// Whether a verb's form stands before a noun: `the proposed law`, `their declared aim`.
    fn attributive(&self, at: usize) -> bool {
        at > 0
            && (matches!(self.word(at - 1), Word::Determiner | Word::Preposition | Word::Possessive)
                || (self.text(at - 1) == "-" && self.glued(at)))
    }

    /// Whether a past form reads like a participle after its noun: `troops based in`, `a deal brokered by`.
    fn reduced(&self, at: usize) -> bool {
        matches!(self.word(at + 1), Word::Preposition | Word::To) && !self.is(at + 1, &["to"])
    }

    fn cut(&self) -> Vec<Segment> {
        let mut segments = Vec::new();
        let (mut first, mut inserted) = (0, false);
        for at in 0..=self.len() {
            let word = self.word(at);
            let ends =
                at == self.len() || matches!(word, Word::Comma | Word::Break | Word::Open | Word::Close | Word::Stop);
            let begins = !ends && at > first && self.clause_begins(first, at);
            if !ends && !begins {
                continue;
            }
            if at > first {
                segments.push(self.segment(first, at, inserted));
            }
            first = if begins { at } else { at + 1 };
            inserted = match word {
                Word::Open => true,
                Word::Close => false,
                Word::Break if self.is(at, &["—", "–", "-"]) => !inserted && self.dash_follows(at + 1),
                _ => inserted,
            };
        }
        segments
    }

    fn dash_follows(&self, at: usize) -> bool {
        (at..self.len()).any(|at| self.word(at) == Word::Break && self.is(at, &["—", "–", "-"]))
    }

    /// Whether a clause begins at a token without a mark before it: `… when he left`, `… after rebels took the town`.
    fn clause_begins(&self, first: usize, at: usize) -> bool {
        if self.word(at) != Word::Subordinator || !(self.verb_in(first, at).is_some() || self.measures(first, at)) {
            return false;
        }
        let end = (at..self.len())
            .find(|end| matches!(self.word(*end), Word::Comma | Word::Break | Word::Open | Word::Stop))
            .unwrap_or(self.len());
        self.verb_in(at + 1, end).is_some()
    }

    /// `a day after`, `two weeks before`: a length of time from which the clause at a token counts.
    fn measures(&self, first: usize, at: usize) -> bool {
        const UNITS: &[&str] =
            &["hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years", "decades"];
        const LONGEST: usize = 4;
        self.is(at, &["after", "before"]) && at - first <= LONGEST && self.is(at - 1, UNITS)
    }

    fn segment(&self, first: usize, end: usize, inserted: bool) -> Segment {
        let verb = self.verb_in(first, end);
        Segment { first, end, opener: self.opener(first, end, verb), verb, inserted }
    }

    fn opener(&self, first: usize, end: usize, verb: Option<usize>) -> Opener {
        match self.word(first) {
            Word::Subordinator if verb.is_some() => Opener::Subordinator,
            Word::Subordinator | Word::Preposition => Opener::Preposition,
            Word::Relative => Opener::Relative,
            Word::And => Opener::And,
            Word::But => Opener::But,
            Word::Ing => Opener::Participle,
            Word::Past if verb == Some(first) && self.reduced(first) => Opener::Participle,
            _ if end - first <= 9 && verb.is_some_and(|verb| self.is_source(first, verb, end)) => Opener::Source,
            _ => Opener::Plain,
        }
    }

    /// `police said`, `said a spokesman`, `the ministry said in a statement`.
    fn is_source(&self, first: usize, verb: usize, end: usize) -> bool {
        self.word(verb) == Word::Say
            && first > 0
            && (verb + 1 == end || verb == first || self.word(verb + 1) == Word::Preposition)
    }
}

/// The class of a token among its neighbours.
fn classify(reading: &Reading<'_>, tokens: &[Token], guesses: &[grammar::Word], at: usize) -> Word {
    let Some(token) = tokens.get(at) else { return Word::Other };
    let here = reading.word(*token);
    let text = |at: usize| tokens.get(at).map_or("", |token| reading.word(*token));
    let glued = |at: usize| matches!((tokens.get(at.wrapping_sub(1)), tokens.get(at)), (Some(before), Some(token)) if before.end == token.start);
    match here {
        "," if glued(at) && glued(at + 1) && text(at + 1).starts_with(|c: char| c.is_ascii_digit()) => Word::Other,
        "-" | "–" if glued(at) || glued(at + 1) => Word::Other,
        ":" if glued(at) && glued(at + 1) => Word::Other,
        "." => {
            let last = at + 1 == tokens.len() || (at + 2 == tokens.len() && matches!(text(at + 1), "”" | "\"" | "’"));
            let initial = glued(at) && text(at.wrapping_sub(1)).len() == 1 && text(at.wrapping_sub(2)) == ".";
            if last && !initial { Word::Stop } else { Word::Other }
        }
        "s" if matches!(text(at.wrapping_sub(1)), "'" | "’") && glued(at) => Word::Possessive,
        _ => match word::class(here, token.entry) {
            // `the United States`
            Word::Past | Word::Present | Word::Say | Word::Ing
                if guesses.get(at).is_some_and(|guess| guess.is(Classes::NAME)) =>
            {
                Word::Other
            }
            Word::Other if guesses.get(at).is_some_and(|guess| is_present(*guess, guesses.get(at + 1))) => {
                Word::Present
            }
            class => class,
        },
    }
}

/// Whether the light guess takes a token for a verb in the present tense. One that is as often a noun (`talks between`) is a
/// verb only where no phrase follows.
fn is_present(guess: grammar::Word, next: Option<&grammar::Word>) -> bool {
    let third = guess.is(Classes::PRESENT) && guess.is(Classes::FINITE) && !guess.is(Classes::AUXILIARY);
    third && (!guess.is(Classes::NOUN_TOO) || !next.is_some_and(|next| next.is(Classes::PREPOSITION)))
}
