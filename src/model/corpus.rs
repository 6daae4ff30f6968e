//! Everything known: all articles, with names resolved to actors, topics, and timelines.
//!
//! Made by `index`, the only stage that sees more than one article. The numeric ids live for one build; slugs and entry
//! keys are public, come from content and stay the same from build to build.

use std::ops::Deref;
use std::sync::Arc;

use jiff::civil::Date;

use crate::model::article::{Article, Body};
use crate::model::facts::{At, Facts, Quotation};
use crate::model::later::Later;
use crate::model::when::When;
use crate::span::SourceId;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// Position in the corpus' list.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id! {
    /// Position in [`Corpus::briefings`].
    ArticleId
}
id! {
    /// Position in [`Corpus::actors`].
    ActorId
}
id! {
    /// Position in [`Corpus::topics`].
    TopicId
}
id! {
    /// Position in [`Corpus::entries`].
    EntryId
}

/// Everything known.
///
/// What single pages show alone (all that is said about an actor or a topic, related articles, salience) is [`Later`]: a
/// build makes all of it, a preview only what somebody looks at.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// All articles that are published: newest first, those without a date last, then by path.
    pub briefings: Vec<Arc<Briefing>>,
    /// All actors, by slug.
    pub actors: Vec<Arc<Actor>>,
    /// Curated topics by slug, then found ones by slug.
    pub topics: Vec<Arc<Topic>>,
    /// All timeline entries in timeline order: dated ones by [`When::timeline_order`], then undated ones.
    pub entries: Vec<Arc<Entry>>,
    /// How much each entry matters beside the others, in the same order. See [`Corpus::salience`].
    pub salience: Arc<Later<Vec<f32>>>,
    /// Pages that are no article (about, method), by slug.
    pub pages: Vec<StandingPage>,
    /// The day that decides what is past: set by the user, else the newest day of publication.
    pub as_of: Option<Date>,
}

/// An article in its place among the others.
#[derive(Clone, Debug)]
pub struct Briefing {
    /// The article.
    pub article: Arc<Article>,
    /// What was found in it.
    pub facts: Arc<Facts>,
    /// Its part of the URL.
    pub slug: String,
    /// The actor of each of `facts.mentions`.
    pub actors: Arc<[ActorId]>,
    /// The actor of each of `facts.heading_names`.
    pub headings: Arc<[ActorId]>,
    /// The place in its dateline.
    pub dateline: Option<ActorId>,
    /// The timeline entry of each of `facts.events`.
    pub entries: Arc<[EntryId]>,
    /// The public id of each of `facts.quotations`: `q-` and 8 hexadecimal digits of a digest of speaker and words.
    pub quotations: Arc<[String]>,
    /// Its topics, the most fitting first.
    pub topics: Vec<TopicId>,
    /// Articles most like it, the nearest first; at most five.
    pub related: Later<Vec<ArticleId>>,
}

/// A fact's place in the corpus: article, sentence, span.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Provenance {
    /// The article.
    pub article: ArticleId,
    /// Sentence and words.
    pub at: At,
}

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActorKind {
    /// A person.
    Person,
    /// A company, party, medium or other organisation.
    Organization,
    /// A government body, parliament, court or armed service.
    PublicBody,
    /// An armed group that is no state's.
    ArmedGroup,
    /// A country, or its government when it acts.
    Country,
    /// Any other place.
    Place,
}

/// A person, organisation, country or place, resolved across articles. It reads like what is said about it.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Its part of the URL, from its name.
    pub slug: String,
    /// The fullest name, or the curated one.
    pub name: String,
    /// The name to use after the first time: surname, acronym; else the name.
    pub short_name: String,
    /// What it is.
    pub kind: ActorKind,
    /// Spellings in the text, the most frequent first.
    pub aliases: Vec<Alias>,
    /// What a person wrote about it.
    pub curated: Option<Arc<CuratedActor>>,
    /// Articles that name it, in the text, a heading or the dateline, newest first.
    pub articles: Later<Vec<ArticleId>>,
    /// What is said about it.
    pub said: Later<SaidOfActor>,
}

