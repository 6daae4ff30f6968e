//! Words of a line as they are compared: lower case, without endings, without words that say nothing.

use crate::text::fold::fold_name;

/// Words that say nothing about what a line tells.
const STOP: &[&str] = &[
    "a",
    "about",
    "after",
    "again",
    "ago",
    "all",
    "also",
    "although",
    "am",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "became",
    "because",
    "been",
    "before",
    "being",
    "between",
    "both",
    "but",
    "by",
    "can",
    "could",
    "did",
    "do",
    "does",
    "during",
    "each",
    "for",
    "from",
    "had",
    "has",
    "have",
    "having",
    "he",
    "her",
    "here",
    "him",
    "his",
    "how",
    "i",
    "if",
    "in",
    "into",
    "is",
    "it",
    "its",
    "just",
    "may",
    "might",
    "more",
    "most",
    "much",
    "must",
    "no",
    "nor",
    "not",
    "now",
    "of",
    "on",
    "one",
    "only",
    "or",
    "other",
    "our",
    "out",
    "over",
    "own",
    "said",
    "same",
    "say",
    "says",
    "she",
    "should",
    "since",
    "so",
    "some",
    "such",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "through",
    "to",
    "too",
    "under",
    "until",
    "up",
    "us",
    "very",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "why",
    "will",
    "with",
    "within",
    "would",
    "you",
    // When it was is compared as a date, not by words.
    "april",
    "august",
    "day",
    "december",
    "early",
    "february",
    "friday",
    "january",
    "july",
    "june",
    "last",
    "late",
    "march",
    "monday",
    "month",
    "months",
    "next",
    "november",
    "october",
    "saturday",
    "september",
    "sunday",
    "thursday",
    "today",
    "tomorrow",
    "tuesday",
    "wednesday",
    "week",
    "weeks",
    "year",
    "years",
    "yesterday",
];

/// Past forms that no rule of spelling leads back to the verb.
const IRREGULAR: &[(&str, &str)] = &[
    ("began", "begin"),
    ("begun", "begin"),
    ("bought", "buy"),
    ("broke", "break"),
    ("broken", "break"),
    ("brought", "bring"),
    ("built", "build"),
    ("came", "come"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("died", "die"),
    ("fell", "fall"),
    ("fallen", "fall"),
    ("fought", "fight"),
    ("found", "find"),
    ("gave", "give"),
    ("given", "give"),
    ("gone", "go"),
    ("held", "hold"),
    ("killing", "kill"),
    ("left", "leave"),
    ("lost", "lose"),
    ("made", "make"),
    ("met", "meet"),
    ("paid", "pay"),
    ("ran", "run"),
    ("rose", "rise"),
    ("sent", "send"),
    ("shot", "shoot"),
    ("sold", "sell"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("stood", "stand"),
    ("struck", "strike"),
    ("sworn", "swear"),
    ("swore", "swear"),
    ("taken", "take"),
    ("told", "tell"),
    ("took", "take"),
    ("went", "go"),
    ("withdrawal", "withdraw"),
    ("withdrawn", "withdraw"),
    ("withdrew", "withdraw"),
    ("won", "win"),
    ("wrote", "write"),
    ("written", "write"),
];

/// Words that tell one thing, in the form that [`stem`] gives them: `Korba fell`, `the capture of Korba`.
const RETOLD: &[&[&str]] = &[
    &["tak", "take", "fall", "seiz", "captur", "overran", "overrun", "conquer", "conquest"],
    &["vot", "vote", "elect", "ballot", "poll"],
    &["kill", "assassinat", "slay", "slain", "murder"],
    &["quit", "resign", "resignat"],
    &["talk", "negotiat", "dialogu"],
];

/// The words of a text that tell it from another, in text order.
pub(super) fn telling(text: &str) -> Vec<String> {
    let folded = fold_name(text);
    let words = folded.split(' ').filter(|word| word.len() > 1 || word.starts_with(|c: char| c.is_ascii_digit()));
    words.filter(|word| !STOP.contains(word) && !is_year(word)).map(|word| retold(stem(word))).collect()
}

/// The first of the words that tell the same as a stem.
fn retold(stem: String) -> String {
    let group = RETOLD.iter().find(|group| group.contains(&stem.as_str()));
    group.and_then(|group| group.first()).map_or(stem, |first| (*first).to_owned())
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && word.bytes().all(|b| b.is_ascii_digit())
}

/// Cuts the endings of number and tense, so that `talks` and `talk`, `visited` and `visiting` are one. Crude, and the same
/// for all sides that are compared.
fn stem(word: &str) -> String {
    if let Some((_, base)) = IRREGULAR.iter().find(|(past, _)| *past == word) {
        return (*base).to_owned();
    }
    let mut stem = word;
    for (ending, rest) in [("ies", 3), ("ing", 4), ("ed", 4), ("es", 4), ("s", 3), ("al", 6), ("ion", 5), ("e", 4)] {
        if let Some(cut) = stem.strip_suffix(ending)
            && cut.len() >= rest
            && !(ending == "s" && cut.ends_with('s'))
        {
            stem = cut;
        }
    }
    let doubled =
        stem.len() > 4 && stem.bytes().rev().take(2).collect::<Vec<_>>().windows(2).all(|pair| pair[0] == pair[1]);
    let single = if doubled { stem.get(..stem.len() - 1) } else { None };
    single.unwrap_or(stem).trim_end_matches(['y', 'i']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_are_one_word() {
        let same = |a: &str, b: &str| assert_eq!(stem(a), stem(b), "{a} {b}");
        same("talks", "talk");
        same("visited", "visiting");
        same("visits", "visited");
        same("met", "meet");
        same("meeting", "meets");
        same("killed", "killing");
        same("withdrew", "withdrawal");
        same("parties", "party");
        same("agreed", "agrees");
        same("elections", "election");
        assert_ne!(stem("strike"), stem("string"));
    }

    #[test]
    fn one_thing_has_several_words() {
        let same = |a: &str, b: &str| assert_eq!(telling(a), telling(b), "{a} {b}");
        same("the fall", "captured");
        same("seizes", "took");
        same("elections", "votes");
        same("the assassination", "killing");
        same("negotiations", "talks");
        same("resignation", "quit");
    }

    #[test]
    fn dates_and_small_words_are_left_out() {
        assert_eq!(telling("The council met on Monday, 12 April 2021, in a tent."), ["council", "meet", "12", "tent"]);
    }
}
