//! Publishing against a target in memory that can be told to fail: the engine's promises, one test each.

mod memory;

use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::Ordering;
use std::time::Duration;

use dateline::config::publish::Compress;
use dateline::diag::Error;
use dateline::publish::engine::{self, Pace, Settings};
use dateline::publish::local::Local;
use dateline::publish::plan::Plan;
use dateline::publish::target::Cause;
use dateline::write::{MANIFEST, Manifest};

use self::memory::{Fault, Memory};
use crate::sandbox::Sandbox;

const LOCK: &str = ".dateline-lock";

/// A site as a build leaves it.
struct Built {
    folder: tempfile::TempDir,
}

impl Built {
    fn new(files: &[(&str, &str)]) -> Self {
        let built = Self { folder: tempfile::tempdir().unwrap() };
        built.again(files);
        built
    }

    /// Builds other files in place of those before.
    fn again(&self, files: &[(&str, &str)]) {
        let mut manifest = Manifest::default();
        for (route, text) in files {
            let path = self.folder.path().join(route);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            if path.is_dir() {
                fs::remove_dir_all(&path).unwrap();
            }
            fs::write(path, text).unwrap();
            manifest.0.insert((*route).to_owned(), *blake3::hash(text.as_bytes()).as_bytes());
        }
        fs::write(self.folder.path().join(MANIFEST), manifest.text()).unwrap();
    }

    fn local(&self) -> Local {
        Local::of(self.folder.path(), Manifest::read(self.folder.path()).unwrap()).unwrap()
    }

    fn settings(&self) -> Settings {
        Settings {
            max_deletes: None,
            page_max_age: 300,
            force: false,
            break_lock: false,
            memory: Some(self.folder.path().join("lock-memory")),
            pace: Pace { retry: Duration::ZERO, checkpoint: Duration::from_secs(3600), wait: |_| {} },
        }
    }

    fn publish(&self, target: &Memory) -> Result<Plan, Error> {
        engine::run(&self.local(), target, &self.settings(), &|_| {})
    }
}

const FIRST: [(&str, &str); 7] = [
    ("404.html", "not found"),
    ("a/index.html", "about A, first"),
    ("b/index.html", "about B"),
    ("dateline.css", "p {}"),
    ("feeds/site.xml", "<feed>1</feed>"),
    ("index.html", "home, first"),
    ("search.0a1b2c3d.js", "first"),
];

/// A page changed, one is gone, one is new, and a file with a digest in its name took the place of another.
const SECOND: [(&str, &str); 7] = [
    ("404.html", "not found"),
    ("a/index.html", "about A, second"),
    ("c/index.html", "about C"),
    ("dateline.css", "p {}"),
    ("feeds/site.xml", "<feed>2</feed>"),
    ("index.html", "home, second"),
    ("search.4e5f6a7b.js", "second"),
];

const FOREIGN: (&str, &str) = ("robots-of-others.txt", "theirs");

/// A target that holds the first site and a file of somebody else.
fn published() -> (Built, Memory) {
    let built = Built::new(&FIRST);
    let target = Memory::new();
    target.set(FOREIGN.0, FOREIGN.1);
    built.publish(&target).unwrap();
    (built, target)
}

/// The target holds the site, its manifest and the file of somebody else, byte for byte, and nothing more.
fn assert_equal(target: &Memory, files: &[(&str, &str)], what: &str) {
    let mut expected: BTreeMap<String, String> =
        files.iter().chain([&FOREIGN]).map(|(route, text)| ((*route).to_owned(), (*text).to_owned())).collect();
    let digests = files.iter().map(|(route, text)| ((*route).to_owned(), *blake3::hash(text.as_bytes()).as_bytes()));
    expected.insert(MANIFEST.to_owned(), Manifest(digests.collect()).text());
    assert_eq!(target.all(), expected, "{what}");
}

fn message(result: Result<Plan, Error>) -> String {
    result.expect_err("it had to be refused").to_string()
}

#[test]
fn a_target_becomes_what_was_built() {
    let (built, target) = published();
    assert_equal(&target, &FIRST, "after the first publish");
    built.again(&SECOND);
    let plan = built.publish(&target).unwrap();
    assert_eq!((plan.upload.len(), plan.keep, plan.delete.len()), (5, 2, 2));
    assert_equal(&target, &SECOND, "after the second publish");
}

