//! Topics: the ones that people described, and those that several articles share.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};
use rayon::prelude::*;

use super::Piece;
use super::salience;
use super::slug;
use super::timeline::Timeline;
use crate::diag::{Code, Diagnostic};
use crate::model::article::{BlockKind, SectionRole};
use crate::model::corpus::{ActorId, ArticleId, CuratedTopic, Provenance, QuotationId, Topic, TopicId};
use crate::model::facts::At;
use crate::text;
use crate::text::fold::fold_name;

/// All topics, and those of each article, the most fitting first.
#[derive(Debug, Default)]
pub(super) struct Topics {
    pub(super) list: Vec<Topic>,
    pub(super) of_article: Vec<Vec<TopicId>>,
}

/// A subject before its page is put together.
#[derive(Debug)]
struct Subject {
    slug: String,
    name: String,
    curated: Option<Arc<CuratedTopic>>,
    /// Its articles, ascending, with the sentences that name it.
    hits: Vec<Hit>,
}

/// One article on a subject.
#[derive(Debug)]
struct Hit {
    article: u32,
    /// How well it fits: the number of times it is named, more where the title or the author names it.
    weight: f32,
    /// Numbers of the sentences that name it, ascending.
    sentences: Vec<u32>,
}

/// What the topics of a corpus are put together from.
pub(super) struct Material<'a> {
    pub(super) pieces: &'a [Piece<'a>],
    /// The actor of each mention of each article.
    pub(super) actors: &'a [Vec<ActorId>],
    /// Folded names of all actors: a subject that is an actor has a page already.
    pub(super) actor_names: BTreeSet<String>,
    pub(super) timeline: &'a Timeline,
}

