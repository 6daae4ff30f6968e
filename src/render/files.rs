//! Which files a site has, and how each of them is made.
//!
//! There are many times more files than articles, and a preview shows few of them. So the files of one article, actor or topic
//! are planned together, and not before somebody asks for one of them: a route says whose it would be ([`Owner`]). A build asks
//! for all.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::export::{self, Subject};
use super::hosting::Rules;
use super::moved::{self, Moved};
use super::search::{self, Search};
use super::site::{self, Site};
use super::theme::Theme;
use super::{
    Frame, Plan, Planned, View, actor, archive, article, card, embed, form, home, page, paging, sitemap, timeline,
    topic,
};
use crate::config::Config;
use crate::config::hosting::HostFile;
use crate::diag::{Checked, Code, Diagnostic, Error};
use crate::model::corpus::{ActorId, ArticleId, Corpus, TopicId};
use crate::model::page::{Bundle, Page, Pages, Route};
use crate::span::SourceId;

/// All files of a site. Where two would lie at one route, a static file wins over a page, and a page of the theme over one of
/// the site; a finding names the file that is not published then.
pub struct Files<'a> {
    site: Arc<Site<'a>>,
    frame: Arc<Frame>,
    /// Files that belong to no owner, static ones among them.
    single: BTreeMap<Route, Arc<Plan<'a>>>,
    search: Option<Arc<Search>>,
    bundles: Vec<Bundle<'a>>,
    articles: HashMap<&'a str, ArticleId>,
    moved: Vec<Moved>,
    /// Files that tell of all others, once one of them is asked for.
    listing: OnceLock<BTreeMap<Route, String>>,
}

/// Whose files are planned together. No two owners have files at one route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    /// One article, actor or topic.
    Subject(Subject),
    /// The timeline of everything, with its parts.
    Timeline,
    /// What results of a search show of the article of a number.
    Excerpt(u64, ArticleId),
}

impl<'a> Files<'a> {
    /// Finds out which files there are, as far as nobody has to be asked for them.
    ///
    /// # Errors
    ///
    /// A view cannot be made into what templates read, which no content can cause.
    pub fn new(corpus: &'a Corpus, theme: &'a Theme, config: &'a Config) -> Result<Checked<Self>, Error> {
        let site = Arc::new(Site::new(corpus, theme, config));
        let frame = Arc::new(Frame::new(&site)?);
        let mut diagnostics: Vec<Diagnostic> = theme.language().untranslated(&config.language).into_iter().collect();
        let search = config.search.then(|| Arc::new(Search::of(corpus)));
        let bundles = search.iter().flat_map(|search| search.bundles(&site)).collect();
        let articles = corpus.article_ids().map(|id| (corpus.briefing(id).slug.as_str(), id)).collect();
        let mut files = Self {
            single: BTreeMap::new(),
            search,
            bundles,
            articles,
            moved: Vec::new(),
            listing: OnceLock::new(),
            site,
            frame,
        };
        files.take_statics(&mut diagnostics);
        let cards = card::planned(&files.site)?.take(&mut diagnostics);
        files.take_single(cards, &mut diagnostics);
        let moved = moved::moved(&files.site, |route| files.in_the_way(route), &mut diagnostics);
        // Netlify gives out a file before it looks at `_redirects`.
        for moved in moved.iter().filter(|_| !config.hosting.write.contains(&HostFile::Redirects)) {
            let (route, moved) = (moved.route(), moved.clone());
            let view: View<'a> = Box::new(move |site, here| moved::page(site, here, &moved));
            files.single.insert(route, Arc::new(Plan::View(view)));
        }
        files.moved = moved;
        diagnostics.extend(files.site.links.broken(|route| files.has(route)));
        Ok(Checked { value: files, diagnostics })
    }

    /// Static files, and findings for the files of the content in whose place they stand.
    fn take_statics(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        let (theme, config) = (self.site.theme, self.site.config);
        let wanted = |path: &str| config.search || !search::SCRIPTS.contains(&path);
        for (path, bytes) in theme.statics().iter().filter(|(path, _)| wanted(path)) {
            let route = Route::file(path.clone());
            let source = self.planned(&route).and_then(|planned| planned.source);
            diagnostics.extend(source.map(|source| hidden(source, &route, theme, None)));
            self.single.insert(route, Arc::new(Plan::Bytes(bytes)));
        }
    }

