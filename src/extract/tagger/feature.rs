//! The features of a word in its sentence, as rows of the model's table.
//!
//! Each template joins some sides of the word and its neighbours to one hash, whose first bits are the row; two features that
//! meet in a row share it.

use crate::extract::tagger::form::Form;
use crate::extract::tagger::hash::Hash;

/// Words of context on either side.
pub(super) const AROUND: usize = 3;

/// A word in its sentence.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// The word by itself.
    pub(super) form: Form,
    /// Where it stands in list entries: for each list four bits, for an entry that is this word alone, begins, goes on,
    /// ends with it.
    pub(super) listed: u64,
    /// The words around the run of capitals that it stands in, and where in the run; default outside runs.
    pub(super) run: Run,
}

/// The surroundings of a run of words with capitals.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Run {
    /// The word before the run.
    pub(super) before: Hash,
    /// The word after it.
    pub(super) after: Hash,
    /// The two words before it and the two after it.
    pub(super) beyond: [Hash; 2],
    /// The first word of the run.
    pub(super) first: Hash,
    /// Its last word, which often says what is named: `Council`, `River`.
    pub(super) last: Hash,
    /// The lists that have its first and its last word.
    pub(super) ends_listed: u32,
    /// 0 outside a run, 1 alone, 2 first, 3 inside, 4 last.
    pub(super) place: u8,
}

/// Writes the rows of the word at `at` to `rows`; `words` has [`AROUND`] words on either side of it.
pub(super) fn rows(words: &[Seen], at: usize, bits: u32, rows: &mut Vec<u32>) {
    let row = |template: u64, value: u64| (Hash(template).and(Hash(value)).0 >> (64 - bits)) as u32;
    rows.clear();
    rows.extend((1..).zip(values(words, at)).map(|(template, value)| row(template, value)));
    // Each place in a list by itself as well, so that a rare combination is still understood.
    for (side, offset) in [(0, 0), (1, -1), (2, 1)] {
        let mut left = words[at.wrapping_add_signed(offset)].listed;
        while left != 0 {
            rows.push(row(0x100 + side, u64::from(left.trailing_zeros())));
            left &= left - 1;
        }
    }
}

/// How many templates there are.
const TEMPLATES: usize = 53;

/// What each template finds at a word, in the order of the templates.
fn values(words: &[Seen], at: usize) -> [u64; TEMPLATES] {
    let mut values = [0; TEMPLATES];
    let mut free = values.iter_mut();
    let mut emit = |value: u64| {
        if let Some(slot) = free.next() {
            *slot = value;
        }
    };
    let word = |offset: isize| &words[at.wrapping_add_signed(offset)];
    let form = |offset: isize| &word(offset).form;

    for offset in -2..=2 {
        emit(form(offset).lower.0);
        emit(u64::from(form(offset).coarse));
    }
    for offset in -1..=1 {
        emit(form(offset).shape.0);
        emit(u64::from(form(offset).fine));
        emit(form(offset).suffixes[2].0);
        let flags = u64::from(form(offset).common) | u64::from(form(offset).capital) << 1;
        emit(flags << 32 | u64::from(form(offset).stem_listed.lists()));
        emit(word(offset).listed);
    }
    let own = form(0);
    for affix in [own.prefixes[0], own.prefixes[1], own.suffixes[0], own.suffixes[1], own.suffixes[3]] {
        emit(affix.0);
    }
    let pair = |one: Hash, other: Hash| one.and(other).0;
    emit(pair(form(-1).shape, own.shape));
    emit(pair(own.shape, form(1).shape));
    emit(pair(form(-1).lower, own.shape));
    emit(pair(own.shape, form(1).lower));
    emit(pair(own.lower, own.shape));
    emit(pair(form(-2).shape, form(2).shape));
    let clusters = |one: isize, other: isize| u64::from(form(one).coarse) << 32 | u64::from(form(other).coarse);
    emit(clusters(-1, 0));
    emit(clusters(0, 1));
    emit(clusters(-1, 1));
    emit(pair(Hash(word(-1).listed), Hash(word(0).listed)));
    emit(pair(Hash(word(0).listed), Hash(word(1).listed)));
    emit(pair(Hash(word(0).listed), own.shape));
    let run = word(0).run;
    let place = Hash(u64::from(run.place));
    emit(pair(place, run.before));
    emit(pair(place, run.after));
    emit(pair(place, run.beyond[0]));
    emit(pair(place, run.beyond[1]));
    emit(pair(place, run.first));
    emit(pair(place, run.last));
    emit(pair(place, Hash(u64::from(run.ends_listed))));
    emit(pair(place, own.suffixes[2]));
    emit(word(-2).listed);
    emit(word(2).listed);
    emit(pair(Hash(word(0).listed), place));
    debug_assert!(free.next().is_none(), "`TEMPLATES` counts them");
    values
}
