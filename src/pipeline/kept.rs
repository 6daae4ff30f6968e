//! What one process keeps from one build to the next.
//!
//! The first build reads everything. A later one is told what may have changed, and takes the rest over: the list of files,
//! what was found in each, the theme. What is kept never decides what a build gives, only how soon: a file is taken over
//! where no change names it and it looks as it did when it was read.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::{self, Cache, Entry, Extracted, Key, Shared};
use crate::config::Config;
use crate::diag::{self, Checked, Error};
use crate::extract::Lexicon;
use crate::index;
use crate::model::article::Source;
use crate::model::change::Changes;
use crate::model::corpus::{Corpus, Curated};
use crate::read::walk::{self, Listed, Listing, Stamps};
use crate::render::Theme;
use crate::span::SourceId;

/// What is kept. It belongs to one site.
#[derive(Debug, Default)]
pub struct Kept {
    pool: Option<Arc<rayon::ThreadPool>>,
    listing: Option<Checked<Listing>>,
    curated: Option<Checked<Curated>>,
    articles: HashMap<SourceId, Known>,
    lists: Option<Lists>,
    theme: Option<Arc<Theme>>,
    index: index::Memo,
}

/// An article that was read.
#[derive(Clone, Debug)]
struct Known {
    /// What the files looked like; `None` where a later change might not show.
    stamps: Option<Stamps>,
    shared: Shared,
    key: Key,
    extracted: Extracted,
}

/// The word lists that articles were read with, and a digest of them.
#[derive(Clone, Debug)]
struct Lists {
    shared: Shared,
    lexicon: Arc<Lexicon>,
}

/// What articles are read with.
struct Reading<'r> {
    lists: Lists,
    /// The lists of the last time, where only names of actor files changed since.
    before: Option<Lists>,
    changes: &'r Changes,
    cache: Option<&'r Cache>,
    config: &'r Config,
}

/// What came of one listed article.
struct Outcome {
    extracted: Extracted,
    became: Became,
    /// For the cache of later processes.
    entry: Option<Entry>,
}

enum Became {
    AsItWas,
    Read(Known),
    Unreadable,
}

/// Everything that pages are made from.
#[derive(Debug)]
pub struct Edition {
    /// Everything known.
    pub corpus: Corpus,
    /// Templates and static files.
    pub theme: Arc<Theme>,
}

impl Kept {
    /// Nothing kept yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Works with the threads that the configuration asks for.
    ///
    /// # Errors
    ///
    /// The threads cannot be started.
    pub fn pool(&mut self, config: &Config) -> Result<Arc<rayon::ThreadPool>, Error> {
        if let Some(pool) =
            self.pool.as_ref().filter(|pool| config.jobs.is_none_or(|jobs| jobs == pool.current_num_threads()))
        {
            return Ok(Arc::clone(pool));
        }
        let pool = Arc::new(super::pool(config)?);
        self.pool = Some(Arc::clone(&pool));
        Ok(pool)
    }

    /// Reads and indexes a site and loads its theme, given what may have changed since the last time.
    ///
    /// # Errors
    ///
    /// The disk, the configuration or a template stands in the way. What changed is then still to be told the next time.
    pub fn edition(&mut self, changes: &Changes, config: &Config) -> Result<Checked<Edition>, Error> {
        let theme = self.theme(changes, config)?;
        let Checked { value, mut diagnostics } = self.corpus(changes, config)?;
        diag::sort(&mut diagnostics);
        Ok(Checked { value: Edition { corpus: value, theme }, diagnostics })
    }

    /// Reads and indexes a site, given what may have changed since the last time. The findings are in no order.
    ///
    /// # Errors
    ///
    /// A folder of content cannot be listed, or a plain folder holds no article.
    pub fn corpus(&mut self, changes: &Changes, config: &Config) -> Result<Checked<Corpus>, Error> {
        self.pool(config)?.install(|| {
            self.list(changes, config)?;
            let listing = self.listing.take().unwrap_or_else(|| Checked::clean(Listing::default()));
            let made = self.indexed(&listing, changes, config);
            self.listing = Some(listing);
            made
        })
    }

