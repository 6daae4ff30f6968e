//! Which folders are watched, and what in them matters.

use std::path::{Path, PathBuf};

use super::poll::Snapshot;
use crate::config::{self, Config};
use crate::model::change::Changes;

/// What a build reads.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Scope {
    pub(super) root: PathBuf,
    is_site: bool,
    /// Folders to watch, and whether with all that is below.
    pub(super) folders: Vec<(PathBuf, bool)>,
    /// Where we write to ourselves.
    ours: Vec<PathBuf>,
}

impl Scope {
    pub(super) fn of(config: &Config) -> Self {
        let is_site = config.is_site();
        let parts =
            [Some(config.root.join("content")), config.folders.templates.clone(), config.folders.statics.clone()];
        let folders = if is_site {
            let whole = parts.into_iter().flatten().map(|folder| (folder, true));
            std::iter::once((config.root.clone(), false)).chain(whole).collect()
        } else {
            vec![(config.root.clone(), true)]
        };
        let ours = [&config.folders.out, &config.folders.cache];
        let ours = ours.into_iter().flat_map(|path| [Some(path.clone()), path.canonicalize().ok()]).flatten().collect();
        Self { root: config.root.clone(), is_site, folders, ours }
    }

    /// Whether a change at a path can change what a build gives. Our own writing must not: it would never end.
    pub(super) fn matters(&self, path: &Path) -> bool {
        let Ok(below) = path.strip_prefix(&self.root) else {
            return false;
        };
        let hidden = below.iter().any(|part| part.to_string_lossy().starts_with('.'));
        let elsewhere = self.is_site
            && below.iter().next().is_some_and(|top| {
                !["content", "templates", "static", config::FILE].iter().any(|read| top == std::ffi::OsStr::new(read))
            });
        !hidden && !elsewhere && !self.ours.iter().any(|ours| path.starts_with(ours))
    }

    /// Whether a path that is not there takes a folder with it that is watched for itself: nobody would tell of its return.
    pub(super) fn is_lost_with(&self, path: &Path) -> bool {
        self.folders.iter().any(|(folder, _)| folder.starts_with(path)) && !path.exists()
    }

    /// Which files there are is to be found out again.
    pub(super) fn listed_again(&self) -> Changes {
        Changes::Paths(self.folders.iter().filter(|(_, whole)| *whole).map(|(folder, _)| folder.clone()).collect())
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        Snapshot::of(&self.folders, |path| self.matters(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Overrides;

    #[test]
    fn only_what_a_build_reads_matters() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join(config::FILE), "").expect("written");
        let config = Config::load(folder.path(), &Overrides::default()).expect("valid");
        let scope = Scope::of(&config);
        let check = |path: &str, expected: bool| assert_eq!(scope.matters(&config.root.join(path)), expected, "{path}");
        check("content/articles/a.txt", true);
        check("content/articles/deep/b.md", true);
        check("templates/base.html", true);
        check("dateline.toml", true);
        check("public/index.html", false);
        check(".dateline/facts", false);
        check(".git/index", false);
        check("content/articles/.a.txt.swp", false);
        check("README.md", false);
    }
}
