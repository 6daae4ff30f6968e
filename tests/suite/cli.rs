//! The command line: exact output and status, as transcripts in `tests/cli/`.
//!
//! A transcript makes files, runs commands and holds what they must answer:
//!
//! ```text
//! # What it shows.
//! file content/articles/a.txt
//! | the text; \xE9 is one byte, \n at the end of a line takes its line feed away
//! link content/articles/b.txt nowhere.txt
//! $ dateline build --format short
//! 2> a line on standard error
//! 1> a line on standard output
//! status 0
//! $ dateline build > nothing
//! status 0
//! ```
//!
//! What goes to `nothing` does not matter there; only the status does.
//!
//! `BLESS=1 cargo test cli` writes what the program answers into the transcripts.

use std::fs;
use std::path::{Path, PathBuf};

use dateline::diag::Code;

use crate::sandbox::Sandbox;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli")
}

fn transcripts() -> Vec<(String, String)> {
    let mut all: Vec<_> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .filter(|path| cfg!(feature = "publish") || !path.ends_with("publish.txt"))
        .filter(|path| cfg!(feature = "push") || !path.ends_with("push.txt"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap()))
        .collect();
    all.sort();
    all
}

/// Plays a transcript and returns it with the answers that the program gave.
fn played(transcript: &str) -> String {
    let sandbox = Sandbox::new();
    let mut out = String::new();
    let mut lines = transcript.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("1> ")
            || line.starts_with("2> ")
            || matches!(line, "1>" | "2>")
            || line.starts_with("status ")
        {
            continue;
        }
        out.push_str(line);
        out.push('\n');
        if let Some(path) = line.strip_prefix("file ") {
            let mut bytes = Vec::new();
            while let Some(content) = lines.next_if(|line| line.starts_with('|')) {
                out.push_str(content);
                out.push('\n');
                bytes.extend(unescaped(content.strip_prefix("| ").unwrap_or_default()));
            }
            sandbox.write(path, bytes);
        } else if let Some(link) = line.strip_prefix("link ") {
            let (path, target) = link.split_once(' ').unwrap();
            linked(&sandbox.path(path), target);
        } else if let Some(path) = line.strip_prefix("remove ") {
            fs::remove_file(sandbox.path(path)).unwrap();
        } else if let Some(path) = line.strip_prefix("folder ") {
            fs::create_dir_all(sandbox.path(path)).unwrap();
        } else if let Some(command) = line.strip_prefix("$ dateline") {
            out.push_str(&answer(&sandbox, command));
        }
    }
    out
}

fn linked(path: &Path, target: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(target, path).unwrap();
    #[cfg(not(unix))]
    panic!("{} -> {target}: transcripts with links are for Unix", path.display());
}

/// The bytes of one line: `\xHH` is a byte, a backslash at the end takes the line feed away.
fn unescaped(line: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (line, end) = line.strip_suffix('\\').map_or((line, Some(b'\n')), |line| (line, None));
    let mut rest = line;
    while let Some(at) = rest.find("\\x") {
        bytes.extend(&rest.as_bytes()[..at]);
        bytes.push(u8::from_str_radix(&rest[at + 2..at + 4], 16).unwrap());
        rest = &rest[at + 4..];
    }
    bytes.extend(rest.as_bytes());
    bytes.extend(end);
    bytes
}

fn answer(sandbox: &Sandbox, command: &str) -> String {
    let (command, kept) = command.strip_suffix(" > nothing").map_or((command, true), |command| (command, false));
    let (command, input) = command.split_once(" < ").unwrap_or((command, ""));
    let arguments: Vec<_> = command.split_whitespace().collect();
    let input = if input.is_empty() { String::new() } else { sandbox.read(input) };
    let run = sandbox.run_with(&arguments, input.as_bytes());
    let root = sandbox.root().display().to_string();
    let mut out = String::new();
    for (sign, text) in [("2>", &run.stderr), ("1>", &run.stdout)].into_iter().filter(|_| kept) {
        for line in text.lines() {
            let line = without_time(&line.replace(&root, "[root]"));
            out.push_str(format!("{sign} {line}").trim_end());
            out.push('\n');
        }
    }
    out.push_str(&format!("status {}\n", run.status));
    out
}

/// The line without what differs from run to run, or whenever a template changes: times, and numbers and sizes of what is
/// published.
fn without_time(line: &str) -> String {
    let between = |line: &str, from: &str, to: &str, word: &str| match (line.find(from), line.find(to)) {
        (Some(start), Some(end)) if start < end => format!("{}{from}[{word}]{}", &line[..start], &line[end..]),
        _ => line.to_owned(),
    };
    let said = |words: &[&str]| words.iter().any(|word| line.starts_with(word));
    let line = if said(&["built ", "published "]) { between(line, ", in ", " s -> ", "time") } else { line.to_owned() };
    if said(&["published "]) {
        return between(&line, " ", " deleted, ", "so many files");
    }
    if said(&["nothing to publish: "]) { between(&line, ": ", " in place", "so many files") } else { line }
}

