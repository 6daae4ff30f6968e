//! Recognising what a short piece of text announces: lead-ins (`Flashback:`), captions by their credit, crossheads.

use crate::model::article::{LeadIn, SectionRole};
use crate::span::TextSpan;
use crate::text::words;

/// Labels of sections in news briefings and what each does. In small letters, without article.
const KNOWN: &[(&str, SectionRole)] = &[
    ("state of play", SectionRole::StateOfPlay),
    ("where things stand", SectionRole::StateOfPlay),
    ("where it stands", SectionRole::StateOfPlay),
    ("latest", SectionRole::StateOfPlay),
    ("driving the news", SectionRole::StateOfPlay),
    ("what's happening", SectionRole::StateOfPlay),
    ("what's new", SectionRole::StateOfPlay),
    ("why it matters", SectionRole::WhyItMatters),
    ("why this matters", SectionRole::WhyItMatters),
    ("why you should care", SectionRole::WhyItMatters),
    ("stakes", SectionRole::WhyItMatters),
    ("what's at stake", SectionRole::WhyItMatters),
    ("big picture", SectionRole::Context),
    ("context", SectionRole::Context),
    ("background", SectionRole::Context),
    ("catch up quick", SectionRole::Context),
    ("between the lines", SectionRole::Context),
    ("zoom out", SectionRole::Context),
    ("zoom in", SectionRole::Context),
    ("backstory", SectionRole::Flashback),
    ("flashback", SectionRole::Flashback),
    ("history", SectionRole::Flashback),
    ("rewind", SectionRole::Flashback),
    ("what's next", SectionRole::WhatsNext),
    ("what comes next", SectionRole::WhatsNext),
    ("what happens next", SectionRole::WhatsNext),
    ("what to watch", SectionRole::WhatsNext),
    ("what to watch for", SectionRole::WhatsNext),
    ("what we're watching", SectionRole::WhatsNext),
    ("looking ahead", SectionRole::WhatsNext),
    ("next steps", SectionRole::WhatsNext),
    ("next", SectionRole::WhatsNext),
    ("coming up", SectionRole::WhatsNext),
    ("road ahead", SectionRole::WhatsNext),
    ("by the numbers", SectionRole::Other),
    ("yes, but", SectionRole::Other),
    ("yes but", SectionRole::Other),
    ("go deeper", SectionRole::Other),
    ("bottom line", SectionRole::Other),
    ("other side", SectionRole::Other),
    ("what they're saying", SectionRole::Other),
    ("what they are saying", SectionRole::Other),
    ("reality check", SectionRole::Other),
    ("threat level", SectionRole::Other),
    ("catch", SectionRole::Other),
    ("intrigue", SectionRole::Other),
    ("how it works", SectionRole::Other),
    ("worth noting", SectionRole::Other),
    ("of note", SectionRole::Other),
    ("be smart", SectionRole::Other),
    ("our thought bubble", SectionRole::Other),
];

/// The role of a label that briefings are known to use.
fn known(label: &str) -> Option<SectionRole> {
    let lower = label.trim().to_lowercase().replace('’', "'");
    let bare = lower.strip_prefix("the ").unwrap_or(&lower);
    KNOWN.iter().find(|(name, _)| *name == bare).map(|(_, role)| *role)
}

/// Whether briefings are known to use this label, in any case.
pub(super) fn is_known(label: &str) -> bool {
    known(label).is_some()
}

/// How a label stands in its paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Emphasis {
    /// Like the rest.
    Plain,
    /// In bold up to the colon, as a label that its author means as one.
    Bold,
}

/// The lead-in that opens a paragraph which begins at the byte `start` of the body.
pub(super) fn lead_in(paragraph: &str, start: u32, emphasis: Emphasis) -> Option<LeadIn> {
    const LONGEST: usize = 48;
    let colon = paragraph.bytes().take(LONGEST).position(|byte| byte == b':')?;
    let label = paragraph.get(..colon)?;
    let after = paragraph.get(colon + 1..)?;
    let rest = after.trim_start();
    if rest.is_empty() || !after.starts_with(char::is_whitespace) {
        return None;
    }
    let role = match known(label) {
        Some(role) => role,
        None if is_plausible(label, rest, emphasis) => SectionRole::Other,
        None => return None,
    };
    let label = TextSpan::new(start, start + colon as u32);
    Some(LeadIn { label, rest: start + (paragraph.len() - rest.len()) as u32, role })
}

