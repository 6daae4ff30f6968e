//! Feeds for the site, every actor and every topic: what stands in one, whatever its form. Each form has a writer.
//!
//! With the site's address known, ids and links are full addresses. Without it, ids are `urn:dateline:` names and links
//! are relative to the feed. No clock is read: a feed is as new as its newest article.

mod atom;
mod json;
mod rss;

use jiff::Zoned;
use jiff::civil::Date;

pub(super) use self::atom::atom;
pub(super) use self::json::json;
pub(super) use self::rss::rss;
use crate::model::corpus::ArticleId;
use crate::model::page::Route;
use crate::render::export::{Format, Subject, address};
use crate::render::site::{self, Site};

/// How many of the newest articles a feed has.
const NEWEST: usize = 50;

/// A feed, whatever its form.
struct Feed<'a> {
    title: String,
    description: Option<String>,
    /// A name that stays the same.
    id: String,
    /// The address of the page that it goes with.
    page: String,
    /// Its own address.
    own: String,
    language: &'a str,
    /// Who publishes it.
    publisher: String,
    /// The day of its newest article.
    updated: Option<Zoned>,
    items: Vec<Item>,
}

/// An article in a feed.
struct Item {
    title: String,
    id: String,
    link: String,
    summary: Option<String>,
    authors: Vec<String>,
    published: Option<Zoned>,
    /// The day of publication; of an article without one, that of the newest article of the site.
    updated: Option<Zoned>,
}

impl<'a> Feed<'a> {
    fn of(site: &Site<'a>, subject: Subject, format: Format) -> Self {
        let here = format.route(site, subject);
        let page = subject.page(site);
        let articles = articles(site, subject);
        let newest = articles.iter().filter_map(|id| site.corpus.briefing(*id).published()).max();
        let whole = subject == Subject::Site;
        let title =
            if whole { site.config.title.clone() } else { format!("{} · {}", subject.name(site), site.config.title) };
        Self {
            title: clean(&title),
            description: site.config.description.as_deref().filter(|_| whole).map(clean),
            id: id(site, &page),
            page: address(site, &here, &page),
            own: address(site, &here, &here),
            language: &site.config.language,
            publisher: clean(&site.config.title),
            updated: newest.or_else(|| site.newest_day()).and_then(|day| start(site, day)),
            items: articles.iter().map(|article| item(site, &here, *article)).collect(),
        }
    }
}

fn item(site: &Site<'_>, here: &Route, article: ArticleId) -> Item {
    let briefing = site.corpus.briefing(article);
    let route = site.article_route(article);
    Item {
        title: clean(briefing.title()),
        id: id(site, &route),
        link: address(site, here, &route),
        summary: site::summary(briefing).map(|summary| clean(&summary)),
        authors: briefing.article.header.byline.iter().map(|name| clean(name)).collect(),
        published: briefing.published().and_then(|day| start(site, day)),
        updated: briefing.published().or_else(|| site.newest_day()).and_then(|day| start(site, day)),
    }
}

fn articles(site: &Site<'_>, subject: Subject) -> Vec<ArticleId> {
    let newest = |ids: &[ArticleId]| ids.iter().copied().take(NEWEST).collect();
    match subject {
        Subject::Site | Subject::Timeline => site.corpus.article_ids().take(NEWEST).collect(),
        Subject::Article(id) => vec![id],
        Subject::Actor(id) => newest(&site.corpus.actor(id).articles),
        Subject::Topic(id) => newest(&site.corpus.topic(id).articles),
    }
}

/// A name that stays the same: the address, or one made from the route where no address is known.
fn id(site: &Site<'_>, route: &Route) -> String {
    match &site.config.base_url {
        Some(base) => format!("{base}/{}", route.address()),
        None => format!("urn:dateline:{}", route.address().trim_end_matches('/').replace('/', ":")),
    }
}

/// The start of a day in the site's zone, so that it stays that day for who reads the feed there.
fn start(site: &Site<'_>, day: Date) -> Option<Zoned> {
    day.to_zoned(site.config.time_zone.clone()).ok()
}

/// An instant in RFC 3339.
fn rfc_3339(instant: &Zoned) -> String {
    instant.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// Without control characters, which XML 1.0 does not allow.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
