//! `dateline push`.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use clap::ValueEnum;

use crate::cli::build::counted;
use crate::cli::console::{Console, unwritable};
use crate::cli::{Outcome, configuration};
use crate::config::push::Given;
use crate::config::{Config, Overrides, is_local};
use crate::diag::{Checked, Diagnostic, Error, Severity};
use crate::model::form::{Form, Markup};
use crate::pipeline;
use crate::push::plan::{Action, Plan};
use crate::push::{self, Report, Wish};

const EXAMPLES: &str = "\
Examples:
  dateline push                                  to the only wiki that dateline.toml names
  dateline push wiki --dry-run                   what that would make and change
  dateline push mediawiki --url https://wiki.example.org/w

Wikis are named in dateline.toml; docs/pushing.md says what each of them needs:
  [push.wiki]
  to = \"mediawiki\"                    # or dokuwiki, confluence
  url = \"https://wiki.example.org/w\"

The login comes from DATELINE_PUSH_USER and DATELINE_PUSH_PASSWORD, from DATELINE_PUSH_TOKEN, or from ~/.netrc.";

const STATUS: &str = "\
Exit status:
  0  the wiki has what the site has
  1  done, except for pages of others, pages with changes by people, and pages that the wiki did not take
  2  could not run, or was stopped; what was written is whole, and the next run goes on";

/// Write the site's pages into a wiki
///
/// Makes a page for each article, actor and topic below a prefix, with the briefing between two markers that readers do not see.
/// What people write above and below the markers stays; a change between them is reported and not written over; a page that
/// dateline did not make is never touched. What did not change makes no edit.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{STATUS}"))]
pub(crate) struct Push {
    /// A wiki that dateline.toml names, or mediawiki, dokuwiki or confluence with --url [default: the only one named]
    wiki: Option<String>,
    /// The site [default: this folder]
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    /// Only say what would be done
    #[arg(long, short = 'n')]
    dry_run: bool,
    /// The address of the wiki
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// What the names of its pages begin with [default: `Briefings/`, in DokuWiki `briefings:`]
    #[arg(long, value_name = "TEXT")]
    prefix: Option<String>,
    /// The key of the space in Confluence
    #[arg(long, value_name = "KEY")]
    space: Option<String>,
    /// Write over what people changed between the markers
    #[arg(long)]
    overwrite: bool,
    /// Empty the part between the markers of pages that the site no longer has
    #[arg(long)]
    empty: bool,
    /// Where the site stands, such as `https://example.org/desk`
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The day that decides what is past: YYYY-MM-DD or `today` [default: the newest day of publication]
    #[arg(long, value_name = "DAY")]
    now: Option<String>,
    /// Push a site whose content has errors, or that stands on this machine
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    allow: Vec<Unfit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Unfit {
    Errors,
    Localhost,
}

impl Push {
    /// Pushes to one wiki.
    pub(crate) fn run(&self, console: &Console) -> Result<Outcome, Error> {
        let start = Instant::now();
        let overrides = Overrides { base_url: self.base_url.clone(), now: self.now.clone(), ..Overrides::default() };
        let config = configuration(self.site.as_ref(), &overrides)?;
        self.check_address(&config)?;
        let given = Given { url: self.url.clone(), prefix: self.prefix.clone(), space: self.space.clone() };
        let recipient = push::recipient(&config, self.wiki.as_deref(), &given)?;
        if recipient.is_open_to_all() {
            console.say("warning: the address begins with `http://`: the login goes over the net for all to read");
        }
        let forms = self.forms(&config, recipient.markup(), console)?;
        let wish = Wish { dry_run: self.dry_run, overwrite: self.overwrite, empty: self.empty };
        let show = console.progress();
        let report = recipient.push(forms, &config.title, &wish, &|written, of| {
            show(&format!("wrote {written} of {}", counted(of, "page")))
        });
        show("");
        let report = report?;
        written(&report, start, console)?;
        Ok(if report.plan.has_trouble() { Outcome::Flawed } else { Outcome::Done })
    }

