//! The five stages in order.

use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::diag::{Checked, Diagnostic, Error};
use crate::extract::Lexicon;
use crate::model::article::{Article, Source};
use crate::model::corpus::{Corpus, Curated};
use crate::model::facts::Facts;
use crate::read::walk::Found;
use crate::render::Theme;
use crate::write::Written;
use crate::{extract, index, read, render, write};

/// Builds a site.
///
/// # Errors
///
/// The disk, the configuration or a template stands in the way; the output folder is then as it was before.
pub fn build(config: &Config) -> Result<Checked<Written>, Error> {
    let mut diagnostics = Vec::new();
    let corpus = corpus(config)?.take(&mut diagnostics);
    let theme = Theme::load(config)?;
    let written = write::site(render::pages(&corpus, &theme, config)?, &config.folders.out)?;
    crate::diag::sort(&mut diagnostics);
    Ok(Checked { value: written, diagnostics })
}

/// Reads and indexes a site without writing anything.
///
/// # Errors
///
/// A folder of content cannot be listed.
pub fn corpus(config: &Config) -> Result<Checked<Corpus>, Error> {
    let mut diagnostics = Vec::new();
    let found = read::walk::sources(config)?.take(&mut diagnostics);
    let curated = curated(&found, config).take(&mut diagnostics);
    let lexicon = Lexicon::new(&curated.actors);
    let read: Vec<_> = found.articles.par_iter().map(|source| article(source, &lexicon, config)).collect();
    let articles: Vec<_> = read.into_iter().filter_map(|checked| checked.take(&mut diagnostics)).collect();
    let value = index::corpus(&articles, curated, config).take(&mut diagnostics);
    Ok(Checked { value, diagnostics })
}

/// Reads one article and finds what it says.
fn article(source: &Source, lexicon: &Lexicon, config: &Config) -> Checked<Option<(Arc<Article>, Arc<Facts>)>> {
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
    let shared = |source: &Source| read::actor(source, config);
    let value = Curated {
        actors: all(&found.actors, shared, &mut diagnostics).into_iter().map(Arc::new).collect(),
        topics: all(&found.topics, |source| read::topic(source, config), &mut diagnostics)
            .into_iter()
            .map(Arc::new)
            .collect(),
        pages: all(&found.pages, |source| read::page(source, config), &mut diagnostics),
    };
    Checked { value, diagnostics }
}
