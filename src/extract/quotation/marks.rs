//! Quotation marks: which opens, which closes, and what lies between.

use std::ops::Range;

use crate::extract::grammar::{Classes, Word};
use crate::extract::token::Token;
use crate::span::TextSpan;

/// Words between an outermost pair of quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quoted {
    /// Tokens from the opening mark to the closing one, which may be missing.
    pub(super) tokens: Range<usize>,
    /// The words, without the marks.
    pub(super) span: TextSpan,
    /// Whether the next paragraph carries it on.
    pub(super) ending: Ending,
}

/// How a quotation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// With its own mark, or where a lost one must have stood.
    Closed,
    /// It runs on: the next paragraph opens with a mark again.
    RunsOn,
}

/// What the paragraph after this one begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Following {
    /// An opening mark.
    Mark,
    /// Anything else, or nothing.
    Other,
}

impl Following {
    /// Looks at the text after a block.
    pub(super) fn of(text: &str) -> Self {
        match text.trim_start().chars().next() {
            Some('“' | '"' | '„' | '«' | '‘' | '\'') => Self::Mark,
            _ => Self::Other,
        }
    }
}

/// Marks that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// “ ”
    Curly,
    /// " "
    Straight,
    /// ‘ ’ and ' '
    Single,
    /// „ “
    Low,
    /// « »
    Angle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
}

#[derive(Clone, Debug)]
struct Mark {
    /// The tokens it consists of: one, or two of `''`.
    tokens: Range<usize>,
    family: Family,
    side: Side,
}

/// Finds what stands between outermost marks in the tokens `range` of one paragraph.
///
/// `sentences` are the token ranges of the paragraph's sentences: where a mark is missing, a sentence's bound takes its
/// place.
pub(super) fn quoted(
    text: &str,
    tokens: &[Token],
    words: &[Word],
    sentences: &[Range<usize>],
    following: Following,
) -> Vec<Quoted> {
    let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else { return Vec::new() };
    let paragraph = first.start..last.end;
    let marks = marks(text, tokens, words, paragraph.clone());
    if marks.is_empty() {
        return Vec::new();
    }
    Pairing { text, tokens, sentences, paragraph, marks: &marks, following }.run()
}

fn marks(text: &str, tokens: &[Token], words: &[Word], paragraph: Range<usize>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut low = false;
    let mut next = paragraph.start;
    while next < paragraph.end {
        let first = next;
        next += 1;
        if !words[first].is(Classes::MARK) || words[first].is(Classes::CLITIC) {
            continue;
        }
        let mut span = tokens[first].span();
        if next < paragraph.end && doubles(text, span, tokens[next].span()) {
            span = span.join(tokens[next].span());
            next += 1;
        }
        let side = side(text, span);
        let (family, side) = match span.of(text) {
            "“" if low => (Family::Low, Side::Closes),
            "“" | "``" | "‘‘" => (Family::Curly, Side::Opens),
            "”" if low => (Family::Low, Side::Closes),
            // A closing mark that stands before a word is a slip for an opening one.
            "”" => (Family::Curly, side),
            "„" => (Family::Low, Side::Opens),
            "\"" | "''" | "’’" => (Family::Straight, side),
            "«" => (Family::Angle, angle_side(text, span, Side::Opens)),
            "»" => (Family::Angle, angle_side(text, span, Side::Closes)),
            "‘" => (Family::Single, Side::Opens),
            "’" => (Family::Single, Side::Closes),
            "'" => (Family::Single, side),
            _ => continue,
        };
        low = family == Family::Low && side == Side::Opens;
        marks.push(Mark { tokens: first..next, family, side });
    }
    marks
}

/// Whether two marks are one that was typed as two: `''`.
fn doubles(text: &str, mark: TextSpan, next: TextSpan) -> bool {
    mark.end == next.start && mark.of(text) == next.of(text) && matches!(mark.of(text), "'" | "`" | "‘" | "’")
}

/// Which way a mark without a direction of its own turns: it opens where a word follows and none goes before.
fn side(text: &str, mark: TextSpan) -> Side {
    let before = text.get(..mark.start as usize).and_then(|text| text.chars().next_back());
    let after = text.get(mark.end as usize..).and_then(|text| text.chars().next());
    let free = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '“' | '‘' | '"'));
    if free && after.is_some_and(|c| !c.is_whitespace()) { Side::Opens } else { Side::Closes }
}

/// Which way an angle mark turns. Where a space stands on both sides, as in French, its own direction counts; German
/// turns the two round.
fn angle_side(text: &str, mark: TextSpan, own: Side) -> Side {
    let before = text.get(..mark.start as usize).and_then(|text| text.chars().next_back());
    let after = text.get(mark.end as usize..).and_then(|text| text.chars().next());
    match (before.is_none_or(char::is_whitespace), after.is_none_or(|c| !c.is_alphanumeric())) {
        (true, false) => Side::Opens,
        (false, true) => Side::Closes,
        _ => own,
    }
}

struct Pairing<'a> {
    text: &'a str,
    tokens: &'a [Token],
    sentences: &'a [Range<usize>],
    paragraph: Range<usize>,
    marks: &'a [Mark],
    following: Following,
}

