//! A light guess at the word class of each token: word lists, endings, and the words beside it.
//!
//! It is no tagger. It answers the questions that the rules for quotations and events ask (is this a finite verb, where
//! does this noun phrase begin), and costs one table look-up a token.

mod inflection;
mod table;

use std::ops::BitOr;

use self::table::{LISTS, TABLE};
use crate::extract::entry::Entry;
use crate::extract::token::Token;

/// What a token may be: a set, since many words belong to several classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Classes(u64);

impl BitOr for Classes {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl Classes {
    /// `the`, `some`.
    pub(crate) const DETERMINER: Self = Self(1);
    /// `his`, `their`.
    pub(crate) const POSSESSIVE: Self = Self(1 << 1);
    /// A pronoun that can be a subject: `he`, `they`.
    pub(crate) const PRONOUN: Self = Self(1 << 2);
    /// A pronoun that cannot be a subject: `him`.
    pub(crate) const OBJECT: Self = Self(1 << 3);
    /// `of`, `in`.
    pub(crate) const PREPOSITION: Self = Self(1 << 4);
    /// `and`, `but`.
    pub(crate) const CONJUNCTION: Self = Self(1 << 5);
    /// `because`, `while`.
    pub(crate) const SUBORDINATOR: Self = Self(1 << 6);
    /// `that`.
    pub(crate) const THAT: Self = Self(1 << 7);
    /// `whether`, `how`.
    pub(crate) const QUESTION: Self = Self(1 << 8);
    /// `who`, `which`, `that`.
    pub(crate) const RELATIVE: Self = Self(1 << 9);
    /// `to`.
    pub(crate) const TO: Self = Self(1 << 10);
    /// `will`, `could`.
    pub(crate) const MODAL: Self = Self(1 << 11);
    /// A form of `be`.
    pub(crate) const BE: Self = Self(1 << 12);
    /// A form of `have`.
    pub(crate) const HAVE: Self = Self(1 << 13);
    /// A form of `do`.
    pub(crate) const DO: Self = Self(1 << 14);
    /// `not`, `never`.
    pub(crate) const NOT: Self = Self(1 << 15);
    /// `also`, and words in `-ly`.
    pub(crate) const ADVERB: Self = Self(1 << 16);
    /// `new`, `political`.
    pub(crate) const ADJECTIVE: Self = Self(1 << 17);
    /// A number, in words or digits.
    pub(crate) const NUMBER: Self = Self(1 << 18);
    /// A day, month or stretch of time: `Monday`, `week`.
    pub(crate) const TIME: Self = Self(1 << 19);
    /// The base form of a verb: `say`.
    pub(crate) const BASE: Self = Self(1 << 20);
    /// The third person present: `says`.
    pub(crate) const PRESENT: Self = Self(1 << 21);
    /// The past tense: `said`.
    pub(crate) const PAST: Self = Self(1 << 22);
    /// The past participle: `said`.
    pub(crate) const PARTICIPLE: Self = Self(1 << 23);
    /// The form in `-ing`.
    pub(crate) const ING: Self = Self(1 << 24);
    /// A verb whose base and `-s` forms are as often nouns.
    pub(crate) const NOUN_TOO: Self = Self(1 << 25);
    /// A finite verb or auxiliary, judged by the words beside it.
    pub(crate) const FINITE: Self = Self(1 << 26);
    /// A word with a capital that does not open its sentence.
    pub(crate) const NAME: Self = Self(1 << 27);
    /// A noun, by elimination.
    pub(crate) const NOUN: Self = Self(1 << 28);
    /// A mark: comma, stop, bracket, …
    pub(crate) const MARK: Self = Self(1 << 29);
    /// `’s`, `’ll`: hangs on the word before it.
    pub(crate) const CLITIC: Self = Self(1 << 30);
    /// Stands in the list of auxiliaries that are finite in themselves.
    pub(crate) const FINITE_AUXILIARY: Self = Self(1 << 31);

    /// A noun that looks like a plural: ends in a single `s`, or stands in the list.
    pub(crate) const PLURAL: Self = Self(1 << 32);

