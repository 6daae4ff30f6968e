//! `sitemap.xml` and `robots.txt`.
//!
//! The protocol (<https://www.sitemaps.org/protocol.html>) wants full addresses, so a site whose address is not known has
//! no sitemap.

use crate::config::Config;
use crate::model::page::Route;
use crate::text;

/// How many addresses one file may list.
const LIMIT: usize = 50_000;

/// The sitemap of all pages: one file, or an index and its parts. Nothing without the site's address.
pub(super) fn sitemap<'r>(routes: impl Iterator<Item = &'r Route>, config: &Config) -> Vec<(Route, String)> {
    let Some(base) = &config.base_url else { return Vec::new() };
    let pages: Vec<&Route> = routes.filter(|route| is_listed(route.as_str())).collect();
    let first = Route::file("sitemap.xml");
    if pages.len() <= LIMIT {
        return vec![(first, listing("urlset", "url", base, &pages))];
    }
    let parts: Vec<(Route, String)> = (1..)
        .zip(pages.chunks(LIMIT))
        .map(|(number, part)| (Route::file(format!("sitemap-{number}.xml")), listing("urlset", "url", base, part)))
        .collect();
    let names: Vec<&Route> = parts.iter().map(|(route, _)| route).collect();
    let index = listing("sitemapindex", "sitemap", base, &names);
    std::iter::once((first, index)).chain(parts).collect()
}

/// Whether a file is a page of its own: what stands in pages of others says nothing that a page does not say.
fn is_listed(path: &str) -> bool {
    let elsewhere = path.starts_with("embed/") || path.starts_with("wiki/") || path == "404.html";
    path.ends_with(".html") && !elsewhere
}

/// Whether a route is that of a sitemap, if there are as many.
pub(super) fn is_one(route: &Route) -> bool {
    route.as_str().starts_with("sitemap") && route.as_str().ends_with(".xml")
}

fn listing(outer: &str, inner: &str, base: &str, routes: &[&Route]) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{outer} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    );
    for route in routes {
        out.push_str(&format!("<{inner}><loc>"));
        text::escape_html(&format!("{base}/{}", route.address()), &mut out);
        out.push_str(&format!("</loc></{inner}>\n"));
    }
    out.push_str(&format!("</{outer}>\n"));
    out
}

/// Everything may be read by anybody; the sitemap is named where there is one.
pub(super) fn robots(config: &Config) -> String {
    let sitemap = config.base_url.as_ref().map(|base| format!("\nSitemap: {base}/sitemap.xml\n"));
    format!("User-agent: *\nAllow: /\n{}", sitemap.unwrap_or_default())
}
