//! `[publish.NAME]` of `dateline.toml`: where the site goes.
//!
//! Nothing here holds a secret, and nothing may: keys and passwords come from the environment, the provider's own chain, the
//! ssh agent or git. An address with a password in it is refused without being repeated.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::diag::Error;
use crate::text;

/// The targets of a site, by name.
pub type Destinations = BTreeMap<String, Destination>;

/// One target as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Destination {
    /// The address; [`Destination::address`] reads it.
    to: String,
    /// The most files that a run deletes without being told.
    pub max_deletes: Option<usize>,
    /// Whether compressed copies go along.
    pub compress: Option<Compress>,
    /// Whose limits the site has to keep.
    pub host: Option<Host>,
    /// For how many seconds a page may be kept by browsers and networks; five minutes where it does not say.
    pub page_max_age: Option<u32>,
    /// S3: the address of a server that is not Amazon's.
    pub endpoint: Option<String>,
    /// S3: the region.
    pub region: Option<String>,
    /// Folder: publish into a folder of its own, then swap the link `current`.
    #[serde(default)]
    pub swap: bool,
    /// Git: what becomes of earlier commits.
    #[serde(default)]
    pub history: History,
    /// Git: the domain that `CNAME` names.
    pub domain: Option<String>,
}

/// The keys of a target, for naming the nearest one.
pub(super) const KEYS: [&str; 10] =
    ["to", "max_deletes", "compress", "host", "page_max_age", "endpoint", "region", "swap", "history", "domain"];

/// How compressed copies go along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compress {
    /// `x.html.gz` and `x.html.br` beside `x.html`, for a server that looks for them.
    Beside,
    /// `x.html` itself is stored as gzip and says so in its `Content-Encoding`; for object stores.
    Instead,
}

/// A host whose limits are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Host {
    /// GitHub Pages.
    GithubPages,
    /// GitLab Pages on gitlab.com.
    GitlabPages,
    /// Cloudflare Pages and Workers.
    CloudflarePages,
}

/// What becomes of earlier commits of a branch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum History {
    /// The branch holds one commit, so that it does not grow.
    #[default]
    Orphan,
    /// Each publish is a commit on top of the last one.
    Append,
}

/// Where a target is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A folder, on this machine or mounted.
    Folder(PathBuf),
    /// A branch of a repository; the remote is a name or an address that git understands.
    Git {
        /// As git is told it.
        remote: String,
        /// Without `refs/heads/`.
        branch: String,
    },
    /// A folder that ssh leads to.
    Sftp {
        /// `host` or `user@host`.
        host: String,
        /// `None` for what ssh is configured to.
        port: Option<u16>,
        /// From the root of the server, or `~/…` from the home folder.
        path: String,
    },
    /// A bucket or container and the folder in it.
    Bucket {
        /// Whose.
        store: Store,
        /// Bucket or container.
        name: String,
        /// Without slashes around it; empty for the whole bucket.
        prefix: String,
    },
    /// A collection, as `http://` or `https://`.
    WebDav(String),
    /// A site of Netlify, by its id or its name.
    Netlify(String),
}

/// Kinds of object stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    /// Amazon S3 and what speaks its language.
    S3,
    /// Google Cloud Storage.
    Gcs,
    /// Azure Blob Storage.
    Azure,
}

const FORMS: &str = "write a folder, `git:REMOTE#BRANCH`, `sftp://USER@HOST/PATH`, `s3://BUCKET/PREFIX`, `gs://BUCKET/PREFIX`, `az://CONTAINER/PREFIX`, `webdav:https://HOST/PATH` or `netlify:SITE`";

impl Destination {
    /// Where it is. Folders are meant from `root`, the folder of the site.
    ///
    /// # Errors
    ///
    /// The address has no known form, holds a password, or a key is set that means nothing there.
    pub fn address(&self, root: &Path) -> Result<Address, Error> {
        let to = self.to.trim();
        if holds_credentials(to) {
            return Err(wrong(
                "an address in `[publish]` holds credentials".to_owned(),
                "take them out; `docs/publishing.md` says where each target looks for them",
            ));
        }
        let address = parse(to, root)?;
        self.check(&address)?;
        Ok(address)
    }

