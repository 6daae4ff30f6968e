//! Places in text: which file, which bytes, and how a place in the cleaned text leads back to the file.
//!
//! Two kinds of offset exist and have two types: [`TextSpan`] counts bytes of an article's cleaned text,
//! [`RawSpan`] counts bytes of the file as it lies on disk. Only [`OffsetMap`] converts.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A file of the site, by its path below the site root with `/` between the parts.
///
/// The path itself is the identity, so that cached facts and diagnostics outlive the walk that found the file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceId(Arc<str>);

impl SourceId {
    /// Names a file by its path below the site root.
    pub fn new(path: &str) -> Self {
        Self(path.into())
    }

    /// The path, with `/` between the parts.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file name without folders and without its last extension.
    pub fn stem(&self) -> &str {
        let name = self.0.rsplit('/').next().unwrap_or(&self.0);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceId({})", self.0)
    }
}

macro_rules! span {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name {
            /// First byte.
            pub start: u32,
            /// One past the last byte.
            pub end: u32,
        }

        impl $name {
            /// A span from `start` up to, not including, `end`.
            pub fn new(start: u32, end: u32) -> Self {
                debug_assert!(start <= end, "a span ends before it starts: {start}..{end}");
                Self { start, end }
            }

            /// Length in bytes.
            pub fn len(self) -> u32 {
                self.end - self.start
            }

            /// Whether no byte lies inside.
            pub fn is_empty(self) -> bool {
                self.start == self.end
            }

            /// Whether `other` lies wholly inside.
            pub fn contains(self, other: Self) -> bool {
                self.start <= other.start && other.end <= self.end
            }

            /// Whether at least one byte lies in both.
            pub fn overlaps(self, other: Self) -> bool {
                self.start < other.end && other.start < self.end
            }

            /// The smallest span that holds both.
            pub fn join(self, other: Self) -> Self {
                Self { start: self.start.min(other.start), end: self.end.max(other.end) }
            }

            /// The same as a range for slicing.
            pub fn range(self) -> Range<usize> {
                self.start as usize..self.end as usize
            }

            /// The text it covers, or the empty string where it does not lie on character bounds of `text`.
            pub fn of(self, text: &str) -> &str {
                text.get(self.range()).unwrap_or_default()
            }
        }
    };
}

span! {
    /// Bytes of an article's cleaned text, end exclusive.
    TextSpan
}

span! {
    /// Bytes of a file as it lies on disk, end exclusive.
    RawSpan
}

/// How the bytes of a cleaned text follow from those of another text.
///
/// A sequence of stretches; inside a stretch the bytes are the same, or one piece stands for another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffsetMap {
    stretches: Vec<Stretch>,
    len: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stretch {
    /// Where it begins in the cleaned text; it runs to the next stretch.
    text: u32,
    raw: RawSpan,
}

impl OffsetMap {
    /// The map of a text that was taken over unchanged.
    pub fn identity(len: u32) -> Self {
        let mut map = Self::default();
        map.push_same(0, len);
        map
    }

    /// Appends `len` bytes that stand unchanged at `raw_start`.
    pub fn push_same(&mut self, raw_start: u32, len: u32) {
        if len == 0 {
            return;
        }
        let before = self.len;
        self.len += len;
        if let Some(last) = self.stretches.last_mut() {
            let copied = last.raw.len() == before - last.text;
            if copied && last.raw.end == raw_start {
                last.raw.end += len;
                return;
            }
        }
        self.stretches.push(Stretch { text: before, raw: RawSpan::new(raw_start, raw_start + len) });
    }

    /// Appends `len` bytes that stand for all of `raw` (which may be empty: bytes that the file does not have).
    pub fn push_replaced(&mut self, raw: RawSpan, len: u32) {
        if len == 0 {
            return;
        }
        self.stretches.push(Stretch { text: self.len, raw });
        self.len += len;
    }

    /// Length of the cleaned text in bytes.
    pub fn text_len(&self) -> u32 {
        self.len
    }

    /// The bytes that a span of the cleaned text came from.
    ///
    /// Inside a replaced stretch the answer is the whole of what it stands for; positions past the end are clamped.
    pub fn origin(&self, span: TextSpan) -> RawSpan {
        let start = self.raw_start(span.start);
        let end = if span.is_empty() { start } else { self.raw_end(span.end) };
        RawSpan { start, end: end.max(start) }
    }

    /// The bytes of the cleaned text that came from `raw`, or the empty span where its bytes were left out.
    ///
    /// The other way of [`Self::origin`]; a stretch that was replaced answers as a whole. The origins must lie in order,
    /// as they do in all texts that `read` makes.
    pub fn image(&self, raw: RawSpan) -> TextSpan {
        let first = self.stretches.partition_point(|stretch| stretch.raw.end <= raw.start);
        let after = self.stretches.partition_point(|stretch| stretch.raw.start < raw.end);
        let start = self.stretches.get(first).map_or(self.len, |stretch| {
            let copied = stretch.raw.len() == self.text_end(first) - stretch.text;
            stretch.text + if copied { raw.start.saturating_sub(stretch.raw.start) } else { 0 }
        });
        let end = after.checked_sub(1).and_then(|last| Some((last, self.stretches.get(last)?))).map_or(
            0,
            |(last, stretch)| {
                let len = self.text_end(last) - stretch.text;
                let copied = stretch.raw.len() == len;
                stretch.text + if copied { (raw.end - stretch.raw.start).min(len) } else { len }
            },
        );
        TextSpan { start, end: end.max(start) }
    }

