//! Search: the index, cut into small files that the page of a reader asks for as it needs them, and the search page.
//!
//! Every sentence of every article is in it. The index has up to three parts, each a folder below `assets/search/` with
//! a stamp of its own: the newest articles, all before them, and the names of actors. A part is made whole or not at
//! all; its stamp is a digest of all that it is made from. `docs/search.md` has the format.

mod code;
mod excerpt;
mod names;
mod number;
mod page;
mod posting;
mod shard;
mod token;
mod words;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use self::number::Numbers;
pub(super) use self::page::{page, route};
use self::posting::Postings;
use self::shard::{File, Sizes};
use self::words::Reader;
use crate::model::corpus::{ArticleId, Corpus};
use crate::model::page::{Bundle, Fingerprint, Route};
use crate::render::site::Site;

/// The theme's scripts, for the search page alone.
pub(super) const SCRIPTS: [&str; 2] = ["search-index.js", "search.js"];

/// Changes with the form of the files.
const FORMAT: &[u8] = b"dateline-search-1";

/// Where the index lies.
const FOLDER: &str = "assets/search";

/// The part of names.
const NAMES: &str = "names";

/// The folder of what results show of each article.
const EXCERPTS: &str = "x";

const SIZES: Sizes = Sizes { shard: 8 * 1024, hot: 8 * 1024, tier: 6 * 1024 };

/// Files of the part that is asked besides the large one, and changes often.
const SMALL: Sizes = Sizes { shard: 4 * 1024, hot: 4 * 1024, tier: 3 * 1024 };

/// What the index of a site is made from.
#[derive(Debug)]
pub(super) struct Search {
    numbers: Numbers,
    /// Parts of articles, the newest last.
    parts: Vec<Part>,
    /// The stamp of the names, once it is asked for.
    names: OnceLock<Fingerprint>,
}

/// Articles that are indexed together.
#[derive(Debug)]
struct Part {
    name: &'static str,
    /// Positions among the numbered articles.
    articles: Range<usize>,
    sizes: Sizes,
    /// Its stamp, once it is asked for: all texts go into it.
    stamp: OnceLock<Fingerprint>,
}

impl Search {
    /// Divides the articles. Nothing is read or indexed yet.
    pub(super) fn of(corpus: &Corpus) -> Self {
        let numbers = Numbers::of(corpus);
        Self { parts: parts(&numbers), names: OnceLock::new(), numbers }
    }

    /// The stamp of a part. On one thread: another that is lent meanwhile could ask for it and wait for itself.
    fn stamp(&self, corpus: &Corpus, part: &Part) -> Fingerprint {
        *part.stamp.get_or_init(|| {
            let mut hasher = blake3::Hasher::new();
            hasher.update(FORMAT);
            hasher.update(format!("{:?} {:?}", self.numbers.days, part.sizes).as_bytes());
            for at in self.numbers.articles.get(part.articles.clone()).unwrap_or_default() {
                hasher.update(digest(corpus, *at).as_bytes());
            }
            Fingerprint(*hasher.finalize().as_bytes())
        })
    }

    /// The stamp of the names.
    fn names(&self, site: &Site<'_>) -> Fingerprint {
        *self.names.get_or_init(|| names::digest(site))
    }