/// Everything that is said about an actor.
#[derive(Clone, Debug, Default)]
pub struct SaidOfActor {
    /// What the texts call it by office, oldest first; articles without a date last.
    pub roles: Vec<DatedRole>,
    /// All mentions, newest article first, then in text order.
    pub mentions: Vec<Provenance>,
    /// What it said, newest article first, then in text order; only what readers are shown.
    pub quotations: Vec<QuotationId>,
    /// Timeline entries that name it, in timeline order.
    pub entries: Vec<EntryId>,
    /// Actors that stand in the same sentences or articles, the most frequent first.
    pub with: Vec<Connection>,
    /// Topics of its articles, the most frequent first, with the number of articles.
    pub topics: Vec<(TopicId, u32)>,
    /// Those of them whose dateline it is.
    pub datelines: Vec<ArticleId>,
    /// Those of them that name it in a heading.
    pub headings: Vec<ArticleId>,
}

impl Deref for Actor {
    type Target = SaidOfActor;

    fn deref(&self) -> &SaidOfActor {
        &self.said
    }
}

/// One spelling of an actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The spelling.
    pub surface: String,
    /// How often it stands in the texts.
    pub count: u32,
}

/// An office and when it was so described.
#[derive(Clone, Debug)]
pub struct DatedRole {
    /// The words, as in the text.
    pub title: String,
    /// Every place that says so, oldest article first, those without a date last.
    pub evidence: Vec<Provenance>,
    /// First and last day of publication of articles that say so; `None` when none has a date.
    pub seen: Option<(Date, Date)>,
}

/// Another actor that appears in the same articles.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The other one.
    pub actor: ActorId,
    /// The number of sentences that name both.
    pub sentences: u32,
    /// Articles that name both, newest first.
    pub articles: Vec<ArticleId>,
}

/// A quotation's place in the corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuotationId {
    /// The article.
    pub article: ArticleId,
    /// Index in its facts.
    pub index: u32,
}

/// A subject over several articles. It reads like what is said about it.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its part of the URL.
    pub slug: String,
    /// Its name, with the capitals of the text.
    pub name: String,
    /// Its articles, newest first.
    pub articles: Vec<ArticleId>,
    /// What a person wrote about it; `None` for a topic found across articles.
    pub curated: Option<Arc<CuratedTopic>>,
    /// What is said about it.
    pub said: Later<SaidOfTopic>,
}

/// Everything that is said about a topic.
#[derive(Clone, Debug, Default)]
pub struct SaidOfTopic {
    /// Its timeline, in timeline order.
    pub entries: Vec<EntryId>,
    /// What its timeline begins with where it is too long to be shown whole, the most salient first.
    pub highlights: Vec<EntryId>,
    /// Its actors, the most mentioned first, with the number of mentions in its articles.
    pub actors: Vec<(ActorId, u32)>,
    /// What was said in its articles about it, newest first.
    pub quotations: Vec<QuotationId>,
    /// The latest sentence that says how things stand.
    pub state: Option<Provenance>,
    /// The latest sentences that say what is next, newest article first.
    pub next: Vec<Provenance>,
}

impl Deref for Topic {
    type Target = SaidOfTopic;

    fn deref(&self) -> &SaidOfTopic {
        &self.said
    }
}

/// One event as told by one or several articles.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Public id: `e-` and 8 hexadecimal digits of a digest of date and line.
    pub key: String,
    /// When; the dates of several sources are kept side by side where they cannot both be right.
    pub when: EntryWhen,
    /// What is known about it as of [`Corpus::as_of`].
    pub standing: Standing,
    /// Who tells it: first the oldest article that tells what is known now, whose line stands for the entry, then the others,
    /// oldest first, articles without a date last.
    pub tellings: Vec<Telling>,
    /// Actors in the lines, in order of appearance.
    pub actors: Vec<ActorId>,
}

/// When an entry is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryWhen {
    /// All sources agree; the finest date that is stated.
    Dated(When),
    /// Sources differ; each date once, in timeline order.
    Conflicting(Vec<When>),
    /// No date is known: the words as written, and whether the article has a date of publication.
    Undated {
        /// The date expression as written: `Monday`.
        words: String,
    },
}

