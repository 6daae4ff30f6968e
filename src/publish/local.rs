//! The site as it stands in the output folder, and whether it is fit to be published.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::config::publish::Compress;
use crate::config::{Config, is_local};
use crate::diag::Error;
pub use crate::publish::compress::Coding;
use crate::publish::plan::UNKNOWN;
use crate::publish::record::{Record, inputs};
use crate::publish::{compress, kind};
use crate::write::{Digest, Manifest};

/// What may be published though it had better not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allow {
    /// A site older than its content.
    Stale,
    /// A site whose content has errors.
    Errors,
    /// A site with drafts in it.
    Drafts,
    /// A site built for an address of one's own machine.
    Localhost,
}

/// A note at a target that keeps files compressed in place of the originals. The digests in the manifest are those of what
/// readers get, so they do not tell the two apart.
const INSTEAD: &str = ".dateline-gzip";
const INSTEAD_TEXT: &str =
    "Files here may be stored as gzip. The digests in the list of files are of what is in them.\n";

/// The files to publish, by route.
#[derive(Clone, Debug, Default)]
pub struct Local {
    folder: PathBuf,
    files: BTreeMap<String, File>,
}

/// A file to publish.
#[derive(Clone, Debug)]
pub struct File {
    /// Digest of its bytes; of a compressed file, those that are in it.
    pub digest: Digest,
    /// Bytes on disk, before compressing.
    pub size: u64,
    /// Where the bytes come from.
    pub origin: Origin,
}

/// Where the bytes of a file come from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// From the file of this route.
    Disk,
    /// They are here.
    Bytes(Vec<u8>),
    /// From a file on disk, compressed.
    Compressed {
        /// The file's route.
        from: String,
        /// How.
        coding: Coding,
    },
}

impl Local {
    /// Reads what was built, and refuses what is not fit to be published.
    ///
    /// # Errors
    ///
    /// There is no finished build, or it is older than its content, has errors, holds drafts or was built for this machine,
    /// and that was not allowed.
    pub fn read(config: &Config, allow: &[Allow]) -> Result<Self, Error> {
        let folder = config.folders.out.clone();
        let manifest = Manifest::read(&folder)?;
        if manifest.0.is_empty() {
            return Err(unfit(format!("nothing is built in `{}`", folder.display()), "run `dateline build` first"));
        }
        check(Record::read(&folder).as_ref(), config, allow)?;
        Self::of(&folder, manifest)
    }

    /// The files of a folder that a manifest lists.
    ///
    /// # Errors
    ///
    /// One of them is not there.
    pub fn of(folder: &Path, manifest: Manifest) -> Result<Self, Error> {
        let files = manifest.0.into_iter().map(|(route, digest)| {
            let path = folder.join(&route);
            let size = std::fs::metadata(&path).map_err(|cause| Error::disk("read", path, cause))?.len();
            Ok((route, File { digest, size, origin: Origin::Disk }))
        });
        Ok(Self { folder: folder.to_owned(), files: files.collect::<Result<_, Error>>()? })
    }

    /// Adds a file that the target needs and the site has none of.
    pub fn add(&mut self, route: &str, bytes: Vec<u8>) {
        let file =
            File { digest: *blake3::hash(&bytes).as_bytes(), size: bytes.len() as u64, origin: Origin::Bytes(bytes) };
        self.files.entry(route.to_owned()).or_insert(file);
    }

    /// Adds compressed copies, or puts them in place of their originals.
    pub fn compress(&mut self, how: Option<Compress>) {
        let Some(how) = how else { return };
        let worth: Vec<(String, File)> = self
            .files
            .iter()
            .filter(|(route, file)| is_worth(route, file))
            .map(|(route, file)| (route.clone(), file.clone()))
            .collect();
        for (route, file) in worth {
            let mut add = |name: String, coding: Coding| {
                let origin = Origin::Compressed { from: route.clone(), coding };
                self.files.insert(name, File { origin, ..file.clone() });
            };
            match how {
                Compress::Beside => {
                    for coding in [Coding::Gzip, Coding::Brotli] {
                        add(format!("{route}.{}", coding.extension()), coding);
                    }
                }
                Compress::Instead => add(route.clone(), Coding::Gzip),
            }
        }
        if how == Compress::Instead {
            self.add(INSTEAD, INSTEAD_TEXT.as_bytes().to_vec());
        }
    }

