//! The table behind the guess: every form of the word lists, by its entry.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Classes, Verb, Word, inflection};
use crate::extract::entry::ByEntry;

/// The word lists of the binary.
pub(super) static LISTS: LazyLock<Lists> =
    LazyLock::new(|| Lists::of(include_str!("../lexicon/function-words.txt"), include_str!("../lexicon/verbs.txt")));

/// What the lists say about a form, in any case.
pub(super) static TABLE: LazyLock<ByEntry<Option<Word>>> = LazyLock::new(|| {
    ByEntry::of(LISTS.words.iter().map(|(form, word)| (&**form, *word)), |known: &mut Option<Word>, more| {
        let word = known.get_or_insert_default();
        word.add(more.classes);
        word.verb = word.verb.or(more.verb);
    })
});

/// Word lists, spelled out.
pub(super) struct Lists {
    /// Forms and what they may be; a form may come several times.
    words: Vec<(Box<str>, Word)>,
    /// The base forms of verbs.
    bases: HashMap<Box<str>, Verb>,
}

impl Lists {
    fn of(function_words: &str, verbs: &str) -> Self {
        let mut lists = Self { words: Vec::new(), bases: HashMap::new() };
        for line in lines(function_words) {
            let mut words = line.split_whitespace();
            let classes = words.next().map(class_of).unwrap_or_default();
            for form in words {
                lists.insert(form, classes, None);
            }
        }
        for entry in lines(verbs).flat_map(str::split_whitespace) {
            lists.insert_verb(entry);
        }
        lists
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
        let next = Verb(self.bases.len() as u16 + 1);
        let verb = *self.bases.entry(base.into()).or_insert(next);
        self.insert(base, Classes::BASE | noun_too, Some(verb));
        let plural = if noun_too == Classes::default() { noun_too } else { noun_too | Classes::PLURAL };
        self.insert(&inflection::present(base), Classes::PRESENT | plural, Some(verb));
        self.insert(&past, Classes::PAST, Some(verb));
        self.insert(&participle, Classes::PARTICIPLE, Some(verb));
        self.insert(&ing, Classes::ING, Some(verb));
    }

    fn insert(&mut self, form: &str, classes: Classes, verb: Option<Verb>) {
        self.words.push((form.into(), Word { classes, verb }));
    }

    /// All forms; some come several times.
    pub(super) fn forms(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|(form, _)| &**form)
    }

    /// The number of a base form.
    pub(super) fn verb_of_base(&self, base: &str) -> Option<Verb> {
        self.bases.get(base).copied()
    }

    pub(super) fn verb_count(&self) -> usize {
        self.bases.len()
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
    use crate::extract::entry::Entry;

    #[test]
    fn words_are_found_in_any_case() {
        let get = |form: &str| TABLE.get(Entry::of(form));
        assert!(get("Said").is_some_and(|word| word.is(Classes::PAST)));
        assert!(get("THE").is_some_and(|word| word.is(Classes::DETERMINER)));
        assert!(get("zyzzyva").is_none());
    }
}
