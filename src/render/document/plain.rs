//! No markup. Only the place that the text is from is named by its address.

use std::fmt::Write as _;

use super::{Block, Document, Inline, Table, joined};

pub(super) fn write(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        // Writing to a string cannot fail.
        let _ = match block {
            Block::Heading(_, words) => write!(out, "{}\n\n", words.trim()),
            Block::Paragraph(words) | Block::Quotation(words) => write!(out, "{}\n\n", line(words)),
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
            Block::Verbatim(words) => write!(out, "{words}\n\n"),
            Block::Rule => write!(out, "* * *\n\n"),
            Block::Origin(words) => write!(out, "{}\n\n", addressed(words)),
        };
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// A row is a line; its heads would say nothing there.
fn table(table: &Table, out: &mut String) {
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| line(&cell.line)).filter(|cell| !cell.is_empty()).collect();
        let _ = writeln!(out, "- {}", cells.join(" · "));
    }
    out.push('\n');
}

fn line(words: &[Inline]) -> String {
    joined(words, |piece| piece.words().to_owned())
}

fn addressed(words: &[Inline]) -> String {
    joined(words, |piece| match piece {
        Inline::Link { words, to } => format!("{words} <{to}>"),
        piece => piece.words().to_owned(),
    })
}
