//! Events that a clause reports: which clause a date belongs to, and what can be cut from it without changing what it says.
//!
//! Cut are: openers of time and place, inserted phrases, relative clauses after a comma, tails that begin another clause,
//! the source at the end of a plain statement, and the date itself. Kept is whatever could change the meaning: `if`,
//! `unless`, `until`, the source of an accusation, what begins with `under`, `for`, `among`, `despite`.

use std::ops::Range;

use super::status::status;
use super::{Dated, Draft};
use crate::extract::clause::{Opener, Outline, Segment, Word};

/// A line of more tokens is cut where it can be.
const LONG: usize = 26;

/// The clause of a date: runs of tokens and its verb.
struct Clause {
    pieces: Vec<Range<usize>>,
    verb: usize,
}

/// The event that the clause around a date reports.
pub(super) fn event(outline: &Outline<'_>, dated: Dated<'_>) -> Option<Draft> {
    let segments = outline.segments();
    let home = segments.iter().position(|segment| segment.first <= dated.first && dated.first < segment.end)?;
    let clause = clause(outline, home, dated)?;
    let extent = clause.pieces.first()?.start..clause.pieces.last()?.end;
    let status = status(outline, extent, clause.verb, dated)?;
    let mut pieces = clause.pieces;
    without_date(outline, &mut pieces, dated);
    trim(outline, &mut pieces);
    let words: usize = pieces.iter().map(Range::len).sum();
    let verb = pieces.iter().any(|piece| piece.contains(&clause.verb));
    (words >= 3 && verb && !begins_with_pronoun(outline, &pieces)).then_some(Draft {
        pieces,
        status,
        rule: "event-clause",
        confidence: if words > LONG { 0.55 } else { 0.7 },
    })
}

/// A line that begins with `he` or `it` says nothing away from its paragraph, unless it is `there` or `it was announced`.
fn begins_with_pronoun(outline: &Outline<'_>, pieces: &[Range<usize>]) -> bool {
    pieces.first().is_some_and(|piece| {
        piece.len() < 5 && outline.word(piece.start) == Word::Pronoun && !outline.is(piece.start, &["there"])
    })
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
            let end = tail(outline, home, verb, dated);
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
    let segment = segments.get(before).filter(|segment| is_main(segment))?;
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
    let earlier = segments.iter().take(home).rposition(|segment| segment.verb.is_some() && is_main(segment));
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
    let later = home + segments.get(home..)?.iter().position(|segment| segment.verb.is_some() && is_main(segment))?;
    let verb = segments.get(later)?.verb?;
    let mut clause = main(outline, later, verb, dated);
    let scoped = outline.is(segment.first, &["under", "for", "among", "despite", "without", "except", "unlike"]);
    if scoped {
        clause.pieces.insert(0, segment.first..segment.end);
    }
    Some(clause)
}

fn is_main(segment: &Segment) -> bool {
    !segment.inserted && matches!(segment.opener, Opener::Plain | Opener::And | Opener::But | Opener::Preposition)
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
    let end = tail(outline, home, verb, dated);
    if verb > segment.first + 1 {
        return Some(Clause { pieces: one(segment.first + 1..end), verb });
    }
    let segments = outline.segments();
    let before = segments.iter().take(home).rposition(|segment| segment.verb.is_some() && is_main(segment))?;
    let before_verb = segments.get(before)?.verb?;
    let subject = subject(outline, before, before_verb);
    Some(Clause { pieces: vec![subject..before_verb, verb..end], verb })
}

