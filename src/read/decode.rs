//! From the bytes of a file to its canonical text: UTF-8, Unicode NFC, line feeds, no byte order mark, artefacts kept.

use encoding_rs::WINDOWS_1252;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::diag::{Checked, Code, Diagnostic};
use crate::span::{OffsetMap, RawSpan, SourceId, TextSpan};

/// The canonical text of a file and the way back to its bytes.
///
/// Spans of this text are [`TextSpan`]s: it is a cleaned text too, only not yet the body's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Canonical {
    /// The text.
    pub text: String,
    /// How it follows from the bytes of the file.
    pub(super) offsets: OffsetMap,
    points: Points,
}

impl Canonical {
    fn new(text: String, offsets: OffsetMap) -> Self {
        let points = Points::of(&text);
        Self { text, offsets, points }
    }

    /// Reads the bytes of a file. `None` where they are no text.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        decode(bytes).ok().map(|decoded| decoded.canonical)
    }

    /// The code points of this text that came from a place in the file, end exclusive: what the metadata document counts
    /// in. Takes the time of two binary searches.
    pub fn code_points(&self, raw: RawSpan) -> std::ops::Range<u32> {
        let span = self.offsets.image(raw);
        self.points_before(span.start)..self.points_before(span.end)
    }

    /// The number of code points before a byte of this text.
    pub(super) fn points_before(&self, byte: u32) -> u32 {
        self.points.before(&self.text, byte)
    }

    /// The byte at which a code point begins; the length of the text for those past the end.
    pub(super) fn byte_of(&self, point: u32) -> u32 {
        self.points.byte_of(&self.text, point)
    }

    /// The place in the file of a span of this text.
    pub(super) fn raw(&self, span: TextSpan) -> RawSpan {
        self.offsets.origin(span)
    }
}

/// A text that a caller hands over as such, not as a file: its own code points, before any normalisation, are counted.
pub struct Given<'t> {
    text: &'t str,
    points: Points,
}

impl<'t> Given<'t> {
    /// Prepares a text for counting.
    pub fn of(text: &'t str) -> Self {
        Self { text, points: Points::of(text) }
    }

    /// The text, as it was given.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The code points of some bytes of the text, end exclusive.
    pub fn code_points(&self, raw: RawSpan) -> std::ops::Range<u32> {
        self.points.before(self.text, raw.start)..self.points.before(self.text, raw.end)
    }
}

/// The number of code points before every [`STEP`]th byte of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Points(Vec<u32>);

/// Bytes between two entries of [`Points`].
const STEP: usize = 64;

impl Points {
    fn of(text: &str) -> Self {
        let mut points = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for stretch in text.as_bytes().chunks(STEP) {
            points.push(count);
            count += code_points(stretch);
        }
        points.push(count);
        Self(points)
    }

    /// The number of code points before a byte of `text`.
    fn before(&self, text: &str, byte: u32) -> u32 {
        let byte = (byte as usize).min(text.len());
        let block = byte / STEP;
        let before = self.0.get(block).copied().unwrap_or_default();
        before + code_points(text.as_bytes().get(block * STEP..byte).unwrap_or_default())
    }

    /// The byte of `text` at which a code point begins.
    fn byte_of(&self, text: &str, point: u32) -> u32 {
        let block = self.0.partition_point(|before| *before <= point).saturating_sub(1);
        let mut missing = point - self.0.get(block).copied().unwrap_or_default();
        let bytes = text.as_bytes();
        for (at, byte) in bytes.iter().enumerate().skip(block * STEP) {
            if is_start(*byte) {
                if missing == 0 {
                    return at as u32;
                }
                missing -= 1;
            }
        }
        bytes.len() as u32
    }
}

/// Whether a byte of UTF-8 begins a code point.
fn is_start(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// The number of code points in at most [`STEP`] bytes.
fn code_points(bytes: &[u8]) -> u32 {
    // Counted in a byte, so that the compiler can count many side by side.
    u32::from(bytes.iter().map(|byte| u8::from(is_start(*byte))).sum::<u8>())
}

/// Text that was read, and in which encoding.
#[derive(Debug)]
struct Decoded {
    canonical: Canonical,
    encoding: Encoding,
}

/// How the bytes of a file were taken. Places are bytes of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16,
    /// The first byte that is no UTF-8.
    Windows1252(RawSpan),
    /// UTF-8 with unreadable bytes in between: the first of them.
    Damaged(RawSpan),
}

