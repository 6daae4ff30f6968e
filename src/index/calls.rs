//! What names stand in each article, and which of them mean one thing there.
//!
//! All of it comes from one article, but for the kinds that the corpus settled on. So it is carried over with the article
//! (`memo`), and found anew where one of its names has become of another kind.

use std::sync::Arc;

use rayon::prelude::*;

use super::aspect::{Named, Said};
use super::chain::{self, Chains};
use super::identity;
use super::kind::{self, Settled, Spoken};
use super::memo::Kept;
use super::name::{NameId, Names};
use crate::model::facts::NameKind;

/// The names of all articles.
#[derive(Debug, Default)]
pub(super) struct Calls {
    pub(super) names: Names,
    heard: Vec<Heard>,
    settled: Settled,
    pub(super) chained: Vec<Arc<Chained>>,
}

/// The names in an article as it has them by itself.
#[derive(Debug)]
struct Heard {
    spoken: Box<[Spoken]>,
    /// The same, each name once with each of its kinds.
    strings: Box<[(NameId, NameKind)]>,
    /// The place in its dateline.
    place: Option<NameId>,
}

/// The names in an article once the corpus has settled what they are.
#[derive(Debug)]
pub(super) struct Chained {
    pub(super) chains: Chains,
    /// What chains are made of.
    pub(super) parts: Box<[Part]>,
    /// By chain: the number by which it counts as a name, and whether it is a person named in full.
    pub(super) known_by: Box<[(u32, bool)]>,
    /// The numbers of all chains, ascending, each once.
    pub(super) context: Box<[u32]>,
}

/// The mentions of a chain with one spelling and of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    pub(super) chain: u32,
    pub(super) name: NameId,
    pub(super) kind: NameKind,
    pub(super) mentions: u32,
}

impl Calls {
    /// Brings all up to date.
    pub(super) fn follow(&mut self, articles: &[Named<'_>], kept: &Kept) {
        let heard = std::mem::take(&mut self.heard);
        let names = &mut self.names;
        self.heard = kept.carry(heard, |place| hear(&articles[place], names));
        let settled = Settled::by(self.heard.iter().map(|heard| &*heard.strings), &self.names);
        let before = std::mem::replace(&mut self.settled, settled);
        let same = |id: NameId| before.kind(id, &self.names) == self.settled.kind(id, &self.names);
        let chained = kept.carried(std::mem::take(&mut self.chained)).zip(&self.heard);
        let chained: Vec<Option<Arc<Chained>>> = chained
            .map(|(known, heard)| {
                known.filter(|_| before == self.settled || heard.strings.iter().all(|(id, _)| same(*id)))
            })
            .collect();
        let make = |(known, heard): (Option<Arc<Chained>>, &Heard)| {
            known.unwrap_or_else(|| Arc::new(chained_up(heard, &self.settled, &self.names)))
        };
        self.chained = chained.into_par_iter().zip(&self.heard).map(make).collect();
    }

    /// The place in the dateline of each article.
    pub(super) fn places(&self) -> impl Iterator<Item = Option<NameId>> {
        self.heard.iter().map(|heard| heard.place)
    }
}

fn hear(article: &Named<'_>, names: &mut Names) -> Heard {
    let mut spoken: Vec<Spoken> =
        article.said().map(|said: Said<'_>| Spoken::of(&said, names.id(said.surface))).collect();
    kind::settle_article(&mut spoken, names);
    Heard {
        strings: kind::strings(&spoken),
        place: article.place().map(|place| names.id(place)),
        spoken: spoken.into(),
    }
}

fn chained_up(heard: &Heard, settled: &Settled, names: &Names) -> Chained {
    let mut spoken = heard.spoken.clone();
    kind::settle_finally(&mut spoken, settled, names);
    let chains = chain::chains(&spoken, names);
    let known_by: Box<[(u32, bool)]> = chains
        .list
        .iter()
        .map(|chain| {
            (identity::number(chain.kind, &chain.names, names), identity::is_full(chain.kind, &chain.names, names))
        })
        .collect();
    let mut context: Vec<u32> = known_by.iter().map(|(number, _)| *number).collect();
    context.sort_unstable();
    context.dedup();
    Chained { parts: parts(&spoken, &chains), chains, known_by, context: context.into() }
}

fn parts(spoken: &[Spoken], chains: &Chains) -> Box<[Part]> {
    let part = |(said, &chain): (&Spoken, &u32)| Part { chain, name: said.name, kind: said.kind, mentions: 1 };
    let mut parts: Vec<Part> = spoken.iter().zip(&chains.of_mention).map(part).collect();
    parts.sort_unstable();
    parts.dedup_by(|next, kept| {
        let same = (next.chain, next.name, next.kind) == (kept.chain, kept.name, kept.kind);
        kept.mentions += if same { next.mentions } else { 0 };
        same
    });
    parts.into()
}
