//! Names of people, organisations, countries and places.

use crate::extract::tagger::{self, Kind};
use crate::extract::token::Reading;
use crate::model::facts::{Mention, NameKind};
use crate::text::gazetteer;

/// Finds every name in the sentences of an article, in text order.
pub(crate) fn find(reading: &Reading<'_>) -> Vec<Mention> {
    let sentences = &reading.article.body.sentences;
    let tagging = tagger::tag(reading.text(), sentences.iter().map(|sentence| sentence.span));
    let mut out = Vec::new();
    let mut number = 0;
    for name in &tagging.names {
        while tagging.sentences[number].end <= name.words.start { number += 1; }
        let span = tagging.words[name.words.start].join(tagging.words[name.words.end - 1]);
        let surface = span.of(reading.text());
        let kind = match name.kind {
            Kind::Person => NameKind::Person,
            Kind::Organization => NameKind::Organization,
            Kind::Place if gazetteer::country(surface).is_some() => NameKind::Country,
            Kind::Place => NameKind::Place,
            Kind::People => continue,
        };
        out.push(Mention { at: reading.at(number as u32 + 1, span, "name-model", name.confidence), kind });
    }
    out
}
