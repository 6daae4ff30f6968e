//! What the crate depends on: each with a reason, a licence that can be passed on, and none that was left behind.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Licences whose terms a binary can meet by carrying their notices. MPL-2.0 covers files, and those are not altered.
const LICENCES: [&str; 15] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates that nobody keeps any more, or whose licence does not fit.
const BANNED: [&str; 8] = [
    "serde_yaml",
    "serde_yml",
    "yaml-rust",
    "tiny_http",
    "keyword_extraction",
    "proc-macro-error",
    "openssl",
    "openssl-sys",
];

fn manifest() -> toml::Table {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    text.parse().unwrap()
}

#[test]
fn every_dependency_has_a_reason() {
    let document = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/dependencies.md")).unwrap();
    let manifest = manifest();
    let mut named = BTreeSet::new();
    for table in ["dependencies", "dev-dependencies"] {
        for name in manifest[table].as_table().unwrap().keys() {
            let line = document.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
            assert!(line.is_some(), "docs/dependencies.md gives no reason for `{name}`");
            named.insert(name.clone());
        }
    }
    let listed = document.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    for name in listed {
        assert!(named.contains(name), "docs/dependencies.md names `{name}`, which Cargo.toml does not");
    }
}

/// Every package of `Cargo.lock`, those for other platforms too.
fn locked() -> Vec<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).unwrap();
    let lock: toml::Table = text.parse().unwrap();
    lock["package"].as_array().unwrap().iter().map(|package| package["name"].as_str().unwrap().to_owned()).collect()
}

fn cargo(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO")).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap()
}

/// What cargo knows of the packages, without the network: of all platforms where they have been fetched, as `./test` does,
/// else of those that were compiled for this test.
fn metadata() -> serde_json::Value {
    const ARGUMENTS: [&str; 6] = ["metadata", "--format-version", "1", "--locked", "--offline", "--all-features"];
    let all = cargo(&ARGUMENTS);
    let output = if all.status.success() {
        all
    } else {
        let version = String::from_utf8(cargo(&["--version", "--verbose"]).stdout).unwrap();
        let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
        cargo(&[&ARGUMENTS[..], &["--filter-platform", host]].concat())
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn licences_can_be_passed_on_and_no_banned_crate_is_in() {
    let metadata = metadata();
    let mut wrong = Vec::new();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let licence = package["license"].as_str().unwrap_or("none");
        if !acceptable(licence) {
            wrong.push(format!("{name}: {licence}"));
        }
    }
    for name in locked() {
        if BANNED.contains(&name.as_str()) {
            wrong.push(format!("{name} is banned"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whether a licence expression can be met: all of its `AND` parts, any of its `OR` parts.
fn acceptable(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    expression.split(" AND ").all(|all| {
        all.split(" OR ").any(|one| LICENCES.contains(&one.trim_matches(|c: char| matches!(c, '(' | ')' | ' '))))
    })
}

#[test]
fn licence_expressions_are_understood() {
    for good in ["MIT", "MIT OR Apache-2.0", "Unlicense/MIT", "(MIT OR GPL-3.0) AND Unicode-3.0", "GPL-2.0 OR MIT"] {
        assert!(acceptable(good), "{good}");
    }
    for bad in ["GPL-3.0", "MIT AND GPL-3.0", "none", "(LGPL-3.0 OR GPL-2.0) AND MIT"] {
        assert!(!acceptable(bad), "{bad}");
    }
}
