//! Whatever a text holds, every fact found in it lies where it says: inside the text, between characters, in its sentence.

use dateline::config::{Config, Overrides};
use dateline::extract::{self, Lexicon};
use dateline::model::article::{Article, Format, Source};
use dateline::model::facts::{At, Facts, Headline};
use dateline::read;
use dateline::span::{SourceId, TextSpan};
use proptest::prelude::*;

/// What articles are made of, and what breaks the habits of a reader of articles.
const PIECES: [&str; 44] = [
    "Prime Minister Ines Calloway",
    "Calloway",
    "Gen. Piet O’Marlow Jr.",
    "the Ministry of Water",
    "Tern Bay",
    "U.S.",
    "İstanbul",
    "Ελένη Παπαδοπούλου",
    "بغداد",
    "她说",
    "said",
    "said that",
    "told reporters",
    "according to",
    "“We wait,",
    "” Calloway added. “",
    "”",
    "\"",
    "’",
    "‘",
    "on Monday",
    "last week",
    "in October 2021",
    "14 April 2021",
    "the 1990s",
    "between 3 and 5 March",
    "on 31 February 2021",
    "elections",
    "is scheduled to meet",
    "was killed",
    "2,500 troops",
    "$3.5 billion",
    "12½ percent",
    "٪٣",
    "forc-es",
    "e\u{301}",
    "👩🏽‍🚒",
    "\u{200b}",
    ".",
    ". ",
    ", ",
    "—",
    "\n",
    "\n\n",
];

fn text() -> impl Strategy<Value = String> {
    let piece = (prop::sample::select(&PIECES[..]), prop::sample::select(&[" ", " ", " ", ""][..]));
    prop::collection::vec(piece, 0..60)
        .prop_map(|pieces| pieces.iter().flat_map(|(piece, gap)| [*piece, *gap]).collect::<String>())
}

fn read_and_found(text: &str, format: Format) -> Option<(Article, Facts)> {
    let config = Config::without_site(&Overrides::default()).unwrap();
    let bytes = format!("date 2021-04-14\n\n{text}").into_bytes();
    let source = Source { id: SourceId::new("a.txt"), format, bytes, sidecar: None };
    let article = read::article(&source, &config).value?;
    let facts = extract::facts(&article, &Lexicon::new(&[])).value;
    Some((article, facts))
}

fn check_span(article: &Article, span: TextSpan) -> Result<(), TestCaseError> {
    let covered = article.body.text.get(span.start as usize..span.end as usize);
    prop_assert!(covered.is_some(), "{span:?} cuts a character or leaves the text");
    Ok(())
}

fn check_at(article: &Article, at: At) -> Result<(), TestCaseError> {
    let span = at.span();
    check_span(article, span)?;
    prop_assert!(span.start < span.end, "{at:?} covers nothing");
    let sentence = article.body.sentence(at.sentence());
    prop_assert!(sentence.is_some_and(|sentence| sentence.span.contains(span)), "{at:?} leaves its sentence");
    Ok(())
}

/// All that facts say about places, and about each other.
fn check(article: &Article, facts: &Facts) -> Result<(), TestCaseError> {
    let places = facts.mentions.iter().map(|fact| fact.at);
    let places = places.chain(facts.roles.iter().map(|fact| fact.at));
    let places = places.chain(facts.quotations.iter().map(|fact| fact.at));
    let places = places.chain(facts.dates.iter().map(|fact| fact.at));
    let places = places.chain(facts.events.iter().map(|fact| fact.at));
    let places = places.chain(facts.figures.iter().map(|fact| fact.at));
    let mut places = places.chain(facts.phrases.iter().map(|fact| fact.at));
    places.try_for_each(|at| check_at(article, at))?;
    if let Headline::Taken { at, .. } = &facts.headline {
        check_at(article, *at)?;
    }
    for quotation in &facts.quotations {
        let spans = quotation.parts.iter().copied().chain(quotation.speaker.written()).chain(quotation.cue);
        spans.into_iter().try_for_each(|span| check_span(article, span))?;
        let mention = quotation.speaker.mention();
        prop_assert!(mention.is_none_or(|mention| (mention as usize) < facts.mentions.len()), "{quotation:?}");
    }
    for event in &facts.events {
        event.line.iter().try_for_each(|piece| check_span(article, *piece))?;
        prop_assert!((event.date as usize) < facts.dates.len(), "{event:?}");
        prop_assert!(event.mentions.iter().all(|mention| (*mention as usize) < facts.mentions.len()), "{event:?}");
    }
    let known = |role: &dateline::model::facts::Role| (role.mention as usize) < facts.mentions.len();
    prop_assert!(facts.roles.iter().all(known), "{:?}", facts.roles);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_fact_lies_where_it_says(text in text()) {
        for format in [Format::Wire, Format::Markdown] {
            if let Some((article, facts)) = read_and_found(&text, format) {
                check(&article, &facts)?;
            }
        }
    }
}

#[test]
fn the_texts_hold_facts_to_check() {
    let text = "“We wait,” Ines Calloway said on Monday. The elections were held in October 2021. 2,500 troops left.";
    let (article, facts) = read_and_found(text, Format::Wire).unwrap();
    check(&article, &facts).unwrap();
    assert!(!facts.quotations.is_empty() && !facts.dates.is_empty() && !facts.events.is_empty());
    assert!(!facts.figures.is_empty());
}

#[test]
fn facts_do_not_depend_on_what_was_read_before() {
    let text = "Calloway met Piet Marlow in Tern Bay on Monday. MARLOW WINS VOTE IN CHINA.\n\n“We wait,” Marlow said.";
    let alone = std::thread::spawn(move || read_and_found(text, Format::Wire)).join().unwrap();
    for other in
        ["Marlow is a river in Calloway. Piet Bay said nothing.", "MARLOW BAY LTD BUYS CHINA TERN", "Monday, Tern."]
    {
        read_and_found(other, Format::Wire);
    }
    assert_eq!(read_and_found(text, Format::Wire), alone);
}
