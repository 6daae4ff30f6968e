//! A fragment of HTML. It has no script, no style and no class, so that it takes the look of the page it stands on.

use std::fmt::Write as _;

use super::{Block, Document, Inline, Table, joined, safe_address};
use crate::text;

pub(super) fn write(document: &Document) -> String {
    let mut out = String::from("<div lang=\"");
    text::escape_html(&document.language, &mut out);
    out.push_str(if document.rtl { "\" dir=\"rtl\">\n" } else { "\" dir=\"ltr\">\n" });
    blocks(&document.blocks, "<hr>", &mut out);
    out.push_str("</div>\n");
    out
}

/// The parts of a text as elements, with no references but those that XML knows. A break is the one element that HTML and
/// XML write differently.
pub(super) fn blocks(blocks: &[Block], rule: &str, out: &mut String) {
    for block in blocks {
        // Writing to a string cannot fail.
        let _ = match block {
            Block::Heading(level, words) => {
                let level = level.clamp(&1, &6);
                writeln!(out, "<h{level}>{}</h{level}>", escaped(words))
            }
            Block::Paragraph(words) => writeln!(out, "<p>{}</p>", line(words)),
            Block::Quotation(words) => writeln!(out, "<blockquote><p>{}</p></blockquote>", line(words)),
            Block::List(items) => {
                out.push_str("<ul>\n");
                for item in items {
                    let _ = writeln!(out, "<li>{}</li>", line(item));
                }
                writeln!(out, "</ul>")
            }
            Block::Table(table) => {
                self::table(table, out);
                Ok(())
            }
            Block::Verbatim(words) => writeln!(out, "<pre>{}</pre>", escaped(words)),
            Block::Rule => writeln!(out, "{rule}"),
            Block::Origin(words) => writeln!(out, "<p><em>{}</em></p>", line(words)),
        };
    }
}

fn table(table: &Table, out: &mut String) {
    out.push_str("<table>\n<tbody>\n");
    let _ = write!(out, "<tr>");
    for head in &table.head {
        let _ = write!(out, "<th>{}</th>", escaped(head));
    }
    out.push_str("</tr>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for cell in row {
            let _ = write!(out, "<td>{}</td>", line(&cell.line));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

fn line(words: &[Inline]) -> String {
    joined(words, |piece| match piece {
        Inline::Text(words) => escaped(words),
        Inline::Strong(words) => format!("<strong>{}</strong>", escaped(words)),
        Inline::Emphasis(words) => format!("<em>{}</em>", escaped(words)),
        Inline::Code(words) => format!("<code>{}</code>", escaped(words)),
        Inline::Link { words, to } => format!("<a href=\"{}\">{}</a>", escaped(&safe_address(to)), escaped(words)),
    })
}

fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    text::escape_html(words, &mut out);
    out
}
