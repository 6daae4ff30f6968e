//! The site, an actor and a topic as Markdown.

use super::Sheet;
use super::words::{escaped, link};
use crate::model::corpus::{ActorId, ArticleId, EntryId, Provenance, QuotationId, TopicId};
use crate::model::page::Route;
use crate::render::export::{Format, Subject, address};
use crate::render::paging::Lists;
use crate::render::site::counted;
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
    sheet.paragraph(
        "Actors, statements and dates on this site are extracted from its briefings; each names the sentence it stands in. \
         Each page of a briefing, actor or topic has the same content as `index.md` beside it.",
    );
    let topics: Vec<String> = (0..)
        .map(TopicId)
        .zip(&site.corpus.topics)
        .map(|(id, topic)| {
            format!("{}: {}", entry(&sheet, Subject::Topic(id)), counted(topic.articles.len(), "briefing", "briefings"))
        })
        .collect();
    sheet.list("Topics", &topics);
    let mut ids: Vec<ActorId> = (0..site.corpus.actors.len() as u32).map(ActorId).collect();
    ids.sort_by_key(|id| (std::cmp::Reverse(site.corpus.actor(*id).mentions.len()), *id));
    let actors: Vec<String> = ids
        .into_iter()
        .take(ACTORS)
        .map(|id| {
            let mentions = counted(site.corpus.actor(id).mentions.len(), "mention", "mentions");
            format!("{}: {mentions}", entry(&sheet, Subject::Actor(id)))
        })
        .collect();
    sheet.list("Actors", &actors);
    let articles: Vec<String> = site
        .corpus
        .article_ids()
        .take(ARTICLES)
        .map(|id| {
            let day = site.corpus.briefing(id).published().map(|day| format!(": {day}")).unwrap_or_default();
            format!("{}{day}", entry(&sheet, Subject::Article(id)))
        })
        .collect();
    sheet.list("Briefings", &articles);
    let data = data(&sheet);
    sheet.list("Data", &data);
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
    let file = |format: Format, subject: Subject, words: &str| {
        let written = subject.formats(site).contains(&format);
        let address = address(site, &sheet.here, &format.route(site, subject));
        written.then(|| link(words, &address))
    };
    let all = [
        file(Format::Data, Subject::Site, "All briefings, actors and topics (JSON)"),
        file(Format::Table, Subject::Timeline, "All events (CSV)"),
        file(Format::Entities, Subject::Site, "All entities (FollowTheMoney)"),
        file(Format::Atom, Subject::Site, "The newest briefings (Atom)"),
    ];
    all.into_iter().flatten().collect()
}

/// An actor, with what stands on the first page of it.
pub(super) fn actor(mut sheet: Sheet<'_, '_>, id: ActorId) -> String {
    let actor = sheet.site.corpus.actor(id);
    sheet.paragraph(&format!("# {}", escaped(&actor.name)));
    sheet.paragraph(actor::kind(actor.kind));
    let roles: Vec<String> = actor
        .roles
        .iter()
        .rev()
        .map(|role| {
            let seen = match role.seen {
                Some((first, last)) if first == last => format!(", {first}"),
                Some((first, last)) => format!(", {first} to {last}"),
                None => String::new(),
            };
            let source = role.evidence.last().map(|found| sheet.source(found.article, found.at.sentence()));
            format!("{}{seen} {}", escaped(&role.title), source.unwrap_or_default())
        })
        .collect();
    sheet.list("Described as", &roles);
    let spellings = actor.aliases.iter().map(|alias| escaped(&alias.surface));
    let spellings: Vec<String> = spellings.filter(|name| *name != escaped(&actor.name)).collect();
    sheet.list("Also written", &spellings);
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
    sheet.list("What’s next", &next);
    let actors = topic.actors.iter().take(ACTORS);
    let actors: Vec<String> = actors.map(|(actor, _)| sheet.file(Subject::Actor(*actor))).collect();
    sheet.list("Actors", &actors);
    lists(&mut sheet, Subject::Topic(id), topic::lists(topic).on(1), true);
    sheet.out
}

fn line(sheet: &Sheet<'_, '_>, found: Provenance) -> String {
    let words = sheet.site.corpus.briefing(found.article).words(found.at);
    format!("{} {}", escaped(words), sheet.source(found.article, found.at.sentence()))
}

/// Statements, timeline and articles.
fn lists(sheet: &mut Sheet<'_, '_>, subject: Subject, shown: Lists<'_>, named: bool) {
    let statement = |id: &QuotationId| sheet.statement(*id, named);
    let statements: Vec<String> = shown.quotations.iter().map(statement).collect();
    let events: Vec<String> = shown.entries.iter().map(|id: &EntryId| sheet.event(*id)).collect();
    let article = |id: &ArticleId| {
        let day = sheet.site.corpus.briefing(*id).published().map(|day| format!(", {day}")).unwrap_or_default();
        format!("{}{day}", sheet.file(Subject::Article(*id)))
    };
    let articles: Vec<String> = shown.articles.iter().map(article).collect();
    sheet.list("Statements", &statements);
    sheet.list("Timeline", &events);
    sheet.list("Briefings", &articles);
    let page: Route = subject.page(sheet.site);
    let more = link("the page", &sheet.here.link(&page));
    sheet.paragraph(&format!("The newest of each stand here; {more} has all."));
}
