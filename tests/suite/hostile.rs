//! Bad input: files that are no text, too large, unreadable, or lie where links lead in circles. Nothing of it may stop a
//! run, and each is named.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use dateline::config::{Config, Overrides};
use dateline::diag::{Code, Diagnostic};
use dateline::model::article::{Article, Format, Source};
use dateline::read;
use dateline::read::walk::{LARGEST_FILE, Listed, listing};
use dateline::span::SourceId;

/// A site in a folder of its own.
struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        site.file("dateline.toml", b"");
        site.file("content/articles/good.txt", b"date 2021-04-14\n\nThe talks began.\n");
        site
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn config(&self) -> Config {
        Config::load(self.folder.path(), &Overrides::default()).unwrap()
    }

    fn walked(&self) -> (Found, Vec<Diagnostic>) {
        walked(&self.config())
    }
}

/// The files of a site, read.
#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    articles: Vec<Source>,
    actors: Vec<Source>,
    topics: Vec<Source>,
    pages: Vec<Source>,
}

fn walked(config: &Config) -> (Found, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let listing = listing(config).unwrap().take(&mut diagnostics);
    let mut all = |listed: &[Listed]| -> Vec<Source> {
        listed.iter().filter_map(|listed| listed.source().take(&mut diagnostics)).collect()
    };
    let found = Found {
        articles: all(&listing.articles),
        actors: all(&listing.actors),
        topics: all(&listing.topics),
        pages: all(&listing.pages),
    };
    (found, diagnostics)
}

fn ids(sources: &[Source]) -> Vec<&str> {
    sources.iter().map(|source| source.id.as_str()).collect()
}

/// Checks that a finding of a kind is about a file, and that the good article was found all the same.
fn check_walk(site: &Site, code: Code, file: &str) {
    let (found, diagnostics) = site.walked();
    let named: Vec<_> = diagnostics.iter().map(|found| (found.code, found.source.as_str())).collect();
    assert_eq!(named, [(code, file)]);
    assert!(!diagnostics[0].hints.is_empty(), "{diagnostics:?}");
    assert!(ids(&found.articles).contains(&"content/articles/good.txt"));
}

fn read_one(name: &str, bytes: &[u8]) -> (Option<Article>, Vec<Diagnostic>) {
    let format = if name.ends_with(".md") { Format::Markdown } else { Format::Wire };
    let source = Source { id: SourceId::new(name), format, bytes: bytes.to_vec(), sidecar: None };
    let mut diagnostics = Vec::new();
    let article = read::article(&source, &Site::new().config()).take(&mut diagnostics);
    (article, diagnostics)
}

#[test]
fn files_are_found_in_path_order_and_hidden_ones_skipped() {
    let site = Site::new();
    for name in ["b.md", "a/z.txt", "a/.hidden.txt", ".git/x.txt", "c.TXT", "notes.pdf", "a/z.meta.json"] {
        site.file(&format!("content/articles/{name}"), b"x");
    }
    site.file("content/actors/someone.md", b"x");
    site.file("content/actors/someone.txt", b"x");
    let (found, diagnostics) = site.walked();
    let expected = ["a/z.txt", "b.md", "c.TXT", "good.txt"].map(|name| format!("content/articles/{name}"));
    assert_eq!(ids(&found.articles), expected);
    assert_eq!(found.articles[0].sidecar.as_ref().unwrap().id.as_str(), "content/articles/a/z.meta.json");
    assert_eq!(ids(&found.actors), ["content/actors/someone.md"]);
    assert_eq!(diagnostics, []);
}

#[test]
fn a_plain_folder_is_read_without_its_output() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "x").unwrap();
    fs::create_dir(folder.path().join("public")).unwrap();
    fs::write(folder.path().join("public/b.txt"), "x").unwrap();
    let out = Some(folder.path().join("public"));
    let config = Config::load(folder.path(), &Overrides { out, ..Overrides::default() }).unwrap();
    let (found, _) = walked(&config);
    assert_eq!(ids(&found.articles), ["a.txt"]);
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let site = Site::new();
    site.file("content/articles/huge.txt", b"");
    fs::File::options()
        .write(true)
        .open(site.path("content/articles/huge.txt"))
        .unwrap()
        .set_len(5 * LARGEST_FILE)
        .unwrap();
    check_walk(&site, Code::TooLarge, "content/articles/huge.txt");
}

#[test]
fn a_sidecar_without_an_article_is_named() {
    let site = Site::new();
    site.file("content/articles/gone.meta.json", b"{}");
    check_walk(&site, Code::StaleFinding, "content/articles/gone.meta.json");
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn links_are_followed() {
        let site = Site::new();
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(elsewhere.path().join("far.txt"), "x").unwrap();
        symlink(elsewhere.path(), site.path("content/articles/linked")).unwrap();
        let (found, diagnostics) = site.walked();
        assert!(ids(&found.articles).contains(&"content/articles/linked/far.txt"));
        assert_eq!(diagnostics, []);
    }

    #[test]
    fn a_link_without_target() {
        let site = Site::new();
        symlink("nowhere.txt", site.path("content/articles/broken.txt")).unwrap();
        check_walk(&site, Code::DanglingLink, "content/articles/broken.txt");
    }

    #[test]
    fn links_in_a_circle() {
        let site = Site::new();
        symlink(".", site.path("content/articles/up")).unwrap();
        check_walk(&site, Code::LinkLoop, "content/articles/up");
        fs::remove_file(site.path("content/articles/up")).unwrap();
        symlink("self.txt", site.path("content/articles/self.txt")).unwrap();
        check_walk(&site, Code::LinkLoop, "content/articles/self.txt");
    }

    #[test]
    fn a_file_that_may_not_be_read() {
        let site = Site::new();
        site.file("content/articles/locked.txt", b"x");
        let path = site.path("content/articles/locked.txt");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
        // The administrator may read everything; the case then shows only that nothing is reported in error.
        if fs::read(&path).is_err() {
            check_walk(&site, Code::Unreadable, "content/articles/locked.txt");
        } else {
            assert_eq!(site.walked().1, []);
        }
    }

    #[test]
    fn a_pipe_is_no_file() {
        let site = Site::new();
        let path = site.path("content/articles/pipe.txt");
        let made = std::process::Command::new("mkfifo").arg(&path).status().is_ok_and(|status| status.success());
        if made {
            assert_eq!(ids(&site.walked().0.articles), ["content/articles/good.txt"]);
        }
    }
}

