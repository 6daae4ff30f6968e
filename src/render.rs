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
mod embed;
mod export;
mod feed;
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

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

pub use self::form::forms;
use self::hosting::Rules;
use self::search::Search;
use self::site::Site;
pub use self::theme::Theme;
use self::view::{Content, PageView};
use crate::config::Config;
use crate::config::hosting::{HostFile, Hosting};
use crate::diag::{Checked, Code, Diagnostic, Error};
use crate::model::corpus::{ActorId, Corpus, TopicId};
use crate::model::page::{Bundle, Draft, Fingerprint, Page, Pages, Prepare, Route};
use crate::span::SourceId;

/// All pages of a site, in route order. Where two would lie at one route, a static file wins over a page, and a page of
/// the theme over one of the site; a finding names the file that is not published then.
///
/// # Errors
///
/// A view cannot be made into what templates read, which no content can cause.
pub fn pages<'a>(corpus: &'a Corpus, theme: &'a Theme, config: &'a Config) -> Result<Checked<Pages<'a>>, Error> {
    let site = Arc::new(Site::new(corpus, theme, config));
    let frame = Arc::new(Frame::new(&site)?);
    let mut plans: BTreeMap<Route, Plan<'a>> = BTreeMap::new();
    for (path, bytes) in
        theme.statics().iter().filter(|(path, _)| config.search || !search::SCRIPTS.contains(&&***path))
    {
        plans.insert(Route::file(path.clone()), Plan::Bytes(bytes));
    }
    let mut diagnostics: Vec<Diagnostic> = theme.language().untranslated(&config.language).into_iter().collect();
    let mut published: BTreeMap<Route, &SourceId> = BTreeMap::new();
    let cards = card::planned(&site)?.take(&mut diagnostics);
    let search = config.search.then(|| Arc::new(Search::of(corpus)));
    let found = search.iter().flat_map(searched);
    for Planned { route, plan, source } in planned(&site).into_iter().chain(found).chain(cards) {
        match (plans.entry(route), source) {
            (Entry::Vacant(free), source) => {
                source.and_then(|source| published.insert(free.key().clone(), source));
                free.insert(plan);
            }
            (Entry::Occupied(taken), Some(source)) => {
                diagnostics.push(hidden(source, taken.key(), theme, published.get(taken.key())));
            }
            // A site may put a file of its own in the place of what the theme makes.
            (Entry::Occupied(_), None) => {}
        }
    }
    let routes: Vec<Route> = plans.keys().cloned().collect();
    for (route, text) in sitemap::sitemap(&routes, config) {
        plans.entry(route).or_insert(Plan::Text(Box::new(move |_| text.clone())));
    }
    let bundles = search.map(|search| search.bundles(&site)).unwrap_or_default();
    let moved = moved::moved(&site, |route| in_the_way(&plans, &bundles, route), &mut diagnostics);
    let rules = Rules::new(config, &moved, plans.keys());
    for file in &config.hosting.write {
        let text = rules.text(*file);
        plans.entry(Route::file(file.name())).or_insert(Plan::Text(Box::new(move |_| text.clone())));
    }
    // Netlify gives out a file before it looks at `_redirects`.
    for moved in moved.into_iter().filter(|_| !config.hosting.write.contains(&HostFile::Redirects)) {
        let route = moved.route();
        plans.insert(route, Plan::View(Box::new(move |site, here| moved::page(site, here, &moved))));
    }
    for (source, here, body) in link::texts(corpus) {
        diagnostics.extend(site.links.broken((source, &here, body), |route| plans.contains_key(route)));
    }
    let value = Pages(plans.into_iter().map(|(route, plan)| plan.page(route, &site, &frame)).collect(), bundles);
    Ok(Checked { value, diagnostics })
}

/// What a web server is told about a site, as text: a file that it reads, or lines for its configuration.
///
/// # Errors
///
/// As [`pages`].
pub fn hosting(corpus: &Corpus, theme: &Theme, config: &Config, file: HostFile) -> Result<Vec<u8>, Error> {
    let hosting = Hosting { write: vec![file], ..config.hosting.clone() };
    let config = Config { hosting, ..config.clone() };
    let pages = pages(corpus, theme, &config)?.value;
    pages.0.iter().find(|page| page.route.as_str() == file.name()).map_or_else(|| Ok(Vec::new()), Page::bytes)
}

