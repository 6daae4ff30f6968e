//! An article as results show it: one small file with its title and sentences, read when the article is among them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::corpus::ArticleId;
use crate::model::facts::At;
use crate::render::provenance;
use crate::render::search::words;
use crate::render::site::Site;
use crate::render::when::YearShown;
use crate::render::words::direction;

/// What the client reads.
#[derive(Debug, Serialize)]
struct Excerpt<'a>(
    /// The slug.
    &'a str,
    /// The title.
    &'a str,
    /// The day of publication in words, or nothing.
    String,
    /// Language and direction, where they are not the site's.
    Option<(&'a str, &'static str)>,
    /// The sentences as the page prints them.
    Vec<&'a str>,
    /// Who speaks, by the number of the sentence.
    BTreeMap<u32, String>,
    /// When an event is, by the number of the sentence.
    BTreeMap<u32, String>,
);

/// What the file of an article passes on.
pub(super) fn excerpt(site: &Site<'_>, id: ArticleId) -> serde_json::Value {
    let briefing = site.corpus.briefing(id);
    let body = &briefing.article.body;
    let sentences = (1..).zip(&body.sentences).map(|(number, sentence)| {
        let whole = At::within(number, *sentence, sentence.span, "sentence", 1.0);
        body.words(provenance::printed(body, whole))
    });
    let mut said = BTreeMap::new();
    for quotation in words::shown(briefing) {
        let named = quotation.speaker.mention().and_then(|mention| briefing.actors.get(mention as usize));
        let speaker = match named {
            Some(actor) => site.corpus.actor(*actor).name.clone(),
            None => quotation.speaker.written().map(|span| body.words(span).to_owned()).unwrap_or_default(),
        };
        for sentence in words::said_in(briefing, quotation) {
            said.entry(sentence).or_insert_with(|| speaker.clone());
        }
    }
    let mut events = BTreeMap::new();
    for event in &briefing.facts.events {
        let when = event.when.map(|when| plain(&site.calendar.html(&when, YearShown::Always).0));
        events.entry(event.at.sentence()).or_insert(when.unwrap_or_default());
    }
    let day = briefing.published().map(|day| site.calendar.day(day, YearShown::Always));
    let language = briefing.article.header.language.as_deref().filter(|language| *language != site.config.language);
    let excerpt = Excerpt(
        &briefing.slug,
        briefing.title(),
        day.unwrap_or_default(),
        language.map(|language| (language, direction(language))),
        sentences.collect(),
        said,
        events,
    );
    serde_json::json!([excerpt])
}

/// Markup without its elements. Dates have no characters that markup escapes.
fn plain(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => words.push(c),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_go_and_words_stay() {
        assert_eq!(plain("about <time datetime=\"2021-04\">April 2021</time> or later"), "about April 2021 or later");
    }
}
