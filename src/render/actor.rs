//! The page of an actor, and the list of all actors.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::model::corpus::{Actor, ActorId, ActorKind, ArticleId, DatedRole};
use crate::model::facts::At;
use crate::model::page::Route;
use crate::render::export::{self, Subject};
use crate::render::paging::Lists;
use crate::render::site::Site;
use crate::render::view::{
    ActorView, Content, CountedView, GroupView, Html, LinkView, ListView, PageView, RoleView, TeaserView,
};
use crate::render::{connections, linked, timeline};

/// How many sentences of one article are linked beside it; its own page leads to all of them.
const SENTENCES: usize = 5;

/// A group with more actors than this is divided by letters.
const LETTERS_OVER: usize = 120;

/// The lists that are cut into pages.
pub(super) fn lists(actor: &Actor) -> Lists<'_> {
    Lists { quotations: &actor.quotations, entries: &actor.entries, articles: &actor.articles }
}

/// A page of an actor, counted from 1.
pub(super) fn page(site: &Site<'_>, here: &Route, id: ActorId, number: usize) -> (PageView, Content) {
    let actor = site.corpus.actor(id);
    let folder = format!("actors/{}", actor.slug);
    let shown = lists(actor).on(number);
    let seen = seen(site, actor);
    let view = ActorView {
        title: actor.name.clone(),
        short: actor.short_name.clone(),
        kind: kind(site, actor.kind).to_owned(),
        last: seen.map(|(_, last)| site.calendar.day_html(last)),
        first: seen.filter(|(first, last)| first != last).map(|(first, _)| site.calendar.day_html(first)),
        roles: roles(site, here, actor),
        aliases: aliases(actor),
        mentions: mentions(site, actor),
        with: if number == 1 { connections::connections(site, here, id) } else { None },
        biography: biography(site, here, actor, number),
        portrait: portrait(site, here, actor),
        same_as: same_as(actor),
        statements: site.quotations(here, shown.quotations),
        timeline: timeline::timeline(site, here, shown.entries),
        topics: actor.topics.iter().map(|(topic, count)| site.topic_row(here, *topic, *count as usize)).collect(),
        articles: articles(site, here, actor, shown.articles),
        pages: lists(actor).view(here, &folder, number),
    };
    let description = site.words.actor.description.fill(&[("name", &actor.name)]);
    let page = site.page(here, &actor.name, Some(description), "actors");
    let page = export::described(site, here, Subject::Actor(id), page);
    (page, Content::Actor(Box::new(view)))
}

/// What an actor is, in a word.
pub(super) fn kind<'a>(site: &Site<'a>, kind: ActorKind) -> &'a str {
    let words = &site.words.kind;
    match kind {
        ActorKind::Person => &words.person,
        ActorKind::Organization => &words.organization,
        ActorKind::PublicBody => &words.public_body,
        ActorKind::ArmedGroup => &words.armed_group,
        ActorKind::Country => &words.country,
        ActorKind::Place => &words.place,
    }
}

/// First and last day of publication of the articles that name an actor.
fn seen(site: &Site<'_>, actor: &Actor) -> Option<(Date, Date)> {
    let days = || actor.articles.iter().filter_map(|id| site.corpus.briefing(*id).published());
    Some((days().min()?, days().max()?))
}

/// Offices, the newest first. The end of a longer one (`minister` of `interior minister`) that was used in the same time
/// says nothing more and is left out.
pub(super) fn roles(site: &Site<'_>, here: &Route, actor: &Actor) -> Vec<RoleView> {
    let newest = |role: &&DatedRole| role.seen.map(|(_, last)| last);
    let newest_source = |role: &DatedRole| {
        let dated = role.evidence.iter().rfind(|found| site.corpus.briefing(found.article).published().is_some());
        dated.or(role.evidence.last()).map(|found| site.reference(here, found.article, found.at))
    };
    let said_better = |role: &&DatedRole| actor.roles.iter().any(|other| says_more(other, role));
    let mut roles: Vec<&DatedRole> = actor.roles.iter().filter(|role| !said_better(role)).collect();
    roles.sort_by_key(|role| std::cmp::Reverse(newest(role)));
    roles
        .into_iter()
        .map(|role| RoleView {
            title: role.title.clone(),
            date: role.seen.map(|(first, last)| site.calendar.days_html(first, last)),
            source: newest_source(role),
        })
        .collect()
}

/// Whether an office ends in the words of another and was so described from before it to after it.
fn says_more(longer: &DatedRole, role: &DatedRole) -> bool {
    let (whole, end) = (longer.title.to_lowercase(), role.title.to_lowercase());
    let around = match (longer.seen, role.seen) {
        (Some((first, last)), Some((begun, ended))) => first <= begun && ended <= last,
        (longer, role) => longer.is_none() && role.is_none(),
    };
    around && whole.strip_suffix(&end).is_some_and(|rest| rest.ends_with(char::is_whitespace))
}

fn aliases(actor: &Actor) -> Vec<String> {
    actor.aliases.iter().map(|alias| alias.surface.clone()).filter(|surface| *surface != actor.name).collect()
}

/// How often it is named, and how often only a heading or a dateline does so.
pub(super) fn mentions(site: &Site<'_>, actor: &Actor) -> String {
    let words = &site.words.actor;
    let mut naming: Vec<ArticleId> = actor.mentions.iter().map(|mention| mention.article).collect();
    naming.dedup();
    let mut parts = Vec::new();
    if !naming.is_empty() {
        let mentions = site.number(actor.mentions.len());
        parts.push(site.language.counted_with(&words.mentions_in, naming.len(), &[("mentions", &mentions)]));
    }
    let headings = actor.headings.iter().filter(|article| !naming.contains(article)).count();
    if headings > 0 {
        parts.push(site.counted(&words.headings_of, headings));
    }
    if !actor.datelines.is_empty() {
        parts.push(site.counted(&words.datelines_of, actor.datelines.len()));
    }
    if parts.is_empty() { words.none.clone() } else { parts.join(&site.words.list.parts) }
}

