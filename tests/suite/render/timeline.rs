//! What one can do with a timeline, and who appears with whom.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use dateline::model::corpus::{
    ActorId, ActorKind, ArticleId, Connection, Corpus, Entry, EntryId, EntryWhen, QuotationId, SaidOfTopic, Standing,
    TopicId,
};
use dateline::model::when::{Extent, Point, When};
use jiff::civil::date;
use scraper::Html;

use super::{all, assert_sound, config, corpus, site, texts};

/// The events of a page with the numbers of their choices.
fn numbers(page: &str) -> BTreeMap<String, Vec<usize>> {
    let document = Html::parse_document(page);
    let numbers = |element: &scraper::ElementRef<'_>| {
        element.attr("data-f").unwrap_or_default().split_whitespace().map(|number| number.parse().unwrap()).collect()
    };
    all(&document, ".event").iter().map(|event| (event.attr("id").unwrap().to_owned(), numbers(event))).collect()
}

#[test]
fn events_carry_the_numbers_of_the_choices_they_belong_to() {
    let mut corpus = corpus::harbour();
    for (entry, actors) in [(0, vec![0, 2]), (1, vec![0]), (2, vec![1]), (3, vec![1, 2, 1])] {
        Arc::make_mut(&mut corpus.entries[entry]).actors = actors.into_iter().map(ActorId).collect();
    }
    let page = &site(&corpus, &config(None))["timeline/index.html"];
    let document = Html::parse_document(page);
    let choices: Vec<&str> =
        all(&document, "option, [name=status]").iter().filter_map(|choice| choice.attr("value")).collect();
    let choices: Vec<&str> = choices.into_iter().filter(|value| !value.is_empty()).collect();
    assert_eq!(choices, ["ana-lund", "harbour-office", "port-vell", "occurred", "scheduled", "expected"]);
    assert_eq!(texts(page, "[name=actor] option"), ["anyone", "Ana Lund (2)", "Harbour Office (2)"]);
    assert_eq!(texts(page, "[name=place] option"), ["anywhere", "Port Vell (2)"]);
    for (key, numbers) in numbers(page) {
        let entry = corpus.entries.iter().find(|entry| entry.key == key).unwrap();
        let named = entry.actors.iter().map(|id| corpus.actor(*id).slug.as_str());
        let standing = match entry.standing {
            Standing::Scheduled => "scheduled",
            Standing::Expected => "expected",
            _ => "occurred",
        };
        let expected: BTreeSet<&str> = named.chain([standing]).collect();
        assert_eq!(numbers.iter().map(|number| choices[number - 1]).collect::<BTreeSet<_>>(), expected, "{key}");
    }
    assert!(all(&document, ".filters[hidden]").len() == 1, "nothing dead is shown without a script");
}

#[test]
fn a_short_timeline_and_one_whose_events_are_alike_have_no_filters() {
    let mut corpus = corpus::harbour();
    corpus.entries.iter_mut().for_each(|entry| Arc::make_mut(entry).standing = Standing::Occurred);
    assert!(!site(&corpus, &config(None))["timeline/index.html"].contains("data-f"));
    let mut corpus = corpus::harbour();
    let topic = Arc::make_mut(&mut corpus.topics[0]);
    let entries = topic.entries.iter().copied().take(7).collect();
    topic.said = SaidOfTopic { entries, ..SaidOfTopic::clone(&topic.said) }.into();
    assert!(!site(&corpus, &config(None))["topics/the-harbour/index.html"].contains("filters"));
}

#[test]
fn an_event_names_a_dozen_sources_and_says_how_many_more() {
    let mut corpus = corpus::harbour();
    let telling = corpus.entries[1].tellings[0];
    Arc::make_mut(&mut corpus.entries[1]).tellings = vec![telling; 30];
    let key = corpus.entries[1].key.clone();
    let refs = |corpus: &Corpus| {
        let site = site(corpus, &config(None));
        let links = all(&Html::parse_document(&site["timeline/index.html"]), &format!("#{key} .ref a")).len();
        (links, texts(&site["timeline/index.html"], &format!("#{key} .ref")))
    };
    let (links, lines) = refs(&corpus);
    assert_eq!((links, lines[1].as_str()), (12, "and 18 more"));
    assert_eq!(lines[0].matches("Ferry to run again").count(), 1, "an article is named once: {}", lines[0]);
    // Where sources differ, each of their dates keeps some.
    let other = corpus.entries[2].tellings[0];
    Arc::make_mut(&mut corpus.entries[1]).tellings.push(other);
    Arc::make_mut(&mut corpus.entries[1]).when =
        EntryWhen::Conflicting(vec![When::day(date(2011, 1, 1)), When::day(date(2011, 2, 1))]);
    let (links, lines) = refs(&corpus);
    assert_eq!((links, lines[1].as_str()), (5, "and 26 more"));
}

