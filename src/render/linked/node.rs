//! The types of schema.org that pages use (<https://schema.org>), with the properties that are written.

use serde::Serialize;

/// All that one page says, as JSON-LD.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    #[serde(rename = "@context")]
    pub(super) context: &'static str,
    #[serde(rename = "@graph")]
    pub(super) graph: Vec<Node<'a>>,
}

/// Something with a type of its own.
#[derive(Serialize)]
#[serde(tag = "@type")]
pub(super) enum Node<'a> {
    WebSite(WebSite<'a>),
    NewsArticle(Box<NewsArticle<'a>>),
    Person(Box<Actor<'a>>),
    Organization(Box<Actor<'a>>),
    GovernmentOrganization(Box<Actor<'a>>),
    Country(Box<Actor<'a>>),
    Place(Box<Actor<'a>>),
    DefinedTerm(Term<'a>),
    Quotation(Quotation),
    Event(Event<'a>),
    ItemList(ItemList<'a>),
    BreadcrumbList(BreadcrumbList<'a>),
    ListItem(ListItem<'a>),
}

/// The site.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebSite<'a> {
    pub(super) url: String,
    pub(super) name: &'a str,
    pub(super) in_language: &'a str,
}

/// An article.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NewsArticle<'a> {
    #[serde(rename = "@id")]
    pub(super) id: String,
    pub(super) headline: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) dateline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) location_created: Option<Thing<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) author: Vec<Thing<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) publisher: Option<Thing<'a>>,
    pub(super) in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) is_based_on: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) image: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) about: Vec<Thing<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) mentions: Vec<Thing<'a>>,
}

/// Something that is named, and described on a page of its own where it has an id.
#[derive(Serialize)]
pub(super) struct Thing<'a> {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    pub(super) name: &'a str,
}

/// Something that is described elsewhere.
#[derive(Serialize)]
pub(super) struct Reference {
    #[serde(rename = "@id")]
    pub(super) id: String,
}

/// Whom or what a page is about.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Actor<'a> {
    #[serde(rename = "@id")]
    pub(super) id: String,
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) alternate_name: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) same_as: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) image: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) has_occupation: Vec<Role<'a>>,
}

/// An office, and the sentence that says so. Its days are not given: an article says who holds an office, not since when.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct Role<'a> {
    pub(super) role_name: &'a str,
    pub(super) subject_of: Reference,
}

/// A topic.
#[derive(Serialize)]
pub(super) struct Term<'a> {
    #[serde(rename = "@id")]
    pub(super) id: String,
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<&'a str>,
}

/// Words that somebody said.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Quotation {
    pub(super) identifier: String,
    pub(super) text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) creator: Option<Reference>,
    pub(super) is_part_of: Reference,
}

/// Something that happened or is to happen.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Event<'a> {
    pub(super) identifier: &'a str,
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) start_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) end_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) event_status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) location: Option<Thing<'a>>,
    pub(super) subject_of: Vec<Reference>,
}

/// A list in order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ItemList<'a> {
    pub(super) name: &'a str,
    /// How many there are, also where fewer are written.
    pub(super) number_of_items: usize,
    pub(super) item_list_element: Vec<Node<'a>>,
}

/// The way to a page.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BreadcrumbList<'a> {
    pub(super) item_list_element: Vec<Node<'a>>,
}

/// A place in a list.
#[derive(Serialize)]
pub(super) struct ListItem<'a> {
    pub(super) position: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) item: Option<Item<'a>>,
}

/// What stands in a place.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Item<'a> {
    /// A page, by its address.
    Page(String),
    /// An event.
    Event(Box<Node<'a>>),
}
