//! A card as an SVG: the site's name over a thick rule, the dateline, the title, and the year as a line with a drop of ink
//! for each event.

use std::fmt::Write as _;

use super::facts::{Facts, Form, Mark};
use super::font::Fonts;
use super::{HEIGHT, WIDTH};
use crate::text;

const PAPER: &str = "#f8f7f3";
const INK: &str = "#1b1c1c";
const FAINT: &str = "#55564f";
const TIME: &str = "#0b5a66";
const TRACK: &str = "#85847a";

/// White space at either side.
const MARGIN: f32 = 80.0;

/// The width of the text.
const MEASURE: f32 = WIDTH as f32 - 2.0 * MARGIN;

/// Sizes of the title, with the number of lines that have room then.
const SIZES: [(f32, usize); 5] = [(88.0, 2), (72.0, 3), (60.0, 4), (50.0, 5), (42.0, 6)];

/// The width of a space beside the size of the font.
const SPACE: f32 = 0.26;

/// The card.
pub(super) fn svg(facts: &Facts, fonts: &Fonts) -> String {
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\"><path fill=\"{PAPER}\" d=\"M0 0H{WIDTH}V{HEIGHT}H0z\"/><path fill=\"{INK}\" d=\"M{MARGIN} 56h{MEASURE}v7h-{MEASURE}z\"/>"
    );
    let around = |out: &mut String, words: &str, y: f32, style: &str| {
        line(out, words, y, style, (facts.right, facts.right_around));
    };
    let serif = |size: f32, weight: u32, fill: &str| {
        format!("font-family=\"{}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{fill}\"", fonts.serif)
    };
    let sans = |size: f32, fill: &str| format!("font-family=\"{}\" font-size=\"{size}\" fill=\"{fill}\"", fonts.sans);
    around(&mut out, &cut(&facts.site, 60), 108.0, &serif(32.0, 600, INK));
    let spacing = if facts.right { "" } else { " letter-spacing=\"1.5\"" };
    around(
        &mut out,
        &cut(&facts.dateline, 60),
        180.0,
        &format!("{}{spacing}", sans(27.0, if facts.dated { TIME } else { FAINT })),
    );
    let (size, lines) = title(&facts.title, fonts);
    let mut y = 196.0 + size;
    for words in &lines {
        line(&mut out, words, y, &serif(size, 500, INK), (facts.right, facts.right));
        y += size * 1.14;
    }
    if let Some((number, marks)) = &facts.year {
        year(&mut out, marks, facts.right);
        around(&mut out, number, 588.0, &sans(24.0, FAINT));
    }
    out.push_str("</svg>");
    out
}

/// One line of text: at which side it stands, and whether its words run from the right. Marks of direction around such a line
/// keep its full stop at its end.
fn line(out: &mut String, words: &str, y: f32, style: &str, (right, from_right): (bool, bool)) {
    let (x, anchor) = if right { (WIDTH as f32 - MARGIN, "end") } else { (MARGIN, "start") };
    let _ = write!(out, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" {style}>");
    let mark = if from_right { "\u{200f}" } else { "" };
    out.push_str(mark);
    text::escape_html(words, out);
    out.push_str(mark);
    out.push_str("</text>");
}

/// The size and the lines of the title: as large as its length allows, cut where even the smallest size is too large.
fn title(words: &str, fonts: &Fonts) -> (f32, Vec<String>) {
    let pieces = pieces(words);
    let named: Vec<&str> = pieces.iter().map(|(word, _)| word.as_str()).collect();
    let widths = fonts.widths(&named);
    let mut last = (42.0, Vec::new());
    for (size, room) in SIZES {
        let lines = wrapped(&pieces, &widths, MEASURE * 100.0 / size);
        if lines.len() <= room {
            return (size, lines);
        }
        let mut kept: Vec<String> = lines.into_iter().take(room).collect();
        if let Some(end) = kept.last_mut() {
            end.push('…');
        }
        last = (size, kept);
    }
    last
}

