//! What readers see in words stands in the language files, and nowhere else.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::sandbox::tree;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Words that a template shows whatever the language: letters outside tags and expressions, and in attributes that are
/// read out. Code is the same in every language.
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
                code = if whole == "code" { true } else { code && whole != "/code" };
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
    const FOR_OTHERS: [&str; 5] = ["theme.rs", "words.rs", "words/file.rs", "words/message.rs", "words/number.rs"];
    // Not words: parts of formats that programs read, and names of classes.
    const NO_WORDS: [&str; 6] = ["Sitemap", "User-agent", "Disallow", "ink ", " maybe", "strip plan"];
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, bytes) in tree(&root().join("src/render")) {
        let words = said_by_code(&String::from_utf8(bytes).unwrap());
        let words: Vec<String> =
            words.into_iter().filter(|word| !NO_WORDS.iter().any(|known| word.contains(known))).collect();
        if !words.is_empty() && !FOR_OTHERS.contains(&path.as_str()) {
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