/// A corpus with many entries in one year, a few of them known to the year alone.
fn crowded() -> Corpus {
    let mut corpus = corpus::harbour();
    let told = corpus.entries.iter().position(|entry| matches!(entry.when, EntryWhen::Dated(_))).unwrap();
    for number in 0..500_i16 {
        let when = match number {
            0..5 => When::point(Point::Year(2022)),
            _ => When::day(date(2022, 1 + (number % 11) as i8, 1 + (number % 28) as i8)),
        };
        let key = format!("e-more-{number}");
        let entry = Entry { key, when: EntryWhen::Dated(when), ..(*corpus.entries[told]).clone() };
        corpus.entries.push(entry.into());
    }
    corpus.salience = Arc::new(vec![1.0; corpus.entries.len()].into());
    corpus
}

#[test]
fn a_long_year_has_a_page_for_each_month_and_every_event_stands_once() {
    let corpus = crowded();
    let site = site(&corpus, &config(None));
    assert_sound(&site);
    let mut seen: Vec<String> = Vec::new();
    for (_, page) in site.iter().filter(|(route, _)| route.starts_with("timeline/")) {
        seen.extend(numbers(page).into_keys());
    }
    let mut keys: Vec<String> = corpus.entries.iter().map(|entry| entry.key.clone()).collect();
    seen.sort();
    keys.sort();
    assert_eq!(seen, keys);
    let year = &site["timeline/2022/index.html"];
    assert_eq!(numbers(year).len(), 5, "what is known to the year stands on its page");
    assert_eq!(texts(year, ".timeline .rows li")[0], "January 45 events");
    let month = &site["timeline/2022/02/index.html"];
    assert_eq!(texts(month, "h1"), ["Timeline of February 2022"]);
    assert_eq!(texts(month, ".pn a"), ["BeforeJanuary 2022", "AfterMarch 2022"]);
    assert!(site["timeline/index.html"].contains("<figure class=\"overview\">"));
}

#[test]
fn columns_of_a_picture_are_never_too_narrow() {
    let mut corpus = corpus::harbour();
    for (year, entry) in [(1200, 0), (1650, 1), (2021, 2)] {
        Arc::make_mut(&mut corpus.entries[entry]).when =
            EntryWhen::Dated(When::exact(Extent::Point(Point::Year(year))));
    }
    let page = &site(&corpus, &config(None))["timeline/index.html"];
    assert_eq!(texts(page, ".overview > svg text").first().map(String::as_str), Some("1200"));
    assert!(texts(page, ".overview > svg text").contains(&"2000".to_owned()), "by the century");
}

#[test]
fn an_actor_page_says_who_is_named_with_it_and_where() {
    let mut corpus = corpus::harbour();
    let with = |actor, sentences| Connection { actor: ActorId(actor), sentences, articles: vec![ArticleId(0)] };
    corpus::say(&mut corpus, 0, |said| said.with = vec![with(1, 5), with(2, 1)]);
    corpus::say(&mut corpus, 1, |said| said.with = vec![with(0, 5), with(2, 2)]);
    let page = &site(&corpus, &config(None))["actors/ana-lund/index.html"];
    let rows = texts(page, "#with tbody tr");
    assert_eq!(rows.len(), 2, "no sentence of the texts names both");
    assert!(rows[0].starts_with("Harbour Office also with Vell 2"), "{rows:?}");
    assert!(!page.contains("The table says the same"), "two need no picture");
    corpus.actors.push(corpus.actors[2].clone());
    Arc::make_mut(&mut corpus.actors[3]).slug = "port-velle".to_owned();
    corpus::say(&mut corpus, 0, |said| said.with.push(with(3, 1)));
    let page = &site(&corpus, &config(None))["actors/ana-lund/index.html"];
    let document = Html::parse_document(page);
    assert_eq!(all(&document, "#with svg .tie").len(), 3);
    assert_eq!(all(&document, "#with svg path").len(), 4, "a curve for the two that share sentences");
    corpus::say(&mut corpus, 0, |said| said.with.clear());
    assert!(!site(&corpus, &config(None))["actors/ana-lund/index.html"].contains("id=\"with\""));
}

