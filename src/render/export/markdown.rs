//! `index.md` beside a page: what the page says, as Markdown for reading programs and people; and `llms.txt`, which says
//! where to find it (<https://llmstxt.org>).
//!
//! Words of the texts are escaped, so that none of them becomes markup. Links are relative to the file.

mod article;
mod overview;
mod words;

use self::words::{escaped, link};
use crate::model::corpus::{ArticleId, Entry, EntryId, QuotationId, Telling};
use crate::model::facts::QuotationKind;
use crate::model::page::Route;
use crate::render::export::{Format, Subject, entry};
use crate::render::said;
use crate::render::site::{self, Site};

/// The file of a subject.
pub(super) fn markdown(site: &Site<'_>, subject: Subject) -> String {
    let here = Format::Markdown.route(site, subject);
    let page = Sheet { site, here, out: String::new() };
    match subject {
        Subject::Site | Subject::Timeline => overview::site(page),
        Subject::Article(id) => article::article(page, id),
        Subject::Actor(id) => overview::actor(page, id),
        Subject::Topic(id) => overview::topic(page, id),
    }
}

/// A file on its way.
struct Sheet<'s, 'a> {
    site: &'s Site<'a>,
    here: Route,
    out: String,
}

impl<'a> Sheet<'_, 'a> {
    fn line(&mut self, words: &str) {
        self.out.push_str(words);
        self.out.push('\n');
    }

    /// A paragraph of ready Markdown.
    fn paragraph(&mut self, words: &str) {
        if !words.is_empty() {
            self.line(words);
            self.out.push('\n');
        }
    }

    /// A heading and a list; nothing where the list is empty.
    fn list(&mut self, heading: &str, items: &[String]) {
        if items.is_empty() {
            return;
        }
        self.paragraph(&format!("## {heading}"));
        for item in items {
            self.line(&format!("- {item}"));
        }
        self.out.push('\n');
    }

    /// The Markdown file of a subject, as a link.
    fn file(&self, subject: Subject) -> String {
        let name = subject.name(self.site);
        link(name, &self.here.link(&Format::Markdown.route(self.site, subject)))
    }

    /// The way back to a sentence: `[§ 3](index.html#s3)`, with the title of the article where it is another page.
    fn source(&self, article: ArticleId, sentence: u32) -> String {
        let route = self.site.article_route(article);
        let page = format!("{}#s{sentence}", self.here.link(&route));
        if Format::Markdown.route(self.site, Subject::Article(article)) == self.here {
            return format!("([§ {sentence}]({page}))");
        }
        let title = site::short_title(self.site.corpus.briefing(article).title());
        format!("([{}, § {sentence}]({page}))", escaped(&title))
    }

    fn statement(&self, id: QuotationId, named: bool) -> String {
        let briefing = self.site.corpus.briefing(id.article);
        let body = &briefing.article.body;
        let quotation = self.site.corpus.quotation(id);
        let words = said::shown_words(body, quotation);
        let words = match quotation.kind {
            QuotationKind::Direct => escaped(&self.site.words.quote.marked.fill(&[("words", &words)])),
            QuotationKind::Partial => escaped(&words),
            QuotationKind::Indirect => format!("*{}*", escaped(words.trim())),
        };
        let speaker = match self.site.corpus.speaker(id) {
            _ if !named => None,
            Some(actor) => Some(escaped(&self.site.corpus.actor(actor).name)),
            None => quotation.speaker.written().map(|span| escaped(body.words(span))),
        };
        let speaker = speaker.map(|name| format!("{name}: ")).unwrap_or_default();
        let date = briefing.published().filter(|_| !named).map(|day| format!("{day}: ")).unwrap_or_default();
        format!("{date}{speaker}{words} {}", self.source(id.article, quotation.at.sentence()))
    }

    fn event(&self, id: EntryId) -> String {
        let entry = self.site.corpus.entry(id);
        let tellings: Vec<String> = entry.tellings.iter().take(5).map(|telling| self.telling(*telling)).collect();
        format!("{}{} {}", self.dated(entry), escaped(&entry::line(self.site, entry)), tellings.join(" "))
    }

    fn telling(&self, telling: Telling) -> String {
        self.source(telling.article, entry::told(self.site, telling).at.sentence())
    }

    /// The date of an entry and what is known about it: `**5–11 April 2021** (Scheduled): `.
    fn dated(&self, entry: &Entry) -> String {
        let status = self.site.status(entry.standing).map(|status| format!(" ({status})")).unwrap_or_default();
        format!("**{}**{status}: ", escaped(&entry::date_in_words(self.site, entry)))
    }
}