    /// Files without an owner. Pages of the theme come first.
    fn take_single(&mut self, cards: Vec<Planned<'a>>, diagnostics: &mut Vec<Diagnostic>) {
        let theme = self.site.theme;
        let mut published: BTreeMap<Route, &SourceId> = BTreeMap::new();
        let search = self.search.as_ref().map(searched);
        for Planned { route, plan, source } in single(&self.site).into_iter().chain(search).chain(cards) {
            match (self.single.entry(route), source) {
                (Entry::Vacant(free), source) => {
                    source.and_then(|source| published.insert(free.key().clone(), source));
                    free.insert(Arc::new(plan));
                }
                (Entry::Occupied(taken), Some(source)) => {
                    diagnostics.push(hidden(source, taken.key(), theme, published.get(taken.key())));
                }
                // A site may put a file of its own in the place of what the theme makes.
                (Entry::Occupied(_), None) => {}
            }
        }
    }

    /// The file at a route.
    pub fn page(&self, route: &str) -> Option<Page<'a>> {
        let route = Route::file(route);
        let known = self.single.get(&route).cloned();
        let plan = known.or_else(|| Some(Arc::new(self.planned(&route)?.plan))).or_else(|| self.listed(&route))?;
        Some(plan.page(route, &self.site, &self.frame))
    }

    /// Files that are made together.
    pub fn bundles(&self) -> &[Bundle<'a>] {
        &self.bundles
    }

    /// All files, by route.
    pub fn all(self) -> Pages<'a> {
        let owned: Vec<Planned<'a>> =
            self.owners().into_par_iter().flat_map_iter(|owner| self.files_of(owner)).collect();
        let mut plans = self.single;
        for Planned { route, plan, .. } in owned {
            plans.entry(route).or_insert_with(|| Arc::new(plan));
        }
        for (route, text) in listing(&self.site, &self.moved, plans.keys()) {
            plans.entry(route).or_insert_with(|| written(text));
        }
        let pages = plans.into_iter().map(|(route, plan)| plan.page(route, &self.site, &self.frame));
        Pages(pages.collect(), self.bundles)
    }

    /// Whether there is a file at a route.
    fn has(&self, route: &Route) -> bool {
        self.single.contains_key(route) || self.planned(route).is_some() || self.listed(route).is_some()
    }

    /// The file at a route that has an owner.
    fn planned(&self, route: &Route) -> Option<Planned<'a>> {
        let files = self.files_of(self.owner(route.as_str())?);
        files.into_iter().find(|planned| planned.route == *route)
    }

    /// The file at a route that tells of all others.
    fn listed(&self, route: &Route) -> Option<Arc<Plan<'a>>> {
        let hosting = &self.site.config.hosting.write;
        if !sitemap::is_one(route) && !hosting.iter().any(|file| file.name() == route.as_str()) {
            return None;
        }
        let listing = self.listing.get_or_init(|| {
            let owned = self.owners().into_iter().flat_map(|owner| self.files_of(owner));
            let mut routes: Vec<Route> = owned.map(|planned| planned.route).collect();
            routes.extend(self.single.keys().cloned());
            routes.sort_unstable();
            routes.dedup();
            listing(&self.site, &self.moved, routes.iter())
        });
        listing.get(route).cloned().map(written)
    }

    /// What keeps a file from being written at a route.
    fn in_the_way(&self, route: &Route) -> Option<String> {
        let inside = format!("{route}/");
        let bundle = self.bundles.iter().find(|bundle| inside.starts_with(&bundle.folder));
        let there = |route: &Route| self.has(route).then(|| format!("`{route}` stands there"));
        let above = inside.match_indices('/').filter_map(|(end, _)| route.as_str().get(..end)).map(Route::file);
        let after = self.single.range(route..).map(|(other, _)| other);
        let mut alike = after.take_while(|other| other.as_str().starts_with(route.as_str()));
        let single = alike.find(|other| other.as_str().starts_with(&inside)).cloned();
        let below = single.or_else(|| self.files_below(&inside));
        there(route)
            .or_else(|| above.into_iter().find_map(|up| there(&up)))
            .or_else(|| below.map(|other| format!("`{other}` stands below it")))
            .or_else(|| bundle.map(|bundle| format!("`{}` holds files of the site", bundle.folder)))
    }

    /// A file with an owner that lies in a folder. What lies in folders of all owners of a kind, the first of them shows.
    fn files_below(&self, folder: &str) -> Option<Route> {
        let corpus = self.site.corpus;
        let firsts = [
            (!corpus.briefings.is_empty()).then_some(Subject::Article(ArticleId(0))),
            (!corpus.actors.is_empty()).then_some(Subject::Actor(ActorId(0))),
            (!corpus.topics.is_empty()).then_some(Subject::Topic(TopicId(0))),
        ];
        let own = self.owner(&format!("{folder}index.html"));
        let owners = firsts.into_iter().flatten().map(Owner::Subject).chain([Owner::Timeline]).chain(own);
        let mut files = owners.flat_map(|owner| self.files_of(owner)).map(|planned| planned.route);
        files.find(|route| route.as_str().starts_with(folder))
    }

    /// Whose file a route would be.
    fn owner(&self, route: &str) -> Option<Owner> {
        let (first, rest) = route.split_once('/')?;
        let name = |rest: &'_ str| rest.find(['/', '.']).and_then(|end| rest.get(..end)).map(str::to_owned);
        match first {
            "articles" | "actors" | "topics" => self.subject(first, &name(rest)?),
            "embed" if !rest.contains('/') => Some(Owner::Timeline),
            "feeds" | "embed" | "wiki" => {
                let (kind, rest) = rest.split_once('/')?;
                self.subject(kind, &name(rest)?)
            }
            "timeline" => Some(Owner::Timeline),
            _ => self.search.as_ref()?.excerpt_at(route).map(|(number, id)| Owner::Excerpt(number, id)),
        }
    }

    /// The article, actor or topic of a slug. A quotation is its article's: `SLUG-s3`.
    fn subject(&self, kind: &str, slug: &str) -> Option<Owner> {
        let corpus = self.site.corpus;
        let article = |slug: &str| self.articles.get(slug).copied().map(Subject::Article);
        let subject = match kind {
            "articles" | "article" => article(slug),
            "actors" | "actor" => {
                let place = corpus.actors.binary_search_by(|actor| actor.slug.as_str().cmp(slug)).ok();
                place.map(|place| Subject::Actor(ActorId(place as u32)))
            }
            "topics" | "topic" | "timeline" => {
                let place = corpus.topics.iter().position(|topic| topic.slug == slug);
                place.map(|place| Subject::Topic(TopicId(place as u32)))
            }
            "quotation" => {
                let ends = slug.match_indices("-s").filter_map(|(end, _)| slug.get(..end));
                let own = |subject: &Subject| {
                    let route = Route::file(format!("embed/quotation/{slug}.html"));
                    self.files_of(Owner::Subject(*subject)).iter().any(|planned| planned.route == route)
                };
                ends.filter_map(article).find(own)
            }
            _ => None,
        };
        subject.map(Owner::Subject)
    }

    fn owners(&self) -> Vec<Owner> {
        let excerpts = self.search.iter().flat_map(|search| search.excerpts());
        let subjects = Subject::all(&self.site).filter(|subject| !matches!(subject, Subject::Site | Subject::Timeline));
        let others = excerpts.map(|(number, id)| Owner::Excerpt(number, id)).chain([Owner::Timeline]);
        subjects.map(Owner::Subject).chain(others).collect()
    }

    fn files_of(&self, owner: Owner) -> Vec<Planned<'a>> {
        match owner {
            Owner::Subject(subject) => files_of(&self.site, subject),
            Owner::Timeline => timeline_files(&self.site),
            Owner::Excerpt(number, id) => {
                let text = Box::new(move |site: &Site<'a>| search::excerpt(site, number, id));
                vec![Planned::text(Search::excerpt_route(number), text)]
            }
        }
    }
}

