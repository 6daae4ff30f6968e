//! What hosts take, looked at before the first byte is sent.
//!
//! The numbers are those that the hosts' own pages gave in 2026; a host may change them.

use crate::config::publish::{Address, Destination, Host};
use crate::diag::Error;
use crate::publish::local::Local;

/// What a host takes.
struct Limits {
    name: &'static str,
    files: usize,
    /// Bytes of one file and of all.
    file: u64,
    all: u64,
}

const MIB: u64 = 1024 * 1024;

/// The host whose limits count: the one that is named, or the one that an address gives away.
pub(super) fn host(destination: &Destination, address: &Address) -> Option<Host> {
    destination.host.or(match address {
        Address::Git { remote, .. } if remote.contains("github.com") => Some(Host::GithubPages),
        Address::Git { remote, .. } if remote.contains("gitlab.com") => Some(Host::GitlabPages),
        _ => None,
    })
}

fn limits(host: Host) -> Limits {
    match host {
        // A push refuses files above 100 MiB; a published site may have 1 GB.
        Host::GithubPages => Limits { name: "GitHub Pages", files: usize::MAX, file: 100 * MIB, all: 1_000_000_000 },
        Host::GitlabPages => Limits { name: "GitLab Pages", files: 200_000, file: u64::MAX, all: 1024 * MIB },
        Host::CloudflarePages => Limits { name: "Cloudflare Pages", files: 20_000, file: 25 * MIB, all: u64::MAX },
    }
}

/// Refuses a site that the host would not take.
pub(super) fn check(local: &Local, host: Option<Host>) -> Result<(), Error> {
    let Some(host) = host else { return Ok(()) };
    let limits = limits(host);
    let files = local.files();
    let name = limits.name;
    if files.len() > limits.files {
        return refused(format!("{name} takes {} files, and the site has {}", limits.files, files.len()));
    }
    if let Some((route, file)) = files.iter().find(|(_, file)| file.size > limits.file) {
        let (most, has) = (limits.file / MIB, file.size.div_ceil(MIB));
        return refused(format!("{name} takes files of {most} MiB, and `{route}` has {has} MiB"));
    }
    let all: u64 = files.values().map(|file| file.size).sum();
    if all > limits.all {
        return refused(format!("{name} takes sites of {} MB, and this one has {} MB", limits.all / MIB, all / MIB));
    }
    if host == Host::CloudflarePages { rules(local, name) } else { Ok(()) }
}

/// `_redirects` and `_headers`: what is above the limits is ignored by the host without a word.
fn rules(local: &Local, name: &str) -> Result<(), Error> {
    for (route, most) in [("_redirects", 2_100), ("_headers", 100)] {
        if !local.files().contains_key(route) {
            continue;
        }
        let bytes = local.bytes(route)?;
        let text = String::from_utf8_lossy(&bytes);
        let rules = text.lines().filter(|line| !line.starts_with([' ', '\t', '#']) && !line.trim().is_empty()).count();
        if rules > most {
            return refused(format!("{name} takes {most} rules in `{route}`, and it has {rules}"));
        }
        if let Some(at) = text.lines().position(|line| line.chars().count() > 2_000) {
            return refused(format!("{name} takes lines of 2,000 characters; line {} of `{route}` is longer", at + 1));
        }
    }
    Ok(())
}

fn refused(message: String) -> Result<(), Error> {
    let hint = "make the site smaller, or choose another host; nothing was sent".to_owned();
    Err(Error::Publish { message, hint: Some(hint) })
}
