//! Links that an author writes from one file of the content to another.
//!
//! In a file, a link names another file as it lies beside it (`talks.txt`, `../actors/ana-lund.md#timeline`), a picture or
//! document of `static/`, an address below the site's root (`/topics/`), or one as seen from the page (`../../topics/`). On the
//! page it has to lead from where the page lies to where that file's page lies, under any prefix and from disk alike.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::diag::{Code, Diagnostic};
use crate::model::article::{Body, MarkKind};
use crate::model::corpus::Corpus;
use crate::model::page::Route;
use crate::span::{RawSpan, SourceId, TextSpan};
use crate::text;

/// Where the files of the content are published.
#[derive(Debug)]
pub(super) struct Links<'a> {
    corpus: &'a Corpus,
    /// The page of each file, once a link has to be followed.
    pages: OnceLock<BTreeMap<SourceId, Route>>,
}

/// A text that somebody wrote.
#[derive(Clone, Copy, Debug)]
struct Text<'a> {
    file: &'a SourceId,
    /// The folder of the page that shows it, and the page's name there.
    page: (&'static str, &'a str),
    body: &'a Body,
}

impl Text<'_> {
    fn route(&self) -> Route {
        match self.page {
            ("", slug) => Route::folder(slug),
            (folder, slug) => Route::folder(&format!("{folder}/{slug}")),
        }
    }

    fn links(&self) -> impl Iterator<Item = (&str, TextSpan)> {
        self.body.marks.iter().filter_map(|mark| match &mark.kind {
            MarkKind::Link(target) => Some((target.as_str(), mark.span)),
            _ => None,
        })
    }
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Target<'t> {
    /// The web, an address, or a place on the same page: nothing to change.
    AsWritten,
    /// A file of the site, with what follows its name: `#timeline`.
    File(Route, &'t str),
    /// A path that leads out of the site.
    Nowhere,
}

impl<'a> Links<'a> {
    /// The links of a corpus.
    pub(super) fn of(corpus: &'a Corpus) -> Self {
        Self { corpus, pages: OnceLock::new() }
    }

    fn pages(&self) -> &BTreeMap<SourceId, Route> {
        self.pages.get_or_init(|| texts(self.corpus).map(|text| (text.file.clone(), text.route())).collect())
    }

    /// The link on the page at `here` for one that stands in the file `from`.
    pub(super) fn href(&self, from: &SourceId, here: &Route, target: &str) -> String {
        match self.target(from, here, target) {
            Target::File(route, rest) => format!("{}{rest}", here.link(&route)),
            Target::AsWritten | Target::Nowhere => target.to_owned(),
        }
    }

    fn target<'t>(&self, from: &SourceId, here: &Route, target: &'t str) -> Target<'t> {
        let end = target.find(['#', '?']).unwrap_or(target.len());
        let (path, rest) = target.split_at(end);
        let path = decoded(path);
        if path.is_empty() || path.starts_with("//") || has_scheme(&path) {
            return Target::AsWritten;
        }
        if let Some(below) = path.strip_prefix('/') {
            return joined("", below).map_or(Target::Nowhere, |path| Target::File(published(&path, below), rest));
        }
        let named = joined(folder(from.as_str()), &path);
        if let Some(route) = named.as_deref().and_then(|named| self.pages().get(&SourceId::new(named))) {
            return Target::File(route.clone(), rest);
        }
        let fixed = named.as_deref().and_then(|named| named.strip_prefix("static/")).filter(|below| !below.is_empty());
        let file = match fixed {
            Some(below) => Some(Route::file(below)),
            None => joined(folder(here.as_str()), &path).map(|below| published(&below, &path)),
        };
        file.map_or(Target::Nowhere, |route| Target::File(route, rest))
    }

    /// Findings for links that lead to no file of the site. `is_written` says whether a route is.
    pub(super) fn broken(&self, is_written: impl Fn(&Route) -> bool) -> Vec<Diagnostic> {
        let linking = texts(self.corpus).filter(|text| text.links().next().is_some());
        linking.flat_map(|text| self.broken_in(text, &is_written)).collect()
    }

    fn broken_in(&self, text: Text<'_>, is_written: &impl Fn(&Route) -> bool) -> Vec<Diagnostic> {
        let here = text.route();
        let leads = |target: &str| match self.target(text.file, &here, target) {
            Target::AsWritten => true,
            Target::File(route, _) => is_written(&route),
            Target::Nowhere => false,
        };
        let broken = text.links().filter(|(target, _)| !leads(target));
        broken.map(|(target, span)| self.finding(text.file, target, text.body.offsets.origin(span))).collect()
    }

    fn finding(&self, from: &SourceId, target: &str, place: RawSpan) -> Diagnostic {
        let message = format!("the link `{target}` leads to no file of the site");
        let finding = Diagnostic::at(Code::BrokenLink, from, place, message);
        let folder = folder(from.as_str());
        let beside = self.pages().keys().filter_map(|id| id.as_str().strip_prefix(folder)?.strip_prefix('/'));
        match text::nearest(target, beside) {
            Some(name) => finding.hint(format!("write `{name}`")),
            None => finding.hint("name a file of the content as it lies beside this one, such as `../actors/NAME.md`"),
        }
    }
}

