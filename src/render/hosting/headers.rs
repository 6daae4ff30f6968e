//! `_headers`, which Cloudflare and Netlify read.
//!
//! A header that two rules give is sent with both values, so no file has two rules for one header. What may change with the
//! next build is asked for anew each time by both hosts, and nothing is said about it here.

use crate::model::served;
use crate::render::hosting::Rules;
use crate::text;

/// Endings of files that hosts call by another type, or without the characters it is written in. None ends in another one.
pub(super) const ENDINGS: &[&str] = &[".ftm.json", ".rss.xml", ".txt", ".md", ".csv", ".ics"];

/// The file.
pub(super) fn text(rules: &Rules) -> String {
    let mut out = String::from("/*\n");
    for (name, value) in &rules.every {
        out.push_str(&format!("  {name}: {value}\n"));
    }
    out.push_str("/feeds/*.json\n");
    out.push_str(&format!("  Content-Type: {}\n", served::content_type("feeds/site.json")));
    for ending in &rules.endings {
        // Feeds alone have this ending.
        let folder = if *ending == ".rss.xml" { "feeds/" } else { "" };
        let media_type = served::content_type(&format!("{folder}x{ending}"));
        out.push_str(&format!("/{folder}*{ending}\n  Content-Type: {media_type}\n"));
    }
    for route in &rules.fingerprinted {
        out.push_str(&format!("/{}\n  Cache-Control: {}\n", text::escape_path(route.as_str()), served::FOR_GOOD));
    }
    out
}
