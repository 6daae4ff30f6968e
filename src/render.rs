//! Rendering: the corpus becomes pages.
//!
//! What comes in is the corpus, the theme and the configuration; what goes out is a list of routes, each with a
//! fingerprint of all that it depends on and a way to produce its bytes. Rendering writes nothing.
//!
//! A page is planned as a route and a way to make its view. The view is made when the page is looked at, gives the
//! fingerprint, and is shown with its template where the page is due; no more than a few views are in memory at a time.

mod actor;
mod archive;
mod article;
mod body;
#[cfg(feature = "cards")]
mod card;
#[cfg(not(feature = "cards"))]
#[path = "render/nocard.rs"]
mod card;
mod connections;
mod document;
pub mod embed;
mod export;
mod feed;
mod files;
mod filter;
mod form;
mod home;
mod hosting;
mod label;
mod link;
mod linked;
pub mod metadata;
mod moved;
mod overview;
mod page;
mod paging;
mod provenance;
mod said;
mod search;
mod site;
mod sitemap;
mod strip;
pub mod theme;
mod timeline;
mod topic;
pub mod view;
mod when;
pub mod words;

use std::sync::Arc;

pub use self::files::Files;
pub use self::form::forms;
use self::site::Site;
pub use self::theme::Theme;
use self::view::{Content, PageView};
use crate::config::Config;
use crate::config::hosting::{HostFile, Hosting};
use crate::diag::{Checked, Error};
use crate::model::corpus::Corpus;
use crate::model::page::{Draft, Fingerprint, Page, Pages, Prepare, Route};
use crate::span::SourceId;

/// All pages of a site, in route order; see [`Files`].
///
/// # Errors
///
/// A view cannot be made into what templates read, which no content can cause.
pub fn pages<'a>(corpus: &'a Corpus, theme: &'a Theme, config: &'a Config) -> Result<Checked<Pages<'a>>, Error> {
    let Checked { value, diagnostics } = Files::new(corpus, theme, config)?;
    Ok(Checked { value: value.all(), diagnostics })
}

/// What a web server is told about a site, as text: a file that it reads, or lines for its configuration.
///
/// # Errors
///
/// As [`pages`].
pub fn hosting(corpus: &Corpus, theme: &Theme, config: &Config, file: HostFile) -> Result<Vec<u8>, Error> {
    let hosting = Hosting { write: vec![file], ..config.hosting.clone() };
    let config = Config { hosting, ..config.clone() };
    let files = Files::new(corpus, theme, &config)?.value;
    files.page(file.name()).map_or_else(|| Ok(Vec::new()), |page| page.bytes())
}

type View<'a> = Box<dyn Fn(&Site<'a>, &Route) -> (PageView, Content) + Send + Sync + 'a>;
type Text<'a> = Box<dyn Fn(&Site<'a>) -> String + Send + Sync + 'a>;

type Drawn<'a> = Box<dyn Fn(&Site<'a>) -> Result<Draft<'a>, Error> + Send + Sync + 'a>;

