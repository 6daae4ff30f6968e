//! `dateline init`.

use std::path::{Path, PathBuf};

use crate::cli::console::Console;
use crate::cli::{Outcome, STATUS};
use crate::diag::Error;
use crate::write;

const EXAMPLES: &str = "\
Examples:
  dateline init mysite
  cp *.txt mysite/content/articles/
  dateline build mysite --open";

macro_rules! starter {
    ($($path:literal),* $(,)?) => {
        /// The files of the site to start from.
        const STARTER: &[(&str, &str)] = &[$(($path, include_str!(concat!("../../starter/", $path)))),*];
    };
}

starter! {
    "dateline.toml",
    "content/actors/ines-calloway.md",
    "content/articles/example-wire.txt",
    "content/articles/welcome.md",
    "content/pages/about.md",
    "content/topics/harbour-bridge.md",
}

/// Make a site to start from
///
/// Writes a small site into DIR, which must not hold any of its files yet.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{STATUS}"))]
pub(crate) struct Init {
    /// The folder of the site; made where it does not exist
    dir: PathBuf,
}

impl Init {
    /// Writes the starter site.
    pub(crate) fn run(&self, console: &Console) -> Result<Outcome, Error> {
        write::starter(&self.dir, STARTER)?;
        let dir = shown(&self.dir);
        console.say(&format!(
            "made a site in {dir}\n\nNext:\n  put articles (.txt, .md) into {dir}/content/articles/\n  dateline build {dir} --open"
        ));
        Ok(Outcome::Done)
    }
}

fn shown(dir: &Path) -> String {
    let text = dir.display().to_string();
    if text.contains(' ') { format!("\"{text}\"") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_starter_is_in_the_program() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("starter");
        let mut found: Vec<_> = walkdir::WalkDir::new(&root)
            .into_iter()
            .map(|entry| entry.expect("readable"))
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| entry.path().strip_prefix(&root).expect("below").to_string_lossy().into_owned())
            .collect();
        let mut compiled: Vec<_> = STARTER.iter().map(|(path, _)| (*path).to_owned()).collect();
        found.sort();
        compiled.sort();
        assert_eq!(found, compiled);
    }
}
