//! What names an article and a group of articles share, the rare ones counting more.

/// The names in each article, and how rare each is.
#[derive(Debug, Default)]
pub(super) struct Contexts {
    /// The numbers of the names in each article, ascending.
    articles: Vec<Vec<u32>>,
    /// The natural logarithm of the number of articles over the number of articles with the name.
    weights: Vec<f32>,
}

/// A small archive is weighed as if it had this many articles: in three articles on one country every name is in most, and
/// still says more than nothing.
const SMALL_ARCHIVE: usize = 40;

/// The weight from which a name is rare: in fewer than about one article in five.
const RARE: f32 = 1.5;

impl Contexts {
    /// Weighs names by the articles they stand in.
    pub(super) fn new(mut articles: Vec<Vec<u32>>) -> Self {
        let mut counts: Vec<u32> = Vec::new();
        for names in &mut articles {
            names.sort_unstable();
            names.dedup();
            for &name in names.iter().filter(|&&name| name != u32::MAX) {
                let place = name as usize;
                if place >= counts.len() {
                    counts.resize(place + 1, 0);
                }
                counts[place] += 1;
            }
        }
        let total = articles.len().max(SMALL_ARCHIVE) as f32;
        let weights = counts.iter().map(|&count| if count == 0 { 0.0 } else { (total / count as f32).ln() }).collect();
        Self { articles, weights }
    }

    /// All names that stand in any of these articles, ascending.
    pub(super) fn union(&self, articles: &[u32]) -> Vec<u32> {
        let mut names: Vec<u32> =
            articles.iter().flat_map(|&article| &self.articles[article as usize]).copied().collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The weight of the names that an article shares with `others` (ascending), `own` excepted.
    pub(super) fn shared(&self, article: u32, others: &[u32], own: u32) -> f32 {
        let names = self.articles[article as usize].iter().filter(|&&name| name != own);
        names.filter(|name| others.binary_search(name).is_ok()).map(|&name| self.weight(name)).sum()
    }

    /// Whether two sides (both ascending) share a rare name, their own excepted.
    pub(super) fn share_rare(&self, a: &[u32], b: &[u32], own: &[u32]) -> bool {
        let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
        few.iter().any(|name| !own.contains(name) && self.weight(*name) >= RARE && many.binary_search(name).is_ok())
    }

    fn weight(&self, name: u32) -> f32 {
        self.weights.get(name as usize).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_archive_still_weighs_shared_names() {
        let contexts = Contexts::new(vec![vec![1, 2, 3], vec![1, 2]]);
        let score = contexts.shared(1, &contexts.union(&[0]), 1);
        assert!(score > 2.0, "{score}");
        assert!(contexts.shared(1, &contexts.union(&[0]), 2) > 2.0);
    }

    #[test]
    fn names_in_every_article_weigh_nothing_in_a_large_archive() {
        let contexts = Contexts::new(vec![vec![1, 2]; 100]);
        assert!(contexts.shared(0, &contexts.union(&[1]), 1).abs() < f32::EPSILON);
        assert!(!contexts.share_rare(&[1, 2], &[1, 2], &[1]));
    }
}
