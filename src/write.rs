//! Writing: pages become files, all or none.
//!
//! What comes in is the list of pages; what goes out is a folder. Nothing in the folder changes until every page has been
//! rendered: new bytes wait in a staging folder inside it and are then moved into place, one rename each. The folder
//! carries a manifest of the files that dateline wrote; only those are ever removed or written over. Writing knows nothing
//! of what a page holds.

#![expect(clippy::disallowed_methods, reason = "writes the output folder")]

pub mod manifest;
mod memory;
pub(crate) mod staging;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

pub use self::manifest::{Manifest, NAME as MANIFEST};
use self::memory::Memory;
use self::staging::Staging;
use crate::diag::Error;
use crate::model::page::{Bundle, Draft, Fingerprint, Page, Pages};

/// BLAKE3 digest of a file's bytes.
pub type Digest = [u8; 32];

/// Where pages are written, and what is known about it from before.
#[derive(Clone, Debug)]
pub struct Output {
    /// The output folder; made where it does not exist.
    pub folder: PathBuf,
    /// The file in which the fingerprints of written pages are kept between builds; `None` renders every page.
    pub memory: Option<PathBuf>,
    /// The program that renders: a page rendered by another one is rendered again.
    pub program: [u8; 32],
    /// What becomes of a file of somebody else where a page belongs.
    pub foreign: Foreign,
}

/// What becomes of a file that dateline did not write and that stands where a page belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// The build stops before anything is changed. A file with the very bytes of the page is taken over.
    Refuse,
    /// The file is written over.
    Replace,
}

/// What a build did to the output folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files whose bytes changed or that are new.
    pub written: usize,
    /// Files left as they were.
    pub unchanged: usize,
    /// Files of an earlier build that no page belongs to any more.
    pub removed: usize,
}

/// What became of one page before anything is moved.
enum Settled {
    /// The file holds the page's bytes.
    InPlace(Fingerprint, Digest),
    /// The bytes wait in the staging folder.
    Staged(Fingerprint, Digest),
    /// A file of somebody else stands there.
    Foreign,
}

/// Renders what is due and moves it into place.
///
/// # Errors
///
/// A page cannot be rendered, a file cannot be written, a file that dateline did not write is in the way, or another
/// build is writing to the same folder. The folder is then as it was before, save for what an error of the disk in the
/// middle of the moves leaves; the next build completes it.
pub fn site(pages: &Pages<'_>, output: &Output) -> Result<Written, Error> {
    let folder = output.folder.as_path();
    let new = !folder.exists();
    std::fs::create_dir_all(folder).map_err(|cause| Error::disk("create", folder, cause))?;
    let written = into(folder, pages, output);
    if new && written.is_err() {
        // Only an empty folder goes.
        std::fs::remove_dir(folder).unwrap_or_default();
    }
    written
}

fn into(folder: &Path, pages: &Pages<'_>, output: &Output) -> Result<Written, Error> {
    let _lock = lock(folder)?;
    refuse_file_and_folder(folder, pages)?;
    let before = Manifest::read(folder)?;
    let memory = Memory::read(output);
    let staging = Staging::create(folder)?;
    let settled = settle(pages, &Writer { output, before: &before, memory: &memory, staging: &staging })?;
    let after = Manifest(settled.iter().map(|ready| (ready.route.clone().into_owned(), ready.digest)).collect());
    let moves: Vec<(&str, &Path)> =
        settled.iter().filter_map(|ready| Some((ready.route.as_ref(), ready.staged.as_deref()?))).collect();
    let written = Written {
        written: moves.len(),
        unchanged: settled.len() - moves.len(),
        removed: before.0.keys().filter(|route| !after.0.contains_key(*route)).count(),
    };

    clear_the_way(folder, &before, &after, moves.iter().map(|(route, _)| *route))?;
    // Whatever is moved from here on is ours already should the build be killed: the manifest says so first.
    before.union(&after).write(folder, &staging)?;
    for (route, staged) in moves {
        Staging::place(staged, &folder.join(route))?;
    }
    remove_stale(folder, &before, &after)?;
    after.write(folder, &staging)?;
    drop(staging);
    let known = settled.iter().map(|ready| (ready.route.as_ref(), ready.fingerprint, ready.digest));
    Memory::of(known).write(output);
    Ok(written)
}

