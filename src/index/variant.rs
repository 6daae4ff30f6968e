//! Spellings of one person's name that differ by transliteration or familiarity.
//!
//! Two words are variants when they have the same consonant skeleton *and* differ by at most two letters *and* have five
//! letters or more: the skeleton alone is wrong for about one pair in ten, a single letter's difference on short surnames
//! nearly always.

use crate::text::edit_distance;

/// Shortest word, in letters, that may be spelled in another way.
const SHORTEST: usize = 5;

/// Familiar forms of first names: each line is one name.
const FAMILIAR: &[&[&str]] = &[
    &["abigail", "abby"],
    &["albert", "bert"],
    &["alexander", "alex", "sasha"],
    &["andrew", "andy"],
    &["anthony", "tony"],
    &["barbara", "barb"],
    &["benjamin", "ben"],
    &["bradley", "brad"],
    &["charles", "charlie", "chuck"],
    &["christopher", "chris"],
    &["daniel", "dan", "danny"],
    &["david", "dave"],
    &["deborah", "deb", "debbie"],
    &["douglas", "doug"],
    &["donald", "don"],
    &["edward", "ed", "eddie", "ted"],
    &["elizabeth", "liz", "beth", "betty"],
    &["francis", "frank"],
    &["frederick", "fred", "freddie"],
    &["gabriel", "gabe"],
    &["gerald", "gerry", "jerry"],
    &["gregory", "greg"],
    &["jacob", "jake"],
    &["james", "jim", "jimmy"],
    &["jeffrey", "jeff"],
    &["jennifer", "jen", "jenny"],
    &["john", "jack", "johnny"],
    &["joseph", "joe", "joey"],
    &["jonathan", "jon"],
    &["joshua", "josh"],
    &["katherine", "kate", "kathy", "katie"],
    &["kenneth", "ken"],
    &["lawrence", "larry"],
    &["margaret", "maggie", "peggy"],
    &["martin", "marty"],
    &["matthew", "matt"],
    &["michael", "mike", "mick"],
    &["nathaniel", "nate"],
    &["nicholas", "nick"],
    &["pamela", "pam"],
    &["patricia", "pat", "patty"],
    &["peter", "pete"],
    &["philip", "phil"],
    &["raymond", "ray"],
    &["richard", "dick", "rick"],
    &["robert", "bob", "bobby", "rob"],
    &["ronald", "ron"],
    &["samuel", "sam"],
    &["stanley", "stan"],
    &["stephen", "steven", "steve"],
    &["susan", "sue", "susie"],
    &["theodore", "teddy"],
    &["thomas", "tom", "tommy"],
    &["timothy", "tim"],
    &["victoria", "vicky"],
    &["walter", "walt"],
    &["william", "bill", "billy", "will"],
];

/// What remains of a folded word when vowels, doubled letters and rival transliterations are made equal.
pub(super) fn skeleton(word: &str) -> String {
    let replaced = word.replace("kh", "h").replace("gh", "g").replace("ph", "f").replace("ck", "k").replace("qu", "k");
    let mut bones = String::with_capacity(replaced.len());
    for c in replaced.chars() {
        let bone = match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | ' ' => continue,
            'q' | 'c' => 'k',
            'z' => 's',
            'v' | 'w' => 'w',
            other => other,
        };
        if !bones.ends_with(bone) {
            bones.push(bone);
        }
    }
    bones
}

/// Shortest surname that is spelled in another way where no first name speaks for it: `Roche` is not `Rocha`.
const SHORTEST_ALONE: usize = 6;

/// Whether two folded surnames are spellings of one, without a first name to go by.
pub(super) fn same_surname(a: &str, b: &str) -> bool {
    a == b || (a.chars().count() >= SHORTEST_ALONE && b.chars().count() >= SHORTEST_ALONE && same_word(a, b))
}

/// Whether two folded words are spellings of one name.
pub(super) fn same_word(a: &str, b: &str) -> bool {
    a == b
        || (a.chars().count() >= SHORTEST
            && b.chars().count() >= SHORTEST
            && skeleton(a) == skeleton(b)
            && edit_distance(a, b) <= 2)
}

/// The usual form of a familiar first name, or the name itself.
pub(super) fn formal(first: &str) -> &str {
    FAMILIAR.iter().find(|forms| forms.contains(&first)).and_then(|forms| forms.first()).copied().unwrap_or(first)
}

/// Whether two full names, as words without particles, are spellings of one: the same number of words, all equal but
/// those that [`same_word`] or a familiar first name explains.
pub(super) fn same_full_name(a: &[String], b: &[String]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).enumerate().all(|(place, (x, y))| same_word(x, y) || (place == 0 && formal(x) == formal(y)))
}