    /// Any form of a verb.
    pub(crate) const VERB: Self =
        Self(Self::BASE.0 | Self::PRESENT.0 | Self::PAST.0 | Self::PARTICIPLE.0 | Self::ING.0);
    /// `be`, `have`, `do` and the modals.
    pub(crate) const AUXILIARY: Self = Self(Self::BE.0 | Self::HAVE.0 | Self::DO.0 | Self::MODAL.0);

    fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

/// The number of a verb in `lexicon/verbs.txt`, from 1: the same for all its forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Verb(u16);

impl Verb {
    /// The verb with this base form, if the list has it.
    pub(crate) fn of_base(base: &str) -> Option<Self> {
        LISTS.verb_of_base(base)
    }

    /// How many verbs the list has; numbers run from 1 to this.
    pub(crate) fn count() -> usize {
        LISTS.verb_count()
    }

    /// The number, from 1.
    pub(crate) fn number(self) -> usize {
        usize::from(self.0)
    }
}

/// The guess for one token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Word {
    classes: Classes,
    verb: Option<Verb>,
}

impl Word {
    /// Whether it may be one of `classes`.
    pub(crate) fn is(self, classes: Classes) -> bool {
        self.classes.0 & classes.0 != 0
    }

    /// The verb it is a form of, if it may be one of the list's.
    pub(crate) fn verb(self) -> Option<Verb> {
        self.verb
    }

    fn add(&mut self, classes: Classes) {
        self.classes = self.classes | classes;
    }
}

/// The forms of the word lists.
pub(crate) fn listed() -> impl Iterator<Item = &'static str> {
    LISTS.forms()
}

/// Guesses the class of each token of one sentence, and appends the guesses to `out`.
pub(crate) fn classify(text: &str, sentence: &[Token], out: &mut Vec<Word>) {
    let first = out.len();
    let mut opening = true;
    for &token in sentence {
        let form = token.span().of(text);
        let mut word = look_up(form, token.entry, opening);
        if word.is(Classes::AUXILIARY) && form.starts_with(char::is_uppercase) && out.len() > first {
            word = auxiliary_or_name(word, out[out.len() - 1]);
        }
        if word.is(Classes::MARK) && is_apostrophe(form) && joins_letters(text, token) {
            word.add(Classes::CLITIC);
        } else if out.len() > first && out[out.len() - 1].is(Classes::CLITIC) && form.len() <= 2 && touches(text, token)
        {
            let subject = out.len().checked_sub(2).filter(|&before| before >= first).map(|before| out[before]);
            word = clitic(form, subject.unwrap_or_default());
        }
        opening = opening && word.is(Classes::MARK);
        out.push(word);
    }
    mark_finite(&mut out[first..]);
}

/// What hangs on `before` behind an apostrophe: a verb where it is a subject (`he’s`, `they’ll`), else perhaps an owner’s `s`.
fn clitic(form: &str, before: Word) -> Word {
    let verb = before.is(Classes::PRONOUN) && matches!(form, "s" | "re" | "ve" | "ll" | "m" | "d");
    let finite = if verb { Classes::FINITE } else { Classes::default() };
    Word { classes: Classes::CLITIC | finite, verb: None }
}

fn is_apostrophe(form: &str) -> bool {
    matches!(form, "'" | "’")
}

/// Whether a letter or digit stands directly before and after the token; before it perhaps a stop (`U.S.’s`).
fn joins_letters(text: &str, token: Token) -> bool {
    let before = text.get(..token.start as usize).and_then(|before| before.chars().next_back());
    let after = text.get(token.end as usize..).and_then(|rest| rest.chars().next());
    before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ')')) && after.is_some_and(char::is_alphanumeric)
}

/// Whether a character other than a space stands directly before the token.
fn touches(text: &str, token: Token) -> bool {
    let before = text.get(..token.start as usize).and_then(|before| before.chars().next_back());
    before.is_some_and(|c| !c.is_whitespace())
}

