//! How much each entry of the timeline matters beside the others.
//!
//! The date counts first: how many articles speak of it, those that look back on it more than those that only report it.
//! Among the entries of one date the line counts: the one that says most of what the others of that date and of the whole
//! archive say, at a length that can be read at a glance. The first line of a date carries all that the date weighs, the
//! rest less, so that the most salient entries spread over the dates. The counts are those that news-tls measures
//! (Gholipour Ghalandari and Ifrim, ACL 2020).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use super::Piece;
use super::aspect::Dated;
use super::timeline::{Timeline, Weights};
use super::told::{self, Event};
use crate::model::corpus::{ActorId, ArticleId, Entry, EntryId, EntryWhen, Telling};
use crate::model::when::{Precision, When};

/// The least that an entry keeps of what its date weighs, however little its line says.
const FLOOR: f32 = 0.5;
/// A line of fewer words says too little to stand alone.
const SHORT: f32 = 14.0;
/// A line of more words is no longer read at a glance.
const LONG: f32 = 25.0;
/// No word counts for more than this, so that a slip of the pen is not what a line is chosen for.
const RAREST: f32 = 6.0;
/// A telling that many days later tells the event in one line, as something known.
const RETOLD: f32 = 10.0;
/// What such a line gains.
const RETOLD_GAINS: f32 = 0.25;

/// How much the entries of a timeline matter.
#[derive(Debug, Default)]
pub(super) struct Salience {
    /// How much of what its date weighs each entry carries, from [`FLOOR`] to 1.
    shares: Vec<f32>,
    /// The salience of each entry beside all others.
    pub(super) of_entry: Vec<f32>,
}

