//! What an article as a whole says about its names: the model decides each stretch by itself, and a surname that stands alone is
//! hard to tell without the full name two paragraphs above.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use crate::extract::tagger::{self, Kind, List, Tagged, Tagging};
use crate::text::{gazetteer, words};

/// A full name less sure than this gives no surname.
const SURE_OF_NAME: f32 = 0.5;

/// A reading at least this sure is not overruled by the rest of the article.
const FIRM: f32 = 0.95;

/// How sure a lone name is that the model did not see.
const LONE: f32 = 0.6;

/// Words after which a capital at the start of a sentence is a name, though it is an ordinary word as well: `Winter had`.
const PREDICATES: &[&str] = &[
    "added", "asked", "denied", "did", "does", "had", "has", "is", "said", "says", "told", "was", "will", "would",
    "’s", "'s",
];

/// Settles the names of an article.
pub(super) fn settle(text: &str, tagging: &mut Tagging) {
    join_nicknames(text, tagging);
    let surnames = surnames(text, tagging);
    if !surnames.is_empty() {
        retype_surnames(text, tagging, &surnames);
        let given = given_names(text, tagging, &surnames);
        add_lone(text, tagging, |word| surnames.contains_key(word) || given.contains(word));
        take_particles(text, tagging);
    }
    outvote(text, tagging);
}

/// Makes one name of a given name, a nickname between quotation marks, and a surname.
fn join_nicknames(text: &str, tagging: &mut Tagging) {
    let quote = |at: usize| matches!(tagging.words[at].of(text), "“" | "”" | "\"");
    let joined: Vec<usize> = (1..tagging.names.len())
        .filter(|&at| {
            let (one, other) = (&tagging.names[at - 1], &tagging.names[at]);
            let between = one.words.end..other.words.start;
            let people = one.kind == Kind::Person && other.kind == Kind::Person;
            people && between.len() == 3 && quote(between.start) && quote(between.end - 1)
        })
        .collect();
    for at in joined.into_iter().rev() {
        let other = tagging.names.remove(at);
        let name = &mut tagging.names[at - 1];
        name.words.end = other.words.end;
        name.confidence = name.confidence.min(other.confidence);
    }
}

/// Given names of people named in full: first words that the lists have as such, and that are no word of their own.
fn given_names(text: &str, tagging: &Tagging, surnames: &HashMap<String, f32>) -> HashSet<String> {
    let people = tagging.names.iter().filter(|name| name.kind == Kind::Person && name.words.len() > 1);
    let firm = people.filter(|name| name.confidence > SURE_OF_NAME);
    firm.filter_map(|name| {
        let word = tagging.words[name.words.start].of(text);
        let listed = tagger::longest_entry(List::Given, std::iter::once(word)) == 1;
        (listed && !words::is_common(word)).then(|| key(word)).filter(|key| !surnames.contains_key(key))
    })
    .collect()
}

/// Surnames of people named in full, with the confidence of all names that end in them.
fn surnames(text: &str, tagging: &Tagging) -> HashMap<String, f32> {
    let people = || tagging.names.iter().filter(|name| name.kind == Kind::Person);
    let mut surnames = HashMap::new();
    for name in people().filter(|name| name.words.len() > 1 && name.confidence > SURE_OF_NAME) {
        let word = last_word(text, tagging, &name.words);
        if word.chars().filter(|c| c.is_alphabetic()).count() > 1 {
            *surnames.entry(key(word)).or_insert(0.0) += name.confidence;
        }
    }
    for name in people().filter(|name| name.words.len() == 1) {
        if let Some(weight) = surnames.get_mut(&key(last_word(text, tagging, &name.words))) {
            *weight += name.confidence;
        }
    }
    surnames
}

/// Makes lone surnames people that the model took for something else, or was unsure about.
fn retype_surnames(text: &str, tagging: &mut Tagging, surnames: &HashMap<String, f32>) {
    for at in 0..tagging.names.len() {
        let name = &tagging.names[at];
        let unsure = name.words.len() == 1 && name.kind == Kind::Person && name.confidence < LONE;
        if unsure && surnames.contains_key(&key(last_word(text, tagging, &name.words))) {
            tagging.names[at].confidence = LONE;
        }
    }
    let mut others: HashMap<String, f32> = HashMap::new();
    let lone = |name: &Tagged| name.words.len() == 1 && name.kind != Kind::Person;
    for name in tagging.names.iter().filter(|name| lone(name)) {
        let key = key(last_word(text, tagging, &name.words));
        if surnames.contains_key(&key) {
            *others.entry(key).or_insert(0.0) += name.confidence;
        }
    }
    if others.is_empty() {
        return;
    }
    for at in 0..tagging.names.len() {
        let name = &tagging.names[at];
        if !lone(name) || name.kind == Kind::People {
            continue;
        }
        let word = last_word(text, tagging, &name.words);
        let key = key(word);
        let (Some(person), Some(other)) = (surnames.get(&key), others.get(&key)) else { continue };
        if *other < 2.0 * person && gazetteer::country(word).is_none() {
            tagging.names[at].kind = Kind::Person;
        }
    }
}