impl Pairing<'_> {
    fn run(&self) -> Vec<Quoted> {
        let mut found = Vec::new();
        let mut free = self.paragraph.start;
        let mut index = 0;
        while let Some(mark) = self.marks.get(index) {
            let next = match mark.side {
                Side::Opens => self.opened(index, &mut found),
                Side::Closes => {
                    self.never_opened(mark, free, &mut found);
                    index + 1
                }
            };
            free = found.last().map_or(free, |quoted: &Quoted| quoted.tokens.end);
            index = next.max(index + 1);
        }
        found
    }

    /// Pairs the opening mark at `index`; gives the index of the first mark that is still free.
    fn opened(&self, index: usize, found: &mut Vec<Quoted>) -> usize {
        let mark = &self.marks[index];
        let close = match mark.family {
            Family::Single => self.single_close(index),
            Family::Curly | Family::Straight | Family::Low | Family::Angle => self.close(index),
        };
        if let Some(close) = close {
            self.push(&mark.tokens, Some(&self.marks[close].tokens), Ending::Closed, found);
            return close + 1;
        }
        let later =
            self.marks[index + 1..].iter().any(|other| other.side == Side::Opens && other.family == mark.family);
        if !later && self.following == Following::Mark {
            self.push(&mark.tokens, None, Ending::RunsOn, found);
            return self.marks.len();
        }
        if mark.family == Family::Single {
            return index + 1;
        }
        // The closing mark was lost: the sentence's end takes its place, or the mark that opens next.
        let mut end = self.sentence_of(mark.tokens.start).end;
        if let Some(next) =
            self.marks[index + 1..].iter().find(|next| next.tokens.start < end && next.family == mark.family)
        {
            end = next.tokens.start;
        }
        self.push_tokens(mark.tokens.start..end, mark.tokens.end..end, Ending::Closed, found);
        self.marks.partition_point(|mark| mark.tokens.start < end)
    }

    /// The mark that closes the one at `index`: of the same family, with as many opened as closed between.
    fn close(&self, index: usize) -> Option<usize> {
        let family = self.marks[index].family;
        let mut depth = 0;
        for (offset, mark) in self.marks[index..].iter().enumerate().filter(|(_, mark)| mark.family == family) {
            match mark.side {
                Side::Opens => depth += 1,
                Side::Closes => depth -= 1,
            }
            if depth == 0 {
                return Some(index + offset);
            }
        }
        // More opened than closed: a mark repeated at each sentence, a lost one, or “ closed by ". The nearest
        // closing mark counts where none opens before it.
        let double = |mark: &Mark| matches!(mark.family, Family::Curly | Family::Straight);
        let alike = |mark: &Mark| mark.family == family || double(&self.marks[index]) && double(mark);
        let next = self.marks[index + 1..].iter().position(alike)? + index + 1;
        (self.marks[next].side == Side::Closes).then_some(next)
    }

    /// The single mark that closes the one at `index`. A plural’s apostrophe looks the same, so that a mark after `s`
    /// and before a word in small letters is passed over while another may follow.
    fn single_close(&self, index: usize) -> Option<usize> {
        let mut spare = None;
        let mut inside_other = 0;
        for (offset, mark) in self.marks[index + 1..].iter().enumerate() {
            let at = index + 1 + offset;
            if mark.family != Family::Single {
                inside_other += if mark.side == Side::Opens { 1 } else { -1 };
                if inside_other < 0 {
                    return spare;
                }
                continue;
            }
            if mark.side == Side::Opens || inside_other > 0 {
                continue;
            }
            let span = self.tokens[mark.tokens.start].span();
            let before = self.text.get(..span.start as usize).and_then(|text| text.chars().next_back());
            let mut after = self.text.get(span.end as usize..).unwrap_or_default().chars();
            let plural = before.is_some_and(|c| matches!(c, 's' | 'z' | 'S'))
                && after.next() == Some(' ')
                && after.next().is_some_and(char::is_alphanumeric);
            if !plural {
                return Some(at);
            }
            spare = spare.or(Some(at));
        }
        spare
    }

    /// A closing mark without its opening one: the words from the sentence's beginning, if they end like speech.
    fn never_opened(&self, mark: &Mark, free: usize, found: &mut Vec<Quoted>) {
        let ends_like_speech = mark
            .tokens
            .start
            .checked_sub(1)
            .is_some_and(|before| matches!(self.tokens[before].span().of(self.text), "," | "." | "?" | "!"));
        let start = self.sentence_of(mark.tokens.start.saturating_sub(1)).start.max(free);
        if mark.family == Family::Single || !ends_like_speech || start >= mark.tokens.start {
            return;
        }
        self.push_tokens(start..mark.tokens.end, start..mark.tokens.start, Ending::Closed, found);
    }

    fn push(&self, open: &Range<usize>, close: Option<&Range<usize>>, ending: Ending, found: &mut Vec<Quoted>) {
        let end = self.paragraph.end;
        let whole = open.start..close.map_or(end, |close| close.end);
        self.push_tokens(whole, open.end..close.map_or(end, |close| close.start), ending, found);
    }

    fn push_tokens(&self, tokens: Range<usize>, words: Range<usize>, ending: Ending, found: &mut Vec<Quoted>) {
        if let (Some(first), Some(last)) = (self.tokens[words.clone()].first(), self.tokens[words].last()) {
            found.push(Quoted { tokens, span: TextSpan::new(first.start, last.end), ending });
        }
    }

    fn sentence_of(&self, token: usize) -> Range<usize> {
        let index = self.sentences.partition_point(|sentence| sentence.end <= token);
        self.sentences.get(index).cloned().unwrap_or_else(|| self.paragraph.clone())
    }
}
