//! The tables of the name model: weights, word clusters and lists, in one file in the binary.
//!
//! `names.bin` is written by `tools/train` and read in place. All numbers are little-endian:
//!
//! | part | bytes |
//! | --- | --- |
//! | magic and version | 8 |
//! | three table sizes, as powers of two: rows, clusters, lists | 3 × 4 |
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
    rows: u32,
    clusters: u32,
    lists: u32,
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
        let (rows, clusters, lists) = (number(8)?, number(12)?, number(16)?);
        let mut weights = [0.0; Transitions::COUNT];
        for (at, weight) in weights.iter_mut().enumerate() {
            *weight = f32::from_bits(number(24 + 4 * at)?);
        }
        let step = f32::from_bits(number(20)?);
        let sizes = [rows, clusters, lists].map(|bits| 1_usize.checked_shl(bits));
        let [rows_len, clusters_len, lists_len] = sizes;
        let whole = HEAD + 16 * rows_len? + 4 * clusters_len? + 4 * lists_len?;
        (bytes.len() == whole).then(|| Self {
            transitions: Transitions::of(&weights),
            bytes,
            rows,
            clusters,
            lists,
            step,
        })
    }

    /// The number of rows as a power of two.
    pub(super) fn row_bits(&self) -> u32 {
        self.rows
    }

    /// The steps at an index below `1 << row_bits()`.
    pub(super) fn row(&self, index: usize) -> &[u8; LABELS - 1] {
        let at = HEAD + index * (LABELS - 1);
        self.bytes.get(at..).and_then(<[u8]>::first_chunk).expect("row indices are below the number of rows")
    }

    fn slot(&self, table: usize, index: usize) -> u32 {
        let bytes = self.bytes.get(table + index * 4..).and_then(<[u8]>::first_chunk);
        bytes.map_or(0, |bytes| u32::from_le_bytes(*bytes))
    }

    /// The clusters of a word, from 1; zeros for a word that has none.
    pub(super) fn clusters(&self, word: Hash) -> (u16, u16) {
        let table = HEAD + 16 * (1 << self.rows);
        let mut index = first_slot(word.0, self.clusters);
        loop {
            let slot = self.slot(table, index);
            if slot == 0 {
                return (0, 0);
            }
            if slot >> 18 == cluster_check(word) {
                return ((slot >> 10 & 0xff) as u16 + 1, (slot & 0x3ff) as u16 + 1);
            }
            index = (index + 1) & ((1 << self.clusters) - 1);
        }
    }

    /// The lists that hold a phrase.
    pub(super) fn listed(&self, phrase: Phrase) -> Listed {
        let table = HEAD + 16 * (1 << self.rows) + 4 * (1 << self.clusters);
        let mut index = first_slot(phrase.0, self.lists);
        loop {
            let slot = self.slot(table, index);
            if slot == 0 {
                return Listed::default();
            }
            if slot >> 16 == list_check(phrase) {
                return Listed(slot as u16);
            }
            index = (index + 1) & ((1 << self.lists) - 1);
        }
    }
}

/// Where the search for a hash begins in a table of `1 << bits` slots.
pub(super) fn first_slot(hash: u64, bits: u32) -> usize {
    (hash >> (64 - bits)) as usize
}

/// 14 bits, never zero.
pub(super) fn cluster_check(word: Hash) -> u32 {
    1 + (word.0 % 0x3fff) as u32
}

/// 16 bits, never zero.
pub(super) fn list_check(phrase: Phrase) -> u32 {
    1 + (phrase.0 % 0xffff) as u32
}
