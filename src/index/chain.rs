//! Who is who inside one article: mentions of one person, organisation or place form a chain.
//!
//! The rules are those of plain newswire practice. A full name comes first, then the surname: a surname takes the nearest
//! earlier bearer, else the first later one. An organisation is named in full and then by acronym or by the start or end of
//! its name. `al-` and the like never tell two people apart.

use super::kind::Spoken;
use super::name::{NameId, Names, initials_match};
use super::variant;
use crate::model::facts::NameKind;
use crate::text::gazetteer;

/// Mentions of one thing in one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chain {
    /// What kind of thing it is.
    pub(super) kind: NameKind,
    /// Its spellings, each once, in order of appearance.
    pub(super) names: Vec<NameId>,
}

/// All chains of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chains {
    /// In order of appearance of their first full name, or first mention.
    pub(super) list: Vec<Chain>,
    /// The chain of each mention, as a position in `list`.
    pub(super) of_mention: Vec<u32>,
}

/// Words of organisations' names that are no short form of one by themselves.
const GENERIC: &[&str] = &[
    "academy",
    "administration",
    "african",
    "agency",
    "air",
    "alliance",
    "american",
    "arab",
    "army",
    "asian",
    "association",
    "authority",
    "bank",
    "board",
    "brigade",
    "british",
    "bureau",
    "central",
    "centre",
    "center",
    "chamber",
    "china",
    "chinese",
    "church",
    "city",
    "club",
    "college",
    "command",
    "commission",
    "committee",
    "communist",
    "company",
    "conference",
    "congress",
    "corps",
    "council",
    "court",
    "defence",
    "defense",
    "democratic",
    "department",
    "east",
    "election",
    "electoral",
    "embassy",
    "european",
    "federal",
    "federation",
    "finance",
    "force",
    "forces",
    "foreign",
    "foundation",
    "free",
    "french",
    "front",
    "fund",
    "general",
    "german",
    "government",
    "group",
    "guard",
    "health",
    "high",
    "hospital",
    "house",
    "independent",
    "indian",
    "industry",
    "institute",
    "interior",
    "international",
    "iranian",
    "iraqi",
    "israeli",
    "japanese",
    "justice",
    "labor",
    "labour",
    "league",
    "liberal",
    "military",
    "ministry",
    "mission",
    "movement",
    "museum",
    "national",
    "navy",
    "new",
    "news",
    "north",
    "office",
    "oil",
    "organisation",
    "organization",
    "parliament",
    "party",
    "peace",
    "people",
    "peoples",
    "police",
    "popular",
    "progressive",
    "public",
    "red",
    "republican",
    "research",
    "royal",
    "russian",
    "school",
    "security",
    "senate",
    "service",
    "services",
    "social",
    "society",
    "south",
    "state",
    "supreme",
    "team",
    "trade",
    "treasury",
    "union",
    "united",
    "university",
    "us",
    "west",
    "workers",
    "world",
];

/// Joins the mentions of an article.
pub(super) fn chains(mentions: &[Spoken], names: &Names) -> Chains {
    let mut builder = Builder { names, chains: Chains { list: Vec::new(), of_mention: vec![UNSET; mentions.len()] } };
    builder.full_people(mentions);
    builder.things(mentions);
    builder.bare_people(mentions);
    builder.chains
}

/// Marks a mention that has no chain yet. An article has fewer mentions than bytes, and bytes are counted in 32 bits.
const UNSET: u32 = u32::MAX;

struct Builder<'n> {
    names: &'n Names,
    chains: Chains,
}

