//! Dates in words, no more precise than they were stated.
//!
//! English dates are written `14 April 2021`. In any other language the dates themselves are written in ISO 8601, so that
//! no month is named in the wrong language; the words around them are the theme's.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::model::facts::Basis;
use crate::model::when::{Extent, Point, Season, When};
use crate::render::view::Html;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// How dates are written in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calendar {
    /// English names of months.
    English,
    /// Numbers only.
    Iso,
}

/// Whether a year is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YearShown {
    /// In every date.
    Always,
    /// Only where it is not this one, which stands nearby.
    UnlessItIs(i16),
}

impl Calendar {
    /// The calendar of a BCP 47 language tag.
    pub(super) fn of(language: &str) -> Self {
        match language.split('-').next() {
            Some(primary) if primary.eq_ignore_ascii_case("en") => Self::English,
            _ => Self::Iso,
        }
    }

    /// The name of a month (1 to 12).
    pub(super) fn month(self, month: i8) -> String {
        match self {
            Self::English => month_name(month).to_owned(),
            Self::Iso => format!("{month:02}"),
        }
    }

    /// The short name of a month (1 to 12), for an axis.
    pub(super) fn short_month(self, month: i8) -> String {
        match self {
            Self::English => month_name(month).chars().take(3).collect(),
            Self::Iso => format!("{month:02}"),
        }
    }

    /// A month and its year, as plain text.
    pub(super) fn month_and_year(self, year: i16, month: i8) -> String {
        match self {
            Self::English => format!("{} {year}", month_name(month)),
            Self::Iso => format!("{year:04}-{month:02}"),
        }
    }

    /// A day, as plain text: `14 April 2021`.
    pub(super) fn day(self, day: Date, year: YearShown) -> String {
        self.point(Point::Day(day), year)
    }

    /// A day with its `time` element.
    pub(super) fn day_html(self, day: Date) -> Html {
        Html(time(&day.to_string(), &self.day(day, YearShown::Always)))
    }

    /// A day with weekday and `time` element: `Wednesday 14 April 2021`.
    pub(super) fn weekday_html(self, day: Date) -> Html {
        match self {
            Self::English => {
                let words = format!("{} {}", day.strftime("%A"), self.day(day, YearShown::Always));
                Html(time(&day.to_string(), &words))
            }
            Self::Iso => self.day_html(day),
        }
    }

    /// A day, or two days as a stretch, with `time` elements.
    pub(super) fn days_html(self, first: Date, last: Date) -> Html {
        if first == last {
            return self.day_html(first);
        }
        let year = if first.year() == last.year() { YearShown::UnlessItIs(last.year()) } else { YearShown::Always };
        let from = time(&first.to_string(), &self.day(first, year));
        Html(format!("{from} to {}", self.day_html(last).0))
    }

    /// A date in words with its `time` elements: `about <time datetime="2021-04">April</time>`.
    pub(super) fn html(self, when: &When, year: YearShown) -> Html {
        let mut out = String::new();
        if when.approximate {
            out.push_str("about ");
        }
        self.extent(when.extent, year, &mut out);
        Html(out)
    }

    fn extent(self, extent: Extent, year: YearShown, out: &mut String) {
        match extent {
            Extent::Point(point) => out.push_str(&self.point_html(point, year)),
            Extent::Week(monday) => {
                let sunday = monday.saturating_add(jiff::Span::new().days(6));
                let week = monday.iso_week_date();
                let datetime = format!("{:04}-W{:02}", week.year(), week.week());
                out.push_str(&time(&datetime, &self.stretch(monday, sunday, year)));
            }
            Extent::Weekend(saturday) => {
                let sunday = saturday.saturating_add(jiff::Span::new().days(1));
                self.between(Point::Day(saturday), Point::Day(sunday), year, out);
            }
            Extent::Between(from, to) => self.between(from, to, year, out),
            Extent::Season(of, season) => {
                out.push_str(season_name(season));
                if year != YearShown::UnlessItIs(of) {
                    let _ = write!(out, " {}", time(&format!("{of:04}"), &of.to_string()));
                }
            }
            Extent::Decade(first) => {
                let _ = write!(out, "the {first}s");
            }
            Extent::Century(first) => {
                let number = first / 100 + 1;
                let _ = write!(out, "the {number}{} century", ordinal_ending(number));
            }
            Extent::Until(point) => {
                out.push_str("by ");
                out.push_str(&self.point_html(point, year));
            }
            Extent::Since(point) => {
                out.push_str("since ");
                out.push_str(&self.point_html(point, year));
            }
        }
    }

    /// Two points with a dash between; what both share is written once.
    fn between(self, from: Point, to: Point, year: YearShown, out: &mut String) {
        let shared = from.year() == to.year() && !matches!(from, Point::Year(_));
        let first = match (from, to) {
            (Point::Day(a), Point::Day(b)) if self == Self::English && shared && a.month() == b.month() => {
                a.day().to_string()
            }
            _ if shared && self == Self::English => self.point(from, YearShown::UnlessItIs(from.year())),
            _ => self.point(from, year),
        };
        let dash = if self == Self::Iso { "/" } else { "–" };
        let _ = write!(out, "{}{dash}{}", time(&from.to_string(), &first), self.point_html(to, year));
    }

