//! Which characters text loses, and which hyphens.

use std::cell::OnceCell;
use std::collections::HashSet;

use crate::model::article::RepairEvidence;
use crate::text::words;

/// What cleaning does with a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Treatment {
    Keep,
    /// It becomes a space; runs of these become one.
    Space,
    /// It is left out: control characters, soft hyphens, characters without width.
    Drop,
}

/// What cleaning does with a character of prose.
pub(super) fn treatment(c: char) -> Treatment {
    match c {
        // White space, line and paragraph separators, the Braille blank and the Hangul filler, which show nothing.
        c if c.is_whitespace() => Treatment::Space,
        '\u{2800}' | '\u{3164}' => Treatment::Space,
        c if c.is_control() => Treatment::Drop,
        // The joiners U+200C and U+200D decide how Persian, Arabic and Indic letters are written, so they stay.
        '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' => Treatment::Drop,
        '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' => Treatment::Drop,
        _ => Treatment::Keep,
    }
}

/// Whether a byte can begin something that cleaning changes: a control character, a space that may be one of several, a
/// hyphen, or a character that [`treatment`] may not keep.
pub(super) fn needs_look(byte: u8) -> bool {
    // C2: no-break space, soft hyphen, controls; E1: Ogham and Mongolian spaces; E2: General Punctuation, Braille;
    // E3: ideographic space, Hangul filler; EF: byte order mark.
    matches!(byte, 0..=0x20 | b'-' | 0x7F | 0xC2 | 0xE1 | 0xE2 | 0xE3 | 0xEF)
}

/// Prefixes that stand before a hyphen in true compounds (`de-escalate`, `non-binding`).
const PREFIXES: &[&str] = &[
    "all", "anti", "arch", "bi", "bio", "co", "counter", "cross", "cyber", "de", "demi", "dis", "eco", "ex", "extra",
    "far", "half", "hyper", "ill", "in", "infra", "inter", "intra", "kilo", "macro", "mega", "meta", "micro", "mid",
    "mini", "mis", "mono", "multi", "nano", "near", "neo", "no", "non", "off", "on", "out", "over", "pan", "para",
    "post", "pre", "pro", "proto", "pseudo", "quasi", "re", "self", "semi", "socio", "sub", "super", "then", "trans",
    "tri", "ultra", "un", "under", "up", "vice", "well",
];

/// Parts of names that stand before a hyphen: the Arabic article and its assimilated forms, and others.
const NAME_PARTS: &[&str] =
    &["abu", "abd", "ad", "al", "an", "ar", "as", "ash", "at", "az", "bin", "el", "ibn", "ol", "ul", "ud", "umm"];

/// Words of two letters that stand alone in news prose; dictionaries hold many more, which are mostly halves of words here.
const SHORT_WORDS: &[&str] = &[
    "ad", "am", "an", "as", "at", "be", "by", "do", "ex", "go", "he", "hi", "if", "in", "is", "it", "me", "my", "no",
    "of", "oh", "ok", "on", "or", "ox", "pm", "so", "to", "tv", "uk", "un", "up", "us", "vs", "we",
];

/// Endings that dictionaries also hold as words; no compound ends in one of these.
const ENDINGS: &[&str] = &[
    "able", "ally", "ant", "ants", "ate", "ates", "est", "hood", "ion", "ions", "ism", "isms", "less", "ward", "wards",
];

/// Decides about hyphens inside words, by the dictionary and by the rest of the same text.
///
/// Other articles are no evidence: one article's facts would then depend on another's, and could not be kept when that one
/// changes.
pub(super) struct Joiner<'a> {
    text: &'a str,
    /// Words of the text without a hyphen; gathered when the first hyphen needs them.
    unbroken: OnceCell<HashSet<&'a str>>,
}

