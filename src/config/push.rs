//! `[push.NAME]` of `dateline.toml`: the wikis that take pages of the site.
//!
//! Nothing here holds a secret, and nothing may: `docs/pushing.md` says where a login is looked for. An address with a
//! password in it is refused without being repeated.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diag::Error;
use crate::text;

/// The wikis of a site, by name.
pub type Wikis = BTreeMap<String, Wiki>;

/// One wiki as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wiki {
    /// Which program it is.
    to: String,
    /// Its address; [`Wiki::checked`] reads it.
    url: String,
    /// What the names of its pages begin with.
    prefix: Option<String>,
    /// Which pages go there.
    #[serde(default = "everything")]
    pages: Vec<Part>,
    /// What the marker above a generated part says to those who edit the page.
    note: Option<String>,
    /// Confluence: the key of the space.
    space: Option<String>,
    /// Confluence: the id of the page that new pages are put below.
    parent: Option<String>,
}

/// The keys of a wiki, for naming the nearest one.
const KEYS: [&str; 7] = ["to", "url", "prefix", "pages", "note", "space", "parent"];

/// A wiki, with what it says looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// Which program it is.
    pub kind: Kind,
    /// Its address, `http://` or `https://`, without a slash at the end.
    pub url: String,
    /// What the names of its pages begin with.
    pub prefix: String,
    /// Which pages go there.
    pub pages: Vec<Part>,
    /// What the marker above a generated part says.
    pub note: String,
    /// Confluence: the key of the space; empty elsewhere.
    pub space: String,
    /// Confluence: the id of the page that new pages are put below.
    pub parent: Option<String>,
}

/// Programs whose wikis can be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// MediaWiki.
    MediaWiki,
    /// DokuWiki.
    DokuWiki,
    /// Confluence, on premises or in Atlassian's cloud.
    Confluence,
}

/// Kinds of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Articles.
    Article,
    /// Actors.
    Actor,
    /// Topics.
    Topic,
}

/// What the command line says of a wiki; each field wins over `dateline.toml`.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// `--url`.
    pub url: Option<String>,
    /// `--prefix`.
    pub prefix: Option<String>,
    /// `--space`.
    pub space: Option<String>,
}

const NOTE: &str = "written by dateline; write above or below, not between the markers";

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::MediaWiki, Self::DokuWiki, Self::Confluence];

    /// Its name in configuration and commands.
    pub fn name(self) -> &'static str {
        match self {
            Self::MediaWiki => "mediawiki",
            Self::DokuWiki => "dokuwiki",
            Self::Confluence => "confluence",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Wiki {
    /// A wiki that `dateline.toml` does not name.
    pub fn unnamed(kind: Kind, url: &str) -> Self {
        Self {
            to: kind.name().to_owned(),
            url: url.to_owned(),
            prefix: None,
            pages: everything(),
            note: None,
            space: None,
            parent: None,
        }
    }

    /// What it says, where that can be used.
    ///
    /// # Errors
    ///
    /// The kind is unknown, the address is none or holds a login, or a key is missing or means nothing there.
    pub fn checked(&self, given: &Given) -> Result<Destination, Error> {
        let kind = Kind::named(&self.to).ok_or_else(|| {
            wrong(format!("`{}` is no kind of wiki", self.to), "write `mediawiki`, `dokuwiki` or `confluence`")
        })?;
        let url = address(given.url.as_deref().unwrap_or(&self.url))?;
        let space = given.space.clone().or_else(|| self.space.clone());
        let confluence = kind == Kind::Confluence;
        for (set, key) in [(space.is_some(), "space"), (self.parent.is_some(), "parent")] {
            if set && !confluence {
                return Err(wrong(format!("`{key}` means nothing for a {} wiki", self.to), "use it with `confluence`"));
            }
        }
        if confluence && space.as_deref().is_none_or(str::is_empty) {
            return Err(wrong(
                "a Confluence wiki needs the key of a space".to_owned(),
                "add `space = \"…\"`; it stands in the addresses of the space's pages",
            ));
        }
        let prefix = given.prefix.as_deref().or(self.prefix.as_deref()).unwrap_or(match kind {
            Kind::MediaWiki | Kind::Confluence => "Briefings/",
            Kind::DokuWiki => "briefings:",
        });
        Ok(Destination {
            kind,
            url,
            prefix: checked_prefix(prefix, kind)?,
            pages: self.pages.clone(),
            note: checked_note(self.note.as_deref().unwrap_or(NOTE))?,
            space: space.unwrap_or_default(),
            parent: self.parent.clone(),
        })
    }
}

fn everything() -> Vec<Part> {
    vec![Part::Article, Part::Actor, Part::Topic]
}

/// The address of a wiki. What may be a password is not repeated.
fn address(url: &str) -> Result<String, Error> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    let host = rest.split('/').next().unwrap_or_default();
    if host.contains('@') {
        return Err(wrong(
            "the address of a wiki in `[push]` holds a login".to_owned(),
            "take it out; `docs/pushing.md` says where a login is looked for",
        ));
    }
    if host.is_empty() || rest.contains(['?', '#', ' ']) || rest.contains(char::is_control) {
        return Err(wrong(
            format!("`{url}` is no address of a wiki"),
            "write the whole address, such as `https://wiki.example.org`",
        ));
    }
    Ok(url.trim_end_matches('/').to_owned())
}