    /// The words for the days from `first` to `last`, in one element.
    fn stretch(self, first: Date, last: Date, year: YearShown) -> String {
        if self == Self::Iso {
            return format!("{first}/{last}");
        }
        let end = self.day(last, year);
        if first.month() == last.month() {
            return format!("{}–{end}", first.day());
        }
        let start_year = if first.year() == last.year() { YearShown::UnlessItIs(first.year()) } else { year };
        format!("{}–{end}", self.day(first, start_year))
    }

    fn point_html(self, point: Point, year: YearShown) -> String {
        time(&point.to_string(), &self.point(point, year))
    }

    fn point(self, point: Point, shown: YearShown) -> String {
        if self == Self::Iso {
            return point.to_string();
        }
        let year = match shown {
            YearShown::UnlessItIs(year) if year == point.year() => String::new(),
            _ => format!(" {}", point.year()),
        };
        match point {
            Point::Day(day) => format!("{} {}{year}", day.day(), month_name(day.month())),
            Point::Month(_, month) => format!("{}{year}", month_name(month)),
            Point::Year(year) => year.to_string(),
        }
    }
}

/// How precise a date is, where the date does not say it, and the words it was worked out from.
pub(super) fn note(when: &When, basis: Basis, written: &str) -> Option<String> {
    let worked_out = match basis {
        Basis::RelativeToPublication | Basis::RelativeToEvent => !written.is_empty(),
        Basis::Explicit | Basis::Inferred => false,
    };
    match (precision(when), worked_out) {
        (Some(precision), true) if !matches!(when.extent, Extent::Between(..)) => {
            Some(format!("{precision}, from “{written}”"))
        }
        (_, true) => Some(format!("from “{written}”")),
        _ if ends_unsaid(when, written) => Some(format!("from “{written}”")),
        // `by 31 December` says it all; where such a date was worked out, its other end is worth a word.
        _ if matches!(when.extent, Extent::Until(_) | Extent::Since(_)) => None,
        (precision, false) => precision.map(str::to_owned),
    }
}

/// Whether the words do not name the two days between which something was: `the middle of April`.
fn ends_unsaid(when: &When, written: &str) -> bool {
    let Extent::Between(Point::Day(first), Point::Day(last)) = when.extent else { return false };
    let named = |day: Date| written.contains(&day.day().to_string());
    let said = named(first) && named(last);
    !said && !written.is_empty()
}

/// The precision, where the words of the date do not say it.
fn precision(when: &When) -> Option<&'static str> {
    if when.approximate {
        return None;
    }
    match when.extent {
        Extent::Point(Point::Day(_)) | Extent::Decade(_) | Extent::Century(_) => None,
        Extent::Point(Point::Month(..)) => Some("month"),
        Extent::Point(Point::Year(_)) => Some("year only"),
        Extent::Week(_) => Some("week"),
        Extent::Weekend(_) => Some("weekend"),
        Extent::Season(..) => Some("season"),
        Extent::Between(Point::Month(..), Point::Month(..)) => Some("months"),
        Extent::Between(Point::Year(_), Point::Year(_)) => Some("years only"),
        Extent::Between(..) => None,
        Extent::Until(_) => Some("start not dated"),
        Extent::Since(_) => Some("end not dated"),
    }
}

/// The value of a `datetime` attribute for a date that has one; stretches other than weeks have none.
pub(super) fn datetime(when: &When) -> Option<String> {
    match when.extent {
        Extent::Point(point) => Some(point.to_string()),
        Extent::Week(monday) => {
            let week = monday.iso_week_date();
            Some(format!("{:04}-W{:02}", week.year(), week.week()))
        }
        Extent::Weekend(_)
        | Extent::Between(..)
        | Extent::Season(..)
        | Extent::Decade(_)
        | Extent::Century(_)
        | Extent::Until(_)
        | Extent::Since(_) => None,
    }
}

fn time(datetime: &str, words: &str) -> String {
    format!("<time datetime=\"{datetime}\">{words}</time>")
}

fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or_default()
}

fn season_name(season: Season) -> &'static str {
    match season {
        Season::Spring => "spring",
        Season::Summer => "summer",
        Season::Autumn => "autumn",
        Season::Winter => "winter",
    }
}

