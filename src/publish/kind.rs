//! What a file is, by its name: what a server should call it, how long it may be kept, and when its turn is.

/// For how many seconds a page may be kept where the target does not say.
pub const PAGE_MAX_AGE: u32 = 300;

/// Whose turn it is. A page is sent after what it shows, and what announces pages after the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Files whose name changes with their content: they disturb nobody.
    Fingerprinted,
    /// Styles, scripts, pictures, data.
    Asset,
    /// Pages.
    Page,
    /// Feeds and sitemaps.
    Announcement,
}

/// The phase of a route.
pub fn phase(route: &str) -> Phase {
    let name = name(route);
    if is_fingerprinted(route) {
        Phase::Fingerprinted
    } else if name.ends_with(".html") || name.ends_with(".htm") {
        Phase::Page
    } else if route.starts_with("feeds/") || name.starts_with("sitemap") || matches!(name, "robots.txt" | "llms.txt") {
        Phase::Announcement
    } else {
        Phase::Asset
    }
}

/// Whether the name carries a digest of the content: `search.3f9a01bc.js`, `index-3f9a01.bin`.
pub fn is_fingerprinted(route: &str) -> bool {
    let Some((stem, _)) = name(route).rsplit_once('.') else { return false };
    let last = stem.rsplit(['.', '-', '_']).next().unwrap_or_default();
    // Six digits alone may be a date.
    let hexadecimal = last.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    last.len() < stem.len() && last.len() >= 6 && hexadecimal && last.bytes().any(|b| b.is_ascii_alphabetic())
}

/// What a server should call it. Text says that it is UTF-8, as all that dateline writes is.
pub fn content_type(route: &str) -> &'static str {
    let name = name(route);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" if is_feed(route, "") => "application/feed+json; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "jsonld" => "application/ld+json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "xml" if is_feed(route, "rss") => "application/rss+xml; charset=utf-8",
        "xml" if is_feed(route, "") => "application/atom+xml; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "atom" => "application/atom+xml; charset=utf-8",
        "rss" => "application/rss+xml; charset=utf-8",
        "xsl" | "xslt" => "application/xslt+xml; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "vtt" => "text/vtt; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "txt" | "mediawiki" | "dokuwiki" => "text/plain; charset=utf-8",
        "ndjson" | "jsonl" | "ijson" | "ftm" => "application/x-ndjson; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "wasm" => "application/wasm",
        "zip" => "application/zip",
        "" if !name.starts_with('.') || name == crate::write::MANIFEST => "text/plain; charset=utf-8",
        _ if name == crate::write::MANIFEST => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// How long it may be kept.
pub fn cache_control(route: &str, page_max_age: u32) -> String {
    if is_fingerprinted(route) {
        "public, max-age=31536000, immutable".to_owned()
    } else if name(route).starts_with(".dateline-") {
        "no-store".to_owned()
    } else {
        format!("public, max-age={page_max_age}, must-revalidate")
    }
}

/// Whether compressing is worth it.
pub(crate) fn is_compressible(route: &str) -> bool {
    let kind = content_type(route);
    !name(route).starts_with(['.', '_'])
        && (kind.contains("charset") || matches!(kind, "application/wasm" | "font/ttf" | "font/otf"))
}

fn is_feed(route: &str, kind: &str) -> bool {
    route.split('/').any(|part| part == "feeds") && route.contains(kind)
}

fn name(route: &str) -> &str {
    route.rsplit('/').next().unwrap_or(route)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_digest_are_seen() {
        for route in ["a/search.3f9a01bc.js", "index-0a1b2c.bin", "x_deadbeef.css"] {
            assert!(is_fingerprinted(route), "{route}");
        }
        for route in [
            "index.html",
            "feeds/site.xml",
            "report-20210414.html",
            "facade.html",
            "a.b.js",
            "deadbeef",
            "x-202104.css",
        ] {
            assert!(!is_fingerprinted(route), "{route}");
        }
    }

    #[test]
    fn announcements_come_after_pages_and_pages_after_what_they_show() {
        let order = ["a.3f9a01bc.js", "dateline.css", "index.html", "feeds/site.xml"].map(phase);
        assert!(order.is_sorted_by(|a, b| a < b), "{order:?}");
        assert_eq!(phase("sitemap-1.xml"), Phase::Announcement);
    }

    #[test]
    fn text_says_what_it_is_written_in() {
        let check = |route: &str, expected: &str| assert_eq!(content_type(route), expected, "{route}");
        check("index.html", "text/html; charset=utf-8");
        check("feeds/site.xml", "application/atom+xml; charset=utf-8");
        check("feeds/site.rss.xml", "application/rss+xml; charset=utf-8");
        check("feeds/site.json", "application/feed+json; charset=utf-8");
        check("data/site.json", "application/json; charset=utf-8");
        check("sitemap.xml", "application/xml; charset=utf-8");
        check("a/events.ics", "text/calendar; charset=utf-8");
        check("wiki/x.mediawiki.txt", "text/plain; charset=utf-8");
        check("portrait.JPG", "image/jpeg");
        check("CNAME", "text/plain; charset=utf-8");
        check("x.unheard-of", "application/octet-stream");
        check(".dateline-manifest", "text/plain; charset=utf-8");
    }
}
