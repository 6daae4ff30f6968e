//! Watching: tells what may have changed whenever a file of the site changes.
//!
//! What comes in are the folders of a site; what goes out are [`Changes`]. Watching builds nothing. Where the system cannot
//! watch, the files are looked at every now and then instead, and a notice says so.

#![cfg_attr(test, expect(clippy::disallowed_methods, reason = "a test makes its own files"))]

mod batch;
mod links;
mod poll;
mod scope;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{ErrorKind, Event, EventHandler, RecommendedWatcher, RecursiveMode, Watcher};

use self::batch::Batch;
use self::links::Links;
use self::poll::Snapshot;
use self::scope::Scope;
use crate::config::Config;
use crate::diag::Error;
use crate::model::change::Changes;

/// How often files are looked at where the system does not tell.
const POLL: Duration = Duration::from_millis(400);
/// When to look again after folders changed: a file that is made right after its folder can come before the watch of it.
const SECOND_LOOK: Duration = Duration::from_millis(500);
/// How long to sleep where there is nothing to wait for.
const LONG: Duration = Duration::from_secs(3600);

/// How to learn of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// From the system; by looking where it cannot.
    Events,
    /// By looking at all files every now and then, for file systems that tell nothing.
    Polling,
}

/// A site that is being watched.
#[derive(Debug)]
pub struct Watch {
    scope: Scope,
    eyes: Eyes,
    batch: Batch,
    second_look: Option<Instant>,
    notice: Option<String>,
}

#[derive(Debug)]
enum Eyes {
    Events(Box<Events>),
    Polling(Snapshot),
}

/// What the system tells.
#[derive(Debug)]
struct Events {
    watcher: RecommendedWatcher,
    told: Receiver<notify::Result<Event>>,
    /// Watched folders, with what tells whether they are still the same.
    watched: BTreeMap<PathBuf, (RecursiveMode, Option<Identity>)>,
    links: Links,
}

/// Device and number of a folder: one that was removed and made again is another.
type Identity = (u64, u64);

impl Watch {
    /// Begins to watch the folders of a site.
    ///
    /// # Errors
    ///
    /// The system cannot watch for another reason than that it watches too much already.
    pub fn new(config: &Config, how: How) -> Result<Self, Error> {
        Self::with(config, how, |sender| RecommendedWatcher::new(sender, notify::Config::default()))
    }

    fn with<H: FnOnce(Sender) -> notify::Result<RecommendedWatcher>>(
        config: &Config,
        how: How,
        watcher: H,
    ) -> Result<Self, Error> {
        let scope = Scope::of(config);
        let mut notice = None;
        let eyes = match how {
            How::Polling => Eyes::Polling(scope.snapshot()),
            How::Events => {
                let (sender, told) = channel();
                let started = watcher(Sender(sender)).and_then(|watcher| {
                    let mut events = Events { watcher, told, watched: BTreeMap::new(), links: Links::default() };
                    events.watch(&scope)?;
                    Ok(events)
                });
                match started {
                    Ok(events) => Eyes::Events(Box::new(events)),
                    Err(cause) if is_exhausted(&cause) => {
                        notice = Some(exhausted());
                        Eyes::Polling(scope.snapshot())
                    }
                    Err(cause) => return Err(unwatchable(&config.root, cause)),
                }
            }
        };
        Ok(Self { scope, eyes, batch: Batch::default(), second_look: None, notice })
    }

    /// Something to tell the person at the terminal, once.
    pub fn notice(&mut self) -> Option<String> {
        self.notice.take()
    }

    /// Takes over a changed configuration: other folders may have to be watched.
    pub fn follow(&mut self, config: &Config) {
        let scope = Scope::of(config);
        if scope != self.scope {
            self.scope = scope;
            self.watch_anew();
        }
    }

    /// Waits for changes.
    pub fn changes(&mut self) -> Changes {
        loop {
            let now = Instant::now();
            // A second look goes with the batch that is under way: a file in it may be away for a moment.
            let next = self.batch.due().or(self.second_look);
            if next.is_some_and(|next| next <= now) {
                return self.act(now);
            }
            self.wait(next.map_or(LONG, |next| next.saturating_duration_since(now)));
        }
    }

