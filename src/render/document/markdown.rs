//! CommonMark, with tables as most programs read them.

use std::fmt::Write as _;

use super::{Block, Document, Inline, Table, safe_address};

pub(super) fn write(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        // Writing to a string cannot fail.
        let _ = match block {
            Block::Heading(level, words) => {
                write!(out, "{} {}\n\n", "#".repeat(usize::from(*level)), heading(words))
            }
            Block::Paragraph(words) => write!(out, "{}\n\n", line(words)),
            Block::Quotation(words) => write!(out, "> {}\n\n", line(words)),
            Block::List(items) => {
                for item in items {
                    let _ = writeln!(out, "- {}", line(item));
                }
                writeln!(out)
            }
            Block::Table(table) => {
                self::table(table, &mut out);
                Ok(())
            }
            Block::Verbatim(words) => write!(out, "{}\n\n", verbatim(words)),
            Block::Rule => write!(out, "---\n\n"),
            Block::Origin(words) => write!(out, "{}\n\n", line(words)),
        };
    }
    out
}

fn heading(words: &str) -> String {
    let words = words.trim();
    let mut out = String::new();
    // `#` at its end would close it.
    match words.strip_suffix('#').filter(|before| !before.is_empty()) {
        Some(before) => {
            Escape::new().text(before, &mut out);
            out.push_str("\\#");
        }
        None => Escape::new().text(words, &mut out),
    }
    out
}

fn table(table: &Table, out: &mut String) {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&row(table.head.iter().map(|head| cell(&[Inline::text(head)])).collect()));
    out.push_str(&row(table.head.iter().map(|_| "---".to_owned()).collect()));
    for cells in &table.rows {
        out.push_str(&row(cells.iter().map(|one| cell(&one.line)).collect()));
    }
    out.push('\n');
}

/// A cell ends at a bar, whatever stands before that in some programs.
fn cell(words: &[Inline]) -> String {
    line(words).replace("\\|", "&#124;")
}

/// Text as it stands, between marks that do not occur in it.
fn verbatim(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest.max(2) + 1);
    format!("{marks}\n{text}\n{marks}")
}

fn line(words: &[Inline]) -> String {
    let mut out = String::new();
    let mut escape = Escape::new();
    for piece in words.iter().filter(|piece| !piece.words().is_empty()) {
        if let Inline::Text(words) = piece {
            // A blank at the start of a line would mean something.
            let words = if out.is_empty() { words.trim_start() } else { words };
            escape.text(words, &mut out);
            continue;
        }
        escape.past_start();
        let mut inner = String::new();
        Escape::inside().text(piece.words(), &mut inner);
        match piece {
            Inline::Text(_) => {}
            Inline::Strong(_) => out.push_str(&format!("**{inner}**")),
            Inline::Emphasis(_) => out.push_str(&format!("*{inner}*")),
            Inline::Code(words) => out.push_str(&format!("`{}`", words.replace('`', "'"))),
            Inline::Link { to, .. } => out.push_str(&format!("[{inner}]({})", safe_address(to).replace('&', "&amp;"))),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Takes the meaning from characters, given what stands before them in the line.
struct Escape {
    start: bool,
    /// Whether only digits stand before.
    number: bool,
}

impl Escape {
    fn new() -> Self {
        Self { start: true, number: true }
    }

    /// For words after a mark.
    fn inside() -> Self {
        Self { start: false, number: false }
    }

    fn past_start(&mut self) {
        (self.start, self.number) = (false, false);
    }

    /// Words in which no character has a meaning in Markdown (CommonMark and its usual extensions, among them addresses
    /// that become links by themselves).
    fn text(&mut self, words: &str, out: &mut String) {
        for (at, c) in words.char_indices() {
            let after = |length: usize| words.get(at + c.len_utf8()..).and_then(|rest| rest.get(..length));
            match c {
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '$' | '^' => out.extend(['\\', c]),
                '#' | '+' | '-' | '=' | '!' if self.start => out.extend(['\\', c]),
                ':' if self.start || after(2) == Some("//") => out.extend(['\\', c]),
                // `1.` and `1)` open a list.
                '.' | ')' if self.number && !self.start => out.extend(['\\', c]),
                '.' if ends_www(out) => out.extend(['\\', c]),
                c => out.push(c),
            }
            self.number = self.number && c.is_ascii_digit();
            self.start = false;
        }
    }
}

fn ends_www(out: &str) -> bool {
    out.len().checked_sub(3).and_then(|start| out.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case("www"))
}
