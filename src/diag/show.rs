//! How findings and errors are written: for people, one line each, or as JSON.
//!
//! Nothing here reads a file or writes to the terminal: texts come in, text goes out. Colours are in the text as ANSI
//! sequences in the human form; the caller takes them out where they are not wanted.

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet, normalize_untrusted_str};
use serde::Serialize;
use serde_json::Value;

use crate::diag::{Diagnostic, Error, Excerpt, Severity};
use crate::span::RawSpan;

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// With an excerpt of the file and hints.
    Human,
    /// `path:line:column: severity[code]: message`.
    Short,
    /// One JSON object a line.
    Json,
}

/// The bytes of a file, ready for finding lines in it.
///
/// They are shown as UTF-8; bytes that are not UTF-8 are shown as Windows-1252, as `read` takes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    bytes: Vec<u8>,
    /// Where each line begins.
    lines: Vec<usize>,
}

/// A place in a file, for people: line and columns count from 1, columns count code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

/// The part of one line that is shown, and the bytes of it that are meant.
struct Window {
    text: String,
    marked: std::ops::Range<usize>,
}

/// Code points shown before, after and of what is meant.
const AROUND: usize = 50;
const MARKED: usize = 100;

impl Shown {
    /// Takes the bytes of a file.
    pub fn new(bytes: Vec<u8>) -> Self {
        let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(ends).collect();
        Self { bytes, lines }
    }

    /// The index of the line that holds a byte.
    fn line_at(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// The bytes from `start` to `end`, cut to what is there.
    fn slice(&self, start: usize, end: usize) -> &[u8] {
        let end = end.min(self.bytes.len());
        self.bytes.get(start.min(end)..end).unwrap_or_default()
    }

    fn place(&self, span: RawSpan) -> Place {
        let one = |at: usize| {
            let line = self.line_at(at);
            let start = self.lines.get(line).copied().unwrap_or_default();
            (line + 1, decode(self.slice(start, at)).chars().count() + 1)
        };
        let (line, column) = one(span.start as usize);
        let (end_line, end_column) = one(span.end as usize);
        Place { line, column, end_line, end_column }
    }

    /// The first line of what is meant, cut to a window around it.
    fn window(&self, span: RawSpan) -> Window {
        let line = self.line_at(span.start as usize);
        let start = self.lines.get(line).copied().unwrap_or_default();
        let end = self.lines.get(line + 1).copied().unwrap_or(self.bytes.len());
        let whole = self.slice(start, end);
        let end = start + whole.trim_ascii_end().len().max(span.start as usize - start.min(span.start as usize));
        let meant = span.start as usize..(span.end as usize).clamp(span.start as usize, end.max(span.start as usize));
        let mut text = last_chars(&decode(self.slice(start, meant.start)), AROUND);
        let from = text.len();
        text.push_str(&first_chars(&decode(self.slice(meant.start, meant.end)), MARKED));
        let marked = from..text.len();
        text.push_str(&first_chars(&decode(self.slice(meant.end, end)), AROUND));
        Window { text, marked }
    }
}

/// The bytes as text: UTF-8 where they are, Windows-1252 where they are not.
fn decode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| windows_1252(*byte)));
    }
    text
}

/// The character of a byte in Windows-1252 (WHATWG Encoding Standard, index windows-1252).
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    byte.checked_sub(0x80).and_then(|high| HIGH.get(usize::from(high)).copied()).unwrap_or(char::from(byte))
}