/// A biography stands on the first page only.
fn biography(site: &Site<'_>, here: &Route, actor: &Actor, number: usize) -> Html {
    match &actor.curated {
        Some(curated) if number == 1 => site.written_text(here, &curated.id, &curated.body, 3),
        _ => Html::default(),
    }
}

fn portrait(site: &Site<'_>, here: &Route, actor: &Actor) -> Option<String> {
    let curated = actor.curated.as_ref()?;
    site.picture(here, curated.portrait.as_deref()?)
}

/// Pages elsewhere, by the name of their host.
fn same_as(actor: &Actor) -> Vec<LinkView> {
    let urls = actor.curated.iter().flat_map(|curated| &curated.same_as);
    urls.filter_map(|url| {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
        let host = rest.split('/').next().unwrap_or(rest);
        Some(LinkView { title: host.strip_prefix("www.").unwrap_or(host).to_owned(), href: url.clone() })
    })
    .collect()
}

/// Articles, each with the sentences that name the actor.
fn articles(site: &Site<'_>, here: &Route, actor: &Actor, shown: &[ArticleId]) -> Vec<TeaserView> {
    let mut sentences: BTreeMap<ArticleId, BTreeMap<u32, At>> = BTreeMap::new();
    for mention in &actor.mentions {
        sentences.entry(mention.article).or_default().entry(mention.at.sentence()).or_insert(mention.at);
    }
    shown
        .iter()
        .map(|id| {
            let found = sentences.get(id);
            let shown = found.into_iter().flat_map(BTreeMap::values).take(SENTENCES);
            TeaserView {
                refs: shown.map(|at| site.mention(here, *id, *at)).collect(),
                unlinked: found.map_or(0, |found| found.len().saturating_sub(SENTENCES)),
                ..site.teaser(here, *id)
            }
        })
        .collect()
}

/// The list of all actors.
pub(super) fn all(site: &Site<'_>, here: &Route) -> (PageView, Content) {
    let words = &site.words.actors;
    let kinds: [(&str, &str, &[ActorKind]); 3] = [
        (&words.people, "people", &[ActorKind::Person]),
        (
            &words.organizations,
            "organisations",
            &[ActorKind::Organization, ActorKind::PublicBody, ActorKind::ArmedGroup],
        ),
        (&words.places, "places", &[ActorKind::Country, ActorKind::Place]),
    ];
    let groups: Vec<GroupView> = kinds
        .into_iter()
        .flat_map(|(title, id, kinds)| {
            let of_kind = |id: &ActorId| kinds.contains(&site.corpus.actor(*id).kind);
            let members = (0..site.corpus.actors.len() as u32).map(ActorId).filter(of_kind).collect();
            group(site, here, (title, id), members)
        })
        .collect();
    let jumps = groups.iter().map(|group| LinkView { title: group.title.clone(), href: format!("#{}", group.id) });
    let view = ListView {
        title: site.words.nav.actors.clone(),
        intro: Some(if site.corpus.actors.is_empty() { words.empty.clone() } else { words.intro.clone() }),
        jumps: if groups.len() > 1 { jumps.collect() } else { Vec::new() },
        groups,
    };
    let page =
        PageView { linked: Some(linked(site, here)), ..site.page(here, &view.title, view.intro.clone(), "actors") };
    (page, Content::List(view))
}

/// The list as data: the most often named.
fn linked(site: &Site<'_>, here: &Route) -> Html {
    let mut ids: Vec<ActorId> = (0..site.corpus.actors.len() as u32).map(ActorId).collect();
    ids.sort_by_key(|id| (std::cmp::Reverse(site.corpus.actor(*id).mentions.len()), *id));
    let pages: Vec<_> = ids.iter().map(|id| (site.corpus.actor(*id).name.as_str(), site.actor_route(*id))).collect();
    linked::listing(site, here, &site.words.nav.actors, &pages)
}

/// One group, or one a letter where there are many.
fn group(site: &Site<'_>, here: &Route, name: (&str, &str), mut members: Vec<ActorId>) -> Vec<GroupView> {
    let (title, id) = name;
    members.sort_by_cached_key(|id| (site.corpus.actor(*id).name.to_lowercase(), *id));
    let row = |id: &ActorId| {
        let number = site.corpus.actor(*id).mentions.len();
        let count = if number == 0 { String::new() } else { site.counted(&site.words.count.mentions, number) };
        site.actor_row(here, *id, count)
    };
    if members.is_empty() {
        return Vec::new();
    }
    if members.len() <= LETTERS_OVER {
        let items = members.iter().map(row).collect();
        return vec![GroupView { title: title.to_owned(), id: id.to_owned(), items }];
    }
    let mut letters: BTreeMap<char, Vec<CountedView>> = BTreeMap::new();
    for member in &members {
        let slug = site.corpus.actor(*member).slug.chars().next().unwrap_or('#');
        let letter = if slug.is_ascii_alphabetic() { slug.to_ascii_uppercase() } else { '#' };
        letters.entry(letter).or_default().push(row(member));
    }
    letters
        .into_iter()
        .map(|(letter, items)| {
            let part = if letter == '#' { "other".to_owned() } else { letter.to_ascii_lowercase().to_string() };
            let letter = letter.to_string();
            let title = site.words.list.letter.fill(&[("group", title), ("letter", &letter)]);
            GroupView { title, id: format!("{id}-{part}"), items }
        })
        .collect()
}
