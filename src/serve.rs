//! Serving: the site in a browser while it is being written, and anew after every change.
//!
//! What comes in are changes of files; what goes out is the site over HTTP and word of every new state. A change takes the
//! same way through `pipeline` as a build. Served bytes are published bytes: the script that keeps the browser in step is
//! added to the answer, never to the page. Nothing is written to the output folder.

mod address;
mod board;
mod http;
mod inspect;
mod press;

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch::Sender;

use self::board::{Board, Edited};
use self::http::Server;
use self::press::{Answer, Press};
use crate::config::{self, Config};
use crate::diag::{self, Checked, Diagnostic, Error};
use crate::model::article::{Article, Body};
use crate::model::change::Changes;
use crate::model::corpus::Corpus;
use crate::model::page::Route;
use crate::pipeline::kept::Kept;
use crate::render::Theme;
use crate::span::SourceId;
use crate::watch::{How, Watch};

/// The port that is tried first where none is named.
pub const PORT: u16 = 4800;
/// How many ports after it are tried.
const PORTS: u16 = 50;

/// Where and how to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// The name or address to listen at; `None` for this machine alone.
    pub host: Option<String>,
    /// The port; `None` for the first that is free.
    pub port: Option<u16>,
    /// How to learn of changes.
    pub how: How,
    /// Whether browsers go to what was edited.
    pub follow: bool,
}

