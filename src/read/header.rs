//! What stands above the text of a wire report: title, date, byline, and the dateline that opens the text.
//!
//! The lines come in any order that makes sense; the first line that is none of them begins the text.

use jiff::civil::Date;

use crate::diag::{Code, Diagnostic, Severity};
use crate::model::article::{Dateline, LineAbove};
use crate::read::File;
use crate::read::date::{self, WrittenDate};
use crate::read::lines::Line;
use crate::span::TextSpan;
use crate::text;

/// What the lines above a text say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Head {
    /// The title line.
    pub(super) title: Option<String>,
    /// The day of publication.
    pub(super) published: Option<Date>,
    /// A date without its year, as written.
    pub(super) yearless: Option<String>,
    /// The authors.
    pub(super) byline: Vec<String>,
    /// The words that open the text.
    pub(super) dateline: Option<Dateline>,
    /// The lines with the title and the day.
    pub(super) above: Vec<LineAbove>,
    /// Index of the line that begins the text.
    pub(super) first_line: usize,
    /// The byte of that line with which the text begins, after the dateline.
    pub(super) body_start: Option<u32>,
}

/// Lines looked at for a header; news headers are shorter.
const MOST_LINES: usize = 10;

/// Reads the header lines at the beginning of a text. `takes_title` says whether a title line is looked for.
pub(super) fn read(file: &File<'_>, lines: &[Line], title: TitleLine) -> Head {
    let mut reader = Reader { file, lines, head: Head::default(), updated: None, year: None };
    let mut index = 0;
    let mut may_be_title = title == TitleLine::Possible;
    while index < lines.len().min(MOST_LINES) {
        if reader.is_header_line(index) {
            index += 1;
            continue;
        }
        let title_lines = if may_be_title { reader.title(index) } else { 0 };
        if title_lines == 0 {
            break;
        }
        may_be_title = false;
        index += title_lines;
    }
    reader.head.first_line = index;
    reader.dateline(index);
    reader.finish()
}

/// Whether a title may stand among the header lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TitleLine {
    /// Wire text.
    Possible,
    /// The title is known already.
    Known,
}

struct Reader<'a> {
    file: &'a File<'a>,
    lines: &'a [Line],
    head: Head,
    /// The day of the last change, which stands for the day of publication where that is missing.
    updated: Option<Date>,
    /// A year that the header gives without a day.
    year: Option<i16>,
}

