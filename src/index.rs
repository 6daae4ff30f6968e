//! Indexing: facts of all articles become actors, topics and timelines.
//!
//! The only stage that sees more than one article. What comes in is articles and their facts, and what people wrote about
//! actors and topics; what goes out is the [`Corpus`]. Each part has its own file:
//!
//! ```text
//! name, variant ─▶ kind ─▶ chain (who is who in an article) ─▶ identity (across articles), dateline ─▶ persona (what they are called)
//!              timeline (events become entries), salience ─▶ topic ─▶ actor (all that is said about each), related
//! ```

mod actor;
mod chain;
mod context;
mod dateline;
mod forest;
mod identity;
mod kind;
mod name;
mod persona;
mod related;
mod salience;
mod slug;
mod timeline;
mod topic;
mod variant;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use self::kind::Spoken;
use self::name::{NameId, Names};
use self::persona::Cast;
use self::topic::Material;
use crate::config::Config;
use crate::diag::{Checked, Code, Diagnostic};
use crate::model::article::Article;
use crate::model::corpus::{Briefing, Corpus, Curated, CuratedActor, StandingPage};
use crate::model::facts::{Facts, Quotation};
use crate::text::fold::fold_name;
use crate::text::gender::Gender;

/// An article and its facts, in the order of [`Corpus::briefings`].
#[derive(Clone, Copy, Debug)]
struct Piece<'a> {
    article: &'a Arc<Article>,
    facts: &'a Arc<Facts>,
}

/// Puts all articles together. The result does not depend on the order in which they are given.
pub fn corpus(articles: &[(Arc<Article>, Arc<Facts>)], curated: Curated, config: &Config) -> Checked<Corpus> {
    let mut diagnostics = Vec::new();
    let pieces = in_order(articles);
    let as_of = config.as_of.or_else(|| pieces.iter().filter_map(|piece| piece.article.header.published).max());
    let slugs = article_slugs(&pieces, &mut diagnostics);
    let cast = cast(&pieces, &curated.actors, &mut diagnostics);
    let timeline = timeline::timeline(&pieces, &cast.of_mention, as_of);
    let material =
        Material { pieces: &pieces, actors: &cast.of_mention, actor_names: actor_names(&cast), timeline: &timeline };
    let topics = topic::topics(&material, &curated.topics, &mut diagnostics);
    let related = related::related(&pieces, &cast.of_mention, &topics.of_article);
    let (of_mention, of_dateline) = (cast.of_mention.clone(), cast.of_dateline.clone());
    let of_heading = cast.of_heading.clone();
    let actors = actor::actors(&pieces, cast, &timeline.entries, &topics.of_article);
    let named = of_mention.into_iter().zip(of_heading).zip(of_dateline);
    let parts = slugs.into_iter().zip(named).zip(timeline.of_event).zip(topics.of_article).zip(related);
    let briefings = pieces.iter().zip(parts).map(
        |(piece, ((((slug, ((actors, headings), dateline)), entries), topics), related))| Briefing {
            article: Arc::clone(piece.article),
            facts: Arc::clone(piece.facts),
            quotations: quotation_ids(piece),
            slug,
            actors,
            headings,
            dateline,
            entries,
            topics,
            related,
        },
    );
    let value = Corpus {
        briefings: briefings.collect(),
        actors,
        topics: topics.list,
        entries: timeline.entries,
        pages: standing_pages(curated.pages, &mut diagnostics),
        as_of,
    };
    crate::diag::sort(&mut diagnostics);
    Checked { value, diagnostics }
}

/// Newest first, those without a date last, then by path.
fn in_order(articles: &[(Arc<Article>, Arc<Facts>)]) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = articles.iter().map(|(article, facts)| Piece { article, facts }).collect();
    pieces.sort_by(|a, b| {
        let published = |piece: &Piece<'_>| piece.article.header.published;
        published(b).cmp(&published(a)).then_with(|| a.article.id.cmp(&b.article.id))
    });
    pieces
}

