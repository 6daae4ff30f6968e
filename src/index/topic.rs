//! Topics: the ones that people described, and those that several articles share.

mod described;
mod found;
mod phrases;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

pub(super) use self::phrases::Phrases;
use super::Piece;
use super::salience;
use super::timeline::Timeline;
use crate::diag::Diagnostic;
use crate::model::article::{BlockKind, SectionRole};
use crate::model::corpus::{ActorId, ArticleId, CuratedTopic, Provenance, QuotationId, Topic, TopicId};
use crate::model::facts::At;

/// All topics, and those of each article, the most fitting first.
#[derive(Debug, Default)]
pub(super) struct Topics {
    pub(super) list: Vec<Topic>,
    pub(super) of_article: Vec<Vec<TopicId>>,
    /// What each topic was put together for.
    pub(super) subjects: Vec<Subject>,
}

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

/// What the topics of a corpus are put together from.
pub(super) struct Material<'a> {
    pub(super) pieces: &'a [Piece<'a>],
    /// The actor of each mention of each article.
    pub(super) actors: &'a [Vec<ActorId>],
    /// Folded names of all actors: a subject that is an actor has a page already.
    pub(super) actor_names: &'a HashSet<String>,
    pub(super) timeline: &'a Timeline,
    pub(super) phrases: &'a Phrases,
}

impl Subject {
    /// The places of its articles.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> {
        self.hits.iter().map(|hit| hit.article as usize)
    }
}

