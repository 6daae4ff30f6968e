//! Who appears with an actor: a table, and a picture that says the same.
//!
//! The actor stands at one side and the others in a column, those with most shared sentences first; a stroke is as broad as
//! the number of sentences that name both. Thin curves join those of the others that share sentences with each other. Places
//! follow from the order alone, so that a picture changes only where the texts do.

use std::fmt::Write as _;

use crate::model::corpus::{ActorId, ArticleId, Connection};
use crate::model::facts::At;
use crate::model::page::Route;
use crate::render::site::{self, Site};
use crate::render::view::{ConnectionView, ConnectionsView, Html, LinkView};
use crate::text;

/// How many others are shown.
const OTHERS: usize = 10;

/// How many sources stand beside each of them, the newest first.
const SOURCES: usize = 2;

/// Fewer others than this need no picture.
const FEWEST: usize = 3;

/// The longest name that stands whole in the picture, in characters.
const NAME: usize = 26;

/// The most curves among the others, the strongest first.
const CURVES: usize = 12;

/// The height of a row of the picture.
const ROW: f64 = 24.0;

/// Where the others' dots lie.
const DOTS: f64 = 132.0;

/// Two of the others, by their places in the column, and the number of sentences that name both.
type Pair = (usize, usize, u32);

/// Who appears with an actor; `None` where nobody shares a sentence with it.
pub(super) fn connections(site: &Site<'_>, here: &Route, id: ActorId) -> Option<ConnectionsView> {
    let near = site.corpus.actor(id).with.iter().filter(|other| other.sentences > 0);
    let others: Vec<&Connection> = near.take(OTHERS).collect();
    if others.is_empty() {
        return None;
    }
    let pairs = pairs(site, &others);
    let row = |(place, other): (usize, &&Connection)| {
        let LinkView { title, href } = site.actor_link(here, other.actor);
        let beside = |(a, b, count): &Pair| {
            let third = if *a == place { *b } else { *a };
            let name = others.get(third).map(|third| site.corpus.actor(third.actor).short_name.as_str());
            name.filter(|_| *a == place || *b == place)
                .map(|name| format!("{name}\u{a0}{}", site.number(*count as usize)))
        };
        let found = other.articles.iter().filter_map(|article| Some((*article, together(site, *article, id, other)?)));
        ConnectionView {
            title,
            href,
            sentences: other.sentences,
            briefings: other.articles.len(),
            among: pairs.iter().filter_map(beside).collect(),
            refs: found.take(SOURCES).map(|(article, at)| site.mention(here, article, at)).collect(),
        }
    };
    let picture = (others.len() >= FEWEST).then(|| picture(site, id, &others, &pairs));
    Some(ConnectionsView { picture, rows: others.iter().enumerate().map(row).collect() })
}

/// The first sentence of an article that names both.
fn together(site: &Site<'_>, article: ArticleId, id: ActorId, other: &Connection) -> Option<At> {
    let briefing = site.corpus.briefing(article);
    let named = || briefing.facts.mentions.iter().zip(&*briefing.actors);
    let (mention, _) = named().filter(|(_, actor)| **actor == id).find(|(mention, _)| {
        let same = |(near, actor): (&crate::model::facts::Mention, &ActorId)| {
            *actor == other.actor && near.at.sentence() == mention.at.sentence()
        };
        named().any(same)
    })?;
    Some(mention.at)
}

/// Those of the others that share sentences with each other, the strongest first.
fn pairs(site: &Site<'_>, others: &[&Connection]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for (a, one) in others.iter().enumerate() {
        let with = &site.corpus.actor(one.actor).with;
        for (b, other) in others.iter().enumerate().skip(a + 1) {
            let shared = with.iter().find(|near| near.actor == other.actor).map_or(0, |near| near.sentences);
            if shared > 0 {
                pairs.push((a, b, shared));
            }
        }
    }
    pairs.sort_by_key(|(a, b, shared)| (std::cmp::Reverse(*shared), *a, *b));
    pairs.truncate(CURVES);
    pairs
}

fn picture(site: &Site<'_>, id: ActorId, others: &[&Connection], pairs: &[Pair]) -> Html {
    let actor = site.corpus.actor(id);
    let height = ROW * others.len() as f64;
    let middle = height / 2.0;
    let mut label = String::new();
    let actors = site.counted(&site.words.count.actors, others.len());
    let said = site.words.actor.picture.fill(&[("name", &actor.name), ("actors", &actors)]);
    text::escape_html(&said, &mut label);
    let mut out = format!("<svg viewBox=\"0 0 320 {height:.0}\" role=\"img\" aria-label=\"{label}\">");
    let most = others.iter().map(|other| other.sentences).max().unwrap_or(1);
    for (row, other) in others.iter().enumerate() {
        let y = across(row);
        let width = 1.0 + 6.0 * (f64::from(other.sentences) / f64::from(most)).sqrt();
        let _ = write!(
            out,
            "<path class=\"tie\" stroke-width=\"{width:.1}\" d=\"M8 {middle}C60 {middle} 72 {y} {DOTS} {y}\"/>"
        );
    }
    for (a, b, _) in pairs {
        let (from, to) = (across(*a), across(*b));
        let x = DOTS - 14.0 - 7.0 * (b - a) as f64;
        let _ = write!(out, "<path d=\"M{DOTS} {from}C{x:.0} {from} {x:.0} {to} {DOTS} {to}\"/>");
    }
    let _ = write!(out, "<circle cx=\"8\" cy=\"{middle}\" r=\"5\"/>");
    for (row, other) in others.iter().enumerate() {
        let y = across(row);
        let mut name = String::new();
        text::escape_html(&site::cut(&site.corpus.actor(other.actor).name, NAME), &mut name);
        let _ = write!(
            out,
            "<circle cx=\"{DOTS}\" cy=\"{y}\" r=\"3\"/><text x=\"{}\" y=\"{:.0}\">{name}</text>",
            DOTS + 10.0,
            y + 4.0
        );
    }
    out.push_str("</svg>");
    Html(out)
}

/// The middle of a row.
fn across(row: usize) -> f64 {
    ROW * (row as f64 + 0.5)
}
