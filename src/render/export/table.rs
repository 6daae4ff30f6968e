//! `events.csv` beside a timeline: comma-separated values (RFC 4180), for spreadsheets.
//!
//! One row an entry and date: an entry whose sources differ has a row for each date. A spreadsheet takes a cell that
//! begins with `=`, `+`, `-` or `@` for a formula; such a cell has an apostrophe before it.

use crate::model::corpus::{Entry, EntryWhen};
use crate::model::page::Route;
use crate::model::when::{Point, When};
use crate::render::export::{Format, Subject, entry, sentence};
use crate::render::label;
use crate::render::site::Site;

const HEAD: &str = "id,date,start,end,date_as_written,conflict,status,event,actors,sources,url\r\n";

/// The table of a subject.
pub(super) fn table(site: &Site<'_>, subject: Subject) -> String {
    let here = Format::Table.route(site, subject);
    let mut out = HEAD.to_owned();
    for id in subject.entries(site).iter() {
        let entry = site.corpus.entry(*id);
        let dates = entry::dates(entry);
        if dates.is_empty() {
            row(&mut out, site, &here, entry, None);
        }
        for when in dates {
            row(&mut out, site, &here, entry, Some(when));
        }
    }
    out
}

fn row(out: &mut String, site: &Site<'_>, here: &Route, entry: &Entry, when: Option<&When>) {
    let iso = when.map(When::iso);
    let point = |point: Option<Point>| point.map(|point| point.to_string()).unwrap_or_default();
    let first = entry.tellings.first();
    let written = first.and_then(|telling| entry::date_as_written(site, *telling)).unwrap_or_default();
    let actors: Vec<&str> = entry.actors.iter().map(|id| site.corpus.actor(*id).name.as_str()).collect();
    let url = first.map(|telling| sentence(site, here, telling.article, entry::told(site, *telling).at.sentence()));
    let cells = [
        entry.key.as_str(),
        &when.map(When::edtf).unwrap_or_default(),
        &point(iso.and_then(|iso| iso.start())),
        &point(iso.and_then(|iso| iso.end())),
        written,
        if matches!(entry.when, EntryWhen::Conflicting(_)) { "yes" } else { "" },
        label::standing(entry.standing),
        &entry::line(site, entry),
        &actors.join("; "),
        &entry.tellings.len().to_string(),
        &url.unwrap_or_default(),
    ];
    for (index, words) in cells.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        cell(out, words);
    }
    out.push_str("\r\n");
}

/// A cell: in quotation marks where it holds what has a meaning in the format.
fn cell(out: &mut String, words: &str) {
    let guard = if words.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if words.contains([',', '"', '\n', '\r']) {
        out.push('"');
        out.push_str(guard);
        out.push_str(&words.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(guard);
        out.push_str(words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells() {
        let check = |words: &str, expected: &str| {
            let mut out = String::new();
            cell(&mut out, words);
            assert_eq!(out, expected);
        };
        check("plain", "plain");
        check("a, b", "\"a, b\"");
        check("say \"so\"", "\"say \"\"so\"\"\"");
        check("=1+1", "'=1+1");
        check("@SUM(A1,A2)", "\"'@SUM(A1,A2)\"");
    }
}