/// What there is to tell the person at the terminal.
#[derive(Debug)]
pub enum News<'a> {
    /// The site can be opened.
    Serving {
        /// Where.
        url: &'a str,
    },
    /// The site was built.
    Built {
        /// The number of articles.
        articles: usize,
        /// What was found that was not found the last time.
        new: &'a [&'a Diagnostic],
        /// The number of all findings.
        all: usize,
        /// How long it took.
        time: Duration,
        /// The configuration it was built with.
        config: &'a Config,
    },
    /// It could not be built; what was built last is still served.
    Failed(&'a Error),
    /// Something else.
    Notice(&'a str),
}

/// Serves a site until the process ends. `configure` reads the configuration, at the start and whenever it has changed.
///
/// # Errors
///
/// There is no site, no such address, or the port is taken. What is wrong with the content is only told.
pub fn run(
    options: &Options,
    configure: impl Fn() -> Result<Config, Error>,
    mut tell: impl FnMut(News<'_>),
) -> Result<(), Error> {
    let (listener, loopback) = listener(options)?;
    // A site whose configuration cannot be read at the start is no place to begin.
    let config = configure()?;
    let watch = Watch::new(&config, options.how)?;
    let (board, boards) = tokio::sync::watch::channel(Arc::new(Board::empty()));
    let url = listener.local_addr().map(|address| format!("http://{address}/")).map_err(|cause| unserved("", cause))?;
    let server = Server { board: boards, root: config.root.clone(), loopback, follow: options.follow };
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|cause| unserved(&url, cause))?;
    let listener = {
        let _entered = runtime.enter();
        tokio::net::TcpListener::from_std(listener).map_err(|cause| unserved(&url, cause))?
    };
    std::thread::Builder::new()
        .name("server".to_owned())
        .spawn(move || runtime.block_on(http::answer(listener, server)))
        .map_err(|cause| unserved(&url, cause))?;
    let mut desk =
        Desk { kept: Kept::new(), config, watch, board, due: Changes::Anything, number: 0, before: Before::default() };
    desk.build(&configure, &mut tell);
    tell(News::Serving { url: &url });
    loop {
        if let Some(notice) = desk.watch.notice() {
            tell(News::Notice(&notice));
        }
        if desk.wait(&configure, &mut tell) {
            desk.build(&configure, &mut tell);
        }
    }
}

/// Begins to listen; whether only this machine can ask.
fn listener(options: &Options) -> Result<(TcpListener, bool), Error> {
    let host = options.host.as_deref().unwrap_or("127.0.0.1");
    let first = options.port.unwrap_or(PORT);
    let address: IpAddr = (host, first)
        .to_socket_addrs()
        .ok()
        .and_then(|mut addresses| addresses.next())
        .map(|address| address.ip())
        .ok_or_else(|| {
            wrong(
                format!("`{host}` is no address of this machine"),
                "leave `--host` out, or write an address such as `0.0.0.0`",
            )
        })?;
    let others = (first + 1..=first.saturating_add(PORTS)).chain([0]);
    let ports = std::iter::once(first).chain(others.filter(|_| options.port.is_none()));
    let mut failed = None;
    for port in ports {
        match http::listen(SocketAddr::new(address, port)) {
            Ok(listener) => return Ok((listener, address.is_loopback())),
            Err(cause) => failed = failed.or(Some(cause)),
        }
    }
    let cause = failed.map(|cause| cause.to_string()).unwrap_or_default();
    Err(wrong(format!("cannot serve at {address}, port {first}: {cause}"), "choose another `--port`, or leave it out"))
}

fn wrong(message: String, hint: &str) -> Error {
    Error::Config { place: None, message, hint: Some(hint.to_owned()) }
}

fn unserved(url: &str, cause: std::io::Error) -> Error {
    Error::disk("serve at", url, cause)
}

/// Where the site is built, again and again.
struct Desk {
    kept: Kept,
    config: Config,
    watch: Watch,
    board: Sender<Arc<Board>>,
    /// What has changed since the last build that worked.
    due: Changes,
    number: u64,
    before: Before,
}

/// What is known of the last state.
#[derive(Default)]
struct Before {
    articles: Vec<Arc<Article>>,
    theme: Option<Arc<Theme>>,
}

/// What a build made.
struct State {
    press: Press,
    articles: Vec<Arc<Article>>,
    theme: Arc<Theme>,
    edited: Option<(String, usize)>,
    /// Routes of pages, one of a kind.
    samples: Vec<String>,
}

/// A state that came out while more changes came in is not shown, for this long at most: a file may be half-written.
const HELD_BACK: Duration = Duration::from_secs(1);

impl Desk {
    /// Waits for changes, and reads the configuration again where it is among them. Whether there is something to build.
    fn wait(&mut self, configure: &impl Fn() -> Result<Config, Error>, tell: &mut impl FnMut(News<'_>)) -> bool {
        let changes = self.watch.changes();
        self.due = std::mem::replace(&mut self.due, Changes::none()).and(changes);
        if !self.due.may_touch(&self.config.root.join(config::FILE)) {
            return true;
        }
        match configure() {
            Ok(config) => {
                self.watch.follow(&config);
                self.config = config;
                true
            }
            Err(error) => {
                self.fail(Arc::new(error), tell);
                false
            }
        }
    }

    /// Builds, and shows what came of it.
    fn build(&mut self, configure: &impl Fn() -> Result<Config, Error>, tell: &mut impl FnMut(News<'_>)) {
        let start = Instant::now();
        let mut made = self.made();
        // A file may have been read while it was written: the last word counts.
        while self.watch.has_more() && start.elapsed() < HELD_BACK {
            if made.is_ok() {
                self.due = Changes::none();
            }
            if !self.wait(configure, tell) {
                return;
            }
            made = self.made();
        }
        match made {
            Ok(Checked { value, diagnostics }) => {
                self.due = Changes::none();
                self.show(value, diagnostics, start, tell);
            }
            Err(error) => self.fail(Arc::new(error), tell),
        }
    }

    fn made(&mut self) -> Result<Checked<State>, Error> {
        let Checked { value: edition, mut diagnostics } = self.kept.edition(&self.due, &self.config)?;
        let articles = edition.corpus.briefings.iter().map(|briefing| Arc::clone(&briefing.article)).collect();
        let theme = Arc::clone(&edition.theme);
        let edited = edited(&self.before.articles, &edition.corpus);
        let same_theme = self.before.theme.as_ref().is_some_and(|before| Arc::ptr_eq(before, &theme));
        // A template that fails for one page fails for its kind, most likely.
        let samples = if same_theme { Vec::new() } else { samples(&edition.corpus) };
        let (press, found) = Press::start(edition, self.config.clone())?;
        diagnostics.extend(found);
        diag::sort(&mut diagnostics);
        Ok(Checked { value: State { press, articles, theme, edited, samples }, diagnostics })
    }

    fn show(&mut self, state: State, diagnostics: Vec<Diagnostic>, start: Instant, tell: &mut impl FnMut(News<'_>)) {
        let failed = state.samples.iter().find_map(|route| match state.press.page_now(route) {
            Answer::Failed(why) => Some(why),
            Answer::Made(_) | Answer::Missing => None,
        });
        let last = Arc::clone(&self.board.borrow());
        if let Some(why) = failed.as_ref().filter(|_| last.press.is_some()) {
            return self.fail(Arc::clone(why), tell);
        }
        self.number += 1;
        let number = self.number;
        let edited = state.edited.map(|(route, sentence)| Edited { number, route, sentence });
        let articles = state.articles.len();
        self.before = Before { articles: state.articles, theme: Some(state.theme) };
        let findings: Arc<[Diagnostic]> = diagnostics.into();
        let press = Some(Arc::new(state.press));
        let board = Board { number, press, failed: failed.clone(), findings: Arc::clone(&findings), edited };
        self.board.send_replace(Arc::new(board));
        let new = diag::new_since(&findings, &last.findings);
        let config = &self.config;
        tell(News::Built { articles, new: &new, all: findings.len(), time: start.elapsed(), config });
        if let Some(why) = failed {
            tell(News::Failed(&why));
        }
    }

    /// Shows why there is no new state. The last good one stays.
    fn fail(&mut self, error: Arc<Error>, tell: &mut impl FnMut(News<'_>)) {
        self.number += 1;
        let last = Arc::clone(&self.board.borrow());
        let board = Board { number: self.number, failed: Some(Arc::clone(&error)), ..(*last).clone() };
        self.board.send_replace(Arc::new(board));
        tell(News::Failed(&error));
    }
}

/// The page of the only article that differs from what it was, and the number of its first sentence that does.
fn edited(before: &[Arc<Article>], corpus: &Corpus) -> Option<(String, usize)> {
    let known: HashMap<&SourceId, &Arc<Article>> = before.iter().map(|article| (&article.id, article)).collect();
    let mut differing = corpus.briefings.iter().filter_map(|briefing| {
        let was = known.get(&briefing.article.id)?;
        (!Arc::ptr_eq(was, &briefing.article)).then_some((*was, briefing))
    });
    let (was, briefing) = differing.next().filter(|_| differing.next().is_none())?;
    let (old, new) = (&was.body, &briefing.article.body);
    let words = |body: &Body, at: usize| body.sentences.get(at).map(|sentence| body.words(sentence.span).to_owned());
    let last = new.sentences.len().saturating_sub(1);
    let first = (0..=last).find(|&at| words(old, at) != words(new, at)).unwrap_or(last);
    Some((Route::folder(&format!("articles/{}", briefing.slug)).as_str().to_owned(), first + 1))
}

/// The routes of pages, one of a kind.
fn samples(corpus: &Corpus) -> Vec<String> {
    let fixed = ["", "timeline", "actors", "topics", "archive", "method"].map(str::to_owned);
    let article = corpus.briefings.first().map(|briefing| format!("articles/{}", briefing.slug));
    let actor = corpus.actors.first().map(|actor| format!("actors/{}", actor.slug));
    let topic = corpus.topics.first().map(|topic| format!("topics/{}", topic.slug));
    let page = corpus.pages.first().map(|page| page.slug.clone());
    let all = fixed.into_iter().chain(article).chain(actor).chain(topic).chain(page);
    all.map(|folder| Route::folder(&folder).as_str().to_owned()).chain(["404.html".to_owned()]).collect()
}
