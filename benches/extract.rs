//! Characters a second of reading and extraction on one core.
//!
//! ```text
//! cargo bench --bench extract -- DOCUMENTS.jsonl
//! ```
//!
//! Each line of the file is a JSON object with `text`. The first pass over text that was not seen before is the honest figure for
//! a site that is built once; later passes profit from word forms that are remembered. Other work on the machine changes all
//! figures: compare within one run.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a tool for the terminal, outside the pipeline")]

use std::time::{Duration, Instant};

use dateline::config::{Config, Overrides};
use dateline::extract::{self, Lexicon};
use dateline::model::article::{Format, Source};
use dateline::read;
use dateline::span::SourceId;

fn main() {
    let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) else {
        println!("usage: cargo bench --bench extract -- DOCUMENTS.jsonl");
        return;
    };
    let sources = sources(&path);
    let characters: usize = sources.iter().map(|source| String::from_utf8_lossy(&source.bytes).chars().count()).sum();
    let config = Config::without_site(&Overrides::default()).expect("defaults are a valid configuration");
    let lexicon = Lexicon::default();
    println!("{} documents, {characters} characters", sources.len());
    let rate = |time: Duration| characters as f64 / 1e6 / time.as_secs_f64();
    for pass in 1..=5 {
        let (mut reading, mut extracting) = (Duration::ZERO, Duration::ZERO);
        for source in &sources {
            let begun = Instant::now();
            let article = read::article(source, &config).value;
            reading += begun.elapsed();
            let Some(article) = article else { continue };
            let begun = Instant::now();
            let facts = extract::facts(&article, &lexicon);
            extracting += begun.elapsed();
            drop(std::hint::black_box(facts));
        }
        println!(
            "pass {pass}: reading {:.1}, extraction {:.1}, both {:.1} million characters a second",
            rate(reading),
            rate(extracting),
            rate(reading + extracting)
        );
    }
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
