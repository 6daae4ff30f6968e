//! Pictures of several years, and of one: where the events lie, before any is read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;

use crate::model::corpus::{Entry, EntryId, EntryWhen};
use crate::model::when::{Extent, Point, When};
use crate::render::site::Site;
use crate::render::strip;
use crate::render::view::Html;
use crate::text;

/// Columns for years end here; those without a date stand behind.
const END: f64 = 306.0;

/// More columns than this are drawn by the decade, and more of those by the century, and so on.
const COLUMNS: i16 = 30;

/// More years than this are not told one by one.
const LISTED: usize = 12;

/// A column with more marks than this is one bar.
const STACK: usize = 12;

/// The room that the label of a column needs.
const LABEL: f64 = 34.0;

/// The distance from mark to mark in a column.
const STEP: f64 = 5.6;

/// The height of the highest bar, where columns are bars.
const HIGHEST: f64 = 48.0;

/// One mark for each event, stacked by year or decade. The years come in order.
pub(super) fn overview(site: &Site<'_>, years: &BTreeMap<i16, Vec<EntryId>>, undated: usize) -> Html {
    let unit = unit(years);
    let columns = columns(years, unit);
    let highest = columns.values().map(Vec::len).chain([undated]).max().unwrap_or_default();
    let height = 12.0 + if highest > STACK { HIGHEST } else { STEP * highest as f64 };
    let base = height - 6.0;
    let mut out = format!(
        "<svg viewBox=\"0 0 360 {:.0}\" role=\"img\" aria-label=\"{}\">",
        height + 14.0,
        escaped(&sentence(site, years, undated))
    );
    let right = if undated > 0 { END } else { 358.0 };
    draw_columns(site, &columns, &Room { base, right, highest, unit }, &mut out);
    if undated > 0 {
        let _ = write!(out, "<path class=\"base\" stroke-dasharray=\"2 2\" d=\"M322 {base:.1}H356\"/>");
        stack_undated(base, undated, highest, &mut out);
        let undated = escaped(&site.words.timeline.undated_short);
        let _ = write!(out, "<text class=\"aside\" x=\"339\" y=\"{:.1}\">{undated}</text>", base + 14.0);
    }
    out.push_str("</svg>");
    Html(out)
}

/// How many years stand in one column.
fn unit(years: &BTreeMap<i16, Vec<EntryId>>) -> i16 {
    let (Some((first, _)), Some((last, _))) = (years.first_key_value(), years.last_key_value()) else { return 1 };
    let columns = |unit: i16| last.div_euclid(unit) - first.div_euclid(unit);
    [1, 10, 100].into_iter().find(|unit| columns(*unit) < COLUMNS).unwrap_or(1000)
}

/// Years, or decades or centuries by their first year, with what lies in them.
fn columns(years: &BTreeMap<i16, Vec<EntryId>>, unit: i16) -> BTreeMap<i16, Vec<EntryId>> {
    let mut columns: BTreeMap<i16, Vec<EntryId>> = BTreeMap::new();
    for (year, entries) in years {
        columns.entry(year.div_euclid(unit) * unit).or_default().extend(entries);
    }
    columns
}

/// Where columns stand: the height of their foot, the right edge, the events of the highest, the years of one.
struct Room {
    base: f64,
    right: f64,
    highest: usize,
    unit: i16,
}

fn draw_columns(site: &Site<'_>, columns: &BTreeMap<i16, Vec<EntryId>>, room: &Room, out: &mut String) {
    let Room { base, right, highest, unit } = *room;
    let (Some((&first, _)), Some((&last, _))) = (columns.first_key_value(), columns.last_key_value()) else { return };
    let number = f64::from((last - first) / unit);
    let step = if number > 0.0 { ((right - 16.0) / number).min(60.0) } else { 0.0 };
    let x = |year: i16| 10.0 + f64::from((year - first) / unit) * step;
    let mut ticks = format!("M2 {base:.1}H{:.1}", x(last) + 8.0);
    let mut labels = String::new();
    let mut labelled = f64::MIN;
    for year in (first..=last).step_by(unit as usize) {
        let entries = columns.get(&year);
        let _ = write!(ticks, "M{:.1} {base:.1}v{}", x(year), if entries.is_some() { 4 } else { 2 });
        let Some(entries) = entries else { continue };
        if highest > STACK {
            let height = (entries.len() as f64 / highest as f64 * HIGHEST).max(2.0);
            let width = (step * 0.6).clamp(3.0, 12.0);
            let _ = write!(
                out,
                "<rect class=\"mo\" x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>",
                x(year) - width / 2.0,
                base - height
            );
        } else {
            for (row, id) in entries.iter().enumerate() {
                mark(site.corpus.entry(*id), x(year), base - 5.0 - STEP * row as f64, out);
            }
        }
        // The last year keeps its label, whatever stands before it.
        if year == last || x(year) - labelled >= LABEL && x(last) - x(year) >= LABEL {
            labelled = x(year);
            let label = if unit == 10 { site.calendar.short_decade(year) } else { site.calendar.year(year) };
            let label = escaped(&label);
            let _ = write!(labels, "<text x=\"{:.1}\" y=\"{:.1}\">{label}</text>", x(year), base + 14.0);
        }
    }
    let _ = write!(out, "<path class=\"base\" d=\"{ticks}\"/>{labels}");
}