/// Bytes that are no text: the first that gives it away.
#[derive(Debug)]
struct NoText(RawSpan);

/// Reads the bytes of a file, with a diagnostic for everything that is not plain UTF-8. `None` for a binary file.
pub(super) fn canonical(id: &SourceId, bytes: &[u8]) -> Checked<Option<Canonical>> {
    let decoded = match decode(bytes) {
        Ok(decoded) => decoded,
        Err(NoText(place)) => {
            let found = Diagnostic::at(Code::BinaryFile, id, place, "this is no text: it holds binary data")
                .hint("remove the file from the content, or move it to `static/`");
            return Checked { value: None, diagnostics: vec![found] };
        }
    };
    let found = match decoded.encoding {
        Encoding::Utf8 | Encoding::Utf16 => None,
        Encoding::Windows1252(place) => {
            let byte = bytes.get(place.start as usize).copied().unwrap_or_default();
            let message = format!("found byte 0x{byte:02X}, which is no UTF-8; read the file as Windows-1252");
            Some(Diagnostic::at(Code::Encoding, id, place, message).hint("save the file as UTF-8"))
        }
        Encoding::Damaged(place) => {
            let message = "found bytes that are no UTF-8 in a file that is; read each as `\u{FFFD}`";
            Some(Diagnostic::at(Code::InvalidText, id, place, message).hint("restore the damaged characters"))
        }
    };
    Checked { value: Some(decoded.canonical), diagnostics: found.into_iter().collect() }
}

fn decode(bytes: &[u8]) -> Result<Decoded, NoText> {
    if let [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] = bytes {
        return Ok(from_utf16(bytes));
    }
    if let Some(place) = binary_place(bytes) {
        return Err(NoText(place));
    }
    let mark = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let content = bytes.get(mark..).unwrap_or_default();
    let (text, offsets, encoding) = match std::str::from_utf8(content) {
        Ok(text) => {
            let mut offsets = OffsetMap::default();
            offsets.push_same(mark as u32, text.len() as u32);
            (text.to_owned(), offsets, Encoding::Utf8)
        }
        Err(error) => {
            let first = (mark + error.valid_up_to()) as u32;
            from_other(content, mark as u32, RawSpan::new(first, first + 1))
        }
    };
    let (text, offsets) = with_line_feeds(text, offsets);
    let (text, offsets) = composed(text, offsets);
    Ok(Decoded { canonical: Canonical::new(text, offsets), encoding })
}

/// Where a file shows that it is no text: a zero byte, or many control characters near its beginning.
fn binary_place(bytes: &[u8]) -> Option<RawSpan> {
    const LOOKED_AT: usize = 4096;
    let place = |at: usize| RawSpan::new(at as u32, at as u32 + 1);
    if bytes.contains(&0) {
        return bytes.iter().position(|byte| *byte == 0).map(place);
    }
    let is_control = |byte: &u8| matches!(byte, 0x01..=0x08 | 0x0E..=0x1A | 0x1C..=0x1F);
    let start = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let first = start.iter().position(is_control)?;
    let controls = start.iter().filter(|byte| is_control(byte)).count();
    (controls * 10 > start.len()).then(|| place(first))
}

/// Reads UTF-16 by its byte order mark; half a surrogate pair becomes U+FFFD.
fn from_utf16(bytes: &[u8]) -> Decoded {
    let little = bytes.first() == Some(&0xFF);
    let units = bytes.chunks_exact(2).skip(1).map(|pair| {
        let pair = [pair[0], pair[1]];
        if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    });
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut offsets = OffsetMap::default();
    let mut at = 2;
    for unit in char::decode_utf16(units) {
        let c = unit.unwrap_or(char::REPLACEMENT_CHARACTER);
        let width = 2 * c.len_utf16() as u32;
        text.push(c);
        offsets.push_replaced(RawSpan::new(at, at + width), c.len_utf8() as u32);
        at += width;
    }
    let (text, offsets) = with_line_feeds(text, offsets);
    let (text, offsets) = composed(text, offsets);
    Decoded { canonical: Canonical::new(text, offsets), encoding: Encoding::Utf16 }
}

