//! `dateline embed`.

use std::io::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;

use crate::cli::console::{Console, unwritable};
use crate::cli::{Outcome, STATUS, configuration};
use crate::config::{Config, Overrides};
use crate::diag::Error;
use crate::model::change::Changes;
use crate::model::form::Markup;
use crate::pipeline::kept::Kept;
use crate::render::embed::SCRIPT;
use crate::render::embed::snippet::{self, As, Look, Missing};

const EXAMPLES: &str = "\
Examples:
  dateline embed actors/ana-lund                       the address of its embed page
  dateline embed timeline --as iframe --theme auto     a frame, as dark as the reader's system
  dateline embed ferry.txt --as mediawiki              the article as wikitext
  dateline embed q-1a2b3c4d --as markdown              a link to one quotation, as Markdown";

/// Print what to put into a wiki, or another page, to show a page of the site there
///
/// ROUTE is a page (`actors/ana-lund`, `timeline`), an embed page (`embed/topic/ferry.html`), the address of either, the name
/// of a file of the content, or the id of a quotation. What the administrator of the wiki has to do is said on standard
/// error.
///
/// A link and a frame lead to the embed page. The markups of wikis give the whole text, as `wiki/` has it; a timeline or a
/// quotation has none, and is given as a link in that markup.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{STATUS}"))]
pub(crate) struct Embed {
    /// What to show
    route: String,
    /// The site or folder of articles [default: this folder]
    dir: Option<PathBuf>,
    /// What to print
    #[arg(long = "as", value_enum, default_value_t = Kind::Link, value_name = "KIND")]
    kind: Kind,
    /// The colours of the embed page
    #[arg(long, value_enum, default_value_t = Theme::Light, value_name = "THEME")]
    theme: Theme,
    /// Where the site stands, such as `https://example.org/desk`
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The day that decides what is past: YYYY-MM-DD or `today` [default: the newest day of publication]
    #[arg(long, value_name = "DAY")]
    now: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    Link,
    Iframe,
    Mediawiki,
    Dokuwiki,
    Confluence,
    Markdown,
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Theme {
    Light,
    Dark,
    /// As the reader's system
    Auto,
}

impl Embed {
    /// Prints the snippet, and what else is to be done.
    pub(crate) fn run(&self, console: &Console) -> Result<Outcome, Error> {
        let overrides = Overrides { base_url: self.base_url.clone(), now: self.now.clone(), ..Overrides::default() };
        let config = configuration(self.dir.as_ref(), &overrides)?;
        let edition = Kept::new().edition(&Changes::Anything, &config)?.value;
        let asked = (self.route.as_str(), self.kind.wanted(), self.theme.look());
        let found = snippet::snippet(&edition.corpus, &edition.theme, &config, asked);
        let text = found.map_err(|missing| self.error(missing))?;
        console.out().write_all(text.as_bytes()).map_err(unwritable)?;
        console.say(&self.kind.setting(&config));
        Ok(Outcome::Done)
    }

    fn error(&self, missing: Missing) -> Error {
        let (message, hint) = match missing {
            Missing::Address => (
                "the site has no address, and other pages could not reach it".to_owned(),
                "set `base_url` in `dateline.toml`, or give `--base-url`".to_owned(),
            ),
            Missing::Page(near) => (
                format!("no page is called `{}`", self.route),
                match near {
                    Some(near) => format!("write `{near}`"),
                    None => {
                        "name a page as its address does, such as `actors/NAME`, `topics/NAME` or `timeline`".to_owned()
                    }
                },
            ),
            Missing::SwitchedOff(key) => (
                format!("the site has no embed page of `{}`", self.route),
                format!("set `{key} = true` in the table `[embed]` of `dateline.toml`"),
            ),
        };
        Error::Config { place: None, message, hint: Some(hint) }
    }
}

impl Kind {
    fn wanted(self) -> As {
        match self {
            Self::Link => As::Link,
            Self::Iframe => As::Frame,
            Self::Mediawiki => As::Text(Markup::MediaWiki),
            Self::Dokuwiki => As::Text(Markup::DokuWiki),
            Self::Confluence => As::Text(Markup::Confluence),
            Self::Markdown => As::Text(Markup::Markdown),
            Self::Html => As::Text(Markup::Html),
        }
    }

    /// What the administrator of a wiki has to do, in one sentence.
    fn setting(self, config: &Config) -> String {
        let base = config.base_url.as_deref().unwrap_or_default();
        match self {
            Self::Link => format!(
                "nothing has to be set for a link; in MediaWiki and DokuWiki it becomes a frame once an administrator has put \
                 {base}/{SCRIPT} into MediaWiki:Common.js or conf/userscript.js"
            ),
            Self::Iframe => format!(
                "the page has to take HTML and to allow frames from {base}; a wiki where that means raw HTML for everybody is \
                 better off with `--as link` and its site script"
            ),
            Self::Mediawiki | Self::Dokuwiki | Self::Markdown => {
                "nothing has to be set: any editor can paste this into a page".to_owned()
            }
            Self::Confluence => {
                "nothing has to be set where the page is written in the storage format, through its source \
                                 editor or the REST interface; `dateline push` does that"
                    .to_owned()
            }
            Self::Html => {
                "the page has to take HTML, as with an HTML macro or a transclusion by the server that the wiki's \
                           administrator allows"
                    .to_owned()
            }
        }
    }
}

impl Theme {
    fn look(self) -> Look {
        match self {
            Self::Light => Look::Light,
            Self::Dark => Look::Dark,
            Self::Auto => Look::Auto,
        }
    }
}
