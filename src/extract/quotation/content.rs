//! What was said: where the words after a reporting verb begin, and where they end.

use std::ops::Range;

use super::cue::Frames;
use super::passage::{Kind, Passage};
use super::speaker::Speakers;
use crate::extract::grammar::Classes;

/// How the words after a reporting verb are tied to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tie {
    /// A mark: `said, “…”`.
    Mark,
    /// A colon, and nothing after it in the paragraph.
    Announced,
    /// `that`.
    That,
    /// A clause without `that`.
    Bare,
    /// `whether`, `how`.
    Question,
    /// `vowed to`.
    Infinitive,
    /// `called for`.
    Preposition,
    /// `criticised the plan`.
    Noun,
}

impl Tie {
    /// Whether the words are no clause of their own.
    fn is_weak(self) -> bool {
        matches!(self, Self::Infinitive | Self::Preposition | Self::Noun)
    }
}

/// The items of a content, and how they are tied to the verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) items: Range<usize>,
    pub(super) tie: Tie,
}

/// The words that follow the verb at `verb`, up to `end`.
pub(super) fn after(passage: &Passage<'_>, verb: usize, end: usize, frames: &Frames) -> Option<Content> {
    let start = Finder { passage, end, frames }.start(verb + 1)?;
    let items = start.items.start..cut(passage, start.items, start.tie);
    (!items.is_empty()).then_some(Content { items, tie: start.tie })
}

struct Finder<'p, 'a> {
    passage: &'p Passage<'a>,
    end: usize,
    frames: &'p Frames,
}

impl Finder<'_, '_> {
    /// Where the content begins; its end is not yet cut.
    fn start(&self, first: usize) -> Option<Content> {
        let mut at = first;
        if let Some(content) = self.prepositional(at) {
            return Some(content);
        }
        if self.passage.is_word(at, &["out", "back", "on", "off"]) && !self.frames.prepositions.is_empty() {
            at += 1;
        }
        if self.frames.told {
            at = self.addressee(at);
        }
        self.tied(at).or_else(|| {
            let later = self.circumstances(at);
            if later > at
                && let Some(content) = self.tied(later)
            {
                return Some(content);
            }
            self.after_aside(later)
        })
    }

    fn content(&self, start: usize, tie: Tie) -> Option<Content> {
        (start < self.end).then_some(Content { items: start..self.end, tie })
    }

    /// The content, if it begins at `at`.
    fn tied(&self, at: usize) -> Option<Content> {
        if at >= self.end {
            return None;
        }
        if let Some(content) = self.marked(at) {
            return Some(content);
        }
        let frames = self.frames;
        let that = self.passage.is(at, Classes::THAT);
        if that && self.passage.is(at.saturating_sub(1), Classes::NOUN_TOO) && self.passage.is(at + 1, Classes::FINITE)
        {
            // `rules that could …` are no verb and its clause.
            return None;
        }
        if frames.that && that && self.has_verb(at + 1) {
            return self.content(at, Tie::That);
        }
        if frames.whether && self.passage.is(at, Classes::QUESTION) {
            return self.content(at, Tie::Question);
        }
        if frames.to
            && self.passage.is(at, Classes::TO)
            && self.passage.is(self.past_adverbs(at + 1), Classes::BASE | Classes::BE)
        {
            return self.content(at, Tie::Infinitive);
        }
        if frames.that && self.clause(at) {
            return self.content(at, Tie::Bare);
        }
        if frames.noun && self.opens_phrase(at) {
            return self.content(at, Tie::Noun);
        }
        None
    }

    /// Words between marks at `at`, perhaps after a comma or colon; or a colon that ends the statement.
    fn marked(&self, at: usize) -> Option<Content> {
        if !self.frames.speaks() {
            return None;
        }
        let quoted = |index: usize| matches!(self.passage.kind(index), Kind::Quoted(_)) && index < self.end;
        match self.passage.kind(at) {
            Kind::Quoted(_) if self.is_whole(at) => self.content(at, Tie::Mark),
            Kind::Comma | Kind::Colon | Kind::Dash if quoted(at + 1) => self.content(at + 1, Tie::Mark),
            Kind::Colon if at + 1 == self.end => Some(Content { items: at..at + 1, tie: Tie::Announced }),
            Kind::Colon => self.content(at + 1, Tie::Bare),
            _ => None,
        }
    }

