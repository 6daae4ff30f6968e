//! `dateline publish`.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use clap::ValueEnum;

use crate::cli::build::counted;
use crate::cli::console::{Console, unwritable};
use crate::cli::{Outcome, STATUS, configuration};
use crate::config::publish::Compress;
use crate::config::{Config, Overrides};
use crate::diag::Error;
use crate::publish::engine::Step;
use crate::publish::local::Allow;
use crate::publish::{self, Report, Wish};

const EXAMPLES: &str = "\
Examples:
  dateline publish                       to the only target that dateline.toml names
  dateline publish live --dry-run        what that would send and delete
  dateline publish live backup           to two, one after the other
  dateline publish --site mysite live    the site in another folder

Targets are named in dateline.toml; docs/publishing.md has one for each kind of host:
  [publish.live]
  to = \"git:origin#gh-pages\"";

/// Make what is online equal to what was built
///
/// Sends the files of the output folder that differ, in an order that leaves the site whole at any time, and deletes what
/// an earlier publish sent and the site no longer has. Files of others stay as they are. A run that was cut off is finished
/// by the next. Credentials come from the environment, the provider, ssh or git, never from dateline.toml.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{STATUS}"))]
pub(crate) struct Publish {
    /// The targets [default: the only one there is]
    targets: Vec<String>,
    /// The site [default: this folder]
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    /// The folder the site was written to [default: public]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Only say what would be done
    #[arg(long, short = 'n')]
    dry_run: bool,
    /// Delete this many files at most [default: 50, or a tenth of what is online]
    #[arg(long, value_name = "N")]
    max_deletes: Option<usize>,
    /// Send compressed copies beside the files, or in their place
    #[arg(long, value_name = "HOW", num_args = 0..=1, default_missing_value = "beside")]
    compress: Option<How>,
    /// Publish a site that is older than its content, has errors, holds drafts, or was built for this machine
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    allow: Vec<Unfit>,
    /// Let files take the place of those that dateline did not publish
    #[arg(long)]
    force: bool,
    /// Take the lock of another run
    #[arg(long)]
    break_lock: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum How {
    /// `x.html.gz` and `x.html.br` beside `x.html`
    Beside,
    /// `x.html` itself, marked as gzip; object stores only
    Instead,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Unfit {
    Stale,
    Errors,
    Drafts,
    Localhost,
}

impl Publish {
    /// Publishes to all targets, one after the other; the first that fails ends it.
    pub(crate) fn run(&self, console: &Console) -> Result<Outcome, Error> {
        let overrides = Overrides { out: self.out.clone(), ..Overrides::default() };
        let config = configuration(self.site.as_ref(), &overrides)?;
        for name in publish::chosen(&config, &self.targets)? {
            self.one(&name, &config, console)?;
        }
        Ok(Outcome::Done)
    }

    fn one(&self, name: &str, config: &Config, console: &Console) -> Result<(), Error> {
        let start = Instant::now();
        let show = console.progress();
        let report = publish::publish(config, name, &self.wish(), &|step| show(&moving(step, start)));
        show("");
        written(&report?, start, console)
    }

    fn wish(&self) -> Wish {
        let allowed = |what: &Unfit| match what {
            Unfit::Stale => Allow::Stale,
            Unfit::Errors => Allow::Errors,
            Unfit::Drafts => Allow::Drafts,
            Unfit::Localhost => Allow::Localhost,
        };
        Wish {
            dry_run: self.dry_run,
            allow: self.allow.iter().map(allowed).collect(),
            max_deletes: self.max_deletes,
            compress: self.compress.map(|how| match how {
                How::Beside => Compress::Beside,
                How::Instead => Compress::Instead,
            }),
            force: self.force,
            break_lock: self.break_lock,
        }
    }
}

/// The line that shows how far a run has come.
fn moving(step: Step, start: Instant) -> String {
    let rate = step.bytes as f64 / start.elapsed().as_secs_f64().max(0.001);
    format!("sent {} of {}, {}, {}/s", step.sent, counted(step.of, "file"), bytes(step.bytes), bytes(rate as u64))
}

/// Says what was, or would be, done: a table and a line for people, an object on standard output for programs.
fn written(report: &Report, start: Instant, console: &Console) -> Result<(), Error> {
    let plan = &report.plan;
    let mut out = console.out();
    if console.for_programs() {
        let upload = plan
            .upload
            .iter()
            .map(|file| serde_json::json!({ "path": file.route, "bytes": file.size, "why": file.why }));
        let json = serde_json::json!({
            "target": report.name, "to": report.place, "done": report.done, "upload": upload.collect::<Vec<_>>(),
            "keep": plan.keep, "delete": plan.delete,
        });
        return writeln!(out, "{json}").map_err(unwritable);
    }
    if !report.done {
        table(report, &mut out).map_err(unwritable)?;
    }
    let (sent, kept, deleted) = (plan.upload.len(), plan.keep, plan.delete.len());
    let size = bytes(plan.bytes());
    let to = &report.place;
    console.say(&match (report.done, plan.is_empty()) {
        (_, true) => format!("nothing to publish: {} in place -> {to}", counted(kept, "file")),
        (false, false) => {
            format!("would send {} ({size}), keep {kept}, delete {deleted} -> {to}", counted(sent, "file"))
        }
        (true, false) => {
            let seconds = start.elapsed().as_secs_f64();
            format!(
                "published {} ({size}), {kept} kept, {deleted} deleted, in {seconds:.2} s -> {to}",
                counted(sent, "file")
            )
        }
    });
    Ok(())
}

fn table(report: &Report, out: &mut impl std::io::Write) -> std::io::Result<()> {
    for file in &report.plan.upload {
        let why = format!("{:?}", file.why).to_lowercase();
        writeln!(out, "send    {why:<10}  {:>9}  {}", bytes(file.size), file.route)?;
    }
    for route in &report.plan.delete {
        writeln!(out, "delete  {:<10}  {:>9}  {route}", "", "")?;
    }
    Ok(())
}

/// `512 B`, `12.1 kB`, `3.4 MB`.
fn bytes(number: u64) -> String {
    let units = ["kB", "MB", "GB"];
    let mut size = number as f64 / 1_000.0;
    let mut at = 0;
    while size >= 999.95 && at + 1 < units.len() {
        size /= 1_000.0;
        at += 1;
    }
    if number < 1_000 {
        format!("{number} B")
    } else {
        format!("{size:.1} {}", units.get(at).copied().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        let written: Vec<_> = [0, 999, 1_000, 12_149, 999_960, 3_400_000, 5_000_000_000].map(bytes).into();
        assert_eq!(written, ["0 B", "999 B", "1.0 kB", "12.1 kB", "1.0 MB", "3.4 MB", "5.0 GB"]);
    }
}
