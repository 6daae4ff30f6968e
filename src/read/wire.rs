//! Wire text: lines become paragraphs, crossheads, captions.

use crate::model::article::{BlockKind, Body};
use crate::read::File;
use crate::read::body::Builder;
use crate::read::header::Head;
use crate::read::label::{self, Emphasis};
use crate::read::lines::Line;
use crate::span::TextSpan;

/// Reads the text below the header.
pub(super) fn body(file: &File<'_>, lines: &[Line], head: &Head) -> Body {
    let mut lines = lines.get(head.first_line..).unwrap_or_default().to_vec();
    if let (Some(first), Some(start)) = (lines.first_mut(), head.body_start) {
        // The dateline still takes its room on the line.
        let start = start.min(first.span.end);
        first.indent = u16::try_from(start - first.span.start).unwrap_or(u16::MAX);
        first.span = TextSpan::new(start, first.span.end);
        first.after_gap = true;
    }
    let text = file.canonical.text.as_str();
    let layout = Layout::of(text, &lines);
    let groups = layout.groups(text, &lines);
    let blocks = groups.iter().map(|group| lines.get(group.start..group.end).unwrap_or_default());
    let blocks: Vec<(&[Line], Shape)> = blocks.map(|lines| (lines, shape(text, lines))).collect();
    let mut builder = Builder::new(file);
    for (index, (lines, own)) in blocks.iter().enumerate() {
        write(&mut builder, text, lines, *own, blocks.get(index + 1).map(|(_, next)| *next));
    }
    builder.finish()
}

/// Lines of one block: indexes, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Group {
    start: usize,
    end: usize,
}

/// What the text of a block can be, seen by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Rule,
    Caption,
    /// Short and without a final mark.
    Heading,
    Prose,
}

fn shape(text: &str, lines: &[Line]) -> Shape {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return Shape::Prose };
    let all = first.span.join(last.span).of(text);
    if lines.len() == 1 && label::is_rule(all) {
        Shape::Rule
    } else if label::credit(all).is_some() {
        Shape::Caption
    } else if lines.len() <= 2 && label::is_crosshead(all) {
        Shape::Heading
    } else {
        Shape::Prose
    }
}

/// Writes one block of a shape. `next` is the shape of the block that follows, if any does.
fn write(builder: &mut Builder<'_>, text: &str, lines: &[Line], own: Shape, next: Option<Shape>) {
    if own == Shape::Rule {
        builder.close(&[], |_, _| BlockKind::Rule);
        return;
    }
    for (index, line) in lines.iter().enumerate() {
        match lines.get(index + 1) {
            Some(next) => builder.line(line.span, next.span.of(text)),
            None => builder.prose(line.span),
        }
    }
    // A heading heads something: the last line of a text is none.
    let heads = matches!(next, Some(Shape::Prose | Shape::Caption | Shape::Heading));
    builder.close(&[], |written, start| match own {
        Shape::Heading if heads => BlockKind::Crosshead { level: 2 },
        Shape::Caption => {
            let credit = label::credit(written);
            BlockKind::Caption { credit: credit.map(|span| TextSpan::new(start + span.start, start + span.end)) }
        }
        Shape::Heading | Shape::Prose | Shape::Rule => {
            BlockKind::Paragraph { lead_in: label::lead_in(written, start, Emphasis::Plain) }
        }
    });
}

/// How the lines of a text make paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// Every line is a paragraph.
    Unwrapped,
    /// Paragraphs were broken into lines of at most this many bytes; gaps or indents part them.
    Wrapped { width: u32 },
}

impl Layout {
    /// Finds out from the breaks between lines: one is the printer's where the next line goes on in small letters, or
    /// where its first word had no room on the line before.
    fn of(text: &str, lines: &[Line]) -> Self {
        /// Wider lines are hardly ever filled by hand or by a printer.
        const WIDEST: u32 = 132;
        let width = lines.iter().map(|line| line.span.len() + u32::from(line.indent)).max().unwrap_or_default();
        let (mut all, mut printers) = (0, 0);
        for pair in lines.windows(2).filter(|pair| !pair[1].after_gap) {
            let filled = width <= WIDEST && !has_room(text, pair[0], pair[1], width, 0);
            all += 1;
            printers += u32::from(filled || is_continued(text, pair[1]));
        }
        if all > 0 && printers * 10 >= all * 6 { Self::Wrapped { width } } else { Self::Unwrapped }
    }

    fn groups(self, text: &str, lines: &[Line]) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let goes_on = match (self, index.checked_sub(1).and_then(|before| lines.get(before))) {
                (Self::Wrapped { width }, Some(before)) => goes_on(text, *before, *line, width),
                _ => false,
            };
            match groups.last_mut() {
                Some(group) if goes_on => group.end = index + 1,
                _ => groups.push(Group { start: index, end: index + 1 }),
            }
        }
        groups
    }
}

/// Whether the next line goes on with the paragraph of the one before, in wrapped text.
fn goes_on(text: &str, before: Line, line: Line, width: u32) -> bool {
    // Short lines are common at ragged margins; a line with this much room left was ended by its author.
    const CLEAR_ROOM: u32 = 12;
    let ended = has_room(text, before, line, width, CLEAR_ROOM) && !is_continued(text, line);
    let own = before.span.of(text);
    let sentence_over = own.ends_with(['.', '!', '?', '”', '"', ')', ':']);
    let heading = ended && label::is_crosshead(own);
    let indented = line.indent > before.indent + 1 && !label::is_item(own);
    let apart = label::is_item(line.span.of(text)) || label::is_rule(own) || label::is_rule(line.span.of(text));
    !(line.after_gap || indented || apart || heading || ended && sentence_over)
}

/// Whether a line begins with a small letter, as no paragraph does.
fn is_continued(text: &str, line: Line) -> bool {
    line.span.of(text).starts_with(char::is_lowercase)
}

/// Whether the first word of the next line, and `more` bytes, had room on a line of a width.
fn has_room(text: &str, line: Line, next: Line, width: u32, more: u32) -> bool {
    let word = next.span.of(text).split([' ', '\t']).next().unwrap_or_default();
    line.span.len() + u32::from(line.indent) + 1 + word.len() as u32 + more <= width
}
