//! The metadata document of one article: what is known about it, in the form of `docs/metadata.schema.json`.
//!
//! Everything that was found is in it, also what no page shows. Positions count the code points of the canonical text,
//! which the caller has; `exact`, `prefix` and `suffix` are cut from it, so that they hold the artefacts of the file.

use std::collections::BTreeSet;
use std::ops::Range;

use sha2::{Digest as _, Sha256};

use crate::model::article::{BlockKind, Body, Dateline};
use crate::model::corpus::{Actor, ActorId, ActorKind, ArticleId, Briefing, Corpus};
use crate::model::facts::{At, Basis, DateKind, Headline, Quotation, QuotationKind};
use crate::model::metadata::{
    ActorData, ActorType, ArticleData, DateData, DateType, EventData, Generator, MentionData, MentionForm, Metadata,
    PlaceData, QuoteData, QuoteKind, RoleData, SectionData, SourceText, Target, Targets, TopicData,
};
use crate::model::when::When;
use crate::render::said::quoted_words;
use crate::span::{RawSpan, TextSpan};

/// The version of the form.
const VERSION: u32 = 1;

/// Characters of context on either side of a target.
const CONTEXT: u32 = 24;

/// The longest id that the schema allows.
const LONGEST_ID: usize = 80;

/// The document of an article.
///
/// `canonical` is the article's canonical text, or the text as a caller gave it; `positions` gives the code points of it
/// (start included, end not) that came from a place in the file.
pub fn of(corpus: &Corpus, id: ArticleId, positions: &dyn Fn(RawSpan) -> Range<u32>, canonical: &str) -> Metadata {
    let body = &corpus.briefing(id).article.body;
    let positions = Positions::Canonical(positions);
    document(corpus, id, &Text { body, positions, canonical, starts: starts(canonical) })
}

/// The place of some words of an article, as its document gives places.
pub fn place(
    corpus: &Corpus,
    id: ArticleId,
    span: TextSpan,
    positions: &dyn Fn(RawSpan) -> Range<u32>,
    canonical: &str,
) -> Option<Target> {
    let body = &corpus.briefing(id).article.body;
    Text { body, positions: Positions::Canonical(positions), canonical, starts: starts(canonical) }.target(span)
}

/// The document of an article for who has the text as it was read, and not the file: positions count in that text.
///
/// What stands in no sentence of it (names in a title or dateline) has no place there and is left out. A target has no
/// prefix and suffix, and a quotation no context: the text is at hand.
pub(super) fn of_text(corpus: &Corpus, id: ArticleId) -> Metadata {
    let body = &corpus.briefing(id).article.body;
    let text = Text { body, positions: Positions::Body, canonical: &body.text, starts: starts(&body.text) };
    let mut document = document(corpus, id, &text);
    for quote in &mut document.quotes {
        quote.context = None;
    }
    document
}

fn document(corpus: &Corpus, id: ArticleId, text: &Text<'_>) -> Metadata {
    let briefing = corpus.briefing(id);
    let present = present(briefing);
    let kind = |id: &&ActorId| corpus.actor(**id).kind == ActorKind::Place;
    Metadata {
        schema: None,
        id: None,
        version: VERSION,
        generator: Some(Generator {
            name: "dateline".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            ..Generator::default()
        }),
        source: Some(source(briefing, text.canonical)),
        article: article(corpus, briefing, text),
        actors: present.iter().filter(|id| !kind(id)).filter_map(|id| actor(corpus, briefing, *id, text)).collect(),
        places: present.iter().filter(kind).map(|id| place_data(corpus.actor(*id))).collect(),
        mentions: mentions(corpus, briefing, text),
        quotes: quotes(corpus, briefing, text),
        events: events(corpus, briefing, text),
        topics: briefing
            .topics
            .iter()
            .map(|id| {
                let topic = corpus.topic(*id);
                TopicData {
                    id: bounded(&topic.slug),
                    name: topic.name.clone(),
                    same_as: Vec::new(),
                    weight: None,
                    at: None,
                }
            })
            .collect(),
        dates: dates(briefing, text),
    }
}

