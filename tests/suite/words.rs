//! What readers see in words stands in the language files, and nowhere else.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::sandbox::{Sandbox, assert_same, tree};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Words that a template shows whatever the language: letters outside tags and expressions, and in attributes that are
/// read out. Code and keys are the same in every language.
fn said_by_template(template: &str) -> Vec<String> {
    let mut said = Vec::new();
    let (mut text, mut tag, mut rest) = (String::new(), None::<String>, template);
    let mut code = false;
    while let Some(c) = rest.chars().next() {
        let end = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")].into_iter().find(|(open, _)| rest.starts_with(open));
        if let Some((_, close)) = end {
            let (_, after) = rest.split_once(close).unwrap_or((rest, ""));
            tag.as_mut().unwrap_or(&mut text).push('\u{fffc}');
            rest = after;
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match (c, &mut tag) {
            ('<', None) => tag = Some(String::new()),
            ('>', Some(whole)) => {
                said.extend(attributes(whole));
                let same = |end: &str| ["code", "kbd"].iter().any(|name| *whole == format!("{end}{name}"));
                code = same("") || code && !same("/");
                tag = None;
            }
            (c, Some(whole)) => whole.push(c),
            (c, None) if !code => text.push(c),
            (_, None) => {}
        }
    }
    let text = text.replace("&nbsp;", " ");
    said.extend(
        text.split([' ', '\n', '\u{fffc}'])
            .filter(|word| has_letters(word) && !word.contains("=\""))
            .map(str::to_owned),
    );
    said
}

/// Attributes of a tag that are read to somebody and have letters of their own.
fn attributes(tag: &str) -> Vec<String> {
    let read_out = ["aria-label", "title", "alt", "placeholder"];
    let found = read_out.iter().filter_map(|name| {
        let (_, value) = tag.split_once(&format!(" {name}=\""))?;
        value.split('"').next().filter(|value| has_letters(value))
    });
    found.map(str::to_owned).collect()
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

#[test]
fn templates_say_nothing_themselves() {
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, bytes) in tree(&root().join("templates")) {
        if path.ends_with(".html") {
            let words = said_by_template(&String::from_utf8(bytes).unwrap().replace("<!DOCTYPE html>", ""));
            if !words.is_empty() {
                said.insert(path, words);
            }
        }
    }
    assert!(said.is_empty(), "put these into templates/words/en.toml: {said:#?}");
}

#[test]
fn words_in_a_template_would_be_seen() {
    assert_eq!(said_by_template("<p class=\"x\">{{ a }} · §&nbsp;{{ b }}</p>"), Vec::<String>::new());
    assert_eq!(said_by_template("<p>{{ a }} events</p>"), ["events"]);
    assert_eq!(said_by_template("<nav aria-label=\"Main\">"), ["Main"]);
    assert_eq!(said_by_template("<nav aria-label=\"{{ words.x }}\"><code>run</code>"), Vec::<String>::new());
}

/// Literals of a source file that look as if somebody should read them: two words in a row, or one with a capital.
/// Markup, names of things, and what is said when the program itself is wrong are none.
fn said_by_code(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| {
        let line = line.trim_start();
        !line.starts_with("//") && !["expect(", "reason =", "debug_assert"].iter().any(|call| line.contains(call))
    });
    let lines = lines.map(|line| line.split(" // ").next().unwrap_or_default());
    let joined: String = lines.collect::<Vec<_>>().join("\n").replace("\\\"", "'").replace("'\"'", "");
    joined.split('"').skip(1).step_by(2).filter(|literal| looks_said(literal)).map(str::to_owned).collect()
}

fn looks_said(literal: &str) -> bool {
    let bare = strip_markup(literal);
    let is_word = |word: &&str| word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic() || c == '’');
    let trimmed = bare.split_whitespace().map(|word| word.trim_matches([',', ':', ';', '.', '“', '”', '?', '!']));
    let words: Vec<&str> = trimmed.filter(is_word).collect();
    match words.as_slice() {
        [] => false,
        [one] => one.starts_with(|c: char| c.is_ascii_uppercase()),
        _ => true,
    }
}

