//! Reading: files become articles.
//!
//! What comes in is bytes; what goes out is an [`Article`]: a header, and a body of clean text with blocks, sentences and
//! the way back to the file. Reading knows nothing of names, quotations or dates in the text, and nothing of other
//! articles.
//!
//! A text is known in three forms: the bytes of the file ([`RawSpan`]), its canonical text ([`Canonical`]: decoded, NFC,
//! line feeds, artefacts kept), and the body's text (cleaned). Only the first and the last leave this stage, except for
//! the metadata document, whose positions count in the canonical text.

mod body;
mod clean;
mod curated;
mod date;
mod decode;
mod fields;
mod front_matter;
mod header;
mod label;
mod lines;
mod markdown;
mod sentence;
mod sidecar;
pub mod single;
pub mod walk;
mod wire;

use std::cell::RefCell;

use jiff::tz::TimeZone;

pub use self::curated::{actor, page, topic};
pub use self::decode::Canonical;
use self::front_matter::FrontMatter;
use self::header::TitleLine;
use crate::config::Config;
use crate::diag::{Checked, Code, Diagnostic};
use crate::model::article::{Article, Body, Dateline, Format, Header, Source};
use crate::span::{RawSpan, SourceId, TextSpan};

/// The canonical text of a file's bytes: UTF-8, NFC, line feeds, artefacts kept. `None` where they are no text.
pub fn canonical(bytes: &[u8]) -> Option<String> {
    Canonical::of(bytes).map(|canonical| canonical.text)
}

/// Reads one article. `None` where there is no text to publish; the diagnostics say why.
pub fn article(source: &Source, config: &Config) -> Checked<Option<Article>> {
    let mut diagnostics = Vec::new();
    let value = decode::canonical(&source.id, &source.bytes).take(&mut diagnostics).and_then(|canonical| {
        let file = File::new(&source.id, &canonical, &config.time_zone);
        let article = published(source, &file, config);
        diagnostics.extend(file.found.into_inner());
        article
    });
    Checked { value, diagnostics }
}

/// Reads an article from its canonical text, unless it is empty or a draft.
fn published(source: &Source, file: &File<'_>, config: &Config) -> Option<Article> {
    if file.canonical.text.trim_matches(lines::is_blank).is_empty() {
        file.report(
            Diagnostic::file(Code::EmptyFile, file.id, "the file holds no text")
                .hint("write the article, or remove the file"),
        );
        return None;
    }
    let front = FrontMatter::split(&file.canonical.text, source.format);
    let written = front.map_or_else(Header::default, |front| front_matter::article(file, &front));
    let text_start = front.map_or(0, |front| front.text_start);
    let (found, body) = text(source.format, file, text_start, &written);
    let sidecar = source.sidecar.as_ref().and_then(|sidecar| sidecar::read(sidecar, file, &body));
    let (noted, decided) = sidecar.map_or_else(Default::default, |sidecar| (sidecar.header, sidecar.decided));
    let yearless = found.yearless.clone();
    let header = merged(written, noted, found);
    if header.draft && !config.drafts {
        file.report(
            Diagnostic::file(Code::Draft, file.id, "left out because it is a draft")
                .hint("remove `draft`, or build with `--drafts`"),
        );
        return None;
    }
    if body.blocks.is_empty() && header.title.is_none() {
        file.report(
            Diagnostic::file(Code::EmptyFile, file.id, "the file holds no text besides its header")
                .hint("write the article, or remove the file"),
        );
        return None;
    }
    if header.published.is_none() {
        report_missing_date(file, yearless.as_deref(), source.format);
    }
    Some(Article { id: source.id.clone(), header, body, decided })
}

/// Reads the text below the front matter, and what a header in the text says.
fn text(format: Format, file: &File<'_>, start: u32, written: &Header) -> (header::Head, Body) {
    match format {
        Format::Wire => {
            let lines = lines::lines(&file.canonical.text, start);
            let title = if written.title.is_some() { TitleLine::Known } else { TitleLine::Possible };
            let head = header::read(file, &lines, title);
            let body = wire::body(file, &lines, &head);
            (head, body)
        }
        Format::Markdown => markdown::article(file, start, written.title.is_some()),
    }
}

/// Puts the header together, field by field: front matter, then sidecar, then what stands in the text.
fn merged(written: Header, noted: Header, found: header::Head) -> Header {
    let list = |first: Vec<String>, second: Vec<String>| if first.is_empty() { second } else { first };
    Header {
        title: written.title.or(noted.title).or(found.title),
        published: written.published.or(noted.published).or(found.published),
        byline: list(list(written.byline, noted.byline), found.byline),
        dateline: dateline(written.dateline, noted.dateline, found.dateline),
        outlet: written.outlet.or(noted.outlet),
        language: written.language.or(noted.language),
        summary: written.summary.or(noted.summary),
        topics: list(written.topics, noted.topics),
        url: written.url.or(noted.url),
        slug: written.slug,
        draft: written.draft,
    }
}

/// The dateline; one that only names the place of the text's own keeps the place in the file and the agency.
fn dateline(written: Option<Dateline>, noted: Option<Dateline>, found: Option<Dateline>) -> Option<Dateline> {
    let Some(chosen) = written.or(noted) else { return found };
    match found {
        Some(found) if found.place == chosen.place => Some(found),
        _ => Some(chosen),
    }
}

fn report_missing_date(file: &File<'_>, yearless: Option<&str>, format: Format) {
    let hint = match (yearless, format) {
        (Some(day), _) => {
            let iso = date::WrittenDate::read(day).map_or_else(|| "YYYY-MM-DD".to_owned(), |date| date.iso("YYYY"));
            format!(
                "write the year: `{day}` says no year, so begin the file with `date {iso}`, or set `published` in front matter"
            )
        }
        (None, Format::Wire) => "begin the file with `date YYYY-MM-DD`, or set `published` in front matter".to_owned(),
        (None, Format::Markdown) => "set `published = \"YYYY-MM-DD\"` in front matter".to_owned(),
    };
    let start = RawSpan::new(0, 0);
    file.report(Diagnostic::at(Code::MissingDate, file.id, start, "no publication date found").hint(hint));
}

/// A file being read: its text, and what was found in it so far.
struct File<'a> {
    id: &'a SourceId,
    canonical: &'a Canonical,
    /// The zone in which a time of publication becomes a day.
    zone: &'a TimeZone,
    found: RefCell<Vec<Diagnostic>>,
}

impl<'a> File<'a> {
    fn new(id: &'a SourceId, canonical: &'a Canonical, zone: &'a TimeZone) -> Self {
        Self { id, canonical, zone, found: RefCell::default() }
    }

    fn report(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }

    /// A finding about a place in the canonical text.
    fn at(&self, code: Code, span: TextSpan, message: impl Into<String>) -> Diagnostic {
        Diagnostic::at(code, self.id, self.canonical.raw(span), message)
    }
}