    /// The parts as the files they become.
    pub(super) fn bundles<'a>(self: &Arc<Self>, site: &Arc<Site<'a>>) -> Vec<Bundle<'a>> {
        let mut bundles: Vec<Bundle<'a>> = Vec::new();
        for (at, part) in self.parts.iter().enumerate() {
            let (search, site) = (Arc::clone(self), Arc::clone(site));
            let (stamped, known) = (Arc::clone(self), Arc::clone(&site));
            bundles.push(Bundle {
                folder: format!("{FOLDER}/{}/", part.name),
                fingerprint: Box::new(move || stamped.stamp(known.corpus, &stamped.parts[at])),
                make: Box::new(move || search.part(site.corpus, &search.parts[at])),
            });
        }
        let (search, site) = (Arc::clone(self), Arc::clone(site));
        let (stamped, known) = (Arc::clone(self), Arc::clone(&site));
        let make = move || {
            let (mut files, keys) = names::files(&site);
            files.push(("meta".to_owned(), serde_json::json!([{ "keys": keys.join(" ") }])));
            scripts(NAMES, search.names(&site), files)
        };
        bundles.push(Bundle {
            folder: format!("{FOLDER}/{NAMES}/"),
            fingerprint: Box::new(move || stamped.names(&known)),
            make: Box::new(make),
        });
        bundles
    }

    /// Each article with its number.
    pub(super) fn excerpts(&self) -> impl Iterator<Item = (u64, ArticleId)> {
        self.numbers.articles.iter().copied()
    }

    /// Where the file lies that results show of the article of a number.
    pub(super) fn excerpt_route(number: u64) -> Route {
        Route::file(format!("{FOLDER}/{EXCERPTS}/{number}.js"))
    }

    /// The article of whose excerpt this is the route, with its number.
    pub(super) fn excerpt_at(&self, route: &str) -> Option<(u64, ArticleId)> {
        let file = route.strip_prefix(FOLDER)?.strip_prefix('/')?.strip_prefix(EXCERPTS)?.strip_prefix('/')?;
        let number: u64 = file.strip_suffix(".js")?.parse().ok()?;
        let place = self.numbers.articles.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        self.numbers.articles.get(place).copied()
    }

    /// Indexes one part.
    fn part(&self, corpus: &Corpus, part: &Part) -> Vec<(Route, Vec<u8>)> {
        let articles = self.numbers.articles.get(part.articles.clone()).unwrap_or_default();
        let base = articles.first().map_or(0, |(number, _)| *number);
        let words = indexed(corpus, articles);
        let words: Vec<(&str, &Postings)> = words.iter().map(|(word, postings)| (&**word, postings)).collect();
        let shards = shard::shards(&words, base, part.sizes);
        let days = self.numbers.days;
        let meta = serde_json::json!([{
            "articles": articles.len(),
            "base": base,
            "last": articles.last().map_or(0, |(number, _)| *number),
            "bits": days.bits,
            "dated": days.dated,
            "first": days.first.to_string(),
            "keys": shards.keys.join(" "),
            "hot": shards.hot,
        }]);
        let mut files = shards.files;
        files.push(("meta".to_owned(), meta));
        scripts(part.name, self.stamp(corpus, part), files)
    }
}

/// Divides the articles.
fn parts(numbers: &Numbers) -> Vec<Part> {
    let all = numbers.articles.len();
    let divided = match numbers.border() {
        Some(border) => vec![("archive", 0..border, SIZES), ("recent", border..all, SMALL)],
        None => vec![("all", 0..all, SIZES)],
    };
    let part = |(name, articles, sizes)| Part { name, articles, sizes, stamp: OnceLock::new() };
    divided.into_iter().map(part).collect()
}

/// What results show of an article, as a file.
pub(super) fn excerpt(site: &Site<'_>, number: u64, id: ArticleId) -> String {
    script(&format!("{EXCERPTS}/{number}"), "", &excerpt::excerpt(site, id))
}

/// A digest of all that the index takes from an article.
fn digest(corpus: &Corpus, (number, id): (u64, ArticleId)) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&number.to_le_bytes());
    words::digest(&mut hasher, corpus, corpus.briefing(id));
    hasher.finalize()
}

/// All words of these articles, which come by rising number, in the order of the client.
fn indexed(corpus: &Corpus, articles: &[(u64, ArticleId)]) -> Vec<(Box<str>, Postings)> {
    let chunk = articles.len().div_ceil(rayon::current_num_threads()).max(1);
    let chunks: Vec<Vec<(Box<str>, Postings)>> = articles
        .par_chunks(chunk)
        .map(|articles| {
            let (mut reader, mut lists) = (Reader::default(), Vec::<Postings>::new());
            for (number, id) in articles {
                reader.article(corpus, corpus.briefing(*id), |word, posting| {
                    let word = word as usize;
                    if lists.len() <= word {
                        lists.resize_with(word + 1, Postings::default);
                    }
                    if let Some(list) = lists.get_mut(word) {
                        list.push(*number, &posting);
                    }
                });
            }
            let mut list = |word: u32| lists.get_mut(word as usize).map(std::mem::take).unwrap_or_default();
            let mut words: Vec<_> = reader.words().map(|(word, number)| (word, list(number))).collect();
            words.sort_unstable_by(|a, b| shard::order(&a.0, &b.0));
            words
        })
        .collect();
    chunks.into_iter().reduce(merged).unwrap_or_default()
}

/// The words of both, where the articles of the second come after those of the first.
fn merged(before: Vec<(Box<str>, Postings)>, after: Vec<(Box<str>, Postings)>) -> Vec<(Box<str>, Postings)> {
    let mut all = Vec::with_capacity(before.len().max(after.len()));
    let (mut before, mut after) = (before.into_iter().peekable(), after.into_iter().peekable());
    loop {
        let order = match (before.peek(), after.peek()) {
            (Some(a), Some(b)) => shard::order(&a.0, &b.0),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => return all,
        };
        if order.is_gt() {
            all.extend(after.next());
            continue;
        }
        let later = if order.is_eq() { after.next() } else { None };
        all.extend(before.next().map(|(word, mut postings)| {
            if let Some((_, later)) = later {
                postings.append(&later);
            }
            (word, postings)
        }));
    }
}

