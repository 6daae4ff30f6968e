//! Timelines: events of all articles become entries; what several articles tell becomes one.
//!
//! Two events are one when their dates can be the same, at least one of them precisely enough, an actor is in both, and
//! the lines share most of what they say, rare words counting more. Dates that cannot both be right are kept side by side
//! where the lines are nearly the same. How much an entry matters is said in `salience`.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::aspect::{Dated, Line};
use super::forest::Forest;
use super::salience;
use super::slug::digest;
use super::words;
use crate::model::corpus::{ActorId, ArticleId, Entry, EntryId, EntryWhen, Standing, Telling};
use crate::model::facts::{Basis, Status};
use crate::model::when::{Precision, When};

/// All entries in timeline order, and the entry of each event.
#[derive(Debug, Default)]
pub(super) struct Timeline {
    pub(super) entries: Vec<Arc<Entry>>,
    /// The entry of each event of each article.
    pub(super) of_event: Vec<Vec<EntryId>>,
    /// How much of what its date weighs each entry carries.
    pub(super) shares: Vec<f32>,
}

/// An event with what is compared about it.
#[derive(Debug)]
pub(super) struct Told {
    telling: Telling,
    pub(super) when: Option<When>,
    /// The date in EDTF, or the words of an event without a date.
    pub(super) date: String,
    status: Status,
    basis: Option<Basis>,
    pub(super) published: Option<Date>,
    /// The line in lower case without punctuation.
    pub(super) line: String,
    /// Numbers of the words outside names, ascending.
    pub(super) words: Vec<u32>,
    /// Those of the words that are figures.
    figures: Vec<u32>,
    /// Actors in the line, ascending.
    pub(super) actors: Vec<ActorId>,
}

