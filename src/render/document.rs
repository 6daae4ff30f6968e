//! A text before it has a markup: headings, paragraphs, lists, tables and links, made once and written in any markup.
//!
//! What comes from articles is cleaned where it enters: white space is one space, control characters are gone, and no
//! marks of direction are left open. Each writer has one more duty: no word of a text becomes markup.

mod confluence;
mod dokuwiki;
mod html;
mod markdown;
mod mediawiki;
mod plain;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use crate::model::form::Markup;

/// A text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Document {
    /// BCP 47 tag of its language.
    pub(super) language: String,
    /// Whether it runs from right to left.
    pub(super) rtl: bool,
    /// Its parts.
    pub(super) blocks: Vec<Block>,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading of a level from 1 to 6.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(Line),
    /// A paragraph in somebody else's words.
    Quotation(Line),
    /// A list.
    List(Vec<Line>),
    /// A table.
    Table(Table),
    /// Text with its own line ends.
    Verbatim(String),
    /// A break between parts.
    Rule,
    /// Where the text is from.
    Origin(Line),
}

/// A table. Each row has as many cells as the head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// The headings of its columns.
    pub(super) head: Vec<String>,
    /// Its rows.
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// What stands in it.
    pub(super) line: Line,
    /// By what the column is sorted, where that is not what stands in it.
    pub(super) sort: Option<String>,
}

/// Words in a row.
pub(super) type Line = Vec<Inline>;

/// Words that are all alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inline {
    /// Plain words.
    Text(String),
    /// Strongly stressed.
    Strong(String),
    /// Stressed.
    Emphasis(String),
    /// Words for a machine.
    Code(String),
    /// A link.
    Link {
        /// What it says.
        words: String,
        /// Where it leads: a full address, or one relative to the file.
        to: String,
    },
}

impl Document {
    /// The text in a markup.
    pub(super) fn written(&self, markup: Markup) -> String {
        match markup {
            Markup::MediaWiki => mediawiki::write(self),
            Markup::DokuWiki => dokuwiki::write(self),
            Markup::Markdown => markdown::write(self),
            Markup::Confluence => confluence::write(self),
            Markup::Html => html::write(self),
            Markup::Plain => plain::write(self),
        }
    }
}

impl Inline {
    /// Plain words.
    pub(super) fn text(words: &str) -> Self {
        Self::Text(clean(words))
    }

    /// Strongly stressed words.
    pub(super) fn strong(words: &str) -> Self {
        Self::Strong(clean(words).trim().to_owned())
    }

    /// Stressed words.
    pub(super) fn emphasis(words: &str) -> Self {
        Self::Emphasis(clean(words).trim().to_owned())
    }

    /// A link. One without words says where it leads.
    pub(super) fn link(words: &str, to: String) -> Self {
        let words = clean(words).trim().to_owned();
        Self::Link { words: if words.is_empty() { safe_address(&to) } else { words }, to }
    }

    /// What it says.
    fn words(&self) -> &str {
        match self {
            Self::Text(words) | Self::Strong(words) | Self::Emphasis(words) | Self::Code(words) => words,
            Self::Link { words, .. } => words,
        }
    }
}

impl From<Line> for Cell {
    fn from(line: Line) -> Self {
        Self { line, sort: None }
    }
}

/// A row of columns that a writer fills with what stands in it.
fn joined(line: &[Inline], write: impl Fn(&Inline) -> String) -> String {
    let mut out = String::new();
    for piece in line.iter().filter(|piece| !piece.words().is_empty()) {
        out.push_str(&write(piece));
    }
    // A blank at its start would mean something in a wiki.
    out.trim().to_owned()
}

/// Text in one line: white space as one space, nothing that cannot be seen and changes what stands beside it.
pub(super) fn clean(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if is_space(c) {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_unfit(c) {
            out.push(c);
        }
    }
    close_directions(&mut out);
    out
}

/// Text with its line ends.
pub(super) fn clean_lines(words: &str) -> String {
    let lines: Vec<String> = words
        .trim_end_matches('\n')
        .lines()
        .map(|line| {
            let mut line: String = line.replace('\t', "    ").chars().filter(|c| !is_unfit(*c)).collect();
            close_directions(&mut line);
            line
        })
        .collect();
    lines.join("\n")
}

/// White space that only separates. A space that does not break is kept.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Control characters, and code points that are no characters: XML has no room for them.
fn is_unfit(c: char) -> bool {
    c.is_control() || matches!(u32::from(c) & 0xfffe, 0xfffe) || ('\u{fdd0}'..='\u{fdef}').contains(&c)
}

/// Ends what was opened to turn the direction of writing, so that it does not reach what follows.
fn close_directions(words: &mut String) {
    let mut open = Vec::new();
    for c in words.chars() {
        match c {
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' => open.push('\u{202c}'),
            '\u{2066}'..='\u{2068}' => open.push('\u{2069}'),
            '\u{202c}' | '\u{2069}' if open.last() == Some(&c) => drop(open.pop()),
            // The end of an isolate ends what was opened in it.
            '\u{2069}' => {
                if let Some(place) = open.iter().rposition(|end| *end == c) {
                    open.truncate(place);
                }
            }
            _ => {}
        }
    }
    words.extend(open.into_iter().rev());
}

/// An address in which no character means anything in a markup; what it leads to stays the same.
fn safe_address(to: &str) -> String {
    let mut out = String::with_capacity(to.len());
    for c in to.chars() {
        let plain = c.is_ascii_alphanumeric() || "-._~:/?#@!$&+,;=%".contains(c);
        // Two of these in a row are marks of a wiki.
        let doubled = matches!(c, '~' | '_') && out.ends_with(c);
        if plain && !doubled {
            out.push(c);
            continue;
        }
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
