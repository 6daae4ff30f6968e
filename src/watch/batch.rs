//! One save is many events: what came in, and when it is time to act.
//!
//! The waiting is as short as is safe. A file that somebody still writes to is waited for; a file that went away may be
//! on its way back, because many editors write a new file and rename it into place; many files at once are one batch.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode};
use notify::{Event, EventKind};

use crate::model::change::Changes;

/// How long nothing must happen after a file was written.
const QUIET: Duration = Duration::from_millis(if TELLS_WHEN_CLOSED { 4 } else { 30 });
/// How long a file that went away is given to come back.
const BACK: Duration = Duration::from_millis(40);
/// How long nothing must happen after many files changed.
const QUIET_AFTER_MANY: Duration = Duration::from_millis(60);
/// Many files.
const MANY: usize = 20;
/// How long a file may be written to before it is read as it is.
const WRITTEN: Duration = Duration::from_millis(400);
/// No change waits longer than this.
const LONGEST: Duration = Duration::from_millis(1_500);

/// Whether the system tells when a file that was written to is closed.
const TELLS_WHEN_CLOSED: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// Changes that were not acted upon yet.
#[derive(Debug, Default)]
pub(super) struct Batch {
    paths: BTreeSet<PathBuf>,
    anything: bool,
    /// Files that somebody writes to, and since when.
    open: BTreeMap<PathBuf, Instant>,
    gone: BTreeSet<PathBuf>,
    begun: Option<Instant>,
    last: Option<Instant>,
}

impl Batch {
    /// Takes an event in. `matters` says which paths a build reads.
    pub(super) fn take(&mut self, event: &Event, now: Instant, matters: impl Fn(&Path) -> bool) {
        if event.need_rescan() {
            self.everything(now);
        }
        let paths = event.paths.iter().filter(|path| matters(path));
        match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {
                for path in paths {
                    if self.open.remove(path).is_some() {
                        self.last = Some(now);
                    }
                }
            }
            // Looking at a file changes nothing; above all our own reading must not.
            EventKind::Access(_) => {}
            kind => {
                for path in paths {
                    self.changed(path, kind, now);
                }
            }
        }
    }

    fn changed(&mut self, path: &Path, kind: EventKind, now: Instant) {
        match kind {
            EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => {
                self.gone.insert(path.to_owned());
                self.open.remove(path);
            }
            EventKind::Create(CreateKind::File) | EventKind::Modify(ModifyKind::Data(_))
                if TELLS_WHEN_CLOSED && !path.is_symlink() =>
            {
                self.gone.remove(path);
                self.open.entry(path.to_owned()).or_insert(now);
            }
            EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(RenameMode::To)) => {
                self.gone.remove(path);
            }
            _ => {}
        }
        self.paths.insert(path.to_owned());
        self.begun.get_or_insert(now);
        self.last = Some(now);
    }

    /// Adds a change that no event told of.
    pub(super) fn add(&mut self, path: PathBuf, now: Instant) {
        self.paths.insert(path);
        self.begun.get_or_insert(now);
        self.last = Some(now);
    }

    /// Anything may have changed.
    pub(super) fn everything(&mut self, now: Instant) {
        self.anything = true;
        self.begun.get_or_insert(now);
        self.last = Some(now);
    }

    /// When to act, if nothing else comes; `None` where there is nothing to act upon.
    pub(super) fn due(&self) -> Option<Instant> {
        let (begun, last) = (self.begun?, self.last?);
        let quiet = if self.anything || self.paths.len() > MANY {
            QUIET_AFTER_MANY
        } else if self.gone.is_empty() {
            QUIET
        } else {
            BACK
        };
        let closed = self.open.values().map(|since| *since + WRITTEN).max();
        Some((last + quiet).max(closed.unwrap_or(last)).min(begun + LONGEST))
    }

    /// The changes, which are none afterwards.
    pub(super) fn act(&mut self) -> Changes {
        let batch = std::mem::take(self);
        // Whoever still writes is still waited for the next time.
        self.open = batch.open;
        if batch.anything { Changes::Anything } else { Changes::Paths(batch.paths) }
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{DataChange, RemoveKind};

    use super::*;

    const WROTE: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
    const CLOSED: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));

    /// Takes events in, one a millisecond, and gives the milliseconds from the last to the time to act.
    fn waits(events: &[(EventKind, &str)]) -> Option<u128> {
        let start = Instant::now();
        let mut batch = Batch::default();
        let mut now = start;
        for (kind, path) in events {
            now += Duration::from_millis(1);
            batch.take(&Event::new(*kind).add_path(PathBuf::from(path)), now, |_| true);
        }
        batch.due().map(|due| (due - now).as_millis())
    }

    #[test]
    fn reading_is_no_change() {
        let opened = EventKind::Access(AccessKind::Open(AccessMode::Any));
        assert_eq!(waits(&[(opened, "/a"), (CLOSED, "/a")]), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_is_waited_for_until_it_is_closed() {
        assert_eq!(waits(&[(WROTE, "/a"), (WROTE, "/a"), (CLOSED, "/a")]), Some(QUIET.as_millis()));
        assert_eq!(waits(&[(WROTE, "/a")]), Some(WRITTEN.as_millis()));
    }

    #[test]
    fn a_file_that_went_away_may_come_back() {
        let away = EventKind::Modify(ModifyKind::Name(RenameMode::From));
        let back = EventKind::Modify(ModifyKind::Name(RenameMode::To));
        assert_eq!(waits(&[(EventKind::Remove(RemoveKind::File), "/a")]), Some(BACK.as_millis()));
        assert_eq!(waits(&[(away, "/a")]), Some(BACK.as_millis()));
        assert_eq!(waits(&[(away, "/a"), (back, "/a")]), Some(QUIET.as_millis()));
    }

    #[test]
    fn no_change_waits_for_ever() {
        let mut batch = Batch::default();
        let start = Instant::now();
        for millisecond in 0..10_000 {
            let event = Event::new(EventKind::Remove(RemoveKind::File)).add_path(PathBuf::from("/a"));
            batch.take(&event, start + Duration::from_millis(millisecond), |_| true);
        }
        assert_eq!(batch.due().map(|due| due - start), Some(LONGEST));
    }

    #[test]
    fn acting_leaves_nothing() {
        let mut batch = Batch::default();
        batch.add(PathBuf::from("/a"), Instant::now());
        assert_eq!(batch.act(), Changes::Paths([PathBuf::from("/a")].into()));
        assert_eq!(batch.due(), None);
        batch.everything(Instant::now());
        assert_eq!(batch.act(), Changes::Anything);
    }
}
