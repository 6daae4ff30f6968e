//! Timelines: events of all articles become entries; what several articles tell becomes one.
//!
//! Two events are one when their dates can be the same, at least one of them precisely enough, an actor is in both, and
//! the lines share most of what they say, rare words counting more. Dates that cannot both be right are kept side by side
//! where the lines are nearly the same. How much an entry matters is said in `salience`.

use std::cmp::{Ordering, Reverse};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rayon::prelude::*;

use super::Piece;
use super::aspect::Dated;
use super::forest::Forest;
use super::salience::Salience;
use super::slug::digest;
use super::told::{self, Event, InLines, Told, Vocabulary};
use crate::model::corpus::{ActorId, ArticleId, Entry, EntryId, EntryWhen, Standing, Telling};
use crate::model::facts::{Basis, Status};
use crate::model::when::{Precision, When};

/// All entries in timeline order, and the entry of each event.
#[derive(Debug, Default)]
pub(super) struct Timeline {
    pub(super) entries: Vec<Arc<Entry>>,
    /// The entry of each event of each article.
    pub(super) of_event: Vec<Arc<[EntryId]>>,
    /// The telling of each entry that comes first in order of telling.
    pub(super) first: Vec<Telling>,
    /// What each event of each article says.
    pub(super) told: Vec<Arc<[Told]>>,
    /// The actors in the lines.
    pub(super) named: InLines,
    /// The digest of each word, by number.
    pub(super) words: Vec<u64>,
    salience: OnceLock<Salience>,
}

impl Timeline {
    /// How much the entries matter. `pieces` are the articles that it was put together from.
    pub(super) fn salience(&self, pieces: &[Piece]) -> &Salience {
        self.salience.get_or_init(|| Salience::of(&pieces.iter().map(Dated::of).collect::<Vec<_>>(), self))
    }
}

/// An entry on its way to the timeline, with the events that tell it in order of telling.
type Draft<'g> = (Entry, &'g [u32]);

