//! The front page.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::model::corpus::{
    Actor, ActorId, ActorKind, ArticleId, Briefing, Entry, EntryId, EntryWhen, QuotationId, TopicId,
};
use crate::model::facts::{Quotation, QuotationKind, Speaker};
use crate::model::page::Route;
use crate::render::export::{self, Subject};
use crate::render::site::{self, Site};
use crate::render::view::{Content, CountedView, EventView, HomeView, NewsView, PageView, QuoteView};
use crate::render::when::YearShown;
use crate::render::{overview, said, timeline};
use crate::text;

/// Articles on the front page; all others stand in the archive.
const ARTICLES: usize = 20;

const AHEAD: usize = 6;
const TOPICS: usize = 8;
const ACTORS: usize = 8;

/// Of each kind of news.
const NEWS: usize = 3;

/// The most characters of an event or statement that is news.
const TITLE: usize = 72;

/// What is "lately": the newest articles that are counted for who is in the news.
const LATELY: usize = 20;

/// The length of a quotation that can be shown large, in characters.
const LARGE: std::ops::RangeInclusive<usize> = 24..=130;

/// The front page.
pub(super) fn page(site: &Site<'_>, here: &Route) -> (PageView, Content) {
    let newest = site.newest_day();
    let mut articles = site.corpus.article_ids().take(ARTICLES).map(|id| site.teaser(here, id));
    let view = HomeView {
        edition: newest.map(|day| site.calendar.weekday_html(day)),
        yearline: site.corpus.as_of.or(newest).and_then(|today| overview::yearline(site, today)),
        lead: articles.next(),
        teasers: articles.collect(),
        total: site.corpus.briefings.len(),
        ahead: ahead(site, here),
        news: newest.map(|day| news(site, here, day)).unwrap_or_default(),
        words: words(site, here),
        topics: topics(site, here),
        actors: actors(site, here),
    };
    let page = site.page(here, &site.config.title, site.config.description.clone(), "briefings");
    (export::described(site, here, Subject::Site, page), Content::Home(Box::new(view)))
}

/// Dated events still to come, the next one first; then undated ones of the newest articles.
fn ahead(site: &Site<'_>, here: &Route) -> Vec<EventView> {
    let nearby = site.corpus.as_of.map_or(YearShown::Always, |day| YearShown::UnlessItIs(day.year()));
    let coming = (0..site.corpus.entries.len() as u32).map(EntryId).filter(|id| timeline::to_come(site, *id));
    coming.take(AHEAD).map(|id| site.event(here, id, nearby)).collect()
}

/// Actors, events and statements that no article before the newest day had. Nothing where there is no article before it.
fn news(site: &Site<'_>, here: &Route, day: Date) -> Vec<NewsView> {
    let on_day = |id: ArticleId| site.corpus.briefing(id).published() == Some(day);
    if site.corpus.article_ids().all(on_day) {
        return Vec::new();
    }
    let mut news = new_actors(site, here, on_day);
    news.extend(new_events(site, here, on_day));
    news.extend(new_statements(site, here, on_day));
    news
}

fn new_actors(site: &Site<'_>, here: &Route, on_day: impl Fn(ArticleId) -> bool) -> Vec<NewsView> {
    let mut fresh: Vec<(ActorId, &Actor)> = (0..)
        .map(ActorId)
        .zip(site.corpus.actors.iter().map(|actor| &**actor))
        .filter(|(_, actor)| in_the_news(actor.kind) && actor.articles.iter().all(|id| on_day(*id)))
        .collect();
    fresh.sort_by_key(|(id, actor)| (std::cmp::Reverse(actor.mentions.len()), *id));
    let view = |(id, actor): (ActorId, &Actor)| {
        let mention = actor.mentions.first()?;
        let link = site.actor_link(here, id);
        let source = site.mention(here, mention.article, mention.at);
        Some(NewsView {
            label: site.words.home.new_actor.clone(),
            date: None,
            title: link.title,
            href: link.href,
            source,
        })
    };
    fresh.into_iter().filter_map(view).take(NEWS).collect()
}

/// What happened; what is still to come stands beside it already. The most telling ones.
fn new_events(site: &Site<'_>, here: &Route, on_day: impl Fn(ArticleId) -> bool) -> Vec<NewsView> {
    let mut fresh: Vec<(EntryId, &Entry)> = (0..)
        .map(EntryId)
        .zip(site.corpus.entries.iter().map(|entry| &**entry))
        .filter(|(_, entry)| entry.tellings.iter().all(|telling| on_day(telling.article)))
        .filter(|(id, entry)| matches!(entry.when, EntryWhen::Dated(_)) && !timeline::to_come(site, *id))
        .collect();
    let weight = |id: EntryId| site.corpus.salience(id);
    fresh.sort_by(|(a, _), (b, _)| weight(*b).total_cmp(&weight(*a)).then(a.cmp(b)));
    let view = |(id, _): (EntryId, &Entry)| {
        let title = text::capitalise(&site::cut(&site.told_words(*site.corpus.entry(id).tellings.first()?), TITLE));
        let event = site.event(here, id, YearShown::Always);
        let source = event.refs.into_iter().next()?;
        Some(NewsView {
            label: site.words.home.new_event.clone(),
            date: Some(event.when.html),
            title,
            href: source.href.clone(),
            source,
        })
    };
    fresh.into_iter().filter_map(view).take(NEWS).collect()
}

