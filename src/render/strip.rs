//! Marks on a year: one drop of ink for each event, spread as thin as the knowledge is.
//!
//! A strip is 144 units wide, twelve for an average month. What differs from mark to mark stands in attributes; what is the
//! same for all, the line with its quarters and the size of a dot among it, stands in the stylesheet, because a long page
//! has hundreds of strips. What a strip shows stands in words beside it, so it is hidden from readers by ear.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::model::corpus::{EntryWhen, Standing};
use crate::model::when::{Extent, Point, When};
use crate::render::view::{Html, KeyView};
use crate::render::words::pages::TimelineWords;

/// The width of a year.
const WIDTH: f64 = 144.0;

/// Where the marks' middle lies.
const MIDDLE: f64 = 6.0;

/// The strip of an entry in the year under which it is listed; empty for an undated one.
pub(super) fn strip(when: &EntryWhen, standing: Standing, year: i16) -> Html {
    let mut marks = String::new();
    match when {
        EntryWhen::Dated(when) => mark(when, standing, year, &mut marks),
        EntryWhen::Conflicting(dates) => conflict(dates, standing, year, &mut marks),
        EntryWhen::Undated { .. } => return Html::default(),
    }
    Html(framed(&marks, hollow(standing)))
}

/// Whether a mark is hollow: what has not happened as far as anybody says.
pub(super) fn hollow(standing: Standing) -> bool {
    match standing {
        Standing::Scheduled | Standing::Expected | Standing::WasDue | Standing::Cancelled => true,
        Standing::Occurred | Standing::Claimed | Standing::Denied => false,
    }
}

fn framed(marks: &str, hollow: bool) -> String {
    let class = if hollow { " class=\"plan\"" } else { "" };
    format!("<svg{class} viewBox=\"0 0 144 12\" aria-hidden=\"true\">{marks}</svg>")
}

/// The place of a day on its year, from 0 to 144; days outside the year lie on its edge.
pub(super) fn place(day: Date, year: i16) -> f64 {
    if day.year() < year {
        return 0.0;
    }
    if day.year() > year {
        return WIDTH;
    }
    f64::from(day.day_of_year() - 1) / f64::from(day.days_in_year()) * WIDTH
}

/// The stretch of a year between the start of one day and the end of another.
pub(super) fn stretch(first: Date, last: Date, year: i16) -> (f64, f64) {
    let after = last.saturating_add(jiff::Span::new().days(1));
    (place(first, year), place(after, year))
}

fn mark(when: &When, standing: Standing, year: i16, out: &mut String) {
    let (start, end) = edges(when, year);
    if when.approximate {
        let (start, end) = widened(start, end);
        return bar("about", start, end, out);
    }
    let maybe = standing == Standing::Expected;
    match when.extent {
        Extent::Point(Point::Day(day)) => dot(place(day, year), None, maybe, out),
        Extent::Week(_) | Extent::Weekend(_) => {
            let middle = ((start + end) / 2.0).clamp(4.0, WIDTH - 4.0);
            let class = if maybe { "wk maybe" } else { "wk" };
            let _ = write!(
                out,
                "<rect class=\"{class}\" x=\"{:.1}\" y=\"3.8\" width=\"8\" height=\"4.4\" rx=\"2.2\"/>",
                middle - 4.0
            );
        }
        Extent::Point(Point::Month(..)) | Extent::Season(..) => {
            bar(if maybe { "mo maybe" } else { "mo" }, start, end, out);
        }
        Extent::Point(Point::Year(_)) => bar(if maybe { "yr maybe" } else { "yr" }, 0.0, WIDTH, out),
        Extent::Between(from, to) if from.year() == year && to.year() == year => range(from, to, start, end, out),
        Extent::Between(..) | Extent::Decade(_) | Extent::Century(_) => leaving(start, out),
        Extent::Until(_) => open(0.0, end, end, out),
        Extent::Since(_) => open(start, WIDTH, start, out),
    }
}

