//! An article as the words by which it is found.

use std::collections::HashMap;

use crate::model::article::BlockKind;
use crate::model::corpus::{ActorId, Briefing, Corpus};
use crate::model::facts::Quotation;
use crate::render::search::posting::{EVENT, HEAVIEST, Posting, SAID};
use crate::render::search::token::tokens;

/// How much one appearance of a word counts by where it stands, in tenths.
const TITLE: u32 = 40;
const LEAD: u32 = 20;
const FACT: u32 = 13;
const BODY: u32 = 10;

/// How soon more appearances of a word stop to count, and how much the length of an article matters (as in BM25).
const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.75;

/// The usual length of an article in words. A constant, so that no article's weights depend on another.
const USUAL: f64 = 450.0;

/// Sentences kept of a word in one article: those that hold a fact first.
const SENTENCES: usize = 6;

/// Sentences kept of an actor in one article.
const NAMED: usize = 40;

/// What the key of an actor, of a speaker and of a topic begins with. No word of a text does.
const ACTOR: &str = "@a:";
const SPEAKER: &str = "@s:";
const TOPIC: &str = "@t:";

/// The words of articles, one article at a time.
#[derive(Default)]
pub(super) struct Reader {
    /// The words met so far, by what they are numbered as.
    numbers: HashMap<Box<str>, u32>,
    /// Each appearance in the article at hand: word, sentence (0 for a heading), weight in tenths.
    met: Vec<(u32, u32, u32)>,
}

impl Reader {
    /// Calls `found` with each word of an article and its posting.
    pub(super) fn article(&mut self, corpus: &Corpus, briefing: &Briefing, mut found: impl FnMut(u32, Posting)) {
        let holds = contents(briefing);
        self.met.clear();
        self.headings(briefing);
        self.sentences(briefing, &holds);
        self.met.sort_unstable();
        let length = 1.0 - LENGTH + LENGTH * self.met.len() as f64 / USUAL;
        for same in self.met.chunk_by(|a, b| a.0 == b.0) {
            let tenths: u32 = same.iter().map(|(.., weight)| weight).sum();
            let title = same.iter().any(|(_, sentence, weight)| *sentence == 0 && *weight == TITLE);
            found(same[0].0, Posting { weight: weight(tenths, length), title, sentences: kept(same, &holds) });
        }
        self.keys(corpus, briefing, &holds, found);
    }

    /// All words met, in any order, with their numbers.
    pub(super) fn words(self) -> impl Iterator<Item = (Box<str>, u32)> {
        self.numbers.into_iter()
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(word.into(), number);
        number
    }

    fn meet(&mut self, text: &str, sentence: u32, weight: u32) {
        tokens(text, |word| {
            let number = self.number(word);
            self.met.push((number, sentence, weight));
        });
    }

    /// The title, and what stands between the paragraphs.
    fn headings(&mut self, briefing: &Briefing) {
        self.meet(briefing.title(), 0, TITLE);
        let body = &briefing.article.body;
        for block in body.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Crosshead { .. })) {
            self.meet(body.words(block.span), 0, LEAD);
        }
    }

    fn sentences(&mut self, briefing: &Briefing, holds: &[u8]) {
        let body = &briefing.article.body;
        for (number, (sentence, holds)) in (1..).zip(body.sentences.iter().zip(holds)) {
            let weight = match (number, holds) {
                (1, _) => LEAD,
                (_, 0) => BODY,
                _ => FACT,
            };
            self.meet(body.words(sentence.span), number, weight);
        }
    }

    /// Who is in it, who speaks, and what it is about.
    fn keys(&mut self, corpus: &Corpus, briefing: &Briefing, holds: &[u8], mut found: impl FnMut(u32, Posting)) {
        let at = |sentence: u32| (sentence, holds.get(sentence as usize - 1).copied().unwrap_or_default());
        let mentions = briefing.facts.mentions.iter().zip(&*briefing.actors);
        let named = mentions.map(|(mention, actor)| (*actor, at(mention.at.sentence())));
        let elsewhere = briefing.headings.iter().chain(&briefing.dateline).map(|actor| (*actor, (0, 0)));
        self.actors(corpus, ACTOR, named.chain(elsewhere).collect(), &mut found);
        let said = shown(briefing).flat_map(|quotation| {
            let mention = quotation.speaker.mention().and_then(|mention| briefing.actors.get(mention as usize));
            mention
                .into_iter()
                .flat_map(|speaker| said_in(briefing, quotation).map(|sentence| (*speaker, at(sentence))))
        });
        self.actors(corpus, SPEAKER, said.collect(), &mut found);
        for topic in &briefing.topics {
            let number = self.number(&format!("{TOPIC}{}", corpus.topic(*topic).slug));
            found(number, Posting::default());
        }
    }

    fn actors(
        &mut self,
        corpus: &Corpus,
        key: &str,
        mut all: Vec<(ActorId, (u32, u8))>,
        found: &mut impl FnMut(u32, Posting),
    ) {
        all.sort_unstable();
        all.dedup();
        for same in all.chunk_by(|a, b| a.0 == b.0) {
            let number = self.number(&format!("{key}{}", corpus.actor(same[0].0).slug));
            let sentences = same.iter().map(|(_, at)| *at).filter(|(sentence, _)| *sentence > 0);
            found(number, Posting { sentences: sentences.take(NAMED).collect(), ..Posting::default() });
        }
    }
}

