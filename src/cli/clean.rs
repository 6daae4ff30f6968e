//! `dateline clean`.

use std::path::PathBuf;

use crate::cli::build::counted;
use crate::cli::console::Console;
use crate::cli::{Outcome, STATUS, configuration};
use crate::config::Overrides;
use crate::diag::Error;
use crate::pipeline;

const EXAMPLES: &str = "\
Examples:
  dateline clean                                the site in this folder
  dateline clean articles --out /srv/www/desk   what was built from a plain folder";

/// Remove what dateline wrote: pages and cache
///
/// Files that dateline did not write stay where they are, in the output folder too.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{STATUS}"))]
pub(crate) struct Clean {
    /// The site or folder of articles [default: this folder]
    dir: Option<PathBuf>,
    /// The folder the site was written to [default: public]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Clean {
    /// Removes pages and cache.
    pub(crate) fn run(&self, console: &Console) -> Result<Outcome, Error> {
        let overrides = Overrides { out: self.out.clone(), ..Overrides::default() };
        let config = configuration(self.dir.as_ref(), &overrides)?;
        #[cfg(feature = "publish")]
        crate::publish::record::Record::clear(&config.folders.out)?;
        let removed = pipeline::clean(&config)?;
        console.say(&format!("removed {}", counted(removed, "file")));
        Ok(Outcome::Done)
    }
}
