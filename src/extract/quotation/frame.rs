//! Attributions: a reporting verb (or `according to`), its speaker, and the words before or after it.

use std::ops::Range;

use super::content::{self, Tie};
use super::cue::Frames;
use super::passage::{Kind, Passage};
use super::rule::Rule;
use super::speaker::{Source, SourceKind, Speakers};
use crate::extract::grammar::Classes;

/// Words attributed to somebody inside one statement.
#[derive(Clone, Debug)]
pub(super) struct Attribution {
    /// The items of the verb or phrase that attributes.
    pub(super) cue: Range<usize>,
    /// Who; `None` where the statement does not say.
    pub(super) source: Option<Source>,
    /// The items of the contents, in order. Empty where the words are announced and follow in the next paragraph.
    pub(super) parts: Vec<Range<usize>>,
    /// The pattern.
    pub(super) rule: Rule,
    /// Whether the speaker says it: not negated, not supposed, not merely thought.
    pub(super) asserted: bool,
}

impl Attribution {
    /// Whether the item lies in a content.
    pub(super) fn holds(&self, item: usize) -> bool {
        self.parts.iter().any(|part| part.contains(&item))
    }
}

/// All attributions of one statement, none inside another's content.
pub(super) fn attributions(passage: &Passage<'_>, statement: usize) -> Vec<Attribution> {
    let bounds = passage.statements[statement].clone();
    let mut found = Vec::new();
    let mut free = bounds.start;
    for index in bounds.clone() {
        let item = passage.items[index];
        let reader = Reader { passage, bounds: bounds.clone(), free };
        let attribution = match item.kind {
            Kind::Word if Frames::of(item.word).is_some() => {
                Frames::of(item.word).and_then(|frames| reader.verb(index, frames))
            }
            Kind::Word if passage.is_word(index, &["according"]) => reader.according(index),
            Kind::Word if passage.is_word(index, &["put", "puts"]) => reader.put_it(index),
            Kind::Colon => reader.label(index),
            Kind::Dash => reader.signature(index),
            _ => None,
        };
        if let Some(attribution) = attribution {
            // What somebody thinks may lie inside what somebody else says of it.
            if attribution.asserted {
                free = free.max(attribution.cue.end);
            }
            found.push(attribution);
        }
    }
    outermost(found)
}

/// Leaves out attributions whose verb stands inside another's content. Of two that hold each other, the surer one stays:
/// what somebody said rather than what somebody thinks (`If the plan proves wrong, Kirby said, …`).
fn outermost(found: Vec<Attribution>) -> Vec<Attribution> {
    let surer = |outer: &Attribution, inner: &Attribution| match (outer.asserted, inner.asserted) {
        (true, false) => true,
        (false, true) => false,
        _ => outer.rule.confidence() >= inner.rule.confidence(),
    };
    let inside = |inner: &Attribution, at: usize| {
        found.iter().enumerate().any(|(other, outer)| {
            other != at && outer.holds(inner.cue.start) && (!inner.holds(outer.cue.start) || surer(outer, inner))
        })
    };
    found.iter().enumerate().filter(|(at, inner)| !inside(inner, *at)).map(|(_, inner)| inner.clone()).collect()
}

struct Reader<'p, 'a> {
    passage: &'p Passage<'a>,
    bounds: Range<usize>,
    /// The first item that no earlier attribution's verb or speaker takes.
    free: usize,
}

impl Reader<'_, '_> {
    fn verb(&self, verb: usize, frames: &Frames) -> Option<Attribution> {
        let speakers = Speakers::new(self.passage, self.bounds.clone());
        let group = speakers.group_start(verb);
        if !self.reports(verb, group, &speakers) {
            return None;
        }
        if let Some(attribution) = self.inverted(verb, group, frames, &speakers) {
            return Some(attribution);
        }
        let source = speakers.before(verb).filter(|source| speakers.can_speak(source));
        let subject = source.as_ref().map_or(group, |source| source.items.start);
        let right = content::after(self.passage, verb, self.bounds.end, frames);
        let mark = self.mark_before(subject);
        let spoken = mark.is_some_and(|mark| self.is_speech(mark)) && frames.speaks();
        if let (Some(mark), Some(source), true) = (mark, &source, spoken) {
            return Some(self.postposed(verb, mark, source.clone()));
        }
        if let Some(right) = right {
            source.as_ref()?;
            return Some(self.preposed(verb, group, source, &right, frames));
        }
        let source = source?;
        if frames.that && !frames.attitude && subject > self.free && self.passage.kind(subject - 1) == Kind::Comma {
            return self.after_clause(verb, subject, source);
        }
        None
    }

