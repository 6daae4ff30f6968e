//! Whether the words around an expression speak of the past or of what is to come.

use super::line::Line;
use super::word::Class;

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
    "tomorrow",
];

/// What is on a timetable is said in the present tense.
const TIMETABLE: &[&str] = &[
    "arrives", "begin", "begins", "close", "closes", "convene", "convenes", "ends", "expire", "expires", "launches",
    "meet", "meets", "open", "opens", "resume", "resumes", "returns", "start", "starts", "votes",
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

/// The cue for the expression at `first` up to `end`. The words before it count first, unless it opens the sentence.
pub(super) fn cue(line: &Line<'_>, first: usize, end: usize) -> Cue {
    if line.is(first.wrapping_sub(1), &["of"]) && line.is(first.wrapping_sub(2), &["ahead"]) {
        return Cue::Future;
    }
    // `said on Monday`: the saying is over, whatever it was about.
    let saying =
        if line.is(first.wrapping_sub(1), &["on", "in"]) { first.wrapping_sub(2) } else { first.wrapping_sub(1) };
    if line.is(saying, &["said", "says", "told", "announced", "reported", "added"]) {
        return Cue::Past;
    }
    // `launches June 28`, `the fair opens on Friday`: in the present tense of timetables.
    let verb =
        if line.is(first.wrapping_sub(1), &["on", "in", "at"]) { first.wrapping_sub(2) } else { first.wrapping_sub(1) };
    let takes = line.is(verb, &["effect", "place"]) && line.is(verb.wrapping_sub(1), &["take", "takes"]);
    let noun = matches!(line.before(verb), Class::The | Class::A | Class::Turn(_)) || verb >= first;
    if takes || (!noun && line.is(verb, TIMETABLE)) {
        return Cue::Future;
    }
    let back = || {
        (first.saturating_sub(REACH)..first).rev().take_while(|at| line.word(*at) != ";").find_map(|at| heard(line, at))
    };
    let ahead =
        || (end..line.len().min(end + REACH)).take_while(|at| line.word(*at) != ";").find_map(|at| heard(line, at));
    let found = if first <= 2 { ahead().or_else(back) } else { back().or_else(ahead) };
    // `ready by the autumn`
    let by = line.is(first.wrapping_sub(1), &["by"]);
    found.unwrap_or(if by { Cue::Future } else { Cue::None })
}

fn heard(line: &Line<'_>, at: usize) -> Option<Cue> {
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
    (regular || line.is(at, PAST)).then_some(Cue::Past)
}
