//! `dateline check`.

use std::io::Write as _;
use std::path::PathBuf;

use crate::cli::console::{Console, unwritable};
use crate::cli::{Outcome, configuration};
use crate::config::{Config, Overrides};
use crate::diag::Error;
use crate::framing::{self, Verdict};
use crate::model::form::{About, Markup};
use crate::pipeline;

const EXAMPLES: &str = "\
Examples:
  dateline check --embed https://wiki.example.org/
  dateline check --embed https://wiki.example.org/ --site mysite --base-url https://desk.example.org";

const STATUS: &str = "\
Exit status:
  0  embed pages show in that wiki
  1  they do not; each reason is told with what to change
  2  could not find out: wrong arguments, or a server that does not answer";

/// Look whether embed pages show in a wiki
///
/// Asks for an embed page where the site stands, and for a page of the wiki, and reads the headers of both: who may frame whom,
/// whether one comes over `https` and the other does not, where one is sent on. Nothing is changed.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{STATUS}"))]
pub(crate) struct Check {
    /// The address of a page of the wiki, such as its front page
    #[arg(long, value_name = "URL-OF-WIKI", required = true)]
    embed: String,
    /// The site [default: this folder]
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    /// Where the site stands, such as `https://example.org/desk`
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
}

impl Check {
    /// Asks for one embed page: all of them come with the same headers.
    pub(crate) fn run(&self, console: &Console) -> Result<Outcome, Error> {
        let overrides = Overrides { base_url: self.base_url.clone(), ..Overrides::default() };
        let config = configuration(self.site.as_ref(), &overrides)?;
        let verdict = framing::check(&embed_page(&config)?, &self.embed)?;
        written(&verdict, console)?;
        Ok(if verdict.shows { Outcome::Done } else { Outcome::Flawed })
    }
}

/// The address of an embed page of the site.
fn embed_page(config: &Config) -> Result<String, Error> {
    let wrong = |message: &str, hint: &str| Error::Wiki { message: message.to_owned(), hint: Some(hint.to_owned()) };
    let Some(base) = &config.base_url else {
        return Err(wrong(
            "the site does not know its address",
            "set `base_url` in `dateline.toml`, or add `--base-url`",
        ));
    };
    let has_page = |about: About| match about {
        About::Article => config.embed.articles,
        About::Actor => config.embed.actors,
        About::Topic => config.embed.topics,
    };
    let forms = pipeline::forms(config, Markup::Plain)?.value;
    let form = forms.iter().find(|form| has_page(form.about)).ok_or_else(|| {
        wrong("the site has no embed page", "put articles into it, and look at `[embed]` in `dateline.toml`")
    })?;
    Ok(format!("{base}/embed/{}/{}.html", form.about.name(), form.slug))
}

/// Says what was found out: lines for people, an object for programs.
fn written(verdict: &Verdict, console: &Console) -> Result<(), Error> {
    let mut out = console.out();
    if console.for_programs() {
        return writeln!(out, "{}", serde_json::json!(verdict)).map_err(unwritable);
    }
    let Verdict { page, wiki, shows, findings } = verdict;
    let answer = if *shows { "yes" } else { "no" };
    let word = if *shows { "shows" } else { "does not show" };
    writeln!(out, "{answer}: {page} {word} in pages of {wiki}").map_err(unwritable)?;
    for finding in findings {
        let sign = if finding.prevents { "prevented" } else { "note" };
        let hint = finding.hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
        writeln!(out, "  {sign}: {}{hint}", finding.message).map_err(unwritable)?;
    }
    Ok(())
}
