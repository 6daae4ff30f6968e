//! The table behind the guess: every form of the word lists, found by one hash of its lower-case letters.

use std::sync::LazyLock;

use super::{Classes, Verb, Word, inflection};

/// The word lists of the binary.
pub(super) static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::of(include_str!("../lexicon/function-words.txt"), include_str!("../lexicon/verbs.txt")));

/// No form of the lists is longer, in bytes.
const LONGEST: usize = 24;

/// Open addressing with linear probing; a power of two of slots, at most half of them taken.
pub(super) struct Table {
    slots: Vec<Slot>,
    bases: Vec<Box<str>>,
}

#[derive(Clone, Default)]
struct Slot {
    form: Box<str>,
    word: Word,
}

impl Table {
    fn of(function_words: &str, verbs: &str) -> Self {
        let mut table = Self { slots: vec![Slot::default(); 1 << 14], bases: Vec::new() };
        for line in lines(function_words) {
            let mut words = line.split_whitespace();
            let classes = words.next().map(class_of).unwrap_or_default();
            for form in words {
                table.insert(form, classes, None);
            }
        }
        for entry in lines(verbs).flat_map(str::split_whitespace) {
            table.insert_verb(entry);
        }
        table
    }

    /// Enters all forms of one verb: `argue`, `report*`, `write/wrote/written/writing`.
    fn insert_verb(&mut self, entry: &str) {
        let mut forms = entry.split('/');
        let marked = forms.next().unwrap_or_default();
        let base = marked.trim_end_matches('*');
        let noun_too = if marked.ends_with('*') { Classes::NOUN_TOO | Classes::NOUN } else { Classes::default() };
        let past = forms.next().map_or_else(|| inflection::past(base), str::to_owned);
        let participle = forms.next().map_or_else(|| past.clone(), str::to_owned);
        let ing = forms.next().map_or_else(|| inflection::ing(base), str::to_owned);
        let verb = match self.verb_of_base(base) {
            Some(verb) => verb,
            None => {
                self.bases.push(base.into());
                Verb(self.bases.len() as u16)
            }
        };
        self.insert(base, Classes::BASE | noun_too, Some(verb));
        let plural = if noun_too == Classes::default() { noun_too } else { noun_too | Classes::PLURAL };
        self.insert(&inflection::present(base), Classes::PRESENT | plural, Some(verb));
        self.insert(&past, Classes::PAST, Some(verb));
        self.insert(&participle, Classes::PARTICIPLE, Some(verb));
        self.insert(&ing, Classes::ING, Some(verb));
    }

    /// The number of a base form. Only used while lists are read, so that it may search.
    pub(super) fn verb_of_base(&self, base: &str) -> Option<Verb> {
        self.bases.iter().position(|known| &**known == base).map(|index| Verb(index as u16 + 1))
    }

    pub(super) fn verb_count(&self) -> usize {
        self.bases.len()
    }

    /// What the lists say about a form, in any case.
    pub(super) fn get(&self, form: &str) -> Option<Word> {
        let mut buffer = [0; LONGEST];
        let lower = buffer.get_mut(..form.len())?;
        lower.copy_from_slice(form.as_bytes());
        lower.make_ascii_lowercase();
        let mut index = self.home(lower);
        loop {
            let slot = &self.slots[index];
            if slot.form.as_bytes() == lower {
                return Some(slot.word);
            }
            if slot.form.is_empty() {
                return None;
            }
            index = (index + 1) & (self.slots.len() - 1);
        }
    }

    fn insert(&mut self, form: &str, classes: Classes, verb: Option<Verb>) {
        assert!(!form.is_empty() && form.len() <= LONGEST, "word list: `{form}` is empty or too long");
        let mut index = self.home(form.as_bytes());
        while !self.slots[index].form.is_empty() && &*self.slots[index].form != form {
            index = (index + 1) & (self.slots.len() - 1);
        }
        let slot = &mut self.slots[index];
        slot.form = form.into();
        slot.word.add(classes);
        slot.word.verb = slot.word.verb.or(verb);
    }

    /// FNV-1a, folded to the number of slots (Fowler, Noll, Vo: draft-eastlake-fnv).
    fn home(&self, form: &[u8]) -> usize {
        let hash = form
            .iter()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        (hash ^ (hash >> 32)) as usize & (self.slots.len() - 1)
    }
}

/// The lines of a word list that are neither empty nor a remark.
fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The class that a line of `function-words.txt` names.
fn class_of(name: &str) -> Classes {
    match name {
        "determiner" => Classes::DETERMINER,
        "possessive" => Classes::POSSESSIVE,
        "subject" => Classes::PRONOUN,
        "object" => Classes::OBJECT,
        "preposition" => Classes::PREPOSITION,
        "conjunction" => Classes::CONJUNCTION,
        "subordinator" => Classes::SUBORDINATOR,
        "that" => Classes::THAT,
        "question" => Classes::QUESTION,
        "relative" => Classes::RELATIVE,
        "to" => Classes::TO,
        "modal" => Classes::MODAL,
        "be" => Classes::BE,
        "finite" => Classes::FINITE_AUXILIARY,
        "have" => Classes::HAVE,
        "do" => Classes::DO,
        "not" => Classes::NOT,
        "adverb" => Classes::ADVERB,
        "adjective" => Classes::ADJECTIVE,
        "noun" => Classes::NOUN,
        "number" => Classes::NUMBER,
        "plural" => Classes::PLURAL | Classes::NOUN,
        "time" => Classes::TIME,
        unknown => panic!("function-words.txt names a class `{unknown}` that does not exist"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_most_half_of_the_slots_are_taken() {
        let taken = TABLE.slots.iter().filter(|slot| !slot.form.is_empty()).count();
        assert!(taken * 2 <= TABLE.slots.len(), "{taken} of {}", TABLE.slots.len());
    }

    #[test]
    fn words_are_found_in_any_case() {
        assert!(TABLE.get("Said").is_some_and(|word| word.is(Classes::PAST)));
        assert!(TABLE.get("THE").is_some_and(|word| word.is(Classes::DETERMINER)));
        assert!(TABLE.get("zyzzyva").is_none());
        assert!(TABLE.get(&"x".repeat(99)).is_none());
    }
}
