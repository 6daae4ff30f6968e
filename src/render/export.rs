//! Files for other programs, beside the pages that people read: which there are, where they lie, and how a page names
//! them. `docs/exports.md` describes each of them.
//!
//! Addresses in files that leave the site (feeds, calendars, entities) are full ones where the site knows its own; else
//! they are relative to the file.

mod calendar;
mod data;
mod entry;
mod ftm;
mod markdown;
mod table;
mod timelinejs;

use std::borrow::Cow;

pub(super) use self::entry::{date_in_words, dates, line, told};
use crate::config::Exports;
use crate::model::corpus::{ActorId, ActorKind, ArticleId, Entry, EntryId, TopicId};
use crate::model::page::Route;
use crate::render::feed;
use crate::render::site::Site;
use crate::render::view::{AlternateView, LinkView, PageView};
use crate::render::{Planned, card, embed, linked};
use crate::span::SourceId;

/// What has files of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// Everything.
    Site,
    /// The timeline of everything.
    Timeline,
    /// One article.
    Article(ArticleId),
    /// What is known about an actor.
    Actor(ActorId),
    /// What is known about a topic.
    Topic(TopicId),
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// A feed in Atom (RFC 4287).
    Atom,
    /// The same feed in RSS 2.0.
    Rss,
    /// The same feed in JSON Feed 1.1.
    JsonFeed,
    /// What the page says, as JSON.
    Data,
    /// What the page says, as Markdown.
    Markdown,
    /// The timeline for TimelineJS.
    TimelineJs,
    /// The timeline for calendars.
    Calendar,
    /// The timeline for spreadsheets.
    Table,
    /// Everything as FollowTheMoney entities.
    Entities,
}

impl Subject {
    /// All subjects of a site that have files.
    pub(super) fn all(site: &Site<'_>) -> impl Iterator<Item = Self> + use<> {
        let articles = site.corpus.article_ids().map(Self::Article);
        let actors = (0..site.corpus.actors.len() as u32).map(|id| Self::Actor(ActorId(id)));
        let topics = (0..site.corpus.topics.len() as u32).map(|id| Self::Topic(TopicId(id)));
        [Self::Site, Self::Timeline].into_iter().chain(articles).chain(actors).chain(topics)
    }

    /// The folder of its page.
    pub(super) fn folder(self, site: &Site<'_>) -> String {
        match self {
            Self::Site => String::new(),
            Self::Timeline => "timeline".to_owned(),
            Self::Article(id) => format!("articles/{}", site.corpus.briefing(id).slug),
            Self::Actor(id) => format!("actors/{}", site.corpus.actor(id).slug),
            Self::Topic(id) => format!("topics/{}", site.corpus.topic(id).slug),
        }
    }

