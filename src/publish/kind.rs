//! When the turn of a file is, and whether compressing it is worth it: by its name.

use crate::model::served::{content_type, is_fingerprinted};

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

/// Whether compressing is worth it.
pub(crate) fn is_compressible(route: &str) -> bool {
    let kind = content_type(route);
    !name(route).starts_with(['.', '_'])
        && (kind.contains("charset") || matches!(kind, "application/wasm" | "font/ttf" | "font/otf"))
}

fn name(route: &str) -> &str {
    route.rsplit('/').next().unwrap_or(route)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn announcements_come_after_pages_and_pages_after_what_they_show() {
        let order = ["a.3f9a01bc.js", "dateline.css", "index.html", "feeds/site.xml"].map(phase);
        assert!(order.is_sorted_by(|a, b| a < b), "{order:?}");
        assert_eq!(phase("sitemap-1.xml"), Phase::Announcement);
    }
}
