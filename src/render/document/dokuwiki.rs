//! DokuWiki's syntax.
//!
//! Words of a text stand between `%%`, where nothing means anything; percent signs that could end that stand in `nowiki`
//! elements. What a link says and what a heading says is not read as markup, and so stands there as it is.

use std::fmt::Write as _;

use super::{Block, Cell, Document, Inline, Line, Table, joined, safe_address};

/// Joins two characters and shows nothing: it stands in marks that must not end what they stand in.
const JOINER: char = '\u{2060}';

pub(super) fn write(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        self::block(block, &mut out);
    }
    out
}

fn block(block: &Block, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = match block {
        Block::Heading(level, words) => heading(*level, words, out),
        Block::Paragraph(words) | Block::Origin(words) => write!(out, "{}\n\n", line(words)),
        Block::Quotation(words) => write!(out, "> {}\n\n", line(words)),
        Block::List(items) => {
            for item in items {
                let _ = writeln!(out, "  * {}", line(item));
            }
            writeln!(out)
        }
        Block::Table(table) => {
            self::table(table, out);
            Ok(())
        }
        Block::Verbatim(words) => {
            let tag = if words.contains("</code>") { "file" } else { "code" };
            let words = words.replace(&format!("</{tag}>"), &format!("<{JOINER}/{tag}>"));
            write!(out, "<{tag}>\n{words}\n</{tag}>\n\n")
        }
        Block::Rule => write!(out, "----\n\n"),
    };
}

/// A heading has as many marks as there are levels below it. One that would lose marks of its own is a paragraph.
fn heading(level: u8, words: &str, out: &mut String) -> std::fmt::Result {
    let words = words.trim();
    if words.is_empty() || words.contains("==") || words.starts_with('=') || words.ends_with('=') {
        return write!(out, "{}\n\n", line(&[Inline::strong(words)]));
    }
    let marks = "=".repeat(usize::from(7 - level.clamp(1, 5)));
    write!(out, "{marks} {words} {marks}\n\n")
}

fn table(table: &Table, out: &mut String) {
    for head in &table.head {
        let _ = write!(out, "^ {} ", escaped(head));
    }
    out.push_str("^\n");
    for row in &table.rows {
        for Cell { line: words, .. } in row {
            // Cells without anything between their bars would become one.
            let _ = write!(out, "| {} ", line(words));
        }
        out.push_str("|\n");
    }
    out.push('\n');
}

fn line(words: &[Inline]) -> String {
    joined(&merged(words), |piece| match piece {
        Inline::Text(words) => spaced(words),
        Inline::Strong(words) => format!("**{}**", escaped(words)),
        Inline::Emphasis(words) => format!("//{}//", escaped(words)),
        Inline::Code(words) => format!("''{}''", escaped(words)),
        Inline::Link { words, to } => link(words, &safe_address(to)),
    })
}

/// The same words with neighbours that are plain text in one piece.
fn merged(words: &[Inline]) -> Line {
    let mut merged: Line = Vec::with_capacity(words.len());
    for piece in words {
        match (merged.last_mut(), piece) {
            (Some(Inline::Text(before)), Inline::Text(words)) => before.push_str(words),
            (_, piece) => merged.push(piece.clone()),
        }
    }
    merged
}

/// Words between others: blanks at their ends stand outside the marks, and a bracket by itself needs none.
fn spaced(words: &str) -> String {
    let inner = words.trim_matches(' ');
    if matches!(inner, "" | "(" | ")") {
        return words.to_owned();
    }
    let start = if words.starts_with(' ') { " " } else { "" };
    let end = if words.ends_with(' ') { " " } else { "" };
    format!("{start}{}{end}", escaped(inner))
}

/// Words in which no character has a meaning.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 4);
    let mut rest = words;
    while !rest.is_empty() {
        let (text, after) = rest.split_at(risky(rest).unwrap_or(rest.len()));
        if !text.is_empty() {
            let _ = write!(out, "%%{text}%%");
        }
        let signs = after.len() - after.trim_start_matches('%').len();
        let (signs, after) = after.split_at(signs);
        if !signs.is_empty() {
            let _ = write!(out, "<nowiki>{signs}</nowiki>");
        }
        rest = after;
    }
    out
}

/// Where percent signs stand that must not stand between `%%`: several in a row, or one at an end.
fn risky(words: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + words.get(from..)?.find('%')?;
        let run = words.get(at..)?.bytes().take_while(|byte| *byte == b'%').count();
        if run > 1 || at == 0 || at + run == words.len() {
            return Some(at);
        }
        from = at + run;
    }
}

/// A link. What it says ends at the first `]]` that no `]` follows, and braces around all of it name a picture: such words
/// stand before the link.
fn link(words: &str, to: &str) -> String {
    let ends = words.trim_end_matches(']').contains("]]");
    let picture = words.starts_with("{{") && words.ends_with("}}");
    if ends || picture { format!("{} [[{to}|→]]", escaped(words)) } else { format!("[[{to}|{words}]]") }
}
