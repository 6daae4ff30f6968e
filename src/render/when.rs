//! Dates in the words of the site's language, no more precise than they were stated. Values for programs (`datetime`) are in
//! ISO 8601 whatever the language.

use jiff::civil::Date;

use crate::model::facts::Basis;
use crate::model::when::{Extent, Point, Season, When};
use crate::render::view::Html;
use crate::render::words::Language;
use crate::render::words::text::DateWords;
use crate::text;

/// How dates are written in a language.
#[derive(Clone, Copy)]
pub(super) struct Calendar<'a> {
    language: &'a Language,
    words: &'a DateWords,
}

/// Whether a year is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YearShown {
    /// In every date.
    Always,
    /// Only where it is not this one, which stands nearby.
    UnlessItIs(i16),
}

impl YearShown {
    fn hides(self, year: i16) -> bool {
        self == Self::UnlessItIs(year)
    }
}

impl<'a> Calendar<'a> {
    /// The calendar of a language.
    pub(super) fn of(language: &'a Language) -> Self {
        Self { language, words: &language.words.date }
    }

    /// A year.
    pub(super) fn year(self, year: i16) -> String {
        self.language.numbers.plain(year)
    }

    /// The name of a month (1 to 12).
    pub(super) fn month(self, month: i8) -> String {
        nth(&self.words.months, month)
    }

    /// The short name of a month (1 to 12), for an axis.
    pub(super) fn short_month(self, month: i8) -> String {
        nth(&self.words.months_short, month)
    }

    /// A decade by its first year, for an axis.
    pub(super) fn short_decade(self, first: i16) -> String {
        self.words.decade_short.fill(&[("year", &self.year(first))])
    }

    /// A month and its year, as plain text.
    pub(super) fn month_and_year(self, year: i16, month: i8) -> String {
        self.point(Point::Month(year, month), YearShown::Always)
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
        let weekday = nth(&self.words.weekdays, day.weekday().to_monday_one_offset());
        let date = self.day(day, YearShown::Always);
        Html(time(&day.to_string(), &self.words.weekday.fill(&[("weekday", &weekday), ("date", &date)])))
    }

    /// A day, or two days as a stretch, with `time` elements.
    pub(super) fn days_html(self, first: Date, last: Date) -> Html {
        if first == last {
            return self.day_html(first);
        }
        let year = if first.year() == last.year() { YearShown::UnlessItIs(last.year()) } else { YearShown::Always };
        let from = time(&first.to_string(), &self.day(first, year));
        Html(self.words.from_to.html(&[("first", &from), ("last", &self.day_html(last).0)]))
    }

    /// A date in words with its `time` elements: `about <time datetime="2021-04">April</time>`.
    pub(super) fn html(self, when: &When, year: YearShown) -> Html {
        let date = self.extent(when.extent, year);
        Html(if when.approximate { self.words.about.html(&[("date", &date)]) } else { date })
    }

    fn extent(self, extent: Extent, year: YearShown) -> String {
        match extent {
            Extent::Point(point) => self.point_html(point, year),
            Extent::Week(monday) => {
                let sunday = monday.saturating_add(jiff::Span::new().days(6));
                let week = monday.iso_week_date();
                let datetime = format!("{:04}-W{:02}", week.year(), week.week());
                time(&datetime, &self.week(monday, sunday, year))
            }
            Extent::Weekend(saturday) => {
                let sunday = saturday.saturating_add(jiff::Span::new().days(1));
                self.between(Point::Day(saturday), Point::Day(sunday), year)
            }
            Extent::Between(from, to) => self.between(from, to, year),
            Extent::Season(of, season) if year.hides(of) => escaped(self.season(season)),
            Extent::Season(of, season) => {
                let year = time(&format!("{of:04}"), &self.year(of));
                self.words.season.html(&[("season", &escaped(self.season(season))), ("year", &year)])
            }
            Extent::Decade(first) => escaped(&self.words.decade.fill(&[("year", &self.year(first))])),
            Extent::Century(first) => {
                let number = usize::try_from(first / 100 + 1).unwrap_or_default();
                escaped(&self.language.ordinal(&self.words.century, number))
            }
            Extent::Until(point) => self.words.until.html(&[("date", &self.point_html(point, year))]),
            Extent::Since(point) => self.words.since.html(&[("date", &self.point_html(point, year))]),
        }
    }

