//! Bad input that a transcript cannot hold: large files, files that may not be read, a disk that is full, a build that is
//! killed. Each must end with a diagnostic and the documented status, and leave the last good site whole.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::sandbox::{Run, Sandbox, assert_same};

const GOOD: &str = "date 2021-04-14\n\nFirst\n\nThe council met in Tern Bay, Ines Calloway said.\n";

fn site() -> Sandbox {
    Sandbox::site(&[("content/articles/good.txt", GOOD)])
}

/// The run ended as documented and the good article is published all the same.
fn check(sandbox: &Sandbox, status: i32, expected: &str) -> Run {
    let run = sandbox.run(&["build", "--format", "short"]);
    assert_eq!(run.status, status, "{}", run.stderr);
    assert!(run.stderr.contains(expected), "{}", run.stderr);
    assert!(sandbox.path("public/articles/good/index.html").is_file(), "the good article is missing");
    run
}

#[test]
fn a_file_of_50_mb() {
    let sandbox = site();
    let text = "The council met in Tern Bay on Monday and did not agree on anything at all.\n\n";
    sandbox.write("content/articles/large.txt", text.repeat(50_000_000 / text.len() + 1));
    check(&sandbox, 1, "content/articles/large.txt: error[too-large]:");
}

/// A text of 5 MB on one line is published, in a time that does not grow with the square of its length.
fn check_line(text: &str) {
    let sandbox = site();
    sandbox.write("content/articles/line.txt", format!("date 2021-04-14\n\nOne line\n\n{text}"));
    check(&sandbox, 0, "built 2 articles");
    let page = sandbox.tree("public").remove("articles/line/index.html").expect("published");
    assert!(page.len() >= text.len());
}

#[test]
fn a_line_of_5_mb() {
    check_line(&"The council met in Tern Bay and did not agree on anything at all. ".repeat(76_000));
}

#[test]
fn a_line_of_5_mb_without_a_stop() {
    check_line(&"the council met in Tern Bay with its guests and ".repeat(105_000));
}

#[test]
fn a_word_of_5_mb() {
    check_line(&"a".repeat(5_000_000));
}

#[cfg(unix)]
mod permissions {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn set(sandbox: &Sandbox, below: &str, mode: u32) {
        fs::set_permissions(sandbox.path(below), fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_file_and_a_folder_that_may_not_be_read() {
        let sandbox = site();
        sandbox.write("content/articles/secret.txt", "text");
        sandbox.write("content/articles/closed/a.txt", "text");
        set(&sandbox, "content/articles/secret.txt", 0o000);
        set(&sandbox, "content/articles/closed", 0o000);
        let run = sandbox.run_unprivileged(&["build", "--format", "short"]);
        set(&sandbox, "content/articles/closed", 0o755);
        assert_eq!(run.status, 1, "{}", run.stderr);
        for name in ["secret.txt", "closed"] {
            let expected = format!("content/articles/{name}: error[unreadable]: cannot read: Permission denied");
            assert!(run.stderr.contains(&expected), "{}", run.stderr);
        }
        assert!(sandbox.path("public/articles/good/index.html").is_file(), "the good article is missing");
    }

    #[test]
    fn a_configuration_that_may_not_be_read() {
        let sandbox = site();
        set(&sandbox, "dateline.toml", 0o000);
        let run = sandbox.run_unprivileged(&["build", "--format", "short"]);
        assert_eq!(run.status, 2, "{}", run.stderr);
        assert!(run.stderr.contains("dateline.toml`: Permission denied"), "{}", run.stderr);
        assert!(!sandbox.path("public").exists());
    }

    #[test]
    fn an_output_folder_that_may_not_be_written() {
        let sandbox = site();
        sandbox.ok(&["build"]);
        let before = sandbox.tree("public");
        sandbox.write("content/articles/more.txt", "date 2021-04-15\n\nSecond\n\nMore text stands here.\n");
        set(&sandbox, "public", 0o555);
        let run = sandbox.run_unprivileged(&["build", "--format", "short"]);
        set(&sandbox, "public", 0o755);
        assert_eq!(run.status, 2, "{}", run.stderr);
        assert!(run.stderr.contains("error[disk]: cannot create"), "{}", run.stderr);
        assert!(run.stderr.contains("Permission denied"), "{}", run.stderr);
        assert_same(&before, &sandbox.tree("public"), "after a refused build");
    }

    #[test]
    fn a_cache_that_cannot_be_written_is_done_without() {
        let sandbox = site();
        sandbox.write("public/notes.txt", "mine");
        set(&sandbox, "", 0o555);
        let run = sandbox.run_unprivileged(&["build", "--format", "short"]);
        set(&sandbox, "", 0o755);
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert!(sandbox.path("public/index.html").is_file());
    }
}

#[test]
#[cfg(target_os = "linux")]
fn results_that_cannot_be_written() {
    let sandbox = site();
    for arguments in [&["extract", "content/articles/good.txt"][..], &["build", "--format", "json"]] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = sandbox.program(arguments).stdout(full).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains("cannot write `standard output`"), "{stderr}");
    }
}

