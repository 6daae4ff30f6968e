//! What web servers are told: how to call files, how long these may be kept, who may show pages in a frame, and what has
//! moved. One file a server.

mod apache;
mod caddy;
mod headers;
mod nginx;
mod redirects;

use crate::config::Config;
use crate::config::hosting::HostFile;
use crate::model::page::Route;
use crate::model::served;
use crate::render::moved::Moved;
use crate::text;

/// Names with a digest of the content, as regular expressions of Perl's kind; see [`served::is_fingerprinted`].
const FINGERPRINTED: &str = r"[._-](?=[0-9]*[a-f])[0-9a-f]{6,}\.[^./]+$";

/// Folders whose files are named after something, as an alternative of a regular expression; see [`served::NAMED`].
fn named() -> String {
    let folders: Vec<&str> = served::NAMED.iter().map(|folder| folder.trim_end_matches('/')).collect();
    format!("(?:{})/", folders.join("|"))
}

/// What the files say.
#[derive(Debug)]
pub(super) struct Rules {
    /// The path of the site's address, with a slash at both ends.
    root: String,
    /// Headers of every file.
    every: Vec<(&'static str, String)>,
    /// How long files may be kept that the next build may change.
    for_now: String,
    /// Earlier addresses and present ones, as they stand in an address, without the root.
    moved: Vec<(From, String)>,
    /// Files of the site whose name has a digest in it.
    fingerprinted: Vec<Route>,
    /// Endings of files for which the site has types that servers may not know.
    endings: Vec<&'static str>,
}

/// An earlier address.
#[derive(Debug)]
struct From {
    /// As a server sees it once it is decoded.
    plain: String,
    /// As it stands in an address.
    escaped: String,
    /// Whether it was a folder, with or without a slash at the end.
    folder: bool,
}

impl Rules {
    /// The rules for a site with these files.
    pub(super) fn new<'r>(config: &Config, moved: &[Moved], routes: impl Iterator<Item = &'r Route>) -> Self {
        let mut every = vec![
            ("X-Content-Type-Options", "nosniff".to_owned()),
            ("Referrer-Policy", "strict-origin-when-cross-origin".to_owned()),
        ];
        if let Some(frames) = &config.hosting.frames {
            let sites: String = frames.iter().map(|site| format!(" {}", site.as_str())).collect();
            every.push(("Content-Security-Policy", format!("frame-ancestors 'self'{sites}")));
        }
        let from = |moved: &Moved| From {
            plain: moved.from.clone(),
            escaped: as_asked(&moved.from),
            folder: !moved.is_file(),
        };
        let mut rules = Self {
            root: config.base_url.as_deref().map(super::page::below_host).unwrap_or_else(|| "/".to_owned()),
            every,
            for_now: served::for_now(config.hosting.page_max_age.unwrap_or(served::PAGE_MAX_AGE)),
            moved: moved.iter().map(|moved| (from(moved), text::escape_path(moved.to.address()))).collect(),
            fingerprinted: Vec::new(),
            endings: Vec::new(),
        };
        for route in routes {
            rules.see(route);
        }
        rules
    }

    fn see(&mut self, route: &Route) {
        if served::is_fingerprinted(route.as_str()) {
            self.fingerprinted.push(route.clone());
        }
        let ending = headers::ENDINGS.iter().find(|ending| route.as_str().ends_with(*ending));
        self.endings.extend(ending.filter(|ending| !self.endings.contains(ending)));
    }

    /// The file.
    pub(super) fn text(&self, file: HostFile) -> String {
        match file {
            HostFile::Headers => headers::text(self),
            HostFile::Redirects => redirects::text(self),
            HostFile::Htaccess => apache::text(self),
            HostFile::Nginx => nginx::text(self),
            HostFile::Caddy => caddy::text(self),
        }
    }
}

/// An earlier address as a browser asks for it. Characters that mean something there cannot stand in one.
fn as_asked(path: &str) -> String {
    path.chars()
        .map(|c| if c.is_ascii() { c.to_string() } else { text::escape_path(c.encode_utf8(&mut [0; 4])) })
        .collect()
}

/// A text that a regular expression finds as it stands.
fn pattern(text: &str) -> String {
    let special = |c: &char| r"\.+*?()|[]{}^$".contains(*c);
    text.chars().flat_map(|c| special(&c).then_some('\\').into_iter().chain([c])).collect()
}
