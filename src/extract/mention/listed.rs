//! Names that stand in the lists word for word, where the model cut them short or took them for another kind.

use crate::extract::tagger::{self, Kind, List, Tagged, Tagging};

/// A reading at least this sure is kept for a name of one word.
const FIRM: f32 = 0.97;

/// An organisation at least this sure is not made a region.
const SURE: f32 = 0.6;

/// How sure a listed name of several words is.
const LISTED: f32 = 0.9;

/// Lists whose entries decide, with what they say.
const DECIDING: [(List, Kind); 3] =
    [(List::Organization, Kind::Organization), (List::Country, Kind::Place), (List::Region, Kind::Place)];

/// Settles names that the lists have.
pub(super) fn settle(text: &str, tagging: &mut Tagging) {
    for name in &mut tagging.names {
        let words = || tagging.words[name.words.clone()].iter().map(|span| span.of(text));
        if let Some(kind) = kind_of_whole(words, name) {
            name.kind = kind;
        }
    }
    after_town(text, tagging);
    widen(text, tagging);
}

/// A region or country after a town and a comma is a place, whatever else is called like it: `Leigh-on-Sea, Essex`.
fn after_town(text: &str, tagging: &mut Tagging) {
    for at in 1..tagging.names.len() {
        let (town, name) = (&tagging.names[at - 1], &tagging.names[at]);
        let comma = name.words.start == town.words.end + 1 && tagging.words[town.words.end].of(text) == ",";
        let entry = |list| {
            let words = tagging.words[name.words.clone()].iter().map(|span| span.of(text));
            tagger::longest_entry(list, words) == name.words.len()
        };
        if comma && town.kind == Kind::Place && (entry(List::Region) || entry(List::Country)) {
            tagging.names[at].kind = Kind::Place;
        }
    }
}

/// The kind that the lists give to a name as it stands.
fn kind_of_whole<'w, I>(words: impl Fn() -> I, name: &Tagged) -> Option<Kind>
where
    I: Iterator<Item = &'w str>,
{
    let len = name.words.len();
    let has = |list| tagger::longest_entry(list, words()) == len;
    let a_place = has(List::City) || has(List::Country) || has(List::Region);
    if name.kind != Kind::Person && has(List::Demonym) && !has(List::Organization) && !a_place {
        return Some(Kind::People);
    }
    if len == 1 && name.confidence >= FIRM {
        return None;
    }
    let personal = len == 1 && (has(List::Given) || has(List::Surname));
    let (_, kind) = DECIDING.into_iter().find(|(list, _)| has(*list))?;
    // `Derbyshire 305`: a team called like a region.
    let team = name.kind == Kind::Organization && name.confidence >= SURE && kind == Kind::Place && !has(List::Country);
    let doubtful = personal || team || kind == Kind::Organization && a_place;
    (!doubtful).then_some(kind)
}

/// Puts entries of several words in the place of the names that they cover: `Trinidad and Tobago`.
fn widen(text: &str, tagging: &mut Tagging) {
    let mut found = Vec::new();
    for sentence in &tagging.sentences {
        let mut at = sentence.start;
        while at < sentence.end {
            let rest = || tagging.words[at..sentence.end].iter().map(|span| span.of(text));
            let longest = opens_name(rest().next()).then(|| {
                let entries = DECIDING[..2].iter().map(|(list, kind)| (tagger::longest_entry(*list, rest()), *kind));
                entries.filter(|(len, _)| rest().take(*len).all(is_of_name)).max_by_key(|(len, _)| *len)
            });
            let Some((len, kind)) = longest.flatten().filter(|(len, _)| *len > 1) else {
                at += 1;
                continue;
            };
            let words = at..at + len;
            let inside = |name: &Tagged| name.words.start >= words.start && name.words.end <= words.end;
            let smaller = |name: &Tagged| inside(name) && name.words.len() < len;
            if tagging.overlapping(&words).iter().all(smaller) {
                found.push(Tagged { words, kind, confidence: LISTED, rule: "listed" });
            }
            at += len;
        }
    }
    found.into_iter().for_each(|name| tagging.put(name));
}

/// Whether a name can begin with a word: it has a capital, and is no article.
fn opens_name(word: Option<&str>) -> bool {
    word.is_some_and(|word| word.starts_with(char::is_uppercase) && word != "The")
}

/// Whether a word can stand in a name: the lists do not look at capitals, but `Israeli military` is not written as one.
fn is_of_name(word: &str) -> bool {
    const SMALL: [&str; 9] = ["of", "and", "for", "the", "in", "on", "de", "y", "to"];
    !word.starts_with(char::is_lowercase) || SMALL.contains(&word)
}
