//! What names an article and a group of articles share, the rare ones counting more.

/// The names in each article, and how rare each is.
#[derive(Debug, Default)]
pub(super) struct Contexts<'a> {
    /// The numbers of the names in each article, ascending.
    articles: Vec<&'a [u32]>,
    /// The natural logarithm of the number of articles over the number of articles with the name, in [`PARTS`].
    weights: Vec<u32>,
}

/// The parts of a weight of 1: whole numbers, so that a sum does not depend on its order.
pub(super) const PARTS: u32 = 4096;

/// A small archive is weighed as if it had this many articles: in three articles on one country every name is in most, and
/// still says more than nothing.
const SMALL_ARCHIVE: usize = 40;

/// The weight from which a name is rare: in fewer than about one article in five.
const RARE: u32 = PARTS + PARTS / 2;

impl<'a> Contexts<'a> {
    /// Weighs names by the articles they stand in. The names of each are ascending, each once.
    pub(super) fn new(articles: Vec<&'a [u32]>) -> Self {
        let mut counts: Vec<u32> = Vec::new();
        for &name in articles.iter().copied().flatten().filter(|&&name| name != u32::MAX) {
            let place = name as usize;
            if place >= counts.len() {
                counts.resize(place + 1, 0);
            }
            counts[place] += 1;
        }
        let total = articles.len().max(SMALL_ARCHIVE) as f32;
        let weight = |count: u32| ((total / count as f32).ln() * PARTS as f32).round() as u32;
        let weights = counts.iter().map(|&count| if count == 0 { 0 } else { weight(count) }).collect();
        Self { articles, weights }
    }

    /// All names that stand in any of these articles, ascending.
    pub(super) fn union(&self, articles: &[u32]) -> Vec<u32> {
        let mut names: Vec<u32> =
            articles.iter().flat_map(|&article| self.articles[article as usize]).copied().collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The weight of the names that an article shares with `others` (ascending), `own` excepted.
    pub(super) fn shared(&self, article: u32, others: &[u32], own: u32) -> u32 {
        let names = self.articles[article as usize].iter().filter(|&&name| name != own);
        names.filter(|name| others.binary_search(name).is_ok()).map(|&name| self.weight(name)).sum()
    }

    /// Whether two sides (both ascending) share a rare name, their own excepted.
    pub(super) fn share_rare(&self, a: &[u32], b: &[u32], own: &[u32]) -> bool {
        let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
        few.iter().any(|name| !own.contains(name) && self.weight(*name) >= RARE && many.binary_search(name).is_ok())
    }

    fn weight(&self, name: u32) -> u32 {
        self.weights.get(name as usize).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_archive_still_weighs_shared_names() {
        let contexts = Contexts::new(vec![&[1, 2, 3], &[1, 2]]);
        let score = contexts.shared(1, &contexts.union(&[0]), 1);
        assert!(score > 2 * PARTS, "{score}");
        assert!(contexts.shared(1, &contexts.union(&[0]), 2) > 2 * PARTS);
    }

    #[test]
    fn names_in_every_article_weigh_nothing_in_a_large_archive() {
        let contexts = Contexts::new(vec![&[1, 2]; 100]);
        assert_eq!(contexts.shared(0, &contexts.union(&[1]), 1), 0);
        assert!(!contexts.share_rare(&[1, 2], &[1, 2], &[1]));
    }
}