    /// A key that means nothing for a target was set by mistake.
    fn check(&self, address: &Address) -> Result<(), Error> {
        let s3 = matches!(address, Address::Bucket { store: Store::S3, .. });
        let folder = matches!(address, Address::Folder(_));
        let git = matches!(address, Address::Git { .. });
        let instead = self.compress == Some(Compress::Instead);
        let rules = [
            (self.endpoint.is_some(), s3, "`endpoint`", "an `s3://` target"),
            (self.region.is_some(), s3, "`region`", "an `s3://` target"),
            (self.swap, folder, "`swap`", "a folder"),
            (self.history != History::Orphan, git, "`history`", "a `git:` target"),
            (self.domain.is_some(), git, "`domain`", "a `git:` target"),
            (
                instead,
                matches!(address, Address::Bucket { .. }),
                "`compress = \"instead\"`",
                "an object store, which keeps the header that tells browsers",
            ),
        ];
        match rules.iter().find(|(set, fits, ..)| *set && !fits) {
            Some((.., key, only)) => {
                Err(wrong(format!("{key} means nothing for `{}`", self.to), &format!("use it with {only}")))
            }
            None => Ok(()),
        }
    }
}

fn parse(to: &str, root: &Path) -> Result<Address, Error> {
    if let Some(rest) = to.strip_prefix("git:") {
        let (remote, branch) = rest.rsplit_once('#').unwrap_or((rest, "gh-pages"));
        return named(remote, to).and_then(|remote| {
            named(branch, to).map(|branch| Address::Git { remote: remote.to_owned(), branch: branch.to_owned() })
        });
    }
    if let Some(site) = to.strip_prefix("netlify:") {
        return named(site, to).map(|site| Address::Netlify(site.to_owned()));
    }
    if let Some(url) = to.strip_prefix("webdav:") {
        let web = url.starts_with("http://") || url.starts_with("https://");
        return if web { Ok(Address::WebDav(url.trim_end_matches('/').to_owned())) } else { Err(unknown(to)) };
    }
    let Some((scheme, rest)) = to.split_once("://") else {
        return if to.is_empty() { Err(unknown(to)) } else { Ok(Address::Folder(super::resolved(&root.join(to)))) };
    };
    let (name, path) = rest.split_once('/').unwrap_or((rest, ""));
    let store = match scheme {
        "sftp" => return sftp(named(name, to)?, path, to),
        "s3" => Store::S3,
        "gs" => Store::Gcs,
        "az" => Store::Azure,
        _ => return Err(unknown(to)),
    };
    Ok(Address::Bucket { store, name: named(name, to)?.to_owned(), prefix: path.trim_matches('/').to_owned() })
}

fn sftp(host: &str, path: &str, to: &str) -> Result<Address, Error> {
    let (host, port) = match host.rsplit_once(':') {
        Some((host, port)) => (host, Some(port.parse().map_err(|_| unknown(to))?)),
        None => (host, None),
    };
    let path = path.trim_end_matches('/');
    if path.is_empty() {
        return Err(wrong(format!("`{to}` names no folder"), "write the folder after the host: `sftp://HOST/srv/www`"));
    }
    let path = if path == "~" || path.starts_with("~/") { path.to_owned() } else { format!("/{path}") };
    Ok(Address::Sftp { host: host.to_owned(), port, path })
}

/// Whether an address holds a secret. A user alone is none for ssh (`git@host`); over HTTP it may be a token.
fn holds_credentials(to: &str) -> bool {
    let Some((scheme, rest)) = to.split_once("://") else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    host.rsplit_once('@').is_some_and(|(user, _)| user.contains(':') || scheme.contains("http"))
}

/// A part of an address that goes to another program or a server: not empty, and not to be taken for an option.
fn named<'t>(part: &'t str, to: &str) -> Result<&'t str, Error> {
    let plain = !part.is_empty() && !part.starts_with('-') && !part.contains(|c: char| c.is_whitespace());
    if plain { Ok(part) } else { Err(unknown(to)) }
}

fn unknown(to: &str) -> Error {
    wrong(format!("`{to}` is no target"), FORMS)
}

