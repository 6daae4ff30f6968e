//! Timelines: entries by year, and by month where a year has many; the pages of the whole timeline.
//!
//! A timeline that is too long for a page has a page for each year, and a year that is too long one for each month. What is
//! known no better than to the year stands on the year's page.

use std::collections::BTreeMap;

use crate::model::corpus::{EntryId, EntryWhen, Standing};
use crate::model::page::Route;
use crate::model::when::{Precision, When};
use crate::render::export::{self, Subject};
use crate::render::filter::Choices;
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
    let choices = Choices::of(site, entries);
    let undated_entries =
        undated.iter().map(|id| chosen(site, &choices, *id, site.event(here, *id, YearShown::Always))).collect();
    TimelineView {
        overview: several.then(|| overview::overview(site, &years, undated.len())),
        key: if several { strip::key(&site.words.timeline) } else { Vec::new() },
        jumps: if several { jumps } else { Vec::new() },
        brief: brief(site, entries).into_iter().map(|id| site.event(here, id, YearShown::Always)).collect(),
        total: entries.len(),
        years: years.into_iter().map(|(year, entries)| year_view(site, here, (year, &entries), &choices)).collect(),
        undated: undated_entries,
        filters: choices.view(),
    }
}

/// An event with the numbers of the choices it belongs to.
fn chosen(site: &Site<'_>, choices: &Choices, id: EntryId, event: EventView) -> EventView {
    EventView { choices: choices.numbers(site.corpus.entry(id)), ..event }
}

/// Whether an entry is still to come, as far as the texts say.
pub(super) fn to_come(site: &Site<'_>, id: EntryId) -> bool {
    let entry = site.corpus.entry(id);
    let latest = match &entry.when {
        EntryWhen::Dated(when) => when.latest(),
        EntryWhen::Conflicting(dates) => dates.last().and_then(When::latest),
        EntryWhen::Undated { .. } => None,
    };
    let over = matches!((latest, site.corpus.as_of), (Some(latest), Some(today)) if latest < today);
    matches!(entry.standing, Standing::Scheduled | Standing::Expected) && !over
}

/// Of many entries the dated ones that matter most, one a date, in timeline order.
fn brief(site: &Site<'_>, entries: &[EntryId]) -> Vec<EntryId> {
    if entries.len() <= BRIEF_OVER {
        return Vec::new();
    }
    let weight = |id: &EntryId| site.corpus.salience(*id);
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

/// Of many entries the newest dated ones and, of the others, those that matter most, in timeline order.
pub(super) fn telling_most(site: &Site<'_>, entries: &[EntryId], most: usize) -> Vec<EntryId> {
    if entries.len() <= most {
        return entries.to_vec();
    }
    let dated = |id: &&EntryId| site::filed_year(&site.corpus.entry(**id).when).is_some();
    let dated: Vec<EntryId> = entries.iter().filter(dated).copied().collect();
    let (older, newest) = dated.split_at(dated.len().saturating_sub(most / 2));
    let weight = |id: &EntryId| site.corpus.salience(*id);
    let mut ranked = older.to_vec();
    ranked.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.cmp(b)));
    ranked.truncate(most - newest.len());
    ranked.extend(newest);
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