    /// This map followed by `outer`: where `self` leads from a text to a middle one and `outer` from there to the file.
    pub fn then(&self, outer: &Self) -> Self {
        let mut composed = Self::default();
        for (index, stretch) in self.stretches.iter().enumerate() {
            let text_len = self.text_end(index) - stretch.text;
            if stretch.raw.len() != text_len {
                composed.push_replaced(outer.origin(TextSpan::new(stretch.raw.start, stretch.raw.end)), text_len);
                continue;
            }
            composed.push_through(outer, stretch.raw);
        }
        composed
    }

    /// Appends the bytes `middle` of the text that `outer` maps, cut where `outer` changes its stretch.
    fn push_through(&mut self, outer: &Self, middle: RawSpan) {
        let mut at = middle.start;
        while at < middle.end {
            let index = outer.stretch_at(at);
            let Some(stretch) = outer.stretches.get(index) else {
                self.push_replaced(RawSpan::new(outer.raw_start(at), outer.raw_start(at)), middle.end - at);
                return;
            };
            let stop = outer.text_end(index).min(middle.end);
            if stretch.raw.len() == outer.text_end(index) - stretch.text {
                self.push_same(stretch.raw.start + (at - stretch.text), stop - at);
            } else {
                self.push_replaced(stretch.raw, stop - at);
            }
            at = stop;
        }
    }

    /// Index of the stretch that holds the byte `at`, or the number of stretches when it lies past the end.
    fn stretch_at(&self, at: u32) -> usize {
        if at >= self.len {
            return self.stretches.len();
        }
        self.stretches.partition_point(|stretch| stretch.text <= at).saturating_sub(1)
    }

    fn text_end(&self, index: usize) -> u32 {
        self.stretches.get(index + 1).map_or(self.len, |next| next.text)
    }

    fn raw_start(&self, at: u32) -> u32 {
        match self.stretches.get(self.stretch_at(at)) {
            Some(stretch) => self.inside(stretch, at),
            None => self.stretches.last().map_or(0, |last| last.raw.end),
        }
    }

    fn raw_end(&self, end: u32) -> u32 {
        let index = self.stretch_at(end.saturating_sub(1));
        match self.stretches.get(index) {
            Some(stretch) if self.text_end(index) == end => stretch.raw.end,
            Some(stretch) if stretch.raw.len() == self.text_end(index) - stretch.text => self.inside(stretch, end),
            Some(stretch) => stretch.raw.end,
            None => self.stretches.last().map_or(0, |last| last.raw.end),
        }
    }

    /// The raw position of `at` in a copied stretch, the raw start in a replaced one.
    fn inside(&self, stretch: &Stretch, at: u32) -> u32 {
        let index = self.stretch_at(stretch.text);
        if stretch.raw.len() == self.text_end(index) - stretch.text {
            stretch.raw.start + (at - stretch.text)
        } else {
            stretch.raw.start
        }
    }
}

/// Line and column of a byte offset, both counted from 1; the column counts code points.
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = text.get(..at).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `forc-es fr-om`: two hyphens left out.
    fn repaired() -> OffsetMap {
        let mut map = OffsetMap::default();
        map.push_same(0, 4);
        map.push_same(5, 5);
        map.push_same(11, 2);
        map
    }

    #[test]
    fn a_span_over_a_repair_covers_the_hyphen() {
        assert_eq!(repaired().origin(TextSpan::new(0, 6)), RawSpan::new(0, 7));
        assert_eq!(repaired().origin(TextSpan::new(7, 11)), RawSpan::new(8, 13));
    }

    #[test]
    fn a_span_that_stops_before_a_repair_leaves_the_hyphen_out() {
        assert_eq!(repaired().origin(TextSpan::new(0, 4)), RawSpan::new(0, 4));
        assert_eq!(repaired().origin(TextSpan::new(4, 6)), RawSpan::new(5, 7));
    }

    #[test]
    fn a_replaced_stretch_maps_as_a_whole() {
        let mut map = OffsetMap::default();
        map.push_same(0, 2);
        map.push_replaced(RawSpan::new(2, 7), 1);
        map.push_same(7, 3);
        assert_eq!(map.origin(TextSpan::new(2, 3)), RawSpan::new(2, 7));
        assert_eq!(map.origin(TextSpan::new(1, 4)), RawSpan::new(1, 8));
    }

    #[test]
    fn positions_past_the_end_are_clamped() {
        assert_eq!(repaired().origin(TextSpan::new(11, 99)), RawSpan::new(13, 13));
        assert_eq!(OffsetMap::default().origin(TextSpan::new(0, 0)), RawSpan::new(0, 0));
    }

    #[test]
    fn an_image_is_the_text_that_came_from_a_place() {
        assert_eq!(repaired().image(RawSpan::new(0, 7)), TextSpan::new(0, 6));
        assert_eq!(repaired().image(RawSpan::new(4, 5)), TextSpan::new(4, 4));
        assert_eq!(repaired().image(RawSpan::new(8, 99)), TextSpan::new(7, 11));
        assert_eq!(OffsetMap::default().image(RawSpan::new(3, 5)), TextSpan::new(0, 0));
    }

    #[test]
    fn maps_compose() {
        // The file begins with a three-byte mark and has one two-byte line end.
        let mut outer = OffsetMap::default();
        outer.push_same(3, 9);
        outer.push_replaced(RawSpan::new(12, 14), 1);
        outer.push_same(14, 5);
        let both = repaired().then(&outer);
        assert_eq!(both.text_len(), 11);
        assert_eq!(both.origin(TextSpan::new(0, 6)), RawSpan::new(3, 10));
        assert_eq!(both.origin(TextSpan::new(7, 11)), RawSpan::new(11, 17));
    }

    #[test]
    fn lines_and_columns_count_from_one() {
        assert_eq!(line_column("a\nüb", 0), (1, 1));
        assert_eq!(line_column("a\nüb", 4), (2, 2));
        assert_eq!(line_column("a\n", 99), (2, 1));
    }
}