/// Runs a build in which no file may grow over 1 or 2 KiB, as on a disk that is full. `signal` says whether the process
/// is killed when it tries, or told.
#[cfg(unix)]
fn build_on_a_full_disk(sandbox: &Sandbox, signal: &str) -> std::process::Output {
    let script = format!("{signal} ulimit -c 0; ulimit -f 2; exec \"$0\" build --no-cache --format short");
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_dateline")]).current_dir(sandbox.root());
    command.output().unwrap()
}

#[test]
#[cfg(unix)]
fn a_disk_that_is_full() {
    let sandbox = site();
    sandbox.ok(&["build"]);
    let before = sandbox.tree("public");
    sandbox.write("dateline.toml", "title = \"Changed\"\n");
    let output = build_on_a_full_disk(&sandbox, "trap '' XFSZ;");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("error[disk]: cannot write"), "{stderr}");
    assert_same(&before, &sandbox.tree("public"), "after a build without room");
}

#[test]
#[cfg(unix)]
fn a_build_that_is_killed() {
    let sandbox = site();
    sandbox.ok(&["build"]);
    let mut before = sandbox.tree("public");
    sandbox.write("dateline.toml", "title = \"Changed\"\n");
    let output = build_on_a_full_disk(&sandbox, "");
    assert_eq!(output.status.code(), None, "killed by a signal");
    let mut after = sandbox.tree("public");
    before.retain(|path, _| !path.starts_with(".dateline"));
    after.retain(|path, _| !path.starts_with(".dateline"));
    assert_same(&before, &after, "after a killed build");
    sandbox.ok(&["build"]);
    sandbox.ok(&["build", "--no-cache", "--out", "clean"]);
    assert_same(&sandbox.tree("clean"), &sandbox.tree("public"), "after the next build");
}

/// Kills builds at many moments, in the middle of the moves too. Every page is then one of the old site or of the new one,
/// whole, and the next build completes the new one.
#[test]
fn a_build_that_is_killed_at_any_moment() {
    let sandbox = site();
    for number in 0..60 {
        sandbox.write(&format!("content/articles/a{number}.txt"), GOOD.replace("First", &format!("Title {number}")));
    }
    let title = |title: &str| sandbox.write("dateline.toml", format!("title = \"{title}\"\n"));
    let (mut sites, mut longest) = (Vec::new(), Duration::ZERO);
    for name in ["Old", "New"] {
        title(name);
        let begun = Instant::now();
        sandbox.ok(&["build", "--no-cache"]);
        longest = longest.max(begun.elapsed());
        sites.push(sandbox.tree("public"));
    }
    for kill in 1..=16 {
        // From one to the other and back, each build cut short a little later.
        let (from, to) = (&sites[kill % 2], &sites[(kill + 1) % 2]);
        title(["New", "Old"][kill % 2]);
        let mut child = sandbox.program(&["build", "--no-cache"]).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(longest.mul_f64(kill as f64 / 16.0));
        child.kill().unwrap();
        child.wait().unwrap();
        let mut found = sandbox.tree("public");
        found.retain(|path, _| !path.starts_with(".dateline"));
        let pages = from.keys().filter(|path| !path.starts_with(".dateline"));
        for path in pages {
            let bytes = found.remove(path);
            assert!(bytes == from.get(path).cloned() || bytes == to.get(path).cloned(), "kill {kill} spoiled {path}");
        }
        assert_eq!(found.keys().collect::<Vec<_>>(), Vec::<&String>::new(), "kill {kill} left files");
        sandbox.ok(&["build"]);
        assert_same(to, &sandbox.tree("public"), "after the build that follows");
    }
}

#[test]
fn a_cache_that_is_damaged() {
    let sandbox = site();
    sandbox.ok(&["build"]);
    let before = sandbox.tree("public");
    for name in ["facts", "pages"] {
        sandbox.write(&format!(".dateline/{name}"), b"\x00\xff nonsense");
    }
    sandbox.ok(&["build"]);
    assert_same(&before, &sandbox.tree("public"), "with a damaged cache");
}