impl Builder<'_> {
    fn assign(&mut self, mention: usize, chain: usize, name: NameId) {
        self.chains.of_mention[mention] = chain as u32;
        let known = &mut self.chains.list[chain].names;
        if !known.contains(&name) {
            known.push(name);
        }
    }

    fn open(&mut self, kind: NameKind) -> usize {
        self.chains.list.push(Chain { kind, names: Vec::new() });
        self.chains.list.len() - 1
    }

    /// Gives every full name of a person its chain.
    fn full_people(&mut self, mentions: &[Spoken]) {
        for (at, spoken) in people(mentions) {
            if !self.names.get(spoken.name).is_full() {
                continue;
            }
            let found = (0..self.chains.list.len()).find(|&chain| self.is_called(chain, spoken.name));
            let chain = found.unwrap_or_else(|| self.open(NameKind::Person));
            self.assign(at, chain, spoken.name);
        }
    }

    /// Whether a full name is a spelling of a person's chain.
    fn is_called(&self, chain: usize, name: NameId) -> bool {
        let words = &self.names.get(name).words;
        self.chains.list[chain].names.iter().any(|&known| {
            let other = &self.names.get(known).words;
            known == name
                || words == other
                || variant::same_but_middle(words, other)
                || variant::same_full_name(words, other)
                || variant::same_ends(words, other)
                || words.ends_with(other)
                || other.ends_with(words)
                || ends_with_words(&self.names.get(known).folded, &self.names.get(name).folded)
        })
    }

    /// Gives every name of one word its chain.
    fn bare_people(&mut self, mentions: &[Spoken]) {
        let full = self.chains.list.clone();
        for (at, spoken) in people(mentions) {
            if self.chains.of_mention[at] != UNSET {
                continue;
            }
            let word = self.names.get(spoken.name).surname();
            let chain = self
                .bearer(mentions, at, word)
                .or_else(|| {
                    self.only(&full, |words| words.last().is_some_and(|last| variant::same_surname(last, word)))
                })
                .or_else(|| self.only(&full, |words| words.first().is_some_and(|first| first == word)))
                .or_else(|| self.only(&full, |words| words.iter().any(|other| other == word)))
                .or_else(|| self.bare_chain(word))
                .unwrap_or_else(|| self.open(NameKind::Person));
            self.assign(at, chain, spoken.name);
        }
    }

    /// The chain of the nearest earlier full name with this surname, else of the first later one. `Mrs. Rowe` is not Bill Rowe.
    fn bearer(&self, mentions: &[Spoken], at: usize, surname: &str) -> Option<usize> {
        let gender = mentions.get(at).and_then(|spoken| spoken.gender);
        let bears = |&other: &usize| {
            let (Some(spoken), Some(&chain)) = (mentions.get(other), self.chains.of_mention.get(other)) else {
                return false;
            };
            let name = self.names.get(spoken.name);
            let other = matches!((gender, spoken.gender), (Some(one), Some(other)) if one != other);
            chain != UNSET && spoken.kind == NameKind::Person && name.is_full() && name.surname() == surname && !other
        };
        let found = (0..at).rev().find(bears).or_else(|| (at + 1..mentions.len()).find(bears))?;
        Some(self.chains.of_mention[found] as usize)
    }

    /// The only person named in full whose words fit.
    fn only(&self, full: &[Chain], fits: impl Fn(&[String]) -> bool) -> Option<usize> {
        let mut found = full.iter().enumerate().filter(|(_, chain)| {
            let full_names = chain.names.iter().map(|&name| self.names.get(name)).filter(|name| name.is_full());
            chain.kind == NameKind::Person && full_names.into_iter().any(|name| fits(&name.words))
        });
        let (chain, _) = found.next()?;
        found.next().is_none().then_some(chain)
    }

    /// The chain of a surname whose bearer the article never names in full.
    fn bare_chain(&self, word: &str) -> Option<usize> {
        self.chains.list.iter().position(|chain| {
            let mut names = chain.names.iter().map(|&name| self.names.get(name));
            chain.kind == NameKind::Person && names.all(|name| !name.is_full() && name.surname() == word)
        })
    }

    /// Gives organisations, countries and places their chains.
    fn things(&mut self, mentions: &[Spoken]) {
        let mut keys: Vec<(String, usize)> = Vec::new();
        let mut by_name: Vec<(NameId, usize)> = Vec::new();
        for (at, spoken) in mentions.iter().enumerate().filter(|(_, spoken)| spoken.kind != NameKind::Person) {
            if let Some(&(name, chain)) = by_name.iter().find(|(name, _)| *name == spoken.name) {
                self.assign(at, chain, name);
                continue;
            }
            let key = self.names.get(spoken.name).thing_key();
            let known = keys.iter().find(|(other, _)| *other == key).map(|(_, chain)| *chain);
            let chain = known.unwrap_or_else(|| self.open(spoken.kind));
            if known.is_none() {
                keys.push((key, chain));
            }
            by_name.push((spoken.name, chain));
            self.assign(at, chain, spoken.name);
        }
        self.join_forms(mentions, &by_name);
    }

    /// Joins acronyms and short forms of organisations with their long forms.
    fn join_forms(&mut self, mentions: &[Spoken], by_name: &[(NameId, usize)]) {
        let organizations: Vec<(NameId, usize)> = by_name
            .iter()
            .copied()
            .filter(|(_, chain)| self.chains.list[*chain].kind == NameKind::Organization)
            .collect();
        let mut joins: Vec<(usize, usize)> = Vec::new();
        for pair in mentions.windows(2).filter(|pair| pair[1].bracketed) {
            let find = |name: NameId| organizations.iter().find(|(other, _)| *other == name).map(|(_, chain)| *chain);
            let acronyms = pair.iter().filter(|spoken| self.names.get(spoken.name).acronym).count();
            if let (Some(before), Some(inside), 1) = (find(pair[0].name), find(pair[1].name), acronyms) {
                joins.push((before, inside));
            }
        }
        for &(name, chain) in &organizations {
            if let Some(long) = self.long_form(name, chain, &organizations) {
                joins.push((long, chain));
            }
        }
        self.join(&joins);
    }

    /// The chain of the only longer name in the article that an acronym or short form can stand for.
    fn long_form(&self, name: NameId, chain: usize, organizations: &[(NameId, usize)]) -> Option<usize> {
        let short = self.names.get(name);
        if short.organization.is_some() || short.country.is_some() {
            return None;
        }
        let stands_for = |long: &str| {
            if short.acronym { initials_match(&short.folded, long) } else { is_short_form(&short.folded, long) }
        };
        let mut longer: Vec<usize> = organizations
            .iter()
            .filter(|(_, other)| *other != chain)
            .filter(|(other, _)| stands_for(&self.names.get(*other).folded))
            .map(|(_, other)| *other)
            .collect();
        longer.sort_unstable();
        longer.dedup();
        match longer.as_slice() {
            &[only] => Some(only),
            _ => None,
        }
    }

    /// Makes one chain of each pair and closes the gaps in the list.
    fn join(&mut self, joins: &[(usize, usize)]) {
        let mut target: Vec<usize> = (0..self.chains.list.len()).collect();
        for &(a, b) in joins {
            let (a, b) = (root(&target, a), root(&target, b));
            if a != b && !self.listed_apart(a, b) {
                target[a.max(b)] = a.min(b);
                let moved = std::mem::take(&mut self.chains.list[a.max(b)].names);
                self.chains.list[a.min(b)].names.extend(moved);
            }
        }
        let mut position = 0;
        let places: Vec<usize> = (0..target.len())
            .map(|chain| {
                let place = position;
                position += usize::from(target[chain] == chain);
                place
            })
            .collect();
        for chain in self.chains.of_mention.iter_mut().filter(|chain| **chain != UNSET) {
            *chain = places[root(&target, *chain as usize)] as u32;
        }
        self.chains.list.retain(|chain| !chain.names.is_empty());
    }

    /// Whether the word list knows two chains as two organisations.
    fn listed_apart(&self, a: usize, b: usize) -> bool {
        let listed =
            |chain: usize| self.chains.list[chain].names.iter().find_map(|&name| self.names.get(name).organization);
        matches!((listed(a), listed(b)), (Some(a), Some(b)) if a != b)
    }
}