    /// The part of the address of its page that is its own; empty for the site.
    pub(super) fn slug<'a>(self, site: &Site<'a>) -> &'a str {
        match self {
            Self::Site => "",
            Self::Timeline => "timeline",
            Self::Article(id) => &site.corpus.briefing(id).slug,
            Self::Actor(id) => &site.corpus.actor(id).slug,
            Self::Topic(id) => &site.corpus.topic(id).slug,
        }
    }

    /// The file of the content that it shows.
    pub(super) fn file<'a>(self, site: &Site<'a>) -> Option<&'a SourceId> {
        match self {
            Self::Site | Self::Timeline => None,
            Self::Article(id) => Some(&site.corpus.briefing(id).article.id),
            Self::Actor(id) => site.corpus.actor(id).curated.as_ref().map(|file| &file.id),
            Self::Topic(id) => site.corpus.topic(id).curated.as_ref().map(|file| &file.id),
        }
    }

    /// Its page; the first one where there are several.
    pub(super) fn page(self, site: &Site<'_>) -> Route {
        Route::folder(&self.folder(site))
    }

    /// The picture for its previews.
    #[cfg(feature = "cards")]
    pub(super) fn card(self, site: &Site<'_>) -> Route {
        Route::file(format!("{}/card.png", self.folder(site)))
    }

    /// Its timeline.
    pub(super) fn entries<'a>(self, site: &Site<'a>) -> Cow<'a, [EntryId]> {
        match self {
            Self::Site | Self::Timeline => (0..site.corpus.entries.len() as u32).map(EntryId).collect(),
            Self::Article(id) => Cow::Borrowed(&site.corpus.briefing(id).entries),
            Self::Actor(id) => Cow::Borrowed(&site.corpus.actor(id).entries),
            Self::Topic(id) => Cow::Borrowed(&site.corpus.topic(id).entries),
        }
    }

    /// What it is called.
    pub(super) fn name<'a>(self, site: &Site<'a>) -> &'a str {
        match self {
            Self::Site => &site.config.title,
            Self::Timeline => &site.words.nav.timeline,
            Self::Article(id) => site.corpus.briefing(id).title(),
            Self::Actor(id) => &site.corpus.actor(id).name,
            Self::Topic(id) => &site.corpus.topic(id).name,
        }
    }

    /// The kinds of file it has.
    fn formats(self, site: &Site<'_>) -> Vec<Format> {
        let has = match self {
            Self::Site => {
                [Format::Atom, Format::Rss, Format::JsonFeed, Format::Data, Format::Markdown, Format::Entities]
                    .as_slice()
            }
            Self::Timeline => &[Format::TimelineJs, Format::Calendar, Format::Table],
            Self::Article(_) => &[Format::Data, Format::Markdown],
            Self::Actor(_) | Self::Topic(_) => &[
                Format::Atom,
                Format::Rss,
                Format::JsonFeed,
                Format::Data,
                Format::Markdown,
                Format::TimelineJs,
                Format::Calendar,
                Format::Table,
            ],
        };
        let exports = &site.config.exports;
        let written = |format: &&Format| format.is_on(exports) && format.has_content(site, self);
        has.iter().filter(written).copied().collect()
    }
}

impl Format {
    fn is_on(self, exports: &Exports) -> bool {
        match self {
            Self::Atom => true,
            Self::Rss => exports.rss,
            Self::JsonFeed => exports.jsonfeed,
            Self::Data => exports.json,
            Self::Markdown => exports.markdown,
            Self::TimelineJs => exports.timelinejs,
            Self::Calendar => exports.calendar,
            Self::Table => exports.csv,
            Self::Entities => exports.ftm,
        }
    }

    /// Whether a timeline has anything for it: a calendar without an event is none, and an empty table is no use.
    fn has_content(self, site: &Site<'_>, subject: Subject) -> bool {
        let any = |shown: fn(&Entry) -> bool| subject.entries(site).iter().any(|id| shown(site.corpus.entry(*id)));
        match self {
            Self::TimelineJs => any(|entry| !dates(entry).is_empty()),
            Self::Calendar => any(|entry| dates(entry).iter().any(|when| entry::days(when).is_some())),
            Self::Table => !subject.entries(site).is_empty(),
            Self::Atom | Self::Rss | Self::JsonFeed | Self::Data | Self::Markdown | Self::Entities => true,
        }
    }

    /// Where the file of a subject lies.
    pub(super) fn route(self, site: &Site<'_>, subject: Subject) -> Route {
        let folder = subject.folder(site);
        let feed = |ending: &str| match subject {
            Subject::Site => Route::file(format!("feeds/site.{ending}")),
            _ => Route::file(format!("feeds/{folder}.{ending}")),
        };
        let beside = |name: &str| match subject {
            Subject::Site => Route::file(name),
            _ => Route::file(format!("{folder}/{name}")),
        };
        match self {
            Self::Atom => feed("xml"),
            Self::Rss => feed("rss.xml"),
            Self::JsonFeed => feed("json"),
            Self::Data => beside("index.json"),
            Self::Markdown if subject == Subject::Site => Route::file("llms.txt"),
            Self::Markdown => beside("index.md"),
            Self::TimelineJs => beside("timeline.json"),
            Self::Calendar => beside("events.ics"),
            Self::Table => beside("events.csv"),
            Self::Entities => beside("entities.ftm.json"),
        }
    }

