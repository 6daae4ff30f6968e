//! A branch of a git repository, as hosts of pages serve it, through the `git` program: credentials, hooks and proxies are
//! git's. Files become objects and a commit and are pushed; work tree, index and branches of the site's own repository are
//! never touched.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use crate::config::Config;
use crate::config::publish::History;
use crate::diag::Error;
use crate::publish::target::{Cause, Failure, Nature, Target, Upload, clashes};

/// What a commit says.
const MESSAGE: &str = "Publish with dateline";

/// A branch.
#[derive(Debug)]
pub(super) struct Branch {
    /// Where git works: the site's repository, or one of our own.
    repository: PathBuf,
    remote: String,
    branch: String,
    history: History,
    /// The commit at the remote, once it was asked for: `None` where there is no such branch.
    tip: Mutex<Option<Option<String>>>,
    files: Mutex<Option<Arc<BTreeSet<String>>>>,
    changes: Mutex<Changes>,
}

/// What the next commit changes.
#[derive(Debug, Default)]
struct Changes {
    files: BTreeMap<String, Option<Vec<u8>>>,
}

impl Branch {
    /// A remote that is a name is one of the site's repository. An address is used from there too, and from a repository in
    /// the cache folder where the site is in none.
    pub(super) fn open(remote: &str, branch: &str, history: History, config: &Config) -> Result<Self, Error> {
        let open = || {
            let own = &config.root;
            let repository = if run(own, &["rev-parse", "--git-dir"]).is_ok() {
                own.clone()
            } else {
                let bare = config.folders.cache.join("publish.git");
                std::fs::create_dir_all(&bare)?;
                run(&bare, &["init", "--quiet", "--bare", "."])?;
                bare
            };
            // A path is meant from the site, as that of a folder is.
            let beside = own.join(remote);
            let remote =
                if is_name(remote) || !beside.exists() { remote.to_owned() } else { beside.display().to_string() };
            Ok(Self {
                repository,
                remote,
                branch: branch.to_owned(),
                history,
                tip: Mutex::default(),
                files: Mutex::default(),
                changes: Mutex::default(),
            })
        };
        open().map_err(|failure: Failure| failure.error("use git"))
    }

    fn git(&self, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
        run(&self.repository, arguments)
    }

    fn full_name(&self) -> String {
        format!("refs/heads/{}", self.branch)
    }

    /// Where what was fetched and what is to be pushed is kept, out of the way of everything else.
    fn own_ref(&self, what: &str) -> String {
        format!("refs/dateline/{what}/{}", self.branch)
    }

    /// The commit at the remote, with its objects here.
    fn tip(&self) -> Result<Option<String>, Failure> {
        let mut known = self.tip.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(tip) = known.as_ref() {
            return Ok(tip.clone());
        }
        let listed = self.git(&["ls-remote", "--", &self.remote, &self.full_name()])?;
        let tip = String::from_utf8_lossy(&listed).split_whitespace().next().map(str::to_owned);
        if let Some(tip) = &tip
            && self.git(&["cat-file", "-e", &format!("{tip}^{{tree}}")]).is_err()
        {
            let spec = format!("+{}:{}", self.full_name(), self.own_ref("fetched"));
            self.git(&["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", &self.remote, &spec])?;
        }
        Ok(known.insert(tip).clone())
    }

    /// Makes the commit and says its name.
    fn commit(&self, tip: Option<&str>, changes: &Changes) -> Result<String, Failure> {
        let reference = self.own_ref("made");
        let head = format!("commit {reference}\ncommitter {} now\ndata {}\n{MESSAGE}\n", self.who(), MESSAGE.len());
        let base = match (tip, self.history) {
            (None, _) => String::new(),
            (Some(tip), History::Append) => format!("from {tip}\n"),
            // All that is there, without what was there before.
            (Some(tip), History::Orphan) => format!("M 040000 {} \"\"\n", self.tree(tip)?),
        };
        let mut child = start(&self.repository, &["fast-import", "--quiet", "--force", "--done", "--date-format=now"])?;
        let sent = child.stdin.take().map(|input| told(std::io::BufWriter::new(input), &(head + &base), changes));
        let output = child.wait_with_output()?;
        if !output.status.success() || !matches!(sent, Some(Ok(()))) {
            return Err(refusal(&output.stderr));
        }
        self.line(&["rev-parse", &reference])
    }

