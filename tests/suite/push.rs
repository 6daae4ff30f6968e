//! Pushing to a wiki in memory that can be told to fail: the engine's promises, one test each.

mod memory;

use std::time::Duration;

use dateline::diag::Error;
use dateline::model::form::{About, Form};
use dateline::push::engine::{self, Pace, Settings};
use dateline::push::marker::Style;
use dateline::push::plan::{Action, Plan};
use dateline::push::wiki::Cause;

use self::memory::{Fault, Memory};

fn form(about: About, slug: &str, title: &str, text: &str) -> Form {
    Form {
        about,
        slug: slug.to_owned(),
        title: title.to_owned(),
        address: format!("https://desk.example/{slug}/"),
        text: text.to_owned(),
    }
}

/// A site of four pages.
fn site() -> Vec<Form> {
    vec![
        form(About::Article, "bridge", "The bridge", "The council met."),
        form(About::Actor, "calloway", "Ines Calloway", "Said much."),
        form(About::Actor, "tern-bay", "Tern Bay", "A town."),
        form(About::Topic, "harbour", "Harbour", "A topic."),
    ]
}

/// The site later: a page says something else, one is gone, one is new.
fn later() -> Vec<Form> {
    let mut forms = site();
    forms[1].text = "Said more.".to_owned();
    forms.remove(2);
    forms.push(form(About::Topic, "ferry", "Ferry", "A new topic."));
    forms
}

fn settings() -> Settings {
    Settings {
        note: "a note".to_owned(),
        summary: "from the desk".to_owned(),
        overwrite: false,
        empty: false,
        pace: Pace { retry: Duration::ZERO, wait: |_| {} },
    }
}

fn push(forms: &[Form], wiki: &Memory) -> Result<Plan, Error> {
    engine::run(forms, wiki, &settings(), &|_, _| {})
}

fn pushed() -> Memory {
    let wiki = Memory::new();
    push(&site(), &wiki).unwrap();
    wiki
}

fn actions(plan: &Plan) -> Vec<(&str, &str)> {
    plan.steps.iter().map(|step| (step.name.as_str(), step.action.name())).collect()
}

/// What is done with a page.
fn action(plan: &Plan, name: &str) -> Action {
    plan.steps.iter().find(|step| step.name == name).unwrap_or_else(|| panic!("no {name} in {plan:?}")).action
}

#[test]
fn a_wiki_gets_what_the_site_has() {
    let wiki = pushed();
    assert_eq!(wiki.all().len(), 4);
    assert!(wiki.text("B/Ines Calloway").contains("\nSaid much.\n"));
    let plan = push(&later(), &wiki).unwrap();
    let expected = [
        ("B/The bridge", "keep"),
        ("B/Ines Calloway", "update"),
        ("B/Harbour", "keep"),
        ("B/Ferry", "create"),
        ("B/Tern Bay", "gone"),
    ];
    assert_eq!(actions(&plan), expected);
    assert!(wiki.text("B/Ines Calloway").contains("\nSaid more.\n"));
    assert!(wiki.text("B/Tern Bay").contains("A town."), "a page that is gone stays");
    assert!(!plan.has_trouble());
}

#[test]
fn what_did_not_change_makes_no_edit_and_one_look() {
    for style in [Style::Comment, Style::Row, Style::Anchor] {
        let wiki = Memory::in_style(style);
        push(&site(), &wiki).unwrap();
        let before = wiki.all();
        wiki.requests.set(0);
        let plan = push(&site(), &wiki).unwrap();
        assert_eq!((plan.writes(), plan.count(Action::Keep)), (0, 4), "{style:?}");
        assert_eq!(wiki.requests.get(), 1, "{style:?}");
        assert!(before.keys().all(|name| wiki.revisions(name) == 1), "{style:?}");
    }
}