impl Reader<'_> {
    fn text(&self, index: usize) -> &str {
        self.lines.get(index).map_or("", |line| line.span.of(&self.file.canonical.text))
    }

    fn span(&self, index: usize) -> TextSpan {
        self.lines.get(index).map_or_else(TextSpan::default, |line| line.span)
    }

    /// Takes a line that gives a date or names the authors.
    fn is_header_line(&mut self, index: usize) -> bool {
        let line = self.span(index);
        let text = line.of(&self.file.canonical.text);
        if text.len() > 200 {
            return false;
        }
        self.is_byline(text) || self.is_date_line(text, line.start)
    }

    fn is_byline(&mut self, text: &str) -> bool {
        let Some(names) = text.strip_prefix("By ").or_else(|| text.strip_prefix("BY ")) else { return false };
        let names = names_in(names);
        if names.is_empty() || !self.head.byline.is_empty() {
            return false;
        }
        self.head.byline = names;
        true
    }

    /// Takes `date 2021-04-14 NAME`, `Published April 14, 2021`, `Updated: …`, or a date alone.
    fn is_date_line(&mut self, text: &str, start: u32) -> bool {
        let (label, after) = date_label(text);
        let at = start + (text.len() - after.len()) as u32;
        let Some(written) = WrittenDate::read(after) else {
            return self.is_year_line(label, after);
        };
        let rest = after.get(written.len..).unwrap_or_default();
        let fits = match label {
            DateLabel::Date => self.takes_name(rest),
            DateLabel::Published | DateLabel::Updated => {
                rest.len() <= 40 && !rest.trim_end().ends_with('.') || is_time(rest)
            }
            // `April 14, 2021` alone is a date; `April 14` may be a title.
            DateLabel::None => written.year.is_some() && is_time(rest),
        };
        if !fits {
            return false;
        }
        let span = TextSpan::new(at, at + written.len as u32);
        let day = self.checked(&written, span);
        match label {
            DateLabel::Updated => self.updated = self.updated.or(day),
            DateLabel::Date | DateLabel::Published | DateLabel::None => self.published(day, &written, span),
        }
        self.keep(TextSpan::new(start, start + text.len() as u32));
        true
    }

    fn published(&mut self, day: Option<Date>, written: &WrittenDate, span: TextSpan) {
        if self.head.published.is_none() {
            self.head.published = day;
        }
        if written.year.is_none() && self.head.yearless.is_none() {
            self.head.yearless = Some(span.of(&self.file.canonical.text).to_owned());
        }
    }

    /// Takes `Published 2021` and `Published April 2021`: a year that a dateline may lack.
    fn is_year_line(&mut self, label: DateLabel, after: &str) -> bool {
        if label == DateLabel::None {
            return false;
        }
        let mut words = after.split_whitespace().rev();
        let year = words.next().filter(|word| word.len() == 4).and_then(|word| word.parse().ok());
        if year.is_none() || !words.all(|word| date::month(word).is_some()) {
            return false;
        }
        self.year = year;
        true
    }

    /// Takes the name after `date 2021-04-14`; nothing may stand there either.
    fn takes_name(&mut self, rest: &str) -> bool {
        if is_time(rest) {
            return true;
        }
        let names = names_in(rest.trim_start_matches([' ', ',', '|', '-', '–', '—']).trim_start_matches("By "));
        if names.is_empty() {
            return false;
        }
        self.head.byline = names;
        true
    }

    /// The day of a written date, with a diagnostic where the calendar has none, or another weekday.
    fn checked(&self, written: &WrittenDate, span: TextSpan) -> Option<Date> {
        let year = self.year.or(self.updated.map(Date::year));
        let found = span.of(&self.file.canonical.text);
        let Some(day) = written.day(year) else {
            // A date without a year is not wrong, only open, and a missing date is reported for the article.
            if written.year.is_some() {
                let message = format!("`{found}` is no day of the calendar");
                self.file.report(self.file.at(Code::InvalidDate, span, message).hint("correct the day or the month"));
            }
            return None;
        };
        if let Some(weekday) = written.wrong_weekday(day) {
            let message =
                format!("`{found}` is a {}, not a {}", date::weekday_name(day.weekday()), date::weekday_name(weekday));
            let found = self.file.at(Code::InvalidDate, span, message).hint("correct the weekday or the day");
            self.file.report(Diagnostic { severity: Severity::Warning, ..found });
        }
        Some(day)
    }

    /// The number of lines of a title that begins at a line; 0 where there is none.
    ///
    /// A title is short, ends without a full stop, and has a gap or another header line after it and text after that.
    fn title(&mut self, index: usize) -> usize {
        const LONGEST: u32 = 160;
        let mut count = 1;
        if self.lines.get(index + 1).is_some_and(|next| !next.after_gap && !self.begins_header(index + 1)) {
            count = 2;
        }
        let Some(next) = self.lines.get(index + count) else { return 0 };
        let span = self.span(index).join(self.span(index + count - 1));
        let words: Vec<&str> = span.of(&self.file.canonical.text).split_whitespace().collect();
        let title = words.join(" ");
        let plain = !next.after_gap && !self.begins_header(index + count)
            || span.len() > LONGEST
            || title.ends_with(['.', ':', ',', ';', '…', ')', ']'])
            || title.starts_with(['-', '*', '•', '('])
            || title.ends_with(".”")
            || title.ends_with(".\"")
            || Opening::read(&title).is_some_and(|dateline| dateline.len == title.len())
            || !title.chars().any(char::is_alphabetic);
        if plain {
            return 0;
        }
        self.head.title = Some(title);
        (index..index + count).for_each(|index| self.keep(self.span(index)));
        count
    }

    /// Keeps the words of a line above the text, and where they stand.
    fn keep(&mut self, span: TextSpan) {
        let text = span.of(&self.file.canonical.text);
        let raw = self.file.canonical.raw(span);
        if raw.len() as usize == text.len() {
            self.head.above.push(LineAbove { text: text.to_owned(), raw });
        }
    }

    /// Whether a line looks like a byline or date line.
    fn begins_header(&self, index: usize) -> bool {
        let text = self.text(index);
        let byline = text.strip_prefix("By ").or_else(|| text.strip_prefix("BY "));
        let (label, after) = date_label(text);
        byline.is_some_and(|names| !names_in(names).is_empty())
            || label != DateLabel::None && WrittenDate::read(after).is_some()
            || WrittenDate::read(text)
                .is_some_and(|date| date.year.is_some() && is_time(text.get(date.len..).unwrap_or_default()))
    }

    /// Takes the dateline that opens a line, or stands on it alone.
    fn dateline(&mut self, index: usize) {
        let line = self.span(index);
        let text = line.of(&self.file.canonical.text);
        let Some(found) = Opening::read(text) else { return };
        if found.colon && self.is_transcript(index) || is_in_capitals(text.get(found.len..).unwrap_or_default()) {
            return;
        }
        if found.len == text.len() {
            if index + 1 >= self.lines.len() {
                return;
            }
            self.head.first_line = index + 1;
        } else {
            self.head.body_start = Some(line.start + found.len as u32);
        }
        let words = text.get(..found.len).unwrap_or_default().trim_end();
        let whole = TextSpan::new(line.start, line.start + words.len() as u32);
        let raw = self.file.canonical.raw(whole);
        self.head.dateline = Some(Dateline {
            place: reading_case(found.place),
            agency: found.agency.map(str::to_owned),
            raw: Some(raw),
        });
        if let Some((at, written)) = found.date {
            let span = TextSpan::new(line.start + at as u32, line.start + (at + written.len) as u32);
            let day = self.checked(&written, span);
            self.published(day, &written, span);
            self.keep(whole);
        }
    }

    /// Whether other paragraphs open with a name in capitals and a colon too: then it is who speaks.
    fn is_transcript(&self, index: usize) -> bool {
        const LOOKED_AT: usize = 40;
        let others = self.lines.iter().skip(index + 1).take(LOOKED_AT);
        others.map(|line| line.span.of(&self.file.canonical.text)).any(|text| {
            text.split_once(':')
                .is_some_and(|(label, rest)| label.len() <= 40 && is_capitals(label) && rest.starts_with(' '))
        })
    }

    fn finish(mut self) -> Head {
        if self.head.published.is_none() {
            self.head.published = self.updated;
        }
        if self.head.published.is_some() {
            self.head.yearless = None;
        }
        self.head
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DateLabel {
    Date,
    Published,
    Updated,
    None,
}

/// The word before a date in a header line, and what follows it.
fn date_label(text: &str) -> (DateLabel, &str) {
    let labels = [
        ("date", DateLabel::Date),
        ("last updated", DateLabel::Updated),
        ("updated", DateLabel::Updated),
        ("first published", DateLabel::Published),
        ("published", DateLabel::Published),
        ("posted", DateLabel::Published),
    ];
    for (word, label) in labels {
        let start = text.get(..word.len());
        let rest = text.get(word.len()..).unwrap_or_default();
        if start.is_some_and(|start| start.eq_ignore_ascii_case(word)) && rest.starts_with([':', ' ', '\t']) {
            let rest = rest.trim_start_matches([':', ' ', '\t']);
            return (label, rest.strip_prefix("on ").unwrap_or(rest));
        }
    }
    (DateLabel::None, text)
}

/// Whether nothing but a time of day stands here: ` at 10:30 a.m. EST`, `T10:30:00Z`.
fn is_time(rest: &str) -> bool {
    let rest = rest.trim_start_matches([',', ' ', '|', 'T', '.']).trim_end_matches(['.', ' ']);
    let rest = rest.strip_prefix("at ").unwrap_or(rest);
    rest.is_empty()
        || rest.len() <= 30
            && rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.contains([':', '.', 'm', 'M', 'Z'])
}

/// The names of a byline: capitalised words, joined by commas, `and`, `&`. Empty where the text is no list of names.
fn names_in(text: &str) -> Vec<String> {
    const MOST_WORDS: usize = 5;
    let text = text.trim().trim_end_matches(['|', ' ']);
    let spaced = text.replace(" and ", ",").replace(" AND ", ",").replace([';', '&'], ",");
    let mut names = Vec::new();
    for part in spaced.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let words: Vec<&str> = part.split_whitespace().collect();
        if words.len() > MOST_WORDS
            || !words.iter().all(|word| is_name_word(word))
            || !words.iter().any(|word| begins_upper(word))
        {
            return Vec::new();
        }
        // The second part of `JANE DOE, Associated Press` is no second author, but two words in one case may be.
        if names.is_empty() || !is_employer(part) {
            names.push(reading_case(part));
        }
    }
    names
}

