//! Lines of a chronicle: `3 May 1921: the council votes for the bridge.` The label dates what the rest of the sentence tells,
//! mostly in the present tense.

use super::status::status;
use super::{Dated, Draft, noun};
use crate::extract::clause::{Opener, Outline, Segment, Word, cut};
use crate::model::facts::Status;

/// The event that a sentence tells behind the date at its head.
pub(super) fn event(outline: &Outline<'_>, dated: Dated<'_>) -> Option<Draft> {
    let first = told_from(outline, dated)?;
    let segments = outline.segments();
    let home = segments.iter().position(|segment| segment.first >= first)?;
    let main = |segment: &Segment| {
        let clause = matches!(segment.opener, Opener::Plain | Opener::Preposition) && !segment.inserted;
        outline.finite_in(segment.first, segment.end).or(segment.verb).filter(|_| clause)
    };
    let told = segments.iter().enumerate().skip(home).find_map(|(at, segment)| Some((at, main(segment)?)));
    let (end, status) = match told {
        Some((at, verb)) => {
            (cut::tail(outline, at, verb, dated.first..dated.end), told_as(outline, first, verb, dated))
        }
        None => {
            let end = segments.get(home)?.end;
            // `3 May 1921: Korba` names no event.
            (first..end).find(|at| noun::is_event(outline.text(*at)))?;
            (end, told_as(outline, first, first, dated))
        }
    };
    let mut pieces: Vec<_> = std::iter::once(first..end).collect();
    cut::trim(outline, &mut pieces);
    let words = pieces.first()?.len();
    (words > 1).then_some(Draft { pieces, status, rule: "event-chronicle", confidence: 0.8 })
}

/// The first token after the label, if the sentence has one that is nothing but this date.
fn told_from(outline: &Outline<'_>, dated: Dated<'_>) -> Option<usize> {
    let spoken = |at: &usize| outline.text(*at).starts_with(char::is_alphanumeric);
    let head = (0..outline.len()).find(spoken)?;
    // `2014 — the year of the flood — was dry`: an insertion, no label.
    let dash = |at: &usize| outline.is(*at, &["—", "–", "-"]) && outline.word(*at) == Word::Break;
    let single = (dated.end..outline.len()).filter(dash).count() == 1;
    let mark = (dated.end..outline.len()).find(|at| outline.is(*at, &[":"]) || (single && dash(at)))?;
    let dates = (head..mark).all(|at| cut::is_date_word(outline.text(at)) || is_joint(outline, at));
    let opens = !outline.is(head, &["in", "on", "the", "a"]);
    (dates && opens).then(|| (mark..outline.len()).find(spoken)).flatten()
}

/// What joins the parts of one date: `3–5 May`, `12 to 14 June`, `3 May, 1921`.
fn is_joint(outline: &Outline<'_>, at: usize) -> bool {
    !outline.text(at).starts_with(char::is_alphanumeric) || outline.is(at, &["to", "and"])
}

/// What is told of a day that is not to come has happened, in whatever tense.
fn told_as(outline: &Outline<'_>, first: usize, verb: usize, dated: Dated<'_>) -> Status {
    if dated.ahead == Some(true) {
        return Status::Scheduled;
    }
    match status(outline, first..outline.len(), verb, dated) {
        Some(Status::Scheduled | Status::Expected) if outline.word(verb) != Word::Modal => Status::Occurred,
        found => found.unwrap_or(Status::Occurred),
    }
}
