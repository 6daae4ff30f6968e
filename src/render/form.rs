//! Text forms: what a page says, written in the markup of another program, for a wiki among others.
//!
//! What there is to say is gathered once for all markups. A text form stands far from the site, so its links are full
//! addresses; where the site does not know its own, it has no text forms. `index.md` beside a page comes from here too.

mod article;
mod overview;

use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::Config;
use crate::model::corpus::{ArticleId, Corpus, Entry, EntryId, Provenance, QuotationId, Telling};
use crate::model::facts::{At, QuotationKind};
use crate::model::form::{About, Form, Markup};
use crate::model::page::Route;
use crate::model::when::When;
use crate::render::Planned;
use crate::render::document::{Block, Cell, Document, Inline, Line, Table};
use crate::render::export::{self, Format, Subject};
use crate::render::said;
use crate::render::site::{self, Site};
use crate::render::theme::Theme;
use crate::render::when::YearShown;
use crate::render::words::direction;

/// All text forms of a site in a markup, by the routes of their files. None where the site has no address.
pub fn forms(corpus: &Corpus, theme: &Theme, config: &Config, markup: Markup) -> Vec<Form> {
    let site = Site::new(corpus, theme, config);
    let mut subjects: Vec<(Route, About, Subject)> =
        subjects(&site).map(|(about, subject)| (route(&site, about, subject, markup), about, subject)).collect();
    subjects.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    subjects.par_iter().filter_map(|(_, about, subject)| form(&site, *about, *subject, markup)).collect()
}

/// What has text forms.
fn subjects(site: &Site<'_>) -> impl Iterator<Item = (About, Subject)> + use<> {
    Subject::all(site).filter_map(|subject| Some((about(subject)?, subject)))
}

/// What a text form of a subject would be about.
pub(super) fn about(subject: Subject) -> Option<About> {
    match subject {
        Subject::Article(_) => Some(About::Article),
        Subject::Actor(_) => Some(About::Actor),
        Subject::Topic(_) => Some(About::Topic),
        Subject::Site | Subject::Timeline => None,
    }
}

fn form(site: &Site<'_>, about: About, subject: Subject, markup: Markup) -> Option<Form> {
    let base = site.config.base_url.as_deref()?;
    Some(Form {
        about,
        slug: subject.slug(site).to_owned(),
        title: subject.name(site).to_owned(),
        address: format!("{base}/{}", subject.page(site).address()),
        text: document(site, subject, base).written(markup),
    })
}

/// Where the file of a text form lies.
pub(super) fn route(site: &Site<'_>, about: About, subject: Subject, markup: Markup) -> Route {
    let ending = match markup {
        Markup::MediaWiki => "mediawiki.txt",
        Markup::DokuWiki => "dokuwiki.txt",
        Markup::Markdown => "md",
        Markup::Confluence => "confluence.xml",
        Markup::Html => "html",
        Markup::Plain => "txt",
    };
    Route::file(format!("wiki/{}/{}.{ending}", about.name(), subject.slug(site)))
}

/// The files of all text forms of a subject that the site wants.
pub(super) fn planned<'a>(site: &Site<'a>, subject: Subject) -> Vec<Planned<'a>> {
    let (Some(base), Some(about)) = (site.config.base_url.as_deref(), about(subject)) else { return Vec::new() };
    let wanted: Vec<Markup> = Markup::ALL.into_iter().filter(|markup| is_on(site, *markup)).collect();
    let shared = Arc::new(Shared::new(wanted.len()));
    let plan = |markup: Markup| {
        let shared = Arc::clone(&shared);
        let text = move |site: &Site<'a>| shared.get(|| document(site, subject, base)).written(markup);
        Planned::text(route(site, about, subject, markup), Box::new(text))
    };
    wanted.into_iter().map(plan).collect()
}

/// Whether the site has files in a markup.
pub(super) fn is_on(site: &Site<'_>, markup: Markup) -> bool {
    let embed = &site.config.embed;
    match markup {
        Markup::MediaWiki => embed.mediawiki,
        Markup::DokuWiki => embed.dokuwiki,
        Markup::Markdown => embed.markdown,
        Markup::Confluence => embed.confluence,
        Markup::Html => embed.html,
        Markup::Plain => embed.plain,
    }
}

/// What is gathered for the first of some files and dropped after the last: files of one subject are made one after
/// the other.
struct Shared {
    files: usize,
    state: Mutex<(Option<Arc<Document>>, usize)>,
}

impl Shared {
    fn new(files: usize) -> Self {
        Self { files, state: Mutex::new((None, 0)) }
    }

    fn get(&self, gather: impl FnOnce() -> Document) -> Arc<Document> {
        // What a thread that failed has left is whole: it is set in one step.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let document = state.0.take().unwrap_or_else(|| Arc::new(gather()));
        state.1 = (state.1 + 1) % self.files;
        if state.1 > 0 {
            state.0 = Some(Arc::clone(&document));
        }
        document
    }
}

