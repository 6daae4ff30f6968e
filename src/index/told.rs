//! Events as they are compared: what each says, article by article.
//!
//! All of it comes from one article, so it is kept for as long as the article stays (`memo`). Words are compared by number;
//! which number a word has depends on when it was met first, so nothing that is shown may depend on it: where words need an
//! order, it is that of their digests.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::aspect::{Dated, Line};
use super::words;
use crate::model::corpus::{ActorId, ArticleId, Telling};
use crate::model::facts::{Basis, Status};
use crate::model::when::When;

/// What one event says, apart from who stands in it.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) when: Option<When>,
    /// The date in EDTF, or the words of an event without a date.
    pub(super) date: String,
    pub(super) status: Status,
    pub(super) basis: Option<Basis>,
    /// The number of words in the line.
    pub(super) length: usize,
    /// A digest of the date and of the line in lower case without punctuation.
    pub(super) digest: [u8; 16],
    /// Numbers of the words outside names, ascending.
    pub(super) words: Box<[u32]>,
    /// Those of the words that are figures.
    pub(super) figures: Box<[u32]>,
}

/// All words by number.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    numbers: HashMap<String, u32>,
    /// The digest of each word, by number.
    pub(super) digests: Vec<u64>,
}

impl Vocabulary {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let next = self.digests.len() as u32;
        let [a, b, c, d, e, f, g, h, ..] = *blake3::hash(word.as_bytes()).as_bytes();
        self.digests.push(u64::from_be_bytes([a, b, c, d, e, f, g, h]));
        self.numbers.insert(word.to_owned(), next);
        next
    }
}

/// Articles whose words are in memory as text at a time.
const TOGETHER: usize = 512;

/// What the events of some articles say.
pub(super) fn read(articles: &[Dated<'_>], vocabulary: &mut Vocabulary) -> Vec<Arc<[Told]>> {
    let mut all = Vec::with_capacity(articles.len());
    for some in articles.chunks(TOGETHER) {
        let spelled: Vec<Vec<(Vec<String>, Told)>> =
            some.par_iter().map(|article| article.lines().map(|line| read_line(&line)).collect()).collect();
        let numbered = |events: Vec<(Vec<String>, Told)>| -> Arc<[Told]> {
            events.into_iter().map(|(words, told)| number(&words, told, vocabulary)).collect()
        };
        all.extend(spelled.into_iter().map(numbered));
    }
    all
}

/// One event and the words of its line outside names and dates.
fn read_line(line: &Line<'_>) -> (Vec<String>, Told) {
    let date = line.when.map_or_else(|| line.written.to_owned(), |when| when.edtf());
    let folded = crate::text::fold::fold_name(&line.text);
    let mut digest = [0; 16];
    let mut hasher = blake3::Hasher::new();
    hasher.update(date.as_bytes()).update(&[0]).update(folded.as_bytes()).update(&[0]);
    hasher.finalize_xof().fill(&mut digest);
    let told = Told {
        when: line.when,
        date,
        status: line.status,
        basis: line.basis,
        length: folded.split(' ').count(),
        digest,
        words: Box::default(),
        figures: Box::default(),
    };
    (words::telling(&line.outside), told)
}

fn number(words: &[String], told: Told, vocabulary: &mut Vocabulary) -> Told {
    let distinct = |mut numbers: Vec<u32>| -> Box<[u32]> {
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into()
    };
    let figures = words.iter().filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let figures = distinct(figures.map(|word| vocabulary.number(word)).collect());
    let words = distinct(words.iter().map(|word| vocabulary.number(word)).collect());
    Told { words, figures, ..told }
}

/// An event in its place. It reads like what it says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event<'t> {
    told: &'t Told,
    pub(super) telling: Telling,
    pub(super) published: Option<Date>,
    /// Actors in the line, ascending.
    pub(super) actors: &'t [ActorId],
}

impl Deref for Event<'_> {
    type Target = Told;

    fn deref(&self) -> &Told {
        self.told
    }
}

/// The actors in the lines of all events, one list after the other.
#[derive(Debug, Default)]
pub(super) struct InLines {
    all: Vec<ActorId>,
    /// Where the list of each event ends.
    ends: Vec<usize>,
}

impl InLines {
    /// The actors in each line, ascending. `actors` are those of the mentions of each article.
    pub(super) fn of(articles: &[Dated<'_>], actors: &[Arc<[ActorId]>]) -> Self {
        let mut named = Self::default();
        let mut own: Vec<ActorId> = Vec::new();
        for (article, actors) in articles.iter().zip(actors) {
            for event in 0..article.count() as u32 {
                let mentions = article.mentions(event).iter();
                own.clear();
                own.extend(mentions.filter_map(|&mention| actors.get(mention as usize)));
                own.sort_unstable();
                own.dedup();
                named.all.extend_from_slice(&own);
                named.ends.push(named.all.len());
            }
        }
        named
    }
}

/// All events, in the order of articles.
pub(super) fn events<'t>(articles: &[Dated<'_>], told: &'t [Arc<[Told]>], named: &'t InLines) -> Vec<Event<'t>> {
    let mut events = Vec::with_capacity(named.ends.len());
    let mut start = 0;
    for (article, (own, told)) in (0..).map(ArticleId).zip(articles.iter().zip(told)) {
        for (event, told) in (0..).zip(told.iter()) {
            let end = named.ends.get(events.len()).copied().unwrap_or(start);
            let actors = named.all.get(start..end).unwrap_or_default();
            events.push(Event { told, telling: Telling { article, event }, published: own.published(), actors });
            start = end;
        }
    }
    events
}
