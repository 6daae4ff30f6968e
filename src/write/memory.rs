//! What the last build rendered: fingerprint and bytes of each page, so that the next need not render it again.
//!
//! It is only ever a shortcut. It is believed where the same program wrote it and the file still holds the bytes.

use std::collections::BTreeMap;
use std::io::Write as _;

use serde::{Deserialize, Serialize};

use crate::model::page::Fingerprint;
use crate::write::{Digest, Output};

/// Fingerprint and digest of the bytes of each page, by route.
#[derive(Debug, Default)]
pub(crate) struct Memory(BTreeMap<String, (Digest, Digest)>);

/// The form on disk.
#[derive(Serialize, Deserialize)]
struct File {
    program: [u8; 32],
    pages: BTreeMap<String, (Digest, Digest)>,
}

impl Memory {
    /// What is remembered about an output; nothing where another program wrote it or it cannot be read.
    pub(crate) fn read(output: &Output) -> Self {
        let read = || {
            let bytes = std::fs::read(output.memory.as_deref()?).ok()?;
            let file: File = postcard::from_bytes(&bytes).ok()?;
            (file.program == output.program).then_some(Self(file.pages))
        };
        read().unwrap_or_default()
    }

    /// What is to be remembered about these pages.
    pub(crate) fn of<'p>(pages: impl Iterator<Item = (&'p str, Fingerprint, Digest)>) -> Self {
        Self(pages.map(|(route, fingerprint, digest)| (route.to_owned(), (fingerprint.0, digest))).collect())
    }

    /// The digest of the bytes that a page with this fingerprint had.
    pub(crate) fn digest(&self, route: &str, fingerprint: Fingerprint) -> Option<Digest> {
        self.0.get(route).filter(|(known, _)| *known == fingerprint.0).map(|(_, digest)| *digest)
    }

    /// The files below a folder with the digests of their bytes, where all of them had this fingerprint and there are any.
    pub(crate) fn bundle(&self, folder: &str, fingerprint: Fingerprint) -> Option<Vec<(&str, Digest)>> {
        let files = self.0.range(folder.to_owned()..).take_while(|(route, _)| route.starts_with(folder));
        let known = files.map(|(route, (of, digest))| (*of == fingerprint.0).then_some((route.as_str(), *digest)));
        known.collect::<Option<Vec<_>>>().filter(|files| !files.is_empty())
    }

    /// Keeps it for the next build. A failure costs only time, and is not reported.
    pub(crate) fn write(self, output: &Output) {
        let Some(path) = output.memory.as_deref() else {
            return;
        };
        let Ok(bytes) = postcard::to_stdvec(&File { program: output.program, pages: self.0 }) else {
            return;
        };
        let Some(mut file) = path.parent().and_then(|folder| tempfile::NamedTempFile::new_in(folder).ok()) else {
            return;
        };
        if file.write_all(&bytes).is_ok() {
            drop(file.persist(path));
        }
    }
}
