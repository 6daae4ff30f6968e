//! Which pronoun a person can be meant by, as far as a title or a given name says it.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A pronoun of the third person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// `he`
    He,
    /// `she`
    She,
}

impl Gender {
    /// What `he` or `she` says; other pronouns say nothing.
    pub fn of_pronoun(pronoun: &str) -> Option<Self> {
        match pronoun {
            "he" | "He" | "HE" => Some(Self::He),
            "she" | "She" | "SHE" => Some(Self::She),
            _ => None,
        }
    }

    /// What the word before a name says: a form of address or an office.
    pub fn of_title(title: &str) -> Option<Self> {
        match title {
            "Mr" | "Sir" | "King" | "Prince" | "Sheikh" | "Lord" => Some(Self::He),
            "Mrs" | "Ms" | "Miss" | "Queen" | "Princess" | "Lady" | "Dame" | "Sheikha" | "Baroness" => Some(Self::She),
            _ if title.ends_with("woman") => Some(Self::She),
            _ if title.ends_with("man") => Some(Self::He),
            _ => None,
        }
    }

    /// What a given name says.
    pub fn of_given(name: &str) -> Option<Self> {
        GIVEN.get(name).copied()
    }

    /// What the text says of a name that begins at the byte `start`: the title before it, else the given name.
    pub fn of_name(text: &str, start: usize, name: &str) -> Option<Self> {
        let before = text.get(..start)?.trim_end();
        let title = before.rsplit([' ', '\n']).next().unwrap_or_default().trim_end_matches('.');
        Self::of_title(title).or_else(|| name.split_once(' ').and_then(|(given, _)| Self::of_given(given)))
    }
}

/// Given names, by the list.
static GIVEN: LazyLock<HashMap<&'static str, Gender>> = LazyLock::new(|| {
    let list = include_str!("gender/given-names.txt");
    let lines = list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '));
    lines
        .flat_map(|(pronoun, names)| {
            names.split(' ').filter_map(move |name| Some((name, Gender::of_pronoun(pronoun)?)))
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_given_name_is_in_both_lists() {
        let list = include_str!("gender/given-names.txt");
        let names = list.lines().filter(|line| !line.starts_with('#')).flat_map(|line| line.split(' ').skip(1));
        assert_eq!(names.count(), GIVEN.len());
        assert_eq!(Gender::of_given("Angela"), Some(Gender::She));
        assert_eq!(Gender::of_given("Mustafa"), Some(Gender::He));
        assert_eq!(Gender::of_given("Kim"), None);
    }

    #[test]
    fn titles() {
        assert_eq!(Gender::of_title("spokeswoman"), Some(Gender::She));
        assert_eq!(Gender::of_title("Chairman"), Some(Gender::He));
        assert_eq!(Gender::of_title("Minister"), None);
    }

    #[test]
    fn a_title_outranks_a_given_name() {
        let text = "Mrs. Rowe and Bill Rowe met Ms. Ali Ruiz.";
        let check = |name: &str, expected| assert_eq!(Gender::of_name(text, text.find(name).unwrap(), name), expected);
        check("Rowe", Some(Gender::She));
        check("Bill Rowe", Some(Gender::He));
        check("Ali Ruiz", Some(Gender::She));
    }
}
