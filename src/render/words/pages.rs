//! The words of each kind of page.

use serde::{Deserialize, Serialize};

use super::message::{Counted, Message};

/// The front page.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct HomeWords {
    /// Over the articles after the first, for readers by ear.
    pub more: String,
    /// Over older articles.
    pub earlier: String,
    /// The link to all articles.
    pub all: Counted,
    /// Over what is still to come.
    pub ahead: String,
    /// Over what the newest edition added.
    pub new: String,
    /// Somebody who was not named before.
    pub new_actor: String,
    /// Something that happened.
    pub new_event: String,
    /// Something that was said.
    pub new_statement: String,
    /// In place of articles where there are none.
    pub empty: String,
    /// Over a quotation.
    pub words: String,
    /// Over the actors most often named lately.
    pub in_the_news: String,
    /// Over links to the lists.
    pub find: String,
    /// The link to the list.
    pub all_actors: String,
    /// The link to the list.
    pub all_topics: String,
    /// The link to the timeline.
    pub whole_timeline: String,
    /// The link to the archive.
    pub by_month: String,
    /// What the picture of the year shows.
    pub year: Message,
    /// How many events of it are still to come.
    pub to_come: Counted,
}

/// The page of an article, and what is said of one in a list.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleWords {
    /// Who wrote it.
    pub by: Message,
    /// Said in the byline where the headline was cut from a sentence.
    pub title_from_sentence: Message,
    /// Said in the byline where the headline is the name of the file.
    pub title_from_file: String,
    /// In place of a day that the article does not give.
    pub no_date: String,
    /// In place of a day and a place that it does not give.
    pub no_date_no_place: String,
    /// Over what stands in it, for readers by ear.
    pub contents: String,
    /// Over the actors.
    pub actors: String,
    /// Over what was said.
    pub statements: String,
    /// Over what happened when.
    pub dates: String,
    /// Over numbers.
    pub figures: String,
    /// Over places.
    pub places: String,
    /// Over its topics.
    pub topics: String,
    /// Over where it comes from.
    pub source: String,
    /// Where the original stands.
    pub original: Message,
    /// How much was read.
    pub read_from: Counted,
    /// Where the headline was cut from a sentence; `sentence` is the link to it.
    pub title_taken: Message,
    /// That sentence.
    pub title_sentence: Message,
    /// Words that have no date because the article has none.
    pub stays_undated: Counted,
    /// Broken words that were put together.
    pub repaired: Message,
    /// One of them.
    pub repair: Message,
    /// What the numbers beside the text are.
    pub numbers: String,
    /// Over articles like it.
    pub related: String,
    /// Over the articles before and after it in a topic; `topic` is the link to it.
    pub more_on: Message,
    /// The name of the links to the articles before and after, for readers by ear.
    pub neighbours: String,
    /// Over the article before it in time.
    pub before: Message,
    /// Over the article after it in time.
    pub after: Message,
    /// A picture's line, without its picture.
    pub caption: Message,
    /// What a picture that is not shown shows.
    pub picture: Message,
}

/// The page of an actor.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ActorWords {
    /// The newest article that names it.
    pub last: Message,
    /// After an office: when it was so described.
    pub described: Message,
    /// The same where the article has no date.
    pub described_undated: String,
    /// Before other spellings.
    pub aliases: String,
    /// Before how often it is named.
    pub mentions: String,
    /// How often it is named, and in how many articles.
    pub mentions_in: Counted,
    /// How many articles name it in a heading only.
    pub headings_of: Counted,
    /// How many articles were sent from it.
    pub datelines_of: Counted,
    /// Where nothing names it.
    pub none: String,
    /// Before the days of the oldest and the newest article.
    pub span: String,
    /// Over who appears with it.
    pub together: String,
    /// Over their names, in the table.
    pub named_with: Message,
    /// Over the numbers of shared sentences.
    pub sentences: String,
    /// Below a name: who of the others shares sentences with it.
    pub also_with: Message,
    /// What the picture shows.
    pub picture: Message,
    /// Before pages of others.
    pub elsewhere: String,
    /// Over a text that a person wrote.
    pub background: String,
    /// Over what it said.
    pub statements: String,
    /// Before the sentences of an article that name it.
    pub named_in: String,
    /// In place of these where the article was sent from it.
    pub in_dateline: String,
    /// How many spellings were taken for one name.
    pub spellings: Counted,
    /// What the page is, for the results of a search.
    pub description: Message,
}

/// The list of all actors.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ActorsWords {
    /// Under the heading.
    pub intro: String,
    /// In its place where there are none.
    pub empty: String,
    /// Over people.
    pub people: String,
    /// Over organisations, public bodies and armed groups.
    pub organizations: String,
    /// Over countries and places.
    pub places: String,
}

/// The page of a topic, and the list of topics.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TopicWords {
    /// What the page is.
    pub label: String,
    /// The newest article.
    pub updated: Message,
    /// Before the article that says how things stand.
    pub latest: String,
    /// Over a text that a person wrote.
    pub background: String,
    /// Over what is next.
    pub next: String,
    /// How many articles it was drawn from.
    pub drawn: Counted,
    /// Over topics that a person named.
    pub chosen: String,
    /// Over topics that the program found.
    pub found: String,
    /// Where there is none.
    pub empty: String,
}

