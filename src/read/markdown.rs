//! Markdown: the events of the parser become blocks and marks of the body.
//!
//! Smart punctuation stays off, so that the body's text is what the author wrote and every byte leads back to the file.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::diag::Code;
use crate::model::article::{BlockKind, Body, Container, MarkKind};
use crate::read::body::Builder;
use crate::read::header::{self, Head, TitleLine};
use crate::read::label::{self, Emphasis};
use crate::read::{File, lines};
use crate::span::TextSpan;

/// Containers and marks deeper than this are read as if they were at this depth.
const DEEPEST: usize = 16;

/// Reads an article from the byte `start` of the canonical text on: a first heading that is its title, a header and
/// dateline as in wire text, and the body. `titled` says whether front matter gives a title.
pub(super) fn article(file: &File<'_>, start: u32, titled: bool) -> (Head, Body) {
    let (title, below) = title(file, start);
    // With a title in front matter a first heading of the first level repeats it.
    let lines = lines::lines(&file.canonical.text, below);
    let mut head = header::read(file, &lines, TitleLine::Known);
    if !titled {
        head.title = title;
    }
    let first = lines.get(head.first_line).map(|line| if head.first_line == 0 { below } else { line.span.start });
    let body_start = head.body_start.or(first).unwrap_or(file.canonical.text.len() as u32);
    (head, body(file, body_start))
}

/// Reads a text that is no article: the first heading, where it is of the first level, and the body.
pub(super) fn text(file: &File<'_>, start: u32) -> (Option<String>, Body) {
    let (title, below) = title(file, start);
    (title, body(file, below))
}

fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    Parser::new_ext(text, options).into_offset_iter()
}

/// The text of a heading of the first level that opens the text, and where the text below begins.
fn title(file: &File<'_>, start: u32) -> (Option<String>, u32) {
    let text = file.canonical.text.get(start as usize..).unwrap_or_default();
    let opening = text.trim_start();
    let marked =
        opening.starts_with("# ") || opening.split_once('\n').is_some_and(|(_, second)| second.starts_with('='));
    if !marked {
        return (None, start);
    }
    let mut title = String::new();
    for (event, range) in events(text) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {}
            Event::Text(piece) | Event::Code(piece) => title.push_str(&piece),
            Event::SoftBreak | Event::HardBreak => title.push(' '),
            Event::End(TagEnd::Heading(_)) => {
                let words: Vec<&str> = title.split_whitespace().collect();
                return ((!words.is_empty()).then(|| words.join(" ")), start + range.end as u32);
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_) => {}
            _ => break,
        }
    }
    (None, start)
}

fn body(file: &File<'_>, start: u32) -> Body {
    let text = file.canonical.text.get(start as usize..).unwrap_or_default();
    let mut reader = Reader {
        file,
        builder: Builder::new(file),
        open: None,
        within: Vec::new(),
        too_deep: 0,
        numbers: 0,
        marks: Vec::new(),
        html_seen: false,
    };
    let mut events = events(text).peekable();
    while let Some((event, range)) = events.next() {
        let span = shifted(range, start);
        match event {
            Event::Text(piece) => {
                let line_end = events.next_if(|(event, _)| *event == Event::SoftBreak);
                let line_end = line_end.map(|(_, range)| shifted(range, start));
                reader.text(&piece, span, line_end);
            }
            Event::Start(tag) => reader.start(tag, span),
            Event::End(tag) => reader.end(&tag),
            other => reader.inline(other, span),
        }
    }
    reader.close();
    reader.builder.finish()
}

/// A range of the text that begins at the byte `start` of the canonical text.
fn shifted(range: Range<usize>, start: u32) -> TextSpan {
    TextSpan::new(start + range.start as u32, start + range.end as u32)
}

/// The block being written.
enum Open {
    Paragraph,
    Heading(u8),
    Code {
        language: String,
        /// A line feed that belongs to the text only if more follows.
        line_feed: Option<TextSpan>,
    },
    Picture(String),
    /// Markup that is shown as its text.
    Html,
    Row {
        head: bool,
        cells: Vec<TextSpan>,
        cell: u32,
    },
}

struct Reader<'a> {
    file: &'a File<'a>,
    builder: Builder<'a>,
    open: Option<Open>,
    /// The containers around the next block, outermost first.
    within: Vec<Container>,
    /// Containers that lie too deep to be kept.
    too_deep: usize,
    /// Containers so far.
    numbers: u32,
    /// Inline ranges that have begun: what each does, if anything is to be shown, and where it begins.
    marks: Vec<(Option<MarkKind>, u32)>,
    html_seen: bool,
}

