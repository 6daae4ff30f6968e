//! Tokens: the words, numbers and marks of each sentence.

use std::ops::Range;

use crate::extract::Lexicon;
use crate::extract::entry::Entry;
use crate::extract::grammar::{self, Word};
use crate::model::article::Article;
use crate::model::facts::At;
use crate::span::TextSpan;

/// One word, number or mark: bytes of the cleaned text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// First byte.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
    /// What the word lists know it as.
    pub(crate) entry: Entry,
}

impl Token {
    /// The token that these bytes of a text are.
    pub(crate) fn of(text: &str, start: u32, end: u32) -> Self {
        Self { start, end, entry: Entry::of(TextSpan::new(start, end).of(text)) }
    }

    /// The same as a span.
    pub(crate) fn span(self) -> TextSpan {
        TextSpan::new(self.start, self.end)
    }
}

/// An article cut into tokens: what every extractor reads.
pub(crate) struct Reading<'a> {
    /// The article.
    pub(crate) article: &'a Article,
    /// The word lists.
    pub(crate) lexicon: &'a Lexicon,
    /// All tokens, in text order. Text outside sentences has none.
    pub(crate) tokens: Vec<Token>,
    /// The tokens of each sentence; sentence number `n` is at `n - 1`.
    pub(crate) sentences: Vec<Range<usize>>,
    /// What each token may be; as long as `tokens`.
    pub(crate) words: Vec<Word>,
}

impl<'a> Reading<'a> {
    /// Cuts an article into tokens.
    pub(crate) fn of(article: &'a Article, lexicon: &'a Lexicon) -> Self {
        // News has a token in five or six bytes.
        let many = article.body.text.len() / 5;
        let mut tokens = Vec::with_capacity(many);
        let mut words = Vec::with_capacity(many);
        let mut sentences = Vec::with_capacity(article.body.sentences.len());
        for sentence in &article.body.sentences {
            let first = tokens.len();
            tokenize(&article.body.text, sentence.span, &mut tokens);
            sentences.push(first..tokens.len());
            grammar::classify(&article.body.text, &tokens[first..], &mut words);
        }
        Self { article, lexicon, tokens, sentences, words }
    }

    /// The cleaned text of the article.
    pub(crate) fn text(&self) -> &'a str {
        &self.article.body.text
    }

    /// The text of a token.
    pub(crate) fn word(&self, token: Token) -> &'a str {
        token.span().of(self.text())
    }

    /// Places a fact whose span begins in the sentence `number` (from 1).
    ///
    /// # Panics
    ///
    /// There is no such sentence; extractors take numbers from [`Self::sentences`] only.
    pub(crate) fn at(&self, number: u32, span: TextSpan, rule: &'static str, confidence: f32) -> At {
        let sentence = self.article.body.sentence(number).expect("extractors number sentences from the same list");
        At::within(number, sentence, span, rule, confidence)
    }
}

/// Cuts one sentence, or another piece of a text, into tokens.
pub(crate) fn tokenize(text: &str, sentence: TextSpan, out: &mut Vec<Token>) {
    let mut start = sentence.start;
    let mut rest = sentence.of(text);
    while let Some(first) = rest.chars().next() {
        let word = word_len(rest);
        let len = if word > 0 { word } else { first.len_utf8() };
        let end = start + len as u32;
        if word > 0 {
            out.push(Token::of(text, start, end));
        } else if !first.is_whitespace() {
            // No list has marks.
            out.push(Token { start, end, entry: Entry::default() });
        }
        start = end;
        rest = rest.get(len..).unwrap_or_default();
    }
}

/// How many bytes of letters and digits a text begins with.
fn word_len(text: &str) -> usize {
    let mut len = 0;
    loop {
        let rest = text.as_bytes().get(len..).unwrap_or_default();
        len += rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        match text.get(len..).and_then(|rest| rest.chars().next()) {
            Some(c) if !c.is_ascii() && c.is_alphanumeric() => len += c.len_utf8(),
            _ => return len,
        }
    }
}
