//! What all pages are made from: the corpus, and how its parts are named and linked.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::config::Config;
use crate::model::article::{BlockKind, Body};
use crate::model::corpus::{
    Actor, ActorId, ActorKind, ArticleId, Briefing, Corpus, Entry, EntryId, EntryWhen, QuotationId, Telling, TopicId,
};
use crate::model::facts::{At, Headline, QuotationKind};
use crate::model::page::Route;
use crate::model::when::When;
use crate::render::body::{self, Sentences, Style};
use crate::render::link::Links;
use crate::render::provenance::Fragments;
use crate::render::theme::Theme;
use crate::render::view::{
    CountedView, EventView, Html, LinkView, NavView, PageView, QuoteView, RefView, SiteView, TeaserView, WhenView,
};
use crate::render::when::{Calendar, YearShown};
use crate::render::words::text::Words;
use crate::render::words::{Counted, Language, direction};
use crate::render::{label, provenance, said, search, strip};
use crate::span::SourceId;
use crate::text;

/// The longest title that stands whole in the way back to a sentence, in characters.
const SHORT_TITLE: usize = 46;

/// The longest title of a window, in characters: what a browser and a page of results show.
const WINDOW: usize = 70;

/// The most articles that are named as the sources of one event, the oldest first.
const SOURCES: usize = 12;

/// The most for each date, where sources give different ones.
const SOURCES_OF_DATE: usize = 4;

/// The longest words that stand under a date that was worked out from them, in characters.
const WORDS_BESIDE: usize = 40;

/// A site on its way to pages.
pub(super) struct Site<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) theme: &'a Theme,
    pub(super) config: &'a Config,
    pub(super) language: &'a Language,
    pub(super) words: &'a Words,
    pub(super) calendar: Calendar<'a>,
    pub(super) links: Links<'a>,
    /// What leads to the facts of the articles.
    fragments: Fragments,
}

impl<'a> Site<'a> {
    /// Puts together what pages are made from.
    pub(super) fn new(corpus: &'a Corpus, theme: &'a Theme, config: &'a Config) -> Self {
        let (language, links) = (theme.language(), Links::of(corpus));
        let (calendar, fragments) = (Calendar::of(language), Fragments::new(corpus.briefings.len()));
        Self { corpus, theme, config, language, words: &language.words, calendar, links, fragments }
    }

    /// What is the same on every page.
    pub(super) fn view(&self) -> SiteView {
        let nav = |label: &str, path: &str, section: &str| NavView {
            label: label.to_owned(),
            path: path.to_owned(),
            section: section.to_owned(),
        };
        let mut main = vec![
            nav(&self.words.nav.briefings, "index.html", "briefings"),
            nav(&self.words.nav.timeline, "timeline/index.html", "timeline"),
            nav(&self.words.nav.topics, "topics/index.html", "topics"),
            nav(&self.words.nav.actors, "actors/index.html", "actors"),
            nav(&self.words.nav.archive, "archive/index.html", "archive"),
        ];
        if self.config.search {
            main.push(nav(&self.words.nav.search, search::route().as_str(), "search"));
        }
        SiteView {
            title: self.config.title.clone(),
            description: self.config.description.clone(),
            language: self.config.language.clone(),
            dir: direction(&self.config.language),
            base_url: self.config.base_url.clone(),
            generator: concat!("dateline ", env!("CARGO_PKG_VERSION")).to_owned(),
            nav: main,
            pages: self
                .corpus
                .pages
                .iter()
                .map(|page| nav(&page.title, Route::folder(&page.slug).as_str(), &page.slug))
                .collect(),
            method: method_route().as_str().to_owned(),
            search: self.config.search.then(|| search::route().as_str().to_owned()),
            correct: format!("{}#{}", method_route(), self.correction_anchor()),
            edition: self.newest_day().map(|day| self.calendar.day_html(day)),
        }
    }

    /// What every page has.
    pub(super) fn page(
        &self,
        route: &Route,
        title: &str,
        description: Option<String>,
        section: &'static str,
    ) -> PageView {
        let whole = format!("{title} · {}", self.config.title);
        let heading = title.to_owned();
        let title = match whole.chars().count() {
            _ if route.as_str() == "index.html" => self.config.title.clone(),
            0..=WINDOW => whole,
            _ => cut(title, WINDOW - 1),
        };
        PageView {
            root: route.to_root(),
            title,
            description,
            canonical: self.config.base_url.as_ref().map(|base| format!("{base}/{}", route.address())),
            section,
            feed: LinkView { title: self.config.title.clone(), href: route.link(&Route::file("feeds/site.xml")) },
            heading,
            kind: "website",
            published: None,
            alternates: Vec::new(),
            card: None,
            oembed: None,
            embed: None,
            linked: None,
        }
    }

