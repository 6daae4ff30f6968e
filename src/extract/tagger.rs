//! The name model: which words of a sentence are names, and of what kind.
//!
//! A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) over hashed features (Weinberger et al. 2009),
//! trained by `tools/train`; `docs/model-card.md` says on what and how well it does. Only stretches around words with
//! capitals are looked at, so that most of a text costs nothing; a name all in small letters is not found.

mod feature;
mod form;
mod hash;
mod lattice;
mod model;
#[cfg(feature = "train")]
pub mod train;
mod word;

use std::ops::Range;

use self::feature::{AROUND, Run, Seen};
use self::form::{Case, Form};
use self::hash::{Hash, Phrase};
pub(crate) use self::lattice::Kind;
use self::lattice::{Column, LABELS, Passes, Transitions};
pub(crate) use self::model::List;
use self::model::{Listed, Model};
use crate::span::TextSpan;

/// Words without a capital that a stretch may run over: `Bank of the Republic`.
const GAP: usize = 2;

/// What the model says about an article.
#[derive(Debug, Default)]
pub(crate) struct Tagging {
    /// The words of all sentences, as the model counts them.
    pub(crate) words: Vec<TextSpan>,
    /// The words of each sentence.
    pub(crate) sentences: Vec<Range<usize>>,
    /// The names, in text order.
    pub(crate) names: Vec<Tagged>,
}

/// A name that the model found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tagged {
    /// Its words.
    pub(crate) words: Range<usize>,
    /// What kind of thing bears it.
    pub(crate) kind: Kind,
    /// How likely its least likely word is labelled right, from 0 to 1.
    pub(crate) confidence: f32,
    /// What found it.
    pub(crate) rule: &'static str,
}

impl Tagging {
    /// The names that have a word in a range.
    pub(crate) fn overlapping(&self, words: &Range<usize>) -> &[Tagged] {
        &self.names[self.places(words)]
    }

    /// Puts a name in the place of those that it overlaps.
    pub(crate) fn put(&mut self, name: Tagged) {
        let places = self.places(&name.words);
        self.names.splice(places, [name]);
    }

    fn places(&self, words: &Range<usize>) -> Range<usize> {
        let first = self.names.partition_point(|name| name.words.end <= words.start);
        let len = self.names[first..].iter().take_while(|name| name.words.start < words.end).count();
        first..first + len
    }
}

/// Tags the sentences of a text.
pub(crate) fn tag(text: &str, sentences: impl Iterator<Item = TextSpan>) -> Tagging {
    let model = Model::shipped();
    let mut tagger = Tagger::new(model);
    let mut tagging = Tagging::default();
    let mut words = Vec::new();
    for sentence in sentences {
        let first = tagging.words.len();
        word::cut(text, sentence, &mut tagging.words);
        words.clear();
        words.extend(tagging.words[first..].iter().map(|span| span.of(text)));
        tagger.sentence(&words, first, &mut tagging.names);
        tagging.sentences.push(first..tagging.words.len());
    }
    tagging
}

/// How many words the longest entry of a list has that these words begin with; zero where none does.
///
/// Only words that are cut as [`tag`] cuts them are found; the lists do not look at capitals.
pub(crate) fn longest_entry<'w>(list: List, words: impl Iterator<Item = &'w str>) -> usize {
    let model = Model::shipped();
    let mut phrase: Option<Phrase> = None;
    let mut longest = 0;
    for (at, word) in words.enumerate() {
        let word = form::fold(word);
        let longer = phrase.map_or(Phrase::of(word), |phrase| phrase.then(word));
        let listed = model.listed(longer);
        if listed.has(list) {
            longest = at + 1;
        }
        if !listed.begins_longer() {
            break;
        }
        phrase = Some(longer);
    }
    longest
}

/// Whether a stretch of text is an entry of a list, whatever its capitals.
pub(crate) fn is_entry(list: List, text: &str, span: TextSpan) -> bool {
    let mut words = Vec::new();
    word::cut(text, span, &mut words);
    !words.is_empty() && longest_entry(list, words.iter().map(|span| span.of(text))) == words.len()
}

