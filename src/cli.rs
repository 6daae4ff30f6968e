//! The command line: arguments in, exit status out. The only module that writes to the terminal.
//!
//! Results go to standard output; diagnostics and the summary go to standard error.

mod build;
#[cfg(feature = "push")]
mod check;
mod clean;
mod console;
mod embed;
mod extract;
mod hosting;
mod init;
#[cfg(feature = "publish")]
mod publish;
#[cfg(feature = "push")]
mod push;
#[cfg(feature = "serve")]
mod serve;
mod theme;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use self::console::Console;
use crate::config::{Config, Overrides};
use crate::diag::show::Form;
use crate::diag::{Diagnostic, Error, Severity};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All is well.
    Done,
    /// What was asked for was done, but the content has errors (or warnings, under `--strict`).
    Flawed,
}

/// Numbers of threads. More than a few a core gain nothing, and systems end a process that starts thousands.
const JOBS: std::ops::RangeInclusive<i64> = 1..=256;

const STATUS: &str = "\
Exit status:
  0  done
  1  done, but the content has errors (with --strict: errors or warnings)
  2  could not run: wrong arguments, disk, configuration, template; nothing was changed";

const EXAMPLES: &str = "\
Examples:
  dateline init mysite                 make a site to start from
  dateline build mysite --open         build it and look at it
  dateline build folder-of-articles    no configuration: the folder is the articles
  dateline extract article.txt         what is found in one article";

/// Makes a briefing site from news articles: who is involved, who said what, what happened when.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, propagate_version = true, after_help = format!("{EXAMPLES}\n\n{STATUS}"))]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Flags of every command.
#[derive(Debug, Args)]
struct Global {
    /// How diagnostics are written to standard error
    #[arg(long, global = true, value_enum, default_value_t = Format::Human, value_name = "FORM")]
    format: Format,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With excerpts and hints
    Human,
    /// One line each: `path:line:column: severity[code]: message`
    Short,
    /// One JSON object a line
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Init),
    Build(build::Build),
    #[cfg(feature = "serve")]
    Serve(serve::Serve),
    Extract(extract::Extract),
    #[cfg(feature = "publish")]
    Publish(publish::Publish),
    #[cfg(feature = "push")]
    Push(push::Push),
    Hosting(hosting::Hosting),
    #[cfg(feature = "push")]
    Check(check::Check),
    Embed(embed::Embed),
    Clean(clean::Clean),
    Theme(theme::Theme),
}

/// Runs the program and returns its exit status.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        // Help and version come this way too, with status 0. Nothing can be done where they cannot be written.
        Err(message) => {
            message.print().unwrap_or_default();
            return ExitCode::from(u8::try_from(message.exit_code()).unwrap_or(2));
        }
    };
    let console = Console::new(cli.global.format.form(), cli.global.color.choice());
    let outcome = match cli.command {
        Command::Init(init) => init.run(&console),
        Command::Build(build) => build.run(&console),
        #[cfg(feature = "serve")]
        Command::Serve(serve) => serve.run(&console),
        Command::Extract(extract) => extract.run(&console),
        #[cfg(feature = "publish")]
        Command::Publish(publish) => publish.run(&console),
        #[cfg(feature = "push")]
        Command::Push(push) => push.run(&console),
        Command::Hosting(hosting) => hosting.run(&console),
        #[cfg(feature = "push")]
        Command::Check(check) => check.run(&console),
        Command::Embed(embed) => embed.run(&console),
        Command::Clean(clean) => clean.run(&console),
        Command::Theme(theme) => theme.run(&console),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Flawed) => ExitCode::from(1),
        // Whoever read our output has gone; there is nobody to tell.
        Err(Error::Disk { cause, .. }) if cause.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            console.error(&error);
            ExitCode::from(2)
        }
    }
}

impl Format {
    fn form(self) -> Form {
        match self {
            Self::Human => Form::Human,
            Self::Short => Form::Short,
            Self::Json => Form::Json,
        }
    }
}

impl Color {
    fn choice(self) -> anstream::ColorChoice {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
    }
}

impl Outcome {
    /// What these findings make of a run.
    fn of(diagnostics: &[Diagnostic], config: &Config) -> Self {
        let least = if config.strict { Severity::Warning } else { Severity::Error };
        if diagnostics.iter().any(|found| found.severity >= least) { Self::Flawed } else { Self::Done }
    }
}

/// The configuration of the folder given, or of the working folder, which has to be a site then.
fn configuration(folder: Option<&PathBuf>, overrides: &Overrides) -> Result<Config, Error> {
    let Some(folder) = folder else {
        let config = Config::load(&PathBuf::from("."), overrides)?;
        // Building whatever folder somebody happens to stand in would be a surprise.
        return if config.is_site() { Ok(config) } else { Err(no_site_here()) };
    };
    Config::load(folder, overrides)
}

fn no_site_here() -> Error {
    Error::NotASite {
        message: format!("no `{}` in this folder", crate::config::FILE),
        hint: "go to a site, name one (`dateline build FOLDER`), or make one with `dateline init NAME`".to_owned(),
    }
}