    /// Whether the quoted stretch at `at` is all that was said, not the beginning of a clause (`said “many” had left`).
    fn is_whole(&self, at: usize) -> bool {
        !self.passage.is(at + 1, Classes::FINITE)
    }

    fn prepositional(&self, at: usize) -> Option<Content> {
        let fits = self.passage.is_word(at, &self.frames.prepositions);
        if !fits || self.passage.is_word(at, &["out", "on"]) && self.passage.is(at + 1, Classes::TIME) {
            return None;
        }
        let particle = self.passage.is_word(at, &["out"]);
        if particle {
            return self.tied(at + 1).or_else(|| self.content(at + 1, Tie::Noun));
        }
        let phrase = self.past_adverbs(at + 1);
        self.opens_phrase(phrase).then(|| self.content(at + 1, Tie::Preposition)).flatten()
    }

    fn past_adverbs(&self, mut at: usize) -> usize {
        while self.passage.is(at, Classes::ADVERB | Classes::NOT) {
            at += 1;
        }
        at
    }

    /// The item after the person spoken to: `told reporters | that`.
    fn addressee(&self, at: usize) -> usize {
        let mut at = at;
        if self.passage.is(at, Classes::OBJECT) || self.passage.is_word(at, &["you", "it", "her"]) {
            return at + 1;
        }
        let first = at;
        while at < self.end && at < first + 12 && !self.content_opens(at) && self.is_phrase_part(at) {
            at += 1;
        }
        at
    }

    fn content_opens(&self, at: usize) -> bool {
        self.passage.is(at, Classes::THAT | Classes::QUESTION | Classes::PRONOUN | Classes::TIME)
            || self.passage.is(at, Classes::TO)
            || at > 0 && self.passage.is(at, Classes::DETERMINER | Classes::POSSESSIVE) && self.ends_phrase(at - 1)
    }

    fn ends_phrase(&self, at: usize) -> bool {
        self.passage.is(at, Classes::NOUN | Classes::NAME) && !self.passage.is(at, Classes::VERB)
    }

    fn is_phrase_part(&self, at: usize) -> bool {
        self.passage.kind(at) == Kind::Word && !self.passage.is(at, Classes::FINITE | Classes::SUBORDINATOR)
            || self.passage.kind(at) == Kind::Other
    }

    /// The item after times, places and manners: `said | on Monday in a statement | that`.
    fn circumstances(&self, at: usize) -> usize {
        let mut at = at;
        while at < self.end {
            let next = match self.passage.kind(at) {
                Kind::Word if self.passage.is(at, Classes::ADVERB | Classes::TIME) => at + 1,
                Kind::Word
                    if self.passage.is(at, Classes::PREPOSITION) && !self.passage.is(at, Classes::SUBORDINATOR) =>
                {
                    self.after_phrase(at + 1)
                }
                Kind::Word
                    if self.passage.is_word(at, &["as", "before", "after", "to", "this", "last", "late", "early"]) =>
                {
                    self.after_phrase(at + 1)
                }

                _ => at,
            };
            if next == at {
                break;
            }
            at = next;
        }
        at
    }

    /// `said, to general surprise, | that …`: what follows an aside that opens with the comma at `comma`.
    fn after_aside(&self, comma: usize) -> Option<Content> {
        if self.passage.kind(comma) != Kind::Comma {
            return None;
        }
        let longest = self.end.min(comma + 16);
        let twin = (comma + 1..longest).find(|&index| self.passage.kind(index) == Kind::Comma);
        let start = if self.passage.is(comma + 1, Classes::THAT) { comma + 1 } else { twin? + 1 };
        let verbless = !(comma..start).any(|index| self.passage.is(index, Classes::FINITE));
        self.tied(start).filter(|content| content.tie == Tie::That || content.tie == Tie::Mark && verbless)
    }

    /// The item after the noun phrase that begins at `at`.
    fn after_phrase(&self, at: usize) -> usize {
        let mut end = at;
        if self.passage.is(end, Classes::DETERMINER | Classes::POSSESSIVE | Classes::OBJECT) {
            end += 1;
        }
        while end < self.end
            && self.passage.kind(end) == Kind::Word
            && (end == at || !self.passage.is(end, Classes::DETERMINER | Classes::POSSESSIVE | Classes::PRONOUN))
            && self.passage.is(
                end,
                Classes::NOUN
                    | Classes::NAME
                    | Classes::ADJECTIVE
                    | Classes::NUMBER
                    | Classes::TIME
                    | Classes::CLITIC
                    | Classes::PARTICIPLE
                    | Classes::ING,
            )
            && !self.passage.is(end, Classes::FINITE | Classes::THAT)
        {
            end += 1;
        }
        end
    }

