//! The five stages in order.

use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::{Cache, Entry, Extracted, Shared};
use crate::config::Config;
use crate::diag::{Checked, Code, Diagnostic, Error};
use crate::extract::Lexicon;
use crate::model::article::Source;
use crate::model::corpus::{Corpus, Curated};
use crate::read::walk::Found;
use crate::render::Theme;
use crate::span::SourceId;
use crate::write::{Foreign, Output, Written};
use crate::{cache, config, diag, extract, index, read, render, write};

/// What a build made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// Articles published.
    pub articles: usize,
    /// Actors found.
    pub actors: usize,
    /// Topics.
    pub topics: usize,
    /// What was done to the output folder.
    pub pages: Written,
    /// The output folder.
    pub out: PathBuf,
}

/// Builds a site.
///
/// # Errors
///
/// The disk, the configuration or a template stands in the way; the output folder is then as it was before.
pub fn build(config: &Config) -> Result<Checked<Built>, Error> {
    pool(config)?.install(|| {
        let mut diagnostics = Vec::new();
        let corpus = indexed(config)?.take(&mut diagnostics);
        let theme = Theme::load(config)?;
        let pages = write::site(&render::pages(&corpus, &theme, config)?, &output(config))?;
        diag::sort(&mut diagnostics);
        let value = Built {
            articles: corpus.briefings.len(),
            actors: corpus.actors.len(),
            topics: corpus.topics.len(),
            pages,
            out: config.folders.out.clone(),
        };
        Ok(Checked { value, diagnostics })
    })
}

/// Reads and indexes a site without writing to its output folder.
///
/// # Errors
///
/// A folder of content cannot be listed, or a plain folder holds no article.
pub fn corpus(config: &Config) -> Result<Checked<Corpus>, Error> {
    pool(config)?.install(|| {
        let mut checked = indexed(config)?;
        diag::sort(&mut checked.diagnostics);
        Ok(checked)
    })
}

/// Reads and indexes these articles as one corpus, whatever lies on disk.
pub fn corpus_of(sources: &[Source], config: &Config) -> Checked<Corpus> {
    let mut diagnostics = Vec::new();
    let lexicon = Lexicon::new(&[]);
    let read: Vec<_> = sources.par_iter().map(|source| article(source, &lexicon, config)).collect();
    let articles: Vec<_> = read.into_iter().filter_map(|checked| checked.take(&mut diagnostics)).collect();
    let value = index::corpus(&articles, Curated::default(), config).take(&mut diagnostics);
    diag::sort(&mut diagnostics);
    Checked { value, diagnostics }
}

/// Removes what dateline wrote for a site: pages and cache. Returns the number of pages removed.
///
/// # Errors
///
/// A file cannot be removed.
pub fn clean(config: &Config) -> Result<usize, Error> {
    cache::clear(&config.folders.cache)?;
    write::clean(&config.folders.out)
}

/// The threads to work with.
fn pool(config: &Config) -> Result<rayon::ThreadPool, Error> {
    let threads = config.jobs.unwrap_or(0);
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|cause| Error::Config {
        place: None,
        message: format!("cannot start {threads} threads: {cause}"),
        hint: Some("give a smaller number to `--jobs`".to_owned()),
    })
}

fn output(config: &Config) -> Output {
    Output {
        folder: config.folders.out.clone(),
        // Without a digest of the program nothing says whether fingerprints are its own.
        memory: cache::folder(config).filter(|_| cache::program().is_some()).map(cache::pages),
        program: cache::program().unwrap_or_default(),
        foreign: if config.replace { Foreign::Replace } else { Foreign::Refuse },
    }
}

fn indexed(config: &Config) -> Result<Checked<Corpus>, Error> {
    let mut diagnostics = Vec::new();
    let found = read::walk::sources(config)?.take(&mut diagnostics);
    if found.articles.is_empty() {
        diagnostics.push(no_articles(config)?);
    }
    let curated = curated(&found, config).take(&mut diagnostics);
    let articles: Vec<_> =
        articles(&found, &curated, config).into_iter().filter_map(|checked| checked.take(&mut diagnostics)).collect();
    let value = index::corpus(&articles, curated, config).take(&mut diagnostics);
    Ok(Checked { value, diagnostics })
}

/// What to say where there is no article: a site may be new, a plain folder is the wrong one.
fn no_articles(config: &Config) -> Result<Diagnostic, Error> {
    let below = config.folders.articles.strip_prefix(&config.root).unwrap_or(&config.folders.articles);
    if config.folders.actors.is_none() {
        return Err(Error::NotASite {
            message: format!(
                "no `{}` and no article (`.txt` or `.md`) in `{}`",
                config::FILE,
                config.folders.articles.display()
            ),
            hint: "name a site or a folder of articles, or run `dateline init NAME` to make a site".to_owned(),
        });
    }
    let message = format!("no article (`.txt` or `.md`) in `{}`", below.display());
    Ok(Diagnostic::file(Code::NoArticles, &SourceId::new(config::FILE), message)
        .hint(format!("put articles into `{}`", below.display())))
}

/// Reads all articles and finds what they say, taking over what is known from an earlier run.
fn articles(found: &Found, curated: &Curated, config: &Config) -> Vec<Extracted> {
    let lexicon = Lexicon::new(&curated.actors);
    let Some(folder) = cache::folder(config) else {
        return found.articles.par_iter().map(|source| article(source, &lexicon, config)).collect();
    };
    let cache = Cache::open(folder);
    let shared = Shared::new(config, curated);
    let read: Vec<_> = found
        .articles
        .par_iter()
        .map(|source| {
            let key = shared.key(source);
            cache.get(key).map_or_else(
                || {
                    let extracted = article(source, &lexicon, config);
                    let entry = Entry::new(key, &extracted);
                    (extracted, entry)
                },
                |(extracted, entry)| (extracted, Some(entry)),
            )
        })
        .collect();
    let (extracted, entries): (Vec<_>, Vec<_>) = read.into_iter().unzip();
    cache.replace(folder, entries.into_iter().flatten().collect());
    extracted
}

/// Reads one article and finds what it says.
fn article(source: &Source, lexicon: &Lexicon, config: &Config) -> Extracted {
    let mut diagnostics = Vec::new();
    let value = read::article(source, config).take(&mut diagnostics).map(|article| {
        let facts = extract::facts(&article, lexicon).take(&mut diagnostics);
        (Arc::new(article), Arc::new(facts))
    });
    Checked { value, diagnostics }
}

fn curated(found: &Found, config: &Config) -> Checked<Curated> {
    fn all<T>(
        sources: &[Source],
        read: impl Fn(&Source) -> Checked<Option<T>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<T> {
        sources.iter().filter_map(|source| read(source).take(diagnostics)).collect()
    }
    let mut diagnostics = Vec::new();
    let actors = all(&found.actors, |source| read::actor(source, config), &mut diagnostics);
    let topics = all(&found.topics, |source| read::topic(source, config), &mut diagnostics);
    let value = Curated {
        actors: actors.into_iter().map(Arc::new).collect(),
        topics: topics.into_iter().map(Arc::new).collect(),
        pages: all(&found.pages, |source| read::page(source, config), &mut diagnostics),
    };
    Checked { value, diagnostics }
}
