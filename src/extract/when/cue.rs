//! Whether the words around an expression speak of the past or of what is to come.

use super::line::Line;
use super::word::Class;
use crate::extract::grammar::{Classes, Word};

/// The direction in which an unfinished date is completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// Nothing says.
    None,
    /// It was.
    Past,
    /// It will be.
    Future,
}

/// How many words away a cue is still heard.
const REACH: usize = 14;

const FUTURE: &[&str] = &[
    "will",
    "shall",
    "ll",
    "due",
    "scheduled",
    "slated",
    "expected",
    "plans",
    "planning",
    "plan",
    "upcoming",
    "until",
    "till",
    "may",
    "could",
    "might",
    "would",
    "buildup",
    "runup",
    "hope",
    "hopes",
    "intends",
    "set",
    "forthcoming",
    "deadline",
    "forecast",
    "tomorrow",
];

/// What is on a timetable is said in the present tense.
const TIMETABLE: &[&str] = &[
    "arrives", "begin", "begins", "close", "closes", "convene", "convenes", "end", "ends", "expire", "expires",
    "launches", "meet", "meets", "open", "opens", "resume", "resumes", "returns", "runs", "start", "starts", "votes",
];

const PAST: &[&str] = &[
    "was",
    "were",
    "had",
    "did",
    "told",
    "began",
    "took",
    "met",
    "held",
    "won",
    "came",
    "went",
    "made",
    "fell",
    "rose",
    "left",
    "struck",
    "fought",
    "hit",
    "shot",
    "became",
    "broke",
    "brought",
    "gave",
    "got",
    "led",
    "let",
    "lost",
    "saw",
    "sent",
    "sold",
    "bought",
    "spoke",
    "stood",
    "wrote",
    "flew",
    "found",
    "felt",
    "grew",
    "drew",
    "paid",
    "put",
    "ran",
    "since",
    "ago",
    "been",
    "has",
    "have",
    "after",
    "following",
];

/// Verbs that give something a date.
const APPOINTS: &[&str] = &[
    "brought",
    "called",
    "deferred",
    "delayed",
    "extended",
    "moved",
    "postponed",
    "pushed",
    "put",
    "rescheduled",
    "scheduled",
    "set",
];

/// The cue for the expression at `first` up to `end`. The words before it count first, unless it opens the sentence.
/// `words` are the classes of the sentence's tokens.
pub(super) fn cue(line: &Line<'_>, words: &[Word], first: usize, end: usize) -> Cue {
    if line.is(first.wrapping_sub(1), &["of"]) && line.is(first.wrapping_sub(2), &["ahead"]) {
        return Cue::Future;
    }
    let bare = first - usize::from(line.before(first) == Class::The);
    // `said on Monday`, `said in the spring`: the saying is over, whatever it was about.
    let saying =
        if line.is(bare.wrapping_sub(1), &["on", "in"]) { bare.wrapping_sub(2) } else { first.wrapping_sub(1) };
    if line.is(saying, &["said", "says", "told", "announced", "reported", "added"]) {
        return Cue::Past;
    }
    if is_on_timetable(line, first) || is_appointed(line, bare) || is_awaited(line, words, first) {
        return Cue::Future;
    }
    // `stay after May`: what comes after a date may itself be past or to come.
    let after = line.is(bare.wrapping_sub(1), &["after"]);
    let start = if after { bare - 1 } else { first };
    let back = || {
        (start.saturating_sub(REACH)..start)
            .rev()
            .take_while(|at| line.word(*at) != ";")
            .find_map(|at| heard(line, words, at))
    };
    // `The statement of May 3 says that they will`: what it says is no cue for its own date.
    let ahead = || {
        (end..line.len().min(end + REACH))
            .take_while(|at| !line.is(*at, &[";", "that", "says", "say"]))
            .find_map(|at| heard(line, words, at))
    };
    let found = if first <= 2 { ahead().or_else(back) } else { back().or_else(ahead) };
    // `ready by the autumn`
    let by = line.is(first.wrapping_sub(1), &["by"]);
    let lasting = || after && lasts(line, words, bare);
    found.unwrap_or_else(|| if by || lasting() { Cue::Future } else { Cue::None })
}

