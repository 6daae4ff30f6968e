//! Atom feeds (RFC 4287) for the site, every actor and every topic.
//!
//! With the site's address known, ids and links are full addresses. Without it, ids are `urn:dateline:` names and links
//! are relative to the feed, which RFC 4287 allows. No clock is read: a feed is as new as its newest article.

use atom_syndication::{Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use jiff::civil::Date;

use crate::model::corpus::{ActorId, ArticleId, TopicId};
use crate::model::page::Route;
use crate::render::site::Site;

/// How many of the newest articles a feed has.
const NEWEST: usize = 50;

/// What a feed is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// Everything.
    Site,
    /// Articles that name an actor.
    Actor(ActorId),
    /// Articles of a topic.
    Topic(TopicId),
}

impl Subject {
    /// All feeds of a site.
    pub(super) fn all(site: &Site<'_>) -> Vec<Self> {
        let actors = (0..site.corpus.actors.len() as u32).map(|id| Self::Actor(ActorId(id)));
        let topics = (0..site.corpus.topics.len() as u32).map(|id| Self::Topic(TopicId(id)));
        std::iter::once(Self::Site).chain(actors).chain(topics).collect()
    }

    /// Where the feed lies.
    pub(super) fn route(self, site: &Site<'_>) -> Route {
        match self {
            Self::Site => Route::file("feeds/site.xml"),
            Self::Actor(id) => Route::file(format!("feeds/actors/{}.xml", site.corpus.actor(id).slug)),
            Self::Topic(id) => Route::file(format!("feeds/topics/{}.xml", site.corpus.topic(id).slug)),
        }
    }

    fn title(self, site: &Site<'_>) -> String {
        match self {
            Self::Site => site.config.title.clone(),
            Self::Actor(id) => format!("{} · {}", site.corpus.actor(id).name, site.config.title),
            Self::Topic(id) => format!("{} · {}", site.corpus.topic(id).name, site.config.title),
        }
    }

    fn articles(self, site: &Site<'_>) -> Vec<ArticleId> {
        match self {
            Self::Site => site.corpus.article_ids().take(NEWEST).collect(),
            Self::Actor(id) => site.corpus.actor(id).articles.iter().copied().take(NEWEST).collect(),
            Self::Topic(id) => site.corpus.topic(id).articles.iter().copied().take(NEWEST).collect(),
        }
    }

    /// The page that the feed goes with.
    fn page(self, site: &Site<'_>) -> Route {
        match self {
            Self::Site => Route::folder(""),
            Self::Actor(id) => site.actor_route(id),
            Self::Topic(id) => site.topic_route(id),
        }
    }
}

/// The bytes of a feed.
pub(super) fn feed(site: &Site<'_>, subject: Subject) -> String {
    let here = subject.route(site);
    let articles = subject.articles(site);
    let newest = articles.iter().filter_map(|id| site.corpus.briefing(*id).published()).max();
    let feed = Feed {
        title: clean(&subject.title(site)).into(),
        subtitle: site
            .config
            .description
            .as_deref()
            .filter(|_| subject == Subject::Site)
            .map(|text| clean(text).into()),
        id: id(site, &subject.page(site)),
        updated: midnight(site, newest.or_else(|| site.newest_day())),
        authors: vec![person(&site.config.title)],
        generator: Some(Generator {
            value: "dateline".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            ..Generator::default()
        }),
        links: vec![link(site, &here, &here, "self"), link(site, &here, &subject.page(site), "alternate")],
        lang: Some(site.config.language.clone()),
        entries: articles.into_iter().map(|article| entry(site, &here, article)).collect(),
        ..Feed::default()
    };
    let mut text = feed.to_string();
    text.push('\n');
    text
}

fn entry(site: &Site<'_>, here: &Route, id: ArticleId) -> Entry {
    let route = site.article_route(id);
    let briefing = site.corpus.briefing(id);
    let teaser = site.teaser(here, id);
    Entry {
        title: clean(&teaser.title).into(),
        id: self::id(site, &route),
        updated: midnight(site, briefing.published().or_else(|| site.newest_day())),
        published: briefing.published().map(|day| midnight(site, Some(day))),
        authors: briefing.article.header.byline.iter().map(|name| person(name)).collect(),
        links: vec![link(site, here, &route, "alternate")],
        summary: teaser.summary.map(|summary| Text::plain(clean(&summary))),
        ..Entry::default()
    }
}

/// A name that stays the same: the address, or one made from the route where no address is known.
fn id(site: &Site<'_>, route: &Route) -> String {
    match &site.config.base_url {
        Some(base) => format!("{base}/{}", route.address()),
        None => format!("urn:dateline:{}", route.address().trim_end_matches('/').replace('/', ":")),
    }
}

fn link(site: &Site<'_>, here: &Route, target: &Route, rel: &str) -> Link {
    let href = match &site.config.base_url {
        Some(base) => format!("{base}/{}", target.address()),
        None => here.link(target),
    };
    let mime_type = Some(if rel == "self" { "application/atom+xml" } else { "text/html" }.to_owned());
    Link { href, rel: rel.to_owned(), mime_type, ..Link::default() }
}

fn person(name: &str) -> Person {
    Person { name: clean(name), ..Person::default() }
}

/// The start of a day in the site's zone, so that it stays that day for who reads the feed there; of 1970 where no day is
/// known.
fn midnight(site: &Site<'_>, day: Option<Date>) -> FixedDateTime {
    let start = day.and_then(|day| day.to_zoned(site.config.time_zone.clone()).ok());
    start.and_then(|start| start.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string().parse().ok()).unwrap_or_default()
}

/// Without control characters, which XML 1.0 does not allow.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