/// The classes of a form by itself. `opening`: whether it opens its sentence, where a capital says nothing.
fn look_up(form: &str, entry: Entry, opening: bool) -> Word {
    let Some(&first) = form.as_bytes().first() else { return Word::default() };
    if first.is_ascii_digit() {
        return Word { classes: Classes::NUMBER, verb: None };
    }
    if !first.is_ascii_alphabetic() {
        if form.strip_prefix(['\'', '’']).is_some_and(|rest| rest.starts_with(char::is_alphabetic)) {
            return Word { classes: Classes::CLITIC, verb: None };
        }
        if !form.starts_with(char::is_alphabetic) {
            return Word { classes: Classes::MARK, verb: None };
        }
    }
    let capital = form.starts_with(char::is_uppercase);
    match TABLE.get(entry) {
        Some(word) if capital && !opening => name_or(word),
        Some(word) if word.is(Classes::MODAL | Classes::VERB) && !capital => {
            // `may` and `march` in small letters are no months.
            Word { classes: word.classes.without(Classes::TIME), ..word }
        }
        Some(word) => word,
        None if capital => Word { classes: Classes::NAME | Classes::NOUN | number_of(form), verb: None },
        None => by_ending(form),
    }
}

/// A known word with a capital inside a sentence: a closed-class word stays what it is, anything else is part of a name.
fn name_or(word: Word) -> Word {
    const CLOSED: Classes = Classes(
        Classes::DETERMINER.0
            | Classes::POSSESSIVE.0
            | Classes::PRONOUN.0
            | Classes::PREPOSITION.0
            | Classes::CONJUNCTION.0
            | Classes::QUESTION.0
            | Classes::SUBORDINATOR.0
            | Classes::AUXILIARY.0
            | Classes::OBJECT.0
            | Classes::THAT.0
            | Classes::NOT.0,
    );
    if word.is(Classes::TIME) {
        Word { classes: Classes::TIME | Classes::NOUN, verb: None }
    } else if word.is(CLOSED) {
        Word { classes: word.classes.without(Classes::VERB), verb: None }
    } else {
        Word { classes: Classes::NAME | Classes::NOUN, verb: None }
    }
}

/// An auxiliary with a capital: behind a word of the same sentence it is a name (`said Will Ames`, `Don Ames`).
fn auxiliary_or_name(word: Word, before: Word) -> Word {
    if before.is(Classes::MARK) || word.is(Classes::TIME) {
        word
    } else {
        Word { classes: Classes::NAME | Classes::NOUN, verb: None }
    }
}

/// A word that no list has, by its last letters.
fn by_ending(form: &str) -> Word {
    const NOUNS_IN_LY: [&str; 8] = ["family", "ally", "assembly", "monopoly", "anomaly", "bully", "tally", "homily"];
    let classes = if NOUNS_IN_LY.contains(&form) {
        Classes::NOUN
    } else if form.ends_with("ly") {
        Classes::ADVERB
    } else if form.len() > 4 && form.ends_with("ed") {
        Classes::PAST | Classes::PARTICIPLE
    } else if form.len() > 5 && form.ends_with("ing") {
        Classes::ING | Classes::NOUN
    } else if ["ous", "ful", "ive", "able", "ible", "ical", "less"].iter().any(|ending| form.ends_with(ending)) {
        Classes::ADJECTIVE
    } else {
        Classes::NOUN | number_of(form)
    };
    Word { classes, verb: None }
}

/// Whether a noun looks like a plural.
fn number_of(form: &str) -> Classes {
    let singular = ["ss", "us", "is"].iter().any(|ending| form.ends_with(ending));
    if form.ends_with('s') && !singular { Classes::PLURAL } else { Classes::default() }
}

/// Marks the finite verbs of one sentence.
fn mark_finite(words: &mut [Word]) {
    for index in 0..words.len() {
        let word = words[index];
        if !word.is(Classes::VERB | Classes::AUXILIARY) || word.is(Classes::NAME) {
            continue;
        }
        let before = words[..index].iter().rev().copied().find(|word| !word.is(Classes::ADVERB | Classes::NOT));
        let after = words.get(index + 1).copied().unwrap_or_default();
        if is_finite(word, before.unwrap_or_default(), after) {
            words[index].add(Classes::FINITE);
        }
    }
}