impl Reader<'_> {
    /// Takes a piece of text, and the end of its line where it is the last of one.
    fn text(&mut self, piece: &str, span: TextSpan, line_end: Option<TextSpan>) {
        let source = &self.file.canonical.text;
        match &mut self.open {
            Some(Open::Code { line_feed, .. }) => {
                if let Some(line_feed) = line_feed.take() {
                    self.builder.verbatim("\n", line_feed);
                }
                let line = piece.strip_suffix('\n').filter(|_| span.of(source) == piece);
                let end = if line.is_some() { span.end - 1 } else { span.end };
                *line_feed = line.map(|_| TextSpan::new(end, span.end));
                return self.builder.verbatim(line.unwrap_or(piece), TextSpan::new(span.start, end));
            }
            Some(Open::Html) => return,
            Some(_) => {}
            // Text in a tight list stands in no paragraph of its own.
            None => self.open = Some(Open::Paragraph),
        }
        let as_written = span.of(source) == piece;
        match line_end {
            Some(_) if as_written => {
                let next =
                    source.get(span.end as usize..).unwrap_or_default().trim_start_matches(['\n', ' ', '\t', '>']);
                self.builder.line(span, next);
            }
            _ if as_written => self.builder.prose(span),
            _ => self.builder.replaced(piece, span),
        }
        if let Some(line_end) = line_end.filter(|_| !as_written) {
            self.builder.gap(line_end);
        }
    }

    /// Text in a tight list stands in no paragraph of its own.
    fn ensure_open(&mut self) {
        if self.open.is_none() {
            self.open = Some(Open::Paragraph);
        }
    }

    fn inline(&mut self, event: Event<'_>, span: TextSpan) {
        match event {
            Event::Code(piece) => {
                self.ensure_open();
                let start = self.builder.position();
                self.builder.replaced(&piece, span);
                self.builder.mark(MarkKind::Code, start);
            }
            Event::SoftBreak => self.builder.gap(span),
            Event::HardBreak => self.builder.line_break(span),
            Event::Rule => {
                self.close();
                self.builder.close(&self.within, |_, _| BlockKind::Rule);
            }
            Event::FootnoteReference(label) => {
                self.ensure_open();
                self.builder.replaced(&format!("[{label}]"), span);
            }
            Event::InlineHtml(tag) => {
                self.report_html(span);
                if tag.trim_start_matches(['<', '/']).to_ascii_lowercase().starts_with("br") {
                    self.builder.line_break(span);
                }
            }
            // The text of an HTML block was taken when it began.
            Event::Html(_) => {}
            Event::InlineMath(piece) | Event::DisplayMath(piece) => {
                self.ensure_open();
                self.builder.replaced(&piece, span);
            }
            Event::TaskListMarker(_) | Event::Start(_) | Event::End(_) | Event::Text(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: TextSpan) {
        match tag {
            Tag::Emphasis => self.begin_mark(Some(MarkKind::Emphasis)),
            Tag::Strong => self.begin_mark(Some(MarkKind::Strong)),
            Tag::Strikethrough => self.begin_mark(Some(MarkKind::Strikethrough)),
            Tag::Superscript | Tag::Subscript => self.begin_mark(None),
            Tag::Link { dest_url, .. } => {
                self.begin_mark(is_harmless(&dest_url).then(|| MarkKind::Link(dest_url.to_string())));
            }
            Tag::Image { dest_url, .. } => self.begin_image(&dest_url),
            Tag::Paragraph => self.open_block(Open::Paragraph),
            Tag::Heading { level, .. } => self.open_block(Open::Heading((level as u8).max(2))),
            Tag::CodeBlock(kind) => self.open_block(Open::Code { language: language(&kind), line_feed: None }),
            Tag::HtmlBlock => self.html_block(span),
            Tag::MetadataBlock(_) | Tag::DefinitionList | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                self.close()
            }
            Tag::BlockQuote(_) => self.enter(Container::Quotation),
            Tag::List(start) => self.enter(|number| Container::List { number, start }),
            Tag::Item => self.enter(Container::Item),
            Tag::Table(_) => self.enter(Container::Table),
            Tag::TableHead => self.open_block(Open::Row { head: true, cells: Vec::new(), cell: 0 }),
            Tag::TableRow => self.open_block(Open::Row { head: false, cells: Vec::new(), cell: 0 }),
            Tag::TableCell => self.begin_cell(),
            Tag::FootnoteDefinition(label) => {
                self.open_block(Open::Paragraph);
                let opening = TextSpan::new(span.start, span.start + 1);
                self.builder.replaced(&format!("[{label}] "), opening);
            }
        }
    }

    fn end(&mut self, tag: &TagEnd) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link => {
                self.end_mark();
            }
            TagEnd::Image => self.end_image(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::Table => self.leave(),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Paragraph if matches!(self.open, Some(Open::Html)) => {}
            _ => self.close(),
        }
    }

    fn enter(&mut self, container: impl FnOnce(u32) -> Container) {
        self.close();
        if self.within.len() < DEEPEST {
            self.within.push(container(self.numbers));
            self.numbers += 1;
        } else {
            self.too_deep += 1;
        }
    }

    fn leave(&mut self) {
        self.close();
        match self.too_deep.checked_sub(1) {
            Some(less) => self.too_deep = less,
            None => drop(self.within.pop()),
        }
    }

    fn open_block(&mut self, block: Open) {
        // A footnote opens a paragraph that the first paragraph inside continues.
        let continues = matches!(self.open, Some(Open::Paragraph)) && matches!(block, Open::Paragraph);
        if !continues {
            self.close();
        }
        self.open = Some(block);
    }

    /// Ends the block being written.
    fn close(&mut self) {
        self.marks.clear();
        let Some(open) = self.open.take() else { return };
        let bold = self.builder.opens_bold();
        let outermost = self.within.is_empty();
        self.builder.close(&self.within, |text, start| match open {
            Open::Paragraph | Open::Html => paragraph(text, start, bold, outermost),
            Open::Heading(level) => BlockKind::Crosshead { level },
            Open::Code { language, .. } => BlockKind::Verbatim { language },
            Open::Picture(target) => BlockKind::Picture { target },
            Open::Row { head, cells, .. } => BlockKind::TableRow { head, cells },
        });
    }

    fn begin_mark(&mut self, kind: Option<MarkKind>) {
        self.ensure_open();
        let kind = kind.filter(|_| self.marks.len() < DEEPEST);
        self.marks.push((kind, self.builder.position()));
    }

    fn end_mark(&mut self) {
        if let Some((Some(kind), start)) = self.marks.pop() {
            self.builder.mark(kind, start);
        }
    }

    /// A picture is a block of its own, also where it stands between words; in headings and tables only its text is kept.
    fn begin_image(&mut self, target: &str) {
        let apart = matches!(self.open, None | Some(Open::Paragraph | Open::Html));
        if apart && is_harmless(target) {
            self.close();
            self.open = Some(Open::Picture(target.to_owned()));
        }
    }

    fn end_image(&mut self) {
        if matches!(self.open, Some(Open::Picture(_))) {
            self.close();
            self.open = Some(Open::Paragraph);
        }
    }

    fn begin_cell(&mut self) {
        self.builder.gap_before();
        let at = self.builder.position();
        if let Some(Open::Row { cell, .. }) = &mut self.open {
            *cell = at;
        }
    }

    fn end_cell(&mut self) {
        let end = self.builder.end();
        if let Some(Open::Row { cells, cell, .. }) = &mut self.open {
            cells.push(if *cell < end { TextSpan::new(*cell, end) } else { TextSpan::new(end, end) });
        }
    }

    fn report_html(&mut self, span: TextSpan) {
        if !std::mem::replace(&mut self.html_seen, true) {
            let found = self.file.at(Code::RawHtml, span, "raw HTML is shown without its tags");
            self.file.report(found.hint("write it as Markdown"));
        }
    }

    /// Takes the text of an HTML block without its tags, and without scripts, styles and comments.
    fn html_block(&mut self, span: TextSpan) {
        self.open_block(Open::Html);
        self.report_html(span);
        let text = span.of(&self.file.canonical.text);
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let next = if rest.starts_with('<') { markup_len(rest) } else { rest.find('<').unwrap_or(rest.len()) };
            let piece = TextSpan::new(span.start + at as u32, span.start + (at + next) as u32);
            if rest.starts_with('<') && next > 1 {
                if !is_inline_tag(rest) {
                    self.builder.gap(piece);
                }
            } else {
                self.builder.prose(piece);
            }
            at += next;
        }
    }
}

