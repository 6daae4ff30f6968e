//! Topics: the ones that people described, and those that several articles share.

mod described;
mod found;
mod phrases;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

pub(super) use self::described::Named;
pub(super) use self::phrases::Phrases;
use super::Piece;
use super::memo::Kept;
use super::salience;
use super::whole::Whole;
use crate::diag::Diagnostic;
use crate::model::article::{BlockKind, SectionRole};
use crate::model::corpus::{ActorId, ArticleId, CuratedTopic, Provenance, QuotationId, SaidOfTopic, Topic, TopicId};
use crate::model::facts::At;
use crate::model::later::Later;

/// A subject before its page is put together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Subject {
    slug: String,
    name: String,
    curated: Option<Arc<CuratedTopic>>,
    /// Its articles, ascending, with the sentences that name it.
    hits: Vec<Hit>,
}

/// One article on a subject.
#[derive(Clone, Debug, PartialEq)]
struct Hit {
    article: u32,
    /// How well it fits: the number of times it is named, more where the title or the author names it.
    weight: f32,
    /// Numbers of the sentences that name it, ascending.
    sentences: Vec<u32>,
}

impl Subject {
    /// Its articles, newest first.
    fn articles(&self) -> impl Iterator<Item = ArticleId> {
        self.hits.iter().map(|hit| ArticleId(hit.article))
    }
}

/// What subjects are found in.
pub(super) struct Material<'a> {
    pub(super) pieces: &'a [Piece],
    /// Folded names of all actors: a subject that is an actor has a page already.
    pub(super) actor_names: &'a HashSet<String>,
    pub(super) phrases: &'a Phrases,
}

