//! What kind of thing a name stands for, settled over an article and over the corpus.
//!
//! A tagger decides each mention by itself and is sometimes wrong. One string has one type in an article; over the corpus
//! the type that twice as many articles give wins over the rest; the surname of a person of the article is a person.

use std::collections::{BTreeMap, HashSet};

use super::aspect::Said;
use super::name::{NameId, Names};
use crate::model::facts::NameKind;
use crate::text::gender::Gender;

/// A mention before it is known whom it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spoken {
    /// Its spelling.
    pub(super) name: NameId,
    /// What kind of thing bears the name.
    pub(super) kind: NameKind,
    /// Whether it stands in brackets right after the mention before it: `Kurdistan Workers’ Party (PKK)`.
    pub(super) bracketed: bool,
    /// What its title or given name says of a person.
    pub(super) gender: Option<Gender>,
}

impl Spoken {
    pub(super) fn of(said: &Said<'_>, name: NameId) -> Self {
        Self { name, kind: said.kind, bracketed: said.bracketed, gender: said.gender }
    }
}

/// Fewer articles than this settle nothing by twice the number: the most frequent kind simply wins.
const FEW: u32 = 4;

/// The kind of each string that all articles together are clear about, by the number of its key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Settled(Vec<Option<NameKind>>);

impl Settled {
    /// What articles are clear about, given the strings of each, each once with each of its kinds there. `Acme AG` speaks for
    /// `Acme`.
    pub(super) fn by<'t>(articles: impl Iterator<Item = &'t [(NameId, NameKind)]>, names: &Names) -> Self {
        let mut votes: Vec<[u32; 4]> = vec![[0; 4]; names.number_of_keys()];
        for &(id, kind) in articles.flatten() {
            votes[names.keys(id).thing as usize][kind as usize] += 1;
        }
        Self(votes.iter().map(winner).collect())
    }

    /// The kind of a string; `None` where articles differ.
    pub(super) fn kind(&self, id: NameId, names: &Names) -> Option<NameKind> {
        self.0.get(names.keys(id).thing as usize).copied().flatten()
    }
}

/// The kind that wins, where one does.
fn winner(counts: &[u32; 4]) -> Option<NameKind> {
    let total: u32 = counts.iter().sum();
    // Ties go to the first of the order person, organisation, country, place.
    let (best, &most) = counts.iter().enumerate().rev().max_by_key(|(_, count)| **count)?;
    (total > 0 && (most * 3 >= total * 2 || total < FEW)).then(|| KINDS[best])
}

/// Gives each string the kind that the corpus settled on; the surname of a person of the article is a person.
pub(super) fn settle_finally(article: &mut [Spoken], settled: &Settled, names: &Names) {
    let surnames = surnames(article, names);
    for spoken in article.iter_mut() {
        let name = names.get(spoken.name);
        spoken.kind = if !name.is_full() && surnames.contains(name.surname()) {
            NameKind::Person
        } else {
            settled.kind(spoken.name, names).unwrap_or(spoken.kind)
        };
    }
}

/// The strings of an article, each once with each of its kinds.
pub(super) fn strings(article: &[Spoken]) -> Box<[(NameId, NameKind)]> {
    let mut told: Vec<(NameId, NameKind)> = article.iter().map(|spoken| (spoken.name, spoken.kind)).collect();
    told.sort_unstable();
    told.dedup();
    told.into()
}

/// One string, one kind: the most frequent in the article, of equals the first.
pub(super) fn settle_article(article: &mut [Spoken], names: &Names) {
    let mut votes: BTreeMap<NameId, Vec<(NameKind, u32)>> = BTreeMap::new();
    for spoken in article.iter() {
        let kinds = votes.entry(spoken.name).or_default();
        match kinds.iter_mut().find(|(kind, _)| *kind == spoken.kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((spoken.kind, 1)),
        }
    }
    let surnames = surnames(article, names);
    for spoken in article.iter_mut() {
        let name = names.get(spoken.name);
        // Of equals the first wins: `max_by_key` takes the last, so the list is read from behind.
        let best = votes.get(&spoken.name).and_then(|kinds| kinds.iter().rev().max_by_key(|(_, count)| *count));
        spoken.kind = match best {
            _ if !name.is_full() && surnames.contains(name.surname()) => NameKind::Person,
            Some(&(NameKind::Person, _)) => NameKind::Person,
            _ if name.country.is_some() => NameKind::Country,
            _ if name.organization.is_some() => NameKind::Organization,
            Some(&(kind, _)) => kind,
            None => spoken.kind,
        };
    }
}

/// Surnames of people whom the article names in full.
fn surnames<'n>(article: &[Spoken], names: &'n Names) -> HashSet<&'n str> {
    let people = article.iter().filter(|spoken| spoken.kind == NameKind::Person).map(|spoken| names.get(spoken.name));
    people.filter(|name| name.is_full()).map(|name| name.surname()).collect()
}

/// The kinds in the order of their numbers.
const KINDS: [NameKind; 4] = [NameKind::Person, NameKind::Organization, NameKind::Country, NameKind::Place];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(articles: &[&[(&'static str, NameKind)]], expected: &[&[NameKind]]) {
        let mut names = Names::default();
        let mut spoken: Vec<Vec<Spoken>> = articles
            .iter()
            .map(|article| {
                let spoken = |&(surface, kind): &(&'static str, NameKind)| Spoken {
                    name: names.id(surface),
                    kind,
                    bracketed: false,
                    gender: None,
                };
                article.iter().map(spoken).collect()
            })
            .collect();
        spoken.iter_mut().for_each(|article| settle_article(article, &names));
        let told: Vec<_> = spoken.iter().map(|article| strings(article)).collect();
        let settled = Settled::by(told.iter().map(|strings| &**strings), &names);
        spoken.iter_mut().for_each(|article| settle_finally(article, &settled, &names));
        let kinds: Vec<Vec<NameKind>> =
            spoken.iter().map(|article| article.iter().map(|spoken| spoken.kind).collect()).collect();
        assert_eq!(kinds, expected);
    }

    #[test]
    fn one_string_has_one_kind_in_an_article() {
        use NameKind::{Organization, Place};
        check(
            &[&[("Bayern", Organization), ("Bayern", Place), ("Bayern", Organization)]],
            &[&[Organization, Organization, Organization]],
        );
    }

    #[test]
    fn the_corpus_outvotes_an_article() {
        use NameKind::{Organization, Person};
        check(
            &[&[("Acme", Organization)], &[("Acme", Organization)], &[("Acme", Person)]],
            &[&[Organization], &[Organization], &[Organization]],
        );
    }

    #[test]
    fn a_company_speaks_for_its_short_name() {
        use NameKind::{Organization, Person};
        check(
            &[&[("Acme AG", Organization)], &[("Acme Holding AG", Organization)], &[("Acme", Person)]],
            &[&[Organization], &[Organization], &[Organization]],
        );
    }

    #[test]
    fn the_surname_of_a_person_of_the_article_is_a_person() {
        use NameKind::{Person, Place};
        check(
            &[&[("Denise Lincoln", Person), ("Lincoln", Place)], &[("Lincoln", Place)], &[("Lincoln", Place)]],
            &[&[Person, Person], &[Place], &[Place]],
        );
    }

    #[test]
    fn listed_names_have_their_kind() {
        use NameKind::{Country, Organization, Person, Place};
        check(&[&[("U.S.", Place), ("Pentagon", Place), ("Jordan", Person)]], &[&[Country, Organization, Person]]);
    }
}