/// A literal without tags and without what `format!` puts in.
fn strip_markup(literal: &str) -> String {
    let mut bare = String::new();
    let (mut in_tag, mut in_place) = (false, false);
    for c in literal.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            '{' => in_place = true,
            '}' => in_place = false,
            c if !in_tag && !in_place => bare.push(c),
            _ => {}
        }
    }
    // A piece of a tag that begins in another literal.
    if bare.contains('=') || bare.contains('\'') { String::new() } else { bare }
}

#[test]
fn code_that_makes_pages_says_nothing_itself() {
    // Diagnostics and errors are for who runs the program; a theme's own errors too.
    const FOR_OTHERS: [&str; 12] = [
        "card.rs",
        "card/font.rs",
        "files.rs",
        "link.rs",
        "moved.rs",
        "nocard.rs",
        "theme.rs",
        "theme/font.rs",
        "words.rs",
        "words/file.rs",
        "words/message.rs",
        "words/number.rs",
    ];
    // Files for other programs are in the words of their formats.
    const FOR_PROGRAMS: [&str; 9] = [
        "document/mediawiki.rs",
        "embed/snippet.rs",
        "export.rs",
        "export/calendar.rs",
        "export/data.rs",
        "export/ftm.rs",
        "feed/rss.rs",
        "hosting/apache.rs",
        "linked.rs",
    ];
    // Not words: parts of formats that programs read, and names of classes.
    const NO_WORDS: [&str; 4] = ["Sitemap", "User-agent", "Disallow", " maybe"];
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, bytes) in tree(&root().join("src/render")).into_iter().filter(|(path, _)| !path.ends_with("/tests.rs")) {
        let words = said_by_code(&String::from_utf8(bytes).unwrap());
        let words: Vec<String> =
            words.into_iter().filter(|word| !NO_WORDS.iter().any(|known| word.contains(known))).collect();
        if !words.is_empty() && !FOR_OTHERS.contains(&path.as_str()) && !FOR_PROGRAMS.contains(&path.as_str()) {
            said.insert(path, words);
        }
    }
    assert!(said.is_empty(), "put these into templates/words/en.toml: {said:#?}");
}

#[test]
fn words_in_code_would_be_seen() {
    assert_eq!(said_by_code("let a = \"Not dated\";"), ["Not dated"]);
    assert_eq!(said_by_code("let a = \"Undated\";"), ["Undated"]);
    assert_eq!(said_by_code("format!(\"{} from {}.\", a, b) + \"no date\""), ["no date"]);
    assert_eq!(said_by_code("out.push_str(\"<p class=\\\"a b\\\">About this page</p>\")").len(), 1);
    assert!(
        said_by_code("a(\"index.html\"); b(\"<p class=\\\"a b\\\">\"); c(\"was-due\"); // Not dated \"No way\"")
            .is_empty()
    );
}

/// The keys of a language file that a template or a function asks for.
#[test]
fn every_message_is_said_somewhere() {
    let english: toml::Table =
        toml::from_str(&fs::read_to_string(root().join("templates/words/en.toml")).unwrap()).unwrap();
    let mut users = String::new();
    for folder in ["templates", "src/render"] {
        for (path, bytes) in tree(&root().join(folder)) {
            if path.ends_with(".html") || path.ends_with(".rs") {
                users += &String::from_utf8(bytes).unwrap();
            }
        }
    }
    let keys = english.iter().flat_map(|(_, section)| section.as_table().unwrap().keys());
    let unused: Vec<&String> = keys.filter(|key| !users.contains(&format!(".{key}"))).collect();
    assert!(unused.is_empty(), "nothing says these: {unused:?}");
}

/// The pages and feeds of a site in some zone, with an article whose day is given in some way.
fn in_zone(zone: &str, published: &str) -> BTreeMap<String, Vec<u8>> {
    let article = format!(
        "+++\ntitle = \"Ferry\"\npublished = {published}\n+++\nThe ferry sank on 14 April 2021, the harbour office said on Monday.\n"
    );
    let sandbox = Sandbox::site(&[("content/articles/ferry.md", &article)]);
    sandbox.write("dateline.toml", format!("title = \"The Desk\"\ntime_zone = \"{zone}\"\n"));
    sandbox.ok(&["build"]);
    sandbox.tree("public").into_iter().filter(|(path, _)| path.ends_with(".html") || path.ends_with(".xml")).collect()
}

