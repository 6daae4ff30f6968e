//! `dateline extract --explain ID`: why a finding is what it is, and how to correct it.

use std::fmt::Write as _;

use crate::cli::extract::{Chosen, human, metadata_of};
use crate::diag::Error;
use crate::model::corpus::{ArticleId, Briefing, EntryId};
use crate::model::facts::{At, Event, Quotation};
use crate::model::metadata::sidecar_of;
use crate::span::TextSpan;

/// What opens and closes the words that a finding rests on.
const MARKS: (&str, &str) = ("\u{1b}[1m[", "]\u{1b}[0m");

/// The explanation of the finding with this id, where the chosen articles hold it.
pub(crate) fn finding(chosen: &Chosen, id: &str) -> Result<Option<String>, Error> {
    let told = chosen.articles.iter().find_map(|&article| {
        let briefing = chosen.corpus.briefing(article);
        let index = briefing.quotations.iter().position(|known| known == id)?;
        Some(quotation(chosen, article, briefing.facts.quotations.get(index)?, id))
    });
    let entry = || chosen.corpus.entries.iter().position(|entry| entry.key == id);
    told.or_else(|| entry().map(|entry| entry_told(chosen, EntryId(entry as u32), id))).transpose()
}

/// An id that nothing has.
pub(crate) fn unknown(id: &str) -> Error {
    Error::Config {
        place: None,
        message: format!("nothing found has the id `{id}`"),
        hint: Some("take an id from `dateline extract`: `q-` for a quotation, `e-` for an event".to_owned()),
    }
}

fn quotation(chosen: &Chosen, article: ArticleId, quotation: &Quotation, id: &str) -> Result<String, Error> {
    let briefing = chosen.corpus.briefing(article);
    let mut out = format!("{id}: {} quotation in {}\n", human::kind(quotation), briefing.article.id);
    sentences(briefing, quotation.at, &quotation.parts, &mut out);
    let mut line = |name: &str, value: &str| writeln!(out, "  {name:<11} {value}").expect("a string takes everything");
    line("rule", &format!("{}, {}", quotation.at.rule(), human::percent(quotation.at)));
    line("speaker", &human::speaker(&chosen.corpus, briefing, quotation));
    if let Some(actor) = quotation.speaker.mention().and_then(|mention| briefing.actors.get(mention as usize)) {
        let actor = chosen.corpus.actor(*actor);
        let spellings: Vec<_> = actor.aliases.iter().map(|alias| alias.surface.as_str()).collect();
        line("actor", &format!("{} (written {})", actor.name, spellings.join(", ")));
    }
    line("cue", quotation.cue.map_or("none", |cue| briefing.article.body.words(cue)));
    line("on pages", if quotation.shown { "yes" } else { "no: too weak a pattern; in the data only" });
    correction(chosen, article, id, &mut out)?;
    Ok(out)
}

fn entry_told(chosen: &Chosen, id: EntryId, key: &str) -> Result<String, Error> {
    let entry = chosen.corpus.entry(id);
    let mut out = format!("{key}: event told by {} article(s)\n", entry.tellings.len());
    for telling in &entry.tellings {
        let briefing = chosen.corpus.briefing(telling.article);
        let Some(event) = briefing.facts.events.get(telling.event as usize) else {
            continue;
        };
        event_told(briefing, event, &mut out);
        correction(chosen, telling.article, key, &mut out)?;
    }
    Ok(out)
}

fn event_told(briefing: &Briefing, event: &Event, out: &mut String) {
    out.push_str(&format!("\n  {}\n", briefing.article.id));
    sentences(briefing, event.at, &event.line, out);
    let mut line = |name: &str, value: &str| writeln!(out, "  {name:<11} {value}").expect("a string takes everything");
    line("rule", &format!("{}, {}", event.at.rule(), human::percent(event.at)));
    line("line", &human::line(briefing, event));
    line("status", human::status(event.status));
    if let Some(date) = briefing.facts.dates.get(event.date as usize) {
        let when = event.when.map_or_else(|| "not known".to_owned(), |when| when.edtf());
        let words = briefing.words(date.at);
        line("date", &format!("`{words}` = {when}, {} (rule {})", human::basis(date.basis), date.at.rule()));
    }
}

/// The sentence, and those that the spans run into, with the spans marked.
fn sentences(briefing: &Briefing, at: At, spans: &[TextSpan], out: &mut String) {
    let body = &briefing.article.body;
    let Some(sentence) = body.sentence(at.sentence()) else {
        return;
    };
    let all = spans.iter().fold(sentence.span, |all, span| all.join(*span));
    let mut text = String::new();
    let mut from = all.start;
    for span in spans {
        text.push_str(body.words(TextSpan::new(from.min(span.start), span.start)));
        text.push_str(MARKS.0);
        text.push_str(body.words(*span));
        text.push_str(MARKS.1);
        from = span.end;
    }
    text.push_str(body.words(TextSpan::new(from.min(all.end), all.end)));
    out.push_str(&format!(
        "\n  sentence {}: {}\n\n",
        at.sentence(),
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    ));
}

/// The lines of a sidecar that would change the finding.
fn correction(chosen: &Chosen, article: ArticleId, id: &str, out: &mut String) -> Result<(), Error> {
    let Some((list, json)) = metadata_of(chosen, article)?.correction(id) else {
        return Ok(());
    };
    let path = sidecar_of(&chosen.corpus.briefing(article).article.id);
    out.push_str(&format!(
        "\n  to correct it, change this in `{list}` of {path} (`--write` makes the file); to drop it, set review to \"rejected\":\n\n"
    ));
    json.lines().for_each(|line| out.push_str(&format!("    {line}\n")));
    Ok(())
}
