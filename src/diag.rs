//! What dateline has to say: findings about content, and errors that end a run.
//!
//! A [`Diagnostic`] is about the content and never stops a build by itself; an [`Error`] means that it cannot go on. This
//! module holds what is said; [`show`] holds how it is written for people and for programs.

pub mod code;
pub mod show;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use self::code::Code;
use crate::span::{RawSpan, SourceId};

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Something worth knowing; nothing needs to be done.
    Note,
    /// The site is complete, but a person should look.
    Warning,
    /// Something the author asked for could not be done.
    Error,
}

/// One finding about the content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// What kind of finding it is.
    pub code: Code,
    /// How serious it is, by default [`Code::severity`].
    pub severity: Severity,
    /// The file it is about.
    pub source: SourceId,
    /// The bytes of the file it is about; `None` where it is about the file as a whole.
    pub span: Option<RawSpan>,
    /// What was found, then what was expected: lower case, no full stop, the author's own words in backticks.
    pub message: String,
    /// What to do about it, each an imperative.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// A finding about a file as a whole.
    pub fn file(code: Code, source: &SourceId, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            source: source.clone(),
            span: None,
            message: message.into(),
            hints: Vec::new(),
        }
    }

    /// A finding about a place in a file.
    pub fn at(code: Code, source: &SourceId, span: RawSpan, message: impl Into<String>) -> Self {
        Self { span: Some(span), ..Self::file(code, source, message) }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The order in which findings are listed: by path, then place, then code and wording.
    fn order(&self) -> (&SourceId, Option<RawSpan>, Code, &str) {
        (&self.source, self.span, self.code, &self.message)
    }
}

/// Puts findings into the order in which they are shown and drops exact repetitions.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| a.order().cmp(&b.order()));
    diagnostics.dedup();
}

/// The findings that are not among earlier ones; both in order.
pub fn new_since<'d>(now: &'d [Diagnostic], before: &[Diagnostic]) -> Vec<&'d Diagnostic> {
    let mut before = before.iter().peekable();
    let mut new = Vec::new();
    for found in now {
        while before.next_if(|known| known.order() < found.order()).is_some() {}
        if before.peek() != Some(&found) {
            new.push(found);
        }
    }
    new
}

/// What a stage returns: a value that can always be used, and what was found on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked<T> {
    /// The result.
    pub value: T,
    /// What was found while making it.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value about which there is nothing to say.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    /// Moves the findings to `all` and gives the value.
    pub fn take(self, all: &mut Vec<Diagnostic>) -> T {
        all.extend(self.diagnostics);
        self.value
    }
}

/// Why a run cannot go on: the disk, the configuration, a template.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("cannot {action} `{}`: {cause}", path.display())]
    Disk {
        /// What was being done: `read`, `write`, `create`, …
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system answered.
        cause: std::io::Error,
    },
    /// `dateline.toml` or a flag holds something that cannot be used.
    #[error("{message}")]
    Config {
        /// The file and the place in it; `None` for a flag.
        place: Option<Excerpt>,
        /// What was found, then what was expected.
        message: String,
        /// What to do about it.
        hint: Option<String>,
    },
    /// A template could not be read or rendered.
    #[error("{message}")]
    Template {
        /// The template's file and the place in it, where known.
        place: Option<Excerpt>,
        /// What is wrong.
        message: String,
        /// The page being rendered, as `article content/articles/x.txt` or a route; `None` while templates are read.
        rendering: Option<String>,
    },
    /// The site cannot be published.
    #[error("{message}")]
    Publish {
        /// What was found. Holds no credentials.
        message: String,
        /// What to do about it.
        hint: Option<String>,
    },
    /// A wiki cannot be written to, or asked.
    #[error("{message}")]
    Wiki {
        /// What was found. Holds no credentials.
        message: String,
        /// What to do about it.
        hint: Option<String>,
    },
    /// The folder given is not a site, or does not exist.
    #[error("{message}")]
    NotASite {
        /// What was found.
        message: String,
        /// What to do about it.
        hint: String,
    },
}

impl Error {
    /// A failure of the disk.
    pub fn disk(action: &'static str, path: impl Into<PathBuf>, cause: std::io::Error) -> Self {
        Self::Disk { action, path: path.into(), cause }
    }
}

/// A piece of a file to show beside a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The file's name as it is shown.
    pub name: String,
    /// All of its text.
    pub text: String,
    /// The bytes of `text` that are meant.
    pub span: RawSpan,
}
