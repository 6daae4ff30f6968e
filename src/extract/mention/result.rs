//! Results and tables of sport, whose lines are no sentences: `Everton 2 Wimbledon 1`, `Bolton 3 2 1 0 5 2 7`. What stands beside
//! the numbers is a team, although most teams are called like their town; a national team is its country.

use std::collections::HashSet;
use std::ops::Range;

use crate::extract::tagger::{self, Kind, List, Tagged, Tagging};
use crate::text::{gazetteer, words};

/// How sure a team of a result is.
const SURE: f32 = 0.8;

/// A person at least this sure stays one: players have numbers beside them as well.
const FIRM: f32 = 0.8;

/// Words with a capital before a number that are no team, in small letters and sorted.
const COUNTED: &[&str] = &[
    "april",
    "article",
    "attendance",
    "august",
    "chapter",
    "day",
    "december",
    "february",
    "figure",
    "final",
    "friday",
    "group",
    "halftime",
    "january",
    "july",
    "june",
    "march",
    "may",
    "monday",
    "november",
    "october",
    "page",
    "part",
    "resolution",
    "round",
    "saturday",
    "section",
    "september",
    "stage",
    "sunday",
    "table",
    "thursday",
    "total",
    "tuesday",
    "volume",
    "wednesday",
    "week",
    "year",
];

/// Words after which a place is meant, even where a team is called like it.
const WHERE: &[&str] = &["at", "from", "in", "into", "near", "outside", "to"];

/// Settles the teams of an article.
pub(super) fn settle(text: &str, tagging: &mut Tagging) {
    let mut teams = HashSet::new();
    let mut lines = Vec::new();
    for sentence in &tagging.sentences {
        let words: Vec<&str> = tagging.words[sentence.clone()].iter().map(|span| span.of(text)).collect();
        for group in groups(&words) {
            lines.push(sentence.start + group.start..sentence.start + group.end);
        }
    }
    for words in lines {
        let surface = tagging.words[words.start].join(tagging.words[words.end - 1]).of(text);
        let kind = match gazetteer::country(surface) {
            Some(_) => Kind::Place,
            None => Kind::Organization,
        };
        let player = |name: &Tagged| name.kind == Kind::Person && name.confidence >= FIRM;
        if tagging.overlapping(&words).iter().any(player) || is_player(text, tagging, &words) {
            continue;
        }
        if kind == Kind::Organization {
            teams.insert(surface.to_lowercase());
        }
        tagging.put(Tagged { words, kind, confidence: SURE, rule: "result" });
    }
    if !teams.is_empty() {
        retype(text, tagging, &teams);
    }
}

/// Makes teams of places that are called like one and are not said to be where something is.
fn retype(text: &str, tagging: &mut Tagging, teams: &HashSet<String>) {
    for at in 0..tagging.names.len() {
        let name = &tagging.names[at];
        let first = name.words.start;
        let surface = tagging.words[first].join(tagging.words[name.words.end - 1]).of(text);
        let before = first.checked_sub(1).map_or("", |before| tagging.words[before].of(text));
        let somewhere = WHERE.contains(&before.to_lowercase().as_str());
        if name.kind == Kind::Place && !somewhere && teams.contains(&surface.to_lowercase()) {
            tagging.names[at].kind = Kind::Organization;
        }
    }
}

/// Whether words are the name of a person by the lists: a given name and more, and no town.
fn is_player(text: &str, tagging: &Tagging, words: &Range<usize>) -> bool {
    let len = |list| tagger::longest_entry(list, tagging.words[words.clone()].iter().map(|span| span.of(text)));
    let town = [List::City, List::Region, List::Organization].into_iter().any(|list| len(list) > 0);
    words.len() > 1 && len(List::Given) > 0 && !town
}

/// The teams of a line of results or of a table; none where it is neither.
fn groups(line: &[&str]) -> Vec<Range<usize>> {
    let Some(first) = group(line, 0) else { return Vec::new() };
    let numbers = line[first.end..].iter().take_while(|word| is_number(word)).count();
    let rest = first.end + numbers;
    if numbers >= 3 && line[rest..].iter().all(|word| *word == ".") {
        return vec![first];
    }
    if numbers != 1 || !is_score(line[first.end]) {
        return Vec::new();
    }
    let next = match line.get(rest) {
        Some(&"(") => line[rest..].iter().position(|word| *word == ")").map_or(line.len(), |close| rest + close + 1),
        _ => rest,
    };
    match group(line, next) {
        Some(second) if line.get(second.end).is_some_and(|word| is_score(word)) => {
            let ends = line.get(second.end + 1).is_none_or(|word| !word.starts_with(|c: char| c.is_alphanumeric()));
            if ends { vec![first, second] } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

/// The one to four words with a capital at a place, if they can be a team.
fn group(line: &[&str], at: usize) -> Option<Range<usize>> {
    let len = line.get(at..)?.iter().take_while(|word| word.starts_with(char::is_uppercase)).count();
    let words = &line[at..at + len];
    let first = words.first()?.to_lowercase();
    let counted = COUNTED.binary_search(&first.as_str()).is_ok();
    let listed = || {
        let lists = [List::City, List::Region, List::Organization, List::Country];
        lists.into_iter().any(|list| tagger::longest_entry(list, words.iter().copied()) > 0)
    };
    let ordinary = len == 1 && words::is_common(&first) && !listed();
    (len <= 4 && !counted && !ordinary && words.iter().any(|word| word.len() > 2)).then_some(at..at + len)
}

fn is_number(word: &&str) -> bool {
    let digits = word.trim_start_matches(['.', '-', '+']);
    *word == "-" || digits.starts_with(|c: char| c.is_ascii_digit()) && digits.len() <= 5
}

/// Whether a word is what a side has scored in a game.
fn is_score(word: &str) -> bool {
    word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn teams(line: &str) -> Vec<String> {
        let words: Vec<&str> = line.split(' ').collect();
        groups(&words).into_iter().map(|group| words[group].join(" ")).collect()
    }

    #[test]
    fn words_before_numbers_are_sorted() {
        assert!(COUNTED.is_sorted());
    }

    #[test]
    fn results_and_tables_are_told_from_sentences() {
        assert_eq!(teams("Everton 2 Wimbledon 1"), ["Everton", "Wimbledon"]);
        assert_eq!(teams("Bochum 1 ( Wagner 56 ) Rostock 0 . Attendance 21,000"), ["Bochum", "Rostock"]);
        assert_eq!(teams("Sheffield Wednesday 3 3 0 0 6 2 9"), ["Sheffield Wednesday"]);
        assert_eq!(teams("NEW YORK 74 52 .587 -"), ["NEW YORK"]);
        assert!(teams("Lumia had 3 Bergen 2").is_empty());
        assert!(teams("Page 2 Section 4").is_empty());
        assert!(teams("June 1 July 2").is_empty());
        assert!(teams("Lumia 2 Bergen 3 people died").is_empty());
    }
}
