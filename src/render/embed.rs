//! Pages that stand in pages of others, in a frame: an article, an actor, a topic, a timeline or a single quotation in
//! short.
//!
//! Such a page asks for nothing, is complete without a script, and opens its links in a window of their own. However much
//! there is to say, it is small: it shows the newest and what matters most, and leads to the rest.

mod oembed;
mod quotation;
pub mod snippet;
mod view;

pub(super) use self::oembed::view as named;
use self::quotation::slug as quotation_slug;
pub(super) use self::snippet::panel;
use crate::model::corpus::{ArticleId, QuotationId, TopicId};
use crate::model::page::Route;
use crate::render::export::Subject;
use crate::render::site::Site;
use crate::render::view::{Content, EmbedView, PageView};
use crate::render::{Planned, json};

/// The script for wikis.
pub const SCRIPT: &str = "wiki-embed.js";

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Embed {
    /// An article, actor or topic, or the timeline of everything.
    Subject(Subject),
    /// The timeline of a topic.
    Timeline(TopicId),
    /// One quotation.
    Quotation(QuotationId),
}

impl Embed {
    /// All that a site offers of a subject.
    fn all(site: &Site<'_>, subject: Subject) -> Vec<Self> {
        let own = Self::Subject(subject);
        let parts: Vec<Self> = match subject {
            Subject::Topic(id) => vec![Self::Timeline(id)],
            Subject::Article(id) if site.config.embed.quotations => quotations(site, id).map(Self::Quotation).collect(),
            _ => Vec::new(),
        };
        std::iter::once(own).chain(parts).filter(|embed| embed.is_on(site)).collect()
    }

    /// Whether the site offers it.
    fn is_on(self, site: &Site<'_>) -> bool {
        let wanted = &site.config.embed;
        match self {
            Self::Subject(Subject::Site) => false,
            Self::Subject(Subject::Timeline) | Self::Timeline(_) => wanted.timelines,
            Self::Subject(Subject::Article(_)) => wanted.articles,
            Self::Subject(Subject::Actor(_)) => wanted.actors,
            Self::Subject(Subject::Topic(_)) => wanted.topics,
            Self::Quotation(_) => wanted.quotations,
        }
    }

    /// Where its page lies.
    pub(super) fn route(self, site: &Site<'_>) -> Route {
        let kind = self.kind();
        match self {
            // No topic can be called so.
            Self::Subject(Subject::Site | Subject::Timeline) => Route::file("embed/timeline.html"),
            Self::Subject(subject) => Route::file(format!("embed/{kind}/{}.html", subject.slug(site))),
            Self::Timeline(id) => Route::file(format!("embed/{kind}/{}.html", site.corpus.topic(id).slug)),
            Self::Quotation(id) => Route::file(format!("embed/{kind}/{}.html", quotation_slug(site, id))),
        }
    }

    /// The template of its page.
    fn template(self) -> &'static str {
        match self {
            Self::Subject(Subject::Article(_)) => "embed/article.html",
            Self::Subject(Subject::Actor(_)) => "embed/actor.html",
            Self::Subject(Subject::Topic(_)) => "embed/topic.html",
            Self::Subject(Subject::Site | Subject::Timeline) | Self::Timeline(_) => "embed/timeline.html",
            Self::Quotation(_) => "embed/quotation.html",
        }
    }

    /// What it is.
    fn kind(self) -> &'static str {
        match self {
            Self::Subject(Subject::Article(_)) => "article",
            Self::Subject(Subject::Actor(_)) => "actor",
            Self::Subject(Subject::Topic(_)) => "topic",
            Self::Subject(Subject::Site | Subject::Timeline) | Self::Timeline(_) => "timeline",
            Self::Quotation(_) => "quotation",
        }
    }
}

/// The quotations of an article that readers are shown.
fn quotations<'a>(site: &Site<'a>, article: ArticleId) -> impl Iterator<Item = QuotationId> + use<'a> {
    let all = (0..).zip(&site.corpus.briefing(article).facts.quotations);
    all.filter(|(_, quotation)| quotation.shown).map(move |(index, _)| QuotationId { article, index })
}

/// The script that shows links to these pages as frames, with the address of the site in it: in a wiki it is part of
/// another file, and cannot know where it is from.
fn script(base: &str) -> String {
    // Without the blanks at the start of lines it is a sixth smaller; wikis send it with every page.
    let lines: Vec<&str> = include_str!("embed/wiki-embed.js").lines().map(str::trim_start).collect();
    format!("{}\n", lines.join("\n")).replace("\"{base}\"", &json(&format!("{base}/embed/")))
}

/// All such pages of a subject.
pub(super) fn planned<'a>(site: &Site<'a>, subject: Subject) -> Vec<Planned<'a>> {
    let plan = |embed: Embed| match embed {
        Embed::Quotation(id) => quotation::planned(site, id),
        embed => Planned::view(embed.route(site), Box::new(move |site, here| page(site, here, embed))),
    };
    Embed::all(site, subject).into_iter().map(plan).chain(oembed::planned(site, subject)).collect()
}

/// The script for wikis, where the site knows its address and offers anything to show.
pub(super) fn planned_script<'a>(site: &Site<'a>) -> Option<Planned<'a>> {
    let offers = &site.config.embed;
    let any = offers.articles || offers.actors || offers.topics || offers.timelines || offers.quotations;
    let base = site.config.base_url.as_deref().filter(|_| any)?;
    Some(Planned::text(Route::file(SCRIPT), Box::new(move |_| script(base))))
}

fn page(site: &Site<'_>, here: &Route, embed: Embed) -> (PageView, Content) {
    let view = EmbedView { template: embed.template(), ..view::of(site, here, embed) };
    let page = PageView { canonical: canonical(site, embed), ..site.page(here, &view.title, None, "embed") };
    (page, Content::Embed(Box::new(view)))
}

/// The page that says all of it.
fn canonical(site: &Site<'_>, embed: Embed) -> Option<String> {
    let base = site.config.base_url.as_deref()?;
    let page = match embed {
        Embed::Subject(subject) => subject.page(site),
        Embed::Timeline(id) => site.topic_route(id),
        Embed::Quotation(id) => site.article_route(id.article),
    };
    Some(format!("{base}/{}", page.address()))
}
