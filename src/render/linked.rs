//! What a page holds, in the terms of schema.org (JSON-LD), for search engines and other programs.
//!
//! Dates are ISO 8601, a stretch has a start and an end. Each derived line names its sentence. Only what the text asserts
//! is said: no indirect speech as a quotation, nothing that is merely claimed or was denied as an event. Lists are short,
//! for their whole content stands in the page, and in the files beside it.

mod node;

use self::node::{
    Actor, BreadcrumbList, Document, Event, Item, ItemList, ListItem, NewsArticle, Node, Quotation, Reference, Role,
    Term, Thing, WebSite,
};
use crate::model::corpus::{self, ActorId, ActorKind, ArticleId, EntryId, QuotationId, Standing, TopicId};
use crate::model::facts::QuotationKind;
use crate::model::page::Route;
use crate::model::when::When;
use crate::render::export::{self, Subject, address};
use crate::render::site::{self, Site};
use crate::render::view::Html;
use crate::render::{card, json, said};

/// How many actors of an article are named.
const MENTIONS: usize = 5;

/// How many quotations of an article are written: they stand on every page of a large site, and in its text already.
const QUOTATION: usize = 1;

/// How many quotations of an actor or topic.
const QUOTATIONS: usize = 3;

/// How many events of an article are written.
const EVENTS: usize = 2;

/// How many items of a list are written.
const LISTED: usize = 10;

/// How many other spellings of an actor are written.
const SPELLINGS: usize = 6;

/// How many sources of an event are named.
const SOURCES: usize = 3;

/// The data of the page of a subject, or of one of its pages.
pub(super) fn page(site: &Site<'_>, here: &Route, subject: Subject) -> Html {
    let mut graph = match subject {
        // What a subject is stands on its first page.
        _ if *here != subject.page(site) => Vec::new(),
        Subject::Site => home(site, here),
        Subject::Timeline => timeline(site, here, subject.name(site), &all_entries(site)),
        Subject::Article(id) => article(site, here, id),
        Subject::Actor(id) => actor(site, here, id),
        Subject::Topic(id) => topic(site, here, id),
    };
    let above = match subject {
        Subject::Actor(_) => Some((site.words.nav.actors.as_str(), Route::folder("actors"))),
        Subject::Topic(_) => Some((site.words.nav.topics.as_str(), Route::folder("topics"))),
        Subject::Site | Subject::Timeline | Subject::Article(_) => None,
    };
    if subject != Subject::Site {
        graph.push(way(site, here, above, subject.name(site)));
    }
    written(graph)
}

/// The data of a page that is about nothing in particular, or lists other pages.
pub(super) fn listing(site: &Site<'_>, here: &Route, name: &str, pages: &[(&str, Route)]) -> Html {
    let list = (!pages.is_empty()).then(|| list_of_pages(site, here, name, pages));
    written(list.into_iter().chain([way(site, here, None, name)]).collect())
}

fn written(graph: Vec<Node<'_>>) -> Html {
    Html(json(&Document { context: "https://schema.org", graph }))
}

fn home<'a>(site: &Site<'a>, here: &Route) -> Vec<Node<'a>> {
    let newest: Vec<(&str, Route)> = site
        .corpus
        .article_ids()
        .take(LISTED)
        .map(|id| (site.corpus.briefing(id).title(), site.article_route(id)))
        .collect();
    let mut graph = vec![Node::WebSite(WebSite {
        url: address(site, here, &Route::folder("")),
        name: &site.config.title,
        in_language: &site.config.language,
    })];
    if !newest.is_empty() {
        let total = site.corpus.briefings.len();
        let list = list_of_pages(site, here, &site.config.title, &newest);
        graph.push(match list {
            Node::ItemList(list) => Node::ItemList(ItemList { number_of_items: total, ..list }),
            other => other,
        });
    }
    graph
}

