//! RSS 2.0 (<https://www.rssboard.org/rss-specification>), with the names of authors in Dublin Core, because RSS itself
//! has room for addresses of electronic mail only.

use jiff::Zoned;

use crate::render::export::{Format, Subject};
use crate::render::feed::{Feed, Item};
use crate::render::site::Site;
use crate::text;

/// The feed of a subject.
pub(in crate::render) fn rss(site: &Site<'_>, subject: Subject) -> String {
    let feed = Feed::of(site, subject, Format::Rss);
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel>\n",
    );
    element(&mut out, "title", &feed.title);
    element(&mut out, "link", &feed.page);
    // A description is demanded.
    element(&mut out, "description", feed.description.as_deref().unwrap_or(&feed.title));
    element(&mut out, "language", feed.language);
    if let Some(day) = &feed.updated {
        element(&mut out, "lastBuildDate", &rfc_822(day));
    }
    element(&mut out, "generator", concat!("dateline ", env!("CARGO_PKG_VERSION")));
    out.push_str("<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"");
    text::escape_html(&feed.own, &mut out);
    out.push_str("\"/>\n");
    for written in &feed.items {
        item(&mut out, written);
    }
    out.push_str("</channel></rss>\n");
    out
}

fn item(out: &mut String, item: &Item) {
    out.push_str("<item>\n");
    element(out, "title", &item.title);
    element(out, "link", &item.link);
    out.push_str("<guid isPermaLink=\"false\">");
    text::escape_html(&item.id, out);
    out.push_str("</guid>\n");
    if let Some(day) = &item.published {
        element(out, "pubDate", &rfc_822(day));
    }
    for author in &item.authors {
        element(out, "dc:creator", author);
    }
    if let Some(summary) = &item.summary {
        // Readers take a description for markup, so a text that is none is escaped twice.
        let mut escaped = String::new();
        text::escape_html(summary, &mut escaped);
        element(out, "description", &escaped);
    }
    out.push_str("</item>\n");
}

fn element(out: &mut String, name: &str, words: &str) {
    out.push_str(&format!("<{name}>"));
    text::escape_html(words, out);
    out.push_str(&format!("</{name}>\n"));
}

/// An instant as RSS wants it: `Wed, 14 Apr 2021 00:00:00 +0300`.
fn rfc_822(instant: &Zoned) -> String {
    instant.strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_rss_writes_them() {
        let day = jiff::civil::date(2021, 4, 4).in_tz("Asia/Baghdad").expect("the zone is known");
        assert_eq!(rfc_822(&day), "Sun, 04 Apr 2021 00:00:00 +0300");
    }
}
