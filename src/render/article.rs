//! The page of an article: its text, and what stands in it.

use crate::model::article::{BlockKind, Body};
use crate::model::corpus::{ActorId, ActorKind, ArticleId, Briefing, QuotationId, Telling, TopicId};
use crate::model::facts::{At, DateKind, Headline};
use crate::model::metadata::{Metadata, Review};
use crate::model::page::Route;
use crate::model::when::When;
use crate::render::body::{self, Range, Sentences, Style, Tag};
use crate::render::export::{self, Subject};
use crate::render::said;
use crate::render::site::{self, Site};
use crate::render::view::{
    ArticleView, Content, EventView, FigureView, Html, LinkView, PageView, PresentView, QuoteView, RepairView,
};
use crate::render::when::{self, YearShown};

/// Statements in the margin are cut to this many characters; the text beside them has all of them.
const STATEMENT: usize = 120;

/// The page of an article.
pub(super) fn page(site: &Site<'_>, here: &Route, id: ArticleId) -> (PageView, Content) {
    let view = view(site, here, id);
    let page = PageView {
        description: site::summary(site.corpus.briefing(id)),
        ..site.page(here, &view.title, None, "briefings")
    };
    let page = export::described(site, here, Subject::Article(id), page);
    (page, Content::Article(Box::new(view)))
}

fn view(site: &Site<'_>, here: &Route, id: ArticleId) -> ArticleView {
    let briefing = site.corpus.briefing(id);
    let header = &briefing.article.header;
    let (actors, places) = present(site, here, id);
    let thread = briefing.topics.iter().copied().find(|topic| site.corpus.topic(*topic).articles.len() > 1);
    ArticleView {
        title: briefing.title().to_owned(),
        lang: site.foreign(briefing),
        place: header.dateline.as_ref().map(|dateline| dateline.place.clone()),
        date: header.published.map(|day| site.calendar.day_html(day)),
        unknown: site.unknown(briefing),
        summary: header.summary.clone(),
        byline: byline(site, briefing),
        body: text(site, here, briefing),
        actors,
        places,
        statements: statements(site, here, id),
        dates: dates(site, here, id),
        figures: figures(site, here, id),
        topics: briefing
            .topics
            .iter()
            .map(|topic| LinkView {
                title: site.corpus.topic(*topic).name.clone(),
                href: here.link(&site.topic_route(*topic)),
            })
            .collect(),
        original: header.url.as_deref().and_then(original),
        sentences: briefing.article.body.sentences.len(),
        review: if reviewed(briefing) > 0 { "accepted" } else { "auto" },
        reviewed: reviewed(briefing),
        title_from: match &briefing.facts.headline {
            Headline::Taken { at, .. } => Some(site.reference(here, id, *at)),
            Headline::Written(_) | Headline::FileName(_) => None,
        },
        repairs: repairs(&briefing.article.body),
        undated: undated(site, briefing),
        thread: thread.map(|topic| LinkView {
            title: site.corpus.topic(topic).name.clone(),
            href: here.link(&site.topic_route(topic)),
        }),
        earlier: neighbour(site, id, thread, 1).map(|other| site.teaser(here, other)),
        later: neighbour(site, id, thread, -1).map(|other| site.teaser(here, other)),
        related: briefing.related.iter().map(|other| site.article_row(here, *other)).collect(),
    }
}

/// The article that stands `step` places further down the list of a topic, or of all articles, which runs from new to old.
fn neighbour(site: &Site<'_>, id: ArticleId, thread: Option<TopicId>, step: isize) -> Option<ArticleId> {
    match thread {
        Some(topic) => {
            let articles = &site.corpus.topic(topic).articles;
            let place = articles.iter().position(|article| *article == id)?;
            articles.get(place.checked_add_signed(step)?).copied()
        }
        None => {
            let place = id.index().checked_add_signed(step)?;
            (place < site.corpus.briefings.len()).then_some(ArticleId(place as u32))
        }
    }
}

