//! The folder in which new bytes wait until every page has been rendered.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::diag::Error;

/// Its name. It lies inside the output folder: there it is sure to be on the same file system, so that a move is a rename.
const NAME: &str = ".dateline-staging";

/// A folder for new bytes, removed at the end whatever happens.
#[derive(Debug)]
pub(crate) struct Staging {
    folder: PathBuf,
}

impl Staging {
    /// Makes it empty. What a killed build left behind goes.
    pub(crate) fn create(out: &Path) -> Result<Self, Error> {
        Self::clear(out)?;
        let folder = out.join(NAME);
        std::fs::create_dir(&folder).map_err(|cause| Error::disk("create", &folder, cause))?;
        Ok(Self { folder })
    }

    /// Removes what a killed build left behind.
    pub(crate) fn clear(out: &Path) -> Result<(), Error> {
        let folder = out.join(NAME);
        match std::fs::remove_dir_all(&folder) {
            Err(cause) if cause.kind() != ErrorKind::NotFound => Err(Error::disk("remove", folder, cause)),
            _ => Ok(()),
        }
    }

    /// Where the bytes of the page at this position wait.
    pub(crate) fn file(&self, at: usize) -> PathBuf {
        self.folder.join(at.to_string())
    }

    /// Keeps the bytes of the page at this position.
    pub(crate) fn stage(&self, at: usize, bytes: &[u8]) -> Result<(), Error> {
        self.stage_named(&at.to_string(), bytes).map(|_| ())
    }

    /// Keeps bytes under a name.
    pub(crate) fn stage_named(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
        let path = self.folder.join(name);
        std::fs::write(&path, bytes).map_err(|cause| Error::disk("write", &path, cause))?;
        Ok(path)
    }

    /// Moves a staged file into place, in one step.
    pub(crate) fn place(staged: &Path, target: &Path) -> Result<(), Error> {
        std::fs::rename(staged, target).map_err(|cause| Error::disk("write", target, cause))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Best effort: the next build clears it too.
        std::fs::remove_dir_all(&self.folder).unwrap_or_default();
    }
}
