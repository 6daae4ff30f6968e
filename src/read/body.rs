//! Putting a body together, block by block, from pieces of the canonical text.

use crate::diag::{Code, Diagnostic};
use crate::model::article::{Block, BlockKind, Body, Container, Mark, MarkKind, Repair, RepairEvidence, Sentence};
use crate::read::File;
use crate::read::clean::{Joiner, Treatment, needs_look, treatment};
use crate::read::sentence;
use crate::span::{OffsetMap, RawSpan, TextSpan};

/// Builds a [`Body`]. Pieces have to come in the order in which they stand in the text.
pub(super) struct Builder<'a> {
    file: &'a File<'a>,
    text: &'a str,
    joiner: Joiner<'a>,
    body: Body,
    /// From the body's text to the canonical text.
    offsets: OffsetMap,
    /// Where the block being written begins.
    start: u32,
    /// White space of the canonical text that becomes one space if more follows in the block.
    space: Option<TextSpan>,
    /// One past the last byte of the canonical text that was taken.
    taken: u32,
}

impl<'a> Builder<'a> {
    /// A body of pieces of the file's canonical text.
    pub(super) fn new(file: &'a File<'a>) -> Self {
        let text = file.canonical.text.as_str();
        Self {
            file,
            text,
            joiner: Joiner::new(text),
            body: Body::default(),
            offsets: OffsetMap::default(),
            start: 0,
            space: None,
            taken: 0,
        }
    }

    /// Where the next byte of the block will stand.
    pub(super) fn position(&self) -> u32 {
        let pending = self.space.is_some() && !self.is_at_start();
        self.offsets.text_len() + u32::from(pending)
    }

    /// Where the last byte of the block stands, end exclusive.
    pub(super) fn end(&self) -> u32 {
        self.offsets.text_len()
    }

    /// The text of the block so far.
    pub(super) fn block_text(&self) -> &str {
        self.body.text.get(self.start as usize..).unwrap_or_default()
    }

    fn is_at_start(&self) -> bool {
        self.offsets.text_len() == self.start
    }

    /// Appends prose: white space collapsed, broken words repaired.
    pub(super) fn prose(&mut self, span: TextSpan) {
        let bytes = self.text.as_bytes();
        let end = span.end as usize;
        let mut run = span.start as usize;
        let mut at = run;
        while at < end {
            let ahead = bytes.get(at..end).unwrap_or_default().iter().position(|byte| needs_look(*byte));
            let Some(ahead) = ahead else { break };
            at += ahead;
            // By far most bytes to look at are single spaces between words.
            if bytes[at] == b' ' && at > run && at + 1 < end && !needs_look(bytes[at + 1]) {
                at += 2;
                continue;
            }
            let Some(c) = self.text.get(at..end).and_then(|rest| rest.chars().next()) else { break };
            let next = at + c.len_utf8();
            let treated = if c == '-' {
                self.copy(TextSpan::new(run as u32, at as u32));
                run = at;
                self.hyphen(at)
            } else {
                treatment(c)
            };
            if treated != Treatment::Keep {
                self.copy(TextSpan::new(run as u32, at as u32));
                run = next;
            }
            if treated == Treatment::Space {
                self.gap(TextSpan::new(at as u32, next as u32));
            }
            at = next;
        }
        self.copy(TextSpan::new(run as u32, span.end));
    }

    /// Appends a line of prose after which the text goes on with `next` on another line: a word cut at the end of the line
    /// is joined by rule, else a space follows.
    pub(super) fn line(&mut self, span: TextSpan, next: &str) {
        let text = span.of(self.text);
        let Some(first) = text.strip_suffix('-').map(last_word).filter(|word| !word.is_empty()) else {
            self.prose(span);
            self.gap(TextSpan::new(span.end, span.end));
            return;
        };
        let second = first_word(next);
        if second.is_empty() {
            self.prose(span);
            self.gap(TextSpan::new(span.end, span.end));
            return;
        }
        let Some(evidence) = self.joiner.at_line_end(first, second) else {
            self.prose(span);
            return;
        };
        self.prose(TextSpan::new(span.start, span.end - 1));
        let word = TextSpan::new(self.end() - first.len() as u32, self.end() + second.len() as u32);
        let written = TextSpan::new(span.end - 1 - first.len() as u32, span.end);
        self.repaired(word, written, format!("{first}-{second}"), evidence);
    }

