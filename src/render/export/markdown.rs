//! `index.md` beside a page: what the page says, as Markdown for reading programs and people; and `llms.txt`, which says
//! where to find it (<https://llmstxt.org>).
//!
//! Links of `index.md` are relative to the file; those of `llms.txt` are full where the site knows its address.

use crate::model::corpus::{ActorId, TopicId};
use crate::model::form::Markup;
use crate::model::page::Route;
use crate::render::document::{Block, Document, Inline, Line};
use crate::render::export::{Format, Subject, address};
use crate::render::form;
use crate::render::site::Site;

/// How many of the newest articles `llms.txt` names.
const ARTICLES: usize = 100;

/// How many actors `llms.txt` names: the most often mentioned.
const ACTORS: usize = 50;

/// The file of a subject.
pub(super) fn markdown(site: &Site<'_>, subject: Subject) -> String {
    let document = match subject {
        Subject::Site | Subject::Timeline => overview(site),
        Subject::Article(_) | Subject::Actor(_) | Subject::Topic(_) => form::beside(site, subject),
    };
    document.written(Markup::Markdown)
}

/// `llms.txt`: what the site is, and where its parts stand as Markdown and data.
fn overview(site: &Site<'_>) -> Document {
    let here = Format::Markdown.route(site, Subject::Site);
    let (words, count) = (site.words, &site.words.count);
    let mut blocks = vec![Block::Heading(1, site.config.title.clone())];
    if let Some(description) = &site.config.description {
        blocks.push(Block::Quotation(vec![Inline::text(description)]));
    }
    blocks.push(Block::Paragraph(vec![Inline::text(&words.frame.made)]));
    blocks.push(Block::Paragraph(with_code(&words.files.twins)));
    let entry = |subject: Subject, more: String| {
        let to = address(site, &here, &Format::Markdown.route(site, subject));
        vec![Inline::link(subject.name(site), to), Inline::text(&more)]
    };
    let topics = (0..).map(TopicId).zip(&site.corpus.topics);
    let topic = |(id, topic): (TopicId, &std::sync::Arc<crate::model::corpus::Topic>)| {
        entry(Subject::Topic(id), format!(": {}", site.counted(&count.briefings, topic.articles.len())))
    };
    let mut list = |heading: &str, items: Vec<Line>| {
        if !items.is_empty() {
            blocks.extend([Block::Heading(2, heading.to_owned()), Block::List(items)]);
        }
    };
    list(&words.nav.topics, topics.map(topic).collect());
    let mut ids: Vec<ActorId> = (0..site.corpus.actors.len() as u32).map(ActorId).collect();
    ids.sort_by_key(|id| (std::cmp::Reverse(site.corpus.actor(*id).mentions.len()), *id));
    let actor = |id: ActorId| {
        let mentions = site.corpus.actor(id).mentions.len();
        entry(Subject::Actor(id), format!(": {}", site.counted(&count.mentions, mentions)))
    };
    list(&words.nav.actors, ids.into_iter().take(ACTORS).map(actor).collect());
    let article = |id| {
        let day = site.corpus.briefing(id).published().map(|day| format!(": {day}")).unwrap_or_default();
        entry(Subject::Article(id), day)
    };
    list(&words.nav.briefings, site.corpus.article_ids().take(ARTICLES).map(article).collect());
    list(&words.files.data, data(site, &here));
    Document { blocks, ..Document::default() }
}

/// A message in which names of files stand between marks.
fn with_code(message: &str) -> Line {
    let pieces = message.split('`').enumerate();
    pieces.map(|(at, words)| if at % 2 == 1 { Inline::Code(words.to_owned()) } else { Inline::text(words) }).collect()
}

/// The files that hold everything.
fn data(site: &Site<'_>, here: &Route) -> Vec<Line> {
    let words = &site.words.files;
    let file = |format: Format, subject: Subject, words: &str| {
        let written = subject.formats(site).contains(&format);
        let to = address(site, here, &format.route(site, subject));
        written.then(|| vec![Inline::link(words, to), Inline::text(&format!(": {}", format.label(site)))])
    };
    let all = [
        file(Format::Data, Subject::Site, &words.all),
        file(Format::Table, Subject::Timeline, &words.events),
        file(Format::Entities, Subject::Site, &words.entities),
        file(Format::Atom, Subject::Site, &site.words.frame.atom),
    ];
    all.into_iter().flatten().collect()
}
