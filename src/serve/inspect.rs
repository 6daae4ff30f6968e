//! What was read in an article, for the inspector: every finding with its place in the page's sentences, what it was taken
//! for, by which rule, how sure that is, and what would correct it.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Value, json};

use crate::config::Config;
use crate::model::article::{Article, Body};
use crate::model::corpus::{Actor, ActorId, ArticleId, Briefing, Corpus};
use crate::model::facts::{At, DateExpression, Event, Quotation, Status};
use crate::model::metadata::{EventData, Metadata, Review, Targets, sidecar_of};
use crate::read::Canonical;
use crate::render::metadata;
use crate::span::TextSpan;
use crate::{pipeline, read, text};

/// Where a day has to be written.
const DAY: &str = "YYYY-MM-DD";

/// One finding.
#[derive(Serialize)]
struct Mark {
    /// `name`, `quotation`, `date`, `event` or `repair`.
    what: &'static str,
    /// Where it stands, sentence by sentence.
    at: Vec<Place>,
    /// What there is to say, as pairs of a word and a value.
    told: Vec<(&'static str, Value)>,
    /// What would correct it.
    correct: Correction,
}

/// A piece of a sentence.
#[derive(Serialize)]
struct Place {
    /// The number of the sentence.
    sentence: u32,
    exact: String,
    /// How often these words stand in the sentence before this place.
    nth: usize,
}

#[derive(Default, Serialize)]
struct Correction {
    /// What to do.
    how: String,
    /// What to copy; empty where there is nothing to write.
    lines: String,
}

impl Correction {
    /// Where nothing can be written elsewhere.
    fn text() -> Self {
        Self { how: "correct the text".to_owned(), lines: String::new() }
    }
}

/// What was read in the article of a page, as JSON; `None` where the page is no article's.
pub(super) fn reading(corpus: &Corpus, config: &Config, route: &str) -> Option<String> {
    let slug = route.strip_prefix("articles/")?.strip_suffix("/index.html")?;
    let id = corpus.article_ids().find(|id| corpus.briefing(*id).slug == slug)?;
    let reading = Reading::of(corpus, config, id);
    let marks = [reading.names(), reading.quotations(), reading.dates(), reading.events(), reading.repairs()];
    Some(json!({ "source": reading.article.id.as_str(), "marks": marks.concat() }).to_string())
}

struct Reading<'a> {
    corpus: &'a Corpus,
    id: ArticleId,
    briefing: &'a Briefing,
    article: &'a Article,
    body: &'a Body,
    /// As `extract` gives it, with the text that its positions count in; `None` where the file cannot be read any more.
    document: Option<(Metadata, Canonical)>,
}

impl<'a> Reading<'a> {
    fn of(corpus: &'a Corpus, config: &Config, id: ArticleId) -> Self {
        let briefing = corpus.briefing(id);
        let article: &Article = &briefing.article;
        let source = read::single::source(&config.root.join(article.id.as_str()), config).ok();
        let document = source
            .and_then(|source| Some((pipeline::metadata(corpus, id, &source.bytes), Canonical::of(&source.bytes)?)));
        Self { corpus, id, briefing, article, body: &article.body, document }
    }

    fn names(&self) -> Vec<Value> {
        let facts = &self.briefing.facts;
        let names = facts.mentions.iter().zip(&*self.briefing.actors).map(|(mention, &actor)| {
            let words = self.briefing.words(mention.at);
            let known = self.corpus.actor(actor);
            let role = facts.roles.iter().find(|role| {
                facts.mentions.get(role.mention as usize).is_some_and(|described| described.at == mention.at)
            });
            let mut told =
                vec![("kind", json!(format!("{:?}", mention.kind).to_lowercase())), self.actor("actor", actor)];
            told.extend(role.map(|role| ("role", json!(self.briefing.words(role.at)))));
            told.extend(how(mention.at));
            self.mark("name", &[mention.at.span()], told, name_correction(known, words))
        });
        names.collect()
    }

    fn quotations(&self) -> Vec<Value> {
        let quotations = self.briefing.facts.quotations.iter().zip(&*self.briefing.quotations);
        quotations.map(|(quotation, id)| self.quotation(quotation, id)).collect()
    }

