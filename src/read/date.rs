//! Dates as they stand in headers: `2021-04-14`, `Wednesday, April 14, 2021`, `14 Apr. 2021`, `April 14`.

use jiff::civil::{Date, Weekday};

/// A date as written, not checked against the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WrittenDate {
    /// `None` where the text leaves it to the reader.
    pub(super) year: Option<i16>,
    month: i8,
    day: i8,
    weekday: Option<Weekday>,
    /// The number of bytes it takes.
    pub(super) len: usize,
}

impl WrittenDate {
    /// Reads a date at the beginning of `text`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut cursor = Cursor { rest: text };
        let weekday = cursor.weekday();
        let (year, month, day) = cursor.numeric().or_else(|| cursor.day_first()).or_else(|| cursor.month_first())?;
        // `April 14,000 people` and `May 5th-placed` are no dates.
        let goes_on = cursor.rest.starts_with(|c: char| c.is_alphanumeric())
            || cursor.rest.strip_prefix([',', '.']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        (!goes_on).then_some(Self { year, month, day, weekday, len: text.len() - cursor.rest.len() })
    }

    /// The day, in `year` where the text has none; `None` for a day that does not exist, or without any year.
    pub(super) fn day(&self, year: Option<i16>) -> Option<Date> {
        Date::new(self.year.or(year)?, self.month, self.day).ok()
    }

    /// The date as `2021-04-14`, with `year` in words where it has none.
    pub(super) fn iso(&self, year: &str) -> String {
        let year = self.year.map_or_else(|| year.to_owned(), |year| format!("{year:04}"));
        format!("{year}-{:02}-{:02}", self.month, self.day)
    }

    /// The weekday that stands beside the date, where the calendar has another one there.
    pub(super) fn wrong_weekday(&self, day: Date) -> Option<Weekday> {
        self.weekday.filter(|weekday| *weekday != day.weekday())
    }
}

/// The English name of a weekday.
pub(super) fn weekday_name(weekday: Weekday) -> &'static str {
    WEEKDAYS[weekday.to_monday_zero_offset() as usize]
}

/// The month whose name or abbreviation this is, from 1.
pub(super) fn month(word: &str) -> Option<i8> {
    position(&MONTHS, word)
}

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

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

/// The place, from 1, of the name that `word` is or abbreviates with at least three letters.
fn position(names: &[&str], word: &str) -> Option<i8> {
    let fits = |name: &&str| {
        let start = name.get(..word.len());
        word.len() >= 3 && start.is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    names.iter().position(fits).map(|index| index as i8 + 1)
}

struct Cursor<'a> {
    rest: &'a str,
}

