//! Numbers and what they count: `roughly 2,500 remaining U.S. troops`, `$3.2 billion in aid`, `12 per cent of voters`.
//!
//! Only numbers with something counted after them are figures. Dates, ages, times, scores, numbered names (`Resolution
//! 2231`) and small numbers in words (`two leaders`) are none.

use std::ops::Range;
use std::sync::LazyLock;

use crate::extract::clause::{Outline, Word};
use crate::extract::entry::{ByEntry, Entry};
use crate::extract::token::Reading;
use crate::model::article::BlockKind;
use crate::model::facts::{DateExpression, DateKind, Figure};
use crate::span::TextSpan;

/// A number as it stands in a sentence.
struct Number {
    /// Its tokens, with the currency sign and the word that multiplies it.
    tokens: Range<usize>,
    kind: NumberKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum NumberKind {
    /// Of things.
    Count,
    /// Of things, in words under ten.
    Small,
    /// An amount of money.
    Money,
    /// A percentage.
    Share,
}

/// Finds key figures, in text order.
pub(crate) fn find(reading: &Reading<'_>, dates: &[DateExpression]) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (number, range) in (1u32..).zip(&reading.sentences) {
        let Some(tokens) = reading.tokens.get(range.clone()) else { continue };
        let mayhap = tokens.iter().any(|token| begins_number(reading.word(*token), token.entry));
        let prose = reading.article.body.sentence(number).is_some_and(|sentence| {
            matches!(
                reading.article.body.block_of(sentence).kind,
                BlockKind::Paragraph { .. } | BlockKind::TableRow { .. }
            )
        });
        if !mayhap || !prose {
            continue;
        }
        let from = dates.partition_point(|date| date.at.sentence() < number);
        let here: Vec<TextSpan> = dates
            .get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(|date| date.at.sentence() == number)
            .filter(|date| date.kind != DateKind::Reference)
            .map(|date| date.at.span())
            .collect();
        let outline = Outline::of(reading, tokens);
        figures.extend(in_sentence(&outline, &here).into_iter().map(|(number_span, counted)| Figure {
            at: reading.at(number, number_span.join(counted), "figure", 0.8),
            number: number_span,
            counted,
        }));
    }
    figures
}

fn in_sentence(outline: &Outline<'_>, dates: &[TextSpan]) -> Vec<(TextSpan, TextSpan)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < outline.len() {
        let Some(number) = number(outline, at) else {
            at += 1;
            continue;
        };
        at = number.tokens.end;
        let span = outline.span(number.tokens.start, number.tokens.end);
        if dates.iter().any(|date| date.overlaps(span)) {
            continue;
        }
        let first = hedged(outline, number.tokens.start);
        let hedge = first < number.tokens.start;
        let Some(counted) = counted(outline, &number, hedge) else { continue };
        let counted_span = outline.span(counted.start, counted.end);
        if dates.iter().any(|date| date.overlaps(counted_span)) {
            continue;
        }
        at = counted.end;
        found.push((outline.span(first, number.tokens.end), counted_span));
    }
    found
}

/// What a word says of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numeral {
    /// It is one, from ten up.
    Word,
    /// It is one under ten.
    Small,
    /// It multiplies one, or stands for a round one.
    Round,
    /// A round number in the plural: takes `of`.
    Plural,
}

const NUMERALS: &[(Numeral, &str)] = &[
    (
        Numeral::Word,
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty \
         seventy eighty ninety",
    ),
    (Numeral::Small, "two three four five six seven eight nine"),
    (Numeral::Round, "dozen hundred thousand million billion trillion m bn mn"),
    (Numeral::Plural, "dozens scores hundreds thousands millions billions tens"),
];

/// What each entry says of a number.
static BY_ENTRY: LazyLock<ByEntry<Option<Numeral>>> = LazyLock::new(|| {
    let pairs = NUMERALS.iter().flat_map(|(numeral, words)| words.split_whitespace().map(move |word| (word, *numeral)));
    ByEntry::of(pairs, |known, numeral| *known = Some(numeral))
});

/// The words that say something of a number.
pub(crate) fn listed() -> impl Iterator<Item = &'static str> {
    NUMERALS.iter().flat_map(|(_, words)| words.split_whitespace())
}

fn numeral(outline: &Outline<'_>, at: usize) -> Option<Numeral> {
    BY_ENTRY.get(outline.entry(at))
}

fn begins_number(word: &str, entry: Entry) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        || matches!(BY_ENTRY.get(entry), Some(Numeral::Word | Numeral::Small | Numeral::Plural))
}