fn ordinal_ending(number: i16) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const HERE: YearShown = YearShown::UnlessItIs(2021);

    /// The words of a date without its elements.
    fn words(calendar: Calendar, when: &When) -> String {
        let html = calendar.html(when, HERE).0;
        html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect()
    }

    #[track_caller]
    fn check(extent: Extent, expected: &str, elements: &str) {
        let when = When::exact(extent);
        assert_eq!(words(Calendar::English, &when), expected);
        assert_eq!(Calendar::English.html(&when, HERE).0, elements);
    }

    #[test]
    fn points() {
        check(
            Extent::Point(Point::Day(date(2021, 4, 14))),
            "14 April",
            "<time datetime=\"2021-04-14\">14 April</time>",
        );
        check(Extent::Point(Point::Month(2021, 4)), "April", "<time datetime=\"2021-04\">April</time>");
        check(Extent::Point(Point::Month(2020, 1)), "January 2020", "<time datetime=\"2020-01\">January 2020</time>");
        check(Extent::Point(Point::Year(2021)), "2021", "<time datetime=\"2021\">2021</time>");
    }

    #[test]
    fn stretches() {
        check(Extent::Week(date(2021, 4, 5)), "5–11 April", "<time datetime=\"2021-W14\">5–11 April</time>");
        check(
            Extent::Week(date(2021, 3, 29)),
            "29 March–4 April",
            "<time datetime=\"2021-W13\">29 March–4 April</time>",
        );
        check(
            Extent::Week(date(2020, 12, 28)),
            "28 December 2020–3 January",
            "<time datetime=\"2020-W53\">28 December 2020–3 January</time>",
        );
        check(
            Extent::Weekend(date(2021, 4, 10)),
            "10–11 April",
            "<time datetime=\"2021-04-10\">10</time>–<time datetime=\"2021-04-11\">11 April</time>",
        );
        check(
            Extent::Between(Point::Day(date(2021, 3, 1)), Point::Day(date(2021, 9, 10))),
            "1 March–10 September",
            "<time datetime=\"2021-03-01\">1 March</time>–<time datetime=\"2021-09-10\">10 September</time>",
        );
        check(
            Extent::Between(Point::Year(2021), Point::Year(2029)),
            "2021–2029",
            "<time datetime=\"2021\">2021</time>–<time datetime=\"2029\">2029</time>",
        );
        check(
            Extent::Between(Point::Month(2020, 3), Point::Month(2020, 4)),
            "March–April 2020",
            "<time datetime=\"2020-03\">March</time>–<time datetime=\"2020-04\">April 2020</time>",
        );
        check(Extent::Season(2021, Season::Summer), "summer", "summer");
        check(Extent::Season(2019, Season::Winter), "winter 2019", "winter <time datetime=\"2019\">2019</time>");
        check(Extent::Decade(2010), "the 2010s", "the 2010s");
        check(Extent::Century(2000), "the 21st century", "the 21st century");
    }

    #[test]
    fn open_and_approximate() {
        let day = Point::Day(date(2021, 4, 14));
        check(Extent::Until(day), "by 14 April", "by <time datetime=\"2021-04-14\">14 April</time>");
        check(Extent::Since(day), "since 14 April", "since <time datetime=\"2021-04-14\">14 April</time>");
        let about = When { extent: Extent::Point(Point::Month(2021, 4)), approximate: true };
        assert_eq!(words(Calendar::English, &about), "about April");
        assert_eq!(note(&about, Basis::RelativeToPublication, "recent weeks").as_deref(), Some("from “recent weeks”"));
    }

    #[test]
    fn notes() {
        let check = |extent, basis, words: &str, expected: Option<&str>| {
            assert_eq!(note(&When::exact(extent), basis, words).as_deref(), expected);
        };
        let day = Extent::Point(Point::Day(date(2021, 4, 14)));
        check(day, Basis::Explicit, "14 April 2021", None);
        check(day, Basis::RelativeToPublication, "Wednesday", Some("from “Wednesday”"));
        check(
            Extent::Week(date(2021, 4, 5)),
            Basis::RelativeToPublication,
            "last week",
            Some("week, from “last week”"),
        );
        check(Extent::Point(Point::Month(2021, 10)), Basis::Inferred, "October", Some("month"));
        check(Extent::Point(Point::Year(2011)), Basis::Explicit, "2011", Some("year only"));
        let until = Extent::Until(Point::Day(date(2021, 4, 14)));
        check(until, Basis::Explicit, "by 14 April", None);
        let since = "since he took office";
        check(until, Basis::RelativeToPublication, since, Some("start not dated, from “since he took office”"));
        let range = Extent::Between(Point::Year(2003), Point::Year(2011));
        check(range, Basis::Explicit, "", Some("years only"));
        let middle = Extent::Between(Point::Day(date(2021, 4, 11)), Point::Day(date(2021, 4, 20)));
        check(middle, Basis::Explicit, "the middle of April", Some("from “the middle of April”"));
        check(middle, Basis::Explicit, "11 to 20 April", None);
        check(range, Basis::RelativeToEvent, "those years", Some("from “those years”"));
    }

    #[test]
    fn other_languages_have_numbers() {
        let arabic = Calendar::of("ar-IQ");
        assert_eq!(arabic, Calendar::Iso);
        assert_eq!(words(arabic, &When::day(date(2021, 4, 14))), "2021-04-14");
        assert_eq!(words(arabic, &When::exact(Extent::Week(date(2021, 4, 5)))), "2021-04-05/2021-04-11");
        assert_eq!(Calendar::of("en-GB"), Calendar::English);
    }
}