/// `some stay after May`: what is told of in the present tense goes on after a date still to come.
fn lasts(line: &Line<'_>, words: &[Word], first: usize) -> bool {
    let from = first.saturating_sub(REACH);
    let verb = |at: usize, word: &Word| {
        let after_plural = || words.get(at.wrapping_sub(1)).is_some_and(|word| word.is(Classes::PLURAL));
        word.is(Classes::PRESENT | Classes::BASE)
            && !word.is(Classes::AUXILIARY)
            && (word.is(Classes::FINITE) || after_plural())
            && !line.is(at, &["say", "says"])
    };
    (from..first).zip(words.get(from..first).unwrap_or_default()).any(|(at, word)| verb(at, word))
}

/// `launches June 28`, `the fair opens on Friday`: in the present tense of timetables.
fn is_on_timetable(line: &Line<'_>, first: usize) -> bool {
    // `runs from Thursday to Sunday`
    let weekday = matches!(line.class(first), Class::Weekday(_) | Class::WeekdayShort(_));
    let span =
        weekday && line.is(first.wrapping_sub(1), &["to", "through"]) && line.is(first.wrapping_sub(3), &["from"]);
    let first = if span { first.wrapping_sub(2) } else { first };
    let placed =
        line.is(first.wrapping_sub(1), &["on", "in", "at"]) || weekday && line.is(first.wrapping_sub(1), &["from"]);
    let verb = if placed { first.wrapping_sub(2) } else { first.wrapping_sub(1) };
    let takes = line.is(verb, &["effect", "place"]) && line.is(verb.wrapping_sub(1), &["take", "takes"]);
    let noun = matches!(line.before(verb), Class::The | Class::A | Class::Turn(_)) || verb >= first;
    takes || (!noun && line.is(verb, TIMETABLE))
}

/// `moved it to the autumn`, `called the vote for May`: the date was to come when it was given, and mostly still is.
fn is_appointed(line: &Line<'_>, first: usize) -> bool {
    const NEAR: usize = 8;
    let Some(preposition) = first.checked_sub(1).filter(|at| line.is(*at, &["to", "until", "till", "for"])) else {
        return false;
    };
    let near = preposition.saturating_sub(NEAR)..preposition;
    near.rev().take_while(|at| !line.is(*at, &[",", ";"])).any(|at| line.is(at, APPOINTS))
}

/// `before the country votes on May 3`: what is told in the present tense after `before` is still to come.
fn is_awaited(line: &Line<'_>, words: &[Word], first: usize) -> bool {
    let near = || first.saturating_sub(REACH)..first;
    let Some(opener) = near().rev().find(|at| line.is(*at, &["before", "until", "till"])) else { return false };
    let mut awaited = false;
    for (at, word) in (opener + 1..first).zip(words.get(opener + 1..first).unwrap_or_default()) {
        if word.is(Classes::FINITE) {
            if word.is(Classes::PAST) || line.is(at, &["was", "were", "had", "did"]) {
                return false;
            }
            awaited = true;
        }
    }
    awaited
}

fn heard(line: &Line<'_>, words: &[Word], at: usize) -> Option<Cue> {
    let word = line.word(at);
    if line.is(at, FUTURE) {
        let over = (1..=2).any(|back| line.is(at.wrapping_sub(back), &["was", "were", "had"]));
        let month = word.starts_with("May");
        return (!month).then_some(if over { Cue::Past } else { Cue::Future });
    }
    if line.is(at, &["ahead", "run", "build"]) {
        return (line.is(at + 1, &["of", "up"]) || line.is(at + 2, &["up"])).then_some(Cue::Future);
    }
    if line.is(at, &["to"]) {
        let planned = line.is(at.wrapping_sub(1), &["is", "are"]);
        return planned.then_some(Cue::Future);
    }
    // `are being sold in May`: neither over nor to come.
    if line.is(at, &["being"]) && line.is(at.wrapping_sub(1), &["is", "are"]) {
        return Some(Cue::None);
    }
    // `would be delivered`: the auxiliary says when.
    if line.is(at.wrapping_sub(1), &["be", "is", "are", "being"]) {
        return None;
    }
    // `hope to have it`: not yet.
    if line.is(at, &["have"]) && line.is(at.wrapping_sub(1), &["to"]) {
        return None;
    }
    let regular = word.len() > 4 && word.ends_with("ed") && word.starts_with(char::is_lowercase);
    let finite = words.get(at).is_some_and(|word| word.is(Classes::FINITE) && word.is(Classes::PAST));
    (regular || finite || line.is(at, PAST)).then_some(Cue::Past)
}