    fn quotation(&self, quotation: &Quotation, id: &str) -> Value {
        let written = quotation.speaker.written().map(|span| json!(self.body.words(span)));
        let speaker = quotation.speaker.mention().and_then(|mention| self.briefing.actors.get(mention as usize));
        let mut told = vec![("kind", json!(format!("{:?}", quotation.kind).to_lowercase()))];
        told.push(("speaker, as written", written.unwrap_or_else(|| json!("not said"))));
        told.extend(speaker.map(|actor| self.actor("speaker", *actor)));
        told.extend(quotation.cue.map(|cue| ("cue", json!(self.body.words(cue)))));
        told.push(("on pages", json!(if quotation.shown { "yes" } else { "no, in the data only" })));
        told.push(("id", json!(id)));
        told.extend(how(quotation.at));
        self.mark("quotation", &quotation.parts, told, self.decided(id))
    }

    fn dates(&self) -> Vec<Value> {
        let facts = &self.briefing.facts;
        let dates = (0..).zip(&facts.dates).map(|(index, date)| {
            let when = date.when.map_or_else(|| "not known".to_owned(), |when| when.edtf());
            let mut told = vec![("value", json!(date.value)), ("when", json!(when)), ("basis", json!(date.basis))];
            told.extend(how(date.at));
            let events = || facts.events.iter().zip(self.briefing.entries.iter());
            let hanging = events().find(|(event, _)| event.date == index);
            // An event that is noted takes the place of those on the same words.
            let beside = || events().find(|(event, _)| event.at.sentence() == date.at.sentence());
            let correct = match hanging.or_else(beside) {
                Some((event, entry)) => self.of_event(event, &self.corpus.entry(*entry).key),
                None => self.noted(date, date.at, Status::Occurred),
            };
            self.mark("date", &[date.at.span()], told, correct)
        });
        dates.collect()
    }

    fn events(&self) -> Vec<Value> {
        let events = self.briefing.facts.events.iter().zip(&*self.briefing.entries);
        events.map(|(event, entry)| self.event(event, &self.corpus.entry(*entry).key)).collect()
    }

    fn event(&self, event: &Event, key: &str) -> Value {
        let pieces: Vec<&str> = event.line.iter().map(|span| self.body.words(*span)).collect();
        let when = event.when.map_or_else(|| "not known".to_owned(), |when| when.edtf());
        let mut told = vec![("line", json!(pieces.join(" "))), ("when", json!(when)), ("status", json!(event.status))];
        told.push(("id", json!(key)));
        told.extend(how(event.at));
        self.mark("event", &event.line, told, self.of_event(event, key))
    }

    /// What would correct an event. One without a day stands in no document, and is noted anew.
    fn of_event(&self, event: &Event, key: &str) -> Correction {
        let date = self.briefing.facts.dates.get(event.date as usize);
        match (event.when, date) {
            (None, Some(date)) => self.noted(date, event.at, event.status),
            _ => self.decided(key),
        }
    }

    /// An event for the sentence of a date, to be noted in the sidecar.
    fn noted(&self, date: &DateExpression, at: At, status: Status) -> Correction {
        let Some((_, canonical)) = &self.document else { return Correction::text() };
        let sentence = self.body.sentence_at(at.span().start).map(|(_, sentence)| sentence.span);
        let positions = |raw| canonical.code_points(raw);
        let place = |span| metadata::place(self.corpus, self.id, span, &positions, &canonical.text);
        let Some((sentence, place)) = sentence.and_then(|span| Some((span, place(span)?))) else {
            return Correction::text();
        };
        let event = EventData {
            id: format!("e-s{}", at.sentence()),
            name: self.body.words(sentence).to_owned(),
            summary: None,
            date: date.when.map_or_else(|| DAY.to_owned(), |when| when.edtf()),
            date_as_written: Some(self.briefing.words(date.at).to_owned()),
            date_basis: None,
            status: Some(status),
            location: None,
            organizer: Vec::new(),
            involved: Vec::new(),
            topics: Vec::new(),
            important: None,
            weight: None,
            at: Targets(vec![place]),
            confidence: None,
            review: Some(Review::Corrected),
        };
        let path = sidecar_of(&self.article.id);
        let day = if date.when.is_some() { "correct its `date`" } else { "write the day in place of `YYYY-MM-DD`" };
        let how = format!(
            "add this to `events` of {path} (`dateline extract --write` makes the file) to have it on timelines, and {day}"
        );
        Correction { how, lines: serde_json::to_string_pretty(&event).unwrap_or_default() }
    }

    fn repairs(&self) -> Vec<Value> {
        let repairs = self.body.repairs.iter().map(|repair| {
            let evidence = format!("{:?}", repair.evidence).to_lowercase();
            let told = vec![("in the file", json!(repair.written)), ("evidence", json!(evidence))];
            let how = format!("write this in place of `{}` in {}", repair.written, self.article.id);
            let lines = self.body.words(repair.span).to_owned();
            self.mark("repair", &[repair.span], told, Correction { how, lines })
        });
        repairs.collect()
    }