#[test]
fn what_people_wrote_around_the_part_is_kept() {
    for style in [Style::Comment, Style::Row, Style::Anchor] {
        let wiki = Memory::in_style(style);
        push(&site(), &wiki).unwrap();
        let text = wiki.text("B/Ines Calloway");
        wiki.set("B/Ines Calloway", &format!("Call her before noon.\n\n{text}\nSee also the minutes.\n"));
        let plan = push(&later(), &wiki).unwrap();
        assert_eq!(action(&plan, "B/Ines Calloway"), Action::Update);
        let text = wiki.text("B/Ines Calloway");
        assert!(text.starts_with("Call her before noon.\n\n"), "{style:?}: {text}");
        assert!(text.ends_with("\nSee also the minutes.\n"), "{style:?}: {text}");
        assert!(text.contains("Said more.") && !text.contains("Said much."), "{style:?}: {text}");
    }
}

#[test]
fn a_page_of_somebody_else_is_never_touched() {
    let wiki = Memory::new();
    wiki.set("B/Harbour", "Our own page on the harbour.");
    wiki.set("B/tern bay", "Of another case, which this wiki takes for the same.");
    let plan = push(&site(), &wiki).unwrap();
    assert_eq!(action(&plan, "B/Harbour"), Action::Foreign);
    assert_eq!(action(&plan, "B/tern bay"), Action::Foreign);
    assert!(plan.has_trouble());
    assert_eq!((wiki.revisions("B/Harbour"), wiki.revisions("B/tern bay"), wiki.all().len()), (1, 1, 4));
}

#[test]
fn a_page_that_somebody_makes_at_the_last_moment_is_not_touched() {
    let wiki = Memory::new();
    wiki.meanwhile.borrow_mut().push(("B/The bridge".to_owned(), "Mine.".to_owned()));
    let plan = push(&site(), &wiki).unwrap();
    assert_eq!(action(&plan, "B/The bridge"), Action::Foreign);
    assert_eq!(wiki.text("B/The bridge"), "Mine.");
}

#[test]
fn a_change_between_the_marks_is_a_conflict_until_it_may_be_written_over() {
    let wiki = pushed();
    let edited = wiki.text("B/Ines Calloway").replace("Said much.", "Said nothing.");
    wiki.set("B/Ines Calloway", &edited);
    for forms in [site(), later()] {
        let plan = push(&forms, &wiki).unwrap();
        assert_eq!(action(&plan, "B/Ines Calloway"), Action::Conflict);
        assert_eq!(wiki.text("B/Ines Calloway"), edited);
    }
    let plan = engine::run(&later(), &wiki, &Settings { overwrite: true, ..settings() }, &|_, _| {}).unwrap();
    assert_eq!(action(&plan, "B/Ines Calloway"), Action::Update);
    assert!(wiki.text("B/Ines Calloway").contains("Said more."));
}

#[test]
fn damaged_marks_are_a_conflict_even_when_changes_may_be_written_over() {
    let wiki = pushed();
    let damaged = wiki.text("B/Harbour").replace("<!-- dateline:end", "<!-- end");
    wiki.set("B/Harbour", &damaged);
    let plan = engine::run(&later(), &wiki, &Settings { overwrite: true, ..settings() }, &|_, _| {}).unwrap();
    assert_eq!(action(&plan, "B/Harbour"), Action::Conflict);
    assert_eq!(wiki.text("B/Harbour"), damaged);
}

#[test]
fn an_edit_between_reading_and_writing_is_not_lost() {
    let wiki = pushed();
    let text = wiki.text("B/Ines Calloway");
    // Outside of the markers, then inside.
    wiki.meanwhile.borrow_mut().push(("B/Ines Calloway".to_owned(), format!("{text}A note.\n")));
    let plan = push(&later(), &wiki).unwrap();
    assert_eq!(action(&plan, "B/Ines Calloway"), Action::Update);
    let text = wiki.text("B/Ines Calloway");
    assert!(text.ends_with("A note.\n") && text.contains("Said more."), "{text}");
    let edited = text.replace("Said more.", "Said their own.");
    wiki.meanwhile.borrow_mut().push(("B/Ines Calloway".to_owned(), edited.clone()));
    let plan = push(&site(), &wiki).unwrap();
    assert_eq!(action(&plan, "B/Ines Calloway"), Action::Conflict);
    assert_eq!(wiki.text("B/Ines Calloway"), edited);
}

