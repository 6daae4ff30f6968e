//! What this stage found the last time, for the next time.
//!
//! Every part of the stage is a function. What it makes of an article alone is carried over with the article ([`Kept`]), wherever
//! that stands now. What it makes of all together is taken over where all that goes into it is what it was: what it looks at
//! in each article (`aspect`), and the results before it. Nothing else is remembered, so that what is remembered changes no
//! result.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::Piece;
use super::aspect::{Dated, Named};
use super::calls::Calls;
use super::persona::Cast;
use super::timeline::Timeline;
use super::told::{Told, Vocabulary};
use super::topic::{self, Phrases};
use crate::diag::{Checked, Diagnostic};
use crate::model::corpus::{Corpus, Curated, CuratedActor};

/// What was found the last time.
#[derive(Debug, Default)]
pub struct Memo {
    pub(super) last: Option<Last>,
    pub(super) read: Read,
    pub(super) phrases: Phrases,
    pub(super) named: topic::Named,
    /// The public ids of each article's quotations.
    pub(super) quotations: Vec<Arc<[String]>>,
}

/// What is read in each article before articles are put together.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) calls: Calls,
    pub(super) vocabulary: Vocabulary,
    /// What each event of each article says.
    pub(super) told: Vec<Arc<[Told]>>,
}

/// Results, with what went into them.
#[derive(Debug)]
pub(super) struct Last {
    pub(super) pieces: Arc<[Piece]>,
    /// What people wrote, without pages.
    pub(super) curated: Curated,
    /// The day that decides what is past, where the configuration names one.
    pub(super) as_of: Option<Date>,
    pub(super) shared: Shared,
    /// All that came of it, without pages.
    pub(super) made: Checked<Corpus>,
}

impl Last {
    /// Whether the same things went into it, so that the same comes out.
    pub(super) fn is_made_of(&self, pieces: &[Piece], curated: &Curated, as_of: Option<Date>) -> bool {
        let same = self.pieces.len() == pieces.len() && self.pieces.iter().zip(pieces).all(|(was, is)| was.is(is));
        same && self.as_of == as_of && self.curated.actors == curated.actors && self.curated.topics == curated.topics
    }
}

/// What all articles together give, before anything is said about single topics and actors.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) slugs: Arc<Slugs>,
    pub(super) cast: Arc<Cast>,
    pub(super) timeline: Arc<Timeline>,
    /// The day that decides what is past.
    pub(super) as_of: Option<Date>,
}

/// The slug of each article, and what there is to say about them.
#[derive(Debug)]
pub(super) struct Slugs {
    pub(super) list: Vec<String>,
    pub(super) findings: Vec<Diagnostic>,
}

/// Where each article stood the last time; `None` for one that was not there with the same facts.
#[derive(Debug)]
pub(super) struct Kept(Vec<Option<usize>>);

impl Kept {
    fn new(before: &[Piece], pieces: &[Piece]) -> Self {
        let mut elsewhere: Option<HashMap<*const _, usize>> = None;
        // Most stand where they stood, or as far from there as the one before them.
        let mut shift = 0;
        let mut place = |(at, piece): (usize, &Piece)| {
            let is = |place: usize| before.get(place).is_some_and(|other| other.is(piece));
            let near = at.wrapping_add_signed(shift);
            let found = [near, near.wrapping_add(1), near.wrapping_sub(1)].into_iter().find(|place| is(*place));
            let found = found.or_else(|| {
                let all = || before.iter().map(|piece| Arc::as_ptr(&piece.article)).zip(0..).collect();
                let other = *elsewhere.get_or_insert_with(all).get(&Arc::as_ptr(&piece.article))?;
                Some(other).filter(|other| is(*other))
            })?;
            shift = found as isize - at as isize;
            Some(found)
        };
        Self(pieces.iter().enumerate().map(&mut place).collect())
    }

    /// What was made of each article alone, and made now where the article is another.
    pub(super) fn carry<T>(&self, before: Vec<T>, make: impl FnMut(usize) -> T) -> Vec<T> {
        let mut make = make;
        let carried = self.carried(before).enumerate();
        carried.map(|(place, known)| known.unwrap_or_else(|| make(place))).collect()
    }

