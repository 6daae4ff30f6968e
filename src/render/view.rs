//! What templates read: every field, typed and described. `docs/templates.md` is this file as a table; a test keeps the
//! two equal.
//!
//! A missing value is `null`, never an absent key, so that a template can ask for it. A field of type [`Html`] is ready
//! markup, to be written with `| safe`; all other text is escaped by the template engine.

use serde::Serialize;

/// Ready markup: everything in it that came from a text is escaped already.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Html(pub String);

/// What is the same on every page, as `site`.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// The site's name.
    pub title: String,
    /// One sentence that says what the site is.
    pub description: Option<String>,
    /// BCP 47 tag of the site's language.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The address the site will stand at, without a slash at the end.
    pub base_url: Option<String>,
    /// The program and its version.
    pub generator: String,
    /// The main parts of the site.
    pub nav: Vec<NavView>,
    /// Pages that are no article, for the foot.
    pub pages: Vec<NavView>,
    /// Where to read how the pages are made, from the root.
    pub method: String,
    /// Where to read how to correct something, from the root.
    pub correct: String,
    /// The search page, from the root; `null` where the site has none.
    pub search: Option<String>,
    /// The newest day of publication.
    pub edition: Option<Html>,
}

/// A part of the site.
#[derive(Clone, Debug, Serialize)]
pub struct NavView {
    /// What the link says.
    pub label: String,
    /// Where it leads, from the root: put `page.root` before it.
    pub path: String,
    /// The part's name, to compare with `page.section`.
    pub section: String,
}

/// What every page has, as `page`.
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    /// What leads from this page up to the site's root: empty, or `../../`.
    pub root: String,
    /// The title, for the window and the results of a search.
    pub title: String,
    /// What the page is called, without the site's name.
    pub heading: String,
    /// What it is to programs that show a preview: `website`, `article` or `profile`.
    pub kind: &'static str,
    /// The day of publication of an article, in ISO 8601.
    pub published: Option<String>,
    /// One sentence about the page.
    pub description: Option<String>,
    /// The full address; `null` when the site's address is not known.
    pub canonical: Option<String>,
    /// The part of the site it belongs to.
    pub section: &'static str,
    /// The Atom feed that goes with it.
    pub feed: LinkView,
    /// The other files beside it that hold the same for programs.
    pub alternates: Vec<AlternateView>,
    /// The picture for previews, where the site has one and its address is known.
    pub card: Option<CardView>,
    /// What other programs put into a page to show this one there, where the site has an address.
    pub oembed: Option<OembedView>,
    /// What a person puts there; `null` where there is nothing.
    pub embed: Option<PanelView>,
    /// What the page holds, as JSON-LD.
    pub linked: Option<Html>,
}

/// A file for programs.
#[derive(Clone, Debug, Serialize)]
pub struct AlternateView {
    /// What a link to it says: `RSS`.
    pub title: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Where it lies.
    pub href: String,
}

/// A picture for previews.
#[derive(Clone, Debug, Serialize)]
pub struct CardView {
    /// Its full address.
    pub url: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// What it shows.
    pub alt: String,
}

/// What programs are told that show a page in another one (oEmbed).
#[derive(Clone, Debug, Serialize)]
pub struct OembedView {
    /// The full address of the answer in JSON.
    pub json: String,
    /// The full address of the answer in XML.
    pub xml: String,
}

/// How to show a page in one of somebody else.
#[derive(Clone, Debug, Serialize)]
pub struct PanelView {
    /// What to put there, one a way.
    pub snippets: Vec<SnippetView>,
    /// The script that makes frames of links in a wiki.
    pub script: LinkView,
    /// The files that hold the page as a text for a wiki.
    pub texts: Vec<LinkView>,
}

/// What to put into a page.
#[derive(Clone, Debug, Serialize)]
pub struct SnippetView {
    /// What kind of page: `MediaWiki`.
    pub label: String,
    /// What to put there.
    pub code: String,
}

/// A link.
#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub href: String,
}

