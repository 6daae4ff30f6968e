//! `entities.ftm.json`: everything as FollowTheMoney entities, one JSON object a line
//! (<https://followthemoney.tech/docs/schemata/>).
//!
//! Its dates are ISO prefixes; a stretch is split into `startDate` and `endDate`, because a reader of the format would keep
//! the first half of `2003/2011` alone. It has no type for a quotation: a note about the speaker carries the words. A
//! country that acts is a public body; places are words in the events that lie there.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::corpus::{Actor, ActorId, ActorKind, ArticleId, DatedRole, Entry, QuotationId};
use crate::model::page::Route;
use crate::model::when::Iso;
use crate::render::export::{Format, Subject, address, entry, sentence};
use crate::render::label;
use crate::render::site::{self, Site};
use crate::render::{json_line, said};
use crate::text;

#[derive(Serialize)]
struct Entity {
    id: String,
    schema: &'static str,
    properties: BTreeMap<&'static str, Vec<String>>,
}

impl Entity {
    fn new(id: String, schema: &'static str) -> Self {
        Self { id, schema, properties: BTreeMap::new() }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.properties.entry(name).or_default().push(value.into());
        self
    }

    fn with_all(self, name: &'static str, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        values.into_iter().fold(self, |entity, value| entity.with(name, value))
    }
}

/// All entities: articles, actors with their offices, mentions, quotations, events.
pub(super) fn entities(site: &Site<'_>) -> String {
    let here = Format::Entities.route(site, Subject::Site);
    let mut out = String::new();
    let mut add = |entity: Entity| out.push_str(&json_line(&entity));
    let named = || (0..).map(ActorId).zip(&site.corpus.actors).filter(|(_, actor)| site::acts(actor));
    for id in site.corpus.article_ids() {
        add(article(site, &here, id));
    }
    for (id, described) in named() {
        add(actor(site, &here, id));
        offices(site, described).into_iter().for_each(&mut add);
    }
    for (_, described) in named() {
        described.articles.iter().for_each(|article| add(mention(site, described, *article)));
    }
    let mut seen = BTreeSet::new();
    for (_, described) in named() {
        for id in &described.quotations {
            let note = note(site, &here, described, *id);
            // The same words said twice have one id.
            if seen.insert(note.id.clone()) {
                add(note);
            }
        }
    }
    for entry in &site.corpus.entries {
        add(event(site, &here, entry));
    }
    out
}

fn article_id(site: &Site<'_>, id: ArticleId) -> String {
    format!("article-{}", site.corpus.briefing(id).slug)
}

fn actor_id(actor: &Actor) -> String {
    format!("actor-{}", actor.slug)
}

/// Relative links mean nothing once the file has left the site.
fn source_url(site: &Site<'_>, entity: Entity, address: impl FnOnce() -> String) -> Entity {
    if site.config.base_url.is_some() { entity.with("sourceUrl", address()) } else { entity }
}

fn article(site: &Site<'_>, here: &Route, id: ArticleId) -> Entity {
    let briefing = site.corpus.briefing(id);
    let header = &briefing.article.header;
    let entity = Entity::new(article_id(site, id), "Article")
        .with("name", briefing.title())
        .with("title", briefing.title())
        .with("fileName", briefing.slug.as_str())
        .with_all("author", &header.byline)
        .with_all("publisher", &header.outlet)
        .with_all("summary", &header.summary)
        .with_all("publishedAt", header.published.map(|day| day.to_string()))
        .with_all("keywords", briefing.topics.iter().map(|topic| site.corpus.topic(*topic).name.as_str()));
    source_url(site, entity, || address(site, here, &site.article_route(id)))
}

fn actor(site: &Site<'_>, here: &Route, id: ActorId) -> Entity {
    let actor = site.corpus.actor(id);
    let spellings = actor.aliases.iter().map(|alias| alias.surface.as_str()).filter(|name| *name != actor.name);
    let elsewhere = || actor.curated.iter().flat_map(|curated| &curated.same_as);
    let entity = Entity::new(actor_id(actor), schema(actor.kind))
        .with("name", actor.name.as_str())
        .with_all("alias", spellings)
        .with_all("wikidataId", elsewhere().filter_map(|url| wikidata(url)))
        .with_all("wikipediaUrl", elsewhere().filter(|url| url.contains(".wikipedia.org/")));
    source_url(site, entity, || address(site, here, &site.actor_route(id)))
}