    /// Two points as a stretch; what both share is written once.
    fn between(self, from: Point, to: Point, year: YearShown) -> String {
        let shared = from.year() == to.year() && !matches!(from, Point::Year(_));
        if let (Point::Day(a), Point::Day(b)) = (from, to)
            && shared
            && a.month() == b.month()
        {
            let number = |day: Date| time(&day.to_string(), &self.language.numbers.plain(day.day()));
            let (first, last) = (number(a), number(b));
            let (month, shown) = (escaped(&self.month(b.month())), escaped(&self.year(b.year())));
            let values = [("first", first.as_str()), ("last", &last), ("month", &month), ("year", &shown)];
            return match year.hides(b.year()) {
                true => self.words.days_short.html(&values),
                false => self.words.days.html(&values),
            };
        }
        let first = self.point_html(from, if shared { YearShown::UnlessItIs(from.year()) } else { year });
        self.words.stretch.html(&[("first", &first), ("last", &self.point_html(to, year))])
    }

    /// The days of a week, in one piece.
    fn week(self, monday: Date, sunday: Date, year: YearShown) -> String {
        if monday.month() == sunday.month() {
            let number = |day: Date| self.language.numbers.plain(day.day());
            let (first, last) = (number(monday), number(sunday));
            let (month, shown) = (self.month(sunday.month()), self.year(sunday.year()));
            let values = [("first", first.as_str()), ("last", &last), ("month", &month), ("year", &shown)];
            return match year.hides(sunday.year()) {
                true => self.words.days_short.fill(&values),
                false => self.words.days.fill(&values),
            };
        }
        let of_first = if monday.year() == sunday.year() { YearShown::UnlessItIs(monday.year()) } else { year };
        let (first, last) = (self.day(monday, of_first), self.day(sunday, year));
        self.words.stretch.fill(&[("first", &first), ("last", &last)])
    }

    fn point_html(self, point: Point, year: YearShown) -> String {
        time(&point.to_string(), &self.point(point, year))
    }

    fn point(self, point: Point, shown: YearShown) -> String {
        let year = self.year(point.year());
        let hidden = shown.hides(point.year());
        match point {
            Point::Day(day) => {
                let (number, month) = (self.language.numbers.plain(day.day()), self.month(day.month()));
                let values = [("day", number.as_str()), ("month", &month), ("year", &year)];
                if hidden { self.words.day_short.fill(&values) } else { self.words.day.fill(&values) }
            }
            Point::Month(_, month) if hidden => self.month(month),
            Point::Month(_, month) => self.words.month.fill(&[("month", &self.month(month)), ("year", &year)]),
            Point::Year(_) => year,
        }
    }

    fn season(self, season: Season) -> &'a str {
        match season {
            Season::Spring => &self.words.spring,
            Season::Summer => &self.words.summer,
            Season::Autumn => &self.words.autumn,
            Season::Winter => &self.words.winter,
        }
    }

    /// How precise a date is, where the date does not say it, and the words it was worked out from.
    pub(super) fn note(self, when: &When, basis: Basis, written: &str) -> Option<String> {
        let worked_out = match basis {
            Basis::RelativeToPublication | Basis::RelativeToEvent => !written.is_empty(),
            Basis::Explicit | Basis::Inferred => false,
        };
        let from_words = || self.words.from_words.fill(&[("words", written)]);
        match (self.precision(when), worked_out) {
            (Some(precision), true) if !matches!(when.extent, Extent::Between(..)) => {
                Some(self.words.precision_from_words.fill(&[("precision", precision), ("words", written)]))
            }
            (_, true) => Some(from_words()),
            _ if ends_unsaid(when, written) => Some(from_words()),
            // `by 31 December` says it all; where such a date was worked out, its other end is worth a word.
            _ if matches!(when.extent, Extent::Until(_) | Extent::Since(_)) => None,
            (precision, false) => precision.map(str::to_owned),
        }
    }

    /// The precision, where the words of the date do not say it.
    fn precision(self, when: &When) -> Option<&'a str> {
        if when.approximate {
            return None;
        }
        let words = self.words;
        let precision = match when.extent {
            Extent::Point(Point::Day(_)) | Extent::Decade(_) | Extent::Century(_) => return None,
            Extent::Point(Point::Month(..)) => &words.only_month,
            Extent::Point(Point::Year(_)) => &words.only_year,
            Extent::Week(_) => &words.only_week,
            Extent::Weekend(_) => &words.only_weekend,
            Extent::Season(..) => &words.only_season,
            Extent::Between(Point::Month(..), Point::Month(..)) => &words.only_months,
            Extent::Between(Point::Year(_), Point::Year(_)) => &words.only_years,
            Extent::Between(..) => return None,
            Extent::Until(_) => &words.no_start,
            Extent::Since(_) => &words.no_end,
        };
        Some(precision)
    }
}

