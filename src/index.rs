//! Indexing: facts of all articles become actors, topics and timelines.
//!
//! The only stage that sees more than one article. What comes in is articles and their facts, and what people wrote about
//! actors and topics; what goes out is the [`Corpus`]. Each part has its own file:
//!
//! ```text
//! name, variant ─▶ kind ─▶ chain (who is who in an article) ─▶ identity (across articles), dateline ─▶ persona (what they are called)
//!       told ─▶ timeline (events become entries) ─▶ topic (subjects)
//! ```
//!
//! What single pages show is put together when somebody asks for it (`whole`): all that is said about each actor and topic,
//! salience, related articles.

mod actor;
mod aspect;
mod calls;
mod chain;
mod context;
mod dateline;
mod forest;
mod identity;
mod kind;
mod memo;
mod name;
mod persona;
mod related;
mod salience;
mod slug;
mod timeline;
mod told;
mod topic;
mod variant;
mod whole;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::aspect::{Dated, Named};
use self::calls::Calls;
pub use self::memo::Memo;
use self::memo::{Beside, Last, Read, Shared, Slugs};
use self::name::{NameId, Names};
use self::persona::Cast;
use self::whole::Whole;
use crate::config::Config;
use crate::diag::{Checked, Code, Diagnostic};
use crate::model::article::Article;
use crate::model::corpus::{ArticleId, Briefing, Corpus, Curated, CuratedActor, StandingPage};
use crate::model::facts::{Facts, Quotation};
use crate::model::later::Later;
use crate::text::fold::fold_name;

/// An article and its facts, in the order of [`Corpus::briefings`].
#[derive(Clone, Debug)]
struct Piece {
    article: Arc<Article>,
    facts: Arc<Facts>,
}

/// Puts all articles together. The result does not depend on the order in which they are given.
pub fn corpus(articles: &[(Arc<Article>, Arc<Facts>)], curated: Curated, config: &Config) -> Checked<Corpus> {
    corpus_again(&mut Memo::default(), articles, curated, config)
}

/// Puts all articles together, with what was found the last time at hand. It changes no result.
pub fn corpus_again(
    memo: &mut Memo,
    articles: &[(Arc<Article>, Arc<Facts>)],
    curated: Curated,
    config: &Config,
) -> Checked<Corpus> {
    let mut diagnostics = Vec::new();
    let pieces = in_order(articles);
    let pages = standing_pages(&curated.pages, &mut diagnostics);
    if let Some(last) = memo.last.as_ref().filter(|last| last.is_made_of(&pieces, &curated, config.as_of)) {
        diagnostics.extend(last.made.diagnostics.iter().cloned());
        crate::diag::sort(&mut diagnostics);
        return Checked { value: Corpus { pages, ..last.made.value.clone() }, diagnostics };
    }
    let mut made = Vec::new();
    let last = memo.last.take();
    let beside = Beside::new(last.as_ref(), &pieces);
    let shared = Shared::of(&beside, &mut memo.read, (&pieces, &curated.actors), config);
    made.extend(shared.slugs.findings.iter().chain(&shared.cast.findings).cloned());
    made.extend(shared.cast.doubts.iter().filter_map(|doubt| persona::report(doubt, &pieces)));
    memo.phrases.follow(&pieces, &beside.kept);
    let material = topic::Material { pieces: &pieces, actor_names: &shared.cast.names, phrases: &memo.phrases };
    let subjects = topic::subjects(&material, &curated.topics, (&mut memo.named, &beside.kept), &mut made);
    let quotations = std::mem::take(&mut memo.quotations);
    memo.quotations = beside.kept.carry_together(quotations, |place| quotation_ids(&pieces[place]));
    drop(last);

    let topics = topic::of_articles(&subjects, pieces.len());
    let results = (Arc::clone(&shared.cast), Arc::clone(&shared.timeline));
    let whole = Arc::new(Whole::new(Arc::clone(&pieces), &curated.actors, results, (subjects, topics)));
    let weighed = Arc::clone(&whole);
    let value = Corpus {
        briefings: briefings(&whole, &shared.slugs, &memo.quotations),
        actors: actor::actors(&whole),
        topics: topic::topics(&whole),
        entries: shared.timeline.entries.clone(),
        salience: Arc::new(Later::new(move || weighed.salience().of_entry.clone())),
        pages: Vec::new(),
        as_of: shared.as_of,
    };
    let curated = Curated { pages: Vec::new(), ..curated };
    diagnostics.extend(made.iter().cloned());
    let made = Checked { value: value.clone(), diagnostics: made };
    memo.last = Some(Last { pieces, curated, as_of: config.as_of, shared, made });
    let value = Corpus { pages, ..value };
    crate::diag::sort(&mut diagnostics);
    Checked { value, diagnostics }
}

