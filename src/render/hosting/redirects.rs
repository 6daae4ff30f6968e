//! `_redirects`, which Cloudflare, Netlify and GitLab Pages read.

use crate::render::hosting::Rules;

/// The file. Both forms of an address of a folder have a line: not every host takes them for one.
pub(super) fn text(rules: &Rules) -> String {
    let root = &rules.root;
    let mut out = String::new();
    for (from, to) in &rules.moved {
        out.push_str(&format!("{root}{} {root}{to} 301\n", from.escaped));
        if from.folder {
            out.push_str(&format!("{root}{}/ {root}{to} 301\n", from.escaped));
        }
    }
    out
}
