//! Facts of unchanged articles, kept between runs.
//!
//! One file holds what reading and extraction gave for each article of the last run, their diagnostics included, so that
//! an unchanged article repeats its warnings. An entry's key is a digest of everything the result depends on: the bytes
//! of the article and its sidecar, the settings that reading looks at, the names that actor files add, and the program
//! itself. A cache that is damaged, or that another program wrote, is as good as none.

#![expect(clippy::disallowed_methods, reason = "reads and writes the cache folder")]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{BufWriter, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::diag::{Checked, Error};
use crate::model::article::{Article, Format, Source};
use crate::model::corpus::{Curated, CuratedActor};
use crate::model::facts::Facts;

/// What reading and extraction give for one article; `None` where there is nothing to publish.
pub type Extracted = Checked<Option<(Arc<Article>, Arc<Facts>)>>;

/// Digest of everything that an entry depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key([u8; 32]);

/// The first bytes of the file. The number changes with the form.
const MAGIC: &[u8; 16] = b"dateline facts 2";

/// The file's name in the cache folder, and that of the file of fingerprints that `write` keeps beside it.
const FACTS: &str = "facts";
const PAGES: &str = "pages";

/// The entries of an earlier run.
#[derive(Debug, Default)]
pub struct Cache {
    bytes: Vec<u8>,
    index: BTreeMap<Key, Range<usize>>,
}

/// An entry as it goes into the file: the digest of its body, then the body.
#[derive(Clone, Debug)]
pub struct Entry {
    key: Key,
    body: Body,
}

/// What was found for an article.
#[derive(Clone, Debug)]
enum Body {
    /// As it stands in the file of the last run, with its digest.
    Kept(Range<usize>),
    /// Put into bytes when it is written: those of all articles together are larger than all that is in memory else.
    New(Extracted),
}

impl Cache {
    /// The entries that the last run left in a folder; none where there is no file that this program wrote.
    pub fn open(folder: &Path) -> Self {
        let read = || {
            let bytes = std::fs::read(folder.join(FACTS)).ok()?;
            let index = index(&bytes)?;
            Some(Self { bytes, index })
        };
        read().unwrap_or_default()
    }

    /// What an earlier run found for an article, with the entry to carry over to the next file.
    pub fn get(&self, key: Key) -> Option<(Extracted, Entry)> {
        let place = self.index.get(&key)?.clone();
        let sealed = self.bytes.get(place.clone())?;
        let (digest, body) = sealed.split_at_checked(32)?;
        if blake3::hash(body).as_bytes() != digest {
            return None;
        }
        let extracted = postcard::from_bytes(body).ok()?;
        Some((extracted, Entry { key, body: Body::Kept(place) }))
    }

    /// Writes an entry, and returns its length.
    fn write(&self, entry: &Entry, file: &mut impl std::io::Write) -> std::io::Result<u64> {
        let sealed = match &entry.body {
            Body::Kept(place) => Cow::Borrowed(self.bytes.get(place.clone()).unwrap_or_default()),
            Body::New(extracted) => {
                let body = postcard::to_stdvec(extracted).map_err(std::io::Error::other)?;
                let mut sealed = blake3::hash(&body).as_bytes().to_vec();
                sealed.extend(body);
                Cow::Owned(sealed)
            }
        };
        file.write_all(&sealed)?;
        Ok(sealed.len() as u64)
    }

    /// Whether these are just the entries it was opened with.
    fn holds_exactly(&self, entries: &[Entry]) -> bool {
        self.index.len() == entries.len() && entries.iter().all(|entry| self.index.contains_key(&entry.key))
    }

