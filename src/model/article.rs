//! An article as `read` hands it on: header and body, the same for wire text and Markdown.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::model::metadata::Metadata;
use crate::span::{OffsetMap, RawSpan, SourceId, TextSpan};

/// A file as it lies on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The path below the site root.
    pub id: SourceId,
    /// What kind of text it holds.
    pub format: Format,
    /// The bytes, unaltered.
    pub bytes: Vec<u8>,
    /// The sidecar beside it (`NAME.meta.json` or `NAME.meta.toml`), where there is one.
    pub sidecar: Option<SidecarFile>,
}

/// A metadata file beside an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SidecarFile {
    /// The path below the site root; its ending says whether it is JSON or TOML.
    pub id: SourceId,
    /// The bytes, unaltered.
    pub bytes: Vec<u8>,
}

/// What kind of text a source holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Format {
    /// Raw wire text (`.txt`).
    Wire,
    /// Markdown (`.md`).
    Markdown,
}

/// One piece after reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// The file it came from.
    pub id: SourceId,
    /// What stands above the text, or in front matter or sidecar.
    pub header: Header,
    /// The text.
    pub body: Body,
    /// Findings that a person has decided on, from the sidecar. Their targets' `start` and `end` count bytes of
    /// `body.text`, not code points of the file: `read` has moved them, and dropped those whose words are gone.
    #[serde(with = "crate::model::metadata::as_json")]
    pub decided: Option<Box<Metadata>>,
}

/// What is known about an article besides its text. A field is `None` where nobody said it; nothing is guessed here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// The title as written by its author.
    pub title: Option<String>,
    /// The day of publication.
    pub published: Option<Date>,
    /// The authors, as written. Authors are not actors.
    pub byline: Vec<String>,
    /// Place (and agency) that open the text: `ABU DHABI:`.
    pub dateline: Option<Dateline>,
    /// Who published it.
    pub outlet: Option<String>,
    /// BCP 47 tag, where the article differs from the site.
    pub language: Option<String>,
    /// One sentence by its author that says what it is about.
    pub summary: Option<String>,
    /// Names or slugs of curated topics its author put it under.
    pub topics: Vec<String>,
    /// Where the original stands on the web.
    pub url: Option<String>,
    /// The slug its author chose.
    pub slug: Option<String>,
    /// Whether its author holds it back.
    pub draft: bool,
    /// Where its page once stood: paths below the site's root, without slashes around them and without `index.html`.
    pub earlier: Vec<String>,
    /// The lines above wire text that hold its title and its day, as they stand.
    pub above: Vec<LineAbove>,
}

/// A line above the text, which is no part of the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineAbove {
    /// Its words.
    pub text: String,
    /// Where it stands in the file. As long as `text`: a line with repaired bytes is left out.
    pub raw: RawSpan,
}

/// The words that open a report: where it was written, and for which agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dateline {
    /// The place in reading case: `Abu Dhabi`.
    pub place: String,
    /// The agency: `Reuters`.
    pub agency: Option<String>,
    /// Where it stands in the file; `None` when it comes from front matter or a sidecar.
    pub raw: Option<RawSpan>,
}

/// The text of an article: plain text and ranges over it.
///
/// Blocks lie in text order, do not overlap, and are separated by two line feeds. Marks and sentences lie inside one
/// block each. The same model carries wire text and Markdown, so that extractors meet one kind of text and `render` can
/// wrap a mention without cutting markup.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// The cleaned text: Unicode NFC, one line a block, artefacts repaired.
    pub text: String,
    /// Paragraphs, crossheads, captions, …
    pub blocks: Vec<Block>,
    /// Emphasis, links, code, …: sorted by start, an outer one before those inside it.
    pub marks: Vec<Mark>,
    /// Sentences in text order. Blocks that hold no prose (crossheads, verbatim text, rules) have none.
    pub sentences: Vec<Sentence>,
    /// Broken words that were put together again, in text order.
    pub repairs: Vec<Repair>,
    /// How `text` follows from the bytes of the file.
    pub offsets: OffsetMap,
}

