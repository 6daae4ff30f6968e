//! The archive: all articles by month.

use std::collections::BTreeMap;

use crate::model::corpus::ArticleId;
use crate::model::page::Route;
use crate::render::linked;
use crate::render::site::Site;
use crate::render::view::{ArchiveView, Content, CountedView, GroupView, LinkView, ListView, PageView};

/// A month of a year, or `None` for articles without a date.
pub(super) type Month = Option<(i16, i8)>;

/// The months that have articles, from old to new, articles without a date first.
pub(super) fn months(site: &Site<'_>) -> BTreeMap<Month, Vec<ArticleId>> {
    let mut months: BTreeMap<Month, Vec<ArticleId>> = BTreeMap::new();
    for id in site.corpus.article_ids() {
        let month = site.corpus.briefing(id).published().map(|day| (day.year(), day.month()));
        months.entry(month).or_default().push(id);
    }
    months
}

/// The page of a month.
pub(super) fn route(month: Month) -> Route {
    match month {
        Some((year, month)) => Route::folder(&format!("archive/{year:04}/{month:02}")),
        None => Route::folder("archive/undated"),
    }
}

fn title(site: &Site<'_>, month: Month) -> String {
    month.map_or_else(|| site.words.date.undated.clone(), |(year, month)| site.calendar.month_and_year(year, month))
}

/// A page of one month.
pub(super) fn page(site: &Site<'_>, here: &Route, month: Month) -> (PageView, Content) {
    let months = months(site);
    let link = |month: &Month| LinkView { title: title(site, *month), href: here.link(&route(*month)) };
    let earlier = month.and_then(|_| months.range(..month).next_back().filter(|(month, _)| month.is_some()));
    let later = month.and_then(|_| months.keys().find(|other| **other > month));
    let view = ArchiveView {
        title: title(site, month),
        articles: months.get(&month).into_iter().flatten().map(|id| site.teaser(here, *id)).collect(),
        earlier: earlier.map(|(month, _)| link(month)),
        later: later.map(link),
    };
    let of_month = &site.words.archive.of_month;
    let description = site.language.counted_with(of_month, view.articles.len(), &[("month", &view.title)]);
    let listed = months.get(&month).into_iter().flatten();
    let listed: Vec<_> = listed.map(|id| (site.corpus.briefing(*id).title(), site.article_route(*id))).collect();
    let page = PageView {
        linked: Some(linked::listing(site, here, &view.title, &listed)),
        ..site.page(here, &view.title, Some(description), "archive")
    };
    (page, Content::Archive(view))
}

/// The list of all months, by year, the newest first.
pub(super) fn all(site: &Site<'_>, here: &Route) -> (PageView, Content) {
    let mut years: BTreeMap<Option<i16>, Vec<CountedView>> = BTreeMap::new();
    for (month, articles) in months(site) {
        let row = CountedView {
            title: month.map_or_else(|| site.words.date.undated.clone(), |(_, month)| site.calendar.month(month)),
            href: here.link(&route(month)),
            count: site.counted(&site.words.count.briefings, articles.len()),
            note: None,
        };
        years.entry(month.map(|(year, _)| year)).or_default().insert(0, row);
    }
    let groups = years.into_iter().rev().map(|(year, items)| GroupView {
        title: year.map_or_else(|| site.words.archive.undated.clone(), |year| site.calendar.year(year)),
        id: year.map_or_else(|| "undated".to_owned(), |year| format!("y{year}")),
        items,
    });
    let view = ListView {
        title: site.words.nav.archive.clone(),
        intro: Some(match site.corpus.briefings.len() {
            0 => site.words.home.empty.clone(),
            number => site.counted(&site.words.archive.by_month, number),
        }),
        jumps: Vec::new(),
        groups: groups.collect(),
    };
    let page = site.page(here, &view.title, view.intro.clone(), "archive");
    (PageView { linked: Some(linked::listing(site, here, &view.title, &[])), ..page }, Content::List(view))
}
