//! A target in memory. It counts and writes down requests, and fails as it is told.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use dateline::publish::target::{Cause, Failure, Headers, Nature, Target, Upload};

/// How it fails.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    None,
    /// After so many requests nothing gets through any more, as when the program is killed. The last one that gets
    /// through may have been done though its answer is lost.
    Cut {
        after: usize,
        applied: bool,
    },
    /// The same, from the moment this file is put.
    CutAtPut(&'static str),
    /// Each request of a number fails once; by turns before and after it was done.
    Every(usize),
    /// Each request.
    Always(Cause),
    /// There is room for so many bytes.
    Room(usize),
}

pub(crate) struct Memory {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
    pub(crate) headers: Mutex<BTreeMap<String, Headers>>,
    pub(crate) requests: AtomicUsize,
    /// What was changed, in order.
    pub(crate) log: Mutex<Vec<String>>,
    fault: Mutex<(Fault, usize)>,
    /// Whether a file stands in the way of a folder, as on a disk.
    disk: bool,
}

impl Memory {
    pub(crate) fn new() -> Self {
        Self {
            files: Mutex::default(),
            headers: Mutex::default(),
            requests: AtomicUsize::new(0),
            log: Mutex::default(),
            fault: Mutex::new((Fault::None, 0)),
            disk: false,
        }
    }

    pub(crate) fn like_a_disk() -> Self {
        Self { disk: true, ..Self::new() }
    }

    pub(crate) fn set_fault(&self, fault: Fault) {
        *self.fault.lock().unwrap() = (fault, 0);
    }

    pub(crate) fn set(&self, route: &str, text: &str) {
        self.files.lock().unwrap().insert(route.to_owned(), text.as_bytes().to_owned());
    }

    pub(crate) fn raw(&self) -> BTreeMap<String, Vec<u8>> {
        self.files.lock().unwrap().clone()
    }

    pub(crate) fn all(&self) -> BTreeMap<String, String> {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        self.raw().into_iter().map(|(route, bytes)| (route, text(bytes))).collect()
    }

    /// Does what was asked, unless a fault is in the way.
    fn request<T>(&self, put: Option<(&str, usize)>, apply: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
        self.requests.fetch_add(1, Ordering::SeqCst);
        let lost = || Failure::new(Cause::Other, "cut off");
        let (fault, number) = {
            let mut fault = self.fault.lock().unwrap();
            fault.1 += 1;
            *fault
        };
        match fault {
            Fault::None => apply(),
            Fault::Cut { after, .. } if number > after + 1 => Err(lost()),
            Fault::Cut { after, applied } if number == after + 1 => {
                if applied {
                    apply()?;
                }
                Err(lost())
            }
            Fault::Cut { .. } => apply(),
            Fault::CutAtPut(name) if put.is_some_and(|(route, _)| route == name) => {
                self.set_fault(Fault::Cut { after: 0, applied: false });
                self.fault.lock().unwrap().1 = 1;
                Err(lost())
            }
            Fault::CutAtPut(_) => apply(),
            Fault::Every(every) if number % every == 0 => {
                if (number / every) % 2 == 0 {
                    apply()?;
                }
                Err(Failure::new(Cause::Passing, "the connection was reset"))
            }
            Fault::Every(_) => apply(),
            Fault::Always(cause) => Err(Failure::new(cause, "no")),
            Fault::Room(room) => {
                let files = self.raw();
                let used =
                    |name: &str| files.iter().filter(|(route, _)| *route != name).map(|(_, b)| b.len()).sum::<usize>();
                match put {
                    Some((route, size)) if used(route) + size > room => {
                        Err(Failure::new(Cause::Full, "the disk is full"))
                    }
                    _ => apply(),
                }
            }
        }
    }

    fn insert(&self, upload: &Upload<'_>, verb: &str) -> Result<(), Failure> {
        let mut files = self.files.lock().unwrap();
        let above = upload.route.match_indices('/').any(|(end, _)| files.contains_key(&upload.route[..end]));
        let below = files.keys().any(|route| route.starts_with(&format!("{}/", upload.route)));
        if self.disk && (above || below) {
            return Err(Failure::new(Cause::Other, "not a directory"));
        }
        files.insert(upload.route.to_owned(), upload.bytes.to_owned());
        self.headers.lock().unwrap().insert(upload.route.to_owned(), upload.headers.clone());
        self.log.lock().unwrap().push(format!("{verb} {}", upload.route));
        Ok(())
    }
}

impl Target for Memory {
    fn place(&self) -> String {
        "memory".to_owned()
    }

    fn nature(&self) -> Nature {
        Nature { parallel: 3, at_once: false, lock: true }
    }

    fn read(&self, route: &str) -> Result<Option<Vec<u8>>, Failure> {
        self.request(None, || Ok(self.files.lock().unwrap().get(route).cloned()))
    }

    fn taken(&self, routes: &[&str]) -> Result<Vec<String>, Failure> {
        self.request(None, || {
            let files = self.files.lock().unwrap();
            let above = |route: &str| route.match_indices('/').any(|(end, _)| files.contains_key(&route[..end]));
            let taken = routes.iter().filter(|route| files.contains_key(**route) || above(route));
            Ok(taken.map(|route| (*route).to_owned()).collect())
        })
    }

    fn put(&self, upload: &Upload<'_>) -> Result<(), Failure> {
        self.request(Some((upload.route, upload.bytes.len())), || self.insert(upload, "put"))
    }

    fn create(&self, upload: &Upload<'_>) -> Result<bool, Failure> {
        self.request(Some((upload.route, upload.bytes.len())), || {
            if self.files.lock().unwrap().contains_key(upload.route) {
                return Ok(false);
            }
            self.insert(upload, "create").map(|()| true)
        })
    }

    fn remove(&self, route: &str) -> Result<(), Failure> {
        self.request(None, || {
            self.files.lock().unwrap().remove(route);
            self.log.lock().unwrap().push(format!("remove {route}"));
            Ok(())
        })
    }
}
