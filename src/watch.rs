//! Watching: builds again whenever a file of the site changes.
//!
//! There is no second way to build: the caller builds as ever, and the cache makes it quick. A batch of changes only
//! says that something may have changed; what did is found out by the build.

#![cfg_attr(test, expect(clippy::disallowed_methods, reason = "a test makes its own files"))]

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use notify::{EventKind, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, DebouncedEvent, new_debouncer};

use crate::config::{self, Config};
use crate::diag::Error;

/// Changes that come within this time of each other are one batch: editors write, rename and touch in one go.
const QUIET: Duration = Duration::from_millis(150);

/// Builds, and builds again after every batch of changes, until the process ends.
///
/// # Errors
///
/// The system cannot watch the folders.
pub fn changes(config: &Config, mut build: impl FnMut()) -> Result<(), Error> {
    let (sender, batches) = mpsc::channel::<DebounceEventResult>();
    let mut debouncer = new_debouncer(QUIET, None, sender).map_err(|cause| unwatchable(&config.root, cause))?;
    let mut watched: Vec<PathBuf> = Vec::new();
    let mut watch_new = || {
        for (folder, mode) in folders(config).into_iter().filter(|(folder, _)| folder.is_dir()) {
            if !watched.contains(&folder) {
                debouncer.watch(&folder, mode).map_err(|cause| unwatchable(&folder, cause))?;
                watched.push(folder);
            }
        }
        Ok(())
    };
    // Watching begins before the first build, so that no change falls between.
    watch_new()?;
    build();
    for batch in batches {
        // A failure to tell what changed means that anything may have.
        let due = batch.map_or(true, |events| events.iter().any(|event| matters(event, config)));
        if due {
            watch_new()?;
            build();
        }
    }
    Ok(())
}

/// What to watch: a plain folder whole; of a site its root (for `dateline.toml`, and folders that are made later) and the
/// folders that a build reads.
fn folders(config: &Config) -> Vec<(PathBuf, RecursiveMode)> {
    if !config.is_site() {
        return vec![(config.root.clone(), RecursiveMode::Recursive)];
    }
    let parts = [Some(config.root.join("content")), config.folders.templates.clone(), config.folders.statics.clone()];
    let whole = parts.into_iter().flatten().map(|folder| (folder, RecursiveMode::Recursive));
    std::iter::once((config.root.clone(), RecursiveMode::NonRecursive)).chain(whole).collect()
}

/// Whether an event can change what a build gives. Our own reading and writing must not: it would never end.
fn matters(event: &DebouncedEvent, config: &Config) -> bool {
    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(|path| read_by_a_build(path, config))
}

fn read_by_a_build(path: &Path, config: &Config) -> bool {
    let ours = path.starts_with(&config.folders.out) || path.starts_with(&config.folders.cache);
    let Ok(below) = path.strip_prefix(&config.root) else {
        return false;
    };
    let hidden = below.iter().any(|part| part.to_string_lossy().starts_with('.'));
    let elsewhere = config.is_site()
        && below.iter().next().is_some_and(|top| {
            !["content", "templates", "static", config::FILE].iter().any(|read| top == std::ffi::OsStr::new(read))
        });
    !ours && !hidden && !elsewhere
}

fn unwatchable(path: &Path, cause: notify::Error) -> Error {
    Error::disk("watch", path, std::io::Error::other(cause))
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
        let check = |path: &str, expected: bool| {
            assert_eq!(read_by_a_build(&config.root.join(path), &config), expected, "{path}");
        };
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
