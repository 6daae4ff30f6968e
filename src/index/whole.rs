//! What single pages show is put together from: all articles and what they give together, with what is looked up in it.
//!
//! It lives for as long as somebody may ask ([`Later`](crate::model::later::Later)), so nothing here lends work to other threads.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::Piece;
use super::actor::Presence;
use super::persona::Cast;
use super::related::Shelves;
use super::salience::Salience;
use super::timeline::Timeline;
use super::topic::Subject;
use crate::model::corpus::{ActorId, ArticleId, CuratedActor, EntryId, TopicId};
use crate::span::SourceId;

/// All articles and what they give together.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) pieces: Arc<[Piece]>,
    /// What people wrote about actors.
    pub(super) files: BTreeMap<SourceId, Arc<CuratedActor>>,
    pub(super) cast: Arc<Cast>,
    pub(super) timeline: Arc<Timeline>,
    pub(super) subjects: Vec<Subject>,
    /// The topics of each article.
    pub(super) topics: Vec<Vec<TopicId>>,
    places: OnceLock<Vec<Places>>,
    presence: Vec<OnceLock<Presence>>,
    shelves: OnceLock<Shelves>,
}

/// Where an actor is met.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// Articles whose text names it, ascending.
    pub(super) texts: Vec<ArticleId>,
    pub(super) datelines: Vec<ArticleId>,
    /// Articles that name it in a heading.
    pub(super) headings: Vec<ArticleId>,
    pub(super) entries: Vec<EntryId>,
}

impl Places {
    /// Articles that name it in any place, newest first.
    pub(super) fn articles(&self) -> Vec<ArticleId> {
        let mut all: Vec<ArticleId> =
            [&self.texts, &self.datelines, &self.headings].into_iter().flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl Whole {
    pub(super) fn new(
        pieces: Arc<[Piece]>,
        files: &[Arc<CuratedActor>],
        (cast, timeline): (Arc<Cast>, Arc<Timeline>),
        (subjects, topics): (Vec<Subject>, Vec<Vec<TopicId>>),
    ) -> Self {
        let presence = pieces.iter().map(|_| OnceLock::new()).collect();
        let (places, shelves) = (OnceLock::new(), OnceLock::new());
        let files = files.iter().map(|file| (file.id.clone(), Arc::clone(file))).collect();
        Self { pieces, files, cast, timeline, subjects, topics, places, presence, shelves }
    }

    /// Where an actor is met.
    pub(super) fn places(&self, actor: ActorId) -> &Places {
        &self.places.get_or_init(|| self.all_places())[actor.index()]
    }

    fn all_places(&self) -> Vec<Places> {
        let mut all = vec![Places::default(); self.cast.personas.len()];
        let once = |list: &mut Vec<ArticleId>, article: ArticleId| {
            if list.last() != Some(&article) {
                list.push(article);
            }
        };
        let articles = || (0..).map(ArticleId);
        for (article, actors) in articles().zip(&self.cast.of_mention) {
            actors.iter().for_each(|actor| once(&mut all[actor.index()].texts, article));
        }
        for (article, actors) in articles().zip(&self.cast.of_heading) {
            actors.iter().for_each(|actor| once(&mut all[actor.index()].headings, article));
        }
        for (article, actor) in articles().zip(&self.cast.of_dateline) {
            actor.iter().for_each(|actor| all[actor.index()].datelines.push(article));
        }
        for (id, entry) in (0..).map(EntryId).zip(&self.timeline.entries) {
            entry.actors.iter().for_each(|actor| all[actor.index()].entries.push(id));
        }
        all
    }

    /// Who stands in an article.
    pub(super) fn presence(&self, article: ArticleId) -> &Presence {
        let place = article.index();
        self.presence[place].get_or_init(|| Presence::of(&self.pieces[place], &self.cast.of_mention[place]))
    }

    /// How much the entries of the timeline matter.
    pub(super) fn salience(&self) -> &Salience {
        self.timeline.salience(&self.pieces)
    }

    /// The articles most like one, the nearest first.
    pub(super) fn related(&self, article: ArticleId) -> Vec<ArticleId> {
        let shelves = self.shelves.get_or_init(|| Shelves::of(&self.pieces, &self.cast.of_mention, &self.topics));
        shelves.related(article)
    }
}