fn schema(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "Person",
        ActorKind::Organization | ActorKind::ArmedGroup => "Organization",
        ActorKind::PublicBody | ActorKind::Country | ActorKind::Place => "PublicBody",
    }
}

/// The number of an item of Wikidata.
fn wikidata(url: &str) -> Option<&str> {
    let (_, item) = url.split_once("wikidata.org/")?;
    let item = item.rsplit('/').next()?;
    let digits = item.strip_prefix('Q')?;
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(item)
}

/// What a person was called by office: the office, and that they were so called on the days of the articles.
fn offices(site: &Site<'_>, actor: &Actor) -> Vec<Entity> {
    if actor.kind != ActorKind::Person {
        return Vec::new();
    }
    let mut seen = BTreeSet::new();
    let office = |role: &DatedRole| {
        let slug = text::slug(&role.title);
        let new = !slug.is_empty() && seen.insert(slug.clone());
        if new { office(site, actor, role, &slug) } else { Vec::new() }
    };
    actor.roles.iter().flat_map(office).collect()
}

fn office(site: &Site<'_>, actor: &Actor, role: &DatedRole, slug: &str) -> Vec<Entity> {
    let post = format!("position-{}-{slug}", actor.slug);
    let mut days: Vec<String> = role.seen.iter().flat_map(|(a, b)| [a.to_string(), b.to_string()]).collect();
    days.dedup();
    let proof: BTreeSet<String> = role.evidence.iter().map(|found| article_id(site, found.article)).collect();
    vec![
        Entity::new(post.clone(), "Position").with("name", role.title.as_str()),
        Entity::new(format!("occupancy-{}-{slug}", actor.slug), "Occupancy")
            .with("holder", actor_id(actor))
            .with("post", post)
            .with_all("date", days)
            .with_all("proof", proof),
    ]
}

fn mention(site: &Site<'_>, actor: &Actor, article: ArticleId) -> Entity {
    Entity::new(format!("mention-{}-{}", site.corpus.briefing(article).slug, actor.slug), "Mention")
        .with("document", article_id(site, article))
        .with("name", actor.name.as_str())
        .with("resolved", actor_id(actor))
        .with("detectedSchema", schema(actor.kind))
}

fn note(site: &Site<'_>, here: &Route, speaker: &Actor, id: QuotationId) -> Entity {
    let briefing = site.corpus.briefing(id.article);
    let quotation = site.corpus.quotation(id);
    let key = briefing.quotations.get(id.index as usize).map(String::as_str).unwrap_or_default();
    let entity = Entity::new(format!("quotation-{key}"), "Note")
        .with("name", key)
        .with("description", said::shown_words(&briefing.article.body, quotation))
        .with("entity", actor_id(speaker))
        .with("proof", article_id(site, id.article));
    source_url(site, entity, || sentence(site, here, id.article, quotation.at.sentence()))
}

fn event(site: &Site<'_>, here: &Route, entry: &Entry) -> Entity {
    let (places, actors): (Vec<&Actor>, Vec<&Actor>) =
        entry.actors.iter().map(|id| site.corpus.actor(*id)).partition(|actor| actor.kind == ActorKind::Place);
    let mut entity = Entity::new(format!("event-{}", entry.key), "Event")
        .with("name", entry::line(site, entry))
        .with("keywords", label::standing(entry.standing))
        .with_all("location", places.iter().map(|place| place.name.as_str()))
        .with_all("involved", actors.iter().map(|actor| actor_id(actor)));
    for when in entry::dates(entry) {
        let iso = when.iso();
        let (start, end) = (iso.start().map(|point| point.to_string()), iso.end().map(|point| point.to_string()));
        entity = match iso {
            Iso::At(point) => entity.with("date", point.to_string()),
            Iso::Stretch(..) => entity.with_all("startDate", start).with_all("endDate", end),
        };
    }
    let articles: BTreeSet<String> = entry.tellings.iter().map(|telling| article_id(site, telling.article)).collect();
    let entity = entity.with_all("proof", articles);
    match entry.tellings.first() {
        Some(first) => {
            source_url(site, entity, || sentence(site, here, first.article, entry::told(site, *first).at.sentence()))
        }
        None => entity,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_wikidata() {
        assert_eq!(wikidata("https://www.wikidata.org/wiki/Q42"), Some("Q42"));
        assert_eq!(wikidata("https://www.wikidata.org/entity/Q42"), Some("Q42"));
        assert_eq!(wikidata("https://www.wikidata.org/wiki/Property:P31"), None);
        assert_eq!(wikidata("https://example.org/Q42"), None);
    }
}
