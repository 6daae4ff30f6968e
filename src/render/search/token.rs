//! From text to the words that are looked up.
//!
//! `letters.json` holds every rule that is a list. The search page hands the same file to `static/search-index.js`, which
//! takes a query apart as this takes a text apart; `tests/search/tokens.json` is run by both.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const RULES: &str = include_str!("letters.json");

static LETTERS: LazyLock<Letters> = LazyLock::new(Letters::read);

/// The rules as the search page hands them on: the file on one line, in ASCII, since some of its characters cannot be seen.
pub(super) fn rules() -> String {
    let written = serde_json::to_string(&LETTERS.file).unwrap_or_default();
    let mut units = [0; 2];
    let mut out = String::with_capacity(written.len());
    for c in written.chars() {
        match c {
            c if c.is_ascii() => out.push(c),
            c => out.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}"))),
        }
    }
    out
}

/// The file as written.
#[derive(Deserialize, Serialize)]
struct File {
    /// Ranges of marks that are dropped.
    marks: String,
    /// Ranges of letters of scripts that put no space between words: looked up two by two.
    pairs: String,
    /// What a letter is replaced by.
    swaps: BTreeMap<char, String>,
    /// Arabic articles and what grows together with them.
    openings: Vec<String>,
    /// Words that only look like plurals.
    whole: Vec<String>,
    /// The longest word, in characters.
    longest: usize,
}

struct Letters {
    marks: Vec<(char, char)>,
    pairs: Vec<(char, char)>,
    file: File,
}

impl Letters {
    #[expect(clippy::expect_used, reason = "the file is a part of the program, and a test reads it")]
    fn read() -> Self {
        let file: File = serde_json::from_str(RULES).expect("letters.json is as `File` has it");
        Self { marks: ranges(&file.marks), pairs: ranges(&file.pairs), file }
    }
}

/// `0300-036F 0483-0489` as pairs of characters.
fn ranges(written: &str) -> Vec<(char, char)> {
    let char = |hex: &str| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
    written
        .split(' ')
        .filter_map(|range| {
            let (first, last) = range.split_once('-')?;
            Some((char(first)?, char(last)?))
        })
        .collect()
}

fn within(ranges: &[(char, char)], c: char) -> bool {
    if ranges.first().is_none_or(|(first, _)| c < *first) {
        return false;
    }
    let at = ranges.partition_point(|(_, last)| *last < c);
    ranges.get(at).is_some_and(|(first, _)| *first <= c)
}

/// Calls `found` with each word of a text, in the form in which words are looked up. A word with an apostrophe inside is
/// given in its parts and, for who leaves the apostrophe out, in one piece too.
pub(super) fn tokens(text: &str, mut found: impl FnMut(&str)) {
    let folded = folded(text);
    let mut runs = Runs(&folded).peekable();
    while let Some(run) = runs.next() {
        if run.paired {
            pairs(run.text, &mut found);
            continue;
        }
        let mut joined: Option<String> = None;
        let gap = match single_letter(run.text) {
            true if runs.peek().is_some_and(|next| next.follows(Gap::Stop) && single_letter(next.text)) => Gap::Stop,
            _ => Gap::Apostrophe,
        };
        // An acronym is one word; parts around an apostrophe are words of their own.
        if gap == Gap::Apostrophe {
            found(&stem(run.text));
        }
        while let Some(next) =
            runs.next_if(|next| next.follows(gap) && (gap == Gap::Apostrophe || single_letter(next.text)))
        {
            if gap == Gap::Apostrophe && next.text == "s" {
                continue;
            }
            joined.get_or_insert_with(|| run.text.to_owned()).push_str(next.text);
            if gap == Gap::Apostrophe {
                found(&stem(next.text));
            }
        }
        // `l’élection` is never looked up as one word; `O’Brien` is.
        if let Some(joined) = joined.filter(|_| gap == Gap::Stop || run.text == "o" || !single_letter(run.text)) {
            found(&stem(&joined));
        }
    }
}