impl Cursor<'_> {
    /// Takes a weekday and what separates it from the date.
    fn weekday(&mut self) -> Option<Weekday> {
        let mut ahead = Cursor { rest: self.rest };
        let weekday = position(&WEEKDAYS, ahead.word())?;
        ahead.rest = ahead.rest.trim_start_matches(['.', ',', ' ']);
        self.rest = ahead.rest;
        Weekday::from_monday_one_offset(weekday).ok()
    }

    fn word(&mut self) -> &str {
        let len = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        self.take(len)
    }

    fn number(&mut self, digits: std::ops::RangeInclusive<usize>) -> Option<i16> {
        let len = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if !digits.contains(&len) {
            return None;
        }
        self.take(len).parse().ok()
    }

    fn take(&mut self, len: usize) -> &str {
        let (taken, rest) = self.rest.split_at_checked(len).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// `2021-04-14`, `2021/04/14`, `14.04.2021`, `14.4.2021`, and `4/14/2021` where only one order is possible.
    fn numeric(&mut self) -> Option<(Option<i16>, i8, i8)> {
        const MONTHS: i16 = 12;
        let mut ahead = Cursor { rest: self.rest };
        let first = ahead.number(1..=4)?;
        let separator = ahead.take(1).chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
        let second = ahead.number(1..=2)?;
        if !ahead.take(1).starts_with(separator) {
            return None;
        }
        let year_first = first > 31;
        let last = ahead.number(if year_first { 1..=2 } else { 4..=4 })?;
        let (year, month, day) = match separator {
            '-' | '/' if year_first => (first, second, last),
            '.' if !year_first => (last, second, first),
            '/' if first > MONTHS => (last, second, first),
            '/' if second > MONTHS => (last, first, second),
            _ => return None,
        };
        self.rest = ahead.rest;
        Some((Some(year), month as i8, day as i8))
    }

    /// `14 April 2021`, `14th of April`, `14-Apr-2021`.
    fn day_first(&mut self) -> Option<(Option<i16>, i8, i8)> {
        let mut ahead = Cursor { rest: self.rest };
        let day = ahead.day_of_month()?;
        ahead.rest = ahead.rest.trim_start_matches([' ', '-']);
        ahead.rest = ahead.rest.strip_prefix("of ").unwrap_or(ahead.rest);
        let month = month(ahead.word())?;
        ahead.rest = ahead.rest.strip_prefix('.').unwrap_or(ahead.rest);
        let year = ahead.year();
        self.rest = ahead.rest;
        Some((year, month, day))
    }

    /// `April 14, 2021`, `Apr. 14`.
    fn month_first(&mut self) -> Option<(Option<i16>, i8, i8)> {
        let mut ahead = Cursor { rest: self.rest };
        let month = month(ahead.word())?;
        ahead.rest = ahead.rest.trim_start_matches(['.', ' ']);
        let day = ahead.day_of_month()?;
        let year = ahead.year();
        self.rest = ahead.rest;
        Some((year, month, day))
    }

    fn day_of_month(&mut self) -> Option<i8> {
        let day = self.number(1..=2)?;
        if let Some(rest) = ["st", "nd", "rd", "th"].iter().find_map(|ending| self.rest.strip_prefix(ending)) {
            self.rest = rest;
        }
        Some(day as i8)
    }

    /// A year with what separates it from the day before.
    fn year(&mut self) -> Option<i16> {
        let mut ahead = Cursor { rest: self.rest.trim_start_matches([',', ' ', '-']) };
        let year = ahead.number(4..=4)?;
        self.rest = ahead.rest;
        Some(year)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn check(text: &str, expected: Option<Date>, rest: &str) {
        let written = WrittenDate::read(text).unwrap_or_else(|| panic!("no date in {text}"));
        assert_eq!(written.day(None), expected, "{text}");
        assert_eq!(text.get(written.len..), Some(rest), "{text}");
    }

    #[test]
    fn spellings() {
        let day = Some(date(2021, 4, 14));
        for text in [
            "2021-04-14",
            "2021/4/14",
            "14.04.2021",
            "14/04/2021",
            "4/14/2021",
            "April 14, 2021",
            "Apr. 14, 2021",
            "apr 14 2021",
            "14 April 2021",
            "14th of April, 2021",
            "14-Apr-2021",
            "Wednesday, April 14, 2021",
            "Wed 14 Apr 2021",
            "APRIL 14, 2021",
        ] {
            check(text, day, "");
        }
        check("Sept. 5, 2021 (AP)", Some(date(2021, 9, 5)), " (AP)");
        check("April 14 (AP)", None, " (AP)");
    }

    #[test]
    fn days_that_do_not_exist_are_dates_without_a_day() {
        check("2021-02-30", None, "");
        check("April 31, 2021", None, "");
    }

    #[test]
    fn what_is_no_date() {
        for text in ["04/05/2021", "April", "14", "May 14,000 people", "Mayor 5", "2021", "1.2.3", ""] {
            assert_eq!(WrittenDate::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_weekday_is_checked() {
        let written = WrittenDate::read("Monday, 14 April 2021").expect("a date");
        assert_eq!(written.wrong_weekday(date(2021, 4, 14)), Some(Weekday::Monday));
        assert_eq!(weekday_name(Weekday::Wednesday), "Wednesday");
    }
}
