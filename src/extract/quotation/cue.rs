//! Verbs that report speech, and what each may be followed by.

use std::sync::LazyLock;

use crate::extract::grammar::{Verb, Word};

/// What may follow a reporting verb.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Frames {
    /// A clause, with or without `that`.
    pub(super) that: bool,
    /// A question: whether, how, what.
    pub(super) whether: bool,
    /// An infinitive.
    pub(super) to: bool,
    /// A noun phrase.
    pub(super) noun: bool,
    /// A noun phrase that is not reported speech.
    pub(super) object: bool,
    /// The person spoken to stands first.
    pub(super) told: bool,
    /// Words between marks, though it takes no clause.
    pub(super) marks: bool,
    /// A verb of thinking or of attitude rather than of saying.
    pub(super) attitude: bool,
    /// Fixed prepositions and particles before the content.
    pub(super) prepositions: Vec<&'static str>,
}

impl Frames {
    /// Whether the verb can frame words between marks.
    pub(super) fn speaks(&self) -> bool {
        self.that || self.marks
    }

    /// The frames of a reporting verb.
    pub(super) fn of(word: Word) -> Option<&'static Self> {
        FRAMES.get(word.verb()?.number())?.as_ref()
    }
}

/// Frames by the number of the verb.
static FRAMES: LazyLock<Vec<Option<Frames>>> = LazyLock::new(|| {
    let mut frames = vec![None; Verb::count() + 1];
    let list = include_str!("../lexicon/cues.txt");
    for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut parts = line.split_whitespace();
        let base = parts.next().unwrap_or_default();
        let verb = Verb::of_base(base).unwrap_or_else(|| panic!("cues.txt: `{base}` is not in verbs.txt"));
        frames[verb.number()] = Some(parse(parts));
    }
    frames
});

fn parse(names: impl Iterator<Item = &'static str>) -> Frames {
    let mut frames = Frames::default();
    for name in names {
        match name {
            "that" => frames.that = true,
            "whether" => frames.whether = true,
            "to" => frames.to = true,
            "noun" => frames.noun = true,
            "object" => frames.object = true,
            "told" => frames.told = true,
            "marks" => frames.marks = true,
            "attitude" => frames.attitude = true,
            preposition => frames.prepositions.push(preposition),
        }
    }
    frames
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cue_is_a_known_verb() {
        assert!(FRAMES.iter().flatten().count() > 200);
    }

    #[test]
    fn frames_follow_the_list() {
        let frames = |base: &str| Verb::of_base(base).and_then(|verb| FRAMES[verb.number()].clone());
        assert!(frames("say").is_some_and(|say| say.that && say.speaks() && !say.told));
        assert!(frames("call").is_some_and(|call| call.noun && call.prepositions == ["for", "on"]));
        assert_eq!(frames("walk"), None);
    }
}