const ZONES: [&str; 5] = ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Baghdad", "America/St_Johns"];

#[test]
fn a_bare_date_is_the_same_day_in_every_zone() {
    let pages = |zone| {
        let all = in_zone(zone, "2021-04-20").into_iter();
        all.filter(|(path, _)| path.ends_with(".html")).collect::<BTreeMap<_, _>>()
    };
    let expected = pages("UTC");
    let article = String::from_utf8_lossy(&expected["articles/ferry/index.html"]).into_owned();
    assert!(article.contains("<time datetime=\"2021-04-20\">20 April 2021</time>"), "{article}");
    assert!(article.contains("<time datetime=\"2021-04-19\">Monday</time>"), "{article}");
    for zone in ZONES {
        assert_same(&expected, &pages(zone), zone);
    }
}

#[test]
fn a_feed_has_the_start_of_the_day_where_the_site_is() {
    let offsets = ["+00:00", "+14:00", "-11:00", "+03:00", "-02:30"];
    for (zone, offset) in ZONES.into_iter().zip(offsets) {
        let feed = String::from_utf8(in_zone(zone, "2021-04-20")["feeds/site.xml"].clone()).unwrap();
        let updated = format!("<published>2021-04-20T00:00:00{offset}</published>");
        assert!(feed.contains(&updated), "{zone}: {feed}");
    }
}

#[test]
fn a_time_is_the_day_that_it_is_where_the_site_is() {
    let days = ["2021-04-19", "2021-04-20", "2021-04-19", "2021-04-20", "2021-04-19"];
    for (zone, day) in ZONES.into_iter().zip(days) {
        let pages = in_zone(zone, "2021-04-19T23:30:00Z");
        let article = String::from_utf8_lossy(&pages["articles/ferry/index.html"]).into_owned();
        assert!(article.contains(&format!("<p class=\"dateline\"><time datetime=\"{day}\">")), "{zone}: {article}");
    }
}

#[test]
fn a_site_in_arabic_says_nothing_in_english() {
    let english = fs::read_to_string(root().join("templates/words/en.toml")).unwrap();
    let english: toml::Table = toml::from_str(&english).unwrap();
    let messages: Vec<&str> = english
        .values()
        .flat_map(|section| section.as_table().unwrap().values())
        .filter_map(toml::Value::as_str)
        .filter(|message| message.len() > 3 && has_letters(message))
        .collect();
    assert!(messages.len() > 100);
    for (path, bytes) in tree(&root().join("tests/site/arabic/expected")) {
        let page = String::from_utf8(bytes).unwrap();
        let said = messages.iter().find(|message| {
            page.contains(&format!(">{message}<")) || page.contains(&format!("aria-label=\"{message}\""))
        });
        assert_eq!(said, None, "{path}");
    }
}

#[test]
fn text_in_another_language_says_so_wherever_it_stands() {
    let arabic =
        "+++\ntitle = \"عودة العبّارة\"\npublished = 2021-04-20\nlanguage = \"ar\"\n+++\nعادت العبّارة إلى العمل.\n";
    let sandbox = Sandbox::site(&[
        ("content/articles/ferry.md", arabic),
        ("content/articles/bridge.txt", "date 2021-04-19\n\nThe bridge\n\nThe bridge is open again.\n"),
    ]);
    sandbox.ok(&["build"]);
    let article = sandbox.read("public/articles/ferry/index.html");
    assert!(article.contains("<html lang=\"en\" dir=\"ltr\">"));
    assert!(article.contains("<h1 lang=\"ar\" dir=\"rtl\">عودة العبّارة</h1>"), "{article}");
    assert!(article.contains("<div class=\"text\" lang=\"ar\" dir=\"rtl\">"));
    assert!(article.contains("<h2 id=\"h-src\">Source</h2>"), "the words of the site stay in its language");
    assert!(sandbox.read("public/index.html").contains("<h2 lang=\"ar\" dir=\"rtl\">"));
    let other = sandbox.read("public/articles/bridge/index.html");
    assert!(other.contains("<span lang=\"ar\" dir=\"rtl\">عودة العبّارة</span>"), "{other}");
    assert!(!other.contains("<h1 lang"), "text in the site's language says nothing");
}