    /// Whether the form at `verb` reports: finite or governed, not passive, not part of a name.
    fn reports(&self, verb: usize, group: usize, speakers: &Speakers<'_, '_>) -> bool {
        let word = self.passage.items[verb].word;
        if word.is(Classes::NAME) || speakers.is_passive(verb) {
            return false;
        }
        if word.is(Classes::FINITE | Classes::ING) {
            return !(word.is(Classes::PARTICIPLE) && self.passage.is_word(verb + 1, &["by"]));
        }
        // `“…,” recalls Kirby`: behind a quotation a form that could be a noun is none.
        if word.is(Classes::PRESENT) && self.mark_before(verb).is_some() {
            return true;
        }
        let helped = (group..verb).any(|index| {
            self.passage.is(index, Classes::AUXILIARY) || self.passage.items[index].word.is(Classes::CLITIC)
        });
        let infinitive = verb > self.bounds.start && self.passage.is(verb - 1, Classes::TO) && word.is(Classes::BASE);
        helped && word.is(Classes::BASE | Classes::PARTICIPLE) || infinitive
    }

    /// Whether the verb at `verb` states that something was said: it is not negated, not supposed (`would say`, `if X
    /// says`) and no mere intention (`to say`).
    fn asserts(&self, verb: usize) -> bool {
        let group = Speakers::new(self.passage, self.bounds.clone()).group_start(verb);
        let doubtful = (group..verb).any(|index| {
            self.passage.is(index, Classes::NOT | Classes::MODAL)
                || self.passage.is_word(index, &["t", "’t", "'t", "n’t", "n't"])
        });
        let supposed = self.passage.is_word(self.bounds.start, &["if", "unless", "should", "were", "had"]);
        let before = verb.checked_sub(1).filter(|&before| before >= self.bounds.start);
        let intended = before.is_some_and(|before| self.passage.is(before, Classes::TO));
        // `without saying`, `stopped short of saying`; not `by saying`, `after saying`.
        let avoided = self.passage.is(verb, Classes::ING)
            && before.is_some_and(|before| self.passage.is_word(before, &["without", "of", "from", "for", "about"]));
        !doubtful && !supposed && !intended && !avoided
    }

    /// `“…,” said Kirby`.
    fn inverted(&self, verb: usize, group: usize, frames: &Frames, speakers: &Speakers<'_, '_>) -> Option<Attribution> {
        // Behind `told` stands who was told.
        let form = self.passage.is(verb, Classes::PAST | Classes::PRESENT | Classes::BASE);
        let told = self.passage.is_word(verb, &["told", "tells", "tell"]);
        if !form || !frames.speaks() || told || self.passage.is(verb + 1, Classes::THAT) {
            return None;
        }
        if group == self.bounds.start {
            return self.opening(verb, speakers);
        }
        if let Some(mark) = self.mark_before(group) {
            let source = speakers.after(verb + 1)?;
            return Some(self.postposed(verb, mark, source));
        }
        if self.passage.kind(group - 1) != Kind::Comma || !frames.that || frames.attitude || frames.told {
            return None;
        }
        let source = speakers.after(verb + 1)?;
        let ends = !self.passage.is(source.items.end, Classes::THAT | Classes::FINITE | Classes::TO);
        (ends && group > self.free).then(|| self.after_clause(verb, group, source)).flatten()
    }

    /// `Said Kirby: “…”`, which opens its statement.
    fn opening(&self, verb: usize, speakers: &Speakers<'_, '_>) -> Option<Attribution> {
        let source = speakers.after(verb + 1)?;
        let mark = source.items.end + 1;
        let paused = matches!(self.passage.kind(mark - 1), Kind::Colon | Kind::Comma);
        let quoted = mark < self.bounds.end && matches!(self.passage.kind(mark), Kind::Quoted(_));
        let words = mark..mark + 1;
        (paused && quoted)
            .then(|| self.attribution(verb..verb + 1, Some(source), vec![words], Rule::FrameThenQuote, true))
    }