fn people(mentions: &[Spoken]) -> impl Iterator<Item = (usize, Spoken)> {
    mentions.iter().copied().enumerate().filter(|(_, spoken)| spoken.kind == NameKind::Person)
}

fn root(target: &[usize], mut chain: usize) -> usize {
    while target[chain] != chain {
        chain = target[chain];
    }
    chain
}

/// Whether a name says no more than what kind of body it is: `Ministry of Health`.
pub(super) fn is_generic(folded: &str) -> bool {
    folded.split(' ').all(|word| GENERIC.contains(&word) || SMALL.contains(&word))
}

/// Whether a name says what kind of public body it is and not whose: `Foreign Ministry`, but not `Iraqi Ministry of Health`.
pub(super) fn is_kind_of_body(folded: &str) -> bool {
    const BODIES: &[&str] = &[
        "army",
        "assembly",
        "cabinet",
        "court",
        "department",
        "government",
        "ministry",
        "navy",
        "parliament",
        "police",
        "senate",
    ];
    let mut words = folded.split(' ');
    is_generic(folded) && words.clone().any(|word| BODIES.contains(&word)) && !words.any(is_nation)
}

/// Words that join the parts of an organisation's name.
const SMALL: &[&str] = &["and", "for", "in", "of", "on", "the"];

