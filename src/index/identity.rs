//! Who is who across articles: chains of one person, organisation or place form a group.
//!
//! A wrong join puts words into the wrong mouth, a split only makes a second page. So equal full names join by themselves
//! and everything weaker asks for evidence: other names that the two sides share, the rare ones counting more. Two full
//! names never join because a bare surname fits both. What people wrote in actor files stands above all rules.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::calls::Chained;
use super::context::{Contexts, PARTS};
use super::forest::Forest;
use super::name::{NameId, Names};
use super::variant;
use crate::model::corpus::{ActorKind, CuratedActor};
use crate::model::facts::NameKind;

/// All chains of the corpus, put into groups that will be actors.
#[derive(Debug, Default)]
pub(super) struct Identities {
    /// The group of each chain, by article and chain.
    pub(super) of_chain: Vec<Vec<u32>>,
    /// The number of groups.
    pub(super) count: usize,
    /// The group of each actor file.
    pub(super) of_curated: Vec<u32>,
    /// Bare names that fit several groups and were kept apart.
    pub(super) doubts: Vec<Doubt>,
}

/// A bare name that fits several people or organisations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Doubt {
    /// The group of the bare name.
    pub(super) group: u32,
    /// The groups it could belong to, the likeliest first.
    pub(super) candidates: Vec<u32>,
}

/// Shared context that joins a bare name to the only full one.
const ENOUGH: u32 = 2 * PARTS;
/// Shared context that joins a bare name to one of several; it must also be twice that of the next.
const ENOUGH_AMONG_SEVERAL: u32 = 3 * PARTS;
/// Shared context that joins two bare names, and an organisation's short form to a longer one of another article.
const ENOUGH_BETWEEN_BARE: u32 = 4 * PARTS;
/// A surname that so many full names bear is common, and no spelling variant of another.
const COMMON: usize = 4;

/// Puts all chains into groups.
pub(super) fn resolve(
    chains: &[Arc<Chained>],
    names: &Names,
    curated: &[(Arc<CuratedActor>, Vec<NameId>)],
) -> Identities {
    let mut resolver = Resolver::new(chains, names, curated);
    resolver.join_curated();
    resolver.join_equal();
    resolver.join_middle_names();
    resolver.join_variants();
    resolver.join_kinds_of_bodies();
    let mut doubts = resolver.join_bare_people();
    doubts.extend(resolver.join_short_forms());
    resolver.number(doubts)
}

/// One chain, or one actor file, before it has a group.
#[derive(Clone, Copy, Debug)]
struct Unit<'a> {
    /// The article; `None` for an actor file.
    article: Option<u32>,
    kind: NameKind,
    names: &'a [NameId],
    /// The number by which it counts as a name.
    identity: u32,
    /// Whether it is a person named in full.
    full: bool,
}

struct Resolver<'a> {
    names: &'a Names,
    units: Vec<Unit<'a>>,
    /// The first unit of each article, and one past the last of all.
    starts: Vec<usize>,
    contexts: Contexts<'a>,
    forest: Forest,
}

impl<'a> Resolver<'a> {
    fn new(chains: &'a [Arc<Chained>], names: &'a Names, curated: &'a [(Arc<CuratedActor>, Vec<NameId>)]) -> Self {
        let number = chains.iter().map(|article| article.known_by.len()).sum::<usize>();
        let mut units = Vec::with_capacity(number + curated.len());
        let mut starts = vec![0];
        for (article, chained) in (0..).zip(chains) {
            let chains = chained.chains.list.iter().zip(&chained.known_by);
            units.extend(chains.map(|(chain, &(identity, full))| Unit {
                article: Some(article),
                kind: chain.kind,
                names: &chain.names,
                identity,
                full,
            }));
            starts.push(units.len());
        }
        let contexts = Contexts::new(chains.iter().map(|chained| &*chained.context).collect());
        units.extend(curated.iter().map(|(actor, ids)| {
            let kind = curated_kind(actor, ids, names);
            let (identity, full) = (self::number(kind, ids, names), is_full(kind, ids, names));
            Unit { article: None, kind, names: ids, identity, full }
        }));
        let mut forest = Forest::new(units.len());
        for unit in starts.last().copied().unwrap_or_default()..units.len() {
            forest.pin(unit);
        }
        Self { names, units, starts, contexts, forest }
    }