/// A link with a number or a date beside it.
#[derive(Clone, Debug, Serialize)]
pub struct CountedView {
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// What stands beside it: `3 briefings`.
    pub count: String,
    /// What stands below it: `updated 14 April 2021`.
    pub note: Option<Html>,
}

/// The way back to a sentence.
#[derive(Clone, Debug, Serialize)]
pub struct RefView {
    /// The short title of the article; empty where the one before leads to the same article.
    pub title: String,
    /// The attributes of the title where it is not in the site's language: ` lang="en" dir="ltr"`.
    pub lang: Html,
    /// The sentence's number, from 1.
    pub sentence: u32,
    /// Where it leads: sentence id and text fragment.
    pub href: String,
    /// The date that this source gives, where sources differ.
    pub date: Option<Html>,
}

/// A date in words.
#[derive(Clone, Debug, Serialize)]
pub struct WhenView {
    /// The date with its `time` elements, or the words as written.
    pub html: Html,
    /// How precise it is and where it comes from: `week, from “last week”`.
    pub note: Option<String>,
    /// Whether it is known.
    pub known: bool,
}

/// An event of a timeline.
#[derive(Clone, Debug, Serialize)]
pub struct EventView {
    /// Its id, unique on the site and the same from build to build.
    pub key: String,
    /// When.
    pub when: WhenView,
    /// The mark on the year's strip; empty for an undated one.
    pub strip: Html,
    /// The numbers of the choices of the timeline's filters that it belongs to: `3 17`; empty where there are none.
    pub choices: String,
    /// What is known about it: `occurred`, `scheduled`, `expected`, `was-due`, `claimed`, `denied` or `cancelled`.
    pub standing: &'static str,
    /// The word for it, where it did not simply happen.
    pub status: Option<String>,
    /// What happened, with its actors linked, and marked where it is not in the site's language.
    pub line: Html,
    /// Who tells it.
    pub refs: Vec<RefView>,
    /// How many more articles tell it.
    pub more: usize,
}

/// A timeline.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineView {
    /// The picture of all years; `null` for a single year.
    pub overview: Option<Html>,
    /// Links to the years.
    pub jumps: Vec<LinkView>,
    /// What a script can narrow it to; `null` where it is short.
    pub filters: Option<FiltersView>,
    /// The kinds of mark, for the key.
    pub key: Vec<KeyView>,
    /// Of many events those that matter most, one a date, in order; empty where there are few.
    pub brief: Vec<EventView>,
    /// The years that have events.
    pub years: Vec<YearView>,
    /// Events whose date is not known.
    pub undated: Vec<EventView>,
    /// How many events there are.
    pub total: usize,
}

/// What a timeline can be narrowed to. The choices are numbered from 1 in the order of the fields.
#[derive(Clone, Debug, Serialize)]
pub struct FiltersView {
    /// People and organisations, by name.
    pub actors: Vec<ChoiceView>,
    /// Countries and places, by name.
    pub places: Vec<ChoiceView>,
    /// What is known about the events.
    pub statuses: Vec<ChoiceView>,
}

/// One choice of a filter.
#[derive(Clone, Debug, Serialize)]
pub struct ChoiceView {
    /// What stands for it in the address.
    pub value: String,
    /// What it is called.
    pub title: String,
    /// How many events it leaves.
    pub count: usize,
}

/// A year of a timeline.
#[derive(Clone, Debug, Serialize)]
pub struct YearView {
    /// The year's number, for ids.
    pub year: String,
    /// The year as it is written.
    pub title: String,
    /// `2 events`.
    pub count: String,
    /// The names of the months that open the quarters.
    pub quarters: Vec<String>,
    /// Its events: in one group, or by month where there are many.
    pub months: Vec<MonthView>,
}

/// Some events of a year.
#[derive(Clone, Debug, Serialize)]
pub struct MonthView {
    /// The month; `null` where the year is not divided, and for dates coarser than a month.
    pub title: Option<String>,
    /// The events.
    pub events: Vec<EventView>,
}

