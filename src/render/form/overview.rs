//! What the pages of actors and topics say: what it is, the newest statements, the timeline, who and what goes with it.

use super::{Gather, Told};
use crate::model::corpus::{ActorId, ArticleId, EntryId, QuotationId, TopicId};
use crate::render::document::{Inline, Line};
use crate::render::export::Subject;
use crate::render::paging::Lists;
use crate::render::{actor, timeline as entries, topic};

/// How many statements stand in a text form: the newest.
const STATEMENTS: usize = 20;

/// How many events stand in a text form: half of them the newest, half those that matter most of the others.
const EVENTS: usize = 50;

/// How many articles stand in a text form: the newest.
const ARTICLES: usize = 30;

/// How many actors are named: the most often mentioned.
const ACTORS: usize = 50;

/// How many stand together with an actor.
const TOGETHER: usize = 15;

/// How many offices and spellings are named.
const NAMES: usize = 20;

/// An actor.
pub(super) fn actor(gather: &mut Gather<'_, '_>, id: ActorId) {
    let site = gather.site;
    let actor = site.corpus.actor(id);
    let kind = actor::kind(site, actor.kind);
    let mentions = actor::mentions(site, actor);
    let mentions = site.words.list.labelled.fill(&[("label", &site.words.actor.mentions), ("thing", &mentions)]);
    gather.paragraph(vec![Inline::text(&format!("{kind} · {mentions}"))]);
    let roles: Vec<Line> = actor
        .roles
        .iter()
        .rev()
        .take(NAMES)
        .map(|role| {
            let seen = match role.seen {
                Some((first, last)) if first == last => format!(", {}", gather.day(first)),
                Some((first, last)) if gather.is_whole() => format!(", {first}/{last}"),
                Some((first, last)) => format!(", {}", gather.days(first, last)),
                None => String::new(),
            };
            let mut line = vec![Inline::text(&format!("{}{seen}", role.title))];
            line.extend(role.evidence.last().into_iter().flat_map(|found| gather.source(found.article, found.at)));
            line
        })
        .collect();
    gather.list(&site.words.files.described, roles);
    let spellings = actor.aliases.iter().map(|alias| &alias.surface).filter(|name| **name != actor.name);
    let spellings = spellings.take(NAMES).map(|name| vec![Inline::text(name)]).collect();
    gather.list(&site.words.actor.aliases, spellings);
    let all = actor::lists(actor);
    let (shown, cut) = chosen(gather, all);
    statements(gather, &shown, false);
    timeline(gather, &shown);
    let others = actor.with.iter().filter(|other| other.sentences > 0).take(TOGETHER);
    let others = others.map(|other| vec![gather.subject(Subject::Actor(other.actor))]).collect();
    gather.list(&site.words.actor.together, others);
    let topics = actor.topics.iter().take(NAMES).map(|(topic, _)| vec![gather.subject(Subject::Topic(*topic))]);
    let topics = topics.collect();
    gather.list(&site.words.nav.topics, topics);
    articles(gather, &shown);
    if cut {
        gather.rest(Subject::Actor(id));
    }
}

/// A topic.
pub(super) fn topic(gather: &mut Gather<'_, '_>, id: TopicId) {
    let site = gather.site;
    let topic = site.corpus.topic(id);
    if let Some(description) = topic.curated.as_deref().and_then(|curated| curated.description.as_deref()) {
        gather.quotation(description);
    }
    if let Some(state) = topic.state {
        gather.paragraph(gather.sentence(state));
    }
    let next = topic.next.iter().take(NAMES).map(|found| gather.sentence(*found)).collect();
    gather.list(&site.words.topic.next, next);
    let (shown, cut) = chosen(gather, topic::lists(topic));
    statements(gather, &shown, true);
    timeline(gather, &shown);
    let actors = topic.actors.iter().take(ACTORS);
    let actors = actors.map(|(actor, _)| vec![gather.subject(Subject::Actor(*actor))]).collect();
    gather.list(&site.words.nav.actors, actors);
    articles(gather, &shown);
    if cut {
        gather.rest(Subject::Topic(id));
    }
}

/// What is shown of lists that may be long.
struct Shown {
    quotations: Vec<QuotationId>,
    entries: Vec<EntryId>,
    articles: Vec<ArticleId>,
}

/// What is shown, and whether that is not all: in a file that stands in for its page what stands on the first page.
fn chosen(gather: &Gather<'_, '_>, all: Lists<'_>) -> (Shown, bool) {
    if gather.is_whole() {
        let Lists { quotations, entries, articles } = all.on(1);
        let (quotations, entries, articles) = (quotations.to_vec(), entries.to_vec(), articles.to_vec());
        return (Shown { quotations, entries, articles }, true);
    }
    let shown = Shown {
        quotations: all.quotations.iter().take(STATEMENTS).copied().collect(),
        entries: entries::telling_most(gather.site, all.entries, EVENTS),
        articles: all.articles.iter().take(ARTICLES).copied().collect(),
    };
    let cut = shown.quotations.len() < all.quotations.len()
        || shown.entries.len() < all.entries.len()
        || shown.articles.len() < all.articles.len();
    (shown, cut)
}

fn statements(gather: &mut Gather<'_, '_>, shown: &Shown, named: bool) {
    let statements = shown.quotations.iter().map(|id| gather.statement(*id, named, false)).collect();
    gather.list(&gather.site.words.actor.statements, statements);
}

fn timeline(gather: &mut Gather<'_, '_>, shown: &Shown) {
    let events: Vec<Told> = shown.entries.iter().map(|id| gather.told(*id)).collect();
    gather.timeline(&gather.site.words.nav.timeline, events);
}

fn articles(gather: &mut Gather<'_, '_>, shown: &Shown) {
    let article = |id: &ArticleId| {
        let mut line = vec![gather.subject(Subject::Article(*id))];
        let day = gather.site.corpus.briefing(*id).published();
        line.extend(day.map(|day| Inline::text(&format!(", {}", gather.day(day)))));
        line
    };
    let articles = shown.articles.iter().map(article).collect();
    gather.list(&gather.site.words.nav.briefings, articles);
}