/// Whether two full names are spellings of one where one of them leaves out middle names: `Joe Marsh`, `Joseph R. Marsh`.
/// What stands between first name and surname in the shorter one stands in the longer one too.
pub(super) fn same_ends(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let ([first, short_middle @ .., last], [long_first, middle @ .., long_last]) = (short, long) else { return false };
    let mut rest = middle.iter();
    short.len() < long.len()
        && (first == long_first || formal(first) == formal(long_first))
        && (last == long_last || same_word(last, long_last))
        && short_middle.iter().all(|word| rest.any(|other| word == other || is_initial_of(word, other)))
}

/// Whether no other full name speaks against two that [`same_ends`] finds alike: a third one that is like the shorter of
/// them and has a middle name that the longer one has not. Father and son are told apart by it.
pub(super) fn middles_agree<'w>(a: &[String], b: &[String], mut others: impl Iterator<Item = &'w [String]>) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let alike = |x: &[String], y: &[String]| same_but_middle(x, y) || same_full_name(x, y) || same_ends(x, y);
    others.all(|other| other == short || !same_ends(short, other) || alike(long, other))
}

/// The form under which full names that may be variants of each other are looked up.
pub(super) fn block(words: &[String]) -> String {
    let first = words.first().map_or_else(String::new, |first| skeleton(formal(first)));
    let last = words.last().map_or_else(String::new, |last| skeleton(last));
    format!("{first} {last}")
}

/// Whether one full name is the other with middle names or initials added, or with a first name cut to its initial.
pub(super) fn same_but_middle(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 2 || short.last() != long.last() {
        return false;
    }
    let mut rest = long.iter();
    short.iter().enumerate().all(|(place, word)| {
        let fits = |other: &String| {
            word == other || (place > 0 && is_initial_of(word, other)) || (place > 0 && is_initial_of(other, word))
        };
        if place == 0 { rest.next().is_some_and(|first| first == word) } else { rest.any(fits) }
    })
}

fn is_initial_of(initial: &str, word: &str) -> bool {
    initial.len() == 1 && word.starts_with(initial)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> Vec<String> {
        name.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn transliterations_are_one_word() {
        let check = |a: &str, b: &str, expected: bool| assert_eq!(same_word(a, b), expected, "{a} {b}");
        check("kadhimi", "kadhemi", true);
        check("qassim", "qassem", true);
        check("qassim", "kassem", true);
        check("soleimani", "suleimani", true);
        check("khatib", "hatib", true);
        check("hariri", "harari", true);
        check("salem", "salam", true);
        check("lee", "li", false);
        check("chen", "chan", false);
        check("miller", "millar", true);
        check("brown", "braun", false);
    }

    #[test]
    fn full_names() {
        let check = |a: &str, b: &str, expected: bool| {
            assert_eq!(same_full_name(&words(a), &words(b)), expected, "{a}, {b}");
        };
        check("qasim soleimani", "qassem soleimani", true);
        check("joe biden", "joseph biden", true);
        check("jane marsh", "john marsh", false);
        check("ann marsh", "ann b marsh", false);
    }

    #[test]
    fn surnames_alone_are_compared_more_strictly() {
        assert!(same_surname("kadhimi", "kadhemi") && same_surname("hariri", "harari"));
        assert!(!same_surname("rocha", "roche") && !same_surname("laura", "lauer"));
    }

    #[test]
    fn familiar_first_names_with_and_without_a_middle_name() {
        let check = |a: &str, b: &str, expected: bool| {
            assert_eq!(same_ends(&words(a), &words(b)), expected, "{a}, {b}");
            assert_eq!(block(&words(a)) == block(&words(b)), expected, "{a}, {b}");
        };
        check("joe marsh", "joseph r marsh", true);
        check("mustafa kadhimi", "mustafa abdullatif kadhemi", true);
        check("jane marsh", "john r marsh", false);
        assert!(!same_ends(&words("joe marsh"), &words("joseph marsh")));
        assert!(!same_ends(&words("joe q marsh"), &words("joseph r p marsh")));
        let (short, long) = (words("joe marsh"), words("joseph r marsh"));
        let agree = |other: &str| middles_agree(&short, &long, [words(other).as_slice()].into_iter());
        assert!(agree("joseph robinette marsh") && agree("joe marsh"));
        assert!(!agree("joseph k marsh"));
    }

    #[test]
    fn middle_names_and_initials() {
        let check = |a: &str, b: &str, expected: bool| {
            assert_eq!(same_but_middle(&words(a), &words(b)), expected, "{a}, {b}");
        };
        check("george bush", "george w bush", true);
        check("george w bush", "george walker bush", true);
        check("george h bush", "george w bush", false);
        check("george bush", "jeb bush", false);
        check("maria bush", "maria santos", false);
    }
}