/// No route can lie below another: a static file `articles` and the page `articles/x/index.html`.
fn refuse_file_and_folder(folder: &Path, pages: &Pages<'_>) -> Result<(), Error> {
    let routes: BTreeSet<&str> = pages.0.iter().map(|page| page.route.as_str()).collect();
    let folders = pages.1.iter().map(|bundle| bundle.folder.as_str());
    let clash = routes.iter().copied().chain(folders).find_map(|route| {
        let above = route.match_indices('/').find_map(|(end, _)| routes.get(route.get(..end)?))?;
        Some((*above, route))
    });
    let Some((file, below)) = clash else { return Ok(()) };
    let message = format!("the site has a file there, and `{below}` needs a folder of that name");
    Err(Error::disk("create", folder.join(file), std::io::Error::new(ErrorKind::NotADirectory, message)))
}

/// A file whose bytes are in place, or wait in a staged file.
struct Ready<'p> {
    route: Cow<'p, str>,
    fingerprint: Fingerprint,
    staged: Option<PathBuf>,
    digest: Digest,
}

/// What settling a file needs to know.
struct Writer<'w> {
    output: &'w Output,
    before: &'w Manifest,
    memory: &'w Memory,
    staging: &'w Staging,
}

/// Renders all that is due, in parallel. The first failure in route order is the one reported.
fn settle<'p>(pages: &'p Pages<'_>, writer: &Writer<'_>) -> Result<Vec<Ready<'p>>, Error> {
    let settled: Vec<_> = pages.0.par_iter().enumerate().map(|(at, page)| writer.page(page, at)).collect();
    let mut all: Vec<(usize, Cow<'p, str>, Settled)> = Vec::with_capacity(settled.len());
    for ((at, page), settled) in pages.0.iter().enumerate().zip(settled) {
        all.push((at, Cow::Borrowed(page.route.as_str()), settled?));
    }
    let single: BTreeSet<&str> = pages.0.iter().map(|page| page.route.as_str()).collect();
    for bundle in &pages.1 {
        // A file of the site stands before one that is made.
        let files =
            writer.bundle(bundle, all.len())?.into_iter().filter(|(_, route, _)| !single.contains(route.as_str()));
        all.extend(files.map(|(at, route, settled)| (at, Cow::Owned(route), settled)));
    }
    let mut ready = Vec::with_capacity(all.len());
    let mut foreign = Vec::new();
    for (at, route, settled) in all {
        match settled {
            Settled::InPlace(fingerprint, digest) => ready.push(Ready { route, fingerprint, staged: None, digest }),
            Settled::Staged(fingerprint, digest) => {
                ready.push(Ready { route, fingerprint, staged: Some(writer.staging.file(at)), digest });
            }
            Settled::Foreign => foreign.push(route),
        }
    }
    match foreign.as_slice() {
        [] => Ok(ready),
        [first, rest @ ..] => Err(in_the_way(&writer.output.folder, first, rest.len())),
    }
}

impl Writer<'_> {
    /// Renders one page where it is due and stages its bytes where they differ from the file's.
    fn page(&self, page: &Page<'_>, at: usize) -> Result<Settled, Error> {
        self.file(page.route.as_str(), at, (page.prepare)()?)
    }

    /// Makes files that belong together where one of them is not as the last build left it. `at` is the first free place
    /// in the staging folder; each file is returned with its own.
    fn bundle(&self, bundle: &Bundle<'_>, at: usize) -> Result<Vec<(usize, String, Settled)>, Error> {
        let fingerprint = (bundle.fingerprint)();
        if let Some(known) = self.memory.bundle(&bundle.folder, fingerprint) {
            let in_place = |(route, digest): &(&str, Digest)| {
                digest_of(&self.output.folder.join(route)).map(|existing| existing == Some(*digest))
            };
            let same: Vec<bool> = known.par_iter().map(in_place).collect::<Result<_, _>>()?;
            if same.into_iter().all(|same| same) {
                let settled = |(at, (route, digest)): (usize, (&str, Digest))| {
                    (at, route.to_owned(), Settled::InPlace(fingerprint, digest))
                };
                return Ok((at..).zip(known).map(settled).collect());
            }
        }
        let files = (bundle.make)();
        let settled = files.into_par_iter().enumerate().map(|(index, (route, bytes))| {
            let draft = Draft { fingerprint, produce: Box::new(|| Ok(bytes)) };
            Ok((at + index, route.to_string(), self.file(route.as_str(), at + index, draft)?))
        });
        settled.collect()
    }

    fn file(&self, route: &str, at: usize, draft: Draft<'_>) -> Result<Settled, Error> {
        let existing = digest_of(&self.output.folder.join(route))?;
        let fingerprint = draft.fingerprint;
        if let (Some(existing), Some(known)) = (existing, self.memory.digest(route, fingerprint))
            && existing == known
        {
            return Ok(Settled::InPlace(fingerprint, existing));
        }
        let bytes = (draft.produce)()?;
        let digest = *blake3::hash(&bytes).as_bytes();
        if existing == Some(digest) {
            return Ok(Settled::InPlace(fingerprint, digest));
        }
        if existing.is_some() && !self.before.0.contains_key(route) && self.output.foreign == Foreign::Refuse {
            return Ok(Settled::Foreign);
        }
        self.staging.stage(at, &bytes)?;
        Ok(Settled::Staged(fingerprint, digest))
    }
}

