//! Names of people, organisations, countries and places.
//!
//! The name model proposes, the article as a whole settles, and the site's actor files decide.

mod acronym;
mod compound;
mod document;
mod listed;
mod office;
mod result;

use std::borrow::Cow;

use self::compound::Part;
use crate::extract::lexicon::Lexicon;
use crate::extract::tagger::{self, Kind, List, Tagged, Tagging};
use crate::extract::token::Reading;
use crate::model::article::{BlockKind, Header};
use crate::model::facts::{HeadingName, Mention, NameKind};
use crate::span::{RawSpan, TextSpan};
use crate::text::gazetteer;

/// A name less sure than this is left out.
const SURE: f32 = 0.35;

/// How sure a name inside a word with a hyphen is.
const COMPOUND: f32 = 0.85;

/// A name at least this sure keeps the model's kind even where the gazetteer has another.
const FIRM: f32 = 0.9;

/// What a name ends in that is an event, a law or a prize, and so none of our kinds; in small letters and sorted.
const EVENTS: &[&str] = &[
    "accord",
    "accords",
    "act",
    "agreement",
    "award",
    "awards",
    "bill",
    "ceasefire",
    "championship",
    "championships",
    "conference",
    "constitution",
    "conventions",
    "cup",
    "day",
    "dialogue",
    "election",
    "elections",
    "festival",
    "games",
    "intifada",
    "olympics",
    "open",
    "pact",
    "prix",
    "prize",
    "protocol",
    "referendum",
    "resolution",
    "revolution",
    "summit",
    "talks",
    "treaty",
    "truce",
    "uprising",
    "war",
];

/// What is written like an acronym and names nothing, in small letters and sorted.
const NO_NAMES: &[&str] = &[
    "aids", "bst", "ceo", "ceos", "cpi", "dna", "dvd", "gdp", "gmt", "gnp", "hiv", "idp", "idps", "ied", "ieds", "ivf",
    "mep", "meps", "mp", "mps", "ngo", "ngos", "pc", "pcs", "ppi", "rpg", "rpgs", "suv", "suvs", "tv", "tvs", "uav",
    "uavs", "vbied", "vbieds", "vip", "vips", "wmd", "wmds",
];

/// Finds every name in an article: those in its sentences, and those in its headings, each in text order. Nationalities and
/// faiths are none.
pub(crate) fn find(reading: &Reading<'_>) -> (Vec<Mention>, Vec<HeadingName>) {
    let pieces = Pieces::of(reading);
    let text = pieces.text.as_ref();
    let mut tagging = tagger::tag(text, pieces.spans.iter().copied());
    listed::settle(text, &mut tagging);
    office::settle(text, &mut tagging);
    acronym::settle(text, &mut tagging);
    result::settle(text, &mut tagging);
    document::settle(text, &mut tagging);
    let parts = compound::find(text, &tagging);
    let is_compound = |word: usize| parts.binary_search_by_key(&word, |part| part.word).is_ok();
    let whole = tagging.names.iter().filter_map(|name| {
        let compound = name.words.len() == 1 && is_compound(name.words.start);
        let (span, kind) = mention(text, &tagging, name).filter(|_| !compound)?;
        Some((name.words.start, span, kind, name.rule, name.confidence))
    });
    let inside = |part: &&Part| {
        let name = tagging.names.partition_point(|name| name.words.end <= part.word);
        tagging.names.get(name).is_some_and(|name| name.words.len() > 1 && name.words.contains(&part.word))
    };
    let parts = parts.iter().filter(|part| !inside(part));
    let parts = parts.map(|part| (part.word, part.span, part.kind, "compound", COMPOUND));
    let (mut mentions, mut headings) = (Vec::new(), Vec::new());
    for (word, span, kind, rule, confidence) in whole.chain(parts) {
        let piece = tagging.sentences.partition_point(|words| words.end <= word);
        if let Some(raw) = pieces.raw_of_heading(reading, piece, span) {
            let surface = span.of(text);
            if !is_of_header(&reading.article.header, raw, surface) {
                headings.push(HeadingName { raw, surface: surface.to_owned(), confidence, kind });
            }
        } else if !is_credit(reading, piece, span) {
            mentions.push(Mention { at: reading.at(piece as u32 + 1, span, rule, confidence), kind });
        }
    }
    mentions.sort_by_key(|mention| mention.at.span());
    headings.sort_by_key(|heading| heading.raw);
    (with_curated(reading, reading.lexicon, mentions), headings)
}

