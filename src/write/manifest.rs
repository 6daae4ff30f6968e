//! The list of files that dateline wrote, kept beside them.
//!
//! It lies in the output folder as `.dateline-manifest`, so that it goes where the site goes: into a repository, onto
//! another machine. The form is that of `b3sum`, which can check it: `b3sum --check .dateline-manifest`.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use crate::diag::Error;
use crate::write::Digest;
use crate::write::staging::Staging;

/// Its file name.
pub const NAME: &str = ".dateline-manifest";

/// Files that dateline wrote, by route, each with the digest of its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest(pub BTreeMap<String, Digest>);

impl Manifest {
    /// The manifest of a folder; empty where there is none. Lines that name nothing inside the folder are left out.
    ///
    /// # Errors
    ///
    /// There is one, and it cannot be read.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(NAME);
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(Self::parse(&text)),
            Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(cause) => Err(Error::disk("read", path, cause)),
        }
    }

    /// Reads its text. Lines that name nothing inside a folder are left out.
    pub fn parse(text: &str) -> Self {
        Self(text.lines().filter_map(entry).collect())
    }

    /// Its text, one line a file.
    pub fn text(&self) -> String {
        self.0.iter().map(|(route, digest)| line(route, digest)).collect()
    }

    /// The files of both; the digest is the other's where both have one.
    pub(crate) fn union(&self, other: &Self) -> Self {
        Self(self.0.iter().chain(&other.0).map(|(route, digest)| (route.clone(), *digest)).collect())
    }

    /// Puts it into the folder, in one step. A file that says the same is left alone.
    pub(crate) fn write(&self, folder: &Path, staging: &Staging) -> Result<(), Error> {
        let text = self.text();
        let path = folder.join(NAME);
        if std::fs::read(&path).is_ok_and(|before| before == text.as_bytes()) {
            return Ok(());
        }
        let staged = staging.stage_named("manifest", text.as_bytes())?;
        Staging::place(&staged, &path)
    }

    /// Removes it from the folder.
    pub(crate) fn remove(folder: &Path) -> Result<(), Error> {
        let path = folder.join(NAME);
        match std::fs::remove_file(&path) {
            Err(cause) if cause.kind() != ErrorKind::NotFound => Err(Error::disk("remove", path, cause)),
            _ => Ok(()),
        }
    }
}

/// One line. A name with a line feed or backslash is escaped and its line begins with a backslash, as `b3sum` does it.
fn line(route: &str, digest: &Digest) -> String {
    let digest = blake3::Hash::from_bytes(*digest).to_hex();
    if route.contains(['\\', '\n']) {
        format!("\\{digest}  {}\n", route.replace('\\', "\\\\").replace('\n', "\\n"))
    } else {
        format!("{digest}  {route}\n")
    }
}

/// Reads one line. Names that lead out of the folder are refused: a manifest decides what is deleted.
fn entry(line: &str) -> Option<(String, Digest)> {
    let (escaped, rest) = line.strip_prefix('\\').map_or((false, line), |rest| (true, rest));
    let (digest, name) = rest.split_once("  ")?;
    let name = if escaped { unescape(name) } else { name.to_owned() };
    let inside = name.split('/').all(|part| !matches!(part, "" | "." | "..")) && Path::new(&name).is_relative();
    inside.then_some(())?;
    Some((name, *blake3::Hash::from_hex(digest).ok()?.as_bytes()))
}

fn unescape(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut chars = name.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => out.push(if chars.next() == Some('n') { '\n' } else { '\\' }),
            (c, false) => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_the_way_to_the_disk() {
        for route in ["index.html", "a b/c.html", "x\\y", "two\nlines", "ends with n\\"] {
            let written = line(route, &[1; 32]);
            assert_eq!(entry(written.trim_end_matches('\n')), Some((route.to_owned(), [1; 32])), "{written}");
        }
    }

    #[test]
    fn lines_that_lead_out_of_the_folder_are_refused() {
        for route in ["../secret", "a/../../b", "/etc/passwd", "a//b", ""] {
            assert_eq!(entry(line(route, &[1; 32]).trim_end_matches('\n')), None, "{route}");
        }
        assert_eq!(entry("nonsense"), None);
        assert_eq!(entry("abc  index.html"), None);
    }
}
