//! Publishing: makes what is online equal to what was built, safely.
//!
//! What comes in is an output folder and a [`Target`]; what goes out is a [`Plan`] and, when it is carried out, a
//! [`Report`]. One engine for all targets: it sets the manifest of the folder against the one that lies at the target, sends
//! what differs, and removes what an earlier publish sent and the site no longer has. A target knows how to read, write and
//! remove one file, and nothing of sites. Files that dateline did not send stay as they are.
//!
//! A run can be cut off anywhere. Before the first file is sent, the manifest at the target says which files are about to
//! change, by the digest [`plan::UNKNOWN`]; whatever is found so the next time is sent again.

#![expect(
    clippy::disallowed_methods,
    reason = "reads the output folder, talks to targets and asks the clock for locks"
)]

#[cfg(feature = "publish-cloud")]
mod bucket;
mod compress;
mod directory;
pub mod engine;
mod git;
pub mod kind;
mod limits;
pub mod local;
mod lock;
#[cfg(feature = "publish-cloud")]
mod netlify;
pub mod plan;
#[cfg(feature = "publish-cloud")]
mod profile;
pub mod record;
mod retry;
mod sftp;
pub mod target;
#[cfg(feature = "publish-cloud")]
mod webdav;

use std::path::PathBuf;

use self::engine::{Pace, Progress, Settings};
use self::local::{Allow, Local};
use self::plan::Plan;
use self::target::Target;
use crate::config::Config;
use crate::config::publish::{Address, Compress, Destination};
use crate::diag::Error;
use crate::model::served;

/// What is asked for on the command line.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Only says what would be done.
    pub dry_run: bool,
    /// What is published though it had better not.
    pub allow: Vec<Allow>,
    /// The most files to delete; `None` for the target's own, or the default.
    pub max_deletes: Option<usize>,
    /// Sends files beside or instead, whatever the target's own setting.
    pub compress: Option<Compress>,
    /// Takes the place of files that dateline did not send.
    pub force: bool,
    /// Takes a lock away from whoever holds it.
    pub break_lock: bool,
}

/// What a run did, or would do.
#[derive(Clone, Debug)]
pub struct Report {
    /// The target's name.
    pub name: String,
    /// Where it is, as people may see it.
    pub place: String,
    /// What was, or would be, done.
    pub plan: Plan,
    /// Whether it was done.
    pub done: bool,
}

/// Publishes a site to one of its targets, or says what that would do.
///
/// # Errors
///
/// There is no such target, the site is not fit to be published, the target cannot be reached or answers no. What is online
/// then still works, and the next run finishes it.
pub fn publish(config: &Config, name: &str, wish: &Wish, progress: &Progress<'_>) -> Result<Report, Error> {
    let destination = named(config, name)?;
    let address = destination.address(&config.root)?;
    let compress = wish.compress.or(destination.compress);
    let mut local = Local::read(config, &wish.allow)?;
    if matches!(address, Address::Git { .. }) {
        local.add(".nojekyll", Vec::new());
        if let Some(domain) = &destination.domain {
            local.add("CNAME", format!("{domain}\n").into_bytes());
        }
    }
    local.compress(compress);
    limits::check(&local, limits::host(destination, &address))?;
    let target = open(&address, destination, config)?;
    let settings = Settings {
        max_deletes: wish.max_deletes.or(destination.max_deletes),
        page_max_age: destination.page_max_age.unwrap_or(served::PAGE_MAX_AGE),
        force: wish.force,
        break_lock: wish.break_lock,
        memory: Some(lock_memory(config, name)),
        pace: Pace::default(),
    };
    let place = target.place();
    let (plan, done) = if wish.dry_run {
        (engine::plan(&local, target.as_ref(), &settings)?, false)
    } else {
        (engine::run(&local, target.as_ref(), &settings, progress)?, true)
    };
    Ok(Report { name: name.to_owned(), place, plan, done })
}

/// The names of the targets to publish to: those given, or the only one there is.
///
/// # Errors
///
/// None was given, and the site has none or several.
pub fn chosen(config: &Config, given: &[String]) -> Result<Vec<String>, Error> {
    let names: Vec<&String> = config.publish.keys().collect();
    match (given, names.as_slice()) {
        ([], []) => Err(Error::Publish {
            message: "the site has no target".to_owned(),
            hint: Some(format!(
                "name one in `{}`: `[publish.live]`, then `to = \"…\"`; `docs/publishing.md` has examples",
                crate::config::FILE
            )),
        }),
        ([], [only]) => Ok(vec![(*only).clone()]),
        ([], [..]) => Err(Error::Publish {
            message: "the site has several targets".to_owned(),
            hint: Some(format!("name one: {}", listed(config))),
        }),
        (given, _) => {
            given.iter().try_for_each(|name| named(config, name).map(|_| ()))?;
            Ok(given.to_vec())
        }
    }
}

fn named<'c>(config: &'c Config, name: &str) -> Result<&'c Destination, Error> {
    config.publish.get(name).ok_or_else(|| Error::Publish {
        message: format!("the site has no target `{name}`"),
        hint: Some(match config.publish.is_empty() {
            true => format!("add `[publish.{name}]` with `to = \"…\"` to `{}`", crate::config::FILE),
            false => format!("name one of {}", listed(config)),
        }),
    })
}

fn listed(config: &Config) -> String {
    config.publish.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The file that remembers the lock of a run that was cut off, so that the next run here need not wait for it to age.
fn lock_memory(config: &Config, name: &str) -> PathBuf {
    let safe: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    config.folders.cache.join(format!("publish-{safe}.lock"))
}

fn open(address: &Address, destination: &Destination, config: &Config) -> Result<Box<dyn Target>, Error> {
    Ok(match address {
        Address::Folder(folder) if destination.swap => Box::new(directory::Swapped::new(folder)),
        Address::Folder(folder) => Box::new(directory::Directory::new(folder)),
        Address::Git { remote, branch } => Box::new(git::Branch::open(remote, branch, destination.history, config)?),
        Address::Sftp { host, port, path } => Box::new(sftp::Sftp::new(host, *port, path)),
        #[cfg(feature = "publish-cloud")]
        Address::Bucket { store, name, prefix } => Box::new(bucket::Bucket::open(*store, name, prefix, destination)?),
        #[cfg(feature = "publish-cloud")]
        Address::WebDav(url) => Box::new(webdav::WebDav::open(url)?),
        #[cfg(feature = "publish-cloud")]
        Address::Netlify(site) => Box::new(netlify::Netlify::open(site)?),
        #[cfg(not(feature = "publish-cloud"))]
        Address::Bucket { .. } | Address::WebDav(_) | Address::Netlify(_) => {
            return Err(Error::Publish {
                message: "this program was made without object stores, WebDAV and Netlify".to_owned(),
                hint: Some("install it with `cargo install --path . --features publish-cloud`".to_owned()),
            });
        }
    })
}