    /// What becomes of a hyphen at a byte of the canonical text.
    fn hyphen(&mut self, at: usize) -> Treatment {
        let first = last_word(self.text.get(..at).unwrap_or_default());
        let second = first_word(self.text.get(at + 1..).unwrap_or_default());
        let before = self.text.get(..at - first.len()).and_then(|text| text.chars().next_back());
        let after = self.text.get(at + 1 + second.len()..).and_then(|text| text.chars().next());
        let joined_on = |c: Option<char>| c.is_some_and(|c| c == '-' || c.is_numeric());
        // `U.S.-led` and `Sgt.-Major` have a stop before the hyphen, which leaves `first` empty.
        if first.is_empty() || second.is_empty() || joined_on(before) || joined_on(after) || before == Some('.') {
            return Treatment::Keep;
        }
        let Some(evidence) = self.joiner.inside_line(first, second) else { return Treatment::Keep };
        let written = TextSpan::new((at - first.len()) as u32, (at + 1 + second.len()) as u32);
        let word = TextSpan::new(self.end() - first.len() as u32, self.end() + second.len() as u32);
        self.repaired(word, written, format!("{first}-{second}"), evidence);
        Treatment::Drop
    }

    fn repaired(&mut self, word: TextSpan, written: TextSpan, found: String, evidence: RepairEvidence) {
        let raw = self.file.canonical.raw(written);
        let read = found.replacen('-', "", 1);
        let message = format!("read `{found}` as `{read}`");
        self.file.report(Diagnostic::at(Code::PrintArtefact, self.file.id, raw, message));
        self.body.repairs.push(Repair { span: word, written: found, evidence });
    }

    /// Appends a piece of the canonical text as it is.
    fn copy(&mut self, span: TextSpan) {
        if span.is_empty() {
            return;
        }
        self.write_space();
        self.body.text.push_str(span.of(self.text));
        self.offsets.push_same(span.start, span.len());
        self.taken = span.end;
    }

    /// Notes white space that becomes one space if more text follows in the block.
    pub(super) fn gap(&mut self, span: TextSpan) {
        if !self.is_at_start() {
            self.space = Some(self.space.map_or(span, |before| before.join(span)));
        }
    }

    fn write_space(&mut self) {
        if let Some(gap) = self.space.take() {
            self.body.text.push(' ');
            self.offsets.push_replaced(RawSpan::new(gap.start.max(self.taken), gap.end.max(self.taken)), 1);
        }
    }

    /// Appends prose that does not stand in the file as it is, such as a character written as `&amp;`.
    pub(super) fn replaced(&mut self, text: &str, span: TextSpan) {
        for c in text.chars() {
            match treatment(c) {
                Treatment::Space => self.gap(span),
                Treatment::Drop => {}
                Treatment::Keep => {
                    self.write_space();
                    self.body.text.push(c);
                    self.offsets.push_replaced(RawSpan::new(span.start, span.end), c.len_utf8() as u32);
                }
            }
        }
        self.taken = span.end;
    }

    /// Appends text in which spaces and line feeds count, without control characters.
    pub(super) fn verbatim(&mut self, text: &str, span: TextSpan) {
        if span.of(self.text) == text && !text.chars().any(is_unprintable) {
            return self.copy(span);
        }
        let clean: String = text.chars().filter(|c| !is_unprintable(*c)).collect();
        self.body.text.push_str(&clean);
        self.offsets.push_replaced(RawSpan::new(span.start, span.end), clean.len() as u32);
        self.taken = span.end;
    }

    /// Notes a space between what stands and what follows in the block.
    pub(super) fn gap_before(&mut self) {
        self.gap(TextSpan::new(self.taken, self.taken));
    }