/// All files of an article, actor or topic.
fn files_of<'a>(site: &Site<'a>, subject: Subject) -> Vec<Planned<'a>> {
    let corpus = site.corpus;
    let mut plans: Vec<Planned<'a>> = match subject {
        Subject::Site | Subject::Timeline => Vec::new(),
        Subject::Article(id) => {
            let plan = Planned::view(site.article_route(id), Box::new(move |site, here| article::page(site, here, id)));
            vec![plan.of(Some(&corpus.briefing(id).article.id))]
        }
        Subject::Actor(id) => {
            let source = corpus.actor(id).curated.as_ref().map(|file| &file.id);
            let page = move |number| -> View<'a> { Box::new(move |site, here| actor::page(site, here, id, number)) };
            pages(&subject.folder(site), actor::lists(corpus.actor(id)).pages(), page, source).collect()
        }
        Subject::Topic(id) => {
            let source = corpus.topic(id).curated.as_ref().map(|file| &file.id);
            let page = move |number| -> View<'a> { Box::new(move |site, here| topic::page(site, here, id, number)) };
            pages(&subject.folder(site), topic::lists(corpus.topic(id)).pages(), page, source).collect()
        }
    };
    plans.extend(export::planned(site, subject));
    plans.extend(form::planned(site, subject));
    plans.extend(embed::planned(site, subject));
    plans
}