#[test]
fn nothing_changed_is_one_request() {
    let (built, target) = published();
    target.requests.store(0, Ordering::SeqCst);
    assert!(built.publish(&target).unwrap().is_empty());
    assert_eq!(target.requests.load(Ordering::SeqCst), 1);
}

#[test]
fn one_changed_page_is_one_upload() {
    let (built, target) = published();
    let mut files = FIRST;
    files[1].1 = "changed";
    built.again(&files);
    target.log.lock().unwrap().clear();
    built.publish(&target).unwrap();
    let log = target.log.lock().unwrap().clone();
    let expected = [
        "create .dateline-lock",
        "put .dateline-manifest",
        "put a/index.html",
        "put .dateline-manifest",
        "remove .dateline-lock",
    ];
    assert_eq!(log, expected);
}

#[test]
fn what_is_shown_comes_before_what_shows_it() {
    let (built, target) = published();
    built.again(&SECOND);
    target.log.lock().unwrap().clear();
    built.publish(&target).unwrap();
    let log = target.log.lock().unwrap().clone();
    let at = |what: &str| log.iter().position(|line| line == what).unwrap_or_else(|| panic!("no `{what}` in {log:?}"));
    let order = [
        at("put search.4e5f6a7b.js"),
        at("put a/index.html").min(at("put c/index.html")).min(at("put index.html")),
        at("put feeds/site.xml"),
        at("remove b/index.html").min(at("remove search.0a1b2c3d.js")),
    ];
    assert!(order.is_sorted(), "{log:?}");
    let between = log.get(order[2]..order[3]).unwrap();
    assert!(between.iter().any(|line| line == "put .dateline-manifest"), "what was sent is listed first: {log:?}");
    let manifest = log.iter().rposition(|line| line == "put .dateline-manifest").unwrap();
    assert!(manifest > at("remove b/index.html"), "what is gone is taken from the list last: {log:?}");
}

/// Whatever is online after a cut is old or new, whole, and no page is newer than what it shows.
fn assert_works(target: &Memory, what: &str) {
    let all = target.all();
    assert_eq!(all.get(FOREIGN.0).map(String::as_str), Some(FOREIGN.1), "{what}");
    for (route, text) in &all {
        let known = FIRST.iter().chain(&SECOND).any(|(name, bytes)| name == route && bytes == text);
        assert!(known || route.starts_with(".dateline-") || route == FOREIGN.0, "{what}: {route} is neither");
    }
    let new = |route: &str, text: &str| all.get(route).map(String::as_str) == Some(text);
    if new("index.html", "home, second") || new("a/index.html", "about A, second") {
        assert!(all.contains_key("search.4e5f6a7b.js"), "{what}: a page without its script");
    } else {
        assert!(all.contains_key("search.0a1b2c3d.js"), "{what}: an old page without its script");
    }
    if new("feeds/site.xml", "<feed>2</feed>") {
        assert!(all.contains_key("c/index.html"), "{what}: a feed tells of a page that is not there");
    }
}

#[test]
fn a_run_cut_off_after_any_request_is_finished_by_the_next() {
    for applied in [true, false] {
        for k in 0.. {
            let (built, target) = published();
            built.again(&SECOND);
            target.set_fault(Fault::Cut { after: k, applied });
            let cut = built.publish(&target);
            let what = format!("cut after {k} requests, the last one {}", if applied { "done" } else { "not done" });
            target.set_fault(Fault::None);
            if cut.is_ok() {
                assert!(k > 12, "{what}");
                break;
            }
            assert_works(&target, &what);
            built.publish(&target).unwrap_or_else(|error| panic!("{what}: {error}"));
            assert_equal(&target, &SECOND, &what);
            assert!(built.publish(&target).unwrap().is_empty(), "{what}");
        }
    }
}

#[test]
fn what_was_sent_before_a_cut_is_not_sent_again() {
    let (built, target) = published();
    built.again(&SECOND);
    target.set_fault(Fault::CutAtPut("feeds/site.xml"));
    let mut settings = built.settings();
    settings.pace.checkpoint = Duration::ZERO;
    assert!(engine::run(&built.local(), &target, &settings, &|_| {}).is_err());
    target.set_fault(Fault::None);
    let plan = built.publish(&target).unwrap();
    assert_eq!(plan.upload.len(), 1, "{plan:?}");
    assert_equal(&target, &SECOND, "after the second run");
}

