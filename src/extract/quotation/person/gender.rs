//! Which pronoun a person can be meant by, as far as the text or a given name says it.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::model::facts::Mention;

/// A pronoun of the third person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    He,
    She,
}

impl Gender {
    /// What `he` or `she` says; other pronouns say nothing.
    pub(super) fn of_pronoun(pronoun: &str) -> Option<Self> {
        match pronoun {
            "he" | "He" | "HE" => Some(Self::He),
            "she" | "She" | "SHE" => Some(Self::She),
            _ => None,
        }
    }

    /// What the word before a name says: a form of address or an office.
    fn of_title(title: &str) -> Option<Self> {
        match title {
            "Mr" | "Sir" | "King" | "Prince" | "Sheikh" | "Lord" => Some(Self::He),
            "Mrs" | "Ms" | "Miss" | "Queen" | "Princess" | "Lady" | "Dame" | "Sheikha" | "Baroness" => Some(Self::She),
            _ if title.ends_with("woman") => Some(Self::She),
            _ if title.ends_with("man") => Some(Self::He),
            _ => None,
        }
    }

    /// What a given name says.
    fn of_given(name: &str) -> Option<Self> {
        GIVEN.get(name).copied()
    }
}

/// Given names, by the list.
static GIVEN: LazyLock<HashMap<&'static str, Gender>> = LazyLock::new(|| {
    let list = include_str!("../../lexicon/given-names.txt");
    let lines = list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '));
    lines
        .flat_map(|(pronoun, names)| {
            names.split(' ').filter_map(move |name| Some((name, Gender::of_pronoun(pronoun)?)))
        })
        .collect()
});

/// What is known of each mention of an article.
pub(super) struct Genders(Vec<Option<Gender>>);

impl Genders {
    /// Looks at each mention, and at all that share its last word where they agree (`Mrs. Lind … Lind`).
    pub(super) fn of(text: &str, mentions: &[Mention]) -> Self {
        let own: Vec<Option<Gender>> = mentions.iter().map(|mention| own(text, mention)).collect();
        let mut shared: HashMap<&str, Option<Gender>> = HashMap::new();
        for (mention, gender) in mentions.iter().zip(&own) {
            let Some(gender) = *gender else { continue };
            let agreed = shared.entry(last_word(text, mention)).or_insert(Some(gender));
            if *agreed != Some(gender) {
                *agreed = None;
            }
        }
        let known = mentions
            .iter()
            .zip(own)
            .map(|(mention, own)| own.or_else(|| shared.get(last_word(text, mention)).copied().flatten()));
        Self(known.collect())
    }

    pub(super) fn get(&self, mention: usize) -> Option<Gender> {
        self.0.get(mention).copied().flatten()
    }
}

fn last_word<'t>(text: &'t str, mention: &Mention) -> &'t str {
    mention.at.span().of(text).split_whitespace().next_back().unwrap_or_default()
}

fn own(text: &str, mention: &Mention) -> Option<Gender> {
    let span = mention.at.span();
    let before = text.get(..span.start as usize)?.trim_end();
    let title = before.rsplit([' ', '\n']).next().unwrap_or_default().trim_end_matches('.');
    let given = span.of(text).split_once(' ').and_then(|(given, _)| Gender::of_given(given));
    Gender::of_title(title).or(given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_given_name_is_in_both_lists() {
        let list = include_str!("../../lexicon/given-names.txt");
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
}
