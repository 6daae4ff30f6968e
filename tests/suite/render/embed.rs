//! Pages for frames: complete by themselves, small, and with links that open elsewhere.

use std::sync::Arc;

use dateline::config::{Config, Embed};
use dateline::model::corpus::{Corpus, EntryId};
use scraper::Html;

use super::{all, broken, config, corpus, site, texts, unbalanced};
use dateline::model::page::Route;

fn everything() -> Embed {
    Embed { quotations: true, ..Embed::default() }
}

fn frames(corpus: &Corpus, config: &Config) -> std::collections::BTreeMap<String, String> {
    let config = Config { embed: everything(), ..config.clone() };
    site(corpus, &config).into_iter().filter(|(route, _)| route.starts_with("embed/")).collect()
}

/// The longest that a page may be, unpacked: it packs to less than 15 kB.
const LONGEST: usize = 40_000;

#[test]
fn there_is_one_of_each_kind() {
    let routes: Vec<String> = frames(&corpus::harbour(), &config(None)).into_keys().collect();
    for route in [
        "embed/actor/ana-lund.html",
        "embed/article/ferry-to-run-again.html",
        "embed/quotation/ferry-to-run-again-s2.html",
        "embed/timeline.html",
        "embed/timeline/the-harbour.html",
        "embed/topic/the-harbour.html",
    ] {
        assert!(routes.contains(&route.to_owned()), "{route}: {routes:?}");
    }
}

#[test]
fn each_is_complete_by_itself() {
    let config = Config { embed: everything(), ..config(None) };
    let site = site(&corpus::harbour(), &config);
    for (route, page) in site.iter().filter(|(route, _)| route.starts_with("embed/")) {
        let document = Html::parse_document(page);
        assert_eq!(unbalanced(page), None, "{route}");
        assert_eq!(all(&document, "h1, main").len(), 2, "{route}");
        assert_eq!(all(&document, "[src], link:not([rel=canonical]):not([href='data:,'])").len(), 0, "{route}");
        assert_eq!(all(&document, "meta[name=robots][content=noindex]").len(), 1, "{route}");
        assert!(!page.contains("url("), "{route} asks for something");
        assert!(page.len() < LONGEST, "{route}: {}", page.len());
        let here = Route::file(route.clone());
        for link in all(&document, "a") {
            assert_eq!((link.attr("target"), link.attr("rel")), (Some("_blank"), Some("noopener")), "{route}");
            let href = link.attr("href").unwrap();
            assert_eq!(broken(&here, href, &std::collections::BTreeSet::new(), &site), None, "{route}");
        }
    }
}

#[test]
fn a_page_says_the_newest_with_the_way_back() {
    let pages = frames(&corpus::harbour(), &config(Some("https://desk.example/a")));
    let actor = &pages["embed/actor/ana-lund.html"];
    assert_eq!(texts(actor, "h1"), ["Ana Lund"]);
    assert_eq!(texts(actor, ".quote blockquote")[0], "It is safe & sound");
    assert!(actor.contains("href=\"../../articles/ferry-to-run-again/index.html#s2:~:text="), "{actor}");
    assert!(actor.contains("<link rel=\"canonical\" href=\"https://desk.example/a/actors/ana-lund/\">"), "{actor}");
    let quotation = &pages["embed/quotation/ferry-to-run-again-s2.html"];
    assert_eq!(texts(quotation, "blockquote"), ["It is safe & sound"]);
    assert!(texts(quotation, "figcaption")[0].contains("Ana Lund"), "{quotation}");
}

#[test]
fn of_very_much_the_page_shows_little_and_leads_to_all() {
    let mut corpus = corpus::harbour();
    let copies: Vec<_> = (0..5000).map(|_| Arc::clone(&corpus.entries[0])).collect();
    let first = corpus.entries.len() as u32;
    corpus.entries.extend(copies);
    let mut topic = (*corpus.topics[0]).clone();
    let mut said = (*topic.said).clone();
    said.entries.extend((0..5000).map(|number| EntryId(first + number)));
    topic.said = said.into();
    corpus.topics[0] = Arc::new(topic);
    let total = corpus.topics[0].entries.len();
    let pages = frames(&corpus, &config(None));
    let page = &pages["embed/timeline/the-harbour.html"];
    assert_eq!(texts(page, ".events > li").len(), 24);
    let all_of_them = format!("All {},{:03} events", total / 1000, total % 1000);
    assert_eq!(texts(page, ".from a"), [all_of_them]);
    assert!(pages.values().all(|page| page.len() < LONGEST));
}

