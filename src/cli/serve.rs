//! `dateline serve`.

use std::path::PathBuf;

use crate::cli::build::{counted, opened};
use crate::cli::console::Console;
use crate::cli::{JOBS, Outcome, configuration};
use crate::config::Overrides;
use crate::diag::Error;
use crate::serve::{self, News, Options};
use crate::watch::How;

const EXAMPLES: &str = "\
Examples:
  dateline serve --open              this site, in the browser
  dateline serve mysite --follow     the browser goes to what you edit
  dateline serve --host 0.0.0.0      for other machines too";

/// Show the site in a browser, and every change as it is saved
///
/// DIR is a site (a folder with `dateline.toml`) or a plain folder of articles. Nothing is written to the output folder.
/// Only this machine can read the preview unless `--host` says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Serve {
    /// The site or folder of articles [default: this folder]
    dir: Option<PathBuf>,
    /// The port [default: the first free one from 4800]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Open the home page when it is ready
    #[arg(long)]
    open: bool,
    /// The address to serve at, such as 0.0.0.0 for all of this machine's [default: this machine alone]
    #[arg(long, value_name = "ADDRESS")]
    host: Option<String>,
    /// Look at all files every now and then, where the file system does not tell of changes
    #[arg(long)]
    poll: bool,
    /// Let browsers go to the paragraph that was edited
    #[arg(long)]
    follow: bool,
    /// The day that decides what is past: YYYY-MM-DD or `today` [default: the newest day of publication]
    #[arg(long, value_name = "DAY")]
    now: Option<String>,
    /// Number of threads [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(JOBS))]
    jobs: Option<u16>,
    /// Show drafts too
    #[arg(long)]
    drafts: bool,
    /// Keep nothing for the next run
    #[arg(long)]
    no_cache: bool,
}

impl Serve {
    /// Serves until it is stopped.
    pub(crate) fn run(&self, console: &Console) -> Result<Outcome, Error> {
        let overrides = Overrides {
            now: self.now.clone(),
            drafts: self.drafts,
            jobs: self.jobs.map(usize::from),
            no_cache: self.no_cache,
            ..Overrides::default()
        };
        let options = Options {
            host: self.host.clone(),
            port: self.port,
            how: if self.poll { How::Polling } else { How::Events },
            follow: self.follow,
        };
        let configure = || configuration(self.dir.as_ref(), &overrides);
        serve::run(&options, configure, |news| self.tell(&news, console))?;
        Ok(Outcome::Done)
    }

    fn tell(&self, news: &News<'_>, console: &Console) {
        match news {
            News::Serving { url } => {
                console.say(&format!("serving at {url} (stop with Ctrl-C)"));
                if self.open && !opened(url.as_ref()) {
                    console.say(&format!("cannot start a browser; open {url}"));
                }
            }
            News::Built { articles, new, all, time, config } => {
                console.diagnostics(new.iter().copied(), &config.root);
                let found = match all {
                    0 => String::new(),
                    all => format!(", {} in all", counted(*all, "finding")),
                };
                let milliseconds = time.as_secs_f64() * 1000.0;
                console.say(&format!("built {} in {milliseconds:.0} ms{found}", counted(*articles, "article")));
            }
            News::Failed(error) => console.error(error),
            News::Notice(text) => console.say(text),
        }
    }
}
