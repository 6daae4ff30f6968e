//! Articles that are most like another.

use jiff::civil::Date;

use super::Piece;
use crate::model::corpus::{ActorId, ArticleId, TopicId};

/// Most articles that are named as related.
const MOST: usize = 5;
/// An actor in more articles than this leads only to those next to the article in time.
const CROWD: usize = 256;
/// How many of those on each side.
const NEIGHBOURS: usize = 48;
/// What a shared topic counts, in the unit of shared actors: as much as one actor in about one article of twenty.
const TOPIC: f32 = 3.0;
/// The days after which nearness in time counts half.
const HALF_LIFE: f32 = 30.0;

/// Articles most like each, the nearest first: those that share rare actors and topics and are near in time.
pub(super) fn related(pieces: &[Piece<'_>], actors: &[Vec<ActorId>], topics: &[Vec<TopicId>]) -> Vec<Vec<ArticleId>> {
    let links = links(actors, topics);
    let mut shelves: Vec<Vec<u32>> = Vec::new();
    for (article, links) in (0..).zip(&links) {
        for &link in links {
            let place = link as usize;
            if place >= shelves.len() {
                shelves.resize_with(place + 1, Vec::new);
            }
            shelves[place].push(article);
        }
    }
    let days: Vec<Option<i32>> = pieces.iter().map(|piece| piece.article.header.published.map(day)).collect();
    let actor_links = actors.iter().flatten().map(|actor| actor.0 + 1).max().unwrap_or_default();
    let total = pieces.len().max(20) as f32;
    let mut scores: Vec<f32> = vec![0.0; pieces.len()];
    let mut touched: Vec<u32> = Vec::new();
    let mut all = Vec::with_capacity(pieces.len());
    for (article, links) in (0..).zip(&links) {
        for &link in links {
            let shelf = &shelves[link as usize];
            let rarity = (total / shelf.len() as f32).ln().max(0.1);
            let weight = if link < actor_links { rarity } else { TOPIC.min(rarity + 1.0) };
            for &other in near(shelf, article).iter().filter(|&&other| other != article) {
                if scores[other as usize] <= 0.0 {
                    touched.push(other);
                }
                scores[other as usize] += weight;
            }
        }
        let here = days[article as usize];
        let near = |other: u32| scores[other as usize] * nearness(here, days[other as usize]);
        let mut best: Vec<(f32, u32)> = touched.iter().map(|&other| (near(other), other)).collect();
        let order = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if best.len() > MOST {
            best.select_nth_unstable_by(MOST, order);
            best.truncate(MOST);
        }
        best.sort_by(order);
        all.push(best.into_iter().map(|(_, other)| ArticleId(other)).collect());
        for other in touched.drain(..) {
            scores[other as usize] = 0.0;
        }
    }
    all
}

/// Actors and topics of each article as one list of numbers: actors first, then topics.
fn links(actors: &[Vec<ActorId>], topics: &[Vec<TopicId>]) -> Vec<Vec<u32>> {
    let first_topic = actors.iter().flatten().map(|actor| actor.0 + 1).max().unwrap_or_default();
    let of_article = |(actors, topics): (&Vec<ActorId>, &Vec<TopicId>)| {
        let topics = topics.iter().map(|topic| first_topic + topic.0);
        let mut links: Vec<u32> = actors.iter().map(|actor| actor.0).chain(topics).collect();
        links.sort_unstable();
        links.dedup();
        links
    };
    actors.iter().zip(topics).map(of_article).collect()
}

/// The articles of a shelf, or of a crowded one those next to an article; shelves are in the order of articles, which is
/// that of time.
fn near(shelf: &[u32], article: u32) -> &[u32] {
    if shelf.len() <= CROWD {
        return shelf;
    }
    let place = shelf.partition_point(|&other| other < article);
    shelf.get(place.saturating_sub(NEIGHBOURS)..(place + NEIGHBOURS).min(shelf.len())).unwrap_or_default()
}

/// The number of a day, for counting the days between two.
fn day(date: Date) -> i32 {
    (date - Date::constant(1970, 1, 1)).get_days()
}

/// From 1 on the same day down to one half; three quarters where a date is missing.
fn nearness(a: Option<i32>, b: Option<i32>) -> f32 {
    match (a, b) {
        (Some(a), Some(b)) => {
            let days = (a - b).abs() as f32;
            0.5 + 0.5 / (1.0 + days / HALF_LIFE)
        }
        _ => 0.75,
    }
}
