//! Watching where the system does not tell: looking at all files every now and then.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::WalkDir;

/// What all files looked like at one time.
#[derive(Debug, Default)]
pub(super) struct Snapshot(BTreeMap<PathBuf, Look>);

/// What tells one state of a file from another without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    size: u64,
    modified: Option<SystemTime>,
    number: u64,
}

impl Snapshot {
    /// Looks at all files below these folders (depth 1 where that is said) that matter.
    pub(super) fn of(folders: &[(PathBuf, bool)], matters: impl Fn(&Path) -> bool) -> Self {
        let mut files = BTreeMap::new();
        for (folder, whole) in folders {
            let depth = if *whole { usize::MAX } else { 1 };
            let walk = WalkDir::new(folder).follow_links(true).max_depth(depth).into_iter();
            let kept = walk.filter_entry(|entry| entry.depth() == 0 || matters(entry.path()));
            for entry in kept.flatten().filter(|entry| !entry.file_type().is_dir()) {
                if let Ok(metadata) = entry.metadata() {
                    files.insert(entry.into_path(), look(&metadata));
                }
            }
        }
        Self(files)
    }

    /// The files that are not as they were: changed, made or removed.
    pub(super) fn changes(&self, before: &Self) -> Vec<PathBuf> {
        let changed = self.0.iter().filter(|(path, look)| before.0.get(*path) != Some(*look)).map(|(path, _)| path);
        let removed = before.0.keys().filter(|path| !self.0.contains_key(*path));
        changed.chain(removed).cloned().collect()
    }
}

fn look(metadata: &std::fs::Metadata) -> Look {
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(metadata);
    #[cfg(not(unix))]
    let number = 0;
    Look { size: metadata.len(), modified: metadata.modified().ok(), number }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_seen_without_events() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        let look = || Snapshot::of(&[(folder.path().to_owned(), true)], |_| true);
        std::fs::write(&a, "one").expect("written");
        let first = look();
        assert_eq!(first.changes(&look()), [] as [PathBuf; 0]);
        std::fs::write(&a, "three").expect("written");
        std::fs::write(&b, "new").expect("written");
        let second = look();
        assert_eq!(second.changes(&first), [a.clone(), b.clone()]);
        std::fs::remove_file(&a).expect("removed");
        assert_eq!(look().changes(&second), [a]);
    }
}
