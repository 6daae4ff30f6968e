//! Long names with a head and `of`: `Office of the High Commissioner for Human Rights`, of which the model likes to find the end
//! alone; and titles that sound like one: `Secretary of State`.

use std::ops::Range;

use crate::extract::tagger::{Kind, Tagged, Tagging};

/// How sure a name is whose head was added.
const SURE: f32 = 0.75;

/// Heads of long names, sorted.
const HEADS: &[&str] = &[
    "Academy",
    "Agency",
    "Association",
    "Authority",
    "Board",
    "Bureau",
    "Center",
    "Centre",
    "Chamber",
    "Commission",
    "Committee",
    "Confederation",
    "Council",
    "Court",
    "Department",
    "Directorate",
    "Faculty",
    "Federation",
    "Institute",
    "Ministry",
    "Office",
    "School",
    "Secretariat",
    "Society",
    "Union",
    "University",
];

/// Holders of an office, whose field is no organisation, sorted.
const HOLDERS: &[&str] =
    &["Commissioner", "Director", "Governor", "Minister", "Ministers", "Secretaries", "Secretary", "Undersecretary"];

/// Settles names before which `of` stands.
pub(super) fn settle(text: &str, tagging: &mut Tagging) {
    let mut changes: Vec<(usize, Option<Range<usize>>)> = Vec::new();
    for (nth, name) in tagging.names.iter().enumerate() {
        let sentence = tagging.sentences.partition_point(|words| words.end <= name.words.start);
        let Some(start) = tagging.sentences.get(sentence).map(|sentence| sentence.start) else { continue };
        let Some(head) = head(text, tagging, start, name.words.start) else { continue };
        let word = tagging.words[head].of(text);
        if name.kind == Kind::Organization
            && HOLDERS.binary_search(&word).is_ok()
            && !is_head_of_own(text, tagging, name)
        {
            changes.push((nth, None));
        } else if matches!(name.kind, Kind::Organization | Kind::Place) && HEADS.binary_search(&word).is_ok() {
            let free = tagging.overlapping(&(head..name.words.start)).is_empty();
            changes.extend(free.then_some((nth, Some(head..name.words.end))));
        }
    }
    for (nth, words) in changes.into_iter().rev() {
        match words {
            None => drop(tagging.names.remove(nth)),
            Some(words) => {
                let name = &mut tagging.names[nth];
                let confidence = name.confidence.min(SURE);
                *name = Tagged { words, kind: Kind::Organization, confidence, rule: "office" };
            }
        }
    }
}

/// The word before `of`, `of the`, `for` or `for the` that stands right before a name.
fn head(text: &str, tagging: &Tagging, start: usize, name: usize) -> Option<usize> {
    let word = |at: usize| tagging.words[at].of(text);
    let mut at = name.checked_sub(1).filter(|at| *at > start)?;
    if word(at) == "the" {
        at = at.checked_sub(1).filter(|at| *at > start)?;
    }
    (matches!(word(at), "of" | "for") && at > start).then(|| at - 1)
}

/// Whether a name has a head of its own: `Director of the Institute of Geology`, `Governor of the Bank of Ghana`.
fn is_head_of_own(text: &str, tagging: &Tagging, name: &Tagged) -> bool {
    let words = || tagging.words[name.words.clone()].iter().map(|span| span.of(text));
    !words()
        .next()
        .is_some_and(|word| matches!(word, "State" | "Defense" | "Defence" | "Foreign" | "Finance" | "Justice"))
        || words().any(|word| HEADS.binary_search(&word).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_and_holders_are_sorted() {
        assert!(HEADS.is_sorted() && HOLDERS.is_sorted());
    }
}
