//! What is to be written: routes, and for each a way to its fingerprint and its bytes.

use std::fmt;

use crate::diag::Error;

/// Where a file lies below the output folder: `articles/strategic-dialogue/index.html`. Never begins with `/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(String);

impl Route {
    /// The route of a file.
    pub fn file(path: impl Into<String>) -> Self {
        let path = path.into();
        debug_assert!(!path.starts_with('/') && !path.split('/').any(|part| part == ".." || part.is_empty()), "{path}");
        Self(path)
    }

    /// The route of the page of a folder: `folder/index.html`, or `index.html` for the empty string.
    pub fn folder(path: &str) -> Self {
        Self(if path.is_empty() { "index.html".to_owned() } else { format!("{path}/index.html") })
    }

    /// The path below the output folder.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What leads from this file's folder up to the site's root: `` or `../../`.
    pub fn to_root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }

    /// A link from the page at `self` to the file at `target`. It names `index.html`, so that it works from disk too.
    pub fn link(&self, target: &Self) -> String {
        let here: Vec<&str> = self.0.split('/').collect();
        let there: Vec<&str> = target.0.split('/').collect();
        let shared = here.iter().zip(&there).take(here.len().min(there.len()) - 1).take_while(|(a, b)| a == b).count();
        let up = "../".repeat(here.len() - 1 - shared);
        let down = there.get(shared..).unwrap_or_default().join("/");
        format!("{up}{down}")
    }

    /// The address below the site's root as one would publish it: without `index.html`.
    pub fn address(&self) -> &str {
        match self.0.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => &self.0,
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A digest (BLAKE3, 256 bits) of everything a page's bytes depend on.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 32]);

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

impl Fingerprint {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// 64 hexadecimal digits.
    pub fn hex(&self) -> String {
        blake3::Hash::from_bytes(self.0).to_hex().to_string()
    }
}

/// A file that is ready to be made: what it depends on is known, its bytes may not be needed.
pub struct Draft<'a> {
    /// What the bytes depend on.
    pub fingerprint: Fingerprint,
    /// Makes the bytes.
    pub produce: Box<dyn FnOnce() -> Result<Vec<u8>, Error> + 'a>,
}

/// A way to a page's draft. What the draft holds lives for as long as one page is looked at, so that a site of any size
/// takes no more memory than a few of its pages.
pub type Prepare<'a> = Box<dyn Fn() -> Result<Draft<'a>, Error> + Send + Sync + 'a>;

/// One file to be written.
pub struct Page<'a> {
    /// Where it lies.
    pub route: Route,
    /// Gathers what its bytes depend on.
    pub prepare: Prepare<'a>,
}

impl Page<'_> {
    /// Its bytes, whatever is known from before.
    ///
    /// # Errors
    ///
    /// Its template fails.
    pub fn bytes(&self) -> Result<Vec<u8>, Error> {
        let draft = (self.prepare)()?;
        (draft.produce)()
    }
}

/// Files that are made together or not at all: which there are is known when they are made.
pub struct Bundle<'a> {
    /// Where all of them lie, and nothing else: a folder below the output folder, with a slash at its end.
    pub folder: String,
    /// Finds out what they depend on.
    pub fingerprint: Box<dyn Fn() -> Fingerprint + Send + Sync + 'a>,
    /// Makes them.
    pub make: Box<dyn Fn() -> Vec<(Route, Vec<u8>)> + Send + Sync + 'a>,
}

/// All files of a site: single ones, each route once, by route; and those made together.
#[derive(Default)]
pub struct Pages<'a>(pub Vec<Page<'a>>, pub Vec<Bundle<'a>>);

impl fmt::Debug for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page").field("route", &self.route).finish_non_exhaustive()
    }
}

impl fmt::Debug for Bundle<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bundle").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl fmt::Debug for Draft<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}

impl fmt::Debug for Pages<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.0).entries(&self.1).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_and_name_the_file() {
        let check = |from: &str, to: &str, expected: &str| {
            assert_eq!(Route::folder(from).link(&Route::folder(to)), expected, "{from} -> {to}");
        };
        check("", "articles/a", "articles/a/index.html");
        check("articles/a", "", "../../index.html");
        check("articles/a", "articles/b", "../b/index.html");
        check("articles/a", "articles/a", "index.html");
        check("actors/x", "articles/a", "../../articles/a/index.html");
        assert_eq!(Route::folder("articles/a").link(&Route::file("style.css")), "../../style.css");
        assert_eq!(Route::file("404.html").link(&Route::folder("")), "index.html");
    }

    #[test]
    fn an_address_leaves_the_index_out() {
        assert_eq!(Route::folder("articles/a").address(), "articles/a/");
        assert_eq!(Route::folder("").address(), "");
        assert_eq!(Route::file("feeds/site.xml").address(), "feeds/site.xml");
        assert_eq!(Route::folder("a").to_root(), "../");
    }
}