    /// Whether the file at a route is at the target, where a manifest lists what is there. Nothing is compressed to see it.
    pub(crate) fn is_there(&self, route: &str, there: &Manifest) -> bool {
        let (Some(file), Some(digest)) = (self.files.get(route), there.0.get(route)) else { return false };
        match &file.origin {
            // A run that changes an original says so of its copies too, before it sends either.
            Origin::Compressed { from, .. } if from != route => *digest != UNKNOWN && self.is_there(from, there),
            _ => *digest == file.digest && (!is_worth(route, file) || self.is_stored_alike(there)),
        }
    }

    /// Whether files are stored at the target in the form in which they would be sent: compressed, or as they are.
    fn is_stored_alike(&self, there: &Manifest) -> bool {
        self.files.get(INSTEAD).map(|file| file.digest) == there.0.get(INSTEAD).copied()
    }

    /// The files, by route.
    pub fn files(&self) -> &BTreeMap<String, File> {
        &self.files
    }

    /// The bytes of a file as they are to be sent.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or is not what the build wrote.
    pub fn bytes(&self, route: &str) -> Result<Vec<u8>, Error> {
        let Some(file) = self.files.get(route) else { return Ok(Vec::new()) };
        match &file.origin {
            Origin::Bytes(bytes) => Ok(bytes.clone()),
            Origin::Disk => self.read_checked(route, file.digest),
            Origin::Compressed { from, coding } => Ok(coding.compress(&self.read_checked(from, file.digest)?)),
        }
    }

    fn read_checked(&self, route: &str, digest: Digest) -> Result<Vec<u8>, Error> {
        let path = self.folder.join(route);
        let bytes = std::fs::read(&path).map_err(|cause| Error::disk("read", &path, cause))?;
        if *blake3::hash(&bytes).as_bytes() == digest {
            return Ok(bytes);
        }
        Err(unfit(format!("`{}` was changed since it was built", path.display()), "run `dateline build` again"))
    }
}

/// Whether a file is compressed where that is asked for.
fn is_worth(route: &str, file: &File) -> bool {
    kind::is_compressible(route) && file.size >= compress::SMALLEST
}

fn check(record: Option<&Record>, config: &Config, allow: &[Allow]) -> Result<(), Error> {
    let allowed = |what| allow.contains(&what);
    let Some(record) = record else {
        return if allowed(Allow::Stale) { Ok(()) } else { Err(no_record()) };
    };
    if record.errors > 0 && !allowed(Allow::Errors) {
        return Err(unfit(
            match record.errors {
                1 => "the site was built from content with an error".to_owned(),
                errors => format!("the site was built from content with {errors} errors"),
            },
            "correct them and build again, or add `--allow errors`",
        ));
    }
    if record.drafts && !allowed(Allow::Drafts) {
        return Err(unfit(
            "the site was built with drafts".to_owned(),
            "build without `--drafts`, or add `--allow drafts`",
        ));
    }
    if let Some(url) = record.base_url.as_deref().filter(|url| is_local(url) && !allowed(Allow::Localhost)) {
        return Err(unfit(
            format!("the site was built for `{url}`, which nobody else can open"),
            "set `base_url` and build again, or add `--allow localhost`",
        ));
    }
    if !allowed(Allow::Stale) && record.inputs != inputs(config) {
        return Err(unfit(
            "the site is older than its content".to_owned(),
            "run `dateline build` again, or add `--allow stale`",
        ));
    }
    Ok(())
}

fn no_record() -> Error {
    unfit(
        "nothing says what the site was built from".to_owned(),
        "run `dateline build`, which leaves a note for publishing where the site names a target, or add `--allow stale`",
    )
}

fn unfit(message: String, hint: &str) -> Error {
    Error::Publish { message, hint: Some(hint.to_owned()) }
}
