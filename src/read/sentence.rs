//! Cutting a block of prose into sentences.
//!
//! One pass over the bytes: every stop, question mark and exclamation mark is looked at once, together with the word
//! before and the words after it. What follows the mark decides in most cases; abbreviations are of four kinds, which
//! differ in what they let follow (see [`Stop`]).

use crate::span::TextSpan;
use crate::text::words;

/// The longest sentence in bytes, some ten times a long one. What goes on without a stop for longer (a table, a list, a dump)
/// is cut at a space: what looks at a sentence as a whole may take time that grows with the square of its length.
const LONGEST: usize = 3_000;

/// The sentences of `block`, in order. All its bytes but white space lie in exactly one of them.
pub(super) fn split(block: &str) -> Vec<TextSpan> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(mark) = next_mark(block, at) {
        let end = close(block, mark);
        at = end;
        if is_end(block, start, mark, end) {
            push(block, start, end, &mut sentences);
            start = end;
        }
    }
    push(block, start, block.len(), &mut sentences);
    sentences
}

/// Adds a sentence without the white space around it, if anything is left; one that is too long in several pieces.
fn push(block: &str, mut start: usize, end: usize, sentences: &mut Vec<TextSpan>) {
    while end - start > LONGEST {
        let Some(space) = space_near(block, start + LONGEST, start, end) else { break };
        piece(block, start, space, sentences);
        start = space;
    }
    piece(block, start, end, sentences);
}

/// The last space between `start` and `limit`, else the first one after it.
fn space_near(block: &str, limit: usize, start: usize, end: usize) -> Option<usize> {
    let limit = (start..=limit).rev().find(|at| block.is_char_boundary(*at))?;
    let before = block.get(start..limit)?.trim_start();
    let before = before.rfind(char::is_whitespace).map(|at| limit - before.len() + at);
    before.or_else(|| block.get(limit..end)?.find(char::is_whitespace).map(|at| limit + at))
}

fn piece(block: &str, start: usize, end: usize, sentences: &mut Vec<TextSpan>) {
    let text = block.get(start..end).unwrap_or_default();
    let lead = text.len() - text.trim_start().len();
    let content = text.trim();
    if !content.is_empty() {
        sentences.push(TextSpan::new((start + lead) as u32, (start + lead + content.len()) as u32));
    }
}

/// A mark that may end a sentence.
#[derive(Clone, Copy, Debug)]
struct Mark {
    /// Its first byte.
    at: usize,
    /// One past the last mark of a run (`...`, `?!`).
    end: usize,
    kind: MarkKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MarkKind {
    /// One full stop.
    Stop,
    /// Three stops, or `…`.
    Ellipsis,
    /// `?` or `!`.
    Loud,
    /// A mark of a script that puts no space after it (`。`).
    Wide,
}

/// The next run of marks from `from` on.
fn next_mark(block: &str, from: usize) -> Option<Mark> {
    let rest = block.get(from..)?;
    let found = rest.bytes().position(|byte| matches!(byte, b'.' | b'!' | b'?' | 0xD8 | 0xE0 | 0xE2 | 0xE3 | 0xEF));
    let mut at = from + found?;
    loop {
        let rest = block.get(at..)?;
        let first = rest.chars().next()?;
        if let Some(kind) = kind_of(first) {
            let run = rest.trim_start_matches(|c| kind_of(c).is_some());
            let end = at + rest.len() - run.len();
            let dots = rest.starts_with("..");
            let kind = if dots { MarkKind::Ellipsis } else { kind };
            return Some(Mark { at, end, kind });
        }
        let next = at + first.len_utf8();
        let more = block.get(next..)?.bytes();
        at = next
            + more.clone().position(|byte| matches!(byte, b'.' | b'!' | b'?' | 0xD8 | 0xE0 | 0xE2 | 0xE3 | 0xEF))?;
    }
}

fn kind_of(c: char) -> Option<MarkKind> {
    match c {
        '.' => Some(MarkKind::Stop),
        '!' | '?' | '؟' | '।' => Some(MarkKind::Loud),
        '…' => Some(MarkKind::Ellipsis),
        '。' | '！' | '？' => Some(MarkKind::Wide),
        _ => None,
    }
}

/// One past the quotation marks and brackets that close right after a mark.
fn close(block: &str, mark: Mark) -> usize {
    let rest = block.get(mark.end..).unwrap_or_default();
    let after = rest.trim_start_matches(is_closer);
    mark.end + rest.len() - after.len()
}

fn is_closer(c: char) -> bool {
    is_closing_quote(c) || matches!(c, ')' | ']')
}

fn is_closing_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '」')
}

