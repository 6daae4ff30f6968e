//! One paragraph as the rules see it: words, marks, and quoted stretches as single items, cut into statements.

use std::ops::Range;

use super::cue::Frames;
use super::marks::{self, Following, Quoted};
use crate::extract::grammar::{Classes, Word};
use crate::extract::token::Reading;
use crate::model::article::{BlockKind, SectionRole};
use crate::span::TextSpan;

/// A word, a mark, or a whole quoted stretch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    /// Its bytes; of a quoted stretch with its marks.
    pub(super) span: TextSpan,
    /// What it may be; empty for a quoted stretch.
    pub(super) word: Word,
    /// What it is.
    pub(super) kind: Kind,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Comma,
    /// `.`, `?`, `!`, `…`.
    Stop,
    Colon,
    Semicolon,
    Dash,
    Open,
    Close,
    /// Any other mark.
    Other,
    /// Index of the quoted stretch.
    Quoted(usize),
}

/// A paragraph in items.
pub(super) struct Passage<'a> {
    /// The article.
    pub(super) reading: &'a Reading<'a>,
    /// All items.
    pub(super) items: Vec<Item>,
    /// Item ranges: like sentences, but none ends inside marks, or between a quotation and its frame.
    pub(super) statements: Vec<Range<usize>>,
    /// The quoted stretches.
    pub(super) quoted: Vec<Quoted>,
}

impl<'a> Passage<'a> {
    /// Reads the sentences `range` (indices, not numbers), which are one block's.
    pub(super) fn of(reading: &'a Reading<'a>, range: Range<usize>) -> Self {
        let sentences = &reading.sentences[range.clone()];
        let end = reading.article.body.sentences[range.end - 1].span.end as usize;
        let following = Following::of(reading.text().get(end..).unwrap_or_default());
        let mut sentences = sentences.to_vec();
        if let Some(first) = sentences.first_mut() {
            first.start = after_label(reading, range.start, first.clone());
        }
        let quoted = marks::quoted(reading.text(), &reading.tokens, &reading.words, &sentences, following);
        let mut passage = Self { reading, items: Vec::new(), statements: Vec::new(), quoted };
        passage.fill(&sentences);
        passage
    }

    fn fill(&mut self, sentences: &[Range<usize>]) {
        let mut next = 0;
        let mut start = 0;
        let Some(mut token) = sentences.first().map(|sentence| sentence.start) else { return };
        for sentence in sentences {
            let opens = self.items.len();
            let inside_marks = token > sentence.start;
            while token < sentence.end {
                match self.quoted.get(next) {
                    Some(quoted) if quoted.tokens.start == token => {
                        let last = self.reading.tokens[quoted.tokens.end - 1];
                        let span = TextSpan::new(self.reading.tokens[token].start, last.end);
                        token = quoted.tokens.end;
                        self.items.push(Item { span, word: Word::default(), kind: Kind::Quoted(next) });
                        next += 1;
                    }
                    _ => {
                        let mut item = self.item(token);
                        token += 1;
                        if item.kind == Kind::Stop && token < sentence.end && self.is_abbreviation(token) {
                            item.kind = Kind::Other;
                        }
                        self.items.push(item);
                    }
                }
            }
            if opens > start && !inside_marks && !self.carries_on(opens) {
                self.statements.push(start..opens);
                start = opens;
            }
        }
        if start < self.items.len() {
            self.statements.push(start..self.items.len());
        }
    }

    fn item(&self, token: usize) -> Item {
        let span = self.reading.tokens[token].span();
        let word = self.reading.words[token];
        let kind = if word.is(Classes::MARK) { mark_kind(span.of(self.reading.text())) } else { Kind::Word };
        Item { span, word, kind }
    }

    /// Whether the stop before `token` belongs to an abbreviation: the sentence goes on with a word.
    fn is_abbreviation(&self, token: usize) -> bool {
        !self.reading.words[token].is(Classes::MARK)
    }

