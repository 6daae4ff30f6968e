//! Everything the texts say about each actor, put together when somebody asks for it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::Piece;
use super::persona::Persona;
use super::whole::Whole;
use crate::model::corpus::{
    Actor, ActorId, ArticleId, Connection, DatedRole, Provenance, QuotationId, SaidOfActor, TopicId,
};
use crate::model::later::Later;
use crate::text::fold::fold_name;
use jiff::civil::Date;

/// Makes the actors of all personas, in the same order. What is said about them is put together when it is asked for.
pub(super) fn actors(whole: &Arc<Whole>) -> Vec<Arc<Actor>> {
    let personas = (0..).map(ActorId).zip(&whole.cast.personas);
    personas.map(|(id, persona)| Arc::new(actor(whole, id, persona))).collect()
}

fn actor(whole: &Arc<Whole>, id: ActorId, persona: &Persona) -> Actor {
    let (named, shared) = (Arc::clone(whole), Arc::clone(whole));
    Actor {
        slug: persona.slug.clone(),
        name: persona.name.clone(),
        short_name: persona.short_name.clone(),
        kind: persona.kind,
        aliases: persona.aliases.clone(),
        curated: persona.file.as_ref().and_then(|file| whole.files.get(file)).cloned(),
        articles: Later::new(move || named.places(id).articles()),
        said: Later::new(move || said(&shared, id)),
    }
}

/// All that is said about an actor.
fn said(whole: &Whole, id: ActorId) -> SaidOfActor {
    let places = whole.places(id);
    let mut said = SaidOfActor {
        entries: places.entries.clone(),
        datelines: places.datelines.clone(),
        headings: places.headings.clone(),
        ..SaidOfActor::default()
    };
    let mut roles = Vec::new();
    for &article in &places.texts {
        let (facts, actors) = (&whole.pieces[article.index()].facts, &whole.cast.of_mention[article.index()]);
        let is = |mention: u32| actors.get(mention as usize) == Some(&id);
        let own = facts.mentions.iter().zip(actors.iter()).filter(|(_, actor)| **actor == id);
        said.mentions.extend(own.map(|(mention, _)| Provenance { article, at: mention.at }));
        let own = facts.roles.iter().filter(|role| is(role.mention));
        roles.extend(own.map(|role| Provenance { article, at: role.at }));
        let shown = (0..).zip(&facts.quotations).filter(|(_, quotation)| quotation.shown);
        let own = shown.filter(|(_, quotation)| quotation.speaker.mention().is_some_and(is));
        said.quotations.extend(own.map(|(index, _)| QuotationId { article, index }));
    }
    let articles = places.articles();
    said.roles = self::roles(&whole.pieces, roles);
    said.with = connections(whole, id, &articles);
    said.topics = topics(whole, &articles);
    said
}

/// The topics of some articles, the most frequent first.
fn topics(whole: &Whole, articles: &[ArticleId]) -> Vec<(TopicId, u32)> {
    let mut counts: BTreeMap<TopicId, u32> = BTreeMap::new();
    for topic in articles.iter().flat_map(|article| &whole.topics[article.index()]) {
        *counts.entry(*topic).or_default() += 1;
    }
    let mut topics: Vec<(TopicId, u32)> = counts.into_iter().collect();
    topics.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    topics
}

/// Who stands in an article, and in each of its sentences; each list ascending, each actor once.
#[derive(Debug)]
pub(super) struct Presence {
    article: Vec<ActorId>,
    sentences: Vec<Vec<ActorId>>,
}

impl Presence {
    pub(super) fn of(piece: &Piece, actors: &[ActorId]) -> Self {
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

/// Who else stands in these articles: most shared sentences first, then most shared articles, then by slug.
fn connections(whole: &Whole, id: ActorId, articles: &[ArticleId]) -> Vec<Connection> {
    let room = articles.iter().map(|article| whole.presence(*article).article.len()).max().unwrap_or_default();
    let mut places: HashMap<ActorId, usize> = HashMap::with_capacity(room);
    let mut all: Vec<Connection> = Vec::with_capacity(room);
    for &article in articles {
        let here = whole.presence(article);
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
fn roles(pieces: &[Piece], mut evidence: Vec<Provenance>) -> Vec<DatedRole> {
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