    fn opens_phrase(&self, at: usize) -> bool {
        if at >= self.end {
            return false;
        }
        match self.passage.kind(at) {
            Kind::Quoted(_) => true,
            Kind::Word => {
                let opens = Classes::DETERMINER
                    | Classes::POSSESSIVE
                    | Classes::OBJECT
                    | Classes::NAME
                    | Classes::NOUN
                    | Classes::ADJECTIVE
                    | Classes::NUMBER
                    | Classes::ING;
                self.passage.is(at, opens) && !self.passage.is(at, Classes::FINITE | Classes::TIME)
            }
            _ => false,
        }
    }

    /// Whether a clause begins at `at`: a subject, and a finite verb before anything that could only come later.
    fn clause(&self, at: usize) -> bool {
        let opens = self.passage.is(at, Classes::PRONOUN | Classes::SUBORDINATOR)
            || self.passage.is_word(at, &["there", "this", "that"])
            || self.opens_phrase(at)
            || self.passage.is(at, Classes::ADVERB) && self.opens_phrase(at + 1);
        if !opens || self.passage.kind(at) == Kind::Word && self.passage.is_word(at, &["to"]) {
            return false;
        }
        let strict = self.frames.noun || self.frames.object;
        for index in at..self.end {
            match self.passage.kind(index) {
                Kind::Semicolon | Kind::Colon => return false,
                Kind::Comma if strict && index > at => return false,
                // `took office, but he …`: the first verb is that of another clause.
                Kind::Comma if index > at && self.passage.is_word(index + 1, &["but"]) => return false,
                // `a gulf in the way the two see it`: the subject of a clause that hangs on a noun.
                Kind::Word
                    if strict
                        && index > at + 1
                        && self.passage.is(index, Classes::DETERMINER | Classes::POSSESSIVE | Classes::PRONOUN)
                        && self.passage.is(index - 1, Classes::NOUN)
                        && !self.passage.is(index - 1, Classes::FINITE) =>
                {
                    return false;
                }
                Kind::Word
                    if index > at
                        && strict
                        && self.passage.is(index, Classes::RELATIVE | Classes::SUBORDINATOR | Classes::CONJUNCTION) =>
                {
                    return false;
                }
                Kind::Word if index > at && self.passage.is(index, Classes::FINITE) => return true,
                Kind::Quoted(_) if index > at && !strict => return true,
                _ => {}
            }
        }
        false
    }

    fn has_verb(&self, at: usize) -> bool {
        (at..self.end).any(|index| {
            self.passage.is(index, Classes::FINITE | Classes::VERB)
                || matches!(self.passage.kind(index), Kind::Quoted(_))
        })
    }
}

/// Where a content that begins at `items.start` ends: at the statement's end, or where another thought begins.
fn cut(passage: &Passage<'_>, items: Range<usize>, tie: Tie) -> usize {
    if matches!(tie, Tie::Mark | Tie::Announced) && !matches!(passage.kind(items.start + 1), Kind::Word) {
        return items.start + 1;
    }
    if tie == Tie::Mark && spoken_out(passage, items.start) {
        return items.start + 1;
    }
    let mut end = items.end;
    for index in items.start + 1..items.end {
        if ends_at(passage, index, items.clone(), tie) {
            end = index;
            break;
        }
    }
    trim(passage, items.start..end).end
}

/// Whether the quoted stretch at `index` is whole by itself: it ends with a stop, or `and` with another verb follows.
fn spoken_out(passage: &Passage<'_>, index: usize) -> bool {
    let stopped = passage
        .quoted_at(index)
        .is_some_and(|quoted| quoted.span.of(passage.reading.text()).ends_with(['.', '?', '!', ',', '…']));
    stopped || passage.is(index + 1, Classes::CONJUNCTION) && passage.is(index + 2, Classes::FINITE)
}