/// A kind of mark and what it means.
#[derive(Clone, Debug, Serialize)]
pub struct KeyView {
    /// The mark.
    pub strip: Html,
    /// What it means.
    pub meaning: String,
}

/// Words that somebody said.
#[derive(Clone, Debug, Serialize)]
pub struct QuoteView {
    /// Its id, the same from build to build.
    pub key: String,
    /// `direct`, `partial` or `indirect`.
    pub kind: &'static str,
    /// The words: direct ones without quotation marks, those of `partial` with the marks of the text.
    pub text: String,
    /// Who said it, as a link to the actor.
    pub speaker: Option<LinkView>,
    /// The words that stand for a speaker who is no actor: `a spokesman`.
    pub described: Option<String>,
    /// The office the same article gives the speaker.
    pub role: Option<String>,
    /// The day of publication.
    pub date: Option<Html>,
    /// How it was said: `Indirect, “has said”`.
    pub how: String,
    /// The attributes of the words where they are not in the site's language: ` lang="en" dir="ltr"`.
    pub lang: Html,
    /// Where it stands.
    pub source: RefView,
    /// Where else the same words stand, on a page that shows them once.
    pub again: Vec<RefView>,
}

/// A sentence as the text has it.
#[derive(Clone, Debug, Serialize)]
pub struct LineView {
    /// The sentence.
    pub text: String,
    /// Where it stands.
    pub source: RefView,
}

/// An article in a list.
#[derive(Clone, Debug, Serialize)]
pub struct TeaserView {
    /// The headline.
    pub title: String,
    /// The attributes of its words where they are not in the site's language: ` lang="en" dir="ltr"`.
    pub lang: Html,
    /// Where it leads.
    pub href: String,
    /// The place the report was sent from.
    pub place: Option<String>,
    /// The day of publication.
    pub date: Option<Html>,
    /// What is said where date or place are not known.
    pub unknown: Option<String>,
    /// The summary, or the first sentence.
    pub summary: Option<String>,
    /// `By Lena Hartwig`.
    pub byline: Option<String>,
    /// `17 sentences, 6 actors, 5 dates`.
    pub measure: String,
    /// Sentences of it, where a list is about something in particular.
    pub refs: Vec<RefView>,
    /// How many more such sentences it has.
    pub unlinked: usize,
}

/// An article, as `article`.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleView {
    /// The headline.
    pub title: String,
    /// The attributes of its words where they are not in the site's language: ` lang="en" dir="ltr"`.
    pub lang: Html,
    /// The place the report was sent from.
    pub place: Option<String>,
    /// The day of publication.
    pub date: Option<Html>,
    /// What is said where date or place are not known.
    pub unknown: Option<String>,
    /// The summary, as written by its author.
    pub summary: Option<String>,
    /// Author, agency, outlet, and where the title comes from.
    pub byline: Vec<String>,
    /// The text.
    pub body: Html,
    /// Who is in it.
    pub actors: Vec<PresentView>,
    /// Places in it.
    pub places: Vec<PresentView>,
    /// What was said.
    pub statements: Vec<QuoteView>,
    /// What happened when.
    pub dates: Vec<EventView>,
    /// Numbers and what they count.
    pub figures: Vec<FigureView>,
    /// What it is about.
    pub topics: Vec<LinkView>,
    /// Where the original stands.
    pub original: Option<LinkView>,
    /// How many sentences it has.
    pub sentences: usize,
    /// `auto`, or `accepted` where a person has decided on something.
    pub review: &'static str,
    /// How many findings a person has decided on.
    pub reviewed: usize,
    /// The sentence the headline was cut from.
    pub title_from: Option<RefView>,
    /// Broken words that were put together.
    pub repairs: Vec<RepairView>,
    /// Words that stay undated because the article has no date.
    pub undated: Vec<String>,
    /// The topic along which the article before and the one after it stand; `null` where they do so in time alone.
    pub thread: Option<LinkView>,
    /// The article before it in time.
    pub earlier: Option<TeaserView>,
    /// The article after it in time.
    pub later: Option<TeaserView>,
    /// Articles most like it.
    pub related: Vec<CountedView>,
}

