//! The markers around the part of a page that dateline writes. They show nothing to readers of the wiki.
//!
//! The marker above the part says which page of the site it is from and has two digests: of the text that was sent, so that
//! what did not change makes no edit, and of how that text reads, so that a change by a person is seen. The marker below repeats
//! the first, which no text between the two can foresee.

use std::fmt::Write as _;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event};
use unicode_normalization::UnicodeNormalization as _;

/// What markers look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A comment: `<!-- … -->`, as in MediaWiki.
    Comment,
    /// A row of a table that is never closed: DokuWiki drops what stands after the last `|`, and has no comments.
    Row,
    /// An anchor, which has a name and no content: Confluence keeps no comments.
    Anchor,
}

/// The marked part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Which page of the site it is: `actor/ines-calloway`.
    pub key: String,
    /// The digests; `None` where a person has set the markers as an invitation.
    pub digests: Option<Digests>,
    /// The bytes between the markers.
    pub body: Range<usize>,
    /// The bytes of all of it, with its markers.
    whole: Range<usize>,
}

/// What is known of a text that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digests {
    /// Of the text.
    pub sent: String,
    /// Of how it reads.
    pub read: String,
}

/// What markers a page has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// None.
    Nothing,
    /// One part.
    Part(Section),
    /// Markers that do not belong together.
    Damaged,
}

/// One marker: where it is, and its words.
struct Marker<'t> {
    range: Range<usize>,
    words: &'t str,
}

const SIGN: &str = "dateline:";

impl Digests {
    /// Of a text that is to be sent.
    pub fn of(style: Style, body: &str) -> Self {
        Self { sent: digest(body), read: digest(&reading(style, body)) }
    }
}

impl Section {
    /// Whether the part is as it was sent, as far as words and links go. An invitation is, while there is nothing in it.
    pub fn is_untouched(&self, style: Style, text: &str) -> bool {
        let read = reading(style, text.get(self.body.clone()).unwrap_or_default());
        self.digests.as_ref().map_or(read.is_empty(), |digests| digests.read == digest(&read))
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self, style: Style, text: &str) -> bool {
        reading(style, text.get(self.body.clone()).unwrap_or_default()).is_empty()
    }

    /// The page with another text in this part.
    pub fn replaced(&self, style: Style, text: &str, body: &str, note: &str) -> String {
        let old = text.get(self.body.clone()).unwrap_or_default().trim();
        // An editor may have put the two markers into paragraphs, which then end and begin between them.
        let inside = style == Style::Anchor && old.starts_with("</p>") && old.ends_with('>') && old.contains("<p");
        let glued = old.rfind("<p").filter(|_| inside).and_then(|at| old.get(at..));
        let new = match glued {
            Some(opening) if !opening.contains("</p") => marked(style, &self.key, body, note, ("</p>", opening)),
            _ => marked(style, &self.key, body, note, ("", "")),
        };
        let before = text.get(..self.whole.start).unwrap_or_default();
        let after = text.get(self.whole.end..).unwrap_or_default();
        format!("{before}{new}{after}")
    }
}

/// A text with markers around it: a new page.
pub fn wrapped(style: Style, key: &str, body: &str, note: &str) -> String {
    let mut text = marked(style, key, body, note, ("", ""));
    if style != Style::Anchor {
        text.push('\n');
    }
    text
}

fn marked(style: Style, key: &str, body: &str, note: &str, glue: (&str, &str)) -> String {
    let Digests { sent, read } = Digests::of(style, body);
    let begin = format!("{SIGN}begin {key} {sent}.{read}");
    let end = format!("{SIGN}end {key} {sent}");
    match style {
        Style::Comment => format!("<!-- {begin}: {note} -->\n{body}\n<!-- {end} -->"),
        Style::Row => format!("|{begin}: {note}\n\n{body}\n\n|{end}"),
        Style::Anchor => format!("{}{}{body}{}{}", anchor(&begin), glue.0, glue.1, anchor(&end)),
    }
}

fn anchor(name: &str) -> String {
    format!(
        "<ac:structured-macro ac:name=\"anchor\"><ac:parameter ac:name=\"\">{name}</ac:parameter></ac:structured-macro>"
    )
}

/// Finds the marked part of a page.
pub fn find(style: Style, text: &str) -> Found {
    let markers = markers(style, text);
    let found = match markers.as_slice() {
        [] => return Found::Nothing,
        [begin, end] => part(text, begin, end),
        // What looks like markers between the two may be the words of an article, as long as all is as it was sent.
        [begin, .., end] => {
            part(text, begin, end).filter(|section| section.digests.is_some() && section.is_untouched(style, text))
        }
        [_] => None,
    };
    found.map_or(Found::Damaged, Found::Part)
}

