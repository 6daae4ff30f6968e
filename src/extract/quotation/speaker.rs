//! Whose words: the subject of a reporting verb, found on either side of it.

use std::ops::Range;

use super::cue::Frames;
use super::passage::{Kind, Passage};
use crate::extract::grammar::Classes;
use crate::extract::tagger::{self, List};

/// The words that stand for a speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    /// The items, with what hangs on the noun: `a spokesman for the ministry`.
    pub(super) items: Range<usize>,
    /// What they are.
    pub(super) kind: SourceKind,
    /// The last item of a name that stands beside the phrase: `the adviser, Sara Holm,`.
    pub(super) beside: Option<usize>,
}

impl Source {
    fn new(items: Range<usize>, kind: SourceKind) -> Self {
        Self { items, kind, beside: None }
    }
}

/// What the words for a speaker are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SourceKind {
    /// A pronoun.
    Pronoun,
    /// A noun phrase; the item is its head.
    Phrase(usize),
    /// Several joined by `and`.
    Several,
}

/// How deep a subject is looked for through coordinated and governing verbs.
const DEEPEST: usize = 4;

/// Nouns that carry words but do not speak: after them, `saying` has the subject of the verb before.
const CARRIERS: [&str; 24] = [
    "statement",
    "statements",
    "letter",
    "letters",
    "tweet",
    "tweets",
    "interview",
    "interviews",
    "post",
    "posts",
    "message",
    "messages",
    "email",
    "memo",
    "note",
    "release",
    "speech",
    "press",
    "conference",
    "briefing",
    "video",
    "article",
    "report",
    "call",
];

/// Nouns for what happens or passes, which neither speaks nor carries words.
const MUTE: [&str; 44] = [
    "attack",
    "attacks",
    "battle",
    "case",
    "cases",
    "change",
    "changes",
    "conflict",
    "crisis",
    "date",
    "dates",
    "deadline",
    "dialogue",
    "dialogues",
    "disaster",
    "drought",
    "earthquake",
    "election",
    "elections",
    "event",
    "events",
    "explosion",
    "flood",
    "flurry",
    "meeting",
    "meetings",
    "negotiations",
    "protest",
    "protests",
    "raid",
    "recession",
    "round",
    "section",
    "storm",
    "strike",
    "strikes",
    "summit",
    "talks",
    "trip",
    "visit",
    "vote",
    "war",
    "way",
    "word",
];

/// Finds speakers in one statement.
pub(super) struct Speakers<'p, 'a> {
    passage: &'p Passage<'a>,
    /// The statement, or what of it is still free.
    bounds: Range<usize>,
}

impl<'p, 'a> Speakers<'p, 'a> {
    pub(super) fn new(passage: &'p Passage<'a>, bounds: Range<usize>) -> Self {
        Self { passage, bounds }
    }

    /// The first item of the verb group that ends in the verb at `verb`: `has not yet said`.
    pub(super) fn group_start(&self, verb: usize) -> usize {
        let mut start = verb;
        while start > self.bounds.start {
            let before = start - 1;
            let inside = self.passage.is(before, Classes::ADVERB | Classes::NOT | Classes::AUXILIARY)
                || (self.passage.items[before].word.is(Classes::CLITIC) && !self.owns(before));
            if !inside {
                break;
            }
            start = before;
        }
        start
    }

    /// Whether a clitic is the `’s` of an owner: a noun stands before it.
    fn owns(&self, clitic: usize) -> bool {
        let apart = !self.passage.text(self.passage.items[clitic]).starts_with(['\'', '’']);
        let before = clitic.checked_sub(if apart { 2 } else { 1 });
        before.is_some_and(|before| self.passage.is(before, Classes::NAME | Classes::NOUN))
    }

    /// Whether the verb at `verb` is passive: a participle governed by `be`.
    pub(super) fn is_passive(&self, verb: usize) -> bool {
        let group = self.group_start(verb)..verb;
        let being = group.clone().any(|index| self.passage.is(index, Classes::BE));
        being && !self.passage.is(verb, Classes::ING)
    }

    /// The subject of the verb at `verb`, before it.
    pub(super) fn before(&self, verb: usize) -> Option<Source> {
        self.subject(verb, DEEPEST)
    }

    /// Whether the words stand for what can speak: a person, a body, or a text; not `the talks`.
    pub(super) fn can_speak(&self, source: &Source) -> bool {
        !matches!(source.kind, SourceKind::Phrase(head) if self.passage.is_word(head, &MUTE))
    }