/// Whether a word that may be a verb is finite between these two. A missing neighbour is an empty [`Word`].
fn is_finite(word: Word, before: Word, after: Word) -> bool {
    const OPENS_NOUN: Classes = Classes(
        Classes::DETERMINER.0 | Classes::POSSESSIVE.0 | Classes::ADJECTIVE.0 | Classes::PREPOSITION.0 | Classes::TO.0,
    );
    const OPENS_CONTENT: Classes = Classes(
        Classes::THAT.0 | Classes::DETERMINER.0 | Classes::POSSESSIVE.0 | Classes::OBJECT.0 | Classes::PRONOUN.0,
    );
    if word.is(Classes::MODAL | Classes::FINITE_AUXILIARY) {
        return !before.is(Classes::TO | Classes::MODAL);
    }
    let relative = before.is(Classes::RELATIVE | Classes::PRONOUN);
    // `official` and `military` are nouns as well, of which a verb may follow.
    let noun = before.is(Classes::ADJECTIVE) && before.is(Classes::NOUN)
        // `Some said the plan was dead.`
        || before.is(Classes::DETERMINER) && before.is(Classes::PLURAL) && after.is(OPENS_CONTENT);
    let nominal = before.is(OPENS_NOUN) && !relative && !noun;
    if word.is(Classes::PAST) {
        let by = word.is(Classes::PARTICIPLE) && before.is(Classes::BE | Classes::HAVE);
        return !nominal && !by;
    }
    if word.is(Classes::PRESENT) {
        return !nominal
            && (!word.is(Classes::NOUN_TOO)
                || (relative && !before.is(Classes::THAT))
                || before.is(Classes::NAME)
                || after.is(OPENS_CONTENT)
                || after.is(Classes::TO) && before.is(Classes::NOUN) && !before.is(Classes::PLURAL));
    }
    if word.is(Classes::BASE) {
        let governed = nominal || before.is(Classes::AUXILIARY | Classes::CLITIC);
        let sure = !word.is(Classes::NOUN_TOO) || after.is(OPENS_CONTENT);
        return !governed
            && (relative && !before.is(Classes::THAT)
                || sure && before.is(Classes::PLURAL | Classes::NAME | Classes::CONJUNCTION | Classes::RELATIVE));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cuts at spaces, and lists the finite verbs.
    fn check(sentence: &str, finite: &[&str]) {
        let mut tokens = Vec::new();
        let mut at = 0;
        for part in sentence.split(' ') {
            tokens.push(Token::of(sentence, at, at + part.len() as u32));
            at += part.len() as u32 + 1;
        }
        let mut words = Vec::new();
        classify(sentence, &tokens, &mut words);
        let found: Vec<&str> = tokens
            .iter()
            .zip(&words)
            .filter(|(_, word)| word.is(Classes::FINITE))
            .map(|(token, _)| token.span().of(sentence))
            .collect();
        assert_eq!(found, finite, "{sentence}");
    }

    #[test]
    fn finite_verbs() {
        check("the minister said that talks went well", &["said", "went"]);
        check("officials say the plan will fail", &["say", "will"]);
        check("the ministry reports that two were hurt", &["reports", "were"]);
        check("two reports of the ministry were lost", &["were"]);
        check("he has said he wants to go", &["has", "wants"]);
        check("the proposed law was opposed by miners", &["was"]);
        check("some said the plan had failed and both agreed that it had", &["said", "had", "agreed", "had"]);
        check("a representative left", &["left"]);
        check("an official said that the military reported losses", &["said", "reported"]);
    }

    #[test]
    fn a_capital_inside_a_sentence_makes_a_name() {
        check("talks with Edward Said ended", &["ended"]);
        check("ministers met on Monday", &["met"]);
    }

    #[test]
    fn clitics_hang_on_the_word_before() {
        let text = "don’t go";
        let tokens = [(0, 3), (3, 6), (6, 7), (8, 10)].map(|(start, end)| Token::of(text, start, end));
        let mut words = Vec::new();
        classify(text, &tokens, &mut words);
        assert!(words[1].is(Classes::CLITIC) && words[2].is(Classes::CLITIC));
        assert!(words[3].is(Classes::BASE));
    }

    #[test]
    fn all_forms_of_a_verb_share_its_number() {
        let say = Verb::of_base("say");
        assert!(say.is_some());
        for form in ["say", "says", "said", "saying"] {
            assert_eq!(look_up(form, Entry::of(form), false).verb(), say, "{form}");
        }
    }
}