/// Pieces between which a line may break, each with whether a space stands before it. Scripts without spaces break between
/// any two of their characters, and so does a word that is longer than a line.
fn pieces(words: &str) -> Vec<(String, bool)> {
    const LONGEST: usize = 24;
    let mut pieces: Vec<(String, bool)> = Vec::new();
    for word in words.split_whitespace() {
        let mut begun = false;
        let mut open = false;
        for c in word.chars() {
            let full = pieces.last().is_some_and(|(piece, _)| piece.chars().count() >= LONGEST);
            if open && !full && !is_ideograph(c) {
                if let Some((piece, _)) = pieces.last_mut() {
                    piece.push(c);
                }
            } else {
                pieces.push((c.to_string(), !begun));
            }
            begun = true;
            open = !is_ideograph(c);
        }
    }
    pieces
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Lines of at most `measure`, for pieces of these widths, both at a size of 100.
fn wrapped(pieces: &[(String, bool)], widths: &[f32], measure: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut at = measure;
    for ((piece, spaced), width) in pieces.iter().zip(widths) {
        let space = if *spaced { SPACE * 100.0 } else { 0.0 };
        match lines.last_mut() {
            Some(line) if at + space + width <= measure => {
                line.push_str(if *spaced { " " } else { "" });
                line.push_str(piece);
                at += space + width;
            }
            _ => {
                lines.push(piece.clone());
                at = *width;
            }
        }
    }
    lines
}

/// The year as a line of twelve months, with its marks, the widest below.
fn year(out: &mut String, marks: &[Mark], right: bool) {
    const Y: f32 = 545.0;
    let scale = MEASURE / 144.0;
    let mirror = if right { format!("translate({WIDTH} 0) scale(-1 1)") } else { String::new() };
    let _ = write!(
        out,
        "<g transform=\"{mirror}\"><path stroke=\"{TRACK}\" stroke-width=\"1.5\" d=\"M{MARGIN} {Y}h{MEASURE}"
    );
    for month in 0..=12 {
        let x = MARGIN + month as f32 * 12.0 * scale;
        let length = if month % 3 == 0 { 9.0 } else { 5.0 };
        let _ = write!(out, "M{x:.2} {:.2}v{:.2}", Y - length, 2.0 * length);
    }
    out.push_str("\"/>");
    for mark in marks {
        let place = |hundredths: i32| MARGIN + hundredths as f32 / 100.0 * scale;
        let (from, to) = (place(mark.from), place(mark.to));
        let middle = f32::midpoint(from, to);
        let (height, opacity, least) = match mark.form {
            Form::Day => (18.0, 1.0, 18.0),
            Form::Week => (15.0, 0.85, 34.0),
            Form::Month => (18.0, 0.5, 24.0),
            Form::Bar => (18.0, 0.15, 24.0),
        };
        let width = if mark.form == Form::Day { least } else { (to - from).max(least) };
        let round = if matches!(mark.form, Form::Day | Form::Week) { height / 2.0 } else { 2.0 };
        let ink = if mark.hollow {
            format!("fill=\"{PAPER}\" stroke=\"{TIME}\" stroke-width=\"2.5\"")
        } else {
            format!("fill=\"{TIME}\" fill-opacity=\"{opacity}\"")
        };
        let x = (middle - width / 2.0).clamp(MARGIN - 9.0, WIDTH as f32 - MARGIN + 9.0 - width);
        let _ = write!(
            out,
            "<rect x=\"{x:.2}\" y=\"{:.2}\" width=\"{width:.2}\" height=\"{height}\" rx=\"{round}\" {ink}/>",
            Y - height / 2.0
        );
    }
    out.push_str("</g>");
}

fn cut(words: &str, longest: usize) -> String {
    crate::render::site::cut(words, longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_between_ideographs() {
        let check = |words: &str, measure: f32, expected: &[&str]| {
            let pieces = pieces(words);
            let widths: Vec<f32> = pieces.iter().map(|(piece, _)| piece.chars().count() as f32 * 10.0).collect();
            assert_eq!(wrapped(&pieces, &widths, measure), expected);
        };
        check("one two three", 90.0, &["one two", "three"]);
        check("春节联欢", 20.0, &["春节", "联欢"]);
        check(&"a".repeat(50), 240.0, &[&"a".repeat(24), &"a".repeat(24), "aa"]);
        check("", 10.0, &[]);
    }
}
