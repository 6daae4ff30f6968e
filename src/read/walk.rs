//! Finding the files of a site.

#![expect(clippy::disallowed_methods, reason = "the only place of this stage that touches the disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use walkdir::{DirEntry, WalkDir};

use crate::config::Config;
use crate::diag::{Checked, Code, Diagnostic, Error};
use crate::model::article::{Format, SidecarFile, Source};
use crate::span::SourceId;

/// The size in bytes of the largest file that is read: 10 MiB, some fifty times a long report.
pub const LARGEST_FILE: u64 = 10 * 1024 * 1024;

/// Content that was found and not read yet, each list in path order.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Articles, with their sidecars.
    pub articles: Vec<Listed>,
    /// Actor files.
    pub actors: Vec<Listed>,
    /// Topic files.
    pub topics: Vec<Listed>,
    /// Pages that are no article.
    pub pages: Vec<Listed>,
}

/// A file of the content, with the sidecar that stands beside it.
#[derive(Clone, Debug)]
pub struct Listed {
    entry: Entry,
    format: Format,
    sidecar: Option<Entry>,
}

/// What tells one state of a file from another without reading it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    number: u64,
}

/// The stamps of a file and its sidecar.
pub type Stamps = (Stamp, Option<Stamp>);

/// Finds all content files below the folders of the configuration.
///
/// Hidden files and folders, the output and the cache are left out. Symbolic links are followed.
///
/// # Errors
///
/// A folder of content exists and cannot be listed.
pub fn listing(config: &Config) -> Result<Checked<Listing>, Error> {
    let mut diagnostics = Vec::new();
    let mut list = |folder: Option<&Path>, formats: &[Format]| -> Result<Vec<Listed>, Error> {
        folder.map_or(Ok(Vec::new()), |folder| Ok(content(folder, formats, config)?.take(&mut diagnostics)))
    };
    let value = Listing {
        articles: list(Some(&config.folders.articles), &[Format::Wire, Format::Markdown])?,
        actors: list(config.folders.actors.as_deref(), &[Format::Markdown])?,
        topics: list(config.folders.topics.as_deref(), &[Format::Markdown])?,
        pages: list(config.folders.pages.as_deref(), &[Format::Markdown])?,
    };
    Ok(Checked { value, diagnostics })
}

/// A file that was found, not read yet.
#[derive(Clone, Debug)]
struct Entry {
    id: SourceId,
    path: PathBuf,
    stamp: Stamp,
}

impl Listed {
    /// The file's id.
    pub fn id(&self) -> &SourceId {
        &self.entry.id
    }

    /// The file's path, and that of its sidecar.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        std::iter::once(&self.entry).chain(&self.sidecar).map(|entry| entry.path.as_path())
    }

    /// The file and its sidecar as they were when they were listed.
    pub fn stamps(&self) -> Stamps {
        (self.entry.stamp, self.sidecar.as_ref().map(|sidecar| sidecar.stamp))
    }

    /// Looks at the files again. `false` where one of them is no longer a file.
    pub fn look_again(&mut self) -> bool {
        std::iter::once(&mut self.entry).chain(&mut self.sidecar).all(|entry| {
            let metadata = entry.path.metadata().ok().filter(fs::Metadata::is_file);
            metadata.map(|metadata| entry.stamp = Stamp::of(&metadata)).is_some()
        })
    }

    /// Reads the file. `None` where it cannot be read; a finding says why.
    pub fn source(&self) -> Checked<Option<Source>> {
        let mut diagnostics = Vec::new();
        let sidecar = self.sidecar.as_ref().and_then(|entry| {
            let bytes = bytes(entry).take(&mut diagnostics)?;
            Some(SidecarFile { id: entry.id.clone(), bytes })
        });
        let value = bytes(&self.entry).take(&mut diagnostics).map(|bytes| Source {
            id: self.entry.id.clone(),
            format: self.format,
            bytes,
            sidecar,
        });
        Checked { value, diagnostics }
    }
}