impl Shared {
    fn of(
        beside: &Beside<'_>,
        read: &mut Read,
        (pieces, files): (&[Piece], &[Arc<CuratedActor>]),
        config: &Config,
    ) -> Self {
        let as_of = config.as_of.or_else(|| pieces.iter().filter_map(|piece| piece.article.header.published).max());
        let slugs = beside.slugs().unwrap_or_else(|| Arc::new(article_slugs(pieces)));
        let named: Vec<Named<'_>> = pieces.iter().map(Named::of).collect();
        read.calls.follow(&named, &beside.kept);
        let cast = beside.cast(files).unwrap_or_else(|| Arc::new(cast(&named, &mut read.calls, files)));
        read.told = beside.told(std::mem::take(&mut read.told), &mut read.vocabulary);
        let timeline = beside.timeline(&cast, as_of).unwrap_or_else(|| {
            let dated: Vec<Dated<'_>> = pieces.iter().map(Dated::of).collect();
            Arc::new(timeline::timeline(&dated, read.told.clone(), &read.vocabulary, &cast.of_mention, as_of))
        });
        Self { slugs, cast, timeline, as_of }
    }
}

fn briefings(whole: &Arc<Whole>, slugs: &Slugs, quotations: &[Arc<[String]>]) -> Vec<Arc<Briefing>> {
    let Whole { pieces, cast, timeline, topics, .. } = &**whole;
    let make = |(place, piece): (usize, &Piece)| {
        let shared = Arc::clone(whole);
        Arc::new(Briefing {
            article: Arc::clone(&piece.article),
            facts: Arc::clone(&piece.facts),
            quotations: Arc::clone(&quotations[place]),
            slug: slugs.list[place].clone(),
            actors: Arc::clone(&cast.of_mention[place]),
            headings: Arc::clone(&cast.of_heading[place]),
            dateline: cast.of_dateline[place],
            entries: Arc::clone(&timeline.of_event[place]),
            topics: topics[place].clone(),
            related: Later::new(move || shared.related(ArticleId(place as u32))),
        })
    };
    pieces.iter().enumerate().map(make).collect()
}

/// Newest first, those without a date last, then by path.
fn in_order(articles: &[(Arc<Article>, Arc<Facts>)]) -> Arc<[Piece]> {
    let piece = |(article, facts): &(Arc<Article>, Arc<Facts>)| Piece {
        article: Arc::clone(article),
        facts: Arc::clone(facts),
    };
    let mut pieces: Vec<Piece> = articles.iter().map(piece).collect();
    pieces.sort_by(|a, b| {
        let published = |piece: &Piece| piece.article.header.published;
        published(b).cmp(&published(a)).then_with(|| a.article.id.cmp(&b.article.id))
    });
    pieces.into()
}

/// The slug that each article's author chose, else that of its file name, dates and all: a name that a person gave stays
/// the same whatever else is published.
fn article_slugs(pieces: &[Piece]) -> Slugs {
    let claims: Vec<_> = pieces
        .iter()
        .map(|piece| {
            let id = &piece.article.id;
            let wanted = piece.article.header.slug.as_deref().unwrap_or_else(|| id.stem());
            (id, slug::of(wanted, "article", id.as_str()))
        })
        .collect();
    let mut findings = Vec::new();
    let list = slug::distinct(&claims, &mut findings);
    Slugs { list, findings }
}

