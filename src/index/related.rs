//! Articles that are most like another.

use std::collections::HashMap;
use std::sync::Arc;

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

/// Articles by what they share.
#[derive(Debug)]
pub(super) struct Shelves {
    /// What each article has: actors first, then topics, as numbers.
    links: Vec<Vec<u32>>,
    /// The articles that have each of these, ascending.
    shelves: Vec<Vec<u32>>,
    /// The number of the first topic.
    first_topic: u32,
    days: Vec<Option<i32>>,
}

impl Shelves {
    pub(super) fn of(pieces: &[Piece], actors: &[Arc<[ActorId]>], topics: &[Vec<TopicId>]) -> Self {
        let first_topic =
            actors.iter().flat_map(|actors| actors.iter()).map(|actor| actor.0 + 1).max().unwrap_or_default();
        let links = links(actors, topics, first_topic);
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
        let days = pieces.iter().map(|piece| piece.article.header.published.map(day)).collect();
        Self { links, shelves, first_topic, days }
    }

    /// Articles most like one, the nearest first: those that share rare actors and topics and are near in time.
    pub(super) fn related(&self, article: ArticleId) -> Vec<ArticleId> {
        let total = self.days.len().max(20) as f32;
        let mut scores: HashMap<u32, f32> = HashMap::new();
        for &link in &self.links[article.index()] {
            let shelf = &self.shelves[link as usize];
            let rarity = (total / shelf.len() as f32).ln().max(0.1);
            let weight = if link < self.first_topic { rarity } else { TOPIC.min(rarity + 1.0) };
            for &other in near(shelf, article.0).iter().filter(|&&other| other != article.0) {
                *scores.entry(other).or_default() += weight;
            }
        }
        let here = self.days[article.index()];
        let near = |(other, score): (u32, f32)| (score * nearness(here, self.days[other as usize]), other);
        let mut best: Vec<(f32, u32)> = scores.into_iter().map(near).collect();
        let order = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if best.len() > MOST {
            best.select_nth_unstable_by(MOST, order);
            best.truncate(MOST);
        }
        best.sort_by(order);
        best.into_iter().map(|(_, other)| ArticleId(other)).collect()
    }
}

/// Actors and topics of each article as one list of numbers: actors first, then topics.
fn links(actors: &[Arc<[ActorId]>], topics: &[Vec<TopicId>], first_topic: u32) -> Vec<Vec<u32>> {
    let of_article = |(actors, topics): (&Arc<[ActorId]>, &Vec<TopicId>)| {
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