    /// The quoted stretch that ends directly before the item `at`, perhaps with a comma between.
    fn mark_before(&self, at: usize) -> Option<usize> {
        let before = at.checked_sub(1).filter(|&before| before >= self.free)?;
        match self.passage.kind(before) {
            Kind::Quoted(_) => Some(before),
            Kind::Comma | Kind::Dash => {
                let mark = before.checked_sub(1).filter(|&mark| mark >= self.free)?;
                matches!(self.passage.kind(mark), Kind::Quoted(_)).then_some(mark)
            }
            _ => None,
        }
    }

    /// Whether the quoted stretch at `mark` can be what a following frame attributes, and is no title in a phrase that
    /// opens the statement (`In “Meet the Press,” Kirby said`).
    fn is_speech(&self, mark: usize) -> bool {
        let spoken = |index: &usize| {
            self.passage
                .quoted_at(*index)
                .is_some_and(|quoted| quoted.span.of(self.passage.reading.text()).ends_with(['.', '?', '!', '…']))
        };
        let ends = |index: &usize| self.passage.kind(*index) == Kind::Stop || spoken(index);
        let start = (self.free..mark).rev().find(ends).map_or(self.free, |stop| stop + 1);
        let opens_phrase = self.passage.is(start, Classes::PREPOSITION | Classes::SUBORDINATOR);
        let short = self.passage.quoted_at(mark).is_some_and(|quoted| quoted.tokens.len() < 11);
        !(opens_phrase && short && mark > start)
    }

    /// `“…,” Kirby said`, `“…,” said Kirby, “…”`.
    fn postposed(&self, verb: usize, mark: usize, source: Source) -> Attribution {
        let mut parts = vec![self.widened(mark)];
        parts.extend(self.carried_on(source.items.end.max(verb + 1)));
        self.attribution(verb..verb + 1, Some(source), parts, Rule::QuoteThenFrame, self.asserts(verb))
    }

    /// The quoted stretch after a frame that goes on with what was said before it: nothing but a time or place between,
    /// and a comma, a colon or `but`.
    fn carried_on(&self, frame_end: usize) -> Option<Range<usize>> {
        let mark = (frame_end..self.bounds.end).find(|&index| matches!(self.passage.kind(index), Kind::Quoted(_)))?;
        let between = frame_end..mark;
        let verbless = !between.clone().any(|index| {
            self.passage.is(index, Classes::FINITE)
                || self.passage.is(index, Classes::ING)
                    && Frames::of(self.passage.items[index].word).is_some_and(Frames::speaks)
        });
        let joined = mark > frame_end && self.passage.is(mark - 1, Classes::CONJUNCTION);
        let start = if joined { mark - 1 } else { mark };
        let paused =
            start == frame_end || matches!(self.passage.kind(start - 1), Kind::Comma | Kind::Colon | Kind::Dash);
        (verbless && paused).then_some(start..mark + 1)
    }

    /// The clause that ends in the quoted stretch at `mark`, or the stretch alone if nothing goes before.
    fn widened(&self, mark: usize) -> Range<usize> {
        let mut start = self.free;
        while start < mark
            && (self.passage.is(start, Classes::CONJUNCTION)
                || self.passage.kind(start) != Kind::Word && !matches!(self.passage.kind(start), Kind::Quoted(_)))
        {
            start += 1;
        }
        let after_mark =
            start < mark && matches!(self.passage.kind(mark - 1), Kind::Comma | Kind::Colon | Kind::Dash | Kind::Stop);
        let sentence = self.passage.quoted_at(mark).is_some_and(|quoted| {
            quoted.span.of(self.passage.reading.text()).starts_with(char::is_uppercase) && quoted.tokens.len() > 5
        });
        if after_mark && sentence { mark..mark + 1 } else { start..mark + 1 }
    }