/// Whether an unknown label can be one: a few common words, no name of a speaker and no clause.
fn is_plausible(label: &str, rest: &str, emphasis: Emphasis) -> bool {
    /// Words that make the text before a colon a clause, or leave it open.
    const CLAUSE: &[&str] = &[
        "a",
        "add",
        "added",
        "adds",
        "also",
        "and",
        "announced",
        "are",
        "as",
        "asked",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "could",
        "declared",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "i",
        "in",
        "include",
        "included",
        "includes",
        "is",
        "it",
        "its",
        "may",
        "me",
        "not",
        "of",
        "on",
        "or",
        "our",
        "read",
        "reads",
        "said",
        "say",
        "says",
        "she",
        "stated",
        "tells",
        "that",
        "their",
        "there",
        "they",
        "this",
        "to",
        "told",
        "tweeted",
        "was",
        "we",
        "were",
        "will",
        "with",
        "would",
        "wrote",
        "you",
    ];
    let words: Vec<&str> = label.split(' ').collect();
    let most = if emphasis == Emphasis::Bold { 6 } else { 4 };
    let shape = words.len() <= most
        && label.starts_with(char::is_uppercase)
        && label.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '\'' | '’' | '-'))
        && label.chars().count() > 2
        && label.chars().any(char::is_lowercase);
    if !shape {
        return false;
    }
    // A capital inside marks a name: `John Kirby: …`.
    let named = words.iter().skip(1).any(|word| word.starts_with(char::is_uppercase));
    if named || emphasis == Emphasis::Bold {
        return !named;
    }
    let first = words.first().copied().unwrap_or_default();
    let clause = words.iter().any(|word| CLAUSE.contains(&word.to_lowercase().as_str()));
    let common = words.iter().all(|word| words::is_common(word.trim_end_matches("’s").trim_end_matches("'s")));
    !clause && common && first.len() > 1 && rest.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || c == '“')
}

/// The place of the credit in a line that is a caption, without brackets; `None` for a line that is none.
pub(super) fn credit(line: &str) -> Option<TextSpan> {
    const LONGEST: usize = 400;
    if line.len() > LONGEST {
        return None;
    }
    bracketed(line).or_else(|| after_slash(line)).or_else(|| labelled(line))
}

/// `… capable. (DoD)`, `… (AP Photo/Jane Doe)`, `… [Getty Images]`.
fn bracketed(line: &str) -> Option<TextSpan> {
    let close = line.chars().next_back()?;
    let open = match close {
        ')' => '(',
        ']' => '[',
        _ => return None,
    };
    let at = line.rfind(open)?;
    let inside = line.get(at + 1..line.len() - 1)?;
    let before = line.get(..at)?.trim_end();
    let few = inside.split_whitespace().count() <= 8 && inside.len() <= 70;
    let excluded =
        ["Reporting", "Editing", "Writing", "Additional", "Updates", "Adds", "This", "See", "Read", "Compiled"];
    let first = inside.split(' ').next().unwrap_or_default();
    let named =
        inside.starts_with(char::is_uppercase) && !inside.ends_with(['.', '?', '!']) && !excluded.contains(&first);
    let sentence_over = before.ends_with(['.', '!', '?', '”', '"']);
    let fits = few && named && !before.is_empty() && (sentence_over || is_credit(inside));
    fits.then(|| TextSpan::new(at as u32 + 1, line.len() as u32 - 1))
}

/// Whether words name an agency or speak of a picture.
fn is_credit(text: &str) -> bool {
    let agencies = [
        "AFP",
        "AP",
        "ANSA",
        "Alamy",
        "Bloomberg",
        "DPA",
        "DoD",
        "EFE",
        "EPA",
        "Getty",
        "Handout",
        "ITAR-TASS",
        "KYODO",
        "Kyodo",
        "REUTERS",
        "Reuters",
        "Shutterstock",
        "TASS",
        "UPI",
        "WAM",
        "Xinhua",
        "dpa",
    ];
    let pictures = ["photo", "photos", "picture", "image", "images", "courtesy", "photograph", "file"];
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
        .any(|word| agencies.contains(&word) || pictures.contains(&word.to_lowercase().as_str()))
}