/// What a page says, with full addresses.
pub(super) fn document(site: &Site<'_>, subject: Subject, base: &str) -> Document {
    Gather::new(site, Links::Full(base.to_owned())).document(subject)
}

/// What a page says, for the file `index.md` beside it: with its title, and all that stands on its first page.
pub(super) fn beside(site: &Site<'_>, subject: Subject) -> Document {
    let here = Format::Markdown.route(site, subject);
    let mut document = Gather::new(site, Links::Beside(here)).document(subject);
    document.blocks.insert(0, Block::Heading(1, crate::render::document::clean(subject.name(site))));
    document
}

/// Where links lead, and with it how much there is to say.
enum Links {
    /// To the files beside this one, from a file that stands in for its page.
    Beside(Route),
    /// To pages below this address.
    Full(String),
}

/// A text on its way.
struct Gather<'s, 'a> {
    site: &'s Site<'a>,
    links: Links,
    blocks: Vec<Block>,
}

impl<'s, 'a> Gather<'s, 'a> {
    fn new(site: &'s Site<'a>, links: Links) -> Self {
        Self { site, links, blocks: Vec::new() }
    }

    fn document(mut self, subject: Subject) -> Document {
        match subject {
            Subject::Site | Subject::Timeline => {}
            Subject::Article(id) => article::gather(&mut self, id),
            Subject::Actor(id) => overview::actor(&mut self, id),
            Subject::Topic(id) => overview::topic(&mut self, id),
        }
        self.origin(subject);
        let language = self.site.config.language.clone();
        Document { rtl: direction(&language) == "rtl", language, blocks: self.blocks }
    }

    /// Whether the file stands in for its page.
    fn is_whole(&self) -> bool {
        matches!(self.links, Links::Beside(_))
    }

    fn paragraph(&mut self, line: Line) {
        if !line.is_empty() {
            self.blocks.push(Block::Paragraph(line));
        }
    }

    /// A paragraph in the words of a person.
    fn quotation(&mut self, words: &str) {
        self.blocks.push(Block::Quotation(vec![Inline::text(words)]));
    }

    fn heading(&mut self, words: &str) {
        self.blocks.push(Block::Heading(2, crate::render::document::clean(words)));
    }

    /// A heading and a list; nothing where the list is empty.
    fn list(&mut self, heading: &str, items: Vec<Line>) {
        if !items.is_empty() {
            self.heading(heading);
            self.blocks.push(Block::List(items));
        }
    }

    /// The last line: where the text is from, and that a program made it.
    fn origin(&mut self, subject: Subject) {
        let Links::Full(base) = &self.links else { return };
        let page = Inline::link(subject.name(self.site), format!("{base}/{}", subject.page(self.site).address()));
        let words = &self.site.words.form;
        let line = words.origin.pieced(Inline::text, |name| match name {
            "page" => page.clone(),
            _ => Inline::text(&self.site.config.title),
        });
        self.blocks.push(Block::Origin(line));
    }

    /// Says that the page has more.
    fn rest(&mut self, subject: Subject) {
        let words = &self.site.words.files;
        let page = subject.page(self.site);
        let to = match &self.links {
            Links::Beside(here) => here.link(&page),
            Links::Full(base) => format!("{base}/{}", page.address()),
        };
        let line = words.newest.pieced(Inline::text, |_| Inline::link(&words.page, to.clone()));
        self.paragraph(line);
    }

    /// A link to what stands for a subject.
    fn subject(&self, subject: Subject) -> Inline {
        let to = match &self.links {
            Links::Beside(here) => here.link(&Format::Markdown.route(self.site, subject)),
            Links::Full(base) => format!("{base}/{}", subject.page(self.site).address()),
        };
        Inline::link(subject.name(self.site), to)
    }

    /// The way back to a fact: ` ([title, § 3](…))`, without the title in a text about that article.
    fn source(&self, article: ArticleId, at: At) -> Line {
        let fragment = match self.links {
            Links::Beside(_) => format!("#s{}", at.sentence()),
            Links::Full(_) => self.site.fragment(article, at),
        };
        self.back(article, at.sentence(), &fragment)
    }

    /// The way back to a mention from a text about the same article: a name tells no place apart.
    fn named(&self, article: ArticleId, at: At) -> Line {
        short(self.back(article, at.sentence(), &format!("#s{}", at.sentence())), at)
    }

    fn back(&self, article: ArticleId, sentence: u32, fragment: &str) -> Line {
        let route = self.site.article_route(article);
        let page = match &self.links {
            Links::Beside(here) => here.link(&route),
            Links::Full(base) => format!("{base}/{}", route.address()),
        };
        let title = site::short_title(self.site.corpus.briefing(article).title());
        let words = format!("{title}, § {sentence}");
        vec![Inline::text(" ("), Inline::link(&words, page + fragment), Inline::text(")")]
    }

    /// The way back from a text about the same article.
    fn own(&self, article: ArticleId, at: At) -> Line {
        short(self.source(article, at), at)
    }