    fn subject(&self, verb: usize, deep: usize) -> Option<Source> {
        if deep == 0 {
            return None;
        }
        let group = self.group_start(verb);
        let at = self.without_time(group)?;
        let item = self.passage.get(at)?;
        let governed = group == verb && self.passage.is(verb, Classes::ING);
        match item.kind {
            Kind::Comma if governed || self.passage.is(verb, Classes::ING) && !self.has_be(group..verb) => {
                self.governing(at, deep)
            }
            Kind::Comma | Kind::Dash => self.before_aside(at, deep),
            Kind::Close => self.phrase_before(self.opening_bracket(at)?),
            Kind::Other if self.passage.text(item) != "." => None,
            Kind::Quoted(_) | Kind::Other => self.phrase(at),
            Kind::Word => self.at_word(at, governed, deep),
            Kind::Stop | Kind::Colon | Kind::Semicolon | Kind::Open => None,
        }
    }

    fn has_be(&self, mut group: Range<usize>) -> bool {
        group.any(|index| self.passage.is(index, Classes::BE))
    }

    /// The subject, where the word at `at` stands directly before the verb group.
    fn at_word(&self, at: usize, governed: bool, deep: usize) -> Option<Source> {
        let word = self.passage.items[at].word;
        if word.is(Classes::CONJUNCTION) {
            return self.governing(at, deep);
        }
        if word.is(Classes::TO) && !word.is(Classes::RELATIVE) {
            return self.governing(at, deep);
        }
        if self.passage.is_word(at, &["who", "which", "that"]) {
            return self.relative(at);
        }
        if word.is(Classes::PRONOUN) {
            return Some(Source::new(at..at + 1, SourceKind::Pronoun));
        }
        if governed && (word.is(Classes::PREPOSITION | Classes::SUBORDINATOR) || self.passage.is_word(at, &CARRIERS)) {
            return self.governing(at, deep);
        }
        self.phrase(at)
    }

    /// The last item before `group` that does not belong to a time: `the ministry this week | announced`.
    fn without_time(&self, group: usize) -> Option<usize> {
        let mut at = group.checked_sub(1)?;
        if !self.passage.is(at, Classes::TIME) {
            return (at >= self.bounds.start).then_some(at);
        }
        while at > self.bounds.start
            && self.passage.is(at, Classes::TIME | Classes::NUMBER | Classes::DETERMINER | Classes::ADVERB)
            || self.passage.is_word(at, &["last", "next", "late", "early", "on"])
        {
            at = at.checked_sub(1)?;
        }
        // `a poll released in August | found`
        if self.passage.is_word(at, &["in"]) && at > self.bounds.start {
            at -= 1;
            if let Some(noun) = self.narrowed_by(at + 1) {
                at = noun;
            }
        }
        (at >= self.bounds.start).then_some(at)
    }

    /// The subject of the nearest finite verb before `at` that heads no clause inside another.
    fn governing(&self, at: usize, deep: usize) -> Option<Source> {
        let mut nearest = None;
        for verb in (self.bounds.start..at).rev() {
            if !self.passage.is(verb, Classes::FINITE) || self.passage.is(verb + 1, Classes::FINITE) {
                continue;
            }
            let Some(source) = self.subject(verb, deep - 1) else { continue };
            if !self.is_embedded(&source) {
                return Some(source);
            }
            nearest = nearest.or(Some(source));
        }
        nearest
    }

    /// `Kirby, a retired admiral, said`: the phrase before the aside that ends at the comma or dash `at`. The aside may
    /// hold commas itself, so that the nearest phrase that stands like a subject is taken.
    fn before_aside(&self, at: usize, deep: usize) -> Option<Source> {
        let kind = self.passage.kind(at);
        let mut nearest = None;
        for twin in (self.bounds.start + 1..at.saturating_sub(1)).rev() {
            if self.passage.kind(twin) != kind {
                continue;
            }
            if self.passage.is(twin - 1, Classes::CONJUNCTION) {
                return self.governing(twin - 1, deep);
            }
            let Some(phrase) = self.phrase_before(twin) else { continue };
            if self.stands_like_subject(&phrase) {
                let source = self.name_before(phrase, kind);
                return Some(if source.items.end == twin { self.with_name_beside(source, at + 1) } else { source });
            }
            let phrase = self.with_name_beside(phrase, at + 1);
            if phrase.beside.is_some() {
                return Some(phrase);
            }
            nearest = nearest.or(Some(phrase));
        }
        nearest
    }