/// The end of a line, where a credit without brackets stands, and where that end begins.
fn tail(line: &str) -> (usize, &str) {
    const LONGEST: usize = 80;
    let mut start = line.len().saturating_sub(LONGEST);
    while !line.is_char_boundary(start) {
        start += 1;
    }
    (start, line.get(start..).unwrap_or_default())
}

/// Whether words stand at a byte. Looking for a single character first and then for the words around it is much faster than a
/// search for the words, which nearly no line has.
fn has(text: &str, at: usize, words: &str) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(words))
}

/// `… in Geneva / AFP`.
fn after_slash(line: &str) -> Option<TextSpan> {
    let (start, tail) = tail(line);
    let spaced = |slash: &usize| has(tail, slash.wrapping_sub(1), " / ");
    let at = tail.rmatch_indices('/').map(|(slash, _)| slash).find(spaced)? + 2;
    let agency = tail.get(at..)?;
    let fits = agency.len() <= 40 && agency.starts_with(char::is_uppercase) && is_credit(agency);
    fits.then(|| TextSpan::new((start + at) as u32, line.len() as u32))
}

/// `… Photo: Jane Doe`, `File photo`.
fn labelled(line: &str) -> Option<TextSpan> {
    const LABELS: &[&str] = &["Photo", "Photograph", "Picture", "Image", "Credit", "Photo credit", "Photo by", "PHOTO"];
    let (start, tail) = tail(line);
    let colons = tail.match_indices(':').map(|(at, _)| at).filter(|at| has(tail, *at, ": "));
    let bys = tail.match_indices('P').map(|(at, _)| at).filter(|at| has(tail, *at, "Photo by "));
    for colon in colons.chain(bys.map(|at| at + "Photo by".len())) {
        let before = tail.get(..colon)?;
        let Some(label) = LABELS.iter().filter(|label| before.ends_with(**label)).max_by_key(|label| label.len())
        else {
            continue;
        };
        let name_start = if tail.get(colon..)?.starts_with(':') { colon + 2 } else { colon + 1 };
        let name = tail.get(name_start..)?.trim_end_matches('.');
        let few = name.split_whitespace().count() <= 7
            && name.starts_with(char::is_uppercase)
            && !name.contains(['.', '“', '"']);
        let before = line.get(..start + colon - label.len())?.trim_end();
        if few && (before.is_empty() || before.ends_with(['.', '!', '?', '|'])) {
            let at = start + name_start;
            return Some(TextSpan::new(at as u32, (at + name.len()) as u32));
        }
    }
    const FILE_PHOTO: &str = "file photo";
    let end = line.trim_end_matches('.').len();
    let start = end.checked_sub(FILE_PHOTO.len())?;
    let ends =
        line.get(start..end)?.eq_ignore_ascii_case(FILE_PHOTO) && (start == 0 || line.get(..start)?.ends_with(". "));
    ends.then(|| TextSpan::new(start as u32, end as u32))
}

/// Whether a line that stands alone reads as a sub-heading: short, without a final mark, and titled or very short.
pub(super) fn is_crosshead(line: &str) -> bool {
    const LONGEST: usize = 100;
    const MOST_WORDS: usize = 14;
    const SHORT: usize = 8;
    if line.len() > LONGEST || line.ends_with(['.', '!', ':', ';', ',', '…', '”', '"', ')', ']', '-', '–', '—'])
    {
        return false;
    }
    let opens =
        line.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric() || matches!(c, '“' | '‘' | '"' | '\''));
    let words: Vec<&str> = line.split_whitespace().collect();
    // `Q: Why?` is a line of a transcript.
    let speaker = line
        .split_once(": ")
        .is_some_and(|(label, rest)| !label.contains(char::is_lowercase) && rest.contains(char::is_lowercase));
    if !opens || words.len() > MOST_WORDS || is_item(line) || speaker {
        return false;
    }
    let long: Vec<&&str> = words.iter().filter(|word| word.chars().count() > 3).collect();
    let capital = long
        .iter()
        .filter(|word| word.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase()))
        .count();
    let titled = !long.is_empty() && capital * 10 >= long.len() * 6;
    line.chars().any(char::is_alphabetic) && (titled || words.len() <= SHORT)
}

