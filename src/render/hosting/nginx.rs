//! Lines for a `server` of nginx, which reads no configuration from the site.

use crate::model::served;
use crate::render::hosting::{FINGERPRINTED, Rules, named, pattern};

/// The lines.
pub(super) fn text(rules: &Rules) -> String {
    let root = &rules.root;
    let mut out = String::from("types {\n");
    for (media_type, endings) in served::TYPES {
        out.push_str(&format!("    \"{media_type}\" {};\n", endings.join(" ")));
    }
    out.push_str(&format!("}}\nerror_page 404 {root}404.html;\ngzip_static on;\ngzip_vary on;\n"));
    for (from, to) in &rules.moved {
        let mut line = |slash: &str| {
            out.push_str(&format!("location = \"{root}{}{slash}\" {{ return 301 \"{root}{to}\"; }}\n", from.plain))
        };
        line("");
        if from.folder {
            line("/");
        }
    }
    out.push_str("location ~ \"/\\.dateline-\" { return 404; }\n");
    let own = pattern(root);
    // Headers of a `location` take the place of those around it, so each has all.
    for (folder, ending, media_type) in served::SPECIAL {
        let ending = pattern(ending);
        let lines = format!("    types {{ }}\n    default_type \"{media_type}\";\n{}", headers(rules, &rules.for_now));
        out.push_str(&format!("location ~ \"^{own}{folder}.*{ending}$\" {{\n{lines}}}\n"));
    }
    let kept = format!("^{own}(?!{}).*{FINGERPRINTED}", named());
    out.push_str(&format!("location ~ \"{kept}\" {{\n{}}}\n", headers(rules, served::FOR_GOOD)));
    out.push_str(&format!("location {root} {{\n{}}}\n", headers(rules, &rules.for_now)));
    out
}

fn headers(rules: &Rules, cache: &str) -> String {
    let mut out: String =
        rules.every.iter().map(|(name, value)| format!("    add_header {name} \"{value}\" always;\n")).collect();
    out.push_str(&format!("    add_header Cache-Control \"{cache}\";\n"));
    out
}
