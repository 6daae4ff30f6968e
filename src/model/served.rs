//! What a web server should say about a file, by its name: its type, and how long it may be kept.

/// For how many seconds a page may be kept where the target does not say.
pub const PAGE_MAX_AGE: u32 = 300;

/// How long a file whose name changes with its content may be kept.
pub const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// How the names of dateline's own notes begin. They are no part of a site, and change with every publish.
pub const OWN: &str = ".dateline-";

/// Folders of files that are named after articles, actors and topics. A name can end like a digest: `lost-decade`.
pub const NAMED: &[&str] = &["embed/", "feeds/", "wiki/"];

/// Whether the name carries a digest of the content: `search.3f9a01bc.js`, `index-3f9a01.bin`.
pub fn is_fingerprinted(route: &str) -> bool {
    if NAMED.iter().any(|folder| route.starts_with(folder)) {
        return false;
    }
    let Some((stem, _)) = name(route).rsplit_once('.') else { return false };
    let last = stem.rsplit(['.', '-', '_']).next().unwrap_or_default();
    // Six digits alone may be a date.
    let hexadecimal = last.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    last.len() < stem.len() && last.len() >= 6 && hexadecimal && last.bytes().any(|b| b.is_ascii_alphabetic())
}

/// Types and the endings of files that have them. Text says that it is UTF-8, as all that dateline writes is.
pub const TYPES: &[(&str, &[&str])] = &[
    ("text/html; charset=utf-8", &["html", "htm"]),
    ("text/css; charset=utf-8", &["css"]),
    ("text/javascript; charset=utf-8", &["js", "mjs"]),
    ("application/json; charset=utf-8", &["json", "map"]),
    ("application/ld+json; charset=utf-8", &["jsonld"]),
    ("application/manifest+json; charset=utf-8", &["webmanifest"]),
    ("application/xml; charset=utf-8", &["xml"]),
    ("application/atom+xml; charset=utf-8", &["atom"]),
    ("application/rss+xml; charset=utf-8", &["rss"]),
    ("application/xslt+xml; charset=utf-8", &["xsl"]),
    ("text/csv; charset=utf-8", &["csv"]),
    ("text/calendar; charset=utf-8", &["ics"]),
    ("text/vtt; charset=utf-8", &["vtt"]),
    ("text/markdown; charset=utf-8", &["md"]),
    ("text/plain; charset=utf-8", &["txt"]),
    ("application/jsonl; charset=utf-8", &["jsonl"]),
    ("application/x-ndjson; charset=utf-8", &["ndjson"]),
    ("image/svg+xml; charset=utf-8", &["svg"]),
    ("image/png", &["png"]),
    ("image/jpeg", &["jpg", "jpeg"]),
    ("image/gif", &["gif"]),
    ("image/webp", &["webp"]),
    ("image/avif", &["avif"]),
    ("image/x-icon", &["ico"]),
    ("font/woff2", &["woff2"]),
    ("font/woff", &["woff"]),
    ("font/ttf", &["ttf"]),
    ("font/otf", &["otf"]),
    ("application/pdf", &["pdf"]),
    ("audio/mpeg", &["mp3"]),
    ("video/mp4", &["mp4"]),
    ("video/webm", &["webm"]),
    ("application/wasm", &["wasm"]),
    ("application/zip", &["zip"]),
];

/// What a file is called by more than its ending: the folder from the root of the site in which it lies, at any depth, or
/// empty for everywhere; how its name ends; the type. The first that fits counts.
pub const SPECIAL: &[(&str, &str, &str)] = &[
    ("", ".ftm.json", "application/jsonl; charset=utf-8"),
    ("feeds/", ".rss.xml", "application/rss+xml; charset=utf-8"),
    ("feeds/", ".xml", "application/atom+xml; charset=utf-8"),
    ("feeds/", ".json", "application/feed+json; charset=utf-8"),
];

/// What files of an unknown kind are called.
pub const BYTES: &str = "application/octet-stream";

/// What a server should call it.
pub fn content_type(route: &str) -> &'static str {
    let special = SPECIAL.iter().find(|(folder, ending, _)| route.starts_with(folder) && route.ends_with(ending));
    if let Some((.., media_type)) = special {
        return media_type;
    }
    let name = name(route);
    let ending =
        name.rsplit_once('.').filter(|_| !name.starts_with(OWN)).map(|(_, ending)| ending.to_ascii_lowercase());
    // Without one: `CNAME`, `LICENSE`.
    let Some(extension) = ending else { return "text/plain; charset=utf-8" };
    TYPES.iter().find(|(_, endings)| endings.contains(&extension.as_str())).map_or(BYTES, |(media_type, _)| media_type)
}

/// How long it may be kept.
pub fn cache_control(route: &str, page_max_age: u32) -> String {
    if is_fingerprinted(route) {
        FOR_GOOD.to_owned()
    } else if name(route).starts_with(OWN) {
        "no-store".to_owned()
    } else {
        for_now(page_max_age)
    }
}

/// What is said of a file that may change with the next build.
pub fn for_now(max_age: u32) -> String {
    format!("public, max-age={max_age}, must-revalidate")
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
            "wiki/topic/lost-decade.md",
            "embed/topic/lost-decade.html",
            "feeds/topics/lost-decade.xml",
        ] {
            assert!(!is_fingerprinted(route), "{route}");
        }
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
        check("entities.ftm.json", "application/jsonl; charset=utf-8");
        check("wiki/actor/x.confluence.xml", "application/xml; charset=utf-8");
        check("wiki-embed.js", "text/javascript; charset=utf-8");
        check("articles/a/oembed.xml", "application/xml; charset=utf-8");
        check("articles/a/index.md", "text/markdown; charset=utf-8");
        check("_headers", "text/plain; charset=utf-8");
        check("CNAME", "text/plain; charset=utf-8");
        check("x.unheard-of", "application/octet-stream");
        check(".dateline-manifest", "text/plain; charset=utf-8");
    }
}