fn is_employer(part: &str) -> bool {
    let last = part.split_whitespace().next_back().unwrap_or_default();
    let employers = [
        "AFP",
        "AP",
        "BBC",
        "Bureau",
        "Correspondent",
        "Desk",
        "Editor",
        "News",
        "Post",
        "Press",
        "Reporter",
        "Reuters",
        "Service",
        "Staff",
        "Times",
        "UPI",
        "Writer",
    ];
    employers.iter().any(|employer| employer.eq_ignore_ascii_case(last))
}

fn begins_upper(word: &str) -> bool {
    word.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase())
}

/// Whether a word can be part of a name: capitalised, an initial, or a particle.
fn is_name_word(word: &str) -> bool {
    let particles = [
        "al", "bin", "da", "de", "del", "della", "der", "di", "dos", "du", "el", "ibn", "la", "le", "ten", "ter",
        "van", "von", "y",
    ];
    let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'));
    let long_end = word.len() > 4 && word.ends_with('.');
    letters
        && !long_end
        && (begins_upper(word)
            || particles.contains(&word)
            || word.contains('-') && word.chars().any(char::is_uppercase))
}

/// A dateline at the beginning of a line.
#[derive(Debug)]
struct Opening<'a> {
    place: &'a str,
    agency: Option<&'a str>,
    date: Option<(usize, WrittenDate)>,
    /// Whether it ends with a colon, as who speaks in a transcript does too.
    colon: bool,
    /// The bytes it takes, with the white space after it.
    len: usize,
}

