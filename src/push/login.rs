//! Where a login comes from: the environment, or the `.netrc` that other programs of the same person use. Neither MediaWiki nor
//! DokuWiki nor Confluence has a file with passwords for programs that write from outside; `.netrc` is what such programs share.

use std::path::PathBuf;

use crate::http::Login;

/// Names in the environment: `DATELINE_PUSH_USER`, or for the wiki `desk` alone `DATELINE_PUSH_DESK_USER`.
const BEFORE: &str = "DATELINE_PUSH";

/// Who writes.
#[derive(Clone)]
pub(super) enum Account {
    /// A user and a password.
    User { user: String, password: String },
    /// A token that stands for both.
    Token(String),
}

/// The account for a wiki. `name` is that of `[push.NAME]`, `host` what the address names.
pub(super) fn account(name: &str, host: &str) -> Option<Account> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    from_environment(name, variable).or_else(|| {
        let netrc = std::fs::read_to_string(netrc_file()?).ok()?;
        let (user, password) = from_netrc(&netrc, host)?;
        Some(Account::User { user, password })
    })
}

fn from_environment(name: &str, variable: impl Fn(&str) -> Option<String>) -> Option<Account> {
    let own: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
    // All of an account comes from one place: a user of one with the password of another is never meant.
    [format!("{BEFORE}_{own}"), BEFORE.to_owned()].iter().find_map(|before| {
        let part = |part: &str| variable(&format!("{before}_{part}"));
        match (part("USER"), part("PASSWORD"), part("TOKEN")) {
            (Some(user), Some(password), None) => Some(Account::User { user, password }),
            // Atlassian's cloud takes the token of an account together with its address.
            (Some(user), None, Some(password)) => Some(Account::User { user, password }),
            (None, None, Some(token)) => Some(Account::Token(token)),
            _ => None,
        }
    })
}

fn netrc_file() -> Option<PathBuf> {
    let home = || Some(PathBuf::from(std::env::var_os(if cfg!(windows) { "USERPROFILE" } else { "HOME" })?));
    match std::env::var_os("NETRC") {
        Some(file) => Some(file.into()),
        None => Some(home()?.join(if cfg!(windows) { "_netrc" } else { ".netrc" })),
    }
}

/// User and password of a host. A `default` counts for no wiki: it would send a password to wherever an address leads.
fn from_netrc(text: &str, host: &str) -> Option<(String, String)> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    let mut words = lines.flat_map(str::split_whitespace);
    let (mut user, mut password, mut meant) = (None, None, false);
    while let Some(word) = words.next() {
        match word {
            "machine" | "default" => {
                if meant {
                    break;
                }
                meant = word == "machine" && words.next() == Some(host);
            }
            "login" => user = words.next().filter(|_| meant).or(user),
            "password" => password = words.next().filter(|_| meant).or(password),
            "account" => drop(words.next()),
            _ => {}
        }
    }
    Some((user?.to_owned(), password?.to_owned()))
}

impl Account {
    /// What must never be shown.
    pub(super) fn secrets(&self) -> Vec<String> {
        match self {
            Self::User { password, .. } => vec![password.clone()],
            Self::Token(token) => vec![token.clone()],
        }
    }

    /// The account as it goes with each request.
    pub(super) fn with_each_request(&self) -> Login {
        match self {
            Self::User { user, password } => Login::Basic { user: user.clone(), password: password.clone() },
            Self::Token(token) => Login::Bearer(token.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, set: &[(&str, &str)]) -> String {
        let variable = |name: &str| set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        match from_environment(name, variable) {
            Some(Account::User { user, password }) => format!("{user}/{password}"),
            Some(Account::Token(token)) => token,
            None => String::new(),
        }
    }

    #[test]
    fn the_wikis_own_variables_win_and_are_not_mixed_with_others() {
        let general = [("DATELINE_PUSH_USER", "bot"), ("DATELINE_PUSH_PASSWORD", "pw")];
        assert_eq!(found("wiki", &general), "bot/pw");
        let mut both = general.to_vec();
        both.push(("DATELINE_PUSH_MY_WIKI_TOKEN", "tok"));
        assert_eq!(found("my-wiki", &both), "tok");
        assert_eq!(found("other", &both), "bot/pw");
        assert_eq!(found("wiki", &general[..1]), "");
        assert_eq!(found("c", &[("DATELINE_PUSH_USER", "a@b"), ("DATELINE_PUSH_TOKEN", "t")]), "a@b/t");
    }

    #[test]
    fn a_netrc_is_read() {
        let text = "# machine wiki.example login no password no\nmachine other.example login o password p\n\
                    machine wiki.example\n  login bot@desk\n  password hunter2\nmachine z login z password z\ndefault login d password d\n";
        assert_eq!(from_netrc(text, "wiki.example"), Some(("bot@desk".to_owned(), "hunter2".to_owned())));
        assert_eq!(from_netrc(text, "unknown.example"), None);
    }
}
