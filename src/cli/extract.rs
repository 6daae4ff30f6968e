//! `dateline extract`.

mod explain;
mod human;
mod jsonl;
mod sidecar;

use std::io::Write as _;
use std::path::PathBuf;

use crate::cli::console::{Console, unwritable};
use crate::cli::{JOBS, Outcome, STATUS, configuration};
use crate::config::{Config, Overrides};
use crate::diag::{Checked, Error};
use crate::model::article::Source;
use crate::model::corpus::{ArticleId, Corpus};
use crate::model::metadata::Metadata;
use crate::pipeline;
use crate::read;
use crate::span::SourceId;

const EXAMPLES: &str = "\
Examples:
  dateline extract content/articles/kirby.txt      what is found, sentence by sentence
  dateline extract mysite --explain q-1a2b3c4d     why a quotation stands on a page
  dateline extract mysite --write                  sidecars to correct, beside the articles
  dateline extract --jsonl < in.jsonl > out.jsonl  for other programs

Each line of --jsonl is {\"id\": …, \"text\": …} with an optional \"date\" (YYYY-MM-DD) and \"title\". Each answer is one \
metadata document (docs/metadata.schema.json), or {\"id\": …, \"error\": …}. Positions count the code points of the text.";

/// Show what is found in articles, or write it as data
///
/// Every finding is shown with its sentence, the rule that found it and how sure that is.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{STATUS}"))]
pub(crate) struct Extract {
    /// Articles, sites or folders of articles [default: the site in this folder]
    paths: Vec<PathBuf>,
    /// Read one document a line from standard input, and write one metadata document a line
    #[arg(long, conflicts_with_all = ["paths", "write", "explain"])]
    jsonl: bool,
    /// With --jsonl: hold all documents, and give the same actor the same id in each
    #[arg(long, requires = "jsonl")]
    resolve: bool,
    /// Write the findings beside the articles, as NAME.meta.json; what a person decided there is kept
    #[arg(long, conflicts_with = "explain")]
    write: bool,
    /// Explain the finding with this id, as shown here and in the addresses of pages
    #[arg(long, value_name = "ID")]
    explain: Option<String>,
    /// The day that decides what is past: YYYY-MM-DD or `today` [default: the newest day of publication]
    #[arg(long, value_name = "DAY")]
    now: Option<String>,
    /// Number of threads [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(JOBS))]
    jobs: Option<u16>,
    /// End with status 1 on warnings too
    #[arg(long)]
    strict: bool,
}

/// Articles to show, in the corpus they stand in.
struct Chosen {
    corpus: Corpus,
    articles: Vec<ArticleId>,
    config: Config,
}

impl Extract {
    /// Shows, writes or explains findings.
    pub(crate) fn run(&self, console: &Console) -> Result<Outcome, Error> {
        if self.jsonl {
            return jsonl::run(&Config::without_site(&self.overrides())?, self.resolve);
        }
        let paths: Vec<_> = if self.paths.is_empty() { vec![None] } else { self.paths.iter().map(Some).collect() };
        let mut outcome = Outcome::Done;
        let mut explained = false;
        for path in paths {
            let Checked { value: chosen, diagnostics } = self.chosen(path)?;
            console.diagnostics(&diagnostics, &chosen.config.root);
            if Outcome::of(&diagnostics, &chosen.config) == Outcome::Flawed {
                outcome = Outcome::Flawed;
            }
            explained |= self.show(&chosen, console)?;
        }
        match &self.explain {
            Some(id) if !explained => Err(explain::unknown(id)),
            _ => Ok(outcome),
        }
    }

    /// Does with the chosen articles what was asked for; whether the finding to be explained was among them.
    fn show(&self, chosen: &Chosen, console: &Console) -> Result<bool, Error> {
        if let Some(id) = &self.explain {
            let Some(text) = explain::finding(chosen, id)? else {
                return Ok(false);
            };
            write!(console.out(), "{text}").map_err(unwritable)?;
            return Ok(true);
        }
        if self.write {
            let written = sidecar::write(chosen)?;
            console.say(&format!("{written} of {} sidecars changed", chosen.articles.len()));
            return Ok(false);
        }
        let mut out = std::io::BufWriter::new(console.out());
        for &id in &chosen.articles {
            out.write_all(human::article(&chosen.corpus, id).as_bytes()).map_err(unwritable)?;
        }
        out.flush().map_err(unwritable)?;
        Ok(false)
    }

    /// The articles that a path means: all of a site or folder, or one file. A file is read in the corpus of the site it
    /// belongs to, so that its findings have the ids of the site's pages.
    fn chosen(&self, path: Option<&PathBuf>) -> Result<Checked<Chosen>, Error> {
        let overrides = self.overrides();
        if let Some((missing, cause)) = path.and_then(|path| Some((path, path.metadata().err()?))) {
            return Err(Error::disk("read", missing, cause));
        }
        let Some(file) = path.filter(|path| path.is_file()) else {
            let config = configuration(path, &overrides)?;
            let Checked { value: corpus, diagnostics } = pipeline::corpus(&config)?;
            let articles = by_path(&corpus, |_| true);
            return Ok(Checked { value: Chosen { corpus, articles, config }, diagnostics });
        };
        let config = Config::around(file, &overrides)?;
        let Checked { value: corpus, mut diagnostics } = pipeline::corpus_around(file, &config)?;
        let id = read::single::id(file, &config);
        diagnostics.retain(|found| found.source == id);
        let articles = by_path(&corpus, |source| *source == id);
        Ok(Checked { value: Chosen { corpus, articles, config }, diagnostics })
    }

    fn overrides(&self) -> Overrides {
        Overrides {
            now: self.now.clone(),
            jobs: self.jobs.map(usize::from),
            strict: self.strict,
            ..Overrides::default()
        }
    }
}

fn by_path(corpus: &Corpus, wanted: impl Fn(&SourceId) -> bool) -> Vec<ArticleId> {
    let mut ids: Vec<_> = corpus.article_ids().filter(|id| wanted(&corpus.briefing(*id).article.id)).collect();
    ids.sort_by_key(|id| &corpus.briefing(*id).article.id);
    ids
}

/// What was found in a chosen article, in the form that other programs read.
fn metadata_of(chosen: &Chosen, article: ArticleId) -> Result<Metadata, Error> {
    Ok(pipeline::metadata(&chosen.corpus, article, &source_of(chosen, article)?.bytes))
}

/// The file of a chosen article, with its sidecar.
fn source_of(chosen: &Chosen, article: ArticleId) -> Result<Source, Error> {
    let path = chosen.config.root.join(chosen.corpus.briefing(article).article.id.as_str());
    read::single::source(&path, &chosen.config)
}