/// One article's telling of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Telling {
    /// The article.
    pub article: ArticleId,
    /// Index in its facts.
    pub event: u32,
}

/// What is known about an event on a given day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It happened.
    Occurred,
    /// It is to happen.
    Scheduled,
    /// Somebody expects it.
    Expected,
    /// It was to happen by now, and no article says that it did.
    WasDue,
    /// Somebody says that it happened.
    Claimed,
    /// Somebody says that it did not.
    Denied,
    /// It was called off.
    Cancelled,
}

/// An actor file.
#[derive(Clone, Debug, PartialEq)]
pub struct CuratedActor {
    /// The file.
    pub id: SourceId,
    /// The name to show.
    pub name: String,
    /// Other spellings that mean this actor.
    pub aliases: Vec<String>,
    /// What it is; `None` where the file does not say.
    pub kind: Option<ActorKind>,
    /// Pages elsewhere that mean the same.
    pub same_as: Vec<String>,
    /// A picture, as a path below `static/` or a URL.
    pub portrait: Option<String>,
    /// The slug its author chose.
    pub slug: Option<String>,
    /// Where its page once stood, as in [`crate::model::article::Header::earlier`].
    pub earlier: Vec<String>,
    /// A biography.
    pub body: Body,
}

/// A topic file.
#[derive(Clone, Debug, PartialEq)]
pub struct CuratedTopic {
    /// The file.
    pub id: SourceId,
    /// The name to show.
    pub title: String,
    /// Words and phrases that put an article under it.
    pub terms: Vec<String>,
    /// One sentence that says what it is.
    pub description: Option<String>,
    /// The slug its author chose.
    pub slug: Option<String>,
    /// Where its page once stood, as in [`crate::model::article::Header::earlier`].
    pub earlier: Vec<String>,
    /// A longer text.
    pub body: Body,
}

/// A page that is no article.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingPage {
    /// The file.
    pub id: SourceId,
    /// Its part of the URL.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// One sentence that says what it is.
    pub description: Option<String>,
    /// Where it once stood, likewise.
    pub earlier: Vec<String>,
    /// The text.
    pub body: Body,
}

/// What people wrote about actors and topics, and pages that are no article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curated {
    /// Actor files, by path.
    pub actors: Vec<Arc<CuratedActor>>,
    /// Topic files, by path.
    pub topics: Vec<Arc<CuratedTopic>>,
    /// Pages, by path.
    pub pages: Vec<StandingPage>,
}

impl Corpus {
    /// The article of an id.
    pub fn briefing(&self, id: ArticleId) -> &Briefing {
        &self.briefings[id.index()]
    }

    /// The actor of an id.
    pub fn actor(&self, id: ActorId) -> &Actor {
        &self.actors[id.index()]
    }

    /// The topic of an id.
    pub fn topic(&self, id: TopicId) -> &Topic {
        &self.topics[id.index()]
    }

    /// The timeline entry of an id.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.index()]
    }

    /// How much an entry matters beside the others; higher is more. For choosing which to show first.
    pub fn salience(&self, id: EntryId) -> f32 {
        self.salience.get(id.index()).copied().unwrap_or_default()
    }

    /// The quotation of an id.
    pub fn quotation(&self, id: QuotationId) -> &Quotation {
        &self.briefing(id.article).facts.quotations[id.index as usize]
    }

    /// The actor who said a quotation, where known.
    pub fn speaker(&self, id: QuotationId) -> Option<ActorId> {
        let mention = self.quotation(id).speaker.mention()?;
        self.briefing(id.article).actors.get(mention as usize).copied()
    }

    /// Ids of all articles, newest first.
    pub fn article_ids(&self) -> impl DoubleEndedIterator<Item = ArticleId> + use<> {
        (0..self.briefings.len() as u32).map(ArticleId)
    }
}

impl Briefing {
    /// The day of publication.
    pub fn published(&self) -> Option<Date> {
        self.article.header.published
    }

    /// What it is called.
    pub fn title(&self) -> &str {
        self.facts.headline.text()
    }

    /// The text that a fact's span covers.
    pub fn words(&self, at: At) -> &str {
        self.article.body.words(at.span())
    }
}
