//! MediaWiki's wikitext.
//!
//! Every ASCII character that could mean something is written by its number. What MediaWiki makes links of without any mark,
//! `RFC 2822` and the like, has its last letter so. Quotation marks for stress cannot run together with others, for all
//! apostrophes of the text are numbers.

use std::fmt::Write as _;

use super::{Block, Cell, Document, Inline, Table, joined, safe_address};
use crate::text;

/// Words that turn what follows them into a link.
const MAGIC: [&str; 3] = ["ISBN", "PMID", "RFC"];

pub(super) fn write(document: &Document) -> String {
    let mut out = String::new();
    if document.rtl {
        out.push_str("<div lang=\"");
        text::escape_html(&document.language, &mut out);
        out.push_str("\" dir=\"rtl\">\n");
    }
    for block in &document.blocks {
        self::block(block, &mut out);
    }
    if document.rtl {
        out.push_str("</div>\n");
    }
    out
}

fn block(block: &Block, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = match block {
        Block::Heading(level, words) => {
            let marks = "=".repeat(usize::from(*level));
            write!(out, "{marks} {} {marks}\n\n", escaped(words).trim())
        }
        Block::Paragraph(words) => write!(out, "{}\n\n", line(words)),
        Block::Quotation(words) => write!(out, "<blockquote>{}</blockquote>\n\n", line(words)),
        Block::List(items) => {
            for item in items {
                let _ = writeln!(out, "* {}", line(item));
            }
            writeln!(out)
        }
        Block::Table(table) => {
            self::table(table, out);
            Ok(())
        }
        Block::Verbatim(words) => {
            let lines: Vec<String> = words.lines().map(escaped).collect();
            write!(out, "<pre>\n{}\n</pre>\n\n", lines.join("\n"))
        }
        Block::Rule => write!(out, "----\n\n"),
        Block::Origin(words) => write!(out, "<small>{}</small>\n\n", line(words)),
    };
}

fn table(table: &Table, out: &mut String) {
    out.push_str("{| class=\"wikitable sortable\"\n");
    for head in &table.head {
        let _ = writeln!(out, "! scope=\"col\" | {}", escaped(head));
    }
    for row in &table.rows {
        out.push_str("|-\n");
        for Cell { line: words, sort } in row {
            let sort = sort.as_deref().map(|sort| format!(" data-sort-value=\"{}\" |", attribute(sort)));
            let _ = writeln!(out, "|{} {}", sort.unwrap_or_default(), line(words));
        }
    }
    out.push_str("|}\n\n");
}

fn line(words: &[Inline]) -> String {
    joined(words, |piece| match piece {
        Inline::Text(words) => escaped(words),
        Inline::Strong(words) => format!("<b>{}</b>", escaped(words)),
        Inline::Emphasis(words) => format!("<i>{}</i>", escaped(words)),
        Inline::Code(words) => format!("<code>{}</code>", escaped(words)),
        Inline::Link { words, to } => format!("[{} {}]", safe_address(to), escaped(words)),
    })
}

/// Words in which no character has a meaning.
pub(super) fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + words.len() / 8);
    for (at, c) in words.char_indices() {
        let magic = || MAGIC.iter().any(|word| words.get(..=at).is_some_and(|before| before.ends_with(word)));
        match c {
            'N' | 'D' | 'C' if magic() => push_number(c, &mut out),
            c if c.is_ascii_alphanumeric() || !c.is_ascii() || " ,.?()".contains(c) => out.push(c),
            c => push_number(c, &mut out),
        }
    }
    out
}

/// The value of an attribute: an EDTF date.
fn attribute(value: &str) -> String {
    value.chars().filter(|c| c.is_ascii_alphanumeric() || "-/.~?%:".contains(*c)).collect()
}

fn push_number(c: char, out: &mut String) {
    let _ = write!(out, "&#{};", u32::from(c));
}