    fn tree(&self, commit: &str) -> Result<String, Failure> {
        self.line(&["rev-parse", &format!("{commit}^{{tree}}")])
    }

    /// Who commits: as git is configured, or dateline where it is not, as on a machine that only publishes.
    fn who(&self) -> String {
        let of = |key: &str| self.line(&["config", "--get", key]).unwrap_or_default();
        match (of("user.name"), of("user.email")) {
            (name, email) if !name.is_empty() && !email.is_empty() => {
                format!("{} <{}>", name.replace(['<', '>'], ""), email.replace(['<', '>'], ""))
            }
            _ => "dateline <>".to_owned(),
        }
    }

    fn line(&self, arguments: &[&str]) -> Result<String, Failure> {
        Ok(String::from_utf8_lossy(&self.git(arguments)?).trim().to_owned())
    }

    /// All files of a commit; listed once.
    fn files(&self, tip: &str) -> Result<Arc<BTreeSet<String>>, Failure> {
        let mut known = self.files.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(files) = known.as_ref() {
            return Ok(Arc::clone(files));
        }
        let listed = self.git(&["ls-tree", "-r", "-z", "--name-only", "--full-tree", tip])?;
        let names = listed.split(|byte| *byte == 0).filter(|name| !name.is_empty());
        let files = Arc::new(names.map(|name| String::from_utf8_lossy(name).into_owned()).collect());
        Ok(Arc::clone(known.insert(files)))
    }

    fn change(&self, route: &str, bytes: Option<Vec<u8>>) {
        let mut changes = self.changes.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        changes.files.insert(route.to_owned(), bytes);
    }
}

impl Target for Branch {
    fn place(&self) -> String {
        let shown = Failure::new(Cause::Other, self.remote.clone()).message;
        format!("git:{shown}#{}", self.branch)
    }

    fn nature(&self) -> Nature {
        Nature { parallel: 4, at_once: true, lock: false }
    }

    fn read(&self, route: &str) -> Result<Option<Vec<u8>>, Failure> {
        let Some(tip) = self.tip()? else { return Ok(None) };
        let listed = self.git(&["ls-tree", "-z", "--full-tree", &tip, "--", route])?;
        if listed.is_empty() {
            return Ok(None);
        }
        self.git(&["cat-file", "blob", &format!("{tip}:{route}")]).map(Some)
    }

    fn taken(&self, routes: &[&str]) -> Result<Vec<String>, Failure> {
        let Some(tip) = self.tip()? else { return Ok(Vec::new()) };
        let files = self.files(&tip)?;
        let mut taken = clashes(&files, routes);
        // A host reads these two; one that somebody else put there says the same.
        taken.retain(|route| !matches!(route.as_str(), ".nojekyll" | "CNAME"));
        Ok(taken)
    }

    fn put(&self, upload: &Upload<'_>) -> Result<(), Failure> {
        self.change(upload.route, Some(upload.bytes.to_owned()));
        Ok(())
    }

    fn create(&self, upload: &Upload<'_>) -> Result<bool, Failure> {
        self.put(upload).map(|()| true)
    }

    fn remove(&self, route: &str) -> Result<(), Failure> {
        self.change(route, None);
        Ok(())
    }

    fn finish(&self) -> Result<(), Failure> {
        let tip = self.tip()?;
        let changes = self.changes.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let commit = self.commit(tip.as_deref(), &changes)?;
        if let Some(tip) = &tip
            && self.tree(tip)? == self.tree(&commit)?
        {
            return Ok(());
        }
        // The push is refused where the branch is no longer what it was: somebody else has published.
        let lease = format!("--force-with-lease={}:{}", self.full_name(), tip.unwrap_or_default());
        let spec = format!("{commit}:{}", self.full_name());
        self.git(&["push", "--quiet", "--no-verify", &lease, "--", &self.remote, &spec]).map(drop)
    }
}

