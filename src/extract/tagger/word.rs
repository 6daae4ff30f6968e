//! Words as the name model counts them: `al-Kadhimi`, `O'Brien`, `U.S.`, `Gen.` and `2,500` are one word each, `'s` is one of
//! its own, and every other mark stands alone.
//!
//! This is coarser than the tokens that the rules read, because the texts the model learned from are cut so.

use crate::span::TextSpan;

/// Abbreviations that keep their full stop, in lower case and sorted.
const ABBREVIATIONS: &[&str] = &[
    "adm", "apr", "assn", "assoc", "aug", "ave", "brig", "bros", "capt", "cmdr", "co", "col", "corp", "cpl", "dec",
    "dept", "dr", "est", "feb", "fr", "gen", "gov", "hon", "inc", "jan", "jr", "jul", "jun", "lt", "ltd", "maj", "mar",
    "messrs", "mr", "mrs", "ms", "mt", "nov", "oct", "pfc", "pres", "prof", "pvt", "rep", "rev", "sen", "sept", "sgt",
    "sr", "st", "supt", "vs",
];

/// The longest abbreviation, in bytes.
const LONGEST: usize = 6;

/// Cuts a sentence into words and appends their places, in bytes of the text, to `out`.
pub(super) fn cut(text: &str, sentence: TextSpan, out: &mut Vec<TextSpan>) {
    let mut rest = Rest { bytes: sentence.of(text).as_bytes(), text: sentence.of(text), at: 0 };
    while let Some((start, end)) = rest.next_word() {
        out.push(TextSpan::new(sentence.start + start as u32, sentence.start + end as u32));
    }
}

/// What is left of a sentence.
struct Rest<'a> {
    bytes: &'a [u8],
    text: &'a str,
    at: usize,
}

impl Rest<'_> {
    fn next_word(&mut self) -> Option<(usize, usize)> {
        loop {
            let &byte = self.bytes.get(self.at)?;
            if byte == b' ' || byte.is_ascii_whitespace() {
                self.at += 1;
                continue;
            }
            let start = self.at;
            if let Some(len) = self.letter(start) {
                self.at = self.end_of_word(start, start + len);
                return Some((start, self.at));
            }
            let mark = self.char_at(start)?;
            self.at += mark.len_utf8();
            if mark.is_whitespace() {
                continue;
            }
            if is_apostrophe(mark) && self.ends_in_s(self.at) {
                self.at += 1;
            }
            return Some((start, self.at));
        }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// The length in bytes of the letter or digit that stands at a byte, if one does.
    fn letter(&self, at: usize) -> Option<usize> {
        let &byte = self.bytes.get(at)?;
        if byte.is_ascii() {
            return byte.is_ascii_alphanumeric().then_some(1);
        }
        // A combining mark or a joiner belongs to the letter before it.
        let c = self.char_at(at)?;
        (c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}')).then_some(c.len_utf8())
    }

    /// Where the word ends that begins at `start` and whose first letter ends at `at`.
    fn end_of_word(&self, start: usize, mut at: usize) -> usize {
        let mut piece = start;
        loop {
            if let Some(len) = self.letter(at) {
                at += len;
                continue;
            }
            match self.joined(piece, at) {
                Join::None => return at,
                Join::Mark(len) => {
                    at += len;
                    piece = at;
                }
                Join::LastMark => return at + 1,
            }
        }
    }

    /// Whether the mark at `at` belongs to the word whose last piece began at `piece`.
    fn joined(&self, piece: usize, at: usize) -> Join {
        let Some(&mark) = self.bytes.get(at) else { return Join::None };
        let digits = |at: usize| self.bytes.get(at).is_some_and(u8::is_ascii_digit);
        match mark {
            b'-' | b'&' if self.letter(at + 1).is_some() => Join::Mark(1),
            b',' if digits(at - 1) && digits(at + 1) => Join::Mark(1),
            b'.' if self.letter(at + 1).is_some() && !self.ends_sentence(piece, at) => Join::Mark(1),
            b'.' if self.keeps_stop(piece, at) => Join::LastMark,
            b'\'' if self.letter(at + 1).is_some() && !self.ends_in_s(at + 1) => Join::Mark(1),
            0xe2 => {
                let Some(mark) = self.char_at(at) else { return Join::None };
                let joins = matches!(mark, '\u{2010}' | '\u{2011}') || is_apostrophe(mark) && !self.ends_in_s(at + 3);
                if joins && self.letter(at + 3).is_some() { Join::Mark(3) } else { Join::None }
            }
            _ => Join::None,
        }
    }

    /// Whether a sentence ends with the full stop at `at`, though no space follows: `in the Council.In this respect`.
    fn ends_sentence(&self, piece: usize, at: usize) -> bool {
        let word = &self.bytes[piece..at];
        let follows = |nth: usize, is: fn(&u8) -> bool| self.bytes.get(at + nth).is_some_and(is);
        word.len() > 2
            && word[1..].iter().all(u8::is_ascii_lowercase)
            && follows(1, u8::is_ascii_uppercase)
            && follows(2, u8::is_ascii_lowercase)
    }

    /// Whether a word ends with the full stop at `at`: an initial, an acronym, an abbreviation.
    fn keeps_stop(&self, piece: usize, at: usize) -> bool {
        let last = &self.bytes[piece..at];
        match last {
            [letter] => letter.is_ascii_alphabetic(),
            _ if last.len() <= LONGEST => {
                let mut lower = [0; LONGEST];
                let lower = &mut lower[..last.len()];
                lower.copy_from_slice(last);
                lower.make_ascii_lowercase();
                ABBREVIATIONS.binary_search_by(|known| known.as_bytes().cmp(lower)).is_ok()
            }
            _ => false,
        }
    }

    /// Whether an `s` that closes a word stands at `at`: the `s` of a possessive.
    fn ends_in_s(&self, at: usize) -> bool {
        matches!(self.bytes.get(at), Some(b's' | b'S')) && self.letter(at + 1).is_none()
    }
}