    /// The heading of the method page that says how to correct something: the first one that speaks of it.
    fn correction_anchor(&self) -> String {
        let Some(page) = self.corpus.pages.iter().find(|page| page.slug == "method") else {
            return "how-to-correct".to_owned();
        };
        let headings = page.body.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Crosshead { .. }));
        let slugs = headings.map(|block| text::slug(page.body.words(block.span)));
        slugs.into_iter().find(|slug| slug.contains("correct")).unwrap_or_else(|| "main".to_owned())
    }

    /// The newest day of publication.
    pub(super) fn newest_day(&self) -> Option<Date> {
        self.corpus.briefings.iter().filter_map(|briefing| briefing.published()).max()
    }

    /// The page of an article.
    pub(super) fn article_route(&self, id: ArticleId) -> Route {
        Route::folder(&format!("articles/{}", self.corpus.briefing(id).slug))
    }

    /// The page of an actor.
    pub(super) fn actor_route(&self, id: ActorId) -> Route {
        Route::folder(&format!("actors/{}", self.corpus.actor(id).slug))
    }

    /// The page of a topic.
    pub(super) fn topic_route(&self, id: TopicId) -> Route {
        Route::folder(&format!("topics/{}", self.corpus.topic(id).slug))
    }

    /// A message with a number.
    pub(super) fn counted(&self, message: &Counted, number: usize) -> String {
        self.language.counted(message, number)
    }

    /// A number of things, written as the language does.
    pub(super) fn number(&self, number: usize) -> String {
        self.language.numbers.grouped(number)
    }

    /// The attributes of a text of an article that is not in the site's language: ` lang="en" dir="ltr"`.
    pub(super) fn foreign(&self, briefing: &Briefing) -> Html {
        let Some(language) = briefing.article.header.language.as_deref() else { return Html::default() };
        if language == self.config.language {
            return Html::default();
        }
        let mut attributes = String::from(" lang=\"");
        text::escape_html(language, &mut attributes);
        attributes.push_str("\" dir=\"");
        attributes.push_str(direction(language));
        attributes.push('"');
        Html(attributes)
    }

    /// A link to an actor, by its name.
    pub(super) fn actor_link(&self, here: &Route, id: ActorId) -> LinkView {
        LinkView { title: self.corpus.actor(id).name.clone(), href: here.link(&self.actor_route(id)) }
    }

    /// A link to an actor, with something beside it.
    pub(super) fn actor_row(&self, here: &Route, id: ActorId, count: String) -> CountedView {
        let LinkView { title, href } = self.actor_link(here, id);
        CountedView { title, href, count, note: None }
    }

    /// A link to a topic, with a number of articles.
    pub(super) fn topic_row(&self, here: &Route, id: TopicId, articles: usize) -> CountedView {
        CountedView {
            title: self.corpus.topic(id).name.clone(),
            href: here.link(&self.topic_route(id)),
            count: self.counted(&self.words.count.briefings, articles),
            note: None,
        }
    }

    /// A link to a topic, with the number of its articles and the day of the newest.
    pub(super) fn dated_topic_row(&self, here: &Route, id: TopicId) -> CountedView {
        let articles = &self.corpus.topic(id).articles;
        let newest = self
            .newest_of(articles)
            .map(|day| Html(self.words.topic.updated.html(&[("date", &self.calendar.day_html(day).0)])));
        CountedView { note: newest, ..self.topic_row(here, id, articles.len()) }
    }

    /// The newest day of publication of some articles.
    pub(super) fn newest_of(&self, articles: &[ArticleId]) -> Option<Date> {
        articles.iter().filter_map(|id| self.corpus.briefing(*id).published()).max()
    }

    /// A link to an article, with its date.
    pub(super) fn article_row(&self, here: &Route, id: ArticleId) -> CountedView {
        let briefing = self.corpus.briefing(id);
        CountedView {
            title: briefing.title().to_owned(),
            href: here.link(&self.article_route(id)),
            count: briefing
                .published()
                .map_or_else(|| self.words.date.undated.clone(), |day| self.calendar.day(day, YearShown::Always)),
            note: None,
        }
    }

    /// The way back to a fact.
    pub(super) fn reference(&self, here: &Route, article: ArticleId, at: At) -> RefView {
        let briefing = self.corpus.briefing(article);
        let route = self.article_route(article);
        let page = if route == *here { String::new() } else { here.link(&route) };
        RefView {
            title: short_title(briefing.title()),
            lang: self.foreign(briefing),
            sentence: at.sentence(),
            href: page + &self.fragments.get(article, briefing, at),
            date: None,
        }
    }

    /// What follows the address of an article on the way back to a fact: sentence id and text fragment.
    pub(super) fn fragment(&self, article: ArticleId, at: At) -> String {
        self.fragments.get(article, self.corpus.briefing(article), at)
    }

    /// The way back to a mention. A name tells no place apart, so the sentence is all that it leads to.
    pub(super) fn mention(&self, here: &Route, article: ArticleId, at: At) -> RefView {
        let route = self.article_route(article);
        let page = if route == *here { String::new() } else { here.link(&route) };
        RefView {
            title: short_title(self.corpus.briefing(article).title()),
            lang: self.foreign(self.corpus.briefing(article)),
            sentence: at.sentence(),
            href: format!("{page}#s{}", at.sentence()),
            date: None,
        }
    }

    /// Quotations for one page. Words that several articles have stand there once, with all of these as their sources.
    pub(super) fn quotations(&self, here: &Route, ids: &[QuotationId]) -> Vec<QuoteView> {
        let mut quotes: Vec<QuoteView> = Vec::with_capacity(ids.len());
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for id in ids {
            let quote = self.quotation(here, *id);
            match places.get(&quote.key).and_then(|place| quotes.get_mut(*place)) {
                Some(first) if first.text == quote.text => first.again.push(quote.source),
                Some(_) => quotes.push(QuoteView { key: String::new(), ..quote }),
                None => {
                    places.insert(quote.key.clone(), quotes.len());
                    quotes.push(quote);
                }
            }
        }
        quotes
    }

    /// A quotation.
    pub(super) fn quotation(&self, here: &Route, id: QuotationId) -> QuoteView {
        let briefing = self.corpus.briefing(id.article);
        let quotation = self.corpus.quotation(id);
        let body = &briefing.article.body;
        let speaker = self.corpus.speaker(id);
        let described = match speaker {
            Some(_) => None,
            None => quotation.speaker.written().map(|span| body.words(span).to_owned()),
        };
        QuoteView {
            key: briefing.quotations.get(id.index as usize).cloned().unwrap_or_default(),
            kind: match quotation.kind {
                QuotationKind::Direct => "direct",
                QuotationKind::Partial => "partial",
                QuotationKind::Indirect => "indirect",
            },
            text: said::shown_words(body, quotation),
            speaker: speaker.map(|actor| self.actor_link(here, actor)),
            described,
            role: speaker.and_then(|actor| role_in(briefing, actor)),
            date: briefing.published().map(|day| self.calendar.day_html(day)),
            how: self.how(body, quotation),
            lang: self.foreign(briefing),
            source: self.reference(here, id.article, quotation.at),
            again: Vec::new(),
        }
    }

    /// An entry of a timeline. Its mark lies on `on_year`; a year that is written `nearby` is left out of the words.
    pub(super) fn event(&self, here: &Route, id: EntryId, nearby: YearShown) -> EventView {
        let entry = self.corpus.entry(id);
        let line = entry.tellings.first().map(|telling| self.line(here, *telling)).unwrap_or_default();
        let conflicting = matches!(entry.when, EntryWhen::Conflicting(_));
        let shown = self.shown_tellings(entry, conflicting);
        let mut refs: Vec<RefView> =
            shown.iter().map(|telling| self.telling(here, *telling, conflicting, nearby)).collect();
        if !conflicting {
            for (pair, later) in shown.windows(2).zip(refs.iter_mut().skip(1)) {
                if pair.first().map(|telling| telling.article) == pair.last().map(|telling| telling.article) {
                    later.title.clear();
                }
            }
        }
        let year = filed_year(&entry.when).unwrap_or_default();
        EventView {
            key: entry.key.clone(),
            when: self.when(&entry.when, &entry.tellings, nearby),
            strip: strip::strip(&entry.when, entry.standing, year),
            choices: String::new(),
            standing: label::standing(entry.standing),
            status: self.status(entry.standing),
            line,
            refs,
            more: entry.tellings.len() - shown.len(),
        }
    }

    /// The tellings that an entry names as its sources: not all of very many, but some of each date where they differ.
    fn shown_tellings(&self, entry: &Entry, conflicting: bool) -> Vec<Telling> {
        if !conflicting {
            return entry.tellings.iter().copied().take(SOURCES).collect();
        }
        let mut dates: Vec<(Option<When>, usize)> = Vec::new();
        let fits = |telling: &&Telling| {
            let when = self.event_of(**telling).when;
            match dates.iter_mut().find(|(date, _)| *date == when) {
                Some((_, number)) => {
                    *number += 1;
                    *number <= SOURCES_OF_DATE
                }
                None => {
                    dates.push((when, 1));
                    true
                }
            }
        };
        entry.tellings.iter().filter(fits).copied().collect()
    }

    /// The way back to one telling; with the date that it gives where tellings differ.
    fn telling(&self, here: &Route, telling: Telling, dated: bool, nearby: YearShown) -> RefView {
        let Telling { article, event } = telling;
        let event = &self.corpus.briefing(article).facts.events[event as usize];
        let date = event.when.filter(|_| dated).map(|when| self.calendar.html(&when, nearby));
        RefView { date, ..self.reference(here, article, event.at) }
    }

    /// A date in words, with what is to be said about it.
    pub(super) fn when(&self, when: &EntryWhen, tellings: &[Telling], nearby: YearShown) -> WhenView {
        match when {
            EntryWhen::Dated(date) => {
                let same = |telling: &&Telling| self.event_of(**telling).when == Some(*date);
                let telling = tellings.iter().find(same).or_else(|| tellings.first());
                let note = telling.and_then(|telling| self.note(date, *telling));
                WhenView { html: self.calendar.html(date, nearby), note, known: true }
            }
            EntryWhen::Conflicting(dates) => {
                let mut dates = dates.iter().map(|date| self.calendar.html(date, nearby).0);
                let first = dates.next().unwrap_or_default();
                let or =
                    |first: String, second: String| self.words.list.or.html(&[("first", &first), ("second", &second)]);
                let html = Html(dates.fold(first, or));
                WhenView { html, note: Some(self.words.date.sources_differ.clone()), known: true }
            }
            EntryWhen::Undated { words } => {
                let dated =
                    tellings.first().is_some_and(|telling| self.corpus.briefing(telling.article).published().is_some());
                self.undated(words, dated)
            }
        }
    }

    /// Words that no date could be made of.
    fn undated(&self, words: &str, article_is_dated: bool) -> WhenView {
        let mut html = String::new();
        let date = &self.words.date;
        let shown =
            if words.is_empty() { date.none.clone() } else { self.words.quote.marked.fill(&[("words", words)]) };
        text::escape_html(&shown, &mut html);
        let note = if article_is_dated { &date.not_known } else { &date.report_undated };
        WhenView { html: Html(html), note: Some(note.clone()), known: false }
    }

    fn event_of(&self, telling: Telling) -> &crate::model::facts::Event {
        &self.corpus.briefing(telling.article).facts.events[telling.event as usize]
    }

    fn note(&self, date: &When, telling: Telling) -> Option<String> {
        let briefing = self.corpus.briefing(telling.article);
        let expression = briefing.facts.dates.get(self.event_of(telling).date as usize)?;
        self.calendar.note(date, expression.basis, &cut(briefing.words(expression.at), WORDS_BESIDE))
    }

    /// An event as one article tells it.
    pub(super) fn told_event(&self, here: &Route, telling: Telling, nearby: YearShown) -> EventView {
        let briefing = self.corpus.briefing(telling.article);
        let event = self.event_of(telling);
        let entry = briefing.entries.get(telling.event as usize).map(|id| self.corpus.entry(*id));
        let when = match event.when {
            Some(date) => EntryWhen::Dated(date),
            None => EntryWhen::Undated {
                words: briefing
                    .facts
                    .dates
                    .get(event.date as usize)
                    .map(|expression| briefing.words(expression.at).to_owned())
                    .unwrap_or_default(),
            },
        };
        EventView {
            key: entry.map(|entry| entry.key.clone()).unwrap_or_default(),
            when: self.when(&when, &[telling], nearby),
            strip: Html::default(),
            choices: String::new(),
            standing: entry.map_or("occurred", |entry| label::standing(entry.standing)),
            status: entry.and_then(|entry| self.status(entry.standing)),
            line: self.plain_line(telling),
            refs: vec![self.reference(here, telling.article, event.at)],
            more: 0,
        }
    }

    /// An event's line with its actors linked: each once, and none to the page it stands on.
    fn line(&self, here: &Route, telling: Telling) -> Html {
        let briefing = self.corpus.briefing(telling.article);
        let event = self.event_of(telling);
        let mut linked: Vec<ActorId> = Vec::new();
        let mut pieces: Vec<(String, Option<String>)> = Vec::new();
        for (index, piece) in event.line.iter().enumerate() {
            if index > 0 {
                pieces.push((" ".to_owned(), None));
            }
            let mut at = piece.start;
            for mention in &event.mentions {
                let Some(found) = briefing.facts.mentions.get(*mention as usize) else { continue };
                let (span, actor) = (found.at.span(), briefing.actors.get(*mention as usize).copied());
                let Some(actor) = actor.filter(|actor| acts(self.corpus.actor(*actor)) && !linked.contains(actor))
                else {
                    continue;
                };
                let route = self.actor_route(actor);
                if !piece.contains(span) || span.start < at || route == *here {
                    continue;
                }
                linked.push(actor);
                pieces.push((briefing.article.body.words(crate::span::TextSpan::new(at, span.start)).to_owned(), None));
                pieces.push((briefing.words(found.at).to_owned(), Some(here.link(&route))));
                at = span.end;
            }
            pieces.push((briefing.article.body.words(crate::span::TextSpan::new(at, piece.end)).to_owned(), None));
        }
        self.marked(briefing, written(&pieces))
    }

    /// A line of an article, marked where it is not in the site's language.
    fn marked(&self, briefing: &Briefing, line: Html) -> Html {
        let foreign = self.foreign(briefing).0;
        if foreign.is_empty() { line } else { Html(format!("<span{foreign}>{}</span>", line.0)) }
    }

    /// An event's line without links, for a page that links its actors elsewhere.
    fn plain_line(&self, telling: Telling) -> Html {
        self.marked(self.corpus.briefing(telling.article), written(&[(self.told_words(telling), None)]))
    }

    /// An event's line without links, of at most `longest` characters.
    pub(super) fn bounded_line(&self, telling: Telling, longest: usize) -> Html {
        let line = cut(&self.told_words(telling), longest);
        self.marked(self.corpus.briefing(telling.article), written(&[(line, None)]))
    }

    /// An event's line as it stands in the text.
    pub(super) fn told_words(&self, telling: Telling) -> String {
        let body = &self.corpus.briefing(telling.article).article.body;
        let pieces = self.event_of(telling).line.iter().map(|piece| body.words(*piece));
        pieces.collect::<Vec<_>>().join(" ")
    }

    /// An article in a list.
    pub(super) fn teaser(&self, here: &Route, id: ArticleId) -> TeaserView {
        let briefing = self.corpus.briefing(id);
        let header = &briefing.article.header;
        TeaserView {
            title: briefing.title().to_owned(),
            href: here.link(&self.article_route(id)),
            place: header.dateline.as_ref().map(|dateline| dateline.place.clone()),
            date: header.published.map(|day| self.calendar.day_html(day)),
            unknown: self.unknown(briefing),
            summary: summary(briefing),
            byline: self.by(&header.byline),
            measure: self.measure(briefing),
            lang: self.foreign(briefing),
            refs: Vec::new(),
            unlinked: 0,
        }
    }

    /// A text that a person wrote, without sentence numbers.
    pub(super) fn written_text(&self, here: &Route, from: &SourceId, body: &Body, heading: u8) -> Html {
        let picture = |target: &str| self.picture(here, target);
        let link = |target: &str| self.links.href(from, here, target);
        let (ranges, words) = (Vec::new(), self.words);
        body::html(body, &Style { heading, sentences: Sentences::Plain, ranges, picture: &picture, link: &link, words })
    }

    /// The link to a picture below `static/`; `None` where there is none.
    pub(super) fn picture(&self, here: &Route, target: &str) -> Option<String> {
        let path = target.trim_start_matches("./").trim_start_matches('/');
        let path = path.strip_prefix("static/").unwrap_or(path);
        self.theme.statics().contains_key(path).then(|| here.link(&Route::file(path)))
    }
}