    /// Leaves the entries of this run, new ones and those it gave, in a folder, in place of the last run's. A failure costs only time, and is not
    /// reported.
    pub fn replace(&self, folder: &Path, mut entries: Vec<Entry>) {
        entries.sort_by_key(|entry| entry.key);
        entries.dedup_by_key(|entry| entry.key);
        if self.holds_exactly(&entries) || std::fs::create_dir_all(folder).is_err() {
            return;
        }
        let Some(program) = program() else { return };
        let written = tempfile::NamedTempFile::new_in(folder).and_then(|file| {
            let mut file = BufWriter::new(file);
            file.write_all(MAGIC)?;
            let mut lengths = Vec::with_capacity(entries.len());
            for entry in &entries {
                lengths.push((entry.key, self.write(entry, &mut file)?));
            }
            let tail = postcard::to_stdvec(&(program, lengths)).map_err(std::io::Error::other)?;
            file.write_all(&tail)?;
            file.write_all(&(tail.len() as u64).to_le_bytes())?;
            file.into_inner().map_err(std::io::IntoInnerError::into_error)
        });
        if let Ok(file) = written {
            drop(file.persist(folder.join(FACTS)));
        }
    }
}

impl Entry {
    /// The entry of what was found for an article.
    pub fn new(key: Key, extracted: &Extracted) -> Self {
        Self { key, body: Body::New(extracted.clone()) }
    }
}

/// Where each entry lies in a file; `None` where the file is damaged or of another program.
fn index(bytes: &[u8]) -> Option<BTreeMap<Key, Range<usize>>> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let (rest, length) = rest.split_last_chunk()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let (entries, tail) = rest.split_at_checked(rest.len().checked_sub(length)?)?;
    let (program_then, lengths): ([u8; 32], Vec<(Key, u64)>) = postcard::from_bytes(tail).ok()?;
    if Some(program_then) != program() {
        return None;
    }
    let mut at = MAGIC.len();
    let last = at + entries.len();
    let mut index = BTreeMap::new();
    for (key, length) in lengths {
        let end = at.checked_add(usize::try_from(length).ok()?)?;
        index.insert(key, at..end);
        at = end;
    }
    (at == last).then_some(index)
}

/// What all articles of a run have in common: settings and names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shared {
    settings: [u8; 32],
    names: [u8; 32],
}

impl Shared {
    /// The settings that reading looks at, and the names that the actor files add to the lexicon.
    pub fn new(config: &Config, curated: &Curated) -> Self {
        // Every field is named, so that a new one cannot be forgotten here.
        let Config {
            language,
            time_zone,
            drafts,
            root: _,
            folders: _,
            title: _,
            description: _,
            base_url: _,
            as_of: _,
            jobs: _,
            strict: _,
            reuse: _,
            font: _,
            replace: _,
            exports: _,
            embed: _,
            cards: _,
            search: _,
            publish: _,
            push: _,
            hosting: _,
        } = config;
        let settings = format!("{language:?} {:?} {drafts} {}", time_zone.iana_name(), config.is_site());
        let mut names = blake3::Hasher::new();
        for actor in &curated.actors {
            let CuratedActor { id: _, name, aliases, kind, same_as: _, portrait: _, slug: _, earlier: _, body: _ } =
                &**actor;
            let text = format!("{name:?} {aliases:?} {kind:?}");
            names.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        }
        Self { settings: *blake3::hash(settings.as_bytes()).as_bytes(), names: *names.finalize().as_bytes() }
    }

    /// Whether two differ at most in the names that actor files add.
    pub fn differs_in_names_alone(&self, other: &Self) -> bool {
        self.settings == other.settings
    }

    /// The key of an article.
    pub fn key(self, source: &Source) -> Key {
        let mut hasher = blake3::Hasher::new_keyed(&self.settings);
        hasher.update(&self.names);
        let mut part = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        part(source.id.as_str().as_bytes());
        part(match source.format {
            Format::Wire => b"wire",
            Format::Markdown => b"markdown",
        });
        part(&source.bytes);
        if let Some(sidecar) = &source.sidecar {
            part(sidecar.id.as_str().as_bytes());
            part(&sidecar.bytes);
        }
        Key(*hasher.finalize().as_bytes())
    }
}

/// The digest of the running program, by which a cache knows who wrote it; `None` where the program cannot be read.
///
/// A version number would not do: two builds of one version can find different facts.
pub fn program() -> Option<[u8; 32]> {
    static PROGRAM: OnceLock<Option<[u8; 32]>> = OnceLock::new();
    *PROGRAM.get_or_init(|| {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(std::fs::File::open(std::env::current_exe().ok()?).ok()?).ok()?;
        Some(*hasher.finalize().as_bytes())
    })
}