impl<'a> Joiner<'a> {
    /// A judge over the hyphens of a text.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, unbroken: OnceCell::new() }
    }

    /// Why `first-second`, written on one line, is one broken word (`forc-es`); `None` where the hyphen stays.
    ///
    /// A true compound has parts that are words or word-forming prefixes of their own, or a capital after its hyphen.
    pub(super) fn inside_line(&self, first: &str, second: &str) -> Option<RepairEvidence> {
        let ends = is_part(second) && !listed(ENDINGS, second);
        let whole = is_part(first) && ends;
        let prefixed = listed(PREFIXES, first) && ends;
        if whole || prefixed {
            return None;
        }
        self.one_word(first, second)
    }

    /// Why a word cut at the end of a line is one word without its hyphen; `None` where the hyphen stays.
    ///
    /// Most hyphens at line ends are the printer's, so that a word of the dictionary is enough, unless the text has the
    /// compound elsewhere (`re-sign`).
    pub(super) fn at_line_end(&self, first: &str, second: &str) -> Option<RepairEvidence> {
        if self.unbroken().contains(format!("{first}-{second}").as_str()) {
            return None;
        }
        self.one_word(first, second)
    }

    fn one_word(&self, first: &str, second: &str) -> Option<RepairEvidence> {
        if !second.starts_with(char::is_lowercase) || first.len() + second.len() < 4 {
            return None;
        }
        let joined = format!("{first}{second}");
        if words::is_word(&joined) {
            return Some(RepairEvidence::Dictionary);
        }
        // Both `al-kadhimi` and `alkadhimi` are written by people who spell no worse than others.
        if listed(NAME_PARTS, first) {
            return None;
        }
        self.unbroken().contains(joined.as_str()).then_some(RepairEvidence::Text)
    }

    fn unbroken(&self) -> &HashSet<&'a str> {
        self.unbroken.get_or_init(|| {
            self.text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()).collect()
        })
    }
}

fn listed(list: &[&str], word: &str) -> bool {
    list.iter().any(|entry| entry.eq_ignore_ascii_case(word))
}

/// Whether one side of a hyphen is a word of its own.
fn is_part(part: &str) -> bool {
    match part.len() {
        0 => false,
        // A letter (`e-mail`, `T-shirt`) is a part of a compound.
        1 => true,
        2 => listed(SHORT_WORDS, part),
        // `hearted` in `half-hearted` is made from a noun and stands in no list.
        _ if part.strip_suffix("ed").is_some_and(|noun| noun.len() > 3 && words::is_common(noun)) => true,
        _ => {
            words::is_word(part) || part.starts_with(char::is_uppercase) && part.chars().skip(1).any(char::is_uppercase)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(word: &str, text: &str) -> Option<RepairEvidence> {
        let (first, second) = word.split_once('-').expect("a hyphen");
        Joiner::new(text).inside_line(first, second)
    }

    #[test]
    fn broken_words_are_joined() {
        for word in [
            "forc-es",
            "fr-om",
            "tow-ard",
            "as-sist",
            "pos-sible",
            "adminis-tration",
            "parli-ament",
            "inter-est",
            "Octo-ber",
            "neigh-bours",
            "neigh-bourly",
            "advi-ses",
            "advis-ory",
            "per-sonnel",
            "hap-pened",
            "dip-lomacy",
            "mat-ter",
            "read-ings",
        ] {
            assert_eq!(inside(word, ""), Some(RepairEvidence::Dictionary), "{word}");
        }
    }

    #[test]
    fn true_compounds_stay() {
        for word in [
            "de-escalate",
            "Iran-backed",
            "anti-American",
            "long-term",
            "al-Kadhimi",
            "re-introduction",
            "then-President",
            "U-Iraq",
            "co-operate",
            "pro-Iran",
            "non-binding",
            "advisory-only",
            "well-trained",
            "e-mail",
            "al-qaeda",
            "high-level",
            "re-sign",
            "Defeat-ISIS",
            "half-hearted",
            "COVID-led",
            "no-confidence",
            "on-site",
            "by-product",
        ] {
            assert_eq!(inside(word, ""), None, "{word}");
        }
    }

    #[test]
    fn a_name_is_joined_when_it_stands_unbroken_elsewhere() {
        assert_eq!(inside("Solei-mani", "General Soleimani was there"), Some(RepairEvidence::Text));
        assert_eq!(inside("Solei-mani", "nobody"), None);
    }

    #[test]
    fn at_line_ends_the_dictionary_decides() {
        let check = |first: &str, second: &str, text: &str| Joiner::new(text).at_line_end(first, second).is_some();
        for (first, second) in [
            ("de", "scribed"),
            ("spokes", "man"),
            ("dia", "logue"),
            ("lon", "ger"),
            ("with", "drawal"),
            ("note", "book"),
        ] {
            assert!(check(first, second, ""), "{first}-{second}");
        }
        for (first, second) in
            [("de", "escalation"), ("long", "running"), ("Iran", "backed"), ("al", "Kadhimi"), ("U.S", "led")]
        {
            assert!(!check(first, second, ""), "{first}-{second}");
        }
        assert!(!check("re", "sign", "to re-sign the treaty"));
    }
}
