//! Events that a clause reports: which clause a date belongs to, and what can be cut from it without changing what it says.
//!
//! What [`cut`] leaves out: openers of time and place, inserted phrases, relative clauses after a comma, tails that begin another clause,
//! the source at the end of a plain statement, and the date itself. Kept is whatever could change the meaning: `if`,
//! `unless`, `until`, the source of an accusation, what begins with `under`, `for`, `among`, `despite`.

use std::ops::Range;

use super::status::{is_end, status};
use super::{Dated, Draft};
use crate::extract::clause::{Opener, Outline, Segment, Word, cut};
use crate::model::facts::Status;

/// The clause of a date: runs of tokens and its verb.
struct Clause {
    pieces: Vec<Range<usize>>,
    verb: usize,
}

/// The event that the clause around a date reports.
pub(super) fn event(outline: &Outline<'_>, dated: Dated<'_>) -> Option<Draft> {
    if is_only_bound(outline, dated) {
        return None;
    }
    let segments = outline.segments();
    let home = segments.iter().position(|segment| segment.first <= dated.first && dated.first < segment.end)?;
    let clause = clause(outline, home, dated)?;
    let extent = clause.pieces.first()?.start..clause.pieces.last()?.end;
    let status = awaited(outline, status(outline, extent, clause.verb, dated)?, clause.verb, dated);
    let mut pieces = clause.pieces;
    without_date(outline, &mut pieces, dated);
    cut::trim(outline, &mut pieces);
    let words: usize = pieces.iter().map(Range::len).sum();
    let verb = pieces.iter().any(|piece| piece.contains(&clause.verb));
    let vague = begins_with_pronoun(outline, &pieces);
    (words >= if vague { 5 } else { 3 } && verb).then_some(Draft {
        pieces,
        status,
        rule: "event-clause",
        confidence: if vague || words > cut::LONG { 0.5 } else { 0.7 },
    })
}

/// `whoever governs after October`: some time after a date, which is not the date of anything.
fn is_only_bound(outline: &Outline<'_>, dated: Dated<'_>) -> bool {
    let owner = matches!(outline.text(dated.end), "’" | "'");
    !owner
        && dated.date.at.rule() != "date-since-clause"
        && outline.is(dated.first.wrapping_sub(1), &["after", "before"])
}

/// What has a day still to come has not occurred, whenever it was agreed (`called the vote for June`), nor has what another
/// clause only announces (`announced that the mission will end by December`).
fn awaited(outline: &Outline<'_>, status: Status, verb: usize, dated: Dated<'_>) -> Status {
    if is_end(outline, dated) {
        return status;
    }
    let content = (verb + 1..dated.first).rev().find(|at| outline.word(*at) == Word::That);
    let announced = content.and_then(|that| outline.finite_in(that + 1, dated.first));
    let to_come =
        dated.ahead == Some(true) || announced.is_some_and(|verb| outline.is(verb, &["will", "shall", "would"]));
    if status == Status::Occurred && to_come { Status::Scheduled } else { status }
}

/// Whether a line begins with `he` or `it`, and so says little away from its paragraph.
fn begins_with_pronoun(outline: &Outline<'_>, pieces: &[Range<usize>]) -> bool {
    pieces
        .first()
        .is_some_and(|piece| outline.word(piece.start) == Word::Pronoun && !outline.is(piece.start, &["there"]))
}

