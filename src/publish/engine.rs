//! Carries out a plan: what is sent when, what is written down first, and what happens when something fails.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::diag::Error;
use crate::model::served;
use crate::publish::local::{File, Local, Origin};
use crate::publish::lock::{Lock, Memory};
use crate::publish::plan::{Plan, Sending, UNKNOWN};
use crate::publish::retry::Patient;
use crate::publish::target::{Headers, Target, Upload};
use crate::write::{Digest, MANIFEST, Manifest};

/// How many routes a target is asked about at once.
const QUESTIONS: usize = 128;

/// How long a lock that was taken over is left alone before it counts.
const SETTLE: Duration = Duration::from_secs(2);

/// How a run goes about it.
#[derive(Debug)]
pub struct Settings {
    /// The most files to delete; `None` for 50 or a tenth of what was published.
    pub max_deletes: Option<usize>,
    /// For how many seconds a page may be kept.
    pub page_max_age: u32,
    /// Whether files that dateline did not send are written over.
    pub force: bool,
    /// Whether a lock is taken from whoever holds it.
    pub break_lock: bool,
    /// The file that remembers the lock of a run.
    pub memory: Option<PathBuf>,
    /// Times.
    pub pace: Pace,
}

/// Times of a run.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// The wait before something is tried the second time.
    pub retry: Duration,
    /// How often the manifest at the target is brought up to date while files are sent.
    pub checkpoint: Duration,
    /// How one waits.
    pub wait: fn(Duration),
}

impl Default for Pace {
    fn default() -> Self {
        Self { retry: Duration::from_millis(400), checkpoint: Duration::from_secs(30), wait: std::thread::sleep }
    }
}

/// Told after every file that was sent: how many of how many, and the bytes so far.
pub type Progress<'a> = dyn Fn(Step) + Sync + 'a;

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Files sent.
    pub sent: usize,
    /// Files to send.
    pub of: usize,
    /// Bytes sent, as they were on disk.
    pub bytes: u64,
}

/// Says what a run would do. One request: the manifest.
///
/// # Errors
///
/// The target cannot be reached.
pub fn plan(local: &Local, target: &dyn Target, settings: &Settings) -> Result<Plan, Error> {
    Ok(Plan::new(local, &Run::new(local, target, settings).manifest()?))
}

/// Makes the target equal to the site.
///
/// # Errors
///
/// The target cannot be reached or answers no, somebody else publishes, too much would be deleted, or files of others are
/// in the way. What is online works, and the next run finishes.
pub fn run(local: &Local, target: &dyn Target, settings: &Settings, progress: &Progress<'_>) -> Result<Plan, Error> {
    let run = Run::new(local, target, settings);
    let remote = run.manifest()?;
    let plan = Plan::new(local, &remote);
    if !target.nature().lock {
        plan.check_deletes(settings.max_deletes, remote.0.len())?;
        return run.locked(plan, remote, None, progress);
    }
    let memory = settings.memory.as_deref().map(Memory::open).transpose()?;
    let known = memory.as_ref().map_or("", |memory| memory.known.as_str());
    if plan.is_empty() {
        // A run that was cut off at its very end has left its lock.
        if !known.is_empty() {
            Lock::clear(&run.target, known).map_err(|failure| failure.error("unlock the target"))?;
        }
        memory.iter().for_each(Memory::forget);
        return Ok(plan);
    }
    plan.check_deletes(settings.max_deletes, remote.0.len())?;
    let lock = Lock::new();
    memory.iter().for_each(|memory| memory.keep(&lock));
    lock.take(&run.target, known, settings.break_lock, &|| (settings.pace.wait)(SETTLE))
        .map_err(|failure| failure.error("lock the target"))?;
    // Another run may have ended between the first look and the lock.
    let done = run.manifest().and_then(|remote| {
        let plan = Plan::new(local, &remote);
        plan.check_deletes(settings.max_deletes, remote.0.len())?;
        run.locked(plan, remote, Some(&lock), progress)
    });
    // After a failure the lock is given back too, once, and what comes of it changes nothing.
    let released = if done.is_ok() { lock.release(&run.target) } else { lock.release(target) };
    if released.is_ok() {
        memory.iter().for_each(Memory::forget);
    }
    done
}

