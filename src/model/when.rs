//! A point or stretch of time, no more precise than it was stated.
//!
//! The written form is EDTF level 1 (ISO 8601-2:2019): `2021`, `2021-04`, `2021-04-14`, `2021-04~`, `2003/2011`,
//! `../2021-04-14`, `2014/..`.

mod edtf;
mod iso;

use std::cmp::Ordering;
use std::fmt;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

pub use self::edtf::NotEdtf;
pub use self::iso::Iso;

/// When something was or will be, with the precision of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct When {
    /// The stretch of time meant.
    pub extent: Extent,
    /// Whether the text says `about`.
    pub approximate: bool,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Extent {
    /// One known point: a day, a month or a year.
    Point(Point),
    /// Some day of the week (Monday to Sunday) that begins on this Monday.
    Week(Date),
    /// The weekend that begins on this Saturday.
    Weekend(Date),
    /// Some day between two points, both inside; something that lasted, a quarter, a half, the early part of a month.
    Between(Point, Point),
    /// A season of a year. Winter begins in the December of its year (TIMEX3 and EDTF 21 to 24).
    Season(i16, Season),
    /// A decade: `2010` for the 2010s.
    Decade(i16),
    /// A century by its first year: `1900` for the 20th.
    Century(i16),
    /// At a time not known, at the latest then.
    Until(Point),
    /// From then on, end not known.
    Since(Point),
}

/// A day, month or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Point {
    /// A day.
    Day(Date),
    /// A month (1 to 12) of a year.
    Month(i16, i8),
    /// A year.
    Year(i16),
}

/// A season, northern names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Season {
    /// March to May.
    Spring,
    /// June to August.
    Summer,
    /// September to November.
    Autumn,
    /// December to February of the next year.
    Winter,
}

/// How fine a date is, finest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// To the day.
    Day,
    /// Some day of a week or weekend.
    Week,
    /// To the month.
    Month,
    /// A season, quarter or other stretch inside a year.
    Part,
    /// To the year.
    Year,
    /// Coarser than a year, or open at one side.
    Coarse,
}

impl Point {
    /// The first day.
    pub fn first(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month(year, month) => Date::new(year, month, 1).unwrap_or(Date::MIN),
            Self::Year(year) => Date::new(year, 1, 1).unwrap_or(Date::MIN),
        }
    }

    /// The last day.
    pub fn last(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month(..) => self.first().last_of_month(),
            Self::Year(year) => Date::new(year, 12, 31).unwrap_or(Date::MAX),
        }
    }

    /// The year it lies in.
    pub fn year(self) -> i16 {
        self.first().year()
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

impl When {
    /// Exactly this day, month or year.
    pub fn point(point: Point) -> Self {
        Self { extent: Extent::Point(point), approximate: false }
    }

    /// Exactly this day.
    pub fn day(day: Date) -> Self {
        Self::point(Point::Day(day))
    }

    /// Exactly this stretch.
    pub fn exact(extent: Extent) -> Self {
        Self { extent, approximate: false }
    }

    /// The earliest day it can be; `None` when open.
    pub fn earliest(&self) -> Option<Date> {
        Some(match self.extent {
            Extent::Point(point) | Extent::Since(point) => point.first(),
            Extent::Week(monday) => monday,
            Extent::Weekend(saturday) => saturday,
            Extent::Between(from, _) => from.first(),
            Extent::Season(year, season) => Point::Month(year, season.first_month()).first(),
            Extent::Decade(year) | Extent::Century(year) => Point::Year(year).first(),
            Extent::Until(_) => return None,
        })
    }

    /// The latest day it can be; `None` when open.
    pub fn latest(&self) -> Option<Date> {
        Some(match self.extent {
            Extent::Point(point) | Extent::Until(point) => point.last(),
            Extent::Week(monday) => monday.saturating_add(jiff::Span::new().days(6)),
            Extent::Weekend(saturday) => saturday.saturating_add(jiff::Span::new().days(1)),
            Extent::Between(_, to) => to.last(),
            Extent::Season(year, season) => season.last_day(year),
            Extent::Decade(year) => Point::Year(year.saturating_add(9)).last(),
            Extent::Century(year) => Point::Year(year.saturating_add(99)).last(),
            Extent::Since(_) => return None,
        })
    }

    /// The day it is filed under on a timeline: the earliest, or for `Until` the latest.
    pub fn filed(&self) -> Date {
        self.earliest().or_else(|| self.latest()).unwrap_or(Date::MIN)
    }

    /// How fine it is.
    pub fn precision(&self) -> Precision {
        match self.extent {
            Extent::Point(Point::Day(_)) => Precision::Day,
            Extent::Week(_) | Extent::Weekend(_) => Precision::Week,
            Extent::Point(Point::Month(..)) => Precision::Month,
            Extent::Season(..) => Precision::Part,
            Extent::Between(from, to) if from.year() == to.year() => Precision::Part,
            Extent::Point(Point::Year(_)) => Precision::Year,
            Extent::Between(..) | Extent::Decade(_) | Extent::Century(_) | Extent::Until(_) | Extent::Since(_) => {
                Precision::Coarse
            }
        }
    }

    /// Timeline order: earliest possible day, then latest possible day, then the coarser first.
    pub fn timeline_order(&self, other: &Self) -> Ordering {
        let key = |when: &Self| (when.filed(), when.latest().unwrap_or(Date::MAX));
        key(self).cmp(&key(other)).then_with(|| other.precision().cmp(&self.precision()))
    }

    /// Whether the two can be the same time: their possible days overlap.
    pub fn compatible(&self, other: &Self) -> bool {
        let starts_in_time = |a: &Self, b: &Self| match (a.earliest(), b.latest()) {
            (Some(first), Some(last)) => first <= last,
            _ => true,
        };
        starts_in_time(self, other) && starts_in_time(other, self)
    }

    /// The written form in EDTF level 1.
    pub fn edtf(&self) -> String {
        let days =
            |from: Date, length: i64| format!("{from}/{}", from.saturating_add(jiff::Span::new().days(length - 1)));
        let mut text = match self.extent {
            Extent::Point(point) => point.to_string(),
            Extent::Week(monday) => days(monday, 7),
            Extent::Weekend(saturday) => days(saturday, 2),
            Extent::Between(from, to) => format!("{from}/{to}"),
            Extent::Season(year, season) => format!("{year:04}-{}", season.edtf()),
            Extent::Decade(year) => format!("{:03}X", year / 10),
            Extent::Century(year) => format!("{:02}XX", year / 100),
            Extent::Until(point) => format!("../{point}"),
            Extent::Since(point) => format!("{point}/.."),
        };
        if self.approximate {
            text.push('~');
        }
        text
    }
}

impl Season {
    fn first_month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Autumn => 9,
            Self::Winter => 12,
        }
    }

    fn last_day(self, year: i16) -> Date {
        match self {
            Self::Winter => Point::Month(year.saturating_add(1), 2).last(),
            Self::Spring | Self::Summer | Self::Autumn => Point::Month(year, self.first_month() + 2).last(),
        }
    }

    fn edtf(self) -> u8 {
        match self {
            Self::Spring => 21,
            Self::Summer => 22,
            Self::Autumn => 23,
            Self::Winter => 24,
        }
    }
}

