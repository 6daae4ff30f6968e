//! Which articles hold a word, and where.
//!
//! A posting is the article's number less that of the posting before, one digit that says how much the word weighs there
//! and whether it stands in the title, then the sentences that hold it: each as its distance from the one before, what it
//! holds, and whether it is the last. It depends on its own article alone, so lists of neighbouring ranges of articles
//! can be made apart and put together.

use crate::render::search::code;

/// A sentence may hold words that somebody said, and an event.
pub(super) const SAID: u8 = 1;
/// See [`SAID`].
pub(super) const EVENT: u8 = 2;

/// The largest weight.
pub(super) const HEAVIEST: u8 = 31;

/// A word in one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Posting {
    /// How much it weighs, to [`HEAVIEST`].
    pub(super) weight: u8,
    /// Whether it stands in the title.
    pub(super) title: bool,
    /// Sentences by number, rising, with what they hold.
    pub(super) sentences: Vec<(u32, u8)>,
}

/// The postings of one word, by rising number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Postings {
    /// The first number.
    first: u64,
    /// The last number.
    last: u64,
    /// How many there are.
    pub(super) count: u32,
    /// All of them; the first one without its number.
    digits: Vec<u8>,
}

impl Postings {
    /// Adds an article, whose number is above those before.
    pub(super) fn push(&mut self, number: u64, posting: &Posting) {
        self.place(number);
        write(posting, &mut self.digits);
    }

    /// Adds the postings of later articles.
    pub(super) fn append(&mut self, later: &Self) {
        if later.count == 0 {
            return;
        }
        self.place(later.first);
        self.digits.extend_from_slice(&later.digits);
        self.last = later.last;
        self.count += later.count - 1;
    }

    fn place(&mut self, number: u64) {
        if self.count == 0 {
            self.first = number;
        } else {
            code::write(number - self.last, &mut self.digits);
        }
        self.last = number;
        self.count += 1;
    }

    /// About how long they are as text.
    pub(super) fn len(&self) -> usize {
        self.digits.len()
    }

    /// The text, with numbers counted from `base`.
    pub(super) fn write(&self, base: u64, out: &mut Vec<u8>) {
        code::write(self.first - base, out);
        out.extend_from_slice(&self.digits);
    }

    /// Divides them into tiers: the heaviest postings first, of equal ones the newest. The first is of at most `longest`
    /// digits, each of the others of at most twice as many as the one before it: who reads on will read much.
    pub(super) fn tiers(&self, mut longest: usize) -> Vec<Self> {
        let mut all: Vec<(u8, u64, &[u8])> = self.each().collect();
        all.sort_unstable_by_key(|(weight, number, _)| std::cmp::Reverse((*weight, *number)));
        let mut tiers = Vec::new();
        let mut rest = all.as_mut_slice();
        while !rest.is_empty() {
            // Numbers lie further apart than in the whole list: two digits more.
            let mut length = 0;
            let fits = rest.iter().take_while(|(.., digits)| {
                length += digits.len() + 3;
                length <= longest
            });
            let (tier, others) = rest.split_at_mut(fits.count().max(1));
            tier.sort_unstable_by_key(|(_, number, _)| *number);
            let mut postings = Self::default();
            for (_, number, digits) in tier {
                postings.place(*number);
                postings.digits.extend_from_slice(digits);
            }
            tiers.push(postings);
            rest = others;
            longest *= 2;
        }
        tiers
    }

    /// Weight, number and digits without the number of each posting.
    fn each(&self) -> impl Iterator<Item = (u8, u64, &[u8])> {
        let (mut at, mut number, mut first) = (0, self.first, true);
        std::iter::from_fn(move || {
            if !std::mem::take(&mut first) {
                number += code::read(&self.digits, &mut at)?;
            }
            let start = at;
            let weight = code::value(*self.digits.get(at)?)? & HEAVIEST;
            at += 1;
            while code::read(&self.digits, &mut at)? & 1 == 0 {}
            Some((weight, number, self.digits.get(start..at)?))
        })
    }
}

fn write(posting: &Posting, out: &mut Vec<u8>) {
    let title = if posting.title { HEAVIEST + 1 } else { 0 };
    out.push(code::digit(posting.weight.min(HEAVIEST) | title));
    let mut before = 0;
    for (index, (sentence, holds)) in posting.sentences.iter().enumerate() {
        let last = u64::from(index + 1 == posting.sentences.len());
        code::write((u64::from(sentence - before) * 4 + u64::from(*holds)) * 2 + last, out);
        before = *sentence;
    }
    if posting.sentences.is_empty() {
        // Sentence 0, which there is not.
        code::write(1, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posting(seed: u64) -> Posting {
        let sentences = (0..seed % 5).map(|at| ((1 + at * (1 + seed % 40)) as u32, (seed % 4) as u8)).collect();
        Posting { weight: (seed * 7 % 32) as u8, title: seed.is_multiple_of(3), sentences }
    }

    fn list(numbers: impl Iterator<Item = u64>) -> Postings {
        let mut postings = Postings::default();
        for number in numbers {
            postings.push(number, &posting(number));
        }
        postings
    }

    #[test]
    fn postings_are_read_as_they_were_written() {
        let numbers: Vec<u64> = (0..200).map(|at| 40 + at * at).collect();
        let list = list(numbers.iter().copied());
        let found: Vec<_> = list.each().collect();
        assert_eq!(found.len(), numbers.len());
        for ((weight, number, digits), expected) in found.into_iter().zip(numbers) {
            let mut same = Vec::new();
            write(&posting(expected), &mut same);
            assert_eq!((weight, number, digits), (posting(expected).weight, expected, same.as_slice()));
        }
    }

    #[test]
    fn parts_put_together_are_the_whole() {
        let numbers: Vec<u64> = (0..100).map(|at| 9 + at * 31).collect();
        let whole = list(numbers.iter().copied());
        for cut in [0, 1, 50, 100] {
            let (before, after) = numbers.split_at(cut);
            let mut joined = list(before.iter().copied());
            joined.append(&list(after.iter().copied()));
            assert_eq!(joined, whole);
        }
    }

    #[test]
    fn tiers_hold_every_posting_once_and_the_heaviest_first() {
        let whole = list((0..500).map(|at| 16 + at * 3));
        let tiers = whole.tiers(200);
        assert!(tiers.len() > 3 && tiers.iter().zip(0..).all(|(tier, power)| tier.len() <= 200 << power));
        let weights = |tier: &Postings| tier.each().map(|(weight, ..)| weight).collect::<Vec<_>>();
        for two in tiers.windows(2) {
            assert!(weights(&two[0]).iter().min() >= weights(&two[1]).iter().max());
        }
        let mut all: Vec<_> = tiers.iter().flat_map(Postings::each).collect();
        all.sort_unstable_by_key(|(_, number, _)| *number);
        assert_eq!(all, whole.each().collect::<Vec<_>>());
    }
}
