//! Noun phrases that a topic could be called by.
//!
//! Candidates are runs of two to four adjectives, nouns and names, one `of` or `in` among them. Which of them become topics
//! is decided over the whole site; here each article proposes its most frequent ones, earliest first among equals.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::extract::clause::{Outline, Word};
use crate::extract::entry::ByEntry;
use crate::extract::event;
use crate::extract::grammar::{self, Classes};
use crate::extract::token::Reading;
use crate::model::article::BlockKind;
use crate::model::facts::{At, Mention, Phrase};
use crate::span::TextSpan;

/// How many phrases an article proposes.
const MOST: usize = 30;

/// A phrase in one article: where it stands first, and how often.
struct Candidate {
    at: At,
    count: u32,
}

/// Finds candidate phrases, in text order.
pub(crate) fn find(reading: &Reading<'_>, mentions: &[Mention]) -> Vec<Phrase> {
    let mut by_key: BTreeMap<String, Candidate> = BTreeMap::new();
    for (number, range) in (1u32..).zip(&reading.sentences) {
        let Some(tokens) = reading.tokens.get(range.clone()) else { continue };
        let body = &reading.article.body;
        let prose = body
            .sentence(number)
            .is_some_and(|sentence| matches!(body.block_of(sentence).kind, BlockKind::Paragraph { .. }));
        if !prose {
            continue;
        }
        let from = mentions.partition_point(|mention| mention.at.sentence() < number);
        let here =
            mentions.get(from..).unwrap_or_default().iter().take_while(|mention| mention.at.sentence() == number);
        let names: Vec<TextSpan> = here.map(|mention| mention.at.span()).collect();
        let outline = Outline::of(reading, tokens);
        let classes = reading.words.get(range.clone()).unwrap_or_default();
        for phrase in phrases(&outline, classes, &names) {
            let key = key(&outline, phrase.clone());
            let sure = if is_matter(&key) { 0.7 } else { 0.5 };
            let at = reading.at(number, outline.span(phrase.start, phrase.end), "phrase", sure);
            by_key.entry(key).or_insert(Candidate { at, count: 0 }).count += 1;
        }
    }
    let mut found: Vec<(String, Candidate)> = by_key.into_iter().collect();
    found.sort_by_key(|(_, candidate)| (std::cmp::Reverse(candidate.count), candidate.at.span()));
    found.truncate(MOST);
    let mut phrases: Vec<Phrase> = found.into_iter().map(|(key, candidate)| Phrase { at: candidate.at, key }).collect();
    phrases.sort_by_key(|phrase| phrase.at.span());
    phrases
}

/// The candidate phrases of one sentence.
fn phrases(outline: &Outline<'_>, classes: &[grammar::Word], names: &[TextSpan]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < outline.len() {
        let end = run(outline, classes, at);
        let (longer, end) = joined(outline, classes, at, end);
        if end == at {
            at += 1;
            continue;
        }
        let words = words(outline, at..end);
        let span = outline.span(at, end);
        let bare_name = names.iter().any(|name| name.contains(span));
        let name_at_edge = names.iter().any(|name| {
            name.start < span.start && span.start < name.end || name.start < span.end && span.end < name.end
        });
        let whole = begins_whole(outline, classes, at);
        if (2..=4).contains(&words) && whole && !bare_name && !name_at_edge && has_common_noun(outline, at..end, longer)
        {
            found.push(at..end);
        }
        at = end;
    }
    found
}

/// Whether nothing in front belongs to a phrase: `per capita income`, `a five-minute-long speech`, `to produce vaccines`.
fn begins_whole(outline: &Outline<'_>, classes: &[grammar::Word], first: usize) -> bool {
    let Some(before) = first.checked_sub(1) else { return true };
    let infinitive = outline.word(before) == Word::To && classes.get(first).is_some_and(|word| word.is(Classes::BASE));
    !infinitive && !outline.glued(first) && !outline.is(before, &["per"])
}

