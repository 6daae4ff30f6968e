//! What stands on a page for frames: gathered within bounds, so that it stays small whatever the texts hold.

use super::Embed;
use crate::model::article::BlockKind;
use crate::model::corpus::{ActorId, ArticleId, EntryId, EntryWhen, QuotationId, Telling, TopicId};
use crate::model::facts::At;
use crate::model::page::Route;
use crate::render::export::{self, Subject};
use crate::render::site::{self, Site};
use crate::render::view::{EmbedView, EventView, Html, LineView, LinkView, QuoteView, RefView, RoleView};
use crate::render::when::YearShown;
use crate::render::{actor, label, provenance, timeline, topic};

/// How many sentences of an article are shown.
const LEAD: usize = 4;

/// How many statements are shown.
const STATEMENTS: usize = 5;

/// How many events of an article, actor or topic are shown.
const EVENTS: usize = 8;

/// How many events of a timeline are shown.
const TIMELINE: usize = 24;

/// How many events still to come are shown.
const AHEAD: usize = 4;

/// How many offices are shown.
const ROLES: usize = 2;

/// How many sources of an event are linked.
const SOURCES: usize = 3;

/// The longest text of a statement, event or sentence, in characters.
const LONGEST: usize = 320;

/// The longest words in the place of a date, in characters.
const SHORT: usize = 60;

/// The longest title or name, in characters.
const TITLE: usize = 160;

/// What stands on the page.
pub(super) fn of(site: &Site<'_>, here: &Route, embed: Embed) -> EmbedView {
    match embed {
        Embed::Subject(Subject::Article(id)) => article(site, here, id),
        Embed::Subject(Subject::Actor(id)) => actor(site, here, id),
        Embed::Subject(Subject::Topic(id)) => topic(site, here, id),
        Embed::Subject(Subject::Site | Subject::Timeline) => everything(site, here),
        Embed::Timeline(id) => timeline_of(site, here, id),
        Embed::Quotation(id) => quotation(site, here, id),
    }
}

/// A page with nothing but its title.
fn bare(label: &str, title: &str, href: String, rest: String) -> EmbedView {
    EmbedView {
        template: "",
        label: label.to_owned(),
        title: site::cut(title, TITLE),
        lang: Html::default(),
        href,
        rest,
        place: None,
        date: None,
        unknown: None,
        standfirst: None,
        byline: Vec::new(),
        roles: Vec::new(),
        lines: Vec::new(),
        ahead: Vec::new(),
        events: Vec::new(),
        statements: Vec::new(),
    }
}

fn article(site: &Site<'_>, here: &Route, id: ArticleId) -> EmbedView {
    let briefing = site.corpus.briefing(id);
    let header = &briefing.article.header;
    let words = &site.words.embed;
    let shown = super::quotations(site, id).take(STATEMENTS);
    EmbedView {
        lang: site.foreign(briefing),
        place: header.dateline.as_ref().map(|dateline| site::cut(&dateline.place, TITLE)),
        date: header.published.map(|day| site.calendar.day_html(day)),
        unknown: site.unknown(briefing),
        standfirst: header.summary.as_deref().map(|summary| site::cut(summary, LONGEST)),
        byline: site
            .by(&header.byline)
            .into_iter()
            .chain(header.outlet.clone())
            .map(|by| site::cut(&by, TITLE))
            .collect(),
        lines: lead(site, here, id),
        statements: shown.map(|id| own(statement(site, here, id))).collect(),
        events: told(site, here, id),
        ..bare(&words.article, briefing.title(), here.link(&site.article_route(id)), words.whole.clone())
    }
}

/// The first sentences of prose that the title does not already say.
fn lead(site: &Site<'_>, here: &Route, id: ArticleId) -> Vec<LineView> {
    let briefing = site.corpus.briefing(id);
    let body = &briefing.article.body;
    let taken = site::taken_sentence(briefing);
    (1..)
        .zip(&body.sentences)
        .filter(|(number, sentence)| {
            matches!(body.block_of(**sentence).kind, BlockKind::Paragraph { .. }) && Some(*number) != taken
        })
        .take(LEAD)
        .map(|(number, sentence)| line(site, here, id, At::within(number, *sentence, sentence.span, "lead", 1.0)))
        .collect()
}

/// A sentence as the text has it, with its number as the way back.
fn line(site: &Site<'_>, here: &Route, id: ArticleId, at: At) -> LineView {
    let body = &site.corpus.briefing(id).article.body;
    let text = site::cut(body.words(provenance::printed(body, at)), LONGEST);
    LineView { text, source: RefView { title: String::new(), ..site.reference(here, id, at) } }
}

/// The events of an article, in the order of time.
fn told(site: &Site<'_>, here: &Route, id: ArticleId) -> Vec<EventView> {
    let briefing = site.corpus.briefing(id);
    let mut told: Vec<(EntryId, u32)> = briefing.entries.iter().copied().zip(0..).collect();
    told.sort_unstable();
    told.dedup_by_key(|(entry, _)| *entry);
    let shown = |(entry, number): (EntryId, u32)| {
        let telling = Telling { article: id, event: number };
        let source = site.reference(here, id, export::told(site, telling).at);
        let refs = vec![RefView { title: String::new(), ..source }];
        EventView { refs, more: 0, ..event(site, here, entry) }
    };
    told.into_iter().take(EVENTS).map(shown).collect()
}