/// Finds all topics.
pub(super) fn topics(
    material: &Material<'_>,
    curated: &[Arc<CuratedTopic>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Topics {
    let mut subjects = curated_subjects(material.pieces, curated, diagnostics);
    let known = subjects.len();
    let found = found_subjects(material, &subjects);
    subjects.extend(found);
    let (written, others) = subjects.split_at_mut(known);
    written.sort_by(|a, b| a.slug.cmp(&b.slug));
    others.sort_by(|a, b| a.slug.cmp(&b.slug));

    let mut fitting: Vec<Vec<(f32, TopicId)>> = vec![Vec::new(); material.pieces.len()];
    for (id, subject) in (0..).map(TopicId).zip(&subjects) {
        for hit in &subject.hits {
            // A topic that somebody described stands before one that was found.
            let weight = if subject.curated.is_some() { hit.weight + 1000.0 } else { hit.weight };
            fitting[hit.article as usize].push((weight, id));
        }
    }
    let of_article: Vec<Vec<TopicId>> = fitting
        .into_iter()
        .map(|mut topics| {
            topics.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            topics.into_iter().map(|(_, id)| id).collect()
        })
        .collect();
    let list =
        (0..).map(TopicId).zip(subjects).map(|(id, subject)| topic(material, id, subject, &of_article)).collect();
    Topics { list, of_article }
}

/// Topics that somebody described, with the articles that one of their terms or their author puts there.
fn curated_subjects(
    pieces: &[Piece<'_>],
    curated: &[Arc<CuratedTopic>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Subject> {
    let mut files: Vec<&Arc<CuratedTopic>> = curated.iter().collect();
    files.sort_by(|a, b| a.id.cmp(&b.id));
    let mut subjects: Vec<Subject> = Vec::new();
    for file in files {
        let wanted = file.slug.as_deref().map_or_else(|| text::slug(&file.title), text::slug);
        let mut slug = slug::of(&wanted, "topic", file.id.as_str());
        let has = |slug: &str| subjects.iter().find(|known| known.slug == slug)?.curated.as_ref();
        if let Some(first) = has(&slug) {
            if text::slug(&file.title) == text::slug(&first.title) {
                diagnostics.push(described_twice(file, first));
                continue;
            }
            let free = (2_u32..).map(|number| format!("{slug}-{number}")).find(|free| has(free).is_none());
            let Some(free) = free else { continue };
            diagnostics.push(slug::duplicate(&file.id, &first.id, &slug, &free));
            slug = free;
        }
        subjects.push(Subject { slug, name: file.title.clone(), curated: Some(Arc::clone(file)), hits: Vec::new() });
    }
    let named = named_by_authors(pieces, &subjects, diagnostics);
    let found = match_terms(pieces, &subjects);
    for (article, (matches, named)) in found.into_iter().zip(named).enumerate() {
        for (subject, mut hit) in matches.into_iter().enumerate() {
            if named.contains(&subject) {
                hit.weight += BY_AUTHOR;
            }
            if hit.weight > 0.0 {
                subjects[subject].hits.push(Hit { article: article as u32, ..hit });
            }
        }
    }
    subjects
}

/// Says that two files are about one topic.
fn described_twice(file: &CuratedTopic, first: &CuratedTopic) -> Diagnostic {
    let message =
        format!("`{}` and `{}` both describe the topic `{}`; the second is used", file.id, first.id, file.title);
    Diagnostic::file(Code::DuplicateName, &file.id, message).hint("merge the two files, or give one another title")
}

/// Weight of a topic that the author put the article under.
const BY_AUTHOR: f32 = 100.0;
/// Weight of a term in the title, where one in the text counts 1.
const IN_TITLE: f32 = 3.0;

/// The subjects that each article's author put it under.
fn named_by_authors(pieces: &[Piece<'_>], subjects: &[Subject], diagnostics: &mut Vec<Diagnostic>) -> Vec<Vec<usize>> {
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    for (place, subject) in subjects.iter().enumerate() {
        by_name.entry(subject.slug.clone()).or_insert(place);
        by_name.entry(text::slug(&subject.name)).or_insert(place);
        if let Some(curated) = &subject.curated {
            // People name a topic by its file too.
            by_name.entry(text::slug(curated.id.stem())).or_insert(place);
        }
    }
    let mut of_article = Vec::new();
    for piece in pieces {
        let mut named = Vec::new();
        for topic in &piece.article.header.topics {
            match by_name.get(&text::slug(topic)) {
                Some(&subject) => named.push(subject),
                None => diagnostics.push(unknown_topic(piece, topic, subjects)),
            }
        }
        of_article.push(named);
    }
    of_article
}

fn unknown_topic(piece: &Piece<'_>, topic: &str, subjects: &[Subject]) -> Diagnostic {
    let message = format!("no topic file describes `{topic}`");
    let names = subjects.iter().flat_map(|subject| [subject.name.as_str(), subject.slug.as_str()]);
    let hint = match text::nearest(topic, names) {
        Some(near) => format!("write `{near}`, or add a topic file with the title `{topic}`"),
        None => format!("add a topic file with the title `{topic}`"),
    };
    Diagnostic::file(Code::UnknownTopic, &piece.article.id, message).hint(hint)
}

/// Where each article names each subject, by article and subject.
fn match_terms(pieces: &[Piece<'_>], subjects: &[Subject]) -> Vec<Vec<Hit>> {
    let mut owners: Vec<usize> = Vec::new();
    let mut terms: Vec<String> = Vec::new();
    for (place, subject) in subjects.iter().enumerate() {
        let Some(file) = &subject.curated else { continue };
        let own = std::iter::once(&file.title).filter(|_| file.terms.is_empty());
        for term in file.terms.iter().chain(own).map(|term| comparable(term)).filter(|term| !term.trim().is_empty()) {
            owners.push(place);
            terms.push(term);
        }
    }
    let nothing =
        || -> Vec<Hit> { subjects.iter().map(|_| Hit { article: 0, weight: 0.0, sentences: Vec::new() }).collect() };
    // Only a list of terms that exceeds the memory of the machine cannot be built; then no term matches.
    let automaton =
        AhoCorasick::builder().match_kind(MatchKind::Standard).build(&terms).ok().filter(|_| !terms.is_empty());
    let Some(automaton) = automaton else { return pieces.iter().map(|_| nothing()).collect() };
    let scan = |text: &str| -> Vec<usize> {
        let text = comparable(text);
        let whole = automaton.find_overlapping_iter(&text).filter(|found| is_word(&text, found.start(), found.end()));
        whole.map(|found| owners[found.pattern().as_usize()]).collect()
    };
    pieces
        .par_iter()
        .map(|piece| {
            let mut hits: Vec<Hit> = nothing();
            for subject in scan(piece.facts.headline.text()) {
                hits[subject].weight += IN_TITLE;
            }
            let body = &piece.article.body;
            for (number, sentence) in (1..).zip(&body.sentences) {
                for subject in scan(body.words(sentence.span)) {
                    hits[subject].weight += 1.0;
                    if hits[subject].sentences.last() != Some(&number) {
                        hits[subject].sentences.push(number);
                    }
                }
            }
            for block in body.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Crosshead { .. })) {
                for subject in scan(body.words(block.span)) {
                    hits[subject].weight += 1.0;
                }
            }
            hits
        })
        .collect()
}

/// Text as terms are compared: lower case, straight apostrophes.
fn comparable(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect()
}

/// Whether no letter or digit stands right before or after.
fn is_word(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    let after = text.get(end..).and_then(|after| after.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

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
fn found_subjects(material: &Material<'_>, curated: &[Subject]) -> Vec<Subject> {
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
    let slug = slug::of(&text::slug(candidate.key), "topic", candidate.key);
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
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut all: Vec<Candidate<'a>> = Vec::new();
    for (article, piece) in (0..).zip(material.pieces) {
        for phrase in &piece.facts.phrases {
            let place = *places.entry(&phrase.key).or_insert_with(|| {
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
        candidate.articles.len() >= least
            && is_specific(candidate, total)
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
    alike(a.key, b.key) || common * 10 >= either * 8
}

/// Whether two phrases share at least half of the words of the longer one.
fn alike(a: &str, b: &str) -> bool {
    let words = |phrase: &str| -> BTreeSet<String> {
        phrase.split(' ').map(|word| word.strip_suffix('s').unwrap_or(word).to_owned()).collect()
    };
    let (a, b) = (words(a), words(b));
    let common = a.intersection(&b).count();
    common > 0 && common * 2 >= a.len().max(b.len())
}

/// Puts a topic's page together. All events and quotations of an article are about its main topic; for another topic only
/// those in sentences that name it, since an article strays.
fn topic(material: &Material<'_>, id: TopicId, subject: Subject, of_article: &[Vec<TopicId>]) -> Topic {
    let articles: Vec<ArticleId> = subject.hits.iter().map(|hit| ArticleId(hit.article)).collect();
    let actors = key_actors(material, &articles);
    let mut entries = Vec::new();
    let mut quotations = Vec::new();
    for hit in &subject.hits {
        let piece = &material.pieces[hit.article as usize];
        let main = of_article[hit.article as usize].first() == Some(&id);
        let about = |sentence: u32| main || hit.sentences.binary_search(&sentence).is_ok();
        let events = piece.facts.events.iter().zip(&material.timeline.of_event[hit.article as usize]);
        entries.extend(events.filter(|(event, _)| about(event.at.sentence())).map(|(_, &entry)| entry));
        let said = (0..).zip(&piece.facts.quotations).filter(|(_, quotation)| quotation.shown);
        let article = ArticleId(hit.article);
        let fitting = said.filter(|(_, quotation)| about(quotation.at.sentence()));
        quotations.extend(fitting.map(|(index, _)| QuotationId { article, index }));
    }
    entries.sort_unstable();
    entries.dedup();
    Topic {
        highlights: salience::highlights(material.pieces, &articles, material.timeline, &entries),
        state: state(material, id, &subject, of_article),
        next: upcoming(material, &articles),
        slug: subject.slug,
        name: subject.name,
        articles,
        entries,
        actors,
        quotations,
        curated: subject.curated,
    }
}

/// Actors by the number of mentions in some articles.
fn key_actors(material: &Material<'_>, articles: &[ArticleId]) -> Vec<(ActorId, u32)> {
    let mut counts: BTreeMap<ActorId, u32> = BTreeMap::new();
    for article in articles {
        for &actor in &material.actors[article.index()] {
            *counts.entry(actor).or_default() += 1;
        }
    }
    let mut actors: Vec<(ActorId, u32)> = counts.into_iter().collect();
    actors.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    actors
}

/// What stands as the state of a topic: the newest sentence of a section on the state of play that names it, else the newest
/// lead that does; else, from articles on this topic before all others, the newest sentence of such a section, or lead.
fn state(material: &Material<'_>, id: TopicId, subject: &Subject, of_article: &[Vec<TopicId>]) -> Option<Provenance> {
    let name = comparable(&subject.name);
    let names = |hit: &Hit, found: &Provenance| {
        let body = &material.pieces[hit.article as usize].article.body;
        hit.sentences.binary_search(&found.at.sentence()).is_ok()
            || comparable(body.words(found.at.span())).contains(&name)
    };
    let is_main = |hit: &&Hit| of_article[hit.article as usize].first() == Some(&id);
    let section = |hit: &Hit| section_sentences(material, ArticleId(hit.article), SectionRole::StateOfPlay);
    let opening = |hit: &Hit| lead(material, ArticleId(hit.article));
    // Articles are numbered newest first.
    let hits = || subject.hits.iter();
    let named_section = || hits().find_map(|hit| section(hit).into_iter().find(|found| names(hit, found)));
    let named_lead = || hits().find_map(|hit| opening(hit).filter(|found| names(hit, found)));
    let main_section = || hits().filter(is_main).find_map(|hit| section(hit).into_iter().next());
    let main_lead = || hits().filter(is_main).find_map(opening);
    named_section().or_else(named_lead).or_else(main_section).or_else(main_lead)
}

/// The first sentence of an article's text that no label opens.
fn lead(material: &Material<'_>, article: ArticleId) -> Option<Provenance> {
    let body = &material.pieces[article.index()].article.body;
    let (number, &sentence) = (1..)
        .zip(&body.sentences)
        .find(|(_, sentence)| matches!(body.block_of(**sentence).kind, BlockKind::Paragraph { lead_in: None }))?;
    Some(Provenance { article, at: At::within(number, sentence, sentence.span, "lead", 1.0) })
}

/// All sentences of an article's sections of a role.
fn section_sentences(material: &Material<'_>, article: ArticleId, role: SectionRole) -> Vec<Provenance> {
    let body = &material.pieces[article.index()].article.body;
    let mut found = Vec::new();
    for (number, &sentence) in (1..).zip(&body.sentences) {
        let BlockKind::Paragraph { lead_in: Some(lead_in) } = &body.block_of(sentence).kind else { continue };
        if lead_in.role != role || sentence.span.end <= lead_in.rest {
            continue;
        }
        let start = sentence.span.start.max(lead_in.rest);
        let words = crate::span::TextSpan::new(start, sentence.span.end);
        found.push(Provenance { article, at: At::within(number, sentence, words, "section", 1.0) });
    }
    found
}

/// Sentences that say what is next, from the newest article that has some and those of the month before it: older ones
/// speak of what has long been.
fn upcoming(material: &Material<'_>, articles: &[ArticleId]) -> Vec<Provenance> {
    const MONTH: i32 = 31;
    let published = |article: ArticleId| material.pieces[article.index()].article.header.published;
    let mut newest = None;
    let mut found = Vec::new();
    for &article in articles {
        let sentences = section_sentences(material, article, SectionRole::WhatsNext);
        if sentences.is_empty() {
            continue;
        }
        let newest = *newest.get_or_insert(published(article));
        let recent = match (newest, published(article)) {
            (Some(newest), Some(day)) => (newest - day).get_days() <= MONTH,
            (None, None) => true,
            _ => false,
        };
        if recent {
            found.extend(sentences);
        }
    }
    found
}
