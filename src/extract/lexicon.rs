//! Word lists: the ones in the binary, and the names that a site's actor files add.

use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::model::corpus::{ActorKind, CuratedActor};
use crate::model::facts::NameKind;
use crate::span::TextSpan;

/// Names that a site adds to the lists in the binary.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    curated: Option<AhoCorasick>,
    /// The kind of the actor behind each pattern, where its file says.
    kinds: Vec<Option<NameKind>>,
}

impl Lexicon {
    /// The lists in the binary and the names and aliases of these actors.
    ///
    /// Names so long that no automaton can hold them add nothing; that takes gigabytes of aliases.
    pub fn new(curated: &[Arc<CuratedActor>]) -> Self {
        let named = curated.iter().flat_map(|actor| {
            let names = std::iter::once(&actor.name).chain(&actor.aliases);
            names.filter(|name| !name.trim().is_empty()).map(|name| (name.trim(), actor.kind.map(name_kind)))
        });
        let (patterns, kinds): (Vec<&str>, Vec<Option<NameKind>>) = named.unzip();
        if patterns.is_empty() {
            return Self::default();
        }
        let curated = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns).ok();
        Self { curated, kinds }
    }

    /// The names of the site's actor files in a text, as whole words with the capitals of the file, and what they are.
    pub(crate) fn names_in<'l>(&'l self, text: &'l str) -> impl Iterator<Item = (TextSpan, Option<NameKind>)> + 'l {
        let matches = self.curated.iter().flat_map(move |curated| curated.find_iter(text));
        matches.filter(move |found| is_whole(text, found.start(), found.end())).map(|found| {
            let span = TextSpan::new(found.start() as u32, found.end() as u32);
            (span, self.kinds.get(found.pattern().as_usize()).copied().flatten())
        })
    }
}

/// Whether no letter or digit touches a stretch of text.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    let after = text.get(end..).and_then(|after| after.chars().next());
    !touches(before) && !touches(after)
}

fn name_kind(kind: ActorKind) -> NameKind {
    match kind {
        ActorKind::Person => NameKind::Person,
        ActorKind::Organization | ActorKind::PublicBody | ActorKind::ArmedGroup => NameKind::Organization,
        ActorKind::Country => NameKind::Country,
        ActorKind::Place => NameKind::Place,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::article::Body;
    use crate::span::SourceId;

    #[test]
    fn names_of_actor_files_are_found_as_whole_words() {
        let actor = CuratedActor {
            id: SourceId::new("content/actors/lind.md"),
            name: "Mara Lind".to_owned(),
            aliases: vec!["Lind".to_owned()],
            kind: Some(ActorKind::Person),
            same_as: Vec::new(),
            portrait: None,
            slug: None,
            earlier: Vec::new(),
            body: Body::default(),
        };
        let lexicon = Lexicon::new(&[Arc::new(actor)]);
        let text = "Lindau welcomed Mara Lind; Lind’s aides and lind-green coats followed.";
        let found: Vec<&str> = lexicon.names_in(text).map(|(span, _)| span.of(text)).collect();
        assert_eq!(found, ["Mara Lind", "Lind"]);
    }
}