/// The number that begins at a token.
fn number(outline: &Outline<'_>, at: usize) -> Option<Number> {
    if is_currency(outline, at) {
        let digits = at + 1 + usize::from(is_currency(outline, at + 1));
        let end = digits_end(outline, digits)?;
        return Some(Number { tokens: at..multiplied(outline, end), kind: NumberKind::Money });
    }
    let numeral = |at: usize| numeral(outline, at);
    if numeral(at) == Some(Numeral::Plural) && outline.is(at + 1, &["of"]) {
        let nested = numeral(at + 2) == Some(Numeral::Plural) && outline.is(at + 3, &["of"]);
        return Some(Number { tokens: at..at + if nested { 4 } else { 2 }, kind: NumberKind::Count });
    }
    let in_words = numeral(at) == Some(Numeral::Word);
    let small = numeral(at) == Some(Numeral::Small);
    let end = if in_words || small { word_end(outline, at) } else { digits_end(outline, at)? };
    if !stands_alone(outline, at, end) {
        return None;
    }
    let times = multiplied(outline, end);
    if outline.text(times) == "%" || outline.is(times, &["percent"]) {
        return Some(Number { tokens: at..times + 1, kind: NumberKind::Share });
    }
    if outline.is(times, &["per"]) && outline.is(times + 1, &["cent"]) {
        return Some(Number { tokens: at..times + 2, kind: NumberKind::Share });
    }
    let kind = if small && times == end { NumberKind::Small } else { NumberKind::Count };
    Some(Number { tokens: at..times, kind })
}

fn is_currency(outline: &Outline<'_>, at: usize) -> bool {
    matches!(outline.text(at), "$" | "£" | "€" | "¥" | "₹")
}

/// One past the digits that begin at a token, with thousands and decimals.
fn digits_end(outline: &Outline<'_>, at: usize) -> Option<usize> {
    let digits = |at: usize| !outline.text(at).is_empty() && outline.text(at).bytes().all(|byte| byte.is_ascii_digit());
    if !outline.text(at).starts_with(|c: char| c.is_ascii_digit()) || !is_numeral(outline.text(at)) {
        return None;
    }
    let mut end = at + 1;
    while matches!(outline.text(end), "," | ".") && outline.glued(end) && digits(end + 1) && outline.glued(end + 1) {
        end += 2;
    }
    Some(end)
}

/// Digits, perhaps with the letters of `m` or `bn` behind them.
fn is_numeral(text: &str) -> bool {
    let letters = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.'));
    matches!(letters, "" | "m" | "bn" | "mn" | "k")
}

fn word_end(outline: &Outline<'_>, at: usize) -> usize {
    let compound = outline.text(at + 1) == "-"
        && (numeral(outline, at + 2) == Some(Numeral::Small) || outline.is(at + 2, &["one"]));
    at + if compound { 3 } else { 1 }
}

fn multiplied(outline: &Outline<'_>, mut end: usize) -> usize {
    while numeral(outline, end) == Some(Numeral::Round) {
        end += 1;
    }
    end
}

/// Whether a number is no part of a name, a range, a score, a time or a compound.
fn stands_alone(outline: &Outline<'_>, at: usize, end: usize) -> bool {
    let joined_before = outline.glued(at) && !matches!(outline.text(at - 1), "(" | "“" | "\"" | "‘" | "—");
    let joined_after = outline.glued(end) && matches!(outline.text(end), "-" | "–" | ":" | "/" | "th" | "°");
    let before = at.checked_sub(1).map_or("", |before| outline.text(before));
    let numbered = at > 1
        && before.starts_with(char::is_uppercase)
        && !outline.is(
            at - 1,
            &["about", "some", "around", "nearly", "roughly", "over", "only", "the", "at", "almost", "than"],
        );
    let label = outline.is(
        at.wrapping_sub(1),
        &["no", "number", "page", "chapter", "article", "section", "aged", "age", "phase", "room", "flight"],
    );
    !joined_before && !joined_after && !numbered && !label
}