    /// Its media type.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml",
            Self::Rss => "application/rss+xml",
            Self::JsonFeed => "application/feed+json",
            Self::Data | Self::TimelineJs => "application/json",
            Self::Markdown => "text/markdown",
            Self::Calendar => "text/calendar",
            Self::Table => "text/csv",
            Self::Entities => "application/jsonl",
        }
    }

    /// What a link to it says.
    pub(super) fn label<'a>(self, site: &Site<'a>) -> &'a str {
        match self {
            Self::Atom => "Atom",
            Self::Rss => "RSS",
            Self::JsonFeed => "JSON Feed",
            Self::Data => "JSON",
            Self::Markdown => "Markdown",
            Self::TimelineJs => "TimelineJS",
            Self::Calendar => &site.words.files.calendar,
            Self::Table => "CSV",
            Self::Entities => "FollowTheMoney",
        }
    }

    /// The file.
    fn text(self, site: &Site<'_>, subject: Subject) -> String {
        match self {
            Self::Atom => feed::atom(site, subject),
            Self::Rss => feed::rss(site, subject),
            Self::JsonFeed => feed::json(site, subject),
            Self::Data => data::data(site, subject),
            Self::Markdown => markdown::markdown(site, subject),
            Self::TimelineJs => timelinejs::timelinejs(site, subject),
            Self::Calendar => calendar::calendar(site, subject),
            Self::Table => table::table(site, subject),
            Self::Entities => ftm::entities(site),
        }
    }
}

/// All files for other programs that a subject has.
pub(super) fn planned<'a>(site: &Site<'a>, subject: Subject) -> Vec<Planned<'a>> {
    let files = subject.formats(site).into_iter().map(|format| {
        Planned::text(format.route(site, subject), Box::new(move |site: &Site<'a>| format.text(site, subject)))
    });
    files.collect()
}

/// The files beside a page, but for the Atom feed, which every page has.
fn alternates(site: &Site<'_>, here: &Route, subject: Subject) -> Vec<AlternateView> {
    subject
        .formats(site)
        .into_iter()
        .filter(|format| *format != Format::Atom)
        .map(|format| AlternateView {
            title: format.label(site).to_owned(),
            media_type: format.media_type(),
            href: here.link(&format.route(site, subject)),
        })
        .collect()
}

/// A page with all that it says to other programs: its heading, the files beside it, and its content as data.
pub(super) fn described(site: &Site<'_>, here: &Route, subject: Subject, page: PageView) -> PageView {
    let feed = match subject {
        Subject::Actor(_) | Subject::Topic(_) => LinkView {
            title: format!("{} · {}", subject.name(site), site.config.title),
            href: here.link(&Format::Atom.route(site, subject)),
        },
        Subject::Site | Subject::Timeline | Subject::Article(_) => page.feed,
    };
    PageView {
        heading: subject.name(site).to_owned(),
        kind: match subject {
            Subject::Article(_) => "article",
            Subject::Actor(id) if site.corpus.actor(id).kind == ActorKind::Person => "profile",
            _ => "website",
        },
        published: match subject {
            Subject::Article(id) => site.corpus.briefing(id).published().map(|day| day.to_string()),
            _ => None,
        },
        alternates: alternates(site, here, subject),
        card: card::view(site, subject),
        linked: Some(linked::page(site, here, subject)),
        oembed: embed::named(site, subject),
        embed: if *here == subject.page(site) { embed::panel(site, subject) } else { None },
        feed,
        ..page
    }
}

/// The address of a file, as one writes it in the file at `here`.
pub(super) fn address(site: &Site<'_>, here: &Route, target: &Route) -> String {
    match &site.config.base_url {
        Some(base) => format!("{base}/{}", target.address()),
        None => here.link(target),
    }
}

/// The address of a sentence.
pub(super) fn sentence(site: &Site<'_>, here: &Route, article: ArticleId, sentence: u32) -> String {
    format!("{}#s{sentence}", address(site, here, &site.article_route(article)))
}
