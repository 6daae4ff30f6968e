//! What can be cut from a sentence without changing what its main clause says.
//!
//! Cut are: openers of time and place, inserted phrases, relative clauses after a comma, tails that begin another clause,
//! the source at the end of a plain statement. Kept is whatever could change the meaning: `if`, `unless`, `until`, the source
//! of an accusation, what begins with `under`, `for`, `among`, `despite`.

use std::ops::Range;

use super::{Opener, Outline, Segment, Word};

/// A line of more tokens is cut where it can be.
pub(crate) const LONG: usize = 26;

/// The main clause whose verb stands in the segment `home`: runs of tokens in text order. The tokens of `keep` stay.
pub(crate) fn main_clause(outline: &Outline<'_>, home: usize, verb: usize, keep: Range<usize>) -> Vec<Range<usize>> {
    let end = tail(outline, home, verb, keep);
    let first = subject(outline, home, verb);
    let segments = outline.segments();
    let own = segments.get(home).map_or(first, |segment| segment.first);
    let whole = || std::iter::once(first..end).collect();
    if first >= own {
        return whole();
    }
    // Between subject and verb: relative clauses and insertions go, and appositives too where the line is long.
    let long = end - first > LONG;
    let between: Vec<&Segment> = segments.iter().take(home).filter(|segment| segment.first >= first).collect();
    let dropped =
        |segment: &Segment| segment.first > first && (segment.inserted || segment.opener == Opener::Relative || long);
    if !between.iter().any(|segment| dropped(segment)) {
        return whole();
    }
    let kept = between.iter().filter(|segment| !dropped(segment)).map(|segment| segment.first..segment.end);
    kept.chain(std::iter::once(own..end)).collect()
}

/// The first token of the subject of a verb: in its own segment, or some segments back (`the minister, a lawyer, said`).
pub(crate) fn subject(outline: &Outline<'_>, home: usize, verb: usize) -> usize {
    let segments = outline.segments();
    let Some(own) = segments.get(home) else { return verb };
    let mut first = own.first;
    let lacking = verb == own.first;
    for segment in segments.iter().take(home).rev() {
        let transparent = segment.inserted || (lacking && is_relative(outline, segment));
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

/// Whether the verb of a segment belongs to a relative clause: `who had led it`, `a lawyer who had led it`.
fn is_relative(outline: &Outline<'_>, segment: &Segment) -> bool {
    segment.verb.is_some_and(|verb| (segment.first..verb).any(|at| outline.word(at) == Word::Relative))
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
    // `three days before the vote`
    let measured = (segment.first + 1..segment.end)
        .find(|at| !is_date_word(outline.text(*at)))
        .is_some_and(|at| outline.is(at, &["after", "before"]) && outline.word(at) == Word::Subordinator);
    adverb || measured || (length <= 2 && connective.contains(&text)) || dated
}

/// Whether a word is one that dates are made of.
pub(crate) fn is_date_word(text: &str) -> bool {
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
pub(crate) fn tail(outline: &Outline<'_>, home: usize, verb: usize, keep: Range<usize>) -> usize {
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
            segment.first <= keep.start && keep.start < segment.end && segment.opener == Opener::Participle;
        if !(scope || news || source || list || item || holds_date) {
            break;
        }
        end = segment.end;
        last = segment.end;
    }
    if end > own.first + LONG { shortened(outline, verb, end, keep) } else { end }
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
fn shortened(outline: &Outline<'_>, verb: usize, end: usize, keep: Range<usize>) -> usize {
    let kept = verb.max(if keep.start < end { keep.end } else { 0 });
    let loose = |at: &usize| {
        outline.is(*at, &["amid"])
            || (outline.is(*at, &["in"])
                && outline.is(at + 1, &["the", "a"])
                && outline.is(at + 2, &["context", "bid", "wake", "face"]))
            || (outline.is(*at, &["as"]) && outline.is(at + 1, &["part", "well"]))
    };
    (kept + 3..end).find(loose).unwrap_or(end)
}

/// Whether a segment holds a clause of its own.
pub(crate) fn is_main(segment: &Segment) -> bool {
    !segment.inserted && matches!(segment.opener, Opener::Plain | Opener::And | Opener::But | Opener::Preposition)
}

/// Cuts connectives at the start of the line, and marks at the ends of its pieces.
pub(crate) fn trim(outline: &Outline<'_>, pieces: &mut Vec<Range<usize>>) {
    for (index, piece) in pieces.iter_mut().enumerate() {
        while piece.start < piece.end
            && (is_mark(outline, piece.start) || (index == 0 && opens_loosely(outline, piece.start)))
        {
            piece.start += 1;
        }
        while piece.start < piece.end && closes_loosely(outline, piece.end - 1) {
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
    is_mark(outline, at) || matches!(outline.word(at), Word::And | Word::But | Word::That | Word::Relative)
}
