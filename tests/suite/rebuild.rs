//! Building again: only what differs is done, and the result is that of a clean build.

use std::collections::BTreeSet;
use std::fs;

use crate::sandbox::{Sandbox, assert_same};

/// A small generator of numbers (splitmix64), so that a failure can be repeated.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const NAMES: [&str; 6] = [
    "Ines Calloway",
    "Piet Marlow",
    "Prime Minister Dana Orlov",
    "the Ministry of Water",
    "Tern Bay",
    "Councillor Marlow",
];
const SAID: [&str; 4] = [
    "“We will not wait any longer,” {} said on Monday.",
    "{} met the council on 4 March 2021.",
    "The bridge is to open in October 2021, according to {}.",
    "{} said that 2,500 people had left the old town last week.",
];

fn article(numbers: &mut Numbers) -> String {
    let mut text = String::new();
    if numbers.below(4) > 0 {
        text.push_str(&format!(" date 2021-0{}-1{}\n\n", 1 + numbers.below(9), numbers.below(10)));
    }
    for _ in 0..=numbers.below(4) {
        let name = numbers.pick(&NAMES);
        text.push_str(&numbers.pick(&SAID).replace("{}", name));
        text.push_str("\n\n");
    }
    text
}

/// One random edit of the site. Returns what was done.
fn edit(sandbox: &Sandbox, numbers: &mut Numbers) -> String {
    let file = |numbers: &mut Numbers| format!("content/articles/a{}.txt", numbers.below(8));
    match numbers.below(12) {
        0..=4 => {
            let path = file(numbers);
            let text = article(numbers);
            sandbox.write(&path, &text);
            format!("write {path}")
        }
        5 => {
            let path = file(numbers);
            drop(fs::remove_file(sandbox.path(&path)));
            format!("delete {path}")
        }
        6 => {
            let (from, to) = (file(numbers), file(numbers));
            drop(fs::rename(sandbox.path(&from), sandbox.path(&to)));
            format!("rename {from} to {to}")
        }
        7 => {
            sandbox.write("dateline.toml", format!("title = \"Desk {}\"\n", numbers.below(3)));
            "change the configuration".to_owned()
        }
        8 => {
            let name = numbers.pick(&["Ines Calloway", "Piet Marlow"]);
            let alias = numbers.pick(&["Dana Orlov", "Ministry of Water", "The Mayor"]);
            sandbox.write(
                "content/actors/one.md",
                format!("+++\nname = \"{name}\"\naliases = [\"{alias}\"]\n+++\nText.\n"),
            );
            format!("actor {name} alias {alias}")
        }
        9 => {
            let term = numbers.pick(&["bridge", "council", "old town"]);
            sandbox.write("content/topics/one.md", format!("+++\ntitle = \"Topic\"\nterms = [\"{term}\"]\n+++\n"));
            format!("topic {term}")
        }
        10 => {
            sandbox.write("static/extra.txt", format!("{}", numbers.below(3)));
            "change a static file".to_owned()
        }
        _ => {
            let page = ["articles", "actors", "topics"][numbers.below(3)];
            drop(fs::remove_dir_all(sandbox.path("public").join(page)));
            format!("delete public/{page}")
        }
    }
}

#[test]
fn after_any_edits_the_site_is_that_of_a_clean_build() {
    for seed in 0..3 {
        let mut numbers = Numbers(seed);
        let sandbox = Sandbox::site(&[]);
        for _ in 0..4 {
            edit(&sandbox, &mut numbers);
        }
        let mut done = Vec::new();
        for _ in 0..12 {
            for _ in 0..=numbers.below(3) {
                done.push(edit(&sandbox, &mut numbers));
            }
            let again = sandbox.run(&["build"]);
            drop(fs::remove_dir_all(sandbox.path("clean")));
            let clean = sandbox.run(&["build", "--no-cache", "--out", "clean"]);
            assert_eq!(again.status, clean.status, "seed {seed}: {}", again.stderr);
            let findings =
                |run: &str| run.lines().filter(|line| !line.starts_with("built ")).collect::<Vec<_>>().join("\n");
            assert_eq!(findings(&again.stderr), findings(&clean.stderr), "seed {seed}: the same findings");
            assert_same(&sandbox.tree("clean"), &sandbox.tree("public"), &format!("seed {seed}, after {done:#?}"));
        }
    }
}

/// The number before ` written` in a summary.
fn written(stderr: &str) -> usize {
    let summary = stderr.lines().find(|line| line.starts_with("built ")).unwrap();
    let (before, _) = summary.split_once(" file").unwrap();
    before.rsplit(' ').next().unwrap().parse().unwrap()
}

fn two_articles() -> Sandbox {
    Sandbox::site(&[
        ("content/articles/a.txt", "date 2021-04-14\n\nFirst\n\nThe council met in Tern Bay, Ines Calloway said.\n"),
        ("content/articles/b.txt", "date 2021-04-15\n\nSecond\n\nPiet Marlow voted against the bridge.\n"),
    ])
}

