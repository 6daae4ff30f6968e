//! The hash by which the name model finds features, words and list entries. The shipped tables depend on it: a change needs a
//! model trained anew.

use std::hash::{BuildHasher, Hasher, RandomState};

/// The hash of a word or pattern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hash(pub(super) u64);

/// Odd, with well-mixed bits (the 64-bit golden ratio).
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Hash {
    /// The hash of some bytes, eight at a time.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self::seeded(0x51_7cc1, bytes)
    }

    fn seeded(seed: u64, bytes: &[u8]) -> Self {
        let mut hash = bytes.len() as u64 ^ seed;
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            let mut eight = [0; 8];
            eight.copy_from_slice(chunk);
            hash = mix(hash ^ u64::from_le_bytes(eight));
        }
        let mut last = [0; 8];
        let rest = chunks.remainder();
        last[..rest.len()].copy_from_slice(rest);
        Self(mix(hash ^ u64::from_le_bytes(last)))
    }

    /// This and another, in order.
    pub(super) fn and(self, other: Self) -> Self {
        Self(mix(self.0.rotate_left(23) ^ other.0))
    }
}

/// Hashes the words of a table in memory: the same hash from a seed of its own, so that no text can be made whose words all
/// meet in one place.
#[derive(Clone, Debug)]
pub(super) struct Seeded(u64);

impl Default for Seeded {
    fn default() -> Self {
        Self(RandomState::new().build_hasher().finish())
    }
}

impl BuildHasher for Seeded {
    type Hasher = WordHasher;

    fn build_hasher(&self) -> WordHasher {
        WordHasher(self.0)
    }
}

/// See [`Seeded`].
#[derive(Debug)]
pub(super) struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = Hash::seeded(self.0, bytes).0;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Words in a row, as the lists hold them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Phrase(pub(super) u64);

impl Phrase {
    /// One word.
    pub(super) fn of(word: Hash) -> Self {
        Self(word.0)
    }

    /// The phrase with one more word.
    pub(super) fn then(self, word: Hash) -> Self {
        Self(Hash(self.0).and(word).0)
    }
}

fn mix(value: u64) -> u64 {
    let value = value.wrapping_mul(GOLDEN);
    value ^ (value >> 29)
}