fn is_opener(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '„' | '«' | '「' | '(' | '[' | '—' | '–' | '-' | '•')
}

/// Whether the sentence that began at `start` ends at `end`, after `mark` and what closes with it.
fn is_end(block: &str, start: usize, mark: Mark, end: usize) -> bool {
    let rest = block.get(end..).unwrap_or_default();
    if mark.kind == MarkKind::Wide || rest.is_empty() {
        return true;
    }
    if !rest.starts_with(char::is_whitespace) {
        return false;
    }
    let next = Following::of(rest);
    if !next.can_open() {
        return false;
    }
    let quoted = block.get(mark.end..end).unwrap_or_default().contains(is_closing_quote);
    if quoted && next.attributes(mark.kind) {
        return false;
    }
    match mark.kind {
        MarkKind::Stop if !quoted => Stop::at(block, start, mark.at).ends_before(&next),
        MarkKind::Stop | MarkKind::Ellipsis | MarkKind::Loud | MarkKind::Wide => true,
    }
}

/// What stands after a mark.
struct Following<'a> {
    /// From the first character that is no white space on.
    text: &'a str,
    /// The same after quotation marks and brackets that open there.
    opened: &'a str,
}

impl<'a> Following<'a> {
    fn of(rest: &'a str) -> Self {
        let text = rest.trim_start();
        Self { text, opened: text.trim_start_matches(is_opener) }
    }

    /// The first word, without what stands around it.
    fn word(&self) -> &'a str {
        self.opened.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-')).next().unwrap_or_default()
    }

    /// Whether a sentence can begin here: not with a small letter, unless it is the article of a name (`al-Kadhimi`).
    fn can_open(&self) -> bool {
        let Some(first) = self.opened.chars().next() else { return !self.text.is_empty() };
        if !first.is_lowercase() {
            return !matches!(first, ',' | ';' | ':');
        }
        let word = self.word();
        word.split_once('-').is_some_and(|(article, name)| article.len() < 4 && name.starts_with(char::is_uppercase))
    }

    /// Whether the words only say who spoke what was quoted before: `Kirby said.`
    ///
    /// After a full stop they have to end there, because `“We stay.” Kirby said that …` begins a new sentence.
    fn attributes(&self, kind: MarkKind) -> bool {
        const WORDS_BEFORE_CUE: usize = 7;
        if self.opened.len() != self.text.len() {
            return false;
        }
        let mut words = 0;
        let mut rest = self.text;
        loop {
            let stop =
                rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-')).unwrap_or(rest.len());
            let (word, after) = rest.split_at(stop);
            if words > 0 && CUES.contains(&word) {
                return kind != MarkKind::Stop || after.is_empty() || after.starts_with(['.', ',', ';', ':']);
            }
            words += 1;
            // A stop inside the name is one of a title or an initial.
            let abbreviated = after.starts_with(". ") && (word.chars().count() == 1 || is_in(TITLES, word));
            let Some(next) = after.strip_prefix(if abbreviated { ". " } else { " " }) else { return false };
            if words > WORDS_BEFORE_CUE || word.is_empty() {
                return false;
            }
            rest = next;
        }
    }

    fn is_digit(&self) -> bool {
        self.opened.starts_with(|c: char| c.is_ascii_digit())
    }

    fn is_starter(&self) -> bool {
        STARTERS.contains(&self.word())
    }

    /// Whether a name and then a verb follow: `Iraq agreed`.
    fn is_name_with_verb(&self) -> bool {
        let name = self.word();
        let verb = Following::of(self.opened.get(name.len()..).unwrap_or_default()).word();
        !words::is_common(name) && (VERBS.contains(&verb) || verb.ends_with("ed") && words::is_common(verb))
    }
}

