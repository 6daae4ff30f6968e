//! The metadata file beside an article: what a person noted in its header, and decided about its findings.

use sha2::{Digest, Sha256};

use crate::diag::{Code, Diagnostic};
use crate::model::article::{Body, Dateline, Header, SidecarFile};
use crate::model::metadata::{Metadata, Review, Target, Targets};
use crate::read::{File, fields};
use crate::span::{RawSpan, SourceId, TextSpan};

/// What a sidecar says.
#[derive(Debug, Default)]
pub(super) struct Sidecar {
    /// The header.
    pub(super) header: Header,
    /// Findings that a person has decided on; their targets count bytes of the body's text.
    pub(super) decided: Option<Box<Metadata>>,
}

/// Reads the sidecar of an article. `None` where it does not parse; the diagnostics say why.
pub(super) fn read(sidecar: &SidecarFile, file: &File<'_>, body: &Body) -> Option<Sidecar> {
    let metadata = match parse(sidecar) {
        Ok(metadata) => metadata,
        Err(found) => {
            file.report(*found);
            return None;
        }
    };
    let header = header(&metadata, sidecar, file);
    let digest = format!("{:x}", Sha256::digest(file.canonical.text.as_bytes()));
    let same_text = metadata.source.as_ref().is_none_or(|source| source.text_sha256.eq_ignore_ascii_case(&digest));
    let places = Places { file, body, same_text };
    let decided = decided(metadata, sidecar, &places);
    Some(Sidecar { header, decided })
}

/// Whether a sidecar can be read, so that what a person decided in it is known.
pub fn is_sound(sidecar: &SidecarFile) -> bool {
    parse(sidecar).is_ok()
}

fn parse(sidecar: &SidecarFile) -> Result<Metadata, Box<Diagnostic>> {
    let failed = |span: RawSpan, message: &str| {
        let code = if message.starts_with("unknown field") { Code::UnknownKey } else { Code::FrontMatter };
        let found = Diagnostic::at(code, &sidecar.id, span, format!("the sidecar does not parse: {message}"));
        Box::new(
            found.hint("correct it by `docs/metadata.schema.json`, or remove it and run `dateline extract --write`"),
        )
    };
    let text = std::str::from_utf8(&sidecar.bytes).map_err(|error| {
        let at = error.valid_up_to() as u32;
        failed(RawSpan::new(at, at + 1), "found a byte that is no UTF-8")
    })?;
    let text = text.trim_start_matches('\u{FEFF}');
    if sidecar.id.as_str().ends_with(".toml") {
        return toml::from_str(text).map_err(|error| {
            let range = error.span().unwrap_or(0..0);
            failed(RawSpan::new(range.start as u32, range.end as u32), error.message())
        });
    }
    serde_json::from_str(text).map_err(|error| {
        let line_start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let at = (line_start + error.column().saturating_sub(1)).min(text.len()) as u32;
        let message = error.to_string();
        failed(RawSpan::new(at, at), message.split(" at line ").next().unwrap_or(&message))
    })
}

fn header(metadata: &Metadata, sidecar: &SidecarFile, file: &File<'_>) -> Header {
    let data = &metadata.article;
    let published = data.date_published.as_deref().and_then(|written| {
        let day = fields::day(written, file);
        if day.is_none() {
            let message = format!("`{written}` is no day of the calendar");
            file.report(
                Diagnostic::at(Code::InvalidDate, &sidecar.id, place_of(sidecar, written), message)
                    .hint("write `YYYY-MM-DD`"),
            );
        }
        day
    });
    Header {
        title: data.headline.clone(),
        published,
        byline: data.author.clone(),
        dateline: data.dateline.clone().map(|place| Dateline { place, agency: None, raw: None }),
        outlet: data.publisher.clone(),
        language: data.in_language.clone(),
        summary: data.summary.clone(),
        url: metadata.source.as_ref().and_then(|source| source.url.clone()),
        ..Header::default()
    }
}

/// Where a word stands in the sidecar, for a finding about it.
fn place_of(sidecar: &SidecarFile, word: &str) -> RawSpan {
    let quoted = format!("\"{word}\"");
    let at = sidecar.bytes.windows(quoted.len()).position(|window| window == quoted.as_bytes());
    at.map_or_else(RawSpan::default, |at| RawSpan::new(at as u32 + 1, (at + quoted.len()) as u32 - 1))
}