/// Whether the content ends before the item at `index`.
fn ends_at(passage: &Passage<'_>, index: usize, content: Range<usize>, tie: Tie) -> bool {
    let next = index + 1;
    match passage.kind(index) {
        Kind::Semicolon => true,
        Kind::Word if paused_inside(passage, index - 1) => turns(passage, index, content.end),
        Kind::Comma => {
            turns(passage, next, content.end)
                || tie.is_weak()
                    && (passage
                        .is(next, Classes::RELATIVE | Classes::SUBORDINATOR | Classes::PREPOSITION | Classes::ING)
                        || passage.is_word(next, &["and"]) && passage.is(index + 2, Classes::FINITE))
        }
        Kind::Dash => passage.is_word(next, &["and", "but"]),
        Kind::Word if passage.is_word(index, &["and", "but"]) => {
            let verb = (next..content.end).find(|&at| !passage.is(at, Classes::ADVERB)).unwrap_or(next);
            passage.is(verb, Classes::FINITE)
                && Frames::of(passage.items[verb].word).is_some_and(|frames| frames.that && !frames.attitude)
                || tie.is_weak() && passage.is(index, Classes::CONJUNCTION) && passage.is_word(index, &["but"])
        }
        Kind::Word if tie.is_weak() => {
            passage.is_word(
                index,
                &["because", "while", "when", "after", "before", "amid", "but", "although", "if", "unless", "since"],
            ) || passage.is(index, Classes::PREPOSITION)
                && passage.is(next, Classes::TIME)
                && !(next..content.end).any(|at| matches!(passage.kind(at), Kind::Quoted(_)))
                || passage.is_word(index, &["as"]) && passage.is(index + 2, Classes::FINITE)
        }
        _ => false,
    }
}

/// Whether the item at `index` is a quoted stretch that ends in a comma.
fn paused_inside(passage: &Passage<'_>, index: usize) -> bool {
    passage.quoted_at(index).is_some_and(|quoted| quoted.span.of(passage.reading.text()).ends_with(','))
}

/// Whether, after a comma, another thought begins at `next`.
fn turns(passage: &Passage<'_>, next: usize, end: usize) -> bool {
    reporting_participle(passage, next)
        || passage.is_word(next, &["according", "while", "although", "though", "whereas"])
        || passage.is_word(next, &["but"]) && opens_clause(passage, next + 1)
        || passage.is_word(next, &["and"]) && reports_next(passage, next + 1, end)
        || frame_follows(passage, next, end)
}

/// Whether a subject seems to stand at `index`, rather than the rest of a clause (`but could not`).
fn opens_clause(passage: &Passage<'_>, index: usize) -> bool {
    !passage.is(index, Classes::FINITE | Classes::NOT | Classes::VERB | Classes::PREPOSITION)
}

/// Whether another attribution begins at `start`: `and the army warned that …`.
fn reports_next(passage: &Passage<'_>, start: usize, end: usize) -> bool {
    let verb = (start..end.min(start + 7)).find(|&index| passage.is(index, Classes::FINITE));
    verb.is_some_and(|verb| {
        verb > start
            && Frames::of(passage.items[verb].word).is_some_and(|frames| frames.that && !frames.attitude)
            && passage.is(verb + 1, Classes::THAT | Classes::PRONOUN)
    })
}

/// `saying`, `adding`, but not `referring to`.
fn reporting_participle(passage: &Passage<'_>, index: usize) -> bool {
    passage.is(index, Classes::ING)
        && Frames::of(passage.items[index].word).is_some_and(|frames| frames.speaks() || frames.noun)
}

/// Whether `X said` and then a mark or the end stands at `start`.
fn frame_follows(passage: &Passage<'_>, start: usize, end: usize) -> bool {
    let speaks = |index: usize| {
        passage.is(index, Classes::FINITE) && Frames::of(passage.items[index].word).is_some_and(Frames::speaks)
    };
    for verb in start..end.min(start + 8) {
        if !speaks(verb) {
            if passage.kind(verb) != Kind::Word {
                return false;
            }
            continue;
        }
        let last = passage.kind(verb + 1) != Kind::Word || verb + 1 == end || passage.is(verb + 1, Classes::TIME);
        let inverted = verb == start && Speakers::new(passage, start..end).after(verb + 1).is_some();
        let subject = verb > start && Speakers::new(passage, start..end).before(verb).is_some();
        return inverted || subject && last;
    }
    false
}

/// Leaves out marks at either end.
pub(super) fn trim(passage: &Passage<'_>, items: Range<usize>) -> Range<usize> {
    let loose = |index: usize| {
        matches!(passage.kind(index), Kind::Comma | Kind::Stop | Kind::Colon | Kind::Semicolon | Kind::Dash)
    };
    let mut items = items;
    while !items.is_empty() && loose(items.end - 1) {
        items.end -= 1;
    }
    while !items.is_empty() && loose(items.start) {
        items.start += 1;
    }
    items
}
