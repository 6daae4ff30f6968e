//! The tables of the name model: weights, word clusters and lists, in one file in the binary.
//!
//! `names.bin` is written by `tools/train` and read in place. All numbers are little-endian:
//!
//! | part | bytes |
//! | --- | --- |
//! | magic and version | 8 |
//! | number of rows as a power of two; number of slots of clusters and of lists | 3 × 4 |
//! | weight of one step of a row, 32-bit float | 4 |
//! | transitions, 32-bit floats: see [`Transitions`] | 97 × 4 |
//! | rows: sixteen 8-bit steps each, one a label, relative to the label "no name" | 16 each |
//! | clusters: 14 bits check, 8 bits of 256, 10 bits of 1,024; zero is empty | 4 each |
//! | lists: 16 bits check, 16 bits [`Listed`]; zero is empty | 4 each |
//!
//! The two tables are open-addressed with linear probing. Checks make a wrong hit rare, not impossible; one costs a feature
//! that means nothing.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::extract::tagger::hash::{Hash, Phrase};
use crate::extract::tagger::lattice::{LABELS, Transitions};

/// What every model file begins with.
pub(super) const MAGIC: &[u8; 8] = b"names\0\0\x01";

/// Bytes before the rows.
const HEAD: usize = 8 + 12 + 4 + Transitions::COUNT * 4;

/// The lists a word or phrase stands in: a set of [`List`]s, and whether a longer entry begins so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Listed(pub(super) u16);

/// The lists of the model, in the order of their bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub(crate) enum List {
    /// Given names.
    Given,
    /// Surnames, without a leading `al-`.
    Surname,
    /// Particles of names: `bin`, `van`.
    Particle,
    /// Titles before a name.
    Title,
    /// What people are: `spokesman`, `analyst`.
    Office,
    /// Countries.
    Country,
    /// Cities and towns.
    City,
    /// Regions, waters, mountains, well-known sites.
    Region,
    /// Words that mark a place: `River`.
    PlaceWord,
    /// Organisations.
    Organization,
    /// Words that mark an organisation: `Ministry`.
    OrganizationWord,
    /// Adjectives and names of peoples and faiths.
    Demonym,
}

impl List {
    /// All lists, in the order of their bits.
    pub(super) const ALL: [Self; 12] = [
        Self::Given,
        Self::Surname,
        Self::Particle,
        Self::Title,
        Self::Office,
        Self::Country,
        Self::City,
        Self::Region,
        Self::PlaceWord,
        Self::Organization,
        Self::OrganizationWord,
        Self::Demonym,
    ];
}

impl Listed {
    /// A longer entry begins with this phrase.
    pub(super) const BEGINS_LONGER: Self = Self(1 << 15);

    /// Only this list.
    pub(super) fn only(list: List) -> Self {
        Self(1 << list as u16)
    }

    /// Whether a longer entry begins so.
    pub(super) fn begins_longer(self) -> bool {
        self.0 & Self::BEGINS_LONGER.0 != 0
    }

    /// The lists alone, without the mark of a longer entry.
    pub(super) fn lists(self) -> u16 {
        self.0 & !Self::BEGINS_LONGER.0
    }

    /// Whether it stands in a list.
    pub(super) fn has(self, list: List) -> bool {
        self.0 & Self::only(list).0 != 0
    }
}

/// The name model.
pub(super) struct Model {
    bytes: Cow<'static, [u8]>,
    row_bits: u32,
    clusters: Table,
    lists: Table,
    /// The weight of one step of a row.
    pub(super) step: f32,
    /// The weights between neighbouring labels.
    pub(super) transitions: Transitions,
}

impl Model {
    /// The model in the binary.
    pub(super) fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Model> = LazyLock::new(|| {
            Model::read(Cow::Borrowed(include_bytes!("names.bin")))
                .expect("the file in the binary was written by the trainer")
        });
        &SHIPPED
    }

    /// Reads a model file; `None` where it is none of this version.
    pub(super) fn read(bytes: Cow<'static, [u8]>) -> Option<Self> {
        let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        if !bytes.starts_with(MAGIC) {
            return None;
        }
        let (row_bits, clusters, lists) = (number(8)?, number(12)? as usize, number(16)? as usize);
        let mut weights = [0.0; Transitions::COUNT];
        for (at, weight) in weights.iter_mut().enumerate() {
            *weight = f32::from_bits(number(24 + 4 * at)?);
        }
        let step = f32::from_bits(number(20)?);
        let clusters = Table { start: HEAD + ((LABELS - 1) << row_bits), slots: clusters };
        let lists = Table { start: clusters.start + 4 * clusters.slots, slots: lists };
        let whole = lists.start + 4 * lists.slots;
        let transitions = Transitions::of(&weights);
        (bytes.len() == whole).then_some(Self { bytes, row_bits, clusters, lists, step, transitions })
    }

    /// Whether this is the model in the binary.
    pub(super) fn is_shipped(&self) -> bool {
        matches!(self.bytes, Cow::Borrowed(_))
    }

    /// The number of rows as a power of two.
    pub(super) fn row_bits(&self) -> u32 {
        self.row_bits
    }

    /// The rows: steps for each label but "no name". Their number is `1 << row_bits()`.
    pub(super) fn rows(&self) -> &[[u8; LABELS - 1]] {
        let rows = self.bytes.get(HEAD..self.clusters.start).unwrap_or_default();
        rows.as_chunks().0
    }

    /// The clusters of a word, from 1; zeros for a word that has none.
    pub(super) fn clusters(&self, word: Hash) -> (u16, u16) {
        match self.clusters.find(&self.bytes, word.0, |slot| slot >> 18 == cluster_check(word)) {
            Some(slot) => ((slot >> 10 & 0xff) as u16 + 1, (slot & 0x3ff) as u16 + 1),
            None => (0, 0),
        }
    }

    /// The lists that hold a phrase.
    pub(super) fn listed(&self, phrase: Phrase) -> Listed {
        let slot = self.lists.find(&self.bytes, phrase.0, |slot| slot >> 16 == list_check(phrase));
        slot.map_or(Listed::default(), |slot| Listed(slot as u16))
    }
}

/// An open-addressed table of 32-bit slots in the model file.
#[derive(Clone, Copy, Debug)]
struct Table {
    start: usize,
    slots: usize,
}

impl Table {
    /// The slot of a hash that passes the check.
    fn find(self, bytes: &[u8], hash: u64, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let slots = bytes.get(self.start..self.start + 4 * self.slots)?;
        let mut index = first_slot(hash, self.slots);
        loop {
            let slot = u32::from_le_bytes(*slots.get(4 * index..)?.first_chunk()?);
            if slot == 0 {
                return None;
            }
            if is_it(slot) {
                return Some(slot);
            }
            index = if index + 1 == self.slots { 0 } else { index + 1 };
        }
    }
}

/// Where the search for a hash begins in a table: its share of all hashes (Lemire 2019).
pub(super) fn first_slot(hash: u64, slots: usize) -> usize {
    ((u128::from(hash) * slots as u128) >> 64) as usize
}

/// 14 bits, never zero.
pub(super) fn cluster_check(word: Hash) -> u32 {
    1 + (word.0 % 0x3fff) as u32
}

/// 16 bits, never zero.
pub(super) fn list_check(phrase: Phrase) -> u32 {
    1 + (phrase.0 % 0xffff) as u32
}