    /// Whether a sentence that begins at item `opens` belongs to the statement before it: it begins inside marks, goes
    /// on in small letters, is signed (`“…” — Kirby`), or is the frame of a question or cry (`“Why?” Kirby asked.`).
    fn carries_on(&self, opens: usize) -> bool {
        let (Some(before), Some(item)) = (opens.checked_sub(1).map(|index| self.items[index]), self.items.get(opens))
        else {
            return true;
        };
        let Kind::Quoted(index) = before.kind else { return false };
        if item.kind == Kind::Dash {
            return true;
        }
        if item.kind == Kind::Word && self.text(*item).chars().next().is_some_and(char::is_lowercase) {
            return true;
        }
        let cried = self.quoted[index].span.of(self.reading.text()).ends_with(['?', '!']);
        cried && self.items[opens..].iter().take(4).any(|item| Frames::of(item.word).is_some_and(Frames::speaks))
    }

    /// The words of an item.
    pub(super) fn text(&self, item: Item) -> &'a str {
        item.span.of(self.reading.text())
    }

    /// The words of the item at an index; empty past the end.
    pub(super) fn text_at(&self, index: usize) -> &'a str {
        self.get(index).map_or("", |item| self.text(item))
    }

    /// The item at an index, if it lies in the passage.
    pub(super) fn get(&self, index: usize) -> Option<Item> {
        self.items.get(index).copied()
    }

    /// The kind at an index; past the end it is a stop.
    pub(super) fn kind(&self, index: usize) -> Kind {
        self.items.get(index).map_or(Kind::Stop, |item| item.kind)
    }

    /// Whether the item at an index is a word of one of these classes.
    pub(super) fn is(&self, index: usize, classes: Classes) -> bool {
        self.items.get(index).is_some_and(|item| item.kind == Kind::Word && item.word.is(classes))
    }

    /// Whether the item at an index is one of these words, given in small letters.
    pub(super) fn is_word(&self, index: usize, words: &[&str]) -> bool {
        self.items.get(index).is_some_and(|item| {
            let text = self.text(*item);
            words.iter().any(|word| text.eq_ignore_ascii_case(word))
        })
    }

    /// The quoted stretch that the item at an index is.
    pub(super) fn quoted_at(&self, index: usize) -> Option<&Quoted> {
        match self.kind(index) {
            Kind::Quoted(number) => self.quoted.get(number),
            _ => None,
        }
    }

    /// The bytes of items, ends exclusive.
    pub(super) fn span(&self, items: Range<usize>) -> TextSpan {
        match (self.items.get(items.start), items.end.checked_sub(1).and_then(|last| self.items.get(last))) {
            (Some(first), Some(last)) if items.start < items.end => first.span.join(last.span),
            _ => TextSpan::default(),
        }
    }
}

/// The first token after the label of a section (`What they’re saying:`), which says nothing. A label that may be a
/// speaker’s name stays.
fn after_label(reading: &Reading<'_>, sentence: usize, tokens: Range<usize>) -> usize {
    let body = &reading.article.body;
    let kind = body.sentences.get(sentence).map(|sentence| &body.block_of(*sentence).kind);
    let Some(BlockKind::Paragraph { lead_in: Some(label) }) = kind else { return tokens.start };
    let words = label.label.of(reading.text());
    let section = label.role != SectionRole::Other || words.split(' ').any(|word| word.starts_with(char::is_lowercase));
    let rest = |token: usize| reading.tokens[token].start >= label.rest;
    if section { tokens.clone().find(|&token| rest(token)).unwrap_or(tokens.start) } else { tokens.start }
}

fn mark_kind(mark: &str) -> Kind {
    match mark.chars().next() {
        Some(',') => Kind::Comma,
        Some('.' | '?' | '!' | '…') => Kind::Stop,
        Some(':') => Kind::Colon,
        Some(';') => Kind::Semicolon,
        Some('—' | '–' | '―') => Kind::Dash,
        Some('-') if mark.len() > 1 => Kind::Dash,
        Some('(' | '[') => Kind::Open,
        Some(')' | ']') => Kind::Close,
        _ => Kind::Other,
    }
}
