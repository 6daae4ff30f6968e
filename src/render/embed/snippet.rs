//! What one puts into a page of somebody else to show a part of the site there: a link, a frame, or a text in the markup of
//! a wiki.

use super::Embed;
use crate::config::Config;
use crate::model::corpus::{Corpus, TopicId};
use crate::model::form::Markup;
use crate::render::document::{Block, Document, Inline};
use crate::render::export::{Format, Subject};
use crate::render::form;
use crate::render::site::Site;
use crate::render::theme::Theme;
use crate::render::view::{LinkView, PanelView, SnippetView};
use crate::text;

/// How wide and how high a frame is that does not know better, in pixels.
pub(super) const SIZE: (u32, u32) = (640, 480);

/// What a frame lets its page do: tell how high it is, and open its links in windows of their own.
const SANDBOX: &str = "allow-scripts allow-popups allow-popups-to-escape-sandbox";

/// What somebody wants to put there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum As {
    /// The address of the embed page.
    Link,
    /// A frame with the embed page.
    Frame,
    /// The text form; where there is none, a link to the embed page in this markup.
    Text(Markup),
}

/// The colours of an embed page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Light, whatever the reader's system does.
    Light,
    /// Dark.
    Dark,
    /// As the reader's system.
    Auto,
}

/// Why there is nothing to put there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The site does not know its address.
    Address,
    /// There is no such page; the name of the one that is most like it.
    Page(Option<String>),
    /// The site does not offer embed pages of this kind; the key in `[embed]` that does.
    SwitchedOff(&'static str),
}

/// What to put into a page of somebody else to show the page `named`: a route, the address of a page or of an embed page,
/// or a file of the content.
///
/// # Errors
///
/// There is no such page, or nothing that can be shown elsewhere.
pub fn snippet(
    corpus: &Corpus,
    theme: &Theme,
    config: &Config,
    (named, wanted, look): (&str, As, Look),
) -> Result<String, Missing> {
    let site = Site::new(corpus, theme, config);
    let base = config.base_url.as_deref().ok_or(Missing::Address)?;
    let embed = found(&site, named)?;
    let text = match (wanted, embed) {
        (As::Text(markup), Embed::Subject(subject)) if form::about(subject).is_some() => {
            return Ok(form::document(&site, subject, base).written(markup));
        }
        (As::Text(markup), embed) => Some(markup).map(|markup| link_in(&site, base, embed, (markup, look))),
        (As::Link | As::Frame, _) => None,
    };
    if !embed.is_on(&site) {
        return Err(Missing::SwitchedOff(embed.key()));
    }
    Ok(match text {
        Some(text) => text,
        None if wanted == As::Link => format!("{}\n", address(&site, base, embed, look)),
        None => format!("{}\n", frame(&site, base, embed, look)),
    })
}

/// The part of the site that a name means.
fn found(site: &Site<'_>, named: &str) -> Result<Embed, Missing> {
    let below = site.config.base_url.as_deref().and_then(|base| named.strip_prefix(base)).unwrap_or(named);
    let path = below.split(['?', '#']).next().unwrap_or_default().trim_start_matches("./").trim_matches('/');
    let path = path.strip_suffix("index.html").unwrap_or(path).trim_end_matches('/');
    let all = Embed::every(site);
    let is_it = |embed: &&Embed| embed.names(site).iter().any(|name| name == path);
    if let Some(embed) = all.iter().find(is_it) {
        return Ok(*embed);
    }
    let slug = |embed: &&Embed| matches!(embed, Embed::Subject(subject) if subject.slug(site) == path);
    if let Some(embed) = all.iter().find(slug) {
        return Ok(*embed);
    }
    let names: Vec<String> = all.iter().flat_map(|embed| embed.names(site)).collect();
    let slugs = all.iter().filter_map(|embed| match embed {
        Embed::Subject(subject) => Some(subject.slug(site)),
        Embed::Timeline(_) | Embed::Quotation(_) => None,
    });
    Err(Missing::Page(text::nearest(path, names.iter().map(String::as_str).chain(slugs)).map(str::to_owned)))
}

impl Embed {
    /// All that could be shown elsewhere, whether the site offers it or not.
    fn every(site: &Site<'_>) -> Vec<Self> {
        let subjects = Subject::all(site).filter(|subject| *subject != Subject::Site).map(Self::Subject);
        let timelines = (0..site.corpus.topics.len() as u32).map(|id| Self::Timeline(TopicId(id)));
        let quotations = site.corpus.article_ids().flat_map(|id| super::quotations(site, id)).map(Self::Quotation);
        subjects.chain(timelines).chain(quotations).collect()
    }

    /// What it may be called: the route of its page or its embed page, the file of the content that it shows.
    fn names(self, site: &Site<'_>) -> Vec<String> {
        let mut names = vec![self.route(site).as_str().to_owned()];
        match self {
            Self::Subject(subject) => {
                names.push(subject.folder(site));
                names.extend(subject.file(site).map(|file| file.as_str().to_owned()));
                let file = subject.file(site).and_then(|file| file.as_str().rsplit('/').next().map(str::to_owned));
                names.extend(file);
            }
            Self::Timeline(id) => names.push(format!("topics/{}/timeline", site.corpus.topic(id).slug)),
            Self::Quotation(id) => {
                let briefing = site.corpus.briefing(id.article);
                names.extend(briefing.quotations.get(id.index as usize).cloned());
            }
        }
        names
    }