/// The first token of the hedge before a number, or of the number itself.
fn hedged(outline: &Outline<'_>, number: usize) -> usize {
    const HEDGES: &[&[&str]] = &[
        &["well", "over"],
        &["at", "least"],
        &["at", "most"],
        &["more", "than"],
        &["less", "than"],
        &["fewer", "than"],
        &["up", "to"],
        &["as", "many", "as"],
        &["as", "much", "as"],
        &["an", "estimated"],
        &["close", "to"],
        &["no", "more", "than"],
        &["no", "fewer", "than"],
        &["roughly"],
        &["about"],
        &["around"],
        &["some"],
        &["nearly"],
        &["almost"],
        &["over"],
        &["only"],
        &["just"],
        &["approximately"],
        &["under"],
    ];
    let stands = |hedge: &&&[&str]| {
        let Some(first) = number.checked_sub(hedge.len()) else { return false };
        hedge.iter().enumerate().all(|(offset, word)| outline.is(first + offset, &[word]))
    };
    HEDGES.iter().filter(stands).map(|hedge| number - hedge.len()).min().unwrap_or(number)
}

/// Participles that stand for the people they happened to.
const CASUALTIES: &[&str] = &["dead", "killed", "wounded", "injured", "missing", "arrested", "hurt"];

/// What a number counts.
fn counted(outline: &Outline<'_>, number: &Number, hedge: bool) -> Option<Range<usize>> {
    let first = number.tokens.end;
    match number.kind {
        NumberKind::Money | NumberKind::Share => {
            let joined = outline.is(first, &["in", "of", "for", "worth"]);
            let noun = outline.word(first) == Word::Other && outline.text(first).starts_with(char::is_alphabetic);
            if !joined {
                return noun.then(|| plural_end(outline, first)).flatten().map(|end| first..end);
            }
            let start = first + 1 + usize::from(outline.word(first + 1) == Word::Determiner);
            let end = phrase_end(outline, start);
            (end > start).then_some(first..end)
        }
        NumberKind::Count | NumberKind::Small => {
            if outline.is(first, CASUALTIES) {
                return Some(first..first + 1);
            }
            let end = plural_end(outline, first)?;
            let casualty = outline.is(end, CASUALTIES);
            if number.kind == NumberKind::Small && !hedge && !casualty {
                return None;
            }
            Some(first..complement(outline, end))
        }
    }
}

/// One past the words of a noun phrase.
fn phrase_end(outline: &Outline<'_>, first: usize) -> usize {
    let mut end = first;
    while in_phrase(outline, end, first) && end < first + 8 {
        end += 1;
    }
    end
}

fn in_phrase(outline: &Outline<'_>, at: usize, first: usize) -> bool {
    let text = outline.text(at);
    let letters = text.starts_with(char::is_alphabetic);
    match outline.word(at) {
        Word::Other => {
            letters
                || (at > first && outline.glued(at) && matches!(text, "." | "-" | "’" | "'"))
                    && outline.text(at + 1).starts_with(char::is_alphabetic)
                || text == "." && outline.glued(at) && outline.text(at - 1).len() == 1
        }
        Word::Possessive => true,
        Word::Past | Word::Ing => {
            at + 1 < outline.len()
                && matches!(outline.word(at + 1), Word::Other)
                && outline.text(at + 1).starts_with(char::is_alphabetic)
        }
        _ => false,
    }
}

/// One past the last plural noun of the noun phrase that begins at a token, if there is one.
fn plural_end(outline: &Outline<'_>, first: usize) -> Option<usize> {
    let end = phrase_end(outline, first);
    (first..end)
        .rev()
        .find(|at| {
            is_plural(outline.text(*at)) && outline.word(at + 1) != Word::Possessive && outline.text(at + 1) != "’"
        })
        .map(|at| at + 1)
}

fn is_plural(word: &str) -> bool {
    const IRREGULAR: &[&str] = &[
        "people",
        "men",
        "women",
        "children",
        "police",
        "staff",
        "personnel",
        "aircraft",
        "infantry",
        "servicemen",
        "servicewomen",
        "lawmakers",
    ];
    const NOT: &[&str] = &[
        "less", "times", "pounds", "yes", "across", "always", "perhaps", "news", "thus", "plus", "towards", "others",
        "percent", "degrees",
    ];
    let lower = word.starts_with(char::is_lowercase);
    IRREGULAR.contains(&word)
        || (lower
            && word.len() > 3
            && word.ends_with('s')
            && !word.ends_with("ss")
            && !word.ends_with("us")
            && !NOT.contains(&word))
}

/// One past the complement that a counted noun needs: `attacks against American interests`.
fn complement(outline: &Outline<'_>, end: usize) -> usize {
    if !outline.is(end, &["against", "of"]) {
        return end;
    }
    let start = end + 1 + usize::from(outline.word(end + 1) == Word::Determiner);
    let after = phrase_end(outline, start);
    if after > start { after } else { end }
}
