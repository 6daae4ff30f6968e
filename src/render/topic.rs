//! The page of a topic, and the list of all topics.

use crate::model::corpus::{Provenance, Topic, TopicId};
use crate::model::page::Route;
use crate::render::export::{self, Subject};
use crate::render::paging::Lists;
use crate::render::site::{Site, acts};
use crate::render::view::{Content, EventView, FigureView, GroupView, Html, LineView, ListView, PageView, TopicView};
use crate::render::when::YearShown;
use crate::render::{linked, provenance, timeline};

/// How many actors are named.
const ACTORS: usize = 12;

/// How many sentences say what is next.
const NEXT: usize = 5;

/// How many events still to come are shown.
const AHEAD: usize = 8;

/// How many of the newest articles figures are taken from.
const RECENT: usize = 5;

/// How many figures are shown.
const FIGURES: usize = 4;

/// The lists that are cut into pages.
pub(super) fn lists(topic: &Topic) -> Lists<'_> {
    Lists { quotations: &topic.quotations, entries: &topic.entries, articles: &topic.articles }
}

/// A page of a topic, counted from 1.
pub(super) fn page(site: &Site<'_>, here: &Route, id: TopicId, number: usize) -> (PageView, Content) {
    let topic = site.corpus.topic(id);
    let folder = format!("topics/{}", topic.slug);
    let shown = lists(topic).on(number);
    let curated = topic.curated.as_ref();
    let actors = topic.actors.iter().filter(|(actor, _)| acts(site.corpus.actor(*actor)));
    let view = TopicView {
        title: topic.name.clone(),
        updated: newest(site, topic),
        description: curated.and_then(|curated| curated.description.clone()),
        text: match curated {
            Some(curated) if number == 1 => site.written_text(here, &curated.id, &curated.body, 3),
            _ => Html::default(),
        },
        state: topic.state.map(|found| line(site, here, found)),
        next: topic.next.iter().take(NEXT).map(|found| line(site, here, *found)).collect(),
        ahead: if number == 1 { ahead(site, here, topic) } else { Vec::new() },
        figures: if number == 1 { figures(site, here, topic) } else { Vec::new() },
        timeline: timeline::timeline(site, here, shown.entries),
        statements: site.quotations(here, shown.quotations),
        actors: actors
            .take(ACTORS)
            .map(|(actor, count)| {
                site.actor_row(here, *actor, site.counted(&site.words.count.mentions, *count as usize))
            })
            .collect(),
        articles: shown.articles.iter().map(|article| site.teaser(here, *article)).collect(),
        total: topic.articles.len(),
        pages: lists(topic).view(here, &folder, number),
    };
    let description = view.description.clone().or_else(|| view.state.as_ref().map(|state| state.text.clone()));
    let page = site.page(here, &topic.name, description, "topics");
    let page = export::described(site, here, Subject::Topic(id), page);
    (page, Content::Topic(Box::new(view)))
}

pub(super) fn newest(site: &Site<'_>, topic: &Topic) -> Option<Html> {
    site.newest_of(&topic.articles).map(|newest| site.calendar.day_html(newest))
}

/// Its events still to come, the next one first.
fn ahead(site: &Site<'_>, here: &Route, topic: &Topic) -> Vec<EventView> {
    let nearby = site.corpus.as_of.map_or(YearShown::Always, |day| YearShown::UnlessItIs(day.year()));
    let coming = topic.entries.iter().filter(|id| timeline::to_come(site, **id));
    coming.take(AHEAD).map(|id| site.event(here, *id, nearby)).collect()
}

/// Numbers in its newest articles, each once.
fn figures(site: &Site<'_>, here: &Route, topic: &Topic) -> Vec<FigureView> {
    let mut figures: Vec<FigureView> = Vec::new();
    for article in topic.articles.iter().take(RECENT) {
        let briefing = site.corpus.briefing(*article);
        let body = &briefing.article.body;
        for figure in &briefing.facts.figures {
            let (number, counted) = (body.words(figure.number), body.words(figure.counted));
            let known = |other: &FigureView| other.counted.eq_ignore_ascii_case(counted);
            if figures.len() < FIGURES && !counted.is_empty() && !figures.iter().any(known) {
                let source = site.reference(here, *article, figure.at);
                figures.push(FigureView { number: number.to_owned(), counted: counted.to_owned(), source });
            }
        }
    }
    figures
}

/// A sentence as the text has it.
fn line(site: &Site<'_>, here: &Route, found: Provenance) -> LineView {
    let body = &site.corpus.briefing(found.article).article.body;
    LineView {
        text: crate::text::capitalise(body.words(provenance::printed(body, found.at))),
        source: site.reference(here, found.article, found.at),
    }
}

/// The list of all topics: curated ones, then those found in the texts.
pub(super) fn all(site: &Site<'_>, here: &Route) -> (PageView, Content) {
    let ids = || (0..site.corpus.topics.len() as u32).map(TopicId);
    let group = |title: &str, id: &str, curated: bool| {
        let mut members: Vec<TopicId> =
            ids().filter(|id| site.corpus.topic(*id).curated.is_some() == curated).collect();
        members.sort_by_cached_key(|id| {
            let topic = site.corpus.topic(*id);
            (std::cmp::Reverse(topic.articles.len()), topic.name.to_lowercase(), *id)
        });
        let items = members.iter().map(|id| site.dated_topic_row(here, *id)).collect();
        GroupView { title: title.to_owned(), id: id.to_owned(), items }
    };
    let groups: Vec<GroupView> =
        [group(&site.words.topic.chosen, "chosen", true), group(&site.words.topic.found, "found", false)]
            .into_iter()
            .filter(|group| !group.items.is_empty())
            .collect();
    let view = ListView {
        title: site.words.nav.topics.clone(),
        intro: groups.is_empty().then(|| site.words.topic.empty.clone()),
        jumps: Vec::new(),
        groups,
    };
    let page =
        PageView { linked: Some(linked(site, here)), ..site.page(here, &view.title, view.intro.clone(), "topics") };
    (page, Content::List(view))
}

/// The list as data.
fn linked(site: &Site<'_>, here: &Route) -> Html {
    let ids = (0..site.corpus.topics.len() as u32).map(TopicId);
    let pages: Vec<_> = ids.map(|id| (site.corpus.topic(id).name.as_str(), site.topic_route(id))).collect();
    linked::listing(site, here, &site.words.nav.topics, &pages)
}
