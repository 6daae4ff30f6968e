//! What was read in an article, for the inspector: every finding with its place in the page's sentences, what it was taken
//! for, by which rule, how sure that is, and what would correct it.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Value, json};

use crate::config::Config;
use crate::model::article::{Article, Body};
use crate::model::corpus::{ActorId, ArticleId, Briefing, Corpus};
use crate::model::facts::{At, Event, Quotation};
use crate::model::metadata::{Metadata, sidecar_of};
use crate::span::TextSpan;
use crate::{pipeline, read};

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
    briefing: &'a Briefing,
    article: &'a Article,
    body: &'a Body,
    /// As `extract` gives it; `None` where the file cannot be read any more.
    document: Option<Metadata>,
}

impl<'a> Reading<'a> {
    fn of(corpus: &'a Corpus, config: &Config, id: ArticleId) -> Self {
        let briefing = corpus.briefing(id);
        let article: &Article = &briefing.article;
        let source = read::single::source(&config.root.join(article.id.as_str()), config).ok();
        let document = source.map(|source| pipeline::metadata(corpus, id, &source.bytes));
        Self { corpus, briefing, article, body: &article.body, document }
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
            let hanging = facts.events.iter().position(|event| event.date == index);
            let entry = hanging.and_then(|event| self.briefing.entries.get(event));
            let correct = match entry {
                Some(entry) => self.decided(&self.corpus.entry(*entry).key),
                None => Correction {
                    how: "no event hangs on it; write the date in full in the text".to_owned(),
                    ..Correction::default()
                },
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
        self.mark("event", &event.line, told, self.decided(key))
    }

    fn repairs(&self) -> Vec<Value> {
        let repairs = self.body.repairs.iter().map(|repair| {
            let evidence = format!("{:?}", repair.evidence).to_lowercase();
            let told = vec![("in the file", json!(repair.written)), ("evidence", json!(evidence))];
            let how = format!("write the word in {} as it should be", self.article.id);
            self.mark("repair", &[repair.span], told, Correction { how, lines: String::new() })
        });
        repairs.collect()
    }

    fn actor(&self, label: &'static str, id: ActorId) -> (&'static str, Value) {
        let actor = self.corpus.actor(id);
        (label, json!({ "name": actor.name, "href": format!("/actors/{}/", actor.slug) }))
    }

    /// What would correct a finding that a sidecar can hold.
    fn decided(&self, id: &str) -> Correction {
        let found = self.document.as_ref().and_then(|document| document.correction(id));
        let Some((list, lines)) = found else {
            return Correction { how: "correct the text".to_owned(), lines: String::new() };
        };
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

/// What would give a name to another actor, or join it to one.
fn name_correction(actor: &crate::model::corpus::Actor, words: &str) -> Correction {
    if let Some(file) = &actor.curated {
        let how = format!("{} decides; move the name to another actor file's `aliases` to change it", file.id);
        return Correction { how, lines: String::new() };
    }
    let aliases: BTreeSet<&str> = actor.aliases.iter().map(|alias| alias.surface.as_str()).chain([words]).collect();
    let others: Vec<String> =
        aliases.into_iter().filter(|alias| *alias != actor.name).map(|alias| format!("{alias:?}")).collect();
    let how = format!("an actor file decides who bears a name: content/actors/{}.md", actor.slug);
    Correction { how, lines: format!("+++\nname = {:?}\naliases = [{}]\n+++\n", actor.name, others.join(", ")) }
}
