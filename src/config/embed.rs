//! What a site offers to wikis and other pages that show parts of it.

use serde::Deserialize;

/// The table `[embed]`: what a wiki can fetch by itself is offered unless it is switched off. What makes a large site much
/// larger has to be switched on. `docs/exports.md` describes the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Embed {
    /// Pages for frames, of articles.
    pub articles: bool,
    /// Of actors.
    pub actors: bool,
    /// Of topics.
    pub topics: bool,
    /// Of timelines: that of everything and those of topics.
    pub timelines: bool,
    /// Of single quotations.
    pub quotations: bool,
    /// oEmbed files beside pages.
    pub oembed: bool,
    /// What to put into other pages, on each page.
    pub panel: bool,
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
        Self {
            articles: true,
            actors: true,
            topics: true,
            timelines: true,
            quotations: false,
            oembed: true,
            panel: true,
            mediawiki: true,
            dokuwiki: true,
            markdown: true,
            confluence: false,
            html: true,
            plain: false,
        }
    }
}