fn part(text: &str, begin: &Marker<'_>, end: &Marker<'_>) -> Option<Section> {
    let words = begin.words.strip_prefix("begin ")?.trim();
    let (key, rest) = words.split_once([' ', ':']).unwrap_or((words, ""));
    let (kind, slug) = key.split_once('/')?;
    if kind.is_empty() || slug.is_empty() {
        return None;
    }
    let given = rest.split([':', ' ']).next().unwrap_or_default();
    let digests = match given.split_once('.') {
        Some((sent, read)) => Some(Digests { sent: sent.to_owned(), read: read.to_owned() }),
        None if given.is_empty() => None,
        None => return None,
    };
    let mut last = end.words.strip_prefix("end ")?.split_whitespace();
    let same_key = last.next() == Some(key);
    let same_digest = last.next() == digests.as_ref().map(|digests| digests.sent.as_str());
    let body = begin.range.end..end.range.start;
    text.get(body.clone()).filter(|_| same_key && same_digest)?;
    Some(Section { key: key.to_owned(), digests, body, whole: begin.range.start..end.range.end })
}

fn markers(style: Style, text: &str) -> Vec<Marker<'_>> {
    match style {
        Style::Comment => comments(text),
        Style::Row => rows(text),
        Style::Anchor => anchors(text),
    }
}

fn comments(text: &str) -> Vec<Marker<'_>> {
    let mut markers = Vec::new();
    let mut at = 0;
    while let Some((start, end)) = between(text, at, "<!--", "-->") {
        let words = text.get(start + 4..end - 3).unwrap_or_default().trim();
        markers.extend(words.strip_prefix(SIGN).map(|words| Marker { range: start..end, words }));
        at = end;
    }
    markers
}

fn rows(text: &str) -> Vec<Marker<'_>> {
    let mut markers = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        let words = content.strip_prefix('|').and_then(|row| row.trim_start().strip_prefix(SIGN));
        markers.extend(words.map(|words| Marker { range: at..at + content.len(), words }));
        at += line.len();
    }
    markers
}

fn anchors(text: &str) -> Vec<Marker<'_>> {
    const CLOSE: &str = "</ac:structured-macro>";
    let mut markers = Vec::new();
    let mut at = 0;
    while let Some((start, end)) = between(text, at, "<ac:structured-macro", CLOSE) {
        let macro_text = text.get(start..end).unwrap_or_default();
        // Macros hold macros; only the innermost can be an anchor.
        let inner = macro_text.rfind("<ac:structured-macro").unwrap_or_default();
        let macro_text = macro_text.get(inner..).unwrap_or_default();
        let words = macro_text
            .contains("ac:name=\"anchor\"")
            .then(|| macro_text.split_once(&format!(">{SIGN}")))
            .flatten()
            .and_then(|(_, rest)| rest.split('<').next());
        markers.extend(words.map(|words| Marker { range: start + inner..end, words }));
        at = end;
    }
    markers
}

/// Where the next `open … close` from `at` begins and ends.
fn between(text: &str, at: usize, open: &str, close: &str) -> Option<(usize, usize)> {
    let start = at + text.get(at..)?.find(open)?;
    let inside = start + open.len();
    Some((start, inside + text.get(inside..)?.find(close)? + close.len()))
}

fn digest(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().chars().take(16).collect()
}

/// A text as far as it may not change unseen. Wikis drop white space at the ends; Confluence writes elements its own way, so
/// that words and links are all that can be held on to.
fn reading(style: Style, text: &str) -> String {
    match style {
        Style::Comment | Style::Row => {
            let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
            lines.join("\n").trim().nfc().collect()
        }
        Style::Anchor => words_and_links(text),
    }
}

fn words_and_links(text: &str) -> String {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut out = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Text(part)) => out.push_str(&part.decode().unwrap_or_default()),
            Ok(Event::CData(part)) => out.push_str(&part.decode().unwrap_or_default()),
            Ok(Event::GeneralRef(name)) => match name.resolve_char_ref() {
                Ok(Some(c)) => out.push(c),
                _ => {
                    let name = name.decode().unwrap_or_default();
                    match resolve_html5_entity(&name) {
                        Some(known) => out.push_str(known),
                        None => write!(out, "&{name};").unwrap_or_default(),
                    }
                }
            },
            Ok(Event::Start(element) | Event::Empty(element)) => {
                if let Some(link) = target(&element) {
                    write!(out, " <{link}> ").unwrap_or_default();
                } else {
                    out.push(' ');
                }
            }
            Ok(Event::End(_)) => out.push(' '),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            // A person's slip of the pen; what comes after it counts as it stands.
            Err(_) => {
                let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX).min(text.len());
                out.push_str(text.get(at..).unwrap_or_default());
                break;
            }
        }
    }
    // Where an element begins or ends is not held on to, so white space is not either.
    out.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