#[test]
fn a_site_changed_between_a_cut_and_the_next_run_is_right_too() {
    for k in 0..14 {
        let (built, target) = published();
        built.again(&SECOND);
        target.set_fault(Fault::Cut { after: k, applied: true });
        drop(built.publish(&target));
        target.set_fault(Fault::None);
        built.again(&FIRST);
        built.publish(&target).unwrap();
        assert_equal(&target, &FIRST, &format!("back again after a cut at {k}"));
    }
}

#[test]
fn a_target_that_fails_now_and_then_is_asked_again() {
    for every in 2..6 {
        let (built, target) = published();
        built.again(&SECOND);
        target.set_fault(Fault::Every(every));
        built.publish(&target).unwrap_or_else(|error| panic!("every {every}: {error}"));
        target.set_fault(Fault::None);
        assert_equal(&target, &SECOND, &format!("every {every}. request failed"));
    }
}

#[test]
fn a_refusal_is_told_and_not_repeated() {
    let built = Built::new(&FIRST);
    for (cause, hint) in [(Cause::Denied, "credentials"), (Cause::Full, "make room"), (Cause::Absent, "address")] {
        let target = Memory::new();
        target.set_fault(Fault::Always(cause));
        let error = built.publish(&target).expect_err("refused");
        let Error::Publish { message, hint: Some(told) } = &error else { panic!("{error:?}") };
        assert!(message.contains("cannot read what is published") && told.contains(hint), "{error:?}");
        assert_eq!(target.requests.load(Ordering::SeqCst), 1);
    }
}

#[test]
fn a_full_target_leaves_the_old_site_and_is_finished_when_there_is_room() {
    let (built, target) = published();
    built.again(&SECOND);
    let room: usize = target.all().values().map(String::len).sum();
    target.set_fault(Fault::Room(room + 90));
    let error = message(built.publish(&target));
    assert!(error.contains("full"), "{error}");
    assert_works(&target, "full");
    assert_eq!(target.all().get(LOCK), None, "the lock was given back");
    target.set_fault(Fault::None);
    built.publish(&target).unwrap();
    assert_equal(&target, &SECOND, "with room");
}

#[test]
fn files_of_others_are_not_written_over() {
    let built = Built::new(&FIRST);
    let target = Memory::new();
    target.set("index.html", "another site");
    target.set("a", "a file where a folder is needed");
    let error = message(built.publish(&target));
    assert!(error.contains("`a/index.html` belongs (and 1 more)"), "{error}");
    assert_eq!(target.all().len(), 2, "nothing was changed");
    let settings = Settings { force: true, ..built.settings() };
    engine::run(&built.local(), &target, &settings, &|_| {}).unwrap();
    assert_eq!(target.all().get("index.html").map(String::as_str), Some("home, first"));
    assert_eq!(target.all().get("a").map(String::as_str), Some("a file where a folder is needed"));
}

#[test]
fn deleting_much_has_to_be_asked_for() {
    let many: Vec<(String, String)> = (0..80).map(|n| (format!("p{n:02}/index.html"), n.to_string())).collect();
    let all: Vec<(&str, &str)> = many.iter().map(|(route, text)| (route.as_str(), text.as_str())).collect();
    let built = Built::new(&all);
    let target = Memory::new();
    built.publish(&target).unwrap();
    built.again(&all[..20]);
    let error = message(built.publish(&target));
    assert!(error.contains("would delete 60 of 80 files, among them `p20/index.html`; the limit is 50"), "{error}");
    assert_eq!(target.all().len(), 81, "nothing was changed");
    let settings = Settings { max_deletes: Some(60), ..built.settings() };
    engine::run(&built.local(), &target, &settings, &|_| {}).unwrap();
    assert_eq!(target.all().len(), 21);
}

