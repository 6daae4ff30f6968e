//! `timeline.json` beside a timeline, in the form of TimelineJS 3 (<https://timeline.knightlab.com/docs/json-format.html>).
//!
//! It knows no doubt and no open ends: a date is a year, month or day, the words for it are carried beside
//! (`display_date`). What has no date is left out. The program's authors advise some twenty slides; where there are many
//! more entries, the most salient ones are written.

use serde::Serialize;

use crate::model::corpus::{EntryId, EntryWhen, Telling};
use crate::model::page::Route;
use crate::model::when::Point;
use crate::render::export::{Format, Subject, entry, sentence};
use crate::render::json_line;
use crate::render::site::Site;
use crate::text;

/// How many slides there are at most.
const SLIDES: usize = 100;

#[derive(Serialize)]
struct Document<'a> {
    title: Title,
    events: Vec<Slide<'a>>,
    scale: &'static str,
}

#[derive(Serialize)]
struct Title {
    text: Words,
}

#[derive(Serialize)]
struct Slide<'a> {
    unique_id: &'a str,
    start_date: Day,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<Day>,
    display_date: String,
    text: Words,
    /// The one row in which it is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
}

/// Markup: TimelineJS reads both as HTML.
#[derive(Serialize)]
struct Words {
    headline: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Serialize, PartialEq)]
struct Day {
    year: i16,
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<i8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<i8>,
}

/// The file of a subject.
pub(super) fn timelinejs(site: &Site<'_>, subject: Subject) -> String {
    let here = Format::TimelineJs.route(site, subject);
    let mut chosen: Vec<EntryId> = subject
        .entries(site)
        .iter()
        .copied()
        .filter(|id| !matches!(site.corpus.entry(*id).when, EntryWhen::Undated { .. }))
        .collect();
    let weight = |id: &EntryId| site.corpus.salience(*id);
    chosen.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.cmp(b)));
    chosen.truncate(SLIDES);
    chosen.sort_unstable();
    let headline = escaped(subject.name(site));
    json_line(&Document {
        title: Title { text: Words { headline, text: None } },
        events: chosen.iter().filter_map(|id| slide(site, &here, *id)).collect(),
        scale: "human",
    })
}

fn slide<'a>(site: &Site<'a>, here: &Route, id: EntryId) -> Option<Slide<'a>> {
    let entry = site.corpus.entry(id);
    let iso = entry::dates(entry).first()?.iso();
    let start = iso.start().or(iso.end())?;
    let end = iso.end().filter(|end| *end != start);
    Some(Slide {
        unique_id: &entry.key,
        start_date: day(start),
        end_date: end.map(day),
        display_date: entry::date_in_words(site, entry),
        text: Words { headline: escaped(&entry::line(site, entry)), text: sources(site, here, id) },
        group: site.status(entry.standing),
    })
}

fn day(point: Point) -> Day {
    match point {
        Point::Day(day) => Day { year: day.year(), month: Some(day.month()), day: Some(day.day()) },
        Point::Month(year, month) => Day { year, month: Some(month), day: None },
        Point::Year(year) => Day { year, month: None, day: None },
    }
}

/// The articles that tell it; as links where the site knows its address, because nobody knows where the timeline will be
/// shown.
fn sources(site: &Site<'_>, here: &Route, id: EntryId) -> Option<String> {
    let tellings = &site.corpus.entry(id).tellings;
    let one = |telling: &Telling| {
        let title = escaped(site.corpus.briefing(telling.article).title());
        let address = sentence(site, here, telling.article, entry::told(site, *telling).at.sentence());
        match site.config.base_url {
            Some(_) => format!("<a href=\"{}\">{title}</a>", escaped(&address)),
            None => title,
        }
    };
    let all: Vec<String> = tellings.iter().take(5).map(one).collect();
    (!all.is_empty()).then(|| all.join("<br>"))
}

fn escaped(words: &str) -> String {
    let mut out = String::new();
    text::escape_html(words, &mut out);
    out
}
