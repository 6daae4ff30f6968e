//! What the name model sees of one word by itself.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::extract::tagger::hash::{self, Hash, Seeded};
use crate::extract::tagger::model::{List, Listed, Model};
use crate::text::words;

/// The sides of a word that features are made of. Equal words have equal forms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    /// The word folded: ASCII where it has such a form, lower case.
    pub(super) lower: Hash,
    /// Its pattern of capitals, digits and marks, runs counted once: `Xx`, `x-Xx`, `X.X.`.
    pub(super) shape: Hash,
    /// Its first 2 and 3 bytes, folded.
    pub(super) prefixes: [Hash; 2],
    /// Its last 1 to 4 bytes, folded.
    pub(super) suffixes: [Hash; 4],
    /// Word cluster, of 256; zero for none.
    pub(super) coarse: u16,
    /// Word cluster, of 1,024; zero for none.
    pub(super) fine: u16,
    /// The lists that have the word by itself, or of which an entry begins with it.
    pub(super) listed: Listed,
    /// The lists that have it without the article before a hyphen (`al-Kadhimi`: `Kadhimi`).
    pub(super) stem_listed: Listed,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
    /// Whether it begins with a letter or digit.
    pub(super) word: bool,
    /// Whether it is an English word that is no name.
    pub(super) common: bool,
}

/// How a word is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// As it is written.
    Written,
    /// It stands in a line of capitals, which say nothing: `MOSCOW` is read as `Moscow`, `TALKS` as `talks`.
    Restored,
}

/// Words whose forms a thread remembers. News uses some 60,000.
const REMEMBERED: usize = 100_000;

thread_local! {
    /// Forms of words met before, as written.
    static KNOWN: RefCell<HashMap<Known, Form, Seeded>> = RefCell::default();
}

/// A word whose form can be remembered, padded with zeros, and its length. Held in place: a look-up that had to follow a
/// pointer would wait for it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Known([u8; 24]);

impl Known {
    /// `None` for a word that is too long; hardly any is.
    fn of(word: &str) -> Option<Self> {
        let mut bytes = [0; 24];
        bytes[..23].get_mut(..word.len())?.copy_from_slice(word.as_bytes());
        bytes[23] = word.len() as u8;
        Some(Self(bytes))
    }
}

impl std::hash::Hash for Known {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        state.write(&self.0);
    }
}

impl Form {
    /// The form of a word. What was worked out once is remembered, for the model in the binary only.
    pub(super) fn of(word: &str, case: Case, model: &Model) -> Self {
        let remembered = case == Case::Written && model.is_shipped();
        let Some(key) = Known::of(word).filter(|_| remembered) else {
            return Self::work_out(word, case, model);
        };
        KNOWN.with_borrow_mut(|known| {
            if let Some(form) = known.get(&key) {
                return *form;
            }
            if known.len() == REMEMBERED {
                known.clear();
            }
            let form = Self::work_out(word, case, model);
            known.insert(key, form);
            form
        })
    }

    fn work_out(word: &str, case: Case, model: &Model) -> Self {
        let letters = Letters::of(word);
        let lower = letters.as_bytes();
        let common = words::is_common(word);
        let (shape, capital) = match case {
            Case::Written => (shape(word), word.starts_with(char::is_uppercase)),
            Case::Restored if is_small(word, model) => (shape(&word.to_lowercase()), false),
            Case::Restored => (shape(&crate::text::capitalise(&word.to_lowercase())), true),
        };
        let key = Hash::of(lower);
        let (coarse, fine) = model.clusters(key);
        let stem = lower.iter().position(|byte| *byte == b'-').filter(|at| *at == 2).map(|at| &lower[at + 1..]);
        Self {
            lower: key,
            shape,
            prefixes: [2, 3].map(|len| Hash::of(&lower[..lower.len().min(len)])),
            suffixes: [1, 2, 3, 4].map(|len| Hash::of(&lower[lower.len().saturating_sub(len)..])),
            coarse,
            fine,
            listed: model.listed(hash::Phrase::of(key)),
            stem_listed: stem.map_or(Listed::default(), |stem| model.listed(hash::Phrase::of(Hash::of(stem)))),
            capital,
            word: word.starts_with(char::is_alphanumeric),
            common,
        }
    }
}

/// Whether a word of a line in capitals is read in small letters: an English word that is no country, as `CHINA` is.
pub(super) fn is_small(word: &str, model: &Model) -> bool {
    words::is_common(word) && !model.listed(hash::Phrase::of(fold(word))).has(List::Country)
}

/// The hash of a word as the tables hold it.
pub(super) fn fold(word: &str) -> Hash {
    Hash::of(Letters::of(word).as_bytes())
}

/// A folded word of up to 64 bytes; what is longer counts by its beginning.
struct Letters {
    bytes: [u8; 64],
    len: usize,
}

impl Letters {
    fn of(word: &str) -> Self {
        let mut letters = Self { bytes: [0; 64], len: 0 };
        letters.fold(word);
        letters
    }

    fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    fn push(&mut self, byte: u8) {
        if let Some(slot) = self.bytes.get_mut(self.len) {
            *slot = byte.to_ascii_lowercase();
            self.len += 1;
        }
    }

    fn fold(&mut self, word: &str) {
        for c in word.chars() {
            match c {
                '\0'..='\x7f' => self.push(c as u8),
                '’' | '‘' => self.push(b'\''),
                '“' | '”' | '«' | '»' | '„' => self.push(b'"'),
                '–' | '—' | '‐' | '‑' => self.push(b'-'),
                _ => match deunicode::deunicode_char(c) {
                    Some(ascii) => ascii.bytes().for_each(|byte| self.push(byte)),
                    None => self.push(b'?'),
                },
            }
        }
    }
}

/// The pattern of a word.
fn shape(word: &str) -> Hash {
    let mut pattern = [0; 12];
    let mut len = 0;
    let mut last = 0;
    for c in word.chars() {
        let class = match c {
            'a'..='z' => b'x',
            'A'..='Z' => b'X',
            '0'..='9' => b'd',
            '’' | '‘' => b'\'',
            '‐' | '‑' => b'-',
            _ if c.is_ascii() => c as u8,
            _ if c.is_uppercase() => b'X',
            _ if c.is_alphabetic() => b'x',
            _ => b'?',
        };
        if class != last && len < pattern.len() {
            pattern[len] = class;
            len += 1;
        }
        last = class;
    }
    // One capital by itself is an initial; several of them are an acronym.
    if &pattern[..len] == b"X" && word.len() > 1 {
        pattern[1] = b'X';
        len = 2;
    }
    Hash::of(&pattern[..len])
}
