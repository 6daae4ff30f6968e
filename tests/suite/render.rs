//! Pages made from corpora that were put together by hand.

mod corpus;
mod embed;
mod forms;
mod timeline;

use std::collections::BTreeMap;
use std::path::Path;

use dateline::config::{Config, Exports, Overrides};
use dateline::model::corpus::{Corpus, Entry, EntryWhen};
use dateline::model::page::Route;
use dateline::model::when::When;
use dateline::render::{self, Theme};
use jiff::civil::date;
use scraper::{Html, Selector};

fn config(base_url: Option<&str>) -> Config {
    let overrides = Overrides { base_url: base_url.map(str::to_owned), ..Overrides::default() };
    let mut config = Config::without_site(&overrides).unwrap();
    config.title = "The Island Desk".to_owned();
    config.language = "en".to_owned();
    config
}

/// All files of a site by route.
fn site(corpus: &Corpus, config: &Config) -> BTreeMap<String, String> {
    let theme = Theme::load(config).unwrap();
    let pages = render::pages(corpus, &theme, config).unwrap().value;
    let text = |page: &dateline::model::page::Page<'_>| match page.bytes() {
        Ok(bytes) => String::from_utf8(bytes).unwrap(),
        Err(error) => panic!("{}: {error:?}", page.route),
    };
    pages.0.iter().map(|page| (page.route.to_string(), text(page))).collect()
}

fn all<'a>(document: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    document.select(&Selector::parse(selector).unwrap()).collect()
}

/// The text of all elements that match, with runs of white space as one space.
fn texts(page: &str, selector: &str) -> Vec<String> {
    let document = Html::parse_document(page);
    let text = |element: scraper::ElementRef<'_>| {
        element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    all(&document, selector).into_iter().map(text).collect()
}

/// Where the elements of a page do not close in the order in which they open, if so. The templates write every end tag.
fn unbalanced(page: &str) -> Option<String> {
    const VOID: [&str; 6] = ["meta", "link", "br", "hr", "img", "input"];
    let mut open: Vec<&str> = Vec::new();
    for piece in page.split('<').skip(1).filter(|piece| !piece.starts_with('!')) {
        let (tag, _) = piece.split_once('>')?;
        let name = tag.split([' ', '\n', '/']).find(|name| !name.is_empty()).unwrap_or_default();
        if tag.starts_with('/') {
            if open.pop() != Some(name) {
                return Some(format!("</{name}> closes what is not open"));
            }
        } else if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name);
        }
    }
    open.last().map(|name| format!("<{name}> is not closed"))
}

#[test]
fn unbalanced_markup_would_be_seen() {
    assert_eq!(unbalanced("<p>a<br>b</p><svg><path d=\"M0\"/></svg>"), None);
    assert_eq!(unbalanced("<p><b>a</p></b>").as_deref(), Some("</p> closes what is not open"));
    assert_eq!(unbalanced("<p>a").as_deref(), Some("<p> is not closed"));
}

/// What is wrong with a page that every page must have right.
fn flaws(route: &str, page: &str, site: &BTreeMap<String, String>) -> Vec<String> {
    let document = Html::parse_document(page);
    let mut flaws: Vec<String> = unbalanced(page).into_iter().collect();
    for (selector, number) in [("h1", 1), ("main", 1), ("header.masthead", 1), ("footer.foot", 1)] {
        let found = all(&document, selector).len();
        if found != number {
            flaws.push(format!("{found} of `{selector}`"));
        }
    }
    let mut ids = std::collections::BTreeSet::new();
    for element in all(&document, "[id]") {
        let id = element.attr("id").unwrap();
        if !ids.insert(id.to_owned()) {
            flaws.push(format!("two elements with the id `{id}`"));
        }
    }
    for element in all(&document, "[aria-labelledby]") {
        let id = element.attr("aria-labelledby").unwrap();
        if !ids.contains(id) {
            flaws.push(format!("no element with the id `{id}`"));
        }
    }
    for heading in all(&document, "h1, h2, h3, h4") {
        if heading.text().all(|text| text.trim().is_empty()) {
            flaws.push("an empty heading".to_owned());
        }
    }
    let own_style = all(&document, "[style], script:not([src]):not([type='application/ld+json']), style").len();
    if own_style > 0 {
        flaws.push(format!("{own_style} styles or scripts in the page"));
    }
    let from_here = Route::file(route.to_owned());
    for link in all(&document, "a[href], link[rel=stylesheet], link[rel=alternate]") {
        flaws.extend(broken(&from_here, link.attr("href").unwrap(), &ids, site));
    }
    flaws
}