#[test]
fn a_second_build_writes_nothing_and_touches_nothing() {
    let sandbox = two_articles();
    sandbox.ok(&["build"]);
    let times = |sandbox: &Sandbox| {
        walkdir::WalkDir::new(sandbox.path("public"))
            .into_iter()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| (entry.path().to_owned(), entry.metadata().unwrap().modified().unwrap()))
            .collect::<Vec<_>>()
    };
    let before = times(&sandbox);
    assert_eq!(written(&sandbox.ok(&["build"]).stderr), 0);
    assert_eq!(times(&sandbox), before);
    // Without what is remembered every page is rendered again, and still none is touched.
    assert_eq!(written(&sandbox.ok(&["build", "--no-cache"]).stderr), 0);
    assert_eq!(times(&sandbox), before);
}

#[test]
fn an_edit_writes_few_pages() {
    let sandbox = two_articles();
    let all = written(&sandbox.ok(&["build"]).stderr);
    sandbox.write("content/pages/about.md", "+++\ntitle = \"About\"\n+++\n\nA new sentence.\n");
    sandbox.ok(&["build"]);
    sandbox.write("content/pages/about.md", "+++\ntitle = \"About\"\n+++\n\nAnother sentence.\n");
    let some = written(&sandbox.ok(&["build"]).stderr);
    assert!(some > 0 && some < all / 2, "{some} of {all}");
}

#[test]
fn a_page_of_an_article_that_is_gone_goes() {
    let sandbox = two_articles();
    sandbox.ok(&["build"]);
    sandbox.write("public/articles/b/notes.txt", "mine");
    fs::remove_file(sandbox.path("content/articles/b.txt")).unwrap();
    sandbox.ok(&["build"]);
    assert!(!sandbox.path("public/articles/b/index.html").exists());
    assert_eq!(sandbox.read("public/articles/b/notes.txt"), "mine");
}

#[test]
fn a_committed_site_is_continued_on_another_machine() {
    let sandbox = two_articles();
    sandbox.ok(&["build"]);
    // What version control brings: the site with its manifest, not the cache.
    fs::remove_dir_all(sandbox.path(".dateline")).unwrap();
    fs::remove_file(sandbox.path("content/articles/b.txt")).unwrap();
    sandbox.ok(&["build"]);
    assert!(!sandbox.path("public/articles/b").exists());
}

#[test]
fn a_broken_template_leaves_the_last_good_site() {
    let sandbox = two_articles();
    sandbox.ok(&["build"]);
    let before = sandbox.tree("public");
    sandbox.write("content/articles/a.txt", "date 2021-04-14\n\nChanged\n\nThe council did not meet.\n");
    sandbox.write("templates/article.html", "{{ no_such_thing }}");
    let run = sandbox.run(&["build"]);
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(run.stderr.contains("error[template]"), "{}", run.stderr);
    assert!(run.stderr.contains("content/articles/a.txt"), "the article being rendered is named: {}", run.stderr);
    assert_same(&before, &sandbox.tree("public"), "after a failed build");
}

/// Every public id that the data files of a site hold, with the file: `actors/x/index.json e-1234abcd`.
fn public_ids(sandbox: &Sandbox) -> BTreeSet<String> {
    fn collect(value: &serde_json::Value, file: &str, ids: &mut BTreeSet<String>) {
        match value {
            serde_json::Value::Object(fields) => {
                ids.extend(fields.get("id").and_then(|id| id.as_str()).map(|id| format!("{file} {id}")));
                fields.values().for_each(|value| collect(value, file, ids));
            }
            serde_json::Value::Array(values) => values.iter().for_each(|value| collect(value, file, ids)),
            _ => {}
        }
    }
    let mut ids = BTreeSet::new();
    for (path, bytes) in sandbox.tree("public") {
        let text = String::from_utf8_lossy(&bytes);
        if path.ends_with("index.json") {
            collect(&serde_json::from_str(&text).unwrap(), &path, &mut ids);
        } else if path.ends_with(".ftm.json") {
            text.lines().for_each(|line| collect(&serde_json::from_str(line).unwrap(), &path, &mut ids));
        } else if path.ends_with(".ics") {
            ids.extend(text.lines().filter(|line| line.starts_with("UID:")).map(|line| format!("{path} {line}")));
        }
    }
    ids
}

#[test]
fn an_article_more_changes_no_public_id() {
    let sandbox = Sandbox::site(&[
        (
            "content/articles/one.txt",
            "date 2021-04-14\n\nFerry talks\n\nPORT VELL: Mayor Ines Calloway met the Harbour Office on 12 April 2021. “We will not wait,” Calloway said.\n",
        ),
        (
            "content/articles/two.txt",
            "date 2021-04-15\n\nMore talks\n\nInes Calloway is to meet Piet Marlow on 3 May 2021. The bridge was closed in 2015.\n",
        ),
    ]);
    sandbox.ok(&["build"]);
    let before = public_ids(&sandbox);
    for kind in [" e-", " q-", " ines-calloway", " one", " event-e-", "UID:e-"] {
        assert!(before.iter().any(|id| id.contains(kind)), "no id like `{kind}` in {before:#?}");
    }
    sandbox.write(
        "content/articles/a-new-one.txt",
        "date 2021-05-04\n\nAfter the talks\n\nInes Calloway met Piet Marlow on Monday. “We will not wait,” Calloway said. On 12 April 2021 she had met the Harbour Office.\n",
    );
    sandbox.ok(&["build"]);
    let after = public_ids(&sandbox);
    let lost: Vec<_> = before.difference(&after).collect();
    assert!(lost.is_empty(), "{lost:#?}");
    assert!(after.len() > before.len());
}
