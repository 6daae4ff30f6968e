//! Topics that somebody described in a file, and where articles name them.

use std::collections::BTreeMap;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{Hit, Subject, comparable};
use crate::diag::{Code, Diagnostic};
use crate::index::Piece;
use crate::index::memo::Kept;
use crate::index::slug;
use crate::model::article::BlockKind;
use crate::model::corpus::CuratedTopic;
use crate::text;

/// Topics that somebody described, with the articles that one of their terms or their author puts there.
pub(super) fn subjects(
    pieces: &[Piece],
    curated: &[Arc<CuratedTopic>],
    (names, kept): (&mut Named, &Kept),
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
    let by_author = named_by_authors(pieces, &subjects, diagnostics);
    names.follow(pieces, kept, terms(&subjects));
    for (article, (named, by_author)) in (0..).zip(names.of_article.iter().zip(by_author)) {
        let mut hits: Vec<(usize, Hit)> =
            named.iter().map(|(subject, hit)| (*subject, Hit { article, ..hit.clone() })).collect();
        for subject in by_author {
            match hits.iter_mut().find(|(other, _)| *other == subject) {
                Some((_, hit)) => hit.weight += BY_AUTHOR,
                None => hits.push((subject, Hit { article, weight: BY_AUTHOR, sentences: Vec::new() })),
            }
        }
        hits.into_iter().for_each(|(subject, hit)| subjects[subject].hits.push(hit));
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
fn named_by_authors(pieces: &[Piece], subjects: &[Subject], diagnostics: &mut Vec<Diagnostic>) -> Vec<Vec<usize>> {
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

fn unknown_topic(piece: &Piece, topic: &str, subjects: &[Subject]) -> Diagnostic {
    let message = format!("no topic file describes `{topic}`");
    let names = subjects.iter().flat_map(|subject| [subject.name.as_str(), subject.slug.as_str()]);
    let hint = match text::nearest(topic, names) {
        Some(near) => format!("write `{near}`, or add a topic file with the title `{topic}`"),
        None => format!("add a topic file with the title `{topic}`"),
    };
    Diagnostic::file(Code::UnknownTopic, &piece.article.id, message).hint(hint)
}

/// The terms of subjects, each with the place of its subject.
fn terms(subjects: &[Subject]) -> Vec<(usize, String)> {
    let mut terms = Vec::new();
    for (place, subject) in subjects.iter().enumerate() {
        let Some(file) = &subject.curated else { continue };
        let own = std::iter::once(&file.title).filter(|_| file.terms.is_empty());
        let comparable = file.terms.iter().chain(own).map(|term| comparable(term));
        terms.extend(comparable.filter(|term| !term.trim().is_empty()).map(|term| (place, term)));
    }
    terms
}

/// Where each article names what topic files describe.
#[derive(Debug, Default)]
pub(in crate::index) struct Named {
    /// What was looked for.
    terms: Vec<(usize, String)>,
    /// The subjects that each article names, by place. Which article it is does not stand in a hit.
    of_article: Vec<Arc<[(usize, Hit)]>>,
}

impl Named {
    /// Looks where articles name the terms, in those that changed, or in all where the terms did.
    fn follow(&mut self, pieces: &[Piece], kept: &Kept, terms: Vec<(usize, String)>) {
        let before = if self.terms == terms { std::mem::take(&mut self.of_article) } else { Vec::new() };
        self.terms = terms;
        let spelled = self.terms.iter().map(|(_, term)| term);
        // Only a list of terms that exceeds the memory of the machine cannot be built; then no term matches.
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(spelled).ok();
        let automaton = automaton.filter(|_| !self.terms.is_empty());
        let find = |place: usize| -> Arc<[(usize, Hit)]> {
            let Some(automaton) = &automaton else { return Arc::default() };
            named_in(&pieces[place], |text| {
                let found = automaton.find_overlapping_iter(text);
                let whole = found.filter(|found| is_word(text, found.start(), found.end()));
                whole.map(|found| self.terms[found.pattern().as_usize()].0).collect()
            })
        };
        self.of_article = kept.carry_together(before, find);
    }
}

/// The subjects that an article names. `scan` gives those in a text that can be compared.
fn named_in(piece: &Piece, scan: impl Fn(&str) -> Vec<usize>) -> Arc<[(usize, Hit)]> {
    let mut hits: BTreeMap<usize, Hit> = BTreeMap::new();
    let nothing = || Hit { article: 0, weight: 0.0, sentences: Vec::new() };
    for subject in scan(&comparable(piece.facts.headline.text())) {
        hits.entry(subject).or_insert_with(nothing).weight += IN_TITLE;
    }
    let body = &piece.article.body;
    for (number, sentence) in (1..).zip(&body.sentences) {
        for subject in scan(&comparable(body.words(sentence.span))) {
            let hit = hits.entry(subject).or_insert_with(nothing);
            hit.weight += 1.0;
            if hit.sentences.last() != Some(&number) {
                hit.sentences.push(number);
            }
        }
    }
    for block in body.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Crosshead { .. })) {
        for subject in scan(&comparable(body.words(block.span))) {
            hits.entry(subject).or_insert_with(nothing).weight += 1.0;
        }
    }
    hits.into_iter().collect()
}

/// Whether no letter or digit stands right before or after.
fn is_word(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    let after = text.get(end..).and_then(|after| after.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}