/// The clause that a date in the segment `home` belongs to.
fn clause(outline: &Outline<'_>, home: usize, dated: Dated<'_>) -> Option<Clause> {
    let segments = outline.segments();
    let segment = *segments.get(home)?;
    if dated.date.at.rule() == "date-since-clause" {
        return since_clause(outline, home, dated);
    }
    if segment.opener == Opener::Subordinator && dated.first == segment.first + 1 {
        // `Since 2014 the group has …`: no clause of its own.
        return segment.verb.map(|verb| main(outline, home, verb, dated));
    }
    match (segment.opener, segment.verb) {
        (Opener::Participle, Some(verb)) if outline.word(verb) == Word::Past && verb == segment.first => None,
        (_, None) | (Opener::Participle, _) => phrase(outline, home, dated),
        (Opener::Source, _) => None,
        (Opener::Subordinator, Some(_)) if outline.is(segment.first, &["if", "unless", "until", "whether", "than"]) => {
            None
        }
        (Opener::Subordinator, Some(verb)) => {
            let end = cut::tail(outline, home, verb, dated.first..dated.end);
            Some(Clause { pieces: one(segment.first + 1..end), verb })
        }
        (Opener::Relative, Some(verb)) => relative(outline, home, segment, verb),
        (Opener::And | Opener::But, Some(verb)) => coordinated(outline, home, segment, verb, dated),
        (Opener::Plain | Opener::Preposition, Some(verb)) => Some(main(outline, home, verb, dated)),
    }
}

fn one(range: Range<usize>) -> Vec<Range<usize>> {
    std::iter::once(range).collect()
}

/// `There have been attacks since he took office`: the clause before, and this one with it.
fn since_clause(outline: &Outline<'_>, home: usize, dated: Dated<'_>) -> Option<Clause> {
    let segments = outline.segments();
    let end = segments.get(home)?.end;
    let before = home.checked_sub(1)?;
    let segment = segments.get(before).filter(|segment| cut::is_main(segment))?;
    let mut clause = main(outline, before, segment.verb?, dated);
    let adjacent = segment.end + 1 >= dated.first;
    if let Some(piece) = clause.pieces.last_mut().filter(|_| adjacent) {
        piece.end = end;
    }
    adjacent.then_some(clause)
}

/// A date in a phrase without a verb: before the main clause, or after it.
fn phrase(outline: &Outline<'_>, home: usize, dated: Dated<'_>) -> Option<Clause> {
    let segments = outline.segments();
    let segment = *segments.get(home)?;
    if segment.inserted {
        return None;
    }
    let bounded = outline.is(dated.first.wrapping_sub(1), &["since", "until", "till", "than", "from"]);
    let earlier = segments.iter().take(home).rposition(|segment| segment.verb.is_some() && cut::is_main(segment));
    if let Some(earlier) = earlier {
        let verb = segments.get(earlier)?.verb?;
        if bounded && outline.word(verb) != Word::Have {
            return None;
        }
        let mut clause = main(outline, earlier, verb, dated);
        let end = clause.pieces.last()?.end;
        if segment.first > end {
            clause.pieces.push(segment.first..segment.end);
        }
        return Some(clause);
    }
    let later =
        home + segments.get(home..)?.iter().position(|segment| segment.verb.is_some() && cut::is_main(segment))?;
    let verb = segments.get(later)?.verb?;
    let mut clause = main(outline, later, verb, dated);
    let scoped = outline.is(segment.first, &["under", "for", "among", "despite", "without", "except", "unlike"]);
    if scoped {
        clause.pieces.insert(0, segment.first..segment.end);
    }
    Some(clause)
}

/// `who was killed in 2003` after a name: the name and what the clause says of it.
fn relative(outline: &Outline<'_>, home: usize, segment: Segment, verb: usize) -> Option<Clause> {
    if !outline.is(segment.first, &["who"]) || verb != segment.first + 1 {
        return None;
    }
    let before = *outline.segments().get(home.checked_sub(1)?)?;
    let mut first = before.end;
    while first > before.first && outline.text(first - 1).starts_with(char::is_uppercase) {
        first -= 1;
    }
    (first < before.end).then(|| Clause { pieces: vec![first..before.end, verb..segment.end], verb })
}

/// `and left the city in 2014`: its own subject, or that of the clause before.
fn coordinated(outline: &Outline<'_>, home: usize, segment: Segment, verb: usize, dated: Dated<'_>) -> Option<Clause> {
    let end = cut::tail(outline, home, verb, dated.first..dated.end);
    if verb > segment.first + 1 {
        return Some(Clause { pieces: one(segment.first + 1..end), verb });
    }
    let segments = outline.segments();
    let before = segments.iter().take(home).rposition(|segment| segment.verb.is_some() && cut::is_main(segment))?;
    let before_verb = segments.get(before)?.verb?;
    let subject = cut::subject(outline, before, before_verb);
    Some(Clause { pieces: vec![subject..before_verb, verb..end], verb })
}