fn article<'a>(site: &Site<'a>, here: &Route, id: ArticleId) -> Vec<Node<'a>> {
    let briefing = site.corpus.briefing(id);
    let header = &briefing.article.header;
    let plain = |kind: &'static str, name: &'a str| Thing { kind, id: None, name };
    let mut seen: Vec<ActorId> = Vec::new();
    for actor in briefing.actors.iter().filter(|actor| site::acts(site.corpus.actor(**actor))) {
        if !seen.contains(actor) {
            seen.push(*actor);
        }
    }
    let mut graph = vec![Node::NewsArticle(Box::new(NewsArticle {
        id: address(site, here, here),
        headline: briefing.title(),
        date_published: header.published.map(|day| day.to_string()),
        dateline: header.dateline.as_ref().map(|dateline| dateline.place.as_str()),
        location_created: briefing.dateline.map(|place| thing(site, here, place)),
        author: header.byline.iter().map(|name| plain("Person", name)).collect(),
        publisher: header.outlet.as_deref().map(|name| plain("Organization", name)),
        in_language: header.language.as_deref().unwrap_or(&site.config.language),
        is_based_on: header.url.as_deref(),
        image: card::view(site, Subject::Article(id)).map(|card| card.url),
        about: briefing.topics.iter().map(|topic| term(site, here, *topic)).collect(),
        mentions: seen.into_iter().take(MENTIONS).map(|actor| thing(site, here, actor)).collect(),
    }))];
    let quotations = (0..briefing.facts.quotations.len() as u32).map(|index| QuotationId { article: id, index });
    graph.extend(quoted(site, here, quotations, QUOTATION));
    let mut entries: Vec<EntryId> = Vec::new();
    for entry in &*briefing.entries {
        if !entries.contains(entry) {
            entries.push(*entry);
        }
    }
    graph.extend(most_salient(site, &entries, EVENTS).into_iter().filter_map(|entry| event(site, here, entry)));
    graph
}

fn actor<'a>(site: &Site<'a>, here: &Route, id: ActorId) -> Vec<Node<'a>> {
    let actor = site.corpus.actor(id);
    let curated = actor.curated.as_deref();
    let spellings = actor.aliases.iter().map(|alias| alias.surface.as_str()).filter(|alias| *alias != actor.name);
    let roles = if actor.kind == ActorKind::Person { actor.roles.as_slice() } else { &[] };
    let described = Box::new(Actor {
        id: address(site, here, &site.actor_route(id)),
        name: &actor.name,
        alternate_name: spellings.take(SPELLINGS).collect(),
        same_as: curated.iter().flat_map(|curated| &curated.same_as).map(String::as_str).collect(),
        image: curated.and_then(|curated| site.picture(here, curated.portrait.as_deref()?)),
        has_occupation: roles
            .iter()
            .rev()
            .take(SOURCES)
            .filter_map(|role| {
                let found = role.evidence.last()?;
                let sentence = export::sentence(site, here, found.article, found.at.sentence());
                Some(Role { role_name: &role.title, subject_of: Reference { id: sentence } })
            })
            .collect(),
    });
    let mut graph = vec![match kind(actor) {
        "Person" => Node::Person(described),
        "GovernmentOrganization" => Node::GovernmentOrganization(described),
        "Country" => Node::Country(described),
        "Place" => Node::Place(described),
        _ => Node::Organization(described),
    }];
    graph.extend(quoted(site, here, actor.quotations.iter().copied(), QUOTATIONS));
    graph.extend(timeline(site, here, &actor.name, &actor.entries));
    graph
}

fn topic<'a>(site: &Site<'a>, here: &Route, id: TopicId) -> Vec<Node<'a>> {
    let topic = site.corpus.topic(id);
    let mut graph = vec![Node::DefinedTerm(Term {
        id: address(site, here, &site.topic_route(id)),
        name: &topic.name,
        description: topic.curated.as_deref().and_then(|curated| curated.description.as_deref()),
    })];
    graph.extend(quoted(site, here, topic.quotations.iter().copied(), QUOTATIONS));
    graph.extend(timeline(site, here, &topic.name, &topic.entries));
    graph
}

/// What an actor is, as schema.org calls it.
fn kind(actor: &corpus::Actor) -> &'static str {
    match actor.kind {
        ActorKind::Person => "Person",
        ActorKind::Organization | ActorKind::ArmedGroup => "Organization",
        ActorKind::PublicBody => "GovernmentOrganization",
        ActorKind::Country => "Country",
        ActorKind::Place => "Place",
    }
}

fn thing<'a>(site: &Site<'a>, here: &Route, id: ActorId) -> Thing<'a> {
    let actor = site.corpus.actor(id);
    Thing { kind: kind(actor), id: Some(address(site, here, &site.actor_route(id))), name: &actor.name }
}

fn term<'a>(site: &Site<'a>, here: &Route, id: TopicId) -> Thing<'a> {
    let id_and_page = address(site, here, &site.topic_route(id));
    Thing { kind: "DefinedTerm", id: Some(id_and_page), name: &site.corpus.topic(id).name }
}

/// The first quotations that readers are shown and that are somebody's very words.
fn quoted<'a>(site: &Site<'a>, here: &Route, ids: impl Iterator<Item = QuotationId>, most: usize) -> Vec<Node<'a>> {
    ids.filter(|id| {
        let quotation = site.corpus.quotation(*id);
        quotation.shown && quotation.kind != QuotationKind::Indirect
    })
    .take(most)
    .map(|id| {
        let briefing = site.corpus.briefing(id.article);
        let quotation = site.corpus.quotation(id);
        let speaker = site.corpus.speaker(id);
        Node::Quotation(Quotation {
            identifier: briefing.quotations.get(id.index as usize).cloned().unwrap_or_default(),
            text: said::shown_words(&briefing.article.body, quotation),
            creator: speaker.map(|actor| Reference { id: address(site, here, &site.actor_route(actor)) }),
            is_part_of: Reference { id: export::sentence(site, here, id.article, quotation.at.sentence()) },
        })
    })
    .collect()
}

