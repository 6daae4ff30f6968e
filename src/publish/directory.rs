//! A folder: on this machine, mounted from another, or served by a web server that looks there.

use std::collections::BTreeSet;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use walkdir::WalkDir;

use crate::publish::target::{Cause, Failure, Nature, Target, Upload};

/// The folder for files that are not whole yet. It lies inside, so that moving a file into place is one step.
const STAGING: &str = ".dateline-staging";

/// Where releases lie, and the link to the one that is online.
const RELEASES: &str = "releases";
const CURRENT: &str = "current";

/// A folder that is changed file by file.
#[derive(Debug)]
pub(super) struct Directory {
    folder: PathBuf,
    staged: AtomicU64,
}

impl Directory {
    /// The folder need not exist.
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), staged: AtomicU64::new(0) }
    }

    fn stage(&self, bytes: &[u8]) -> Result<PathBuf, Failure> {
        let folder = self.folder.join(STAGING);
        let path = folder.join(self.staged.fetch_add(1, Ordering::Relaxed).to_string());
        let written = std::fs::write(&path, bytes).or_else(|cause| match cause.kind() {
            ErrorKind::NotFound => std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, bytes)),
            _ => Err(cause),
        });
        written.map_err(|cause| {
            std::fs::remove_file(&path).unwrap_or_default();
            Failure::from(cause)
        })?;
        Ok(path)
    }
}

impl Target for Directory {
    fn place(&self) -> String {
        self.folder.display().to_string()
    }

    fn nature(&self) -> Nature {
        Nature { parallel: 4, at_once: false, lock: true }
    }

    fn read(&self, route: &str) -> Result<Option<Vec<u8>>, Failure> {
        match std::fs::read(self.folder.join(route)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
            Err(cause) => Err(cause.into()),
        }
    }

    fn taken(&self, routes: &[&str]) -> Result<Vec<String>, Failure> {
        let blocked = |route: &str| {
            let above = route.match_indices('/').filter_map(|(end, _)| route.get(..end));
            self.folder.join(route).symlink_metadata().is_ok()
                || above.map(|up| self.folder.join(up)).any(|up| up.is_file())
        };
        Ok(routes.iter().filter(|route| blocked(route)).map(|route| (*route).to_owned()).collect())
    }

    fn begin(&self) -> Result<(), Failure> {
        cleared(&self.folder.join(STAGING))
    }

    fn put(&self, upload: &Upload<'_>) -> Result<(), Failure> {
        let target = self.folder.join(upload.route);
        let staged = self.stage(upload.bytes)?;
        let folder = target.parent().unwrap_or(&self.folder);
        std::fs::create_dir_all(folder).and_then(|()| std::fs::rename(&staged, &target)).map_err(|cause| {
            std::fs::remove_file(&staged).unwrap_or_default();
            cause.into()
        })
    }

    fn create(&self, upload: &Upload<'_>) -> Result<bool, Failure> {
        std::fs::create_dir_all(&self.folder)?;
        match std::fs::File::create_new(self.folder.join(upload.route)) {
            Ok(mut file) => Ok(file.write_all(upload.bytes).map(|()| true)?),
            Err(cause) if cause.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(cause) => Err(cause.into()),
        }
    }

    fn remove(&self, route: &str) -> Result<(), Failure> {
        let path = self.folder.join(route);
        match std::fs::remove_file(&path) {
            Err(cause) if !matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Err(cause.into());
            }
            _ => {}
        }
        let mut folder = path.parent();
        while let Some(inner) = folder.filter(|folder| *folder != self.folder && std::fs::remove_dir(folder).is_ok()) {
            folder = inner.parent();
        }
        Ok(())
    }

    fn finish(&self) -> Result<(), Failure> {
        cleared(&self.folder.join(STAGING))
    }
}

/// A folder in which every publish makes a release of its own, and a link that then leads to it: readers see the old site
/// or the new one, never a mixture.
#[derive(Debug)]
pub(super) struct Swapped {
    folder: PathBuf,
    /// For the lock, which is no part of a release.
    outside: Directory,
    /// The release in the making.
    release: Mutex<Option<(PathBuf, Directory)>>,
}