    /// `Kirby said that …`, `Kirby said, “…”`, `Kirby said:`.
    fn preposed(
        &self,
        verb: usize,
        group: usize,
        source: Option<Source>,
        right: &content::Content,
        frames: &Frames,
    ) -> Attribution {
        let rule = match right.tie {
            Tie::Mark | Tie::Announced => Rule::FrameThenQuote,
            Tie::That => Rule::SaidThat,
            Tie::Bare => Rule::SaidClause,
            Tie::Question => Rule::Question,
            Tie::Infinitive => Rule::Infinitive,
            Tie::Preposition => Rule::Prepositional,
            Tie::Noun => Rule::NounPhrase,
        };
        let asserted = self.asserts(verb) && !frames.attitude;
        let mut items = right.items.clone();
        let fronted = source.as_ref().is_some_and(|source| {
            source.items.start > self.bounds.start
                && self.passage.is(source.items.start - 1, Classes::SUBORDINATOR)
                && source.items.start - 1 == self.bounds.start
        });
        let relative = group > self.bounds.start + 1
            && self.passage.is_word(group - 1, &["who", "which"])
            && self.passage.kind(group - 2) == Kind::Comma;
        if fronted || relative {
            let comma = items.clone().find(|&index| self.passage.kind(index) == Kind::Comma);
            items.end = comma.unwrap_or(items.end);
        }
        let parts = if right.tie == Tie::Announced { Vec::new() } else { vec![items] };
        self.attribution(verb..verb + 1, source, parts, rule, asserted)
    }

    /// `Talks went well, Kirby said`; `Talks, Kirby said, went well`. The comma stands at `frame - 1`.
    fn after_clause(&self, verb: usize, frame: usize, source: Source) -> Option<Attribution> {
        let before = content::trim(self.passage, self.free..frame - 1);
        let relative = self.passage.is(source.items.end - 1, Classes::RELATIVE);
        if before.is_empty() || relative || !self.passage.is(verb, Classes::FINITE) {
            return None;
        }
        let end = self.past_relative(source.items.end.max(verb + 1));
        let after = content::trim(self.passage, end..self.bounds.end);
        let carries_on = self.passage.kind(end) == Kind::Comma && after.len() > 2;
        let clause = before.clone().any(|index| {
            self.passage.is(index, Classes::FINITE) || matches!(self.passage.kind(index), Kind::Quoted(_))
        });
        let main = after.clone().any(|index| self.passage.is(index, Classes::FINITE));
        let fronted = self.passage.is(before.start, Classes::SUBORDINATOR | Classes::PREPOSITION) || !clause && main;
        let cut_off = carries_on
            && (fronted
                || self.passage.is(
                    after.start,
                    Classes::FINITE | Classes::PREPOSITION | Classes::CONJUNCTION | Classes::SUBORDINATOR,
                ));
        let ends = matches!(self.passage.kind(end), Kind::Comma | Kind::Stop)
            || self.passage.is(end, Classes::TIME | Classes::PREPOSITION | Classes::ADVERB);
        if !ends || !clause && !cut_off {
            return None;
        }
        let mut parts = vec![before];
        if cut_off {
            parts.push(after);
        }
        Some(self.attribution(verb..verb + 1, Some(source), parts, Rule::ClauseThenFrame, self.asserts(verb)))
    }

    /// `As Kirby put it, “…”`; `“…,” as Kirby put it`. Without marks nobody can tell how much of it is Kirby’s.
    fn put_it(&self, verb: usize) -> Option<Attribution> {
        let speakers = Speakers::new(self.passage, self.bounds.clone());
        let source = speakers.before(verb).filter(|_| self.passage.is_word(verb + 1, &["it"]))?;
        let opening = source.items.start.checked_sub(1).filter(|&before| before >= self.free)?;
        if !self.passage.is_word(opening, &["as"]) {
            return None;
        }
        let mark = verb + 3;
        let quoted = mark < self.bounds.end && matches!(self.passage.kind(mark), Kind::Quoted(_));
        let (words, rule) = if quoted && matches!(self.passage.kind(mark - 1), Kind::Comma | Kind::Colon) {
            (mark, Rule::FrameThenQuote)
        } else {
            (self.mark_before(opening)?, Rule::QuoteThenFrame)
        };
        Some(self.attribution(verb..verb + 2, Some(source), std::iter::once(words..words + 1).collect(), rule, true))
    }