/// One block of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, without the marks that made it a block.
    pub span: TextSpan,
    /// The containers it stands in, outermost first. Neighbours that share a container carry an equal value.
    pub within: Vec<Container>,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockKind {
    /// Prose. A lead-in (`The state of play:`) stands at its start, inside the block's span.
    Paragraph {
        /// The label that opens it.
        lead_in: Option<LeadIn>,
    },
    /// A sub-heading in the text.
    Crosshead {
        /// 2 to 6; wire text has 2 only.
        level: u8,
    },
    /// A picture's line, as wire text carries it without the picture. No evidence that anybody said anything.
    Caption {
        /// The credit without its brackets: `DoD`.
        credit: Option<TextSpan>,
    },
    /// A picture in Markdown; the block's text is its alternative text.
    Picture {
        /// Where the picture lies, as written.
        target: String,
    },
    /// Code or preformatted text, not prose.
    Verbatim {
        /// The language named by its author, or empty.
        language: String,
    },
    /// One row of a table.
    TableRow {
        /// Whether it is the head.
        head: bool,
        /// The cells, inside the block's span.
        cells: Vec<TextSpan>,
    },
    /// A thematic break; its span is empty.
    Rule,
}

/// Something that holds blocks. The number tells containers of one article apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Container {
    /// A block quotation.
    Quotation(u32),
    /// A list; numbered from `start` where it is an ordered one.
    List {
        /// Tells lists apart.
        number: u32,
        /// The first number of an ordered list.
        start: Option<u64>,
    },
    /// One item of a list.
    Item(u32),
    /// A table.
    Table(u32),
}

/// The label that opens a paragraph: `Flashback:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadIn {
    /// The words without the colon.
    pub label: TextSpan,
    /// Where the text after the label begins.
    pub rest: u32,
    /// What the section does.
    pub role: SectionRole,
}

/// What a section announced by a lead-in does. The names are those of the metadata schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SectionRole {
    /// Where things stand now.
    StateOfPlay,
    /// Why a reader should care.
    WhyItMatters,
    /// Background.
    Context,
    /// What happened before.
    Flashback,
    /// What is to come.
    WhatsNext,
    /// Anything else.
    Other,
}

/// An inline range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// What it does.
    pub kind: MarkKind,
    /// The text it covers.
    pub span: TextSpan,
}

/// What an inline range does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MarkKind {
    /// Stressed.
    Emphasis,
    /// Strongly stressed.
    Strong,
    /// Struck out.
    Strikethrough,
    /// Code.
    Code,
    /// A link; the target was checked to be harmless (`http`, `https`, `mailto`, or relative).
    Link(String),
    /// A line break that its author asked for; the span is empty.
    Break,
}

/// The unit that provenance points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Its text.
    pub span: TextSpan,
    /// Index of its block.
    pub block: u32,
}

/// A broken word that was put together again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// The word as read: `forces`.
    pub span: TextSpan,
    /// The word as it stands in the file: `forc-es`.
    pub written: String,
    /// Why it was taken for one word.
    pub evidence: RepairEvidence,
}

/// Why a broken word was taken for one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RepairEvidence {
    /// The joined form is a word and a part of the broken one is none.
    Dictionary,
    /// The joined form stands elsewhere in the text.
    Text,
}

impl Body {
    /// The same in no more memory than it needs: texts are kept for as long as the program runs.
    #[must_use]
    pub fn fitted(mut self) -> Self {
        self.text.shrink_to_fit();
        self.blocks.shrink_to_fit();
        self.marks.shrink_to_fit();
        self.sentences.shrink_to_fit();
        self.repairs.shrink_to_fit();
        self
    }

    /// The number (from 1) and the sentence that hold the byte `at`.
    pub fn sentence_at(&self, at: u32) -> Option<(u32, Sentence)> {
        let index = self.sentences.partition_point(|sentence| sentence.span.end <= at);
        let sentence = *self.sentences.get(index)?;
        (sentence.span.start <= at).then_some((index as u32 + 1, sentence))
    }

    /// The sentence of a number counted from 1.
    pub fn sentence(&self, number: u32) -> Option<Sentence> {
        self.sentences.get(number.checked_sub(1)? as usize).copied()
    }

    /// The block a sentence stands in.
    pub fn block_of(&self, sentence: Sentence) -> &Block {
        &self.blocks[sentence.block as usize]
    }

    /// The text a span covers.
    pub fn words(&self, span: TextSpan) -> &str {
        span.of(&self.text)
    }
}
