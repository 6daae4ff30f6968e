//! Timelines: entries by year, and by month where a year has many; the pages of the whole timeline.

use std::collections::BTreeMap;

use crate::model::corpus::{EntryId, EntryWhen};
use crate::model::page::Route;
use crate::model::when::Precision;
use crate::render::site::{self, Site};
use crate::render::view::{
    ChronicleView, Content, CountedView, EventView, LinkView, MonthView, PageView, TimelineView, YearView,
};
use crate::render::when::YearShown;
use crate::render::{overview, strip};

/// A year with more events than this is divided into months.
const MONTHS_OVER: usize = 12;

/// A whole timeline with more entries than this has a page for each year.
const PAGES_OVER: usize = 400;

/// A timeline with more entries than this begins with the most telling ones.
const BRIEF_OVER: usize = 24;

/// How many those are.
const BRIEF: usize = 6;

/// A timeline of some entries, which are in timeline order.
pub(super) fn timeline(site: &Site<'_>, here: &Route, entries: &[EntryId]) -> TimelineView {
    let (years, undated) = by_year(site, entries);
    let mut jumps: Vec<LinkView> =
        years.keys().map(|year| LinkView { title: site.calendar.year(*year), href: format!("#y{year}") }).collect();
    if !undated.is_empty() {
        jumps.push(LinkView { title: site.words.timeline.undated.clone(), href: "#undated".to_owned() });
    }
    let several = years.len() > 1;
    TimelineView {
        overview: several.then(|| overview::overview(site, &years, undated.len())),
        key: if several { strip::key(&site.words.timeline) } else { Vec::new() },
        jumps: if several { jumps } else { Vec::new() },
        brief: brief(site, entries).into_iter().map(|id| site.event(here, id, YearShown::Always)).collect(),
        total: entries.len(),
        years: years.into_iter().map(|(year, entries)| year_view(site, here, year, &entries)).collect(),
        undated: undated.into_iter().map(|id| site.event(here, id, YearShown::Always)).collect(),
    }
}

/// Of many entries the dated ones that matter most, one a date, in timeline order.
fn brief(site: &Site<'_>, entries: &[EntryId]) -> Vec<EntryId> {
    if entries.len() <= BRIEF_OVER {
        return Vec::new();
    }
    let weight = |id: &EntryId| site.corpus.entry(*id).salience;
    let dated = |id: &&EntryId| site::filed_year(&site.corpus.entry(**id).when).is_some();
    let mut ranked: Vec<EntryId> = entries.iter().filter(dated).copied().collect();
    ranked.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.cmp(b)));
    let mut dates: Vec<&EntryWhen> = Vec::new();
    ranked.retain(|id| {
        let when = &site.corpus.entry(*id).when;
        let new = dates.len() < BRIEF && !dates.contains(&when);
        dates.extend(new.then_some(when));
        new
    });
    ranked.sort_unstable();
    ranked
}

/// Entries under the years they are listed in, and those without a date.
fn by_year(site: &Site<'_>, entries: &[EntryId]) -> (BTreeMap<i16, Vec<EntryId>>, Vec<EntryId>) {
    let mut years: BTreeMap<i16, Vec<EntryId>> = BTreeMap::new();
    let mut undated = Vec::new();
    for id in entries {
        match site::filed_year(&site.corpus.entry(*id).when) {
            Some(year) => years.entry(year).or_default().push(*id),
            None => undated.push(*id),
        }
    }
    (years, undated)
}

fn year_view(site: &Site<'_>, here: &Route, year: i16, entries: &[EntryId]) -> YearView {
    let event = |id: &EntryId| site.event(here, *id, YearShown::UnlessItIs(year));
    let months = if entries.len() > MONTHS_OVER {
        by_month(site, entries, event)
    } else {
        vec![MonthView { title: None, events: entries.iter().map(event).collect() }]
    };
    YearView {
        year: year.to_string(),
        title: site.calendar.year(year),
        count: site.counted(&site.words.count.events, entries.len()),
        quarters: [1, 4, 7, 10].map(|month| site.calendar.short_month(month)).to_vec(),
        months,
    }
}

/// Events by month; what is known no better than to a part of the year stands before them.
fn by_month(site: &Site<'_>, entries: &[EntryId], event: impl Fn(&EntryId) -> EventView) -> Vec<MonthView> {
    let mut groups: BTreeMap<i8, Vec<EventView>> = BTreeMap::new();
    for id in entries {
        groups.entry(month_of(&site.corpus.entry(*id).when)).or_default().push(event(id));
    }
    groups
        .into_iter()
        .map(|(month, events)| MonthView { title: (month > 0).then(|| site.calendar.month(month)), events })
        .collect()
}