/// Whether one folded name is the start or the end of another that it can stand for.
fn is_short_form(short: &str, long: &str) -> bool {
    let before = long.strip_suffix(short).and_then(|before| before.strip_suffix(' '));
    if let Some(before) = before {
        return !is_generic(short) || is_nation(before);
    }
    let Some(rest) = long.strip_prefix(short).and_then(|rest| rest.strip_prefix(' ')) else { return false };
    let ends_generic = |words: &str| words.rsplit(' ').next().is_some_and(|last| GENERIC.contains(&last));
    let goes_on = rest.split(' ').next().is_some_and(|next| SMALL.contains(&next));
    // `Northport University` is a whole name, and its `School of Law` a part of it; `Post ABC News` are two names.
    let another = if ends_generic(short) { !goes_on } else { rest.contains(' ') && ends_generic(rest) };
    !is_generic(short) && !another
}

/// Whether folded words mean a country or the people of one: `iraqi`, `united states`.
fn is_nation(words: &str) -> bool {
    const ENDINGS: &[&str] = &["an", "ese", "i", "ish"];
    const OTHERS: &[&str] = &["czech", "dutch", "french", "greek", "swiss"];
    let people = || ENDINGS.iter().any(|ending| words.ends_with(ending)) || OTHERS.contains(&words);
    gazetteer::country(words).is_some() || (!words.contains(' ') && people())
}