/// A web address as a link that says where it leads.
fn original(url: &str) -> Option<LinkView> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = host.strip_prefix("www.").unwrap_or(host);
    Some(LinkView { title: host.to_owned(), href: url.to_owned() })
}

fn byline(site: &Site<'_>, briefing: &Briefing) -> Vec<String> {
    let header = &briefing.article.header;
    let words = &site.words.article;
    let mut parts: Vec<String> = site.by(&header.byline).into_iter().collect();
    parts.extend(header.dateline.as_ref().and_then(|dateline| dateline.agency.clone()));
    parts.extend(header.outlet.clone());
    match &briefing.facts.headline {
        Headline::Taken { at, .. } => {
            parts.push(words.title_from_sentence.fill(&[("number", &at.sentence().to_string())]));
        }
        Headline::FileName(_) => parts.push(words.title_from_file.clone()),
        Headline::Written(_) => {}
    }
    parts
}

/// The text with its actors, dates and quotations.
fn text(site: &Site<'_>, here: &Route, briefing: &Briefing) -> Html {
    let mut ranges = actor_ranges(site, here, briefing);
    ranges.extend(date_ranges(briefing));
    for quotation in briefing.facts.quotations.iter().filter(|quotation| quotation.shown) {
        let direct = said::direct_words(&briefing.article.body, quotation);
        ranges.extend(direct.into_iter().map(|span| Range { tag: Tag::Said, span }));
    }
    let picture = |target: &str| site.picture(here, target);
    let link = |target: &str| site.links.href(&briefing.article.id, here, target);
    let words = site.words;
    let style = Style { heading: 2, sentences: Sentences::Numbered, ranges, picture: &picture, link: &link, words };
    body::html(&briefing.article.body, &style)
}

/// The first mention of each actor in prose.
fn actor_ranges(site: &Site<'_>, here: &Route, briefing: &Briefing) -> Vec<Range> {
    let mut seen: Vec<ActorId> = Vec::new();
    let mut ranges = Vec::new();
    for (mention, actor) in briefing.facts.mentions.iter().zip(&*briefing.actors) {
        if !seen.contains(actor)
            && site::acts(site.corpus.actor(*actor))
            && in_prose(&briefing.article.body, mention.at)
        {
            seen.push(*actor);
            let href = here.link(&site.actor_route(*actor));
            ranges.push(Range { tag: Tag::Actor(href), span: mention.at.span() });
        }
    }
    ranges
}

fn in_prose(body: &Body, at: At) -> bool {
    body.sentence(at.sentence()).is_some_and(|sentence| match &body.block_of(sentence).kind {
        BlockKind::Paragraph { lead_in } => lead_in.is_none_or(|lead_in| at.span().start >= lead_in.rest),
        BlockKind::TableRow { .. } => true,
        BlockKind::Crosshead { .. }
        | BlockKind::Caption { .. }
        | BlockKind::Picture { .. }
        | BlockKind::Verbatim { .. }
        | BlockKind::Rule => false,
    })
}

/// Dates that are known; one inside another is part of it.
fn date_ranges(briefing: &Briefing) -> Vec<Range> {
    let mut end = 0;
    let mut ranges = Vec::new();
    for date in &briefing.facts.dates {
        let span = date.at.span();
        let Some(when) = date.when.filter(|_| span.start >= end && !span.is_empty()) else { continue };
        if matches!(date.kind, DateKind::Duration | DateKind::Set) {
            continue;
        }
        end = span.end;
        ranges.push(Range { tag: when::datetime(&when).map_or(Tag::Stretch, Tag::Time), span });
    }
    ranges
}

