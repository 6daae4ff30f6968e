//! The site, an actor and a topic as Markdown.

use super::Sheet;
use super::words::{escaped, link};
use crate::model::corpus::{ActorId, ArticleId, EntryId, Provenance, QuotationId, TopicId};
use crate::model::page::Route;
use crate::render::export::{Format, Subject, address};
use crate::render::paging::Lists;
use crate::render::{actor, topic};

/// How many of the newest articles `llms.txt` names.
const ARTICLES: usize = 100;

/// How many actors `llms.txt` names: the most often mentioned.
const ACTORS: usize = 50;

/// `llms.txt`: what the site is, and where its parts stand as Markdown and data.
pub(super) fn site(mut sheet: Sheet<'_, '_>) -> String {
    let site = sheet.site;
    sheet.paragraph(&format!("# {}", escaped(&site.config.title)));
    if let Some(description) = &site.config.description {
        sheet.paragraph(&format!("> {}", escaped(description)));
    }
    sheet.paragraph(&site.words.frame.made);
    sheet.paragraph(&site.words.files.twins);
    let topics: Vec<String> = (0..)
        .map(TopicId)
        .zip(&site.corpus.topics)
        .map(|(id, topic)| {
            format!(
                "{}: {}",
                entry(&sheet, Subject::Topic(id)),
                site.counted(&site.words.count.briefings, topic.articles.len())
            )
        })
        .collect();
    sheet.list(&site.words.nav.topics, &topics);
    let mut ids: Vec<ActorId> = (0..site.corpus.actors.len() as u32).map(ActorId).collect();
    ids.sort_by_key(|id| (std::cmp::Reverse(site.corpus.actor(*id).mentions.len()), *id));
    let actors: Vec<String> = ids
        .into_iter()
        .take(ACTORS)
        .map(|id| {
            let mentions = site.counted(&site.words.count.mentions, site.corpus.actor(id).mentions.len());
            format!("{}: {mentions}", entry(&sheet, Subject::Actor(id)))
        })
        .collect();
    sheet.list(&site.words.nav.actors, &actors);
    let articles: Vec<String> = site
        .corpus
        .article_ids()
        .take(ARTICLES)
        .map(|id| {
            let day = site.corpus.briefing(id).published().map(|day| format!(": {day}")).unwrap_or_default();
            format!("{}{day}", entry(&sheet, Subject::Article(id)))
        })
        .collect();
    sheet.list(&site.words.nav.briefings, &articles);
    let data = data(&sheet);
    sheet.list(&site.words.files.data, &data);
    sheet.out
}

/// A link to the Markdown file of a subject, full where the site knows its address: `llms.txt` is read far from it.
fn entry(sheet: &Sheet<'_, '_>, subject: Subject) -> String {
    let route = Format::Markdown.route(sheet.site, subject);
    link(subject.name(sheet.site), &address(sheet.site, &sheet.here, &route))
}

/// The files that hold everything.
fn data(sheet: &Sheet<'_, '_>) -> Vec<String> {
    let site = sheet.site;
    let words = &site.words.files;
    let file = |format: Format, subject: Subject, words: &str| {
        let written = subject.formats(site).contains(&format);
        let address = address(site, &sheet.here, &format.route(site, subject));
        written.then(|| format!("{}: {}", link(words, &address), format.label(site)))
    };
    let all = [
        file(Format::Data, Subject::Site, &words.all),
        file(Format::Table, Subject::Timeline, &words.events),
        file(Format::Entities, Subject::Site, &words.entities),
        file(Format::Atom, Subject::Site, &site.words.frame.atom),
    ];
    all.into_iter().flatten().collect()
}

/// An actor, with what stands on the first page of it.
pub(super) fn actor(mut sheet: Sheet<'_, '_>, id: ActorId) -> String {
    let actor = sheet.site.corpus.actor(id);
    sheet.paragraph(&format!("# {}", escaped(&actor.name)));
    sheet.paragraph(actor::kind(sheet.site, actor.kind));
    let roles: Vec<String> = actor
        .roles
        .iter()
        .rev()
        .map(|role| {
            let seen = match role.seen {
                Some((first, last)) if first == last => format!(", {first}"),
                Some((first, last)) => format!(", {first}/{last}"),
                None => String::new(),
            };
            let source = role.evidence.last().map(|found| sheet.source(found.article, found.at.sentence()));
            format!("{}{seen} {}", escaped(&role.title), source.unwrap_or_default())
        })
        .collect();
    sheet.list(&sheet.site.words.files.described, &roles);
    let spellings = actor.aliases.iter().map(|alias| escaped(&alias.surface));
    let spellings: Vec<String> = spellings.filter(|name| *name != escaped(&actor.name)).collect();
    sheet.list(&sheet.site.words.actor.aliases, &spellings);
    lists(&mut sheet, Subject::Actor(id), actor::lists(actor).on(1), false);
    sheet.out
}

/// A topic, with what stands on the first page of it.
pub(super) fn topic(mut sheet: Sheet<'_, '_>, id: TopicId) -> String {
    let topic = sheet.site.corpus.topic(id);
    sheet.paragraph(&format!("# {}", escaped(&topic.name)));
    if let Some(description) = topic.curated.as_deref().and_then(|curated| curated.description.as_deref()) {
        sheet.paragraph(&format!("> {}", escaped(description)));
    }
    if let Some(state) = topic.state {
        let line = line(&sheet, state);
        sheet.paragraph(&line);
    }
    let next: Vec<String> = topic.next.iter().map(|found| line(&sheet, *found)).collect();
    sheet.list(&sheet.site.words.topic.next, &next);
    let actors = topic.actors.iter().take(ACTORS);
    let actors: Vec<String> = actors.map(|(actor, _)| sheet.file(Subject::Actor(*actor))).collect();
    sheet.list(&sheet.site.words.nav.actors, &actors);
    lists(&mut sheet, Subject::Topic(id), topic::lists(topic).on(1), true);
    sheet.out
}

fn line(sheet: &Sheet<'_, '_>, found: Provenance) -> String {
    let words = sheet.site.corpus.briefing(found.article).words(found.at);
    format!("{} {}", escaped(words), sheet.source(found.article, found.at.sentence()))
}

/// Statements, timeline and articles.
fn lists(sheet: &mut Sheet<'_, '_>, subject: Subject, shown: Lists<'_>, named: bool) {
    let words = sheet.site.words;
    let statement = |id: &QuotationId| sheet.statement(*id, named);
    let statements: Vec<String> = shown.quotations.iter().map(statement).collect();
    let events: Vec<String> = shown.entries.iter().map(|id: &EntryId| sheet.event(*id)).collect();
    let article = |id: &ArticleId| {
        let day = sheet.site.corpus.briefing(*id).published().map(|day| format!(", {day}")).unwrap_or_default();
        format!("{}{day}", sheet.file(Subject::Article(*id)))
    };
    let articles: Vec<String> = shown.articles.iter().map(article).collect();
    sheet.list(&words.actor.statements, &statements);
    sheet.list(&words.nav.timeline, &events);
    sheet.list(&words.nav.briefings, &articles);
    let page: Route = subject.page(sheet.site);
    let page = link(&words.files.page, &sheet.here.link(&page));
    sheet.paragraph(&words.files.newest.fill(&[("page", &page)]));
}