/// Holds the folder against another build. Where the system cannot lock a folder, there is no lock.
fn lock(folder: &Path) -> Result<Option<File>, Error> {
    let Ok(handle) = File::open(folder) else {
        return Ok(None);
    };
    match handle.try_lock() {
        Ok(()) => Ok(Some(handle)),
        Err(TryLockError::Error(_)) => Ok(None),
        Err(TryLockError::WouldBlock) => {
            let busy = std::io::Error::new(ErrorKind::ResourceBusy, "another build is writing to it");
            Err(Error::disk("lock", folder, busy))
        }
    }
}

/// The digest of a file's bytes, or `None` where there is no file.
fn digest_of(path: &Path) -> Result<Option<Digest>, Error> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(*blake3::hash(&bytes).as_bytes())),
        // A file where a folder belongs is looked at when folders are made.
        Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(cause) => Err(Error::disk("read", path, cause)),
    }
}

fn in_the_way(folder: &Path, first: &str, others: usize) -> Error {
    let more = match others {
        0 => String::new(),
        1 => " (and 1 other file)".to_owned(),
        n => format!(" (and {n} other files)"),
    };
    let message = format!(
        "dateline did not write it, and the site has a page there{more}; move it away, choose another folder with `--out`, or let the page take its place with `--force`"
    );
    Error::disk("replace", folder.join(first), std::io::Error::new(ErrorKind::AlreadyExists, message))
}

/// Makes the folders that the moves need. A stale file of ours that stands where a folder is needed goes first; another
/// file is an error, found before anything is changed.
fn clear_the_way<'r>(
    folder: &Path,
    before: &Manifest,
    after: &Manifest,
    routes: impl Iterator<Item = &'r str>,
) -> Result<(), Error> {
    let mut obstacles = BTreeMap::new();
    let mut needed = Vec::new();
    for route in routes {
        for (end, _) in route.match_indices('/') {
            let parent = route.get(..end).unwrap_or_default();
            if folder.join(parent).is_file() {
                obstacles.insert(parent, folder.join(parent));
            }
        }
        needed.extend(folder.join(route).parent().map(Path::to_owned));
    }
    for (route, path) in &obstacles {
        if !before.0.contains_key(*route) || after.0.contains_key(*route) {
            let cause = std::io::Error::new(ErrorKind::NotADirectory, "a file stands where a folder is needed");
            return Err(Error::disk("create", path, cause));
        }
    }
    for path in obstacles.values() {
        std::fs::remove_file(path).map_err(|cause| Error::disk("remove", path, cause))?;
    }
    needed.sort();
    needed.dedup();
    for path in needed {
        std::fs::create_dir_all(&path).map_err(|cause| Error::disk("create", &path, cause))?;
    }
    Ok(())
}

/// Removes files of an earlier build that no page belongs to, and the folders that this leaves empty.
fn remove_stale(folder: &Path, before: &Manifest, after: &Manifest) -> Result<(), Error> {
    for route in before.0.keys().filter(|route| !after.0.contains_key(*route)) {
        let path = folder.join(route);
        // A folder in its place holds new pages.
        if !path.is_dir() {
            match std::fs::remove_file(&path) {
                Ok(()) => {}
                Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
                Err(cause) => return Err(Error::disk("remove", path, cause)),
            }
        }
        remove_empty_parents(folder, &path);
    }
    Ok(())
}

/// Removes the folders above `path` that are empty, up to, not including, `folder`.
fn remove_empty_parents(folder: &Path, path: &Path) {
    let mut parent = path.parent();
    while let Some(inner) = parent.filter(|parent| *parent != folder && parent.starts_with(folder)) {
        if std::fs::remove_dir(inner).is_err() {
            return;
        }
        parent = inner.parent();
    }
}

