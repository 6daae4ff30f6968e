//! The list of English words.
//!
//! Words and names of SCOWL 2020.12.07 (sizes up to 60, American and British spelling), kept in `words.bin` and made by
//! `tools/words.py`; `words.LICENCE` is their notice. All words are sorted by bytes and stand in blocks of `BLOCK`. The file is: the
//! number of blocks, then where each begins after this table (32-bit little-endian numbers), then the blocks. A word is
//! stored as the number of bytes it shares with the word before it in its block, the number of bytes that follow, and
//! those bytes (front coding: Witten, Moffat and Bell, Managing Gigabytes, section 4.1).

use std::sync::LazyLock;

/// Words a block.
const BLOCK: usize = 16;

/// The longest word that is looked up, in bytes; no word of the list is longer.
const LONGEST: usize = 32;

static LIST: &[u8] = include_bytes!("words.bin");

/// Whether this is an English word, in any case: `forces`, `Forces`, `FORCES`. A name needs its capital: `October` and
/// `OCTOBER` are words, `october` is none.
pub fn is_word(word: &str) -> bool {
    let mut letters = [0; LONGEST];
    let Some(lower) = lower_case(word, &mut letters) else { return false };
    if lower.is_empty() {
        return false;
    }
    if listed(lower) {
        return true;
    }
    let capital = word.as_bytes()[0].is_ascii_uppercase();
    lower[0].make_ascii_uppercase();
    capital && listed(lower)
}

/// Whether this is an English word and no mere name, in any case: `Forces` is, `October` is not.
pub fn is_common(word: &str) -> bool {
    let mut letters = [0; LONGEST];
    lower_case(word, &mut letters).is_some_and(|lower| !lower.is_empty() && listed(lower))
}

/// The word in lower case, or `None` where it holds anything but ASCII letters or is too long to be listed.
fn lower_case<'a>(word: &str, letters: &'a mut [u8; LONGEST]) -> Option<&'a mut [u8]> {
    let lower = letters.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    lower.iter().all(u8::is_ascii_lowercase).then_some(lower)
}

/// The first eight bytes of the first word of each block, as numbers that sort as the words do.
static HEADS: LazyLock<Vec<u64>> = LazyLock::new(|| (0..number_at(0)).map(|block| head(first_of(block))).collect());

/// The first eight bytes of a word as a number.
fn head(word: &[u8]) -> u64 {
    let mut eight = [0; 8];
    for (to, from) in eight.iter_mut().zip(word) {
        *to = *from;
    }
    u64::from_be_bytes(eight)
}

/// Whether the list holds exactly these bytes.
fn listed(word: &[u8]) -> bool {
    let wanted = head(word);
    let mut next = HEADS.partition_point(|head| *head < wanted);
    while HEADS.get(next) == Some(&wanted) && first_of(next) <= word {
        next += 1;
    }
    next.checked_sub(1).is_some_and(|block| stands_in(block, word))
}

/// The number at an index of the table of 32-bit numbers that opens the list.
fn number_at(index: usize) -> usize {
    let bytes = LIST.get(index * 4..index * 4 + 4).and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, |bytes| u32::from_le_bytes(bytes) as usize)
}

/// The list from the beginning of a block on.
fn from_block(block: usize) -> &'static [u8] {
    let table = 4 + 4 * number_at(0);
    LIST.get(table + number_at(block + 1)..).unwrap_or_default()
}

/// The first word of a block, which shares nothing with a word before.
fn first_of(block: usize) -> &'static [u8] {
    match from_block(block) {
        [_, len, rest @ ..] => rest.get(..usize::from(*len)).unwrap_or_default(),
        _ => &[],
    }
}

/// Whether a block holds the word.
fn stands_in(block: usize, word: &[u8]) -> bool {
    let mut rest = from_block(block);
    // How many bytes of `word` the entry before agreed with.
    let mut agreed = 0;
    for _ in 0..BLOCK {
        let [shared, len, tail @ ..] = rest else { return false };
        let (shared, len) = (usize::from(*shared), usize::from(*len));
        let Some((own, next)) = tail.split_at_checked(len) else { return false };
        rest = next;
        if shared > agreed {
            continue;
        }
        let wanted = word.get(shared..).unwrap_or_default();
        if own == wanted && shared <= word.len() {
            return true;
        }
        agreed = shared + own.iter().zip(wanted).take_while(|(a, b)| a == b).count();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_any_case_names_with_their_capital() {
        for word in
            ["forces", "Forces", "FORCES", "a", "zoology", "neighbour", "neighbor", "October", "OCTOBER", "from"]
        {
            assert!(is_word(word), "{word}");
        }
        for none in ["", "forc", "om", "ard", "october", "deescalation", "été", "a b", "x".repeat(99).as_str()] {
            assert!(!is_word(none), "{none}");
        }
        assert!(is_common("The") && !is_common("October"));
    }

    #[test]
    fn every_word_of_the_list_is_found() {
        let mut seen = 0;
        let mut last = Vec::new();
        for block in 0..number_at(0) {
            let mut rest = from_block(block);
            let mut word: Vec<u8> = Vec::new();
            for _ in 0..BLOCK {
                let [shared, len, tail @ ..] = rest else { break };
                word.truncate(usize::from(*shared));
                word.extend(&tail[..usize::from(*len)]);
                rest = &tail[usize::from(*len)..];
                assert!(listed(&word), "{}", String::from_utf8_lossy(&word));
                assert!(last < word, "the list is sorted");
                last.clone_from(&word);
                seen += 1;
            }
        }
        assert!(seen > 70_000, "only {seen} words");
    }
}