/// How a file comes about.
enum Plan<'a> {
    /// Copied.
    Bytes(&'a [u8]),
    /// Written without a template.
    Text(Text<'a>),
    /// Drawn, where it is due.
    #[cfg_attr(not(feature = "cards"), expect(dead_code, reason = "only cards are drawn"))]
    Drawn(Drawn<'a>),
    /// Shown with a template.
    View(View<'a>),
}

/// What is the same on every page, in the two forms in which it is needed.
struct Frame {
    /// As templates read it.
    value: tera::Value,
    /// The words of the site's language, as templates read them.
    words: tera::Value,
    /// A digest of it, of the templates and of the version.
    digest: blake3::Hash,
}

impl Frame {
    fn new(site: &Site<'_>) -> Result<Self, Error> {
        let view = site.view();
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
        hasher.update(&site.theme.digest());
        serde_json::to_writer(&mut hasher, &view).map_err(|error| unreadable(&error.to_string()))?;
        serde_json::to_writer(&mut hasher, site.words).map_err(|error| unreadable(&error.to_string()))?;
        let value = tera::Value::try_from_serializable(&view).map_err(|error| unreadable(&error.to_string()))?;
        let words = tera::Value::try_from_serializable(site.words).map_err(|error| unreadable(&error.to_string()))?;
        Ok(Self { value, words, digest: hasher.finalize() })
    }

    fn fingerprint(&self, page: &PageView, content: &Content) -> Result<Fingerprint, Error> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.digest.as_bytes());
        hasher.update(content.template().as_bytes());
        let view = postcard::to_stdvec(&(page, content)).map_err(|error| unreadable(&error.to_string()))?;
        hasher.update(&view);
        Ok(Fingerprint(*hasher.finalize().as_bytes()))
    }

    fn context(&self, page: &PageView, content: &Content) -> Result<tera::Context, Error> {
        let value = |view| tera::Value::try_from_serializable(view).map_err(|error| unreadable(&error.to_string()));
        let mut context = tera::Context::new();
        context.insert_value("site", self.value.clone());
        context.insert_value("words", self.words.clone());
        context.insert("page", page);
        context.insert_value(content.name(), value(content)?);
        Ok(context)
    }
}

impl<'a> Plan<'a> {
    /// The page that comes of it.
    fn page(self: Arc<Self>, route: Route, site: &Arc<Site<'a>>, frame: &Arc<Frame>) -> Page<'a> {
        let (site, frame, here) = (Arc::clone(site), Arc::clone(frame), route.clone());
        let prepare: Prepare<'a> = Box::new(move || match &*self {
            Self::Bytes(bytes) => Ok(whole(bytes.to_vec())),
            Self::Text(make) => Ok(whole(make(&site).into_bytes())),
            Self::Drawn(make) => make(&site),
            Self::View(make) => drafted(make(&site, &here), &here, &site, &frame),
        });
        Page { route, prepare }
    }
}

/// A file whose bytes are there already.
fn whole<'a>(bytes: Vec<u8>) -> Draft<'a> {
    Draft { fingerprint: Fingerprint::of(&bytes), produce: Box::new(|| Ok(bytes)) }
}

/// A page whose view is there.
fn drafted<'a>(
    (page, content): (PageView, Content),
    here: &Route,
    site: &Arc<Site<'a>>,
    frame: &Arc<Frame>,
) -> Result<Draft<'a>, Error> {
    let fingerprint = frame.fingerprint(&page, &content)?;
    let (site, frame, here) = (Arc::clone(site), Arc::clone(frame), here.clone());
    let produce = move || {
        let context = frame.context(&page, &content)?;
        let rendered = site.theme.render(content.template(), &context, || rendering(&site, &here));
        rendered.map(String::into_bytes)
    };
    Ok(Draft { fingerprint, produce: Box::new(produce) })
}

/// Data as JSON in which no `<` is left: it can stand in a `script` element, and a browser that takes a file for markup
/// finds none.
fn json(value: &impl serde::Serialize) -> String {
    let text = serde_json::to_string(value).expect("the data holds nothing that JSON cannot");
    if text.contains('<') { text.replace('<', "\\u003c") } else { text }
}

/// A file of one line of JSON.
fn json_line(value: &impl serde::Serialize) -> String {
    let mut text = json(value);
    text.push('\n');
    text
}

/// What is being rendered, for an error: the file of an article, else the route.
fn rendering(site: &Site<'_>, route: &Route) -> String {
    let slug = route.as_str().strip_prefix("articles/").and_then(|rest| rest.strip_suffix("/index.html"));
    let article = slug.and_then(|slug| site.corpus.briefings.iter().find(|briefing| briefing.slug == slug));
    article.map_or_else(|| route.to_string(), |briefing| format!("article {}", briefing.article.id))
}

fn unreadable(message: &str) -> Error {
    Error::Template { place: None, message: format!("cannot pass a page to its template: {message}"), rendering: None }
}

/// A file to be written, and the file of the content that it shows, if it shows one.
struct Planned<'a> {
    route: Route,
    plan: Plan<'a>,
    source: Option<&'a SourceId>,
}

impl<'a> Planned<'a> {
    /// A page that comes from no file of the content.
    fn view(route: Route, make: View<'a>) -> Self {
        Self { route, plan: Plan::View(make), source: None }
    }

    fn text(route: Route, make: Text<'a>) -> Self {
        Self { route, plan: Plan::Text(make), source: None }
    }

    fn of(self, source: Option<&'a SourceId>) -> Self {
        Self { source, ..self }
    }
}