#[test]
fn a_page_that_was_moved_is_followed_and_one_that_was_deleted_is_made_anew() {
    let wiki = pushed();
    let text = wiki.text("B/Harbour");
    wiki.delete("B/Harbour");
    wiki.set("B/The old harbour", &text);
    wiki.delete("B/Tern Bay");
    let mut forms = site();
    forms[3].text = "More on it.".to_owned();
    let plan = push(&forms, &wiki).unwrap();
    assert_eq!(action(&plan, "B/The old harbour"), Action::Update);
    assert_eq!(action(&plan, "B/Tern Bay"), Action::Create);
    assert_eq!(wiki.all().len(), 4);
}

#[test]
fn a_copy_of_a_page_is_reported_and_left_alone() {
    let wiki = pushed();
    wiki.set("B/Zz draft", &wiki.text("B/Harbour"));
    let mut forms = site();
    forms[3].text = "More on it.".to_owned();
    let plan = push(&forms, &wiki).unwrap();
    assert_eq!((action(&plan, "B/Harbour"), action(&plan, "B/Zz draft")), (Action::Update, Action::Foreign));
    assert!(wiki.text("B/Zz draft").contains("A topic."));
}

#[test]
fn a_page_under_a_new_slug_takes_the_place_of_the_old_one() {
    let wiki = pushed();
    let mut forms = site();
    forms[1].slug = "ines-calloway".to_owned();
    let plan = push(&forms, &wiki).unwrap();
    assert_eq!(action(&plan, "B/Ines Calloway"), Action::Update);
    assert_eq!(wiki.all().len(), 4);
    assert!(wiki.text("B/Ines Calloway").contains("dateline:begin actor/ines-calloway "));
    assert_eq!(push(&forms, &wiki).unwrap().count(Action::Keep), 4);
}

#[test]
fn pages_of_one_title_have_names_apart_whatever_else_there_is() {
    let mut forms = site();
    forms.push(form(About::Topic, "harbour-2", "harbour", "Another of that name."));
    forms.push(form(About::Actor, "harbour", "HARBOUR", "Somebody of that name."));
    let wiki = Memory::new();
    push(&forms, &wiki).unwrap();
    assert_eq!(wiki.all().len(), 6);
    let first: Vec<String> = wiki.all().into_keys().collect();
    assert!(first.contains(&"B/harbour (harbour-2)".to_owned()), "{first:?}");
    assert_eq!(push(&forms, &wiki).unwrap().count(Action::Keep), 6);
    // The same in another wiki, in another order; and a page that is there keeps its name.
    let other = Memory::new();
    forms.reverse();
    push(&forms, &other).unwrap();
    assert_eq!(other.all().into_keys().collect::<Vec<_>>(), first);
    let wiki = pushed();
    push(&forms, &wiki).unwrap();
    assert!(wiki.text("B/Harbour").contains("A topic."));
    assert_eq!(wiki.all().len(), 6);
}

#[test]
fn what_the_site_no_longer_has_is_emptied_on_request_only() {
    let wiki = pushed();
    let text = wiki.text("B/Tern Bay");
    wiki.set("B/Tern Bay", &format!("Their words.\n{text}"));
    let emptying = Settings { empty: true, ..settings() };
    let plan = engine::run(&later(), &wiki, &emptying, &|_, _| {}).unwrap();
    assert_eq!(action(&plan, "B/Tern Bay"), Action::Empty);
    let text = wiki.text("B/Tern Bay");
    assert!(text.starts_with("Their words.\n") && !text.contains("A town."), "{text}");
    for empty in [true, false] {
        let plan = engine::run(&later(), &wiki, &Settings { empty, ..settings() }, &|_, _| {}).unwrap();
        assert_eq!(action(&plan, "B/Tern Bay"), Action::Keep);
    }
    // It comes back.
    push(&site(), &wiki).unwrap();
    assert!(wiki.text("B/Tern Bay").starts_with("Their words.\n") && wiki.text("B/Tern Bay").contains("A town."));
}