/// First and last edge of a date on a year; an open side lies on the year's edge.
fn edges(when: &When, year: i16) -> (f64, f64) {
    let start = when.earliest().map_or(0.0, |first| place(first, year));
    let end = when.latest().map_or(WIDTH, |last| match when.extent {
        Extent::Until(Point::Day(day)) => place(day, year),
        _ => stretch(last, last, year).1,
    });
    (start, end.max(start))
}

/// A stretch drawn wider than stated, and wide enough to be seen.
fn widened(start: f64, end: f64) -> (f64, f64) {
    let slack = if end - start < 8.0 { 5.0 } else { 3.0 };
    ((start - slack).max(0.0), (end + slack).min(WIDTH))
}

/// A dot; one that is no day by itself says how large it is.
fn dot(x: f64, radius: Option<f64>, maybe: bool, out: &mut String) {
    let class = if maybe { " class=\"maybe\"" } else { "" };
    let radius = radius.map(|radius| format!(" r=\"{radius}\"")).unwrap_or_default();
    let _ = write!(out, "<circle{class} cx=\"{x:.1}\"{radius}/>");
}

fn bar(class: &str, start: f64, end: f64, out: &mut String) {
    let width = (end - start).max(1.5);
    let _ = write!(
        out,
        "<rect class=\"{class}\" x=\"{start:.1}\" y=\"3.6\" width=\"{width:.1}\" height=\"4.8\" rx=\"1\"/>"
    );
}

/// Something that lasted inside a year: two ends and a line.
fn range(from: Point, to: Point, start: f64, end: f64, out: &mut String) {
    let last = if matches!(to, Point::Day(_)) { place(to.first(), to.year()) } else { end };
    let _ = write!(out, "<path class=\"line\" d=\"M{start:.1} {MIDDLE}H{last:.1}\"/>");
    if matches!((from, to), (Point::Day(_), Point::Day(_))) {
        dot(start, Some(2.4), false, out);
        dot(last, Some(2.4), false, out);
    } else {
        let _ = write!(out, "<path class=\"line\" d=\"M{start:.1} 3.6v4.8M{last:.1} 3.6v4.8\"/>");
    }
}

/// Something that goes on past the year: a pale bar and an arrow at the edge.
fn leaving(start: f64, out: &mut String) {
    let width = WIDTH - start;
    let _ = write!(
        out,
        "<rect class=\"open\" x=\"{start:.1}\" y=\"3.6\" width=\"{width:.1}\" height=\"4.8\"/>\
         <path class=\"line\" d=\"M{start:.1} 2.6v6.8M{start:.1} 6H143.4M140.8 3.2L143.6 6L140.8 8.8\"/>"
    );
}

/// Something open at one side, with one tick at the known one.
fn open(start: f64, end: f64, known: f64, out: &mut String) {
    let width = (end - start).max(0.0);
    let _ = write!(
        out,
        "<rect class=\"open\" x=\"{start:.1}\" y=\"3.6\" width=\"{width:.1}\" height=\"4.8\"/>\
         <path class=\"line\" d=\"M{known:.1} 2.6v6.8\"/>"
    );
}

/// All marks, and a dotted line from the first to the last.
fn conflict(dates: &[When], standing: Standing, year: i16, out: &mut String) {
    let middles: Vec<f64> = dates
        .iter()
        .map(|when| match when.extent {
            Extent::Point(Point::Day(day)) => place(day, year),
            _ => {
                let (start, end) = edges(when, year);
                (start + end) / 2.0
            }
        })
        .collect();
    if let (Some(first), Some(last)) = (middles.first(), middles.last()) {
        let _ = write!(out, "<path class=\"link\" d=\"M{first:.1} {MIDDLE}H{last:.1}\"/>");
    }
    for when in dates.iter().filter(|when| when.filed().year() == year) {
        mark(when, standing, year, out);
    }
}