/// What a run works with.
struct Run<'a> {
    local: &'a Local,
    target: Patient<'a>,
    settings: &'a Settings,
    /// Held while the manifest is written down on the way: an older one must not come after a newer one.
    noting: Mutex<()>,
}

/// What is known to be at the target while files are on their way.
struct State {
    manifest: Manifest,
    step: Step,
    written: Instant,
}

impl<'a> Run<'a> {
    fn new(local: &'a Local, target: &'a dyn Target, settings: &'a Settings) -> Self {
        let target = Patient { target, first: settings.pace.retry, wait: settings.pace.wait };
        Self { local, target, settings, noting: Mutex::new(()) }
    }

    /// The manifest at the target; empty where nothing was published yet.
    fn manifest(&self) -> Result<Manifest, Error> {
        let bytes = self.target.read(MANIFEST).map_err(|failure| failure.error("read what is published"))?;
        Ok(bytes.map_or_else(Manifest::default, |bytes| Manifest::parse(&String::from_utf8_lossy(&bytes))))
    }

    /// All that happens under the lock.
    fn locked(
        &self,
        plan: Plan,
        mut manifest: Manifest,
        lock: Option<&Lock>,
        progress: &Progress<'_>,
    ) -> Result<Plan, Error> {
        if plan.is_empty() {
            return Ok(plan);
        }
        self.refuse_files_of_others(&plan)?;
        self.target.begin().map_err(|failure| failure.error("begin"))?;
        let touched = plan.upload.iter().map(|sending| &sending.route).chain(&plan.delete);
        manifest.0.extend(touched.map(|route| (route.clone(), UNKNOWN)));
        let claims = !self.target.nature().at_once;
        if claims {
            self.write(&manifest)?;
        }
        let early = plan.in_the_way();
        self.delete(&early)?;
        manifest.0.retain(|route, _| !early.contains(&route.as_str()));

        let step = Step { sent: 0, of: plan.upload.len(), bytes: 0 };
        let state = Mutex::new(State { manifest, step, written: Instant::now() });
        for phase in plan.upload.chunk_by(|a, b| a.phase == b.phase) {
            self.send(phase, &state, lock, progress)?;
        }
        let mut manifest = state.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).manifest;
        let late: Vec<&str> = plan.delete.iter().map(String::as_str).filter(|route| !early.contains(route)).collect();
        if claims && !late.is_empty() {
            self.write(&manifest)?;
        }
        self.delete(&late)?;
        manifest.0.retain(|route, _| plan.delete.binary_search(route).is_err());
        self.write(&manifest)?;
        self.target.finish().map_err(|failure| failure.error("bring it online"))?;
        Ok(plan)
    }

    /// Files that dateline did not send are not written over.
    fn refuse_files_of_others(&self, plan: &Plan) -> Result<(), Error> {
        let new = plan.new_routes();
        if self.settings.force || new.is_empty() {
            return Ok(());
        }
        let found = Mutex::new(Vec::new());
        let some: Vec<&[&str]> = new.chunks(QUESTIONS).collect();
        self.at_once(&some, |routes| {
            let taken = self.target.taken(routes).map_err(|failure| failure.error("look at what is there"))?;
            found.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(taken);
            Ok(())
        })?;
        let mut taken = found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        taken.sort();
        let Some(first) = taken.first() else { return Ok(()) };
        let more = if taken.len() > 1 { format!(" (and {} more)", taken.len() - 1) } else { String::new() };
        Err(Error::Publish {
            message: format!("dateline did not publish the file where `{first}` belongs{more}; nothing was changed"),
            hint: Some("publish to another place, or let the site take theirs with `--force`".to_owned()),
        })
    }

    /// Sends files, several at once. The first failure stops the others.
    fn send(
        &self,
        files: &[Sending],
        state: &Mutex<State>,
        lock: Option<&Lock>,
        progress: &Progress<'_>,
    ) -> Result<(), Error> {
        self.at_once(files, |sending| {
            let digest = self.send_one(sending)?;
            let due = {
                let mut state = state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                state.manifest.0.insert(sending.route.clone(), digest);
                state.step.sent += 1;
                state.step.bytes += sending.size;
                progress(state.step);
                self.due(&mut state)
            };
            if due { self.checkpoint(state, lock) } else { Ok(()) }
        })
    }

    /// Whether it is time to write the manifest down.
    fn due(&self, state: &mut State) -> bool {
        let due = !self.target.nature().at_once && state.written.elapsed() >= self.settings.pace.checkpoint;
        if due {
            state.written = Instant::now();
        }
        due
    }

    /// Writes down what was sent, so that a run that is cut off need not send it again, and that this run is alive.
    fn checkpoint(&self, state: &Mutex<State>, lock: Option<&Lock>) -> Result<(), Error> {
        let _turn = self.noting.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(lock) = lock {
            lock.renew(&self.target).map_err(|failure| failure.error("renew the lock"))?;
        }
        let manifest = state.lock().unwrap_or_else(std::sync::PoisonError::into_inner).manifest.clone();
        self.write(&manifest)
    }

    fn send_one(&self, sending: &Sending) -> Result<Digest, Error> {
        let bytes = self.local.bytes(&sending.route)?;
        let digest = self.digest(&sending.route, &bytes);
        let upload = self.upload(&sending.route, &bytes, &digest);
        self.target.put(&upload).map_err(|failure| failure.error(&format!("send `{}`", sending.route)))?;
        Ok(digest)
    }

    /// The digest of what readers get: of the original where it is stored compressed, for browsers take that apart.
    fn digest(&self, route: &str, bytes: &[u8]) -> Digest {
        match self.local.files().get(route) {
            Some(File { digest, origin: Origin::Compressed { from, .. }, .. }) if from == route => *digest,
            _ => *blake3::hash(bytes).as_bytes(),
        }
    }

    fn upload<'u>(&self, route: &'u str, bytes: &'u [u8], digest: &Digest) -> Upload<'u> {
        let origin = self.local.files().get(route).map(|file| &file.origin);
        let (named, encoding) = match origin {
            Some(Origin::Compressed { from, coding, .. }) => (from.as_str(), Some(coding.name())),
            _ => (route, None),
        };
        let headers = Headers {
            content_type: served::content_type(named),
            cache_control: served::cache_control(named, self.settings.page_max_age),
            encoding,
            digest: blake3::Hash::from_bytes(*digest).to_hex().to_string(),
        };
        Upload { route, bytes, headers }
    }

    fn write(&self, manifest: &Manifest) -> Result<(), Error> {
        let text = manifest.text();
        let upload = self.upload(MANIFEST, text.as_bytes(), blake3::hash(text.as_bytes()).as_bytes());
        self.target.put(&upload).map_err(|failure| failure.error("write down what is published"))
    }

    fn delete(&self, routes: &[&str]) -> Result<(), Error> {
        self.at_once(routes, |route| {
            self.target.remove(route).map_err(|failure| failure.error(&format!("delete `{route}`")))
        })
    }

    /// Does something for each, on as many threads as the target likes. The first failure stops all, and is returned.
    fn at_once<T: Sync>(&self, all: &[T], each: impl Fn(&T) -> Result<(), Error> + Sync) -> Result<(), Error> {
        let next = AtomicUsize::new(0);
        let stopped = AtomicBool::new(false);
        let failed = Mutex::new(None);
        let work = || {
            while let Some(one) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                if stopped.load(Ordering::Relaxed) {
                    return;
                }
                if let Err(error) = each(one) {
                    stopped.store(true, Ordering::Relaxed);
                    failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get_or_insert(error);
                    return;
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..self.target.nature().parallel.min(all.len()) {
                scope.spawn(work);
            }
        });
        match failed.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }
}