/// The files of a part as scripts.
fn scripts(part: &str, stamp: Fingerprint, files: Vec<File>) -> Vec<(Route, Vec<u8>)> {
    let stamp = shown(stamp);
    let script = |(name, passed): File| {
        let name = format!("{part}/{name}");
        let text = script(&name, &stamp, &passed);
        (Route::file(format!("{FOLDER}/{name}.js")), text.into_bytes())
    };
    files.into_iter().map(script).collect()
}

/// A call of `dl` with a name, a stamp, and what else is passed on.
fn script(name: &str, stamp: &str, passed: &serde_json::Value) -> String {
    let mut text = format!("dl(\"{name}\",\"{stamp}\"");
    for value in passed.as_array().into_iter().flatten() {
        text.push(',');
        text.push_str(&value.to_string());
    }
    text.push_str(")\n");
    // Line ends of this kind inside a string are an error in older browsers; markup is never to be taken for such.
    text.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029").replace('<', "\\u003c")
}

/// As much of a fingerprint as tells stamps apart.
fn shown(stamp: Fingerprint) -> String {
    stamp.hex().chars().take(10).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;
    use crate::model::article::{Article, Body, Header, Sentence};
    use crate::model::corpus::Briefing;
    use crate::model::facts::{Facts, Headline};
    use crate::span::{SourceId, TextSpan};

    /// An article of one sentence, on a day counted from the first of 2021.
    fn briefing(number: i64, text: &str) -> Briefing {
        let span = TextSpan::new(0, text.len() as u32);
        let day: Date = "2021-01-01".parse().expect("a date");
        let header = Header { published: Some(day + jiff::Span::new().days(number)), ..Header::default() };
        let body = Body { text: text.to_owned(), sentences: vec![Sentence { span, block: 0 }], ..Body::default() };
        let article = Article { id: SourceId::new(&format!("{number}.txt")), header, body, decided: None };
        let facts = Facts {
            headline: Headline::Written(format!("Report {number}")),
            mentions: Vec::new(),
            heading_names: Vec::new(),
            roles: Vec::new(),
            quotations: Vec::new(),
            dates: Vec::new(),
            heading_dates: Vec::new(),
            events: Vec::new(),
            figures: Vec::new(),
            phrases: Vec::new(),
        };
        Briefing {
            article: Arc::new(article),
            facts: Arc::new(facts),
            slug: format!("report-{number}"),
            actors: [].into(),
            headings: [].into(),
            dateline: None,
            entries: [].into(),
            quotations: [].into(),
            topics: Vec::new(),
            related: Vec::new().into(),
        }
    }

    fn corpus(articles: i64) -> Corpus {
        let text = |number: i64| format!("The ferry of pier {number} sailed.");
        Corpus { briefings: (0..articles).map(|at| Arc::new(briefing(at, &text(at)))).collect(), ..Corpus::default() }
    }

    fn stamps(corpus: &Corpus) -> Vec<(&'static str, Fingerprint)> {
        let search = Search::of(corpus);
        search.parts.iter().map(|part| (part.name, search.stamp(corpus, part))).collect()
    }

    #[test]
    fn a_new_article_changes_the_newest_part_alone() {
        let before = stamps(&corpus(5000));
        let after = stamps(&corpus(5001));
        assert_eq!(before.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["archive", "recent"]);
        assert_eq!(before[0], after[0]);
        assert_ne!(before[1], after[1]);
    }

    #[test]
    fn a_change_of_an_old_article_changes_the_archive_alone() {
        let mut edited = corpus(5000);
        let before = stamps(&edited);
        edited.briefings[7] = Arc::new(briefing(7, "The ferry did not sail."));
        let after = stamps(&edited);
        assert_ne!(before[0], after[0]);
        assert_eq!(before[1], after[1]);
    }

    #[test]
    fn the_index_depends_on_no_number_of_threads() {
        let corpus = corpus(1500);
        let made = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            pool.install(|| {
                let search = Search::of(&corpus);
                search.part(&corpus, &search.parts[0])
            })
        };
        let one = made(1);
        assert!(one.len() > 2);
        assert_eq!(one, made(3));
    }

    #[test]
    fn a_script_is_a_call_and_holds_no_markup() {
        let text = script("x/1", "ab", &serde_json::json!(["</script>\u{2028}\"", 7]));
        assert_eq!(text, "dl(\"x/1\",\"ab\",\"\\u003c/script>\\u2028\\\"\",7)\n");
    }
}
