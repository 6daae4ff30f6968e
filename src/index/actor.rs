//! Everything the texts say about each actor, put together once names, topics and timeline are settled.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::Piece;
use super::persona::{Cast, Persona};
use crate::model::corpus::{
    Actor, ActorId, ArticleId, Connection, DatedRole, Entry, EntryId, Provenance, QuotationId, TopicId,
};
use crate::text::fold::fold_name;

/// What actors are put together from.
pub(super) struct Material<'a> {
    pub(super) pieces: &'a [Piece<'a>],
    pub(super) cast: &'a Cast,
    pub(super) entries: &'a [Arc<Entry>],
    /// The topics of each article.
    pub(super) topics: &'a [Vec<TopicId>],
    /// Who stands in each article.
    pub(super) presence: &'a [Arc<Presence>],
}

/// Where an actor is met.
#[derive(Clone, Debug, Default)]
struct Appearances {
    mentions: Vec<Provenance>,
    quotations: Vec<QuotationId>,
    roles: Vec<Provenance>,
    entries: Vec<EntryId>,
    articles: Vec<ArticleId>,
    datelines: Vec<ArticleId>,
    headings: Vec<ArticleId>,
}

/// Makes the actors of all personas, in the same order. An actor of which `known` has one is taken over.
pub(super) fn actors(material: &Material<'_>, known: impl Fn(ActorId) -> Option<Arc<Actor>>) -> Vec<Arc<Actor>> {
    let personas = &material.cast.personas;
    let known: Vec<Option<Arc<Actor>>> = (0..personas.len() as u32).map(|id| known(ActorId(id))).collect();
    let wanted: Vec<bool> = known.iter().map(Option::is_none).collect();
    let appearances = appearances(material, &wanted);
    let made = known.into_par_iter().zip(personas).zip(appearances).enumerate();
    made.map(|(id, ((known, persona), seen))| {
        known.unwrap_or_else(|| Arc::new(actor(material, ActorId(id as u32), persona, seen)))
    })
    .collect()
}

/// Sorts mentions, quotations, roles and entries by actor, for the actors that are wanted. Articles come newest first, as
/// they are numbered.
fn appearances(material: &Material<'_>, wanted: &[bool]) -> Vec<Appearances> {
    let mut all = vec![Appearances::default(); wanted.len()];
    let is_wanted = |actor: &&ActorId| wanted[actor.index()];
    for (article, (piece, actors)) in (0..).map(ArticleId).zip(material.pieces.iter().zip(&material.cast.of_mention)) {
        if !actors.iter().any(|actor| is_wanted(&actor)) {
            continue;
        }
        for (mention, actor) in piece.facts.mentions.iter().zip(actors).filter(|(_, actor)| is_wanted(actor)) {
            let seen = &mut all[actor.index()];
            seen.mentions.push(Provenance { article, at: mention.at });
            if seen.articles.last() != Some(&article) {
                seen.articles.push(article);
            }
        }
        for role in &piece.facts.roles {
            if let Some(actor) = actors.get(role.mention as usize).filter(is_wanted) {
                all[actor.index()].roles.push(Provenance { article, at: role.at });
            }
        }
        for (index, quotation) in (0..).zip(&piece.facts.quotations).filter(|(_, quotation)| quotation.shown) {
            let speaker = quotation.speaker.mention().and_then(|mention| actors.get(mention as usize));
            if let Some(actor) = speaker.filter(is_wanted) {
                all[actor.index()].quotations.push(QuotationId { article, index });
            }
        }
    }
    for (id, entry) in (0..).map(EntryId).zip(material.entries) {
        for actor in entry.actors.iter().filter(is_wanted) {
            all[actor.index()].entries.push(id);
        }
    }
    outside_the_text(material, wanted, &mut all);
    all
}

/// Adds the articles that name an actor in the dateline or a heading.
fn outside_the_text(material: &Material<'_>, wanted: &[bool], all: &mut [Appearances]) {
    for (article, actor) in (0..).map(ArticleId).zip(&material.cast.of_dateline) {
        if let Some(actor) = actor {
            all[actor.index()].datelines.push(article);
        }
    }
    for (article, actors) in (0..).map(ArticleId).zip(&material.cast.of_heading) {
        for actor in actors {
            let headings = &mut all[actor.index()].headings;
            if headings.last() != Some(&article) {
                headings.push(article);
            }
        }
    }
    for (seen, _) in all.iter_mut().zip(wanted).filter(|(_, wanted)| **wanted) {
        seen.articles.extend(seen.datelines.iter().chain(&seen.headings));
        seen.articles.sort_unstable();
        seen.articles.dedup();
    }
}

