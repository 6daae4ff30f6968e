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
    /// Rules in files that it reads.
    rules: &'static [Rules],
}

/// How many rules a file may have.
struct Rules {
    route: &'static str,
    /// Which of them count, and what they are called.
    which: fn(&str) -> bool,
    what: &'static str,
    most: usize,
}

const HEADERS: Rules = Rules { route: "_headers", which: |_| true, what: "rules", most: 100 };
const REDIRECTS: Rules = Rules { route: "_redirects", which: |_| true, what: "rules", most: 1_000 };
const FIXED: Rules =
    Rules { route: "_redirects", which: |from| !is_pattern(from), what: "rules for one address each", most: 2_000 };
const PATTERNS: Rules =
    Rules { route: "_redirects", which: is_pattern, what: "rules with `*` or `:` in the address", most: 100 };

fn is_pattern(from: &str) -> bool {
    from.contains('*') || from.contains("/:")
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
        Host::GithubPages => {
            Limits { name: "GitHub Pages", files: usize::MAX, file: 100 * MIB, all: 1_000_000_000, rules: &[] }
        }
        Host::GitlabPages => {
            Limits { name: "GitLab Pages", files: 200_000, file: u64::MAX, all: 1024 * MIB, rules: &[REDIRECTS] }
        }
        Host::CloudflarePages => Limits {
            name: "Cloudflare Pages",
            files: 20_000,
            file: 25 * MIB,
            all: u64::MAX,
            rules: &[FIXED, PATTERNS, HEADERS],
        },
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
    rules(local, name, limits.rules)
}

/// `_redirects` and `_headers`: what is above the limits is ignored by the host without a word.
fn rules(local: &Local, name: &str, rules: &[Rules]) -> Result<(), Error> {
    for Rules { route, which, what, most } in rules {
        if !local.files().contains_key(*route) {
            continue;
        }
        let bytes = local.bytes(route)?;
        let text = String::from_utf8_lossy(&bytes);
        let begins_rule = |line: &&str| !line.starts_with([' ', '\t', '#']) && !line.trim().is_empty();
        let from = |line: &str| line.split_whitespace().next().is_some_and(which);
        let count = text.lines().filter(begins_rule).filter(|line| from(line)).count();
        if count > *most {
            return refused(format!("{name} takes {most} {what} in `{route}`, and it has {count}"));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(host: Host, files: &[(&str, String)]) -> Option<String> {
        let mut local = Local::default();
        for (route, text) in files {
            local.add(route, text.clone().into_bytes());
        }
        match check(&local, Some(host)) {
            Err(Error::Publish { message, .. }) => Some(message),
            _ => None,
        }
    }

    fn lines(count: usize, of: impl Fn(usize) -> String) -> String {
        (0..count).map(|number| of(number) + "\n").collect()
    }

    #[test]
    fn rules_of_hosts_are_counted_as_these_count() {
        let fixed = |count| ("_redirects", lines(count, |number| format!("/a{number} /b/ 301")));
        assert_eq!(refusal(Host::CloudflarePages, &[fixed(2_000)]), None);
        let message = refusal(Host::CloudflarePages, &[fixed(2_001)]).expect("one too many");
        assert!(message.contains("2000 rules for one address each in `_redirects`, and it has 2001"), "{message}");
        let patterns = ("_redirects", lines(101, |number| format!("/a{number}/* /b/:splat 301")));
        assert!(refusal(Host::CloudflarePages, &[patterns]).is_some());
        assert!(refusal(Host::GitlabPages, &[fixed(1_001)]).is_some());
        assert_eq!(refusal(Host::GithubPages, &[fixed(9_000)]), None, "no host of ours reads it");
        let headers = |count| ("_headers", lines(count, |number| format!("/a{number}\n  X-A: b")));
        assert_eq!(refusal(Host::CloudflarePages, &[headers(100)]), None, "lines of headers are no rules");
        assert!(refusal(Host::CloudflarePages, &[headers(101)]).is_some());
    }

    #[test]
    fn numbers_and_sizes_are_looked_at() {
        let many: Vec<(String, String)> = (0..20_001).map(|number| (format!("{number}.html"), String::new())).collect();
        let many: Vec<(&str, String)> = many.iter().map(|(route, text)| (route.as_str(), text.clone())).collect();
        assert!(refusal(Host::CloudflarePages, &many).is_some_and(|message| message.contains("20000 files")));
        assert_eq!(refusal(Host::GithubPages, &many), None);
        let large = [("a.bin", "x".repeat(25 * MIB as usize + 1))];
        assert!(refusal(Host::CloudflarePages, &large).is_some_and(|message| message.contains("`a.bin` has 26 MiB")));
    }
}
