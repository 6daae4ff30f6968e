//! Topics that nobody described: phrases that several articles share.

use std::collections::{BTreeMap, BTreeSet};

use super::{Hit, Material, Subject};
use crate::index::slug;
use crate::text;
use crate::text::fold::fold_name;

/// A phrase that several articles use.
#[derive(Debug, Default)]
struct Candidate<'a> {
    key: &'a str,
    articles: Vec<u32>,
    /// How often each wording stands in the texts.
    wordings: BTreeMap<&'a str, u32>,
    /// In how many of the articles it stands at the beginning.
    opening: u32,
    /// How sure extraction is that the phrase names a subject.
    confidence: f32,
    score: f32,
}

/// Most topics that are found, however many articles there are.
const MOST_FOUND: usize = 8;
/// Archives of this many articles or fewer call two articles on a subject a topic; larger ones ask for three.
const SMALL_ARCHIVE: usize = 30;
/// What an article counts that another chosen topic already has.
const COVERED: f32 = 0.3;

/// Subjects that several articles share and nobody described.
pub(super) fn subjects(material: &Material<'_>, curated: &[Subject]) -> Vec<Subject> {
    let candidates = candidates(material, curated);
    let total = material.pieces.len();
    let wanted = (1 + total.max(1).ilog2() as usize).min(MOST_FOUND);
    let mut covered = vec![false; total];
    for subject in curated {
        for hit in &subject.hits {
            covered[hit.article as usize] = true;
        }
    }
    let mut chosen: Vec<&Candidate<'_>> = Vec::new();
    while chosen.len() < wanted {
        let gain = |candidate: &Candidate<'_>| -> f32 {
            let new = |&article: &u32| if covered[article as usize] { COVERED } else { 1.0 };
            candidate.score * candidate.articles.iter().map(new).sum::<f32>() / candidate.articles.len() as f32
        };
        let best = candidates
            .iter()
            .filter(|candidate| !chosen.iter().any(|other| near_duplicates(candidate, other)))
            .max_by(|a, b| gain(a).total_cmp(&gain(b)).then_with(|| b.key.cmp(a.key)));
        let Some(best) = best else { break };
        for &article in &best.articles {
            covered[article as usize] = true;
        }
        chosen.push(best);
    }
    let mut slugs: BTreeSet<String> = curated.iter().map(|subject| subject.slug.clone()).collect();
    chosen.into_iter().filter_map(|candidate| found_subject(material, candidate, &mut slugs)).collect()
}

fn found_subject(material: &Material<'_>, candidate: &Candidate<'_>, slugs: &mut BTreeSet<String>) -> Option<Subject> {
    // The most frequent wording, of equals the first by letters.
    let (wording, _) = candidate.wordings.iter().rev().max_by_key(|(_, count)| **count)?;
    let name = text::capitalise(wording);
    let slug = slug::of(&text::slug(&name), "topic", candidate.key);
    if !slugs.insert(slug.clone()) {
        return None;
    }
    let hits = candidate.articles.iter().map(|&article| {
        let phrases = material.pieces[article as usize].facts.phrases.iter();
        let mut sentences: Vec<u32> =
            phrases.filter(|phrase| phrase.key == candidate.key).map(|phrase| phrase.at.sentence()).collect();
        let weight = sentences.len() as f32;
        sentences.sort_unstable();
        sentences.dedup();
        Hit { article, weight, sentences }
    });
    Some(Subject { slug, name, curated: None, hits: hits.collect() })
}

/// Phrases that enough articles use, with how well each would do as a topic.
fn candidates<'a>(material: &Material<'a>, curated: &[Subject]) -> Vec<Candidate<'a>> {
    let total = material.pieces.len();
    let least = if total <= SMALL_ARCHIVE { 2 } else { 3 };
    let frequent = material.phrases.frequent(least);
    let mut places: Vec<Option<usize>> = vec![None; frequent.len()];
    let mut all: Vec<Candidate<'a>> = Vec::new();
    for (article, (piece, numbers)) in (0..).zip(material.pieces.iter().zip(material.phrases.of_articles())) {
        let phrases = piece.facts.phrases.iter().zip(numbers.iter().map(|&number| number as usize));
        for (phrase, number) in phrases.filter(|(_, number)| frequent[*number]) {
            let place = *places[number].get_or_insert_with(|| {
                all.push(Candidate { key: &phrase.key, ..Candidate::default() });
                all.len() - 1
            });
            let candidate = &mut all[place];
            candidate.confidence = candidate.confidence.max(phrase.at.confidence());
            if candidate.articles.last() != Some(&article) {
                candidate.articles.push(article);
                candidate.opening += u32::from(phrase.at.sentence() <= OPENING);
            }
            *candidate.wordings.entry(piece.article.body.words(phrase.at.span())).or_default() += 1;
        }
    }
    let described: Vec<String> = curated.iter().flat_map(described_by).collect();
    all.retain(|candidate| {
        is_specific(candidate, total)
            && is_subject(candidate.key)
            && !material.actor_names.contains(&fold_name(candidate.key))
            && !described.iter().any(|term| alike(candidate.key, term))
    });
    for candidate in &mut all {
        let share = candidate.articles.len() as f32;
        let rarity = ((total.max(SMALL_ARCHIVE) as f32) / share).ln().max(0.2);
        // What articles are about stands at their beginning; what only stands further down is scenery, or a footer.
        let opening = LATER + candidate.opening as f32 / share;
        candidate.score = share.sqrt() * rarity * opening * shape(candidate.key) * candidate.confidence;
    }
    all.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.key.cmp(b.key)));
    all.truncate(MOST_COMPARED);
    all
}