    /// `the adviser, Sara Holm,`: a phrase that describes somebody, with the name that follows it between commas and ends
    /// before `end`.
    ///
    /// After `a spokesman for the president, …` the name may be either's, so that it is nobody's.
    fn with_name_beside(&self, mut source: Source, end: usize) -> Source {
        let SourceKind::Phrase(head) = source.kind else { return source };
        let comma = source.items.end;
        let described =
            self.passage.is(source.items.start, Classes::DETERMINER | Classes::POSSESSIVE | Classes::ADJECTIVE)
                || self.passage.is(head, Classes::NOUN);
        if !described || self.passage.is(head, Classes::NAME) || self.passage.kind(comma) != Kind::Comma {
            return source;
        }
        let is_name = |index: &usize| {
            self.passage.is(*index, Classes::NAME | Classes::CLITIC)
                || self.is_prefix(*index)
                || self.is_particle(*index)
                || self.passage.kind(*index) == Kind::Other
                    && matches!(self.passage.text_at(*index), "." | "-" | "’" | "'")
        };
        let Some(closing) = (comma + 1..end).find(|index| !is_name(index)) else {
            return source;
        };
        let closed = matches!(self.passage.kind(closing), Kind::Comma | Kind::Stop | Kind::Dash);
        let linked = source.items.end > head + 1;
        let either = linked && self.is_office(source.items.end - 1);
        if closing > comma + 1 && closed && !either {
            source.beside = Some(closing - 1);
            source.items.end = closing;
        }
        source
    }

    /// Whether the item is a small word inside names: `bin`, `van`.
    fn is_particle(&self, index: usize) -> bool {
        let word = std::iter::once(self.passage.text_at(index));
        self.passage.kind(index) == Kind::Word && tagger::longest_entry(List::Particle, word) == 1
    }

    /// Whether the item is what people are called by office: `president`.
    fn is_office(&self, index: usize) -> bool {
        let word = std::iter::once(self.passage.text_at(index));
        tagger::longest_entry(List::Office, word) == 1
    }

    /// Whether a subject belongs to a clause inside another: after `that`, `because`, or a verb that governs the clause.
    fn is_embedded(&self, source: &Source) -> bool {
        let Some(before) = source.items.start.checked_sub(1).filter(|&before| before >= self.bounds.start) else {
            return false;
        };
        let relative = self.passage.is(source.items.end - 1, Classes::RELATIVE);
        relative
            || self.passage.is(before, Classes::THAT | Classes::SUBORDINATOR | Classes::RELATIVE | Classes::QUESTION)
            || self.passage.is(before, Classes::VERB)
    }

    /// Whether a phrase opens its statement or clause.
    fn stands_like_subject(&self, phrase: &Source) -> bool {
        let head = match phrase.kind {
            SourceKind::Phrase(head) => head,
            SourceKind::Pronoun | SourceKind::Several => return true,
        };
        if self.passage.is(head, Classes::NUMBER) {
            return false;
        }
        let Some(before) = phrase.items.start.checked_sub(1).filter(|&before| before >= self.bounds.start) else {
            return true;
        };
        let opens = Classes::CONJUNCTION | Classes::SUBORDINATOR | Classes::THAT;
        self.passage.kind(before) != Kind::Word && self.passage.kind(before) != Kind::Other
            || self.passage.is(before, opens)
    }

    /// `Kirby, the spokesman, a retired admiral, said`: the name before a phrase that itself follows a comma.
    fn name_before(&self, phrase: Source, kind: Kind) -> Source {
        let named =
            |source: &Source| matches!(source.kind, SourceKind::Phrase(head) if self.passage.is(head, Classes::NAME));
        let comma = phrase.items.start.checked_sub(1).filter(|&before| before > self.bounds.start);
        match comma {
            Some(comma) if !named(&phrase) && self.passage.kind(comma) == kind => {
                self.phrase_before(comma).filter(named).unwrap_or(phrase)
            }
            _ => phrase,
        }
    }

    fn opening_bracket(&self, close: usize) -> Option<usize> {
        (self.bounds.start..close).rev().find(|&index| self.passage.kind(index) == Kind::Open)
    }

    /// `Kirby, who`: the words that a relative pronoun at `at` stands for, and the pronoun.
    fn relative(&self, at: usize) -> Option<Source> {
        let comma = at.checked_sub(1).filter(|&before| self.passage.kind(before) == Kind::Comma);
        let mut source = self.phrase_before(comma.unwrap_or(at))?;
        source.items.end = at + 1;
        Some(source)
    }