/// A body and the text that positions count in.
struct Text<'a> {
    body: &'a Body,
    positions: Positions<'a>,
    canonical: &'a str,
    /// The byte at which each code point of the canonical text begins, and its length.
    starts: Vec<u32>,
}

/// What positions count in.
enum Positions<'a> {
    /// The canonical text; the code points that came from a place in the file.
    Canonical(&'a dyn Fn(RawSpan) -> Range<u32>),
    /// The body's text.
    Body,
}

fn starts(canonical: &str) -> Vec<u32> {
    canonical.char_indices().map(|(at, _)| at as u32).chain([canonical.len() as u32]).collect()
}

impl Text<'_> {
    /// The place of some cleaned text. `None` where nothing in the file stands for it.
    fn target(&self, span: TextSpan) -> Option<Target> {
        let sentence = self.body.sentence_at(span.start).map(|(number, _)| number);
        match self.positions {
            Positions::Canonical(_) => self.raw_target(self.body.offsets.origin(span), sentence),
            Positions::Body => {
                let point = |byte: u32| self.starts.partition_point(|start| *start < byte) as u32;
                self.code_points(point(span.start)..point(span.end), sentence)
            }
        }
    }

    /// The place of some bytes of the file.
    fn raw_target(&self, raw: RawSpan, sentence: Option<u32>) -> Option<Target> {
        match self.positions {
            Positions::Canonical(positions) => self.code_points(positions(raw), sentence),
            Positions::Body => None,
        }
    }

    /// Some code points of the canonical text.
    fn code_points(&self, range: Range<u32>, sentence: Option<u32>) -> Option<Target> {
        let exact = self.slice(range.start, range.end).to_owned();
        let wanted = matches!(self.positions, Positions::Canonical(_));
        let context = |words: &str| (wanted && !words.is_empty()).then(|| words.to_owned());
        (!exact.is_empty()).then(|| Target {
            prefix: context(self.slice(range.start.saturating_sub(CONTEXT), range.start)),
            suffix: context(self.slice(range.end, range.end.saturating_add(CONTEXT))),
            start: Some(range.start),
            end: Some(range.end),
            exact,
            sentence,
        })
    }

    /// The place of a dateline, without its agency and day. `None` where it is not in the file, or not as it was read.
    fn dateline_target(&self, dateline: &Dateline) -> Option<Target> {
        let Positions::Canonical(positions) = self.positions else { return None };
        let line = positions(dateline.raw?);
        let place = dateline.place.split([',', '/', ';']).next().unwrap_or_default().trim();
        let len = place.chars().count() as u32;
        let start = (line.start..line.end.saturating_sub(len) + 1)
            .find(|start| self.slice(*start, start + len).to_lowercase() == place.to_lowercase())?;
        self.code_points(start..start + len, None)
    }

    fn at(&self, at: At) -> Option<Target> {
        self.target(at.span())
    }

    fn all(&self, spans: &[TextSpan]) -> Option<Targets> {
        let targets: Vec<Target> = spans.iter().filter_map(|span| self.target(*span)).collect();
        (!targets.is_empty()).then_some(Targets(targets))
    }

    /// Code points of the canonical text; what lies past its end is left out.
    fn slice(&self, start: u32, end: u32) -> &str {
        let byte =
            |point: u32| self.starts.get(point as usize).copied().unwrap_or(self.canonical.len() as u32) as usize;
        self.canonical.get(byte(start)..byte(end)).unwrap_or_default()
    }
}

