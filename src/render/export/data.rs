//! `index.json` beside a page: what the page says, as data. `docs/site.schema.json` is its form.
//!
//! Every link is relative to the file. Ids are those of the addresses and of the metadata documents, and the same from
//! build to build.

use serde::Serialize;

use crate::model::corpus::{
    Actor, ActorKind, ArticleId, Entry, EntryId, EntryWhen, Provenance, QuotationId, Telling, TopicId,
};
use crate::model::facts::QuotationKind;
use crate::model::metadata::Metadata;
use crate::model::page::Route;
use crate::render::export::{Format, Subject, entry};
use crate::render::label;
use crate::render::metadata::{self, bounded};
use crate::render::site::Site;
use crate::render::{json_line, said};

/// The version of the form.
const VERSION: u32 = 1;

/// How many events stand in the file of an actor or topic; all of them stand in its table.
const EVENTS: usize = 200;

/// How many statements.
const STATEMENTS: usize = 500;

/// How many others stand in the file of an actor.
const WITH: usize = 50;

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Document<'a> {
    Site(SiteData<'a>),
    Article(Box<ArticleData<'a>>),
    Actor(Box<ActorData<'a>>),
    Topic(Box<TopicData<'a>>),
}

#[derive(Serialize)]
struct Versioned<'a> {
    version: u32,
    #[serde(flatten)]
    document: Document<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SiteData<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    base_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
    articles: Vec<ArticleRow<'a>>,
    actors: Vec<ActorRow<'a>>,
    topics: Vec<TopicRow<'a>>,
}

#[derive(Serialize)]
struct ArticleData<'a> {
    id: String,
    url: String,
    title: &'a str,
    text: &'a str,
    metadata: Metadata,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ActorData<'a> {
    id: String,
    url: String,
    name: &'a str,
    short_name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alternate_name: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    same_as: Vec<&'a str>,
    mentions: usize,
    roles: Vec<RoleRow<'a>>,
    with: Vec<WithRow<'a>>,
    topics: Vec<TopicRow<'a>>,
    statements: Newest<StatementRow<'a>>,
    events: Newest<EventRow<'a>>,
    articles: Vec<ArticleRow<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TopicData<'a> {
    id: String,
    url: String,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    curated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<LineRow<'a>>,
    next: Vec<LineRow<'a>>,
    actors: Vec<ActorRow<'a>>,
    statements: Newest<StatementRow<'a>>,
    events: Newest<EventRow<'a>>,
    articles: Vec<ArticleRow<'a>>,
}

/// The newest of a list, and how many there are in all.
#[derive(Serialize)]
struct Newest<T> {
    total: usize,
    items: Vec<T>,
}

#[derive(Serialize)]
struct ArticleRow<'a> {
    id: &'a str,
    url: String,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
}

#[derive(Serialize)]
struct ActorRow<'a> {
    id: String,
    url: String,
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    mentions: usize,
}

#[derive(Serialize)]
struct TopicRow<'a> {
    id: String,
    url: String,
    name: &'a str,
    articles: usize,
}

#[derive(Serialize)]
struct WithRow<'a> {
    id: String,
    name: &'a str,
    sentences: u32,
    articles: usize,
}

#[derive(Serialize)]
struct RoleRow<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    source: Option<SourceRow<'a>>,
}

#[derive(Serialize)]
struct LineRow<'a> {
    text: &'a str,
    source: SourceRow<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StatementRow<'a> {
    id: &'a str,
    kind: &'static str,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker_as_written: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verb: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    source: SourceRow<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EventRow<'a> {
    id: &'a str,
    text: String,
    /// EDTF; none where it is undated, several where sources differ.
    dates: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_as_written: Option<&'a str>,
    status: &'static str,
    actors: Vec<String>,
    sources: Vec<SourceRow<'a>>,
}

/// The sentence that says it.
#[derive(Serialize)]
struct SourceRow<'a> {
    article: &'a str,
    sentence: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
}