/// What each sentence holds.
fn contents(briefing: &Briefing) -> Vec<u8> {
    let mut holds = vec![0; briefing.article.body.sentences.len()];
    let mut mark = |sentence: u32, what: u8| {
        if let Some(slot) = holds.get_mut(sentence as usize - 1) {
            *slot |= what;
        }
    };
    for sentence in shown(briefing).flat_map(|quotation| said_in(briefing, quotation)) {
        mark(sentence, SAID);
    }
    for event in &briefing.facts.events {
        mark(event.at.sentence(), EVENT);
    }
    holds
}

/// The quotations that readers are shown.
pub(super) fn shown(briefing: &Briefing) -> impl Iterator<Item = &Quotation> {
    briefing.facts.quotations.iter().filter(|quotation| quotation.shown)
}

/// The sentences in which the parts of a quotation begin.
pub(super) fn said_in<'q>(briefing: &'q Briefing, quotation: &'q Quotation) -> impl Iterator<Item = u32> + 'q {
    let parts = quotation.parts.iter().filter_map(|part| briefing.article.body.sentence_at(part.start));
    std::iter::once(quotation.at.sentence()).chain(parts.map(|(sentence, _)| sentence))
}

fn weight(tenths: u32, length: f64) -> u8 {
    let appearances = f64::from(tenths) / 10.0;
    let share = appearances / (appearances + SATURATION * length);
    (share * (f64::from(HEAVIEST) + 0.999)) as u8
}

/// The sentences of a word that are kept, from all its appearances in order.
fn kept(met: &[(u32, u32, u32)], holds: &[u8]) -> Vec<(u32, u8)> {
    let mut sentences: Vec<(u32, u8)> = met
        .iter()
        .filter_map(|(_, sentence, _)| Some((*sentence, *holds.get((*sentence as usize).checked_sub(1)?)?)))
        .collect();
    sentences.dedup();
    if sentences.len() > SENTENCES {
        sentences.sort_by_key(|(_, holds)| *holds == 0);
        sentences.truncate(SENTENCES);
        sentences.sort_unstable();
    }
    sentences
}

/// Puts into a digest all that [`Reader::article`] looks at.
pub(super) fn digest(hasher: &mut blake3::Hasher, corpus: &Corpus, briefing: &Briefing) {
    let mut text = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    let body = &briefing.article.body;
    text(briefing.title());
    text(&body.text);
    for block in body.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Crosshead { .. })) {
        text(body.words(block.span));
    }
    let mut numbers: Vec<u32> = body.sentences.iter().flat_map(|at| [at.span.start, at.span.end]).collect();
    numbers.extend(contents(briefing).into_iter().map(u32::from));
    for (mention, actor) in briefing.facts.mentions.iter().zip(&*briefing.actors) {
        text(&corpus.actor(*actor).slug);
        numbers.push(mention.at.sentence());
    }
    for quotation in shown(briefing) {
        numbers.push(quotation.speaker.mention().unwrap_or(u32::MAX));
        numbers.extend(said_in(briefing, quotation));
    }
    for actor in briefing.headings.iter().chain(&briefing.dateline) {
        text(&corpus.actor(*actor).slug);
    }
    for topic in &briefing.topics {
        text(&corpus.topic(*topic).slug);
    }
    for number in numbers {
        hasher.update(&number.to_le_bytes());
    }
}