fn source(briefing: &Briefing, canonical: &str) -> SourceText {
    let digest = Sha256::digest(canonical.as_bytes());
    let path = briefing.article.id.as_str();
    SourceText {
        path: Some(path.strip_prefix("content/").unwrap_or(path).to_owned()),
        url: briefing.article.header.url.clone(),
        text_sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

/// The header. A headline that was cut from the text is the alternative one, so that it is never taken for an author's.
fn article(corpus: &Corpus, briefing: &Briefing, text: &Text<'_>) -> ArticleData {
    let header = &briefing.article.header;
    let (headline, alternative_headline) = match &briefing.facts.headline {
        Headline::Written(title) => (Some(title.clone()), None),
        Headline::Taken { text, .. } => (None, Some(text.clone())),
        Headline::FileName(_) => (None, None),
    };
    let place = header.dateline.as_ref();
    let location = briefing.dateline.map(|id| bounded(&corpus.actor(id).slug));
    ArticleData {
        headline,
        alternative_headline,
        summary: header.summary.clone(),
        date_published: header.published.map(|day| day.to_string()),
        dateline: place.map(|dateline| dateline.place.clone()),
        location_created: location,
        author: header.byline.clone(),
        publisher: header.outlet.clone(),
        in_language: header.language.clone(),
        sections: sections(text),
    }
}

fn sections(text: &Text<'_>) -> Vec<SectionData> {
    let lead_ins = text.body.blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Paragraph { lead_in } => *lead_in,
        _ => None,
    });
    lead_ins
        .filter_map(|lead_in| {
            let label = text.body.words(lead_in.label).to_owned();
            Some(SectionData { label, role: Some(lead_in.role), at: text.target(lead_in.label)? })
        })
        .collect()
}

/// The actors of an article in the order of the text, each once, then those of its headings and the place of its dateline.
fn present(briefing: &Briefing) -> Vec<ActorId> {
    let mut seen = BTreeSet::new();
    briefing
        .actors
        .iter()
        .chain(&*briefing.headings)
        .copied()
        .chain(briefing.dateline)
        .filter(|id| seen.insert(*id))
        .collect()
}

fn actor(corpus: &Corpus, briefing: &Briefing, id: ActorId, text: &Text<'_>) -> Option<ActorData> {
    let actor = corpus.actor(id);
    let kind = match actor.kind {
        ActorKind::Person => ActorType::Person,
        ActorKind::Organization => ActorType::Organization,
        ActorKind::PublicBody => ActorType::PublicBody,
        ActorKind::ArmedGroup => ActorType::ArmedGroup,
        ActorKind::Country => ActorType::Country,
        ActorKind::Place => return None,
    };
    let mentions = briefing.facts.mentions.iter().zip(&*briefing.actors).filter(|(_, actor)| **actor == id);
    let surfaces: BTreeSet<&str> = mentions.map(|(mention, _)| briefing.words(mention.at)).collect();
    let roles = briefing.facts.roles.iter().filter(|role| briefing.actors.get(role.mention as usize) == Some(&id));
    let family_name = (kind == ActorType::Person && actor.short_name != actor.name).then(|| actor.short_name.clone());
    Some(ActorData {
        id: bounded(&actor.slug),
        kind,
        name: actor.name.clone(),
        family_name,
        alternate_name: surfaces.into_iter().filter(|name| *name != actor.name).map(str::to_owned).collect(),
        same_as: actor.curated.iter().flat_map(|curated| curated.same_as.clone()).collect(),
        roles: roles
            .map(|role| RoleData {
                role_name: briefing.words(role.at).to_owned(),
                organization: None,
                date: briefing.published().map(|day| day.to_string()),
                evidence: text.at(role.at).map(|target| Targets(vec![target])),
            })
            .collect(),
    })
}

fn place_data(actor: &Actor) -> PlaceData {
    PlaceData {
        id: bounded(&actor.slug),
        name: actor.name.clone(),
        same_as: actor.curated.iter().flat_map(|curated| curated.same_as.clone()).collect(),
        lat: None,
        lon: None,
        contained_in: None,
    }
}

