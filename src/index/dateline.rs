//! Where articles were written: the places of their datelines, as actors.
//!
//! A dateline is taken off the text, so it is no mention and stands in no sentence. Its place is the actor that the texts
//! call by that name, or one of its own that nothing but datelines names.

use std::collections::HashMap;

use super::chain::Chains;
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
    written: &[Option<NameId>],
    chains: &[Chains],
    names: &Names<'_>,
    curated: &[(std::sync::Arc<CuratedActor>, Vec<NameId>)],
    identities: &mut Identities,
) -> Datelines {
    let mut known: HashMap<String, u32> = HashMap::new();
    for ((actor, own), &group) in curated.iter().zip(&identities.of_curated) {
        if matches!(actor.kind, Some(ActorKind::Place | ActorKind::Country)) {
            for &name in own {
                known.entry(names.get(name).thing_key()).or_insert(group);
            }
        }
    }
    for (chains, groups) in chains.iter().zip(&identities.of_chain) {
        for (chain, &group) in chains.list.iter().zip(groups) {
            if matches!(chain.kind, NameKind::Place | NameKind::Country) {
                for &name in &chain.names {
                    known.entry(names.get(name).thing_key()).or_insert(group);
                }
            }
        }
    }
    let mut found = Datelines::default();
    for name in written {
        let group = name.map(|name| {
            *known.entry(names.get(name).thing_key()).or_insert_with(|| {
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
