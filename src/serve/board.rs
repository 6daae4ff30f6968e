//! What everyone who looks at the site is told: the state that is served, and what is wrong.

#![expect(clippy::disallowed_methods, reason = "reads the lines that a finding is about")]

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::press::Press;
use crate::diag::show::{self, Shown};
use crate::diag::{Diagnostic, Error, Severity};
use crate::span::SourceId;

/// What is served, and what is wrong with it. A new one takes its place after every build.
#[derive(Clone, Debug)]
pub(super) struct Board {
    /// Counts the builds of this process; with `run` it tells a state from every other.
    pub(super) number: u64,
    /// The last good state; `None` until there is one.
    pub(super) press: Option<Arc<Press>>,
    /// Why the last build failed, if it did.
    pub(super) failed: Option<Arc<Error>>,
    /// What was found while the last good state was made.
    pub(super) findings: Arc<[Diagnostic]>,
    /// Where the last edited article stands, where one was edited and somebody wants to follow.
    pub(super) edited: Option<Edited>,
}

/// The place of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edited {
    /// The build it belongs to.
    pub(super) number: u64,
    /// The article's page.
    pub(super) route: String,
    /// The number of the first sentence that differs.
    pub(super) sentence: usize,
}

impl Board {
    /// A board before the first build.
    pub(super) fn empty() -> Self {
        Self { number: 0, press: None, failed: None, findings: Arc::default(), edited: None }
    }

    /// How many findings there are of a severity.
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|found| found.severity == severity).count()
    }
}

/// Most findings that are shown in the browser; the terminal has all of them.
const MOST_SHOWN: usize = 200;

/// All findings but notes, with the lines they are about, the gravest first.
pub(super) fn findings(found: &[Diagnostic], root: &Path) -> Value {
    let mut ranked: Vec<&Diagnostic> = found.iter().filter(|found| found.severity > Severity::Note).collect();
    // Stable: within a severity they stay in path order.
    ranked.sort_by_key(|found| std::cmp::Reverse(found.severity));
    let left_out = ranked.len().saturating_sub(MOST_SHOWN);
    let mut last: Option<(&SourceId, Option<Shown>)> = None;
    let mut shown = Vec::new();
    for found in ranked.into_iter().take(MOST_SHOWN) {
        if last.as_ref().is_none_or(|(id, _)| **id != found.source) {
            let text = std::fs::read(root.join(found.source.as_str())).ok().map(Shown::new);
            last = Some((&found.source, text));
        }
        shown.push(show::diagnostic_data(found, last.as_ref().and_then(|(_, text)| text.as_ref())));
    }
    json!({ "findings": shown, "leftOut": left_out })
}
