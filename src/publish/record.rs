//! What `dateline build` leaves for `dateline publish`: a small file that says what the site was built from and how.
//!
//! It lies in the output folder as `.dateline-build` and is never sent. Only a site that names a target gets one.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::config::{self, Config};
use crate::diag::{Diagnostic, Error, Severity};
use crate::write::MANIFEST;

/// Its file name.
pub const NAME: &str = ".dateline-build";

/// The folders of a site that a build reads.
const READ: [&str; 4] = ["content", "data", "static", "templates"];

/// What was built.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Digest of everything that was read.
    pub inputs: String,
    /// Digest of the list of files that was written, so that a site that something else wrote into the folder is not
    /// taken for this one.
    pub output: String,
    /// Errors that the content had.
    pub errors: usize,
    /// Whether drafts are in it.
    pub drafts: bool,
    /// Where it was built to stand.
    pub base_url: Option<String>,
}

impl Record {
    /// The record of a build that begins now. To be asked before the build reads anything: what changes while it runs is
    /// then taken for newer than the site, never for part of it.
    ///
    /// `None` for a site that names no target.
    pub fn begin(config: &Config) -> Option<Self> {
        (!config.publish.is_empty()).then(|| Self {
            inputs: inputs(config),
            output: String::new(),
            errors: 0,
            drafts: config.drafts,
            base_url: config.base_url.clone(),
        })
    }

    /// Leaves it in the output folder of a finished build.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn keep(mut self, found: &[Diagnostic], config: &Config) -> Result<(), Error> {
        self.errors = found.iter().filter(|found| found.severity == Severity::Error).count();
        self.output = output(&config.folders.out);
        let path = config.folders.out.join(NAME);
        let text = serde_json::to_string_pretty(&self).expect("strings and numbers can always be written") + "\n";
        if std::fs::read_to_string(&path).is_ok_and(|before| before == text) {
            return Ok(());
        }
        std::fs::write(&path, text).map_err(|cause| Error::disk("write", path, cause))
    }

    /// The record in an output folder; `None` where there is none that is about what lies there.
    pub fn read(folder: &Path) -> Option<Self> {
        let record: Self = serde_json::from_slice(&std::fs::read(folder.join(NAME)).ok()?).ok()?;
        (record.output == output(folder)).then_some(record)
    }

    /// Takes it away with the rest of the site.
    ///
    /// # Errors
    ///
    /// The file cannot be removed.
    pub fn clear(folder: &Path) -> Result<(), Error> {
        let path = folder.join(NAME);
        match std::fs::remove_file(&path) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(Error::disk("remove", path, cause)),
            _ => Ok(()),
        }
    }
}

fn output(folder: &Path) -> String {
    blake3::hash(&std::fs::read(folder.join(MANIFEST)).unwrap_or_default()).to_hex().to_string()
}

/// A digest of all files that a build may read. It depends on names and bytes alone, so that a copy of the site has the
/// same; what `[publish]` says does not count.
pub fn inputs(config: &Config) -> String {
    let mut files: Vec<PathBuf> = READ
        .iter()
        .flat_map(|name| WalkDir::new(config.root.join(name)).follow_links(true))
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    files.sort();
    let digests: Vec<[u8; 32]> = files
        .par_iter()
        .map(|path| {
            let below = path.strip_prefix(&config.root).unwrap_or(path).to_string_lossy().replace('\\', "/");
            let bytes = std::fs::read(path).unwrap_or_default();
            let mut hasher = blake3::Hasher::new();
            hasher.update(below.as_bytes()).update(&[0]).update(&bytes);
            *hasher.finalize().as_bytes()
        })
        .collect();
    let mut all = blake3::Hasher::new();
    for digest in &digests {
        all.update(digest);
    }
    all.update(settings(&config.root).as_bytes());
    all.finalize().to_hex().to_string()
}

/// What `dateline.toml` says, without the targets, in a fixed order.
fn settings(root: &Path) -> String {
    let text = std::fs::read_to_string(root.join(config::FILE)).unwrap_or_default();
    let Ok(mut table) = text.parse::<toml::Table>() else { return text };
    table.remove("publish");
    table.to_string()
}