impl Stamp {
    fn of(metadata: &fs::Metadata) -> Self {
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(metadata);
        #[cfg(not(unix))]
        let number = 0;
        Self { size: metadata.len(), modified: metadata.modified().ok(), number }
    }
}

/// Whether a later change of a file or its sidecar would show in these stamps. A file that is written twice within the grain
/// of the file system's clock has one stamp for two states.
pub fn tell(stamps: &Stamps) -> bool {
    const GRAIN: Duration = Duration::from_secs(2);
    let now = SystemTime::now();
    let apart = |modified: SystemTime| now.duration_since(modified).unwrap_or_else(|error| error.duration());
    let tells = |stamp: &Stamp| stamp.modified.is_some_and(|modified| apart(modified) > GRAIN);
    tells(&stamps.0) && stamps.1.as_ref().is_none_or(tells)
}

/// All files of some formats below a folder. A folder that does not exist holds none.
fn content(folder: &Path, formats: &[Format], config: &Config) -> Result<Checked<Vec<Listed>>, Error> {
    if !folder.exists() {
        return Ok(Checked::clean(Vec::new()));
    }
    // The walk would report an unreadable folder like any file in it.
    fs::read_dir(folder).map_err(|cause| Error::disk("list", folder, cause))?;
    let (entries, mut diagnostics) = list(folder, config);
    let mut sidecars = Sidecars::among(&entries);
    let value = entries
        .iter()
        .filter_map(|entry| {
            let format = format(&entry.path).filter(|format| formats.contains(format))?;
            let sidecar = formats.contains(&Format::Wire).then(|| sidecars.of(entry)).flatten();
            Some(Listed { entry: entry.clone(), format, sidecar: sidecar.cloned() })
        })
        .collect();
    if formats.contains(&Format::Wire) {
        diagnostics.extend(sidecars.left_over());
    }
    Ok(Checked { value, diagnostics })
}

/// All regular files below a folder, by id.
fn list(folder: &Path, config: &Config) -> (Vec<Entry>, Vec<Diagnostic>) {
    let skipped: Vec<PathBuf> = [&config.folders.out, &config.folders.cache]
        .into_iter()
        .flat_map(|path| [Some(path.clone()), path.canonicalize().ok()])
        .flatten()
        .collect();
    let kept = |entry: &DirEntry| {
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        entry.depth() == 0 || !hidden && !skipped.iter().any(|path| path == entry.path())
    };
    let mut entries = Vec::new();
    let mut diagnostics = Vec::new();
    for found in WalkDir::new(folder).follow_links(true).into_iter().filter_entry(kept) {
        match found {
            Ok(entry) if entry.file_type().is_file() => {
                let stamp = entry.metadata().map_or(Stamp::default(), |metadata| Stamp::of(&metadata));
                entries.push(Entry { id: id(entry.path(), config), path: entry.into_path(), stamp });
            }
            // Folders are walked; pipes and devices are no content.
            Ok(_) => {}
            Err(error) => diagnostics.push(failed(&error, folder, config)),
        }
    }
    entries.sort_by(|a, b| a.id.cmp(&b.id));
    (entries, diagnostics)
}

/// The path below the site's root, with `/` between the parts; the whole path for a file outside.
fn id(path: &Path, config: &Config) -> SourceId {
    let below = path.strip_prefix(&config.root).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    SourceId::new(&parts.join("/"))
}

fn format(path: &Path) -> Option<Format> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "txt" => Some(Format::Wire),
        "md" => Some(Format::Markdown),
        _ => None,
    }
}