/// A mark as wide as the event is uncertain, centred on its column.
fn mark(entry: &Entry, x: f64, y: f64, out: &mut String) {
    let when = match &entry.when {
        EntryWhen::Dated(when) => Some(when),
        EntryWhen::Conflicting(dates) => dates.first(),
        EntryWhen::Undated { .. } => None,
    };
    let Some(when) = when else { return };
    let (class, width) = form(when);
    let (open, close) = if strip::hollow(entry.standing) { ("<g class=\"plan\">", "</g>") } else { ("", "") };
    out.push_str(open);
    if width == 0.0 {
        let _ = write!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.1\"/>");
    } else {
        let _ = write!(
            out,
            "<rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{width}\" height=\"3.6\" rx=\"{}\"/>",
            x - width / 2.0,
            y - 1.8,
            if class == "wk" { 1.8 } else { 0.8 }
        );
    }
    out.push_str(close);
}

/// Class and width of a mark; a day is a dot and has no width.
fn form(when: &When) -> (&'static str, f64) {
    if when.approximate {
        return ("about", 10.0);
    }
    match when.extent {
        Extent::Point(Point::Day(_)) => ("", 0.0),
        Extent::Week(_) | Extent::Weekend(_) => ("wk", 6.0),
        Extent::Point(Point::Month(..)) => ("mo", 8.0),
        Extent::Point(Point::Year(_)) | Extent::Season(..) => ("yr", 12.0),
        Extent::Between(..) | Extent::Decade(_) | Extent::Century(_) | Extent::Until(_) | Extent::Since(_) => {
            ("open", 12.0)
        }
    }
}

fn stack_undated(base: f64, undated: usize, highest: usize, out: &mut String) {
    if highest > STACK {
        let height = (undated as f64 / highest as f64 * HIGHEST).max(2.0);
        let _ = write!(
            out,
            "<rect class=\"none\" x=\"333\" y=\"{:.1}\" width=\"12\" height=\"{height:.1}\"/>",
            base - height
        );
        return;
    }
    for row in 0..undated {
        let y = base - 6.8 - STEP * row as f64;
        let _ = write!(out, "<rect x=\"333\" y=\"{y:.1}\" width=\"12\" height=\"3.6\" rx=\".8\" class=\"none\"/>");
    }
}

/// What the picture shows, in a sentence.
fn sentence(site: &Site<'_>, years: &BTreeMap<i16, Vec<EntryId>>, undated: usize) -> String {
    let words = site.words;
    let labelled =
        |label: &str, number: usize| words.list.labelled.fill(&[("label", label), ("thing", &site.number(number))]);
    let number: usize = years.values().map(Vec::len).sum();
    let mut parts = match (years.first_key_value(), years.last_key_value()) {
        (Some((first, _)), Some((last, _))) if years.len() > LISTED => {
            let events = site.counted(&words.count.events, number);
            let (first, last) = (site.calendar.year(*first), site.calendar.year(*last));
            vec![words.timeline.of_years.fill(&[("events", &events), ("first", &first), ("last", &last)])]
        }
        _ => years.iter().map(|(year, entries)| labelled(&site.calendar.year(*year), entries.len())).collect(),
    };
    if undated > 0 {
        parts.push(labelled(&words.timeline.undated_short, undated));
    }
    words.timeline.overview.fill(&[("years", &parts.join(&words.list.separator))])
}

/// What the line of a year shows, in a sentence.
fn so_far(site: &Site<'_>, year: i16, events: usize, ahead: usize) -> String {
    let events = site.counted(&site.words.count.events, events);
    let ahead = site.counted(&site.words.home.to_come, ahead);
    let year = site.calendar.year(year);
    site.words.home.year.fill(&[("year", &year), ("events", &events), ("ahead", &ahead)])
}

fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    text::escape_html(words, &mut out);
    out
}

