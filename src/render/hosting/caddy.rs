//! Lines for a site of Caddy, which reads no configuration from the site.

use crate::model::served;
use crate::render::hosting::{Rules, named, pattern};

/// The lines. A `route` keeps them in their order: of two that set a header, the last one counts.
pub(super) fn text(rules: &Rules) -> String {
    let root = &rules.root;
    let own = pattern(root);
    let mut out = String::from("route {\n");
    for (from, to) in &rules.moved {
        let mut line =
            |slash: &str| out.push_str(&format!("    redir \"{root}{}{slash}\" \"{root}{to}\" 301\n", from.plain));
        line("");
        if from.folder {
            line("/");
        }
    }
    for (name, value) in &rules.every {
        out.push_str(&format!("    header {name} \"{value}\"\n"));
    }
    out.push_str(&format!("    header Cache-Control \"{}\"\n", rules.for_now));
    // Its expressions cannot look ahead: six digits alone may be a date, so there are two.
    out.push_str("    @kept {\n        path_regexp \"[._-][0-9a-f]{6,}\\.[^./]+$\"\n");
    out.push_str(&format!("        not path_regexp \"^{own}{}|[._-][0-9]+\\.[^./]+$\"\n    }}\n", named()));
    out.push_str(&format!("    header @kept Cache-Control \"{}\"\n", served::FOR_GOOD));
    for (number, (media_type, endings)) in served::TYPES.iter().enumerate() {
        let mut paths: String = endings.iter().map(|ending| format!(" *.{ending}")).collect();
        if media_type.starts_with("text/html") {
            // An address of a folder is one of its page.
            paths.push_str(" */");
        }
        out.push_str(&format!(
            "    @type{number} path{paths}\n    header @type{number} Content-Type \"{media_type}\"\n"
        ));
    }
    for (number, (folder, ending, media_type)) in served::SPECIAL.iter().rev().enumerate() {
        let ending = pattern(ending);
        out.push_str(&format!("    @special{number} path_regexp \"^{own}{folder}.*{ending}$\"\n"));
        out.push_str(&format!("    header @special{number} Content-Type \"{media_type}\"\n"));
    }
    out.push_str("    file_server {\n        hide .dateline-*\n        precompressed br gzip\n    }\n}\n");
    out.push_str(&format!("handle_errors {{\n    rewrite * {root}404.html\n    file_server\n}}\n"));
    out
}