/// The kinds of mark with their meaning, for the key of a timeline.
pub(super) fn key(words: &TimelineWords) -> Vec<KeyView> {
    let day = |month, day| Date::new(2021, month, day).unwrap_or(Date::MIN);
    let april = Point::Day(day(4, 14));
    let exact = |extent, meaning| (When::exact(extent), Standing::Occurred, meaning);
    let about = When { extent: Extent::Point(Point::Month(2021, 4)), approximate: true };
    [
        exact(Extent::Point(april), &words.key_day),
        exact(Extent::Week(day(4, 5)), &words.key_week),
        exact(Extent::Point(Point::Month(2021, 4)), &words.key_month),
        exact(Extent::Point(Point::Year(2021)), &words.key_year),
        exact(Extent::Between(Point::Day(day(3, 1)), Point::Day(day(9, 10))), &words.key_between),
        (about, Standing::Occurred, &words.key_about),
        exact(Extent::Until(april), &words.key_until),
        (When::point(Point::Month(2021, 10)), Standing::Scheduled, &words.key_ahead),
    ]
    .into_iter()
    .map(|(when, standing, meaning)| KeyView {
        strip: strip(&EntryWhen::Dated(when), standing, 2021),
        meaning: meaning.clone(),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[track_caller]
    fn check(extent: Extent, standing: Standing, expected: &str) {
        let html = strip(&EntryWhen::Dated(When::exact(extent)), standing, 2021).0;
        let marks = html.split_once('>').and_then(|(_, marks)| marks.strip_suffix("</svg>"));
        assert_eq!(marks, Some(expected), "{html}");
    }

    #[test]
    fn a_form_for_every_precision() {
        let day = Point::Day(date(2021, 4, 14));
        let past = Standing::Occurred;
        check(Extent::Point(day), past, r#"<circle cx="40.6"/>"#);
        check(
            Extent::Week(date(2021, 4, 5)),
            past,
            r#"<rect class="wk" x="34.5" y="3.8" width="8" height="4.4" rx="2.2"/>"#,
        );
        check(
            Extent::Point(Point::Month(2021, 4)),
            past,
            r#"<rect class="mo" x="35.5" y="3.6" width="11.8" height="4.8" rx="1"/>"#,
        );
        check(
            Extent::Point(Point::Year(2021)),
            past,
            r#"<rect class="yr" x="0.0" y="3.6" width="144.0" height="4.8" rx="1"/>"#,
        );
        check(
            Extent::Between(Point::Day(date(2021, 3, 1)), Point::Day(date(2021, 9, 10))),
            past,
            "<path class=\"line\" d=\"M23.3 6H99.4\"/><circle cx=\"23.3\" r=\"2.4\"/>\
             <circle cx=\"99.4\" r=\"2.4\"/>",
        );
        check(
            Extent::Until(day),
            past,
            "<rect class=\"open\" x=\"0.0\" y=\"3.6\" width=\"40.6\" height=\"4.8\"/>\
             <path class=\"line\" d=\"M40.6 2.6v6.8\"/>",
        );
        check(
            Extent::Since(day),
            past,
            "<rect class=\"open\" x=\"40.6\" y=\"3.6\" width=\"103.4\" height=\"4.8\"/>\
             <path class=\"line\" d=\"M40.6 2.6v6.8\"/>",
        );
        check(
            Extent::Point(Point::Month(2021, 10)),
            Standing::Expected,
            r#"<rect class="mo maybe" x="107.7" y="3.6" width="12.2" height="4.8" rx="1"/>"#,
        );
    }

    #[test]
    fn what_is_to_come_is_hollow() {
        let when = EntryWhen::Dated(When::point(Point::Month(2021, 10)));
        for (standing, expected) in [(Standing::Scheduled, true), (Standing::WasDue, true), (Standing::Claimed, false)]
        {
            assert_eq!(strip(&when, standing, 2021).0.contains("class=\"plan\""), expected, "{standing:?}");
        }
    }

    #[test]
    fn a_conflict_shows_both_dates() {
        let dates = vec![When::day(date(2021, 4, 12)), When::day(date(2021, 7, 14))];
        let html = strip(&EntryWhen::Conflicting(dates), Standing::Occurred, 2021).0;
        assert_eq!(html.matches("<circle").count(), 2);
        assert!(html.contains("M39.8 6H76.5"), "{html}");
    }

    #[test]
    fn no_mark_for_what_has_no_date() {
        let when = EntryWhen::Undated { words: "Monday".to_owned() };
        assert_eq!(strip(&when, Standing::Scheduled, 2021), Html::default());
    }
}
