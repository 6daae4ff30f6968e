//! Text forms for wikis, and the files beside pages that come from the same texts.

use std::sync::Arc;

use dateline::config::{Config, Embed};
use dateline::model::corpus::{Corpus, EntryId, EntryWhen};
use dateline::model::form::{About, Form, Markup};
use dateline::render::{self, Theme};

use super::{config, corpus, site};

const BASE: &str = "https://desk.example/a/b";

fn forms(corpus: &Corpus, config: &Config, markup: Markup) -> Vec<Form> {
    render::forms(corpus, &Theme::load(config).unwrap(), config, markup)
}

fn form(corpus: &Corpus, markup: Markup, about: About, slug: &str) -> Form {
    let all = forms(corpus, &config(Some(BASE)), markup);
    all.into_iter().find(|form| form.about == about && form.slug == slug).unwrap()
}

#[test]
fn files_hold_the_forms_in_the_order_of_their_routes() {
    let embed = Embed { confluence: true, plain: true, ..Embed::default() };
    let (corpus, config) = (corpus::harbour(), Config { embed, ..config(Some(BASE)) });
    let site = site(&corpus, &config);
    let endings = ["mediawiki.txt", "dokuwiki.txt", "md", "confluence.xml", "html", "txt"];
    for (markup, ending) in Markup::ALL.into_iter().zip(endings) {
        let forms = forms(&corpus, &config, markup);
        let route = |form: &Form| format!("wiki/{}/{}.{ending}", form.about.name(), form.slug);
        let routes: Vec<String> = forms.iter().map(route).collect();
        assert!(routes.is_sorted() && routes.len() > 5, "{routes:?}");
        for form in &forms {
            assert_eq!(site.get(&route(form)), Some(&form.text), "{}", route(form));
            let folder = format!("{}s/{}/", form.about.name(), form.slug);
            assert_eq!(form.address, format!("{BASE}/{folder}"));
            assert!(form.text.contains(&form.address), "the last line leads to the page: {}", form.text);
        }
    }
    let sitemap = &site["sitemap.xml"];
    assert!(sitemap.contains("/actors/") && !sitemap.contains("/wiki/"), "{sitemap}");
}

#[test]
fn a_form_says_what_the_page_says_with_full_addresses() {
    let corpus = corpus::harbour();
    let actor = form(&corpus, Markup::MediaWiki, About::Actor, "ana-lund");
    assert_eq!(actor.title, "Ana Lund");
    assert!(!actor.text.contains("(../") && !actor.text.contains("[.."), "no relative link: {}", actor.text);
    for part in ["== Statements ==", "<small>From [", "#s2:~:text="] {
        assert!(actor.text.contains(part), "{part}: {}", actor.text);
    }
    let topic = form(&corpus, Markup::MediaWiki, About::Topic, "the-harbour");
    for part in ["{| class=\"wikitable sortable\"", "| data-sort-value=\"2021-04-05/2021-04-11\" |"] {
        assert!(topic.text.contains(part), "{part}: {}", topic.text);
    }
    let article = form(&corpus, Markup::Plain, About::Article, "ferry-to-run-again");
    let body = &corpus.briefings.iter().find(|one| one.slug == article.slug).unwrap().article.body;
    let first = body.words(body.sentences[0].span);
    assert!(article.text.contains(first.split(": ").last().unwrap()), "the text is there: {}", article.text);
    assert!(article.text.ends_with("each line leads to its sentence.\n"), "{}", article.text);
}

#[test]
fn a_file_beside_a_page_has_its_title_and_relative_links() {
    let site = site(&corpus::harbour(), &config(Some(BASE)));
    let page = &site["actors/ana-lund/index.md"];
    assert!(page.starts_with("# Ana Lund\n\n"), "{page}");
    assert!(page.contains("](../../articles/") && !page.contains(BASE), "{page}");
}

#[test]
fn without_an_address_or_where_switched_off_there_are_none() {
    let corpus = corpus::harbour();
    assert!(forms(&corpus, &config(None), Markup::MediaWiki).is_empty());
    assert!(!site(&corpus, &config(None)).keys().any(|route| route.starts_with("wiki/")));
    let embed = Embed { mediawiki: false, html: false, ..Embed::default() };
    let site = site(&corpus, &Config { embed, ..config(Some(BASE)) });
    let of = |ending: &str| site.keys().filter(|route| route.starts_with("wiki/") && route.ends_with(ending)).count();
    assert_eq!((of(".mediawiki.txt"), of(".html")), (0, 0));
    assert!(of(".dokuwiki.txt") > 5);
}

#[test]
fn a_form_of_very_much_is_bounded_and_leads_to_the_rest() {
    let mut corpus = corpus::harbour();
    let place = corpus.actors.iter().position(|actor| !actor.entries.is_empty()).unwrap();
    let dated = corpus.entries.iter().find(|entry| matches!(entry.when, EntryWhen::Dated(_))).unwrap();
    let copies = vec![Arc::clone(dated); 5000];
    let more: Vec<EntryId> = (0..5000).map(|number| EntryId(corpus.entries.len() as u32 + number)).collect();
    corpus::say(&mut corpus, place, |said| said.entries.extend(more));
    corpus.entries.extend(copies);
    let slug = corpus.actors[place].slug.clone();
    let form = form(&corpus, Markup::MediaWiki, About::Actor, &slug);
    assert_eq!(form.text.matches("\n|-\n").count(), 50);
    assert!(form.text.contains("The newest of each stand here"), "{}", form.text);
    assert!(form.text.len() < 60_000, "{}", form.text.len());
}