    fn curated_units(&self) -> std::ops::Range<usize> {
        self.starts.last().copied().unwrap_or_default()..self.units.len()
    }

    /// Full names of a unit of a person.
    fn full_names(&self, unit: usize) -> impl Iterator<Item = NameId> + 'a {
        let (unit, names) = (self.units[unit], self.names);
        unit.names.iter().copied().filter(move |&name| unit.full && names.get(name).is_full())
    }

    /// Every chain that bears a name of an actor file goes there. A full name decides before a bare one, so that an alias
    /// such as a surname does not claim another person of that surname whom the article names in full.
    fn join_curated(&mut self) {
        let mut owners: HashMap<u32, usize> = HashMap::new();
        for unit in self.curated_units() {
            for &name in self.units[unit].names {
                let keys = self.names.keys(name);
                for key in [keys.person, keys.thing] {
                    owners.entry(key).or_insert(unit);
                }
            }
        }
        for unit in (0..self.curated_units().start).filter(|_| !owners.is_empty()) {
            let Unit { kind, names, full, .. } = self.units[unit];
            let found = names.iter().filter(|&&name| !full || self.names.get(name).is_full());
            let found = found.filter_map(|&name| {
                let keys = self.names.keys(name);
                let owner = owners.get(if kind == NameKind::Person { &keys.person } else { &keys.thing })?;
                Some((self.names.get(name).words.len(), std::cmp::Reverse(*owner)))
            });
            if let Some((_, owner)) = found.max() {
                self.forest.join(unit, owner.0);
            }
        }
    }

    /// Equal full names of people, and equal names of anything else, are one.
    fn join_equal(&mut self) {
        let shorts = self.short_forms();
        let mut first: Vec<[Option<u32>; 4]> = vec![[None; 4]; self.names.number_of_keys()];
        for unit in 0..self.units.len() {
            let Unit { kind, identity, names, .. } = self.units[unit];
            let names = names.iter().filter(|&&name| kind == NameKind::Person && self.names.get(name).is_full());
            let apart = kind == NameKind::Person
                || (kind == NameKind::Organization && (shorts.contains_key(&identity) || self.is_kind_of_body(unit)));
            let keys = names.map(|&name| self.names.keys(name).person).chain(Some(identity).filter(|_| !apart));
            for key in keys {
                let Some(kinds) = first.get_mut(key as usize) else { continue };
                let known = *kinds[kind as usize].get_or_insert(unit as u32);
                self.forest.join(unit, known as usize);
            }
        }
    }

    /// Whether a unit is an organisation whose names only say what kind of body it is: every country has a `Foreign Ministry`.
    fn is_kind_of_body(&self, unit: usize) -> bool {
        let unit = &self.units[unit];
        let general = |name: &NameId| self.names.get(*name).kind_of_body;
        unit.article.is_some() && unit.kind == NameKind::Organization && unit.names.iter().all(general)
    }

    /// Bodies that are called by their kind alone are one where their articles are about the same.
    fn join_kinds_of_bodies(&mut self) {
        let mut by_name: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for unit in 0..self.curated_units().start {
            if self.is_kind_of_body(unit) && !self.is_settled(unit) {
                by_name.entry(self.units[unit].identity).or_default().push(unit);
            }
        }
        for (name, units) in by_name {
            self.join_bare_among_themselves(name, &units);
        }
    }

    /// The first bearer of each full name, one per comparison form, in the order of bearers.
    fn full_forms(&self) -> Vec<(NameId, usize)> {
        let mut met: Vec<bool> = vec![false; self.names.number_of_keys()];
        let mut forms = Vec::new();
        for unit in (0..self.units.len()).filter(|&unit| self.units[unit].full) {
            for name in self.full_names(unit) {
                if !std::mem::replace(&mut met[self.names.keys(name).person as usize], true) {
                    forms.push((name, unit));
                }
            }
        }
        forms
    }

    /// `Ann Marsh` and `Ann B. Marsh` are one if all fuller forms agree; father and son would not.
    fn join_middle_names(&mut self) {
        let mut families: BTreeMap<(&str, &str), Vec<(NameId, usize)>> = BTreeMap::new();
        for (name, unit) in self.full_forms() {
            let words = &self.names.get(name).words;
            let first = words.first().map_or("", String::as_str);
            families.entry((first, self.names.get(name).surname())).or_default().push((name, unit));
        }
        for members in families.into_values().filter(|members| members.len() > 1) {
            let words = |name: NameId| &self.names.get(name).words;
            let agree = members.iter().enumerate().all(|(place, (a, _))| {
                members.iter().skip(place + 1).all(|(b, _)| variant::same_but_middle(words(*a), words(*b)))
            });
            if agree {
                for pair in members.windows(2) {
                    self.forest.join(pair[0].1, pair[1].1);
                }
            }
        }
    }

    /// Full names that differ by transliteration or a familiar first name are one if their articles share a rare name,
    /// or if one of them stands in an actor file.
    fn join_variants(&mut self) {
        let forms = self.full_forms();
        let mut bearers: HashMap<&str, usize> = HashMap::new();
        let mut blocks: BTreeMap<String, Vec<(NameId, usize)>> = BTreeMap::new();
        for &(name, unit) in &forms {
            *bearers.entry(self.names.get(name).surname()).or_default() += 1;
            blocks.entry(variant::block(&self.names.get(name).words)).or_default().push((name, unit));
        }
        let mut joins = Vec::new();
        let members = Members::of(&mut self.forest, &self.units);
        let context = |root: usize| members.context(root, &self.contexts);
        let words = |name: NameId| self.names.get(name).words.as_slice();
        for block in blocks.values().filter(|block| block.len() > 1) {
            for (place, &(a, unit_a)) in block.iter().enumerate() {
                for &(b, unit_b) in block.iter().skip(place + 1) {
                    let (name_a, name_b) = (self.names.get(a), self.names.get(b));
                    let common = |surname: &str| bearers.get(surname).is_some_and(|&count| count >= COMMON);
                    let differ = name_a.surname() != name_b.surname();
                    let others = || block.iter().map(|(other, _)| words(*other));
                    let one_name = variant::same_full_name(words(a), words(b))
                        || (variant::same_ends(words(a), words(b))
                            && variant::middles_agree(words(a), words(b), others()));
                    if !one_name || (differ && (common(name_a.surname()) || common(name_b.surname()))) {
                        continue;
                    }
                    let (root_a, root_b) = (self.forest.root(unit_a), self.forest.root(unit_b));
                    let written = self.forest.is_pinned(root_a) || self.forest.is_pinned(root_b);
                    let own = [self.names.keys(a).surname, self.names.keys(b).surname];
                    if written || self.contexts.share_rare(context(root_a), context(root_b), &own) {
                        joins.push((unit_a, unit_b));
                    }
                }
            }
        }
        for (a, b) in joins {
            self.forest.join(a, b);
        }
    }

    /// Bare surnames join the full name of another article by shared context, then each other.
    fn join_bare_people(&mut self) -> Vec<(usize, Vec<usize>)> {
        let members = Members::of(&mut self.forest, &self.units);
        let bearers = self.bearers();
        let mut joins = Vec::new();
        let mut doubts = Vec::new();
        let mut left: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for unit in 0..self.curated_units().start {
            if self.units[unit].kind != NameKind::Person || self.units[unit].full || self.is_settled(unit) {
                continue;
            }
            let Some(&name) = self.units[unit].names.first() else { continue };
            let surname = self.names.keys(name).surname;
            if self.is_given_name_here(unit, name) {
                left.entry(surname).or_default().push(unit);
                continue;
            }
            let (candidates, enough) = match bearers.exact.get(&surname) {
                Some(candidates) => (candidates.clone(), ENOUGH),
                None => (bearers.variants(self.names.get(name).surname()), ENOUGH_AMONG_SEVERAL),
            };
            match self.choose(unit, surname, &candidates, enough, &members) {
                Choice::One(root) => joins.push((unit, root)),
                Choice::None => left.entry(surname).or_default().push(unit),
                Choice::Doubt(roots) => {
                    left.entry(surname).or_default().push(unit);
                    doubts.push((unit, roots));
                }
            }
        }
        for (unit, root) in joins {
            self.forest.join(unit, root);
        }
        for (surname, units) in left {
            self.join_bare_among_themselves(surname, &units);
        }
        doubts
    }

    /// Whether a bare name is the first name of somebody whom its article names in full: of two `Michael`s there, it may be
    /// either, but hardly somebody of another article who has it as a surname.
    fn is_given_name_here(&self, unit: usize, name: NameId) -> bool {
        let Some(article) = self.units[unit].article.map(|article| article as usize) else { return false };
        let bare = self.names.get(name).surname();
        let first = |name: NameId| self.names.get(name).words.first().is_some_and(|first| first == bare);
        (self.starts[article]..self.starts[article + 1]).any(|unit| self.full_names(unit).any(first))
    }

    /// Whether an actor file already has a unit.
    fn is_settled(&mut self, unit: usize) -> bool {
        let root = self.forest.root(unit);
        self.forest.is_pinned(root)
    }

    /// Groups whose full names bear each surname.
    fn bearers(&mut self) -> Bearers {
        let mut bearers = Bearers::default();
        for (name, unit) in self.full_forms() {
            let root = self.forest.root(unit);
            let roots = bearers.exact.entry(self.names.keys(name).surname).or_default();
            if !roots.contains(&root) {
                roots.push(root);
            }
            let surname = self.names.get(name).surname();
            let alike = bearers.skeletons.entry(variant::skeleton(surname)).or_default();
            if !alike.iter().any(|(other, known)| other == surname && *known == root) {
                alike.push((surname.to_owned(), root));
            }
        }
        bearers
    }

    /// Which of several groups a bare name of one article means.
    fn choose(&self, unit: usize, own: u32, candidates: &[usize], enough: u32, members: &Members) -> Choice {
        let Some(article) = self.units[unit].article else { return Choice::None };
        let mut scored: Vec<(u32, usize)> = candidates
            .iter()
            .map(|&root| (self.contexts.shared(article, members.context(root, &self.contexts), own), root))
            .collect();
        scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        match scored.as_slice() {
            [] => Choice::None,
            &[(score, root)] if score >= enough || members.only_written(root) => Choice::One(root),
            [_] => Choice::None,
            &[(best, root), (next, _), ..] if best >= ENOUGH_AMONG_SEVERAL && best >= 2 * next => Choice::One(root),
            several => Choice::Doubt(several.iter().map(|(_, root)| *root).collect()),
        }
    }

    /// What two mentions of one bare name must share. A particle written as a word of its own may be a first name (`Al`), so
    /// less is asked of it.
    fn enough_between_bare(&self, unit: usize) -> u32 {
        let apart = |name: &NameId| {
            let surface = &self.names.get(*name).surface;
            surface.starts_with(char::is_uppercase) && surface.contains(' ')
        };
        let unit = &self.units[unit];
        let less = unit.kind == NameKind::Person && unit.names.iter().any(apart);
        if less { ENOUGH } else { ENOUGH_BETWEEN_BARE }
    }

    /// Joins what is left of one surname, article by article, where the context is strong.
    fn join_bare_among_themselves(&mut self, surname: u32, units: &[usize]) {
        let mut groups: Vec<(usize, Vec<u32>)> = Vec::new();
        for &unit in units {
            let Some(article) = self.units[unit].article else { continue };
            let best = groups
                .iter()
                .enumerate()
                .map(|(place, (_, names))| (self.contexts.shared(article, names, surname), place))
                .max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
            match best {
                Some((score, place)) if score >= self.enough_between_bare(unit) => {
                    let (first, names) = &mut groups[place];
                    names.extend(self.contexts.union(&[article]));
                    names.sort_unstable();
                    names.dedup();
                    self.forest.join(unit, *first);
                }
                _ => groups.push((unit, self.contexts.union(&[article]))),
            }
        }
    }

    /// For each acronym or short form of an organisation, the units that also bear its long form. What only says the kind of
    /// body (`Department of Health`) means another one in the next article.
    fn short_forms(&self) -> BTreeMap<u32, Vec<usize>> {
        let mut shorts: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (unit, known) in self.units.iter().enumerate().filter(|(_, unit)| unit.kind == NameKind::Organization) {
            let own = known.identity;
            let listed = |name: &NameId| self.names.get(*name).organization.is_some();
            for name in known.names.iter().filter(|name| !listed(name)) {
                let key = self.names.keys(*name).thing;
                if key != own && !self.names.get(*name).generic {
                    shorts.entry(key).or_default().push(unit);
                }
            }
        }
        shorts
    }

    /// Acronyms and short forms join the long form that another article gives them.
    fn join_short_forms(&mut self) -> Vec<(usize, Vec<usize>)> {
        let members = Members::of(&mut self.forest, &self.units);
        let mut candidates = self.short_forms();
        for units in candidates.values_mut() {
            for unit in units.iter_mut() {
                *unit = self.forest.root(*unit);
            }
            units.sort_unstable();
            units.dedup();
        }
        let mut joins = Vec::new();
        let mut doubts = Vec::new();
        let mut left: BTreeMap<u32, usize> = BTreeMap::new();
        for unit in 0..self.curated_units().start {
            let known = self.units[unit];
            let own = known.identity;
            let Some(candidates) = candidates.get(&own).filter(|_| known.kind == NameKind::Organization) else {
                continue;
            };
            let acronym = known.names.iter().all(|&name| self.names.get(name).acronym);
            // An acronym of three letters or more that only one organisation bears needs no context: it is one string.
            let long_acronym = acronym && known.names.iter().all(|&name| self.names.get(name).folded.len() > 2);
            let enough = if long_acronym { 0 } else { ENOUGH_BETWEEN_BARE };
            match self.choose(unit, own, candidates, enough, &members) {
                Choice::One(root) => joins.push((unit, root)),
                Choice::None => joins.push((unit, *left.entry(own).or_insert(unit))),
                Choice::Doubt(roots) => {
                    joins.push((unit, *left.entry(own).or_insert(unit)));
                    doubts.push((unit, roots));
                }
            }
        }
        for (unit, root) in joins {
            self.forest.join(unit, root);
        }
        doubts
    }

    /// Numbers the groups by first appearance.
    fn number(mut self, doubts: Vec<(usize, Vec<usize>)>) -> Identities {
        let mut numbers: Vec<Option<u32>> = vec![None; self.units.len()];
        let mut count = 0;
        let groups: Vec<u32> = (0..self.units.len())
            .map(|unit| {
                let root = self.forest.root(unit);
                *numbers[root].get_or_insert_with(|| {
                    count += 1;
                    count - 1
                })
            })
            .collect();
        let mut identities = Identities {
            of_chain: self
                .starts
                .windows(2)
                .map(|bounds| groups.get(bounds[0]..bounds[1]).unwrap_or_default().to_vec())
                .collect(),
            count: count as usize,
            of_curated: groups.get(self.curated_units()).unwrap_or_default().to_vec(),
            doubts: Vec::new(),
        };
        for (unit, roots) in doubts {
            let doubt = Doubt { group: groups[unit], candidates: distinct(roots.iter().map(|&root| groups[root])) };
            let known = identities.doubts.iter().any(|known| known.group == doubt.group);
            if !known && doubt.candidates.len() > 1 && !doubt.candidates.contains(&doubt.group) {
                identities.doubts.push(doubt);
            }
        }
        identities
    }
}

