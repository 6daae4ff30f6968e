//! Whole sites: each folder in `tests/site/` is a site with an `expected/` beside its content.
//!
//! A file that is missing and one that is too many both fail. `BLESS=1 cargo test site` writes what the build gives.
//! Stylesheets, fonts and other files that a build copies are compared by name alone, in `expected/copied.txt`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::sandbox::{Sandbox, assert_same, tree};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site");
    let mut cases: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

/// The files of the demonstration site.
fn demonstration_files() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let content = tree(&root.join("content")).into_iter().map(|(path, bytes)| (format!("content/{path}"), bytes));
    content.chain([("dateline.toml".to_owned(), fs::read(root.join("dateline.toml")).unwrap())]).collect()
}

/// A sandbox with the files of a case, written in this order.
fn sandbox(case: &Path, order: impl Fn(&mut Vec<(String, Vec<u8>)>)) -> Sandbox {
    let mut files: Vec<_> = tree(case).into_iter().filter(|(path, _)| !path.starts_with("expected/")).collect();
    order(&mut files);
    let sandbox = Sandbox::new();
    for (path, bytes) in files {
        sandbox.write(&path, bytes);
    }
    sandbox
}

/// What a build wrote, in the form in which it is kept: what is made whole, copied files by name.
fn kept(sandbox: &Sandbox) -> BTreeMap<String, Vec<u8>> {
    let (pages, copied): (BTreeMap<_, _>, BTreeMap<_, _>) =
        sandbox.tree("public").into_iter().filter(|(path, _)| !path.starts_with(".dateline")).partition(|(path, _)| {
            [".html", ".xml", ".txt", ".json", ".md", ".ics", ".csv"].iter().any(|ending| path.ends_with(ending))
        });
    let mut kept = pages;
    let names: String = copied.keys().map(|name| format!("{name}\n")).collect();
    kept.insert("copied.txt".to_owned(), names.into_bytes());
    kept
}

#[test]
fn sites_are_as_expected() {
    for case in cases() {
        let sandbox = sandbox(&case, |_| {});
        sandbox.run(&["build"]);
        let found = kept(&sandbox);
        let expected = case.join("expected");
        if std::env::var_os("BLESS").is_some() {
            drop(fs::remove_dir_all(&expected));
            for (path, bytes) in &found {
                let path = expected.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, bytes).unwrap();
            }
        }
        let what = format!("{} (if this is right, run `BLESS=1 cargo test site`)", case.display());
        assert_same(&tree(&expected), &found, &what);
    }
}

#[test]
fn a_site_depends_on_its_files_alone() {
    let demonstration = tempfile::tempdir().unwrap();
    let folder = demonstration.path();
    for (path, bytes) in demonstration_files() {
        fs::create_dir_all(folder.join(&path).parent().unwrap()).unwrap();
        fs::write(folder.join(path), bytes).unwrap();
    }
    for case in cases().into_iter().chain([folder.to_owned()]) {
        let plain = sandbox(&case, |_| {});
        plain.ok(&["build", "--jobs", "1"]);
        let expected = plain.tree("public");
        let shuffled = sandbox(&case, |files| files.reverse());
        let elsewhere = |jobs: &str, zone: &str, language: &str| {
            let mut command = shuffled.program(&["build", "--no-cache", "--jobs", jobs]);
            let output = command.env("TZ", zone).env("LANG", language).env("LC_ALL", language).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            assert_same(&expected, &shuffled.tree("public"), &format!("{} in {zone}, {language}", case.display()));
            fs::remove_dir_all(shuffled.path("public")).unwrap();
        };
        elsewhere("8", "Pacific/Kiritimati", "tr_TR.UTF-8");
        elsewhere("3", "America/St_Johns", "C");
    }
}

#[test]
fn the_demonstration_site_builds_without_a_warning_that_it_does_not_mean() {
    let sandbox = Sandbox::new();
    for (path, bytes) in demonstration_files() {
        sandbox.write(&path, bytes);
    }
    let run = sandbox.ok(&["build", "--format", "short"]);
    let warnings: Vec<_> = run.stderr.lines().filter(|line| line.contains(": warning[")).collect();
    // One briefing has no date, on purpose: it shows what the site does then.
    assert!(warnings.iter().all(|line| line.contains("missing-date")), "{warnings:#?}");
}

#[test]
fn a_link_to_a_file_of_the_content_leads_to_its_page() {
    let sandbox = Sandbox::site(&[
        (
            "content/articles/ferry.md",
            "The [council](council.txt#s1) met [her](../actors/ines.md) at [the map](/bay.svg).\n",
        ),
        ("content/articles/council.txt", "Ines Calloway spoke in Tern Bay.\n"),
        ("content/actors/ines.md", "+++\nname = \"Ines Calloway\"\n+++\nSee [the report](../articles/ferry.md).\n"),
        ("static/bay.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ]);
    assert_eq!(sandbox.run(&["build"]).status, 0);
    let ferry = sandbox.read("public/articles/ferry/index.html");
    for link in ["../council/index.html#s1", "../../actors/ines-calloway/index.html", "../../bay.svg"] {
        assert!(ferry.contains(&format!("<a href=\"{link}\">")), "{link}");
    }
    let actor = sandbox.read("public/actors/ines-calloway/index.html");
    assert!(actor.contains("<a href=\"../../articles/ferry/index.html\">the report</a>"));
}
