//! What may have changed on disk since a build looked last.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Changes of files, as far as they are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// Any file may have changed, been made or removed.
    Anything,
    /// These files and folders were written, made, removed or renamed, and no others.
    Paths(BTreeSet<PathBuf>),
}

impl Changes {
    /// No change at all.
    pub fn none() -> Self {
        Self::Paths(BTreeSet::new())
    }

    /// Whether there is nothing to do.
    pub fn is_none(&self) -> bool {
        matches!(self, Self::Paths(paths) if paths.is_empty())
    }

    /// Both changes.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Paths(mut paths), Self::Paths(more)) => {
                paths.extend(more);
                Self::Paths(paths)
            }
            _ => Self::Anything,
        }
    }

    /// Whether a file may have changed.
    pub fn may_touch(&self, file: &Path) -> bool {
        match self {
            Self::Anything => true,
            Self::Paths(paths) => paths.contains(file),
        }
    }

    /// Whether anything at or below a folder, or the folder itself by a change above it, may have changed.
    pub fn may_reach(&self, folder: &Path) -> bool {
        match self {
            Self::Anything => true,
            Self::Paths(paths) => paths.iter().any(|path| path.starts_with(folder) || folder.starts_with(path)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(list: &[&str]) -> Changes {
        Changes::Paths(list.iter().map(PathBuf::from).collect())
    }

    #[test]
    fn changes_add_up() {
        assert_eq!(paths(&["/a"]).and(paths(&["/b"])), paths(&["/a", "/b"]));
        assert_eq!(paths(&["/a"]).and(Changes::Anything), Changes::Anything);
        assert!(Changes::none().and(Changes::none()).is_none());
    }

    #[test]
    fn a_change_reaches_what_lies_below_and_above() {
        let reaches = |change: &str| paths(&[change]).may_reach(Path::new("/site/static"));
        assert!(reaches("/site/static/a.css") && reaches("/site/static") && reaches("/site"));
        assert!(!reaches("/site/statics") && !reaches("/site/content/a.txt"));
    }
}
