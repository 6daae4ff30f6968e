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