/// Why a link leads nowhere, if it does.
fn broken(
    from: &Route,
    href: &str,
    ids: &std::collections::BTreeSet<String>,
    site: &BTreeMap<String, String>,
) -> Option<String> {
    if href.contains("://") || href.starts_with("data:") {
        return None;
    }
    let (path, fragment) = href.split_once('#').unwrap_or((href, ""));
    let id = fragment.split(":~:").next().unwrap_or_default();
    if path.is_empty() {
        return (!id.is_empty() && !ids.contains(id)).then(|| format!("no `#{id}` on the page"));
    }
    let mut parts: Vec<&str> = from.as_str().split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => {
                if parts.pop().is_none() {
                    return Some(format!("`{href}` leads above the root"));
                }
            }
            part => parts.push(part),
        }
    }
    let Some(target) = site.get(&parts.join("/")) else {
        return Some(format!("`{href}` leads nowhere"));
    };
    let there = id.is_empty() || target.contains(&format!("id=\"{id}\""));
    (!there).then(|| format!("`{href}`: no such id there"))
}

#[track_caller]
fn assert_sound(site: &BTreeMap<String, String>) {
    let mut wrong = Vec::new();
    let stands_alone = |route: &str| !route.starts_with("embed/") && !route.starts_with("wiki/");
    for (route, page) in site.iter().filter(|(route, _)| route.ends_with(".html") && stands_alone(route)) {
        wrong.extend(flaws(route, page, site).into_iter().map(|flaw| format!("{route}: {flaw}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_is_sound_and_every_link_leads_somewhere() {
    let site = site(&corpus::harbour(), &config(None));
    for route in [
        "404.html",
        "actors/ana-lund/index.html",
        "actors/index.html",
        "archive/2021/04/index.html",
        "archive/index.html",
        "archive/undated/index.html",
        "articles/bare/index.html",
        "articles/ferry-to-run-again/index.html",
        "dateline.css",
        "dateline.js",
        "feeds/actors/ana-lund.xml",
        "feeds/site.xml",
        "feeds/topics/the-harbour.xml",
        "index.html",
        "method/index.html",
        "robots.txt",
        "search/index.html",
        "timeline/index.html",
        "topics/index.html",
        "topics/the-harbour/index.html",
    ] {
        assert!(site.contains_key(route), "{route} is missing");
    }
    assert_sound(&site);
}

#[test]
fn a_site_without_articles_is_sound() {
    let site = site(&Corpus::default(), &config(None));
    assert_sound(&site);
    assert!(site["index.html"].contains("No briefings yet."));
}

#[test]
fn routes_are_sorted_and_fingerprints_follow_the_content() {
    let config = config(None);
    let theme = Theme::load(&config).unwrap();
    let (one, mut two) = (corpus::harbour(), corpus::harbour());
    std::sync::Arc::make_mut(&mut two.actors[2]).name = "Port Velle".to_owned();
    let prints = |corpus| {
        let pages = render::pages(corpus, &theme, &config).unwrap().value;
        pages.0.iter().map(|page| (page.route.to_string(), (page.prepare)().unwrap().fingerprint)).collect::<Vec<_>>()
    };
    let (first, again, changed) = (prints(&one), prints(&one), prints(&two));
    assert!(first.is_sorted_by(|a, b| a.0 < b.0), "routes must be unique and in order");
    assert_eq!(first, again);
    let differ: Vec<&str> =
        first.iter().zip(&changed).filter(|(a, b)| a != b).map(|(page, _)| page.0.as_str()).collect();
    assert!(differ.contains(&"actors/port-vell/index.html"));
    assert!(!differ.contains(&"articles/harbour-office-answers/index.html"), "{differ:?}");
}

#[test]
fn an_article_shows_what_stands_in_it() {
    let site = site(&corpus::harbour(), &config(None));
    let page = &site["articles/ferry-to-run-again/index.html"];
    assert_eq!(texts(page, "h1"), ["Ferry to run again"]);
    assert_eq!(texts(page, ".head .dateline"), ["Port Vell 14 April 2021"]);
    assert_eq!(texts(page, ".text h2"), ["The state of play"]);
    assert_eq!(texts(page, ".text q"), ["It is safe & sound,", "We never meant to stop,", "and we will not."]);
    assert_eq!(
        texts(page, ".text a[href*=\"actors/\"]"),
        ["Ana Lund", "Harbour Office"],
        "places are not linked in the text"
    );
    assert_eq!(
        texts(page, ".text time"),
        ["Tuesday", "2011", "October", "Last week"],
        "only dates with a machine-readable value are time elements"
    );
    assert_eq!(texts(page, "#s3"), ["About 1,200 islanders have waited since January 2021."]);
    assert_eq!(
        texts(page, ".side .when"),
        ["the 1990s", "2011", "1 March–10 September 2020", "5–11 April", "13 April", "by 30 June", "October"]
    );
    assert_eq!(texts(page, ".big"), ["About 1,200"]);
    assert!(page.contains("engi-neers"), "a repaired word is named");
    assert!(page.contains("<a class=\"m\" href=\"#s1\">"), "a way back within the page is a fragment only");
}

#[test]
fn an_article_without_a_date_says_so_and_guesses_nothing() {
    let site = site(&corpus::harbour(), &config(None));
    let page = &site["articles/talks-on-the-quay/index.html"];
    assert_eq!(texts(page, ".head .unknown"), ["The source gives no date and no place"]);
    assert_eq!(texts(page, ".byline"), ["Title taken from sentence 1"]);
    assert_eq!(texts(page, ".text time"), Vec::<String>::new());
    assert_eq!(texts(page, ".side .when"), ["“Monday”"]);
    let bare = &site["articles/bare/index.html"];
    assert_eq!(texts(bare, "aside"), Vec::<String>::new());
}

#[test]
fn a_timeline_has_years_standing_words_and_sources() {
    let site = site(&corpus::harbour(), &config(None));
    let page = &site["topics/the-harbour/index.html"];
    assert_eq!(texts(page, ".year > header h3"), ["1990", "2011", "2020", "2021", "Undated"]);
    assert_eq!(texts(page, ".timeline .status"), ["Expected", "Scheduled", "Scheduled"]);
    let dates = texts(page, ".year .when");
    assert!(dates.contains(&"13 April or 12 April sources differ".to_owned()), "{dates:?}");
    assert!(dates.contains(&"5–11 April week, from “Last week”".to_owned()), "{dates:?}");
    assert!(dates.contains(&"“Monday” the report has no date".to_owned()), "{dates:?}");
    let refs = texts(page, "#e-00000004 .ref");
    assert_eq!(refs, ["From 13 April: Ferry to run again § 1 12 April: harbour office answers § 2"]);
    assert_eq!(texts(page, ".jump a"), ["1990", "2011", "2020", "2021", "Undated"]);
}

#[test]
fn a_long_timeline_begins_with_what_matters_most() {
    let mut corpus = corpus::harbour();
    let told = corpus.entries.iter().position(|entry| matches!(entry.when, EntryWhen::Dated(_))).unwrap();
    assert!(texts(&site(&corpus, &config(None))["timeline/index.html"], ".brief").is_empty(), "a short one needs none");
    let before = corpus.entries.len();
    for number in 0..30 {
        // Two entries a day, later ones matter more.
        let when = EntryWhen::Dated(When::day(date(2022, 1, 1 + number / 2)));
        let key = format!("e-more-{number}");
        let entry = Entry { key, when, ..(*corpus.entries[told]).clone() };
        corpus.entries.push(entry.into());
    }
    let weights = std::iter::repeat_n(1.0, before).chain((0..30_u8).map(|number| f32::from(number) + 2.0));
    corpus.salience = std::sync::Arc::new(weights.collect::<Vec<_>>().into());
    let page = &site(&corpus, &config(None))["timeline/index.html"];
    let days: Vec<String> = (10..=15).map(|day| format!("{day} January 2022")).collect();
    assert_eq!(texts(page, ".brief .when"), days, "one entry a day, in order of time");
}

#[test]
fn an_actor_has_words_dates_and_sentences() {
    let site = site(&corpus::harbour(), &config(None));
    let page = &site["actors/ana-lund/index.html"];
    assert_eq!(texts(page, ".quote blockquote")[1], "“We never meant to stop … and we will not.”");
    assert_eq!(texts(page, ".roles li"), ["Mayor, so described 14 April 2021 § 1"]);
    assert!(page.contains("ferry-to-run-again/index.html#s1\""));
}

#[test]
fn feeds_can_be_read() {
    for base in [None, Some("https://desk.example/islands")] {
        let site = site(&corpus::harbour(), &config(base));
        assert!(site.contains_key("feeds/topics/the-harbour.rss.xml") && site.contains_key("feeds/site.json"));
        for (route, text) in site.iter().filter(|(route, _)| route.starts_with("feeds/")) {
            let feed = feed_rs::parser::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{route}: {error}"));
            assert!(!feed.entries.is_empty(), "{route}");
        }
        for route in ["feeds/site.rss.xml", "feeds/site.json"] {
            let feed = feed_rs::parser::parse(site[route].as_bytes()).unwrap();
            assert_eq!(feed.entries.len(), 4, "{route}");
            assert_eq!(feed.title.unwrap().content, "The Island Desk", "{route}");
        }
        let feed = feed_rs::parser::parse(site["feeds/site.xml"].as_bytes()).unwrap();
        assert_eq!(feed.entries.len(), 4);
        let id = base.map_or("urn:dateline:articles:ferry-to-run-again".to_owned(), |base| {
            format!("{base}/articles/ferry-to-run-again/")
        });
        assert_eq!(feed.entries[0].id, id);
        assert_eq!(feed.updated.unwrap().to_rfc3339(), "2021-04-14T00:00:00+00:00");
    }
}

/// What a page says as JSON-LD.
fn linked(page: &str) -> serde_json::Value {
    let (_, rest) = page.split_once("<script type=\"application/ld+json\">").expect("the page has data");
    let (json, _) = rest.split_once("</script>").expect("the data ends");
    serde_json::from_str(json).unwrap()
}

/// The nodes of a type.
fn nodes<'v>(data: &'v serde_json::Value, kind: &str) -> Vec<&'v serde_json::Value> {
    data["@graph"].as_array().unwrap().iter().filter(|node| node["@type"] == kind).collect()
}

#[test]
fn pages_say_what_they_hold_in_the_terms_of_schema_org() {
    let site = site(&corpus::harbour(), &config(None));
    let article = linked(&site["articles/ferry-to-run-again/index.html"]);
    let news = nodes(&article, "NewsArticle")[0];
    assert_eq!(news["headline"], "Ferry to run again");
    assert_eq!(news["datePublished"], "2021-04-14");
    assert_eq!(news["mentions"][0]["@id"], "../../actors/ana-lund/index.html");
    let quotation = nodes(&article, "Quotation")[0];
    assert_eq!(quotation["creator"]["@id"], "../../actors/ana-lund/index.html");
    let actor = linked(&site["actors/ana-lund/index.html"]);
    assert_eq!(nodes(&actor, "Person")[0]["hasOccupation"][0]["roleName"], "Mayor");
    assert_eq!(nodes(&actor, "BreadcrumbList")[0]["itemListElement"][1]["name"], "Actors");
    let topic = linked(&site["topics/the-harbour/index.html"]);
    assert_eq!(nodes(&topic, "DefinedTerm")[0]["name"], "The harbour");
    let events = nodes(&topic, "ItemList")[0]["itemListElement"].as_array().unwrap();
    let week = events.iter().map(|place| &place["item"]).find(|event| event["startDate"] == "2021-04-05");
    let week = week.expect("a week has two ends");
    assert_eq!(week["endDate"], "2021-04-11");
    assert_eq!(week["subjectOf"][0]["@id"], "../../articles/ferry-to-run-again/index.html#s9", "it names its sentence");
    assert_eq!(nodes(&linked(&site["index.html"]), "ItemList")[0]["numberOfItems"], 4);
}

#[test]
fn data_in_a_page_cannot_end_its_element() {
    let mut corpus = corpus::harbour();
    std::sync::Arc::make_mut(&mut corpus.actors[0]).name = "</script><!-- Ana".to_owned();
    let page = &site(&corpus, &config(None))["actors/ana-lund/index.html"];
    assert_eq!(nodes(&linked(page), "Person")[0]["name"], "</script><!-- Ana");
    assert_eq!(page.matches("</script").count(), 1);
    assert!(!page.contains("<!-- Ana"));
}

#[test]
fn previews_have_a_heading_and_say_the_description_once() {
    let site = site(&corpus::harbour(), &config(Some("https://desk.example")));
    let page = &site["articles/ferry-to-run-again/index.html"];
    assert!(page.contains("<meta property=\"og:title\" content=\"Ferry to run again\">"));
    assert!(page.contains("<meta property=\"og:type\" content=\"article\">"));
    assert!(page.contains("<meta property=\"article:published_time\" content=\"2021-04-14\">"));
    assert_eq!(page.matches("og:description").count(), page.matches("name=\"description\"").count());
    assert!(site["actors/ana-lund/index.html"].contains("content=\"profile\""));
}

#[test]
fn files_for_programs_are_written_unless_switched_off() {
    let files = |exports: Exports| {
        let config = Config { exports, ..config(None) };
        site(&corpus::harbour(), &config).into_keys().collect::<Vec<String>>()
    };
    let all = files(Exports::default());
    let families: [(&str, Exports); 8] = [
        ("index.json", Exports { json: false, ..Exports::default() }),
        (".md", Exports { markdown: false, ..Exports::default() }),
        (".ics", Exports { calendar: false, ..Exports::default() }),
        (".csv", Exports { csv: false, ..Exports::default() }),
        (".ftm.json", Exports { ftm: false, ..Exports::default() }),
        ("timeline.json", Exports { timelinejs: false, ..Exports::default() }),
        (".rss.xml", Exports { rss: false, ..Exports::default() }),
        ("feeds/site.json", Exports { jsonfeed: false, ..Exports::default() }),
    ];
    for (ending, without) in families {
        assert!(all.iter().any(|route| route.ends_with(ending)), "no {ending}");
        assert!(!files(without).iter().any(|route| route.ends_with(ending)), "{ending} cannot be switched off");
    }
    assert!(!files(Exports { markdown: false, ..Exports::default() }).contains(&"llms.txt".to_owned()));
}

#[test]
fn a_timeline_is_told_to_programs_with_its_dates_and_doubts() {
    let site = site(&corpus::harbour(), &config(None));
    let table = &site["timeline/events.csv"];
    let row = |start: &str| table.lines().filter(|line| line.starts_with(start)).collect::<Vec<_>>();
    let rows = row("e-00000004,");
    assert_eq!(rows.len(), 2, "sources that differ have a row each: {rows:?}");
    assert!(rows.iter().all(|row| row.contains(",yes,")), "{rows:?}");
    assert!(table.contains(",2021-04-05/2021-04-11,2021-04-05,2021-04-11,Last week,"), "{table}");
    assert!(table.contains(",,,,Monday,"), "an undated one has no date: {table}");
    let calendar = &site["timeline/events.ics"];
    assert!(calendar.contains("DTSTART;VALUE=DATE:20210405\r\nDTEND;VALUE=DATE:20210412\r\n"), "{calendar}");
    assert!(calendar.contains("UID:e-00000004-1@dateline") && calendar.contains("UID:e-00000004-2@dateline"));
    assert!(calendar.contains("DTSTAMP:20210414T000000Z"), "the stamp is the newest day of publication");
    let slides: serde_json::Value = serde_json::from_str(&site["topics/the-harbour/timeline.json"]).unwrap();
    let slides = slides["events"].as_array().unwrap();
    let of = |id: &str| slides.iter().find(|slide| slide["unique_id"] == id).unwrap();
    assert_eq!(of("e-00000004")["display_date"], "13 April 2021 or 12 April 2021");
    assert!(slides.iter().all(|slide| slide["start_date"] != slide["end_date"]));
    assert!(slides.iter().all(|slide| slide["start_date"]["year"].is_i64()));
}

#[test]
fn entities_have_split_ranges_and_name_what_exists() {
    let text = &site(&corpus::harbour(), &config(None))["entities.ftm.json"];
    let entities: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: std::collections::BTreeSet<&str> = entities.iter().map(|entity| entity["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), entities.len(), "an id stands twice");
    for entity in &entities {
        for name in ["proof", "involved", "entity", "document", "resolved", "holder", "post"] {
            for id in entity["properties"][name].as_array().into_iter().flatten() {
                assert!(ids.contains(id.as_str().unwrap()), "{name} {id} of {entity}");
            }
        }
    }
    assert!(text.contains("\"endDate\":[\"2021-04-11\"]"));
    assert!(!text.contains("sourceUrl"), "a relative address means nothing in another program");
}

#[test]
fn a_markdown_twin_has_the_text_and_links_each_line_to_its_sentence() {
    let site = site(&corpus::harbour(), &config(None));
    let page = &site["articles/ferry-to-run-again/index.md"];
    assert!(page.starts_with("# Ferry to run again\n\nPort Vell, 14 April 2021"), "{page}");
    assert!(page.contains("**The state of play:** "), "{page}");
    assert!(page.contains("- [Ana Lund](../../actors/ana-lund/index.md), Mayor ([§ 1](index.html#s1))"), "{page}");
    assert!(page.contains("([§ 9](index.html#s9))"), "{page}");
    let actor = &site["actors/ana-lund/index.md"];
    assert!(actor.contains("(../../articles/ferry-to-run-again/index.html#s"), "{actor}");
    assert!(site["llms.txt"].contains("- [Ferry to run again](articles/ferry-to-run-again/index.md): 2021-04-14"));
}

#[test]
fn full_addresses_stand_only_where_the_site_knows_its_own() {
    let without = site(&corpus::harbour(), &config(None));
    assert!(!without.contains_key("sitemap.xml"));
    assert!(!without["robots.txt"].contains("Sitemap"));
    assert!(!without["index.html"].contains("canonical"));
    let with = site(&corpus::harbour(), &config(Some("https://desk.example/islands")));
    assert!(with["sitemap.xml"].contains("<loc>https://desk.example/islands/articles/bare/</loc>"));
    assert!(!with["sitemap.xml"].contains("404"));
    assert!(with["robots.txt"].contains("Sitemap: https://desk.example/islands/sitemap.xml"));
    assert!(with["404.html"].contains("href=\"/islands/index.html\""));
    assert!(with["index.html"].contains("<link rel=\"canonical\" href=\"https://desk.example/islands/\">"));
}

#[test]
fn a_language_written_from_the_right_has_its_direction_and_its_words() {
    let mut config = config(None);
    config.language = "ar".to_owned();
    let site = site(&corpus::harbour(), &config);
    assert!(site["index.html"].contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert_eq!(texts(&site["articles/ferry-to-run-again/index.html"], ".head time"), ["14 أبريل 2021"]);
}

#[test]
fn a_template_of_the_site_extends_the_built_in_one_and_changes_a_block() {
    let sandbox = crate::sandbox::Sandbox::site(&[
        ("content/articles/a.txt", "date 2021-04-14\n\nBridge\n\nThe council met in Tern Bay.\n"),
        (
            "templates/article.html",
            "{% extends \"__builtin/article.html\" %}\n{% block head %}<meta name=\"robots\" content=\"noindex\">{% endblock head %}\n",
        ),
    ]);
    sandbox.ok(&["build"]);
    let page = sandbox.read("public/articles/a/index.html");
    assert!(page.contains("<meta name=\"robots\" content=\"noindex\">\n"), "{page}");
    assert_eq!(texts(&page, "h1"), ["Bridge"], "all else is the built-in page");
    assert!(!sandbox.read("public/index.html").contains("noindex"));
}

#[test]
fn the_package_holds_the_theme() {
    let manifest = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    assert!(!manifest.contains("\ninclude") || manifest.contains("templates"), "the theme must be in the package");
}

/// A configuration whose site has one template of its own.
fn with_template(folder: &tempfile::TempDir, name: &str, text: &str) -> Config {
    std::fs::write(folder.path().join(name), text).unwrap();
    let mut config = config(None);
    config.folders.templates = Some(folder.path().to_owned());
    config
}

#[test]
fn a_site_may_extend_a_template_of_the_theme() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        "{% extends \"__builtin/actor.html\" %}{% block head %}<meta name=\"x\" content=\"y\">{% endblock head %}";
    let site = site(&corpus::harbour(), &with_template(&folder, "actor.html", text));
    assert!(site["actors/ana-lund/index.html"].contains("<meta name=\"x\" content=\"y\">"));
    assert!(!site["articles/bare/index.html"].contains("<meta name=\"x\""));
}

#[test]
fn a_template_that_fails_is_placed_and_names_the_article() {
    let folder = tempfile::tempdir().unwrap();
    let config = with_template(&folder, "article.html", "<p>\n{{ article.titel }}");
    let (corpus, theme) = (corpus::harbour(), Theme::load(&config).unwrap());
    let pages = render::pages(&corpus, &theme, &config).unwrap().value;
    let page = pages.0.iter().find(|page| page.route.as_str() == "articles/bare/index.html").unwrap();
    let Err(dateline::diag::Error::Template { place: Some(place), message, rendering }) = page.bytes() else {
        panic!("a field that does not exist must be an error with a place");
    };
    assert_eq!(place.name, "templates/article.html");
    assert!(place.text[place.span.range()].contains("titel"));
    assert!(message.contains("titel"), "{message}");
    assert_eq!(rendering.as_deref(), Some("article content/articles/bare.txt"));
}

/// The document of an article whose canonical text is its body's text, with a broken word put in.
fn document(corpus: &Corpus, id: u32) -> (dateline::model::metadata::Metadata, String) {
    let id = dateline::model::corpus::ArticleId(id);
    let canonical = corpus.briefing(id).article.body.text.clone();
    let points = |byte: u32| canonical[..byte as usize].chars().count() as u32;
    let positions = |raw: dateline::span::RawSpan| points(raw.start)..points(raw.end);
    (render::metadata::of(corpus, id, &positions, &canonical), canonical)
}

/// The corpus with bodies that map to themselves.
fn mapped() -> Corpus {
    let mut corpus = corpus::harbour();
    for briefing in &mut corpus.briefings {
        let article = std::sync::Arc::make_mut(&mut std::sync::Arc::make_mut(briefing).article);
        article.body.offsets = dateline::span::OffsetMap::identity(article.body.text.len() as u32);
    }
    corpus
}

#[test]
fn metadata_documents_keep_to_the_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/metadata.schema.json");
    let schema: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let corpus = mapped();
    for id in 0..corpus.briefings.len() as u32 {
        let value = serde_json::to_value(document(&corpus, id).0).unwrap();
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "article {id}: {}", errors.join("\n"));
    }
}

#[test]
fn metadata_positions_count_code_points() {
    let (document, canonical) = document(&mapped(), 0);
    let points: Vec<char> = canonical.chars().collect();
    let cut = |start: u32, end: u32| points[start as usize..end as usize].iter().collect::<String>();
    let quote = &document.quotes[1].at.0[1];
    assert_eq!(quote.exact, "and we will not.");
    assert_eq!(cut(quote.start.unwrap(), quote.end.unwrap()), quote.exact);
    assert_eq!(quote.sentence, Some(10));
    let mention = &document.mentions[0];
    assert_eq!((mention.actor.as_str(), mention.at.exact.as_str()), ("ana-lund", "Ana Lund"));
    assert_eq!(document.places[0].name, "Port Vell");
    assert_eq!(document.actors.len(), 2, "a place is no actor");
    assert_eq!(document.events.len(), 7);
}

/// The structs of `view.rs` as tables: name and description, then each field with its type and description.
fn view_tables(source: &str) -> String {
    let mut tables = String::new();
    let mut doc: Vec<&str> = Vec::new();
    let mut inside = false;
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("/// ") {
            doc.push(text);
        } else if let Some(name) = line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {")) {
            tables +=
                &format!("\n### {name}\n\n{}\n\n| field | type | what it is |\n| --- | --- | --- |\n", doc.join(" "));
            inside = true;
            doc.clear();
        } else if let Some((name, kind)) = line.strip_prefix("pub ").and_then(|rest| rest.split_once(": ")) {
            if inside {
                tables += &format!("| `{name}` | `{}` | {} |\n", kind.trim_end_matches(','), doc.join(" "));
            }
            doc.clear();
        } else if !line.starts_with("#[") {
            inside &= line != "}";
            doc.clear();
        }
    }
    tables
}

#[test]
fn templates_md_describes_every_field() {
    const MARK: &str = "<!-- From here on: src/render/view.rs and src/render/words/, kept equal by a test. -->\n";
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("docs/templates.md");
    let document = std::fs::read_to_string(&path).unwrap();
    let (text, tables) = document.split_once(MARK).unwrap();
    let files = ["view.rs", "words/text.rs", "words/pages.rs"].map(|name| root.join("src/render").join(name));
    let expected: String = files.iter().map(|file| view_tables(&std::fs::read_to_string(file).unwrap())).collect();
    assert!(expected.contains("| `title` | `String` | The headline. |"), "the tables are empty");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, format!("{text}{MARK}{expected}")).unwrap();
    } else {
        assert!(tables == expected, "docs/templates.md is behind src/render; run the test with BLESS=1");
    }
}