    fn indexed(
        &mut self,
        listing: &Checked<Listing>,
        changes: &Changes,
        config: &Config,
    ) -> Result<Checked<Corpus>, Error> {
        let mut diagnostics = listing.diagnostics.clone();
        if listing.value.articles.is_empty() {
            diagnostics.push(super::no_articles(config)?);
        }
        let curated = self.curated(&listing.value, changes, config).take(&mut diagnostics);
        let articles: Vec<_> = self
            .articles(&listing.value.articles, changes, &curated, config)
            .into_iter()
            .filter_map(|checked| checked.take(&mut diagnostics))
            .collect();
        let value = index::corpus_again(&mut self.index, &articles, curated, config).take(&mut diagnostics);
        Ok(Checked { value, diagnostics })
    }

    /// Brings the list of files up to date: anew where files may have come or gone.
    fn list(&mut self, changes: &Changes, config: &Config) -> Result<(), Error> {
        let known = match (&mut self.listing, changes) {
            // What is a site, and so where content lies, is decided by the configuration.
            _ if changes.may_touch(&config.root.join(crate::config::FILE)) => false,
            (Some(listing), Changes::Paths(paths)) => {
                let content = |path: &&Path| is_content(path, config);
                paths.iter().map(|path| path.as_path()).filter(content).all(|path| look_again(&mut listing.value, path))
            }
            _ => false,
        };
        if !known {
            self.listing = None;
            self.listing = Some(walk::listing(config)?);
        }
        Ok(())
    }

    fn theme(&mut self, changes: &Changes, config: &Config) -> Result<Arc<Theme>, Error> {
        let folders = [&config.folders.templates, &config.folders.statics];
        let changed = folders.into_iter().flatten().any(|folder| changes.may_reach(folder))
            || changes.may_touch(&config.root.join(crate::config::FILE));
        if let Some(theme) = self.theme.as_ref().filter(|_| !changed) {
            return Ok(Arc::clone(theme));
        }
        self.theme = None;
        let theme = Arc::new(Theme::load(config)?);
        self.theme = Some(Arc::clone(&theme));
        Ok(theme)
    }

    fn curated(&mut self, listing: &Listing, changes: &Changes, config: &Config) -> Checked<Curated> {
        let folders = [&config.folders.actors, &config.folders.topics, &config.folders.pages];
        let changed = folders.into_iter().flatten().any(|folder| changes.may_reach(folder))
            || changes.may_touch(&config.root.join(crate::config::FILE));
        if let Some(curated) = self.curated.as_ref().filter(|_| !changed) {
            return curated.clone();
        }
        let curated = super::curated(listing, config);
        self.curated = Some(curated.clone());
        curated
    }

    /// Reads all articles and finds what they say, taking over what is known.
    fn articles(&mut self, listed: &[Listed], changes: &Changes, curated: &Curated, config: &Config) -> Vec<Extracted> {
        let shared = Shared::new(config, curated);
        let before = self.lists.take().filter(|before| before.shared.differs_in_names_alone(&shared));
        let known = before.as_ref().filter(|before| before.shared == shared).map(|before| Arc::clone(&before.lexicon));
        let lists = Lists { shared, lexicon: known.unwrap_or_else(|| Arc::new(Lexicon::new(&curated.actors))) };
        self.lists = Some(lists.clone());
        let first = self.articles.is_empty();
        let folder = cache::folder(config);
        let cache = folder.filter(|_| first).map(Cache::open);
        let reading = Reading { lists, before, changes, cache: cache.as_ref(), config };
        let read = |listed: &Listed| self.article(listed, &reading);
        let outcomes: Vec<Outcome> = listed.par_iter().map(read).collect();
        let mut extracted = Vec::with_capacity(outcomes.len());
        let mut entries = Vec::new();
        let mut readable = 0;
        for (listed, outcome) in listed.iter().zip(outcomes) {
            readable += usize::from(!matches!(outcome.became, Became::Unreadable));
            match outcome.became {
                Became::AsItWas => {}
                Became::Read(known) => drop(self.articles.insert(listed.id().clone(), known)),
                Became::Unreadable => drop(self.articles.remove(listed.id())),
            }
            entries.extend(outcome.entry);
            extracted.push(outcome.extracted);
        }
        if self.articles.len() != readable {
            let there: HashSet<&SourceId> = listed.iter().map(Listed::id).collect();
            self.articles.retain(|id, _| there.contains(id));
        }
        if let (Some(cache), Some(folder)) = (cache, folder) {
            cache.replace(folder, entries);
        }
        extracted
    }

