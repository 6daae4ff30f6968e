//! `dateline extract --jsonl`: one document a line in, one metadata document a line out.
//!
//! Lines are read in batches of bounded size, worked on in parallel and answered in order, so that memory does not grow
//! with the input. A line that cannot be used is answered too.

use std::collections::HashMap;
use std::io::{BufRead, Write};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::cli::Outcome;
use crate::cli::console::unwritable;
use crate::config::Config;
use crate::diag::{Diagnostic, Error};
use crate::model::corpus::{ArticleId, Corpus};
use crate::model::metadata::Metadata;
use crate::pipeline::{self, Document};
use crate::read::Given;
use crate::render;

/// A batch ends after this many lines, or bytes.
const LINES: usize = 512;
const BYTES: usize = 4 << 20;

/// A line longer than this is answered with an error: something other than articles is coming in.
const LONGEST: usize = 128 << 20;

/// One line of input.
#[derive(Deserialize)]
struct Request {
    #[serde(default)]
    id: Option<Id>,
    text: String,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    title: Option<String>,
}

/// The id alone, for answering a line that is otherwise wrong.
#[derive(Deserialize)]
struct Identified {
    #[serde(default)]
    id: Option<Id>,
}

/// An id as callers have them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

/// An answer to a line that cannot be used.
#[derive(Debug, Serialize)]
struct Refusal {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    error: String,
}

/// A line of input: its number, counted from 1, and its bytes; `None` for one that is too long.
struct Line {
    number: u64,
    bytes: Option<Vec<u8>>,
}

/// Answers all lines of standard input.
pub(crate) fn run(config: &Config, resolve: bool) -> Result<Outcome, Error> {
    let input = std::io::BufReader::with_capacity(1 << 16, std::io::stdin());
    let output = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout());
    pipeline::in_pool(config, || if resolve { all(input, output, config) } else { each(input, output, config) })?
}

/// Answers line by line.
fn each(mut input: impl BufRead, mut output: impl Write, config: &Config) -> Result<Outcome, Error> {
    let mut outcome = Outcome::Done;
    let mut next = 1;
    loop {
        let batch = batch(&mut input, &mut next)?;
        if batch.is_empty() {
            return Ok(outcome);
        }
        let answers: Vec<_> = batch.par_iter().map(|line| answer(line, config)).collect();
        for answer in answers {
            if let Err(refusal) = &answer {
                outcome = Outcome::Flawed;
                write_line(&mut output, refusal)?;
            }
            if let Ok(text) = answer {
                output.write_all(text.as_bytes()).map_err(unwritable)?;
            }
        }
        output.flush().map_err(unwritable)?;
    }
}

fn answer(line: &Line, config: &Config) -> Result<String, Refusal> {
    let (id, document) = document(line)?;
    let checked = pipeline::document(&document, config);
    let Some(corpus) = checked.value else {
        return Err(unpublished(id, &checked.diagnostics));
    };
    Ok(written(&metadata(&corpus, ArticleId(0), &document, id)))
}

/// Answers all lines at once: names are resolved over all of them.
fn all(mut input: impl BufRead, mut output: impl Write, config: &Config) -> Result<Outcome, Error> {
    let mut requests = Vec::new();
    let mut next = 1;
    loop {
        let batch = batch(&mut input, &mut next)?;
        if batch.is_empty() {
            break;
        }
        requests.par_extend(batch.par_iter().map(document));
    }
    let documents: Vec<_> = requests.iter().flatten().map(|(_, document)| document).collect();
    let checked = pipeline::documents(&documents, config);
    let (corpus, places) = checked.value;
    let weights = weights(&corpus);
    let mut outcome = Outcome::Done;
    let mut places = places.into_iter();
    for request in requests {
        let answered = request.and_then(|(id, document)| match places.next().flatten() {
            Some(article) => Ok(weighed(metadata(&corpus, article, &document, id), &weights)),
            None => Err(unpublished(id, &[])),
        });
        match answered {
            Ok(metadata) => write_line(&mut output, &metadata)?,
            Err(refusal) => {
                outcome = Outcome::Flawed;
                write_line(&mut output, &refusal)?;
            }
        }
    }
    output.flush().map_err(unwritable)?;
    Ok(outcome)
}

/// How much each entry of the timeline matters, from 0 to 1, by its public id.
fn weights(corpus: &Corpus) -> HashMap<&str, f64> {
    let most = corpus.salience.iter().copied().fold(0.0, f32::max);
    let share = |salience: f32| if most > 0.0 { f64::from(salience / most) } else { 0.0 };
    // Three places are read more easily and tell entries apart as well.
    let short = |weight: f64| (weight * 1000.0).round() / 1000.0;
    let weighed = corpus.entries.iter().zip(corpus.salience.iter());
    weighed.map(|(entry, salience)| (entry.key.as_str(), short(share(*salience)))).collect()
}

/// A document whose events say how much they matter. What follows an entry's id in that of an event tells two events of
/// one document apart.
fn weighed(mut metadata: Metadata, weights: &HashMap<&str, f64>) -> Metadata {
    for event in &mut metadata.events {
        let entry = event.id.rsplit_once('-').map_or("", |(entry, _)| entry);
        event.weight = weights.get(event.id.as_str()).or_else(|| weights.get(entry)).copied();
    }
    metadata
}

