//! All words of a language: each has the key of its field in `templates/words/*.toml`. Those that stand on many pages; those
//! of one kind of page are in [`pages`](super::pages).

use serde::{Deserialize, Serialize};

use super::message::{Counted, Message};
use super::pages::{
    ActorWords, ActorsWords, ArchiveWords, ArticleWords, FilterWords, HomeWords, MethodWords, MissingWords, MovedWords,
    PagesWords, SearchWords, TimelineWords, TopicWords,
};

/// The words of one language, as `words`: `{{ words.nav.topics }}`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// What the frame of every page says.
    pub frame: FrameWords,
    /// The parts of the site. Each is the heading of its page too.
    pub nav: NavWords,
    /// Numbers of things, as they stand alone or in a list.
    pub count: CountWords,
    /// How things stand in a row.
    pub list: ListWords,
    /// How dates and numbers are written.
    pub date: DateWords,
    /// What is known about an event that did not simply happen.
    pub status: StatusWords,
    /// What an actor is.
    pub kind: KindWords,
    /// How somebody's words are shown.
    pub quote: QuoteWords,
    /// The way back to a sentence.
    pub source: SourceWords,
    /// What the program says about its own work.
    pub note: NoteWords,
    /// Files for other programs.
    pub files: FilesWords,
    /// Texts for wikis.
    pub form: FormWords,
    /// Pages that stand in pages of others.
    pub embed: EmbedWords,
    /// The front page.
    pub home: HomeWords,
    /// The page of an article, and what is said of one in a list.
    pub article: ArticleWords,
    /// The page of an actor.
    pub actor: ActorWords,
    /// The list of all actors.
    pub actors: ActorsWords,
    /// The page of a topic, and the list of topics.
    pub topic: TopicWords,
    /// Timelines.
    pub timeline: TimelineWords,
    /// What a timeline can be narrowed to.
    pub filter: FilterWords,
    /// The archive.
    pub archive: ArchiveWords,
    /// The search page, and the field that leads to it.
    pub search: SearchWords,
    /// Lists that are cut into pages.
    pub pages: PagesWords,
    /// The page for an address that leads nowhere.
    pub missing: MissingWords,
    /// The page that stands at an earlier address of another one.
    pub moved: MovedWords,
    /// The page about the method, for a site that has none of its own. Its heading is `frame.how`.
    pub method: MethodWords,
}

/// What the frame of every page says.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FrameWords {
    /// The link over the parts of the site, for keyboards.
    pub skip: String,
    /// The name of the list of parts, for readers by ear.
    pub main: String,
    /// How the pages are made, in the foot.
    pub made: String,
    /// The page about the method: its heading, and the link to it.
    pub how: String,
    /// The newest day of publication.
    pub edition: Message,
    /// The link to the feed.
    pub atom: String,
}

/// The parts of the site. Each is the heading of its page too.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NavWords {
    /// The front page.
    pub briefings: String,
    /// The timeline.
    pub timeline: String,
    /// The topics.
    pub topics: String,
    /// The actors.
    pub actors: String,
    /// The archive.
    pub archive: String,
    /// The search page.
    pub search: String,
}

/// Numbers of things, as they stand alone or in a list.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CountWords {
    /// Articles.
    pub briefings: Counted,
    /// Events of a timeline.
    pub events: Counted,
    /// How often somebody is named.
    pub mentions: Counted,
    /// Sentences of an article.
    pub sentences: Counted,
    /// Actors in an article.
    pub actors: Counted,
    /// Statements in an article.
    pub statements: Counted,
    /// Dates in an article.
    pub dates: Counted,
}

/// How things stand in a row.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ListWords {
    /// Between two things of a list.
    pub separator: String,
    /// Between two remarks that have commas of their own.
    pub parts: String,
    /// A list and its last member.
    pub and: Message,
    /// Two things of which one is right.
    pub or: Message,
    /// The name of links to parts of the page, for readers by ear.
    pub jumps: String,
    /// Members of a group that begin with one letter.
    pub letter: Message,
    /// A thing and, before it, what kind of thing it is.
    pub labelled: Message,
}