    /// Words that somebody said, and where.
    fn statement(&self, id: QuotationId, named: bool, own: bool) -> Line {
        let briefing = self.site.corpus.briefing(id.article);
        let body = &briefing.article.body;
        let quotation = self.site.corpus.quotation(id);
        let speaker = match self.site.corpus.speaker(id) {
            _ if !named => None,
            Some(actor) => Some(self.site.corpus.actor(actor).name.as_str()),
            None => quotation.speaker.written().map(|span| body.words(span)),
        };
        let mut line = Line::new();
        if let Some(day) = briefing.published().filter(|_| !own) {
            line.push(Inline::text(&format!("{}: ", self.day(day))));
        }
        line.extend(speaker.map(|name| Inline::text(&format!("{name}: "))));
        let words = said::shown_words(body, quotation);
        line.push(match quotation.kind {
            QuotationKind::Direct => Inline::text(&self.site.words.quote.marked.fill(&[("words", &words)])),
            QuotationKind::Partial => Inline::text(&words),
            QuotationKind::Indirect => Inline::emphasis(&words),
        });
        line.extend(if own { self.own(id.article, quotation.at) } else { self.source(id.article, quotation.at) });
        line
    }

    /// A day: for programs in a file beside a page, else for readers.
    fn day(&self, day: Date) -> String {
        if self.is_whole() { day.to_string() } else { self.site.calendar.day(day, YearShown::Always) }
    }

    /// A stretch of days, for readers.
    fn days(&self, first: Date, last: Date) -> String {
        let (first, last) = (self.day(first), self.day(last));
        self.site.words.date.from_to.fill(&[("first", &first), ("last", &last)])
    }

    /// A sentence as the text has it.
    fn sentence(&self, found: Provenance) -> Line {
        let mut line = vec![Inline::text(self.site.corpus.briefing(found.article).words(found.at))];
        line.extend(self.source(found.article, found.at));
        line
    }

    /// A timeline under a heading: as a table, or as a list in a file that stands in for its page.
    fn timeline(&mut self, heading: &str, events: Vec<Told>) {
        if events.is_empty() {
            return;
        }
        self.heading(heading);
        if self.is_whole() {
            self.blocks.push(Block::List(events.into_iter().map(|told| told.item(self.site)).collect()));
            return;
        }
        let words = self.site.words;
        let head = [&words.form.date, &words.form.event, &words.timeline.sources].map(String::clone).to_vec();
        let rows = events.into_iter().map(|told| told.row(self.site)).collect();
        self.blocks.push(Block::Table(Table { head, rows }));
    }

    /// An entry with the sources that tell it.
    fn told(&self, id: EntryId) -> Told {
        const SOURCES: usize = 5;
        let tellings = self.site.corpus.entry(id).tellings.iter().take(SOURCES);
        let sources = tellings.flat_map(|telling| self.telling(*telling)).collect();
        Told { entry: id, sources }
    }

    fn telling(&self, telling: Telling) -> Line {
        self.source(telling.article, export::told(self.site, telling).at)
    }
}

/// A way back without the title of the article.
fn short(mut line: Line, at: At) -> Line {
    for piece in &mut line {
        if let Inline::Link { words, .. } = piece {
            *words = format!("§ {}", at.sentence());
        }
    }
    line
}

/// An entry, and where it stands.
struct Told {
    entry: EntryId,
    sources: Line,
}

impl Told {
    fn entry<'a>(&self, site: &Site<'a>) -> &'a Entry {
        site.corpus.entry(self.entry)
    }

    /// As an item of a list: `**5–11 April 2021** (Scheduled): The ferry returns. ([…](…))`.
    fn item(self, site: &Site<'_>) -> Line {
        let entry = self.entry(site);
        let status = site.status(entry.standing).map(|status| format!(" ({status})")).unwrap_or_default();
        let mut line = vec![
            Inline::strong(&export::date_in_words(site, entry)),
            Inline::text(&format!("{status}: {}", export::line(site, entry))),
        ];
        line.extend(self.sources);
        line
    }

    /// As a row: date, what happened, where it stands.
    fn row(mut self, site: &Site<'_>) -> Vec<Cell> {
        let entry = self.entry(site);
        let date = vec![Inline::text(&export::date_in_words(site, entry))];
        let sort = export::dates(entry).first().map_or_else(|| "9999".to_owned(), When::edtf);
        let mut event = Line::new();
        if let Some(status) = site.status(entry.standing) {
            event.extend([Inline::emphasis(&status), Inline::text(": ")]);
        }
        event.push(Inline::text(&export::line(site, entry)));
        // Brackets would say nothing in a column of its own.
        self.sources.retain(|piece| matches!(piece, Inline::Link { .. }));
        let between = || Inline::text(&site.words.list.parts);
        let sources = self.sources.into_iter().enumerate();
        let sources = sources.flat_map(|(at, link)| (at > 0).then(between).into_iter().chain([link])).collect::<Line>();
        vec![Cell { line: date, sort: Some(sort) }, event.into(), sources.into()]
    }
}