/// The first `count` code points, with an ellipsis where something is left out.
fn first_chars(text: &str, count: usize) -> String {
    match text.char_indices().nth(count) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The last `count` code points, with an ellipsis where something is left out.
fn last_chars(text: &str, count: usize) -> String {
    match text.char_indices().rev().nth(count) {
        Some((start, c)) => format!("…{}", text.get(start + c.len_utf8()..).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A finding or error as it is written, whatever the form.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Message<'a> {
    code: &'a str,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    place: Option<JsonPlace>,
    message: &'a str,
    hints: Vec<&'a str>,
    #[serde(skip)]
    notes: Vec<String>,
    #[serde(skip)]
    level: Level<'static>,
}

/// A place as it is written in JSON.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonPlace {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl From<Place> for JsonPlace {
    fn from(Place { line, column, end_line, end_column }: Place) -> Self {
        Self { line, column, end_line, end_column }
    }
}

/// Writes a finding, with a line feed at the end. `text` is the file it is about, where that can be read.
pub fn diagnostic(found: &Diagnostic, text: Option<&Shown>, form: Form) -> String {
    of_diagnostic(found).written(text.zip(found.span), form)
}

/// A finding as data, with the line it is about: `excerpt` holds the text before, at and after the place.
pub fn diagnostic_data(found: &Diagnostic, text: Option<&Shown>) -> Value {
    of_diagnostic(found).data(text.zip(found.span))
}

fn of_diagnostic(found: &Diagnostic) -> Message<'_> {
    let (severity, level) = match found.severity {
        Severity::Note => ("note", Level::NOTE),
        Severity::Warning => ("warning", Level::WARNING),
        Severity::Error => ("error", Level::ERROR),
    };
    Message {
        code: found.code.name(),
        severity,
        path: Some(found.source.as_str()),
        place: None,
        message: &found.message,
        hints: found.hints.iter().map(String::as_str).collect(),
        notes: Vec::new(),
        level,
    }
}

/// Writes why a run cannot go on, with a line feed at the end.
pub fn error(error: &Error, form: Form) -> String {
    with_message(error, |message, at| message.written(at, form))
}

/// Why a run cannot go on as data, with the line it is about.
pub fn error_data(error: &Error) -> Value {
    with_message(error, |message, at| message.data(at))
}

fn with_message<T>(error: &Error, write: impl FnOnce(Message<'_>, Option<(&Shown, RawSpan)>) -> T) -> T {
    let text = error.to_string();
    let (code, place, hint, note) = match error {
        Error::Disk { .. } => ("disk", None, None, None),
        Error::Config { place, hint, .. } => ("config", place.as_ref(), hint.as_deref(), None),
        Error::Template { place, rendering, .. } => {
            ("template", place.as_ref(), None, rendering.as_ref().map(|page| format!("while rendering {page}")))
        }
        Error::Publish { hint, .. } => ("publish", None, hint.as_deref(), None),
        Error::Wiki { hint, .. } => ("wiki", None, hint.as_deref(), None),
        Error::NotASite { hint, .. } => ("not-a-site", None, Some(hint.as_str()), None),
    };
    let shown = place.map(|place: &Excerpt| (Shown::new(place.text.clone().into_bytes()), place.span));
    let message = Message {
        code,
        severity: "error",
        path: place.map(|place| place.name.as_str()),
        place: None,
        message: &text,
        hints: hint.into_iter().collect(),
        notes: note.into_iter().collect(),
        level: Level::ERROR,
    };
    write(message, shown.as_ref().map(|(shown, span)| (shown, *span)))
}

impl Message<'_> {
    fn written(mut self, at: Option<(&Shown, RawSpan)>, form: Form) -> String {
        let place = at.map(|(shown, span)| shown.place(span));
        match form {
            Form::Human => self.human(at.zip(place)),
            Form::Short => self.short(place),
            Form::Json => {
                self.place = place.map(JsonPlace::from);
                let json = serde_json::to_string(&self).expect("strings and numbers can always be written");
                format!("{json}\n")
            }
        }
    }

    fn data(mut self, at: Option<(&Shown, RawSpan)>) -> Value {
        self.place = at.map(|(shown, span)| shown.place(span).into());
        let mut data = serde_json::to_value(&self).expect("strings and numbers can always be written");
        data["notes"] = self.notes.into();
        if let Some((shown, span)) = at {
            let Window { text, marked } = shown.window(span);
            let piece = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
            let pieces = [piece(0..marked.start), piece(marked.clone()), piece(marked.end..text.len())];
            data["excerpt"] = serde_json::json!(pieces);
        }
        data
    }

    fn short(&self, place: Option<Place>) -> String {
        let message = format!("{}[{}]: {}", self.severity, self.code, one_line(self.message));
        let notes: String = self.notes.iter().map(|note| format!(" ({note})")).collect();
        match (self.path, place) {
            (Some(path), Some(place)) => {
                format!("{}:{}:{}: {message}{notes}\n", one_line(path), place.line, place.column)
            }
            (Some(path), None) => format!("{}: {message}{notes}\n", one_line(path)),
            (None, _) => format!("{message}{notes}\n"),
        }
    }

    fn human(&self, at: Option<((&Shown, RawSpan), Place)>) -> String {
        let mut elements: Vec<Element<'_>> = Vec::new();
        if let Some(path) = self.path {
            let origin = Origin::path(path);
            elements.push(match at {
                Some((_, place)) => origin.line(place.line).char_column(place.column).into(),
                None => origin.into(),
            });
        }
        let mut excerpt = false;
        if let Some(((shown, span), place)) = at {
            let Window { text, marked } = shown.window(span);
            if !text.is_empty() {
                excerpt = true;
                let annotation = AnnotationKind::Primary.span(marked);
                elements.push(Snippet::source(text).line_start(place.line).annotation(annotation).into());
            }
        }
        let said = |level: Level<'static>, text: &str| Element::from(level.message(normalize_untrusted_str(text)));
        elements.extend(self.notes.iter().map(|note| said(Level::NOTE, note)));
        elements.extend(self.hints.iter().map(|hint| said(Level::HELP.with_name("hint"), hint)));
        let title = self.level.clone().primary_title(self.message).id(self.code);
        // The window is cut here already.
        let renderer = Renderer::styled().term_width(1000);
        tidied(&renderer.render(&[title.elements(elements)]), excerpt)
    }
}

/// What the renderer drew, with an empty line at the end.
///
/// The place stands in a line of its own, because the excerpt is cut; the renderer then opens the excerpt with the sign
/// for a file without a name, which goes. Without an excerpt its bar goes too, and the lines below the title are set in.
fn tidied(drawn: &str, excerpt: bool) -> String {
    let mut text = String::with_capacity(drawn.len() + 2);
    for (number, line) in drawn.lines().enumerate() {
        let plain = anstream::adapter::strip_str(line).to_string();
        if plain.trim() == ":::" || (!excerpt && plain.trim() == "|") {
            continue;
        }
        if number > 0 && !excerpt && !plain.starts_with("  ") {
            text.push_str("  ");
        }
        text.push_str(line);
        text.push('\n');
    }
    text.push('\n');
    text
}

/// The text without line feeds and other control characters.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::span::SourceId;

    fn check(text: &[u8], span: std::ops::Range<u32>, form: Form, expected: &str) {
        let id = SourceId::new("content/articles/a.txt");
        let found = Diagnostic::at(Code::PrintArtefact, &id, RawSpan::new(span.start, span.end), "read `x` as `y`");
        let written = diagnostic(&found.hint("look again"), Some(&Shown::new(text.to_vec())), form);
        assert_eq!(anstream::adapter::strip_str(&written).to_string(), expected);
    }

    #[test]
    fn the_three_forms() {
        let text = "one\nThe forc-es left\n".as_bytes();
        check(
            text,
            8..15,
            Form::Human,
            "\
note[print-artefact]: read `x` as `y`
 --> content/articles/a.txt:2:5
  |
2 | The forc-es left
  |     ^^^^^^^
  |
  = hint: look again

",
        );
        check(text, 8..15, Form::Short, "content/articles/a.txt:2:5: note[print-artefact]: read `x` as `y`\n");
        check(
            text,
            8..15,
            Form::Json,
            "{\"code\":\"print-artefact\",\"severity\":\"note\",\"path\":\"content/articles/a.txt\",\"line\":2,\"column\":5,\"endLine\":2,\"endColumn\":12,\"message\":\"read `x` as `y`\",\"hints\":[\"look again\"]}\n",
        );
    }

    #[test]
    fn a_finding_about_a_whole_file_has_no_excerpt() {
        let id = SourceId::new("dateline.toml");
        let found = Diagnostic::file(Code::NoArticles, &id, "no article").hint("put some there").hint("or go");
        let written = diagnostic(&found, None, Form::Human);
        assert_eq!(
            anstream::adapter::strip_str(&written).to_string(),
            "\
warning[no-articles]: no article
  --> dateline.toml
   = hint: put some there
   = hint: or go

"
        );
    }

    #[test]
    fn other_encodings_are_shown_decoded_and_counted_in_characters() {
        let text = b"caf\xe9 \x93so\x94 forc-es";
        check(text, 10..17, Form::Short, "content/articles/a.txt:1:11: note[print-artefact]: read `x` as `y`\n");
        let shown = Shown::new(text.to_vec()).window(RawSpan::new(10, 17));
        assert_eq!(shown.text, "café “so” forc-es");
        assert_eq!(shown.text.get(shown.marked), Some("forc-es"));
    }

    #[test]
    fn long_lines_are_cut_to_a_window() {
        let text = format!("{} here {}", "ü".repeat(5_000_000), "z".repeat(1000));
        let shown = Shown::new(text.into_bytes()).window(RawSpan::new(10_000_001, 10_000_005));
        assert_eq!(shown.text.get(shown.marked), Some("here"));
        assert!(shown.text.chars().count() < 110);
    }

    #[test]
    fn spans_over_several_lines_or_past_the_end_are_harmless() {
        let shown = Shown::new(b"one\ntwo\nthree".to_vec());
        for (start, end) in [(0, 13), (2, 9), (3, 4), (4, 4), (13, 13), (13, 99), (50, 60), (8, 99)] {
            let window = shown.window(RawSpan::new(start, end));
            assert!(window.text.get(window.marked).is_some(), "{start}..{end}");
        }
        let window = shown.window(RawSpan::new(4, 13));
        assert_eq!((window.text.as_str(), window.marked), ("two", 0..3));
    }

    #[test]
    fn an_error_names_what_was_being_rendered() {
        let failed = Error::Template {
            place: Some(Excerpt {
                name: "templates/article.html".to_owned(),
                text: "<p>\n{{ titel }}\n".to_owned(),
                span: RawSpan::new(7, 12),
            }),
            message: "`titel` is not defined".to_owned(),
            rendering: Some("article content/articles/a.txt".to_owned()),
        };
        assert_eq!(
            anstream::adapter::strip_str(&error(&failed, Form::Human)).to_string(),
            "\
error[template]: `titel` is not defined
 --> templates/article.html:2:4
  |
2 | {{ titel }}
  |    ^^^^^
  |
  = note: while rendering article content/articles/a.txt

"
        );
    }
}
