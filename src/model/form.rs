//! Text forms: what is known about an article, an actor or a topic, written in the markup of another program.

use std::fmt;

/// A markup that text forms are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Markup {
    /// MediaWiki's wikitext.
    MediaWiki,
    /// DokuWiki's syntax.
    DokuWiki,
    /// CommonMark with tables.
    Markdown,
    /// Confluence's storage format.
    Confluence,
    /// A fragment of HTML, without scripts and styles.
    Html,
    /// No markup.
    Plain,
}

/// What a text form is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// One article.
    Article,
    /// What is known about an actor.
    Actor,
    /// What is known about a topic.
    Topic,
}

/// One text form. Its links are full addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// What it is about.
    pub about: About,
    /// The slug of the page that it stands for; with `about` it names the page for good.
    pub slug: String,
    /// What the page is called, as plain text.
    pub title: String,
    /// The full address of the page.
    pub address: String,
    /// The text in its markup; begins with no heading of its own.
    pub text: String,
}

impl Markup {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::MediaWiki, Self::DokuWiki, Self::Markdown, Self::Confluence, Self::Html, Self::Plain];

    /// Its name in commands, configuration and names of files.
    pub fn name(self) -> &'static str {
        match self {
            Self::MediaWiki => "mediawiki",
            Self::DokuWiki => "dokuwiki",
            Self::Markdown => "markdown",
            Self::Confluence => "confluence",
            Self::Html => "html",
            Self::Plain => "plain",
        }
    }
}

impl About {
    /// The part of a route that says it: `actor`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Actor => "actor",
            Self::Topic => "topic",
        }
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