/// The kind of word before a full stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// A plain word: the sentence ends.
    Plain,
    /// Something that always goes on: `Mr.`, `e.g.`, the number of a list item.
    GoesOn,
    /// Goes on before a number: `No. 10`.
    BeforeNumber,
    /// Can end a sentence or stand inside one: `Inc.`, `Jan.`, initials.
    Short,
    /// The same, of letters with stops (`U.S.`).
    Dotted,
    /// `a.m.` and `p.m.`
    Clock,
}

impl Stop {
    /// Looks at the word before the stop at `at`, in the sentence that began at `start`.
    fn at(block: &str, start: usize, at: usize) -> Self {
        let before = block.get(start..at).unwrap_or_default();
        let word_start = before
            .rfind(|c: char| !c.is_alphanumeric() && c != '.')
            .map_or(0, |gap| gap + before.get(gap..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
        let word = before.get(word_start..).unwrap_or_default();
        let opens = before.get(..word_start).unwrap_or_default().trim_start().trim_start_matches(is_opener).is_empty();
        Self::of(word, opens)
    }

    fn of(word: &str, opens_sentence: bool) -> Self {
        let mut chars = word.chars();
        if opens_sentence && word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit()) && !word.is_empty() {
            return Self::GoesOn;
        }
        if let (Some(letter), None) = (chars.next(), chars.next()) {
            // `I` is a word of its own far more often than an initial at the end.
            return if letter.is_uppercase() { Self::Short } else { Self::Plain };
        }
        if word.contains('.') {
            return match word.to_ascii_lowercase().as_str() {
                "a.m" | "p.m" => Self::Clock,
                "e.g" | "i.e" => Self::GoesOn,
                _ if word.split('.').all(|part| part.chars().count() <= 2) => Self::Dotted,
                _ => Self::Plain,
            };
        }
        if is_in(TITLES, word) {
            Self::GoesOn
        } else if is_in(BEFORE_NUMBERS, word) {
            Self::BeforeNumber
        } else if is_in(SHORT, word) {
            Self::Short
        } else {
            Self::Plain
        }
    }

    /// Whether a sentence that can end here does so before what follows.
    fn ends_before(self, next: &Following<'_>) -> bool {
        match self {
            Self::Plain => true,
            Self::GoesOn => false,
            Self::BeforeNumber => !next.is_digit(),
            Self::Short => next.is_starter(),
            Self::Dotted => next.is_starter() || next.is_name_with_verb(),
            Self::Clock => !next.is_digit() && !is_in(AFTER_CLOCK, next.word()) && !is_zone(next.word()),
        }
    }
}

/// Whether a list holds the word as written, or with a capital where the list has none.
fn is_in(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

/// Whether a word can be the name of a time zone: `EST`, `GMT`.
fn is_zone(word: &str) -> bool {
    (2..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Words that stand before a name.
const TITLES: &[&str] = &[
    "Adm", "Amb", "Atty", "Brig", "Capt", "Cdr", "Cmdr", "Col", "Cpl", "Dr", "Drs", "Fr", "Gen", "Gens", "Gov", "Govs",
    "Hon", "Insp", "Lt", "Maj", "Messrs", "Mgr", "Mme", "Mlle", "Mr", "Mrs", "Ms", "Msgr", "Mt", "Mx", "Pfc", "Pres",
    "Prof", "Pvt", "Rep", "Reps", "Rev", "Sen", "Sens", "Sgt", "Ste", "St", "Supt", "Vs", "vs", "cf", "viz",
];

/// Words that a number follows.
const BEFORE_NUMBERS: &[&str] = &[
    "Art", "Ch", "Fig", "No", "Nos", "Op", "Par", "Res", "Sec", "Vol", "art", "ca", "fig", "no", "nos", "pp", "sec",
    "vol",
];

/// Abbreviations that stand inside sentences and at their ends.
const SHORT: &[&str] = &[
    "Ala", "Apr", "Ariz", "Ark", "Assn", "Aug", "Ave", "Bhd", "Blvd", "Bros", "Calif", "Co", "Colo", "Conn", "Corp",
    "Dec", "Del", "Dept", "Dist", "Esq", "Feb", "Fla", "Fri", "Ga", "Gov't", "Ill", "Inc", "Ind", "Jan", "Jr", "Jul",
    "Jun", "Kan", "Ky", "Ltd", "Mar", "Mass", "Md", "Mich", "Minn", "Miss", "Mo", "Mon", "Mont", "Neb", "Nev", "Nov",
    "Oct", "Okla", "Ore", "Pa", "Penn", "Pty", "Rd", "Sat", "Sep", "Sept", "Sr", "Sun", "Tenn", "Tex", "Thu", "Tue",
    "Univ", "Va", "Vt", "Wash", "Wed", "Wis", "Wyo", "al", "approx", "dept", "est", "etc", "ft", "gov", "hr", "hrs",
    "kg", "km", "lb", "lbs", "mi", "min", "mph", "sq", "tel",
];

/// Words that go on after a time of day.
const AFTER_CLOCK: &[&str] = &[
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Eastern",
    "Pacific",
    "Central",
    "Mountain",
    "Greenwich",
    "Jan",
    "Feb",
    "Aug",
    "Sept",
    "Oct",
    "Nov",
    "Dec",
];

/// Words that open sentences and hardly ever belong to a name.
const STARTERS: &[&str] = &[
    "A",
    "About",
    "According",
    "Across",
    "Additionally",
    "After",
    "Again",
    "Against",
    "All",
    "Almost",
    "Along",
    "Already",
    "Also",
    "Although",
    "Among",
    "An",
    "And",
    "Another",
    "Any",
    "As",
    "Asked",
    "At",
    "Because",
    "Before",
    "Behind",
    "Besides",
    "Between",
    "Beyond",
    "Both",
    "But",
    "By",
    "Can",
    "Could",
    "Despite",
    "Did",
    "Do",
    "Does",
    "During",
    "Each",
    "Earlier",
    "Either",
    "Even",
    "Eventually",
    "Every",
    "Few",
    "Finally",
    "First",
    "Following",
    "For",
    "Former",
    "From",
    "Further",
    "Furthermore",
    "Given",
    "Had",
    "Has",
    "Have",
    "He",
    "Hence",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Indeed",
    "Instead",
    "Is",
    "It",
    "Its",
    "It’s",
    "It's",
    "Last",
    "Later",
    "Less",
    "Like",
    "Many",
    "Meanwhile",
    "More",
    "Moreover",
    "Most",
    "Much",
    "My",
    "Nearly",
    "Neither",
    "Never",
    "Nevertheless",
    "Next",
    "No",
    "Nobody",
    "None",
    "Nonetheless",
    "Nor",
    "Not",
    "Nothing",
    "Now",
    "Of",
    "Officials",
    "On",
    "Once",
    "One",
    "Only",
    "Or",
    "Other",
    "Others",
    "Our",
    "Over",
    "People",
    "Perhaps",
    "Previously",
    "Rather",
    "Recently",
    "Several",
    "She",
    "Should",
    "Similarly",
    "Since",
    "So",
    "Some",
    "Someone",
    "Sometimes",
    "Soon",
    "Still",
    "Such",
    "That",
    "That’s",
    "That's",
    "The",
    "Their",
    "Then",
    "There",
    "Therefore",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "Three",
    "Through",
    "Thus",
    "To",
    "Today",
    "Together",
    "Toward",
    "Two",
    "Under",
    "Unlike",
    "Until",
    "Upon",
    "Was",
    "We",
    "Were",
    "What",
    "What’s",
    "What's",
    "When",
    "Where",
    "Whether",
    "Which",
    "While",
    "Who",
    "Whoever",
    "Whose",
    "Why",
    "Will",
    "With",
    "Within",
    "Without",
    "Would",
    "Yesterday",
    "Yet",
    "You",
    "Your",
];

/// Finite verbs that follow a subject at once.
const VERBS: &[&str] = &[
    "and", "began", "can", "could", "did", "does", "had", "has", "have", "held", "is", "made", "may", "met", "might",
    "must", "said", "says", "sent", "should", "took", "was", "went", "were", "will", "would",
];

/// Verbs that attribute words.
const CUES: &[&str] = &[
    "acknowledged",
    "added",
    "admitted",
    "announced",
    "argued",
    "asked",
    "asserted",
    "claimed",
    "commented",
    "concluded",
    "continued",
    "cried",
    "declared",
    "emphasized",
    "explained",
    "insisted",
    "noted",
    "observed",
    "pledged",
    "pointed",
    "promised",
    "quipped",
    "remarked",
    "repeated",
    "replied",
    "responded",
    "said",
    "says",
    "shouted",
    "stated",
    "stressed",
    "suggested",
    "tells",
    "told",
    "tweeted",
    "urged",
    "vowed",
    "warned",
    "wondered",
    "wrote",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks how a text is cut; `|` marks the cuts.
    fn check(marked: &str) {
        let text = marked.replace('|', "");
        let found: Vec<&str> = split(&text).into_iter().map(|span| span.of(&text)).collect();
        let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn plain_sentences() {
        check("The talks ended. |Nobody spoke! |Why? |He left.");
        check("One");
        check("It cost 2.5 million dollars, up 3.1 percent. |See example.org/a.b for more.");
    }

    #[test]
    fn what_has_no_stop_is_cut_at_a_space() {
        let text = "água ".repeat(2_000);
        let pieces = split(&text);
        assert!(pieces.len() > 3);
        assert!(pieces.iter().all(|piece| piece.of(&text).len() <= LONGEST && piece.of(&text).ends_with("água")));
        let words: usize = pieces.iter().map(|piece| piece.of(&text).split(' ').count()).sum();
        assert_eq!(words, 2_000);
        let one_word = "á".repeat(5_000);
        assert_eq!(split(&one_word).len(), 1);
        assert_eq!(split(&format!("{one_word} {one_word}")).len(), 2);
    }

    #[test]
    fn titles_initials_and_numbers_go_on() {
        check("Mr. Smith met Gen. J. R. Farid on Jan. 5. |They spoke.");
        check("It is No. 10 on the list. |Article No. is missing.");
        check("Lt. Gen. Omar Said spoke to Sen. Dalia K. Brecht at St. Mary.");
        check("The firm is Acme Inc. in Paris. |It owns Bolt Corp. |The rest is Cargo Ltd.");
        check("1. How many remain. |2. When they go.");
    }

    #[test]
    fn stops_in_acronyms() {
        check("Troops in the U.S. |Iraq agreed to it.");
        check("The U.S. Embassy said so. |The U.S. |The rest is silence.");
        check("U.S. President Brecht met U.N. officials. |Both agreed.");
        check("They live in Washington, D.C. |He does not.");
        check("The U.S.-led force stays.");
        check("Experts, e.g. Varga, i.e. the best, agree.");
    }

    #[test]
    fn clock_times() {
        check("They met at 5 p.m. Monday. |It ended at 7 p.m. |Varga left at 9 a.m. EST. |He slept.");
    }

    #[test]
    fn quotations() {
        check("“We stay.” Kirby said.");
        check("“We stay.” |Kirby said that nothing would change.");
        check("“Why now?” Varga asked reporters. |Nobody knew.");
        check("“Go!” shouted the colonel.");
        check("He said, “We stay. |We fight.” |Then he left.");
        check("\"We stay,\" he said. |\"We fight.\" |The rest is history.");
        check("“We stay.” Gen. J. Varga said. |He left.");
        check("He called it “a mistake.” |Others did not.");
    }

    #[test]
    fn ellipses() {
        check("He paused ... and went on.");
        check("It was over… |Nobody moved.");
        check("Well... |No.");
    }

    #[test]
    fn names_that_open_with_a_small_article() {
        check("He met the envoy. |al-Kadhimi was pleased.");
        check("It rose 3 percent. because of that.");
    }

    #[test]
    fn other_scripts() {
        check("他说。|她走了。");
        check("هل وصل؟ |نعم.");
    }
}
