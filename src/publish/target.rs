//! What the engine asks of a target, and how a target says that something failed.

use std::collections::BTreeSet;
use std::sync::Mutex;

use crate::diag::Error;
#[cfg(feature = "publish-cloud")]
use crate::http;

/// A place to publish to. Reads, writes and removes single files, by route; several threads may do so at once.
///
/// A new target is a file with these methods. It keeps no credentials in what it says, and does not try again: the engine
/// does, where the failure is [`Cause::Passing`].
pub trait Target: Send + Sync {
    /// Where it is, as people may see it.
    fn place(&self) -> String;

    /// How it likes to be dealt with.
    fn nature(&self) -> Nature;

    /// The bytes of a file; `None` where there is none.
    ///
    /// # Errors
    ///
    /// The target cannot be reached or answers no.
    fn read(&self, route: &str) -> Result<Option<Vec<u8>>, Failure>;

    /// Which of these routes are taken by files, or cannot be used because a file is where a folder is needed.
    ///
    /// # Errors
    ///
    /// As [`Target::read`].
    fn taken(&self, routes: &[&str]) -> Result<Vec<String>, Failure>;

    /// Makes ready for [`Target::put`]: called once, under the lock.
    ///
    /// # Errors
    ///
    /// As [`Target::put`].
    fn begin(&self) -> Result<(), Failure> {
        Ok(())
    }

    /// Writes a file: whole or not at all, where the target can. Folders above it come to be.
    ///
    /// # Errors
    ///
    /// The target cannot be reached, answers no, or is full.
    fn put(&self, upload: &Upload<'_>) -> Result<(), Failure>;

    /// Writes a file where there is none; whether it did.
    ///
    /// # Errors
    ///
    /// As [`Target::put`].
    fn create(&self, upload: &Upload<'_>) -> Result<bool, Failure>;

    /// Removes a file, and the folders that this leaves empty, where the target has folders. One that is not there is no
    /// failure.
    ///
    /// # Errors
    ///
    /// The target cannot be reached or answers no.
    fn remove(&self, route: &str) -> Result<(), Failure>;

    /// Brings to light what was put and removed, where that is a step of its own; called once, after all else. May be
    /// called again where it failed.
    ///
    /// # Errors
    ///
    /// As [`Target::put`]; [`Cause::Busy`] where somebody else published meanwhile.
    fn finish(&self) -> Result<(), Failure> {
        Ok(())
    }
}

/// How a target likes to be dealt with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nature {
    /// How many requests at once.
    pub parallel: usize,
    /// Whether nothing is seen before [`Target::finish`], so that an interrupted run leaves no trace.
    pub at_once: bool,
    /// Whether a lock has to be left against another run. A target whose `finish` notices another one needs none.
    pub lock: bool,
}

/// A file on its way to a target.
#[derive(Clone, Debug)]
pub struct Upload<'a> {
    /// Where it goes.
    pub route: &'a str,
    /// What it holds.
    pub bytes: &'a [u8],
    /// What is said about it, where the target keeps that.
    pub headers: Headers,
}

/// What a web server should say about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headers {
    /// `text/html; charset=utf-8`.
    pub content_type: &'static str,
    /// `public, max-age=300`.
    pub cache_control: String,
    /// `gzip` or `br`, of a compressed copy.
    pub encoding: Option<&'static str>,
    /// BLAKE3 in hexadecimal of what readers get, compressed or not: an ETag is no digest of the content.
    pub digest: String,
}

/// Why a request came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What kind of failure it is.
    pub cause: Cause,
    /// What was found, without credentials.
    pub message: String,
}

/// Kinds of failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It may work the next time: the network, a server that is busy.
    Passing,
    /// No credentials, wrong ones, or no permission.
    Denied,
    /// The bucket, the repository, the host or a program does not exist.
    Absent,
    /// No room is left.
    Full,
    /// Somebody else publishes at the same time.
    Busy,
    /// Anything else.
    Other,
}

impl Failure {
    /// A failure of some kind.
    pub fn new(cause: Cause, message: impl Into<String>) -> Self {
        Self { cause, message: scrubbed(&message.into()) }
    }