impl Salience {
    pub(super) fn of(articles: &[Dated<'_>], timeline: &Timeline) -> Self {
        let shares = shares(articles, timeline);
        let votes = Votes::of(articles.iter().copied());
        let salience = |(entry, share): (&Arc<Entry>, &f32)| votes.of_entry(entry) * share;
        let of_entry = timeline.entries.iter().zip(&shares).map(salience).collect();
        Self { shares, of_entry }
    }
}

/// How much of what its date weighs each entry carries.
fn shares(articles: &[Dated<'_>], timeline: &Timeline) -> Vec<f32> {
    let events = told::events(articles, &timeline.told, &timeline.named);
    let mut starts: Vec<usize> = Vec::with_capacity(articles.len());
    let mut start = 0;
    for told in &timeline.told {
        starts.push(start);
        start += told.len();
    }
    let place = |telling: &Telling| starts[telling.article.index()] + telling.event as usize;
    let entries: Vec<Tellings> = timeline
        .entries
        .iter()
        .zip(&timeline.first)
        .map(|(entry, first)| Tellings { first: place(first), all: entry.tellings.iter().map(place).collect() })
        .collect();
    let lines = Lines::of(&events, &timeline.words, &entries);
    let scores: Vec<f32> = entries.iter().enumerate().map(|(at, entry)| lines.score(&events, entry, at)).collect();
    let mut best: HashMap<&str, f32> = HashMap::new();
    for (entry, score) in entries.iter().zip(&scores) {
        let of_date = best.entry(&events[entry.first].date).or_default();
        *of_date = of_date.max(*score);
    }
    let share = |(entry, score): (&Tellings, f32)| {
        let best = best.get(events[entry.first].date.as_str()).copied().unwrap_or_default();
        if best > 0.0 { FLOOR + (1.0 - FLOOR) * score / best } else { 1.0 }
    };
    entries.iter().zip(scores).map(share).collect()
}

/// The events that tell an entry.
struct Tellings {
    /// The first in order of telling: its line and date count.
    first: usize,
    all: Vec<usize>,
}

/// Fewest and most entries that a timeline begins with.
const HIGHLIGHTS: (usize, usize) = (5, 40);

/// What the timeline of some articles begins with where it is too long to be shown whole, the most salient first: three
/// times the square root of the days on which the articles came out. What one of them mentions in passing is left out.
pub(super) fn highlights(
    pieces: &[Piece],
    articles: &[ArticleId],
    timeline: &Timeline,
    salience: &Salience,
    among: &[EntryId],
) -> Vec<EntryId> {
    let own = || articles.iter().filter_map(|article| pieces.get(article.index()).map(Dated::of));
    let votes = Votes::of(own());
    let days: BTreeSet<Date> = own().filter_map(|article| article.published()).collect();
    let most = (3.0 * (days.len() as f32).sqrt()) as usize;
    let mut ranked: Vec<(f32, EntryId)> = Vec::new();
    for &id in among {
        let (entry, share) = (&timeline.entries[id.index()], salience.shares[id.index()]);
        if votes.several(entry) || entry.tellings.iter().any(|telling| opens(pieces, *telling)) {
            ranked.push((votes.of_entry(entry) * share, id));
        }
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    ranked.into_iter().map(|(_, id)| id).take(most.clamp(HIGHLIGHTS.0, HIGHLIGHTS.1)).collect()
}

/// Whether an article begins with an event.
fn opens(pieces: &[Piece], telling: Telling) -> bool {
    const OPENING: u32 = 3;
    let event = pieces[telling.article.index()].facts.events.get(telling.event as usize);
    event.is_some_and(|event| event.at.sentence() <= OPENING)
}

/// How many articles speak of each date, and how late.
struct Votes {
    dates: HashMap<When, Vote>,
    published: HashMap<Date, f32>,
}

/// The votes for one date.
#[derive(Clone, Copy, Debug, Default)]
struct Vote {
    weight: f32,
    articles: u32,
}

impl Votes {
    /// One vote an article and date: 1 for a mention, `1 + w` for one made two days or more after it, `w` growing to 1 at
    /// a hundred articles. A day of publication counts 1 where the article does not name it.
    fn of<'p>(articles: impl Iterator<Item = Dated<'p>> + Clone) -> Self {
        const LOOKS_BACK: i32 = 2;
        let late = (articles.clone().count() as f32 / 100.0).min(1.0);
        let mut votes = Self { dates: HashMap::new(), published: HashMap::new() };
        for article in articles {
            let published = article.published();
            let mut own: Vec<When> = Vec::new();
            for when in article.whens() {
                if own.contains(&when) {
                    continue;
                }
                own.push(when);
                let day = when.latest().unwrap_or_else(|| when.filed());
                let looks_back = published.is_some_and(|published| (published - day).get_days() >= LOOKS_BACK);
                let vote = votes.dates.entry(when).or_default();
                vote.weight += if looks_back { 1.0 + late } else { 1.0 };
                vote.articles += 1;
            }
            if let Some(day) = published.filter(|&day| !own.contains(&When::day(day))) {
                *votes.published.entry(day).or_default() += 1.0;
            }
        }
        votes
    }

    fn of_date(&self, when: &When) -> f32 {
        let day = when.earliest().filter(|_| when.precision() == Precision::Day);
        let published = day.and_then(|day| self.published.get(&day)).copied().unwrap_or_default();
        let named = self.dates.get(when).map_or(0.0, |vote| vote.weight);
        (named + published) * told_apart(when.precision())
    }

    /// The votes for the date; of several that contradict each other the most. Without a date, how many tell it.
    fn of_entry(&self, entry: &Entry) -> f32 {
        match &entry.when {
            EntryWhen::Undated { .. } => entry.tellings.len() as f32 * told_apart(Precision::Coarse),
            dated => whens(dated).iter().map(|when| self.of_date(when)).fold(0.0, f32::max),
        }
    }

    /// Whether several articles speak of an entry or its date.
    fn several(&self, entry: &Entry) -> bool {
        let named = |when: &When| self.dates.get(when).is_some_and(|vote| vote.articles > 1);
        entry.tellings.len() > 1 || whens(&entry.when).iter().any(named)
    }
}

fn whens(when: &EntryWhen) -> &[When] {
    match when {
        EntryWhen::Dated(when) => std::slice::from_ref(when),
        EntryWhen::Conflicting(whens) => whens,
        EntryWhen::Undated { .. } => &[],
    }
}

/// How much of the votes for a date are votes for one thing that happened then: a day is named for its news, a year for
/// many reasons.
fn told_apart(precision: Precision) -> f32 {
    match precision {
        Precision::Day => 1.0,
        Precision::Week => 0.9,
        Precision::Month => 0.7,
        Precision::Part => 0.6,
        Precision::Year => 0.5,
        Precision::Coarse => 0.3,
    }
}

/// The words and names of a line or of many, as terms, each with its weight.
type Direction = Vec<(usize, f32)>;

/// What the lines of each date, and of all dates together, say.
struct Lines<'t> {
    /// By entry.
    directions: Vec<Direction>,
    dates: BTreeMap<&'t str, Direction>,
    all: Direction,
}

impl<'t> Lines<'t> {
    fn of(events: &'t [Event<'_>], words: &[u64], entries: &[Tellings]) -> Self {
        let terms = Terms::of(events, words);
        let directions: Vec<Direction> = entries.iter().map(|entry| terms.direction(&events[entry.first])).collect();
        let mut dates: BTreeMap<&str, Direction> = BTreeMap::new();
        for (entry, direction) in entries.iter().zip(&directions) {
            // What several articles tell counts as often.
            let times = entry.all.len() as f32;
            let of_date = dates.entry(&events[entry.first].date).or_default();
            of_date.extend(direction.iter().map(|&(term, w)| (term, w * times)));
        }
        for of_date in dates.values_mut() {
            *of_date = unit(std::mem::take(of_date));
        }
        let all = unit(directions.iter().flatten().copied().collect());
        Self { directions, dates, all }
    }

