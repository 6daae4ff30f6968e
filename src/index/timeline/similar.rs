//! Events of different articles that tell the same become one: the most alike first.
//!
//! Events are looked up by their rarest words and compared with those next to them in time. Most pairs are told apart by
//! numbers, without a look at what the two say.

use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::civil::Date;
use rayon::prelude::*;

use super::{Event, Weights, finer, is_awaited, shared};
use crate::index::forest::Forest;
use crate::model::corpus::ArticleId;
use crate::model::facts::Basis;
use crate::model::when::{Precision, When};

/// Rare words under which an event is looked up.
const LOOKED_UP: usize = 5;
/// A word with more events than this compares each only with those next to it in time.
const CROWD: usize = 40;
/// How many of those.
const NEIGHBOURS: usize = 24;

/// Joins events of different articles that tell the same, the most alike first.
pub(super) fn join(events: &[Event<'_>], weights: &Weights, words: &[u64], forest: &mut Forest) {
    let shelves = Shelves::of(events, weights, words);
    let compared: Vec<Compared<'_>> = events.iter().map(|event| Compared::of(event, weights)).collect();
    let pairs_of = |shelf: &&[u32]| {
        let far = if shelf.len() > CROWD { NEIGHBOURS } else { CROWD };
        let mut pairs: Vec<(Reverse<u32>, u32, u32)> = Vec::new();
        for (place, &a) in shelf.iter().enumerate() {
            for &b in shelf.iter().skip(place + 1).take(far) {
                let (a, b) = (a.min(b), a.max(b));
                if let Some(likeness) = likeness(&compared[a as usize], &compared[b as usize], weights) {
                    // Whole thousandths, so that pairs have one order on every machine.
                    pairs.push((Reverse((likeness * 1000.0).round() as u32), a, b));
                }
            }
        }
        pairs
    };
    let shelves: Vec<&[u32]> = shelves.all().collect();
    let mut pairs: Vec<(Reverse<u32>, u32, u32)> =
        shelves.par_iter().with_min_len(64).flat_map_iter(pairs_of).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut members = Merged::of(events, forest, &pairs);
    for (_, a, b) in pairs {
        members.join(&compared, forest, a as usize, b as usize);
    }
}

/// Events by their rarest words, each list by date.
struct Shelves {
    /// All shelves one after the other.
    events: Vec<u32>,
    /// Where each shelf ends.
    ends: Vec<usize>,
}

impl Shelves {
    fn of(events: &[Event<'_>], weights: &Weights, words: &[u64]) -> Self {
        let mut by_date: Vec<u32> = (0..events.len() as u32).collect();
        by_date.sort_by_cached_key(|&event| events[event as usize].when.map(|when| when.filed()));
        let mut filed: Vec<(u32, u32)> = Vec::with_capacity(events.len() * LOOKED_UP);
        let mut ends: Vec<usize> = vec![0; words.len()];
        let mut rare: Vec<(u32, u64, u32)> = Vec::new();
        for event in by_date {
            let own = events[event as usize].words.iter();
            let counted = own.map(|&word| (weights.counts[word as usize], words[word as usize], word));
            rare.clear();
            rare.extend(counted.filter(|(count, ..)| *count > 1));
            rare.sort_unstable();
            for &(_, _, word) in rare.iter().take(LOOKED_UP) {
                filed.push((word, event));
                ends[word as usize] += 1;
            }
        }
        let mut end = 0;
        let mut starts: Vec<usize> = Vec::with_capacity(ends.len());
        for number in &mut ends {
            starts.push(end);
            end += *number;
            *number = end;
        }
        let mut sorted = vec![0; filed.len()];
        for (word, event) in filed {
            sorted[starts[word as usize]] = event;
            starts[word as usize] += 1;
        }
        Self { events: sorted, ends }
    }

    fn all(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let shelves = starts.zip(&self.ends).map(|(start, &end)| self.events.get(start..end).unwrap_or_default());
        shelves.filter(|shelf| shelf.len() > 1)
    }
}

/// An event beside what is asked of it again and again, so that most pairs are told apart without a look at their lists.
struct Compared<'e> {
    event: &'e Event<'e>,
    /// One bit or more for its actors: two events without a common bit share none.
    marks: u64,
    /// A number made of its figures: two events with different numbers tell different figures.
    figures: u64,
    /// The weight of all it says.
    total: u32,
    /// The day its date is filed under, where it is fine enough to be in conflict with another, counted from 1970.
    filed: Option<i32>,
    published: Option<i32>,
    to_the_day: bool,
    explicit: bool,
}

impl<'e> Compared<'e> {
    fn of(event: &'e Event<'e>, weights: &Weights) -> Self {
        let number = |day: Date| (day - Date::constant(1970, 1, 1)).get_days();
        let fine = event.when.filter(|when| when.precision() <= Precision::Month);
        Self {
            event,
            marks: event.actors.iter().fold(0, |marks, actor| marks | (1 << (actor.0 % 64))),
            figures: event
                .figures
                .iter()
                .fold(0, |all, &figure| (all ^ (u64::from(figure) + 1)).wrapping_mul(0x9e37_79b9)),
            total: weights.of_event(event),
            filed: fine.map(|when| number(when.filed())),
            published: event.published.map(number),
            to_the_day: fine.is_some_and(|when| when.precision() == Precision::Day),
            explicit: event.basis == Some(Basis::Explicit),
        }
    }

    /// Whether two events on two days cannot be one event with two dates.
    fn is_on_another_day(&self, other: &Self) -> bool {
        self.to_the_day && other.to_the_day && self.filed != other.filed && !may_conflict(self, other)
    }
}

/// Whether two events with dates that rule each other out may be one with two dates, as far as figures and dates go: both
/// dates fine, the figures the same, and nothing that recurs (each article naming a day of its own week).
fn may_conflict(one: &Compared<'_>, other: &Compared<'_>) -> bool {
    const SAME_NEWS: i32 = 7;
    const FAR: i32 = 31;
    let (Some(filed), Some(other_filed)) = (one.filed, other.filed) else { return false };
    let explicit = one.explicit && other.explicit;
    let together = matches!((one.published, other.published), (Some(a), Some(b)) if (a - b).abs() <= SAME_NEWS);
    one.figures == other.figures
        && (explicit || together)
        && ((filed - other_filed).abs() <= FAR || explicit)
        && one.event.figures == other.event.figures
}

/// How alike two events are, from 0 to 1, or `None` where they cannot be one.
fn likeness(one: &Compared<'_>, other: &Compared<'_>, weights: &Weights) -> Option<f32> {
    let (a, b) = (one.event, other.event);
    let neither = a.actors.is_empty() && b.actors.is_empty();
    let either = a.actors.is_empty() || b.actors.is_empty();
    if (one.marks & other.marks == 0 && !either) || a.telling.article == b.telling.article {
        return None;
    }
    if one.is_on_another_day(other) {
        return None;
    }
    let actors = shared(a.actors, b.actors);
    if actors.clone().next().is_none() && !neither && !nameless(a, b) {
        return None;
    }
    // After the actors: most pairs share none, and dates are dearer to compare.
    let enough = enough(one, other)?;
    let words: u32 = shared(&a.words, &b.words).map(|word| weights.part(word)).sum();
    if words == 0 {
        return None;
    }
    let common = (words + actors.map(|actor| weights.part_of_actor(actor)).sum::<u32>()) as f32;
    // Between the part of the shorter line that is shared (a line that says more besides) and the part of both.
    let contained = common / one.total.min(other.total) as f32;
    let whole = 2.0 * common / (one.total + other.total) as f32;
    let likeness = (contained + whole) / 2.0;
    (likeness >= enough).then_some(likeness)
}

/// `Its parliament voted`: whether one of two lines on one day names nobody where the other does, and both share enough words to
/// do without.
fn nameless(a: &Event<'_>, b: &Event<'_>) -> bool {
    const LEAST_WORDS: usize = 3;
    let day = |told: &Event<'_>| told.when.filter(|when| when.precision() == Precision::Day);
    a.actors.is_empty() != b.actors.is_empty()
        && day(a).is_some_and(|when| day(b) == Some(when))
        && shared(&a.words, &b.words).count() >= LEAST_WORDS
}

/// The least likeness at which two events are one, from their dates; `None` where the dates rule it out.
fn enough(one: &Compared<'_>, other: &Compared<'_>) -> Option<f32> {
    let (a, b) = (one.event, other.event);
    let (when_a, when_b) = match (a.when, b.when) {
        (Some(a), Some(b)) => (a, b),
        (None, None) => return (a.date == b.date).then_some(0.8),
        _ => return None,
    };
    let (fine_a, fine_b) = (when_a.precision(), when_b.precision());
    if when_a.extent == when_b.extent {
        let came_true = is_awaited(a) != is_awaited(b) && a.actors == b.actors && a.actors.len() > 1;
        return Some(match fine_a {
            Precision::Day if came_true => 0.3,
            Precision::Day => 0.5,
            Precision::Week | Precision::Month | Precision::Part => 0.55,
            Precision::Year => 0.6,
            Precision::Coarse => 0.7,
        });
    }
    if when_a.compatible(&when_b) {
        let (fine, coarse) = (fine_a.min(fine_b), fine_a.max(fine_b));
        return (fine <= Precision::Month && coarse < Precision::Coarse).then_some(0.6);
    }
    conflict(one, other).then_some(0.85)
}

/// Whether two events with dates that rule each other out are one event with two dates, where both say enough.
fn conflict(one: &Compared<'_>, other: &Compared<'_>) -> bool {
    const LEAST_WORDS: usize = 4;
    may_conflict(one, other) && shared(&one.event.words, &other.event.words).count() >= LEAST_WORDS
}

/// What groups of events hold, so that no article tells one entry twice and no group drifts away from its date.
struct Merged {
    groups: HashMap<usize, (Vec<ArticleId>, Option<When>)>,
}

impl Merged {
    /// The groups that some pairs could make one.
    fn of(events: &[Event<'_>], forest: &mut Forest, pairs: &[(Reverse<u32>, u32, u32)]) -> Self {
        let mut wanted: Vec<bool> = vec![false; events.len()];
        for (_, a, b) in pairs {
            for event in [*a, *b] {
                wanted[forest.root(event as usize)] = true;
            }
        }
        let mut groups: HashMap<usize, (Vec<ArticleId>, Option<When>)> = HashMap::new();
        for (place, event) in events.iter().enumerate() {
            let root = forest.root(place);
            if wanted[root] {
                let (articles, when) = groups.entry(root).or_default();
                articles.push(event.telling.article);
                *when = finer(*when, event.when);
            }
        }
        Self { groups }
    }

    fn join(&mut self, events: &[Compared<'_>], forest: &mut Forest, a: usize, b: usize) {
        let (root_a, root_b) = (forest.root(a), forest.root(b));
        if root_a == root_b {
            return;
        }
        let (Some((articles_a, when_a)), Some((articles_b, when_b))) =
            (self.groups.get(&root_a), self.groups.get(&root_b))
        else {
            return;
        };
        let fits = match (when_a, when_b) {
            (Some(a), Some(b)) => a.compatible(b),
            _ => true,
        };
        if articles_a.iter().any(|article| articles_b.contains(article)) || !(fits || conflict(&events[a], &events[b]))
        {
            return;
        }
        let when = finer(*when_a, *when_b);
        let mut articles = articles_a.clone();
        articles.extend_from_slice(articles_b);
        forest.join(a, b);
        self.groups.remove(&root_a);
        self.groups.remove(&root_b);
        self.groups.insert(root_a.min(root_b), (articles, when));
    }
}