/// What keeps a file from being written at a route.
fn in_the_way(plans: &BTreeMap<Route, Plan<'_>>, bundles: &[Bundle<'_>], route: &Route) -> Option<String> {
    let bundle = bundles.iter().find(|bundle| format!("{route}/").starts_with(&bundle.folder));
    moved::in_the_way(plans, route)
        .or_else(|| bundle.map(|bundle| format!("`{}` holds files of the site", bundle.folder)))
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
    fn page(self, route: Route, site: &Arc<Site<'a>>, frame: &Arc<Frame>) -> Page<'a> {
        let (site, frame, here) = (Arc::clone(site), Arc::clone(frame), route.clone());
        let prepare: Prepare<'a> = match self {
            Self::Bytes(bytes) => Box::new(move || Ok(whole(bytes.to_vec()))),
            Self::Text(make) => Box::new(move || Ok(whole(make(&site).into_bytes()))),
            Self::Drawn(make) => Box::new(move || make(&site)),
            Self::View(make) => Box::new(move || drafted(make(&site, &here), &here, &site, &frame)),
        };
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

/// Says that a file of the content gives no page, because another file has its route.
fn hidden(source: &SourceId, route: &Route, theme: &Theme, other: Option<&&SourceId>) -> Diagnostic {
    let reason = match other {
        Some(other) => format!("where `{other}` stands"),
        None if theme.statics().contains_key(route.as_str()) => format!("where `static/{route}` stands"),
        None => "where every site has a page".to_owned(),
    };
    let message = format!("`{source}` would be written to `{route}`, {reason}; it is not published");
    Diagnostic::file(Code::DuplicateRoute, source, message).hint("rename one of the files, or set another `slug`")
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

/// All files but static ones and the sitemap. Pages of the theme come first.
fn planned<'a>(site: &Site<'a>) -> Vec<Planned<'a>> {
    let mut plans: Vec<Planned<'a>> = vec![
        Planned::view(Route::folder(""), Box::new(home::page)),
        Planned::view(Route::folder("actors"), Box::new(actor::all)),
        Planned::view(Route::folder("topics"), Box::new(topic::all)),
        Planned::view(Route::folder("archive"), Box::new(archive::all)),
        Planned::view(Route::file("404.html"), Box::new(page::missing)),
        Planned::text(Route::file("robots.txt"), Box::new(|site| sitemap::robots(site.config))),
    ];
    for (route, chapter) in timeline::chapters(site) {
        plans.push(Planned::view(route, Box::new(move |site, here| timeline::page(site, here, &chapter))));
    }
    for month in archive::months(site).into_keys() {
        plans.push(Planned::view(archive::route(month), Box::new(move |site, here| archive::page(site, here, month))));
    }
    for id in site.corpus.article_ids() {
        let plan = Planned::view(site.article_route(id), Box::new(move |site, here| article::page(site, here, id)));
        plans.push(plan.of(Some(&site.corpus.briefing(id).article.id)));
    }
    for (id, actor) in (0..).map(ActorId).zip(&site.corpus.actors) {
        for number in 1..=actor::lists(actor).pages() {
            let route = paging::route(&format!("actors/{}", actor.slug), number);
            let plan = Planned::view(route, Box::new(move |site, here| actor::page(site, here, id, number)));
            plans.push(plan.of(actor.curated.as_ref().map(|file| &file.id)));
        }
    }
    for (id, topic) in (0..).map(TopicId).zip(&site.corpus.topics) {
        for number in 1..=topic::lists(topic).pages() {
            let route = paging::route(&format!("topics/{}", topic.slug), number);
            let plan = Planned::view(route, Box::new(move |site, here| topic::page(site, here, id, number)));
            plans.push(plan.of(topic.curated.as_ref().map(|file| &file.id)));
        }
    }
    plans.extend(export::planned(site));
    plans.extend(form::planned(site));
    plans.extend(embed::planned(site));
    for standing in &site.corpus.pages {
        let route = Route::folder(&standing.slug);
        let plan = Planned::view(route, Box::new(move |site, here| page::standing(site, here, standing)));
        plans.push(plan.of(Some(&standing.id)));
    }
    plans.push(Planned::view(site::method_route(), Box::new(page::method)));
    plans
}

/// The search page, and what results show of each article.
fn searched<'a>(search: &Arc<Search>) -> Vec<Planned<'a>> {
    let shown = Arc::clone(search);
    let page: View<'a> = Box::new(move |site, here| search::page(site, here, &shown));
    let excerpts = search.excerpts().map(|(route, number, id)| {
        Planned::text(route, Box::new(move |site: &Site<'a>| search::excerpt(site, number, id)))
    });
    std::iter::once(Planned::view(search::route(), page)).chain(excerpts).collect()
}
