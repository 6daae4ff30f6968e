//! `dateline extract --write`: findings beside the articles, for people to correct.

use std::collections::BTreeSet;

use crate::cli::extract::{Chosen, source_of};
use crate::diag::Error;
use crate::model::metadata::{EventData, Metadata, QuoteData, Review, Target, Targets, sidecar_of};
use crate::pipeline::metadata;
use crate::{read, write};

/// Writes a sidecar beside each chosen article. Returns the number of files that changed.
///
/// One that does not parse is left as it is: what a person decided in it is not known, and would be lost.
pub(crate) fn write(chosen: &Chosen) -> Result<usize, Error> {
    let mut changed = 0;
    for &id in &chosen.articles {
        let article = &chosen.corpus.briefing(id).article;
        let path = chosen.config.root.join(sidecar_of(&article.id));
        let toml = path.with_extension("toml");
        if toml.exists() {
            let cause = std::io::Error::new(
                std::io::ErrorKind::AlreadyExists,
                format!("`{}` describes the article; there can be one sidecar only", toml.display()),
            );
            return Err(Error::disk("write", path, cause));
        }
        let source = source_of(chosen, id)?;
        if source.sidecar.is_some_and(|sidecar| !read::is_sound(&sidecar)) {
            continue;
        }
        let mut document = metadata(&chosen.corpus, id, &source.bytes);
        if let Some(decided) = &article.decided {
            keep(&mut document, decided);
        }
        let mut text = serde_json::to_string_pretty(&document).expect("the document holds nothing that JSON cannot");
        text.push('\n');
        changed += usize::from(write::beside(&path, text.as_bytes())?);
    }
    Ok(changed)
}

/// A finding that a person can decide on.
trait Finding: Clone {
    fn id(&self) -> &str;
    fn review(&self) -> Option<Review>;
    fn at(&self) -> &Targets;
    /// Ids of actors, places and topics that it names.
    fn named(&self) -> Vec<&String>;
}

impl Finding for QuoteData {
    fn id(&self) -> &str {
        &self.id
    }

    fn review(&self) -> Option<Review> {
        self.review
    }

    fn at(&self) -> &Targets {
        &self.at
    }

    fn named(&self) -> Vec<&String> {
        self.speaker.iter().chain(&self.about).collect()
    }
}

impl Finding for EventData {
    fn id(&self) -> &str {
        &self.id
    }

    fn review(&self) -> Option<Review> {
        self.review
    }

    fn at(&self) -> &Targets {
        &self.at
    }

    fn named(&self) -> Vec<&String> {
        self.location.iter().chain(&self.organizer).chain(&self.involved).chain(&self.topics).collect()
    }
}

/// Puts what a person decided in place of what the machine found at the same words, or under the same id.
fn keep(document: &mut Metadata, decided: &Metadata) {
    let mut named = BTreeSet::new();
    merge(&mut document.quotes, &decided.quotes, &mut named);
    merge(&mut document.events, &decided.events, &mut named);
    fn missing<'a, T>(known: &[T], more: &'a [T], id: impl Fn(&T) -> &String, named: &BTreeSet<String>) -> Vec<&'a T> {
        more.iter().filter(|one| named.contains(id(one)) && known.iter().all(|other| id(other) != id(one))).collect()
    }
    let actors = missing(&document.actors, &decided.actors, |actor| &actor.id, &named);
    document.actors.extend(actors.into_iter().cloned());
    let places = missing(&document.places, &decided.places, |place| &place.id, &named);
    document.places.extend(places.into_iter().cloned());
    let topics = missing(&document.topics, &decided.topics, |topic| &topic.id, &named);
    document.topics.extend(topics.into_iter().cloned());
}

fn merge<F: Finding>(found: &mut Vec<F>, decided: &[F], named: &mut BTreeSet<String>) {
    let decided: Vec<_> = decided.iter().filter(|one| one.review().is_some_and(Review::decided)).collect();
    found.retain(|one| !decided.iter().any(|kept| kept.id() == one.id() || same_words(kept.at(), one.at())));
    for kept in decided {
        named.extend(kept.named().into_iter().cloned());
        found.push(kept.clone());
    }
    found.sort_by_key(|one| one.at().0.first().and_then(|target| target.start));
}

/// Whether two findings rest on the same words.
fn same_words(a: &Targets, b: &Targets) -> bool {
    let place = |target: &Target| (target.exact.clone(), target.start);
    a.0.iter().map(place).eq(b.0.iter().map(place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::metadata::QuoteKind;
    use crate::span::SourceId;

    fn quote(id: &str, exact: &str, start: u32, review: Option<Review>) -> QuoteData {
        QuoteData {
            id: id.to_owned(),
            kind: QuoteKind::Direct,
            text: exact.to_owned(),
            speaker: None,
            speaker_as_written: None,
            verb: None,
            date: None,
            about: Vec::new(),
            at: Targets(vec![Target { exact: exact.to_owned(), start: Some(start), ..Target::default() }]),
            confidence: None,
            review,
            speaker_at: None,
            context: None,
        }
    }

    #[test]
    fn decisions_survive_and_replace_what_stands_at_the_same_words() {
        let mut found = Metadata {
            quotes: vec![quote("q1", "one", 0, None), quote("q2", "two", 10, None), quote("q3", "three", 20, None)],
            ..Metadata::default()
        };
        let decided = Metadata {
            quotes: vec![
                quote("q9", "two", 10, Some(Review::Rejected)),
                quote("q3", "three and more", 20, Some(Review::Corrected)),
                quote("q8", "nobody looked", 30, Some(Review::Auto)),
            ],
            ..Metadata::default()
        };
        keep(&mut found, &decided);
        let left: Vec<_> = found.quotes.iter().map(|quote| (quote.id.as_str(), quote.review)).collect();
        assert_eq!(left, [("q1", None), ("q9", Some(Review::Rejected)), ("q3", Some(Review::Corrected))]);
    }

    #[test]
    fn names_of_sidecars() {
        assert_eq!(sidecar_of(&SourceId::new("content/articles/a.b.txt")), "content/articles/a.b.meta.json");
        assert_eq!(sidecar_of(&SourceId::new("a.md")), "a.meta.json");
    }
}