/// Finds what articles are about: the subjects that somebody described by slug, then the others by slug.
pub(super) fn subjects(
    material: &Material<'_>,
    curated: &[Arc<CuratedTopic>],
    (named, kept): (&mut Named, &Kept),
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Subject> {
    let mut subjects = described::subjects(material.pieces, curated, (named, kept), diagnostics);
    let described = subjects.len();
    let found = found::subjects(material, &subjects);
    subjects.extend(found);
    let (written, others) = subjects.split_at_mut(described);
    written.sort_by(|a, b| a.slug.cmp(&b.slug));
    others.sort_by(|a, b| a.slug.cmp(&b.slug));
    subjects
}

/// The topics of each of so many articles, the most fitting first.
pub(super) fn of_articles(subjects: &[Subject], articles: usize) -> Vec<Vec<TopicId>> {
    let mut fitting: Vec<Vec<(f32, TopicId)>> = vec![Vec::new(); articles];
    for (id, subject) in (0..).map(TopicId).zip(subjects) {
        for hit in &subject.hits {
            // A topic that somebody described stands before one that was found.
            let weight = if subject.curated.is_some() { hit.weight + 1000.0 } else { hit.weight };
            fitting[hit.article as usize].push((weight, id));
        }
    }
    let ranked = |mut topics: Vec<(f32, TopicId)>| {
        topics.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        topics.into_iter().map(|(_, id)| id).collect()
    };
    fitting.into_iter().map(ranked).collect()
}

/// Makes the topics of all subjects, in the same order. What is said about them is put together when it is asked for.
pub(super) fn topics(whole: &Arc<Whole>) -> Vec<Arc<Topic>> {
    let topic = |(id, subject): (TopicId, &Subject)| {
        let shared = Arc::clone(whole);
        Arc::new(Topic {
            slug: subject.slug.clone(),
            name: subject.name.clone(),
            articles: subject.articles().collect(),
            curated: subject.curated.clone(),
            said: Later::new(move || said(&shared, id)),
        })
    };
    (0..).map(TopicId).zip(&whole.subjects).map(topic).collect()
}

/// Puts a topic's page together. All events and quotations of an article are about its main topic; for another topic only
/// those in sentences that name it, since an article strays.
fn said(whole: &Whole, id: TopicId) -> SaidOfTopic {
    let subject = &whole.subjects[id.index()];
    let articles: Vec<ArticleId> = subject.articles().collect();
    let mut said = SaidOfTopic::default();
    for hit in &subject.hits {
        let (article, place) = (ArticleId(hit.article), hit.article as usize);
        let piece = &whole.pieces[place];
        let main = whole.topics[place].first() == Some(&id);
        let about = |sentence: u32| main || hit.sentences.binary_search(&sentence).is_ok();
        let events = piece.facts.events.iter().zip(whole.timeline.of_event[place].iter());
        said.entries.extend(events.filter(|(event, _)| about(event.at.sentence())).map(|(_, &entry)| entry));
        let shown = (0..).zip(&piece.facts.quotations).filter(|(_, quotation)| quotation.shown);
        let fitting = shown.filter(|(_, quotation)| about(quotation.at.sentence()));
        said.quotations.extend(fitting.map(|(index, _)| QuotationId { article, index }));
    }
    said.entries.sort_unstable();
    said.entries.dedup();
    said.highlights = salience::highlights(&whole.pieces, &articles, &whole.timeline, whole.salience(), &said.entries);
    said.actors = key_actors(whole, &articles);
    said.state = state(whole, id, subject);
    said.next = upcoming(whole, &articles);
    said
}

/// Actors by the number of mentions in some articles.
fn key_actors(whole: &Whole, articles: &[ArticleId]) -> Vec<(ActorId, u32)> {
    let mut counts: BTreeMap<ActorId, u32> = BTreeMap::new();
    for article in articles {
        for &actor in whole.cast.of_mention[article.index()].iter() {
            *counts.entry(actor).or_default() += 1;
        }
    }
    let mut actors: Vec<(ActorId, u32)> = counts.into_iter().collect();
    actors.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    actors
}

/// What stands as the state of a topic: the newest sentence of a section on the state of play that names it, else the newest
/// lead that does; else, from articles on this topic before all others, the newest sentence of such a section, or lead.
fn state(whole: &Whole, id: TopicId, subject: &Subject) -> Option<Provenance> {
    let name = comparable(&subject.name);
    let names = |hit: &Hit, found: &Provenance| {
        let body = &whole.pieces[hit.article as usize].article.body;
        hit.sentences.binary_search(&found.at.sentence()).is_ok()
            || comparable(body.words(found.at.span())).contains(&name)
    };
    let is_main = |hit: &&Hit| whole.topics[hit.article as usize].first() == Some(&id);
    let section = |hit: &Hit| section_sentences(whole, ArticleId(hit.article), SectionRole::StateOfPlay);
    let opening = |hit: &Hit| lead(whole, ArticleId(hit.article));
    // Articles are numbered newest first.
    let hits = || subject.hits.iter();
    let named_section = || hits().find_map(|hit| section(hit).into_iter().find(|found| names(hit, found)));
    let named_lead = || hits().find_map(|hit| opening(hit).filter(|found| names(hit, found)));
    let main_section = || hits().filter(is_main).find_map(|hit| section(hit).into_iter().next());
    let main_lead = || hits().filter(is_main).find_map(opening);
    named_section().or_else(named_lead).or_else(main_section).or_else(main_lead)
}

/// The first sentence of an article's text that no label opens.
fn lead(whole: &Whole, article: ArticleId) -> Option<Provenance> {
    let body = &whole.pieces[article.index()].article.body;
    let (number, &sentence) = (1..)
        .zip(&body.sentences)
        .find(|(_, sentence)| matches!(body.block_of(**sentence).kind, BlockKind::Paragraph { lead_in: None }))?;
    Some(Provenance { article, at: At::within(number, sentence, sentence.span, "lead", 1.0) })
}

/// All sentences of an article's sections of a role.
fn section_sentences(whole: &Whole, article: ArticleId, role: SectionRole) -> Vec<Provenance> {
    let body = &whole.pieces[article.index()].article.body;
    let mut found = Vec::new();
    for (number, &sentence) in (1..).zip(&body.sentences) {
        let BlockKind::Paragraph { lead_in: Some(lead_in) } = &body.block_of(sentence).kind else { continue };
        if lead_in.role != role || sentence.span.end <= lead_in.rest {
            continue;
        }
        let start = sentence.span.start.max(lead_in.rest);
        let words = crate::span::TextSpan::new(start, sentence.span.end);
        found.push(Provenance { article, at: At::within(number, sentence, words, "section", 1.0) });
    }
    found
}

/// Sentences that say what is next, from the newest article that has some and those of the month before it: older ones
/// speak of what has long been.
fn upcoming(whole: &Whole, articles: &[ArticleId]) -> Vec<Provenance> {
    const MONTH: i32 = 31;
    let published = |article: ArticleId| whole.pieces[article.index()].article.header.published;
    let mut newest = None;
    let mut found = Vec::new();
    for &article in articles {
        let sentences = section_sentences(whole, article, SectionRole::WhatsNext);
        if sentences.is_empty() {
            continue;
        }
        let newest = *newest.get_or_insert(published(article));
        let recent = match (newest, published(article)) {
            (Some(newest), Some(day)) => (newest - day).get_days() <= MONTH,
            (None, None) => true,
            _ => false,
        };
        if recent {
            found.extend(sentences);
        }
    }
    found
}

/// Text as terms are compared: lower case, straight apostrophes.
fn comparable(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect()
}
