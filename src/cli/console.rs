//! Standard output and standard error.

#![expect(clippy::disallowed_methods, reason = "reads the lines that a diagnostic is about")]

use std::cell::RefCell;
#[cfg(any(feature = "publish", feature = "push"))]
use std::io::IsTerminal as _;
use std::io::{Stderr, Stdout, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice};

use crate::diag::show::{self, Form, Shown};
use crate::diag::{Diagnostic, Error};
use crate::span::SourceId;

/// Where a command writes to.
#[derive(Debug)]
pub(crate) struct Console {
    form: Form,
    color: ColorChoice,
    /// The file that was shown last: diagnostics come in path order.
    last: RefCell<Option<(SourceId, Option<Shown>)>>,
}

impl Console {
    /// A console that writes diagnostics in this form.
    pub(crate) fn new(form: Form, color: ColorChoice) -> Self {
        Self { form, color, last: RefCell::new(None) }
    }

    /// Standard output. Colours are taken out where they are not wanted.
    pub(crate) fn out(&self) -> AutoStream<Stdout> {
        AutoStream::new(std::io::stdout(), self.color)
    }

    fn err(&self) -> AutoStream<Stderr> {
        AutoStream::new(std::io::stderr(), self.color)
    }

    /// Whether diagnostics are written for a program to read.
    pub(crate) fn for_programs(&self) -> bool {
        self.form == Form::Json
    }

    /// Shows all findings, with excerpts of the files below `root`.
    pub(crate) fn diagnostics<'d>(&self, found: impl IntoIterator<Item = &'d Diagnostic>, root: &Path) {
        let mut err = std::io::BufWriter::new(self.err());
        *self.last.borrow_mut() = None;
        for one in found {
            let written = self.with_text(one, root);
            if err.write_all(written.as_bytes()).is_err() {
                return;
            }
        }
    }

    fn with_text(&self, found: &Diagnostic, root: &Path) -> String {
        let mut last = self.last.borrow_mut();
        if last.as_ref().is_none_or(|(id, _)| *id != found.source) {
            let read = || std::fs::read(root.join(found.source.as_str())).ok().map(Shown::new);
            let text = found.span.and_then(|_| read());
            // A file may be read for a later finding that has a place.
            if found.span.is_none() {
                return show::diagnostic(found, None, self.form);
            }
            *last = Some((found.source.clone(), text));
        }
        show::diagnostic(found, last.as_ref().and_then(|(_, text)| text.as_ref()), self.form)
    }

    /// Shows why a run cannot go on.
    pub(crate) fn error(&self, error: &Error) {
        self.to_err(&show::error(error, self.form));
    }

    /// Says something to the person at the terminal; not where a program reads.
    pub(crate) fn say(&self, text: &str) {
        if !self.for_programs() {
            self.to_err(&format!("{text}\n"));
        }
    }

    /// A way to show how far something has come, in a line that the next one takes the place of. It says nothing where
    /// nobody looks: off a terminal, and where a program reads.
    #[cfg(any(feature = "publish", feature = "push"))]
    pub(crate) fn progress(&self) -> impl Fn(&str) + Sync {
        let shown = !self.for_programs() && std::io::stderr().is_terminal();
        move |text| {
            if shown {
                // As wide as the longest, so that nothing of the one before is left.
                std::io::stderr().write_all(format!("\r{text:<70}\r").as_bytes()).unwrap_or_default();
            }
        }
    }

    fn to_err(&self, text: &str) {
        // Nothing is left to do where even standard error is gone.
        self.err().write_all(text.as_bytes()).unwrap_or_default();
    }
}

/// A failure to write results.
pub(crate) fn unwritable(cause: std::io::Error) -> Error {
    Error::disk("write", "standard output", cause)
}