/// The page that says how the pages are made.
pub(super) fn method_route() -> Route {
    Route::folder("method")
}

/// Whether an actor is one that does and says things. Other places have pages, but are not linked in the text.
pub(super) fn acts(actor: &Actor) -> bool {
    actor.kind != ActorKind::Place
}

/// The year under which a date is listed.
pub(super) fn filed_year(when: &EntryWhen) -> Option<i16> {
    match when {
        EntryWhen::Dated(when) => Some(when.filed().year()),
        EntryWhen::Conflicting(dates) => dates.first().map(|when| when.filed().year()),
        EntryWhen::Undated { .. } => None,
    }
}

/// A title cut between words.
pub(super) fn short_title(title: &str) -> String {
    cut(title, SHORT_TITLE)
}

/// A text of at most `longest` characters, cut between words.
pub(super) fn cut(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let kept: String = text.chars().take(longest).collect();
    let kept = kept.rsplit_once(char::is_whitespace).map_or(kept.as_str(), |(kept, _)| kept);
    format!("{}…", kept.trim_end_matches(|c: char| c.is_whitespace() || ",;:–—-".contains(c)))
}

/// The office that an article gives an actor, as first written.
pub(super) fn role_in(briefing: &Briefing, actor: ActorId) -> Option<String> {
    let role = briefing.facts.roles.iter().find(|role| briefing.actors.get(role.mention as usize) == Some(&actor))?;
    Some(briefing.words(role.at).to_owned())
}