/// The main clause whose verb stands in a segment, as far as it belongs to the date.
fn main(outline: &Outline<'_>, home: usize, verb: usize, dated: Dated<'_>) -> Clause {
    let mut pieces = cut::main_clause(outline, home, verb, dated.first..dated.end);
    split_coordination(outline, &mut pieces, verb, dated)
}

/// Where two verbs share a subject (`fled in 2014 and returned in 2018`), keeps the one that the date belongs to.
fn split_coordination(outline: &Outline<'_>, pieces: &mut Vec<Range<usize>>, verb: usize, dated: Dated<'_>) -> Clause {
    let Some(last) = pieces.last().cloned() else { return Clause { pieces: std::mem::take(pieces), verb } };
    let joint = (verb + 1..last.end)
        .filter(|at| matches!(outline.word(*at), Word::And | Word::But))
        .find_map(|at| outline.verb_in(at + 1, (at + 4).min(last.end)).map(|second| (at, second)));
    if let Some((at, second)) = joint {
        if dated.first > at {
            let own_subject = second > at + 1
                && !matches!(outline.word(second - 1), Word::Other if second == at + 2 && outline.text(at + 1).ends_with("ly"));
            let kept = if own_subject {
                one(at + 1..last.end)
            } else {
                let mut kept = pieces.clone();
                if let Some(piece) = kept.last_mut() {
                    piece.end = verb.max(piece.start);
                }
                kept.push(at + 1..last.end);
                kept
            };
            return Clause { pieces: kept, verb: second };
        }
        let dated_here = dated.first >= verb || dated.end <= last.start;
        if dated_here
            && dated.first > verb
            && let Some(piece) = pieces.last_mut()
        {
            piece.end = at;
        }
    }
    Clause { pieces: std::mem::take(pieces), verb }
}

/// Takes the date and the preposition before it out of the line, where the line stands without it.
fn without_date(outline: &Outline<'_>, pieces: &mut Vec<Range<usize>>, dated: Dated<'_>) {
    let before = |back: usize| dated.first.checked_sub(back);
    let preposition = before(1).is_some_and(|at| outline.is(at, &["on", "in"]));
    let bound = before(1).is_some_and(|at| {
        matches!(
            outline.word(at),
            Word::Preposition | Word::Determiner | Word::To | Word::Subordinator | Word::Possessive
        ) && !preposition
    });
    let owner = matches!(outline.text(dated.end), "’" | "'") && outline.word(dated.end + 1) == Word::Possessive;
    let joined =
        matches!(outline.word(dated.end), Word::To | Word::And) && cut::is_date_word(outline.text(dated.end + 1));
    let ranged = joined || outline.is(dated.end, &["-", "–", "of", "until"]);
    let modifies = bound_noun(outline, dated) && !preposition;
    if bound || owner || ranged || modifies || dated.date.at.rule() == "date-since-clause" {
        return;
    }
    let mut first = dated.first - usize::from(preposition);
    if preposition && first > 0 && outline.is(first - 1, &["late", "early", "later"]) {
        first -= 1;
    }
    let Some(index) = pieces.iter().position(|piece| piece.start <= first && dated.end <= piece.end) else { return };
    let Some(piece) = pieces.get(index).cloned() else { return };
    let (left, right) = (piece.start..first, dated.end..piece.end);
    let halves = [left, right].into_iter().filter(|half| !half.is_empty());
    pieces.splice(index..=index, halves);
}

/// Whether the word after a date is one that the date may qualify: `a Monday meeting`.
fn bound_noun(outline: &Outline<'_>, dated: Dated<'_>) -> bool {
    let next = outline.text(dated.end);
    outline.word(dated.end) == Word::Other && next.starts_with(char::is_lowercase) && dated.first > 0
}
