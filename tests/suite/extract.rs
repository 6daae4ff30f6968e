//! Annotated texts: what extraction finds in them, line by line.
//!
//! Each file of `tests/extract` holds cases. A case opens with `=== name`; then come header lines (`published 2021-04-14`),
//! the text, a line `---`, and the facts expected, one a line. The first word of the file's name says which facts are
//! compared: `dates`, `events`, `figures`, `headlines`, `names`, `phrases`, `quotes`, `roles`, `speakers` (of
//! quotations, by name). `BLESS=1` writes down what was found instead.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use dateline::config::{Config, Overrides};
use dateline::extract::{self, Lexicon};
use dateline::model::article::{Article, Format, Source};
use dateline::model::facts::Facts;
use dateline::read;
use dateline::span::{SourceId, TextSpan};

/// One annotated text.
struct Case {
    name: String,
    header: Vec<String>,
    text: String,
    expected: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/extract")
}

/// The cases of a file.
fn cases(written: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for part in written.split("=== ").skip(1) {
        let (name, rest) = part.split_once('\n').unwrap_or((part, ""));
        let (above, expected) = rest.split_once("\n---\n").unwrap_or_else(|| panic!("case `{name}` has no line ---"));
        let header: Vec<String> =
            above.lines().take_while(|line| line.starts_with("published ")).map(str::to_owned).collect();
        let text = above.lines().skip(header.len()).collect::<Vec<_>>().join("\n");
        let expected = expected.trim_end().to_owned();
        cases.push(Case { name: name.trim().to_owned(), header, text: text.trim().to_owned(), expected });
    }
    cases
}

/// Reads the text of a case as raw wire text, and gives it the header of the case.
fn article(case: &Case) -> Article {
    let config = Config::without_site(&Overrides::default()).unwrap();
    let id = SourceId::new("content/articles/case.txt");
    let source = Source { id, format: Format::Wire, bytes: case.text.clone().into_bytes(), sidecar: None };
    let mut article = read::article(&source, &config).value.expect("a case has text");
    for line in &case.header {
        article.header.published = line.strip_prefix("published ").map(|day| day.parse().unwrap());
    }
    article
}

/// What was found, one fact a line.
fn found(kind: &str, case: &Case, article: &Article, facts: &Facts) -> String {
    let words = |span: TextSpan| article.body.words(span);
    let joined = |spans: &[TextSpan]| spans.iter().map(|span| words(*span)).collect::<Vec<_>>().join(" ");
    let name = |value: &dyn std::fmt::Debug| format!("{value:?}").to_lowercase();
    let mut out = String::new();
    match kind {
        "dates" => {
            for date in &facts.heading_dates {
                let when = date.when.map_or("-".to_owned(), |when| when.edtf());
                writeln!(out, "heading | {} | {} | {when}", &case.text[date.raw.range()], date.value).unwrap();
            }
            for date in &facts.dates {
                let basis = serde_json::to_value(date.basis).unwrap();
                let when = date.when.map_or("-".to_owned(), |when| when.edtf());
                let basis = basis.as_str().unwrap();
                writeln!(out, "date | {} | {} | {when} | {basis}", words(date.at.span()), date.value).unwrap();
            }
        }
        "events" => {
            for event in &facts.events {
                let when = event.when.map_or("undated".to_owned(), |when| when.edtf());
                writeln!(out, "event | {when} | {} | {}", name(&event.status), joined(&event.line)).unwrap();
            }
        }
        "figures" => {
            for figure in &facts.figures {
                writeln!(out, "figure | {} | {}", words(figure.number), words(figure.counted)).unwrap();
            }
        }
        "headlines" => writeln!(out, "headline | {}", facts.headline.text()).unwrap(),
        "names" => {
            for mention in &facts.mentions {
                writeln!(out, "{} | {}", name(&mention.kind), words(mention.at.span())).unwrap();
            }
            for heading in &facts.heading_names {
                writeln!(out, "heading | {} | {}", name(&heading.kind), heading.surface).unwrap();
            }
        }
        "roles" => {
            for role in &facts.roles {
                let bearer = &facts.mentions[role.mention as usize];
                writeln!(out, "role | {} | {}", words(bearer.at.span()), words(role.at.span())).unwrap();
            }
        }
        "phrases" => {
            for phrase in &facts.phrases {
                writeln!(out, "phrase | {} | {}", words(phrase.at.span()), phrase.key).unwrap();
            }
        }
        "quotes" => {
            for quotation in &facts.quotations {
                let speaker = quotation.speaker.written().map_or("-", words);
                let cue = quotation.cue.map_or("-", words);
                writeln!(out, "quote | {} | {speaker} | {cue} | {}", name(&quotation.kind), joined(&quotation.parts))
                    .unwrap();
            }
        }
        "speakers" => {
            for quotation in &facts.quotations {
                let written = quotation.speaker.written().map_or("-", words);
                let named = |mention: u32| words(facts.mentions[mention as usize].at.span());
                let name = quotation.speaker.mention().map_or("-", named);
                let shown = if quotation.shown { "shown" } else { "kept" };
                writeln!(out, "speaker | {shown} | {written} | {name}").unwrap();
            }
        }
        _ => panic!("no facts are called `{kind}`"),
    }
    out.trim_end().to_owned()
}

#[test]
fn annotated_texts() {
    let bless = std::env::var_os("BLESS").is_some();
    let lexicon = Lexicon::default();
    let mut wrong = String::new();
    let mut files: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for path in files {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let kind = stem.split('-').next().unwrap();
        let mut blessed = String::new();
        for case in cases(&fs::read_to_string(&path).unwrap()) {
            let article = article(&case);
            let facts = extract::facts(&article, &lexicon).value;
            let found = found(kind, &case, &article, &facts);
            if found != case.expected {
                writeln!(wrong, "\n{stem}: {}\nexpected:\n{}\nfound:\n{found}", case.name, case.expected).unwrap();
            }
            let header: String = case.header.iter().map(|line| format!("{line}\n")).collect();
            let found = if found.is_empty() { found } else { format!("{found}\n") };
            writeln!(blessed, "=== {}\n{header}{}\n---\n{found}", case.name, case.text).unwrap();
        }
        if bless {
            fs::write(&path, format!("{}\n", blessed.trim_end())).unwrap();
        }
    }
    assert!(bless || wrong.is_empty(), "{wrong}");
}
