//! Links that an author writes from one file of the content to another.
//!
//! In a file, a link names another file as it lies beside it (`talks.txt`, `../actors/ana-lund.md#timeline`), a picture or
//! document of `static/`, or an address below the site's root (`/topics/`). On a page it has to lead from where the page
//! lies to where that file's page lies, under any prefix and from disk alike.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic};
use crate::model::article::{Body, MarkKind};
use crate::model::corpus::Corpus;
use crate::model::page::Route;
use crate::span::{RawSpan, SourceId};
use crate::text;

/// Where the files of the content are published.
#[derive(Debug)]
pub(super) struct Links(BTreeMap<SourceId, Route>);

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Target<'t> {
    /// The web, an address, or a place on the same page: nothing to change.
    AsWritten,
    /// A file of the site, with what follows its name: `#timeline`.
    File(Route, &'t str),
    /// A path that leads to no file of the content.
    Nowhere,
}

impl Links {
    /// The pages of all files of a corpus.
    pub(super) fn of(corpus: &Corpus) -> Self {
        Self(texts(corpus).map(|(id, route, _)| (id.clone(), route)).collect())
    }

    /// The link on the page at `here` for one that stands in the file `from`.
    pub(super) fn href(&self, from: &SourceId, here: &Route, target: &str) -> String {
        match self.target(from, target) {
            Target::File(route, rest) => format!("{}{rest}", here.link(&route)),
            Target::AsWritten | Target::Nowhere => target.to_owned(),
        }
    }

    fn target<'t>(&self, from: &SourceId, target: &'t str) -> Target<'t> {
        let end = target.find(['#', '?']).unwrap_or(target.len());
        let (path, rest) = target.split_at(end);
        let path = decoded(path);
        if path.is_empty() || path.starts_with("//") || has_scheme(&path) {
            return Target::AsWritten;
        }
        if let Some(below) = path.strip_prefix('/') {
            return joined("", below).map_or(Target::Nowhere, |path| Target::File(published(&path, below), rest));
        }
        let folder = from.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        let Some(named) = joined(folder, &path) else { return Target::Nowhere };
        if let Some(route) = self.0.get(&SourceId::new(&named)) {
            return Target::File(route.clone(), rest);
        }
        match named.strip_prefix("static/").filter(|below| !below.is_empty()) {
            Some(below) => Target::File(Route::file(below), rest),
            None => Target::Nowhere,
        }
    }

    /// Findings for the links of a file that lead to no file of the site. `is_written` says whether a route is.
    pub(super) fn broken(&self, from: &SourceId, body: &Body, is_written: impl Fn(&Route) -> bool) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for mark in &body.marks {
            let MarkKind::Link(target) = &mark.kind else { continue };
            let leads = match self.target(from, target) {
                Target::AsWritten => true,
                Target::File(route, _) => is_written(&route),
                Target::Nowhere => false,
            };
            if !leads {
                found.push(self.finding(from, target, body.offsets.origin(mark.span)));
            }
        }
        found
    }

    fn finding(&self, from: &SourceId, target: &str, place: RawSpan) -> Diagnostic {
        let message = format!("the link `{target}` leads to no file of the site");
        let finding = Diagnostic::at(Code::BrokenLink, from, place, message);
        let folder = from.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = self.0.keys().filter_map(|id| id.as_str().strip_prefix(folder)?.strip_prefix('/'));
        match text::nearest(target, beside) {
            Some(name) => finding.hint(format!("write `{name}`")),
            None => finding.hint("name a file of the content as it lies beside this one, such as `../actors/NAME.md`"),
        }
    }
}

/// The texts that people wrote, by file, with the pages that show them.
pub(super) fn texts(corpus: &Corpus) -> impl Iterator<Item = (&SourceId, Route, &Body)> {
    let folder = |kind: &str, slug: &str| Route::folder(&format!("{kind}/{slug}"));
    let articles = corpus
        .briefings
        .iter()
        .map(move |briefing| (&briefing.article.id, folder("articles", &briefing.slug), &briefing.article.body));
    let actors = corpus.actors.iter().filter_map(move |actor| {
        let file = actor.curated.as_ref()?;
        Some((&file.id, folder("actors", &actor.slug), &file.body))
    });
    let topics = corpus.topics.iter().filter_map(move |topic| {
        let file = topic.curated.as_ref()?;
        Some((&file.id, folder("topics", &topic.slug), &file.body))
    });
    let pages = corpus.pages.iter().map(|page| (&page.id, Route::folder(&page.slug), &page.body));
    articles.chain(actors).chain(topics).chain(pages)
}

/// Whether a target begins with a scheme, such as `https:`. A letter alone is a drive, and no link.
fn has_scheme(target: &str) -> bool {
    let Some((scheme, _)) = target.split_once(':') else { return false };
    !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// The route of an address below the site's root: a folder's is its page.
fn published(path: &str, written: &str) -> Route {
    let last = path.rsplit('/').next().unwrap_or_default();
    if path.is_empty() || written.ends_with('/') || !last.contains('.') {
        Route::folder(path)
    } else {
        Route::file(path)
    }
}

/// A path below the site's root without `.` and `..`; `None` where it leads out.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A path without percent signs for bytes (RFC 3986, 2.1). One that stands for no text stays as it is.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = match (first, tail) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| high << 4 | low),
            _ => None,
        };
        bytes.push(escaped.unwrap_or(*first));
        rest = tail.get(if escaped.is_some() { 2 } else { 0 }..).unwrap_or_default();
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links() -> Links {
        let file = |path: &str, route: &str| (SourceId::new(path), Route::folder(route));
        Links(
            [
                file("content/articles/talks in port.md", "articles/talks-in-port"),
                file("content/actors/ana-lund.md", "actors/ana-lund"),
                file("content/pages/about.md", "about"),
            ]
            .into(),
        )
    }

    fn href(target: &str) -> String {
        links().href(&SourceId::new("content/articles/bare.md"), &Route::folder("articles/bare"), target)
    }

    #[test]
    fn a_file_of_the_content_becomes_its_page() {
        assert_eq!(href("talks%20in%20port.md"), "../talks-in-port/index.html");
        assert_eq!(href("./talks in port.md#s3"), "../talks-in-port/index.html#s3");
        assert_eq!(href("../actors/ana-lund.md?x=1#timeline"), "../../actors/ana-lund/index.html?x=1#timeline");
        assert_eq!(href("../../static/maps/port.pdf"), "../../maps/port.pdf");
    }

    #[test]
    fn an_address_below_the_root_works_under_any_prefix() {
        assert_eq!(href("/"), "../../index.html");
        assert_eq!(href("/topics/"), "../../topics/index.html");
        assert_eq!(href("/topics/ferry"), "../../topics/ferry/index.html");
        assert_eq!(href("/feeds/site.xml"), "../../feeds/site.xml");
    }

    #[test]
    fn other_links_stay() {
        for target in ["https://a.example/b.md", "mailto:a@b.example", "#s2", "?q", "//a.example/x", "%zz%", "100%"] {
            assert_eq!(href(target), target);
        }
    }

    #[test]
    fn a_link_that_leads_nowhere_is_found() {
        let from = SourceId::new("content/articles/bare.md");
        for target in ["tolks.md", "../../../etc/passwd", "../drafts/x.md", "/../x"] {
            assert_eq!(links().target(&from, target), Target::Nowhere, "{target}");
        }
    }
}
