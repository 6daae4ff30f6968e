//! What a timeline can be narrowed to: the choices on its page, and their numbers at each event.
//!
//! A script shows and applies them; without it, every event stays in sight. So that hundreds of events carry no names, each
//! has the numbers of the choices it belongs to, and the names stand once.

use std::collections::BTreeMap;

use crate::model::corpus::{ActorId, ActorKind, Entry, EntryId, Standing};
use crate::render::label;
use crate::render::site::Site;
use crate::render::view::{ChoiceView, FiltersView};

/// A timeline with fewer events than this can be seen as a whole.
const FEWEST: usize = 8;

/// The most actors, and the most places, that can be chosen: those in most events.
const MOST: usize = 40;

/// The choices of one timeline.
#[derive(Default)]
pub(super) struct Choices {
    actors: BTreeMap<ActorId, usize>,
    standings: BTreeMap<Standing, usize>,
    view: Option<FiltersView>,
}

impl Choices {
    /// What the events of a timeline differ in; nothing where they are few.
    pub(super) fn of(site: &Site<'_>, entries: &[EntryId]) -> Self {
        if entries.len() < FEWEST {
            return Self::default();
        }
        let mut naming: BTreeMap<ActorId, usize> = BTreeMap::new();
        let mut known: BTreeMap<Standing, usize> = BTreeMap::new();
        for entry in entries.iter().map(|id| site.corpus.entry(*id)) {
            *known.entry(entry.standing).or_default() += 1;
            let mut actors = entry.actors.clone();
            actors.sort_unstable();
            actors.dedup();
            for actor in actors {
                *naming.entry(actor).or_default() += 1;
            }
        }
        // What all events share, or only one has, narrows nothing.
        naming.retain(|_, count| (2..entries.len()).contains(count));
        let place = |id: &ActorId| matches!(site.corpus.actor(*id).kind, ActorKind::Country | ActorKind::Place);
        let (places, actors): (Vec<_>, Vec<_>) = naming.into_iter().partition(|(id, _)| place(id));
        if known.len() < 2 {
            known.clear();
        }
        Self::numbered(site, most_named(site, actors), most_named(site, places), known)
    }

    fn numbered(
        site: &Site<'_>,
        actors: Vec<(ActorId, usize)>,
        places: Vec<(ActorId, usize)>,
        known: BTreeMap<Standing, usize>,
    ) -> Self {
        let choice = |(id, count): &(ActorId, usize)| {
            let actor = site.corpus.actor(*id);
            ChoiceView { value: actor.slug.clone(), title: actor.name.clone(), count: *count }
        };
        let status = |(standing, count): (&Standing, &usize)| {
            let title = site.status(*standing).unwrap_or_else(|| site.words.filter.happened.clone());
            ChoiceView { value: label::standing(*standing).to_owned(), title, count: *count }
        };
        let view = FiltersView {
            actors: actors.iter().map(choice).collect(),
            places: places.iter().map(choice).collect(),
            statuses: known.iter().map(status).collect(),
        };
        let named = actors.len() + places.len();
        Self {
            actors: actors.into_iter().chain(places).map(|(id, _)| id).zip(1..).collect(),
            standings: known.into_keys().zip(named + 1..).collect(),
            view: (named > 0 || !view.statuses.is_empty()).then_some(view),
        }
    }

    /// The choices, for the page.
    pub(super) fn view(self) -> Option<FiltersView> {
        self.view
    }

    /// The numbers of the choices that an event belongs to.
    pub(super) fn numbers(&self, entry: &Entry) -> String {
        let actors = entry.actors.iter().filter_map(|id| self.actors.get(id));
        let mut numbers: Vec<usize> = actors.chain(self.standings.get(&entry.standing)).copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")
    }
}

/// Those in most events, by name.
fn most_named(site: &Site<'_>, mut actors: Vec<(ActorId, usize)>) -> Vec<(ActorId, usize)> {
    actors.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
    actors.truncate(MOST);
    actors.sort_by_cached_key(|(id, _)| (site.corpus.actor(*id).name.to_lowercase(), *id));
    actors
}
