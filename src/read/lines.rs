//! The lines of a text that hold something.

use crate::span::TextSpan;

/// One line that is not blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its text without white space at both ends.
    pub(super) span: TextSpan,
    /// The number of characters of white space before it; a tab counts four.
    pub(super) indent: u16,
    /// Whether a blank line stands before it, or nothing.
    pub(super) after_gap: bool,
}

/// White space and characters without width, as they stand around lines.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

/// The lines of `text` from the byte `start` on that are not blank.
pub(super) fn lines(text: &str, start: u32) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut after_gap = true;
    let mut at = start as usize;
    for line in text.get(at..).unwrap_or_default().split('\n') {
        let content = line.trim_start_matches(is_blank);
        let lead = line.len() - content.len();
        let content = content.trim_end_matches(is_blank);
        if content.is_empty() {
            after_gap = true;
        } else {
            let from = (at + lead) as u32;
            let indent =
                line.get(..lead).unwrap_or_default().chars().map(|c| if c == '\t' { 4 } else { 1 }).sum::<usize>();
            lines.push(Line {
                span: TextSpan::new(from, from + content.len() as u32),
                indent: u16::try_from(indent).unwrap_or(u16::MAX),
                after_gap,
            });
            after_gap = false;
        }
        at += line.len() + 1;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_are_gaps_and_indents_are_counted() {
        let text = "  a b \n\u{A0}\n\tc\nd";
        let found = lines(text, 0);
        let shown: Vec<_> = found.iter().map(|line| (line.span.of(text), line.indent, line.after_gap)).collect();
        assert_eq!(shown, [("a b", 2, true), ("c", 4, true), ("d", 0, false)]);
    }
}
