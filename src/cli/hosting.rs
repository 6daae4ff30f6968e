//! `dateline hosting`.

use std::io::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::cli::console::{Console, unwritable};
use crate::cli::{Outcome, STATUS, configuration};
use crate::config::hosting::HostFile;
use crate::config::{Config, Overrides};
use crate::diag::Error;
use crate::model::change::Changes;
use crate::pipeline::kept::Kept;
use crate::render;

const EXAMPLES: &str = "\
Examples:
  dateline hosting nginx > dateline.conf        to be included in the `server` of the site
  dateline hosting caddy mysite                 for the block of the site in a Caddyfile
  dateline hosting .htaccess                    what the build writes where `[hosting]` asks for it";

/// Print what a web server should be told about the site
///
/// Types of files, how long they may be kept, who may show pages in a frame, and earlier addresses of pages. Servers that
/// read such a file from the site get it with every build: see `[hosting]` in docs/publishing.md.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{STATUS}"))]
pub(crate) struct Hosting {
    /// The server, or its file
    #[arg(value_name = "SERVER")]
    file: HostFile,
    /// The site or folder of articles [default: this folder]
    dir: Option<PathBuf>,
    /// The address the site will stand at
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
}

impl ValueEnum for HostFile {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl Hosting {
    /// Prints the text.
    pub(crate) fn run(&self, console: &Console) -> Result<Outcome, Error> {
        let overrides = Overrides { base_url: self.base_url.clone(), ..Overrides::default() };
        let config: Config = configuration(self.dir.as_ref(), &overrides)?;
        // What is wrong with the content is the build's to say.
        let edition = Kept::new().edition(&Changes::Anything, &config)?.value;
        let text = render::hosting(&edition.corpus, &edition.theme, &config, self.file)?;
        console.out().write_all(&text).map_err(unwritable)?;
        Ok(Outcome::Done)
    }
}
