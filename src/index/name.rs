//! One spelling of a name, taken apart for comparison.

use std::collections::HashMap;

use super::chain;
use crate::text::fold::fold_name;
use crate::text::gazetteer;

/// A spelling's place in [`Names`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NameId(u32);

impl NameId {
    /// Position among all spellings.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// All spellings that were met, each taken apart once. Which number a spelling or a key has depends on when it was met first,
/// so no result may depend on the order of numbers.
#[derive(Debug, Default)]
pub(super) struct Names {
    list: Vec<(Name, Keys)>,
    known: HashMap<String, NameId>,
    keys: HashMap<String, u32>,
}

/// The comparison forms of a spelling, as numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keys {
    pub(super) person: u32,
    pub(super) surname: u32,
    pub(super) thing: u32,
}

impl Names {
    /// The id of a spelling.
    pub(super) fn id(&mut self, surface: &str) -> NameId {
        if let Some(&id) = self.known.get(surface) {
            return id;
        }
        let name = Name::of(surface);
        let keys = Keys {
            person: self.number(name.person_key()),
            surname: self.number(name.surname().to_owned()),
            thing: self.number(name.thing_key()),
        };
        let id = NameId(self.list.len() as u32);
        self.list.push((name, keys));
        self.known.insert(surface.to_owned(), id);
        id
    }

    fn number(&mut self, key: String) -> u32 {
        let next = self.keys.len() as u32;
        *self.keys.entry(key).or_insert(next)
    }

    /// How many keys there are.
    pub(super) fn number_of_keys(&self) -> usize {
        self.keys.len()
    }

    /// The spelling of an id.
    pub(super) fn get(&self, id: NameId) -> &Name {
        &self.list[id.index()].0
    }

    /// The comparison forms of an id.
    pub(super) fn keys(&self, id: NameId) -> Keys {
        self.list[id.index()].1
    }
}

/// A spelling, with the forms by which it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// As written.
    pub(super) surface: String,
    /// Folded: case, dots, accents and a leading article do not count.
    pub(super) folded: String,
    /// The words that tell a person's name from another's: folded, without particles (`al-`, `bin`, `von`) and
    /// generational suffixes. Never empty for a name that has a letter or digit.
    pub(super) words: Vec<String>,
    /// The country it means, from the word list.
    pub(super) country: Option<&'static str>,
    /// The organisation it means, from the word list.
    pub(super) organization: Option<gazetteer::Listed>,
    /// Whether it is written like an acronym: `PKK`, `U.N.`.
    pub(super) acronym: bool,
    /// Whether it says no more than what kind of body it is.
    pub(super) generic: bool,
    /// Whether it says what kind of public body it is and not whose.
    pub(super) kind_of_body: bool,
}

/// Words that stand before a surname and are often left out or written in several ways.
const PARTICLES: &[&str] = &[
    "abu", "al", "ar", "as", "ash", "at", "az", "ben", "bin", "bint", "da", "das", "de", "del", "della", "den", "der",
    "di", "do", "dos", "du", "el", "ibn", "la", "le", "ter", "ul", "van", "von", "zu",
];

/// Particles that begin a name as a first name does where they are written apart and with a capital: `Ben Okafor`, not
/// `ben Okafor` or `Ash-Shami`.
const FIRST_NAMES_TOO: &[&str] = &["Ash", "Ben"];

/// Words after a surname that are no part of it.
const GENERATIONS: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// Endings of company names that are left out in running text.
const COMPANY_SUFFIXES: &[&str] = &[
    "ag",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "gmbh",
    "group",
    "holding",
    "holdings",
    "inc",
    "incorporated",
    "limited",
    "llc",
    "llp",
    "ltd",
    "nv",
    "oyj",
    "plc",
    "sa",
    "spa",
    "se",
];

impl Name {
    /// Takes a spelling apart.
    pub(super) fn of(surface: &str) -> Self {
        let folded = fold_name(surface);
        let organization = listed(surface);
        Self {
            words: person_words(surface, &folded),
            country: gazetteer::country(surface),
            acronym: is_acronym(surface),
            generic: chain::is_generic(&folded),
            kind_of_body: organization.is_none() && chain::is_kind_of_body(&folded),
            organization,
            surface: surface.to_owned(),
            folded,
        }
    }