/// Lower case without accents, every letter in the one form by which it is compared.
fn folded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        };
    }
    let letters = &*LETTERS;
    // Composed again, or Korean would fall into its parts and kana lose their voicing.
    let bare: String = text.nfkd().filter(|c| !within(&letters.marks, *c)).nfc().collect();
    let mut out = String::with_capacity(bare.len());
    for c in bare.to_lowercase().chars() {
        match letters.file.swaps.get(&c).filter(|_| !c.is_ascii()) {
            Some(instead) => out.push_str(instead),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// What stands between two runs of letters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// One apostrophe.
    Apostrophe,
    /// One full stop.
    Stop,
    /// Nothing, or anything else.
    Other,
}

/// Letters and digits that stand together.
struct Run<'t> {
    text: &'t str,
    /// Whether they are of a script that is looked up two by two.
    paired: bool,
    before: Gap,
}

impl Run<'_> {
    /// Whether it goes on from the run before over such a gap.
    fn follows(&self, gap: Gap) -> bool {
        !self.paired && self.before == gap
    }
}

/// The runs of a text, in order.
struct Runs<'t>(&'t str);

impl<'t> Iterator for Runs<'t> {
    type Item = Run<'t>;

    fn next(&mut self) -> Option<Run<'t>> {
        let (gap, rest) = self.0.split_at(self.0.find(in_word)?);
        let before = match gap {
            "'" => Gap::Apostrophe,
            "." => Gap::Stop,
            _ => Gap::Other,
        };
        let paired = rest.chars().next().is_some_and(|c| within(&LETTERS.pairs, c));
        let ends = |c: char| !in_word(c) || within(&LETTERS.pairs, c) != paired;
        let (text, rest) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
        self.0 = rest;
        Some(Run { text, paired, before })
    }
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && is_combining_mark(c))
}

fn single_letter(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// Neighbouring letters two by two; one letter alone as it is.
fn pairs(text: &str, found: &mut impl FnMut(&str)) {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    if starts.len() == 2 {
        found(text);
    }
    for pair in starts.windows(3) {
        found(text.get(pair[0]..pair[2]).unwrap_or_default());
    }
}

/// A word without what only inflects it: an English plural, an Arabic article.
fn stem(word: &str) -> Cow<'_, str> {
    let file = &LETTERS.file;
    let word = match word.char_indices().nth(file.longest) {
        Some((end, _)) => word.get(..end).unwrap_or(word),
        None => word,
    };
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return singular(word, &file.whole);
    }
    let opened = file.openings.iter().find_map(|opening| word.strip_prefix(opening.as_str()));
    Cow::Borrowed(opened.filter(|rest| rest.chars().count() >= 3).unwrap_or(word))
}

fn singular<'w>(word: &'w str, whole: &[String]) -> Cow<'w, str> {
    let cut = |letters: usize| word.get(..word.len() - letters).unwrap_or(word);
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    if word.len() < 4 || !word.ends_with('s') || ends(&["ss", "us", "is"]) || whole.iter().any(|other| other == word) {
        Cow::Borrowed(word)
    } else if word.len() > 4 && word.ends_with("ies") {
        Cow::Owned(format!("{}y", cut(3)))
    } else if ends(&["ches", "shes", "sses", "xes", "zes"]) {
        Cow::Borrowed(cut(2))
    } else {
        Cow::Borrowed(cut(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One case of `tests/search/tokens.json`.
    #[derive(Deserialize)]
    struct Case {
        text: String,
        /// What a query is taken apart into.
        query: Vec<String>,
        /// What a text is found by, where that is more.
        index: Option<Vec<String>>,
    }

    #[test]
    fn texts_are_taken_apart_as_the_client_does_it() {
        let cases: Vec<Case> =
            serde_json::from_str(include_str!("../../../tests/search/tokens.json")).expect("the cases can be read");
        for case in cases {
            let mut all = Vec::new();
            tokens(&case.text, |token| all.push(token.to_owned()));
            assert_eq!(all, case.index.unwrap_or(case.query), "{}", case.text);
        }
    }

    #[test]
    fn every_range_of_the_table_is_one() {
        let file = &LETTERS.file;
        assert_eq!(LETTERS.marks.len(), file.marks.split(' ').count());
        assert_eq!(LETTERS.pairs.len(), file.pairs.split(' ').count());
        for ranges in [&LETTERS.marks, &LETTERS.pairs] {
            assert!(ranges.iter().all(|(first, last)| first <= last));
            assert!(ranges.windows(2).all(|two| two[0].1 < two[1].0));
        }
    }
}
