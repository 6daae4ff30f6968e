//! A body as HTML: blocks, containers, and inline ranges that never cut each other.
//!
//! Inline ranges (sentences, quotations, links, emphasis, dates, actors) may overlap in any way. A sweep over their edges
//! writes the text piece by piece; each piece stands in the ranges that cover it, in one fixed order from the outside in,
//! so that elements nest whatever the ranges do. A range that crosses another is written as two elements.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::model::article::{Block, BlockKind, Body, Container, MarkKind};
use crate::render::view::Html;
use crate::render::words::text::Words;
use crate::span::TextSpan;
use crate::text;

/// An inline range, in the order in which ranges stand inside each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tag {
    /// A sentence by its number.
    Sentence(u32),
    /// Words between quotation marks.
    Said,
    /// A link of the author's.
    Link(String),
    /// Strongly stressed.
    Strong,
    /// Stressed.
    Emphasis,
    /// Struck out.
    Strikethrough,
    /// Code.
    Code,
    /// A date with its `datetime` value.
    Time(String),
    /// A date that has no such value.
    Stretch,
    /// An actor's page.
    Actor(String),
}

/// A tag and the text it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Range {
    /// What it does.
    pub(super) tag: Tag,
    /// The text.
    pub(super) span: TextSpan,
}

/// What a text is to look like.
pub(super) struct Style<'a> {
    /// The highest level of heading in it.
    pub(super) heading: u8,
    /// Whether sentences carry their numbers.
    pub(super) sentences: Sentences,
    /// Ranges besides those that the author made.
    pub(super) ranges: Vec<Range>,
    /// The link to a picture of the site; `None` where there is no such picture.
    pub(super) picture: &'a dyn Fn(&str) -> Option<String>,
    /// What is said beside the text.
    pub(super) words: &'a Words,
    /// What a link of the author's leads to from the page.
    pub(super) link: &'a dyn Fn(&str) -> String,
}

/// Whether sentences carry their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sentences {
    /// As link targets, with the number of the first one beside each paragraph.
    Numbered,
    /// Not at all.
    Plain,
}

/// Writes a body.
pub(super) fn html(body: &Body, style: &Style<'_>) -> Html {
    let mut writer = Writer {
        body,
        style,
        ranges: by_block(body, style),
        out: String::with_capacity(body.text.len() * 2),
        open: Vec::new(),
        rows: Rows::None,
        ids: BTreeSet::new(),
        numbered: BTreeSet::new(),
        level: style.heading.saturating_sub(1),
    };
    for (index, block) in body.blocks.iter().enumerate() {
        writer.contain(&block.within);
        writer.block(index, block);
    }
    writer.contain(&[]);
    Html(writer.out)
}

struct Writer<'a> {
    body: &'a Body,
    style: &'a Style<'a>,
    /// The ranges of each block, cut at its bounds.
    ranges: Vec<Vec<Range>>,
    out: String,
    open: Vec<Container>,
    rows: Rows,
    ids: BTreeSet<String>,
    numbered: BTreeSet<u32>,
    /// The level of the heading before.
    level: u8,
}

/// Which part of a table is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rows {
    None,
    Body,
}

