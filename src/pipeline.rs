//! The five stages in order.

pub mod kept;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use self::kept::{Edition, Kept};
use crate::cache::Extracted;
use crate::config::Config;
use crate::diag::{Checked, Code, Diagnostic, Error};
use crate::extract::Lexicon;
use crate::model::article::{Article, Format, Source};
use crate::model::change::Changes;
use crate::model::corpus::{ArticleId, Corpus, Curated};
use crate::model::form::{Form, Markup};
use crate::model::metadata::Metadata;
use crate::read::walk::{Listed, Listing};
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
    build_again(&mut Kept::new(), &Changes::Anything, config)
}

/// Builds a site, given what is kept from the last time and what may have changed since.
///
/// # Errors
///
/// As [`build`]. What changed is then still to be told the next time.
pub fn build_again(kept: &mut Kept, changes: &Changes, config: &Config) -> Result<Checked<Built>, Error> {
    let mut diagnostics = Vec::new();
    let Edition { corpus, theme } = kept.edition(changes, config)?.take(&mut diagnostics);
    kept.pool(config)?.install(|| {
        let pages = render::pages(&corpus, &theme, config)?.take(&mut diagnostics);
        let pages = write::site(&pages, &output(config))?;
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
    let mut checked = Kept::new().corpus(&Changes::Anything, config)?;
    diag::sort(&mut checked.diagnostics);
    Ok(checked)
}

/// What the pages of a site say, in the markup of another program. Nothing is written to the output folder.
///
/// # Errors
///
/// As [`corpus`], and where a template or the words of the theme cannot be read.
pub fn forms(config: &Config, markup: Markup) -> Result<Checked<Vec<Form>>, Error> {
    let mut diagnostics = Vec::new();
    let mut kept = Kept::new();
    let Edition { corpus, theme } = kept.edition(&Changes::Anything, config)?.take(&mut diagnostics);
    let value = kept.pool(config)?.install(|| render::forms(&corpus, &theme, config, markup));
    diag::sort(&mut diagnostics);
    Ok(Checked { value, diagnostics })
}

/// Reads and indexes the site around one article; the article alone where it belongs to no site.
///
/// # Errors
///
/// The file or a folder of content cannot be read.
pub fn corpus_around(file: &Path, config: &Config) -> Result<Checked<Corpus>, Error> {
    if config.is_site() {
        return corpus(config);
    }
    let source = read::single::source(file, config)?;
    let mut diagnostics = Vec::new();
    let found = article(&source, &Lexicon::new(&[]), config).take(&mut diagnostics);
    let value = index::corpus(found.as_slice(), Curated::default(), config).take(&mut diagnostics);
    diag::sort(&mut diagnostics);
    Ok(Checked { value, diagnostics })
}

/// What was found in an article, in the form that other programs read. `bytes` are those of its file.
pub fn metadata(corpus: &Corpus, article: ArticleId, bytes: &[u8]) -> Metadata {
    // An article was made of these bytes, so they are text; a file that changed since is not worth stopping for.
    let canonical = read::Canonical::of(bytes).unwrap_or_default();
    render::metadata::of(corpus, article, &|raw| canonical.code_points(raw), &canonical.text)
}

/// A text that comes from a program instead of a file. What is given here outranks what the text says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What it is called where it has no title.
    pub name: String,
    /// The text.
    pub text: String,
    /// The day of publication.
    pub published: Option<Date>,
    /// The title.
    pub title: Option<String>,
}

/// Finds what one text says. `None` where there is no text; the diagnostics say why.
pub fn document(document: &Document, config: &Config) -> Checked<Option<Corpus>> {
    let mut diagnostics = Vec::new();
    let found = told(document, 0, &Lexicon::new(&[]), config).take(&mut diagnostics);
    let value = found.map(|found| index::corpus(&[found], Curated::default(), config).take(&mut diagnostics));
    Checked { value, diagnostics }
}

/// Finds what many texts say, with names resolved over all of them, and each text's place in the corpus.
pub fn documents(documents: &[&Document], config: &Config) -> Checked<(Corpus, Vec<Option<ArticleId>>)> {
    let mut diagnostics = Vec::new();
    let lexicon = Lexicon::new(&[]);
    let read: Vec<_> =
        documents.par_iter().enumerate().map(|(at, document)| told(document, at, &lexicon, config)).collect();
    let found: Vec<_> = read.into_iter().filter_map(|checked| checked.take(&mut diagnostics)).collect();
    let corpus = index::corpus(&found, Curated::default(), config).take(&mut diagnostics);
    let by_name: BTreeMap<_, _> = corpus.article_ids().map(|id| (corpus.briefing(id).article.id.clone(), id)).collect();
    let places = documents.iter().enumerate().map(|(at, document)| by_name.get(&document.id(at)).copied()).collect();
    Checked { value: (corpus, places), diagnostics }
}

fn told(document: &Document, at: usize, lexicon: &Lexicon, config: &Config) -> Extracted {
    let source =
        Source { id: document.id(at), format: Format::Wire, bytes: document.text.clone().into_bytes(), sidecar: None };
    let mut diagnostics = Vec::new();
    let value = read::article(&source, config).take(&mut diagnostics).map(|mut article| {
        article.header.published = document.published.or(article.header.published);
        article.header.title = document.title.clone().or(article.header.title);
        let facts = extract::facts(&article, lexicon).take(&mut diagnostics);
        (Arc::new(article), Arc::new(facts))
    });
    Checked { value, diagnostics }
}

impl Document {
    /// A path that no other document of the run has.
    fn id(&self, at: usize) -> SourceId {
        SourceId::new(&format!("{at:09}/{}.txt", self.name))
    }
}

/// Works with the threads that the configuration asks for.
///
/// # Errors
///
/// The threads cannot be started.
pub fn in_pool<T: Send>(config: &Config, work: impl FnOnce() -> T + Send) -> Result<T, Error> {
    Ok(pool(config)?.install(work))
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

/// What to say where there is no article: a site may be new, a plain folder is the wrong one.
fn no_articles(config: &Config) -> Result<Diagnostic, Error> {
    let below = config.folders.articles.strip_prefix(&config.root).unwrap_or(&config.folders.articles);
    if !config.is_site() {
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

/// Reads one article and finds what it says.
fn article(source: &Source, lexicon: &Lexicon, config: &Config) -> Extracted {
    let mut diagnostics = Vec::new();
    let value = read::article(source, config).take(&mut diagnostics).map(|article| {
        let facts = extract::facts(&article, lexicon).take(&mut diagnostics).fitted();
        (Arc::new(Article { body: article.body.fitted(), ..article }), Arc::new(facts))
    });
    Checked { value, diagnostics }
}

fn curated(found: &Listing, config: &Config) -> Checked<Curated> {
    fn all<T>(
        listed: &[Listed],
        read: impl Fn(&Source) -> Checked<Option<T>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<T> {
        let sources: Vec<Source> = listed.iter().filter_map(|listed| listed.source().take(diagnostics)).collect();
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