/// Whether a line opens as an item of a list: `- `, `• `, `1. `, `2) `.
pub(super) fn is_item(line: &str) -> bool {
    let bullet = line.strip_prefix(['-', '*', '•', '–', '—', '·', '▪', '‣', '+']);
    if bullet.is_some_and(|rest| rest.starts_with(' ')) {
        return true;
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or_default();
    (1..=3).contains(&digits) && rest.strip_prefix(['.', ')']).is_some_and(|rest| rest.starts_with(' '))
}

/// Whether a line only divides: `***`, `---`, `* * *`, `###`.
pub(super) fn is_rule(line: &str) -> bool {
    let mut marks = line.chars().filter(|c| !c.is_whitespace());
    marks.clone().all(|c| matches!(c, '*' | '-' | '_' | '#' | '=' | '~' | '—' | '•')) && marks.nth(2).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lead_ins() {
        let check = |text: &str, expected: Option<SectionRole>| {
            assert_eq!(lead_in(text, 0, Emphasis::Plain).map(|found| found.role), expected, "{text}");
        };
        check("The state of play: Troops leave.", Some(SectionRole::StateOfPlay));
        check("What’s next: Nobody knows.", Some(SectionRole::WhatsNext));
        check("WHY IT MATTERS: Much.", Some(SectionRole::WhyItMatters));
        check("Yes, but: No.", Some(SectionRole::Other));
        check("One hard question: Who pays?", Some(SectionRole::Other));
        for plain in [
            "KIRBY: We stay.",
            "Q: Why?",
            "John Kirby: We stay.",
            "He said: We stay.",
            "The parties are these: Red, Blue.",
            "At 10:30 they met.",
            "Kirby added: “We stay.”",
            "Troops leave.",
            "Flashback:",
            "There is one thing: time.",
        ] {
            check(plain, None);
        }
    }

    #[test]
    fn a_lead_in_knows_its_places() {
        let found = lead_in("Flashback: In 2003", 10, Emphasis::Plain).expect("a lead-in");
        assert_eq!((found.label, found.rest), (TextSpan::new(10, 19), 21));
    }

    #[test]
    fn credits() {
        let check =
            |line: &str, expected: Option<&str>| assert_eq!(credit(line).map(|span| span.of(line)), expected, "{line}");
        check("Soldiers on parade. (DoD)", Some("DoD"));
        check("A market in Basra (AP Photo/Jane Doe)", Some("AP Photo/Jane Doe"));
        check("The minister in Geneva / AFP", Some("AFP"));
        check("The minister speaks. Photo: Jane Doe", Some("Jane Doe"));
        check("A tank. File photo", Some("File photo"));
        check("Ships at sea. [Getty Images]", Some("Getty Images"));
        check("He spoke of the group (ISIS)", None);
        check("It was late. (Reporting by Jane Doe; Editing by John Roe)", None);
        check("He left in a hurry.", None);
    }

    #[test]
    fn crossheads() {
        for head in [
            "Between a Rock and a Hard Place",
            "A season of visits",
            "WHAT NEXT",
            "Who pays?",
            "An End to Talks May Not Mean an End to the Dispute",
        ] {
            assert!(is_crosshead(head), "{head}");
        }
        for prose in [
            "He left.",
            "The following:",
            "- one item",
            "about nothing",
            "1. First",
            "The minister who had been asked about the talks left early in the day",
        ] {
            assert!(!is_crosshead(prose), "{prose}");
        }
    }

    #[test]
    fn rules_are_lines_of_marks() {
        assert!(is_rule("* * *") && is_rule("###") && !is_rule("--") && !is_rule("-30-"));
    }
}