/// Reads bytes that are not UTF-8 throughout.
///
/// Where most of what is not ASCII is sound UTF-8, single bytes were damaged; otherwise the text is Windows-1252, which
/// holds Latin-1. `start` is the place of `content` in the file and `first` its first byte that is no UTF-8.
fn from_other(content: &[u8], start: u32, first: RawSpan) -> (String, OffsetMap, Encoding) {
    let sound: usize = content.utf8_chunks().map(|chunk| chunk.valid().chars().filter(|c| !c.is_ascii()).count()).sum();
    let broken = content.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    let mut text = String::with_capacity(content.len() + content.len() / 8);
    let mut offsets = OffsetMap::default();
    let mut at = start;
    if sound > broken {
        for chunk in content.utf8_chunks() {
            text.push_str(chunk.valid());
            offsets.push_same(at, chunk.valid().len() as u32);
            at += chunk.valid().len() as u32;
            if !chunk.invalid().is_empty() {
                let width = chunk.invalid().len() as u32;
                text.push(char::REPLACEMENT_CHARACTER);
                offsets.push_replaced(RawSpan::new(at, at + width), 3);
                at += width;
            }
        }
        return (text, offsets, Encoding::Damaged(first));
    }
    for byte in content {
        let c = if byte.is_ascii() { char::from(*byte) } else { from_windows_1252(*byte) };
        text.push(c);
        if c.is_ascii() {
            offsets.push_same(at, 1);
        } else {
            offsets.push_replaced(RawSpan::new(at, at + 1), c.len_utf8() as u32);
        }
        at += 1;
    }
    (text, offsets, Encoding::Windows1252(first))
}

fn from_windows_1252(byte: u8) -> char {
    let (decoded, _) = WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
    decoded.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Turns CRLF and single CR into LF.
fn with_line_feeds(text: String, outer: OffsetMap) -> (String, OffsetMap) {
    if !text.as_bytes().contains(&b'\r') {
        return (text, outer);
    }
    let mut out = String::with_capacity(text.len());
    let mut offsets = OffsetMap::default();
    let mut at = 0;
    for line in text.split_inclusive(['\r', '\n']) {
        let body = line.trim_end_matches(['\r', '\n']);
        // The LF of a CRLF arrives as a line of its own.
        let second_half = line == "\n" && text.as_bytes().get(at as usize).is_some() && at > 0 && {
            text.as_bytes().get(at as usize - 1) == Some(&b'\r')
        };
        let len = body.len() as u32;
        out.push_str(body);
        offsets.push_same(at, len);
        if line.ends_with('\r') {
            let pair = text.as_bytes().get(at as usize + line.len()) == Some(&b'\n');
            out.push('\n');
            offsets.push_replaced(RawSpan::new(at + len, at + len + 1 + u32::from(pair)), 1);
        } else if line.ends_with('\n') && !second_half {
            out.push('\n');
            offsets.push_same(at + len, 1);
        }
        at += line.len() as u32;
    }
    let offsets = offsets.then(&outer);
    (out, offsets)
}

/// The characters of a text from U+0300 on, in order.
fn high(text: &str) -> impl Iterator<Item = char> + '_ {
    /// The first byte of U+0300. No byte inside a character is as great.
    const FIRST_BYTE: u8 = 0xCC;
    let mut rest = text;
    std::iter::from_fn(move || {
        let at = rest.bytes().position(|byte| byte >= FIRST_BYTE)?;
        let mut chars = rest.get(at..)?.chars();
        let found = chars.next();
        rest = chars.as_str();
        found
    })
}