    fn actor(&self, label: &'static str, id: ActorId) -> (&'static str, Value) {
        let actor = self.corpus.actor(id);
        (label, json!({ "name": actor.name, "href": format!("/actors/{}/", actor.slug) }))
    }

    /// What would correct a finding that a sidecar can hold.
    fn decided(&self, id: &str) -> Correction {
        let found = self.document.as_ref().and_then(|(document, _)| document.correction(id));
        let Some((list, lines)) = found else { return Correction::text() };
        let path = sidecar_of(&self.article.id);
        let how = format!(
            "change this in `{list}` of {path} (`dateline extract --write` makes the file); to drop it, set `review` to \"rejected\""
        );
        Correction { how, lines }
    }

    fn mark(
        &self,
        what: &'static str,
        spans: &[TextSpan],
        told: Vec<(&'static str, Value)>,
        correct: Correction,
    ) -> Value {
        json!(Mark { what, at: spans.iter().flat_map(|span| self.places(*span)).collect(), told, correct })
    }

    /// The pieces of some words, sentence by sentence.
    fn places(&self, span: TextSpan) -> Vec<Place> {
        let first = self.body.sentences.partition_point(|sentence| sentence.span.end <= span.start);
        let sentences = (first as u32 + 1..).zip(self.body.sentences.iter().skip(first));
        let overlapping = sentences.take_while(|(_, sentence)| sentence.span.start < span.end);
        let piece = |(sentence, whole): (u32, &crate::model::article::Sentence)| {
            let (start, end) = (span.start.max(whole.span.start), span.end.min(whole.span.end));
            let exact = self.body.words(TextSpan::new(start, end));
            let before = self.body.words(TextSpan::new(whole.span.start, start));
            let through = self.body.words(TextSpan::new(whole.span.start, end));
            // Only whole finds before this one count: `through` ends with the one that is meant.
            let nth = if exact.is_empty() { 0 } else { through.matches(exact).count().saturating_sub(1) };
            (!exact.is_empty() && through.len() >= before.len()).then(|| Place {
                sentence,
                exact: exact.to_owned(),
                nth,
            })
        };
        overlapping.filter_map(piece).collect()
    }
}

/// The rule that found something, and how sure it is.
fn how(at: At) -> [(&'static str, Value); 2] {
    [("rule", json!(at.rule())), ("confidence", json!(format!("{:.0}%", at.confidence() * 100.0)))]
}

/// A name as a string of TOML.
fn quoted(name: &str) -> String {
    toml::Value::from(name).to_string()
}

/// What would give a name to another actor, or join it to one.
fn name_correction(actor: &Actor, words: &str) -> Correction {
    let list = |names: &mut dyn Iterator<Item = &str>| names.map(quoted).collect::<Vec<_>>().join(", ");
    let own = |how: String| Correction { how, lines: format!("+++\nname = {}\n+++\n", quoted(words)) };
    match &actor.curated {
        Some(file) if file.aliases.iter().any(|alias| alias == words) => {
            let how = format!("{} decides; with this line in it the name is read afresh", file.id);
            let left = &mut file.aliases.iter().map(String::as_str).filter(|alias| *alias != words);
            Correction { how, lines: format!("aliases = [{}]\n", list(left)) }
        }
        Some(file) if file.name == words => {
            let how = format!("{} decides; this is the line", file.id);
            Correction { how, lines: format!("name = {}\n", quoted(words)) }
        }
        Some(file) => own(format!(
            "{} decides; for somebody else by this name, write content/actors/{}.md",
            file.id,
            text::slug(words)
        )),
        None => {
            let names: BTreeSet<&str> =
                actor.aliases.iter().map(|alias| alias.surface.as_str()).chain([words]).collect();
            let others = &mut names.into_iter().filter(|name| *name != actor.name);
            let how = format!("an actor file decides who bears a name: content/actors/{}.md", actor.slug);
            Correction {
                how,
                lines: format!("+++\nname = {}\naliases = [{}]\n+++\n", quoted(&actor.name), list(others)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_the_lines_is_read_as_that_name() {
        // Marks of vowels and joiners are written as they are: what Rust writes for them is no TOML.
        for name in ["Ines Calloway", "عَلِيّ", "O'Neil \"Tip\"", "a\\b", "क\u{200d}ष", "'''", "e\u{301}"] {
            let table: toml::Table = format!("name = {}\n", quoted(name)).parse().expect("valid");
            assert_eq!(table.get("name").and_then(toml::Value::as_str), Some(name));
        }
    }
}
