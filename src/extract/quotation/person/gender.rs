//! What is known of the gender of each mention.

use std::collections::HashMap;

use crate::model::facts::Mention;
use crate::text::gender::Gender;

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
    Gender::of_name(text, span.start as usize, span.of(text))
}