/// A prefix keeps pages of the site apart from all others, so there has to be one.
fn checked_prefix(prefix: &str, kind: Kind) -> Result<String, Error> {
    let bad = |c: char| c.is_control() || "#<>[]|{}_%&~".contains(c);
    let empty = prefix.trim_matches([' ', '/', ':', '.']).is_empty();
    if empty || prefix.contains(bad) || prefix.starts_with([' ', '/', ':', '.']) || prefix.len() > 100 {
        return Err(wrong(
            format!("`{prefix}` cannot begin the names of pages"),
            "write a word or two, such as `Briefings/`; in DokuWiki a namespace, such as `briefings:`",
        ));
    }
    if kind != Kind::DokuWiki {
        return Ok(prefix.to_owned());
    }
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, ':' | '-');
    if !prefix.chars().all(plain) || prefix.contains("::") {
        return Err(wrong(
            format!("`{prefix}` is no namespace of DokuWiki"),
            "write small letters, digits, `-` and `:`, such as `desk:briefings:`",
        ));
    }
    Ok(format!("{}:", prefix.trim_end_matches(':')))
}

/// A note stands in a comment, a line or an attribute, and must not end it.
fn checked_note(note: &str) -> Result<String, Error> {
    let bad = |c: char| c.is_control() || "<>|{}[]&\"".contains(c);
    if note.contains(bad) || note.contains("--") || note.len() > 300 {
        return Err(wrong(
            "`note` has a sign that would end the marker it stands in".to_owned(),
            "write plain words without `<>|{}[]&\"` and `--`",
        ));
    }
    Ok(note.trim().to_owned())
}

fn wrong(message: String, hint: &str) -> Error {
    Error::Config { place: None, message, hint: Some(hint.to_owned()) }
}

/// What to write where a key of a wiki is unknown.
pub(super) fn hint(key: &str) -> Option<String> {
    if ["password", "secret", "token", "key", "user", "login"].iter().any(|word| key.contains(word)) {
        return Some("take it out; `docs/pushing.md` says where a login is looked for".to_owned());
    }
    text::nearest(key, KEYS).map(|key| format!("write `{key}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(written: &str) -> Result<Destination, Error> {
        toml::from_str::<Wiki>(written).expect("keys are known").checked(&Given::default())
    }

    #[test]
    fn a_wiki_has_defaults() {
        let wiki = read("to = 'mediawiki'\nurl = 'https://wiki.example/w/'").expect("fine");
        assert_eq!((wiki.url.as_str(), wiki.prefix.as_str()), ("https://wiki.example/w", "Briefings/"));
        assert_eq!(wiki.pages.len(), 3);
        let wiki = read("to = 'dokuwiki'\nurl = 'http://wiki'\nprefix = 'desk'\npages = ['topic']").expect("fine");
        assert_eq!((wiki.prefix.as_str(), wiki.pages.as_slice()), ("desk:", &[Part::Topic][..]));
    }

    #[test]
    fn what_cannot_be_used_is_refused() {
        for written in [
            "to = 'twiki'\nurl = 'https://wiki.example'",
            "to = 'mediawiki'\nurl = 'wiki.example'",
            "to = 'mediawiki'\nurl = 'https://wiki.example/?title=x'",
            "to = 'mediawiki'\nurl = 'https://wiki.example'\nspace = 'X'",
            "to = 'mediawiki'\nurl = 'https://wiki.example'\nprefix = '/'",
            "to = 'mediawiki'\nurl = 'https://wiki.example'\nprefix = 'a[b]'",
            "to = 'mediawiki'\nurl = 'https://wiki.example'\nnote = 'x --> y'",
            "to = 'dokuwiki'\nurl = 'https://wiki.example'\nprefix = 'Desk'",
            "to = 'confluence'\nurl = 'https://wiki.example'",
        ] {
            assert!(read(written).is_err(), "{written}");
        }
    }

    #[test]
    fn a_login_in_an_address_is_refused_and_not_repeated() {
        let error = read("to = 'mediawiki'\nurl = 'https://me:hunter2@wiki.example'").expect_err("it holds a login");
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    }
}