    /// Whether the block opens with strongly stressed words.
    pub(super) fn opens_bold(&self) -> bool {
        let marks = self.body.marks.iter().rev().take_while(|mark| mark.span.start >= self.start);
        marks.into_iter().any(|mark| mark.kind == MarkKind::Strong && mark.span.start == self.start)
    }

    /// Adds an inline range, unless it is empty.
    pub(super) fn mark(&mut self, kind: MarkKind, start: u32) {
        let end = self.end();
        if start < end {
            self.body.marks.push(Mark { kind, span: TextSpan::new(start, end) });
        }
    }

    /// Notes a line break that the author asked for.
    pub(super) fn line_break(&mut self, span: TextSpan) {
        self.gap(span);
        let at = self.position();
        self.body.marks.push(Mark { kind: MarkKind::Break, span: TextSpan::new(at, at) });
    }

    /// Ends the block. One without text is left out, unless it is a kind that has none.
    pub(super) fn close(&mut self, within: &[Container], kind: impl FnOnce(&str, u32) -> BlockKind) {
        self.space = None;
        let span = TextSpan::new(self.start, self.end());
        let kind = kind(self.block_text(), self.start);
        // A break after the last word breaks nothing.
        while self.body.marks.last().is_some_and(|mark| mark.kind == MarkKind::Break && mark.span.start >= span.end) {
            self.body.marks.pop();
        }
        let shows = !span.is_empty() || matches!(kind, BlockKind::Rule | BlockKind::Picture { .. });
        if !shows {
            return;
        }
        self.body.blocks.push(Block { kind, span, within: within.to_vec() });
        self.separate();
    }

    /// Two line feeds, before another block.
    fn separate(&mut self) {
        self.body.text.push_str("\n\n");
        self.offsets.push_replaced(RawSpan::new(self.taken, self.taken), 2);
        self.start = self.end();
    }

    /// The body, with its sentences, and its offsets leading to the bytes of the file.
    pub(super) fn finish(mut self) -> Body {
        let end = self.body.blocks.last().map_or(0, |block| block.span.end);
        self.body.text.truncate(end as usize);
        let mut body = self.body;
        for (index, block) in body.blocks.iter().enumerate() {
            for span in prose_of(block) {
                let mut sentences = sentence::split(span.of(&body.text));
                if let BlockKind::Caption { credit: Some(credit) } = block.kind {
                    join_credit(&mut sentences, credit.start - span.start);
                }
                body.sentences.extend(sentences.into_iter().map(|found| Sentence {
                    span: TextSpan::new(span.start + found.start, span.start + found.end),
                    block: index as u32,
                }));
            }
        }
        body.marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
        body.offsets = self.offsets.then(&self.file.canonical.offsets);
        body
    }
}

/// A credit is no sentence of its own: it belongs to the one before it.
fn join_credit(sentences: &mut Vec<TextSpan>, credit: u32) {
    if let [.., before, last] = sentences.as_mut_slice()
        && last.start + 1 >= credit
    {
        before.end = last.end;
        sentences.pop();
    }
}

/// The parts of a block that are prose.
fn prose_of(block: &Block) -> Vec<TextSpan> {
    match &block.kind {
        BlockKind::Paragraph { .. } | BlockKind::Caption { .. } => vec![block.span],
        BlockKind::TableRow { cells, .. } => cells.clone(),
        BlockKind::Crosshead { .. } | BlockKind::Picture { .. } | BlockKind::Verbatim { .. } | BlockKind::Rule => {
            Vec::new()
        }
    }
}

fn is_unprintable(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

/// The letters at the end of a text.
fn last_word(text: &str) -> &str {
    let rest = text.trim_end_matches(char::is_alphabetic);
    text.get(rest.len()..).unwrap_or_default()
}

/// The letters at the beginning of a text.
fn first_word(text: &str) -> &str {
    let rest = text.trim_start_matches(char::is_alphabetic);
    text.get(..text.len() - rest.len()).unwrap_or_default()
}
