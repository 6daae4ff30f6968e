//! Date expressions outside the sentences: in the lines above the text and in crossheads. The text below a crosshead leans
//! on the first date that it names.

use super::cue::Cue;
use super::form::Form;
use super::line::Line;
use super::{Home, Place, grammar};
use crate::extract::token::{Reading, tokenize};
use crate::model::article::BlockKind;
use crate::span::{RawSpan, TextSpan};

/// The expressions of all headings, in text order.
pub(super) fn places(reading: &Reading<'_>) -> Vec<Place> {
    let mut places = Vec::new();
    for line in &reading.article.header.above {
        let found = forms(&line.text, TextSpan::new(0, line.text.len() as u32));
        places.extend(found.into_iter().enumerate().map(|(index, (span, form))| {
            let raw = RawSpan::new(line.raw.start + span.start, line.raw.start + span.end);
            place(Home::Heading(raw), TextSpan::default(), form, index)
        }));
    }
    let body = &reading.article.body;
    for block in body.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Crosshead { .. })) {
        let found = forms(&body.text, block.span);
        places.extend(
            found
                .into_iter()
                .enumerate()
                .map(|(index, (span, form))| place(Home::Heading(body.offsets.origin(span)), span, form, index)),
        );
    }
    places
}

fn place(home: Home, span: TextSpan, form: Form, index: usize) -> Place {
    Place { home, span, form, cue: Cue::None, aside: index > 0 }
}

/// The expressions in a piece of a text, with their bytes in that text.
fn forms(text: &str, piece: TextSpan) -> Vec<(TextSpan, Form)> {
    let mut tokens = Vec::new();
    let mut classes = Vec::new();
    tokenize(text, piece, &mut tokens);
    if !Line::classify(text, &tokens, &mut classes) {
        return Vec::new();
    }
    let line = Line::new(text, &tokens, &classes);
    grammar::forms(&line).into_iter().map(|form| (line.span(form.first, form.end), form)).collect()
}
