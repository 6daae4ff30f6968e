//! Events that a noun phrase names: `the October elections in Iraq`, `last week’s summit`, `the invasion of the island in 1974`.

use super::{Dated, Draft};
use crate::extract::clause::{Outline, Word};
use crate::model::facts::Status;

/// Nouns that name something that happens at a time, in the singular.
const EVENTS: &[&str] = &[
    "accident",
    "accord",
    "address",
    "agreement",
    "airstrike",
    "ambush",
    "announcement",
    "annexation",
    "appointment",
    "arrest",
    "assassination",
    "assault",
    "attack",
    "ballot",
    "battle",
    "blast",
    "blockade",
    "bombardment",
    "bombing",
    "briefing",
    "breach",
    "burial",
    "ceasefire",
    "ceremony",
    "clash",
    "collapse",
    "conference",
    "confrontation",
    "congress",
    "coup",
    "crackdown",
    "crash",
    "deal",
    "death",
    "debate",
    "declaration",
    "defeat",
    "demonstration",
    "deployment",
    "derailment",
    "dialogue",
    "disaster",
    "drill",
    "drone-strike",
    "earthquake",
    "election",
    "eruption",
    "evacuation",
    "exchange",
    "execution",
    "exercise",
    "explosion",
    "exit",
    "expulsion",
    "festival",
    "fighting",
    "fire",
    "flood",
    "flooding",
    "funeral",
    "game",
    "handover",
    "hearing",
    "hurricane",
    "inauguration",
    "incident",
    "incursion",
    "independence",
    "insurrection",
    "intervention",
    "invasion",
    "kidnapping",
    "killing",
    "landslide",
    "launch",
    "march",
    "massacre",
    "meeting",
    "merger",
    "mission",
    "murder",
    "mutiny",
    "negotiation",
    "offensive",
    "operation",
    "outbreak",
    "overthrow",
    "parade",
    "plebiscite",
    "poll",
    "pogrom",
    "pullout",
    "protest",
    "raid",
    "rally",
    "rebellion",
    "redeployment",
    "referendum",
    "release",
    "removal",
    "resignation",
    "revolt",
    "revolution",
    "riot",
    "round",
    "ruling",
    "runoff",
    "sentencing",
    "session",
    "shelling",
    "shooting",
    "siege",
    "signing",
    "speech",
    "standoff",
    "storm",
    "strike",
    "summit",
    "surrender",
    "swap",
    "takeover",
    "talk",
    "test",
    "testimony",
    "tour",
    "transfer",
    "treaty",
    "trial",
    "trip",
    "truce",
    "tsunami",
    "uprising",
    "verdict",
    "victory",
    "visit",
    "vote",
    "voting",
    "war",
    "wedding",
    "withdrawal",
    "abduction",
];

/// Prepositions that take a past event after them.
const AFTER: &[&str] = &["following", "after", "since", "during", "amid", "despite", "before", "until"];

/// The longest phrase, in tokens.
const LONGEST: usize = 30;

/// The event named by the phrase that a date belongs to.
pub(super) fn event(outline: &Outline<'_>, dated: Dated<'_>) -> Option<Draft> {
    owned(outline, dated).or_else(|| premodified(outline, dated)).or_else(|| postmodified(outline, dated))
}

/// Whether a word names an event, in the singular or plural.
pub(in crate::extract) fn is_event(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let known = |word: &str| EVENTS.contains(&word);
    known(&lower)
        || lower.strip_suffix('s').is_some_and(known)
        || lower.strip_suffix("es").is_some_and(known)
        || lower.strip_suffix("ies").is_some_and(|stem| known(&format!("{stem}y")))
}

/// `Last week’s strategic dialogue between …`: the date is left out.
fn owned(outline: &Outline<'_>, dated: Dated<'_>) -> Option<Draft> {
    let owner = matches!(outline.text(dated.end), "’" | "'") && outline.word(dated.end + 1) == Word::Possessive;
    if !owner {
        return None;
    }
    let first = dated.end + 2;
    let end = extend(outline, head(outline, first)?);
    draft(outline, dated, first, first, end)
}

/// `the October elections in Iraq`, `a 2015 agreement with …`: the date stays, it names the event.
fn premodified(outline: &Outline<'_>, dated: Dated<'_>) -> Option<Draft> {
    let before = dated.first.checked_sub(1).map_or(Word::Other, |at| outline.word(at));
    let placed = outline.is(dated.first.wrapping_sub(1), &["in", "on", "by", "at"]);
    if placed || outline.word(dated.end) != Word::Other {
        return None;
    }
    let end = extend(outline, head(outline, dated.end)?);
    let first = match before {
        Word::Determiner => dated.first - 1,
        Word::Possessive => owner(outline, dated.first)?,
        _ => dated.first,
    };
    draft(outline, dated, first, dated.first, end)
}

