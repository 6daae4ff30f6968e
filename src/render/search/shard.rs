//! The words of one part of the index, as files.
//!
//! A shard holds neighbouring words: each with how much of the word before it begins with, the rest, and the length of
//! its postings; then all postings. It is a script that calls `dl` with its name and stamp, because scripts open from
//! disk, where nothing else does. Words with long postings stand apart, in tiers.

use crate::render::search::code;
use crate::render::search::posting::Postings;

/// How large files become.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// A shard, in bytes.
    pub(super) shard: usize,
    /// Postings from this length on stand apart.
    pub(super) hot: usize,
    /// The first tier of them.
    pub(super) tier: usize,
}

/// A file: its name in the part's folder, and what it passes on besides name and stamp.
pub(super) type File = (String, serde_json::Value);

/// The words of a part as files, and what has to be known to find them.
#[derive(Debug, Default)]
pub(super) struct Shards {
    pub(super) files: Vec<File>,
    /// The least text that is not above the first word of each shard and above the last word of the one before.
    pub(super) keys: Vec<String>,
    /// Words that stand apart: how many postings, and in how many tiers.
    pub(super) hot: Vec<(String, u32, usize)>,
}

/// Divides the words, which come in the order of [`order`].
pub(super) fn shards(words: &[(&str, &Postings)], base: u64, sizes: Sizes) -> Shards {
    let mut made = Shards::default();
    let mut cold = Vec::with_capacity(words.len());
    for &(word, postings) in words {
        if postings.len() < sizes.hot {
            cold.push((word, postings));
            continue;
        }
        let tiers = postings.tiers(sizes.tier);
        for (number, tier) in tiers.iter().enumerate() {
            let mut digits = Vec::with_capacity(tier.len() + 8);
            tier.write(base, &mut digits);
            made.files.push((format!("h{}-{number}", made.hot.len()), serde_json::json!([text(digits)])));
        }
        made.hot.push((word.to_owned(), postings.count, tiers.len()));
    }
    let mut before = "";
    for shard in divided(&cold, sizes.shard) {
        let Some((first, _)) = shard.first() else { continue };
        made.files.push((format!("t{}", made.keys.len()), shard_file(shard, base)));
        made.keys.push(between(before, first).to_owned());
        before = shard.last().map_or("", |(word, _)| word);
    }
    made
}

/// Words with their postings.
type Words<'w> = [(&'w str, &'w Postings)];

/// About how many bytes a word takes besides its postings.
const BESIDE: usize = 8;

/// Cuts words into shards that stay below `limit` wherever more than one word is left. A cut falls, within the last
/// quarter, where neighbours have least in common: then words with one beginning seldom lie in two shards.
fn divided<'s, 'w>(mut rest: &'s Words<'w>, limit: usize) -> Vec<&'s Words<'w>> {
    let mut shards = Vec::new();
    while !rest.is_empty() {
        let (mut size, mut most, mut least) = (0, 0, 0);
        for (word, postings) in rest {
            size += word.len() / 2 + BESIDE + postings.len();
            if size > limit && most > 0 {
                break;
            }
            most += 1;
            if size <= limit * 3 / 4 {
                least = most;
            }
        }
        let cut = if most == rest.len() { most } else { best_cut(rest, least.max(1), most) };
        let (shard, others) = rest.split_at(cut);
        shards.push(shard);
        rest = others;
    }
    shards
}

/// The last of the places from `least` to `most` at which neighbours have least in common.
fn best_cut(words: &Words<'_>, least: usize, most: usize) -> usize {
    let common = |at: usize| match (words.get(at - 1), words.get(at)) {
        (Some((before, _)), Some((after, _))) => shared(before, after).chars().count(),
        _ => 0,
    };
    (least..=most).rev().min_by_key(|at| common(*at)).unwrap_or(most)
}

/// What two words begin with alike.
fn shared<'w>(before: &str, word: &'w str) -> &'w str {
    let same = before.chars().zip(word.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    word.get(..same).unwrap_or_default()
}

/// The shortest beginning of `word` that lies above `before`.
pub(super) fn between<'w>(before: &str, word: &'w str) -> &'w str {
    let same = shared(before, word).len();
    let next = word.get(same..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    word.get(..same + next).unwrap_or(word)
}

