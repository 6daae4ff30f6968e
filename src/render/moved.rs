//! Earlier addresses of pages, and what leads from there to where the pages stand now.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic};
use crate::model::corpus::{ActorId, TopicId};
use crate::model::page::Route;
use crate::render::site::Site;
use crate::render::view::{Content, LinkView, MovedView, PageView};
use crate::span::SourceId;

/// An earlier address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moved {
    /// The path below the site's root, without slashes around it and without `index.html`.
    pub(super) from: String,
    /// The page.
    pub(super) to: Route,
    /// What the page is called.
    title: String,
}

impl Moved {
    /// Where a page lies that is found at the earlier address.
    pub(super) fn route(&self) -> Route {
        if self.is_file() { Route::file(self.from.clone()) } else { Route::folder(&self.from) }
    }

    /// Whether it was the address of a file, else of a folder.
    pub(super) fn is_file(&self) -> bool {
        self.from.ends_with(".html") || self.from.ends_with(".htm")
    }
}

/// A page that leads on, by itself and by a link, for hosts that know no other way and for folders on disk.
pub(super) fn page(site: &Site<'_>, here: &Route, moved: &Moved) -> (PageView, Content) {
    let words = &site.words.moved;
    let href = here.link(&moved.to);
    let canonical = site.config.base_url.as_ref().map(|base| format!("{base}/{}", moved.to.address()));
    let page = PageView { canonical, ..site.page(here, &words.title, None, "pages") };
    (page, Content::Moved(MovedView { to: LinkView { title: moved.title.clone(), href } }))
}

/// All earlier addresses that can lead to their pages. `is_taken` says what stands in the way of a file at a route.
pub(super) fn moved(
    site: &Site<'_>,
    is_taken: impl Fn(&Route) -> Option<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Moved> {
    let mut known: BTreeMap<String, Moved> = BTreeMap::new();
    for (source, moved) in listed(site) {
        let other = known.get(&moved.from).map(|other| format!("it leads to `{}` already", other.to));
        // A file and a folder of one name.
        let inside = || {
            let above =
                |(short, long): (&str, &str)| long.strip_prefix(short).is_some_and(|rest| rest.starts_with('/'));
            let clash = |other: &&Moved| {
                other.is_file() && above((&other.from, &moved.from))
                    || moved.is_file() && above((&moved.from, &other.from))
            };
            known.values().find(clash).map(|other| format!("`{}` is an earlier address too", other.from))
        };
        match other.or_else(|| is_taken(&moved.route())).or_else(inside) {
            None => drop(known.insert(moved.from.clone(), moved)),
            Some(reason) => diagnostics.push(useless(source, &moved, &reason)),
        }
    }
    known.into_values().collect()
}

fn listed<'s>(site: &'s Site<'_>) -> Vec<(&'s SourceId, Moved)> {
    let corpus = site.corpus;
    let mut all = Vec::new();
    let mut list = |source, earlier: &[String], to: &dyn Fn() -> Route, title: &str| {
        let moved = |from: &String| Moved { from: from.clone(), to: to(), title: title.to_owned() };
        all.extend(earlier.iter().map(|from| (source, moved(from))));
    };
    for id in corpus.article_ids() {
        let briefing = corpus.briefing(id);
        let earlier = &briefing.article.header.earlier;
        list(&briefing.article.id, earlier, &|| site.article_route(id), briefing.title());
    }
    for (id, actor) in (0..).map(ActorId).zip(&corpus.actors) {
        if let Some(file) = &actor.curated {
            list(&file.id, &file.earlier, &|| site.actor_route(id), &actor.name);
        }
    }
    for (id, topic) in (0..).map(TopicId).zip(&corpus.topics) {
        if let Some(file) = &topic.curated {
            list(&file.id, &file.earlier, &|| site.topic_route(id), &topic.name);
        }
    }
    for page in &corpus.pages {
        list(&page.id, &page.earlier, &|| Route::folder(&page.slug), &page.title);
    }
    // The same file decides for the same address, whatever the order of articles.
    all.sort_by_key(|(source, _)| *source);
    all
}

fn useless(source: &SourceId, moved: &Moved, reason: &str) -> Diagnostic {
    let message = format!("nothing can lead from the earlier address `{}` to `{}`: {reason}", moved.from, moved.to);
    Diagnostic::file(Code::EarlierAddress, source, message).hint("take it out of `redirect_from`")
}