/// Nouns, in the singular, for what goes on long enough to be written about again and again. Events are known by
/// [`event::is_event`].
const MATTERS: &[&str] = &[
    "aid",
    "blockade",
    "border",
    "budget",
    "campaign",
    "climate",
    "conflict",
    "corruption",
    "crisis",
    "cut",
    "debt",
    "disease",
    "dispute",
    "drought",
    "economy",
    "effort",
    "embargo",
    "epidemic",
    "famine",
    "fishing",
    "inflation",
    "inquiry",
    "investigation",
    "law",
    "market",
    "migration",
    "occupation",
    "outbreak",
    "pact",
    "pandemic",
    "partnership",
    "peace",
    "plan",
    "policy",
    "pollution",
    "price",
    "programme",
    "program",
    "project",
    "recession",
    "recovery",
    "reform",
    "refugee",
    "relation",
    "relief",
    "rescue",
    "right",
    "rule",
    "sanctions",
    "security",
    "shortage",
    "smuggling",
    "tariff",
    "tax",
    "threat",
    "trade",
    "troop",
    "unemployment",
    "vaccine",
    "violence",
    "virus",
    "weapon",
];

/// Whether the head of a phrase, given by its key, is something that happens or goes on.
fn is_matter(key: &str) -> bool {
    let head = key.split(' ').take_while(|word| !matches!(*word, "of" | "in")).last().unwrap_or_default();
    event::is_event(head) || MATTERS.contains(&head)
}

/// One past the run of adjectives, nouns and names that begins at a token; it ends with a noun.
fn run(outline: &Outline<'_>, classes: &[grammar::Word], first: usize) -> usize {
    let mut end = first;
    while end < outline.len() && (is_content(outline, classes, end) || is_inner_mark(outline, end, first)) {
        end += 1;
    }
    while end > first && !closes(outline, classes, end - 1) {
        end -= 1;
    }
    end
}

/// `withdrawal of troops`: a run, `of` or `in`, a second run. Says whether there is a second one.
fn joined(outline: &Outline<'_>, classes: &[grammar::Word], first: usize, end: usize) -> (bool, usize) {
    if end == first || !outline.is(end, &["of", "in"]) {
        return (false, end);
    }
    let second = run(outline, classes, end + 1);
    let fits = second > end + 1 && words(outline, first..end) + words(outline, end + 1..second) <= 3;
    if fits { (true, second) } else { (false, end) }
}

fn words(outline: &Outline<'_>, range: Range<usize>) -> usize {
    range.filter(|at| outline.text(*at).starts_with(char::is_alphanumeric) && !outline.glued(*at)).count()
}

/// Words too general to name a topic.
const EMPTY: &[&str] = &[
    "new",
    "other",
    "many",
    "several",
    "few",
    "such",
    "own",
    "same",
    "first",
    "second",
    "last",
    "next",
    "more",
    "most",
    "less",
    "least",
    "very",
    "much",
    "some",
    "way",
    "ways",
    "thing",
    "things",
    "number",
    "part",
    "parts",
    "kind",
    "lot",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "time",
    "times",
    "today",
    "yesterday",
    "recent",
    "latest",
    "current",
    "ago",
    "now",
    "earlier",
    "later",
    "good",
    "bad",
    "big",
    "great",
    "only",
    "also",
    "just",
    "even",
    "still",
    "far",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "early",
    "late",
    "mr",
    "mrs",
    "ms",
    "dr",
    "people",
    "percent",
    "million",
    "billion",
    "thousand",
    "billions",
    "dozen",
    "dozens",
    "hundred",
    "hundreds",
    "millions",
    "tens",
    "thousands",
    "former",
    "half",
    "than",
    "senior",
    "top",
    "biggest",
    "deepest",
    "largest",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "so",
    "then",
    "again",
    "here",
    "what",
    "how",
    "why",
    "gmt",
    "bst",
    "est",
    "edt",
    "utc",
    "live",
];

/// Whether an entry is one of the general words.
static IS_EMPTY: LazyLock<ByEntry<bool>> =
    LazyLock::new(|| ByEntry::of(EMPTY.iter().map(|word| (*word, ())), |known, ()| *known = true));

/// The general words.
pub(crate) fn listed() -> impl Iterator<Item = &'static str> {
    EMPTY.iter().copied()
}