    /// Whether changes have come in meanwhile that [`Watch::changes`] has not told of.
    pub fn has_more(&mut self) -> bool {
        self.wait(Duration::ZERO);
        self.batch.due().is_some()
    }

    fn act(&mut self, now: Instant) -> Changes {
        let changes = self.batch.act();
        let again = self.second_look.take_if(|at| *at <= now).is_some();
        let other_folders = self.may_have_other_folders(&changes);
        if again || other_folders {
            self.watch_anew();
        }
        if other_folders {
            self.second_look = Some(now + SECOND_LOOK);
        }
        if again { changes.and(self.scope.listed_again()) } else { changes }
    }

    /// Whether there may be folders that are not watched yet. A second look costs a second build, so this is no more than
    /// what can hide a change: a file or a folder that went away hides none, for what comes to its place is told of.
    fn may_have_other_folders(&self, changes: &Changes) -> bool {
        // Who looks at all files sees those in new folders.
        let (Eyes::Events(events), Changes::Paths(paths)) = (&self.eyes, changes) else { return false };
        let leads_on = |path: &Path| path.is_symlink() || path.is_dir() || events.links.has(path);
        paths.iter().any(|path| leads_on(path) || self.scope.is_lost_with(path))
    }

    fn watch_anew(&mut self) {
        let Eyes::Events(events) = &mut self.eyes else { return };
        if let Err(cause) = events.watch(&self.scope)
            && is_exhausted(&cause)
        {
            self.poll_from_now_on();
        }
    }

    fn poll_from_now_on(&mut self) {
        self.notice = Some(exhausted());
        self.eyes = Eyes::Polling(self.scope.snapshot());
        // What happened while nobody looked is not known.
        self.batch.everything(Instant::now());
    }

    /// Takes in what comes within a time, and what has come already.
    fn wait(&mut self, time: Duration) {
        let mut failed = false;
        match &mut self.eyes {
            Eyes::Polling(before) => {
                std::thread::sleep(time.min(POLL));
                let after = self.scope.snapshot();
                for path in after.changes(before) {
                    self.batch.add(path, Instant::now());
                }
                *before = after;
            }
            Eyes::Events(events) => {
                let mut told = events.told.recv_timeout(time);
                loop {
                    match told {
                        Ok(Ok(mut event)) => {
                            events.links.translate(&mut event.paths);
                            let scope = &self.scope;
                            self.batch.take(&event, Instant::now(), |path| scope.matters(path));
                        }
                        // A failure to tell what changed means that anything may have.
                        Ok(Err(cause)) => {
                            failed |= is_exhausted(&cause);
                            self.batch.everything(Instant::now());
                        }
                        Err(RecvTimeoutError::Timeout) => break,
                        Err(RecvTimeoutError::Disconnected) => {
                            failed = true;
                            break;
                        }
                    }
                    told = events.told.recv_timeout(Duration::ZERO);
                }
            }
        }
        if failed {
            self.poll_from_now_on();
        }
    }
}

impl Events {
    /// Watches the folders that are there now and are not watched yet.
    fn watch(&mut self, scope: &Scope) -> notify::Result<()> {
        let mut wanted: BTreeMap<PathBuf, RecursiveMode> = BTreeMap::new();
        let mode = |whole: bool| if whole { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        wanted.extend(scope.folders.iter().map(|(folder, whole)| (folder.clone(), mode(*whole))));
        self.links = Links::below(&scope.folders, |path| scope.matters(path));
        for (folder, whole) in self.links.folders() {
            // A second watch on a folder would take the place of the first.
            if !scope.folders.iter().any(|(watched, all)| *all && folder.starts_with(watched)) {
                wanted.entry(folder).or_insert(mode(whole));
            }
        }
        for (folder, mode) in wanted {
            let identity = identity(&folder);
            if self.watched.get(&folder) == Some(&(mode, identity)) {
                continue;
            }
            if self.watched.remove(&folder).is_some() {
                // It may have ended with the folder.
                self.watcher.unwatch(&folder).unwrap_or_default();
            }
            if identity.is_some() {
                match self.watcher.watch(&folder, mode) {
                    Ok(()) => drop(self.watched.insert(folder, (mode, identity))),
                    Err(cause) if matches!(cause.kind, ErrorKind::PathNotFound) => {}
                    Err(cause) if folder.is_dir() => return Err(cause),
                    Err(_) => {}
                }
            }
        }
        Ok(())
    }
}

/// What tells a folder from another at its place; `None` where there is no folder.
fn identity(folder: &Path) -> Option<Identity> {
    let metadata = folder.metadata().ok().filter(std::fs::Metadata::is_dir)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Some((metadata.dev(), metadata.ino()))
    }
    #[cfg(not(unix))]
    {
        let made = metadata.created().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
        Some((made.as_secs(), u64::from(made.subsec_nanos())))
    }
}