impl<'a> Opening<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let place = place_before(text)?;
        let mut rest = text.get(place.len()..)?;
        let date = Self::date(&mut rest, text.len());
        let mut agency = Self::agency(&mut rest);
        let date = date.or_else(|| agency.is_some().then(|| Self::date(&mut rest, text.len())).flatten());
        agency = agency.or_else(|| Self::agency(&mut rest));
        let ending = rest.trim_start();
        let separator = ["—", "–", "--", "- ", ":", "-"].into_iter().find(|mark| ending.starts_with(mark));
        let capitals = is_capitals(place);
        let colon = separator == Some(":");
        let dash = separator.is_some_and(|mark| mark != "-" || ending.len() == 1);
        // Mixed case is a place only with an agency or a date: `Iraq — which …` is prose.
        let sure = agency.is_some() || date.is_some() || capitals;
        let alone = ending.is_empty() && (agency.is_some() || date.is_some());
        if !sure || !(alone || dash) || colon && (!capitals || is_kicker(place)) {
            return None;
        }
        let after = ending.get(separator.map_or(0, str::len)..)?.trim_start();
        Some(Self { place, agency, date, colon, len: text.len() - after.len() })
    }

    /// Takes `, April 14, 2021` or ` 14 April`.
    fn date(rest: &mut &'a str, total: usize) -> Option<(usize, WrittenDate)> {
        let start = rest.trim_start_matches([',', ' ', '(']);
        if start.len() == rest.len() {
            return None;
        }
        let written = WrittenDate::read(start)?;
        let at = total - start.len();
        let bracketed = rest.trim_start_matches([',', ' ']).starts_with('(');
        let after = start.get(written.len..)?;
        *rest = if bracketed { after.strip_prefix(')').unwrap_or(after) } else { after };
        Some((at, written))
    }

    /// Takes ` (Reuters)`.
    fn agency(rest: &mut &'a str) -> Option<&'a str> {
        let inside = rest.trim_start_matches([',', ' ']).strip_prefix('(')?;
        let (agency, after) = inside.split_once(')')?;
        let few = agency.split_whitespace().count() <= 5 && agency.len() <= 40;
        let named =
            begins_upper(agency) && agency.chars().any(char::is_alphabetic) && !agency.contains(['.', '"', '“']);
        (few && named).then(|| *rest = after)?;
        Some(agency)
    }
}

