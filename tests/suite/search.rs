//! What a build writes for search. How it is searched is tested in `tests/browser`.

use std::collections::BTreeSet;

use crate::sandbox::Sandbox;

const ARTICLES: [(&str, &str); 2] = [
    ("content/articles/a.txt", "date 2021-04-14\n\nFirst\n\nThe council met in Tern Bay, Ines Calloway said.\n"),
    ("content/articles/b.txt", "date 2021-04-15\n\nSecond\n\nPiet Marlow voted against the bridge.\n"),
];

/// The files below `public` that differ between two states of it.
fn changed(before: &std::collections::BTreeMap<String, Vec<u8>>, sandbox: &Sandbox) -> BTreeSet<String> {
    let after = sandbox.tree("public");
    let names = before.keys().chain(after.keys());
    names.filter(|name| !name.starts_with(".dateline") && before.get(*name) != after.get(*name)).cloned().collect()
}

#[test]
fn every_file_of_the_index_says_which_it_is() {
    let sandbox = Sandbox::site(&ARTICLES);
    sandbox.ok(&["build"]);
    let page = sandbox.read("public/search/index.html");
    let files = sandbox.tree("public/assets/search");
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    // The numbers stand for 14 and 15 April 2021.
    let articles = ["x/124400.js", "x/124416.js"];
    assert_eq!(names, [&["all/meta.js", "all/t0.js", "names/meta.js", "names/n0.js"], &articles[..]].concat());
    for (path, bytes) in &files {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let name = path.strip_suffix(".js").unwrap();
        let rest = text.strip_prefix(&format!("dl(\"{name}\",\"")).unwrap_or_else(|| panic!("{path}: {text}"));
        let (stamp, rest) = rest.split_once("\",").unwrap();
        let passed = format!("[{}]", rest.trim_end().strip_suffix(')').unwrap());
        serde_json::from_str::<serde_json::Value>(&passed).unwrap_or_else(|error| panic!("{path}: {error}"));
        let part = name.split('/').next().unwrap();
        assert!(part == "x" || page.contains(&format!("{part}:{stamp}")), "{path} is of another stamp");
    }
    let terms = sandbox.read("public/assets/search/all/t0.js");
    for key in ["@a:ines-calloway", "marlow", "council", "bridge"] {
        // The list gives only what differs from the word before.
        assert!(terms.contains(&key[key.len() - 4..]), "{key}");
    }
}

#[test]
fn a_new_article_changes_its_part_of_the_index_and_no_excerpt() {
    let sandbox = Sandbox::site(&ARTICLES);
    sandbox.ok(&["build"]);
    let before = sandbox.tree("public");
    sandbox.write("content/articles/c.txt", "date 2021-04-16\n\nThird\n\nThe ferry was late again.\n");
    sandbox.ok(&["build"]);
    let search: Vec<String> = changed(&before, &sandbox).into_iter().filter(|name| name.contains("search")).collect();
    assert_eq!(
        search,
        ["assets/search/all/meta.js", "assets/search/all/t0.js", "assets/search/x/124432.js", "search/index.html"]
    );
}

#[test]
fn a_change_that_search_does_not_see_leaves_the_index() {
    let sandbox = Sandbox::site(&ARTICLES);
    sandbox.ok(&["build"]);
    let before = sandbox.tree("public");
    sandbox.write("dateline.toml", "title = \"The Other Desk\"\n");
    sandbox.ok(&["build"]);
    let index: Vec<String> =
        changed(&before, &sandbox).into_iter().filter(|name| name.starts_with("assets/")).collect();
    assert_eq!(index, [""; 0]);
}

#[test]
fn a_site_can_do_without() {
    let sandbox = Sandbox::site(&ARTICLES);
    sandbox.write("dateline.toml", "title = \"The Desk\"\nsearch = false\n");
    sandbox.ok(&["build"]);
    for (path, bytes) in sandbox.tree("public") {
        assert!(!path.contains("search"), "{path}");
        if path.ends_with(".html") {
            assert!(!String::from_utf8(bytes).unwrap().contains("search/index.html"), "{path} leads to the search");
        }
    }
}

#[test]
fn a_script_of_the_site_takes_the_place_of_the_themes() {
    let sandbox = Sandbox::site(&ARTICLES);
    sandbox.write("static/search.js", "// ours");
    sandbox.ok(&["build"]);
    assert_eq!(sandbox.read("public/search.js"), "// ours");
}