    /// The same, on all threads.
    pub(super) fn carry_together<T: Send>(&self, before: Vec<T>, make: impl Fn(usize) -> T + Sync) -> Vec<T> {
        let carried: Vec<Option<T>> = self.carried(before).collect();
        let filled = |(place, known): (usize, Option<T>)| known.unwrap_or_else(|| make(place));
        carried.into_par_iter().enumerate().map(filled).collect()
    }

    /// What was made of each article alone, where it is the same.
    pub(super) fn carried<T>(&self, before: Vec<T>) -> impl Iterator<Item = Option<T>> {
        let mut before: Vec<Option<T>> = before.into_iter().map(Some).collect();
        self.0.iter().map(move |place| before.get_mut((*place)?)?.take())
    }

    /// The places of articles that were not there.
    pub(super) fn new_ones(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().filter(|(_, before)| before.is_none()).map(|(place, _)| place)
    }
}

/// The last results beside the articles of today, each in its place.
pub(super) struct Beside<'a> {
    last: Option<&'a Last>,
    pieces: &'a [Piece],
    pub(super) kept: Kept,
    /// Where another article, or the same with other facts, stands now.
    changed: Vec<usize>,
}

impl<'a> Beside<'a> {
    pub(super) fn new(last: Option<&'a Last>, pieces: &'a [Piece]) -> Self {
        let kept = Kept::new(last.map_or(&[], |last| &last.pieces), pieces);
        let last = last.filter(|last| last.pieces.len() == pieces.len());
        let moved = kept.0.iter().enumerate().filter(|(place, before)| **before != Some(*place));
        let changed = moved.map(|(place, _)| place).collect();
        Self { last, pieces, kept, changed }
    }

    /// The last results, where what a part looks at is the same in all articles.
    fn alike(&self, same: impl Fn(&Piece, &Piece) -> bool) -> Option<&'a Last> {
        self.last.filter(|last| {
            let at = |place: usize| Some((last.pieces.get(place)?, self.pieces.get(place)?));
            self.changed.iter().all(|&place| at(place).is_some_and(|(was, is)| same(was, is)))
        })
    }

    pub(super) fn slugs(&self) -> Option<Arc<Slugs>> {
        let same = |was: &Piece, is: &Piece| {
            was.article.id == is.article.id && was.article.header.slug == is.article.header.slug
        };
        self.alike(same).map(|last| Arc::clone(&last.shared.slugs))
    }

    pub(super) fn cast(&self, files: &[Arc<CuratedActor>]) -> Option<Arc<Cast>> {
        let last = self.alike(|was, is| Named::of(was) == Named::of(is))?;
        let same = last.curated.actors.len() == files.len()
            && last.curated.actors.iter().zip(files).all(|(a, b)| call_alike(a, b));
        same.then(|| Arc::clone(&last.shared.cast))
    }

    /// The timeline, unless it has to be put together anew.
    pub(super) fn timeline(&self, cast: &Arc<Cast>, as_of: Option<Date>) -> Option<Arc<Timeline>> {
        let last = self.alike(|was, is| Dated::of(was) == Dated::of(is))?;
        (Arc::ptr_eq(&last.shared.cast, cast) && last.shared.as_of == as_of).then(|| Arc::clone(&last.shared.timeline))
    }

    /// What each event says, carried over or read now.
    pub(super) fn told(&self, before: Vec<Arc<[Told]>>, vocabulary: &mut Vocabulary) -> Vec<Arc<[Told]>> {
        let new: Vec<Dated<'_>> = self.kept.new_ones().map(|place| Dated::of(&self.pieces[place])).collect();
        let mut read = super::told::read(&new, vocabulary).into_iter();
        self.kept.carry(before, |_| read.next().unwrap_or_default())
    }
}

/// Whether two actor files call the same actors the same. What else they say changes nobody's identity.
fn call_alike(a: &CuratedActor, b: &CuratedActor) -> bool {
    let CuratedActor { id, name, aliases, kind, slug, same_as: _, portrait: _, earlier: _, body: _ } = a;
    (id, name, aliases, kind, slug) == (&b.id, &b.name, &b.aliases, &b.kind, &b.slug)
}