/// The month (1 to 12) in which an entry is listed; 0 for none.
fn month_of(when: &EntryWhen) -> i8 {
    let when = match when {
        EntryWhen::Dated(when) => Some(when),
        EntryWhen::Conflicting(dates) => dates.first(),
        EntryWhen::Undated { .. } => None,
    };
    match when {
        Some(when) if matches!(when.precision(), Precision::Day | Precision::Week | Precision::Month) => {
            when.filed().month()
        }
        Some(when) if when.precision() == Precision::Part && when.filed().month() > 1 => when.filed().month(),
        _ => 0,
    }
}

/// The pages of the whole timeline with their routes.
pub(super) fn routes(site: &Site<'_>) -> Vec<(Route, Chapter)> {
    let mut routes = vec![(Route::folder("timeline"), Chapter::All)];
    let entries: Vec<EntryId> = all(site);
    if entries.len() > PAGES_OVER {
        let (years, undated) = by_year(site, &entries);
        routes.extend(years.keys().map(|year| (year_route(*year), Chapter::Year(*year))));
        if !undated.is_empty() {
            routes.push((undated_route(), Chapter::Undated));
        }
    }
    routes
}

/// A part of the whole timeline that has a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chapter {
    /// Everything, or the list of years where there is too much for one page.
    All,
    /// One year.
    Year(i16),
    /// What has no date.
    Undated,
}

fn all(site: &Site<'_>) -> Vec<EntryId> {
    (0..site.corpus.entries.len() as u32).map(EntryId).collect()
}

fn year_route(year: i16) -> Route {
    Route::folder(&format!("timeline/{year:04}"))
}

fn undated_route() -> Route {
    Route::folder("timeline/undated")
}

/// A page of the whole timeline.
pub(super) fn page(site: &Site<'_>, here: &Route, chapter: Chapter) -> (PageView, Content) {
    let entries = all(site);
    let (years, undated) = by_year(site, &entries);
    let split = entries.len() > PAGES_OVER;
    let shown = match chapter {
        Chapter::All if split => Vec::new(),
        Chapter::All => entries,
        Chapter::Year(year) => years.get(&year).cloned().unwrap_or_default(),
        Chapter::Undated => undated.clone(),
    };
    let words = &site.words.timeline;
    let events = if chapter == Chapter::All { site.corpus.entries.len() } else { shown.len() };
    let mut view = ChronicleView {
        title: match chapter {
            Chapter::All => site.words.nav.timeline.clone(),
            Chapter::Year(year) => words.of_year.fill(&[("year", &site.calendar.year(year))]),
            Chapter::Undated => words.of_undated.clone(),
        },
        intro: site.language.counted_with(
            &words.from_briefings,
            site.corpus.briefings.len(),
            &[("events", &site.counted(&site.words.count.events, events))],
        ),
        timeline: timeline(site, here, &shown),
        years: Vec::new(),
        earlier: None,
        later: None,
    };
    if chapter == Chapter::All && split {
        view.timeline.overview = Some(overview::overview(site, &years, undated.len()));
        view.years = chapters(site, here, &years, undated.len());
    }
    if let Chapter::Year(year) = chapter {
        let link = |year: &i16| LinkView { title: site.calendar.year(*year), href: here.link(&year_route(*year)) };
        view.earlier = years.range(..year).next_back().map(|(year, _)| link(year));
        view.later = years.range(year + 1..).next().map(|(year, _)| link(year));
    }
    let description = format!("{} {}", view.title, view.intro);
    (site.page(here, &view.title, Some(description), "timeline"), Content::Chronicle(Box::new(view)))
}

fn chapters(site: &Site<'_>, here: &Route, years: &BTreeMap<i16, Vec<EntryId>>, undated: usize) -> Vec<CountedView> {
    let row = |title: String, route: &Route, number: usize| CountedView {
        title,
        href: here.link(route),
        count: site.counted(&site.words.count.events, number),
    };
    let mut rows: Vec<CountedView> =
        years.iter().map(|(year, entries)| row(site.calendar.year(*year), &year_route(*year), entries.len())).collect();
    if undated > 0 {
        rows.push(row(site.words.timeline.undated.clone(), &undated_route(), undated));
    }
    rows
}