fn new_statements(site: &Site<'_>, here: &Route, on_day: impl Fn(ArticleId) -> bool) -> Vec<NewsView> {
    let mut news = Vec::new();
    for id in site.corpus.article_ids().filter(|id| on_day(*id)) {
        for (index, quotation) in (0..).zip(&site.corpus.briefing(id).facts.quotations) {
            let quotation_id = QuotationId { article: id, index };
            let Some(actor) = site.corpus.speaker(quotation_id).filter(|_| quotation.shown) else { continue };
            if news.len() == NEWS {
                return news;
            }
            let route = site.actor_route(actor);
            let key = site.corpus.briefing(id).quotations.get(index as usize).cloned().unwrap_or_default();
            let words = said::shown_words(&site.corpus.briefing(id).article.body, quotation);
            news.push(NewsView {
                label: site.words.home.new_statement.clone(),
                date: None,
                title: site.words.quote.said_by.fill(&[
                    ("speaker", &site.corpus.actor(actor).short_name),
                    ("words", &quoted(site, quotation, &site::cut(&words, TITLE))),
                ]),
                href: format!("{}#{key}", here.link(&route)),
                source: site.reference(here, id, quotation.at),
            });
        }
    }
    news
}

/// Direct words in quotation marks; others have the marks of the text, or none.
fn quoted(site: &Site<'_>, quotation: &Quotation, words: &str) -> String {
    match quotation.kind {
        QuotationKind::Direct => site.words.quote.marked.fill(&[("words", words)]),
        QuotationKind::Partial | QuotationKind::Indirect => words.to_owned(),
    }
}

/// The quotation to show large: the first in the newest articles that is direct, has a name to it, and fits.
fn words(site: &Site<'_>, here: &Route) -> Option<QuoteView> {
    let fits = |briefing: &Briefing, quotation: &Quotation| {
        let text = said::shown_words(&briefing.article.body, quotation);
        quotation.shown
            && quotation.kind == QuotationKind::Direct
            && matches!(quotation.speaker, Speaker::Named { .. })
            && LARGE.contains(&text.chars().count())
            && text.split_whitespace().count() > 3
    };
    site.corpus.article_ids().take(LATELY).find_map(|article| {
        let briefing = site.corpus.briefing(article);
        let found = (0..).zip(&briefing.facts.quotations).find(|(_, quotation)| fits(briefing, quotation));
        found.map(|(index, _)| site.quotation(here, QuotationId { article, index }))
    })
}

/// Topics by their newest article, then by their number of articles.
fn topics(site: &Site<'_>, here: &Route) -> Vec<CountedView> {
    let mut topics: Vec<TopicId> = (0..site.corpus.topics.len() as u32).map(TopicId).collect();
    topics.retain(|id| !site.corpus.topic(*id).articles.is_empty());
    topics.sort_by_key(|id| {
        let topic = site.corpus.topic(*id);
        (topic.curated.is_none(), std::cmp::Reverse(topic.articles.len()), topic.articles.first().copied(), *id)
    });
    topics.iter().take(TOPICS).map(|id| site.dated_topic_row(here, *id)).collect()
}

/// People and organisations most often named in the newest articles.
fn actors(site: &Site<'_>, here: &Route) -> Vec<CountedView> {
    let mut mentions: BTreeMap<ActorId, usize> = BTreeMap::new();
    for id in site.corpus.article_ids().take(LATELY) {
        for actor in &*site.corpus.briefing(id).actors {
            if in_the_news(site.corpus.actor(*actor).kind) {
                *mentions.entry(*actor).or_default() += 1;
            }
        }
    }
    let mut counts: Vec<(ActorId, usize)> = mentions.into_iter().collect();
    counts.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
    let row = |(id, count): (ActorId, usize)| site.actor_row(here, id, site.counted(&site.words.count.mentions, count));
    counts.into_iter().take(ACTORS).map(row).collect()
}

/// Whether an actor of a kind can be news. Countries and places are in every briefing.
fn in_the_news(kind: ActorKind) -> bool {
    match kind {
        ActorKind::Person | ActorKind::Organization | ActorKind::PublicBody | ActorKind::ArmedGroup => true,
        ActorKind::Country | ActorKind::Place => false,
    }
}
