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
mod earlier;
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
pub use self::decode::{Canonical, Given};
use self::front_matter::FrontMatter;
use self::header::TitleLine;
pub use self::sidecar::is_sound;
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
        earlier: written.earlier,
        above: found.above,
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

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::config::Folders;
    use crate::model::article::{Block, BlockKind, SidecarFile};

    fn config() -> Config {
        let folder = |name: &str| PathBuf::from("/site").join(name);
        Config {
            root: "/site".into(),
            folders: Folders {
                articles: folder("content/articles"),
                actors: None,
                topics: None,
                pages: None,
                templates: None,
                statics: None,
                out: folder("public"),
                cache: folder(".dateline"),
            },
            title: "Test".to_owned(),
            description: None,
            base_url: None,
            language: "en".to_owned(),
            time_zone: TimeZone::UTC,
            as_of: None,
            drafts: false,
            exports: crate::config::Exports::default(),
            embed: crate::config::Embed::default(),
            cards: None,
            font: crate::config::Font::default(),
            search: true,
            jobs: None,
            strict: false,
            replace: false,
            publish: crate::config::publish::Destinations::default(),
            push: crate::config::push::Wikis::default(),
            hosting: Default::default(),
            reuse: false,
        }
    }

    fn source(format: Format, bytes: &[u8]) -> Source {
        let name = if format == Format::Wire { "a.txt" } else { "a.md" };
        Source { id: SourceId::new(name), format, bytes: bytes.to_vec(), sidecar: None }
    }

    fn checked(format: Format, text: &str) -> Checked<Option<Article>> {
        article(&source(format, text.as_bytes()), &config())
    }

    fn wire(text: &str) -> Article {
        checked(Format::Wire, text).value.expect("an article")
    }

    fn markdown(text: &str) -> Article {
        checked(Format::Markdown, text).value.expect("an article")
    }

    fn codes(format: Format, text: &str) -> Vec<Code> {
        checked(format, text).diagnostics.iter().map(|found| found.code).collect()
    }

    /// The blocks, each as a letter for its kind and its text.
    fn blocks(article: &Article) -> Vec<String> {
        let shown = |block: &Block| {
            let letter = match &block.kind {
                BlockKind::Paragraph { lead_in: None } => "p",
                BlockKind::Paragraph { lead_in: Some(_) } => "l",
                BlockKind::Crosshead { .. } => "h",
                BlockKind::Caption { .. } => "c",
                BlockKind::Picture { .. } => "i",
                BlockKind::Verbatim { .. } => "v",
                BlockKind::TableRow { .. } => "t",
                BlockKind::Rule => "r",
            };
            format!("{letter} {}", block.span.of(&article.body.text))
        };
        article.body.blocks.iter().map(shown).collect()
    }

    #[test]
    fn the_forms_of_a_header() {
        let day = Some(date(2021, 4, 14));
        for (text, byline, place, agency) in [
            (" date 2021-04-14 Dalia Varga\n\nABU DHABI: It began.\n\nIt ended.\n", "Dalia Varga", "Abu Dhabi", None),
            ("date: 2021-04-14\n\nIt began.\n", "", "", None),
            (
                "By DALIA VARGA\nPublished April 14, 2021\n\nKabul (Reuters) - It began.\n",
                "Dalia Varga",
                "Kabul",
                Some("Reuters"),
            ),
            ("Updated: 14 April 2021, 10:30 GMT\n\nIt began.\n", "", "", None),
            ("U.N. HEADQUARTERS, April 14, 2021 (AP) — It began.\n", "", "U.N. Headquarters", Some("AP")),
            ("BAGHDAD, April 14, 2021 -- It began.\n", "", "Baghdad", None),
            ("KABUL, Afghanistan, 14 April 2021 — It began.\n", "", "Kabul, Afghanistan", None),
            (
                "Wednesday, April 14, 2021\nBy Dalia Varga\nIt began and then went on for a while in the city.\n",
                "Dalia Varga",
                "",
                None,
            ),
        ] {
            let header = wire(text).header;
            assert_eq!(header.published, day, "{text}");
            assert_eq!(header.byline.join("|"), byline, "{text}");
            let dateline = header.dateline.as_ref();
            assert_eq!(dateline.map_or("", |dateline| dateline.place.as_str()), place, "{text}");
            assert_eq!(dateline.and_then(|dateline| dateline.agency.as_deref()), agency, "{text}");
            assert!(wire(text).body.text.starts_with("It began"), "{}", wire(text).body.text);
        }
    }

    #[test]
    fn several_authors() {
        let byline = |text: &str| wire(text).header.byline;
        assert_eq!(byline("BY DALIA VARGA AND J. OMAR SAID\n\nIt began.\n"), ["Dalia Varga", "J. Omar Said"]);
        assert_eq!(byline("By Dalia Varga, Associated Press\n\nIt began.\n"), ["Dalia Varga"]);
        assert!(byline("By Monday the talks had failed.\n\nIt began.\n").is_empty());
    }

    #[test]
    fn a_title_is_a_short_line_without_a_stop_before_a_gap() {
        let title = |text: &str| wire(text).header.title;
        assert_eq!(title("Talks resume: what to know\n\nThey met.\n").as_deref(), Some("Talks resume: what to know"));
        assert_eq!(title("Talks resume\nBy Dalia Varga\n\nThey met.\n").as_deref(), Some("Talks resume"));
        assert_eq!(title("They met on Monday.\n\nThey spoke.\n"), None);
        assert_eq!(title("Talks resume\n"), None);
        assert_eq!(title("BAGHDAD: They met on Monday.\n\nThey spoke.\n"), None);
    }

    #[test]
    fn a_break_without_text_behind_it_leaves_nothing() {
        let found = checked(Format::Markdown, "They met![chart](chart.svg)\\\n\u{a0}\n\nThey parted.\n");
        let article = found.value.expect("there is text");
        assert!(article.body.marks.is_empty(), "{:?}", article.body.marks);
        assert_eq!(blocks(&article).last().map(String::as_str), Some("p They parted."));
    }

    #[test]
    fn who_speaks_in_a_transcript_is_no_dateline() {
        let article = wire("VARGA: We begin.\n\nREPORTER: Why?\n\nVARGA: Because.\n");
        assert_eq!(article.header.dateline, None);
        assert_eq!(blocks(&article)[0], "p VARGA: We begin.");
    }

    #[test]
    fn dates_that_cannot_be() {
        assert_eq!(codes(Format::Wire, "date 2021-02-30\n\nIt began.\n"), [Code::InvalidDate, Code::MissingDate]);
        let found = checked(Format::Wire, "Published Monday, April 14, 2021\n\nIt began.\n");
        assert_eq!(found.diagnostics[0].message, "`Monday, April 14, 2021` is a Wednesday, not a Monday");
        assert_eq!(found.value.expect("an article").header.published, Some(date(2021, 4, 14)));
    }

    #[test]
    fn a_date_without_its_year_is_asked_for() {
        let found = checked(Format::Wire, "BAGHDAD, April 14 (AP) - It began.\n");
        assert_eq!(found.diagnostics[0].code, Code::MissingDate);
        assert!(found.diagnostics[0].hints[0].contains("date YYYY-04-14"), "{:?}", found.diagnostics[0].hints);
        let with_year = wire("Updated 2021\n\nBAGHDAD, April 14 (AP) - It began.\n");
        assert_eq!(with_year.header.published, Some(date(2021, 4, 14)));
    }

    #[test]
    fn blocks_of_wire_text() {
        let text = "They met in the old town hall on Monday, and nobody spoke about anything but the budget and what it would mean for all of them in the end.\n\n\
            What Comes Now\n\nA Hall in the Old Town\nThe hall in spring. (Jane Doe)\n\nFlashback: It burned in 1901.\n\n* * *\n\nThe end came soon.\n";
        assert_eq!(
            blocks(&wire(text))[1..],
            [
                "h What Comes Now",
                "h A Hall in the Old Town",
                "c The hall in spring. (Jane Doe)",
                "l Flashback: It burned in 1901.",
                "r ",
                "p The end came soon."
            ]
        );
    }

    #[test]
    fn wrapped_lines_are_joined_and_cut_words_too() {
        let text = "The minister who had been asked to come to the old town hall de-\nscribed the talks as long, and hoped that de-\nescalation would follow when the spokes-\nman of the other side had spoken.\n\nA Second Part\n\nIt went on.\n";
        let article = wire(text);
        assert_eq!(
            blocks(&article),
            [
                "p The minister who had been asked to come to the old town hall described the talks as long, and hoped that \
                 de-escalation would follow when the spokesman of the other side had spoken.",
                "h A Second Part",
                "p It went on."
            ]
        );
        let words: Vec<&str> = article.body.repairs.iter().map(|repair| repair.span.of(&article.body.text)).collect();
        assert_eq!(words, ["described", "spokesman"]);
    }

    #[test]
    fn indents_part_paragraphs_of_wrapped_text() {
        let text = "   The talks went on for the whole of the night and nobody\nknew whether they would end, so that many people went home\nto sleep.\n   The next day brought an answer that nobody had expected in\nthe capital or elsewhere.\n";
        assert_eq!(blocks(&wire(text)).len(), 2);
    }

    #[test]
    fn white_space_is_cleaned_and_leads_back() {
        let article = wire("It\u{A0}  be\u{AD}gan \u{200B}now. \u{7}\n");
        assert_eq!(article.body.text, "It began now.");
        let span = article.body.offsets.origin(TextSpan::new(3, 8));
        assert_eq!(span, RawSpan::new(6, 13));
    }

    #[test]
    fn a_repair_is_a_note_with_its_place() {
        let found = checked(Format::Wire, "date 2021-04-14\n\nThe forc-es left.\n");
        assert_eq!(found.diagnostics.len(), 1);
        assert_eq!(found.diagnostics[0].message, "read `forc-es` as `forces`");
        assert_eq!(found.diagnostics[0].span, Some(RawSpan::new(21, 28)));
        let body = found.value.expect("an article").body;
        assert_eq!(body.repairs[0].span.of(&body.text), "forces");
        assert_eq!(body.offsets.origin(body.repairs[0].span), RawSpan::new(21, 28));
    }

    #[test]
    fn front_matter_is_read_with_places() {
        let header =
            markdown("+++\ntitle = \"A\"\npublished = 2021-04-14\nauthors = [\"B C\", \"D E\"]\n+++\nText.\n").header;
        assert_eq!((header.title.as_deref(), header.published), (Some("A"), Some(date(2021, 4, 14))));
        assert_eq!(header.byline, ["B C", "D E"]);
        let header = markdown("---\ntitle: No\ndate: 2021-04-14T23:30:00-05:00\nbyline: B C\n---\nText.\n").header;
        assert_eq!((header.title.as_deref(), header.published), (Some("No"), Some(date(2021, 4, 15))));
    }

    #[test]
    fn front_matter_that_is_wrong() {
        let check = |text: &str, code: Code, place: &str, hint: &str| {
            let found = checked(Format::Markdown, text);
            let first = found
                .diagnostics
                .iter()
                .find(|found| found.code == code)
                .unwrap_or_else(|| panic!("{text}: {:?}", found.diagnostics));
            let span = first.span.expect("a place");
            assert!(
                text.get(span.range()).is_some_and(|found| found.starts_with(place)),
                "{text}: {:?}",
                text.get(span.range())
            );
            assert!(first.hints.iter().any(|given| given.contains(hint)), "{text}: {:?}", first.hints);
            assert_eq!(found.value.expect("the text is published all the same").body.text, "Text.");
        };
        check("+++\ntitel = \"A\"\n+++\nText.\n", Code::UnknownKey, "titel", "`title`");
        check("---\ntitel: A\n---\nText.\n", Code::UnknownKey, "titel", "`title`");
        check("+++\ntitle = 3\n+++\nText.\n", Code::WrongType, "3", "\"3\"");
        check("---\ndraft: maybe\n---\nText.\n", Code::WrongType, "maybe", "true or false");
        check("+++\ntitle = \n+++\nText.\n", Code::FrontMatter, "", "TOML");
        check("---\ntitle: Talks: the end\n---\nText.\n", Code::FrontMatter, "", "\"Talks: the end\"");
        check("+++\ntitle = \"A\"\n\nText.\n", Code::FrontMatter, "+++", "`+++`");
        check("+++\npublished = \"2021-02-30\"\n+++\nText.\n", Code::InvalidDate, "\"2021-02-30", "YYYY-MM-DD");
    }

    #[test]
    fn drafts_are_left_out_with_a_note() {
        let found = checked(Format::Markdown, "+++\ndraft = true\n+++\nText.\n");
        assert!(found.value.is_none());
        assert_eq!(found.diagnostics[0].code, Code::Draft);
    }

    #[test]
    fn markdown_blocks() {
        let text = "# Title\n\nBy Dalia Varga\n\nBAGHDAD, 14 April 2021 — It *began* & [went](https://example.org) on.\nSame line.\n\n\
            ## Part\n\n- one\n- two\n\n> quoted\n\n```rust\nlet a;\n\nlet b;\n```\n\n![A hall](hall.jpg)\n\n| a | b |\n|---|---|\n| c | d |\n\n---\n\n<div>raw <b>te</b>xt</div>\n\n[bad](javascript:x) note[^1]\n\n[^1]: The note.\n";
        let article = markdown(text);
        assert_eq!(article.header.title.as_deref(), Some("Title"));
        assert_eq!(article.header.published, Some(date(2021, 4, 14)));
        assert_eq!(
            blocks(&article),
            [
                "p It began & went on. Same line.",
                "h Part",
                "p one",
                "p two",
                "p quoted",
                "v let a;\n\nlet b;",
                "i A hall",
                "t a b",
                "t c d",
                "r ",
                "p raw text",
                "p bad note[1]",
                "p [1] The note."
            ]
        );
        let links: Vec<_> =
            article.body.marks.iter().map(|mark| (&mark.kind, mark.span.of(&article.body.text))).collect();
        assert_eq!(links.len(), 2, "{links:?}");
        assert_eq!(codes(Format::Markdown, text), [Code::RawHtml]);
    }

    #[test]
    fn a_person_outranks_the_text() {
        let json = r#"{"version": 1, "article": {"headline": "Noted", "datePublished": "2021-05-01"},
            "quotes": [{"id": "q1", "kind": "direct", "text": "We stay", "review": "rejected", "at": {"exact": "We stay", "prefix": "“"}},
                       {"id": "q2", "kind": "direct", "text": "gone", "review": "accepted", "at": {"exact": "gone"}},
                       {"id": "q3", "kind": "direct", "text": "We", "review": "auto", "at": {"exact": "We"}}]}"#;
        let sidecar = SidecarFile { id: SourceId::new("a.meta.json"), bytes: json.as_bytes().to_vec() };
        let text = "date 2021-04-14\n\nThe forc-es: “We stay,” he said.\n";
        let noted = Source { sidecar: Some(sidecar), ..source(Format::Wire, text.as_bytes()) };
        let found = article(&noted, &config());
        let stale: Vec<_> = found.diagnostics.iter().filter(|found| found.code == Code::StaleFinding).collect();
        assert_eq!(stale.len(), 1);
        assert!(stale[0].message.contains("`q2`"));
        let article = found.value.expect("an article");
        assert_eq!(
            (article.header.title.as_deref(), article.header.published),
            (Some("Noted"), Some(date(2021, 5, 1)))
        );
        let decided = article.decided.expect("one decision");
        let target = &decided.quotes[0].at.0[0];
        assert_eq!(decided.quotes.len(), 1);
        let span = TextSpan::new(target.start.expect("start"), target.end.expect("end"));
        assert_eq!(span.of(&article.body.text), "We stay");
    }

    /// Text that looks like an article, with all that makes reading hard.
    fn hard_text() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "The forc-es met",
            "U.S.",
            "“We stay.” ",
            "Kirby said. ",
            "\n",
            "\n\n",
            "\r\n",
            "de-\nscribed ",
            "date 2021-04-14 A B\n",
            "BAGHDAD: ",
            "By A B\n",
            "Flashback: ",
            "(DoD)",
            "...",
            "…",
            " ",
            "\u{A0}",
            "\u{AD}",
            "e\u{301}",
            "é",
            "---\n",
            "+++\n",
            "title = \"a\"\n",
            "# A\n",
            "> ",
            "- ",
            "1. ",
            "**",
            "*",
            "[a](b)",
            "![c](d)",
            "`x`",
            "```\n",
            "| a | b |\n|--|--|\n",
            "<b>",
            "<!--",
            "&amp;",
            "\u{200B}",
            "a",
            "A Head of Words",
            "-",
            "!",
            "?",
            "\"",
            "(",
            ")",
            "[^1]",
            "[^1]: x\n",
            "April 14",
            ", 2021 ",
            "中。",
            "  \n",
            "\t",
            "\\\n",
            "~~",
            "photo: A. ",
            "Photo: B",
            "no. 5",
            "J. ",
        ]);
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    fn check_body(article: &Article, len: usize) -> Result<(), TestCaseError> {
        let body = &article.body;
        let mut end = None;
        for block in &body.blocks {
            prop_assert!(body.text.get(block.span.range()).is_some());
            if let Some(end) = end {
                prop_assert_eq!(body.text.get(end as usize..block.span.start as usize), Some("\n\n"));
            } else {
                prop_assert_eq!(block.span.start, 0);
            }
            end = Some(block.span.end);
        }
        prop_assert_eq!(end.unwrap_or_default() as usize, body.text.len());
        let mut last = 0;
        for sentence in &body.sentences {
            let block = &body.blocks[sentence.block as usize];
            prop_assert!(
                block.span.contains(sentence.span) && sentence.span.start >= last && !sentence.span.is_empty()
            );
            prop_assert!(body.text.get(sentence.span.range()).is_some());
            last = sentence.span.end;
        }
        for (index, block) in body.blocks.iter().enumerate() {
            if let BlockKind::Paragraph { .. } | BlockKind::Caption { .. } = block.kind {
                let own = body.sentences.iter().filter(|sentence| sentence.block as usize == index);
                let inside: usize = own
                    .map(|sentence| sentence.span.of(&body.text).chars().filter(|c| !c.is_whitespace()).count())
                    .sum();
                let all = block.span.of(&body.text).chars().filter(|c| !c.is_whitespace()).count();
                prop_assert_eq!(inside, all, "all text of a block stands in its sentences");
            }
        }
        for mark in &body.marks {
            prop_assert!(
                body.blocks.iter().any(|block| block.span.contains(mark.span)),
                "{:?} {:?}",
                mark,
                body.blocks
            );
        }
        for repair in &body.repairs {
            prop_assert_eq!(repair.span.of(&body.text), repair.written.replacen('-', "", 1));
        }
        let mut before = RawSpan::default();
        for (at, c) in body.text.char_indices() {
            let origin = body.offsets.origin(TextSpan::new(at as u32, (at + c.len_utf8()) as u32));
            prop_assert!(
                origin.start >= before.start && origin.end <= len as u32,
                "{origin:?} after {before:?} of {len}"
            );
            before = origin;
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_makes_a_sound_body(text in hard_text()) {
            for format in [Format::Wire, Format::Markdown] {
                let found = checked(format, &text);
                if let Some(article) = &found.value {
                    check_body(article, text.len())?;
                }
                for found in &found.diagnostics {
                    prop_assert!(found.span.is_none_or(|span| span.end as usize <= text.len()), "{found:?}");
                }
            }
        }

        #[test]
        fn any_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            for format in [Format::Wire, Format::Markdown] {
                if let Some(article) = article(&source(format, &bytes), &config()).value {
                    check_body(&article, bytes.len())?;
                }
            }
        }
    }
}