/// Gives a lone surname the particles that stand before it in a full name: `Pieter van den Bosch`, `Van den Bosch`.
fn take_particles(text: &str, tagging: &mut Tagging) {
    let particle = |at: usize| tagger::longest_entry(List::Particle, std::iter::once(tagging.words[at].of(text))) == 1;
    let folded = |words: Range<usize>| key(tagging.words[words.start].join(tagging.words[words.end - 1]).of(text));
    let mut tails: HashMap<String, Vec<(usize, String)>> = HashMap::new();
    for name in tagging.names.iter().filter(|name| name.kind == Kind::Person && name.words.len() > 2) {
        let last = name.words.end - 1;
        let particles = (name.words.start + 1..last).rev().take_while(|at| particle(*at)).count();
        if particles > 0 {
            let tail = (particles, folded(last - particles..last));
            tails.entry(key(last_word(text, tagging, &name.words))).or_default().push(tail);
        }
    }
    let widened: Vec<(usize, usize)> = tagging
        .names
        .iter()
        .enumerate()
        .filter(|(_, name)| name.kind == Kind::Person && name.words.len() == 1 && !tails.is_empty())
        .filter_map(|(nth, name)| {
            let at = name.words.start;
            let known = tails.get(&key(last_word(text, tagging, &name.words)))?;
            let sentence = tagging.sentences.get(tagging.sentences.partition_point(|words| words.end <= at))?;
            let fits = |(len, tail): &&(usize, String)| at >= sentence.start + len && folded(at - len..at) == *tail;
            known.iter().find(fits).map(|(len, _)| (nth, *len))
        })
        .collect();
    for (nth, len) in widened {
        tagging.names[nth].words.start -= len;
    }
}

/// Adds lone names of known people that the model passed over.
fn add_lone(text: &str, tagging: &mut Tagging, is_known: impl Fn(&str) -> bool) {
    let mut added = Vec::new();
    let mut names = tagging.names.iter().peekable();
    let mut folded = String::new();
    for sentence in &tagging.sentences {
        for at in sentence.clone() {
            while names.next_if(|name| name.words.end <= at).is_some() {}
            let word = tagging.words[at].of(text);
            if names.peek().is_some_and(|name| name.words.start <= at) || !is_capital(word) {
                continue;
            }
            fold_into(word, &mut folded);
            if !is_known(&folded) || gazetteer::country(word).is_some() {
                continue;
            }
            let next = tagging.words[at + 1..sentence.end].first().map_or("", |next| next.of(text));
            let opens = at == sentence.start && words::is_common(word) && !PREDICATES.contains(&next);
            if !is_capital(next) && !opens {
                added.push(Tagged { words: at..at + 1, kind: Kind::Person, confidence: LONE, rule: "known-person" });
            }
        }
    }
    if !added.is_empty() {
        tagging.names.extend(added);
        tagging.names.sort_by_key(|name| name.words.start);
    }
}

/// Gives a string that the model read in several ways the kind that it is more than twice as sure of.
fn outvote(text: &str, tagging: &mut Tagging) {
    let surface = |tagging: &Tagging, words: &Range<usize>| {
        tagging.words[words.start].join(tagging.words[words.end - 1]).of(text).to_lowercase()
    };
    let mut votes: BTreeMap<String, [f32; 4]> = BTreeMap::new();
    for name in &tagging.names {
        votes.entry(surface(tagging, &name.words)).or_default()[name.kind as usize] += name.confidence;
    }
    votes.retain(|_, sums| sums.iter().filter(|sum| **sum > 0.0).count() > 1);
    if votes.is_empty() {
        return;
    }
    for at in 0..tagging.names.len() {
        let name = &tagging.names[at];
        let Some(sums) = votes.get(&surface(tagging, &name.words)) else { continue };
        let own = sums[name.kind as usize];
        let best = Kind::ALL.into_iter().find(|kind| sums[*kind as usize] > 2.0 * own);
        if let Some(best) = best.filter(|_| name.confidence < FIRM) {
            tagging.names[at].kind = best;
        }
    }
}

fn last_word<'t>(text: &'t str, tagging: &Tagging, words: &Range<usize>) -> &'t str {
    tagging.words[words.end - 1].of(text)
}

fn is_capital(word: &str) -> bool {
    let capital = |at: usize| word.get(at..).is_some_and(|rest| rest.starts_with(char::is_uppercase));
    capital(0) || word.bytes().position(|byte| byte == b'-').is_some_and(|at| capital(at + 1))
}

/// The form by which surnames are compared: in small letters, without `al-` or `el-`.
fn key(word: &str) -> String {
    let mut folded = String::new();
    fold_into(word, &mut folded);
    folded
}

fn fold_into(word: &str, folded: &mut String) {
    folded.clear();
    folded.extend(word.chars().flat_map(char::to_lowercase));
    if folded.starts_with("al-") || folded.starts_with("el-") {
        folded.drain(..3);
    }
}