fn year_view(site: &Site<'_>, here: &Route, (year, entries): (i16, &[EntryId]), choices: &Choices) -> YearView {
    let event = |id: &EntryId| chosen(site, choices, *id, site.event(here, *id, YearShown::UnlessItIs(year)));
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

/// A page of the whole timeline.
#[derive(Default)]
pub(super) struct Chapter {
    title: String,
    /// How many events it is about, on this page or on those it leads to.
    number: usize,
    /// What stands on it.
    entries: Vec<EntryId>,
    /// All that it is about by year, where it shows a picture of more than stands on it.
    pictured: Option<(BTreeMap<i16, Vec<EntryId>>, usize)>,
    /// The pages it leads to, with their numbers of events.
    parts: Vec<(String, Route, usize)>,
    earlier: Option<(String, Route)>,
    later: Option<(String, Route)>,
}

/// The pages of the whole timeline with their routes.
pub(super) fn chapters(site: &Site<'_>) -> Vec<(Route, Chapter)> {
    let entries: Vec<EntryId> = (0..site.corpus.entries.len() as u32).map(EntryId).collect();
    let front = Chapter { title: site.words.nav.timeline.clone(), number: entries.len(), ..Chapter::default() };
    let route = Route::folder("timeline");
    if front.number <= PAGES_OVER {
        return vec![(route, Chapter { entries, ..front })];
    }
    let (years, undated) = by_year(site, &entries);
    let mut parts: Vec<(String, Route, usize)> =
        years.iter().map(|(year, entries)| (site.calendar.year(*year), year_route(*year), entries.len())).collect();
    let named = |(year, _): (&i16, &Vec<EntryId>)| (site.calendar.year(*year), year_route(*year));
    let mut chapters: Vec<(Route, Chapter)> = Vec::new();
    for (year, entries) in &years {
        let sides = (years.range(..year).next_back().map(named), years.range(year + 1..).next().map(named));
        chapters.extend(year_chapters(site, *year, entries, sides));
    }
    let number = undated.len();
    if number > 0 {
        let undated_route = Route::folder("timeline/undated");
        parts.push((site.words.timeline.undated.clone(), undated_route.clone(), number));
        let title = site.words.timeline.of_undated.clone();
        chapters.push((undated_route, Chapter { title, number, entries: undated, ..Chapter::default() }));
    }
    chapters.push((route, Chapter { pictured: Some((years, number)), parts, ..front }));
    chapters
}

type Sides = (Option<(String, Route)>, Option<(String, Route)>);

/// The page of a year, and those of its months where it is long.
fn year_chapters(site: &Site<'_>, year: i16, entries: &[EntryId], sides: Sides) -> Vec<(Route, Chapter)> {
    let (earlier, later) = sides;
    let whole = Chapter {
        title: site.words.timeline.of_year.fill(&[("year", &site.calendar.year(year))]),
        number: entries.len(),
        entries: entries.to_vec(),
        earlier,
        later,
        ..Chapter::default()
    };
    if entries.len() <= PAGES_OVER {
        return vec![(year_route(year), whole)];
    }
    let mut months: BTreeMap<i8, Vec<EntryId>> = BTreeMap::new();
    for id in entries {
        months.entry(month_of(&site.corpus.entry(*id).when)).or_default().push(*id);
    }
    let coarse = months.remove(&0).unwrap_or_default();
    let route = |month: i8| Route::folder(&format!("timeline/{year:04}/{month:02}"));
    let named = |(month, _): (&i8, &Vec<EntryId>)| (site.calendar.month_and_year(year, *month), route(*month));
    let parts = months.iter().map(|(month, entries)| (site.calendar.month(*month), route(*month), entries.len()));
    let mut chapters = vec![(year_route(year), Chapter { entries: coarse, parts: parts.collect(), ..whole })];
    for (month, entries) in &months {
        let chapter = Chapter {
            title: site.words.timeline.of_month.fill(&[("month", &site.calendar.month_and_year(year, *month))]),
            number: entries.len(),
            entries: entries.clone(),
            earlier: months.range(..month).next_back().map(named),
            later: months.range(month + 1..).next().map(named),
            ..Chapter::default()
        };
        chapters.push((route(*month), chapter));
    }
    chapters
}

fn year_route(year: i16) -> Route {
    Route::folder(&format!("timeline/{year:04}"))
}

/// A page of the whole timeline.
pub(super) fn page(site: &Site<'_>, here: &Route, chapter: &Chapter) -> (PageView, Content) {
    let link = |(title, route): &(String, Route)| LinkView { title: title.clone(), href: here.link(route) };
    let part = |(title, route, number): &(String, Route, usize)| CountedView {
        title: title.clone(),
        href: here.link(route),
        count: site.counted(&site.words.count.events, *number),
        note: None,
    };
    let mut view = ChronicleView {
        title: chapter.title.clone(),
        intro: site.language.counted_with(
            &site.words.timeline.from_briefings,
            site.corpus.briefings.len(),
            &[("events", &site.counted(&site.words.count.events, chapter.number))],
        ),
        timeline: timeline(site, here, &chapter.entries),
        parts: chapter.parts.iter().map(part).collect(),
        earlier: chapter.earlier.as_ref().map(link),
        later: chapter.later.as_ref().map(link),
    };
    if let Some((years, undated)) = &chapter.pictured {
        view.timeline.overview = Some(overview::overview(site, years, *undated));
    }
    let description = format!("{} {}", view.title, view.intro);
    let page = site.page(here, &view.title, Some(description), "timeline");
    let page = export::described(site, here, Subject::Timeline, page);
    (PageView { heading: view.title.clone(), ..page }, Content::Chronicle(Box::new(view)))
}
