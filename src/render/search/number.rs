//! The number of each article in the index, and where the index is cut by age.
//!
//! Numbers go up with the day, so that a range of days is a range of numbers. Within a day articles stand by slug: one
//! that comes late gives new numbers to those of its day alone. Articles without a day come first.

use jiff::civil::Date;

use crate::model::corpus::{ArticleId, Corpus};

/// From this many articles on the newest stand in a part of their own, which most changes are confined to.
const DIVIDED: usize = 4096;

/// The newest part holds at most this share of the articles, and where possible at least half as many.
const RECENT: usize = 8;

/// Room for articles in a day: two to this power at least.
const LEAST_BITS: u32 = 4;

/// How numbers and days belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    /// A day has room for two to this power.
    pub(super) bits: u32,
    /// The first number of an article with a day.
    pub(super) dated: u64,
    /// The day that number stands for: the first of a century.
    pub(super) first: Date,
}

/// All articles by number.
#[derive(Debug)]
pub(super) struct Numbers {
    pub(super) days: Days,
    /// Each article with its number, in rising order.
    pub(super) articles: Vec<(u64, ArticleId)>,
}

impl Numbers {
    /// Numbers the articles.
    pub(super) fn of(corpus: &Corpus) -> Self {
        let mut order: Vec<(Option<Date>, &str, ArticleId)> = corpus
            .article_ids()
            .map(|id| (corpus.briefing(id).published(), corpus.briefing(id).slug.as_str(), id))
            .collect();
        order.sort_unstable();
        let undated = order.partition_point(|(day, ..)| day.is_none());
        let fullest = order[undated..].chunk_by(|a, b| a.0 == b.0).map(<[_]>::len).max().unwrap_or(0);
        let days = Days {
            bits: power(fullest).max(LEAST_BITS),
            dated: 1 << power(undated).max(LEAST_BITS),
            first: order.get(undated).and_then(|(day, ..)| *day).map_or(Date::MIN, century),
        };
        let mut articles: Vec<(u64, ArticleId)> = Vec::with_capacity(order.len());
        for same in order.chunk_by(|a, b| a.0 == b.0) {
            let start = same[0].0.map_or(0, |day| days.start(day));
            articles.extend((start..).zip(same).map(|(number, (.., id))| (number, *id)));
        }
        Self { days, articles }
    }

    /// Where the newest part begins, as a position in `articles`: at the number that is divisible most often by two among
    /// those that leave the newest part neither too much nor too little. It moves once in many articles. `None` where
    /// there is one part.
    pub(super) fn border(&self) -> Option<usize> {
        let all = self.articles.len();
        if all < DIVIDED {
            return None;
        }
        let (most, least) = (all / RECENT, all / (2 * RECENT));
        // A border may be any number above the last article left out, up to the first one taken in.
        let low = self.articles.get(all - most - 1)?.0 + 1;
        let high = self.articles.get(all - least)?.0;
        let border = most_even(low, high)?;
        Some(self.articles.partition_point(|(number, _)| *number < border))
    }
}

impl Days {
    fn start(&self, day: Date) -> u64 {
        let days = u64::try_from((day - self.first).get_days()).unwrap_or_default();
        self.dated + (days << self.bits)
    }
}

/// The least power of two that is not below `number`, as an exponent.
fn power(number: usize) -> u32 {
    number.max(1).next_power_of_two().trailing_zeros()
}

/// The first day of the century, so that an older article seldom moves it.
fn century(day: Date) -> Date {
    let year = day.year().div_euclid(100) * 100;
    Date::new(year, 1, 1).unwrap_or(Date::MIN)
}

/// The number from `low` to `high` that two divides most often.
fn most_even(low: u64, high: u64) -> Option<u64> {
    (0..u64::BITS).rev().find_map(|power| {
        let even = low.div_ceil(1 << power).checked_mul(1 << power)?;
        (even <= high && low <= high).then_some(even)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_border_is_even_and_moves_seldom() {
        let days = Days { bits: 4, dated: 16, first: Date::MIN };
        let numbers = |count: u64| Numbers {
            days,
            articles: (0..count).map(|at| (16 + 16 * at, ArticleId(at as u32))).collect(),
        };
        assert_eq!(numbers(4095).border(), None);
        let mut borders = Vec::new();
        for count in 5000..6000 {
            let border = numbers(count).border().expect("divided");
            let recent = count as usize - border;
            assert!((count as usize / 16..=count as usize / 8).contains(&recent), "{recent} of {count}");
            borders.push(border);
        }
        borders.dedup();
        assert!(borders.len() < 6, "{borders:?}");
    }

    #[test]
    fn one_day_of_all_articles_is_not_divided_badly() {
        let days = Days { bits: 13, dated: 16, first: Date::MIN };
        let articles = (0..5000).map(|at| (16 + u64::from(at), ArticleId(at))).collect();
        let border = Numbers { days, articles }.border().expect("divided");
        assert!((5000 - border) * 8 <= 5000);
    }

    #[test]
    fn days_follow_each_other_in_steps() {
        let days = Days { bits: 5, dated: 64, first: "2000-01-01".parse().expect("a date") };
        let start = |day: &str| days.start(day.parse().expect("a date"));
        assert_eq!(start("2000-01-01"), 64);
        assert_eq!(start("2000-01-02"), 96);
        assert_eq!(start("2001-01-01"), 64 + 366 * 32);
        assert_eq!(century("1987-06-05".parse().expect("a date")).to_string(), "1900-01-01");
        assert_eq!((power(0), power(16), power(17)), (0, 4, 5));
    }
}