#[test]
fn a_person_may_say_where_a_page_goes() {
    let wiki = Memory::new();
    wiki.set("B/Port", "Ours.\n<!-- dateline:begin topic/harbour -->\n<!-- dateline:end topic/harbour -->\nMore.\n");
    let plan = push(&site(), &wiki).unwrap();
    assert_eq!(action(&plan, "B/Port"), Action::Update);
    let text = wiki.text("B/Port");
    assert!(text.starts_with("Ours.\n") && text.contains("A topic.") && text.ends_with("\nMore.\n"), "{text}");
    assert_eq!(push(&site(), &wiki).unwrap().count(Action::Keep), 4);
}

#[test]
fn a_run_cut_off_after_any_request_is_finished_by_the_next() {
    let expected = {
        let wiki = pushed();
        push(&later(), &wiki).unwrap();
        wiki.all()
    };
    for done in [true, false] {
        for k in 0.. {
            let wiki = pushed();
            wiki.requests.set(0);
            wiki.fault.set(Fault::Cut { after: k, done });
            let cut = push(&later(), &wiki);
            wiki.fault.set(Fault::None);
            let what = format!("cut after {k} requests, the last one {}", if done { "done" } else { "not done" });
            if cut.is_ok() {
                assert!(k > 3, "{what}");
                break;
            }
            push(&later(), &wiki).unwrap_or_else(|error| panic!("{what}: {error}"));
            assert_eq!(wiki.all(), expected, "{what}");
            assert!(expected.keys().all(|name| wiki.revisions(name) <= 2), "{what}: written twice");
            assert_eq!(push(&later(), &wiki).unwrap().writes(), 0, "{what}");
        }
    }
}

#[test]
fn a_wiki_that_fails_now_and_then_is_asked_again_and_gets_no_edit_twice() {
    for done in [true, false] {
        for every in 3..8 {
            let wiki = pushed();
            wiki.fault.set(Fault::Every(every, done));
            let plan = push(&later(), &wiki).unwrap_or_else(|error| panic!("every {every}: {error}"));
            assert!(!plan.has_trouble(), "every {every}, {done}: {plan:?}");
            wiki.fault.set(Fault::None);
            assert_eq!(push(&later(), &wiki).unwrap().writes(), 0, "every {every}, {done}");
            assert_eq!(wiki.revisions("B/Ines Calloway"), 2, "every {every}, {done}");
            assert_eq!(wiki.revisions("B/Ferry"), 1, "every {every}, {done}");
        }
    }
}

#[test]
fn a_refusal_of_one_page_does_not_stop_the_others_and_a_refusal_of_all_does() {
    let wiki = Memory::new();
    wiki.fault.set(Fault::Writing(Cause::Page));
    let plan = push(&site(), &wiki).unwrap();
    assert_eq!(plan.count(Action::Refused), 4);
    for (cause, hint) in [
        (Cause::Login, "DATELINE_PUSH_USER"),
        (Cause::Rights, "the right to"),
        (Cause::Blocked, "lift the block"),
        (Cause::Captcha, "a bot"),
        (Cause::ReadOnly, "can be written to"),
        (Cause::Passing, "run it again later"),
    ] {
        wiki.fault.set(Fault::Writing(cause));
        let Err(Error::Wiki { message, hint: Some(told) }) = push(&site(), &wiki) else { panic!("{cause:?}") };
        assert!(message.contains("cannot write `B/The bridge`") && told.contains(hint), "{cause:?}: {message}: {told}");
    }
    assert!(wiki.all().is_empty());
}

#[test]
fn a_plan_changes_nothing() {
    let wiki = pushed();
    let before = wiki.all();
    let plan = engine::plan(&later(), &wiki, &settings()).unwrap();
    assert_eq!((plan.writes(), plan.count(Action::Gone)), (2, 1));
    assert_eq!(wiki.all(), before);
}