fn ends_with_words(long: &str, short: &str) -> bool {
    long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::gender::Gender;

    /// Mentions as `p Name`, `o Name`, `c Name`, `l Name` (a place), with `(` before a name in brackets; expected: the
    /// number of the chain of each.
    fn check(mentions: &[&'static str], expected: &[u32]) {
        let mut names = Names::default();
        let spoken: Vec<Spoken> = mentions
            .iter()
            .map(|mention| {
                let (kind, surface) = mention.split_once(' ').expect("a kind and a name");
                let kind = match kind {
                    "p" => NameKind::Person,
                    "o" => NameKind::Organization,
                    "c" => NameKind::Country,
                    _ => NameKind::Place,
                };
                let inside = surface.strip_prefix('(');
                let surface = inside.unwrap_or(surface);
                let (title, surface) = match surface.split_once(". ") {
                    Some((title, name)) if name.starts_with(char::is_uppercase) && title.len() < 4 => (title, name),
                    _ => ("", surface),
                };
                let gender = Gender::of_title(title).or(Gender::of_name(surface, 0, surface));
                Spoken { name: names.id(surface), kind, bracketed: inside.is_some(), gender }
            })
            .collect();
        assert_eq!(chains(&spoken, &names).of_mention, expected, "{mentions:?}");
    }

    #[test]
    fn a_title_tells_two_bearers_of_a_surname_apart() {
        check(&["p Helen Rowe", "p Bill Rowe", "p Mrs. Rowe", "p Mr. Rowe", "p Rowe"], &[0, 1, 0, 1, 1]);
    }

    #[test]
    fn a_surname_takes_the_nearest_earlier_bearer() {
        check(&["p Ana Ruiz", "p Ruiz", "p Tomas Ruiz", "p Ruiz"], &[0, 0, 1, 1]);
    }

    #[test]
    fn a_surname_before_its_bearer_takes_the_first_later_one() {
        check(&["p Ruiz", "p Ana Ruiz", "p Tomas Ruiz"], &[0, 0, 1]);
    }

    #[test]
    fn particles_do_not_count() {
        check(&["p Hassan al-Tamimi", "p Tamimi", "p Al Tamimi", "p al-Tamimi’s"], &[0, 0, 0, 0]);
        check(&["p Frans van der Meer", "p Van der Meer", "p Meer"], &[0, 0, 0]);
    }

    #[test]
    fn first_names_join_only_one_bearer() {
        check(&["p Deng Xiulan", "p Deng"], &[0, 0]);
        check(&["p Ana Ruiz", "p Ana Costa", "p Ana"], &[0, 1, 2]);
    }

    #[test]
    fn longer_and_shorter_full_names_are_one() {
        check(&["p Luisa Maria Ortega Vidal", "p Ortega Vidal", "p Vidal"], &[0, 0, 0]);
        check(&["p George W. Hale", "p George Hale", "p Hale"], &[0, 0, 0]);
        check(&["p William Hale", "p Bill Hale"], &[0, 0]);
        check(&["p Bill Hale", "p William R. Hale Jr."], &[0, 0]);
        check(&["p Zine El Abidine Ben Okafor", "p Ben Okafor"], &[0, 0]);
    }

    #[test]
    fn an_unknown_surname_is_one_person_in_an_article() {
        check(&["p Ruiz", "p Costa", "p Ruiz"], &[0, 1, 0]);
    }

    #[test]
    fn acronyms_join_their_long_form() {
        check(&["o Front for River Safety", "o FRS"], &[0, 0]);
        check(&["o Partiya Example Party", "o (ZZX", "o ZZX"], &[0, 0, 0]);
        check(&["o Front for River Safety", "o Forum of Rural Schools", "o FRS"], &[0, 1, 2]);
    }

    #[test]
    fn short_forms_join_the_only_longer_name() {
        check(&["o Brantford Shipping Lines", "o Brantford"], &[0, 0]);
        check(&["o Brantford Shipping", "o Brantford Steel", "o Brantford"], &[0, 1, 2]);
        check(&["o Ministry of Trade", "o Ministry"], &[0, 1]);
        check(&["o Northport University School of Law", "o Northport University"], &[0, 1]);
        check(&["o United States Navy", "o Navy"], &[0, 0]);
        check(&["o Harbour Navy", "o Navy"], &[0, 1]);
        check(&["o Marlow Institute for River Studies", "o Marlow Institute"], &[0, 0]);
        check(&["o Brantford Post Tern Bay News", "o Brantford Post"], &[0, 1]);
        check(&["o Port Brant Department of Health", "o Department of Health"], &[0, 1]);
        check(&["o Sudanese Parliament", "o Parliament", "o Swiss Parliament"], &[0, 1, 2]);
        check(&["o Sudanese Parliament", "o Parliament"], &[0, 0]);
    }

    #[test]
    fn listed_names_are_one_without_further_evidence() {
        check(&["c U.S.", "c United States", "o Pentagon", "o Defense Department", "o DoD"], &[0, 0, 1, 1, 1]);
        check(&["o ISIS", "o Islamic State", "o Hezbollah"], &[0, 0, 1]);
    }

    #[test]
    fn a_person_and_a_place_of_one_name_stay_two() {
        check(&["p Paris Whitfield", "l Paris", "p Whitfield"], &[0, 1, 0]);
    }
}
