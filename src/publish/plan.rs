//! What a publish does: which files are sent, kept and deleted. A function of two lists.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::diag::Error;
use crate::publish::kind::{self, Phase};
use crate::publish::local::Local;
use crate::write::{Digest, Manifest};

/// The digest, in a manifest at a target, of a file that a run was about to send or delete: it may be there or not, old or
/// new.
pub const UNKNOWN: Digest = [0; 32];

/// What a publish does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Files to send, in the order in which they are sent.
    pub upload: Vec<Sending>,
    /// How many files are there already.
    pub keep: usize,
    /// Files of an earlier publish that the site no longer has.
    pub delete: Vec<String>,
}

/// A file to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// Where it goes.
    pub route: String,
    /// Its bytes on disk.
    pub size: u64,
    /// Why it is sent.
    pub why: Why,
    /// When its turn is.
    pub phase: Phase,
}

/// Why a file is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Why {
    /// The target does not have it.
    New,
    /// The target has other bytes.
    Changed,
    /// An earlier run may not have sent it whole.
    Unfinished,
}

impl Plan {
    /// Sets a site against what the manifest at the target lists.
    pub fn new(local: &Local, remote: &Manifest) -> Self {
        let mut plan = Self::default();
        for (route, file) in local.files() {
            let why = match remote.0.get(route) {
                _ if local.is_there(route, remote) => {
                    plan.keep += 1;
                    continue;
                }
                Some(&UNKNOWN) => Why::Unfinished,
                Some(_) => Why::Changed,
                None => Why::New,
            };
            plan.upload.push(Sending { route: route.clone(), size: file.size, why, phase: kind::phase(route) });
        }
        plan.upload.sort_by(|a, b| (a.phase, &a.route).cmp(&(b.phase, &b.route)));
        plan.delete = remote.0.keys().filter(|route| !local.files().contains_key(*route)).cloned().collect();
        plan
    }

    /// Whether the target has just what was built.
    pub fn is_empty(&self) -> bool {
        self.upload.is_empty() && self.delete.is_empty()
    }

    /// The bytes to send, before compressing.
    pub fn bytes(&self) -> u64 {
        self.upload.iter().map(|sending| sending.size).sum()
    }

    /// Routes that nobody published before, and where none of our own files makes way.
    pub(crate) fn new_routes(&self) -> Vec<&str> {
        let old: BTreeSet<&str> = self.delete.iter().map(String::as_str).collect();
        let new = self.upload.iter().filter(|sending| sending.why == Why::New).map(|sending| sending.route.as_str());
        new.filter(|route| !shares_a_path(route, &old)).collect()
    }

    /// Files to delete before anything is sent, since they stand where a folder is needed or the other way round.
    pub(crate) fn in_the_way(&self) -> Vec<&str> {
        let new: BTreeSet<&str> = self.upload.iter().map(|sending| sending.route.as_str()).collect();
        self.delete.iter().map(String::as_str).filter(|old| shares_a_path(old, &new)).collect()
    }

    /// Refuses more deletions than are expected of a publish: an empty build or a wrong target would otherwise take a site
    /// away.
    pub(crate) fn check_deletes(&self, most: Option<usize>, published: usize) -> Result<(), Error> {
        let most = most.unwrap_or_else(|| (published / 10).max(50));
        let (count, first) = (self.delete.len(), self.delete.first());
        let Some(first) = first.filter(|_| count > most) else { return Ok(()) };
        Err(Error::Publish {
            message: format!("would delete {count} of {published} files, among them `{first}`; the limit is {most}"),
            hint: Some(format!("look at it with `--dry-run`; if it is right, add `--max-deletes {count}`")),
        })
    }
}

/// Whether one of `others` would be a folder of `route`, or lie below it as if that were a folder.
fn shares_a_path(route: &str, others: &BTreeSet<&str>) -> bool {
    let folder = format!("{route}/");
    others.range(folder.as_str()..).next().is_some_and(|other| other.starts_with(&folder))
        || route.match_indices('/').any(|(end, _)| route.get(..end).is_some_and(|above| others.contains(above)))
}