#[test]
fn text_that_attacks_the_page() {
    let sandbox = Sandbox::site(&[(
        "content/articles/attack.md",
        "+++\ntitle = \"<script>alert(1)</script>\"\npublished = \"2021-04-14\"\n+++\n\n“<img src=x onerror=alert(1)>” Ines <b onclick=alert(1)>Calloway</b> said. [link](javascript:alert(1))\n\n<script>alert(2)</script>\n",
    )]);
    sandbox.run(&["build"]);
    for (path, bytes) in sandbox.tree("public") {
        let text = String::from_utf8_lossy(&bytes);
        for bad in ["<script>alert", "<img src=x", "<b onclick", "href=\"javascript:"] {
            assert!(!text.contains(bad), "{path} holds {bad}");
        }
    }
}

#[test]
fn jsonl_with_lines_that_cannot_be_used() {
    let sandbox = Sandbox::new();
    let mut input = b"{\"id\":\"a\",\"text\":\"Ines Calloway met the council on 4 March 2021.\"}\n".to_vec();
    input.extend(b"not json\n\n{\"id\":\"b\"}\n{\"id\":7,\"text\":\"\"}\n\xff\xfe\n{\"id\":\"c\",\"text\":\"x\",\"date\":\"2021-02-30\"}\n");
    input.extend(b"{\"id\":\"d\",\"text\":\"The \\ud83d\\ude00 council met.\"}");
    let run = sandbox.run_with(&["extract", "--jsonl"], &input);
    assert_eq!(run.status, 1, "{}", run.stderr);
    let answers: Vec<serde_json::Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<_> = answers
        .iter()
        .map(|answer| (answer.get("id").and_then(|id| id.as_str()).unwrap_or("-"), answer.get("error").is_some()))
        .collect();
    assert_eq!(
        kinds,
        [("a", false), ("-", true), ("b", true), ("7", true), ("-", true), ("c", true), ("d", false)],
        "{}",
        run.stdout
    );
}

#[test]
fn jsonl_answers_in_order_and_as_each_alone() {
    let sandbox = Sandbox::new();
    let document = |number: usize| {
        format!(
            "{{\"id\":\"d{number}\",\"text\":\"BAGHDAD: “We wait,” Ines Calloway said on {} March 2021.\",\"date\":\"2021-04-14\"}}\n",
            number % 28 + 1
        )
    };
    let input: String = (0..1500).map(document).collect();
    let run = sandbox.run_with(&["extract", "--jsonl", "--jobs", "8"], input.as_bytes());
    assert_eq!(run.status, 0, "{}", run.stderr);
    let ids: Vec<_> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect();
    assert!(ids.iter().enumerate().all(|(at, id)| *id == format!("d{at}")), "in input order");
    let alone = sandbox.run_with(&["extract", "--jsonl", "--jobs", "1"], document(7).as_bytes());
    assert_eq!(run.stdout.lines().nth(7), alone.stdout.lines().next());
}

#[test]
fn jsonl_counts_in_the_text_as_given() {
    let sandbox = Sandbox::new();
    // Decomposed letters before and inside what is found, a lone accent, carriage returns, and a broken word.
    let text = "In Co\u{301}rdoba, Zoe\u{308} Calloway met the council on 4 March 2021.\r\n\r\n“We wait for the e\u{301}lite forc-es,” Zoe\u{308} Calloway said. \u{301} “The forces went to Co\u{301}rdoba.”\r\n";
    let input = serde_json::json!({ "id": "a", "text": text }).to_string();
    let run = sandbox.run_with(&["extract", "--jsonl"], input.as_bytes());
    assert_eq!(run.status, 0, "{}", run.stderr);
    let answer: serde_json::Value = serde_json::from_str(run.stdout.trim()).unwrap();
    let points: Vec<char> = text.chars().collect();
    let mut targets = Vec::new();
    collect_targets(&answer, &mut targets);
    assert!(targets.len() > 5, "{answer}");
    for (start, end, exact) in targets {
        assert_eq!(points[start..end].iter().collect::<String>(), exact);
    }
    assert!(answer["quotes"].as_array().is_some_and(|quotes| !quotes.is_empty()), "{answer}");
}

/// All places in a document: first code point, one past the last, and the words.
fn collect_targets(value: &serde_json::Value, out: &mut Vec<(usize, usize, String)>) {
    match value {
        serde_json::Value::Object(fields) => {
            if let (Some(start), Some(end), Some(exact)) =
                (fields.get("start"), fields.get("end"), fields.get("exact").and_then(|exact| exact.as_str()))
            {
                let number = |value: &serde_json::Value| value.as_u64().unwrap() as usize;
                out.push((number(start), number(end), exact.to_owned()));
            }
            fields.values().for_each(|value| collect_targets(value, out));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|value| collect_targets(value, out)),
        _ => {}
    }
}