    fn phrase_before(&self, end: usize) -> Option<Source> {
        let last = self.without_time(end)?;
        match self.passage.kind(last) {
            Kind::Close => self.phrase_before(self.opening_bracket(last)?),
            _ if self.passage.is(last, Classes::PRONOUN) => Some(Source::new(last..end, SourceKind::Pronoun)),
            _ => self.phrase(last),
        }
    }

    /// The noun phrase that ends at `last`, with the phrases before it that it hangs on: `a spokesman for the ministry`.
    fn phrase(&self, last: usize) -> Option<Source> {
        let mut base = self.base(last)?;
        let mut head = last;
        let mut several = false;
        while base.start >= self.bounds.start + 2 {
            let link = base.start - 1;
            if self.passage.is_word(link, &["of", "in", "for", "at", "from", "with", "on", "against", "to", "between"])
                && self.is_nominal(link - 1)
                && !self.passage.is(link - 1, Classes::TIME)
            {
                let Some(earlier) = self.base(link - 1) else { break };
                // `a dialogue between A and B` is one.
                several = false;
                head = link - 1;
                base.start = earlier.start;
            } else if self.passage.is_word(link, &["and", "or"])
                && self.is_nominal(link - 1)
                && !self.passage.is(link - 1, Classes::TIME)
                && !self.clause_before(link)
            {
                let Some(earlier) = self.base(link - 1) else { break };
                several = true;
                base.start = earlier.start;
            } else if let Some(noun) = self.narrowed_by(link) {
                let Some(earlier) = self.base(noun) else { break };
                head = noun;
                base.start = earlier.start;
            } else {
                break;
            }
        }
        let kind = if several { SourceKind::Several } else { SourceKind::Phrase(head) };
        Some(Source::new(base, kind))
    }

    /// `protesters marching through | the streets`: the noun that a participle with the preposition at `link` narrows. No
    /// verb of a clause stands there, as the verb that the subject is looked for stands behind.
    fn narrowed_by(&self, link: usize) -> Option<usize> {
        let verb = link.checked_sub(1)?;
        let noun = verb.checked_sub(1).filter(|&noun| noun >= self.bounds.start)?;
        let participle = self.passage.is(verb, Classes::ING | Classes::PARTICIPLE)
            && !self.passage.is(verb, Classes::ADJECTIVE | Classes::NAME)
            && Frames::of(self.passage.items[verb].word).is_none_or(|frames| !frames.that);
        let narrows = self.passage.is(link, Classes::PREPOSITION)
            && participle
            && self.passage.is(noun, Classes::NOUN)
            && self.is_nominal(noun)
            && !self.passage.is(noun, Classes::TIME);
        narrows.then_some(noun)
    }

    /// Whether a clause with its own verb stands between the last comma and `at`, so that `and` joins clauses.
    fn clause_before(&self, at: usize) -> bool {
        (self.bounds.start..at)
            .rev()
            .take_while(|&index| !matches!(self.passage.kind(index), Kind::Comma | Kind::Semicolon | Kind::Dash))
            .any(|index| self.passage.is(index, Classes::FINITE))
    }

    /// The noun phrase without prepositions that ends at `last`.
    fn base(&self, last: usize) -> Option<Range<usize>> {
        if !self.is_nominal(last) {
            return None;
        }
        let mut start = last;
        while start > self.bounds.start {
            let before = start - 1;
            if self.passage.is(before, Classes::DETERMINER | Classes::POSSESSIVE) {
                return Some(before..last + 1);
            }
            if !self.is_nominal(before) && !self.modifies(before) && !self.is_prefix(before) || self.closes_time(before)
            {
                break;
            }
            start = before;
        }
        Some(start..last + 1)
    }

    /// Whether a time of its own ends with the item: `In 2011 | Kirby said`, `On Monday | Kirby said`.
    fn closes_time(&self, index: usize) -> bool {
        let year = self.passage.is(index, Classes::NUMBER) && self.passage.text_at(index).len() == 4;
        let owner = self.passage.items.get(index + 1).is_some_and(|item| item.word.is(Classes::CLITIC | Classes::MARK));
        let opened = index == self.bounds.start
            || self.passage.is(index - 1, Classes::PREPOSITION | Classes::NUMBER | Classes::TIME);
        !owner && opened && (year || self.passage.is(index, Classes::TIME))
    }