/// Puts the events of all articles on one timeline. `told` is what each event of each article says.
pub(super) fn timeline(
    articles: &[Dated<'_>],
    told: Vec<Arc<[Told]>>,
    vocabulary: &Vocabulary,
    actors: &[Arc<[ActorId]>],
    as_of: Option<Date>,
) -> Timeline {
    let named = InLines::of(articles, actors);
    let events = told::events(articles, &told, &named);
    let weights = Weights::of(&events, vocabulary.digests.len());
    let mut forest = Forest::new(events.len());
    join_equal(&events, &mut forest);
    join_repeated(&events, &mut forest);
    join_similar(&events, &weights, &vocabulary.digests, &mut forest);

    let groups = Groups::of(&events, &mut forest);
    let make = |events_of: &&[u32]| entry(articles, actors, &events, events_of, as_of);
    let mut drafts: Vec<Draft<'_>> = groups.all().map(|group| (make(&group), group)).collect();
    drafts.sort_by_cached_key(|(entry, group)| {
        (filing(entry), group.first().map(|&first| telling_key(&events[first as usize])))
    });
    keys(&events, articles, &mut drafts);

    let mut of_event: Vec<Vec<EntryId>> = articles.iter().map(|article| vec![EntryId(0); article.count()]).collect();
    let mut first = Vec::with_capacity(drafts.len());
    for (id, (_, group)) in (0..).map(EntryId).zip(&drafts) {
        let tellings = group.iter().map(|&event| events[event as usize].telling);
        first.extend(tellings.clone().next());
        for telling in tellings {
            of_event[telling.article.index()][telling.event as usize] = id;
        }
    }
    let entries = drafts.into_iter().map(|(entry, _)| Arc::new(entry)).collect();
    let of_event = of_event.into_iter().map(Arc::from).collect();
    Timeline { entries, of_event, first, told, named, words: vocabulary.digests.clone(), salience: OnceLock::new() }
}

/// Groups of events that tell one entry, each in order of telling.
struct Groups {
    /// The events of all groups, one group after the other.
    events: Vec<u32>,
    /// Where each group ends.
    ends: Vec<usize>,
}

impl Groups {
    fn of(events: &[Event<'_>], forest: &mut Forest) -> Self {
        let roots: Vec<usize> = (0..events.len()).map(|event| forest.root(event)).collect();
        let mut order: Vec<u32> = (0..events.len() as u32).collect();
        order.sort_by_cached_key(|&event| (roots[event as usize], telling_key(&events[event as usize])));
        let root = |event: &u32| roots[*event as usize];
        let mut end = 0;
        let ends = order.chunk_by(|a, b| root(a) == root(b)).map(|group| {
            end += group.len();
            end
        });
        Self { ends: ends.collect(), events: order }
    }

    fn all(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| self.events.get(start..end).unwrap_or_default())
    }
}

/// How much each word and actor says: the logarithm of the number of events over the number of events with it, in whole
/// parts, so that a sum does not depend on its order.
pub(super) struct Weights {
    words: Vec<u32>,
    counts: Vec<u32>,
    actors: Vec<u32>,
}

/// Few events are weighed as if they were this many, so that words they all share still count.
const FEW_EVENTS: usize = 100;
/// The parts of a weight of 1.
const PARTS: f32 = 4096.0;

impl Weights {
    /// Counts in how many events each of so many words and each actor stands.
    pub(super) fn of(events: &[Event<'_>], words: usize) -> Self {
        let mut counts: Vec<u32> = vec![0; words];
        let most = events.iter().filter_map(|event| event.actors.last()).max();
        let mut actors: Vec<u32> = vec![0; most.map_or(0, |actor| actor.index() + 1)];
        for event in events {
            event.words.iter().for_each(|&word| counts[word as usize] += 1);
            event.actors.iter().for_each(|actor| actors[actor.index()] += 1);
        }
        let total = events.len().max(FEW_EVENTS) as f32;
        // Most counts are small: the logarithm of each is asked for once.
        let weight = |count: u32| ((total / count.max(1) as f32).ln().max(0.1) * PARTS).round() as u32;
        let small: Vec<u32> = (0..64).map(weight).collect();
        let weight = |&count: &u32| small.get(count as usize).copied().unwrap_or_else(|| weight(count));
        Self { words: counts.iter().map(weight).collect(), actors: actors.iter().map(weight).collect(), counts }
    }

    fn part(&self, word: u32) -> u32 {
        self.words.get(word as usize).copied().unwrap_or_default()
    }

    fn part_of_actor(&self, actor: ActorId) -> u32 {
        self.actors.get(actor.index()).copied().unwrap_or_default()
    }

    pub(super) fn word(&self, word: u32) -> f32 {
        self.part(word) as f32 / PARTS
    }

    pub(super) fn actor(&self, actor: ActorId) -> f32 {
        self.part_of_actor(actor) as f32 / PARTS
    }

    fn of_event(&self, event: &Event<'_>) -> u32 {
        let words: u32 = event.words.iter().map(|&word| self.part(word)).sum();
        words + event.actors.iter().map(|&actor| self.part_of_actor(actor)).sum::<u32>()
    }
}

/// The events that tell the same in the same words about the same date are one, whoever tells them.
fn join_equal(events: &[Event<'_>], forest: &mut Forest) {
    let mut first: HashMap<([u8; 16], bool), usize> = HashMap::with_capacity(events.len());
    for (place, event) in events.iter().enumerate() {
        let known = *first.entry((event.digest, event.when.is_some())).or_insert(place);
        forest.join(known, place);
    }
}

/// `The October elections` are `the October elections in Iraq` that the article named before: one line says nothing of that
/// date that the other does not say.
fn join_repeated(events: &[Event<'_>], forest: &mut Forest) {
    let mut start = 0;
    for own in events.chunk_by(|a, b| a.telling.article == b.telling.article) {
        for (place, event) in own.iter().enumerate().filter(|(_, event)| event.when.is_some()) {
            let awaited = is_awaited(event);
            let same = |other: &Event<'_>| {
                other.when.is_some()
                    && is_awaited(other) == awaited
                    && other.date == event.date
                    && (awaited || event.status == other.status)
                    && (says_all_of(other, event) || says_all_of(event, other))
            };
            if let Some(other) = own.iter().take(place).position(same) {
                forest.join(start + other, start + place);
            }
        }
        start += own.len();
    }
}

/// Whether an event is planned or expected.
fn is_awaited(event: &Event<'_>) -> bool {
    matches!(event.status, Status::Scheduled | Status::Expected)
}

/// Whether the longer line holds every word and actor of the shorter one.
fn says_all_of(long: &Event<'_>, short: &Event<'_>) -> bool {
    !short.words.is_empty()
        && shared(&long.words, &short.words).count() == short.words.len()
        && shared(long.actors, short.actors).count() == short.actors.len()
}

/// Rare words under which an event is looked up.
const LOOKED_UP: usize = 5;
/// A word with more events than this compares each only with those next to it in time.
const CROWD: usize = 40;
/// How many of those.
const NEIGHBOURS: usize = 24;

/// Joins events of different articles that tell the same, the most alike first.
fn join_similar(events: &[Event<'_>], weights: &Weights, words: &[u64], forest: &mut Forest) {
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
                .fold(0, |all, &figure| (all ^ u64::from(figure) + 1).wrapping_mul(0x9e37_79b9)),
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

/// What two ascending lists have in common.
fn shared<'l, T: Copy + Ord>(a: &'l [T], b: &'l [T]) -> impl Iterator<Item = T> + Clone + 'l {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    few.iter().copied().filter(|item| many.binary_search(item).is_ok())
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

/// The finer of two dates; of equals the earlier.
fn finer(a: Option<When>, b: Option<When>) -> Option<When> {
    let order = |when: &When, other: &When| {
        (when.precision(), when.approximate)
            .cmp(&(other.precision(), other.approximate))
            .then_with(|| when.timeline_order(other))
    };
    match (a, b) {
        (Some(a), Some(b)) => Some(if order(&b, &a) == Ordering::Less { b } else { a }),
        (one, other) => one.or(other),
    }
}

/// Oldest article first, those without a date last; articles are numbered newest first.
fn telling_key(event: &Event<'_>) -> (bool, Option<Date>, Telling) {
    (event.published.is_none(), event.published, event.telling)
}

/// Where an entry stands on the timeline: as [`When::timeline_order`] has it, without a date last.
fn filing(entry: &Entry) -> (bool, Option<(Date, Date, Reverse<Precision>)>) {
    let when = first_when(entry);
    let key = |when: When| (when.filed(), when.latest().unwrap_or(Date::MAX), Reverse(when.precision()));
    (when.is_none(), when.map(key))
}

/// The date an entry is filed under: the only one, or the first of several.
pub(super) fn first_when(entry: &Entry) -> Option<When> {
    match &entry.when {
        EntryWhen::Dated(when) => Some(*when),
        EntryWhen::Conflicting(whens) => whens.first().copied(),
        EntryWhen::Undated { .. } => None,
    }
}

/// Makes one entry of the events that tell it, which are in order of telling.
fn entry(
    articles: &[Dated<'_>],
    actors: &[Arc<[ActorId]>],
    all: &[Event<'_>],
    group: &[u32],
    as_of: Option<Date>,
) -> Entry {
    let events: Vec<&Event<'_>> = group.iter().map(|&event| &all[event as usize]).collect();
    let mut tellings: Vec<Telling> = events.iter().map(|event| event.telling).collect();
    let mut named: Vec<ActorId> = Vec::new();
    for telling in &tellings {
        let (article, actors) = (&articles[telling.article.index()], &actors[telling.article.index()]);
        let mentions = article.mentions(telling.event);
        for actor in mentions.iter().filter_map(|&mention| actors.get(mention as usize)) {
            if !named.contains(actor) {
                named.push(*actor);
            }
        }
    }
    let when = entry_when(&events);
    let latest = match &when {
        EntryWhen::Dated(when) => when.latest(),
        EntryWhen::Conflicting(whens) => whens.iter().filter_map(When::latest).max(),
        EntryWhen::Undated { .. } => None,
    };
    let overdue = matches!((latest, as_of), (Some(latest), Some(as_of)) if latest < as_of);
    let standing = standing(&events, overdue);
    if let Some(best) = best_telling(&events, standing) {
        tellings[..=best].rotate_right(1);
    }
    Entry { key: String::new(), when, standing, tellings, actors: named }
}

/// The first telling that says what is known now: once a meeting is over, `is to meet` no longer tells it.
fn best_telling(events: &[&Event<'_>], standing: Standing) -> Option<usize> {
    let says = |status: Status| match standing {
        Standing::Occurred => status == Status::Occurred,
        Standing::Cancelled => status == Status::Cancelled,
        Standing::Claimed => status == Status::Claimed,
        Standing::Denied => status == Status::Denied,
        Standing::Scheduled | Standing::Expected | Standing::WasDue => {
            matches!(status, Status::Scheduled | Status::Expected)
        }
    };
    events.iter().position(|event| says(event.status))
}

/// One date where all agree, else every date that another one does not say more finely.
fn entry_when(events: &[&Event<'_>]) -> EntryWhen {
    let mut whens: Vec<When> = events.iter().filter_map(|event| event.when).collect();
    let Some(finest) = whens.iter().copied().fold(None, |best, when| finer(best, Some(when))) else {
        return EntryWhen::Undated { words: events.first().map(|event| event.date.clone()).unwrap_or_default() };
    };
    if whens.iter().all(|when| when.compatible(&finest)) {
        return EntryWhen::Dated(finest);
    }
    whens.sort_by(When::timeline_order);
    whens.dedup();
    let all = whens.clone();
    whens.retain(|when| !all.iter().any(|other| other.precision() < when.precision() && other.compatible(when)));
    EntryWhen::Conflicting(whens)
}

/// What all tellings together leave known.
fn standing(events: &[&Event<'_>], overdue: bool) -> Standing {
    let says = |status: Status| events.iter().any(|event| event.status == status);
    if says(Status::Occurred) {
        return Standing::Occurred;
    }
    if says(Status::Cancelled) {
        return Standing::Cancelled;
    }
    let latest =
        |among: fn(Status) -> bool| events.iter().rev().map(|event| event.status).find(|&status| among(status));
    let disputed = latest(|status| matches!(status, Status::Claimed | Status::Denied));
    match disputed.or_else(|| latest(|_| true)) {
        Some(Status::Claimed) => Standing::Claimed,
        Some(Status::Denied) => Standing::Denied,
        Some(Status::Scheduled | Status::Expected) if overdue => Standing::WasDue,
        Some(Status::Scheduled) => Standing::Scheduled,
        Some(Status::Expected) => Standing::Expected,
        Some(Status::Occurred) | None => Standing::Occurred,
        Some(Status::Cancelled) => Standing::Cancelled,
    }
}

/// Gives every entry its public id: digits of a digest of date and line. Two different entries with one digest are told apart
/// by the path of the first telling.
fn keys(events: &[Event<'_>], articles: &[Dated<'_>], drafts: &mut [Draft<'_>]) {
    let mut taken: HashSet<String> = HashSet::with_capacity(drafts.len());
    for (entry, group) in drafts {
        let Some(first) = group.first().map(|&event| &events[event as usize]) else { continue };
        let [a, b, c, d, ..] = first.digest;
        let plain = format!("e-{:08x}", u32::from_be_bytes([a, b, c, d]));
        let path = articles[first.telling.article.index()].path().as_str();
        let line = || first.digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let told_apart = (0..u32::MAX)
            .map(|round| format!("e-{}", digest(&[&line(), path, &format!("{}.{round}", first.telling.event)], 8)));
        let key = std::iter::once(plain).chain(told_apart).find(|key| !taken.contains(key)).unwrap_or_default();
        taken.insert(key.clone());
        entry.key = key;
    }
}