/// Hands events over; events that nobody waits for any more are dropped.
struct Sender(std::sync::mpsc::Sender<notify::Result<Event>>);

impl EventHandler for Sender {
    fn handle_event(&mut self, event: notify::Result<Event>) {
        self.0.send(event).unwrap_or_default();
    }
}

/// Whether the system watches as much as it can already.
fn is_exhausted(cause: &notify::Error) -> bool {
    // 24: too many open files; 28: no space left on device, which stands for the number of watches.
    let spent = |cause: &std::io::Error| matches!(cause.raw_os_error(), Some(24 | 28));
    match &cause.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(cause) => spent(cause),
        _ => false,
    }
}

fn exhausted() -> String {
    "the system watches as many files as it is allowed to; looking for changes every now and then instead".to_owned()
}

fn unwatchable(path: &Path, cause: notify::Error) -> Error {
    Error::disk("watch", path, std::io::Error::other(cause))
}

#[cfg(test)]
mod tests {
    use notify::EventKind;
    use notify::event::{AccessKind, AccessMode, CreateKind, DataChange, ModifyKind, RemoveKind, RenameMode};

    use super::*;
    use crate::config::{self, Overrides};

    fn site() -> (tempfile::TempDir, Config) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join(config::FILE), "").expect("written");
        let config = Config::load(folder.path(), &Overrides::default()).expect("valid");
        (folder, config)
    }

    #[test]
    fn where_the_system_watches_enough_already_files_are_looked_at() {
        let (_folder, config) = site();
        let spent = |_| Err(notify::Error::new(ErrorKind::MaxFilesWatch));
        let mut watch = Watch::with(&config, How::Events, spent).expect("it polls instead");
        assert!(watch.notice().is_some_and(|notice| notice.contains("every now and then")));
        assert_eq!(watch.notice(), None);
        std::fs::write(config.root.join(config::FILE), "title = \"x\"\n").expect("written");
        assert_eq!(watch.changes(), Changes::Paths([config.root.join(config::FILE)].into()));
    }

    /// What is told of events that have all come in, until nothing is left to be told.
    fn told(config: &Config, kinds: &[(EventKind, &str)]) -> Vec<Changes> {
        let mut watch = Watch::new(config, How::Events).expect("it watches");
        let Eyes::Events(events) = &mut watch.eyes else { panic!("it watches by events") };
        let (sender, told) = channel();
        events.told = told;
        for (kind, path) in kinds {
            sender.send(Ok(Event::new(*kind).add_path(config.root.join(path)))).expect("it listens");
        }
        let mut all = Vec::new();
        while watch.has_more() || watch.second_look.is_some() {
            all.push(watch.changes());
        }
        all
    }

    fn paths(config: &Config, list: &[&str]) -> Changes {
        Changes::Paths(list.iter().map(|path| config.root.join(path)).collect())
    }

    const CREATED: EventKind = EventKind::Create(CreateKind::Any);
    const REMOVED: EventKind = EventKind::Remove(RemoveKind::Any);
    const FROM: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::From));
    const TO: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::To));
    const WROTE: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
    const CLOSED: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));

    #[test]
    fn what_happens_to_a_file_is_told_once() {
        let (folder, config) = site();
        // As the disk is afterwards: `a` and its backup are there, `gone` is not.
        let articles = folder.path().join("content/articles");
        std::fs::create_dir_all(&articles).expect("made");
        for name in ["a.txt", "a.txt~"] {
            std::fs::write(articles.join(name), "text").expect("written");
        }
        let (a, backup, gone) = ("content/articles/a.txt", "content/articles/a.txt~", "content/articles/gone.txt");
        let check = |what: &str, events: &[(EventKind, &str)], changed: &[&str]| {
            assert_eq!(told(&config, events), [paths(&config, changed)], "{what}");
        };
        check("saved in place", &[(WROTE, a), (WROTE, a), (CLOSED, a)], &[a]);
        check("renamed over", &[(FROM, "content/articles/.new"), (TO, a)], &[a]);
        check(
            "moved away and written anew",
            &[(FROM, a), (TO, backup), (CREATED, a), (WROTE, a), (CLOSED, a)],
            &[a, backup],
        );
        check("removed", &[(REMOVED, gone)], &[gone]);
        check("called otherwise", &[(FROM, gone), (TO, a)], &[gone, a]);
        check("probed, and written", &[(CREATED, gone), (REMOVED, gone), (WROTE, a), (CLOSED, a)], &[gone, a]);
    }

    #[test]
    fn a_folder_that_comes_is_looked_at_twice_and_one_that_goes_once() {
        let (folder, config) = site();
        std::fs::create_dir_all(folder.path().join("content/articles/new")).expect("made");
        let (new, gone) = ("content/articles/new", "content/articles/gone");
        let all = Watch::new(&config, How::Events).expect("it watches").scope.listed_again();
        assert_eq!(told(&config, &[(CREATED, new)]), [paths(&config, &[new]), all.clone()]);
        assert_eq!(told(&config, &[(FROM, gone), (TO, new)]), [paths(&config, &[gone, new]), all.clone()]);
        assert_eq!(told(&config, &[(REMOVED, gone)]), [paths(&config, &[gone])]);
        // Nobody tells of the return of what is watched for itself, where all that is above it went too.
        std::fs::remove_dir_all(folder.path().join("content")).expect("removed");
        assert_eq!(told(&config, &[(REMOVED, "content")]), [paths(&config, &["content"]), all]);
    }

    #[test]
    fn a_second_look_waits_for_a_file_that_is_away() {
        let (folder, config) = site();
        std::fs::create_dir_all(folder.path().join("content")).expect("made");
        let mut watch = Watch::new(&config, How::Events).expect("it watches");
        let now = Instant::now();
        watch.second_look = Some(now);
        watch.batch.take(&Event::new(REMOVED).add_path(config.root.join("content/a.txt")), now, |_| true);
        let due = watch.batch.due().expect("something is due");
        let changes = watch.changes();
        assert!(Instant::now() >= due);
        assert_eq!(changes, paths(&config, &["content/a.txt"]).and(watch.scope.listed_again()));
    }

    #[test]
    fn who_looks_at_all_files_needs_no_second_look() {
        let (folder, config) = site();
        std::fs::create_dir_all(folder.path().join("content/new")).expect("made");
        let mut watch = Watch::new(&config, How::Polling).expect("it looks");
        let now = Instant::now();
        watch.batch.add(config.root.join("content/new"), now);
        assert_eq!(watch.act(now), paths(&config, &["content/new"]));
        assert_eq!(watch.second_look, None);
    }

    #[test]
    fn another_failure_is_an_error() {
        let (_folder, config) = site();
        let failed = |_| Err(notify::Error::generic("no such thing"));
        assert!(Watch::with(&config, How::Events, failed).is_err());
    }

    #[test]
    fn a_lost_watcher_is_replaced_by_looking() {
        let (_folder, config) = site();
        let mut watch = Watch::new(&config, How::Events).expect("it watches");
        let Eyes::Events(events) = &mut watch.eyes else { panic!("it watches by events") };
        // The limit is met when a new folder is to be watched.
        let (sender, told) = channel();
        events.told = told;
        sender.send(Err(notify::Error::new(ErrorKind::MaxFilesWatch))).expect("it listens");
        assert_eq!(watch.changes(), Changes::Anything);
        assert!(watch.notice().is_some());
    }
}
