//! A lock at the target, so that two publishes do not mix: a small file that names a run and the time it was last alive.

use std::fs::{File, TryLockError};
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

use crate::diag::Error;
use crate::model::served;
use crate::publish::target::{Cause, Failure, Headers, Target, Upload};

/// The lock's file name at the target.
pub(super) const NAME: &str = ".dateline-lock";

/// A lock that was not renewed for so long is of a run that was cut off. Clocks may differ by less.
const STALE: Duration = Duration::from_secs(15 * 60);

/// What stands in a lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lock {
    id: String,
}

impl Lock {
    /// A lock of this run.
    pub(super) fn new() -> Self {
        let random = [RandomState::new().hash_one(std::process::id()), RandomState::new().hash_one(now())];
        Self { id: format!("{:016x}{:016x}", random[0], random[1]) }
    }

    fn text(&self) -> String {
        format!(
            "{} {}\nA run of dateline publishes here. The lock is void 15 minutes after this time.\n",
            self.id,
            now()
        )
    }

    /// Takes the lock at the target, if it is free, stale, `forced`, or of a run whose id is among those `known`. Where it
    /// was somebody else's, `settle` waits before it is looked at again: two may have taken it over at once.
    pub(super) fn take(
        &self,
        target: &dyn Target,
        known: &str,
        forced: bool,
        settle: &dyn Fn(),
    ) -> Result<(), Failure> {
        let text = self.text();
        let upload = upload(&text);
        if !target.create(&upload)? {
            let held = held(target)?;
            let (id, since) = parse(&held);
            let stale = since.is_none_or(|since| now().saturating_sub(since) > STALE.as_secs());
            let ours = id.is_some_and(|id| id == self.id || known.split_whitespace().any(|known| known == id));
            if !(stale || forced || ours) {
                return Err(busy(since));
            }
            target.put(&upload)?;
            settle();
        }
        // A server that does not know "only if there is none" would give the lock to two.
        let held = held(target)?;
        if parse(&held).0 == Some(&self.id) { Ok(()) } else { Err(busy(parse(&held).1)) }
    }

    /// Takes away a lock whose id is among those `known`.
    pub(super) fn clear(target: &dyn Target, known: &str) -> Result<(), Failure> {
        let held = held(target)?;
        let ours = parse(&held).0.is_some_and(|id| known.split_whitespace().any(|known| known == id));
        if ours { target.remove(NAME) } else { Ok(()) }
    }

    /// Says that the run is alive, unless somebody has taken the lock away.
    pub(super) fn renew(&self, target: &dyn Target) -> Result<(), Failure> {
        let held = held(target)?;
        let (id, since) = parse(&held);
        if id == Some(&self.id) { target.put(&upload(&self.text())) } else { Err(busy(since)) }
    }

    /// Gives the lock back.
    pub(super) fn release(&self, target: &dyn Target) -> Result<(), Failure> {
        Self::clear(target, &self.id)
    }
}

/// What stands in the lock at the target.
fn held(target: &dyn Target) -> Result<String, Failure> {
    Ok(target.read(NAME)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default())
}

/// Id and time of a lock as written.
fn parse(text: &str) -> (Option<&str>, Option<u64>) {
    let mut words = text.split_whitespace();
    (words.next(), words.next().and_then(|time| time.parse().ok()))
}

fn upload(text: &str) -> Upload<'_> {
    let headers = Headers {
        content_type: "text/plain; charset=utf-8",
        cache_control: served::cache_control(NAME, 0),
        encoding: None,
        digest: blake3::hash(text.as_bytes()).to_hex().to_string(),
    };
    Upload { route: NAME, bytes: text.as_bytes(), headers }
}

fn busy(since: Option<u64>) -> Failure {
    let since = since.and_then(|since| Timestamp::from_second(i64::try_from(since).ok()?).ok());
    let when = since.map_or_else(String::new, |time| format!(", last heard of at {time}"));
    let message = format!("another run publishes there{when}; if there is none, add `--break-lock`");
    Failure::new(Cause::Busy, message)
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// Ids of locks that runs on this machine took and did not give back, in a file that is itself locked while the run lives. One that was
/// cut off leaves its id and no locked file, and the next run may take over what it held.
#[derive(Debug)]
pub(super) struct Memory {
    path: PathBuf,
    /// Held until the end of the run.
    _held: Option<File>,
    /// The ids that earlier runs left.
    pub(super) known: String,
}

impl Memory {
    /// Opens it. What cannot be remembered costs only time, and is no failure.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let none = || Self { path: path.to_owned(), _held: None, known: String::new() };
        let Some(folder) = path.parent() else { return Ok(none()) };
        let options = File::options().read(true).write(true).create(true).truncate(false).to_owned();
        let Ok(file) = std::fs::create_dir_all(folder).and_then(|()| options.open(path)) else { return Ok(none()) };
        match file.try_lock() {
            Ok(()) => {
                let known = std::fs::read_to_string(path).unwrap_or_default();
                Ok(Self { path: path.to_owned(), _held: Some(file), known })
            }
            Err(TryLockError::WouldBlock) => Err(busy(None).error("publish")),
            Err(TryLockError::Error(_)) => Ok(none()),
        }
    }

    /// Keeps the id of the lock that is about to be taken, beside those that may still lie there.
    pub(super) fn keep(&self, lock: &Lock) {
        // Without it the next run waits until a lock is stale.
        std::fs::write(&self.path, format!("{}{}\n", self.known, lock.id)).unwrap_or_default();
    }

    /// Forgets it: the lock was given back.
    pub(super) fn forget(&self) {
        std::fs::remove_file(&self.path).unwrap_or_default();
    }
}