fn shard_file(words: &Words<'_>, base: u64) -> serde_json::Value {
    let (mut list, mut lengths, mut postings) = (String::new(), Vec::new(), Vec::new());
    let mut before = "";
    for (word, found) in words {
        // The client counts in units of UTF-16.
        let same = shared(before, word);
        let units = same.encode_utf16().count().min(63);
        let rest = if units == 63 { word } else { word.get(same.len()..).unwrap_or_default() };
        let units = if units == 63 { 0 } else { units };
        list.push(char::from(code::digit(units as u8)));
        list.push_str(rest);
        list.push(' ');
        let start = postings.len();
        found.write(base, &mut postings);
        code::write((postings.len() - start) as u64, &mut lengths);
        before = word;
    }
    list.pop();
    serde_json::json!([list, text(lengths), text(postings)])
}

/// Digits as text.
fn text(digits: Vec<u8>) -> String {
    String::from_utf8(digits).unwrap_or_default()
}

/// The order of words: that in which the client compares them, by units of UTF-16. It differs from the order of bytes
/// only where one of two letters lies beyond the first 65,536.
pub(super) fn order(a: &str, b: &str) -> std::cmp::Ordering {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    match (a.get(same), b.get(same)) {
        (Some(a), Some(b)) => unit(*a).cmp(&unit(*b)),
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}

/// Moves first bytes of four-byte letters, whose units are surrogates, below those of U+E000 to U+FFFF.
fn unit(byte: u8) -> u8 {
    match byte {
        0xee | 0xef => byte + 0x10,
        0xf0..=0xfd => byte - 2,
        _ => byte,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::search::posting::Posting;

    const SIZES: Sizes = Sizes { shard: 400, hot: 200, tier: 100 };

    fn postings(count: u64) -> Postings {
        let mut all = Postings::default();
        for number in 0..count {
            all.push(16 + number * 5, &Posting { weight: (number % 32) as u8, ..Posting::default() });
        }
        all
    }

    #[test]
    fn shards_keep_their_size_and_lose_no_word() {
        let names: Vec<String> = (0..700).map(|at| format!("{}{at:03}", ["ab", "ba", "bb"][at % 3])).collect();
        let mut words: Vec<(&str, Postings)> =
            names.iter().zip(0..).map(|(name, at)| (name.as_str(), postings(1 + at % 40))).collect();
        words.push(("often", postings(300)));
        words.sort_by(|a, b| order(a.0, b.0));
        let words: Vec<_> = words.iter().map(|(word, postings)| (*word, postings)).collect();
        let made = shards(&words, 16, SIZES);
        assert_eq!(
            made.hot.iter().map(|(word, count, _)| (word.as_str(), *count)).collect::<Vec<_>>(),
            [("often", 300)]
        );
        let cold: Vec<_> = words.iter().filter(|(word, _)| *word != "often").copied().collect();
        let parts = divided(&cold, SIZES.shard);
        assert_eq!(parts.concat().len(), 700);
        for (part, key) in parts.iter().zip(&made.keys) {
            let size: usize = part.iter().map(|(word, postings)| word.len() / 2 + BESIDE + postings.len()).sum();
            assert!(size <= SIZES.shard, "{size}");
            assert!(order(key, part[0].0).is_le(), "{key} {}", part[0].0);
        }
        for (part, key) in parts.iter().zip(made.keys.iter().skip(1)) {
            assert!(order(part[part.len() - 1].0, key).is_lt(), "{key}");
        }
    }

    #[test]
    fn a_word_longer_than_a_shard_stands_alone() {
        let (long, short) = (postings(60), postings(1));
        let words = [("a", &short), ("b", &long), ("c", &short)];
        assert_eq!(divided(&words, 50).iter().map(|part| part.len()).collect::<Vec<_>>(), [1, 1, 1]);
    }

    #[test]
    fn words_are_in_the_order_of_the_client() {
        let mut words = ["\u{ff21}", "\u{20000}", "\u{e000}", "z", "桥", "za", ""];
        words.sort_by(|a, b| order(a, b));
        let mut expected = words;
        expected.sort_by_key(|word| word.encode_utf16().collect::<Vec<_>>());
        assert_eq!(words, expected);
        assert_eq!(words[5], "\u{e000}");
    }

    #[test]
    fn a_key_is_as_short_as_it_can_be() {
        assert_eq!(between("harbour", "harvest"), "harv");
        assert_eq!(between("", "harvest"), "h");
        assert_eq!(between("har", "harvest"), "harv");
    }
}
