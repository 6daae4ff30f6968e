//! Earlier addresses of pages, and what web servers are told of them. That servers understand it, tests/publish/hosting.py
//! sees.

use std::collections::BTreeSet;

use dateline::config::{Config, Overrides};
use dateline::model::change::Changes;
use dateline::pipeline;
use dateline::pipeline::kept::Kept;

use crate::sandbox::Sandbox;

const ARTICLE: &str = "+++\npublished = 2021-04-14\ntitle = \"The ferry is late\"\naliases = [\"/2021/ferry/\", \"old/ferry.html\"]\n+++\n\
    Ines Calloway said the council would meet in Tern Bay.\n";

fn site(hosting: &str) -> Sandbox {
    let sandbox = Sandbox::site(&[("content/articles/ferry.md", ARTICLE)]);
    let base = "title = \"The Desk\"\nbase_url = \"https://desk.example\"\nlanguage = \"ar\"\n";
    sandbox.write("dateline.toml", format!("{base}{hosting}"));
    sandbox.write(
        "content/topics/harbour.md",
        "+++\ntitle = \"Harbour\"\nterms = [\"ferry\"]\naliases = \"tags/harbour\"\n+++\n",
    );
    sandbox.write("content/pages/about.md", "+++\ntitle = \"About\"\nredirect_from = [\"info\"]\n+++\nText.\n");
    sandbox
}

#[test]
fn an_earlier_address_leads_on_from_disk_without_a_script() {
    let sandbox = site("");
    sandbox.ok(&["build", "--strict"]);
    for (old, link, address) in [
        ("2021/ferry/index.html", "../../articles/ferry/index.html", "articles/ferry/"),
        ("old/ferry.html", "../articles/ferry/index.html", "articles/ferry/"),
        ("tags/harbour/index.html", "../../topics/harbour/index.html", "topics/harbour/"),
        ("info/index.html", "../about/index.html", "about/"),
    ] {
        let page = sandbox.read(&format!("public/{old}"));
        for expected in [
            format!("<meta http-equiv=\"refresh\" content=\"0; url={link}\">"),
            format!("<a href=\"{link}\">"),
            format!("<link rel=\"canonical\" href=\"https://desk.example/{address}\">"),
            "<meta name=\"robots\" content=\"noindex\">".to_owned(),
            "نُقلت هذه الصفحة".to_owned(),
        ] {
            assert!(page.contains(&expected), "{old}: {expected}\n{page}");
        }
    }
    let sitemap = sandbox.read("public/sitemap.xml");
    assert!(sitemap.contains("/articles/ferry/") && !sitemap.contains("/old/ferry"), "{sitemap}");
}

#[test]
fn files_for_servers_are_written_where_they_are_asked_for_and_a_site_may_have_its_own() {
    let sandbox = site("[hosting]\nwrite = [\"_redirects\", \".htaccess\", \"_headers\"]\n");
    sandbox.write("static/_headers", "/*\n  X-Own: yes\n");
    sandbox.ok(&["build", "--strict"]);
    assert_eq!(sandbox.read("public/_headers"), "/*\n  X-Own: yes\n");
    assert!(sandbox.read("public/_redirects").contains("/old/ferry.html /articles/ferry/ 301\n"));
    assert_eq!(sandbox.ok(&["hosting", ".htaccess"]).stdout, sandbox.read("public/.htaccess"));
    // One host gives out a file before it looks at `_redirects`.
    assert!(!sandbox.path("public/old").exists());
    let without = site("");
    without.ok(&["build"]);
    let names: BTreeSet<String> = without.tree("public").into_keys().collect();
    assert!(!names.iter().any(|name| name.starts_with('_') || name == ".htaccess"), "{names:?}");
}

#[test]
fn nobody_is_kept_from_showing_pages_in_a_frame_unless_the_site_says_so() {
    for (frames, policy) in [
        ("", None),
        ("frames = []", Some("frame-ancestors 'self'\n")),
        ("frames = [\"https://wiki.example/\"]", Some("frame-ancestors 'self' https://wiki.example\n")),
    ] {
        let sandbox = site(&format!("[hosting]\n{frames}\n"));
        let headers = sandbox.ok(&["hosting", "_headers"]).stdout;
        match policy {
            Some(policy) => assert!(headers.contains(&format!("  Content-Security-Policy: {policy}")), "{headers}"),
            None => assert!(!headers.contains("Content-Security-Policy"), "{headers}"),
        }
    }
}

#[test]
fn an_earlier_address_that_is_added_or_taken_out_is_seen_by_the_next_build() {
    let sandbox = site("");
    let config = Config::load(&sandbox.root(), &Overrides::default()).unwrap();
    let mut kept = Kept::new();
    let path = "content/articles/ferry.md";
    for text in [ARTICLE.to_owned(), ARTICLE.replace("2021/ferry", "2020/ferry"), ARTICLE.to_owned()] {
        sandbox.write(path, &text);
        let changes = Changes::Paths([sandbox.path(path)].into());
        pipeline::build_again(&mut kept, &changes, &config).unwrap();
        let made = sandbox.tree("public");
        sandbox.ok(&["build", "--no-cache", "--out", "clean"]);
        let clean = sandbox.tree("clean");
        assert_eq!(made.contains_key("2020/ferry/index.html"), text.contains("2020/ferry"));
        assert!(made == clean, "the pages are not those of a clean build");
    }
}
