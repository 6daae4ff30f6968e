//! Parts of URLs: readable, unique, and made of content, never of order.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic};
use crate::span::SourceId;
use crate::text;

/// The first `digits` hexadecimal digits of a BLAKE3 digest of some texts, each ended by a zero byte.
pub(super) fn digest(texts: &[&str], digits: usize) -> String {
    let mut hasher = blake3::Hasher::new();
    for text in texts {
        hasher.update(text.as_bytes()).update(&[0]);
    }
    let hex = hasher.finalize().to_hex();
    hex.chars().take(digits).collect()
}

/// The slug of `name`; where it has no letter or digit, `kind` and a digest of `content`.
pub(super) fn of(name: &str, kind: &str, content: &str) -> String {
    let slug = text::slug(name);
    if slug.is_empty() { format!("{kind}-{}", digest(&[content], 8)) } else { slug }
}

/// Gives each file the slug it asks for. Of several that ask for one, the first by path gets it and each other the first
/// free one of `slug-2`, `slug-3`, …; an error names both files.
///
/// `claims` may be in any order; the answer is in the same order.
pub(super) fn distinct(claims: &[(&SourceId, String)], diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut by_path: Vec<usize> = (0..claims.len()).collect();
    by_path.sort_by_key(|&claim| claims[claim].0);
    let mut owners: BTreeMap<&str, &SourceId> = BTreeMap::new();
    let mut late = Vec::new();
    for &claim in &by_path {
        let (id, wanted) = &claims[claim];
        match owners.get(wanted.as_str()) {
            Some(owner) => late.push((claim, *owner)),
            None => {
                owners.insert(wanted, id);
            }
        }
    }
    let mut slugs: Vec<String> = claims.iter().map(|(_, wanted)| wanted.clone()).collect();
    let mut taken: BTreeSet<String> = slugs.iter().cloned().collect();
    for (claim, owner) in late {
        let (id, wanted) = &claims[claim];
        let free = (2_u32..).map(|number| format!("{wanted}-{number}")).find(|slug| !taken.contains(slug));
        let Some(free) = free else { continue };
        diagnostics.push(duplicate(id, owner, wanted, &free));
        taken.insert(free.clone());
        slugs[claim] = free;
    }
    slugs
}

/// Says that two files ask for one page, and under which slug the later one is published.
pub(super) fn duplicate(id: &SourceId, owner: &SourceId, wanted: &str, slug: &str) -> Diagnostic {
    let message = format!("`{id}` and `{owner}` would both be the page `{wanted}`; this one is published as `{slug}`");
    Diagnostic::file(Code::DuplicateRoute, id, message).hint("rename one of the files, or set `slug` in one of them")
}

/// What an actor's slug is made of.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// The slug its author chose, or the slug of its name.
    pub(super) wanted: String,
    /// Whether an actor file stands behind it.
    pub(super) curated: bool,
    /// The kind in a word, for telling namesakes of different kinds apart.
    pub(super) kind: &'static str,
    /// The first path, in the order of paths, of all articles that name it.
    pub(super) first_path: String,
}

/// Gives namesakes different slugs: one keeps the plain slug, those of another kind add it, the rest a digest of the first
/// path that names them. Actors with a file come first, then countries, then people.
pub(super) fn actors(claims: &[Claim]) -> Vec<String> {
    let rank = |claim: &Claim| {
        let kinds = ["country", "person", "public-body", "organization", "armed-group", "place"];
        (!claim.curated, kinds.iter().position(|kind| *kind == claim.kind))
    };
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&claims[a], &claims[b]);
        (&a.wanted, rank(a), &a.first_path).cmp(&(&b.wanted, rank(b), &b.first_path))
    });
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let plain: BTreeSet<&str> = claims.iter().map(|claim| claim.wanted.as_str()).collect();
    let mut slugs = vec![String::new(); claims.len()];
    for place in order {
        let claim = &claims[place];
        let with_kind = format!("{}-{}", claim.wanted, claim.kind);
        let with_digest = format!("{}-{}", claim.wanted, digest(&[&claim.first_path, claim.kind], 6));
        let free = |slug: &String, own: bool| !taken.contains(slug) && (own || !plain.contains(slug.as_str()));
        let slug = if free(&claim.wanted, true) {
            claim.wanted.clone()
        } else if free(&with_kind, false) {
            with_kind
        } else if free(&with_digest, false) {
            with_digest
        } else {
            // Two namesakes whose first article is the same one: numbered, for want of anything else in the content.
            let numbered = (2_u32..).map(|number| format!("{with_digest}-{number}"));
            numbered.into_iter().find(|slug| free(slug, false)).unwrap_or(with_kind)
        };
        taken.insert(slug.clone());
        slugs[place] = slug;
    }
    slugs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(wanted: &str, kind: &'static str, first_path: &str) -> Claim {
        Claim { wanted: wanted.to_owned(), curated: false, kind, first_path: first_path.to_owned() }
    }

    #[test]
    fn the_later_file_gives_way_and_is_named() {
        let ids = ["b/talks.txt", "a/talks.txt", "a/talks-2.txt"].map(SourceId::new);
        let claims: Vec<_> = ids.iter().map(|id| (id, text::slug(id.stem()))).collect();
        let mut diagnostics = Vec::new();
        assert_eq!(distinct(&claims, &mut diagnostics), ["talks-3", "talks", "talks-2"]);
        assert_eq!(diagnostics.len(), 1);
        assert!(diagnostics[0].message.contains("a/talks.txt") && diagnostics[0].message.contains("b/talks.txt"));
    }

    #[test]
    fn a_name_without_letters_has_a_slug() {
        assert_eq!(of("…", "article", "content/x.txt"), of("", "article", "content/x.txt"));
        assert!(of("…", "article", "content/x.txt").starts_with("article-"));
        assert_ne!(of("…", "article", "content/x.txt"), of("…", "article", "content/y.txt"));
    }

    #[test]
    fn namesakes_have_slugs_of_their_own_in_any_order() {
        let claims = [claim("jordan", "person", "a"), claim("jordan", "country", "b"), claim("jordan", "person", "c")];
        let slugs = actors(&claims);
        assert_eq!(slugs[1], "jordan");
        assert_eq!(slugs[0], "jordan-person");
        assert!(slugs[2].starts_with("jordan-") && slugs[2] != slugs[0]);
        let mut reversed = claims.to_vec();
        reversed.reverse();
        let mut again = actors(&reversed);
        again.reverse();
        assert_eq!(again, slugs);
    }
}
