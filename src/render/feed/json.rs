//! JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use serde::Serialize;

use crate::render::export::{Format, Subject};
use crate::render::feed::{Feed, Item, rfc_3339};
use crate::render::json_line;
use crate::render::site::Site;

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    home_page_url: String,
    feed_url: String,
    language: &'a str,
    authors: [Author; 1],
    items: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    id: String,
    url: String,
    title: String,
    /// Demanded; the title again where there is no summary.
    content_text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author>,
}

#[derive(Serialize)]
struct Author {
    name: String,
}

/// The feed of a subject.
pub(in crate::render) fn json(site: &Site<'_>, subject: Subject) -> String {
    let feed = Feed::of(site, subject, Format::JsonFeed);
    json_line(&Document {
        version: "https://jsonfeed.org/version/1.1",
        title: feed.title,
        description: feed.description,
        home_page_url: feed.page,
        feed_url: feed.own,
        language: feed.language,
        authors: [Author { name: feed.publisher }],
        items: feed.items.into_iter().map(entry).collect(),
    })
}

fn entry(item: Item) -> Entry {
    Entry {
        id: item.id,
        url: item.link,
        content_text: item.summary.unwrap_or_else(|| item.title.clone()),
        title: item.title,
        date_published: item.published.as_ref().map(rfc_3339),
        authors: item.authors.into_iter().map(|name| Author { name }).collect(),
    }
}