/// The model with the memory it works in.
struct Tagger<'m> {
    model: &'m Model,
    exponentials: Transitions,
    stretches: Vec<Range<usize>>,
    seen: Vec<Seen>,
    rows: Vec<u32>,
    scores: Vec<Column>,
    labels: Vec<usize>,
    passes: Passes,
}

impl<'m> Tagger<'m> {
    fn new(model: &'m Model) -> Self {
        Self {
            model,
            exponentials: model.transitions.exponentials(),
            stretches: Vec::new(),
            seen: Vec::new(),
            rows: Vec::new(),
            scores: Vec::new(),
            labels: Vec::new(),
            passes: Passes::default(),
        }
    }

    /// Finds the names of one sentence, whose first word has the number `first`.
    fn sentence(&mut self, words: &[&str], first: usize, names: &mut Vec<Tagged>) {
        let case = case(words);
        let mut stretches = std::mem::take(&mut self.stretches);
        find_stretches(words, case, self.model, &mut stretches);
        for stretch in &stretches {
            see(words, stretch.clone(), case, self.model, &mut self.seen);
            self.score();
            lattice::best(&self.scores, &self.model.transitions, &mut self.labels);
            if self.labels.iter().all(|label| *label == lattice::OUTSIDE) {
                continue;
            }
            self.passes.run(&self.scores, &[], &self.exponentials);
            for (range, kind) in lattice::names(&self.labels) {
                let sure = |at: usize| self.passes.marginals(at)[self.labels[at]];
                let confidence = range.clone().map(sure).fold(1.0, f32::min);
                let start = first + stretch.start;
                let words = start + range.start..start + range.end;
                names.push(Tagged { words, kind, confidence, rule: "name-model" });
            }
        }
        self.stretches = stretches;
    }

    /// Adds up the rows of each word of the stretch in `seen`.
    fn score(&mut self) {
        self.scores.clear();
        let steps = self.model.rows();
        for at in AROUND..self.seen.len() - AROUND {
            feature::rows(&self.seen, at, self.model.row_bits(), &mut self.rows);
            let mut column = [0.0; LABELS];
            for (score, sum) in column.iter_mut().zip(sum(&self.rows, steps)) {
                *score = f32::from(sum) * self.model.step;
            }
            self.scores.push(column);
        }
    }
}

/// The sum of the steps of some rows. A function of its own, so that the compiler adds eight labels at once; joined with what
/// becomes of the sums, it would add as many as fit beside each other there.
#[inline(never)]
fn sum(rows: &[u32], steps: &[[u8; LABELS - 1]]) -> [i16; LABELS - 1] {
    let mut sums = [0; LABELS - 1];
    for row in rows {
        for (sum, step) in sums.iter_mut().zip(&steps[*row as usize]) {
            *sum += i16::from(*step as i8);
        }
    }
    sums
}

/// Whether the capitals of a sentence say something: they do not where nearly all of it is in capitals.
fn case(words: &[&str]) -> Case {
    let (mut all, mut upper) = (0, 0);
    for word in words.iter().filter(|word| word.len() > 2) {
        // By far most words begin with a small letter.
        if word.starts_with(|c: char| c.is_ascii_lowercase()) {
            all += 1;
        } else if word.starts_with(char::is_alphabetic) {
            all += 1;
            upper += usize::from(!word.contains(char::is_lowercase));
        }
    }
    if upper >= 3 && upper * 5 >= all * 4 { Case::Restored } else { Case::Written }
}

/// Finds the stretches that can hold names: words with a capital, and the few between two of them.
fn find_stretches(words: &[&str], case: Case, model: &Model, stretches: &mut Vec<Range<usize>>) {
    stretches.clear();
    for (at, word) in words.iter().enumerate() {
        let capital = match case {
            Case::Written => has_capital(word),
            Case::Restored => has_capital(word) && !form::is_small(word, model),
        };
        if !capital {
            continue;
        }
        match stretches.last_mut() {
            Some(last) if at <= last.end + GAP => last.end = at + 1,
            _ => stretches.push(after_particle(words, at, model)..at + 1),
        }
    }
}