/// Makes the cache folder, and tells version control to leave it alone. `None` where it cannot be made, which costs only
/// time.
pub fn folder(config: &Config) -> Option<&Path> {
    let folder = config.folders.cache.as_path();
    if !config.reuse {
        return None;
    }
    std::fs::create_dir_all(folder).ok()?;
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        std::fs::write(ignore, "*\n").ok()?;
    }
    Some(folder)
}

/// The file in which fingerprints of written pages are kept.
pub fn pages(folder: &Path) -> PathBuf {
    folder.join(PAGES)
}

/// Removes the cache. Files of others in its folder stay.
///
/// # Errors
///
/// A file cannot be removed.
pub fn clear(folder: &Path) -> Result<(), Error> {
    for name in [FACTS, PAGES, ".gitignore"] {
        let path = folder.join(name);
        if path.is_file() {
            std::fs::remove_file(&path).map_err(|cause| Error::disk("remove", &path, cause))?;
        }
    }
    // It stays where other files are in it.
    std::fs::remove_dir(folder).unwrap_or_default();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Overrides;
    use crate::diag::{Code, Diagnostic};
    use crate::span::SourceId;

    fn source(text: &str) -> Source {
        Source {
            id: SourceId::new("content/articles/a.txt"),
            format: Format::Wire,
            bytes: text.as_bytes().to_vec(),
            sidecar: None,
        }
    }

    fn shared() -> Shared {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let overrides = Overrides { out: Some(folder.path().join("out")), ..Overrides::default() };
        Shared::new(&Config::load(folder.path(), &overrides).expect("valid"), &Curated::default())
    }

    fn extracted(message: &str) -> Extracted {
        let diagnostic = Diagnostic::file(Code::EmptyFile, &SourceId::new("content/articles/a.txt"), message);
        Checked { value: None, diagnostics: vec![diagnostic] }
    }

    #[test]
    fn an_entry_comes_back_with_its_diagnostics() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let key = shared().key(&source("text"));
        let entry = Entry::new(key, &extracted("no text"));
        Cache::default().replace(folder.path(), vec![entry.clone()]);
        let cache = Cache::open(folder.path());
        let (found, again) = cache.get(key).expect("was kept");
        assert_eq!(found, extracted("no text"));
        let bytes = |cache: &Cache, entry: &Entry| {
            let mut bytes = Vec::new();
            cache.write(entry, &mut bytes).expect("there is room in memory");
            bytes
        };
        assert_eq!(bytes(&cache, &again), bytes(&Cache::default(), &entry));
        assert!(Cache::open(folder.path()).get(shared().key(&source("other text"))).is_none());
    }

    #[test]
    fn keys_differ_where_anything_differs() {
        let sidecar = |text: &str| {
            let id = SourceId::new("content/articles/a.meta.json");
            Some(crate::model::article::SidecarFile { id, bytes: text.as_bytes().to_vec() })
        };
        let plain = source("text");
        let moved = Source { id: SourceId::new("content/articles/b.txt"), ..source("text") };
        let markdown = Source { format: Format::Markdown, ..source("text") };
        let beside = Source { sidecar: sidecar("{}"), ..source("text") };
        let other = Source { sidecar: sidecar("[]"), ..source("text") };
        let keys: Vec<_> = [plain, moved, markdown, beside, other, source("texts")]
            .iter()
            .map(|source| shared().key(source))
            .collect();
        for (at, key) in keys.iter().enumerate() {
            assert_eq!(keys.iter().position(|other| other == key), Some(at));
        }
    }

    #[test]
    fn a_damaged_file_is_as_good_as_none() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let key = shared().key(&source("text"));
        let entry = Entry::new(key, &extracted("no text"));
        Cache::default().replace(folder.path(), vec![entry]);
        let path = folder.path().join(FACTS);
        let good = std::fs::read(&path).expect("was written");
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0x55;
            std::fs::write(&path, &bad).expect("written");
            assert!(Cache::open(folder.path()).get(key).is_none(), "byte {at}");
            std::fs::write(&path, &good[..at]).expect("written");
            assert!(Cache::open(folder.path()).get(key).is_none(), "cut at {at}");
        }
    }
}
