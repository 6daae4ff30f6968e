//! `dateline theme eject`.

use std::io::Write as _;
use std::path::PathBuf;

use crate::cli::console::{Console, unwritable};
use crate::cli::{Outcome, STATUS, configuration};
use crate::config::{Config, Overrides};
use crate::diag::Error;
use crate::render::theme::{self, BuiltIn};
use crate::{text, write};

const EXAMPLES: &str = "\
Examples:
  dateline theme eject                         the files of the theme
  dateline theme eject article.html            into templates/article.html of this site
  dateline theme eject dateline.css mysite     into mysite/static/dateline.css";

/// Change the look: copy files of the built-in theme
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{STATUS}"))]
pub(crate) struct Theme {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Copy a file of the built-in theme into the site, where it takes the place of the built-in one
    Eject(Eject),
}

/// Copy a file of the built-in theme into the site, where it takes the place of the built-in one
///
/// A template that should differ in one block only need not be copied: see docs/templates.md.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{STATUS}"))]
struct Eject {
    /// The file: a template, a static file, or the words of a language; without it, all are listed
    file: Option<String>,
    /// The folder of the site; the working folder if left out
    dir: Option<PathBuf>,
    /// Write over a file of the site
    #[arg(long)]
    force: bool,
}

impl Theme {
    /// Does what the subcommand says.
    pub(crate) fn run(&self, console: &Console) -> Result<Outcome, Error> {
        let Command::Eject(eject) = &self.command;
        let files = theme::built_in();
        match &eject.file {
            Some(name) => eject.copy(found(name, &files)?, console),
            None => {
                let names: String = files.iter().map(|file| format!("{}\n", file.path)).collect();
                console.out().write_all(names.as_bytes()).map_err(unwritable)?;
                Ok(Outcome::Done)
            }
        }
    }
}

impl Eject {
    fn copy(&self, file: &BuiltIn, console: &Console) -> Result<Outcome, Error> {
        let config = configuration(self.dir.as_ref(), &Overrides::default())?;
        if !config.is_site() {
            return Err(no_site(&config));
        }
        let path = config.root.join(&file.path);
        if path.exists() && !self.force {
            let message = "the site has it already; `--force` writes over it";
            let cause = std::io::Error::new(std::io::ErrorKind::AlreadyExists, message);
            return Err(Error::disk("write", path, cause));
        }
        write::beside(&path, file.bytes)?;
        let path = self.dir.as_ref().map_or_else(|| PathBuf::from(&file.path), |dir| dir.join(&file.path));
        console.say(&format!("wrote {}; it takes the place of the built-in file from now on", path.display()));
        Ok(Outcome::Done)
    }
}

/// The file of a name, with or without its folder.
fn found<'f>(name: &str, files: &'f [BuiltIn]) -> Result<&'f BuiltIn, Error> {
    let name = name.trim_start_matches("./");
    let is_meant = |file: &&BuiltIn| file.path == name || file.name() == name;
    files.iter().find(is_meant).ok_or_else(|| {
        let names = files.iter().flat_map(|file| [file.name(), file.path.as_str()]);
        let hint = match text::nearest(name, names) {
            Some(near) => format!("write `{near}`"),
            None => "run `dateline theme eject` for their names".to_owned(),
        };
        Error::Config { place: None, message: format!("the theme has no file `{name}`"), hint: Some(hint) }
    })
}

fn no_site(config: &Config) -> Error {
    Error::NotASite {
        message: format!(
            "no `{}` in `{}`: a plain folder of articles has no theme of its own",
            crate::config::FILE,
            config.root.display()
        ),
        hint: "make it a site: put an empty `dateline.toml` there, and the articles into `content/articles`".to_owned(),
    }
}
