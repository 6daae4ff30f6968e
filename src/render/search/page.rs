//! The search page.

use crate::model::page::Route;
use crate::render::linked;
use crate::render::search::{FOLDER, NAMES, Search, shown, token};
use crate::render::site::Site;
use crate::render::view::{Content, OptionView, PageView, SearchView};

/// Topics to choose from: those with most articles.
const TOPICS: usize = 200;

/// The route of the page.
pub(in crate::render) fn route() -> Route {
    Route::folder("search")
}

/// The page.
pub(in crate::render) fn page(site: &Site<'_>, here: &Route, search: &Search) -> (PageView, Content) {
    let mut topics: Vec<_> = site.corpus.topics.iter().filter(|topic| !topic.articles.is_empty()).collect();
    topics.sort_by(|a, b| b.articles.len().cmp(&a.articles.len()).then_with(|| a.slug.cmp(&b.slug)));
    topics.truncate(TOPICS);
    topics.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.slug.cmp(&b.slug)));
    let days = || site.corpus.briefings.iter().filter_map(|briefing| briefing.published());
    let parts: Vec<String> =
        search.parts.iter().map(|part| format!("{}:{}", part.name, shown(part.fingerprint))).collect();
    let view = SearchView {
        folder: format!("{}{FOLDER}/", here.to_root()),
        parts: parts.join(" "),
        names: format!("{NAMES}:{}", shown(search.names)),
        rules: token::rules(),
        topics: topics
            .into_iter()
            .map(|topic| OptionView { value: topic.slug.clone(), label: topic.name.clone() })
            .collect(),
        first: days().min().map(|day| day.to_string()),
        last: days().max().map(|day| day.to_string()),
    };
    let description = site.counted(&site.words.search.description, site.corpus.briefings.len());
    let title = &site.words.nav.search;
    let page = site.page(here, title, Some(description), "search");
    (PageView { linked: Some(linked::listing(site, here, title, &[])), ..page }, Content::Search(view))
}
