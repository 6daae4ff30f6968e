//! What an article is called: the title its author wrote, else one cut from the lead, never reworded.

use std::ops::Range;

use crate::extract::clause::{Opener, Outline, Word, cut};
use crate::extract::token::{Reading, Token};
use crate::model::article::BlockKind;
use crate::model::facts::{DateExpression, Headline};
use crate::span::TextSpan;
use crate::text;

/// A longer line is cut where it can be, in bytes.
const LONG: u32 = 80;

/// What is longer is no headline, in bytes: it ends with the last word that fits.
const LONGEST: usize = 300;

/// The title its author wrote, else the main clause of the first sentence, else the file's name.
pub(crate) fn find(reading: &Reading<'_>, dates: &[DateExpression]) -> Headline {
    if let Some(title) = &reading.article.header.title {
        return Headline::Written(title.clone());
    }
    taken(reading, dates)
        .unwrap_or_else(|| Headline::FileName(text::capitalise(&reading.article.id.stem().replace(['-', '_'], " "))))
}

/// A headline cut from the lead.
fn taken(reading: &Reading<'_>, dates: &[DateExpression]) -> Option<Headline> {
    let (number, tokens) = lead(reading)?;
    let dates: Vec<TextSpan> =
        dates.iter().filter(|date| date.at.sentence() == number).map(|date| date.at.span()).collect();
    let outline = Outline::of(reading, tokens);
    let mut pieces = clause(&outline).unwrap_or_else(|| std::iter::once(0..outline.len()).collect());
    without_dates(&outline, &mut pieces, &dates);
    cut::trim(&outline, &mut pieces);
    shorten(&outline, &mut pieces);
    let spans: Vec<TextSpan> = pieces.iter().map(|piece| outline.span(piece.start, piece.end)).collect();
    let whole = spans.iter().copied().reduce(TextSpan::join)?;
    let words: Vec<&str> = spans.iter().map(|span| span.of(reading.text())).collect();
    let line = text::capitalise(&bounded(words.join(" ")));
    let rule = if pieces.len() == 1 { "headline-clause" } else { "headline-pieces" };
    (!line.is_empty()).then(|| Headline::Taken { text: line, at: reading.at(number, whole, rule, 0.6) })
}

/// A line cut to its first words, as many as may be; empty where not even one fits.
fn bounded(mut line: String) -> String {
    if line.len() <= LONGEST {
        return line;
    }
    let fits = line.char_indices().take_while(|(at, _)| *at <= LONGEST).filter(|(_, c)| c.is_whitespace()).last();
    line.truncate(fits.map_or(0, |(at, _)| at));
    let end = line.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '—' | '–')).len();
    line.truncate(end);
    line
}

/// The first sentence of a paragraph, else the first of all, without the label that opens it.
fn lead<'r>(reading: &'r Reading<'r>) -> Option<(u32, &'r [Token])> {
    let body = &reading.article.body;
    let label = |number: u32| match body.sentence(number).map(|sentence| &body.block_of(sentence).kind) {
        Some(BlockKind::Paragraph { lead_in }) => Some(lead_in.map_or(0, |lead_in| lead_in.rest)),
        _ => None,
    };
    let numbers = || 1..=body.sentences.len() as u32;
    let number = numbers().find(|number| label(*number).is_some()).or_else(|| numbers().next())?;
    let tokens = reading.tokens.get(reading.sentences.get(number as usize - 1)?.clone())?;
    let rest = label(number).unwrap_or(0);
    Some((number, tokens.get(tokens.partition_point(|token| token.start < rest)..)?))
}

/// The first main clause of a sentence, with the opening phrase that narrows it where there is one.
fn clause(outline: &Outline<'_>) -> Option<Vec<Range<usize>>> {
    let segments = outline.segments();
    let home = segments.iter().position(|segment| {
        segment.verb.is_some() && cut::is_main(segment) && !matches!(segment.opener, Opener::And | Opener::But)
            || segment.verb.is_some() && segment.first == 0 && segment.opener != Opener::Subordinator
    })?;
    let verb = segments.get(home)?.verb?;
    let mut pieces = cut::main_clause(outline, home, verb, 0..0);
    let scoped = ["under", "for", "among", "despite", "without", "unlike"];
    let opening = segments.first().filter(|first| first.end <= pieces.first().map_or(0, |piece| piece.start));
    if let Some(opening) = opening.filter(|first| outline.is(first.first, &scoped)) {
        pieces.insert(0, opening.first..opening.end);
    }
    Some(pieces)
}

/// Takes `on Monday`, `last week` out at either end of the line, and `Last week’s` at its start.
fn without_dates(outline: &Outline<'_>, pieces: &mut [Range<usize>], dates: &[TextSpan]) {
    for span in dates {
        let (first, end) = outline.tokens_in(*span);
        let owner = matches!(outline.text(end), "’" | "'") && outline.word(end + 1) == Word::Possessive;
        let first = first - usize::from(first > 0 && outline.is(first - 1, &["on", "in"]));
        let bound = first > 0 && matches!(outline.word(first - 1), Word::Preposition | Word::Determiner | Word::To);
        if let Some(opening) = pieces.first_mut().filter(|piece| piece.start == first) {
            if owner {
                opening.start = end + 2;
            } else if outline.word(end) == Word::Comma || matches!(outline.word(first), Word::Preposition) {
                opening.start = end;
            }
        }
        if let Some(closing) = pieces.last_mut().filter(|piece| piece.start < first && piece.end == end && !bound) {
            closing.end = first;
        }
    }
}

/// Cuts loose phrases of place and circumstance from the end of a line that is too long.
fn shorten(outline: &Outline<'_>, pieces: &mut [Range<usize>]) {
    let length = |pieces: &[Range<usize>]| {
        pieces.iter().map(|piece| outline.span(piece.start, piece.end).len() + 1).sum::<u32>()
    };
    while length(pieces) > LONG {
        let Some(last) = pieces.last_mut() else { return };
        let verb = outline.verb_in(last.start, last.end).unwrap_or(last.start);
        let loose = (verb + 3..last.end).rev().find(|at| is_loose(outline, *at, last.end));
        let Some(cut) = loose else { return };
        last.end = cut;
    }
}

/// Whether what stands from a token to the end of the line can go: a circumstance without a number or a limit in it.
fn is_loose(outline: &Outline<'_>, at: usize, end: usize) -> bool {
    let opens = outline.is(at, &["amid", "during", "after", "ahead", "following", "before"])
        || (outline.is(at, &["as"]) && outline.is(at + 1, &["part"]));
    let limits = (at..end).any(|at| {
        outline.is(at, &["not", "only", "but", "if", "unless", "until", "although", "while", "denied", "alleged"])
            || outline.text(at).starts_with(|c: char| c.is_ascii_digit())
    });
    opens && !limits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_at_a_word() {
        let check = |line: &str, expected: &str| assert_eq!(bounded(line.to_owned()), expected);
        check("The road is closed", "The road is closed");
        check(&"x".repeat(LONGEST), &"x".repeat(LONGEST));
        check(&"x".repeat(LONGEST + 1), "");
        check(&format!("The road, {}", "ü".repeat(LONGEST)), "The road");
        check(&"word ".repeat(100), "word ".repeat(60).trim_end());
    }
}