/// The names of the dateline, the headings and the sentences, in the order of the file.
fn mentions(corpus: &Corpus, briefing: &Briefing, text: &Text<'_>) -> Vec<MentionData> {
    let data = |id: ActorId, surface: &str, at: Option<Target>, confidence: Option<f64>| {
        let actor = corpus.actor(id);
        let words = |name: &str| name.split_whitespace().count();
        let full = words(surface) >= words(&actor.name);
        let form = Some(if full { MentionForm::Full } else { MentionForm::Short });
        Some(MentionData { actor: bounded(&actor.slug), form, at: at?, confidence })
    };
    let sentences =
        briefing.facts.mentions.iter().zip(&*briefing.actors).filter_map(|(mention, id)| {
            data(*id, briefing.words(mention.at), text.at(mention.at), confidence(mention.at))
        });
    let headings =
        briefing.facts.heading_names.iter().zip(&*briefing.headings).filter_map(|(name, id)| {
            data(*id, &name.surface, text.raw_target(name.raw, None), rounded(name.confidence))
        });
    let dateline = briefing.dateline.and_then(|id| {
        let dateline = briefing.article.header.dateline.as_ref()?;
        data(id, &dateline.place, text.dateline_target(dateline), None)
    });
    let mut mentions: Vec<MentionData> = dateline.into_iter().chain(headings).chain(sentences).collect();
    mentions.sort_by_key(|mention| mention.at.start);
    mentions
}

/// All quotations, also those that readers are not shown; their confidence says how sure they are.
fn quotes(corpus: &Corpus, briefing: &Briefing, text: &Text<'_>) -> Vec<QuoteData> {
    let mut ids = BTreeSet::new();
    let quotations = briefing.facts.quotations.iter().zip(&*briefing.quotations);
    quotations
        .filter_map(|(quotation, key)| {
            let body = &briefing.article.body;
            let speaker = quotation.speaker.mention().and_then(|mention| briefing.actors.get(mention as usize));
            let written = quotation.speaker.written();
            Some(QuoteData {
                id: unlike(key, &mut ids),
                kind: match quotation.kind {
                    QuotationKind::Direct => QuoteKind::Direct,
                    QuotationKind::Partial => QuoteKind::Partial,
                    QuotationKind::Indirect => QuoteKind::Indirect,
                },
                text: quoted_words(body, quotation),
                speaker: speaker.map(|id| bounded(&corpus.actor(*id).slug)),
                speaker_as_written: written.map(|span| body.words(span).to_owned()),
                verb: quotation.cue.map(|cue| body.words(cue).to_owned()),
                date: briefing.published().map(|day| day.to_string()),
                about: Vec::new(),
                at: text.all(&quotation.parts)?,
                confidence: confidence(quotation.at),
                review: None,
                speaker_at: written.and_then(|span| text.all(&[span])),
                context: context(body, quotation),
            })
        })
        .collect()
}

/// The sentences in which the words of a quotation stand.
fn context(body: &Body, quotation: &Quotation) -> Option<String> {
    let first = quotation.parts.first().and_then(|part| body.sentence_at(part.start))?.1;
    let last = quotation.parts.last().and_then(|part| body.sentence_at(part.end.saturating_sub(1))).map(|(_, s)| s);
    Some(body.words(last.map_or(first.span, |last| first.span.join(last.span))).to_owned())
}