/// An actor in an article.
#[derive(Clone, Debug, Serialize)]
pub struct PresentView {
    /// The name.
    pub title: String,
    /// Its page.
    pub href: String,
    /// What the article calls it by office.
    pub role: Option<String>,
    /// Where it first stands.
    pub source: RefView,
}

/// A number and what it counts.
#[derive(Clone, Debug, Serialize)]
pub struct FigureView {
    /// The number with its hedge.
    pub number: String,
    /// What is counted.
    pub counted: String,
    /// Where it stands.
    pub source: RefView,
}

/// A broken word that was put together.
#[derive(Clone, Debug, Serialize)]
pub struct RepairView {
    /// As it stands in the file.
    pub written: String,
    /// As it was read.
    pub read: String,
}

/// Which part of a long page this is.
#[derive(Clone, Debug, Serialize)]
pub struct PagesView {
    /// This page's number, from 1.
    pub number: usize,
    /// How many pages there are.
    pub total: usize,
    /// The page with what is newer.
    pub newer: Option<String>,
    /// The page with what is older.
    pub older: Option<String>,
}

/// An actor, as `actor`.
#[derive(Clone, Debug, Serialize)]
pub struct ActorView {
    /// The name.
    pub title: String,
    /// The name to use after the first time.
    pub short: String,
    /// `Person`, `Organisation`, …
    pub kind: String,
    /// The day of the newest article that names it.
    pub last: Option<Html>,
    /// The day of the oldest article that names it, where it differs.
    pub first: Option<Html>,
    /// What the texts call it by office, the newest first.
    pub roles: Vec<RoleView>,
    /// Other spellings in the texts.
    pub aliases: Vec<String>,
    /// `9 in 3 briefings`.
    pub mentions: String,
    /// Who appears with it; `null` where nobody shares a sentence with it, and on later pages.
    pub with: Option<ConnectionsView>,
    /// A biography, as a person wrote it.
    pub biography: Html,
    /// A picture below the site's root, or `null`.
    pub portrait: Option<String>,
    /// Pages elsewhere that mean the same.
    pub same_as: Vec<LinkView>,
    /// What it said, newest first.
    pub statements: Vec<QuoteView>,
    /// Its timeline.
    pub timeline: TimelineView,
    /// Its topics.
    pub topics: Vec<CountedView>,
    /// Articles that name it, with the sentences.
    pub articles: Vec<TeaserView>,
    /// Which part of the page this is; `null` when there is one only.
    pub pages: Option<PagesView>,
}

/// Who appears with an actor.
#[derive(Clone, Debug, Serialize)]
pub struct ConnectionsView {
    /// A picture that says the same; `null` where they are few.
    pub picture: Option<Html>,
    /// The others, those with most shared sentences first.
    pub rows: Vec<ConnectionView>,
}

/// One of those who appear with an actor.
#[derive(Clone, Debug, Serialize)]
pub struct ConnectionView {
    /// The name.
    pub title: String,
    /// Its page.
    pub href: String,
    /// How many sentences name both.
    pub sentences: u32,
    /// How many articles name both.
    pub briefings: usize,
    /// Others of the list that share sentences with this one, with their number: `Biden 3`.
    pub among: Vec<String>,
    /// Sentences that name both, one an article, the newest first.
    pub refs: Vec<RefView>,
}

/// An office and when it was so described.
#[derive(Clone, Debug, Serialize)]
pub struct RoleView {
    /// The words, as in the text.
    pub title: String,
    /// The day, or first and last day, of the articles that say so; `null` when none has a date.
    pub date: Option<Html>,
    /// Where it says so last.
    pub source: Option<RefView>,
}

