//! Actors by the words of their names: for completing a name while it is typed.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::corpus::Actor;
use crate::model::page::Fingerprint;
use crate::render::actor;
use crate::render::search::FORMAT;
use crate::render::search::shard::{self, File};
use crate::render::search::token::tokens;
use crate::render::site::Site;

/// How large a file becomes, in bytes.
const LONGEST: usize = 12 * 1024;

/// Actors listed under one word: those of whom most articles speak.
const MOST: usize = 200;

/// An actor as the client reads it.
#[derive(Debug, Serialize)]
struct Name<'a>(
    /// The name.
    &'a str,
    /// The slug.
    &'a str,
    /// How many articles name it.
    usize,
    /// What it is, in words.
    &'a str,
    /// Words of other spellings.
    String,
);

/// All names as files, and the key of each file.
pub(super) fn files(site: &Site<'_>) -> (Vec<File>, Vec<String>) {
    let actors = &site.corpus.actors;
    let names: Vec<Name<'_>> = actors.iter().map(|actor| name(site, actor)).collect();
    let mut listed: Vec<(String, usize)> = Vec::new();
    for (at, (actor, Name(_, _, _, _, others))) in actors.iter().zip(&names).enumerate() {
        let own = words(&actor.name).into_iter().chain(others.split(' ').map(str::to_owned));
        listed.extend(own.filter(|word| !word.is_empty()).map(|word| (word, at)));
    }
    listed.sort_by(|a, b| {
        shard::order(&a.0, &b.0).then(names[b.1].2.cmp(&names[a.1].2)).then_with(|| names[a.1].1.cmp(names[b.1].1))
    });
    let (mut files, mut keys) = (Vec::new(), Vec::new());
    let (mut held, mut size, mut before): (BTreeSet<usize>, usize, &str) = (BTreeSet::new(), 0, "");
    for same in listed.chunk_by(|a, b| a.0 == b.0) {
        let more: Vec<usize> = same.iter().take(MOST).map(|(_, at)| *at).collect();
        let length: usize = more.iter().map(|at| names[*at].length()).sum();
        if keys.is_empty() || size + length > LONGEST {
            close(&mut files, &names, &mut held);
            keys.push(shard::between(before, &same[0].0).to_owned());
            size = 0;
        }
        size += more.iter().filter(|at| !held.contains(at)).map(|at| names[*at].length()).sum::<usize>();
        held.extend(more);
        before = &same[0].0;
    }
    close(&mut files, &names, &mut held);
    (files, keys)
}

fn close(files: &mut Vec<File>, names: &[Name<'_>], held: &mut BTreeSet<usize>) {
    if held.is_empty() {
        return;
    }
    let list: Vec<&Name<'_>> = held.iter().map(|at| &names[*at]).collect();
    files.push((format!("n{}", files.len()), serde_json::json!([list])));
    held.clear();
}

impl Name<'_> {
    /// About how many bytes it takes.
    fn length(&self) -> usize {
        self.0.len() + self.1.len() + self.3.len() + self.4.len() + 20
    }
}

fn name<'a>(site: &Site<'a>, actor: &'a Actor) -> Name<'a> {
    let own = words(&actor.name);
    let others: BTreeSet<String> = spellings(actor).flat_map(words).filter(|word| !own.contains(word)).collect();
    let others: Vec<String> = others.into_iter().collect();
    Name(&actor.name, &actor.slug, actor.articles.len(), actor::kind(site, actor.kind), others.join(" "))
}

/// What else an actor is called.
fn spellings(actor: &Actor) -> impl Iterator<Item = &str> {
    let curated = actor.curated.iter().flat_map(|file| file.aliases.iter().map(String::as_str));
    actor.aliases.iter().map(|alias| alias.surface.as_str()).chain(curated)
}

/// A digest of all that the names are made from.
pub(super) fn digest(site: &Site<'_>) -> Fingerprint {
    let mut hasher = blake3::Hasher::new();
    hasher.update(FORMAT);
    for actor in &site.corpus.actors {
        let own = [actor.name.as_str(), &actor.slug, actor::kind(site, actor.kind)];
        for text in own.into_iter().chain(spellings(actor)) {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
        hasher.update(&(actor.articles.len() as u64).to_le_bytes());
    }
    Fingerprint(*hasher.finalize().as_bytes())
}

/// The words of a name, each once.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    tokens(name, |word| {
        if !words.iter().any(|other| other == word) {
            words.push(word.to_owned());
        }
    });
    words
}