/// Actors and other places in the order of the text; people and organisations before countries.
fn present(site: &Site<'_>, here: &Route, id: ArticleId) -> (Vec<PresentView>, Vec<PresentView>) {
    let briefing = site.corpus.briefing(id);
    let mut seen: Vec<ActorId> = Vec::new();
    let mut people = Vec::new();
    let mut countries = Vec::new();
    let mut places = Vec::new();
    for (mention, actor) in briefing.facts.mentions.iter().zip(&*briefing.actors) {
        if seen.contains(actor) {
            continue;
        }
        seen.push(*actor);
        let LinkView { title, href } = site.actor_link(here, *actor);
        let source = site.mention(here, id, mention.at);
        let view = PresentView { title, href, role: site::role_in(briefing, *actor), source };
        match site.corpus.actor(*actor).kind {
            ActorKind::Country => countries.push(view),
            ActorKind::Place => places.push(view),
            ActorKind::Person | ActorKind::Organization | ActorKind::PublicBody | ActorKind::ArmedGroup => {
                people.push(view);
            }
        }
    }
    people.extend(countries);
    (people, places)
}

fn statements(site: &Site<'_>, here: &Route, id: ArticleId) -> Vec<QuoteView> {
    let quotations = &site.corpus.briefing(id).facts.quotations;
    (0..)
        .zip(quotations)
        .filter(|(_, quotation)| quotation.shown)
        .map(|(index, _)| {
            let quote = site.quotation(here, QuotationId { article: id, index });
            QuoteView { text: site::cut(&quote.text, STATEMENT), ..quote }
        })
        .collect()
}

/// Dated events in the order of time, then undated ones in the order of the text. What is said twice stands once.
fn dates(site: &Site<'_>, here: &Route, id: ArticleId) -> Vec<EventView> {
    let briefing = site.corpus.briefing(id);
    let nearby = briefing.published().map_or(YearShown::Always, |day| YearShown::UnlessItIs(day.year()));
    let mut events: Vec<(u32, Option<When>)> =
        (0..).zip(briefing.facts.events.iter().map(|event| event.when)).collect();
    events.sort_by(|(_, a), (_, b)| match (a, b) {
        (Some(a), Some(b)) => a.timeline_order(b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    let mut views: Vec<EventView> = Vec::new();
    for (event, _) in events {
        let view = site.told_event(here, Telling { article: id, event }, nearby);
        match views.iter_mut().find(|other| other.when.html == view.when.html && other.line == view.line) {
            Some(same) => same.refs.extend(view.refs),
            None => views.push(view),
        }
    }
    views
}

fn figures(site: &Site<'_>, here: &Route, id: ArticleId) -> Vec<FigureView> {
    let briefing = site.corpus.briefing(id);
    let body = &briefing.article.body;
    let figures = briefing.facts.figures.iter();
    figures
        .map(|figure| FigureView {
            number: body.words(figure.number).to_owned(),
            counted: body.words(figure.counted).to_owned(),
            source: site.reference(here, id, figure.at),
        })
        .collect()
}

fn repairs(body: &Body) -> Vec<RepairView> {
    body.repairs
        .iter()
        .map(|repair| RepairView { written: repair.written.clone(), read: body.words(repair.span).to_owned() })
        .collect()
}

/// Words of events that have no date because the article has none.
fn undated(site: &Site<'_>, briefing: &Briefing) -> Vec<String> {
    if briefing.published().is_some() {
        return Vec::new();
    }
    let mut words: Vec<String> = Vec::new();
    for event in briefing.facts.events.iter().filter(|event| event.when.is_none()) {
        if let Some(expression) = briefing.facts.dates.get(event.date as usize) {
            let written = site.words.quote.marked.fill(&[("words", briefing.words(expression.at))]);
            if !words.contains(&written) {
                words.push(written);
            }
        }
    }
    words
}

/// How many findings of an article a person has decided on.
fn reviewed(briefing: &Briefing) -> usize {
    let Some(metadata) = briefing.article.decided.as_deref() else { return 0 };
    let Metadata { quotes, events, .. } = metadata;
    let reviews = quotes.iter().map(|quote| quote.review).chain(events.iter().map(|event| event.review));
    reviews.flatten().filter(|review: &Review| review.decided()).count()
}