fn standing_pages(pages: &[StandingPage], diagnostics: &mut Vec<Diagnostic>) -> Vec<StandingPage> {
    let claims: Vec<_> = pages.iter().map(|page| (&page.id, slug::of(&page.slug, "page", page.id.as_str()))).collect();
    let slugs = slug::distinct(&claims, diagnostics);
    let mut pages: Vec<StandingPage> =
        pages.iter().zip(slugs).map(|(page, slug)| StandingPage { slug, ..page.clone() }).collect();
    pages.sort_by(|a, b| a.slug.cmp(&b.slug));
    pages
}

/// Finds out whom every mention means.
fn cast(articles: &[Named<'_>], calls: &mut Calls, files: &[Arc<CuratedActor>]) -> Cast {
    let mut findings = Vec::new();
    let curated = curated_names(files, &mut calls.names, &mut findings);
    let (names, chains) = (&calls.names, &calls.chained);
    let mut identities = identity::resolve(chains, names, &curated);
    let datelines = dateline::datelines(calls.places(), chains, names, &curated, &mut identities);
    let groups = persona::Groups { chains, identities: &identities, datelines: &datelines };
    let mut cast = persona::cast(articles, &groups, names, &curated);
    cast.findings.extend(findings);
    cast
}

/// The spellings of each actor file, by path. A name that two files claim stays with the first; a file whose own name is
/// taken is left out, and an error names both.
fn curated_names(
    files: &[Arc<CuratedActor>],
    names: &mut Names,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Arc<CuratedActor>, Vec<NameId>)> {
    let mut sorted: Vec<&Arc<CuratedActor>> = files.iter().collect();
    sorted.sort_by(|a, b| a.id.cmp(&b.id));
    let mut owners: BTreeMap<String, &Arc<CuratedActor>> = BTreeMap::new();
    let mut kept = Vec::new();
    for file in sorted {
        let mut own: Vec<NameId> = Vec::new();
        for spelling in std::iter::once(&file.name).chain(&file.aliases) {
            match owners.get(&fold_name(spelling)) {
                Some(owner) if owner.id != file.id => diagnostics.push(duplicate_name(file, owner, spelling)),
                Some(_) => {}
                None => {
                    owners.insert(fold_name(spelling), file);
                    own.push(names.id(spelling));
                }
            }
        }
        let name_is_own = owners.get(&fold_name(&file.name)).is_some_and(|owner| owner.id == file.id);
        if name_is_own {
            kept.push((Arc::clone(file), own));
        }
    }
    kept
}

fn duplicate_name(file: &CuratedActor, owner: &CuratedActor, spelling: &str) -> Diagnostic {
    let message =
        format!("`{}` and `{}` both claim the name `{spelling}`; it stays with the second", file.id, owner.id);
    Diagnostic::file(Code::DuplicateName, &file.id, message).hint("remove the name from one of the two files")
}

/// The public ids of an article's quotations: made of the speaker as named in the article and the words, so that they stay
/// when other articles come and go. Equal words of one speaker are counted.
fn quotation_ids(piece: &Piece) -> Arc<[String]> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut ids = Vec::new();
    for quotation in &piece.facts.quotations {
        let (speaker, words) = spoken_words(piece, quotation);
        let plain = slug::digest(&[&speaker, &words], 8);
        let count = seen.entry(plain.clone()).or_default();
        let id = if *count == 0 { plain } else { slug::digest(&[&speaker, &words, &count.to_string()], 8) };
        *count += 1;
        ids.push(format!("q-{id}"));
    }
    ids.into()
}

fn spoken_words(piece: &Piece, quotation: &Quotation) -> (String, String) {
    let body = &piece.article.body;
    let mention = quotation.speaker.mention().and_then(|mention| piece.facts.mentions.get(mention as usize));
    let speaker = mention.map(|mention| mention.at.span()).or_else(|| quotation.speaker.written());
    let words: Vec<&str> = quotation.parts.iter().map(|&part| body.words(part)).collect();
    (speaker.map_or_else(String::new, |span| fold_name(body.words(span))), words.join(" "))
}