#[test]
fn a_folder_that_does_not_exist_holds_nothing() {
    let site = Site::new();
    fs::remove_dir_all(site.path("content")).unwrap();
    assert_eq!(site.walked(), (Found::default(), Vec::new()));
}

#[test]
fn files_that_give_no_article_are_named() {
    for (name, bytes, code) in [
        ("empty.txt", &b""[..], Code::EmptyFile),
        ("blank.md", b" \n\t\n\xEF\xBB\xBF", Code::EmptyFile),
        ("mark.txt", b"\xEF\xBB\xBF", Code::EmptyFile),
        ("header.txt", b"date 2021-04-14 Dalia Varga\n", Code::EmptyFile),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Code::BinaryFile),
        ("wide.txt", b"T\0h\0e\0 \0", Code::BinaryFile),
        ("draft.md", b"+++\ndraft = true\n+++\nText.\n", Code::Draft),
    ] {
        let (article, diagnostics) = read_one(name, bytes);
        assert_eq!(article, None, "{name}");
        assert_eq!(diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), [code], "{name}");
        assert!(!diagnostics[0].hints.is_empty(), "{name}");
    }
}

#[test]
fn text_that_is_no_utf8_is_read_and_said() {
    let (article, diagnostics) = read_one("old.txt", b"date 2021-04-14\n\n\x93Caf\xE9\x94 \x96 open.\n");
    assert_eq!(article.unwrap().body.text, "“Café” – open.");
    assert_eq!(diagnostics.len(), 1);
    assert_eq!((diagnostics[0].code, diagnostics[0].span.unwrap().start), (Code::Encoding, 17));
}

/// Checks that a text is read in a time that does not grow with the square of its size. The bound is generous: a debug
/// build on a busy machine has to keep it.
fn check_time(name: &str, text: &str) -> Article {
    let start = Instant::now();
    let (article, _) = read_one(name, text.as_bytes());
    let taken = start.elapsed();
    assert!(taken < Duration::from_secs(60), "{name} took {taken:?}");
    article.unwrap()
}

#[test]
fn one_line_of_five_megabytes() {
    let text = "The minister said on Monday that the “talks” would go on for weeks. ".repeat(75_000);
    assert_eq!(check_time("line.txt", &text).body.sentences.len(), 75_000);
}

#[test]
fn texts_made_to_be_slow() {
    for (name, text) in [
        ("hyphens.txt", "xq-zq forc-es ".repeat(20_000)),
        ("stops.txt", ".".repeat(500_000)),
        ("initials.txt", "“a.” A. B. ".repeat(30_000)),
        ("marks.txt", format!("a{}", "\u{301}".repeat(100_000))),
        ("letters.txt", format!("{}-b", "a".repeat(500_000))),
        ("quotes.md", format!("{}a", "> ".repeat(20_000))),
        ("list.md", (0..400).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect()),
        ("brackets.md", "[".repeat(100_000)),
        ("stars.md", "*a **b ".repeat(20_000)),
        ("html.md", format!("text\n\n{}", "<script>".repeat(20_000))),
        ("comments.md", format!("text\n\n<div>{}", "<!-- <a ".repeat(20_000))),
        ("pictures.md", "![a](b)".repeat(20_000)),
    ] {
        check_time(name, &text);
    }
}

#[test]
fn quotations_nested_without_end_are_kept_to_a_depth() {
    let article = check_time("deep.md", &format!("{}deep", "> ".repeat(1_000)));
    assert_eq!(article.body.text, "deep");
    assert!(article.body.blocks[0].within.len() <= 16);
}

#[test]
fn the_demonstration_has_nothing_wrong_in_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = Config::load(root, &Overrides::default()).unwrap();
    let mut diagnostics = Vec::new();
    let (found, found_diagnostics) = walked(&config);
    diagnostics.extend(found_diagnostics);
    for source in &found.articles {
        assert!(read::article(source, &config).take(&mut diagnostics).is_some(), "{}", source.id);
    }
    for source in &found.actors {
        assert!(read::actor(source, &config).take(&mut diagnostics).is_some(), "{}", source.id);
    }
    for source in &found.topics {
        assert!(read::topic(source, &config).take(&mut diagnostics).is_some(), "{}", source.id);
    }
    for source in &found.pages {
        assert!(read::page(source, &config).take(&mut diagnostics).is_some(), "{}", source.id);
    }
    let expected = [Code::PrintArtefact, Code::MissingDate];
    let other: Vec<_> = diagnostics.iter().filter(|found| !expected.contains(&found.code)).collect();
    assert!(other.is_empty(), "{other:?}");
}