/// Finds all topics. A topic that `known` has, given its subject and the topics of each article, is taken over.
pub(super) fn topics(
    material: &Material<'_>,
    curated: &[Arc<CuratedTopic>],
    known: impl Fn(TopicId, &Subject, &[Vec<TopicId>]) -> Option<Topic>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Topics {
    let mut subjects = described::subjects(material.pieces, curated, diagnostics);
    let described = subjects.len();
    let found = found::subjects(material, &subjects);
    subjects.extend(found);
    let (written, others) = subjects.split_at_mut(described);
    written.sort_by(|a, b| a.slug.cmp(&b.slug));
    others.sort_by(|a, b| a.slug.cmp(&b.slug));

    let mut fitting: Vec<Vec<(f32, TopicId)>> = vec![Vec::new(); material.pieces.len()];
    for (id, subject) in (0..).map(TopicId).zip(&subjects) {
        for hit in &subject.hits {
            // A topic that somebody described stands before one that was found.
            let weight = if subject.curated.is_some() { hit.weight + 1000.0 } else { hit.weight };
            fitting[hit.article as usize].push((weight, id));
        }
    }
    let of_article: Vec<Vec<TopicId>> = fitting
        .into_iter()
        .map(|mut topics| {
            topics.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            topics.into_iter().map(|(_, id)| id).collect()
        })
        .collect();
    let made = |(id, subject): (TopicId, &Subject)| {
        known(id, subject, &of_article).unwrap_or_else(|| topic(material, id, subject, &of_article))
    };
    let list = (0..).map(TopicId).zip(&subjects).map(made).collect();
    Topics { list, of_article, subjects }
}

/// Puts a topic's page together. All events and quotations of an article are about its main topic; for another topic only
/// those in sentences that name it, since an article strays.
fn topic(material: &Material<'_>, id: TopicId, subject: &Subject, of_article: &[Vec<TopicId>]) -> Topic {
    let articles: Vec<ArticleId> = subject.hits.iter().map(|hit| ArticleId(hit.article)).collect();
    let actors = key_actors(material, &articles);
    let mut entries = Vec::new();
    let mut quotations = Vec::new();
    for hit in &subject.hits {
        let piece = &material.pieces[hit.article as usize];
        let main = of_article[hit.article as usize].first() == Some(&id);
        let about = |sentence: u32| main || hit.sentences.binary_search(&sentence).is_ok();
        let events = piece.facts.events.iter().zip(&material.timeline.of_event[hit.article as usize]);
        entries.extend(events.filter(|(event, _)| about(event.at.sentence())).map(|(_, &entry)| entry));
        let said = (0..).zip(&piece.facts.quotations).filter(|(_, quotation)| quotation.shown);
        let article = ArticleId(hit.article);
        let fitting = said.filter(|(_, quotation)| about(quotation.at.sentence()));
        quotations.extend(fitting.map(|(index, _)| QuotationId { article, index }));
    }
    entries.sort_unstable();
    entries.dedup();
    Topic {
        highlights: salience::highlights(material.pieces, &articles, material.timeline, &entries),
        state: state(material, id, subject, of_article),
        next: upcoming(material, &articles),
        slug: subject.slug.clone(),
        name: subject.name.clone(),
        articles,
        entries,
        actors,
        quotations,
        curated: subject.curated.clone(),
    }
}

/// Actors by the number of mentions in some articles.
fn key_actors(material: &Material<'_>, articles: &[ArticleId]) -> Vec<(ActorId, u32)> {
    let mut counts: BTreeMap<ActorId, u32> = BTreeMap::new();
    for article in articles {
        for &actor in &material.actors[article.index()] {
            *counts.entry(actor).or_default() += 1;
        }
    }
    let mut actors: Vec<(ActorId, u32)> = counts.into_iter().collect();
    actors.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    actors
}

/// What stands as the state of a topic: the newest sentence of a section on the state of play that names it, else the newest
/// lead that does; else, from articles on this topic before all others, the newest sentence of such a section, or lead.
fn state(material: &Material<'_>, id: TopicId, subject: &Subject, of_article: &[Vec<TopicId>]) -> Option<Provenance> {
    let name = comparable(&subject.name);
    let names = |hit: &Hit, found: &Provenance| {
        let body = &material.pieces[hit.article as usize].article.body;
        hit.sentences.binary_search(&found.at.sentence()).is_ok()
            || comparable(body.words(found.at.span())).contains(&name)
    };
    let is_main = |hit: &&Hit| of_article[hit.article as usize].first() == Some(&id);
    let section = |hit: &Hit| section_sentences(material, ArticleId(hit.article), SectionRole::StateOfPlay);
    let opening = |hit: &Hit| lead(material, ArticleId(hit.article));
    // Articles are numbered newest first.
    let hits = || subject.hits.iter();
    let named_section = || hits().find_map(|hit| section(hit).into_iter().find(|found| names(hit, found)));
    let named_lead = || hits().find_map(|hit| opening(hit).filter(|found| names(hit, found)));
    let main_section = || hits().filter(is_main).find_map(|hit| section(hit).into_iter().next());
    let main_lead = || hits().filter(is_main).find_map(opening);
    named_section().or_else(named_lead).or_else(main_section).or_else(main_lead)
}

/// The first sentence of an article's text that no label opens.
fn lead(material: &Material<'_>, article: ArticleId) -> Option<Provenance> {
    let body = &material.pieces[article.index()].article.body;
    let (number, &sentence) = (1..)
        .zip(&body.sentences)
        .find(|(_, sentence)| matches!(body.block_of(**sentence).kind, BlockKind::Paragraph { lead_in: None }))?;
    Some(Provenance { article, at: At::within(number, sentence, sentence.span, "lead", 1.0) })
}

/// All sentences of an article's sections of a role.
fn section_sentences(material: &Material<'_>, article: ArticleId, role: SectionRole) -> Vec<Provenance> {
    let body = &material.pieces[article.index()].article.body;
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
fn upcoming(material: &Material<'_>, articles: &[ArticleId]) -> Vec<Provenance> {
    const MONTH: i32 = 31;
    let published = |article: ArticleId| material.pieces[article.index()].article.header.published;
    let mut newest = None;
    let mut found = Vec::new();
    for &article in articles {
        let sentences = section_sentences(material, article, SectionRole::WhatsNext);
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
