//! One sentence as the grammar sees it.

use super::word::{Class, class};
use crate::extract::token::Token;

/// The tokens of one sentence with their classes. Positions count tokens from the start of the sentence.
pub(super) struct Line<'r> {
    text: &'r str,
    tokens: &'r [Token],
    classes: &'r [Class],
}

impl<'r> Line<'r> {
    /// Classifies the tokens of a sentence into `classes`, and says whether any of them calls for a closer look.
    pub(super) fn classify(text: &str, tokens: &[Token], classes: &mut Vec<Class>) -> bool {
        classes.clear();
        let mut wanted = false;
        for token in tokens {
            let class = class(token.span().of(text), token.entry);
            wanted |= super::word::triggers(class);
            classes.push(class);
        }
        wanted
    }

    /// A sentence of `text` and the classes of its tokens.
    pub(super) fn new(text: &'r str, tokens: &'r [Token], classes: &'r [Class]) -> Self {
        Self { text, tokens, classes }
    }

    /// How many tokens it has.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The class at a position; [`Class::Other`] outside the sentence.
    pub(super) fn class(&self, at: usize) -> Class {
        self.classes.get(at).copied().unwrap_or(Class::Other)
    }

    /// The class before a position.
    pub(super) fn before(&self, at: usize) -> Class {
        at.checked_sub(1).map_or(Class::Other, |at| self.class(at))
    }

    /// The word at a position; empty outside the sentence.
    pub(super) fn word(&self, at: usize) -> &'r str {
        self.tokens.get(at).map_or("", |token| token.span().of(self.text))
    }

    /// The word before a position.
    pub(super) fn word_before(&self, at: usize) -> &'r str {
        at.checked_sub(1).map_or("", |at| self.word(at))
    }

    /// Whether the word at a position is one of these, whatever its case.
    pub(super) fn is(&self, at: usize, words: &[&str]) -> bool {
        let word = self.word(at);
        words.iter().any(|other| other.eq_ignore_ascii_case(word))
    }

    /// Whether the word at a position begins with a capital.
    pub(super) fn capital(&self, at: usize) -> bool {
        self.word(at).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether no space stands between the token at a position and the one before it.
    pub(super) fn glued(&self, at: usize) -> bool {
        match (at.checked_sub(1).and_then(|before| self.tokens.get(before)), self.tokens.get(at)) {
            (Some(before), Some(token)) => before.end == token.start,
            _ => false,
        }
    }

    /// The first byte of the token at a position.
    pub(super) fn start(&self, at: usize) -> u32 {
        self.tokens.get(at).map_or(0, |token| token.start)
    }

    /// The bytes of a run of tokens.
    pub(super) fn span(&self, first: usize, end: usize) -> crate::span::TextSpan {
        let last = self.tokens.get(end.saturating_sub(1)).map_or(0, |token| token.end);
        let start = self.start(first);
        crate::span::TextSpan::new(start, last.max(start))
    }
}