/// Removes what dateline wrote to the folder, and the folder itself where nothing else is in it. Returns the number of
/// files removed.
///
/// # Errors
///
/// A file cannot be removed.
pub fn clean(folder: &Path) -> Result<usize, Error> {
    if !folder.is_dir() {
        return Ok(0);
    }
    let _lock = lock(folder)?;
    let before = Manifest::read(folder)?;
    let present = before.0.keys().filter(|route| folder.join(route).is_file()).count();
    remove_stale(folder, &before, &Manifest::default())?;
    Staging::clear(folder)?;
    Manifest::remove(folder)?;
    // It stays where other files are in it.
    std::fs::remove_dir(folder).unwrap_or_default();
    Ok(present)
}

/// Writes the files of a new site into a folder that is empty or does not exist yet. Hidden files (`.git`) do not count.
///
/// # Errors
///
/// The folder is not empty, and then nothing is written; or the disk stands in the way.
pub fn starter(folder: &Path, files: &[(&str, &str)]) -> Result<(), Error> {
    let taken = match std::fs::read_dir(folder) {
        Ok(entries) => entries.flatten().any(|entry| !entry.file_name().to_string_lossy().starts_with('.')),
        Err(cause) => cause.kind() != ErrorKind::NotFound,
    };
    if taken {
        let cause = std::io::Error::new(ErrorKind::AlreadyExists, "it is no empty folder; choose another name");
        return Err(Error::disk("make a site in", folder, cause));
    }
    for (route, text) in files {
        beside(&folder.join(route), text.as_bytes())?;
    }
    Ok(())
}