/// The document of a line.
fn document(line: &Line) -> Result<(Option<String>, Document), Refusal> {
    let Some(bytes) = &line.bytes else {
        let error = format!("line {}: longer than {} MiB", line.number, LONGEST >> 20);
        return Err(Refusal { id: None, error });
    };
    let refused = |id: Option<Id>, error: String| Refusal {
        id: id.map(Id::text),
        error: format!("line {}: {error}", line.number),
    };
    let request: Request = serde_json::from_slice(bytes).map_err(|error| {
        let id = serde_json::from_slice::<Identified>(bytes).ok().and_then(|identified| identified.id);
        refused(id, error.to_string())
    })?;
    let published = request.date.as_deref().filter(|date| !date.is_empty()).map(day).transpose();
    match published {
        Ok(published) => {
            let id = request.id.map(Id::text);
            let name = id.clone().unwrap_or_else(|| "text".to_owned());
            Ok((id, Document { name, text: request.text, published, title: request.title }))
        }
        Err(error) => Err(refused(request.id, error)),
    }
}

/// The day of a date, or of a date with a time of day.
fn day(date: &str) -> Result<jiff::civil::Date, String> {
    let day = date.get(..10).filter(|_| date.get(10..11).is_none_or(|next| matches!(next, "T" | " "))).unwrap_or(date);
    day.parse().map_err(|_| format!("`date`: `{date}` is no date; write YYYY-MM-DD"))
}

fn unpublished(id: Option<String>, diagnostics: &[Diagnostic]) -> Refusal {
    let why = diagnostics.first().map_or("no text", |found| found.message.as_str());
    Refusal { id, error: why.to_owned() }
}

/// What was found, as a document that names the caller's id. Positions count the code points of the caller's text, which
/// need not be normalised as an article's canonical text is.
fn metadata(corpus: &Corpus, article: ArticleId, document: &Document, id: Option<String>) -> Metadata {
    let given = Given::of(&document.text);
    let mut metadata = render::metadata::of(corpus, article, &|raw| given.code_points(raw), given.text());
    // The text comes from no file.
    if let Some(source) = &mut metadata.source {
        source.path = None;
    }
    Metadata { id, ..metadata }
}

/// Reads lines up to the size of a batch. Blank lines are passed over.
fn batch(input: &mut impl BufRead, next: &mut u64) -> Result<Vec<Line>, Error> {
    let mut lines = Vec::new();
    let mut size = 0;
    while lines.len() < LINES && size < BYTES {
        let Some(bytes) = line(input).map_err(|cause| Error::disk("read", "standard input", cause))? else {
            break;
        };
        let number = *next;
        *next += 1;
        if bytes.as_ref().is_some_and(|bytes| bytes.trim_ascii().is_empty()) {
            continue;
        }
        size += bytes.as_ref().map_or(0, Vec::len);
        lines.push(Line { number, bytes });
    }
    Ok(lines)
}

/// One line without its line feed; `Some(None)` for one that is too long, `None` at the end.
#[expect(clippy::option_option, reason = "the end of input and a line that is not kept are different things")]
fn line(input: &mut impl BufRead) -> std::io::Result<Option<Option<Vec<u8>>>> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    if input.by_ref().take(LONGEST as u64 + 1).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
        return Ok(Some(Some(bytes)));
    }
    if bytes.len() <= LONGEST {
        return Ok(Some(Some(bytes)));
    }
    drop(bytes);
    skip_line(input)?;
    Ok(Some(None))
}

fn skip_line(input: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let ready = input.fill_buf()?;
        let end = ready.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(ready.len(), |end| end + 1);
        input.consume(used);
        if end.is_some() || used == 0 {
            return Ok(());
        }
    }
}

fn written(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string(value).expect("the document holds nothing that JSON cannot");
    text.push('\n');
    text
}

fn write_line(output: &mut impl Write, value: &impl Serialize) -> Result<(), Error> {
    output.write_all(written(value).as_bytes()).map_err(unwritable)
}

impl Id {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        assert_eq!(day("2021-04-14").expect("a day").to_string(), "2021-04-14");
        assert_eq!(day("2021-04-14T23:30:00+03:00").expect("a day").to_string(), "2021-04-14");
        for wrong in ["2021-02-30", "2021-04-14x", "yesterday", "ü021-04-14"] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn lines_are_numbered_and_blank_ones_passed_over() {
        let mut next = 1;
        let lines = batch(&mut &b"{}\n\n  \n{\"a\":1}"[..], &mut next).expect("readable");
        assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 4]);
        assert!(batch(&mut &b""[..], &mut next).expect("readable").is_empty());
    }

    #[test]
    fn a_wrong_line_is_answered_with_its_id() {
        let refusal = |text: &str| {
            let line = Line { number: 3, bytes: Some(text.as_bytes().to_vec()) };
            written(&document(&line).map(|_| ()).expect_err("must be refused"))
        };
        assert!(refusal("{\"id\":\"a\",\"text\":7}").starts_with("{\"id\":\"a\",\"error\":\"line 3: invalid type"));
        assert!(refusal("{\"id\":7}").starts_with("{\"id\":\"7\",\"error\":\"line 3: missing field `text`"));
        assert!(refusal("nonsense").starts_with("{\"error\":\"line 3: "));
        assert!(refusal("{\"id\":\"a\",\"text\":\"\",\"date\":\"soon\"}").contains("`soon` is no date"));
    }
}
