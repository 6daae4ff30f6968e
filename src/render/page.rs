//! Pages that are no article: those of the site, the built-in one about the method, and the one for a wrong address.

use crate::model::corpus::StandingPage;
use crate::model::page::Route;
use crate::render::linked;
use crate::render::site::Site;
use crate::render::view::{Content, MissingView, PageView, StandingView};

/// How many articles are offered to who came to a wrong address.
const OFFERED: usize = 5;

/// A page of the site.
pub(super) fn standing(site: &Site<'_>, here: &Route, page: &StandingPage) -> (PageView, Content) {
    let view = StandingView {
        title: page.title.clone(),
        description: page.description.clone(),
        body: site.written_text(here, &page.id, &page.body, 2),
    };
    let frame = site.page(here, &page.title, page.description.clone(), "pages");
    (PageView { linked: Some(linked::listing(site, here, &page.title, &[])), ..frame }, Content::Standing(view))
}

/// How the pages are made, for a site that does not say it itself.
pub(super) fn method(site: &Site<'_>, here: &Route) -> (PageView, Content) {
    let description = site.words.method.description.clone();
    let title = &site.words.frame.how;
    let page = site.page(here, title, Some(description), "pages");
    (PageView { linked: Some(linked::listing(site, here, title, &[])), ..page }, Content::Method)
}

/// The page for an address that leads nowhere.
///
/// It is shown at any depth, so its links begin at the site's own address, where that is known.
pub(super) fn missing(site: &Site<'_>, here: &Route) -> (PageView, Content) {
    let root = site.config.base_url.as_deref().map(below_host).unwrap_or_default();
    let articles = site.corpus.article_ids().take(OFFERED).map(|id| {
        let row = site.article_row(here, id);
        crate::render::view::CountedView { href: format!("{root}{}", row.href), ..row }
    });
    let view = MissingView { articles: articles.collect() };
    let mut page = site.page(here, &site.words.missing.title, None, "pages");
    page.feed.href = format!("{root}{}", page.feed.href);
    (PageView { root, canonical: None, ..page }, Content::Missing(view))
}

/// The path of an address, with a slash at both ends.
pub(super) fn below_host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split_once('/').map_or_else(|| "/".to_owned(), |(_, path)| format!("/{path}/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_addresses() {
        assert_eq!(below_host("https://example.org"), "/");
        assert_eq!(below_host("https://example.org/a/b"), "/a/b/");
    }
}