/// Whether a name in the lines above the text is that of an author, or stands in the dateline with its agency. Authors and
/// agencies are no actors, and the place of a dateline is known from the header.
fn is_of_header(header: &Header, raw: RawSpan, surface: &str) -> bool {
    let dateline = header.dateline.as_ref().and_then(|dateline| dateline.raw);
    dateline.is_some_and(|line| raw.start < line.end && line.start < raw.end)
        || header.byline.iter().any(|author| author.contains(surface))
}

/// What the tagger reads of an article: its sentences, then its crossheads, then the lines above the text.
struct Pieces<'a> {
    /// The text of the body, and after it the lines above.
    text: Cow<'a, str>,
    spans: Vec<TextSpan>,
    /// How many of the spans are sentences, and how many sentences or crossheads.
    sentences: usize,
    in_body: usize,
}

impl<'a> Pieces<'a> {
    fn of(reading: &Reading<'a>) -> Self {
        let body = &reading.article.body;
        let mut text = Cow::Borrowed(body.text.as_str());
        let mut spans: Vec<TextSpan> = body.sentences.iter().map(|sentence| sentence.span).collect();
        let sentences = spans.len();
        let crossheads = body.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Crosshead { .. }));
        spans.extend(crossheads.map(|block| block.span));
        let in_body = spans.len();
        for line in &reading.article.header.above {
            let text = text.to_mut();
            text.push('\n');
            let start = text.len() as u32;
            text.push_str(&line.text);
            spans.push(TextSpan::new(start, text.len() as u32));
        }
        Self { text, spans, sentences, in_body }
    }

    /// Where a stretch of a heading stands in the file; `None` where the piece is a sentence.
    fn raw_of_heading(&self, reading: &Reading<'_>, piece: usize, span: TextSpan) -> Option<RawSpan> {
        if piece < self.sentences {
            return None;
        }
        let Some(line) = piece.checked_sub(self.in_body) else {
            return Some(reading.article.body.offsets.origin(span));
        };
        let (line, start) = (reading.article.header.above.get(line)?, self.spans.get(piece)?.start);
        Some(RawSpan::new(line.raw.start + span.start - start, line.raw.start + span.end - start))
    }
}

/// The surface of a tagged name, and what kind of thing bears it.
fn mention(text: &str, tagging: &Tagging, name: &Tagged) -> Option<(TextSpan, NameKind)> {
    if name.confidence < SURE {
        return None;
    }
    let words = &tagging.words[name.words.clone()];
    let words = match name.kind {
        Kind::Person => without_people(text, without_title(text, after_inner_title(text, words))),
        Kind::People => return None,
        _ => without_direction(text, without_event(text, without_article(text, before_bracket(text, words)))),
    };
    let span = words.first()?.join(*words.last()?);
    let surface = span.of(text);
    let kind = match name.kind {
        Kind::Person => NameKind::Person,
        _ if gazetteer::country(surface).is_some() => NameKind::Country,
        Kind::Place if name.confidence < FIRM && gazetteer::organization(surface).is_some() => NameKind::Organization,
        Kind::Place => NameKind::Place,
        Kind::Organization | Kind::People => NameKind::Organization,
    };
    let nothing = || NO_NAMES.binary_search(&surface.to_lowercase().as_str()).is_ok();
    (surface.contains(char::is_alphabetic) && !(kind == NameKind::Organization && words.len() == 1 && nothing()))
        .then_some((span, kind))
}

/// What stands before a bracket that opens inside a name and is not closed there.
fn before_bracket<'w>(text: &str, words: &'w [TextSpan]) -> &'w [TextSpan] {
    let open = words.iter().rposition(|word| word.of(text) == "(").filter(|open| *open > 0);
    let closed = |open: usize| words[open..].iter().any(|word| word.of(text) == ")");
    match open {
        Some(open) if !closed(open) => &words[..open],
        _ => words,
    }
}

/// The name after a form of address that stands inside: `Northampton Dr Baker` are two names.
fn after_inner_title<'w>(text: &str, words: &'w [TextSpan]) -> &'w [TextSpan] {
    const ADDRESS: [&str; 8] = ["Dr", "Dr.", "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms."];
    let inner = words.iter().rposition(|word| ADDRESS.contains(&word.of(text)));
    match inner.and_then(|inner| words.get(inner + 1..)) {
        Some(rest) if !rest.is_empty() => rest,
        _ => words,
    }
}

