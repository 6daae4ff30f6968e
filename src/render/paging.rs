//! Long pages cut into numbered ones, so that nothing is lost and nothing is endless.
//!
//! The lists of an actor or topic are cut side by side: page 1 has the newest of each, page 2 what comes next. Timelines
//! run from old to new, so their newest stretch is their end.

use crate::model::corpus::{ArticleId, EntryId, QuotationId};
use crate::model::page::Route;
use crate::render::view::PagesView;

const QUOTATIONS: usize = 50;
const ENTRIES: usize = 200;
const ARTICLES: usize = 100;

/// The lists of an actor or topic.
#[derive(Clone, Copy)]
pub(super) struct Lists<'a> {
    pub(super) quotations: &'a [QuotationId],
    pub(super) entries: &'a [EntryId],
    pub(super) articles: &'a [ArticleId],
}

impl<'a> Lists<'a> {
    /// How many pages they fill; one at least.
    pub(super) fn pages(&self) -> usize {
        let all = [
            self.quotations.len().div_ceil(QUOTATIONS),
            self.entries.len().div_ceil(ENTRIES),
            self.articles.len().div_ceil(ARTICLES),
            1,
        ];
        all.into_iter().max().unwrap_or(1)
    }

    /// What stands on a page, counted from 1.
    pub(super) fn on(&self, number: usize) -> Self {
        let end = self.entries.len().saturating_sub((number - 1) * ENTRIES);
        Self {
            quotations: nth(self.quotations, QUOTATIONS, number),
            entries: self.entries.get(end.saturating_sub(ENTRIES)..end).unwrap_or_default(),
            articles: nth(self.articles, ARTICLES, number),
        }
    }

    /// Links to the neighbours of a page; `None` where there is one page only.
    pub(super) fn view(&self, here: &Route, first: &str, number: usize) -> Option<PagesView> {
        let total = self.pages();
        let link = |number: usize| here.link(&route(first, number));
        (total > 1).then(|| PagesView {
            number,
            total,
            newer: (number > 1).then(|| link(number - 1)),
            older: (number < total).then(|| link(number + 1)),
        })
    }
}

fn nth<T>(list: &[T], size: usize, number: usize) -> &[T] {
    list.chunks(size).nth(number - 1).unwrap_or_default()
}

/// The route of a page, counted from 1: `actors/x/index.html`, `actors/x/page/2/index.html`.
pub(super) fn route(first: &str, number: usize) -> Route {
    if number == 1 { Route::folder(first) } else { Route::folder(&format!("{first}/page/{number}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_stands_on_exactly_one_page() {
        let entries: Vec<EntryId> = (0..450).map(EntryId).collect();
        let articles: Vec<ArticleId> = (0..101).map(ArticleId).collect();
        let lists = Lists { quotations: &[], entries: &entries, articles: &articles };
        assert_eq!(lists.pages(), 3);
        let mut shown: Vec<u32> = (1..=3).flat_map(|page| lists.on(page).entries.iter().map(|id| id.0)).collect();
        assert_eq!(lists.on(1).entries.first(), Some(&EntryId(250)), "the newest are first");
        shown.sort_unstable();
        assert_eq!(shown, (0..450).collect::<Vec<u32>>());
        assert_eq!(lists.on(2).articles, [ArticleId(100)]);
        assert!(lists.on(3).articles.is_empty());
    }

    #[test]
    fn one_page_has_no_neighbours() {
        let lists = Lists { quotations: &[], entries: &[], articles: &[] };
        assert!(lists.view(&Route::folder("actors/x"), "actors/x", 1).is_none());
    }
}