#[test]
fn a_name_of_a_hundred_and_twenty_characters_is_cut_in_the_picture_alone() {
    let mut corpus = corpus::harbour();
    let long = "The Commission for the Harbour and the Islands ".repeat(3).trim().chars().take(120).collect::<String>();
    Arc::make_mut(&mut corpus.actors[1]).name = long.clone();
    let with = |actor| Connection { actor: ActorId(actor), sentences: 1, articles: Vec::new() };
    corpus.actors.push(corpus.actors[2].clone());
    Arc::make_mut(&mut corpus.actors[3]).slug = "port-velle".to_owned();
    corpus::say(&mut corpus, 0, |said| said.with = vec![with(1), with(2), with(3)]);
    let page = &site(&corpus, &config(None))["actors/ana-lund/index.html"];
    assert!(texts(page, "#with svg text")[0].ends_with('…'));
    assert_eq!(texts(page, "#with tbody th a")[0], long);
}

#[test]
fn words_that_two_articles_have_stand_once_with_both_sources() {
    let mut corpus = corpus::harbour();
    let mut again = corpus.briefings[0].clone();
    Arc::make_mut(&mut again).slug = "ferry-once-more".to_owned();
    corpus.briefings.push(again);
    let copy = ArticleId(corpus.briefings.len() as u32 - 1);
    corpus::say(&mut corpus, 0, |said| said.quotations.push(QuotationId { article: copy, index: 0 }));
    let page = &site(&corpus, &config(None))["actors/ana-lund/index.html"];
    assert_eq!(texts(page, ".quote").len(), 2);
    let document = Html::parse_document(page);
    assert_eq!(all(&document, ".quote:first-child .ref a").len(), 2);
}

#[test]
fn articles_follow_each_other_within_their_topic() {
    let mut corpus = corpus::harbour();
    Arc::make_mut(&mut corpus.topics[0]).articles = vec![ArticleId(0), ArticleId(2)];
    Arc::make_mut(&mut corpus.briefings[1]).topics.clear();
    let site = site(&corpus, &config(None));
    let page = &site["articles/ferry-to-run-again/index.html"];
    assert_eq!(texts(page, ".thread a"), ["The harbour"]);
    assert_eq!(texts(page, ".pn a"), ["Not datedTalks on the quay will go on"]);
    let alone = &site["articles/harbour-office-answers/index.html"];
    assert!(texts(alone, ".thread").is_empty());
    assert_eq!(texts(alone, ".pn a").len(), 2, "in time, where there is no topic");
}

#[test]
fn the_front_page_says_what_the_newest_edition_added() {
    let mut corpus = corpus::harbour();
    let page = &site(&corpus, &config(None))["index.html"];
    let news = texts(page, "[aria-labelledby=h-new] li");
    assert!(news.iter().any(|line| line.starts_with("New event 2011 The old ferry sank")), "{news:?}");
    assert!(news.iter().any(|line| line.starts_with("New statement Lund, “It is safe")), "{news:?}");
    assert!(!news.iter().any(|line| line.contains("It ran")), "that is older");
    Arc::make_mut(&mut corpus.entries[0]).standing = Standing::WasDue;
    Arc::make_mut(&mut corpus.actors[2]).kind = ActorKind::Person;
    let page = &site(&corpus, &config(None))["index.html"];
    assert!(texts(page, "[aria-labelledby=h-new] li").iter().any(|line| line.starts_with("New actor Port Vell")));
}

#[test]
fn a_topic_shows_what_is_to_come_and_its_figures() {
    let corpus = corpus::harbour();
    assert!(corpus.entry(EntryId(6)).standing == Standing::Scheduled && corpus.topic(TopicId(0)).entries.len() > 7);
    let page = &site(&corpus, &config(None))["topics/the-harbour/index.html"];
    let dates = texts(page, "[aria-labelledby=h-next] .when");
    assert!(dates.iter().any(|date| date.starts_with("October")), "{dates:?}");
    assert_eq!(texts(page, "[aria-labelledby=h-fig] li"), ["About 1,200 islanders From Ferry to run again § 3"]);
}