/// `following the invasion of the island in 1974`: what stands between the preposition and the date.
fn postmodified(outline: &Outline<'_>, dated: Dated<'_>) -> Option<Draft> {
    let preposition = dated.first.checked_sub(1)?;
    if !outline.is(preposition, &["in", "on"]) {
        return None;
    }
    let opener = (0..preposition)
        .rev()
        .take_while(|at| {
            !matches!(outline.word(*at), Word::Comma | Word::Break | Word::Open | Word::Relative | Word::That)
        })
        .find(|at| outline.is(*at, AFTER))?;
    let first = opener + 1;
    if outline.verb_in(first, preposition).is_some() || preposition - first > LONGEST {
        return None;
    }
    if outline.is(first, &["his", "her", "its", "their", "our", "my"]) {
        return None;
    }
    let start = first + usize::from(outline.word(first) == Word::Determiner);
    head(outline, start)?;
    Some(Draft {
        pieces: std::iter::once(first..preposition).collect(),
        status: status(outline, dated, opener + 1),
        rule: "event-noun",
        confidence: 0.8,
    })
}

fn draft(outline: &Outline<'_>, dated: Dated<'_>, first: usize, cue: usize, end: usize) -> Option<Draft> {
    (end > first && end - first <= LONGEST).then(|| Draft {
        pieces: std::iter::once(first..end).collect(),
        status: status(outline, dated, cue.min(dated.first)),
        rule: "event-noun",
        confidence: 0.75,
    })
}

/// One past the head of the noun phrase that begins at `first`, if that names an event.
fn head(outline: &Outline<'_>, first: usize) -> Option<usize> {
    let noun = |at: &usize| {
        let joined = outline.text(*at) == "." || outline.text(*at) == "-";
        matches!(outline.word(*at), Word::Other | Word::Ing | Word::Past | Word::Possessive) || joined
    };
    // A verb in `-ed` or `-ing` belongs to the phrase only when its head follows.
    (first..outline.len().min(first + 12))
        .take_while(noun)
        .filter(|at| is_event(outline.text(*at)))
        .find(|at| {
            !matches!(outline.word(at + 1), Word::Other | Word::Possessive)
                || !outline.text(at + 1).starts_with(char::is_alphabetic)
        })
        .map(|at| at + 1)
}

/// One past the prepositional phrases that follow a head.
fn extend(outline: &Outline<'_>, head: usize) -> usize {
    let mut end = head;
    let mut at = head;
    let mut between = false;
    while at < outline.len() && at < head + LONGEST {
        between |= outline.is(at, &["between"]);
        match outline.word(at) {
            Word::Preposition
                if outline
                    .is(at, &["of", "in", "between", "against", "by", "with", "at", "from", "for", "over", "on"]) => {}
            Word::Other | Word::Determiner | Word::Possessive if at > head => end = at + 1,
            Word::Other | Word::Possessive => break,
            // `between the two and the third` goes on, `and then …` does not.
            Word::And if at > head && (between || outline.verb_in(at, stop(outline, at)).is_none()) => {}
            _ => break,
        }
        at += 1;
    }
    while end > head
        && (outline.word(end - 1) == Word::Determiner || (outline.text(end - 1) == "." && !outline.glued(end - 1)))
    {
        end -= 1;
    }
    end
}

fn stop(outline: &Outline<'_>, from: usize) -> usize {
    (from..outline.len())
        .find(|at| matches!(outline.word(*at), Word::Comma | Word::Break | Word::Open | Word::Stop))
        .unwrap_or(outline.len())
}

/// The first token of the owner before a possessive: `Kenya’s` before `August elections`.
fn owner(outline: &Outline<'_>, date: usize) -> Option<usize> {
    let mut first = date.checked_sub(3)?;
    while first > 0 && outline.text(first - 1).starts_with(char::is_uppercase) {
        first -= 1;
    }
    let article = first > 0 && outline.word(first - 1) == Word::Determiner;
    Some(first - usize::from(article))
}

/// An event is to come if the words before it say so or its date lies ahead.
fn status(outline: &Outline<'_>, dated: Dated<'_>, phrase: usize) -> Status {
    let before = |back: usize, words: &[&str]| phrase >= back && outline.is(phrase - back, words);
    let article = usize::from(phrase > 0 && outline.word(phrase - 1) == Word::Determiner);
    let coming = before(1 + article, &["of"]) && before(2 + article, &["ahead"])
        || before(1 + article, &["to"]) && before(2 + article, &["buildup", "up", "runup", "prior", "lead"])
        || before(1 + article, &["for", "before"]) && dated.ahead.is_none_or(|ahead| ahead)
        || before(1 + article, &["upcoming"]);
    match dated.ahead {
        Some(true) => Status::Scheduled,
        Some(false) => Status::Occurred,
        None if coming => Status::Scheduled,
        None => Status::Occurred,
    }
}