/// A list of the events that matter most; nothing where there is none.
fn timeline<'a>(site: &Site<'a>, here: &Route, name: &'a str, entries: &[EntryId]) -> Vec<Node<'a>> {
    let chosen = most_salient(site, entries, LISTED);
    let items: Vec<Node<'_>> = (1..)
        .zip(chosen.into_iter().filter_map(|id| event(site, here, id)))
        .map(|(position, event)| {
            Node::ListItem(ListItem { position, name: None, item: Some(Item::Event(Box::new(event))) })
        })
        .collect();
    let list = ItemList { name, number_of_items: entries.len(), item_list_element: items };
    if list.item_list_element.is_empty() { Vec::new() } else { vec![Node::ItemList(list)] }
}

fn all_entries(site: &Site<'_>) -> Vec<EntryId> {
    (0..site.corpus.entries.len() as u32).map(EntryId).collect()
}

/// The entries that matter most and can be said to be events, in timeline order.
fn most_salient(site: &Site<'_>, entries: &[EntryId], number: usize) -> Vec<EntryId> {
    let weight = |id: &EntryId| site.corpus.salience(*id);
    let mut ranked: Vec<EntryId> = entries.iter().copied().filter(|id| asserted(site, *id).is_some()).collect();
    ranked.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.cmp(b)));
    ranked.truncate(number);
    ranked.sort_unstable();
    ranked
}

/// The date of an entry that happened or is to happen; `None` for what has no single date, and for what somebody merely
/// claims or denies.
fn asserted(site: &Site<'_>, id: EntryId) -> Option<When> {
    let entry = site.corpus.entry(id);
    match (&entry.when, entry.standing) {
        (_, Standing::Claimed | Standing::Denied) => None,
        (corpus::EntryWhen::Dated(when), _) => Some(*when),
        (corpus::EntryWhen::Conflicting(_) | corpus::EntryWhen::Undated { .. }, _) => None,
    }
}

fn event<'a>(site: &Site<'a>, here: &Route, id: EntryId) -> Option<Node<'a>> {
    let iso = asserted(site, id)?.iso();
    let entry = site.corpus.entry(id);
    let mut places = entry.actors.iter().filter(|actor| site.corpus.actor(**actor).kind == ActorKind::Place);
    let place = places.next().filter(|_| places.next().is_none());
    Some(Node::Event(Event {
        identifier: &entry.key,
        name: export::line(site, entry),
        start_date: iso.start().map(|point| point.to_string()),
        end_date: iso.end().map(|point| point.to_string()),
        event_status: match entry.standing {
            Standing::Scheduled | Standing::Expected | Standing::WasDue => Some("https://schema.org/EventScheduled"),
            Standing::Cancelled => Some("https://schema.org/EventCancelled"),
            Standing::Occurred | Standing::Claimed | Standing::Denied => None,
        },
        location: place.map(|place| thing(site, here, *place)),
        subject_of: entry
            .tellings
            .iter()
            .take(SOURCES)
            .map(|telling| Reference {
                id: export::sentence(site, here, telling.article, export::told(site, *telling).at.sentence()),
            })
            .collect(),
    }))
}

fn list_of_pages<'a>(site: &Site<'_>, here: &Route, name: &'a str, pages: &[(&'a str, Route)]) -> Node<'a> {
    let items = (1..).zip(pages.iter().take(LISTED)).map(|(position, (name, route))| {
        let page = Item::Page(address(site, here, route));
        Node::ListItem(ListItem { position, name: Some(name), item: Some(page) })
    });
    Node::ItemList(ItemList { name, number_of_items: pages.len(), item_list_element: items.collect() })
}

/// The way to a page: the front page, a list above it, itself.
fn way<'a>(site: &Site<'a>, here: &Route, above: Option<(&'a str, Route)>, name: &'a str) -> Node<'a> {
    let front = (site.config.title.as_str(), Route::folder(""));
    let steps = std::iter::once(front).chain(above);
    let steps = steps.map(|(name, route)| (name, Some(Item::Page(address(site, here, &route)))));
    let places = (1..).zip(steps.chain([(name, None)]));
    let places = places.map(|(position, (name, item))| Node::ListItem(ListItem { position, name: Some(name), item }));
    Node::BreadcrumbList(BreadcrumbList { item_list_element: places.collect() })
}