/// The summary by the author of an article, else its first sentence.
pub(super) fn summary(briefing: &Briefing) -> Option<String> {
    briefing.article.header.summary.clone().or_else(|| opening(briefing))
}

/// The number of the sentence that the headline was cut from.
pub(super) fn taken_sentence(briefing: &Briefing) -> Option<u32> {
    match &briefing.facts.headline {
        Headline::Taken { at, .. } => Some(at.sentence()),
        Headline::Written(_) | Headline::FileName(_) => None,
    }
}

/// The first sentence of prose that the headline does not already say.
fn opening(briefing: &Briefing) -> Option<String> {
    let body = &briefing.article.body;
    let taken = taken_sentence(briefing);
    (1..)
        .zip(&body.sentences)
        .filter(|(_, sentence)| matches!(body.block_of(**sentence).kind, BlockKind::Paragraph { .. }))
        .find(|(number, _)| Some(*number) != taken)
        .map(|(number, sentence)| {
            let at = At::within(number, *sentence, sentence.span, "opening", 1.0);
            body.words(provenance::printed(body, at)).to_owned()
        })
}

/// Pieces of a line as one sentence: a capital at its start, a full stop at its end, no loose punctuation at either end,
/// nothing else changed.
fn written(pieces: &[(String, Option<String>)]) -> Html {
    let loose = |c: char| c.is_whitespace() || ",;:–—-".contains(c);
    let whole: String = pieces.iter().map(|(words, _)| words.as_str()).collect();
    let kept = whole.trim_end_matches(loose).len();
    let first = whole.len() - whole.trim_start_matches(loose).len();
    let mut html = String::new();
    let mut at = 0;
    for (words, href) in pieces {
        let (start, end) = (first.saturating_sub(at).min(words.len()), kept.saturating_sub(at).min(words.len()));
        let shown = words.get(start..end).unwrap_or_default();
        let shown = if html.is_empty() { text::capitalise(shown) } else { shown.to_owned() };
        at += words.len();
        match href {
            Some(href) if !shown.is_empty() => {
                html.push_str("<a href=\"");
                text::escape_html(href, &mut html);
                html.push_str("\">");
                text::escape_html(&shown, &mut html);
                html.push_str("</a>");
            }
            _ => text::escape_html(&shown, &mut html),
        }
    }
    let ended = whole.get(..kept).unwrap_or_default().ends_with(['.', '!', '?', '…', '”', '"', '؟', '。']);
    if !ended && !html.is_empty() {
        html.push('.');
    }
    Html(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_cut_between_words() {
        assert_eq!(short_title("A short one"), "A short one");
        assert_eq!(
            short_title("The harbour office says that the ferry, late again, will not run on Monday"),
            "The harbour office says that the ferry, late…"
        );
    }

    #[test]
    fn a_line_has_a_capital_and_a_stop() {
        let check = |pieces: &[(&str, Option<&str>)], expected: &str| {
            let pieces: Vec<_> =
                pieces.iter().map(|(words, href)| ((*words).to_owned(), href.map(str::to_owned))).collect();
            assert_eq!(written(&pieces).0, expected);
        };
        check(&[("the ferry sank,", None)], "The ferry sank.");
        check(&[("—the ferry", None), (" sank", None)], "The ferry sank.");
        check(&[("—", None)], "");
        check(&[("“It holds.”", None)], "“It holds.”");
        check(&[("", None), ("éva", Some("e.html")), (" & co", None)], "<a href=\"e.html\">Éva</a> &amp; co.");
    }
}
