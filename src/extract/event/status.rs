//! What a clause says about its event: that it happened, is planned, expected, claimed, denied, called off, or nothing.

use std::ops::Range;

use super::{Dated, noun};
use crate::extract::clause::{Outline, Word};
use crate::model::facts::Status;
use crate::model::when::Precision;

/// How many tokens a verb with its auxiliaries takes.
const GROUP: usize = 5;

/// Verbs that report a state of mind or a lasting state, not an event.
const STATES: &[&str] = &[
    "believed",
    "thought",
    "wanted",
    "hoped",
    "feared",
    "seemed",
    "felt",
    "knew",
    "meant",
    "remained",
    "lived",
    "needed",
    "owned",
    "lacked",
    "included",
    "represented",
    "stood",
    "looked",
    "appeared",
    "contained",
    "resembled",
    "involved",
    "depended",
    "belonged",
    "consisted",
    "seems",
    "remains",
    "includes",
    "means",
    "represents",
    "requires",
    "lies",
    "looks",
    "suggests",
    "shows",
    "keeps",
    "wants",
    "marked",
    "marks",
    "used",
];

/// What the clause with its finite verb at `verb` says; `None` where it reports no event.
pub(super) fn status(outline: &Outline<'_>, clause: Range<usize>, verb: usize, dated: Dated<'_>) -> Option<Status> {
    let group = verb..(verb + GROUP).min(clause.end);
    let any = |words: &[&str]| group.clone().any(|at| outline.is(at, words));
    if group.clone().take(3).any(|at| outline.word(at) == Word::Not || outline.text(at).eq_ignore_ascii_case("t")) {
        return None;
    }
    if any(&["cancelled", "canceled", "postponed", "scrapped"]) || (any(&["called"]) && any(&["off"])) {
        return Some(Status::Cancelled);
    }
    if outline.is(verb, &["denied", "denies", "refuted"]) || (outline.word(verb) == Word::Have && any(&["denied"])) {
        return Some(Status::Denied);
    }
    let claims = clause.clone().any(|at| {
        outline.is(at, &["allegedly", "reportedly", "claimed", "claims", "alleged", "alleges"])
            && !is_adjective(outline, at)
    });
    let planned = planned(outline, group.clone(), dated);
    if planned != Some(Status::Occurred) {
        return planned;
    }
    if !reports(outline, clause, verb, dated) {
        return None;
    }
    Some(if claims { Status::Claimed } else { Status::Occurred })
}

fn is_adjective(outline: &Outline<'_>, at: usize) -> bool {
    at > 0 && outline.word(at - 1) == Word::Determiner
}

/// What the auxiliaries say: planned, expected, or neither, which is [`Status::Occurred`] here.
fn planned(outline: &Outline<'_>, group: Range<usize>, dated: Dated<'_>) -> Option<Status> {
    let verb = group.start;
    let any = |words: &[&str]| group.clone().any(|at| outline.is(at, words));
    match outline.word(verb) {
        Word::Modal if outline.is(verb, &["may", "might", "could"]) => return Some(Status::Expected),
        Word::Modal if outline.is(verb, &["should", "must", "can"]) => return None,
        Word::Modal => return Some(if any(&["likely", "probably"]) { Status::Expected } else { Status::Scheduled }),
        _ => {}
    }
    if any(&["expected", "likely", "expects", "hopes", "aims"]) && outline.word(verb) != Word::Past {
        return Some(Status::Expected);
    }
    let due = outline.word(verb) == Word::Be && any(&["due", "scheduled", "slated"]);
    let set = outline.word(verb) == Word::Be && any(&["set", "poised", "planning", "planned"]) && any(&["to"]);
    let is_to = outline.word(verb) == Word::Be && outline.word(verb + 1) == Word::To;
    if due || set || is_to || outline.is(verb, &["plans", "intends"]) {
        return Some(Status::Scheduled);
    }
    let present = outline.word(verb) == Word::Present || outline.is(verb, &["is", "are"]);
    // `is closed until 6 May` tells of now.
    if present
        && !is_end(outline, dated)
        && dated.ahead != Some(false)
        && dated.date.when.is_none_or(|when| when.precision() <= Precision::Month)
    {
        let happens = outline.word(verb) == Word::Present || outline.word(verb + 1) == Word::Ing;
        return happens.then_some(Status::Scheduled);
    }
    Some(Status::Occurred)
}

/// Whether a date says when something ends that goes on before it: `until 6 May`.
pub(super) fn is_end(outline: &Outline<'_>, dated: Dated<'_>) -> bool {
    outline.is(dated.first.wrapping_sub(1), &["until", "till"])
}

/// Whether the verb reports an event rather than a saying or a state.
fn reports(outline: &Outline<'_>, clause: Range<usize>, verb: usize, dated: Dated<'_>) -> bool {
    let next = outline.word(verb + 1);
    match outline.word(verb) {
        // `he said on Thursday that …` dates the saying only.
        Word::Say => dated.first > verb && outline.verb_in(verb + 1, dated.first).is_some(),
        Word::Be => {
            let event_follows = || (verb..clause.end).any(|at| noun::is_event(outline.text(at)));
            let there = verb > 0 && outline.is(verb - 1, &["there"]);
            let passive = next == Word::Past || next == Word::Ing || outline.word(verb + 2) == Word::Past;
            let known = outline.is(verb + 1, &["born", "elected", "shot", "held", "hit", "put", "set"]);
            passive || known || (there && event_follows())
        }
        Word::Have => {
            let there = verb > 0 && outline.is(verb - 1, &["there"]);
            let perfect = (verb + 1..(verb + 4).min(clause.end)).any(|at| {
                matches!(outline.word(at), Word::Past)
                    || outline.is(
                        at,
                        &[
                            "been", "become", "begun", "taken", "given", "seen", "gone", "done", "fallen", "risen",
                            "struck", "broken", "written", "driven", "drawn",
                        ],
                    )
            });
            perfect && (!there || (verb..clause.end).any(|at| noun::is_event(outline.text(at))))
        }
        Word::Do => false,
        Word::Past => !outline.is(verb, STATES),
        // `the law bars imports made in 2014` tells how things are, `8 May 2014 The court bars imports` what was done.
        Word::Present => !outline.is(verb, STATES) && (!dated.over || dated.first == 0),
        _ => false,
    }
}