/// How a mark is tied to the word before it.
enum Join {
    /// It is not.
    None,
    /// It joins two pieces; its length in bytes.
    Mark(usize),
    /// It closes the word.
    LastMark,
}

fn is_apostrophe(mark: char) -> bool {
    matches!(mark, '\'' | '’')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut words = Vec::new();
        cut(text, TextSpan::new(0, text.len() as u32), &mut words);
        let words: Vec<&str> = words.iter().map(|span| span.of(text)).collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn names_are_kept_whole() {
        check("Mustafa al-Kadhimi’s trips", &["Mustafa", "al-Kadhimi", "’s", "trips"]);
        check("Sinead O'Brien of AT&T", &["Sinead", "O'Brien", "of", "AT&T"]);
        check("the ministers’ talks", &["the", "ministers", "’", "talks"]);
        check("Kata’ib and Ta'izz", &["Kata’ib", "and", "Ta'izz"]);
        check("Müller–Łódź", &["Müller", "–", "Łódź"]);
    }

    #[test]
    fn stops_of_abbreviations_are_kept() {
        check(
            "Lt. Gen. J. R. Moss left the U.S. today.",
            &["Lt.", "Gen.", "J.", "R.", "Moss", "left", "the", "U.S.", "today", "."],
        );
        check("U.S.-led, e.g. here", &["U.S.", "-", "led", ",", "e.g.", "here"]);
        check("the Council.In this, S.Paulo", &["the", "Council", ".", "In", "this", ",", "S.Paulo"]);
    }

    #[test]
    fn numbers_keep_their_marks() {
        check("2,500 of 3.5, (12)", &["2,500", "of", "3.5", ",", "(", "12", ")"]);
    }

    #[test]
    fn abbreviations_are_sorted_and_short() {
        assert!(ABBREVIATIONS.is_sorted());
        assert!(ABBREVIATIONS.iter().all(|word| word.len() <= LONGEST));
    }
}