/// How dates and numbers are written.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DateWords {
    /// The ten digits from zero to nine.
    pub digits: String,
    /// What stands between thousands.
    pub thousands: String,
    /// The twelve months, as they stand in a date.
    pub months: Vec<String>,
    /// The twelve months on an axis.
    pub months_short: Vec<String>,
    /// The seven days, from Monday.
    pub weekdays: Vec<String>,
    /// A day.
    pub day: Message,
    /// A day in a year that stands nearby.
    pub day_short: Message,
    /// A month.
    pub month: Message,
    /// A day with the name of the weekday.
    pub weekday: Message,
    /// Days of one month.
    pub days: Message,
    /// Days of one month in a year that stands nearby.
    pub days_short: Message,
    /// From one date to another, close together.
    pub stretch: Message,
    /// From one date to another, in words.
    pub from_to: Message,
    /// A date that is stated as approximate.
    pub about: Message,
    /// Something that ended on a date.
    pub until: Message,
    /// Something that began on a date.
    pub since: Message,
    /// A season of a year.
    pub season: Message,
    /// The season.
    pub spring: String,
    /// The season.
    pub summer: String,
    /// The season.
    pub autumn: String,
    /// The season.
    pub winter: String,
    /// A decade, by its first year.
    pub decade: Message,
    /// A decade on an axis.
    pub decade_short: Message,
    /// A century. `count` is an ordinal number here: `one` is for 21st, `two` for 22nd.
    pub century: Counted,
    /// The words that a date was worked out from.
    pub from_words: Message,
    /// How precise a date is, and the words that it was worked out from.
    pub precision_from_words: Message,
    /// Said of a date that is known to the month.
    pub only_month: String,
    /// Said of a stretch whose ends are known to the month.
    pub only_months: String,
    /// Said of a date that is known to the year.
    pub only_year: String,
    /// Said of a stretch whose ends are known to the year.
    pub only_years: String,
    /// Said of a date that is known to the week.
    pub only_week: String,
    /// Said of a date that is known to the weekend.
    pub only_weekend: String,
    /// Said of a date that is known to the season.
    pub only_season: String,
    /// Said of something whose beginning has no date.
    pub no_start: String,
    /// Said of something whose end has no date.
    pub no_end: String,
    /// Said where sources give different dates.
    pub sources_differ: String,
    /// In place of a date that no words give.
    pub none: String,
    /// Said of words that no date could be made of.
    pub not_known: String,
    /// Said of words that would have a date if their article had one.
    pub report_undated: String,
    /// In place of the day of publication of an article that has none.
    pub undated: String,
}

/// What is known about an event that did not simply happen.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct StatusWords {
    /// It has a day and is still to come.
    pub scheduled: String,
    /// Somebody expects it.
    pub expected: String,
    /// Its day has passed and nobody tells of it.
    pub was_due: String,
    /// Somebody claims it.
    pub claimed: String,
    /// Somebody denies it.
    pub denied: String,
    /// It was called off.
    pub cancelled: String,
}

/// What an actor is.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct KindWords {
    /// A person.
    pub person: String,
    /// An organisation.
    pub organization: String,
    /// A ministry, court, parliament, army, …
    pub public_body: String,
    /// An armed group.
    pub armed_group: String,
    /// A country.
    pub country: String,
    /// A place.
    pub place: String,
}

/// How somebody's words are shown.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteWords {
    /// Words in quotation marks.
    pub marked: Message,
    /// Words between quotation marks.
    pub direct: String,
    /// Words of which some stand between quotation marks.
    pub partial: String,
    /// What was said, in the words of the reporter.
    pub indirect: String,
    /// One of these, and the verb of the text.
    pub cue: Message,
    /// Who said something, and what.
    pub said_by: Message,
}

/// The way back to a sentence.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SourceWords {
    /// Before the articles that a line comes from.
    pub from: String,
    /// A sentence by its number.
    pub sentence: Message,
    /// A date that one source gives, before that source.
    pub dated: Message,
    /// How many more sentences or articles there are than are linked.
    pub more: Counted,
}

/// What the program says about its own work.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NoteWords {
    /// Nobody has looked at what was found.
    pub unreviewed: String,
    /// A person has decided on some findings.
    pub reviewed: Counted,
    /// What to do about a mistake; the link follows.
    pub wrong: String,
    /// The link to how it is done.
    pub correct: String,
    /// The heading over these remarks.
    pub about: String,
    /// The link to the feed of a page.
    pub feed: String,
}

/// Pages that stand in pages of others. Most of what they say is said on pages too.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct EmbedWords {
    /// What an article is, over its title.
    pub article: String,
    /// What a quotation is.
    pub quotation: String,
    /// Who made it.
    pub made: String,
    /// The link to the article.
    pub whole: String,
    /// The link to the page of an actor or topic.
    pub all_on: Message,
    /// The link to the timeline.
    pub all_events: Counted,
    /// The link to the article that a quotation stands in.
    pub in_briefing: String,
    /// Over the ways to show a page elsewhere.
    pub panel: String,
    /// A link.
    pub as_link: String,
    /// A frame.
    pub as_frame: String,
    /// The feed.
    pub as_feed: String,
    /// The button that copies.
    pub copy: String,
    /// What it says then.
    pub copied: String,
    /// What the administrator of a wiki does.
    pub how: Message,
    /// Before links to texts for wikis.
    pub texts: String,
}

/// Texts for wikis. Most of what they say is said on pages too.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FormWords {
    /// Over the column of dates.
    pub date: String,
    /// Over the column of events.
    pub event: String,
    /// The last line.
    pub origin: Message,
}

/// Files for other programs.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FilesWords {
    /// The link to a calendar.
    pub calendar: String,
    /// The heading over links to data, in `llms.txt`.
    pub data: String,
    /// All articles, actors and topics.
    pub all: String,
    /// All events of the timeline.
    pub events: String,
    /// All entities.
    pub entities: String,
    /// Where else the content of a page stands, in `llms.txt`.
    pub twins: String,
    /// That a file holds the newest only, with a link to the page.
    pub newest: Message,
    /// The link to the page.
    pub page: String,
    /// What an actor was called by office.
    pub described: String,
}