    /// The key in `[embed]` that switches it on.
    fn key(self) -> &'static str {
        match self {
            Self::Subject(Subject::Article(_)) => "articles",
            Self::Subject(Subject::Actor(_)) => "actors",
            Self::Subject(Subject::Topic(_)) => "topics",
            Self::Subject(Subject::Site | Subject::Timeline) | Self::Timeline(_) => "timelines",
            Self::Quotation(_) => "quotations",
        }
    }

    /// What a frame or a link to it is called.
    pub(super) fn title(self, site: &Site<'_>) -> String {
        match self {
            Self::Subject(Subject::Site | Subject::Timeline) => {
                let (label, thing) = (&site.words.nav.timeline, &site.config.title);
                site.words.list.labelled.fill(&[("label", label), ("thing", thing)])
            }
            Self::Subject(subject) => subject.name(site).to_owned(),
            Self::Timeline(id) => {
                let (label, thing) = (&site.words.nav.timeline, &site.corpus.topic(id).name);
                site.words.list.labelled.fill(&[("label", label), ("thing", thing)])
            }
            Self::Quotation(id) => site.corpus.briefing(id.article).title().to_owned(),
        }
    }
}

/// The address of an embed page.
fn address(site: &Site<'_>, base: &str, embed: Embed, look: Look) -> String {
    let look = match look {
        Look::Light => "",
        Look::Dark => "?theme=dark",
        Look::Auto => "?theme=auto",
    };
    format!("{base}/{}{look}", embed.route(site))
}

/// A frame with an embed page. Who sees it without `wiki-embed.js` can scroll in it.
pub(super) fn frame(site: &Site<'_>, base: &str, embed: Embed, look: Look) -> String {
    let (width, height) = SIZE;
    let mut out = String::from("<iframe src=\"");
    text::escape_html(&address(site, base, embed, look), &mut out);
    out.push_str("\" title=\"");
    text::escape_html(&embed.title(site), &mut out);
    out.push_str(&format!(
        "\" width=\"{width}\" height=\"{height}\" style=\"border:0;max-width:100%\" sandbox=\"{SANDBOX}\"></iframe>"
    ));
    out
}

/// A link to an embed page in a markup.
fn link_in(site: &Site<'_>, base: &str, embed: Embed, (markup, look): (Markup, Look)) -> String {
    let link = Inline::link(&embed.title(site), address(site, base, embed, look));
    let document = Document { blocks: vec![Block::Paragraph(vec![link])], ..Document::default() };
    let written = document.written(markup);
    // A fragment of HTML has a frame of its own.
    let inner = written.strip_prefix("<div lang=\"\" dir=\"ltr\">\n").and_then(|rest| rest.strip_suffix("</div>\n"));
    format!("{}\n", inner.unwrap_or(&written).trim_end())
}

/// What a page says about being shown elsewhere. `None` where the site has no address, or no embed page of it.
pub(in crate::render) fn panel(site: &Site<'_>, subject: Subject) -> Option<PanelView> {
    let base = site.config.base_url.as_deref().filter(|_| site.config.embed.panel)?;
    let embed = Embed::Subject(subject);
    if !embed.is_on(site) {
        return None;
    }
    let words = &site.words.embed;
    let snippet = |label: &str, code: String| SnippetView { label: label.to_owned(), code: code.trim_end().to_owned() };
    let in_markup = |markup| link_in(site, base, embed, (markup, Look::Light));
    let mut snippets = vec![
        snippet(&words.as_link, address(site, base, embed, Look::Light)),
        snippet(&words.as_frame, frame(site, base, embed, Look::Light)),
        snippet("MediaWiki", in_markup(Markup::MediaWiki)),
        snippet("DokuWiki", in_markup(Markup::DokuWiki)),
        snippet("Markdown", in_markup(Markup::Markdown)),
    ];
    if matches!(subject, Subject::Actor(_) | Subject::Topic(_)) {
        snippets.push(snippet(&words.as_feed, format!("{base}/{}", Format::Rss.route(site, subject))));
    }
    let script = format!("{base}/{}", super::SCRIPT);
    Some(PanelView {
        snippets,
        script: LinkView { title: super::SCRIPT.to_owned(), href: script },
        texts: texts(site, subject),
    })
}

/// Links to the text forms that the site has as files.
fn texts(site: &Site<'_>, subject: Subject) -> Vec<LinkView> {
    let Some(about) = form::about(subject) else { return Vec::new() };
    let here = subject.page(site);
    let on = Markup::ALL.into_iter().filter(|markup| form::is_on(site, *markup));
    on.map(|markup| LinkView {
        title: label(markup).to_owned(),
        href: here.link(&form::route(site, about, subject, markup)),
    })
    .collect()
}

/// What a markup is called.
fn label(markup: Markup) -> &'static str {
    match markup {
        Markup::MediaWiki => "MediaWiki",
        Markup::DokuWiki => "DokuWiki",
        Markup::Markdown => "Markdown",
        Markup::Confluence => "Confluence",
        Markup::Html => "HTML",
        Markup::Plain => "TXT",
    }
}