/// Puts the events of all articles on one timeline.
pub(super) fn timeline(articles: &[Dated<'_>], actors: &[Vec<ActorId>], as_of: Option<Date>) -> Timeline {
    let told = told(articles, actors);
    let weights = Weights::of(&told);
    let mut forest = Forest::new(told.len());
    join_equal(&told, &mut forest);
    join_repeated(&told, &mut forest);
    join_similar(&told, &weights, &mut forest);

    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for event in 0..told.len() {
        groups.entry(forest.root(event)).or_default().push(event);
    }
    let mut drafts: Vec<(Entry, Vec<usize>)> = groups
        .into_values()
        .map(|mut events| {
            events.sort_by(|&a, &b| telling_order(&told[a], &told[b]));
            (entry(articles, actors, &told, &events, as_of), events)
        })
        .collect();
    drafts
        .sort_by(|(a, events_a), (b, events_b)| entry_order(a, b).then_with(|| first_order(&told, events_a, events_b)));
    keys(&told, articles, &mut drafts);

    let mut of_event: Vec<Vec<EntryId>> = articles.iter().map(|article| vec![EntryId(0); article.count()]).collect();
    for (id, (_, events)) in (0..).map(EntryId).zip(&drafts) {
        for &event in events {
            let telling = told[event].telling;
            of_event[telling.article.index()][telling.event as usize] = id;
        }
    }
    let (mut entries, events): (Vec<Entry>, Vec<Vec<usize>>) = drafts.into_iter().unzip();
    let shares = salience::shares(&told, &weights, &events);
    let salience = salience::salience(articles, &entries, &shares);
    for (entry, salience) in entries.iter_mut().zip(salience) {
        entry.salience = salience;
    }
    Timeline { entries: entries.into_iter().map(Arc::new).collect(), of_event, shares }
}

/// Everything that is compared about all events, in the order of articles.
fn told(articles: &[Dated<'_>], actors: &[Vec<ActorId>]) -> Vec<Told> {
    let read: Vec<Vec<(Vec<String>, Told)>> = articles
        .par_iter()
        .zip(actors)
        .enumerate()
        .map(|(number, (article, actors))| {
            let id = ArticleId(number as u32);
            let lines = (0..).zip(article.lines());
            let telling = |event| Telling { article: id, event };
            lines.map(|(event, line)| read_line(&line, telling(event), article.published(), actors)).collect()
        })
        .collect();
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut all = Vec::new();
    for (spelled, mut told) in read.into_iter().flatten() {
        for word in spelled {
            let figure = word.starts_with(|c: char| c.is_ascii_digit());
            let next = numbers.len() as u32;
            let number = *numbers.entry(word).or_insert(next);
            told.words.push(number);
            if figure {
                told.figures.push(number);
            }
        }
        for list in [&mut told.words, &mut told.figures] {
            list.sort_unstable();
            list.dedup();
        }
        all.push(told);
    }
    all
}

/// One event and the words of its line outside names and dates.
fn read_line(line: &Line<'_>, telling: Telling, published: Option<Date>, actors: &[ActorId]) -> (Vec<String>, Told) {
    let mut named: Vec<ActorId> =
        line.mentions.iter().filter_map(|&mention| actors.get(mention as usize)).copied().collect();
    named.sort_unstable();
    named.dedup();
    let told = Told {
        telling,
        when: line.when,
        date: line.when.map_or_else(|| line.written.to_owned(), |when| when.edtf()),
        status: line.status,
        basis: line.basis,
        published,
        line: crate::text::fold::fold_name(&line.text),
        words: Vec::new(),
        figures: Vec::new(),
        actors: named,
    };
    (words::telling(&line.outside), told)
}

/// How much each word says: the logarithm of the number of events over the number of events with the word.
pub(super) struct Weights {
    words: Vec<f32>,
    counts: Vec<u32>,
    actors: HashMap<ActorId, f32>,
}

/// Few events are weighed as if they were this many, so that words they all share still count.
const FEW_EVENTS: usize = 100;

impl Weights {
    fn of(told: &[Told]) -> Self {
        let mut counts: Vec<u32> = Vec::new();
        let mut actors: HashMap<ActorId, u32> = HashMap::new();
        for event in told {
            for &word in &event.words {
                if word as usize >= counts.len() {
                    counts.resize(word as usize + 1, 0);
                }
                counts[word as usize] += 1;
            }
            for &actor in &event.actors {
                *actors.entry(actor).or_default() += 1;
            }
        }
        let total = told.len().max(FEW_EVENTS) as f32;
        let weight = |count: u32| (total / count.max(1) as f32).ln().max(0.1);
        Self {
            words: counts.iter().map(|&count| weight(count)).collect(),
            actors: actors.into_iter().map(|(actor, count)| (actor, weight(count))).collect(),
            counts,
        }
    }

    /// The number of words.
    pub(super) fn words(&self) -> usize {
        self.words.len()
    }

    pub(super) fn word(&self, word: u32) -> f32 {
        self.words[word as usize]
    }

    pub(super) fn actor(&self, actor: ActorId) -> f32 {
        self.actors.get(&actor).copied().unwrap_or_default()
    }

    fn of_event(&self, event: &Told) -> f32 {
        let words: f32 = event.words.iter().map(|&word| self.word(word)).sum();
        words + event.actors.iter().map(|&actor| self.actor(actor)).sum::<f32>()
    }
}

/// The events that tell the same in the same words about the same date are one, whoever tells them.
fn join_equal(told: &[Told], forest: &mut Forest) {
    let mut first: HashMap<(&str, &str, bool), usize> = HashMap::new();
    for (place, event) in told.iter().enumerate() {
        let known = *first.entry((&event.date, &event.line, event.when.is_some())).or_insert(place);
        forest.join(known, place);
    }
}

/// `The October elections` are `the October elections in Iraq` that the article named before: one line says nothing of that
/// date that the other does not say.
fn join_repeated(told: &[Told], forest: &mut Forest) {
    let mut known: HashMap<(ArticleId, &str, bool), Vec<usize>> = HashMap::new();
    for (place, event) in told.iter().enumerate().filter(|(_, event)| event.when.is_some()) {
        let awaited = is_awaited(event);
        let others = known.entry((event.telling.article, &event.date, awaited)).or_default();
        let same = |other: &&usize| {
            let other = &told[**other];
            let status = awaited || event.status == other.status;
            status && (says_all_of(other, event) || says_all_of(event, other))
        };
        if let Some(&other) = others.iter().find(same) {
            forest.join(other, place);
        }
        others.push(place);
    }
}

/// Whether an event is planned or expected.
fn is_awaited(event: &Told) -> bool {
    matches!(event.status, Status::Scheduled | Status::Expected)
}

/// Whether the longer line holds every word and actor of the shorter one.
fn says_all_of(long: &Told, short: &Told) -> bool {
    !short.words.is_empty()
        && shared(&long.words, &short.words).count() == short.words.len()
        && shared(&long.actors, &short.actors).count() == short.actors.len()
}

/// Rare words under which an event is looked up.
const LOOKED_UP: usize = 5;
/// A word with more events than this compares each only with those next to it in time.
const CROWD: usize = 40;
/// How many of those.
const NEIGHBOURS: usize = 24;

/// Joins events of different articles that tell the same, the most alike first.
fn join_similar(told: &[Told], weights: &Weights, forest: &mut Forest) {
    let mut shelves: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (place, event) in told.iter().enumerate() {
        let mut rare: Vec<u32> =
            event.words.iter().copied().filter(|&word| weights.counts[word as usize] > 1).collect();
        rare.sort_by_key(|&word| (weights.counts[word as usize], word));
        for word in rare.into_iter().take(LOOKED_UP) {
            shelves.entry(word).or_default().push(place);
        }
    }
    let totals: Vec<f32> = told.iter().map(|event| weights.of_event(event)).collect();
    let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
    for mut shelf in shelves.into_values() {
        let far = if shelf.len() > CROWD { NEIGHBOURS } else { CROWD };
        shelf.sort_by_key(|&event| (told[event].when.map(|when| when.filed()), event));
        for (place, &a) in shelf.iter().enumerate() {
            for &b in shelf.iter().skip(place + 1).take(far) {
                let (a, b) = (a.min(b), a.max(b));
                if let Some(likeness) = likeness(&told[a], &told[b], totals[a], totals[b], weights) {
                    // Whole thousandths, so that pairs have one order on every machine.
                    pairs.push(((likeness * 1000.0).round() as u32, a, b));
                }
            }
        }
    }
    pairs.sort_by(|x, y| y.0.cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    pairs.dedup();
    let mut members = Merged::of(told, forest);
    for (_, a, b) in pairs {
        members.join(told, forest, a, b);
    }
}

/// How alike two events are, from 0 to 1, or `None` where they cannot be one.
fn likeness(a: &Told, b: &Told, total_a: f32, total_b: f32, weights: &Weights) -> Option<f32> {
    if a.telling.article == b.telling.article {
        return None;
    }
    let actors = shared(&a.actors, &b.actors);
    let neither = a.actors.is_empty() && b.actors.is_empty();
    if actors.clone().next().is_none() && !neither && !nameless(a, b) {
        return None;
    }
    // After the actors: most pairs share none, and dates are dearer to compare.
    let enough = enough(a, b)?;
    let words: f32 = shared(&a.words, &b.words).map(|word| weights.word(word)).sum();
    if words <= 0.0 {
        return None;
    }
    let common = words + actors.map(|actor| weights.actor(actor)).sum::<f32>();
    // Between the part of the shorter line that is shared (a line that says more besides) and the part of both.
    let contained = common / total_a.min(total_b);
    let whole = 2.0 * common / (total_a + total_b);
    let likeness = (contained + whole) / 2.0;
    (likeness >= enough).then_some(likeness)
}

/// `Its parliament voted`: whether one of two lines on one day names nobody where the other does, and both share enough words to
/// do without.
fn nameless(a: &Told, b: &Told) -> bool {
    const LEAST_WORDS: usize = 3;
    let day = |told: &Told| told.when.filter(|when| when.precision() == Precision::Day);
    a.actors.is_empty() != b.actors.is_empty()
        && day(a).is_some_and(|when| day(b) == Some(when))
        && shared(&a.words, &b.words).count() >= LEAST_WORDS
}

/// The least likeness at which two events are one, from their dates; `None` where the dates rule it out.
fn enough(a: &Told, b: &Told) -> Option<f32> {
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
    conflict(a, b).then_some(0.85)
}

/// Whether two events with dates that rule each other out may be one event with two dates: both dates fine, the figures the
/// same, enough said, and nothing that recurs (each article naming a day of its own week).
fn conflict(a: &Told, b: &Told) -> bool {
    const LEAST_WORDS: usize = 4;
    const SAME_NEWS: i32 = 7;
    const FAR: i32 = 31;
    let (Some(when_a), Some(when_b)) = (a.when, b.when) else { return false };
    let fine = |when: When| when.precision() <= Precision::Month;
    let days = |a: Date, b: Date| (a - b).get_days().abs();
    let together = matches!((a.published, b.published), (Some(a), Some(b)) if days(a, b) <= SAME_NEWS);
    let explicit = a.basis == Some(Basis::Explicit) && b.basis == Some(Basis::Explicit);
    fine(when_a)
        && fine(when_b)
        && a.figures == b.figures
        && shared(&a.words, &b.words).count() >= LEAST_WORDS
        && (explicit || together)
        && (days(when_a.filed(), when_b.filed()) <= FAR || explicit)
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
    fn of(told: &[Told], forest: &mut Forest) -> Self {
        let mut groups: HashMap<usize, (Vec<ArticleId>, Option<When>)> = HashMap::new();
        for (place, event) in told.iter().enumerate() {
            let (articles, when) = groups.entry(forest.root(place)).or_default();
            articles.push(event.telling.article);
            *when = finer(*when, event.when);
        }
        Self { groups }
    }

    fn join(&mut self, told: &[Told], forest: &mut Forest, a: usize, b: usize) {
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
        if articles_a.iter().any(|article| articles_b.contains(article)) || !(fits || conflict(&told[a], &told[b])) {
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
fn telling_order(a: &Told, b: &Told) -> Ordering {
    let dated = |told: &Told| (told.published.is_none(), told.published);
    dated(a).cmp(&dated(b)).then_with(|| a.telling.cmp(&b.telling))
}

fn entry_order(a: &Entry, b: &Entry) -> Ordering {
    match (first_when(a), first_when(b)) {
        (Some(a), Some(b)) => a.timeline_order(&b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

fn first_order(told: &[Told], a: &[usize], b: &[usize]) -> Ordering {
    let first = |events: &[usize]| events.first().map(|&event| &told[event]);
    match (first(a), first(b)) {
        (Some(a), Some(b)) => telling_order(a, b),
        _ => Ordering::Equal,
    }
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
    actors: &[Vec<ActorId>],
    told: &[Told],
    events: &[usize],
    as_of: Option<Date>,
) -> Entry {
    let mut tellings: Vec<Telling> = events.iter().map(|&event| told[event].telling).collect();
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
    let when = entry_when(told, events);
    let latest = match &when {
        EntryWhen::Dated(when) => when.latest(),
        EntryWhen::Conflicting(whens) => whens.iter().filter_map(When::latest).max(),
        EntryWhen::Undated { .. } => None,
    };
    let overdue = matches!((latest, as_of), (Some(latest), Some(as_of)) if latest < as_of);
    let standing = standing(told, events, overdue);
    if let Some(best) = best_telling(told, events, standing) {
        tellings[..=best].rotate_right(1);
    }
    Entry { key: String::new(), when, standing, tellings, actors: named, salience: 0.0 }
}

/// The first telling that says what is known now: once a meeting is over, `is to meet` no longer tells it.
fn best_telling(told: &[Told], events: &[usize], standing: Standing) -> Option<usize> {
    let says = |status: Status| match standing {
        Standing::Occurred => status == Status::Occurred,
        Standing::Cancelled => status == Status::Cancelled,
        Standing::Claimed => status == Status::Claimed,
        Standing::Denied => status == Status::Denied,
        Standing::Scheduled | Standing::Expected | Standing::WasDue => {
            matches!(status, Status::Scheduled | Status::Expected)
        }
    };
    events.iter().position(|&event| says(told[event].status))
}

/// One date where all agree, else every date that another one does not say more finely.
fn entry_when(told: &[Told], events: &[usize]) -> EntryWhen {
    let mut whens: Vec<When> = events.iter().filter_map(|&event| told[event].when).collect();
    let Some(finest) = whens.iter().copied().fold(None, |best, when| finer(best, Some(when))) else {
        return EntryWhen::Undated { words: events.first().map(|&event| told[event].date.clone()).unwrap_or_default() };
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
fn standing(told: &[Told], events: &[usize], overdue: bool) -> Standing {
    let says = |status: Status| events.iter().any(|&event| told[event].status == status);
    if says(Status::Occurred) {
        return Standing::Occurred;
    }
    if says(Status::Cancelled) {
        return Standing::Cancelled;
    }
    let latest =
        |among: fn(Status) -> bool| events.iter().rev().map(|&event| told[event].status).find(|&status| among(status));
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

/// Gives every entry its public id. Two different entries with one digest are told apart by the path of the first telling.
fn keys(told: &[Told], articles: &[Dated<'_>], drafts: &mut [(Entry, Vec<usize>)]) {
    let mut taken: HashSet<String> = HashSet::new();
    for (entry, events) in drafts {
        let Some(first) = events.first().map(|&event| &told[event]) else { continue };
        let plain = format!("e-{}", digest(&[&first.date, &first.line], 8));
        let path = articles[first.telling.article.index()].path().as_str();
        let told_apart = (0..u32::MAX).map(|round| {
            format!("e-{}", digest(&[&first.date, &first.line, path, &format!("{}.{round}", first.telling.event)], 8))
        });
        let key = std::iter::once(plain).chain(told_apart).find(|key| !taken.contains(key)).unwrap_or_default();
        taken.insert(key.clone());
        entry.key = key;
    }
}
