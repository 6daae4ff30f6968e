//! The index stage, on articles and facts made by hand.

mod build;

use std::sync::Arc;

use dateline::diag::{Checked, Code};
use dateline::index;
use dateline::model::article::Dateline;
use dateline::model::corpus::{
    ActorKind, Alias, Corpus, Curated, CuratedActor, CuratedTopic, Entry, EntryWhen, Standing,
};
use dateline::span::SourceId;
use proptest::prelude::*;

use self::build::{Pair, article, config, headed};

fn indexed(articles: &[Pair]) -> Checked<Corpus> {
    index::corpus(articles, Curated::default(), &config())
}

fn corpus(articles: &[Pair]) -> Corpus {
    indexed(articles).value
}

fn slugs(corpus: &Corpus) -> Vec<&str> {
    corpus.actors.iter().map(|actor| actor.slug.as_str()).collect()
}

fn codes(checked: &Checked<Corpus>) -> Vec<Code> {
    checked.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

fn actor_file(path: &str, name: &str, aliases: &[&str]) -> Arc<CuratedActor> {
    Arc::new(CuratedActor {
        id: SourceId::new(path),
        name: name.to_owned(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        kind: None,
        same_as: Vec::new(),
        portrait: None,
        slug: None,
        earlier: Vec::new(),
        body: Default::default(),
    })
}

fn topic_file(path: &str, title: &str, terms: &[&str]) -> Arc<CuratedTopic> {
    Arc::new(CuratedTopic {
        id: SourceId::new(path),
        title: title.to_owned(),
        terms: terms.iter().map(|term| (*term).to_owned()).collect(),
        description: None,
        slug: None,
        earlier: Vec::new(),
        body: Default::default(),
    })
}

fn with_actors(articles: &[Pair], actors: Vec<Arc<CuratedActor>>) -> Checked<Corpus> {
    index::corpus(articles, Curated { actors, ..Curated::default() }, &config())
}

fn with_topics(articles: &[Pair], topics: Vec<Arc<CuratedTopic>>) -> Checked<Corpus> {
    index::corpus(articles, Curated { topics, ..Curated::default() }, &config())
}

#[test]
fn articles_stand_newest_first_and_those_without_a_date_last() {
    let corpus = corpus(&[
        article("c.txt", "", &["Rain fell."]),
        article("b.txt", "2020-03-01", &["Rain fell."]),
        article("a.txt", "2020-03-02", &["Rain fell."]),
        article("z.txt", "2020-03-02", &["Rain fell."]),
    ]);
    let paths: Vec<&str> = corpus.briefings.iter().map(|briefing| briefing.article.id.as_str()).collect();
    assert_eq!(paths, ["a.txt", "z.txt", "b.txt", "c.txt"]);
    assert_eq!(corpus.as_of.map(|day| day.to_string()).as_deref(), Some("2020-03-02"));
}

#[test]
fn two_files_with_one_name_are_both_published_and_named() {
    let checked = indexed(&[
        article("2020/flood.txt", "2020-03-01", &["Rain fell."]),
        article("2019/flood.txt", "2019-03-01", &["Rain fell."]),
    ]);
    let slugs: Vec<&str> = checked.value.briefings.iter().map(|briefing| briefing.slug.as_str()).collect();
    assert_eq!(slugs, ["flood-2", "flood"]);
    assert_eq!(codes(&checked), [Code::DuplicateRoute]);
    assert_eq!(checked.diagnostics[0].source.as_str(), "2020/flood.txt");
    assert!(checked.diagnostics[0].message.contains("2019/flood.txt"));
}

#[test]
fn a_file_name_without_letters_still_has_a_page() {
    let corpus = corpus(&[article("….txt", "2020-03-01", &["Rain fell."])]);
    assert!(corpus.briefings[0].slug.starts_with("article-"));
}

#[test]
fn a_surname_in_another_article_joins_its_only_bearer() {
    let corpus = corpus(&[
        article("a.txt", "2020-03-01", &["[p:Nadia al-Rashed] left [c:Oman] for [l:Salalah]."]),
        article("b.txt", "2020-03-02", &["[p:Rashed] is back in [c:Oman], in [l:Salalah]."]),
    ]);
    assert_eq!(slugs(&corpus), ["nadia-al-rashed", "oman", "salalah"]);
    let actor = &corpus.actors[0];
    assert_eq!((actor.name.as_str(), actor.short_name.as_str()), ("Nadia al-Rashed", "Rashed"));
    assert_eq!(actor.articles.len(), 2);
    assert_eq!(corpus.briefings[0].actors[0], corpus.briefings[1].actors[0]);
}

#[test]
fn a_surname_without_anything_shared_stays_apart() {
    let corpus = corpus(&[
        article("a.txt", "2020-03-01", &["[p:Nadia al-Rashed] left [c:Oman]."]),
        article("b.txt", "2020-03-02", &["[p:Rashed] scored twice for [o:Malmö United]."]),
    ]);
    assert_eq!(slugs(&corpus), ["malmo-united", "nadia-al-rashed", "oman", "rashed"]);
}

#[test]
fn two_bearers_of_one_surname_stay_two_and_doubt_is_reported() {
    let checked = indexed(&[
        article("a.txt", "2020-03-01", &["[p:Nadia Rashed] left [c:Oman] for [l:Salalah]."]),
        article("b.txt", "2020-03-02", &["[p:Omar Rashed] left [c:Oman] for [l:Salalah]."]),
        article("c.txt", "2020-03-03", &["[p:Rashed] is back in [c:Oman], in [l:Salalah]."]),
    ]);
    assert_eq!(slugs(&checked.value), ["nadia-rashed", "oman", "omar-rashed", "rashed", "salalah"]);
    assert_eq!(codes(&checked), [Code::AmbiguousActor]);
    let found = &checked.diagnostics[0];
    assert_eq!(found.source.as_str(), "c.txt");
    assert!(found.span.is_some());
    assert!(found.message.contains("`Nadia Rashed`") && found.message.contains("`Omar Rashed`"), "{}", found.message);
    assert!(found.hints[0].contains("aliases"));
}

#[test]
fn context_decides_between_two_bearers() {
    let checked = indexed(&[
        article("a.txt", "2020-03-01", &["[p:Nadia Rashed] left [c:Oman] for [l:Salalah] and the [o:Port Board]."]),
        article("b.txt", "2020-03-02", &["[p:Omar Rashed] plays for [o:Malmö United]."]),
        article("c.txt", "2020-03-03", &["[p:Rashed] is back at the [o:Port Board] in [l:Salalah]."]),
    ]);
    assert_eq!(slugs(&checked.value), ["malmo-united", "nadia-rashed", "oman", "omar-rashed", "port-board", "salalah"]);
    assert!(checked.diagnostics.is_empty());
}

#[test]
fn transliterations_join_where_the_articles_share_a_rare_name() {
    let corpus = corpus(&[
        article("a.txt", "2020-03-01", &["[p:Kareem Sulaimani] met [p:Ilse Brandt]."]),
        article("b.txt", "2020-03-02", &["[p:Karim Soleimani] met [p:Ilse Brandt] again."]),
        article("c.txt", "2020-03-03", &["[p:Karim Solaimani] opened a bakery."]),
    ]);
    assert_eq!(corpus.actors.iter().filter(|actor| actor.slug.starts_with('k')).count(), 2);
    let both = corpus.actors.iter().find(|actor| actor.articles.len() == 2 && actor.slug.starts_with('k')).unwrap();
    let spellings: Vec<&str> = both.aliases.iter().map(|alias| alias.surface.as_str()).collect();
    assert_eq!(spellings, ["Kareem Sulaimani", "Karim Soleimani"]);
}

#[test]
fn short_surnames_are_never_spelled_in_two_ways() {
    let corpus = corpus(&[
        article("a.txt", "2020-03-01", &["[p:Hana Kim] met [p:Ilse Brandt]."]),
        article("b.txt", "2020-03-02", &["[p:Hana Kam] met [p:Ilse Brandt]."]),
    ]);
    assert_eq!(slugs(&corpus), ["hana-kam", "hana-kim", "ilse-brandt"]);
}

#[test]
fn a_middle_name_joins_unless_fuller_forms_differ() {
    let joined = corpus(&[
        article("a.txt", "2020-03-01", &["[p:Walter Hale] spoke."]),
        article("b.txt", "2020-03-02", &["[p:Walter P. Hale] spoke."]),
    ]);
    assert_eq!(joined.actors.len(), 1);
    let apart = corpus(&[
        article("a.txt", "2020-03-01", &["[p:Walter Hale] spoke."]),
        article("b.txt", "2020-03-02", &["[p:Walter P. Hale] spoke."]),
        article("c.txt", "2020-03-03", &["[p:Walter Q. Hale] spoke."]),
    ]);
    assert_eq!(apart.actors.len(), 3);
}

#[test]
fn a_country_is_one_actor_in_all_spellings() {
    let corpus = corpus(&[
        article("a.txt", "2020-03-01", &["The [c:U.S.] and the [c:United Arab Emirates] agreed; the [c:U.S.] paid."]),
        article("b.txt", "2020-03-02", &["[c:America] and the [l:UAE] agreed."]),
    ]);
    assert_eq!(slugs(&corpus), ["united-arab-emirates", "united-states"]);
    let actor = &corpus.actors[1];
    assert_eq!((actor.name.as_str(), actor.kind), ("United States", ActorKind::Country));
    let alias = |surface: &str, count| Alias { surface: surface.to_owned(), count };
    assert_eq!(actor.aliases, [alias("U.S.", 2), alias("America", 1)]);
}

#[test]
fn organizations_have_their_kind_and_one_page() {
    let corpus = corpus(&[
        article(
            "a.txt",
            "2020-03-01",
            &["The [o:Defense Department] accused [o:Daesh]; the [o:Ministry of Roads] did not."],
        ),
        article("b.txt", "2020-03-02", &["The [o:Pentagon] accused [o:ISIS] and [o:Harbour Foods Ltd]."]),
    ]);
    let kinds: Vec<(&str, ActorKind)> = corpus.actors.iter().map(|actor| (actor.name.as_str(), actor.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("Harbour Foods Ltd", ActorKind::Organization),
            ("ISIS", ActorKind::ArmedGroup),
            ("Ministry of Roads", ActorKind::PublicBody),
            ("Pentagon", ActorKind::PublicBody),
        ]
    );
}

#[test]
fn an_acronym_explained_in_one_article_is_known_in_another() {
    let corpus = corpus(&[
        article("a.txt", "2020-03-01", &["The [o:Front for River Safety] ([o:FRS]) met."]),
        article("b.txt", "2020-03-02", &["The [o:FRS] met again."]),
    ]);
    assert_eq!(slugs(&corpus), ["front-for-river-safety"]);
    assert_eq!(corpus.actors[0].short_name, "FRS");
}

#[test]
fn an_acronym_of_two_organizations_stays_apart() {
    let checked = indexed(&[
        article("a.txt", "2020-03-01", &["The [o:Front for River Safety] ([o:FRS]) met."]),
        article("b.txt", "2020-03-02", &["The [o:Forum of Rural Schools] ([o:FRS]) met."]),
        article("c.txt", "2020-03-03", &["The [o:FRS] met."]),
    ]);
    assert_eq!(slugs(&checked.value), ["forum-of-rural-schools", "front-for-river-safety", "frs"]);
    assert_eq!(codes(&checked), [Code::AmbiguousActor]);
}

#[test]
fn a_kind_of_body_means_the_one_of_its_article_only() {
    let corpus = corpus(&[
        article(
            "a.txt",
            "2020-03-01",
            &["The [o:Omani Parliament] met [p:Ilse Brandt]; the [o:Parliament] adjourned."],
        ),
        article("b.txt", "2020-03-02", &["The [o:Parliament] met [p:Ilse Brandt] again."]),
    ]);
    assert_eq!(slugs(&corpus), ["ilse-brandt", "omani-parliament", "parliament"]);
    assert_eq!(corpus.actors[1].mentions.len(), 2);
}

#[test]
fn bodies_called_by_their_kind_are_one_only_where_the_articles_are_about_the_same() {
    let told = |place: &str, person: &str| {
        corpus(&[
            article(
                "a.txt",
                "2020-03-01",
                &["The [o:Foreign Ministry] in [l:Salalah] thanked [p:Ilse Brandt] of [c:Oman]."],
            ),
            article(
                "b.txt",
                "2020-03-02",
                &[&format!("The [o:Foreign Ministry] in [l:{place}] thanked [p:{person}] of [c:Oman].")],
            ),
        ])
    };
    let ministries = |corpus: &Corpus| corpus.actors.iter().filter(|actor| actor.name == "Foreign Ministry").count();
    assert_eq!(ministries(&told("Salalah", "Ilse Brandt")), 1);
    assert_eq!(ministries(&told("Accra", "Odo Marsh")), 2);
}

#[test]
fn the_first_name_of_somebody_here_is_no_surname_of_somebody_elsewhere() {
    let corpus = corpus(&[
        article("a.txt", "2020-03-01", &["[p:Alun Marsh] met [p:Ilse Brandt] and [p:Tom Oak] in [l:Salalah]."]),
        article(
            "b.txt",
            "2020-03-02",
            &["[p:Marsh Holm] and [p:Marsh Lind] met [p:Ilse Brandt] and [p:Tom Oak] in [l:Salalah]; [p:Marsh] left."],
        ),
    ]);
    let alun = corpus.actors.iter().find(|actor| actor.slug == "alun-marsh").unwrap();
    assert_eq!(alun.articles.len(), 1);
}

#[test]
fn an_organization_is_called_by_the_longer_name_only_where_it_is_used() {
    let mut articles: Vec<Pair> = (1..=9)
        .map(|day| {
            article(
                &format!("{day}.txt"),
                &format!("2020-03-0{day}"),
                &["The [o:Harbour Gazette] told [p:Ilse Brandt]."],
            )
        })
        .collect();
    articles.push(article(
        "long.txt",
        "2020-03-10",
        &["The [o:Harbour Gazette Online] told [p:Ilse Brandt]; the [o:Harbour Gazette] did not."],
    ));
    assert!(slugs(&corpus(&articles)).contains(&"harbour-gazette"));
}

#[test]
fn an_actor_file_outranks_the_rules() {
    let checked = with_actors(
        &[
            article("a.txt", "2020-03-01", &["[p:Nadya Rashed] spoke."]),
            article("b.txt", "2020-03-02", &["[p:Umm Salem] spoke. "]),
            article("c.txt", "2020-03-03", &["[p:Omar Rashed] spoke; [p:Rashed] left."]),
            article("d.txt", "2020-03-04", &["[p:Rashed] spoke."]),
            article("e.txt", "2020-03-05", &["[p:Nadia Rasheed] spoke."]),
        ],
        vec![actor_file("actors/n.md", "Nadia Rashed", &["Nadya Rashed", "Umm Salem", "Rashed"])],
    );
    let corpus = &checked.value;
    assert_eq!(slugs(corpus), ["nadia-rashed", "omar-rashed"]);
    assert_eq!(corpus.actors[0].articles.len(), 4, "every alias and its spellings lead to the file");
    assert_eq!(corpus.actors[1].mentions.len(), 2, "a surname after another full name is that person's");
    assert!(corpus.actors[0].curated.is_some());
    assert!(checked.diagnostics.is_empty());
}

#[test]
fn a_surname_goes_to_the_only_actor_file_that_bears_it() {
    let checked = with_actors(
        &[article("a.txt", "2020-03-01", &["[p:Rashed] spoke."])],
        vec![actor_file("actors/n.md", "Nadia Rashed", &[])],
    );
    assert_eq!(slugs(&checked.value), ["nadia-rashed"]);
    assert_eq!(checked.value.actors[0].short_name, "Rashed");
}

#[test]
fn two_actor_files_with_one_name_are_an_error() {
    let checked = with_actors(
        &[article("a.txt", "2020-03-01", &["[p:Rashed] spoke."])],
        vec![
            actor_file("actors/b.md", "Omar Rashed", &["Rashed"]),
            actor_file("actors/a.md", "Nadia Rashed", &["Rashed"]),
        ],
    );
    assert_eq!(codes(&checked), [Code::DuplicateName]);
    assert_eq!(checked.diagnostics[0].source.as_str(), "actors/b.md");
    assert!(checked.diagnostics[0].message.contains("actors/a.md"));
    assert_eq!(checked.value.actors[0].articles.len(), 1, "the name stays with the first file");
}

#[test]
fn roles_are_dated_and_grouped() {
    let corpus = corpus(&[
        article("a.txt", "2020-03-01", &["[r:Harbour Minister] [p:Nadia Rashed] spoke in [l:Salalah]."]),
        article("b.txt", "2021-03-01", &["[r:harbour minister] [p:Nadia Rashed] spoke."]),
        article("c.txt", "2022-03-01", &["[r:Former minister] [p:Nadia Rashed] spoke."]),
        article("d.txt", "", &["[r:Poet] [p:Nadia Rashed] spoke."]),
    ]);
    let roles: Vec<(String, usize, String)> = corpus.actors[0]
        .roles
        .iter()
        .map(|role| {
            let seen = role.seen.map_or_else(String::new, |(first, last)| format!("{first} {last}"));
            (role.title.clone(), role.evidence.len(), seen)
        })
        .collect();
    let role = |title: &str, count, seen: &str| (title.to_owned(), count, seen.to_owned());
    assert_eq!(
        roles,
        [
            role("Harbour Minister", 2, "2020-03-01 2021-03-01"),
            role("Former minister", 1, "2022-03-01 2022-03-01"),
            role("Poet", 1, ""),
        ]
    );
}

#[test]
fn quotations_go_to_their_speaker_if_they_are_shown() {
    let corpus = corpus(&[article(
        "a.txt",
        "2020-03-01",
        &["\"The gates stay open, said [p:Nadia Rashed].", "?\"A view, thought [p:Nadia Rashed]."],
    )]);
    let actor = &corpus.actors[0];
    assert_eq!(actor.quotations.len(), 1);
    assert_eq!(corpus.speaker(actor.quotations[0]).map(|id| id.index()), Some(0));
    let ids = &corpus.briefings[0].quotations;
    assert_eq!(ids.len(), 2);
    assert_ne!(ids[0], ids[1]);
    assert!(ids.iter().all(|id| id.starts_with("q-") && id.len() == 10));
}

#[test]
fn connections_count_sentences_and_articles() {
    let corpus = corpus(&[
        article(
            "a.txt",
            "2020-03-01",
            &["[p:Ana Ruiz] met [p:Tom Oak].", "[p:Ruiz] met [p:Oak] again.", "[p:Lu Fen] left."],
        ),
        article("b.txt", "2020-03-02", &["[p:Ana Ruiz] came.", "[p:Tom Oak] went."]),
    ]);
    let ruiz = &corpus.actors[0];
    let with: Vec<(&str, u32, usize)> = ruiz
        .with
        .iter()
        .map(|other| (corpus.actor(other.actor).slug.as_str(), other.sentences, other.articles.len()))
        .collect();
    assert_eq!(with, [("tom-oak", 2, 2), ("lu-fen", 0, 1)]);
}

#[test]
fn an_event_told_twice_is_one_entry_at_the_finest_date() {
    let corpus = corpus(&[
        article(
            "a.txt",
            "2020-03-06",
            &["[c:Oman] reopened the old harbour of [l:Salalah] [d:2020-03-04:on Wednesday]."],
        ),
        article("b.txt", "2020-05-01", &["[c:Oman] had reopened the harbour of [l:Salalah] [d:2020-03:in March]."]),
        article("c.txt", "2020-05-01", &["[c:Oman] closed two airports [d:2020-03-04:on 4 March]."]),
    ]);
    assert_eq!(corpus.entries.len(), 2);
    let entry = corpus.entries.iter().find(|entry| entry.tellings.len() == 2).unwrap();
    let EntryWhen::Dated(when) = &entry.when else { panic!("the dates agree: {:?}", entry.when) };
    assert_eq!(when.edtf(), "2020-03-04");
    assert_eq!(corpus.briefing(entry.tellings[0].article).slug, "a", "the oldest telling stands for the entry");
    assert!(entry.key.starts_with("e-") && entry.key.len() == 10);
}

#[test]
fn dates_that_differ_are_kept_side_by_side() {
    let corpus = corpus(&[
        article(
            "a.txt",
            "2020-03-06",
            &[
                "[c:Oman] reopened the flooded northern harbour of [l:Salalah] to fishing boats [d:2020-03-04:on 4 March].",
            ],
        ),
        article(
            "b.txt",
            "2020-03-08",
            &[
                "[c:Oman] reopened the flooded northern harbour of [l:Salalah] to fishing boats [d:2020-03-05:on 5 March].",
            ],
        ),
    ]);
    assert_eq!(corpus.entries.len(), 1);
    let EntryWhen::Conflicting(whens) = &corpus.entries[0].when else { panic!("{:?}", corpus.entries[0].when) };
    let days: Vec<String> = whens.iter().map(|when| when.edtf()).collect();
    assert_eq!(days, ["2020-03-04", "2020-03-05"]);
}

#[test]
fn what_recurs_stays_several() {
    let corpus = corpus(&[
        article(
            "a.txt",
            "2020-03-06",
            &["The [o:Health Bureau] reported 31 new cases of cholera in [l:Salalah] [d:2020-03-04:on Wednesday]."],
        ),
        article(
            "b.txt",
            "2020-03-08",
            &["The [o:Health Bureau] reported 44 new cases of cholera in [l:Salalah] [d:2020-03-06:on Friday]."],
        ),
        article(
            "c.txt",
            "2020-03-20",
            &["The [o:Health Bureau] reported 44 new cases of cholera in [l:Salalah] [d:2020-03-18:on Wednesday]."],
        ),
    ]);
    assert_eq!(corpus.entries.len(), 3);
}

#[test]
fn what_was_scheduled_was_due_unless_somebody_tells_that_it_happened() {
    let announced =
        article("a.txt", "2020-03-01", &["+[p:Ana Ruiz] is to meet [p:Tom Oak] [d:2020-03-04:on Wednesday]."]);
    let later = article("b.txt", "2020-03-09", &["Rain fell."]);
    let told =
        article("c.txt", "2020-03-06", &["[p:Ana Ruiz] met [p:Tom Oak] in [l:Salalah] [d:2020-03-04:on Wednesday]."]);

    let only = corpus(std::slice::from_ref(&announced));
    assert_eq!(only.entries[0].standing, Standing::Scheduled);
    let overdue = corpus(&[announced.clone(), later.clone()]);
    assert_eq!(overdue.entries[0].standing, Standing::WasDue);
    let happened = corpus(&[announced, later, told]);
    assert_eq!(happened.entries.len(), 1);
    assert_eq!(happened.entries[0].standing, Standing::Occurred);
}

#[test]
fn what_was_scheduled_occurred_when_a_later_article_tells_it() {
    let corpus = corpus(&[
        article("a.txt", "2020-03-01", &["+[p:Ana Ruiz] is to meet [p:Tom Oak] [d:2020-03-04:on Wednesday]."]),
        article("c.txt", "2020-03-06", &["[p:Ana Ruiz] met [p:Tom Oak] for three hours [d:2020-03-04:on Wednesday]."]),
    ]);
    assert_eq!(corpus.entries.len(), 1);
    assert_eq!(corpus.entries[0].standing, Standing::Occurred);
    let shown = corpus.entries[0].tellings[0];
    assert_eq!(corpus.briefing(shown.article).slug, "c", "`is to meet` no longer tells it");
}

#[test]
fn entries_stand_in_timeline_order_and_undated_ones_last() {
    let corpus = corpus(&[
        article("a.txt", "", &["Snow fell [d::Monday].", "Hail fell [d:2019:in 2019]."]),
        article(
            "b.txt",
            "2020-03-01",
            &["Rain fell [d:2019-02-03:on 3 February].", "Fog rose [d:2019-01-01:on 1 January]."],
        ),
    ]);
    let whens: Vec<String> = corpus
        .entries
        .iter()
        .map(|entry| match &entry.when {
            EntryWhen::Dated(when) => when.edtf(),
            EntryWhen::Conflicting(_) => "conflict".to_owned(),
            EntryWhen::Undated { words } => words.clone(),
        })
        .collect();
    assert_eq!(whens, ["2019-01-01", "2019", "2019-02-03", "Monday"]);
    assert_eq!(corpus.briefings[0].entries.len(), 2);
}

#[test]
fn a_described_topic_holds_the_articles_that_name_it() {
    let checked = with_topics(
        &[
            article(
                "a.txt",
                "2020-03-01",
                &["The harbour works began [d:2020-02-01:in February].", "Prices rose [d:2020-02-02:a day later]."],
            ),
            article("b.txt", "2020-03-02", &["The HARBOUR WORKS stopped.", "The state of play: Nothing moves."]),
            article("c.txt", "2020-03-03", &["The harbour workshop opened."]),
            headed("d.txt", "2020-03-04", &["harbor works"], &["What’s next: Rain is due. "]),
            headed("e.txt", "2020-03-05", &["Harbour works"], &["What’s next: Rain is due."]),
        ],
        vec![topic_file("topics/h.md", "Harbour works", &["harbour works"])],
    );
    let topic = &checked.value.topics[0];
    assert_eq!((topic.slug.as_str(), topic.articles.len()), ("harbour-works", 3));
    assert_eq!(topic.entries.len(), 2);
    let state = topic.state.unwrap();
    let briefing = checked.value.briefing(state.article);
    assert_eq!(briefing.words(state.at), "The HARBOUR WORKS stopped.", "the section names another subject");
    let next: Vec<&str> = topic.next.iter().map(|next| checked.value.briefing(next.article).words(next.at)).collect();
    assert_eq!(next, ["Rain is due."]);
    assert_eq!(codes(&checked), [Code::UnknownTopic]);
    assert!(checked.diagnostics[0].hints[0].contains("`Harbour works`"));
}

#[test]
fn the_state_of_a_topic_is_the_newest_that_names_it() {
    let checked = with_topics(
        &[
            article("a.txt", "2020-03-01", &["Rain fell.", "The state of play: The harbour works go on."]),
            article("b.txt", "2020-03-02", &["The harbour works go fast.", "The state of play: Prices rise."]),
        ],
        vec![topic_file("topics/h.md", "Harbour works", &["harbour works"])],
    );
    let state = checked.value.topics[0].state.unwrap();
    assert_eq!(checked.value.briefing(state.article).words(state.at), "The harbour works go on.");
}

#[test]
fn articles_that_share_a_subject_share_a_topic() {
    let corpus = corpus(&[
        article("a.txt", "2020-03-01", &["The [t:Harbour Strike] began.", "A [t:wet morning] passed."]),
        article("b.txt", "2020-03-02", &["The [t:Harbour Strike] went on."]),
        article("c.txt", "2020-03-03", &["A [t:dry evening] came."]),
    ]);
    let names: Vec<&str> = corpus.topics.iter().map(|topic| topic.name.as_str()).collect();
    assert_eq!(names, ["Harbour Strike"]);
    assert_eq!(corpus.topics[0].slug, "harbour-strike");
    assert_eq!(corpus.briefings[2].topics, corpus.briefings[1].topics);
    assert!(corpus.briefings[0].topics.is_empty());
}

#[test]
fn a_familiar_name_joins_a_longer_one_where_the_articles_share_a_rare_name() {
    let told = |third: &str| {
        corpus(&[
            article("a.txt", "2020-03-01", &["[p:Joe Marsh] met [p:Ilse Brandt]."]),
            article("b.txt", "2020-03-02", &["[p:Joseph R. Marsh Jr.] met [p:Ilse Brandt] again."]),
            article("c.txt", "2020-03-03", &[third]),
        ])
    };
    assert_eq!(slugs(&told("Rain fell.")), ["ilse-brandt", "joseph-r-marsh-jr"]);
    let father = told("[p:Joseph K. Marsh] met [p:Ilse Brandt] once.");
    assert_eq!(
        father.actors.len(),
        4,
        "two middle names are two people, and nothing says which of them the short one is"
    );
}

#[test]
fn a_short_name_takes_no_other_spelling_without_a_first_name() {
    let corpus = corpus(&[
        article("a.txt", "2020-03-01", &["[p:Ana Rocha] met [p:Ilse Brandt] in [l:Salalah]."]),
        article("b.txt", "2020-03-02", &["[p:Roche] met [p:Ilse Brandt] in [l:Salalah]."]),
    ]);
    assert_eq!(slugs(&corpus), ["ana-rocha", "ilse-brandt", "roche", "salalah"]);
}

#[test]
fn a_first_name_that_is_also_a_particle_is_a_first_name() {
    let corpus = corpus(&[
        article("a.txt", "2020-03-01", &["[p:Ben Okafor] spoke; [p:Okafor] left."]),
        article("b.txt", "2020-03-02", &["[p:Ben Okafor] rested."]),
        article("c.txt", "2020-03-02", &["[p:Uche Okafor] rested."]),
    ]);
    assert_eq!(slugs(&corpus), ["ben-okafor", "uche-okafor"]);
    assert_eq!(corpus.actors[0].mentions.len(), 3);
}

fn datelined(path: &str, published: &str, place: &str, lines: &[&str]) -> Pair {
    let (mut article, facts) = article(path, published, lines);
    let dateline = Dateline { place: place.to_owned(), agency: None, raw: None };
    Arc::make_mut(&mut article).header.dateline = Some(dateline);
    (article, facts)
}

#[test]
fn the_place_of_a_dateline_is_an_actor() {
    let corpus = corpus(&[
        datelined("a.txt", "2020-03-01", "Salalah", &["[p:Ana Ruiz] spoke."]),
        datelined("b.txt", "2020-03-02", "Port Brant, Oman", &["[c:Oman] rebuilt [l:Salalah]."]),
        datelined("c.txt", "2020-03-03", "Port Brant", &["Rain fell."]),
        datelined("d.txt", "2020-03-04", "Oman", &["Rain fell."]),
    ]);
    assert_eq!(slugs(&corpus), ["ana-ruiz", "oman", "port-brant", "salalah"]);
    let counts: Vec<(usize, usize, usize)> =
        corpus.actors.iter().map(|actor| (actor.mentions.len(), actor.articles.len(), actor.datelines.len())).collect();
    assert_eq!(counts, [(1, 1, 0), (1, 2, 1), (0, 2, 2), (1, 2, 1)], "mentions, articles, datelines");
    let brant = &corpus.actors[2];
    assert_eq!((brant.name.as_str(), brant.kind, brant.aliases.len()), ("Port Brant", ActorKind::Place, 0));
    let of: Vec<Option<usize>> =
        corpus.briefings.iter().map(|briefing| briefing.dateline.map(|id| id.index())).collect();
    assert_eq!(of, [Some(1), Some(2), Some(2), Some(3)]);
}

#[test]
fn what_an_article_names_again_more_briefly_is_one_entry() {
    let corpus = corpus(&[article(
        "a.txt",
        "2020-03-06",
        &[
            "+[d:2020-10:October]: the harbour elections of [l:Salalah].",
            "+[d:2020-10:October]: the harbour elections.",
            "[d:2019-10:October]: the harbour elections.",
        ],
    )]);
    let tellings: Vec<usize> = corpus.entries.iter().map(|entry| entry.tellings.len()).collect();
    assert_eq!(tellings, [1, 2]);
}

#[test]
fn one_event_in_other_words_is_one_entry() {
    let corpus = corpus(&[
        article("a.txt", "2020-03-06", &["[o:Red Front] seized [l:Salalah] [d:2014-06:in June 2014]."]),
        article("b.txt", "2020-03-07", &["[l:Salalah] fell to the [o:Red Front] [d:2014-06:in June 2014]."]),
        article(
            "c.txt",
            "2020-03-06",
            &["[c:Oman]’s parliament voted to expel foreign troops [d:2020-01-05:on 5 January]."],
        ),
        article("d.txt", "2020-03-07", &["Its parliament voted to expel foreign troops [d:2020-01-05:on 5 January]."]),
    ]);
    let tellings: Vec<usize> = corpus.entries.iter().map(|entry| entry.tellings.len()).collect();
    assert_eq!(tellings, [2, 2]);
}

#[test]
fn one_article_tells_an_entry_once_more_in_fewer_words() {
    let corpus = corpus(&[article(
        "a.txt",
        "2020-03-06",
        &[
            "+[d:2020-10:October]: the early harbour elections of [l:Salalah].",
            "+[d:2020-10:October]: [l:Salalah] votes.",
            "+[d:2020-10:October]: the regatta of [l:Salalah].",
        ],
    )]);
    let tellings: Vec<usize> = corpus.entries.iter().map(|entry| entry.tellings.len()).collect();
    assert_eq!(tellings, [2, 1]);
}

/// Entries by salience, the highest first, as the first words of their lines.
fn by_salience(corpus: &Corpus) -> Vec<String> {
    let mut entries: Vec<_> = corpus.entries.iter().zip(corpus.salience.iter()).collect();
    entries.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    entries.iter().map(|(entry, _)| first_words(corpus, entry)).collect()
}

fn first_words(corpus: &Corpus, entry: &Entry) -> String {
    let telling = entry.tellings[0];
    let briefing = corpus.briefing(telling.article);
    let at = briefing.facts.events[telling.event as usize].at;
    briefing.words(at).split(' ').take(2).collect::<Vec<_>>().join(" ")
}

#[test]
fn dates_that_articles_look_back_on_matter_most() {
    let corpus = corpus(&[
        article("a.txt", "2020-03-02", &["Rain flooded the harbour [d:2020-03-01:on Sunday]."]),
        article("b.txt", "2020-03-05", &["Ships left the harbour [d:2020-03-05:on Thursday]."]),
        article("c.txt", "2020-03-09", &["Trucks blocked the road after the flood of [d:2020-03-01:1 March]."]),
        article("d.txt", "2020-03-12", &["Tents stood where water had been since [d:2020-03-01:1 March]."]),
    ]);
    let order = by_salience(&corpus);
    assert_eq!(order.last().map(String::as_str), Some("Ships left"));
}

#[test]
fn the_line_that_says_what_others_say_stands_for_its_date() {
    let corpus = corpus(&[
        article(
            "a.txt",
            "2020-03-01",
            &[
                "Rain flooded the northern harbour of [l:Salalah] and swept away a hundred fishing boats [d:2020-03-01:today].",
                "A poet read new verse aloud to friends beside an oil lamp until it grew late [d:2020-03-01:today].",
            ],
        ),
        article(
            "b.txt",
            "2020-03-02",
            &[
                "Fishing boats lay wrecked along the flooded harbour of [l:Salalah] after heavy rain [d:2020-03-01:on Sunday].",
            ],
        ),
    ]);
    assert_eq!(by_salience(&corpus).last().map(String::as_str), Some("A poet"));
}

#[test]
fn a_long_timeline_begins_with_what_several_articles_tell() {
    let mut articles: Vec<Pair> = (1..=9)
        .map(|day| {
            let own = format!("Crews worked on pier {day} [d:2020-03-{day:02}:that day].");
            let back = "The [t:harbour works] go on.".to_owned();
            let aside = format!("A gull nested on crane {day} [d:2019-05-{day:02}:once].");
            let lines = [back, "Rain fell.".to_owned(), own, aside];
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            article(&format!("a{day}.txt"), &format!("2020-03-{day:02}"), &lines)
        })
        .collect();
    articles.push(article("z.txt", "2020-03-10", &["The [t:harbour works] began [d:2020-03-01:on 1 March]."]));
    let corpus = with_topics(&articles, vec![topic_file("topics/h.md", "Harbour works", &["harbour works"])]).value;
    let topic = &corpus.topics[0];
    let first = corpus.entry(topic.highlights[0]);
    let EntryWhen::Dated(when) = &first.when else { panic!("dated: {:?}", first.when) };
    assert_eq!(when.edtf(), "2020-03-01");
    assert!(topic.highlights.len() < topic.entries.len());
    let asides = topic.highlights.iter().filter(|id| first_words(&corpus, corpus.entry(**id)) == "A gull").count();
    assert_eq!(asides, 0, "what one article mentions in passing does not open a timeline");
}

#[test]
fn related_articles_share_rare_names_and_come_near_in_time() {
    let corpus = corpus(&[
        article("a.txt", "2020-03-01", &["[p:Ana Ruiz] met [p:Tom Oak]."]),
        article("b.txt", "2020-03-02", &["[p:Ana Ruiz] met [p:Tom Oak]."]),
        article("c.txt", "2020-09-02", &["[p:Ana Ruiz] met [p:Lu Fen]."]),
        article("d.txt", "2020-03-03", &["Rain fell."]),
    ]);
    let of = |slug: &str| -> Vec<&str> {
        let briefing = corpus.briefings.iter().find(|briefing| briefing.slug == slug).unwrap();
        briefing.related.iter().map(|&id| corpus.briefing(id).slug.as_str()).collect()
    };
    assert_eq!(of("a"), ["b", "c"]);
    assert!(of("d").is_empty());
}

/// Articles with few names and dates, so that much is shared.
fn any_articles() -> impl Strategy<Value = Vec<Pair>> {
    let line = prop::sample::select(vec![
        "[p:Ana Ruiz] met [p:Tom Oak] [d:2020-03-04:on Wednesday].",
        "[p:Ruiz] met [p:Oak] in the old town hall [d:2020-03:in March].",
        "+[p:Ruiz] is to meet [p:Oak] [d:2020-03-05:on Thursday].",
        "[p:Bela Ruiz] left [c:Oman] and the [t:harbour strike].",
        "[r:Minister] [p:Ruiz] said the [o:FRS] and [c:Oman] agreed [d::Monday].",
        "The [o:Front for River Safety] ([o:FRS]) spoke of a [t:harbour strike].",
        "\"It is over, said [p:Anna Ruiz].",
    ]);
    let day = prop::sample::select(vec!["", "2020-03-06", "2020-03-07", "2020-04-01"]);
    let one = (day, prop::collection::vec(line, 1..5));
    prop::collection::vec(one, 1..8).prop_map(|all| {
        let name = |number: usize| format!("{}/n{}.txt", number % 2, number / 2);
        all.iter().enumerate().map(|(number, (day, lines))| article(&name(number), day, lines)).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_input_does_not_matter(articles in any_articles(), seed in any::<u64>()) {
        let mut shuffled = articles.clone();
        let mut state = seed | 1;
        for place in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(place, (state >> 33) as usize % (place + 1));
        }
        prop_assert_eq!(format!("{:?}", indexed(&articles)), format!("{:?}", indexed(&shuffled)));
    }

    #[test]
    fn one_more_article_changes_no_slug_or_quotation_of_others(articles in any_articles()) {
        let before = corpus(&articles);
        let mut more = articles.clone();
        more.push(article("zz/last.txt", "2020-03-07", &["[p:Ana Ruiz] met [p:Tom Oak] [d:2020-03-04:on Wednesday]."]));
        let after = corpus(&more);
        for briefing in &before.briefings {
            let same = after.briefings.iter().find(|other| other.article.id == briefing.article.id).unwrap();
            prop_assert_eq!(&same.slug, &briefing.slug);
            prop_assert_eq!(&same.quotations, &briefing.quotations);
            prop_assert!(Arc::ptr_eq(&same.facts, &briefing.facts));
        }
    }

    #[test]
    fn public_names_are_unique_and_ids_lead_somewhere(articles in any_articles()) {
        let corpus = corpus(&articles);
        let mut actors = slugs(&corpus);
        actors.dedup();
        prop_assert_eq!(actors.len(), corpus.actors.len());
        let mut keys: Vec<&str> = corpus.entries.iter().map(|entry| entry.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        prop_assert_eq!(keys.len(), corpus.entries.len());
        for briefing in &corpus.briefings {
            prop_assert_eq!(briefing.actors.len(), briefing.facts.mentions.len());
            prop_assert_eq!(briefing.entries.len(), briefing.facts.events.len());
            for id in &*briefing.actors {
                prop_assert!(corpus.actors.get(id.index()).is_some());
            }
        }
        for (place, entry) in corpus.entries.iter().enumerate() {
            for telling in &entry.tellings {
                prop_assert_eq!(corpus.briefing(telling.article).entries[telling.event as usize].index(), place);
            }
        }
    }
}