#[test]
fn the_second_of_two_is_told() {
    let (built, target) = published();
    built.again(&SECOND);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    target.set(LOCK, &format!("0123 {now}\n"));
    let before = target.all();
    let error = message(built.publish(&target));
    assert!(error.contains("another run publishes there, last heard of at 20"), "{error}");
    assert_eq!(target.all(), before, "nothing was changed");
    // Of a run that was cut off long ago.
    target.set(LOCK, &format!("0123 {}\n", now - 1000));
    built.publish(&target).unwrap();
    assert_equal(&target, &SECOND, "after a stale lock");
    target.set(LOCK, &format!("0123 {now}\n"));
    built.again(&FIRST);
    let settings = Settings { break_lock: true, ..built.settings() };
    engine::run(&built.local(), &target, &settings, &|_| {}).unwrap();
    assert_equal(&target, &FIRST, "after a lock was broken");
}

#[test]
fn of_many_at_once_all_end_well_or_are_told() {
    let (built, target) = published();
    built.again(&SECOND);
    let told: usize = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..6)
            .map(|_| {
                scope.spawn(|| {
                    // Each on a machine of its own.
                    let settings = Settings { memory: None, ..built.settings() };
                    engine::run(&built.local(), &target, &settings, &|_| {})
                        .map(drop)
                        .map_err(|error| error.to_string())
                })
            })
            .collect();
        let results = runs.into_iter().map(|run| run.join().unwrap());
        results.filter_map(Result::err).inspect(|error| assert!(error.contains("another run"), "{error}")).count()
    });
    assert!(told < 6, "one at least got through");
    assert_equal(&target, &SECOND, "after all of them");
}

#[test]
fn a_file_becomes_a_folder_and_back() {
    let built = Built::new(&[("x", "file"), ("index.html", "home")]);
    let target = Memory::like_a_disk();
    built.publish(&target).unwrap();
    fs::remove_file(built.folder.path().join("x")).unwrap();
    let folder = [("x/index.html", "in a folder"), ("index.html", "home")];
    built.again(&folder);
    built.publish(&target).unwrap();
    assert_eq!(target.all().get("x/index.html").map(String::as_str), Some("in a folder"));
    built.again(&[("x", "file"), ("index.html", "home")]);
    built.publish(&target).unwrap();
    assert_eq!(target.all().get("x").map(String::as_str), Some("file"));
}

#[test]
fn a_file_changed_since_the_build_is_not_sent() {
    let (built, target) = published();
    built.again(&SECOND);
    fs::write(built.folder.path().join("a/index.html"), "changed by hand").unwrap();
    let error = message(built.publish(&target));
    assert!(error.contains("was changed since it was built"), "{error}");
}

#[test]
fn files_say_what_they_are_and_how_long_they_keep() {
    let (_built, target) = published();
    let headers = target.headers.lock().unwrap();
    let page = &headers["index.html"];
    assert_eq!(page.content_type, "text/html; charset=utf-8");
    assert_eq!(page.cache_control, "public, max-age=300, must-revalidate");
    assert_eq!(page.digest, blake3::hash(b"home, first").to_hex().to_string());
    assert_eq!(headers["search.0a1b2c3d.js"].cache_control, "public, max-age=31536000, immutable");
    assert_eq!(headers[LOCK].cache_control, "no-store");
}

#[test]
fn compressed_copies_follow_their_originals() {
    let text = "The council met on Monday. ".repeat(100);
    let built = Built::new(&[("index.html", &text), ("small.html", "short"), ("p.png", &text)]);
    let target = Memory::new();
    let publish = |how: Option<Compress>| {
        let mut local = built.local();
        local.compress(how);
        engine::run(&local, &target, &built.settings(), &|_| {}).unwrap()
    };
    publish(Some(Compress::Beside));
    let names: Vec<String> = target.raw().into_keys().collect();
    assert_eq!(names, [MANIFEST, "index.html", "index.html.br", "index.html.gz", "p.png", "small.html"]);
    {
        let headers = target.headers.lock().unwrap();
        assert_eq!(headers["index.html.br"].content_type, "text/html; charset=utf-8");
        assert_eq!(headers["index.html.br"].encoding, Some("br"));
        assert_eq!(headers["index.html"].encoding, None);
    }
    for (route, bytes) in target.raw().into_iter().filter(|(route, _)| route != MANIFEST) {
        let listed = Manifest::parse(&target.all()[MANIFEST]).0[&route];
        assert_eq!(listed, *blake3::hash(&bytes).as_bytes(), "a program that checks digests finds {route} whole");
    }
    assert!(publish(Some(Compress::Beside)).is_empty(), "nothing is compressed to see that nothing changed");
    let plan = publish(Some(Compress::Instead));
    assert_eq!((plan.upload.len(), plan.delete.len()), (2, 2), "the page, and a note that it is stored compressed");
    assert_eq!(target.raw()["index.html"][..2], [0x1f, 0x8b]);
    assert!(publish(Some(Compress::Instead)).is_empty());
    assert_eq!(target.headers.lock().unwrap()["index.html"].encoding, Some("gzip"));
    let digest = blake3::hash(text.as_bytes());
    assert_eq!(target.headers.lock().unwrap()["index.html"].digest, digest.to_hex().to_string(), "of what readers get");
    assert_eq!(Manifest::parse(&target.all()[MANIFEST]).0["index.html"], *digest.as_bytes());
    let plan = publish(None);
    assert_eq!((plan.upload.len(), plan.delete.len()), (1, 1), "and back");
    assert_eq!(target.all()["index.html"], text);
}