    /// Links in a wiki are whole addresses, and others open them.
    fn check_address(&self, config: &Config) -> Result<(), Error> {
        let wrong = |message: String, hint: &str| Error::Wiki { message, hint: Some(hint.to_owned()) };
        match config.base_url.as_deref() {
            None => Err(wrong(
                "the site does not know its address, and pages in a wiki link to it".to_owned(),
                "set `base_url` in `dateline.toml`, or add `--base-url`",
            )),
            Some(url) if is_local(url) && !self.allow.contains(&Unfit::Localhost) => Err(wrong(
                format!("the site stands at `{url}`, which nobody else can open"),
                "set `base_url`, or add `--allow localhost`",
            )),
            Some(_) => Ok(()),
        }
    }

    fn forms(&self, config: &Config, markup: Markup, console: &Console) -> Result<Vec<Form>, Error> {
        let Checked { value: forms, diagnostics } = pipeline::forms(config, markup)?;
        console.diagnostics(&diagnostics, &config.root);
        let is_error = |found: &&Diagnostic| found.severity == Severity::Error;
        let errors = diagnostics.iter().filter(is_error).count();
        if errors > 0 && !self.allow.contains(&Unfit::Errors) {
            return Err(Error::Wiki {
                message: format!("the content has {}; nothing was changed in the wiki", counted(errors, "error")),
                hint: Some("correct the content, or add `--allow errors`".to_owned()),
            });
        }
        Ok(forms)
    }
}

/// Says what was, or would be, done: a table and a line for people, an object on standard output for programs.
fn written(report: &Report, start: Instant, console: &Console) -> Result<(), Error> {
    let Report { name, place, plan, done } = report;
    let mut out = console.out();
    if console.for_programs() {
        let json = serde_json::json!({ "wiki": name, "to": place, "done": done, "pages": plan.steps });
        return writeln!(out, "{json}").map_err(unwritable);
    }
    for step in &plan.steps {
        // After the deed only what a person should know of.
        let telling = step.action.is_trouble() || step.action == Action::Gone;
        if !done && step.action != Action::Keep || telling {
            let why = step.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
            // Names come from the wiki, where anybody may have written them.
            let name: String = step.name.chars().filter(|c| !c.is_control()).collect();
            writeln!(out, "{:<8}  {}  {name}{why}", step.action.name(), step.page).map_err(unwritable)?;
        }
    }
    console.say(&summary(plan, *done, place, start));
    Ok(())
}

fn summary(plan: &Plan, done: bool, place: &str, start: Instant) -> String {
    let part = |action: Action, word: &str| match plan.count(action) {
        0 => None,
        number => Some(format!("{number} {word}")),
    };
    let untouched = [
        part(Action::Keep, "as they were"),
        part(Action::Gone, "no longer in the site"),
        part(Action::Foreign, "of others"),
        part(Action::Conflict, "in conflict"),
        part(Action::Refused, "refused"),
    ];
    let untouched: Vec<String> = untouched.into_iter().flatten().collect();
    let rest = if untouched.is_empty() { String::new() } else { format!(", {}", untouched.join(", ")) };
    let written = [
        part(Action::Create, if done { "made" } else { "to make" }),
        part(Action::Update, if done { "changed" } else { "to change" }),
        part(Action::Empty, if done { "emptied" } else { "to empty" }),
    ];
    let written: Vec<String> = written.into_iter().flatten().collect();
    match (written.is_empty(), done) {
        (true, _) => format!("nothing to push{rest} -> {place}"),
        (false, false) => format!("would push: {}{rest} -> {place}", written.join(", ")),
        (false, true) => {
            let seconds = start.elapsed().as_secs_f64();
            format!("pushed {}{rest}, in {seconds:.2} s -> {place}", written.join(", "))
        }
    }
}