/// The numbered pages in a folder.
fn pages<'a>(
    folder: &str,
    number: usize,
    page: impl Fn(usize) -> View<'a>,
    source: Option<&'a SourceId>,
) -> impl Iterator<Item = Planned<'a>> {
    (1..=number).map(move |number| Planned::view(paging::route(folder, number), page(number)).of(source))
}

fn timeline_files<'a>(site: &Site<'a>) -> Vec<Planned<'a>> {
    let chapters = timeline::chapters(site)
        .into_iter()
        .map(|(route, chapter)| Planned::view(route, Box::new(move |site, here| timeline::page(site, here, &chapter))));
    let others = export::planned(site, Subject::Timeline).into_iter().chain(embed::planned(site, Subject::Timeline));
    chapters.chain(others).collect()
}

/// Files without an owner, but for static ones and the search page. Pages of the theme come first.
fn single<'a>(site: &Site<'a>) -> Vec<Planned<'a>> {
    let mut plans: Vec<Planned<'a>> = vec![
        Planned::view(Route::folder(""), Box::new(home::page)),
        Planned::view(Route::folder("actors"), Box::new(actor::all)),
        Planned::view(Route::folder("topics"), Box::new(topic::all)),
        Planned::view(Route::folder("archive"), Box::new(archive::all)),
        Planned::view(Route::file("404.html"), Box::new(page::missing)),
        Planned::text(Route::file("robots.txt"), Box::new(|site| sitemap::robots(site.config))),
    ];
    for month in archive::months(site).into_keys() {
        plans.push(Planned::view(archive::route(month), Box::new(move |site, here| archive::page(site, here, month))));
    }
    plans.extend(export::planned(site, Subject::Site));
    plans.extend(embed::planned_script(site));
    for standing in &site.corpus.pages {
        let route = Route::folder(&standing.slug);
        let plan = Planned::view(route, Box::new(move |site, here| page::standing(site, here, standing)));
        plans.push(plan.of(Some(&standing.id)));
    }
    plans.push(Planned::view(site::method_route(), Box::new(page::method)));
    plans
}

/// The search page.
fn searched<'a>(search: &Arc<Search>) -> Planned<'a> {
    let shown = Arc::clone(search);
    Planned::view(search::route(), Box::new(move |site, here| search::page(site, here, &shown)))
}

/// Files that tell of all others, given the routes of those in order: sitemaps, and what web servers are told.
fn listing<'r>(site: &Site<'_>, moved: &[Moved], routes: impl Iterator<Item = &'r Route>) -> BTreeMap<Route, String> {
    // What leads on is no page of its own.
    let leading: HashSet<Route> = moved.iter().map(Moved::route).collect();
    let routes: Vec<&Route> = routes.filter(|route| !leading.contains(*route)).collect();
    let mut listing: BTreeMap<Route, String> =
        sitemap::sitemap(routes.iter().copied(), site.config).into_iter().collect();
    let wanted = &site.config.hosting.write;
    if !wanted.is_empty() {
        let sitemaps: Vec<Route> = listing.keys().cloned().collect();
        let rules = Rules::new(site.config, moved, routes.into_iter().chain(&sitemaps));
        listing.extend(wanted.iter().map(|file| (Route::file(file.name()), rules.text(*file))));
    }
    listing
}

fn written<'a>(text: String) -> Arc<Plan<'a>> {
    Arc::new(Plan::Text(Box::new(move |_| text.clone())))
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