/// Whether the words do not name the two days between which something was: `the middle of April`.
fn ends_unsaid(when: &When, written: &str) -> bool {
    let Extent::Between(Point::Day(first), Point::Day(last)) = when.extent else { return false };
    let named = |day: Date| written.contains(&day.day().to_string());
    let said = named(first) && named(last);
    !said && !written.is_empty()
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

/// A `time` element; its words are plain text.
fn time(datetime: &str, words: &str) -> String {
    format!("<time datetime=\"{datetime}\">{}</time>", escaped(words))
}

fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    text::escape_html(words, &mut out);
    out
}

/// The member of a list that counts from 1.
fn nth(names: &[String], number: i8) -> String {
    let index = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    index.and_then(|index| names.get(index)).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;

    use super::*;

    const HERE: YearShown = YearShown::UnlessItIs(2021);

    fn language(tag: &str) -> Language {
        Language::load(tag, &BTreeMap::new()).unwrap_or_else(|error| panic!("{tag}: {error}"))
    }

    fn note(when: &When, basis: Basis, written: &str) -> Option<String> {
        Calendar::of(&language("en")).note(when, basis, written)
    }

    /// The words of a date without its elements.
    fn words(calendar: Calendar<'_>, when: &When) -> String {
        let html = calendar.html(when, HERE).0;
        html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect()
    }

    #[track_caller]
    fn check(extent: Extent, expected: &str, elements: &str) {
        let when = When::exact(extent);
        let english = language("en");
        assert_eq!(words(Calendar::of(&english), &when), expected);
        assert_eq!(Calendar::of(&english).html(&when, HERE).0, elements);
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
            "<time datetime=\"2021-04-10\">10</time>–<time datetime=\"2021-04-11\">11</time> April",
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
        assert_eq!(words(Calendar::of(&language("en")), &about), "about April");
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
    fn another_language_has_its_own_words() {
        let arabic = language("ar-IQ");
        let check = |extent, expected: &str| assert_eq!(words(Calendar::of(&arabic), &When::exact(extent)), expected);
        check(Extent::Point(Point::Day(date(2021, 4, 14))), "14 أبريل");
        check(Extent::Point(Point::Month(2020, 1)), "يناير 2020");
        check(Extent::Week(date(2021, 4, 5)), "5–11 أبريل");
        check(Extent::Week(date(2021, 3, 29)), "29 مارس–4 أبريل");
        check(Extent::Season(2019, Season::Winter), "شتاء 2019");
        check(Extent::Century(2000), "القرن الـ21");
        check(Extent::Since(Point::Year(2003)), "منذ 2003");
        let weekday = Calendar::of(&arabic).weekday_html(date(2021, 4, 14)).0;
        assert_eq!(weekday, "<time datetime=\"2021-04-14\">الأربعاء 14 أبريل 2021</time>");
        let days = Calendar::of(&arabic).days_html(date(2021, 4, 14), date(2021, 5, 2)).0;
        assert!(days.starts_with("من <time datetime=\"2021-04-14\">14 أبريل</time> إلى <time"), "{days}");
    }

    #[test]
    fn digits_are_those_of_the_file_and_programs_read_ours() {
        let own = [("words/ar.toml".to_owned(), "[date]\ndigits = \"٠١٢٣٤٥٦٧٨٩\"\n".to_owned())];
        let arabic = Language::load("ar", &BTreeMap::from(own)).expect("the file is right");
        let day = Calendar::of(&arabic).day_html(date(2021, 4, 14)).0;
        assert_eq!(day, "<time datetime=\"2021-04-14\">١٤ أبريل ٢٠٢١</time>");
    }
}