    /// How well an entry's line would stand for its date.
    fn score(&self, events: &[Event<'_>], entry: &Tellings, place: usize) -> f32 {
        let first = &events[entry.first];
        let line = &self.directions[place];
        let of_date = self.dates.get(first.date.as_str()).map_or(0.0, |of_date| along(line, of_date));
        let words = first.length as f32;
        let readable = (words / SHORT).min(1.0) * (LONG / words).min(1.0);
        let latest = entry.all.iter().filter_map(|&event| days_after(&events[event])).max().unwrap_or_default();
        let retold = 1.0 + RETOLD_GAINS * (latest.max(0) as f32).min(RETOLD) / RETOLD;
        (of_date / 2.0 + along(line, &self.all)) * retold * readable
    }
}

/// How many days after the event its article was published.
fn days_after(event: &Event<'_>) -> Option<i32> {
    let day = event.when?.latest()?;
    Some((event.published? - day).get_days())
}

/// Words and actors as terms: words by their digests, whose order is that of every process, and actors behind the last word.
struct Terms {
    weights: Weights,
    /// The place of each word, by number, in the order of digests.
    ranks: Vec<usize>,
}

impl Terms {
    fn of(events: &[Event<'_>], words: &[u64]) -> Self {
        let mut order: Vec<(u64, usize)> = words.iter().copied().zip(0..).collect();
        order.sort_unstable();
        let mut ranks: Vec<usize> = vec![0; words.len()];
        for (rank, (_, word)) in order.into_iter().enumerate() {
            ranks[word] = rank;
        }
        Self { weights: Weights::of(events, words.len()), ranks }
    }

    /// What an event's line says.
    fn direction(&self, event: &Event<'_>) -> Direction {
        let words = event.words.iter().map(|&word| (self.ranks[word as usize], self.weights.word(word).min(RAREST)));
        let after = |actor: ActorId| self.ranks.len() + actor.index();
        let actors = event.actors.iter().map(|&actor| (after(actor), self.weights.actor(actor).min(RAREST)));
        unit(words.chain(actors).collect())
    }
}

/// The same with each term once, in order, and of length 1.
fn unit(mut terms: Direction) -> Direction {
    // Stable, so that equal terms are added in one order on every machine.
    terms.sort_by_key(|(term, _)| *term);
    terms.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0.0 };
        same
    });
    let length = terms.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    if length > 0.0 {
        terms.iter_mut().for_each(|(_, weight)| *weight /= length);
    }
    terms
}

/// How much a line says of what many say.
fn along(line: &Direction, many: &Direction) -> f32 {
    let in_many = |term: usize| many.binary_search_by_key(&term, |(other, _)| *other).map_or(0.0, |at| many[at].1);
    line.iter().map(|&(term, weight)| weight * in_many(term)).sum()
}