/// The main clause whose verb stands in a segment.
fn main(outline: &Outline<'_>, home: usize, verb: usize, dated: Dated<'_>) -> Clause {
    let end = tail(outline, home, verb, dated);
    let first = subject(outline, home, verb);
    let segments = outline.segments();
    let own = segments.get(home).map_or(first, |segment| segment.first);
    let mut pieces = one(first..end);
    if first < own {
        // Between subject and verb: relative clauses and insertions go, and appositives too where the line is long.
        let long = end - first > LONG;
        let between: Vec<Segment> =
            segments.iter().take(home).filter(|segment| segment.first >= first).copied().collect();
        let dropped = |segment: &Segment| {
            segment.first > first && (segment.inserted || segment.opener == Opener::Relative || long)
        };
        if between.iter().any(dropped) {
            pieces =
                between.iter().filter(|segment| !dropped(segment)).map(|segment| segment.first..segment.end).collect();
            pieces.push(own..end);
        }
    }
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

/// The first token of the subject of a verb: in its own segment, or some segments back (`the minister, a lawyer, said`).
fn subject(outline: &Outline<'_>, home: usize, verb: usize) -> usize {
    let segments = outline.segments();
    let Some(own) = segments.get(home) else { return verb };
    let mut first = own.first;
    let lacking = verb == own.first;
    for segment in segments.iter().take(home).rev() {
        let transparent = segment.inserted || (lacking && segment.opener == Opener::Relative);
        if transparent {
            continue;
        }
        let listed = segment.verb.is_none() && segment.opener == Opener::Plain && !is_adverbial(outline, segment);
        let phrase = lacking
            && (segment.opener == Opener::Participle
                || (segment.verb.is_none() && matches!(segment.opener, Opener::Preposition | Opener::And)));
        if listed || phrase {
            first = segment.first;
            continue;
        }
        break;
    }
    if outline.word(first) == Word::And || outline.word(first) == Word::But { first + 1 } else { first }
}

/// Whether a segment is only an adverb, a date or a connective: `Meanwhile`, `This week`, `On Monday morning`.
fn is_adverbial(outline: &Outline<'_>, segment: &Segment) -> bool {
    let length = segment.end - segment.first;
    let text = outline.text(segment.first);
    let adverb = length == 1 && (text.ends_with("ly") || !text.starts_with(char::is_uppercase));
    let connective = [
        "Meanwhile",
        "However",
        "Moreover",
        "Still",
        "Now",
        "Then",
        "Instead",
        "Also",
        "Later",
        "Earlier",
        "Separately",
        "Overall",
        "Today",
        "Yesterday",
        "Tomorrow",
        "Tonight",
    ];
    let dated = (segment.first..segment.end).all(|at| is_date_word(outline.text(at)));
    adverb || (length <= 2 && connective.contains(&text)) || dated
}

fn is_date_word(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "last",
        "this",
        "next",
        "week",
        "month",
        "year",
        "early",
        "late",
        "later",
        "earlier",
        "on",
        "in",
        "the",
        "day",
        "night",
        "morning",
        "evening",
        "afternoon",
        "following",
        "same",
        "ago",
        "years",
        "months",
        "weeks",
        "days",
        "weekend",
        "that",
        "today",
        "yesterday",
        "a",
        "of",
        "end",
        "two",
        "three",
        "few",
        "several",
        "summer",
        "winter",
        "spring",
        "autumn",
        "-",
        "mid",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    text.starts_with(|c: char| c.is_ascii_digit()) || WORDS.contains(&text.to_ascii_lowercase().as_str())
}

/// One past the last token of the clause whose verb stands in the segment `home`.
fn tail(outline: &Outline<'_>, home: usize, verb: usize, dated: Dated<'_>) -> usize {
    let segments = outline.segments();
    let Some(own) = segments.get(home) else { return verb + 1 };
    let mut end = own.end;
    let mut last = own.end;
    for segment in segments.iter().skip(home + 1) {
        let adjacent = segment.first == last;
        let scope = adjacent && outline.is(segment.first, &["if", "unless", "until"]);
        // `was driving home when …` holds the news in its second clause.
        let news = adjacent
            && outline.is(segment.first, &["when"])
            && outline.word(verb) == Word::Be
            && outline.word(verb + 1) == Word::Ing;
        let source = segment.opener == Opener::Source && accuses(outline, own.first..own.end);
        let list = segment.verb.is_none() && segment.opener == Opener::And && !segment.inserted;
        let item = segment.verb.is_none()
            && segment.opener == Opener::Plain
            && !segment.inserted
            && continues_list(outline, segments, segment)
            && !is_adverbial(outline, segment);
        let holds_date =
            segment.first <= dated.first && dated.first < segment.end && segment.opener == Opener::Participle;
        if !(scope || news || source || list || item || holds_date) {
            break;
        }
        end = segment.end;
        last = segment.end;
    }
    if end > own.first + LONG { shortened(outline, verb, end, dated) } else { end }
}

/// Whether a later segment closes the list that this one is an item of: `, Kirkuk, and Erbil`.
fn continues_list(outline: &Outline<'_>, segments: &[Segment], item: &Segment) -> bool {
    let after = segments.iter().skip_while(|segment| segment.first <= item.first);
    for segment in after {
        if segment.verb.is_some() || segment.inserted {
            return false;
        }
        let closes =
            segment.opener == Opener::And || (segment.first..segment.end).any(|at| outline.word(at) == Word::And);
        if closes {
            return true;
        }
        if segment.opener != Opener::Plain {
            return false;
        }
    }
    (item.first..item.end).any(|at| outline.word(at) == Word::And)
}

fn accuses(outline: &Outline<'_>, range: Range<usize>) -> bool {
    range.into_iter().any(|at| {
        outline.is(
            at,
            &[
                "accused",
                "blamed",
                "allegedly",
                "alleged",
                "could",
                "may",
                "might",
                "suspected",
                "denied",
                "not",
                "only",
            ],
        )
    })
}

/// Cuts a long clause before a loose phrase of circumstance, if neither verb nor date stands behind it.
fn shortened(outline: &Outline<'_>, verb: usize, end: usize, dated: Dated<'_>) -> usize {
    let keep = verb.max(if dated.first < end { dated.end } else { 0 });
    let loose = |at: &usize| {
        outline.is(*at, &["amid"])
            || (outline.is(*at, &["in"])
                && outline.is(at + 1, &["the", "a"])
                && outline.is(at + 2, &["context", "bid", "wake", "face"]))
            || (outline.is(*at, &["as"]) && outline.is(at + 1, &["part", "well"]))
    };
    (keep + 3..end).find(loose).unwrap_or(end)
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
    let joined = matches!(outline.word(dated.end), Word::To | Word::And) && is_date_word(outline.text(dated.end + 1));
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

/// Cuts connectives at the start of the line, and marks at the ends of its pieces.
fn trim(outline: &Outline<'_>, pieces: &mut Vec<Range<usize>>) {
    for (index, piece) in pieces.iter_mut().enumerate() {
        while !piece.is_empty()
            && (is_mark(outline, piece.start) || (index == 0 && opens_loosely(outline, piece.start)))
        {
            piece.start += 1;
        }
        while !piece.is_empty() && closes_loosely(outline, piece.end - 1) {
            piece.end -= 1;
        }
    }
    pieces.retain(|piece| !piece.is_empty());
}

fn is_mark(outline: &Outline<'_>, at: usize) -> bool {
    matches!(outline.word(at), Word::Comma | Word::Break | Word::Stop)
}

fn opens_loosely(outline: &Outline<'_>, at: usize) -> bool {
    matches!(outline.word(at), Word::And | Word::But)
        || outline.is(at, &["meanwhile", "however", "also", "then", "that"])
}

fn closes_loosely(outline: &Outline<'_>, at: usize) -> bool {
    is_mark(outline, at) || matches!(outline.word(at), Word::And | Word::But)
}
