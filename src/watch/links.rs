//! Symbolic links in the content: a change of what a link leads to is a change of the link.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Links by the path of what they lead to.
#[derive(Debug, Default)]
pub(super) struct Links {
    targets: BTreeMap<PathBuf, PathBuf>,
}

impl Links {
    /// All links below these folders (of the folder alone where that is said) that matter.
    pub(super) fn below(folders: &[(PathBuf, bool)], matters: impl Fn(&Path) -> bool) -> Self {
        let mut targets = BTreeMap::new();
        for (folder, whole) in folders {
            let depth = if *whole { usize::MAX } else { 1 };
            let walk = WalkDir::new(folder).max_depth(depth).into_iter();
            let kept = walk.filter_entry(|entry| entry.depth() == 0 || matters(entry.path()));
            for entry in kept.flatten().filter(|entry| entry.path_is_symlink()) {
                if let Some(target) = target(entry.path()) {
                    targets.insert(target, entry.into_path());
                }
            }
        }
        Self { targets }
    }

    /// Whether there was a link at a path.
    pub(super) fn has(&self, path: &Path) -> bool {
        self.targets.values().any(|link| link == path)
    }

    /// The folders to watch for the links, and whether with all that is below.
    pub(super) fn folders(&self) -> Vec<(PathBuf, bool)> {
        let around = |target: &PathBuf| {
            let folder = if target.is_dir() { Some((target.clone(), true)) } else { None };
            [folder, target.parent().map(|parent| (parent.to_owned(), false))]
        };
        self.targets.keys().flat_map(around).flatten().collect()
    }

    /// Gives paths at or below what a link leads to the path that they have through the link.
    pub(super) fn translate(&self, paths: &mut Vec<PathBuf>) {
        let through: Vec<PathBuf> = paths
            .iter()
            .flat_map(|path| {
                self.targets.iter().filter_map(move |(target, link)| {
                    let below = path.strip_prefix(target).ok()?;
                    Some(if below.as_os_str().is_empty() { link.clone() } else { link.join(below) })
                })
            })
            .collect();
        paths.extend(through);
    }
}

/// Where a link leads, as far as there is something.
fn target(link: &Path) -> Option<PathBuf> {
    let parent = link.parent()?;
    let written = parent.join(link.read_link().ok()?);
    let real = |path: &Path| path.canonicalize().ok();
    real(&written).or_else(|| Some(real(written.parent()?)?.join(written.file_name()?)))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_change_behind_a_link_is_a_change_of_the_link() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().canonicalize().expect("there");
        let site = root.join("site");
        std::fs::create_dir_all(&site).expect("made");
        std::fs::create_dir_all(root.join("far")).expect("made");
        std::fs::write(root.join("one.txt"), "text").expect("written");
        for (to, from) in [("one.txt", "a.txt"), ("far", "more"), ("nothing.txt", "b.txt")] {
            std::os::unix::fs::symlink(root.join(to), site.join(from)).expect("linked");
        }
        let links = Links::below(&[(site.clone(), true)], |_| true);
        let mut paths = vec![root.join("one.txt"), root.join("far/x.txt"), root.join("nothing.txt")];
        links.translate(&mut paths);
        assert_eq!(paths.get(3..), Some(&[site.join("a.txt"), site.join("more/x.txt"), site.join("b.txt")][..]));
        assert!(links.has(&site.join("a.txt")) && !links.has(&root.join("one.txt")));
        assert!(links.folders().contains(&(root.join("far"), true)));
    }
}
