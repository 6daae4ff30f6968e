//! What this stage found the last time, for the next time.
//!
//! Every part of the stage is a function. Its result is taken over where everything that goes into it is what it was: for
//! the parts that see all articles, what they look at in each (`aspect`); for single actors and briefings, the articles and
//! the results they are made of. Nothing else is remembered, so that what is remembered changes no result.

use std::sync::Arc;

use jiff::civil::Date;

use super::Piece;
use super::actor::Presence;
use super::aspect::{Dated, Named};
use super::persona::Cast;
use super::timeline::Timeline;
use super::topic::{Phrases, Subject, Topics};
use crate::diag::Diagnostic;
use crate::model::article::Article;
use crate::model::corpus::{Actor, ActorId, ArticleId, Briefing, CuratedActor, Topic, TopicId};
use crate::model::facts::Facts;

/// What was found the last time.
#[derive(Debug, Default)]
pub struct Memo {
    pub(super) last: Option<Last>,
    pub(super) phrases: Phrases,
}

/// Results, with what went into them.
#[derive(Debug)]
pub(super) struct Last {
    pub(super) articles: Vec<(Arc<Article>, Arc<Facts>)>,
    pub(super) files: Vec<Arc<CuratedActor>>,
    pub(super) shared: Shared,
    pub(super) topics: Topics,
    pub(super) related: Arc<Vec<Vec<ArticleId>>>,
    pub(super) presence: Vec<Arc<Presence>>,
    pub(super) actors: Vec<Arc<Actor>>,
    pub(super) briefings: Vec<Arc<Briefing>>,
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

impl Shared {
    /// Whether who is who, and what happened when, are the very results of `other`.
    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.cast, &other.cast) && Arc::ptr_eq(&self.timeline, &other.timeline)
    }
}

/// The slug of each article, and what there is to say about them.
#[derive(Debug)]
pub(super) struct Slugs {
    pub(super) list: Vec<String>,
    pub(super) findings: Vec<Diagnostic>,
}

/// The last results beside the articles of today, each in its place.
pub(super) struct Beside<'a> {
    last: Option<&'a Last>,
    pieces: &'a [Piece<'a>],
    /// Where another article, or the same with other facts, stands now.
    changed: Vec<usize>,
}

impl<'a> Beside<'a> {
    pub(super) fn new(last: Option<&'a Last>, pieces: &'a [Piece<'a>]) -> Self {
        let last = last.filter(|last| last.articles.len() == pieces.len());
        let changed = last.map_or_else(Vec::new, |last| {
            let pairs = last.pieces().zip(pieces).enumerate();
            pairs.filter(|(_, (was, is))| !was.is(is)).map(|(place, _)| place).collect()
        });
        Self { last, pieces, changed }
    }

    /// The last results, where what a part looks at is the same in all articles.
    fn alike(&self, same: impl Fn(Piece<'_>, Piece<'_>) -> bool) -> Option<&'a Last> {
        self.last.filter(|last| {
            let at = |place: usize| Some((last.piece(place)?, *self.pieces.get(place)?));
            self.changed.iter().all(|&place| at(place).is_some_and(|(was, is)| same(was, is)))
        })
    }

    pub(super) fn slugs(&self) -> Option<Arc<Slugs>> {
        let same = |was: Piece<'_>, is: Piece<'_>| {
            was.article.id == is.article.id && was.article.header.slug == is.article.header.slug
        };
        self.alike(same).map(|last| Arc::clone(&last.shared.slugs))
    }

    pub(super) fn cast(&self, files: &[Arc<CuratedActor>]) -> Option<Arc<Cast>> {
        let last = self.alike(|was, is| Named::of(was) == Named::of(is))?;
        (last.files == files).then(|| Arc::clone(&last.shared.cast))
    }

