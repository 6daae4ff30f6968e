//! Names inside words with a hyphen: `Iran-backed`, `Russia-Turkey`, `London-based`.

use crate::extract::tagger::{self, List, Tagging};
use crate::model::facts::NameKind;
use crate::span::TextSpan;
use crate::text::gazetteer;

/// Second parts after which a city is meant.
const SEATS: &[&str] = &["based", "born", "bound", "educated", "area", "raised"];

/// A name that is part of a word.
pub(super) struct Part {
    /// The number of its word.
    pub(super) word: usize,
    /// The part.
    pub(super) span: TextSpan,
    /// What bears the name.
    pub(super) kind: NameKind,
}

/// Finds the names inside words with a hyphen.
pub(super) fn find(text: &str, tagging: &Tagging) -> Vec<Part> {
    let mut found = Vec::new();
    for (number, span) in tagging.words.iter().enumerate() {
        let word = span.of(text);
        let Some((first, rest)) = word.split_once('-').filter(|(first, _)| first.starts_with(char::is_uppercase))
        else {
            continue;
        };
        let start = span.start;
        let part = |from: usize, part: &str, kind| {
            let from = start + from as u32;
            Part { word: number, span: TextSpan::new(from, from + part.len() as u32), kind }
        };
        if rest.starts_with(char::is_uppercase) {
            if let (Some(one), Some(other)) = (place(first), place(rest)) {
                found.extend([part(0, first, one), part(first.len() + 1, rest, other)]);
            }
        } else if let Some(kind) = before_participle(first, rest) {
            found.push(part(0, first, kind));
        }
    }
    found
}

/// What a part of `Russia-Turkey` is; a city that is a name of people as well is none, as in `Ben-Ami`.
fn place(word: &str) -> Option<NameKind> {
    if gazetteer::country(word).is_some() {
        return Some(NameKind::Country);
    }
    let personal = is_listed(word, List::Given) || is_listed(word, List::Surname);
    (!personal && is_listed(word, List::City)).then_some(NameKind::Place)
}

fn before_participle(first: &str, rest: &str) -> Option<NameKind> {
    if gazetteer::country(first).is_some() {
        return Some(NameKind::Country);
    }
    if SEATS.contains(&rest) && (is_listed(first, List::City) || is_listed(first, List::Region)) {
        return Some(NameKind::Place);
    }
    (is_listed(first, List::Organization) && !is_listed(first, List::Given) && !is_listed(first, List::Surname))
        .then_some(NameKind::Organization)
}

fn is_listed(word: &str, list: List) -> bool {
    tagger::longest_entry(list, std::iter::once(word)) == 1
}
