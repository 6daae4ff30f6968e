//! Characters a second of reading and extraction on one core.
//!
//! ```text
//! cargo bench --bench extract -- DOCUMENTS.jsonl …
//! ```
//!
//! Each line of a file is a JSON object with `text`; each file is measured by itself. A round is two passes on a thread of its
//! own: the first meets every word for the first time, the second profits from word forms that the thread remembers. The
//! first pass is the honest figure for a site that is built once. Printed are the best and the middle round. The time is that
//! which the thread spent on a core where the system tells (Linux), else that which went by; other work on the machine
//! changes both: compare within one run.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a tool for the terminal, outside the pipeline")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use dateline::config::{Config, Overrides};
use dateline::extract::{self, Lexicon};
use dateline::model::article::{Article, Format, Source};
use dateline::read;
use dateline::span::SourceId;

const ROUNDS: usize = 9;

/// What one pass took.
#[derive(Clone, Copy)]
struct Pass {
    reading: Duration,
    extraction: Duration,
}

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let paths: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    if paths.is_empty() {
        println!("usage: cargo bench --bench extract -- DOCUMENTS.jsonl …");
    }
    let config = Config::without_site(&Overrides::default()).expect("defaults are a valid configuration");
    for path in paths {
        let sources = sources(&path);
        let characters: usize =
            sources.iter().map(|source| String::from_utf8_lossy(&source.bytes).chars().count()).sum();
        println!("{path}: {} documents, {characters} characters; million characters a second", sources.len());
        let (first, later): (Vec<Pass>, Vec<Pass>) = (0..ROUNDS).map(|_| round(&sources, &config)).unzip();
        show("first pass", &first, characters);
        show("later pass", &later, characters);
    }
}

/// The first and the second pass of a thread that has seen no text.
fn round(sources: &[Source], config: &Config) -> (Pass, Pass) {
    let passes = || (pass(sources, config), pass(sources, config));
    std::thread::scope(|scope| scope.spawn(passes).join().expect("reading and extraction do not panic"))
}

fn pass(sources: &[Source], config: &Config) -> Pass {
    let lexicon = Lexicon::default();
    let begun = Clock::now();
    let articles: Vec<Article> = sources.iter().filter_map(|source| read::article(source, config).value).collect();
    let reading = begun.elapsed();
    let begun = Clock::now();
    for article in &articles {
        black_box(extract::facts(article, &lexicon));
    }
    Pass { reading, extraction: begun.elapsed() }
}

fn show(label: &str, passes: &[Pass], characters: usize) {
    let figures = |time: fn(&Pass) -> Duration| {
        let mut times: Vec<Duration> = passes.iter().map(time).collect();
        times.sort();
        [times[0], times[times.len() / 2]].map(|time| characters as f64 / 1e6 / time.as_secs_f64())
    };
    for (stage, time) in [
        ("reading", (|pass: &Pass| pass.reading) as fn(&Pass) -> Duration),
        ("extraction", |pass| pass.extraction),
        ("both", |pass| pass.reading + pass.extraction),
    ] {
        let [best, middle] = figures(time);
        println!("  {label}, {stage:10} best {best:5.1}, middle {middle:5.1}");
    }
}

/// The time of the thread on a core, or of the day where the system does not tell.
enum Clock {
    Core(Duration),
    Day(Instant),
}

impl Clock {
    fn now() -> Self {
        core_time().map_or_else(|| Self::Day(Instant::now()), Self::Core)
    }

    fn elapsed(&self) -> Duration {
        match self {
            Self::Core(begun) => core_time().unwrap_or_default().saturating_sub(*begun),
            Self::Day(begun) => begun.elapsed(),
        }
    }
}

/// How long this thread has been on a core.
fn core_time() -> Option<Duration> {
    // Gives up the core, so that the system counts what is not counted yet.
    std::thread::yield_now();
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    times.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// The documents of a JSONL file as wire text.
fn sources(path: &str) -> Vec<Source> {
    let lines = std::fs::read_to_string(path).expect("the file can be read");
    let texts = lines.lines().enumerate().map(|(number, line)| {
        let document: serde_json::Value = serde_json::from_str(line).expect("each line is a JSON object");
        let text = document.get("text").and_then(serde_json::Value::as_str).expect("each object has `text`");
        Source {
            id: SourceId::new(&format!("content/articles/{number}.txt")),
            format: Format::Wire,
            bytes: text.as_bytes().to_vec(),
            sidecar: None,
        }
    });
    texts.collect()
}