/// What the context says about a bare name.
enum Choice {
    /// It means this group.
    One(usize),
    /// It fits nothing, or too little speaks for the only one it fits.
    None,
    /// It fits several, and none clearly.
    Doubt(Vec<usize>),
}

/// Groups by the surname of their full names.
#[derive(Default)]
struct Bearers {
    exact: BTreeMap<u32, Vec<usize>>,
    skeletons: HashMap<String, Vec<(String, usize)>>,
}

impl Bearers {
    /// Groups whose surname is another spelling of this one.
    fn variants(&self, surname: &str) -> Vec<usize> {
        let alike = self.skeletons.get(&variant::skeleton(surname)).map_or(&[][..], Vec::as_slice);
        let mut groups: Vec<usize> =
            alike.iter().filter(|(other, _)| variant::same_surname(other, surname)).map(|(_, group)| *group).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }
}

/// The articles of each group at the time when it was asked for, and the names in them.
struct Members {
    /// The place of each group among the groups, by its root.
    places: Vec<Option<u32>>,
    groups: Vec<Group>,
}

#[derive(Default)]
struct Group {
    articles: Vec<u32>,
    /// Made when it is first asked for: most groups never are.
    context: OnceCell<Vec<u32>>,
}

impl Members {
    fn of(forest: &mut Forest, units: &[Unit<'_>]) -> Self {
        let mut members = Self { places: vec![None; units.len()], groups: Vec::new() };
        for (unit, known) in units.iter().enumerate() {
            if let Some(article) = known.article {
                let next = members.groups.len() as u32;
                let place = *members.places[forest.root(unit)].get_or_insert(next);
                if place == next {
                    members.groups.push(Group::default());
                }
                members.groups[place as usize].articles.push(article);
            }
        }
        members
    }

    fn group(&self, root: usize) -> Option<&Group> {
        self.groups.get(self.places[root]? as usize)
    }

    /// Whether only an actor file knows a group. Whoever wrote one expects the name in this archive, and there is no article
    /// with the full name whose context could speak for or against.
    fn only_written(&self, root: usize) -> bool {
        self.group(root).is_none()
    }

    /// The names in the articles of a group, ascending.
    fn context(&self, root: usize, contexts: &Contexts<'_>) -> &[u32] {
        self.group(root).map_or(&[], |group| group.context.get_or_init(|| contexts.union(&group.articles)))
    }
}

fn distinct(groups: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut list = Vec::new();
    for group in groups {
        if !list.contains(&group) {
            list.push(group);
        }
    }
    list
}

/// The number by which a chain counts as a name in the context of others: the surname of a person, the longest name of
/// anything else.
pub(super) fn number(kind: NameKind, own: &[NameId], names: &Names) -> u32 {
    let preferred = |name: &&NameId| {
        let name = names.get(**name);
        (name.country.is_some() || name.organization.is_some(), !name.acronym, name.folded.len())
    };
    if kind == NameKind::Person {
        let full = own.iter().find(|&&name| names.get(name).is_full()).or(own.first());
        return full.map_or(u32::MAX, |&name| names.keys(name).surname);
    }
    // Of equals the first in the text wins, so the list is read from behind.
    own.iter().rev().max_by_key(preferred).map_or(u32::MAX, |&name| names.keys(name).thing)
}

/// Whether a chain is a person who is named in full.
pub(super) fn is_full(kind: NameKind, own: &[NameId], names: &Names) -> bool {
    kind == NameKind::Person && own.iter().any(|&name| names.get(name).is_full())
}

/// The kind of an actor file as names are compared; where the file does not say, a listed name decides, else the number
/// of words is no help and it is taken for a person.
fn curated_kind(actor: &CuratedActor, ids: &[NameId], names: &Names) -> NameKind {
    match actor.kind {
        Some(ActorKind::Person) => NameKind::Person,
        Some(ActorKind::Organization | ActorKind::PublicBody | ActorKind::ArmedGroup) => NameKind::Organization,
        Some(ActorKind::Country) => NameKind::Country,
        Some(ActorKind::Place) => NameKind::Place,
        None if ids.iter().any(|&id| names.get(id).country.is_some()) => NameKind::Country,
        None if ids.iter().any(|&id| names.get(id).organization.is_some()) => NameKind::Organization,
        None => NameKind::Person,
    }
}