    /// The last word of a person's name.
    pub(super) fn surname(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    /// Whether a person's name has more than one word that counts.
    pub(super) fn is_full(&self) -> bool {
        self.words.len() > 1
    }

    /// The form by which a person's full name is compared.
    pub(super) fn person_key(&self) -> String {
        self.words.join(" ")
    }

    /// The form by which a country, place or organisation is compared: its name in the word list, or the folded name
    /// without the ending of a company.
    pub(super) fn thing_key(&self) -> String {
        if let Some(country) = self.country {
            return fold_name(country);
        }
        if let Some(listed) = self.organization {
            return fold_name(listed.name);
        }
        american(without_company_suffix(&self.folded))
    }
}

/// The organisation that a name means, also where the body it belongs to stands before it: `U.N. World Food Program`.
fn listed(surface: &str) -> Option<gazetteer::Listed> {
    const BEFORE: &[&str] = &["U.N.", "UN", "United Nations", "U.S.", "US", "United States"];
    let without = |before: &&str| surface.strip_prefix(before).and_then(|rest| rest.strip_prefix(' '));
    let respelled = || Some(american(surface)).filter(|other| other != surface);
    gazetteer::organization(surface)
        .or_else(|| BEFORE.iter().find_map(without).and_then(gazetteer::organization))
        .or_else(|| respelled().and_then(|other| listed(&other)))
}

/// A name of an organisation in American spelling: papers on either side of the ocean write the names of the other as their own.
fn american(name: &str) -> String {
    const SPELLINGS: &[(&str, &str)] = &[
        ("centre", "center"),
        ("centres", "centers"),
        ("defence", "defense"),
        ("labour", "labor"),
        ("organisation", "organization"),
        ("organisations", "organizations"),
        ("programme", "program"),
    ];
    let spelled = |word: &str| SPELLINGS.iter().find(|(british, _)| word.eq_ignore_ascii_case(british));
    if !name.split(' ').any(|word| spelled(word).is_some()) {
        return name.to_owned();
    }
    let words = name.split(' ').map(|word| spelled(word).map_or(word, |(_, american)| american));
    words.collect::<Vec<_>>().join(" ")
}

/// The words of a name that count for a person.
fn person_words(surface: &str, folded: &str) -> Vec<String> {
    let mut words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    while words.len() > 1 && words.last().is_some_and(|last| GENERATIONS.contains(last)) {
        words.pop();
    }
    let first_name = surface.split_once(' ').is_some_and(|(first, _)| FIRST_NAMES_TOO.contains(&first));
    let tells = |(place, word): &(usize, &&str)| !PARTICLES.contains(*word) || (*place == 0 && first_name);
    let telling: Vec<String> = words.iter().enumerate().filter(tells).map(|(_, word)| (*word).to_owned()).collect();
    if telling.is_empty() { words.into_iter().map(str::to_owned).collect() } else { telling }
}

fn without_company_suffix(folded: &str) -> &str {
    let mut name = folded;
    while let Some((before, last)) = name.rsplit_once(' ') {
        if !COMPANY_SUFFIXES.contains(&last) {
            break;
        }
        name = before;
    }
    name
}

fn is_acronym(surface: &str) -> bool {
    let letters = surface.chars().filter(|c| c.is_alphabetic()).count();
    let upper = surface.chars().filter(|c| c.is_uppercase()).count();
    (2..=7).contains(&letters)
        && !surface.contains(' ')
        && (upper == letters || (letters > 2 && upper + 1 == letters && !surface.starts_with(char::is_lowercase)))
}

/// Whether an acronym is made of the initials of a folded long name, with or without its small words.
pub(super) fn initials_match(acronym: &str, long: &str) -> bool {
    const SMALL: &[&str] = &["of", "and", "the", "for", "in", "on", "to"];
    let initials = |keep_small: bool| -> String {
        let words = long.split(' ').filter(|word| keep_small || !SMALL.contains(word));
        words.filter_map(|word| word.chars().next()).collect()
    };
    let wanted: String = acronym.chars().filter(char::is_ascii_alphanumeric).collect();
    long.contains(' ') && (initials(false) == wanted || initials(true) == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_person() {
        let check = |surface: &str, expected: &[&str]| assert_eq!(Name::of(surface).words, expected, "{surface}");
        check("Mustafa al-Kadhimi", &["mustafa", "kadhimi"]);
        check("Al Kadhimi", &["kadhimi"]);
        check("Mohammed bin Salman", &["mohammed", "salman"]);
        check("Ursula von der Leyen", &["ursula", "leyen"]);
        check("Robert Downey Jr.", &["robert", "downey"]);
        check("Jean-Luc Picard", &["jean", "luc", "picard"]);
        check("Al", &["al"]);
        check("Ben Okafor", &["ben", "okafor"]);
        check("Zine ben Okafor", &["zine", "okafor"]);
        check("Ash-Shami", &["shami"]);
    }

    #[test]
    fn companies_lose_their_legal_form() {
        let check = |surface: &str, expected: &str| assert_eq!(Name::of(surface).thing_key(), expected, "{surface}");
        check("Acme Holdings Ltd.", "acme");
        check("The Acme Company", "acme");
        check("Group", "group");
        check("U.S.", "united states");
        check("DoD", "pentagon");
        check("U.N. World Food Program", "world food programme");
        check("Harbour Centre for Defence", "harbour center for defense");
        check("US Centres for Disease Control", "cdc");
        check("U.N. Harbour Fund", "un harbour fund");
    }

    #[test]
    fn acronyms() {
        let check = |surface: &str, expected: bool| assert_eq!(Name::of(surface).acronym, expected, "{surface}");
        check("PKK", true);
        check("U.N.", true);
        check("DoD", true);
        check("MPs", true);
        check("Oman", false);
        check("A", false);
        check("UN SC", false);
    }

    #[test]
    fn initials_with_and_without_small_words() {
        assert!(initials_match("doj", "department of justice"));
        assert!(
            initials_match("sawc", "society for animals with care")
                || initials_match("sawc", "south african water council")
        );
        assert!(initials_match("bofe", "bank of finland east"));
        assert!(!initials_match("b", "bank"));
        assert!(!initials_match("pkk", "kurdistan workers party"));
    }
}