impl Swapped {
    /// The folder need not exist.
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), outside: Directory::new(folder), release: Mutex::new(None) }
    }

    fn current(&self) -> PathBuf {
        self.folder.join(CURRENT)
    }

    /// The number of the release that is online; 0 where there is none.
    fn number(&self) -> Result<u64, Failure> {
        let target = match std::fs::read_link(self.current()) {
            Ok(target) => target,
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(0),
            Err(_) => return Err(Failure::new(Cause::Other, format!("`{CURRENT}` is there and is no link"))),
        };
        target.file_name().and_then(|name| name.to_str()?.parse().ok()).ok_or_else(|| {
            Failure::new(Cause::Other, format!("`{CURRENT}` leads to `{}`, which is no release", target.display()))
        })
    }

    fn making<T>(&self, work: impl FnOnce(&Directory) -> Result<T, Failure>) -> Result<T, Failure> {
        let release = self.release.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match release.as_ref() {
            Some((_, directory)) => work(directory),
            None => work(&self.outside),
        }
    }

    /// Releases older than the one before `online` go; that one stays, for going back.
    fn prune(&self, online: u64) -> Result<(), Failure> {
        for entry in std::fs::read_dir(self.folder.join(RELEASES))?.flatten() {
            let number = entry.file_name().to_str().and_then(|name| name.parse::<u64>().ok());
            if number.is_some_and(|number| number > online || number + 1 < online) {
                cleared(&entry.path())?;
            }
        }
        Ok(())
    }
}

impl Target for Swapped {
    fn place(&self) -> String {
        self.current().display().to_string()
    }

    fn nature(&self) -> Nature {
        Nature { parallel: 1, at_once: true, lock: true }
    }

    fn read(&self, route: &str) -> Result<Option<Vec<u8>>, Failure> {
        if route == super::lock::NAME {
            return self.outside.read(route);
        }
        Directory::new(&self.current()).read(route)
    }

    fn taken(&self, routes: &[&str]) -> Result<Vec<String>, Failure> {
        Directory::new(&self.current()).taken(routes)
    }

    fn begin(&self) -> Result<(), Failure> {
        let online = self.number()?;
        std::fs::create_dir_all(self.folder.join(RELEASES))?;
        self.prune(online)?;
        let path = self.folder.join(RELEASES).join((online + 1).to_string());
        let before = self.current();
        std::fs::create_dir(&path)?;
        for route in files(&before) {
            let (from, to) = (before.join(&route), path.join(&route));
            std::fs::create_dir_all(to.parent().unwrap_or(&path))?;
            // A second name for the same file takes no room; where there are none, a copy.
            std::fs::hard_link(&from, &to).or_else(|_| std::fs::copy(&from, &to).map(|_| ()))?;
        }
        let directory = Directory::new(&path);
        *self.release.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some((path, directory));
        Ok(())
    }

    fn put(&self, upload: &Upload<'_>) -> Result<(), Failure> {
        if upload.route == super::lock::NAME {
            return self.outside.put(upload);
        }
        self.making(|release| release.put(upload))
    }

    fn create(&self, upload: &Upload<'_>) -> Result<bool, Failure> {
        self.outside.create(upload)
    }

    fn remove(&self, route: &str) -> Result<(), Failure> {
        if route == super::lock::NAME {
            return self.outside.remove(route);
        }
        self.making(|release| release.remove(route))
    }

    fn finish(&self) -> Result<(), Failure> {
        self.making(Directory::finish)?;
        let release = self.release.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let Some(name) = release.as_ref().and_then(|(path, _)| path.file_name()) else { return Ok(()) };
        let fresh = self.folder.join(".dateline-current");
        std::fs::remove_file(&fresh).unwrap_or_default();
        link(&Path::new(RELEASES).join(name), &fresh)?;
        std::fs::rename(&fresh, self.current())?;
        self.prune(self.number()?)
    }
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}

#[cfg(windows)]
fn link(to: &Path, at: &Path) -> std::io::Result<()> {
    std::os::windows::fs::symlink_dir(to, at)
}

/// All files below a folder, as routes; none where there is no folder.
fn files(folder: &Path) -> BTreeSet<String> {
    // A link at the root is followed: it may lead to the release that is online.
    let root = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let route = |path: &Path| Some(path.strip_prefix(&root).ok()?.to_string_lossy().replace('\\', "/"));
    let entries = WalkDir::new(&root).into_iter().flatten();
    entries.filter(|entry| !entry.file_type().is_dir()).filter_map(|entry| route(entry.path())).collect()
}

/// Removes a folder of ours with all that is in it.
fn cleared(folder: &Path) -> Result<(), Failure> {
    match std::fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != ErrorKind::NotFound => Err(cause.into()),
        _ => Ok(()),
    }
}
