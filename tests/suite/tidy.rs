//! The house rules that a compiler does not check: who may import whom, and that each module is documented.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Modules by tier, lowest first. A module may import from lower tiers and from its own module only.
const TIERS: [&[&str]; 8] = [
    &["span", "text"],
    &["diag", "http"],
    &["config"],
    &["model"],
    &["read", "extract", "index", "render", "write", "cache", "watch"],
    &["pipeline"],
    &["serve", "publish", "push", "framing"],
    &["cli"],
];

fn tiers() -> BTreeMap<&'static str, usize> {
    TIERS.iter().enumerate().flat_map(|(tier, names)| names.iter().map(move |name| (*name, tier))).collect()
}

/// All source files as (top-level module, path, text).
fn sources() -> Vec<(String, String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let root = folders[0].clone();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let below = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
                let module = below.split(['/', '.']).next().unwrap().to_owned();
                files.push((module, below, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files
}

/// The top-level modules that a line imports through `crate::`, in braces or not.
fn imported(line: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        let list = rest.strip_prefix('{').map_or(rest, |braced| braced.split('}').next().unwrap_or(braced));
        let many = rest.starts_with('{');
        for part in list.split(',').take(if many { usize::MAX } else { 1 }) {
            let name: String = part.trim().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            if !name.is_empty() {
                names.push(name);
            }
        }
    }
    names
}

#[test]
fn imports_only_go_down() {
    let tiers = tiers();
    let mut wrong = Vec::new();
    for (module, path, text) in sources() {
        if matches!(module.as_str(), "lib" | "main") {
            continue;
        }
        let Some(&own) = tiers.get(module.as_str()) else {
            wrong.push(format!("{path}: module `{module}` has no tier"));
            continue;
        };
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for name in imported(line) {
                match tiers.get(name.as_str()) {
                    _ if name == module => {}
                    Some(&tier) if tier < own => {}
                    // Only macros and names of the crate root have no tier, and nothing is imported from there.
                    _ => wrong.push(format!("{path}:{}: `{module}` imports `{name}`", number + 1)),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "imports against the order of docs/architecture.md:\n{}", wrong.join("\n"));
}

#[test]
fn a_forbidden_import_would_be_seen() {
    assert_eq!(imported("use crate::index::actor;"), ["index"]);
    assert_eq!(imported("use crate::{extract, read};"), ["extract", "read"]);
    assert_eq!(imported("    let x = crate::write::site(a, crate::cache::b());"), ["write", "cache"]);
}

#[test]
fn every_module_opens_with_what_it_is() {
    for (_, path, text) in sources() {
        assert!(text.starts_with("//! "), "{path} does not say what it is");
    }
}

#[test]
fn the_architecture_names_every_top_level_module() {
    let document = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md")).unwrap();
    for name in TIERS.iter().flat_map(|names| names.iter()) {
        assert!(document.contains(&format!("`{name}`")), "docs/architecture.md does not name `{name}`");
    }
}

#[test]
fn packages_with_one_owner_stay_there() {
    let owners = [
        ("pulldown_cmark", "read/markdown"),
        ("tera::", "render"),
        ("notify", "watch"),
        ("hyper", "serve"),
        ("object_store", "publish/"),
        ("reqwest", "http"),
        ("encoding_rs", "read/"),
        ("annotate_snippets", "diag/show"),
    ];
    // Tests may read with one what we wrote without it.
    for (_, path, text) in sources().into_iter().filter(|(_, path, _)| !path.ends_with("/tests.rs")) {
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for (package, owner) in owners {
                let used = line.trim_start().starts_with("use ") && line.contains(package) && !line.contains("crate::");
                assert!(
                    !used || path.starts_with(owner),
                    "{path} uses `{package}`, which belongs to `{owner}`: {line}"
                );
            }
        }
    }
}