/// The texts that people wrote.
fn texts(corpus: &Corpus) -> impl Iterator<Item = Text<'_>> {
    let articles = corpus.briefings.iter().map(|briefing| Text {
        file: &briefing.article.id,
        page: ("articles", &briefing.slug),
        body: &briefing.article.body,
    });
    let actors = corpus.actors.iter().filter_map(|actor| {
        let file = actor.curated.as_ref()?;
        Some(Text { file: &file.id, page: ("actors", &actor.slug), body: &file.body })
    });
    let topics = corpus.topics.iter().filter_map(|topic| {
        let file = topic.curated.as_ref()?;
        Some(Text { file: &file.id, page: ("topics", &topic.slug), body: &file.body })
    });
    let pages = corpus.pages.iter().map(|page| Text { file: &page.id, page: ("", &page.slug), body: &page.body });
    articles.chain(actors).chain(topics).chain(pages)
}

/// Whether a target begins with a scheme, such as `https:`. A letter alone is a drive, and no link.
fn has_scheme(target: &str) -> bool {
    let Some((scheme, _)) = target.split_once(':') else { return false };
    !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// The folder of a path; empty at the root.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The route of an address below the site's root: a folder's is its page.
fn published(path: &str, written: &str) -> Route {
    let last = path.rsplit('/').next().unwrap_or_default();
    if path.is_empty() || written.ends_with(['/', '.']) || !last.contains('.') {
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
    use std::sync::LazyLock;

    use super::*;
    use crate::model::article::Mark;
    use crate::span::{OffsetMap, TextSpan};

    fn links() -> Links<'static> {
        static EMPTY: LazyLock<Corpus> = LazyLock::new(Corpus::default);
        let file = |path: &str, route: &str| (SourceId::new(path), Route::folder(route));
        let pages = [
            file("content/articles/talks in port.md", "articles/talks-in-port"),
            file("content/actors/ana-lund.md", "actors/ana-lund"),
            file("content/pages/about.md", "about"),
        ];
        Links { corpus: &EMPTY, pages: OnceLock::from(BTreeMap::from(pages)) }
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
    fn an_address_may_be_seen_from_the_page() {
        assert_eq!(href("../talks-in-port/index.html#s1"), "../talks-in-port/index.html#s1");
        assert_eq!(href("../../about/"), "../../about/index.html");
        assert_eq!(href(".."), "../index.html");
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
        for target in ["https://a.example/b.md", "mailto:a@b.example", "#s2", "?q", "//a.example/x"] {
            assert_eq!(href(target), target);
        }
        assert_eq!(decoded("%zz% 100% %F0%9F"), "%zz% 100% %F0%9F", "no text comes of it");
    }

    #[test]
    fn a_link_that_leads_nowhere_is_found() {
        let from = SourceId::new("content/articles/bare.md");
        let here = Route::folder("articles/bare");
        for target in ["../../../etc/passwd", "/../x"] {
            assert_eq!(links().target(&from, &here, target), Target::Nowhere, "{target}");
        }
        let mut body = Body { text: "See it here.".to_owned(), ..Body::default() };
        body.offsets = OffsetMap::identity(12);
        let mark = |target: &str| Mark { kind: MarkKind::Link(target.to_owned()), span: TextSpan::new(4, 6) };
        body.marks =
            ["talks in port.mdx", "talks in port.md", "../", "/minutes/", "../../../x", "#s1"].map(mark).into();
        let text = Text { file: &from, page: ("articles", "bare"), body: &body };
        let found = links().broken_in(text, &|route: &Route| route.as_str().ends_with("index.html"));
        let said: Vec<_> = found.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            said,
            [
                "the link `talks in port.mdx` leads to no file of the site",
                "the link `../../../x` leads to no file of the site"
            ]
        );
        assert_eq!(found[0].hints, ["write `talks in port.md`"]);
    }
}