impl Writer<'_> {
    /// Closes and opens containers until those of the next block are open.
    fn contain(&mut self, within: &[Container]) {
        let shared = self.open.iter().zip(within).take_while(|(a, b)| a == b).count();
        while self.open.len() > shared {
            if let Some(container) = self.open.pop() {
                self.close(container);
            }
        }
        for container in within.iter().skip(shared) {
            self.open.push(*container);
            match container {
                Container::Quotation(_) => self.out.push_str("<blockquote>\n"),
                Container::List { start: None, .. } => self.out.push_str("<ul>\n"),
                Container::List { start: Some(1), .. } => self.out.push_str("<ol>\n"),
                Container::List { start: Some(first), .. } => self.push(format_args!("<ol start=\"{first}\">\n")),
                Container::Item(_) => self.out.push_str("<li>"),
                Container::Table(_) => self.out.push_str("<div class=\"scroll\"><table>\n"),
            }
        }
    }

    fn close(&mut self, container: Container) {
        match container {
            Container::Quotation(_) => self.out.push_str("</blockquote>\n"),
            Container::List { start: None, .. } => self.out.push_str("</ul>\n"),
            Container::List { start: Some(_), .. } => self.out.push_str("</ol>\n"),
            Container::Item(_) => self.out.push_str("</li>\n"),
            Container::Table(_) => {
                if self.rows == Rows::Body {
                    self.out.push_str("</tbody>\n");
                }
                self.rows = Rows::None;
                self.out.push_str("</table></div>\n");
            }
        }
    }

    fn block(&mut self, index: usize, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph { lead_in: None } => self.paragraph(index, block.span),
            BlockKind::Paragraph { lead_in: Some(lead_in) } => {
                self.heading(2, text::capitalise(self.body.words(lead_in.label)).as_str(), None);
                self.paragraph(index, TextSpan::new(lead_in.rest.min(block.span.end), block.span.end));
            }
            BlockKind::Crosshead { level } => {
                self.heading(*level, self.body.words(block.span), Some((index, block.span)));
            }
            BlockKind::Caption { .. } => {
                let before = self.out.len();
                self.inline(index, block.span);
                let caption = self.out.split_off(before);
                self.caption(&self.style.words.article.caption.html(&[("caption", &caption)]));
            }
            BlockKind::Picture { target } => self.picture(target, block.span),
            BlockKind::Verbatim { .. } => {
                self.out.push_str("<pre tabindex=\"0\"><code>");
                text::escape_html(self.body.words(block.span), &mut self.out);
                self.out.push_str("</code></pre>\n");
            }
            BlockKind::TableRow { head, cells } => self.row(index, *head, cells),
            BlockKind::Rule => self.out.push_str("<hr>\n"),
        }
    }

    /// A heading one level below the one before at most, with an id made from its words.
    fn heading(&mut self, level: u8, words: &str, marked: Option<(usize, TextSpan)>) {
        let offset = self.style.heading.saturating_sub(2);
        let level = (level + offset).clamp(self.style.heading, self.level.max(self.style.heading - 1) + 1).min(6);
        self.level = level;
        let id = self.heading_id(words);
        self.push(format_args!("<h{level} id=\"{id}\">"));
        match marked {
            Some((index, span)) => self.inline(index, span),
            None => text::escape_html(words, &mut self.out),
        }
        self.push(format_args!("</h{level}>\n"));
    }

    /// An id that is unlike every other on the page and begins with a letter. Those of the theme have a single letter and
    /// digits, or `h-` before.
    fn heading_id(&mut self, words: &str) -> String {
        let slug = text::slug(words);
        let taken = |id: &str| {
            let own = matches!(id, "main" | "timeline" | "undated") || id.starts_with("h-") || id.len() < 3;
            own || !id.starts_with(|c: char| c.is_ascii_alphabetic())
                || id.get(1..).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let base = if taken(&slug) { format!("part-{slug}") } else { slug };
        let base = base.trim_end_matches('-').to_owned();
        let mut id = base.clone();
        let mut number = 2;
        while !self.ids.insert(id.clone()) {
            id = format!("{base}-{number}");
            number += 1;
        }
        id
    }

    fn paragraph(&mut self, index: usize, span: TextSpan) {
        if span.is_empty() {
            return;
        }
        self.out.push_str("<p>");
        let first = self.ranges.get(index).into_iter().flatten().find_map(|range| match range.tag {
            Tag::Sentence(number) if range.span.overlaps(span) => Some(number),
            _ => None,
        });
        if let Some(number) = first {
            let mut name = String::new();
            let words = self.style.words.source.sentence.fill(&[("number", &number.to_string())]);
            text::escape_html(&words, &mut name);
            self.push(format_args!("<a class=\"sid\" href=\"#s{number}\" aria-label=\"{name}\">{number}</a>"));
        }
        self.inline(index, span);
        self.out.push_str("</p>\n");
    }

    /// A picture of the site is shown; of any other only its description stands, for no page loads from elsewhere.
    fn picture(&mut self, target: &str, span: TextSpan) {
        let words = self.body.words(span);
        if let Some(href) = (self.style.picture)(target) {
            self.out.push_str("<figure><img src=\"");
            text::escape_html(&href, &mut self.out);
            self.out.push_str("\" alt=\"");
            text::escape_html(words, &mut self.out);
            self.out.push_str("\" loading=\"lazy\"></figure>\n");
        } else if !words.is_empty() {
            let mut description = String::new();
            if target.starts_with("http://") || target.starts_with("https://") {
                description.push_str("<a href=\"");
                text::escape_html(target, &mut description);
                description.push_str("\">");
                text::escape_html(words, &mut description);
                description.push_str("</a>");
            } else {
                text::escape_html(words, &mut description);
            }
            self.caption(&self.style.words.article.picture.html(&[("description", &description)]));
        }
    }

    /// A line about a picture, as markup.
    fn caption(&mut self, line: &str) {
        self.push(format_args!("<p class=\"caption\">{line}</p>\n"));
    }

    fn row(&mut self, index: usize, head: bool, cells: &[TextSpan]) {
        if head {
            self.out.push_str("<thead>");
        } else if self.rows == Rows::None {
            self.rows = Rows::Body;
            self.out.push_str("<tbody>\n");
        }
        self.out.push_str("<tr>");
        for cell in cells {
            // An empty cell above the names of rows is no heading.
            let heading = head && !cell.is_empty();
            self.out.push_str(if heading { "<th scope=\"col\">" } else { "<td>" });
            self.inline(index, *cell);
            self.out.push_str(if heading { "</th>" } else { "</td>" });
        }
        self.out.push_str(if head { "</tr></thead>\n" } else { "</tr>\n" });
    }

    /// The text of `span`, which lies in the block `index`, in its elements.
    fn inline(&mut self, index: usize, span: TextSpan) {
        let ranges = self.ranges.get_mut(index).map(std::mem::take).unwrap_or_default();
        let breaks = self.breaks(span);
        let mut coming = ranges.iter().peekable();
        let mut here: Vec<&Range> = Vec::new();
        let mut open: Vec<&Range> = Vec::new();
        for pair in edges(&ranges, &breaks, span).windows(2) {
            let &[start, end] = pair else { continue };
            if breaks.contains(&start) {
                self.out.push_str("<br>\n");
            }
            while let Some(range) = coming.next_if(|range| range.span.start <= start) {
                here.push(range);
            }
            here.retain(|range| range.span.end > start);
            let words = self.body.words(TextSpan::new(start, end));
            let mut wanted = here.clone();
            if words.trim().is_empty() {
                wanted.retain(|range| range.tag != Tag::Said);
            }
            wanted.sort_by(|a, b| a.tag.cmp(&b.tag));
            let shared = open.iter().zip(&wanted).take_while(|(a, b)| std::ptr::eq(**a, **b)).count();
            for range in open.drain(shared..).rev() {
                self.out.push_str(range.tag.end());
            }
            for range in wanted.iter().skip(shared) {
                self.start(&range.tag);
            }
            open = wanted;
            text::escape_html(words, &mut self.out);
        }
        for range in open.iter().rev() {
            self.out.push_str(range.tag.end());
        }
        if let Some(own) = self.ranges.get_mut(index) {
            *own = ranges;
        }
    }

    fn breaks(&self, span: TextSpan) -> BTreeSet<u32> {
        let marks = &self.body.marks;
        let from = marks.partition_point(|mark| mark.span.start < span.start);
        marks
            .iter()
            .skip(from)
            .take_while(|mark| mark.span.start < span.end)
            .filter(|mark| mark.kind == MarkKind::Break)
            .map(|mark| mark.span.start)
            .collect()
    }

    fn start(&mut self, tag: &Tag) {
        match tag {
            Tag::Sentence(number) if self.numbered.insert(*number) => {
                self.push(format_args!("<span id=\"s{number}\">"));
            }
            Tag::Sentence(_) => self.out.push_str("<span>"),
            Tag::Said => self.out.push_str("<q>"),
            Tag::Link(href) | Tag::Actor(href) => self.anchor(href),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strikethrough => self.out.push_str("<s>"),
            Tag::Code => self.out.push_str("<code>"),
            Tag::Time(datetime) => self.push(format_args!("<time datetime=\"{datetime}\">")),
            Tag::Stretch => self.out.push_str("<span class=\"on\">"),
        }
    }

    fn anchor(&mut self, href: &str) {
        self.out.push_str("<a href=\"");
        text::escape_html(href, &mut self.out);
        self.out.push_str("\">");
    }

    fn push(&mut self, arguments: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.out.write_fmt(arguments);
    }
}