fn actor(site: &Site<'_>, here: &Route, id: ActorId) -> EmbedView {
    let actor = site.corpus.actor(id);
    let last = site.newest_of(&actor.articles);
    let roles = actor::roles(site, here, actor).into_iter().take(ROLES);
    let roles = roles.map(|role| RoleView { title: site::cut(&role.title, TITLE), ..role });
    EmbedView {
        date: last.map(|day| Html(site.words.actor.last.html(&[("date", &site.calendar.day_html(day).0)]))),
        roles: roles.collect(),
        statements: statements(site, here, &actor.quotations),
        events: events(site, here, &actor.entries, EVENTS),
        ..bare(
            actor::kind(site, actor.kind),
            &actor.name,
            here.link(&site.actor_route(id)),
            site.words.embed.all_on.fill(&[("name", &site::cut(&actor.short_name, TITLE))]),
        )
    }
}

fn topic(site: &Site<'_>, here: &Route, id: TopicId) -> EmbedView {
    let topic = site.corpus.topic(id);
    let description = topic.curated.as_deref().and_then(|curated| curated.description.as_deref());
    let coming = topic.entries.iter().filter(|id| timeline::to_come(site, **id)).take(AHEAD);
    let state = topic.state.map(|found| {
        let source = site.reference(here, found.article, found.at);
        LineView { source, ..line(site, here, found.article, found.at) }
    });
    EmbedView {
        date: topic::newest(site, topic).map(|day| Html(site.words.topic.updated.html(&[("date", &day.0)]))),
        standfirst: description.map(|description| site::cut(description, LONGEST)),
        lines: state.into_iter().collect(),
        ahead: coming.map(|id| event(site, here, *id)).collect(),
        events: events(site, here, &topic.entries, EVENTS),
        statements: statements(site, here, &topic.quotations),
        ..bare(
            &site.words.topic.label,
            &topic.name,
            here.link(&site.topic_route(id)),
            site.words.embed.all_on.fill(&[("name", &site::cut(&topic.name, TITLE))]),
        )
    }
}

fn everything(site: &Site<'_>, here: &Route) -> EmbedView {
    let entries: Vec<EntryId> = (0..site.corpus.entries.len() as u32).map(EntryId).collect();
    let page = here.link(&Subject::Timeline.page(site));
    chronicle(site, here, &site.config.title, page, &entries)
}

fn timeline_of(site: &Site<'_>, here: &Route, id: TopicId) -> EmbedView {
    let topic = site.corpus.topic(id);
    let place = if topic.entries.is_empty() { "" } else { "#timeline" };
    let page = format!("{}{place}", here.link(&site.topic_route(id)));
    chronicle(site, here, &topic.name, page, &topic.entries)
}

fn chronicle(site: &Site<'_>, here: &Route, title: &str, page: String, entries: &[EntryId]) -> EmbedView {
    let rest = site.counted(&site.words.embed.all_events, entries.len());
    EmbedView { events: events(site, here, entries, TIMELINE), ..bare(&site.words.nav.timeline, title, page, rest) }
}

/// One quotation. Its title is that of its article.
fn quotation(site: &Site<'_>, here: &Route, id: QuotationId) -> EmbedView {
    let briefing = site.corpus.briefing(id.article);
    let words = &site.words.embed;
    let quote = statement(site, here, id);
    EmbedView {
        lang: site.foreign(briefing),
        statements: vec![own(quote.clone())],
        ..bare(&words.quotation, briefing.title(), quote.source.href, words.in_briefing.clone())
    }
}

/// The newest statements, each once.
fn statements(site: &Site<'_>, here: &Route, ids: &[QuotationId]) -> Vec<QuoteView> {
    let mut shown: Vec<QuoteView> = Vec::new();
    // The same words stand in a few articles at most.
    for id in ids.iter().take(STATEMENTS * 4) {
        let quote = statement(site, here, *id);
        if shown.len() < STATEMENTS && shown.iter().all(|other| other.text != quote.text) {
            shown.push(quote);
        }
    }
    shown
}

/// A statement beside the title of its article.
fn own(quote: QuoteView) -> QuoteView {
    QuoteView { source: RefView { title: String::new(), ..quote.source }, ..quote }
}

fn statement(site: &Site<'_>, here: &Route, id: QuotationId) -> QuoteView {
    let quote = site.quotation(here, id);
    let speaker = quote.speaker.map(|speaker| LinkView { title: site::cut(&speaker.title, TITLE), ..speaker });
    QuoteView {
        text: site::cut(&quote.text, LONGEST * 2),
        described: quote.described.map(|described| site::cut(&described, TITLE)),
        role: quote.role.map(|role| site::cut(&role, TITLE)),
        how: site::cut(&quote.how, TITLE),
        speaker,
        ..quote
    }
}

fn events(site: &Site<'_>, here: &Route, entries: &[EntryId], most: usize) -> Vec<EventView> {
    timeline::telling_most(site, entries, most).into_iter().map(|id| event(site, here, id)).collect()
}

/// An entry of a timeline, with a line that holds no links.
fn event(site: &Site<'_>, here: &Route, id: EntryId) -> EventView {
    let entry = site.corpus.entry(id);
    let reference = |telling: &Telling| site.reference(here, telling.article, export::told(site, *telling).at);
    let line = entry.tellings.first().map(|telling| site.bounded_line(*telling, LONGEST)).unwrap_or_default();
    let when = match &entry.when {
        EntryWhen::Undated { words } => EntryWhen::Undated { words: site::cut(words, SHORT) },
        when => when.clone(),
    };
    EventView {
        key: String::new(),
        when: site.when(&when, &entry.tellings, YearShown::Always),
        strip: Html::default(),
        choices: String::new(),
        standing: label::standing(entry.standing),
        status: site.status(entry.standing),
        line,
        refs: entry.tellings.iter().take(SOURCES).map(reference).collect(),
        more: entry.tellings.len().saturating_sub(SOURCES),
    }
}
