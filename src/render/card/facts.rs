//! What stands on a card.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::article::Dateline;
use crate::model::corpus::{EntryId, EntryWhen};
use crate::model::when::{Precision, When};
use crate::render::export::Subject;
use crate::render::site::{self, Site};
use crate::render::strip;
use crate::render::when::YearShown;
use crate::render::words::direction;

/// How many events are marked on the year.
const MARKS: usize = 60;

/// All that a card shows.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Facts {
    /// The name of the site.
    pub(super) site: String,
    /// Place and day of an article; what an actor is; the word for a topic.
    pub(super) dateline: String,
    /// Whether it says when.
    pub(super) dated: bool,
    /// The heading.
    pub(super) title: String,
    /// Whether it runs from the right.
    pub(super) right: bool,
    /// Whether the site's own words run from the right: its name and the dateline.
    pub(super) right_around: bool,
    /// The year as a line: its number, and the marks on it.
    pub(super) year: Option<(String, Vec<Mark>)>,
}

/// A drop of ink on the year.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Mark {
    /// Where it begins, from 0 to 144, in hundredths: twelve units are a month.
    pub(super) from: i32,
    /// Where it ends.
    pub(super) to: i32,
    /// How thin it is spread.
    pub(super) form: Form,
    /// Whether it is still to come.
    pub(super) hollow: bool,
}

/// The form of a mark: the less is known, the thinner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) enum Form {
    /// A year or more.
    Bar,
    /// A month, a season or another stretch.
    Month,
    /// Some days.
    Week,
    /// A day.
    Day,
}

impl Facts {
    /// What stands on the card of a subject.
    pub(super) fn of(site: &Site<'_>, subject: Subject) -> Self {
        let language = match subject {
            Subject::Article(id) => site.corpus.briefing(id).article.header.language.as_deref(),
            _ => None,
        };
        Self {
            site: site.config.title.clone(),
            dateline: dateline(site, subject),
            dated: matches!(subject, Subject::Article(_)),
            title: subject.name(site).to_owned(),
            right: direction(language.unwrap_or(&site.config.language)) == "rtl",
            right_around: direction(&site.config.language) == "rtl",
            year: year(site, subject),
        }
    }
}

/// Everything that is written on the card of a subject.
pub(super) fn words(site: &Site<'_>, subject: Subject) -> String {
    let year: String = (0..10).map(|digit| site.calendar.year(digit)).collect();
    [&site.config.title, &dateline(site, subject), subject.name(site), &year].join(" ")
}

fn dateline(site: &Site<'_>, subject: Subject) -> String {
    let day = |day: jiff::civil::Date| site.calendar.day(day, YearShown::Always);
    match subject {
        Subject::Article(id) => {
            let header = &site.corpus.briefing(id).article.header;
            let place = header.dateline.as_ref().map(|Dateline { place, .. }| place.to_uppercase());
            let parts: Vec<String> = place.into_iter().chain(header.published.map(day)).collect();
            parts.join("  ")
        }
        Subject::Actor(id) => crate::render::actor::kind(site, site.corpus.actor(id).kind).to_uppercase(),
        Subject::Topic(_) => site.words.topic.label.to_uppercase(),
        Subject::Site | Subject::Timeline => String::new(),
    }
}

/// The year in which most of the dated events lie, the later of two; that of publication where there is one. Nothing where
/// no event has a date.
fn year(site: &Site<'_>, subject: Subject) -> Option<(String, Vec<Mark>)> {
    let entries = subject.entries(site);
    let mut years: BTreeMap<i16, Vec<EntryId>> = BTreeMap::new();
    for id in entries.iter() {
        if let Some(year) = site::filed_year(&site.corpus.entry(*id).when) {
            years.entry(year).or_default().push(*id);
        }
    }
    let published = match subject {
        Subject::Article(id) => site.corpus.briefing(id).published().map(|day| day.year()),
        _ => None,
    };
    let (year, ids) = years.into_iter().max_by_key(|(year, ids)| (Some(*year) == published, ids.len(), *year))?;
    let mut marks: Vec<Mark> = ids.iter().flat_map(|id| marks(site, *id, year)).collect();
    marks.sort_by_key(|mark| (mark.form, mark.from, mark.to, mark.hollow));
    marks.dedup();
    marks.truncate(MARKS);
    Some((site.calendar.year(year), marks))
}

fn marks(site: &Site<'_>, id: EntryId, year: i16) -> Vec<Mark> {
    let entry = site.corpus.entry(id);
    let hollow = strip::hollow(entry.standing);
    let dates = match &entry.when {
        EntryWhen::Dated(when) => std::slice::from_ref(when),
        EntryWhen::Conflicting(dates) => dates,
        EntryWhen::Undated { .. } => &[],
    };
    dates.iter().map(|when| mark(when, year, hollow)).collect()
}

fn mark(when: &When, year: i16, hollow: bool) -> Mark {
    let filed = when.filed();
    let (first, last) = (when.earliest().unwrap_or(filed), when.latest().unwrap_or(filed));
    let (from, to) = strip::stretch(first, last, year);
    let form = match when.precision() {
        Precision::Day => Form::Day,
        Precision::Week => Form::Week,
        Precision::Month | Precision::Part => Form::Month,
        Precision::Year | Precision::Coarse => Form::Bar,
    };
    let hundredths = |place: f64| (place * 100.0).round() as i32;
    Mark { from: hundredths(from), to: hundredths(to), form, hollow }
}