/// A person's name without the nationality before it: `Briton Ann Barlow`.
fn without_people<'w>(text: &str, words: &'w [TextSpan]) -> &'w [TextSpan] {
    let first = |list| tagger::longest_entry(list, words.iter().take(1).map(|span| span.of(text))) == 1;
    let people = words.len() > 2 && first(List::Demonym) && !first(List::Given) && !first(List::Surname);
    if people { &words[1..] } else { words }
}

/// What is left of the name of an event, a law or a prize: the country that it begins with, or nothing.
fn without_event<'w>(text: &str, words: &'w [TextSpan]) -> &'w [TextSpan] {
    let Some(last) = words.last().filter(|_| words.len() > 1) else { return words };
    let last = last.of(text).to_lowercase();
    if EVENTS.binary_search(&last.as_str()).is_err() {
        return words;
    }
    let country = |len: &usize| gazetteer::country(words[0].join(words[len - 1]).of(text)).is_some();
    let len = (1..words.len().min(4)).rev().find(country).unwrap_or(0);
    &words[..len]
}

/// A person's name without the titles before it; a title alone stays.
fn without_title<'w>(text: &str, words: &'w [TextSpan]) -> &'w [TextSpan] {
    let title = tagger::longest_entry(List::Title, words.iter().map(|span| span.of(text)));
    match words.get(title..) {
        Some(rest) if title > 0 && !rest.is_empty() => without_title(text, rest),
        _ => words,
    }
}

/// A name without the article before it.
fn without_article<'w>(text: &str, words: &'w [TextSpan]) -> &'w [TextSpan] {
    match words {
        [first, rest @ ..] if !rest.is_empty() && first.of(text).eq_ignore_ascii_case("the") => rest,
        _ => words,
    }
}

/// A country without the part of it that is meant: `Western Ukraine`, but `North Korea`.
fn without_direction<'w>(text: &str, words: &'w [TextSpan]) -> &'w [TextSpan] {
    const DIRECTIONS: [&str; 10] =
        ["Central", "Eastern", "Western", "Northern", "Southern", "North", "South", "East", "West", "Upper"];
    let [first, rest @ ..] = words else { return words };
    let (Some(start), Some(end)) = (rest.first(), rest.last()) else { return words };
    let country = |span: TextSpan| gazetteer::country(span.of(text)).is_some();
    let part = DIRECTIONS.contains(&first.of(text)) && country(start.join(*end)) && !country(first.join(*end));
    if part { rest } else { words }
}

/// Whether a name is the credit of a caption: `(Ministry of Defence)`.
fn is_credit(reading: &Reading<'_>, sentence: usize, span: TextSpan) -> bool {
    let body = &reading.article.body;
    let credit = body.sentences.get(sentence).map(|sentence| &body.block_of(*sentence).kind);
    matches!(credit, Some(BlockKind::Caption { credit: Some(credit) }) if credit.overlaps(span))
}

/// Adds the names of the site's actor files. One of them takes the place of whatever it covers, and yields to a longer name.
fn with_curated(reading: &Reading<'_>, lexicon: &Lexicon, mut found: Vec<Mention>) -> Vec<Mention> {
    let body = &reading.article.body;
    for (span, kind) in lexicon.names_in(reading.text()) {
        let Some((number, sentence)) = body.sentence_at(span.start) else { continue };
        if span.end > sentence.span.end || is_credit(reading, number as usize - 1, span) {
            continue;
        }
        let first = found.partition_point(|mention| mention.at.span().end <= span.start);
        let len = found[first..].iter().take_while(|mention| mention.at.span().start < span.end).count();
        let covered = &found[first..first + len];
        let longer = |mention: &Mention| {
            let other = mention.at.span();
            other.len() > span.len() && other.start <= span.start && other.end >= span.end
        };
        if covered.iter().any(longer) {
            continue;
        }
        let Some(kind) = kind.or_else(|| covered.first().map(|mention| mention.kind)) else { continue };
        let at = reading.at(number, span, "actor-file", 1.0);
        found.splice(first..first + len, [Mention { at, kind }]);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted() {
        assert!(EVENTS.is_sorted() && NO_NAMES.is_sorted());
    }

    #[test]
    fn a_form_of_address_inside_begins_the_name() {
        let text = "Northampton Dr Baker";
        let words = [TextSpan::new(0, 11), TextSpan::new(12, 14), TextSpan::new(15, 20)];
        assert_eq!(after_inner_title(text, &words), &words[2..]);
        assert_eq!(after_inner_title(text, &words[..2]), &words[..2]);
    }
}