fn is_content(outline: &Outline<'_>, classes: &[grammar::Word], at: usize) -> bool {
    let text = outline.text(at);
    if outline.word(at) != Word::Other || !text.starts_with(char::is_alphabetic) || IS_EMPTY.get(outline.entry(at)) {
        return false;
    }
    let word = classes.get(at).copied().unwrap_or_default();
    let verb =
        word.is(Classes::VERB) && !word.is(Classes::NOUN_TOO | Classes::NOUN | Classes::NAME | Classes::ADJECTIVE);
    let open = word.is(Classes::NOUN | Classes::ADJECTIVE | Classes::NAME);
    let function = word.is(Classes::ADVERB
        | Classes::PRONOUN
        | Classes::CONJUNCTION
        | Classes::QUESTION
        | Classes::TIME
        | Classes::NUMBER
        | Classes::FINITE);
    !verb && !word.is(Classes::AUXILIARY) && (open || !function)
}

/// The full stop of `U.S.` and the hyphen of `anti-piracy`.
fn is_inner_mark(outline: &Outline<'_>, at: usize, first: usize) -> bool {
    at > first
        && outline.glued(at)
        && match outline.text(at) {
            "." => outline.text(at - 1).len() == 1 && outline.text(at - 1).starts_with(char::is_uppercase),
            "-" => outline.glued(at + 1),
            _ => false,
        }
}

/// Whether a phrase can end with a token.
fn closes(outline: &Outline<'_>, classes: &[grammar::Word], at: usize) -> bool {
    let text = outline.text(at);
    let adjective = classes.get(at).is_some_and(|word| word.is(Classes::ADJECTIVE) && !word.is(Classes::NOUN));
    let initial = text == "." || text == "-" || text.len() == 1;
    !initial && !adjective && !text.ends_with("ly")
}

/// Whether a phrase says more than a name: it has a noun in small letters, or joins two names.
fn has_common_noun(outline: &Outline<'_>, mut range: Range<usize>, joined: bool) -> bool {
    let last = range.end - 1;
    let small = |at: usize| {
        outline.text(at).starts_with(char::is_lowercase) && outline.text(at).len() > 2 && !outline.is(at, &["of", "in"])
    };
    if joined { range.any(small) } else { small(last) }
}

/// The form by which phrases of several articles are compared.
fn key(outline: &Outline<'_>, range: Range<usize>) -> String {
    let head = (range.start + 1..range.end).find(|at| outline.is(*at, &["of", "in"])).unwrap_or(range.end) - 1;
    let mut key = String::new();
    for at in range.clone() {
        if at > range.start && !outline.glued(at) {
            key.push(' ');
        }
        let word = lower_case(outline.text(at));
        key.push_str(&if at == head { singular(&word) } else { Cow::Borrowed(&*word) });
    }
    key
}

/// A word in small letters.
fn lower_case(word: &str) -> Cow<'_, str> {
    let lower = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if word.bytes().all(lower) { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

/// The singular of a noun in small letters, by its ending.
fn singular(noun: &str) -> Cow<'_, str> {
    const SAME: &[&str] =
        &["news", "series", "species", "politics", "economics", "talks", "forces", "sanctions", "means"];
    let stem = |ending: &str| noun.strip_suffix(ending).filter(|stem| stem.len() > 2);
    if SAME.contains(&noun) || noun.ends_with("ss") || noun.ends_with("us") || noun.ends_with("is") {
        return Cow::Borrowed(noun);
    }
    if let Some(stem) = stem("ies") {
        return Cow::Owned(format!("{stem}y"));
    }
    for ending in ["ches", "shes", "sses", "xes"] {
        if noun.ends_with(ending) {
            return Cow::Borrowed(noun.strip_suffix("es").unwrap_or(noun));
        }
    }
    Cow::Borrowed(stem("s").unwrap_or(noun))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn singulars() {
        let check = |noun: &str, expected: &str| assert_eq!(singular(noun), expected);
        check("elections", "election");
        check("policies", "policy");
        check("speeches", "speech");
        check("crisis", "crisis");
        check("talks", "talks");
        check("gas", "gas");
    }
}
