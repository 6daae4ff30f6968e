//! Everything the texts say about each actor, put together once names, topics and timeline are settled.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use rayon::prelude::*;

use super::Piece;
use super::persona::{Cast, Persona};
use crate::model::corpus::{
    Actor, ActorId, ArticleId, Connection, DatedRole, Entry, EntryId, Provenance, QuotationId, TopicId,
};
use crate::text::fold::fold_name;

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

/// Makes the actors of all personas, in the same order.
pub(super) fn actors(pieces: &[Piece<'_>], cast: Cast, entries: &[Entry], topics: &[Vec<TopicId>]) -> Vec<Actor> {
    let Cast { personas, of_mention, of_heading, of_dateline } = cast;
    let mut appearances = appearances(pieces, &of_mention, entries, personas.len());
    for (article, actor) in (0..).map(ArticleId).zip(&of_dateline) {
        if let Some(actor) = actor {
            appearances[actor.index()].datelines.push(article);
        }
    }
    for (article, actors) in (0..).map(ArticleId).zip(&of_heading) {
        for actor in actors {
            let headings = &mut appearances[actor.index()].headings;
            if headings.last() != Some(&article) {
                headings.push(article);
            }
        }
    }
    for seen in &mut appearances {
        seen.articles.extend(seen.datelines.iter().chain(&seen.headings));
        seen.articles.sort_unstable();
        seen.articles.dedup();
    }
    let presence: Vec<Presence> =
        pieces.par_iter().zip(&of_mention).map(|(piece, actors)| Presence::of(piece, actors)).collect();
    personas
        .into_par_iter()
        .zip(appearances)
        .enumerate()
        .map(|(id, (persona, seen))| actor(pieces, ActorId(id as u32), persona, seen, &presence, topics))
        .collect()
}

/// Sorts mentions, quotations, roles and entries by actor. Articles come newest first, as they are numbered.
fn appearances(pieces: &[Piece<'_>], of_mention: &[Vec<ActorId>], entries: &[Entry], count: usize) -> Vec<Appearances> {
    let mut all = vec![Appearances::default(); count];
    for (article, (piece, actors)) in (0..).map(ArticleId).zip(pieces.iter().zip(of_mention)) {
        for (mention, actor) in piece.facts.mentions.iter().zip(actors) {
            let seen = &mut all[actor.index()];
            seen.mentions.push(Provenance { article, at: mention.at });
            if seen.articles.last() != Some(&article) {
                seen.articles.push(article);
            }
        }
        for role in &piece.facts.roles {
            if let Some(actor) = actors.get(role.mention as usize) {
                all[actor.index()].roles.push(Provenance { article, at: role.at });
            }
        }
        for (index, quotation) in (0..).zip(&piece.facts.quotations).filter(|(_, quotation)| quotation.shown) {
            let speaker = quotation.speaker.mention().and_then(|mention| actors.get(mention as usize));
            if let Some(actor) = speaker {
                all[actor.index()].quotations.push(QuotationId { article, index });
            }
        }
    }
    for (id, entry) in (0..).map(EntryId).zip(entries) {
        for actor in &entry.actors {
            all[actor.index()].entries.push(id);
        }
    }
    all
}

/// Who stands in an article, and in each of its sentences; each list ascending, each actor once.
struct Presence {
    article: Vec<ActorId>,
    sentences: Vec<Vec<ActorId>>,
}

impl Presence {
    fn of(piece: &Piece<'_>, actors: &[ActorId]) -> Self {
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

fn actor(
    pieces: &[Piece<'_>],
    id: ActorId,
    persona: Persona,
    seen: Appearances,
    presence: &[Presence],
    topics: &[Vec<TopicId>],
) -> Actor {
    let mut topic_counts: BTreeMap<TopicId, u32> = BTreeMap::new();
    for topic in seen.articles.iter().flat_map(|article| &topics[article.index()]) {
        *topic_counts.entry(*topic).or_default() += 1;
    }
    let mut topics: Vec<(TopicId, u32)> = topic_counts.into_iter().collect();
    topics.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    Actor {
        with: connections(id, &seen.articles, presence),
        roles: roles(pieces, seen.roles),
        slug: persona.slug,
        name: persona.name,
        short_name: persona.short_name,
        kind: persona.kind,
        aliases: persona.aliases,
        mentions: seen.mentions,
        quotations: seen.quotations,
        entries: seen.entries,
        topics,
        articles: seen.articles,
        datelines: seen.datelines,
        headings: seen.headings,
        curated: persona.curated,
    }
}

/// Who else stands in these articles: most shared sentences first, then most shared articles, then by slug.
fn connections(id: ActorId, articles: &[ArticleId], presence: &[Presence]) -> Vec<Connection> {
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