    /// The error that ends a run.
    pub(crate) fn error(self, doing: &str) -> Error {
        let hint = match self.cause {
            Cause::Passing => "run it again: what was sent is not sent twice, and what is online works",
            Cause::Denied => {
                "check the credentials and what they permit; `docs/publishing.md` says where they are looked for"
            }
            Cause::Absent => "check the address in `dateline.toml`, and that what it names exists",
            Cause::Full => "make room at the target and run it again",
            Cause::Busy => "wait for the other run, then run this one again",
            Cause::Other => "what is online works; run it again when the cause is gone",
        };
        Error::Publish { message: format!("cannot {doing}: {}", self.message), hint: Some(hint.to_owned()) }
    }
}

impl From<std::io::Error> for Failure {
    fn from(cause: std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        let kind = match cause.kind() {
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Cause::Denied,
            Kind::NotFound => Cause::Absent,
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => Cause::Full,
            Kind::TimedOut
            | Kind::Interrupted
            | Kind::ConnectionReset
            | Kind::BrokenPipe
            | Kind::StaleNetworkFileHandle => Cause::Passing,
            _ => Cause::Other,
        };
        Self::new(kind, cause.to_string())
    }
}

#[cfg(feature = "publish-cloud")]
impl From<http::Failure> for Failure {
    fn from(failure: http::Failure) -> Self {
        Self::new(failure.cause.into(), failure.message)
    }
}

#[cfg(feature = "publish-cloud")]
impl From<http::Cause> for Cause {
    fn from(cause: http::Cause) -> Self {
        match cause {
            http::Cause::Passing => Self::Passing,
            http::Cause::Denied => Self::Denied,
            http::Cause::Absent => Self::Absent,
            http::Cause::Full => Self::Full,
            http::Cause::Other => Self::Other,
        }
    }
}

/// Variables of the environment whose values must never be shown.
const SECRETS: [&str; 15] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AZURE_STORAGE_ACCOUNT_KEY",
    "AZURE_STORAGE_ACCESS_KEY",
    "AZURE_STORAGE_CLIENT_SECRET",
    "AZURE_STORAGE_SAS_KEY",
    "AZURE_STORAGE_SAS_TOKEN",
    "AZURE_STORAGE_TOKEN",
    "AZURE_CLIENT_SECRET",
    "GOOGLE_BEARER_TOKEN",
    "GOOGLE_SERVICE_ACCOUNT_KEY",
    "NETLIFY_AUTH_TOKEN",
    "WEBDAV_USERNAME",
    "WEBDAV_PASSWORD",
];

/// Credentials that were read from files.
static FROM_FILES: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Remembers a credential that must never be shown.
#[cfg(feature = "publish-cloud")]
pub(super) fn conceal(secret: &str) {
    FROM_FILES.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(secret.to_owned());
}

/// The text without credentials: none of those in the environment or from files, and no user in an address.
fn scrubbed(text: &str) -> String {
    let mut text = text.to_owned();
    let from_files = FROM_FILES.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
    let values = SECRETS.iter().filter_map(|name| std::env::var(name).ok()).chain(from_files);
    for value in values.filter(|value| value.len() > 2) {
        text = text.replace(&value, "…");
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("://") {
        out.push_str(before);
        out.push_str("://");
        let end = after.find(['/', ' ', '\n', '\'', '"']).unwrap_or(after.len());
        let (host, more) = after.split_at_checked(end).unwrap_or((after, ""));
        out.push_str(host.rsplit_once('@').map_or(host, |(_, host)| host));
        rest = more;
    }
    out + rest
}

/// Those of `routes` that files at `existing` keep from being written: the same route, a file where a folder is needed, or
/// a folder where a file is needed.
pub(crate) fn clashes(existing: &BTreeSet<String>, routes: &[&str]) -> Vec<String> {
    let clash = |route: &str| {
        let above = route.match_indices('/').any(|(end, _)| route.get(..end).is_some_and(|up| existing.contains(up)));
        let folder = format!("{route}/");
        let below = existing.range(folder.clone()..).next().is_some_and(|next| next.starts_with(&folder));
        existing.contains(route) || above || below
    };
    routes.iter().filter(|route| clash(route)).map(|route| (*route).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_in_addresses_are_not_shown() {
        assert_eq!(
            scrubbed("fatal: https://x:hunter2@host.example/a.git/ and http://h/@x"),
            "fatal: https://host.example/a.git/ and http://h/@x"
        );
    }

    #[test]
    fn a_file_and_a_folder_of_one_name_clash() {
        let existing = BTreeSet::from(["a".to_owned(), "b/c".to_owned()]);
        assert_eq!(clashes(&existing, &["a", "a/x", "b", "b/c", "b/d", "c"]), ["a", "a/x", "b", "b/c"]);
    }
}
