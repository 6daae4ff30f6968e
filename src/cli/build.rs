//! `dateline build`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::cli::console::{Console, unwritable};
use crate::cli::{JOBS, Outcome, STATUS, configuration};
use crate::config::{Config, Overrides};
use crate::diag::Error;
use crate::model::change::Changes;
use crate::pipeline::kept::Kept;
use crate::pipeline::{self, Built};
#[cfg(feature = "watch")]
use crate::watch::{How, Watch};

const EXAMPLES: &str = "\
Examples:
  dateline build                                the site in this folder, into public/
  dateline build mysite --open                  build, then look at it
  dateline build articles --out /srv/www/desk   a folder of articles without configuration
  dateline build --strict --format short        for continuous integration";

/// Build the site
///
/// DIR is a site (a folder with `dateline.toml`) or a plain folder of articles. Nothing in the output folder changes
/// until every page has been rendered; only files that dateline wrote are removed or written over.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{STATUS}"))]
pub(crate) struct Build {
    /// The site or folder of articles [default: this folder]
    dir: Option<PathBuf>,
    /// Write the site to this folder [default: public]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Open the home page when built
    #[arg(long)]
    open: bool,
    /// End with status 1 on warnings too
    #[arg(long)]
    strict: bool,
    /// The day that decides what is past: YYYY-MM-DD or `today` [default: the newest day of publication]
    #[arg(long, value_name = "DAY")]
    now: Option<String>,
    /// Number of threads [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(JOBS))]
    jobs: Option<u16>,
    /// Publish drafts too
    #[arg(long)]
    drafts: bool,
    /// Where the site will stand, such as `https://example.org/desk`
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Read and render everything again, and keep nothing for the next build
    #[arg(long)]
    no_cache: bool,
    /// Let pages take the place of files that dateline did not write
    #[arg(long)]
    force: bool,
    /// Build again whenever a file changes
    #[cfg(feature = "watch")]
    #[arg(long, short)]
    watch: bool,
}

impl Build {
    /// Builds once, or until it is stopped.
    pub(crate) fn run(&self, console: &Console) -> Result<Outcome, Error> {
        #[cfg(feature = "watch")]
        if self.watch {
            return self.whenever_it_changes(console);
        }
        self.once(console)
    }

    fn config(&self) -> Result<Config, Error> {
        let overrides = Overrides {
            out: self.out.clone(),
            base_url: self.base_url.clone(),
            now: self.now.clone(),
            drafts: self.drafts,
            jobs: self.jobs.map(usize::from),
            strict: self.strict,
            no_cache: self.no_cache,
            force: self.force,
        };
        configuration(self.dir.as_ref(), &overrides)
    }

    fn once(&self, console: &Console) -> Result<Outcome, Error> {
        let outcome = self.build(&mut Kept::new(), &Changes::Anything, console)?;
        if self.open {
            self.open_home(console)?;
        }
        Ok(outcome)
    }

    fn build(&self, kept: &mut Kept, changes: &Changes, console: &Console) -> Result<Outcome, Error> {
        let start = Instant::now();
        let config = self.config()?;
        #[cfg(feature = "publish")]
        let record = crate::publish::record::Record::begin(&config);
        let built = pipeline::build_again(kept, changes, &config)?;
        #[cfg(feature = "publish")]
        record.map_or(Ok(()), |record| record.keep(&built.diagnostics, &config))?;
        console.diagnostics(&built.diagnostics, &config.root);
        report(&built.value, start, console)?;
        Ok(Outcome::of(&built.diagnostics, &config))
    }

    fn open_home(&self, console: &Console) -> Result<(), Error> {
        let home = self.config()?.folders.out.join("index.html");
        if !opened(&home) {
            console.say(&format!("cannot start a browser; open {}", home.display()));
        }
        Ok(())
    }

    #[cfg(feature = "watch")]
    fn whenever_it_changes(&self, console: &Console) -> Result<Outcome, Error> {
        // Watching begins before the first build, so that no change falls between.
        let mut watch = Watch::new(&self.config()?, How::Events)?;
        let mut kept = Kept::new();
        let mut changes = Changes::Anything;
        let mut open = self.open;
        loop {
            match self.build(&mut kept, &changes, console) {
                Ok(_) => changes = Changes::none(),
                Err(error) => console.error(&error),
            }
            if std::mem::take(&mut open) {
                self.open_home(console)?;
            }
            console.say("watching for changes; stop with Ctrl-C");
            if let Some(notice) = watch.notice() {
                console.say(&notice);
            }
            changes = changes.and(watch.changes());
            if let Ok(config) = self.config() {
                watch.follow(&config);
            }
        }
    }
}

/// Says what was built: a line for people, or an object on standard output for programs.
fn report(built: &Built, start: Instant, console: &Console) -> Result<(), Error> {
    let Built { articles, actors, topics, pages, out } = built;
    let seconds = start.elapsed().as_secs_f64();
    if console.for_programs() {
        let summary = serde_json::json!({
            "articles": articles, "actors": actors, "topics": topics, "written": pages.written,
            "unchanged": pages.unchanged, "removed": pages.removed, "out": out.to_string_lossy(),
        });
        use std::io::Write as _;
        return writeln!(console.out(), "{summary}").map_err(unwritable);
    }
    console.say(&format!(
        "built {}, {}, {}: {} written, {} unchanged, {} removed, in {seconds:.2} s -> {}",
        counted(*articles, "article"),
        counted(*actors, "actor"),
        counted(*topics, "topic"),
        counted(pages.written, "file"),
        pages.unchanged,
        pages.removed,
        near(out)
    ));
    Ok(())
}

/// `1 article`, `2 articles`.
pub(crate) fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// A path as one would write it in the working folder.
fn near(path: &Path) -> String {
    let here = Path::new(".").canonicalize().ok();
    let below = here.as_deref().and_then(|here| path.strip_prefix(here).ok());
    below.filter(|below| !below.as_os_str().is_empty()).unwrap_or(path).display().to_string()
}

/// Opens a file or an address with the program that the desktop has for it; whether that could be started.
pub(crate) fn opened(file: &Path) -> bool {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else {
        Command::new("xdg-open")
    };
    command
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}
