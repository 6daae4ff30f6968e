//! `.htaccess`, which Apache reads where `AllowOverride FileInfo AuthConfig` lets it.

use crate::model::served;
use crate::render::hosting::{FINGERPRINTED, Rules, named, pattern};

/// A compressed copy beside a file has the type of that file.
const COPY: &str = r"(?:\.gz|\.br)?$";

/// The file.
pub(super) fn text(rules: &Rules) -> String {
    let root = &rules.root;
    let mut out = format!("ErrorDocument 404 {root}404.html\n");
    for (media_type, endings) in served::TYPES {
        let endings = endings.join("|");
        out.push_str(&format!("<FilesMatch \"\\.(?:{endings}){COPY}\">\nForceType \"{media_type}\"\n</FilesMatch>\n"));
    }
    let own = pattern(root);
    // Of several that fit, the last one counts.
    for (folder, ending, media_type) in served::SPECIAL.iter().rev() {
        let ending = pattern(ending);
        out.push_str(&format!("<If \"%{{REQUEST_URI}} =~ m#^{own}{folder}.*{ending}{COPY}#\">\n"));
        out.push_str(&format!("ForceType \"{media_type}\"\n</If>\n"));
    }
    out.push_str("<FilesMatch \"^\\.dateline-\">\nRequire all denied\n</FilesMatch>\n");
    headers(rules, &mut out);
    copies(&mut out);
    moved(rules, &mut out);
    out
}

fn headers(rules: &Rules, out: &mut String) {
    let kept = FINGERPRINTED.strip_suffix('$').unwrap_or(FINGERPRINTED);
    out.push_str("<IfModule mod_headers.c>\n");
    for (name, value) in &rules.every {
        out.push_str(&format!("Header always set {name} \"{value}\"\n"));
    }
    out.push_str(&format!("Header set Cache-Control \"{}\"\n", rules.for_now));
    out.push_str(&format!("<FilesMatch \"{kept}{COPY}\">\n"));
    out.push_str(&format!("Header set Cache-Control \"{}\"\n</FilesMatch>\n", served::FOR_GOOD));
    // A pattern of names cannot see folders; what stands in `If` comes after it.
    out.push_str(&format!("<If \"%{{REQUEST_URI}} =~ m#^{}{}#\">\n", pattern(&rules.root), named()));
    out.push_str(&format!("Header set Cache-Control \"{}\"\n</If>\n", rules.for_now));
    out.push_str("</IfModule>\n");
}

/// Compressed copies go out where they are there and the browser takes them. `.br` is a language too, to Apache.
fn copies(out: &mut String) {
    out.push_str("<IfModule mod_rewrite.c>\nRewriteEngine On\n");
    for (coding, ending) in [("br", "br"), ("gzip", "gz")] {
        out.push_str(&format!("RewriteCond \"%{{HTTP:Accept-Encoding}}\" \"\\b{coding}\\b\"\n"));
        out.push_str(&format!("RewriteCond \"%{{REQUEST_FILENAME}}.{ending}\" -f\n"));
        out.push_str(&format!("RewriteRule . \"%{{REQUEST_URI}}.{ending}\" [L,E=no-gzip:1,E=no-brotli:1]\n"));
    }
    out.push_str("RemoveLanguage .br\nAddEncoding br .br\nAddEncoding gzip .gz\n");
    out.push_str("<IfModule mod_headers.c>\nHeader append Vary Accept-Encoding\n</IfModule>\n</IfModule>\n");
}

fn moved(rules: &Rules, out: &mut String) {
    let root = &rules.root;
    if rules.moved.is_empty() {
        return;
    }
    out.push_str("<IfModule mod_alias.c>\n");
    for (from, to) in &rules.moved {
        let (slash, from) = (if from.folder { "/?" } else { "" }, pattern(&format!("{root}{}", from.plain)));
        out.push_str(&format!("RedirectMatch 301 \"^{from}{slash}$\" \"{root}{to}\"\n"));
    }
    out.push_str("</IfModule>\n");
}
