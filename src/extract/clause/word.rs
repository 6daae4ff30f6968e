//! Closed classes of English words, and the commonest verb forms.

use std::sync::LazyLock;

use crate::extract::entry::{ByEntry, Entry};

/// What a token does in a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// Anything else: most nouns, adjectives, adverbs, infinitives.
    Other,
    /// A comma that is no part of a number.
    Comma,
    /// A dash between spaces, a colon, a semicolon.
    Break,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// The full stop, question or exclamation mark at the end.
    Stop,
    /// A quotation mark.
    Quote,
    /// `is`, `was`, …
    Be,
    /// `has`, `had`, …
    Have,
    /// `will`, `may`, …
    Modal,
    /// `did`, `does`, …
    Do,
    /// A past form, regular or not.
    Past,
    /// A present form of a verb that is rarely a noun.
    Present,
    /// A verb of saying in the past or present.
    Say,
    /// A form in `-ing`.
    Ing,
    /// `when`, `after`, `while`: opens a clause, some of them a phrase too.
    Subordinator,
    /// `which`, `who`, `where`.
    Relative,
    /// `and`, `or`.
    And,
    /// `but`, `yet`.
    But,
    /// `in`, `on`, `of`, …
    Preposition,
    /// `the`, `a`, `his`, …
    Determiner,
    /// The `s` of a possessive.
    Possessive,
    /// `he`, `they`, …
    Pronoun,
    /// `to`.
    To,
    /// `not`, `never`, `no`.
    Not,
    /// `that`.
    That,
}

const LISTS: &[(Word, &str)] = &[
    (Word::Be, "is are was were am isn aren wasn weren"),
    (Word::Have, "has have had hasn haven hadn"),
    (Word::Modal, "will would may might could should must can shall ll"),
    (Word::Do, "did does do didn doesn don"),
    (Word::Say, "said says say told tells added adds stated states"),
    (
        Word::Past,
        "began became broke brought built bought came caught chose cut dealt died drew drove fell felt fled flew forced \
         fought found froze gave got grew heard held hid hit kept knew laid lay led left lent lost made meant met paid put \
         let quit ran rang read rode rose sank saw sent set shook shot shut slew sold sought spent spoke spread stood stole \
         struck stuck swore swept swam taught tore took thought threw understood went withdrew woke won wore wound wrote \
         overthrew overtook undertook withstood rebuilt fired",
    ),
    (
        Word::Present,
        "begins becomes brings comes continues expects faces gives goes includes keeps leads leaves lies looks makes marks \
         means meets opens plans remains represents requires runs seeks seems sends shows sits speaks stands starts suggests \
         takes turns wants warns",
    ),
    (Word::Subordinator, "when after before while because since although though until if unless as once whereas"),
    (Word::Relative, "which who whom whose where"),
    (Word::And, "and or nor"),
    (Word::But, "but yet"),
    (
        Word::Preposition,
        "in on at of by with from for against between among over under into during within without about toward towards \
         through across following amid despite near upon via per including around ahead along outside inside behind \
         beyond above below like unlike throughout onto off till alongside concerning regarding",
    ),
    (Word::Determiner, "the a an his her its their our my your this these those some any each every another both"),
    (Word::Pronoun, "he she it they we i you him them us there"),
    (Word::To, "to"),
    (Word::Not, "not never no"),
    (Word::That, "that"),
];

/// The words of the lists.
pub(crate) fn listed() -> impl Iterator<Item = &'static str> {
    LISTS.iter().flat_map(|(_, words)| words.split_whitespace())
}

/// The class that the lists give an entry.
static BY_ENTRY: LazyLock<ByEntry<Option<Word>>> = LazyLock::new(|| {
    let pairs = LISTS.iter().flat_map(|(class, words)| words.split_whitespace().map(move |word| (word, *class)));
    ByEntry::of(pairs, |known, class| *known = Some(class))
});

/// Words in `-ed` that are no past forms, and in `-ing` that are no participles.
const NOT_VERBS: &[&str] = &[
    "hundred",
    "united",
    "armed",
    "sacred",
    "wicked",
    "indeed",
    "speed",
    "need",
    "seed",
    "breed",
    "naked",
    "red",
    "bed",
    "shed",
    "unprecedented",
    "limited",
    "alleged",
    "aged",
    "detailed",
    "renewed",
    "increased",
    "reported",
    "masked",
    "sustained",
    "foreign",
];

/// The class of a token by itself.
pub(super) fn class(text: &str, entry: Entry) -> Word {
    let bytes = text.as_bytes();
    let Some(&first) = bytes.first() else { return Word::Other };
    if !first.is_ascii_alphabetic() {
        return mark(text);
    }
    if let Some(class) = BY_ENTRY.get(entry) {
        // `US` is a country, and `May` a month.
        return if matches!(text, "US" | "May" | "IT" | "WHO") { Word::Other } else { class };
    }
    if !first.is_ascii_lowercase() || bytes.len() <= 4 {
        return Word::Other;
    }
    let form = match bytes {
        [.., b'e', b'd'] => Word::Past,
        [.., b'i', b'n', b'g'] => Word::Ing,
        _ => return Word::Other,
    };
    if NOT_VERBS.contains(&text) { Word::Other } else { form }
}

fn mark(text: &str) -> Word {
    match text {
        "," => Word::Comma,
        ";" | ":" | "—" | "–" | "-" => Word::Break,
        "(" | "[" => Word::Open,
        ")" | "]" => Word::Close,
        "!" | "?" => Word::Stop,
        "\"" | "“" | "”" => Word::Quote,
        _ => Word::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes() {
        let check = |text: &str, expected: Word| assert_eq!(class(text, Entry::of(text)), expected, "{text}");
        check("Withdrew", Word::Past);
        check("attacked", Word::Past);
        check("hundred", Word::Other);
        check("US", Word::Other);
        check("us", Word::Pronoun);
        check("May", Word::Other);
        check("may", Word::Modal);
        check("killing", Word::Ing);
        check("—", Word::Break);
    }

    #[test]
    fn no_word_is_listed_twice() {
        let mut words: Vec<&str> = listed().collect();
        words.sort_unstable();
        assert!(words.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