/// Where an element leads.
fn target(element: &BytesStart<'_>) -> Option<String> {
    let link = element.try_get_attribute("href").ok()??;
    let value = String::from_utf8_lossy(&link.value).into_owned();
    Some(quick_xml::escape::unescape(&value).map(std::borrow::Cow::into_owned).unwrap_or(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: [Style; 3] = [Style::Comment, Style::Row, Style::Anchor];

    fn section(style: Style, text: &str) -> Section {
        match find(style, text) {
            Found::Part(section) => section,
            other => panic!("{style:?}: {other:?} in {text}"),
        }
    }

    #[test]
    fn what_was_wrapped_is_found_and_replaced() {
        for style in STYLES {
            let page = format!("Above.\n{}Below.", wrapped(style, "actor/x", "<p>Our text.</p>", "a note"));
            let found = section(style, &page);
            assert_eq!(found.key, "actor/x");
            assert_eq!(found.digests, Some(Digests::of(style, "<p>Our text.</p>")));
            assert!(found.is_untouched(style, &page));
            let again = found.replaced(style, &page, "<p>Another text.</p>", "a note");
            assert!(again.starts_with("Above.\n") && again.ends_with("Below."), "{again}");
            assert!(!again.contains("Our text"), "{again}");
            let found = section(style, &again);
            assert!(found.is_untouched(style, &again));
            // Nothing is added from time to time.
            assert_eq!(found.replaced(style, &again, "<p>Another text.</p>", "a note"), again);
        }
    }

    #[test]
    fn a_change_between_the_marks_is_seen_and_one_outside_is_not() {
        for style in STYLES {
            let page = wrapped(style, "topic/x", "<p>Our text.</p>", "a note");
            let edited = page.replace("Our text", "Their text");
            assert!(!section(style, &edited).is_untouched(style, &edited));
            let beside = format!("Their words.\n{page}\nMore.");
            assert!(section(style, &beside).is_untouched(style, &beside));
        }
    }

    #[test]
    fn white_space_that_a_wiki_drops_is_no_change() {
        let page = wrapped(Style::Comment, "topic/x", "Line one.  \r\nLine two.\n\n", "");
        let stored = page.replace("  \r\n", "\n").replace("two.\n\n\n", "two.\n");
        assert!(section(Style::Comment, &stored).is_untouched(Style::Comment, &stored));
    }

    #[test]
    fn confluence_may_write_the_same_in_another_way() {
        let page = wrapped(
            Style::Anchor,
            "actor/x",
            "<p>A “word” &amp; <a href=\"https://d.example/?a=1&amp;b=2\">more</a></p>",
            "",
        );
        let stored = page
            .replace("<ac:structured-macro ", "<p><ac:structured-macro ac:schema-version=\"1\" ac:macro-id=\"7\" ")
            .replace("</ac:structured-macro>", "</ac:structured-macro></p>")
            .replace('“', "&ldquo;")
            .replace('”', "&rdquo;")
            .replace("<a ", "<a class=\"external\" ");
        let found = section(Style::Anchor, &stored);
        assert!(found.is_untouched(Style::Anchor, &stored));
        let again = found.replaced(Style::Anchor, &stored, "<p>New.</p>", "");
        assert!(again.contains("</ac:structured-macro></p><p>New.</p><p><ac:structured-macro"), "{again}");
        assert_eq!(again.matches("<p>").count(), again.matches("</p>").count());
        let other_link = stored.replace("b=2", "b=3");
        assert!(!section(Style::Anchor, &other_link).is_untouched(Style::Anchor, &other_link));
    }

    #[test]
    fn marks_that_do_not_belong_together_are_damaged() {
        for style in STYLES {
            let page = wrapped(style, "actor/x", "Text.", "");
            let other = wrapped(style, "actor/y", "Text.", "");
            let half = page.replace("dateline:end", "ended");
            let renamed = page.replace("end actor/x", "end actor/z");
            for damaged in [half, renamed, format!("{page}\n{other}")] {
                assert_eq!(find(style, &damaged), Found::Damaged, "{style:?}: {damaged}");
            }
            assert_eq!(find(style, "Somebody's page, about dateline:begin actor/x and so on."), Found::Nothing);
        }
    }

    #[test]
    fn a_person_may_invite() {
        let page = "Notes.\n<!-- dateline:begin topic/harbour -->\n\n<!-- dateline:end topic/harbour -->\nMore.";
        let found = section(Style::Comment, page);
        assert_eq!((found.digests.as_ref(), found.is_untouched(Style::Comment, page)), (None, true));
        let filled = found.replaced(Style::Comment, page, "Text.", "note");
        assert!(section(Style::Comment, &filled).digests.is_some());
        let full = page.replace("\n\n", "\nText.\n");
        assert!(!section(Style::Comment, &full).is_untouched(Style::Comment, &full));
    }

    #[test]
    fn a_text_that_shows_an_end_does_not_end_the_part() {
        // As an article could hold it where the markup lets it through.
        let page = wrapped(Style::Row, "actor/x", "A line.\n|dateline:end actor/x 0123456789abcdef\nMore.", "");
        assert!(section(Style::Row, &page).is_untouched(Style::Row, &page));
        assert_eq!(find(Style::Row, &page.replace("A line", "Their line")), Found::Damaged);
    }
}
