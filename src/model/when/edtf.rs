//! Reading EDTF (ISO 8601-2:2019, level 1, and the sub-year codes of level 2) as a [`When`].

use std::str::FromStr;

use jiff::civil::Date;

use super::{Extent, Point, Season, When};

/// The text is no date that a [`When`] can hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no date in EDTF level 1")]
pub struct NotEdtf(String);

impl FromStr for When {
    type Err = NotEdtf;

    /// Reads `2021`, `2021-04`, `2021-04-14`, `2021-04~`, `2021-22` (a season), `201X`, `20XX`, `2003/2011`, `../2021`, `2014/..`.
    ///
    /// A time of day is left out; `?`, `~` and `%` all mean approximate; a stretch from a Monday to its Sunday is a week.
    fn from_str(text: &str) -> Result<Self, NotEdtf> {
        let error = || NotEdtf(text.to_owned());
        let (bare, approximate) = without_mark(text);
        let (extent, other_mark) = match bare.split_once('/') {
            Some(("..", to)) => (Extent::Until(point(to).ok_or_else(error)?), false),
            Some((from, "..")) => (Extent::Since(point(without_mark(from).0).ok_or_else(error)?), without_mark(from).1),
            Some((from, to)) => {
                let (from, mark) = without_mark(from);
                (between(point(from).ok_or_else(error)?, point(to).ok_or_else(error)?).ok_or_else(error)?, mark)
            }
            None => (single(bare).ok_or_else(error)?, false),
        };
        Ok(Self { extent, approximate: approximate || other_mark })
    }
}

/// The text without the mark of uncertainty at its end, and whether there was one.
fn without_mark(text: &str) -> (&str, bool) {
    let bare = text.trim_end_matches(['?', '~', '%']);
    (bare, bare.len() < text.len())
}

/// Both ends of a stretch, in order.
fn between(from: Point, to: Point) -> Option<Extent> {
    if to.last() < from.first() {
        return None;
    }
    if let (Point::Day(first), Point::Day(last)) = (from, to) {
        let is = |when: When| when.latest() == Some(last);
        let weekday = first.weekday().to_monday_zero_offset();
        if weekday == 0 && is(When::exact(Extent::Week(first))) {
            return Some(Extent::Week(first));
        }
        if weekday == 5 && is(When::exact(Extent::Weekend(first))) {
            return Some(Extent::Weekend(first));
        }
    }
    Some(Extent::Between(from, to))
}

/// One date, with digits left open or a code for a part of the year.
fn single(text: &str) -> Option<Extent> {
    let (date, _) = text.split_once('T').unwrap_or((text, ""));
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next(), parts.next());
    if parts.next().is_some() {
        return None;
    }
    match (month, day) {
        (None, None) if year.len() == 4 && year.ends_with("XX") => Some(Extent::Century(number(year.get(..2)?)? * 100)),
        (None, None) if year.len() == 4 && year.ends_with('X') => Some(Extent::Decade(number(year.get(..3)?)? * 10)),
        (Some("XX"), None | Some("XX")) => Some(Extent::Point(Point::Year(full_year(year)?))),
        (Some(month), Some("XX")) => point(&format!("{year}-{month}")).map(Extent::Point),
        (Some(month), Some(day)) if day.len() == 2 && day.ends_with('X') => {
            tens(full_year(year)?, number(month)? as i8, number(day.get(..1)?)? as i8)
        }
        (Some(code), None) if !matches!(number(code), Some(1..=12)) => part_of_year(full_year(year)?, number(code)?),
        _ => point(date).map(Extent::Point),
    }
}

/// The days of a month that begin with this digit: `2X` is the 20th to the 29th, or to the last there is.
fn tens(year: i16, month: i8, tens: i8) -> Option<Extent> {
    let first = Date::new(year, month, (tens * 10).max(1)).ok()?;
    let last = Date::new(year, month, tens * 10 + 9).unwrap_or(first.last_of_month());
    Some(Extent::Between(Point::Day(first), Point::Day(last)))
}

/// Seasons 21 to 24, quarters 33 to 36, halves 40 and 41.
fn part_of_year(year: i16, code: i16) -> Option<Extent> {
    let months = |from, to| Extent::Between(Point::Month(year, from), Point::Month(year, to));
    Some(match code {
        21 => Extent::Season(year, Season::Spring),
        22 => Extent::Season(year, Season::Summer),
        23 => Extent::Season(year, Season::Autumn),
        24 => Extent::Season(year, Season::Winter),
        33..=36 => months((code as i8 - 33) * 3 + 1, (code as i8 - 33) * 3 + 3),
        40 => months(1, 6),
        41 => months(7, 12),
        _ => return None,
    })
}

/// `2021`, `2021-04`, `2021-04-14`, perhaps with a time of day.
fn point(text: &str) -> Option<Point> {
    let (date, _) = text.split_once('T').unwrap_or((text, ""));
    let mut parts = date.split('-');
    let year = full_year(parts.next()?)?;
    let month = parts.next().map(two_digits);
    let day = parts.next().map(two_digits);
    match (month, day, parts.next()) {
        (None, None, None) => Some(Point::Year(year)),
        (Some(month), None, None) => {
            month.filter(|month| (1..=12).contains(month)).map(|month| Point::Month(year, month))
        }
        (Some(month), Some(day), None) => Date::new(year, month?, day?).ok().map(Point::Day),
        _ => None,
    }
}

fn full_year(text: &str) -> Option<i16> {
    number(text).filter(|_| text.len() == 4)
}

fn two_digits(text: &str) -> Option<i8> {
    number(text).filter(|_| text.len() == 2).and_then(|number| i8::try_from(number).ok())
}

/// Digits only: no sign.
fn number(text: &str) -> Option<i16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let check = |text: &str| assert_eq!(text.parse::<When>().map(|when| when.edtf()), Ok(text.to_owned()));
        for text in [
            "2021",
            "2021-04",
            "2021-04-14",
            "2021-04~",
            "2021-22",
            "201X",
            "19XX",
            "2003/2011",
            "../2021-10",
            "2014/..",
            "2021-04-05/2021-04-11",
            "2021-04-10/2021-04-11",
            "2021-04-01/2021-04-10",
            "2021-03/2021-04~",
        ] {
            check(text);
        }
    }

    #[test]
    fn forms_that_are_written_otherwise() {
        let check =
            |text: &str, expected: &str| assert_eq!(text.parse::<When>().map(|when| when.edtf()), Ok(expected.into()));
        check("2021-04-14T17:00:00", "2021-04-14");
        check("2021-07?", "2021-07~");
        check("2021-07-2X", "2021-07-20/2021-07-29");
        check("2021-02-2X", "2021-02-20/2021-02-28");
        check("2021-04-XX", "2021-04");
        check("2021-XX-XX", "2021");
        check("2021-34", "2021-04/2021-06");
    }

    #[test]
    fn weeks_are_known_again() {
        let week = "2021-04-05/2021-04-11".parse::<When>().map(|when| when.extent);
        assert_eq!(week, Ok(Extent::Week(jiff::civil::date(2021, 4, 5))));
    }

    #[test]
    fn what_is_no_date() {
        for text in
            ["", "..", "20211", "2021-13", "2021-02-30", "2021/2003", "-2021", "last week", "2021-04-14-01", "+021"]
        {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
    }
}