/// Events whose date is known. The schema wants a date, so the others are left to `dates`.
fn events(corpus: &Corpus, briefing: &Briefing, text: &Text<'_>) -> Vec<EventData> {
    let mut ids = BTreeSet::new();
    let body = &briefing.article.body;
    let events = briefing.facts.events.iter().zip(&*briefing.entries);
    events
        .filter_map(|(event, entry)| {
            let when = event.when?;
            let expression = briefing.facts.dates.get(event.date as usize);
            let line: Vec<&str> = event.line.iter().map(|piece| body.words(*piece)).collect();
            let mut named = BTreeSet::new();
            let present = event.mentions.iter().filter_map(|mention| briefing.actors.get(*mention as usize));
            let (places, actors): (Vec<ActorId>, Vec<ActorId>) =
                present.filter(|id| named.insert(**id)).partition(|id| corpus.actor(**id).kind == ActorKind::Place);
            let location = match places.as_slice() {
                [one] => Some(bounded(&corpus.actor(*one).slug)),
                _ => None,
            };
            Some(EventData {
                id: unlike(&corpus.entry(*entry).key, &mut ids),
                name: line.join(" "),
                summary: None,
                date: when.edtf(),
                date_as_written: expression.map(|found| briefing.words(found.at).to_owned()),
                date_basis: expression.map(|found| found.basis),
                status: Some(event.status),
                location,
                organizer: Vec::new(),
                involved: actors.iter().map(|id| bounded(&corpus.actor(*id).slug)).collect(),
                topics: Vec::new(),
                important: None,
                weight: None,
                at: text.all(&[event.at.span()])?,
                confidence: confidence(event.at),
                review: None,
            })
        })
        .collect()
}

/// The dates of headings and sentences, in the order of the file.
fn dates(briefing: &Briefing, text: &Text<'_>) -> Vec<DateData> {
    let headings = briefing.facts.heading_dates.iter().filter_map(|found| {
        let at = text.raw_target(found.raw, None)?;
        Some(date(found.kind, &found.value, found.when, found.basis, at, rounded(found.confidence)))
    });
    let sentences = briefing.facts.dates.iter().filter_map(|found| {
        let at = text.at(found.at)?;
        Some(date(found.kind, &found.value, found.when, found.basis, at, confidence(found.at)))
    });
    let mut dates: Vec<DateData> = headings.chain(sentences).collect();
    dates.sort_by_key(|date| date.at.start);
    dates
}

fn date(
    kind: DateKind,
    value: &str,
    when: Option<When>,
    basis: Basis,
    at: Target,
    confidence: Option<f64>,
) -> DateData {
    let kind = match kind {
        DateKind::Date => DateType::Date,
        DateKind::Time => DateType::Time,
        DateKind::Duration => DateType::Duration,
        DateKind::Set => DateType::Set,
        DateKind::Reference => DateType::Ref,
    };
    let date = when.map(|when| when.edtf());
    DateData { kind, value: value.to_owned(), date, basis: Some(basis), at, confidence }
}

/// A confidence with two decimals, so that no digits of the machine's arithmetic stand in the document.
fn confidence(at: At) -> Option<f64> {
    rounded(at.confidence())
}

fn rounded(confidence: f32) -> Option<f64> {
    Some((f64::from(confidence) * 100.0).round() / 100.0)
}

/// An id that stands once in the document: the second of its kind has a number.
fn unlike(key: &str, taken: &mut BTreeSet<String>) -> String {
    let mut id = bounded(key);
    let mut number = 2;
    while !taken.insert(id.clone()) {
        id = format!("{key}-{number}");
        number += 1;
    }
    id
}

/// A slug that is no longer than the schema allows; the end of a longer one is a digest of all of it.
pub(super) fn bounded(slug: &str) -> String {
    if slug.len() <= LONGEST_ID {
        return slug.to_owned();
    }
    let digest = blake3::hash(slug.as_bytes()).to_hex();
    let kept: String = slug.chars().take(LONGEST_ID - 9).collect();
    format!("{}-{}", kept.trim_end_matches('-'), digest.chars().take(8).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_ids_stay_unlike_each_other() {
        let (one, two) = ("a".repeat(85), format!("{}b", "a".repeat(84)));
        assert_eq!(bounded(&one).len(), 80);
        assert_ne!(bounded(&one), bounded(&two));
        assert_eq!(bounded("ana-lund"), "ana-lund");
    }

    #[test]
    fn a_key_that_comes_twice_gets_a_number() {
        let mut taken = BTreeSet::new();
        assert_eq!(unlike("e-1", &mut taken), "e-1");
        assert_eq!(unlike("e-1", &mut taken), "e-1-2");
    }
}
