//! Atom (RFC 4287).

use atom_syndication::{Entry, FixedDateTime, Generator, Link, Person, Text};
use jiff::Zoned;

use crate::render::export::{Format, Subject};
use crate::render::feed::{Feed, Item, rfc_3339};
use crate::render::site::Site;

/// The feed of a subject.
pub(in crate::render) fn atom(site: &Site<'_>, subject: Subject) -> String {
    let feed = Feed::of(site, subject, Format::Atom);
    let written = atom_syndication::Feed {
        title: feed.title.into(),
        subtitle: feed.description.map(Into::into),
        id: feed.id,
        updated: instant(feed.updated),
        authors: vec![person(feed.publisher)],
        generator: Some(Generator {
            value: "dateline".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            ..Generator::default()
        }),
        links: vec![link(feed.own, "self", Format::Atom.media_type()), link(feed.page, "alternate", "text/html")],
        lang: Some(feed.language.to_owned()),
        entries: feed.items.into_iter().map(entry).collect(),
        ..atom_syndication::Feed::default()
    };
    let mut text = written.to_string();
    text.push('\n');
    text
}

fn entry(item: Item) -> Entry {
    Entry {
        title: item.title.into(),
        id: item.id,
        updated: instant(item.updated),
        published: item.published.map(|start| instant(Some(start))),
        authors: item.authors.into_iter().map(person).collect(),
        links: vec![link(item.link, "alternate", "text/html")],
        summary: item.summary.map(Text::plain),
        ..Entry::default()
    }
}

fn link(href: String, rel: &str, media_type: &str) -> Link {
    Link { href, rel: rel.to_owned(), mime_type: Some(media_type.to_owned()), ..Link::default() }
}

fn person(name: String) -> Person {
    Person { name, ..Person::default() }
}

/// An instant; that of 1970 where none is known, because Atom demands one.
fn instant(start: Option<Zoned>) -> FixedDateTime {
    start.and_then(|start| rfc_3339(&start).parse().ok()).unwrap_or_default()
}