    /// Where the clause ends that tells more of a speaker: `said Kirby, who was there, | …`.
    fn past_relative(&self, end: usize) -> usize {
        let opens = self.passage.kind(end) == Kind::Comma && self.passage.is_word(end + 1, &["who", "whose", "which"]);
        let comma = || (end + 2..self.bounds.end).find(|&at| self.passage.kind(at) == Kind::Comma);
        if opens { comma().unwrap_or(end) } else { end }
    }

    /// `According to the ministry, …`; `…, according to the ministry`.
    fn according(&self, index: usize) -> Option<Attribution> {
        if !self.passage.is(index + 1, Classes::TO) {
            return None;
        }
        let speakers = Speakers::new(self.passage, self.bounds.clone());
        let source = speakers.after(index + 2)?;
        let end = source.items.end;
        let comma = (end..self.bounds.end).find(|&at| self.passage.kind(at) == Kind::Comma);
        let mut parts = if index == self.bounds.start || index == self.free {
            vec![content::trim(self.passage, comma?..self.bounds.end)]
        } else {
            let before = content::trim(self.passage, self.free..index);
            let after = comma.map(|comma| content::trim(self.passage, comma..self.bounds.end));
            let finite = |part: &Range<usize>| {
                part.clone().any(|at| {
                    self.passage.is(at, Classes::FINITE | Classes::PAST)
                        || matches!(self.passage.kind(at), Kind::Quoted(_))
                })
            };
            // `By May, according to the ministry, all will be open`: the clause follows.
            match after.filter(|after| !finite(&before) && finite(after)) {
                Some(after) => vec![before, after],
                None => vec![before],
            }
        };
        // Before it may stand nothing but a comma.
        parts.retain(|part| !part.is_empty());
        let worded = !parts.is_empty();
        worded.then(|| self.attribution(index..index + 2, Some(source), parts, Rule::AccordingTo, true))
    }

    /// `Kirby: “…”`, `Kirby: Talks went well`.
    fn label(&self, colon: usize) -> Option<Attribution> {
        let quoted = matches!(self.passage.kind(colon + 1), Kind::Quoted(_)) && colon + 1 < self.bounds.end;
        let verb = self.bounds.start..colon;
        let finite = |index: usize| self.passage.is(index, Classes::FINITE);
        // Without marks only at the head of a paragraph, before a clause: a headline that stands as a sentence.
        let clause = self.bounds.start == 0 && (colon + 1..self.bounds.end).any(finite);
        if !quoted && !clause || verb.clone().any(|index| finite(index) || self.passage.is(index, Classes::ING)) {
            return None;
        }
        let source = Speakers::new(self.passage, self.bounds.clone()).after(self.bounds.start)?;
        let whole = source.items.end == colon
            && matches!(source.kind, SourceKind::Phrase(head) if self.passage.is(head, Classes::NAME));
        let words = if quoted { colon + 1..colon + 2 } else { content::trim(self.passage, colon..self.bounds.end) };
        let rule = if quoted { Rule::Label } else { Rule::LabelledClause };
        whole.then(|| self.attribution(colon..colon + 1, Some(source), vec![words], rule, true))
    }

    /// `“…” — John Kirby`.
    fn signature(&self, dash: usize) -> Option<Attribution> {
        let mark = dash.checked_sub(1).filter(|&mark| mark >= self.free)?;
        if !matches!(self.passage.kind(mark), Kind::Quoted(_)) {
            return None;
        }
        let source = Speakers::new(self.passage, self.bounds.clone()).after(dash + 1)?;
        let rest = content::trim(self.passage, source.items.end..self.bounds.end);
        let named = matches!(source.kind, SourceKind::Phrase(head) if self.passage.is(head, Classes::NAME));
        let verbless = !rest.clone().any(|index| self.passage.is(index, Classes::FINITE));
        let words = mark..mark + 1;
        (named && verbless).then(|| self.attribution(dash..dash + 1, Some(source), vec![words], Rule::Signature, true))
    }

    fn attribution(
        &self,
        cue: Range<usize>,
        source: Option<Source>,
        parts: Vec<Range<usize>>,
        rule: Rule,
        asserted: bool,
    ) -> Attribution {
        Attribution { cue, source, parts, rule, asserted }
    }
}