/// The file of a subject.
pub(super) fn data(site: &Site<'_>, subject: Subject) -> String {
    let rows = Rows { site, here: Format::Data.route(site, subject) };
    let document = match subject {
        Subject::Site | Subject::Timeline => Document::Site(rows.site()),
        Subject::Article(id) => Document::Article(Box::new(rows.whole_article(id))),
        Subject::Actor(id) => Document::Actor(Box::new(rows.whole_actor(site.corpus.actor(id)))),
        Subject::Topic(id) => Document::Topic(Box::new(rows.whole_topic(id))),
    };
    json_line(&Versioned { version: VERSION, document })
}

/// Makes what stands in the file at `here`.
struct Rows<'s, 'a> {
    site: &'s Site<'a>,
    here: Route,
}

impl<'a> Rows<'_, 'a> {
    fn site(&self) -> SiteData<'a> {
        let site = self.site;
        let topics = (0..site.corpus.topics.len() as u32).map(TopicId);
        SiteData {
            title: &site.config.title,
            description: site.config.description.as_deref(),
            language: &site.config.language,
            base_url: site.config.base_url.as_deref(),
            as_of: site.corpus.as_of.map(|day| day.to_string()),
            articles: site.corpus.article_ids().map(|id| self.article(id)).collect(),
            actors: site.corpus.actors.iter().map(|actor| self.actor(actor, actor.mentions.len())).collect(),
            topics: topics.map(|id| self.topic(id, site.corpus.topic(id).articles.len())).collect(),
        }
    }

    fn whole_article(&self, id: ArticleId) -> ArticleData<'a> {
        let briefing = self.site.corpus.briefing(id);
        ArticleData {
            id: briefing.slug.clone(),
            url: self.here.link(&self.site.article_route(id)),
            title: briefing.title(),
            text: &briefing.article.body.text,
            metadata: metadata::of_text(self.site.corpus, id),
        }
    }

    fn whole_actor(&self, actor: &'a Actor) -> ActorData<'a> {
        let site = self.site;
        let spellings = actor.aliases.iter().map(|alias| alias.surface.as_str()).filter(|name| *name != actor.name);
        let roles = actor.roles.iter().map(|role| RoleRow {
            name: &role.title,
            first: role.seen.map(|(first, _)| first.to_string()),
            last: role.seen.map(|(_, last)| last.to_string()),
            source: role.evidence.last().map(|found| self.source(*found)),
        });
        let with = actor.with.iter().take(WITH).map(|near| WithRow {
            id: bounded(&site.corpus.actor(near.actor).slug),
            name: &site.corpus.actor(near.actor).name,
            sentences: near.sentences,
            articles: near.articles.len(),
        });
        ActorData {
            id: bounded(&actor.slug),
            url: self.here.link(&Route::folder(&format!("actors/{}", actor.slug))),
            name: &actor.name,
            short_name: &actor.short_name,
            kind: kind(actor.kind),
            alternate_name: spellings.collect(),
            same_as: actor.curated.iter().flat_map(|curated| &curated.same_as).map(String::as_str).collect(),
            mentions: actor.mentions.len(),
            roles: roles.collect(),
            with: with.collect(),
            topics: actor.topics.iter().map(|(topic, count)| self.topic(*topic, *count as usize)).collect(),
            statements: self.statements(&actor.quotations),
            events: self.events(&actor.entries),
            articles: actor.articles.iter().map(|id| self.article(*id)).collect(),
        }
    }

    fn whole_topic(&self, id: TopicId) -> TopicData<'a> {
        let topic = self.site.corpus.topic(id);
        let actors = topic.actors.iter().map(|(id, count)| self.actor(self.site.corpus.actor(*id), *count as usize));
        TopicData {
            id: bounded(&topic.slug),
            url: self.here.link(&self.site.topic_route(id)),
            name: &topic.name,
            description: topic.curated.as_deref().and_then(|curated| curated.description.as_deref()),
            curated: topic.curated.is_some(),
            state: topic.state.map(|found| self.line(found)),
            next: topic.next.iter().map(|found| self.line(*found)).collect(),
            actors: actors.collect(),
            statements: self.statements(&topic.quotations),
            events: self.events(&topic.entries),
            articles: topic.articles.iter().map(|id| self.article(*id)).collect(),
        }
    }

    fn article(&self, id: ArticleId) -> ArticleRow<'a> {
        let briefing = self.site.corpus.briefing(id);
        ArticleRow {
            id: &briefing.slug,
            url: self.here.link(&self.site.article_route(id)),
            title: briefing.title(),
            date: briefing.published().map(|day| day.to_string()),
        }
    }

    fn actor(&self, actor: &'a Actor, mentions: usize) -> ActorRow<'a> {
        ActorRow {
            id: bounded(&actor.slug),
            url: self.here.link(&Route::folder(&format!("actors/{}", actor.slug))),
            name: &actor.name,
            kind: kind(actor.kind),
            mentions,
        }
    }

    fn topic(&self, id: TopicId, articles: usize) -> TopicRow<'a> {
        let topic = self.site.corpus.topic(id);
        let url = self.here.link(&self.site.topic_route(id));
        TopicRow { id: bounded(&topic.slug), url, name: &topic.name, articles }
    }

    fn statements(&self, ids: &[QuotationId]) -> Newest<StatementRow<'a>> {
        let items = ids.iter().take(STATEMENTS).map(|id| self.statement(*id)).collect();
        Newest { total: ids.len(), items }
    }

    fn statement(&self, id: QuotationId) -> StatementRow<'a> {
        let briefing = self.site.corpus.briefing(id.article);
        let body = &briefing.article.body;
        let quotation = self.site.corpus.quotation(id);
        StatementRow {
            id: briefing.quotations.get(id.index as usize).map(String::as_str).unwrap_or_default(),
            kind: match quotation.kind {
                QuotationKind::Direct => "direct",
                QuotationKind::Partial => "partial",
                QuotationKind::Indirect => "indirect",
            },
            text: said::shown_words(body, quotation),
            speaker: self.site.corpus.speaker(id).map(|actor| bounded(&self.site.corpus.actor(actor).slug)),
            speaker_as_written: quotation.speaker.written().map(|span| body.words(span)),
            verb: quotation.cue.map(|cue| body.words(cue)),
            date: briefing.published().map(|day| day.to_string()),
            source: SourceRow { article: &briefing.slug, sentence: quotation.at.sentence(), date: None },
        }
    }

    /// The last of a timeline, which runs from old to new.
    fn events(&self, ids: &[EntryId]) -> Newest<EventRow<'a>> {
        let newest = ids.get(ids.len().saturating_sub(EVENTS)..).unwrap_or_default();
        let items = newest.iter().map(|id| self.event(self.site.corpus.entry(*id))).collect();
        Newest { total: ids.len(), items }
    }

    fn event(&self, entry: &'a Entry) -> EventRow<'a> {
        let differ = matches!(entry.when, EntryWhen::Conflicting(_));
        let source = |telling: &Telling| {
            let event = entry::told(self.site, *telling);
            SourceRow {
                article: &self.site.corpus.briefing(telling.article).slug,
                sentence: event.at.sentence(),
                date: event.when.filter(|_| differ).map(|when| when.edtf()),
            }
        };
        EventRow {
            id: &entry.key,
            text: entry::line(self.site, entry),
            dates: entry::dates(entry).iter().map(|when| when.edtf()).collect(),
            date_as_written: entry.tellings.first().and_then(|telling| entry::date_as_written(self.site, *telling)),
            status: label::standing(entry.standing),
            actors: entry.actors.iter().map(|id| bounded(&self.site.corpus.actor(*id).slug)).collect(),
            sources: entry.tellings.iter().map(source).collect(),
        }
    }

    fn line(&self, found: Provenance) -> LineRow<'a> {
        LineRow { text: self.site.corpus.briefing(found.article).words(found.at), source: self.source(found) }
    }

    fn source(&self, found: Provenance) -> SourceRow<'a> {
        let briefing = self.site.corpus.briefing(found.article);
        let date = briefing.published().map(|day| day.to_string());
        SourceRow { article: &briefing.slug, sentence: found.at.sentence(), date }
    }
}

/// What an actor is, by the names of the metadata documents; places are not among their actors.
fn kind(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "Person",
        ActorKind::Organization => "Organization",
        ActorKind::PublicBody => "PublicBody",
        ActorKind::ArmedGroup => "ArmedGroup",
        ActorKind::Country => "Country",
        ActorKind::Place => "Place",
    }
}