impl Tag {
    fn end(&self) -> &'static str {
        match self {
            Self::Sentence(_) | Self::Stretch => "</span>",
            Self::Said => "</q>",
            Self::Link(_) | Self::Actor(_) => "</a>",
            Self::Strong => "</strong>",
            Self::Emphasis => "</em>",
            Self::Strikethrough => "</s>",
            Self::Code => "</code>",
            Self::Time(_) => "</time>",
        }
    }
}

/// Every place inside `span` where an element begins or ends, both ends of the span included, in order.
fn edges(ranges: &[Range], breaks: &BTreeSet<u32>, span: TextSpan) -> Vec<u32> {
    let inside = |at: &u32| span.start < *at && *at < span.end;
    let mut edges: BTreeSet<u32> =
        ranges.iter().flat_map(|range| [range.span.start, range.span.end]).filter(inside).collect();
    edges.extend(breaks);
    edges.extend([span.start, span.end]);
    edges.into_iter().collect()
}

/// All ranges of each block, cut at its bounds.
fn by_block(body: &Body, style: &Style<'_>) -> Vec<Vec<Range>> {
    let mut blocks: Vec<Vec<Range>> = vec![Vec::new(); body.blocks.len()];
    let mut add = |tag: Tag, span: TextSpan| {
        let first = body.blocks.partition_point(|block| block.span.end <= span.start);
        for (block, ranges) in body.blocks.iter().zip(&mut blocks).skip(first) {
            if block.span.start >= span.end {
                break;
            }
            let cut = TextSpan::new(span.start.max(block.span.start), span.end.min(block.span.end));
            ranges.push(Range { tag: tag.clone(), span: cut });
        }
    };
    if style.sentences == Sentences::Numbered {
        for (number, sentence) in (1..).zip(&body.sentences) {
            add(Tag::Sentence(number), sentence.span);
        }
    }
    for mark in &body.marks {
        let tag = match &mark.kind {
            MarkKind::Emphasis => Tag::Emphasis,
            MarkKind::Strong => Tag::Strong,
            MarkKind::Strikethrough => Tag::Strikethrough,
            MarkKind::Code => Tag::Code,
            MarkKind::Link(target) => Tag::Link((style.link)(target)),
            MarkKind::Break => continue,
        };
        add(tag, mark.span);
    }
    let closed: Vec<&crate::model::article::Mark> =
        body.marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Link(_) | MarkKind::Code)).collect();
    for range in &style.ranges {
        // A link cannot stand in a link, and code is shown as it is.
        let inside_closed = closed.iter().any(|mark| {
            let in_the_way = mark.kind == MarkKind::Code || matches!(range.tag, Tag::Actor(_));
            in_the_way && mark.span.overlaps(range.span)
        });
        if !inside_closed || range.tag == Tag::Said {
            add(range.tag.clone(), range.span);
        }
    }
    for ranges in &mut blocks {
        ranges.sort_by_key(|range| range.span.start);
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::article::{LeadIn, Mark, SectionRole, Sentence};
    use crate::render::words;

    fn none(_: &str) -> Option<String> {
        None
    }

    fn style(ranges: Vec<Range>) -> Style<'static> {
        let words = words::in_english();
        Style { heading: 2, sentences: Sentences::Numbered, ranges, picture: &none, link: &str::to_owned, words }
    }

    fn span(text: &str, words: &str) -> TextSpan {
        let start = text.find(words).expect("the words stand in the text");
        TextSpan::new(start as u32, (start + words.len()) as u32)
    }

    /// One paragraph with the sentences given.
    fn paragraph(sentences: &[&str]) -> Body {
        let text = sentences.join(" ");
        let all = TextSpan::new(0, text.len() as u32);
        Body {
            sentences: sentences.iter().map(|words| Sentence { span: span(&text, words), block: 0 }).collect(),
            blocks: vec![Block { kind: BlockKind::Paragraph { lead_in: None }, span: all, within: Vec::new() }],
            text,
            ..Body::default()
        }
    }

    fn marked(mut body: Body, kind: MarkKind, words: &str) -> Body {
        let span = span(&body.text, words);
        body.marks.push(Mark { kind, span });
        body
    }

    const SID: &str = "<a class=\"sid\" href=\"#s1\" aria-label=\"Sentence 1\">1</a>";

    #[track_caller]
    fn check(body: &Body, ranges: Vec<Range>, expected: &str) {
        assert_eq!(html(body, &style(ranges)).0.trim_end(), expected.replace("SID", SID));
    }

    #[test]
    fn sentences_have_ids_and_text_is_escaped() {
        let body = paragraph(&["A < B.", "“Yes & no.”"]);
        check(&body, Vec::new(), "<p>SID<span id=\"s1\">A &lt; B.</span> <span id=\"s2\">“Yes &amp; no.”</span></p>");
    }

    #[test]
    fn an_actor_that_crosses_emphasis_is_split() {
        let body = marked(paragraph(&["The mayor Ana Lund spoke."]), MarkKind::Emphasis, "mayor Ana");
        let actor = Range { tag: Tag::Actor("x.html".to_owned()), span: span(&body.text, "Ana Lund") };
        check(
            &body,
            vec![actor],
            "<p>SID<span id=\"s1\">The <em>mayor <a href=\"x.html\">Ana</a></em>\
             <a href=\"x.html\"> Lund</a> spoke.</span></p>",
        );
    }

    #[test]
    fn an_actor_inside_a_link_stays_plain() {
        let body =
            marked(paragraph(&["See Ana Lund here."]), MarkKind::Link("https://a.example/?b&c".to_owned()), "Ana Lund");
        let actor = Range { tag: Tag::Actor("x.html".to_owned()), span: span(&body.text, "Lund") };
        check(
            &body,
            vec![actor],
            "<p>SID<span id=\"s1\">See <a href=\"https://a.example/?b&amp;c\">Ana Lund</a> here.</span></p>",
        );
    }

    #[test]
    fn a_quotation_over_two_sentences_is_split_between_them() {
        let body = paragraph(&["“It holds.", "It will stay,” she said."]);
        let said = Range { tag: Tag::Said, span: span(&body.text, "It holds. It will stay,") };
        check(
            &body,
            vec![said],
            "<p>SID<span id=\"s1\">“<q>It holds.</q></span> \
             <span id=\"s2\"><q>It will stay,</q>” she said.</span></p>",
        );
    }

    #[test]
    fn a_lead_in_becomes_a_heading_with_an_id() {
        let mut body = paragraph(&["Flashback: It rained."]);
        let lead_in = LeadIn { label: span(&body.text, "Flashback"), rest: 11, role: SectionRole::Flashback };
        body.blocks[0].kind = BlockKind::Paragraph { lead_in: Some(lead_in) };
        check(&body, Vec::new(), "<h2 id=\"flashback\">Flashback</h2>\n<p>SID<span id=\"s1\">It rained.</span></p>");
    }

    #[test]
    fn containers_close_in_order() {
        let text = "one\n\ntwo\n\nthree";
        let list = Container::List { number: 0, start: Some(3) };
        let block = |words: &str, within: Vec<Container>| Block {
            kind: BlockKind::Paragraph { lead_in: None },
            span: span(text, words),
            within,
        };
        let body = Body {
            text: text.to_owned(),
            blocks: vec![
                block("one", vec![list, Container::Item(0)]),
                block("two", vec![list, Container::Item(1), Container::Quotation(0)]),
                block("three", Vec::new()),
            ],
            ..Body::default()
        };
        check(
            &body,
            Vec::new(),
            "<ol start=\"3\">\n<li><p>one</p>\n</li>\n<li><blockquote>\n<p>two</p>\n</blockquote>\n</li>\n</ol>\n<p>three</p>",
        );
    }

    #[test]
    fn tables_have_a_head_and_a_body() {
        let text = "a b\n\nc d";
        let row = |words: &str, head, cells: [&str; 2]| Block {
            kind: BlockKind::TableRow { head, cells: cells.map(|cell| span(text, cell)).to_vec() },
            span: span(text, words),
            within: vec![Container::Table(0)],
        };
        let body = Body {
            text: text.to_owned(),
            blocks: vec![row("a b", true, ["", "b"]), row("c d", false, ["c", "d"])],
            ..Body::default()
        };
        check(
            &body,
            Vec::new(),
            "<div class=\"scroll\"><table>\n<thead><tr><td></td><th scope=\"col\">b</th></tr></thead>\n\
             <tbody>\n<tr><td>c</td><td>d</td></tr>\n</tbody>\n</table></div>",
        );
    }

    #[test]
    fn headings_skip_no_level_and_ids_are_unlike() {
        let text = "One\n\nTwo\n\nTwo\n\ns1\n\n2003 on";
        let at = |start: u32, end: u32, level| Block {
            kind: BlockKind::Crosshead { level },
            span: TextSpan::new(start, end),
            within: Vec::new(),
        };
        let body = Body {
            text: text.to_owned(),
            blocks: vec![at(0, 3, 4), at(5, 8, 6), at(10, 13, 2), at(15, 17, 2), at(19, 26, 2)],
            ..Body::default()
        };
        check(
            &body,
            Vec::new(),
            "<h2 id=\"one\">One</h2>\n<h3 id=\"two\">Two</h3>\n<h2 id=\"two-2\">Two</h2>\n<h2 id=\"part-s1\">s1</h2>\n\
             <h2 id=\"part-2003-on\">2003 on</h2>",
        );
    }

    #[test]
    fn a_picture_from_elsewhere_is_named_and_not_loaded() {
        let text = "A bridge";
        let body = Body {
            text: text.to_owned(),
            blocks: vec![Block {
                kind: BlockKind::Picture { target: "https://a.example/b.jpg".to_owned() },
                span: span(text, text),
                within: Vec::new(),
            }],
            ..Body::default()
        };
        check(&body, Vec::new(), "<p class=\"caption\">Picture: <a href=\"https://a.example/b.jpg\">A bridge</a></p>");
    }

    #[test]
    fn a_break_is_kept() {
        let mut body = paragraph(&["One two"]);
        body.marks.push(Mark { kind: MarkKind::Break, span: TextSpan::new(4, 4) });
        check(&body, Vec::new(), "<p>SID<span id=\"s1\">One <br>\ntwo</span></p>");
    }
}