    fn article(&self, listed: &Listed, reading: &Reading<'_>) -> Outcome {
        let known = self.articles.get(listed.id()).filter(|known| known.stamps == Some(listed.stamps()));
        let named = listed.paths().any(|path| reading.changes.may_touch(path));
        if let Some(known) = known.filter(|_| matches!(reading.changes, Changes::Paths(_)) && !named) {
            let shared = reading.lists.shared;
            let extracted = known.extracted.clone();
            if known.shared == shared {
                return Outcome { extracted, became: Became::AsItWas, entry: None };
            }
            if reading.finds_the_same_names(known) {
                return Outcome { extracted, became: Became::Read(Known { shared, ..known.clone() }), entry: None };
            }
        }
        let stamps = Some(listed.stamps()).filter(walk::tell);
        let mut diagnostics = Vec::new();
        let Some(source) = listed.source().take(&mut diagnostics) else {
            return Outcome {
                extracted: Checked { value: None, diagnostics },
                became: Became::Unreadable,
                entry: None,
            };
        };
        let key = reading.lists.shared.key(&source);
        let (extracted, entry) = self.extracted(&source, key, reading);
        let stamps = stamps.filter(|_| diagnostics.is_empty());
        let known = Known { stamps, shared: reading.lists.shared, key, extracted: extracted.clone() };
        diagnostics.extend(extracted.diagnostics);
        Outcome { extracted: Checked { value: extracted.value, diagnostics }, became: Became::Read(known), entry }
    }

    /// What an article says: known from this process, from an earlier one, or found now.
    fn extracted(&self, source: &Source, key: Key, reading: &Reading<'_>) -> (Extracted, Option<Entry>) {
        if let Some(known) = self.articles.get(&source.id).filter(|known| known.key == key) {
            return (known.extracted.clone(), None);
        }
        if let Some((extracted, entry)) = reading.cache.and_then(|cache| cache.get(key)) {
            return (extracted, Some(entry));
        }
        let extracted = super::article(source, &reading.lists.lexicon, reading.config);
        let entry = reading.cache.map(|_| Entry::new(key, &extracted));
        (extracted, entry)
    }
}

impl Reading<'_> {
    /// Whether the names of actor files, which have changed, stand in the text of an article as they did. Extraction asks the
    /// lists for nothing else.
    fn finds_the_same_names(&self, known: &Known) -> bool {
        let Some(before) = self.before.as_ref().filter(|before| before.shared == known.shared) else { return false };
        known.extracted.value.as_ref().is_none_or(|(article, _)| {
            let text = &article.body.text;
            before.lexicon.names_in(text).eq(self.lists.lexicon.names_in(text))
        })
    }
}

/// Whether a path can hold content that a listing names.
fn is_content(path: &Path, config: &Config) -> bool {
    let folders = &config.folders;
    let lists = [Some(&folders.articles), folders.actors.as_ref(), folders.topics.as_ref(), folders.pages.as_ref()];
    lists.into_iter().flatten().any(|folder| path.starts_with(folder) || folder.starts_with(path))
}

/// Looks again at a listed file. `false` where the path is none.
fn look_again(listing: &mut Listing, path: &Path) -> bool {
    let lists = [&mut listing.articles, &mut listing.actors, &mut listing.topics, &mut listing.pages];
    let mut named = lists.into_iter().flatten().filter(|listed| listed.paths().any(|own| own == path)).peekable();
    named.peek().is_some() && named.all(Listed::look_again)
}