#[test]
fn a_change_of_compression_that_was_cut_off_is_finished_or_taken_back() {
    let text = "The council met on Monday. ".repeat(100);
    for wanted in [None, Some(Compress::Beside), Some(Compress::Instead)] {
        for k in 0..12 {
            let built = Built::new(&[("index.html", &text), ("a.html", &text), ("small.html", "short")]);
            let target = Memory::new();
            let publish = |how: Option<Compress>| {
                let mut local = built.local();
                local.compress(how);
                let mut settings = Settings { memory: None, break_lock: true, ..built.settings() };
                settings.pace.checkpoint = Duration::ZERO;
                engine::run(&local, &target, &settings, &|_| {})
            };
            publish(Some(Compress::Beside)).unwrap();
            target.set_fault(Fault::Cut { after: k, applied: true });
            drop(publish(Some(Compress::Instead)));
            target.set_fault(Fault::None);
            publish(wanted).unwrap();
            let what = format!("{wanted:?} after a cut at {k}");
            let packed = target.raw()["index.html"].starts_with(&[0x1f, 0x8b]);
            assert_eq!(packed, wanted == Some(Compress::Instead), "{what}");
            assert_eq!(target.raw().contains_key("a.html.gz"), wanted == Some(Compress::Beside), "{what}");
            assert!(publish(wanted).unwrap().is_empty(), "{what}");
        }
    }
}

#[test]
fn a_dry_run_says_what_would_be_done_and_does_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("dateline.toml", "title = \"The Desk\"\n[publish.share]\nto = \"share\"\n");
    sandbox.write("content/articles/a.txt", "date 2021-04-14\n\nA title\n\nThe council met.\n");
    sandbox.ok(&["build"]);
    let table = sandbox.ok(&["publish", "--dry-run"]).stdout;
    let row = table.lines().find(|line| line.ends_with("  index.html")).unwrap();
    assert!(row.starts_with("send    new         ") && row.contains(" kB  "), "{row}");
    assert!(!sandbox.path("share").exists());
    sandbox.ok(&["publish"]);
    sandbox.write("content/articles/a.txt", "date 2021-05-14\n\nA title\n\nThe council met again.\n");
    sandbox.ok(&["build"]);
    let table = sandbox.ok(&["publish", "--dry-run"]).stdout;
    assert!(
        table.lines().any(|line| line.starts_with("send    changed ") && line.ends_with("  index.html")),
        "{table}"
    );
    let json = sandbox.ok(&["publish", "--dry-run", "--format", "json"]).stdout;
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&value["target"], &value["done"]), (&"share".into(), &false.into()));
    let upload = value["upload"].as_array().unwrap();
    assert!(
        upload.iter().any(|file| file["path"] == "index.html" && file["why"] == "changed" && file["bytes"].is_u64())
    );
    let deleted = value["delete"].as_array().unwrap();
    assert!(deleted.contains(&"archive/2021/04/index.html".into()), "{value}");
    let number = |key: &str| value[key].as_array().map_or_else(|| value[key].as_u64().unwrap() as usize, Vec::len);
    assert_eq!(number("upload") + number("keep"), sandbox.tree("public").len() - 2, "all but manifest and note");
}