/// A topic, as `topic`.
#[derive(Clone, Debug, Serialize)]
pub struct TopicView {
    /// The name.
    pub title: String,
    /// The day of its newest article.
    pub updated: Option<Html>,
    /// One sentence by a person that says what it is.
    pub description: Option<String>,
    /// A longer text by a person.
    pub text: Html,
    /// The latest sentence that says how things stand.
    pub state: Option<LineView>,
    /// What is next, in the words of its articles.
    pub next: Vec<LineView>,
    /// Its events that are still to come.
    pub ahead: Vec<EventView>,
    /// Numbers in its newest articles, and what they count.
    pub figures: Vec<FigureView>,
    /// Its timeline.
    pub timeline: TimelineView,
    /// What was said about it.
    pub statements: Vec<QuoteView>,
    /// Its actors.
    pub actors: Vec<CountedView>,
    /// Its articles.
    pub articles: Vec<TeaserView>,
    /// How many articles it has.
    pub total: usize,
    /// Which part of the page this is; `null` when there is one only.
    pub pages: Option<PagesView>,
}

/// The front page, as `home`.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// The newest day of publication, with its weekday.
    pub edition: Option<Html>,
    /// The year as a line.
    pub yearline: Option<Html>,
    /// The newest article.
    pub lead: Option<TeaserView>,
    /// The next ones.
    pub teasers: Vec<TeaserView>,
    /// How many articles there are.
    pub total: usize,
    /// What is still to come.
    pub ahead: Vec<EventView>,
    /// What the newest edition added.
    pub news: Vec<NewsView>,
    /// One quotation to show large.
    pub words: Option<QuoteView>,
    /// Topics with the most recent articles.
    pub topics: Vec<CountedView>,
    /// Actors most often named lately.
    pub actors: Vec<CountedView>,
}

/// Something that the newest edition added.
#[derive(Clone, Debug, Serialize)]
pub struct NewsView {
    /// What kind of thing it is: `New actor`.
    pub label: String,
    /// When, for an event.
    pub date: Option<Html>,
    /// What it is.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// Where it stands.
    pub source: RefView,
}

/// A page of links, as `list`: actors, topics, archive.
#[derive(Clone, Debug, Serialize)]
pub struct ListView {
    /// The heading.
    pub title: String,
    /// One sentence under it.
    pub intro: Option<String>,
    /// Links to the groups or to neighbouring lists.
    pub jumps: Vec<LinkView>,
    /// The groups.
    pub groups: Vec<GroupView>,
}

/// A group of a list.
#[derive(Clone, Debug, Serialize)]
pub struct GroupView {
    /// Its heading.
    pub title: String,
    /// Its id on the page.
    pub id: String,
    /// What it holds.
    pub items: Vec<CountedView>,
}

/// Articles of one month, as `archive`.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveView {
    /// The month, or `Not dated`.
    pub title: String,
    /// The articles.
    pub articles: Vec<TeaserView>,
    /// The month before that has articles.
    pub earlier: Option<LinkView>,
    /// The month after that has articles.
    pub later: Option<LinkView>,
}

/// A timeline page, as `chronicle`.
#[derive(Clone, Debug, Serialize)]
pub struct ChronicleView {
    /// The heading.
    pub title: String,
    /// One sentence under it.
    pub intro: String,
    /// The timeline.
    pub timeline: TimelineView,
    /// Links to the pages of its years or months, where they have pages of their own.
    pub parts: Vec<CountedView>,
    /// The year or month before that has a page.
    pub earlier: Option<LinkView>,
    /// The year or month after that has a page.
    pub later: Option<LinkView>,
}

/// The search page, as `search`.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// The folder of the index, from this page, with a slash at its end.
    pub folder: String,
    /// The parts of the index, each with its stamp: `archive:0c4f… recent:91ab…`.
    pub parts: String,
    /// The part that holds the names of actors, with its stamp.
    pub names: String,
    /// How a query is taken apart into words, as JSON.
    pub rules: String,
    /// Topics to choose from.
    pub topics: Vec<OptionView>,
    /// The oldest day of publication, `2021-04-14`.
    pub first: Option<String>,
    /// The newest day of publication.
    pub last: Option<String>,
}

/// Something to choose from a list.
#[derive(Clone, Debug, Serialize)]
pub struct OptionView {
    /// What is chosen: a slug.
    pub value: String,
    /// What it says.
    pub label: String,
}

