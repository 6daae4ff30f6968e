//! Acronyms with their long form: `Dorland Grain Board (DGB)`. The letters say how far the long form reaches, and what the acronym
//! means wherever the article uses it alone.

use std::collections::HashSet;
use std::ops::Range;

use crate::extract::tagger::{Kind, Tagged, Tagging};
use crate::text::gazetteer;

/// How sure a name is that an acronym spells out.
const SURE: f32 = 0.9;

/// The most words of a long form.
const LONGEST: usize = 12;

/// Small words of a long form, whose letters an acronym may have or leave out.
const SMALL: [&str; 11] = ["of", "and", "for", "the", "in", "on", "de", "to", "&", "del", "la"];

/// Settles acronyms and their long forms.
pub(super) fn settle(text: &str, tagging: &mut Tagging) {
    let mut found = Vec::new();
    for sentence in &tagging.sentences {
        for at in sentence.start + 2..sentence.end.saturating_sub(1) {
            let word = |at: usize| tagging.words[at].of(text);
            if word(at - 1) == "(" && word(at + 1) == ")" && is_acronym(word(at)) {
                found.extend(long_form(text, tagging, sentence.start..at - 1, word(at)).map(|words| (words, at)));
            }
        }
    }
    let mut known = HashSet::new();
    for (words, at) in found {
        let surface = tagging.words[words.start].join(tagging.words[words.end - 1]).of(text);
        let inside = tagging.overlapping(&words);
        let person = inside.iter().any(|name| name.kind == Kind::Person && name.words == words);
        if person || gazetteer::country(surface).is_some() || !inside.iter().any(|name| name.kind != Kind::Person) {
            continue;
        }
        let wider = |name: &Tagged| name.words.start < words.start || name.words.end > words.end;
        if !inside.iter().any(wider) {
            tagging.put(Tagged { words, kind: Kind::Organization, confidence: SURE, rule: "acronym" });
        }
        known.insert(tagging.words[at].of(text).to_owned());
    }
    if !known.is_empty() {
        name_alone(text, tagging, &known);
    }
}

/// Makes organisations of acronyms that stand alone.
fn name_alone(text: &str, tagging: &mut Tagging, known: &HashSet<String>) {
    let alone = |at: &usize| known.contains(tagging.words[*at].of(text));
    let places: Vec<usize> = (0..tagging.words.len()).filter(alone).collect();
    for at in places {
        let words = at..at + 1;
        let covered = tagging.overlapping(&words);
        if covered.iter().all(|name| name.words == words && name.kind != Kind::Organization) {
            tagging.put(Tagged { words, kind: Kind::Organization, confidence: SURE, rule: "acronym" });
        }
    }
}

fn is_acronym(word: &str) -> bool {
    (2..=8).contains(&word.len()) && word.bytes().filter(u8::is_ascii_uppercase).count() * 2 > word.len()
}

/// The words right before an acronym that begin with its letters, one after the other.
fn long_form(text: &str, tagging: &Tagging, before: Range<usize>, acronym: &str) -> Option<Range<usize>> {
    let written: Vec<char> = acronym.chars().filter(|c| c.is_alphabetic()).collect();
    let letters: Vec<char> = written.iter().map(|c| lower(*c)).collect();
    let word = |at: usize| tagging.words[at].of(text);
    let (mut left, mut at) = (letters.len(), before.end);
    while left > 0 {
        at = at.checked_sub(1).filter(|at| *at >= before.start && before.end - at <= LONGEST)?;
        let initials = |word: &str| word.split('-').filter_map(|part| part.chars().next()).collect::<Vec<_>>();
        if SMALL.contains(&word(at)) {
            // `CoI` has the letter of `of`, as many longer acronyms do.
            let counts = letters.len() > 3 || written[left - 1].is_lowercase();
            let has_letter = letters[left - 1] == word(at).chars().next()?;
            left -= usize::from(has_letter && left > 1 && counts);
            continue;
        }
        let mut parts = initials(word(at));
        if !parts.first()?.is_uppercase() {
            return None;
        }
        // `Co-operation` gives one letter or two.
        if parts.len() > left || !parts.iter().rev().zip(letters[..left].iter().rev()).all(|(a, b)| lower(*a) == *b) {
            parts.truncate(1);
        }
        if lower(parts[0]) != letters[left - parts.len()] {
            return None;
        }
        left -= parts.len();
    }
    let first = word(at);
    (before.end - at >= 2 && first.starts_with(char::is_uppercase)).then_some(at..before.end)
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}