/// The slug that each article's author chose, else that of its file name, dates and all: a name that a person gave stays
/// the same whatever else is published.
fn article_slugs(pieces: &[Piece<'_>], diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
    let claims: Vec<_> = pieces
        .iter()
        .map(|piece| {
            let id = &piece.article.id;
            let wanted = piece.article.header.slug.as_deref().unwrap_or_else(|| id.stem());
            (id, slug::of(wanted, "article", id.as_str()))
        })
        .collect();
    slug::distinct(&claims, diagnostics)
}

fn standing_pages(pages: Vec<StandingPage>, diagnostics: &mut Vec<Diagnostic>) -> Vec<StandingPage> {
    let claims: Vec<_> = pages.iter().map(|page| (&page.id, slug::of(&page.slug, "page", page.id.as_str()))).collect();
    let slugs = slug::distinct(&claims, diagnostics);
    let mut pages: Vec<StandingPage> =
        pages.iter().zip(slugs).map(|(page, slug)| StandingPage { slug, ..page.clone() }).collect();
    pages.sort_by(|a, b| a.slug.cmp(&b.slug));
    pages
}

/// Finds out whom every mention means.
fn cast(pieces: &[Piece<'_>], files: &[Arc<CuratedActor>], diagnostics: &mut Vec<Diagnostic>) -> Cast {
    let mut names = Names::default();
    let mut spoken: Vec<Vec<Spoken>> = pieces.iter().map(|piece| spoken(piece, &mut names)).collect();
    let written: Vec<Option<NameId>> =
        pieces.iter().map(|piece| dateline::place(piece).map(|place| names.id(place))).collect();
    let curated = curated_names(files, &mut names, diagnostics);
    kind::settle(&mut spoken, &names);
    let chains: Vec<_> = spoken.par_iter().map(|mentions| chain::chains(mentions, &names)).collect();
    let mut identities = identity::resolve(&chains, &names, &curated);
    let datelines = dateline::datelines(&written, &chains, &names, &curated, &mut identities);
    let groups = persona::Groups { chains: &chains, identities: &identities, datelines: &datelines };
    persona::cast(pieces, &spoken, &groups, &names, &curated, diagnostics)
}

/// The spelling and kind of each mention, and after them of each name in a heading.
fn spoken<'a>(piece: &Piece<'a>, names: &mut Names<'a>) -> Vec<Spoken> {
    let body = &piece.article.body;
    let mut end = None;
    let mentions = piece.facts.mentions.iter().map(|mention| {
        let span = mention.at.span();
        let between = end.and_then(|end| body.text.get(end as usize..span.start as usize)).unwrap_or_default();
        end = Some(span.end);
        let bracketed = between.trim_start() == "(";
        let surface = body.words(span);
        let gender = Gender::of_name(&body.text, span.start as usize, surface);
        Spoken { name: names.id(surface), kind: mention.kind, bracketed, gender }
    });
    let headings = piece.facts.heading_names.iter();
    let headings = headings.map(|name| (name.surface.as_str(), name.kind));
    let mut spoken: Vec<Spoken> = mentions.collect();
    spoken.extend(headings.map(|(surface, kind)| Spoken {
        name: names.id(surface),
        kind,
        bracketed: false,
        gender: None,
    }));
    spoken
}

/// The spellings of each actor file, by path. A name that two files claim stays with the first; a file whose own name is
/// taken is left out, and an error names both.
fn curated_names<'a>(
    files: &'a [Arc<CuratedActor>],
    names: &mut Names<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Arc<CuratedActor>, Vec<NameId>)> {
    let mut sorted: Vec<&'a Arc<CuratedActor>> = files.iter().collect();
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

/// Folded names and spellings of all actors.
fn actor_names(cast: &Cast) -> BTreeSet<String> {
    let spellings = |persona: &persona::Persona| {
        let aliases = persona.aliases.iter().map(|alias| fold_name(&alias.surface));
        aliases.chain([fold_name(&persona.name)]).collect::<Vec<_>>()
    };
    cast.personas.iter().flat_map(spellings).collect()
}

/// The public ids of an article's quotations: made of the speaker as named in the article and the words, so that they stay
/// when other articles come and go. Equal words of one speaker are counted.
fn quotation_ids(piece: &Piece<'_>) -> Vec<String> {
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
    ids
}

fn spoken_words(piece: &Piece<'_>, quotation: &Quotation) -> (String, String) {
    let body = &piece.article.body;
    let mention = quotation.speaker.mention().and_then(|mention| piece.facts.mentions.get(mention as usize));
    let speaker = mention.map(|mention| mention.at.span()).or_else(|| quotation.speaker.written());
    let words: Vec<&str> = quotation.parts.iter().map(|&part| body.words(part)).collect();
    (speaker.map_or_else(String::new, |span| fold_name(body.words(span))), words.join(" "))
}