/// What stood in the way of the walk.
fn failed(error: &walkdir::Error, folder: &Path, config: &Config) -> Diagnostic {
    let path = error.path().unwrap_or(folder);
    let place = id(path, config);
    if let Some(ancestor) = error.loop_ancestor() {
        let message = format!("this link leads back to `{}`", id(ancestor, config));
        return Diagnostic::file(Code::LinkLoop, &place, message).hint("remove the link");
    }
    let cause = error.io_error();
    if cause.is_some_and(|cause| cause.kind() == ErrorKind::NotFound) {
        let target =
            fs::read_link(path).map_or_else(|_| "its target".to_owned(), |target| format!("`{}`", target.display()));
        let message = format!("this link leads to {target}, which does not exist");
        return Diagnostic::file(Code::DanglingLink, &place, message).hint("restore the target, or remove the link");
    }
    // The system reports a link that leads to itself as too many levels of links.
    let message = cause.map_or_else(|| error.to_string(), ToString::to_string);
    if fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink()) {
        return Diagnostic::file(Code::LinkLoop, &place, format!("cannot follow this link: {message}"))
            .hint("remove the link");
    }
    unreadable(&place, &message)
}

fn unreadable(id: &SourceId, cause: &str) -> Diagnostic {
    Diagnostic::file(Code::Unreadable, id, format!("cannot read: {cause}")).hint("check who may read the file")
}

/// The bytes of a file that is not too large.
fn bytes(entry: &Entry) -> Checked<Option<Vec<u8>>> {
    let mut bytes = Vec::with_capacity(entry.stamp.size.min(LARGEST_FILE) as usize + 1);
    let read = if entry.stamp.size > LARGEST_FILE {
        Ok(0)
    } else {
        // The file may have grown since it was listed.
        File::open(&entry.path).and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes))
    };
    let found = match read {
        Err(cause) => unreadable(&entry.id, &cause.to_string()),
        Ok(len) if entry.stamp.size.max(len as u64) > LARGEST_FILE => {
            let message =
                format!("the file holds {} bytes; at most {LARGEST_FILE} are read", entry.stamp.size.max(len as u64));
            Diagnostic::file(Code::TooLarge, &entry.id, message).hint("split the file, or remove it from the content")
        }
        Ok(_) => return Checked::clean(Some(bytes)),
    };
    Checked { value: None, diagnostics: vec![found] }
}

/// The sidecars of a folder, by path without `.meta.json` or `.meta.toml`.
struct Sidecars<'a> {
    files: BTreeMap<&'a str, &'a Entry>,
    used: BTreeSet<&'a str>,
    /// A second sidecar of the same article.
    surplus: Vec<(&'a Entry, &'a Entry)>,
}

impl<'a> Sidecars<'a> {
    fn among(entries: &'a [Entry]) -> Self {
        let mut sidecars = Self { files: BTreeMap::new(), used: BTreeSet::new(), surplus: Vec::new() };
        for entry in entries {
            let path = entry.id.as_str();
            let Some(name) = path.strip_suffix(".meta.json").or_else(|| path.strip_suffix(".meta.toml")) else {
                continue;
            };
            match sidecars.files.get(name) {
                Some(first) => sidecars.surplus.push((entry, first)),
                None => {
                    sidecars.files.insert(name, entry);
                }
            }
        }
        sidecars
    }

    /// The sidecar of an article.
    fn of(&mut self, article: &Entry) -> Option<&'a Entry> {
        let name = article.id.as_str().rsplit_once('.')?.0;
        let (key, entry) = self.files.get_key_value(name)?;
        self.used.insert(key);
        Some(entry)
    }

    /// Findings about sidecars that belong to no article, and second ones of an article.
    fn left_over(&self) -> impl Iterator<Item = Diagnostic> {
        let alone = self.files.iter().filter(|(name, _)| !self.used.contains(*name)).map(|(name, entry)| {
            let message = format!("no article `{name}.txt` or `{name}.md` stands beside this sidecar");
            Diagnostic::file(Code::StaleFinding, &entry.id, message).hint("rename it after its article, or remove it")
        });
        let surplus = self.surplus.iter().map(|(entry, first)| {
            let message = format!("the article has another sidecar, `{}`, which is used", first.id);
            Diagnostic::file(Code::StaleFinding, &entry.id, message).hint("keep one of the two")
        });
        alone.chain(surplus)
    }
}