/// The length of the tag, comment, script or style that opens a text; 1 for a `<` that opens none.
fn markup_len(text: &str) -> usize {
    let lower = text.get(..7).unwrap_or(text).to_ascii_lowercase();
    let to = |end: &str| text.to_ascii_lowercase().find(end).map_or(text.len(), |at| at + end.len());
    if lower.starts_with("<!--") {
        to("-->")
    } else if lower.starts_with("<script") {
        to("</script>")
    } else if lower.starts_with("<style") {
        to("</style>")
    } else if text
        .get(1..)
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')))
    {
        text.find('>').map_or(text.len(), |at| at + 1)
    } else {
        1
    }
}

/// Whether a tag stands inside words and sentences.
fn is_inline_tag(tag: &str) -> bool {
    let inline =
        ["a", "abbr", "b", "cite", "code", "em", "i", "mark", "s", "small", "span", "strong", "sub", "sup", "u"];
    let rest = tag.trim_start_matches(['<', '/']);
    let len = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    inline.contains(&rest.get(..len).unwrap_or_default().to_ascii_lowercase().as_str())
}

fn paragraph(text: &str, start: u32, bold: bool, outermost: bool) -> BlockKind {
    if let Some(credit) = label::credit(text).filter(|_| outermost) {
        return BlockKind::Caption { credit: Some(TextSpan::new(start + credit.start, start + credit.end)) };
    }
    let emphasis = if bold { Emphasis::Bold } else { Emphasis::Plain };
    BlockKind::Paragraph { lead_in: label::lead_in(text, start, emphasis) }
}

fn language(kind: &CodeBlockKind<'_>) -> String {
    match kind {
        CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or_default().to_owned(),
        CodeBlockKind::Indented => String::new(),
    }
}

/// Whether a link leads to the web, to an address, or to another file of the site.
fn is_harmless(target: &str) -> bool {
    let target: String = target.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let Some((scheme, _)) = target.split_once(':') else { return true };
    if scheme.contains(['/', '?', '#']) {
        return true;
    }
    ["http", "https", "mailto"].iter().any(|allowed| allowed.eq_ignore_ascii_case(scheme))
}