/// The place of the word at `at`, or of a particle in small letters right before it: `al Qaida`.
fn after_particle(words: &[&str], at: usize, model: &Model) -> usize {
    let Some(before) = at.checked_sub(1).and_then(|before| words.get(before)) else { return at };
    let particle = before.len() < 4 && model.listed(Phrase::of(Hash::of(before.as_bytes()))).has(List::Particle);
    at - usize::from(particle)
}

fn has_capital(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_uppercase()) || !word.is_ascii() && word.contains(char::is_uppercase)
}

/// Looks at the words of a stretch and at [`AROUND`] words on either side of it; beyond the sentence stand empty words.
fn see(words: &[&str], stretch: Range<usize>, case: Case, model: &Model, seen: &mut Vec<Seen>) {
    seen.clear();
    for at in stretch.start..stretch.end + 2 * AROUND {
        let word = at.checked_sub(AROUND).and_then(|at| words.get(at));
        let form = word.map_or(Form::default(), |word| Form::of(word, case, model));
        seen.push(Seen { form, ..Seen::default() });
    }
    for at in 0..seen.len() {
        look_up(seen, at, model);
    }
    let mut at = AROUND;
    while at < seen.len() - AROUND {
        let rest = &seen[at..seen.len() - AROUND];
        let len = rest.iter().take_while(|word| word.form.capital).count();
        let (before, after) = (seen[at - 1].form.lower, seen[at + len].form.lower);
        let beyond = [seen[at - 2].form.lower.and(before), after.and(seen[at + len + 1].form.lower)];
        let (first, last) = (seen[at].form, seen[at + len.max(1) - 1].form);
        let ends_listed = u32::from(first.listed.lists()) << 16 | u32::from(last.listed.lists());
        for (place, word) in seen[at..at + len].iter_mut().enumerate() {
            let place = match place {
                _ if len == 1 => 1,
                0 => 2,
                last if last + 1 == len => 4,
                _ => 3,
            };
            word.run = Run { before, after, beyond, first: first.lower, last: last.lower, ends_listed, place };
        }
        at += len.max(1);
    }
}

/// Marks the words of the longest entry of each list that begins at `at`.
fn look_up(seen: &mut [Seen], at: usize, model: &Model) {
    let form = seen[at].form;
    if form.listed == Listed::default() && form.stem_listed.lists() == 0 {
        return;
    }
    let mut longest = [0; List::ALL.len()];
    let mut note = |listed: Listed, len: usize| {
        for (list, longest) in List::ALL.into_iter().zip(&mut longest) {
            if listed.has(list) && (form.capital || in_small_letters(list)) {
                *longest = len;
            }
        }
    };
    if form.listed.lists() | form.stem_listed.lists() != 0 {
        note(Listed(form.listed.0 | form.stem_listed.0 & names()), 1);
    }
    let (mut listed, mut phrase) = (form.listed, Phrase::of(form.lower));
    let mut len = 1;
    while listed.begins_longer() && at + len < seen.len() {
        phrase = phrase.then(seen[at + len].form.lower);
        len += 1;
        listed = model.listed(phrase);
        note(listed, len);
    }
    for (list, len) in longest.into_iter().enumerate().filter(|(_, len)| *len > 0) {
        let bits = 4 * list;
        if len == 1 {
            seen[at].listed |= 1 << bits;
            continue;
        }
        seen[at].listed |= 2 << bits;
        for word in &mut seen[at + 1..at + len - 1] {
            word.listed |= 4 << bits;
        }
        seen[at + len - 1].listed |= 8 << bits;
    }
}

/// The lists whose entries may be written in small letters.
fn in_small_letters(list: List) -> bool {
    matches!(list, List::Particle | List::Title | List::Office)
}

/// The lists that hold names of people.
fn names() -> u16 {
    Listed::only(List::Given).0 | Listed::only(List::Surname).0
}