/// The sentences in which an article says what it is about.
const OPENING: u32 = 3;
/// What a phrase is worth that never stands there, where one that always does is worth 1 more.
const LATER: f32 = 0.3;

/// How much the form of a phrase speaks for it: three words say more than two; `strain of influenza` names a part.
fn shape(key: &str) -> f32 {
    let words = key.split(' ').count();
    match (words, key.contains(" of ") || key.contains(" in ")) {
        (1, _) => 0.8,
        (_, true) => 0.9,
        (2, false) => 1.0,
        (_, false) => 1.1,
    }
}

/// Whether a phrase can be what articles are about: not somebody by office, not a place by kind, not a figure of speech.
fn is_subject(key: &str) -> bool {
    let head = key.split(' ').take_while(|word| !matches!(*word, "of" | "in")).last().unwrap_or_default();
    !NO_SUBJECTS.contains(&head)
}

/// Nouns, in the singular, that do not make a subject of a phrase they head.
const NO_SUBJECTS: &[&str] = &[
    "actor",
    "actress",
    "adviser",
    "agency",
    "aide",
    "airport",
    "ambassador",
    "analyst",
    "area",
    "artist",
    "attorney",
    "author",
    "base",
    "border",
    "boss",
    "brother",
    "building",
    "camp",
    "candidate",
    "capital",
    "captain",
    "case",
    "center",
    "centre",
    "chairman",
    "chief",
    "church",
    "city",
    "client",
    "clinic",
    "coach",
    "colleague",
    "commander",
    "company",
    "condolence",
    "consumer",
    "correspondent",
    "country",
    "court",
    "coverage",
    "critic",
    "customer",
    "daughter",
    "deputy",
    "director",
    "district",
    "doctor",
    "driver",
    "editor",
    "employee",
    "executive",
    "expert",
    "family",
    "father",
    "fighter",
    "firm",
    "friend",
    "general",
    "government",
    "governor",
    "group",
    "guest",
    "half",
    "head",
    "home",
    "hospital",
    "hotel",
    "house",
    "husband",
    "investigator",
    "island",
    "journalist",
    "judge",
    "lawmaker",
    "lawyer",
    "leader",
    "licence",
    "license",
    "line",
    "man",
    "manager",
    "mask",
    "mayor",
    "media",
    "member",
    "minister",
    "ministry",
    "minute",
    "moment",
    "mother",
    "musician",
    "nation",
    "neighbour",
    "neighbourhood",
    "night",
    "nominee",
    "nurse",
    "observer",
    "office",
    "officer",
    "official",
    "opponent",
    "page",
    "palace",
    "parent",
    "parliament",
    "part",
    "partner",
    "patient",
    "person",
    "photo",
    "photograph",
    "physician",
    "picture",
    "place",
    "player",
    "point",
    "police",
    "politician",
    "presenter",
    "president",
    "professor",
    "prosecutor",
    "province",
    "question",
    "reader",
    "region",
    "release",
    "reporter",
    "representative",
    "resident",
    "ride",
    "school",
    "scientist",
    "secretary",
    "senator",
    "series",
    "side",
    "singer",
    "sister",
    "soldier",
    "son",
    "source",
    "speaker",
    "spokesman",
    "spokeswoman",
    "staff",
    "state",
    "statement",
    "station",
    "street",
    "student",
    "supporter",
    "survivor",
    "teacher",
    "team",
    "tourist",
    "town",
    "user",
    "victim",
    "video",
    "village",
    "volunteer",
    "voter",
    "website",
    "wife",
    "witness",
    "woman",
    "worker",
    "writer",
];

/// Candidates that are compared with each other; a site shows a handful.
const MOST_COMPARED: usize = 300;

/// Names and terms that a topic file already covers, as phrases are compared.
fn described_by(subject: &Subject) -> Vec<String> {
    let Some(file) = &subject.curated else { return Vec::new() };
    file.terms.iter().chain([&file.title]).map(|term| fold_name(term)).collect()
}

/// Whether a phrase says enough to be a topic: two words, or one long word that is not in most articles.
fn is_specific(candidate: &Candidate<'_>, total: usize) -> bool {
    const LONG_WORD: usize = 6;
    const FEW: usize = 10;
    let in_most = total >= FEW && candidate.articles.len() * 3 > total * 2;
    let two_words = candidate.key.contains(' ');
    !in_most
        && (two_words || (candidate.key.chars().count() >= LONG_WORD && candidate.articles.len() * 2 <= total.max(FEW)))
}

fn near_duplicates(a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    let common = a.articles.iter().filter(|article| b.articles.binary_search(article).is_ok()).count();
    let either = a.articles.len() + b.articles.len() - common;
    let fewer = a.articles.len().min(b.articles.len());
    // `swine flu` and `flu vaccine` are two topics only where different articles are about them.
    let kin = common * 2 >= fewer && stems(a.key).intersection(&stems(b.key)).next().is_some();
    alike(a.key, b.key) || common * 10 >= either * 8 || kin
}

/// The words of a phrase without the ending of the plural.
fn stems(phrase: &str) -> BTreeSet<&str> {
    let words = phrase.split(' ').filter(|word| !matches!(*word, "of" | "in"));
    words.map(|word| word.strip_suffix('s').unwrap_or(word)).collect()
}

/// Whether two phrases share at least half of the words of the longer one.
fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (stems(a), stems(b));
    let common = a.intersection(&b).count();
    common > 0 && common * 2 >= a.len().max(b.len())
}