/// A page that is no article, as `standing`.
#[derive(Clone, Debug, Serialize)]
pub struct StandingView {
    /// The title.
    pub title: String,
    /// One sentence that says what it is.
    pub description: Option<String>,
    /// The text.
    pub body: Html,
}

/// A part of the site that stands in a page of somebody else, as `embed`. It is short, whatever there is to say.
#[derive(Clone, Debug, Serialize)]
pub struct EmbedView {
    /// The template that shows it: `embed/actor.html`.
    pub template: &'static str,
    /// What it is: `Person`, `Timeline`.
    pub label: String,
    /// The title.
    pub title: String,
    /// The attributes of its words where they are not in the site's language: ` lang="en" dir="ltr"`.
    pub lang: Html,
    /// The page that says all of it.
    pub href: String,
    /// What a link to that page says.
    pub rest: String,
    /// The place a report was sent from.
    pub place: Option<String>,
    /// The day of publication, or of the newest article.
    pub date: Option<Html>,
    /// What is said where date or place of a report are not known.
    pub unknown: Option<String>,
    /// The summary, as a person wrote it.
    pub standfirst: Option<String>,
    /// Author and outlet.
    pub byline: Vec<String>,
    /// What the texts call an actor by office, the newest first.
    pub roles: Vec<RoleView>,
    /// Sentences: the first ones of an article, the latest that says how things stand in a topic.
    pub lines: Vec<LineView>,
    /// Events that are still to come.
    pub ahead: Vec<EventView>,
    /// Events: the newest, and those that matter most.
    pub events: Vec<EventView>,
    /// What was said.
    pub statements: Vec<QuoteView>,
}

/// The page for an address that leads nowhere, as `missing`.
#[derive(Clone, Debug, Serialize)]
pub struct MissingView {
    /// The newest articles.
    pub articles: Vec<CountedView>,
}

/// What stands at an earlier address of a page, as `moved`.
#[derive(Clone, Debug, Serialize)]
pub struct MovedView {
    /// The page, where it stands now.
    pub to: LinkView,
}

/// What a page shows besides `site` and `page`.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Content {
    /// An article.
    Article(Box<ArticleView>),
    /// An actor.
    Actor(Box<ActorView>),
    /// A topic.
    Topic(Box<TopicView>),
    /// The front page.
    Home(Box<HomeView>),
    /// Actors, topics or months.
    List(ListView),
    /// One month.
    Archive(ArchiveView),
    /// A timeline.
    Chronicle(Box<ChronicleView>),
    /// The search page.
    Search(SearchView),
    /// A page that is no article.
    Standing(StandingView),
    /// What stands in pages of others.
    Embed(Box<EmbedView>),
    /// How the pages are made, where the site does not say it.
    Method,
    /// An address that leads nowhere.
    Missing(MissingView),
    /// An earlier address of a page.
    Moved(MovedView),
}

impl Content {
    /// The template that shows it.
    pub fn template(&self) -> &'static str {
        match self {
            Self::Article(_) => "article.html",
            Self::Actor(_) => "actor.html",
            Self::Topic(_) => "topic.html",
            Self::Home(_) => "home.html",
            Self::List(_) => "list.html",
            Self::Archive(_) => "archive.html",
            Self::Chronicle(_) => "timeline.html",
            Self::Search(_) => "search.html",
            Self::Standing(_) => "page.html",
            Self::Embed(view) => view.template,
            Self::Method => "method.html",
            Self::Missing(_) => "404.html",
            Self::Moved(_) => "moved.html",
        }
    }

    /// The name under which the template reads it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Article(_) => "article",
            Self::Actor(_) => "actor",
            Self::Topic(_) => "topic",
            Self::Home(_) => "home",
            Self::List(_) => "list",
            Self::Archive(_) => "archive",
            Self::Chronicle(_) => "chronicle",
            Self::Search(_) => "search",
            Self::Standing(_) => "standing",
            Self::Embed(_) => "embed",
            Self::Method => "method",
            Self::Missing(_) => "missing",
            Self::Moved(_) => "moved",
        }
    }
}