/// The year of an edition as a line, with its most telling events. `None` where none lies in it.
pub(super) fn yearline(site: &Site<'_>, today: Date) -> Option<Html> {
    let year = today.year();
    let inside = |entry: &&Entry| match &entry.when {
        EntryWhen::Dated(when) => when.filed().year() == year && fine(when),
        EntryWhen::Conflicting(_) | EntryWhen::Undated { .. } => false,
    };
    let all = (0..).map(EntryId).zip(site.corpus.entries.iter().map(|entry| &**entry));
    let mut ranked: Vec<(f32, &Entry)> =
        all.filter(|(_, entry)| inside(entry)).map(|(id, entry)| (site.corpus.salience(id), entry)).collect();
    let total = ranked.len();
    ranked.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.key.cmp(&other.key)));
    let mut entries: Vec<&Entry> = ranked.into_iter().map(|(_, entry)| entry).take(16).collect();
    entries.sort_by(|a, b| (filed(a), &a.key).cmp(&(filed(b), &b.key)));
    if entries.is_empty() {
        return None;
    }
    let ahead = entries.iter().filter(|entry| filed(entry).is_some_and(|day| day > today)).count();
    let mut marks = String::new();
    let lanes = lay(&entries, year, &mut marks);
    let top = -7.0 - 6.0 * lanes.saturating_sub(2) as f64;
    let mut out = format!(
        "<svg viewBox=\"0 {top:.0} 360 {:.0}\" role=\"img\" aria-label=\"{}\"><path class=\"base\" d=\"M4 16H356\"/>",
        31.0 - top,
        escaped(&so_far(site, year, total, ahead)),
    );
    months(site, year, &mut out);
    out.push_str(&marks);
    let now = across(strip::place(today, year));
    let (side, offset) = if now > 300.0 { ("end", -3.0) } else { ("start", 3.0) };
    let day = site.calendar.day(today, crate::render::when::YearShown::UnlessItIs(year));
    let _ = write!(
        out,
        "<path class=\"line\" d=\"M{now:.1} {:.1}V21\"/><text class=\"now\" x=\"{:.1}\" y=\"{:.1}\" \
         text-anchor=\"{side}\">{}</text></svg>",
        top + 4.0,
        now + offset,
        top + 8.0,
        escaped(&day)
    );
    Some(Html(out))
}

/// Whether a date is fine enough to lie somewhere on a year.
fn fine(when: &When) -> bool {
    matches!(when.extent, Extent::Point(Point::Day(_) | Point::Month(..)) | Extent::Week(_) | Extent::Weekend(_))
}

fn filed(entry: &Entry) -> Option<Date> {
    match &entry.when {
        EntryWhen::Dated(when) => Some(when.filed()),
        EntryWhen::Conflicting(_) | EntryWhen::Undated { .. } => None,
    }
}

/// From a strip's 144 units to the line's 352, which begin at 4.
fn across(x: f64) -> f64 {
    4.0 + x / 144.0 * 352.0
}

fn months(site: &Site<'_>, year: i16, out: &mut String) {
    for month in 1..=12 {
        let x = across(strip::place(Point::Month(year, month).first(), year));
        let _ = write!(out, "<path class=\"base\" d=\"M{x:.1} 16v3\"/>");
        if month % 3 == 1 {
            let name = escaped(&site.calendar.short_month(month));
            let _ = write!(out, "<text class=\"mon\" x=\"{x:.1}\" y=\"28\">{name}</text>");
        }
    }
}

/// Lays marks in lanes so that none covers another; gives the number of lanes.
fn lay(entries: &[&Entry], year: i16, out: &mut String) -> usize {
    let mut lanes: Vec<f64> = Vec::new();
    for entry in entries {
        let EntryWhen::Dated(when) = &entry.when else { continue };
        let (first, last) = (when.earliest().unwrap_or(Date::MIN), when.latest().unwrap_or(Date::MAX));
        let (start, end) = strip::stretch(first, last, year);
        let (mut start, mut end) = (across(start), across(end));
        if matches!(when.extent, Extent::Point(Point::Day(_))) {
            (start, end) = (start - 2.6, start + 2.6);
        }
        let lane = lanes.iter().position(|taken| *taken + 0.8 < start).unwrap_or(lanes.len());
        if lane == lanes.len() {
            lanes.push(end);
        } else if let Some(taken) = lanes.get_mut(lane) {
            *taken = end;
        }
        let y = 16.0 - 6.0 * lane as f64;
        drop(when, start, end, y, strip::hollow(entry.standing), out);
    }
    lanes.len()
}

fn drop(when: &When, start: f64, end: f64, y: f64, hollow: bool, out: &mut String) {
    if hollow {
        out.push_str("<g class=\"plan\">");
    }
    let (class, _) = form(when);
    if class.is_empty() {
        let _ = write!(out, "<circle cx=\"{:.1}\" cy=\"{y:.1}\" r=\"2.6\"/>", (start + end) / 2.0);
    } else {
        let _ = write!(
            out,
            "<rect class=\"{class}\" x=\"{start:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"4.8\" rx=\"{}\"/>",
            y - 2.4,
            end - start,
            if class == "wk" { 2.4 } else { 1.0 }
        );
    }
    if hollow {
        out.push_str("</g>");
    }
}
