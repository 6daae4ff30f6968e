//! Names that mean the same country or organisation, from word lists in the binary.
//!
//! The lists beside this file hold one country or organisation a line, names separated by `|`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::fold::fold_name;

const COUNTRIES: &str = include_str!("gazetteer/countries.txt");
const ORGANIZATIONS: &str = include_str!("gazetteer/organizations.txt");

/// What kind of organisation a listed one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// A government body, parliament, court or armed service, or a body of several governments.
    Public,
    /// An armed group that is no state's.
    Armed,
    /// Anything else.
    Other,
}

/// An organisation of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The name that readers know it by.
    pub name: &'static str,
    /// What kind of organisation it is.
    pub nature: Nature,
}

/// The usual English name of the country that `name` means, where the list knows it.
pub fn country(name: &str) -> Option<&'static str> {
    static INDEX: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
        let mut index = HashMap::new();
        for line in lines(COUNTRIES) {
            let mut names = line.split('|').map(str::trim);
            let Some(usual) = names.next() else { continue };
            for name in std::iter::once(usual).chain(names) {
                index.insert(fold_name(name), usual);
            }
        }
        index
    });
    INDEX.get(&fold_name(name)).copied()
}

/// The organisation that `name` means, where the list knows it.
pub fn organization(name: &str) -> Option<Listed> {
    static INDEX: LazyLock<HashMap<String, Listed>> = LazyLock::new(|| {
        let mut index = HashMap::new();
        for line in lines(ORGANIZATIONS) {
            let mut names = line.split('|').map(str::trim);
            let (Some(kind), Some(usual)) = (names.next(), names.next()) else { continue };
            let listed = Listed { name: usual, nature: nature(kind) };
            for name in std::iter::once(usual).chain(names) {
                index.insert(fold_name(name), listed);
            }
        }
        index
    });
    INDEX.get(&fold_name(name)).copied()
}

fn nature(kind: &str) -> Nature {
    match kind {
        "public" => Nature::Public,
        "armed" => Nature::Armed,
        _ => Nature::Other,
    }
}

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn spellings_of_a_country_are_one() {
        let check = |name: &str, expected: Option<&str>| assert_eq!(country(name), expected, "{name}");
        check("U.S.", Some("United States"));
        check("the United States of America", Some("United States"));
        check("UAE", Some("United Arab Emirates"));
        check("Britain", Some("United Kingdom"));
        check("Türkiye", Some("Turkey"));
        check("Côte d’Ivoire", Some("Ivory Coast"));
        check("Ruritania", None);
    }

    #[test]
    fn names_of_an_organization_are_one() {
        let check = |name: &str, expected: &str| {
            assert_eq!(organization(name).map(|listed| listed.name), Some(expected), "{name}");
        };
        check("Department of Defense", "Pentagon");
        check("Daesh", "ISIS");
        check("the Islamic State", "ISIS");
        check("E.U.", "European Union");
        assert_eq!(organization("Hezbollah").map(|listed| listed.nature), Some(Nature::Armed));
        assert_eq!(organization("Acme"), None);
    }

    #[test]
    fn no_name_stands_for_two() {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        let countries = lines(COUNTRIES).flat_map(|line| line.split('|').map(move |name| (name, line)));
        let organizations = lines(ORGANIZATIONS).flat_map(|line| line.split('|').skip(1).map(move |name| (name, line)));
        for (name, line) in countries.chain(organizations) {
            let before = seen.insert(fold_name(name), line);
            assert!(before.is_none_or(|before| before == line), "`{name}` stands in two lines");
        }
    }

    #[test]
    fn every_organization_has_a_known_kind() {
        for line in lines(ORGANIZATIONS) {
            let kind = line.split('|').next().map(str::trim).unwrap_or_default();
            assert!(matches!(kind, "public" | "armed" | "other"), "{line}");
        }
    }
}