/// Monday of the week (Monday to Sunday) that holds a day.
pub fn monday_of(day: Date) -> Date {
    day.saturating_sub(jiff::Span::new().days(i64::from(day.weekday().to_monday_zero_offset())))
}

/// The days that a date may have on a page: from year 1000 to 2999.
pub fn plausible(day: Date) -> bool {
    (date(1000, 1, 1)..=date(2999, 12, 31)).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edtf_forms() {
        let check = |extent: Extent, expected: &str| assert_eq!(When::exact(extent).edtf(), expected);
        check(Extent::Point(Point::Year(2021)), "2021");
        check(Extent::Point(Point::Month(2021, 4)), "2021-04");
        check(Extent::Week(date(2021, 4, 5)), "2021-04-05/2021-04-11");
        check(Extent::Between(Point::Year(2003), Point::Year(2011)), "2003/2011");
        check(Extent::Season(2021, Season::Summer), "2021-22");
        check(Extent::Decade(2010), "201X");
        check(Extent::Until(Point::Day(date(2021, 4, 14))), "../2021-04-14");
        check(Extent::Since(Point::Year(2014)), "2014/..");
        assert_eq!(When { extent: Extent::Point(Point::Month(2021, 4)), approximate: true }.edtf(), "2021-04~");
    }

    #[test]
    fn a_year_stands_before_its_months_and_days() {
        let year = When::point(Point::Year(2021));
        let first = When::day(date(2021, 1, 1));
        assert_eq!(first.timeline_order(&year), Ordering::Less, "a day ends before its year");
        let april = When::point(Point::Month(2021, 4));
        assert_eq!(year.timeline_order(&april), Ordering::Less);
        assert_eq!(april.timeline_order(&When::day(date(2021, 4, 14))), Ordering::Less);
    }

    #[test]
    fn winter_runs_into_the_next_year() {
        let winter = When::exact(Extent::Season(2020, Season::Winter));
        assert_eq!(winter.earliest(), Some(date(2020, 12, 1)));
        assert_eq!(winter.latest(), Some(date(2021, 2, 28)));
    }

    #[test]
    fn weeks_begin_on_monday() {
        assert_eq!(monday_of(date(2021, 4, 14)), date(2021, 4, 12));
        assert_eq!(monday_of(date(2021, 4, 12)), date(2021, 4, 12));
    }

    #[test]
    fn open_ends_are_compatible_with_all_on_their_side() {
        let until = When::exact(Extent::Until(Point::Day(date(2021, 4, 14))));
        assert!(until.compatible(&When::point(Point::Year(2003))));
        assert!(!until.compatible(&When::day(date(2021, 4, 15))));
    }
}