#[test]
fn transcripts_are_answered_exactly() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for (name, transcript) in transcripts() {
        let answered = played(&transcript);
        if answered == transcript {
            continue;
        }
        if bless {
            fs::write(folder().join(&name), &answered).unwrap();
        } else {
            wrong.push(format!("--- {name}, as it should be\n{transcript}\n+++ as it is\n{answered}"));
        }
    }
    assert!(wrong.is_empty(), "{}\nIf this is right, run `BLESS=1 cargo test cli`.", wrong.join("\n"));
}

/// Codes that no rule raises yet: they wait for the extractor of names and the pairing of quotation marks.
const NOT_RAISED_YET: [Code; 2] = [Code::AmbiguousActor, Code::UnpairedQuote];

#[test]
fn every_diagnostic_is_described_and_shown() {
    let described = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics.md")).unwrap();
    // A file that is too large, or may not be read, is no matter for a transcript.
    let hostile = include_str!("hostile_cli.rs").to_owned() + include_str!("cards.rs");
    let shown: String = transcripts().into_iter().map(|(_, text)| text).chain([hostile]).collect();
    for code in Code::ALL {
        assert!(
            described.contains(&format!("## {}\n", code.name())),
            "docs/diagnostics.md does not describe `{}`",
            code.name()
        );
        assert_eq!(
            shown.contains(&format!("[{}]", code.name())),
            !NOT_RAISED_YET.contains(code),
            "whether a transcript in tests/cli shows `{}`",
            code.name()
        );
    }
    let headings = described.lines().filter_map(|line| line.strip_prefix("## "));
    for heading in headings {
        assert!(
            Code::ALL.iter().any(|code| code.name() == heading),
            "docs/diagnostics.md describes `{heading}`, which is none"
        );
    }
}

#[test]
fn help_has_an_example_for_every_command() {
    let sandbox = Sandbox::new();
    let publish = cfg!(feature = "publish").then_some("publish");
    for command in ["init", "build", "extract", "clean", "theme"].into_iter().chain(publish) {
        let help = sandbox.ok(&[command, "--help"]).stdout;
        assert!(help.contains("Examples:\n  ") && help.contains("Exit status:"), "{command}: {help}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let sandbox = Sandbox::site(&[]);
    let text = "BAGHDAD: The council met on Monday. ".repeat(40);
    for number in 0..200 {
        sandbox.write(&format!("content/articles/a{number}.txt"), &text);
    }
    let mut child = sandbox
        .program(&["extract", "."])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!stderr.contains("panicked") && !stderr.contains("error[disk]"), "{stderr}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn colours_are_on_when_asked_for_only() {
    let sandbox = Sandbox::site(&[]);
    assert!(sandbox.ok(&["build", "--color", "always"]).stderr.contains('\u{1b}'));
    assert!(!sandbox.ok(&["build"]).stderr.contains('\u{1b}'));
}

#[test]
#[cfg(feature = "watch")]
fn watching_builds_again_after_a_change() {
    use std::time::{Duration, Instant};
    let sandbox = Sandbox::site(&[("content/articles/a.txt", "date 2021-04-14\n\nFirst title\n\nThe council met.\n")]);
    let mut child = sandbox.program(&["build", "--watch"]).stderr(std::process::Stdio::null()).spawn().unwrap();
    let page = sandbox.path("public/index.html");
    let end = Instant::now() + Duration::from_secs(60);
    let waited_for = |what: &str| {
        while Instant::now() < end {
            if fs::read_to_string(&page).is_ok_and(|text| text.contains(what)) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    };
    let first = waited_for("First title");
    sandbox.write("content/articles/b.txt", "date 2021-04-15\n\nSecond title\n\nThe council met again.\n");
    let second = first && waited_for("Second title");
    // A template that cannot be rendered does not end the watch.
    sandbox.write("templates/base.html", "{{ no_such_thing }}");
    std::thread::sleep(Duration::from_millis(400));
    fs::remove_file(sandbox.path("templates/base.html")).unwrap();
    sandbox.write("content/articles/b.txt", "date 2021-04-15\n\nThird title\n\nThe council met again.\n");
    let third = second && waited_for("Third title");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(first, "the first build did not come");
    assert!(second, "a new article was not built");
    assert!(third, "a failure ended the watch");
}