    /// Whether the item is glued to a word by a hyphen: `then` of `then-President`.
    fn is_prefix(&self, index: usize) -> bool {
        let (Some(prefix), Some(hyphen)) = (self.passage.get(index), self.passage.get(index + 1)) else { return false };
        prefix.kind == Kind::Word
            && matches!(self.passage.text(hyphen), "-" | "‐" | "‑")
            && prefix.span.end == hyphen.span.start
            && self.passage.get(index + 2).is_some_and(|word| word.span.start == hyphen.span.end)
    }

    /// Whether the item can be a noun of a phrase, or its quoted part.
    fn is_nominal(&self, index: usize) -> bool {
        let Some(item) = self.passage.get(index) else { return false };
        match item.kind {
            Kind::Quoted(_) => self.is_expression(index),
            Kind::Other => {
                matches!(self.passage.text(item), "." | "&" | "/" | "-" | "‐" | "‑" | "$" | "%" | "#" | "@" | "'" | "’" if item.word.is(Classes::CLITIC) || !matches!(self.passage.text(item), "'" | "’"))
            }
            Kind::Word => {
                if item.word.is(Classes::CLITIC) {
                    return self.owns(index);
                }
                let nominal = Classes::NOUN | Classes::NAME | Classes::NUMBER;
                (item.word.is(nominal) || item.word.is(Classes::DETERMINER | Classes::ADJECTIVE))
                    && !item.word.is(Classes::FINITE | Classes::SUBORDINATOR)
            }
            _ => false,
        }
    }

    /// Whether a quoted stretch is a word or two inside a phrase (`the “grey zone” report`) rather than speech.
    fn is_expression(&self, index: usize) -> bool {
        self.passage.quoted_at(index).is_some_and(|quoted| {
            let words = quoted.span.of(self.passage.reading.text());
            quoted.tokens.len() <= 6 && !words.ends_with([',', '.', '?', '!', '…', '—'])
        })
    }

    /// Whether the item can stand inside a noun phrase before its noun.
    fn modifies(&self, index: usize) -> bool {
        self.passage.is(index, Classes::ADJECTIVE | Classes::PARTICIPLE | Classes::ING | Classes::BASE)
            && !self.passage.is(index, Classes::FINITE | Classes::PREPOSITION)
    }

    /// The noun phrase or pronoun that begins at `start`: `said | Kirby`. It ends before commas, times and prepositions.
    pub(super) fn after(&self, start: usize) -> Option<Source> {
        let one =
            self.passage.is(start, Classes::NUMBER) && self.passage.is(start + 1, Classes::NOUN | Classes::ADJECTIVE);
        if self.passage.is(start, Classes::PRONOUN) && !self.passage.is(start, Classes::DETERMINER) && !one {
            return Some(Source::new(start..start + 1, SourceKind::Pronoun));
        }
        let base = self.base_after(start)?;
        let head = base.end - 1;
        let mut end = base.end;
        let mut several = false;
        while end < self.bounds.end {
            let linked = self.base_after(end + 1);
            let Some(next) = linked else { break };
            if self.passage.is_word(end, &["of", "for"]) {
                end = next.end;
            } else if self.passage.is_word(end, &["and"]) && !self.verb_follows(next.end) {
                several = true;
                end = next.end;
            } else {
                break;
            }
        }
        if self.verb_follows(end) {
            return None;
        }
        let kind = if several { SourceKind::Several } else { SourceKind::Phrase(head) };
        Some(self.with_name_beside(Source::new(start..end, kind), self.bounds.end))
    }

    fn verb_follows(&self, index: usize) -> bool {
        self.passage.is(index, Classes::FINITE)
            || self.passage.is(index, Classes::ADVERB) && self.passage.is(index + 1, Classes::FINITE)
    }

    /// The noun phrase without prepositions that begins at `start`.
    fn base_after(&self, start: usize) -> Option<Range<usize>> {
        let mut end = start;
        if self.passage.is(end, Classes::DETERMINER | Classes::POSSESSIVE) {
            end += 1;
        }
        let mut nouns = false;
        while end < self.bounds.end
            && (self.is_nominal(end) || self.modifies(end))
            && !self.passage.is(end, Classes::TIME)
            && !matches!(self.passage.kind(end), Kind::Quoted(_))
            && Frames::of(self.passage.items[end].word).is_none_or(|_| !self.passage.is(end, Classes::ING))
        {
            nouns |= self.passage.is(end, Classes::NOUN | Classes::NAME);
            end += 1;
        }
        (nouns || self.passage.is(start, Classes::DETERMINER) && end > start).then_some(start..end)
    }
}
