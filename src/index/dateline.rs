//! Where articles were written: the places of their datelines, as actors.
//!
//! A dateline is taken off the text, so it is no mention and stands in no sentence. Its place is the actor that the texts
//! call by that name, or one of its own that nothing but datelines names.

use std::sync::Arc;

use super::calls::Chained;
use super::identity::Identities;
use super::name::{NameId, Names};
use crate::model::corpus::{ActorKind, CuratedActor};
use crate::model::facts::NameKind;

/// The groups that datelines mean.
#[derive(Debug, Default)]
pub(super) struct Datelines {
    /// The group of each article's dateline.
    pub(super) of_article: Vec<Option<u32>>,
    /// Groups that only datelines name, with their name.
    pub(super) places: Vec<(u32, NameId)>,
}

/// Finds the group of each dateline; `written` is the name of the place in each. Groups that no text names are added.
pub(super) fn datelines(
    written: impl Iterator<Item = Option<NameId>>,
    chains: &[Arc<Chained>],
    names: &Names,
    curated: &[(Arc<CuratedActor>, Vec<NameId>)],
    identities: &mut Identities,
) -> Datelines {
    let mut known: Vec<Option<u32>> = vec![None; names.number_of_keys()];
    let mut know = |name: NameId, group: u32| {
        known[names.keys(name).thing as usize].get_or_insert(group);
    };
    for ((actor, own), &group) in curated.iter().zip(&identities.of_curated) {
        if matches!(actor.kind, Some(ActorKind::Place | ActorKind::Country)) {
            own.iter().for_each(|&name| know(name, group));
        }
    }
    for (chained, groups) in chains.iter().zip(&identities.of_chain) {
        for (chain, &group) in chained.chains.list.iter().zip(groups) {
            if matches!(chain.kind, NameKind::Place | NameKind::Country) {
                chain.names.iter().for_each(|&name| know(name, group));
            }
        }
    }
    let mut found = Datelines::default();
    for name in written {
        let group = name.map(|name| {
            *known[names.keys(name).thing as usize].get_or_insert_with(|| {
                let group = identities.count as u32;
                identities.count += 1;
                found.places.push((group, name));
                group
            })
        });
        found.of_article.push(group);
    }
    found
}
