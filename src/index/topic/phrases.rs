//! Phrases by number, so that counting those of an archive compares no text.

use std::collections::HashMap;
use std::sync::Arc;

use crate::index::Piece;
use crate::index::memo::Kept;

/// The phrases of all articles by number. Which number a phrase has says nothing.
#[derive(Clone, Debug, Default)]
pub(in crate::index) struct Phrases {
    numbers: HashMap<String, u32>,
    /// The number of each phrase of each article.
    of_article: Vec<Arc<[u32]>>,
}

impl Phrases {
    /// Brings the numbers up to date.
    pub(in crate::index) fn follow(&mut self, pieces: &[Piece], kept: &Kept) {
        let before = std::mem::take(&mut self.of_article);
        self.of_article = kept
            .carry(before, |place| pieces[place].facts.phrases.iter().map(|phrase| self.number(&phrase.key)).collect());
    }

    fn number(&mut self, key: &str) -> u32 {
        if let Some(&number) = self.numbers.get(key) {
            return number;
        }
        let next = self.numbers.len() as u32;
        self.numbers.insert(key.to_owned(), next);
        next
    }

    /// The numbers of each article's phrases.
    pub(super) fn of_articles(&self) -> &[Arc<[u32]>] {
        &self.of_article
    }

    /// Which phrases, by number, stand in at least so many articles.
    pub(super) fn frequent(&self, least: usize) -> Vec<bool> {
        let mut seen: Vec<(usize, Option<usize>)> = vec![(0, None); self.numbers.len()];
        for (article, numbers) in self.of_article.iter().enumerate() {
            for &number in numbers.iter() {
                let (count, last) = &mut seen[number as usize];
                if *last != Some(article) {
                    (*count, *last) = (*count + 1, Some(article));
                }
            }
        }
        seen.into_iter().map(|(count, _)| count >= least).collect()
    }
}