/// Puts the text into Unicode normalisation form C (UAX 15).
///
/// Text can only change between two characters that are composed already and start a new character; everything between
/// two such places is normalised together.
fn composed(text: String, outer: OffsetMap) -> (String, OffsetMap) {
    // Nothing below U+0300 combines, so that most text is decided without the tables.
    if is_nfc_quick(high(&text)) == IsNormalized::Yes {
        return (text, outer);
    }
    let mut out = String::with_capacity(text.len());
    let mut offsets = OffsetMap::default();
    let mut start = 0;
    for (at, c) in text.char_indices().skip(1).chain(std::iter::once((text.len(), 'x'))) {
        let begins = c < '\u{300}'
            || (unicode_normalization::char::canonical_combining_class(c) == 0
                && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes);
        if !begins {
            continue;
        }
        let piece = text.get(start..at).unwrap_or_default();
        let before = out.len();
        out.extend(piece.nfc());
        let raw = RawSpan::new(start as u32, at as u32);
        if out.get(before..) == Some(piece) {
            offsets.push_same(raw.start, raw.len());
        } else {
            offsets.push_replaced(raw, (out.len() - before) as u32);
        }
        start = at;
    }
    let offsets = offsets.then(&outer);
    (out, offsets)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> Checked<Option<Canonical>> {
        canonical(&SourceId::new("a.txt"), bytes)
    }

    fn check(bytes: &[u8], expected: &str, codes: &[Code]) -> Canonical {
        let decoded = decoded(bytes);
        assert_eq!(decoded.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), codes);
        let canonical = decoded.value.expect("text");
        assert_eq!(canonical.text, expected);
        canonical
    }

    #[test]
    fn plain_text_is_taken_over() {
        let canonical = check("Kabul – “now”\n".as_bytes(), "Kabul – “now”\n", &[]);
        assert_eq!(canonical.raw(TextSpan::new(6, 9)), RawSpan::new(6, 9));
    }

    #[test]
    fn marks_and_line_ends() {
        let canonical = check(b"\xEF\xBB\xBFa\r\nb\rc\nd\n\r\n", "a\nb\nc\nd\n\n", &[]);
        assert_eq!(canonical.raw(TextSpan::new(2, 3)), RawSpan::new(6, 7));
        assert_eq!(canonical.raw(TextSpan::new(1, 2)), RawSpan::new(4, 6));
    }

    #[test]
    fn windows_1252_is_said_with_its_place() {
        let canonical = check(b"Jos\xE9 \x93yes\x94", "José “yes”", &[Code::Encoding]);
        assert_eq!(canonical.raw(TextSpan::new(3, 5)), RawSpan::new(3, 4));
        assert_eq!(decoded(b"Jos\xE9").diagnostics[0].span, Some(RawSpan::new(3, 4)));
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        check(b"\xC3\xA9t\xC3\xA9 \xFF", "été \u{FFFD}", &[Code::InvalidText]);
    }

    #[test]
    fn utf16_is_read_by_its_mark() {
        let canonical = check(b"\xFF\xFEa\0\r\0\n\0\x3D\xD8\x00\xDE", "a\n😀", &[]);
        assert_eq!(canonical.raw(TextSpan::new(2, 6)), RawSpan::new(8, 12));
    }

    #[test]
    fn decomposed_text_is_composed() {
        let canonical = check("Ame\u{301}lie".as_bytes(), "Amélie", &[]);
        assert_eq!(canonical.raw(TextSpan::new(2, 4)), RawSpan::new(2, 5));
        assert_eq!(canonical.raw(TextSpan::new(4, 7)), RawSpan::new(5, 8));
    }

    #[test]
    fn binary_files_are_refused() {
        for bytes in [&b"\x89PNG\r\n\x1a\n\0\0\0"[..], b"\x01\x02\x03\x04"] {
            let decoded = decoded(bytes);
            assert_eq!(decoded.value, None);
            assert_eq!(decoded.diagnostics[0].code, Code::BinaryFile);
        }
    }

    #[test]
    fn code_points_are_counted_in_the_canonical_text() {
        let text = "é".repeat(100) + "\r\nKabul";
        let canonical = Canonical::of(text.as_bytes()).expect("text");
        assert_eq!(canonical.code_points(RawSpan::new(202, 207)), 101..106);
        assert_eq!(canonical.code_points(RawSpan::new(2, 4)), 1..2);
        assert_eq!(canonical.byte_of(101), 201);
        assert_eq!(canonical.byte_of(999), 206);
    }
}