/// Writes one file in one step, and its folder where that does not exist. A file that holds these bytes is left alone;
/// whether it changed is returned.
///
/// # Errors
///
/// The disk stands in the way; the file is then as it was.
pub fn beside(path: &Path, bytes: &[u8]) -> Result<bool, Error> {
    use std::io::Write as _;
    if std::fs::read(path).is_ok_and(|before| before == bytes) {
        return Ok(false);
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|cause| Error::disk("create", folder, cause))?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // The process' mask takes away what the user does not want; a temporary file would be for its owner alone.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let written = builder.tempfile_in(folder).and_then(|mut file| {
        file.write_all(bytes)?;
        file.persist(path).map_err(|error| error.error)
    });
    written.map(|_| true).map_err(|cause| Error::disk("write", path, cause))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::{Draft, Route};

    struct Site {
        folder: tempfile::TempDir,
    }

    impl Site {
        fn new() -> Self {
            Self { folder: tempfile::tempdir().expect("a temporary folder") }
        }

        fn out(&self) -> PathBuf {
            self.folder.path().join("public")
        }

        fn output(&self) -> Output {
            Output {
                folder: self.out(),
                memory: Some(self.folder.path().join("pages")),
                program: [7; 32],
                foreign: Foreign::Refuse,
            }
        }

        fn write(&self, files: &[(&str, &str)]) -> Result<Written, Error> {
            site(&pages(files), &self.output())
        }

        fn put(&self, route: &str, text: &str) {
            let path = self.out().join(route);
            std::fs::create_dir_all(path.parent().expect("below the folder")).expect("made");
            std::fs::write(path, text).expect("written");
        }

        fn get(&self, route: &str) -> Option<String> {
            std::fs::read_to_string(self.out().join(route)).ok()
        }
    }

    fn pages<'a>(files: &[(&'a str, &'a str)]) -> Pages<'a> {
        let made = |text: &str| match text {
            "broken" => Err(Error::Template { place: None, message: "broken".to_owned(), rendering: None }),
            text => Ok(text.as_bytes().to_vec()),
        };
        Pages(files.iter().map(|&(route, text)| page(route, text, move || made(text))).collect(), Vec::new())
    }

    /// A page that depends on `text`.
    fn page<'a>(
        route: &str,
        text: &'a str,
        produce: impl Fn() -> Result<Vec<u8>, Error> + Copy + Send + Sync + 'a,
    ) -> Page<'a> {
        let fingerprint = Fingerprint::of(text.as_bytes());
        Page {
            route: Route::file(route),
            prepare: Box::new(move || Ok(Draft { fingerprint, produce: Box::new(produce) })),
        }
    }

    fn counts(written: usize, unchanged: usize, removed: usize) -> Written {
        Written { written, unchanged, removed }
    }

    #[test]
    fn only_what_differs_is_written_and_only_ours_is_removed() {
        let site = Site::new();
        assert_eq!(site.write(&[("a/index.html", "1"), ("b/index.html", "2")]).expect("built"), counts(2, 0, 0));
        site.put("b/notes.txt", "mine");
        assert_eq!(site.write(&[("a/index.html", "1"), ("c.html", "3")]).expect("built"), counts(1, 1, 1));
        assert_eq!(site.get("b/notes.txt").as_deref(), Some("mine"));
        assert_eq!(site.get("b/index.html"), None);
        site.write(&[("c.html", "3")]).expect("built");
        assert!(!site.out().join("a").exists(), "a folder left empty goes too");
        assert!(!site.out().join(".dateline-staging").exists());
    }

    #[test]
    fn a_page_with_a_known_fingerprint_is_not_rendered() {
        let site = Site::new();
        site.write(&[("a.html", "1")]).expect("built");
        let known = Pages(vec![page("a.html", "1", || panic!("rendered although nothing changed"))], Vec::new());
        assert_eq!(super::site(&known, &site.output()).expect("built"), counts(0, 1, 0));
    }

    /// A site of one page and of two files that are made together.
    fn bundled<'a>(text: &'a str, make: impl Fn() + Send + Sync + 'a) -> Pages<'a> {
        let files = move || {
            make();
            let file = |route: &str| (Route::file(route), text.as_bytes().to_vec());
            vec![file("made/1.js"), file("made/2.js")]
        };
        let bundle = Bundle {
            folder: "made/".to_owned(),
            fingerprint: Box::new(|| Fingerprint::of(text.as_bytes())),
            make: Box::new(files),
        };
        Pages(vec![page("a.html", "1", || Ok(b"1".to_vec()))], vec![bundle])
    }

    #[test]
    fn a_bundle_is_made_once() {
        let site = Site::new();
        assert_eq!(super::site(&bundled("x", || {}), &site.output()).expect("built"), counts(3, 0, 0));
        let known = bundled("x", || panic!("made although nothing changed"));
        assert_eq!(super::site(&known, &site.output()).expect("built"), counts(0, 3, 0));
        assert_eq!(super::site(&bundled("y", || {}), &site.output()).expect("built"), counts(2, 1, 0));
    }

    #[test]
    fn a_bundle_of_which_a_file_is_gone_is_made_again() {
        let site = Site::new();
        super::site(&bundled("x", || {}), &site.output()).expect("built");
        std::fs::remove_file(site.out().join("made/2.js")).expect("removed");
        assert_eq!(super::site(&bundled("x", || {}), &site.output()).expect("built"), counts(1, 2, 0));
        assert_eq!(site.get("made/2.js").as_deref(), Some("x"));
    }

    #[test]
    fn a_bundle_goes_when_nothing_asks_for_it() {
        let site = Site::new();
        super::site(&bundled("x", || {}), &site.output()).expect("built");
        assert_eq!(site.write(&[("a.html", "1")]).expect("built"), counts(0, 1, 2));
        assert!(!site.out().join("made").exists());
    }

    #[test]
    fn a_page_where_a_bundle_has_its_folder_is_refused() {
        let site = Site::new();
        let mut pages = bundled("x", || {});
        pages.0.push(page("made", "2", || Ok(b"2".to_vec())));
        assert!(super::site(&pages, &site.output()).is_err());
        assert!(!site.out().exists());
    }

    #[test]
    fn a_file_changed_by_somebody_is_put_right() {
        let site = Site::new();
        site.write(&[("a.html", "1")]).expect("built");
        site.put("a.html", "defaced");
        assert_eq!(site.write(&[("a.html", "1")]).expect("built"), counts(1, 0, 0));
        assert_eq!(site.get("a.html").as_deref(), Some("1"));
    }

    #[test]
    fn another_program_renders_again() {
        let site = Site::new();
        site.write(&[("a.html", "1")]).expect("built");
        let changed = Pages(vec![page("a.html", "1", || Ok(b"rendered by the new program".to_vec()))], Vec::new());
        let output = Output { program: [8; 32], ..site.output() };
        assert_eq!(super::site(&changed, &output).expect("built"), counts(1, 0, 0));
    }

    #[test]
    fn nothing_changes_when_one_page_cannot_be_rendered() {
        let site = Site::new();
        site.write(&[("a.html", "1"), ("b.html", "2")]).expect("built");
        assert!(site.write(&[("a.html", "new"), ("c.html", "broken")]).is_err());
        assert_eq!(site.get("a.html").as_deref(), Some("1"));
        assert_eq!(site.get("b.html").as_deref(), Some("2"));
        assert!(!site.out().join(".dateline-staging").exists());
    }

    #[test]
    fn files_of_others_are_not_written_over() {
        let site = Site::new();
        site.put("index.html", "of another tool");
        site.put("same.html", "1");
        let Err(Error::Disk { path, .. }) = site.write(&[("index.html", "1"), ("same.html", "1"), ("z.html", "1")])
        else {
            panic!("a file of somebody else must stop the build");
        };
        assert_eq!(path, site.out().join("index.html"));
        assert_eq!(site.get("index.html").as_deref(), Some("of another tool"));
        assert_eq!(site.get("z.html"), None, "nothing was changed");
        let output = Output { foreign: Foreign::Replace, ..site.output() };
        super::site(&pages(&[("index.html", "1"), ("same.html", "1")]), &output).expect("built");
        assert_eq!(site.get("index.html").as_deref(), Some("1"));
    }

    #[test]
    fn a_build_killed_between_moves_is_completed_by_the_next() {
        let site = Site::new();
        site.write(&[("a.html", "1"), ("gone.html", "2")]).expect("built");
        // What a kill in the middle leaves: the manifest claims all routes, some files are new, stale ones remain.
        let claim = Manifest::read(&site.out()).expect("readable");
        let more = Manifest([("b.html".to_owned(), [0; 32]), ("c.html".to_owned(), [0; 32])].into());
        let staging = Staging::create(&site.out()).expect("made");
        claim.union(&more).write(&site.out(), &staging).expect("written");
        std::mem::forget(staging);
        site.put("b.html", "half of an older build");
        let written = site.write(&[("a.html", "1"), ("b.html", "2"), ("c.html", "3")]).expect("built");
        assert_eq!(written, counts(2, 1, 1));
        assert_eq!(site.get("b.html").as_deref(), Some("2"));
        assert_eq!(site.get("gone.html"), None);
    }

    #[test]
    fn a_file_can_become_a_folder() {
        let site = Site::new();
        site.write(&[("x", "file"), ("y", "file")]).expect("built");
        site.write(&[("x/index.html", "in a folder")]).expect("built");
        assert_eq!(site.get("x/index.html").as_deref(), Some("in a folder"));
    }

    #[test]
    fn a_file_of_others_where_a_folder_is_needed_is_an_error() {
        let site = Site::new();
        site.put("articles", "a file");
        let Err(error) = site.write(&[("articles/a/index.html", "1"), ("b.html", "2")]) else {
            panic!("a file in the way must stop the build");
        };
        assert!(error.to_string().contains("a file stands where a folder is needed"), "{error}");
        assert_eq!(site.get("b.html"), None, "nothing was moved");
    }

    #[test]
    fn a_file_and_a_folder_of_one_name_are_refused() {
        let site = Site::new();
        site.write(&[("a.html", "1")]).expect("built");
        let Err(error) = site.write(&[("a.html", "2"), ("x", "file"), ("x/index.html", "page")]) else {
            panic!("one name cannot be both");
        };
        assert!(error.to_string().contains("`x/index.html` needs a folder"), "{error}");
        assert_eq!(site.get("a.html").as_deref(), Some("1"), "nothing was moved");
    }

    #[test]
    fn a_first_build_that_fails_leaves_no_folder() {
        let site = Site::new();
        assert!(site.write(&[("a.html", "broken")]).is_err());
        assert!(!site.out().exists());
    }

    #[test]
    fn two_builds_do_not_write_at_once() {
        let site = Site::new();
        site.write(&[("a.html", "1")]).expect("built");
        let held = lock(&site.out()).expect("free");
        assert_eq!(site.write(&[("a.html", "1")]).is_err(), held.is_some());
    }

    #[test]
    fn cleaning_leaves_what_others_wrote() {
        let site = Site::new();
        site.write(&[("a/index.html", "1")]).expect("built");
        assert_eq!(clean(&site.out()).expect("cleaned"), 1);
        assert!(!site.out().exists());
        site.write(&[("a/index.html", "1")]).expect("built");
        site.put("CNAME", "desk.example");
        clean(&site.out()).expect("cleaned");
        let left: Vec<_> =
            std::fs::read_dir(site.out()).expect("kept").flatten().map(|entry| entry.file_name()).collect();
        assert_eq!(left, ["CNAME"]);
    }
}