    pub(super) fn timeline(&self, cast: &Arc<Cast>, as_of: Option<Date>) -> Option<Arc<Timeline>> {
        let last = self.alike(|was, is| Dated::of(was) == Dated::of(is))?;
        (Arc::ptr_eq(&last.shared.cast, cast) && last.shared.as_of == as_of).then(|| Arc::clone(&last.shared.timeline))
    }

    /// Whether the article at a place is the one that stood there.
    pub(super) fn same(&self, place: usize) -> bool {
        self.last.is_some() && self.changed.binary_search(&place).is_err()
    }

    /// The topics of whose articles none changed; `None` for the others.
    pub(super) fn topics(
        &self,
        shared: &Shared,
    ) -> impl Fn(TopicId, &Subject, &[Vec<TopicId>]) -> Option<Topic> + use<'_, 'a> {
        let last = self.last.filter(|last| last.shared.is(shared));
        move |id, subject, of_article| {
            let last = last.filter(|last| last.topics.subjects.get(id.index()) == Some(subject))?;
            let alike = |place: usize| self.same(place) && last.topics.of_article.get(place) == of_article.get(place);
            if subject.places().all(alike) { last.topics.list.get(id.index()).cloned() } else { None }
        }
    }

    pub(super) fn related(&self, shared: &Shared, topics: &[Vec<TopicId>]) -> Option<Arc<Vec<Vec<ArticleId>>>> {
        let last = self.alike(|was, is| was.article.header.published == is.article.header.published)?;
        (last.shared.is(shared) && last.topics.of_article == topics).then(|| Arc::clone(&last.related))
    }

    /// Who stands in each article; `None` where that has to be found out.
    pub(super) fn presence(&self, cast: &Arc<Cast>) -> impl Fn(usize) -> Option<Arc<Presence>> + use<'_, 'a> {
        let last = self.last.filter(|last| Arc::ptr_eq(&last.shared.cast, cast));
        move |place| last.filter(|_| self.same(place)).and_then(|last| last.presence.get(place).cloned())
    }

    /// The actors about whom nothing changed; `None` for the others.
    pub(super) fn actors(
        &self,
        shared: &Shared,
        topics: &[Vec<TopicId>],
    ) -> impl Fn(ActorId) -> Option<Arc<Actor>> + use<'_, 'a> {
        let last = self.last.filter(|last| last.shared.is(shared));
        let cast = &shared.cast;
        let mut known: Vec<bool> = vec![last.is_some(); cast.personas.len()];
        if let Some(last) = last {
            let retold = (0..topics.len()).filter(|&place| last.topics.of_article.get(place) != topics.get(place));
            for place in self.changed.iter().copied().chain(retold) {
                let named = [&cast.of_mention, &cast.of_heading].map(|all| all.get(place)).into_iter().flatten();
                let dateline = cast.of_dateline.get(place).copied().flatten();
                for actor in named.flatten().copied().chain(dateline) {
                    known[actor.index()] = false;
                }
            }
        }
        move |actor| last.filter(|_| known[actor.index()]).and_then(|last| last.actors.get(actor.index()).cloned())
    }

    /// The briefings about which nothing changed; `None` for the others.
    pub(super) fn briefings(
        &self,
        shared: &Shared,
        topics: &[Vec<TopicId>],
        related: &Arc<Vec<Vec<ArticleId>>>,
    ) -> impl Fn(usize) -> Option<Arc<Briefing>> {
        let last = self.last.filter(|last| {
            last.shared.is(shared)
                && Arc::ptr_eq(&last.shared.slugs, &shared.slugs)
                && Arc::ptr_eq(&last.related, related)
        });
        move |place| {
            let same = |last: &&Last| self.same(place) && last.topics.of_article.get(place) == topics.get(place);
            last.filter(same).and_then(|last| last.briefings.get(place).cloned())
        }
    }
}

impl Last {
    fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        self.articles.iter().map(|(article, facts)| Piece { article, facts })
    }

    fn piece(&self, place: usize) -> Option<Piece<'_>> {
        self.articles.get(place).map(|(article, facts)| Piece { article, facts })
    }
}
