//! One look-up a token for all word lists: every word of the lists in the binary has a number, and each list says by number
//! what it has to say.

use std::sync::LazyLock;

use crate::extract::{clause, figure, grammar, topic, when};

/// The number of a form that some list has, in any case; zero for all others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry(u16);

/// What one list says of each entry: the default for what it does not have.
pub(crate) struct ByEntry<T>(Vec<T>);

/// No form of the lists is longer, in bytes.
const LONGEST: usize = 23;

/// A form in small letters, padded with zeros, and its length.
type Key = [u8; LONGEST + 1];

/// All forms of the lists. Open addressing with linear probing; a power of two of slots, at most half of them taken.
struct Forms {
    /// The upper bits of the hash, and the entry; zero is empty. The check saves most looks at the form itself.
    slots: Vec<(u16, Entry)>,
    /// The forms by entry.
    keys: Vec<Key>,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let mut forms = Forms { slots: vec![Default::default(); 1 << 14], keys: vec![Key::default()] };
    for form in
        grammar::listed().chain(clause::listed()).chain(when::listed()).chain(topic::listed()).chain(figure::listed())
    {
        forms.insert(form);
    }
    forms
});

impl Entry {
    /// The entry of a form, whatever its case.
    #[inline]
    pub(crate) fn of(form: &str) -> Self {
        key(form).map_or(Self::default(), |key| FORMS.find(&key))
    }
}

impl<T: Clone + Default> ByEntry<T> {
    /// What a list says, in the order of the list: `add` takes what is known of a form and what comes to it.
    ///
    /// # Panics
    ///
    /// A form stands in none of the lists that [`FORMS`] is made of.
    pub(crate) fn of<U>(list: impl IntoIterator<Item = (impl AsRef<str>, U)>, add: impl Fn(&mut T, U)) -> Self {
        let mut said = vec![T::default(); FORMS.keys.len()];
        for (form, more) in list {
            let Entry(number) = Entry::of(form.as_ref());
            assert!(number > 0, "word list: `{}` has no entry", form.as_ref());
            add(&mut said[usize::from(number)], more);
        }
        Self(said)
    }
}

impl<T: Copy> ByEntry<T> {
    /// What the list says of an entry.
    pub(crate) fn get(&self, entry: Entry) -> T {
        self.0[usize::from(entry.0)]
    }
}

impl Forms {
    fn insert(&mut self, form: &str) {
        let key = key(form).filter(|_| !form.is_empty());
        let key = key.unwrap_or_else(|| panic!("word list: `{form}` is empty or too long"));
        if self.find(&key) == Entry::default() {
            let (mut index, check) = self.home(&key);
            while self.slots[index].1 != Entry::default() {
                index = (index + 1) & (self.slots.len() - 1);
            }
            self.slots[index] = (check, Entry(self.keys.len() as u16));
            self.keys.push(key);
        }
    }

    #[inline]
    fn find(&self, key: &Key) -> Entry {
        let (mut index, check) = self.home(key);
        loop {
            let (other, entry) = self.slots[index];
            if entry == Entry::default() || (other == check && self.keys[usize::from(entry.0)] == *key) {
                return entry;
            }
            index = (index + 1) & (self.slots.len() - 1);
        }
    }

    /// The slot where the search for a form begins, and its check.
    fn home(&self, key: &Key) -> (usize, u16) {
        // Odd, with well-mixed bits (the 64-bit golden ratio).
        const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut hash = 0;
        for eight in key.as_chunks::<8>().0 {
            hash = (u64::from_le_bytes(*eight) ^ hash).wrapping_mul(GOLDEN);
            hash ^= hash >> 32;
        }
        (hash as usize & (self.slots.len() - 1), (hash >> 48) as u16)
    }
}

/// A form in small letters; `None` for one that is longer than any of the lists.
#[inline]
fn key(form: &str) -> Option<Key> {
    let mut key = Key::default();
    key[..LONGEST].get_mut(..form.len())?.copy_from_slice(form.as_bytes());
    key.make_ascii_lowercase();
    key[LONGEST] = form.len() as u8;
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_most_half_of_the_slots_are_taken() {
        assert!(FORMS.keys.len() * 2 <= FORMS.slots.len(), "{} forms", FORMS.keys.len());
    }

    #[test]
    fn forms_are_found_in_any_case() {
        let said = Entry::of("said");
        assert_ne!(said, Entry::default());
        assert_eq!(Entry::of("SAID"), said);
        assert_ne!(Entry::of("says"), said);
        for none in ["zyzzyva", "sai", "said\0", "", &"x".repeat(99)] {
            assert_eq!(Entry::of(none), Entry::default(), "{none:?}");
        }
    }

    #[test]
    fn lists_speak_by_entry() {
        let list = ByEntry::of([("said", 1), ("says", 2), ("said", 4)], |sum: &mut i32, more| *sum += more);
        assert_eq!(["said", "Says", "will"].map(|form| list.get(Entry::of(form))), [5, 2, 0]);
    }
}
