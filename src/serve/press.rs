//! One state of the site, ready to be read: pages are made when they are asked for.
//!
//! A site of ten thousand articles has more pages than fit into memory, and after an edit only those matter that somebody
//! looks at. So a press holds the corpus and the plan of all pages, and threads of its own make the pages that are asked
//! for. It ends when nobody asks any more.

use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use bytes::Bytes;
use tokio::sync::oneshot;

use super::inspect;
use crate::config::Config;
use crate::diag::{Checked, Diagnostic, Error};
use crate::model::page::{Bundle, Fingerprint};
use crate::pipeline::kept::Edition;
use crate::render::Files;

/// The bytes of a page as it would be published, and their digest.
#[derive(Clone, Debug)]
pub(super) struct Made {
    pub(super) bytes: Bytes,
    pub(super) digest: Fingerprint,
}

impl Made {
    fn of(bytes: Vec<u8>) -> Self {
        Self { digest: Fingerprint::of(&bytes), bytes: bytes.into() }
    }
}

/// What a route gives.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// A page or another file.
    Made(Made),
    /// Nothing is published there.
    Missing,
    /// Its template fails.
    Failed(Arc<Error>),
}

/// What can be asked for.
enum Ask {
    Page(String, oneshot::Sender<Answer>),
    /// What was read in the article of a page.
    Reading(String, oneshot::Sender<Option<String>>),
}

/// One state of the site.
#[derive(Debug)]
pub(super) struct Press {
    asks: Sender<Ask>,
    /// The digest of each style sheet, by route.
    pub(super) styles: BTreeMap<String, String>,
    /// The digest of all other static files.
    pub(super) assets: String,
}

/// Most threads that make pages: rebuilding wants a part of the machine too.
const MOST_THREADS: usize = 4;

/// Most bytes of pages that are kept, for those who look at the same page.
const MOST_BYTES: usize = 32 << 20;

impl Press {
    /// Plans the pages of an edition. The findings are about pages that are in each other's way.
    ///
    /// # Errors
    ///
    /// A view cannot be made into what templates read.
    pub(super) fn start(edition: Edition, config: Config) -> Result<(Self, Vec<Diagnostic>), Error> {
        let (styles, assets) = statics(&edition);
        let (asks, asked) = channel();
        let (planned, plan) = std::sync::mpsc::sync_channel(1);
        let work = move || {
            let Checked { value: files, diagnostics } = match Files::new(&edition.corpus, &edition.theme, &config) {
                Ok(files) => files,
                Err(error) => return planned.send(Err(error)).unwrap_or_default(),
            };
            let bundles = files.bundles().iter().map(|bundle| (bundle, OnceLock::new())).collect();
            let (asked, shelf) = (Mutex::new(asked), Mutex::default());
            let bench = Bench { edition: &edition, config: &config, files: &files, bundles, asked, shelf };
            planned.send(Ok(diagnostics)).unwrap_or_default();
            let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get).min(MOST_THREADS);
            std::thread::scope(|scope| {
                for _ in 0..threads {
                    scope.spawn(|| bench.work());
                }
            });
        };
        std::thread::Builder::new()
            .name("press".to_owned())
            .spawn(work)
            .map_err(|cause| Error::disk("start a thread for", "pages", cause))?;
        // The thread ends before it answers only where it was broken by a fault of the program.
        let stopped = || Error::disk("plan", "pages", std::io::Error::other("the planning stopped"));
        let diagnostics = plan.recv().map_err(|_| stopped())??;
        Ok((Self { asks, styles, assets }, diagnostics))
    }

    /// What a route gives.
    pub(super) async fn page(&self, route: &str) -> Answer {
        let (answer, answered) = oneshot::channel();
        if self.asks.send(Ask::Page(route.to_owned(), answer)).is_err() {
            return Answer::Missing;
        }
        answered.await.unwrap_or(Answer::Missing)
    }

    /// What a route gives, for threads that can wait.
    pub(super) fn page_now(&self, route: &str) -> Answer {
        let (answer, answered) = oneshot::channel();
        if self.asks.send(Ask::Page(route.to_owned(), answer)).is_err() {
            return Answer::Missing;
        }
        answered.blocking_recv().unwrap_or(Answer::Missing)
    }

    /// What was read in the article of a page, as JSON; `None` where the page is no article's.
    pub(super) async fn reading(&self, route: &str) -> Option<String> {
        let (answer, answered) = oneshot::channel();
        self.asks.send(Ask::Reading(route.to_owned(), answer)).ok()?;
        answered.await.ok()?
    }
}

/// The digests of style sheets, and of all other static files together.
fn statics(edition: &Edition) -> (BTreeMap<String, String>, String) {
    let mut styles = BTreeMap::new();
    let mut others = blake3::Hasher::new();
    for (path, bytes) in edition.theme.statics() {
        let digest = Fingerprint::of(bytes);
        if path.ends_with(".css") {
            styles.insert(path.clone(), digest.hex());
        } else {
            others.update(path.as_bytes());
            others.update(&digest.0);
        }
    }
    (styles, others.finalize().to_hex().to_string())
}

/// Where pages are made.
struct Bench<'p, 'a> {
    edition: &'a Edition,
    config: &'a Config,
    files: &'p Files<'a>,
    /// Files that are made together, once the first of them is asked for.
    bundles: Vec<(&'p Bundle<'a>, OnceLock<HashMap<String, Made>>)>,
    asked: Mutex<Receiver<Ask>>,
    /// Pages that were made, and how many bytes they have.
    shelf: Mutex<(HashMap<String, Made>, usize)>,
}

impl Bench<'_, '_> {
    fn work(&self) {
        loop {
            let ask = self.asked.lock().unwrap_or_else(PoisonError::into_inner).recv();
            // Whoever asked may have gone.
            match ask {
                Ok(Ask::Page(route, answer)) => drop(answer.send(self.page(&route))),
                Ok(Ask::Reading(route, answer)) => {
                    drop(answer.send(inspect::reading(&self.edition.corpus, self.config, &route)));
                }
                Err(_) => return,
            }
        }
    }

    fn bundled(&self, route: &str) -> Answer {
        let own = self.bundles.iter().find(|(bundle, _)| route.starts_with(&bundle.folder));
        let files = own.map(|(bundle, files)| files.get_or_init(|| made(bundle)));
        files.and_then(|files| files.get(route)).map_or(Answer::Missing, |made| Answer::Made(made.clone()))
    }

    fn page(&self, route: &str) -> Answer {
        if let Some(made) = self.shelf.lock().unwrap_or_else(PoisonError::into_inner).0.get(route) {
            return Answer::Made(made.clone());
        }
        let Some(page) = self.files.page(route) else { return self.bundled(route) };
        match page.bytes() {
            Ok(bytes) => {
                let made = Made::of(bytes);
                let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
                shelf.1 += made.bytes.len();
                if shelf.1 > MOST_BYTES {
                    shelf.0.clear();
                    shelf.1 = made.bytes.len();
                }
                shelf.0.insert(route.to_owned(), made.clone());
                Answer::Made(made)
            }
            Err(error) => Answer::Failed(Arc::new(error)),
        }
    }
}

fn made(bundle: &Bundle<'_>) -> HashMap<String, Made> {
    (bundle.make)().into_iter().map(|(route, bytes)| (route.as_str().to_owned(), Made::of(bytes))).collect()
}