/// What a timeline can be narrowed to.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FilterWords {
    /// The name of the filters, for readers by ear.
    pub label: String,
    /// Before the list of people and organisations.
    pub actor: String,
    /// All of them.
    pub anyone: String,
    /// Before the list of countries and places.
    pub place: String,
    /// All of them.
    pub anywhere: String,
    /// Before what is known about the events.
    pub status: String,
    /// The name of what simply happened.
    pub happened: String,
    /// A choice, and how many events it leaves.
    pub choice: Message,
    /// How many events are left.
    pub shown: Message,
    /// What shows all of them again.
    pub clear: String,
    /// The keys that go through the events.
    pub keys: Message,
}

/// Timelines.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TimelineWords {
    /// The name of the links to the years, for readers by ear.
    pub by_year: String,
    /// Over the key.
    pub how: String,
    /// Over the events that matter most.
    pub brief: String,
    /// What these are.
    pub brief_of: Counted,
    /// The link from one of them to its sources.
    pub sources: String,
    /// Over events whose date is not known.
    pub undated: String,
    /// The same under a picture.
    pub undated_short: String,
    /// The heading of a page for one year.
    pub of_year: Message,
    /// The heading of the page of a month.
    pub of_month: Message,
    /// The heading of the page for events whose date is not known.
    pub of_undated: String,
    /// Over the events of a page, for readers by ear.
    pub events: String,
    /// Events, and how many articles they come from.
    pub from_briefings: Counted,
    /// The name of the links to the years before and after, for readers by ear.
    pub neighbours: String,
    /// Over the link to what is before.
    pub before: String,
    /// Over the link to what is after.
    pub after: String,
    /// What the picture of all years shows.
    pub overview: Message,
    /// Events of many years, in that picture.
    pub of_years: Message,
    /// What a mark means: a day.
    pub key_day: String,
    /// What a mark means: a week.
    pub key_week: String,
    /// What a mark means: a month.
    pub key_month: String,
    /// What a mark means: a year.
    pub key_year: String,
    /// What a mark means: a stretch.
    pub key_between: String,
    /// What a mark means: an approximate date.
    pub key_about: String,
    /// What a mark means: an open beginning.
    pub key_until: String,
    /// What a hollow mark means.
    pub key_ahead: String,
}

/// The archive.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ArchiveWords {
    /// Under the heading.
    pub by_month: Counted,
    /// What the page of a month is, for the results of a search.
    pub of_month: Counted,
    /// Over articles without a date.
    pub undated: String,
    /// The name of the links to the months before and after, for readers by ear.
    pub neighbours: String,
}

/// The search page, and the field that leads to it. Its heading is `nav.search`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SearchWords {
    /// The name of the field on the front page.
    pub field: String,
    /// The button.
    pub search: String,
    /// What the page is, for the results of a search engine.
    pub description: Counted,
    /// Where no script runs; `lists` are links.
    pub no_script: Message,
    /// The name of the field for words.
    pub words: String,
    /// The name of the choice of what is looked for.
    pub kind: String,
    /// Choice: all that there is.
    pub everything: String,
    /// Choice: articles; over those that were found.
    pub articles: String,
    /// Choice: actors; over those that were found.
    pub actors: String,
    /// Choice: sentences that hold words of somebody.
    pub quotations: String,
    /// Choice: sentences that tell of an event.
    pub events: String,
    /// The name of the field for an actor.
    pub actor: String,
    /// The name of the choice of a topic.
    pub topic: String,
    /// Choice: no topic in particular.
    pub any_topic: String,
    /// The name of the field for the first day.
    pub from: String,
    /// The name of the field for the last day.
    pub to: String,
    /// Before anything is looked for.
    pub idle: String,
    /// While it takes long.
    pub working: String,
    /// Where nothing was found.
    pub none: String,
    /// How many articles were found.
    pub found: Message,
    /// How many actors were found, where no article was.
    pub found_actors: Message,
    /// Where the field for an actor has a name that nobody bears.
    pub unknown: Message,
    /// Where the index cannot be read.
    pub failed: String,
    /// Where the site has changed since the page was loaded.
    pub stale: String,
    /// Under a sentence that holds words of somebody.
    pub quotation: String,
    /// Under a sentence that tells of an event.
    pub event: String,
    /// The button for more of what was found.
    pub more: String,
}

/// Lists that are cut into pages.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PagesWords {
    /// The name of the links, for readers by ear.
    pub label: String,
    /// A page by its number.
    pub page: Message,
    /// The page with what is newer.
    pub newer: String,
    /// The page with what is older.
    pub older: String,
}

/// The page for an address that leads nowhere.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MissingWords {
    /// The title of the window.
    pub title: String,
    /// The heading.
    pub heading: String,
    /// What to do; `home` and `archive` are links.
    pub moved: Message,
    /// The link to the front page.
    pub home: String,
    /// The link to the archive.
    pub archive: String,
    /// Over the newest articles.
    pub newest: String,
}

/// The page that stands at an earlier address of another one.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MovedWords {
    /// The title of the window, and the heading.
    pub title: String,
    /// Where to go; `page` is a link.
    pub text: Message,
}

/// The page about the method, for a site that has none of its own. Its heading is `frame.how`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MethodWords {
    /// Under the heading.
    pub standfirst: String,
    /// What the page is, for the results of a search.
    pub description: String,
    /// What reads the texts.
    pub intro: Message,
    /// A heading.
    pub sentences: String,
    /// What the numbers are.
    pub sentences_text: String,
    /// A heading.
    pub dates: String,
    /// How dates are read.
    pub dates_text: String,
    /// A heading.
    pub quotations: String,
    /// How words are shown.
    pub quotations_text: String,
    /// A heading.
    pub correct: String,
    /// How to correct something.
    pub correct_text: Message,
}
