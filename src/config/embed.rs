//! What a site offers to wikis and other pages that show parts of it.

use serde::Deserialize;

/// The table `[embed]`: everything is offered unless it is switched off. `docs/exports.md` describes the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Embed {
    /// Text forms in MediaWiki's wikitext.
    pub mediawiki: bool,
    /// Text forms in DokuWiki's syntax.
    pub dokuwiki: bool,
    /// Text forms in Markdown.
    pub markdown: bool,
    /// Text forms in Confluence's storage format.
    pub confluence: bool,
    /// Text forms as fragments of HTML.
    pub html: bool,
    /// Text forms without markup.
    pub plain: bool,
}

impl Default for Embed {
    fn default() -> Self {
        Self { mediawiki: true, dokuwiki: true, markdown: true, confluence: true, html: true, plain: true }
    }
}