fn wrong(message: String, hint: &str) -> Error {
    Error::Config { place: None, message, hint: Some(hint.to_owned()) }
}

/// The text of `dateline.toml` as an error may show it, and the table: what stands after `=` in a line of `[publish]` or
/// `[push]` is left out, as somebody may have written a password there. Byte offsets up to that place stay the same.
pub(super) fn without_values(written: &str, at: usize) -> Option<(&'static str, String)> {
    let before = written.get(..at)?;
    let table = before.rfind("\n[").map(|start| start + 1).or(before.starts_with('[').then_some(0))?;
    let name = written.get(table..)?.trim_start_matches(['[', ' ']);
    let table = ["publish", "push"].into_iter().find(|table| name.starts_with(table))?;
    let end = before.len() + written.get(at..)?.find('\n').unwrap_or(written.len() - at);
    let start = before.rfind('\n').map_or(0, |start| start + 1);
    let line = written.get(start..end)?;
    let (key, _) = line.split_once('=')?;
    Some((table, format!("{}{key}= …{}", written.get(..start)?, written.get(end..)?)))
}

/// What to write where a key of a target is unknown.
pub(super) fn hint(key: &str) -> Option<String> {
    if ["password", "secret", "token", "key", "user"].iter().any(|word| key.contains(word)) {
        return Some("take it out; `docs/publishing.md` says where each target looks for credentials".to_owned());
    }
    text::nearest(key, KEYS).map(|key| format!("write `{key}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(to: &str) -> Result<Address, Error> {
        let written = toml::from_str::<Destination>(&format!("to = '{to}'")).expect("one key is enough");
        written.address(Path::new("/sites/desk"))
    }

    #[test]
    fn addresses_are_understood() {
        let bucket = |store, name: &str, prefix: &str| Address::Bucket {
            store,
            name: name.to_owned(),
            prefix: prefix.to_owned(),
        };
        let git = |remote: &str, branch: &str| Address::Git { remote: remote.to_owned(), branch: branch.to_owned() };
        for (to, expected) in [
            ("../share", Address::Folder("/sites/share".into())),
            ("/srv/www", Address::Folder("/srv/www".into())),
            ("git:origin", git("origin", "gh-pages")),
            ("git:git@host.example:a/b.git#pages", git("git@host.example:a/b.git", "pages")),
            ("s3://bucket", bucket(Store::S3, "bucket", "")),
            ("gs://bucket/a/b/", bucket(Store::Gcs, "bucket", "a/b")),
            ("netlify:desk", Address::Netlify("desk".to_owned())),
            ("webdav:https://host.example/a/", Address::WebDav("https://host.example/a".to_owned())),
            (
                "sftp://me@host.example:2222/srv/www/",
                Address::Sftp { host: "me@host.example".to_owned(), port: Some(2222), path: "/srv/www".to_owned() },
            ),
            ("sftp://host/~/www", Address::Sftp { host: "host".to_owned(), port: None, path: "~/www".to_owned() }),
        ] {
            assert_eq!(read(to).unwrap_or_else(|error| panic!("{to}: {error}")), expected);
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for to in
            ["", "ftp://host/x", "sftp://host", "git:", "git:--upload-pack=x", "sftp://-oProxyCommand=x/y", "webdav:x"]
        {
            assert!(read(to).is_err(), "{to}");
        }
    }

    #[test]
    fn credentials_are_refused_and_not_repeated() {
        for to in
            ["webdav:https://me:hunter2@host.example/", "sftp://me:hunter2@host/x", "git:https://hunter2@host/a.git"]
        {
            let error = read(to).expect_err("credentials do not belong there");
            assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
        }
    }

    #[test]
    fn values_of_targets_are_not_shown() {
        let written = "title = \"x\"\n[publish.live]\npassword = \"hunter2\"\nto = 'x'\n";
        let at = written.find("password").expect("there");
        let (_, shown) = without_values(written, at).expect("in a target");
        assert!(shown.contains("password = …\nto = 'x'") && !shown.contains("hunter2"), "{shown}");
        assert_eq!(without_values("title = 3\n", 0), None);
    }
}