/// Words in capitals that announce what kind of text follows, and are no place.
fn is_kicker(label: &str) -> bool {
    let kickers = [
        "ADVISORY",
        "ALERT",
        "ANALYSIS",
        "BACKGROUND",
        "BREAKING",
        "BREAKING NEWS",
        "CORRECTION",
        "EDITORIAL",
        "EXCLUSIVE",
        "EXPLAINER",
        "FACTBOX",
        "FEATURE",
        "FLASHBACK",
        "INTERVIEW",
        "LIVE",
        "NEWS ANALYSIS",
        "NOTE",
        "OPINION",
        "PHOTO",
        "PHOTOS",
        "PREVIEW",
        "PROFILE",
        "REVIEW",
        "SPECIAL REPORT",
        "STATEMENT",
        "TIMELINE",
        "TRANSCRIPT",
        "UPDATE",
        "URGENT",
        "VIDEO",
        "WATCH",
    ];
    let titles = ["MR", "MRS", "MS", "DR", "THE", "GEN", "SEN", "REP", "PRESIDENT", "SECRETARY", "QUESTION", "ANSWER"];
    let first = label.split([' ', '.']).next().unwrap_or_default();
    kickers.contains(&label)
        || titles.contains(&first)
        || label.chars().filter(|c| c.is_alphabetic()).count() < 3
        || crate::read::label::is_known(label)
}

/// The words at the beginning of a text that can be a place, up to a date, a bracket, a dash or a colon.
fn place_before(text: &str) -> Option<&str> {
    const LONGEST: usize = 60;
    const MOST_WORDS: usize = 6;
    let mut end = 0;
    let mut words = 0;
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start_matches(' ');
        let at = text.len() - trimmed.len();
        let word = trimmed.split([' ', '\t', '\u{A0}', '(', ':', '—', '–']).next().unwrap_or_default();
        let bare = word.trim_end_matches(',');
        let joining = words > 0 && matches!(bare, "and" | "of" | "de" | "el" | "al" | "the" | "e");
        let is_date = words > 0 && WrittenDate::read(trimmed).is_some();
        if is_date || bare.is_empty() || bare == "-" || bare == "--" {
            break;
        }
        if !(begins_upper(bare) || joining)
            || !bare.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '/'))
        {
            return None;
        }
        words += 1;
        end = at + bare.len();
        if words > MOST_WORDS || end > LONGEST {
            return None;
        }
        rest = text.get(at + word.len()..)?;
        if word.len() > bare.len() && WrittenDate::read(rest.trim_start()).is_some() {
            break;
        }
        if !rest.starts_with(' ') {
            break;
        }
    }
    let place = text.get(..end)?;
    let follows = text.get(end..)?.trim_start_matches([',', ' ']);
    let mark = follows.starts_with(['(', ':', '—', '–', '-']) || WrittenDate::read(follows).is_some();
    (words > 0 && mark).then_some(place)
}

/// Whether the letters of a text are capitals; a particle or state in small letters after a comma may follow.
fn is_capitals(text: &str) -> bool {
    let main = text.split(',').next().unwrap_or_default();
    main.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !main.chars().any(char::is_lowercase)
}

/// Writes words that stand in capitals with small letters: `ABU DHABI` as `Abu Dhabi`; `U.N.` and `D.C.` stay.
fn reading_case(words: &str) -> String {
    if words.chars().any(char::is_lowercase) && !words.split_whitespace().any(is_shouted) {
        return words.to_owned();
    }
    let written = words.split(' ').enumerate().map(|(index, word)| {
        let small = index > 0 && matches!(word, "AND" | "OF" | "THE" | "DE" | "DEL");
        if small {
            word.to_lowercase()
        } else if is_shouted(word) {
            let parts = word.split('-').map(|part| part.split('/').map(lowered).collect::<Vec<_>>().join("/"));
            parts.collect::<Vec<_>>().join("-")
        } else {
            word.to_owned()
        }
    });
    written.collect::<Vec<_>>().join(" ")
}

/// Whether a word stands in capitals and is no acronym with stops.
fn is_shouted(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2 && !word.chars().any(char::is_lowercase) && !word.trim_end_matches(['.', ',']).contains('.')
}

fn lowered(part: &str) -> String {
    let lower = part.to_lowercase();
    match lower.strip_prefix("mc").or_else(|| lower.strip_prefix("o'")).or_else(|| lower.strip_prefix("o’")) {
        Some(rest) if rest.chars().count() > 2 => {
            let prefix = lower.get(..lower.len() - rest.len()).unwrap_or_default();
            text::capitalise(prefix) + &text::capitalise(rest)
        }
        _ => text::capitalise(&lower),
    }
}

/// Whether what follows an opening in capitals is in capitals as well: then both are a headline (`SOCCER - LUMIA WIN CUP`).
fn is_in_capitals(rest: &str) -> bool {
    rest.chars().filter(|c| c.is_uppercase()).count() > 3 && !rest.contains(char::is_lowercase)
}