/// Who stands in an article, and in each of its sentences; each list ascending, each actor once.
#[derive(Debug)]
pub(super) struct Presence {
    article: Vec<ActorId>,
    sentences: Vec<Vec<ActorId>>,
}

impl Presence {
    pub(super) fn of(piece: &Piece<'_>, actors: &[ActorId]) -> Self {
        let distinct = |mut list: Vec<ActorId>| {
            list.sort_unstable();
            list.dedup();
            list
        };
        let mut by_sentence: BTreeMap<u32, Vec<ActorId>> = BTreeMap::new();
        for (mention, &actor) in piece.facts.mentions.iter().zip(actors) {
            by_sentence.entry(mention.at.sentence()).or_default().push(actor);
        }
        let sentences = by_sentence.into_values().map(distinct).filter(|actors| actors.len() > 1).collect();
        Self { article: distinct(actors.to_vec()), sentences }
    }
}

fn actor(material: &Material<'_>, id: ActorId, persona: &Persona, seen: Appearances) -> Actor {
    let mut topic_counts: BTreeMap<TopicId, u32> = BTreeMap::new();
    for topic in seen.articles.iter().flat_map(|article| &material.topics[article.index()]) {
        *topic_counts.entry(*topic).or_default() += 1;
    }
    let mut topics: Vec<(TopicId, u32)> = topic_counts.into_iter().collect();
    topics.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    Actor {
        with: connections(id, &seen.articles, material.presence),
        roles: roles(material.pieces, seen.roles),
        slug: persona.slug.clone(),
        name: persona.name.clone(),
        short_name: persona.short_name.clone(),
        kind: persona.kind,
        aliases: persona.aliases.clone(),
        mentions: seen.mentions,
        quotations: seen.quotations,
        entries: seen.entries,
        topics,
        articles: seen.articles,
        datelines: seen.datelines,
        headings: seen.headings,
        curated: persona.curated.clone(),
    }
}

/// Who else stands in these articles: most shared sentences first, then most shared articles, then by slug.
fn connections(id: ActorId, articles: &[ArticleId], presence: &[Arc<Presence>]) -> Vec<Connection> {
    let room = articles.iter().map(|article| presence[article.index()].article.len()).max().unwrap_or_default();
    let mut places: HashMap<ActorId, usize> = HashMap::with_capacity(room);
    let mut all: Vec<Connection> = Vec::with_capacity(room);
    for &article in articles {
        let here = &presence[article.index()];
        for &other in here.article.iter().filter(|&&other| other != id) {
            let place = *places.entry(other).or_insert_with(|| {
                all.push(Connection { actor: other, sentences: 0, articles: Vec::new() });
                all.len() - 1
            });
            all[place].articles.push(article);
        }
        for sentence in here.sentences.iter().filter(|sentence| sentence.binary_search(&id).is_ok()) {
            for other in sentence.iter().filter(|&&other| other != id) {
                if let Some(&place) = places.get(other) {
                    all[place].sentences += 1;
                }
            }
        }
    }
    all.sort_by(|a, b| {
        let rank = |connection: &Connection| (connection.sentences, connection.articles.len());
        rank(b).cmp(&rank(a)).then(a.actor.cmp(&b.actor))
    });
    all
}

/// Groups the words by which texts describe an actor, whatever their case and dots: oldest first, without a date last.
fn roles(pieces: &[Piece<'_>], mut evidence: Vec<Provenance>) -> Vec<DatedRole> {
    let published = |place: &Provenance| pieces[place.article.index()].article.header.published;
    evidence.sort_by_key(|place| (published(place).is_none(), published(place), place.article, place.at.span()));
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut roles: Vec<DatedRole> = Vec::new();
    for place in evidence {
        let title = pieces[place.article.index()].article.body.words(place.at.span());
        let role = *places.entry(fold_name(title)).or_insert_with(|| {
            roles.push(DatedRole { title: title.to_owned(), evidence: Vec::new(), seen: None });
            roles.len() - 1
        });
        let role = &mut roles[role];
        role.seen = widened(role.seen, published(&place));
        role.evidence.push(place);
    }
    roles
}

fn widened(seen: Option<(Date, Date)>, day: Option<Date>) -> Option<(Date, Date)> {
    match (seen, day) {
        (Some((first, last)), Some(day)) => Some((first.min(day), last.max(day))),
        (None, Some(day)) => Some((day, day)),
        (seen, None) => seen,
    }
}
