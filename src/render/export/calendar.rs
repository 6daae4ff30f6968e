//! `events.ics` beside a timeline: iCalendar (RFC 5545).
//!
//! Entries that are known to the day, or to a stretch of days. Times of day are not known, so all are whole days; what is
//! no better known than to the month would fill a month of the calendar and is left out. No clock is read: the stamp that
//! the standard demands is the newest day of publication.

use jiff::civil::Date;

use crate::model::corpus::{Entry, Standing, Telling};
use crate::model::page::Route;
use crate::render::export::{Format, Subject, entry, sentence};
use crate::render::site::Site;

/// The longest line in bytes, without its end.
const LINE: usize = 75;

/// How many entries a calendar has at most: the last ones of the timeline. All of them stand in the table.
const ENTRIES: usize = 500;

/// The calendar of a subject.
pub(super) fn calendar(site: &Site<'_>, subject: Subject) -> String {
    let here = Format::Calendar.route(site, subject);
    let stamp = stamp(site.newest_day());
    let mut lines = Lines(String::new());
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    lines.add("PRODID", concat!("-//dateline//dateline ", env!("CARGO_PKG_VERSION"), "//EN"));
    lines.add("CALSCALE", "GREGORIAN");
    let name = match subject {
        Subject::Site | Subject::Timeline => site.config.title.clone(),
        Subject::Article(_) | Subject::Actor(_) | Subject::Topic(_) => {
            format!("{} · {}", subject.name(site), site.config.title)
        }
    };
    lines.add("NAME", &escaped(&name));
    lines.add("X-WR-CALNAME", &escaped(&name));
    let dated: Vec<(&Entry, Vec<(Date, Date)>)> = subject
        .entries(site)
        .iter()
        .map(|id| site.corpus.entry(*id))
        .map(|entry| (entry, entry::dates(entry).iter().filter_map(entry::days).collect::<Vec<_>>()))
        .filter(|(_, days)| !days.is_empty())
        .collect();
    for (entry, days) in dated.get(dated.len().saturating_sub(ENTRIES)..).unwrap_or_default() {
        let several = entry::dates(entry).len() > 1;
        for (number, days) in (1..).zip(days) {
            let uid =
                if several { format!("{}-{number}@dateline", entry.key) } else { format!("{}@dateline", entry.key) };
            event(&mut lines, site, &here, entry, *days, (&uid, &stamp));
        }
    }
    lines.add("END", "VCALENDAR");
    lines.0
}

fn event(
    lines: &mut Lines,
    site: &Site<'_>,
    here: &Route,
    entry: &Entry,
    (first, last): (Date, Date),
    (uid, stamp): (&str, &str),
) {
    lines.add("BEGIN", "VEVENT");
    lines.add("UID", uid);
    lines.add("DTSTAMP", stamp);
    lines.add("DTSTART;VALUE=DATE", &basic(first));
    // The end of an event is the day after it.
    lines.add("DTEND;VALUE=DATE", &basic(last.saturating_add(jiff::Span::new().days(1))));
    let line = entry::line(site, entry);
    let labelled = &site.words.list.labelled;
    let summary = match site.status(entry.standing) {
        Some(status) => labelled.fill(&[("label", &status), ("thing", &line)]),
        None => line,
    };
    lines.add("SUMMARY", &escaped(&summary));
    lines.add("STATUS", status(entry.standing));
    lines.add("TRANSP", "TRANSPARENT");
    lines.add("DESCRIPTION", &escaped(&sources(site, entry)));
    if let (Some(_), Some(telling)) = (&site.config.base_url, entry.tellings.first()) {
        let number = entry::told(site, *telling).at.sentence();
        lines.add("URL", &sentence(site, here, telling.article, number));
    }
    lines.add("END", "VEVENT");
}

fn status(standing: Standing) -> &'static str {
    match standing {
        Standing::Occurred => "CONFIRMED",
        Standing::Scheduled | Standing::Expected | Standing::WasDue | Standing::Claimed => "TENTATIVE",
        Standing::Denied | Standing::Cancelled => "CANCELLED",
    }
}

/// The words that give the date, and the articles that tell it with their sentences, one a line.
fn sources(site: &Site<'_>, entry: &Entry) -> String {
    let one = |telling: &Telling| {
        let title = site.corpus.briefing(telling.article).title();
        let event = entry::told(site, *telling);
        match entry::date_as_written(site, *telling) {
            Some(words) => format!("{title}, § {}: “{words}”", event.at.sentence()),
            None => format!("{title}, § {}", event.at.sentence()),
        }
    };
    entry.tellings.iter().take(5).map(one).collect::<Vec<_>>().join("\n")
}

/// A day as iCalendar writes it: `20210414`.
fn basic(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

fn stamp(day: Option<Date>) -> String {
    format!("{}T000000Z", day.map_or_else(|| "19700101".to_owned(), basic))
}

/// A text value: what has a meaning in the format is marked, line ends are written as `\n`.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Content lines, each folded where it is longer than the format allows.
struct Lines(String);

impl Lines {
    fn add(&mut self, name: &str, value: &str) {
        let mut room = LINE;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                // The space that continues a line is part of it.
                room = LINE - 1;
            }
            room -= c.len_utf8();
            self.0.push(c);
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut lines = Lines(String::new());
        lines.add("SUMMARY", &"é".repeat(100));
        assert!(lines.0.ends_with("\r\n"));
        let folded: Vec<&str> = lines.0.trim_end().split("\r\n").collect();
        assert!(folded.iter().all(|line| line.len() <= LINE), "{folded:?}");
        assert!(folded.iter().skip(1).all(|line| line.starts_with(' ')));
        let whole: String = folded.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        assert_eq!(whole, format!("SUMMARY:{}", "é".repeat(100)));
    }

    #[test]
    fn values_are_marked() {
        assert_eq!(escaped("a;b,c\\d\ne\u{1}"), "a\\;b\\,c\\\\d\\ne");
        assert_eq!(stamp(None), "19700101T000000Z");
    }
}