/// Leaves only what a person decided on, with targets that count bytes of the body's text.
fn decided(mut metadata: Metadata, sidecar: &SidecarFile, places: &Places<'_>) -> Option<Box<Metadata>> {
    let is_decided = |review: Option<Review>| review.is_some_and(Review::decided);
    metadata.quotes.retain_mut(|quote| {
        let kept = is_decided(quote.review) && places.move_or_report(&mut quote.at, &quote.id, sidecar);
        if kept && quote.speaker_at.as_mut().is_some_and(|at| !places.move_all(at)) {
            quote.speaker_at = None;
        }
        kept
    });
    metadata
        .events
        .retain_mut(|event| is_decided(event.review) && places.move_or_report(&mut event.at, &event.id, sidecar));
    if metadata.quotes.is_empty() && metadata.events.is_empty() {
        return None;
    }
    // The machine finds these itself; nobody can decide on them.
    metadata.mentions.clear();
    metadata.dates.clear();
    metadata.topics.clear();
    metadata.article.sections.clear();
    for actor in &mut metadata.actors {
        for role in &mut actor.roles {
            role.evidence = None;
        }
    }
    Some(Box::new(metadata))
}

/// Turns places of the metadata document into places of the body.
struct Places<'a> {
    file: &'a File<'a>,
    body: &'a Body,
    /// Whether the document was made from this very text, so that its positions hold.
    same_text: bool,
}

impl Places<'_> {
    fn move_or_report(&self, targets: &mut Targets, id: &str, sidecar: &SidecarFile) -> bool {
        let moved = self.move_all(targets);
        if !moved {
            self.file.report(stale(&sidecar.id, place_of(sidecar, id), id));
        }
        moved
    }

    /// Rewrites all targets, or none.
    fn move_all(&self, targets: &mut Targets) -> bool {
        let spans: Option<Vec<TextSpan>> = targets.0.iter().map(|target| self.span(target)).collect();
        let Some(spans) = spans else { return false };
        for (target, span) in targets.0.iter_mut().zip(spans) {
            target.start = Some(span.start);
            target.end = Some(span.end);
        }
        true
    }

    /// The bytes of the body that a target means.
    fn span(&self, target: &Target) -> Option<TextSpan> {
        let canonical = self.by_position(target).or_else(|| self.by_words(target))?;
        let span = self.body.offsets.image(self.file.canonical.raw(canonical));
        let found = !span.is_empty() && self.body.text.get(span.range()).is_some();
        found.then_some(span)
    }

    /// The place that its positions give, if the words stand there.
    fn by_position(&self, target: &Target) -> Option<TextSpan> {
        let (start, end) = target.start.zip(target.end).filter(|(start, end)| self.same_text && start <= end)?;
        let canonical = &self.file.canonical;
        let span = TextSpan::new(canonical.byte_of(start), canonical.byte_of(end));
        (span.of(&canonical.text) == target.exact).then_some(span)
    }

    /// The place of its words: the one where most of the text around agrees, the first of equals (W3C Web Annotation Data
    /// Model, section 4.2.4).
    fn by_words(&self, target: &Target) -> Option<TextSpan> {
        if target.exact.is_empty() {
            return None;
        }
        let text = self.file.canonical.text.as_str();
        let agreement = |at: usize| {
            let before = text.get(..at).unwrap_or_default();
            let after = text.get(at + target.exact.len()..).unwrap_or_default();
            let prefix = target.prefix.as_deref().unwrap_or_default().chars().rev();
            let suffix = target.suffix.as_deref().unwrap_or_default().chars();
            prefix.zip(before.chars().rev()).take_while(|(a, b)| a == b).count()
                + suffix.zip(after.chars()).take_while(|(a, b)| a == b).count()
        };
        let best = text.match_indices(&target.exact).map(|(at, _)| (agreement(at), std::cmp::Reverse(at))).max()?;
        let at = best.1.0 as u32;
        Some(TextSpan::new(at, at + target.exact.len() as u32))
    }
}

fn stale(id: &SourceId, place: RawSpan, finding: &str) -> Diagnostic {
    Diagnostic::at(Code::StaleFinding, id, place, format!("the words of `{finding}` no longer stand in the article"))
        .hint("correct its `exact`, or remove the finding")
}