/// Whether a remote is a name, not an address or a path.
fn is_name(remote: &str) -> bool {
    !remote.contains(['/', ':', '\\'])
}

/// Tells `git fast-import` what changes.
fn told(mut out: impl std::io::Write, head: &str, changes: &Changes) -> std::io::Result<()> {
    out.write_all(head.as_bytes())?;
    // What goes makes room for what comes.
    for (route, _) in changes.files.iter().filter(|(_, bytes)| bytes.is_none()) {
        writeln!(out, "D {}", quoted(route))?;
    }
    for (route, bytes) in &changes.files {
        if let Some(bytes) = bytes {
            write!(out, "M 100644 inline {}\ndata {}\n", quoted(route), bytes.len())?;
            out.write_all(bytes)?;
            out.write_all(b"\n")?;
        }
    }
    out.write_all(b"done\n")?;
    out.flush()
}

/// A route as `git fast-import` reads it.
fn quoted(route: &str) -> String {
    format!("\"{}\"", route.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// Runs git to its end.
fn run(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
    let mut child = start(folder, arguments)?;
    drop(child.stdin.take());
    let output = child.wait_with_output()?;
    if output.status.success() { Ok(output.stdout) } else { Err(refusal(&output.stderr)) }
}

fn start(folder: &Path, arguments: &[&str]) -> Result<Child, Failure> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    // Nobody is there to be asked, and what git says is read.
    command.env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
    if std::env::var_os("GIT_SSH_COMMAND").is_none() && std::env::var_os("GIT_SSH").is_none() {
        command.env("GIT_SSH_COMMAND", "ssh -oBatchMode=yes");
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().map_err(|cause| Failure::new(Cause::Absent, format!("cannot start `git`: {cause}")))
}

/// Why git refused, by what it says.
fn refusal(said: &[u8]) -> Failure {
    let said = String::from_utf8_lossy(said);
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let cause = if has(&["stale info", "fetch first", "non-fast-forward", "cannot lock ref", "failed to update ref"]) {
        Cause::Busy
    } else if has(&[
        "Permission denied",
        "Authentication failed",
        "could not read Username",
        "403",
        "verification failed",
        "protected branch",
    ]) {
        Cause::Denied
    } else if has(&["does not appear to be a git repository", "not found", "No such remote", "Could not resolve"]) {
        Cause::Absent
    } else if has(&["No space left", "quota"]) {
        Cause::Full
    } else if has(&["timed out", "Connection reset", "hung up", "early EOF", "Connection refused", "502", "503"]) {
        Cause::Passing
    } else {
        Cause::Other
    };
    let mut lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
    let wanted = |line: &&str| ["fatal:", "error:", "remote:", "!"].iter().any(|start| line.starts_with(start));
    let line = lines.clone().find(wanted).or(lines.next_back()).unwrap_or("no reason given");
    Failure::new(cause, format!("git says: {line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_says_is_sorted_and_holds_no_credentials() {
        let check = |said: &str, cause: Cause, message: &str| {
            let failure = refusal(said.as_bytes());
            assert_eq!((failure.cause, failure.message.as_str()), (cause, message));
        };
        check(
            "To x\n ! [rejected]  abc -> pages (stale info)\nerror: failed to push some refs to 'x'\n",
            Cause::Busy,
            "git says: ! [rejected]  abc -> pages (stale info)",
        );
        check(
            "fatal: Authentication failed for 'https://me:hunter2@host.example/a.git/'\n",
            Cause::Denied,
            "git says: fatal: Authentication failed for 'https://host.example/a.git/'",
        );
    }

    #[test]
    fn routes_are_quoted_for_the_stream() {
        assert_eq!(quoted("a \"b\"\\c"), r#""a \"b\"\\c""#);
    }
}