#[test]
fn a_very_long_text_is_cut() {
    let mut corpus = corpus::harbour();
    let mut briefing = (*corpus.briefings[0]).clone();
    let mut article = (*briefing.article).clone();
    article.header.summary = Some("word ".repeat(100_000));
    article.header.byline = vec!["x".repeat(100_000)];
    briefing.article = Arc::new(article);
    let slug = briefing.slug.clone();
    corpus.briefings[0] = Arc::new(briefing);
    let page = &frames(&corpus, &config(None))[&format!("embed/article/{slug}.html")];
    assert!(page.len() < LONGEST, "{}", page.len());
}

#[test]
fn each_kind_can_be_switched_off_and_none_is_in_the_sitemap() {
    let corpus = corpus::harbour();
    let off = [
        ("embed/article/", Embed { articles: false, ..everything() }),
        ("embed/actor/", Embed { actors: false, ..everything() }),
        ("embed/topic/", Embed { topics: false, ..everything() }),
        ("embed/timeline", Embed { timelines: false, ..everything() }),
        ("embed/quotation/", Embed { quotations: false, ..everything() }),
    ];
    for (start, embed) in off {
        let files = site(&corpus, &Config { embed, ..config(None) });
        assert!(!files.keys().any(|route| route.starts_with(start)), "{start}");
        assert!(files.keys().any(|route| route.starts_with("embed/")));
    }
    let files = site(&corpus, &config(Some("https://desk.example/a")));
    assert!(!files["sitemap.xml"].contains("/embed/"));
}

#[test]
fn the_script_for_wikis_knows_the_site_and_is_small() {
    let corpus = corpus::harbour();
    let files = site(&corpus, &config(Some("https://desk.example/a/b")));
    let script = &files["wiki-embed.js"];
    assert!(script.contains("var base = \"https://desk.example/a/b/embed/\""), "{script}");
    assert!(script.len() <= 2048, "{}", script.len());
    assert!(!site(&corpus, &config(None)).contains_key("wiki-embed.js"));
}

#[test]
fn oembed_says_what_to_put_into_other_pages() {
    let files = site(&corpus::harbour(), &config(Some("https://desk.example/a")));
    let page = &files["actors/ana-lund/index.html"];
    for (ending, kind) in [("json", "application/json+oembed"), ("xml", "text/xml+oembed")] {
        let link = format!("type=\"{kind}\" href=\"https://desk.example/a/actors/ana-lund/oembed.{ending}\"");
        assert!(page.contains(&link), "{link}: {page}");
    }
    let answer: serde_json::Value = serde_json::from_str(&files["actors/ana-lund/oembed.json"]).unwrap();
    assert_eq!((&answer["version"], &answer["type"]), (&"1.0".into(), &"rich".into()));
    let html = answer["html"].as_str().unwrap();
    assert!(html.starts_with("<iframe src=\"https://desk.example/a/embed/actor/ana-lund.html\" title=\"Ana Lund\""));
    let xml = &files["actors/ana-lund/oembed.xml"];
    let parsed = roxmltree::Document::parse(xml).unwrap();
    let field = |name: &str| parsed.descendants().find(|node| node.has_tag_name(name)).and_then(|node| node.text());
    assert_eq!(field("html"), Some(html), "{xml}");
    for route in ["timeline", "topics/the-harbour", "articles/ferry-to-run-again"] {
        assert!(files.contains_key(&format!("{route}/oembed.json")), "{route}");
    }
    let off = Embed { oembed: false, ..Embed::default() };
    let files = site(&corpus::harbour(), &Config { embed: off, ..config(Some("https://desk.example/a")) });
    assert!(!files.keys().any(|route| route.contains("oembed")));
}

#[test]
fn each_page_says_how_to_show_it_elsewhere() {
    let files = site(&corpus::harbour(), &config(Some("https://desk.example/a")));
    for route in ["actors/ana-lund", "articles/ferry-to-run-again", "timeline", "topics/the-harbour"] {
        let page = &files[&format!("{route}/index.html")];
        let codes = texts(page, ".embed-panel code");
        assert!(codes[0].starts_with("https://desk.example/a/embed/"), "{codes:?}");
        assert!(codes[1].starts_with("<iframe ") && codes[1].contains("sandbox=\"allow-scripts "), "{codes:?}");
        assert!(codes[2].starts_with("[https://") && codes[3].starts_with("[[https://"), "{codes:?}");
        assert!(codes[4].starts_with('['), "{codes:?}");
    }
    let actor = &files["actors/ana-lund/index.html"];
    assert!(actor.contains("href=\"../../wiki/actor/ana-lund.mediawiki.txt\""), "{actor}");
    assert!(!site(&corpus::harbour(), &config(None))["timeline/index.html"].contains("embed-panel"));
}
