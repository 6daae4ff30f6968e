//! The metadata document: extracted facts in the form that other programs read and people correct.
//!
//! One document describes one article. It stands beside the article as a sidecar (`NAME.meta.json`) and is one line of
//! `dateline extract --jsonl`. The form is fixed by `docs/metadata.schema.json` (JSON Schema 2020-12); positions count
//! Unicode code points, start included and end not, and sentences are numbered from 1. Dates are EDTF level 1.

use serde::{Deserialize, Serialize};

use crate::model::article::SectionRole;
use crate::model::facts::{Basis, Status};
use crate::span::SourceId;

/// All that is known about one article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Metadata {
    /// Where the schema stands.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The caller's id, echoed by `extract --jsonl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The version of the form: 1.
    pub version: u32,
    /// What wrote the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generator: Option<Generator>,
    /// The text that the positions count in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceText>,
    /// The header.
    pub article: ArticleData,
    /// People, organisations and countries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<ActorData>,
    /// Other places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<PlaceData>,
    /// Names in the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<MentionData>,
    /// Who said what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<QuoteData>,
    /// What happened when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<EventData>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<TopicData>,
    /// Every date expression.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<DateData>,
}

impl Metadata {
    /// What would correct a finding in a sidecar: the list it belongs to, and the finding as a person would decide on it, as
    /// JSON. `None` where the document does not hold it.
    pub fn correction(&self, id: &str) -> Option<(&'static str, String)> {
        let review = Some(Review::Corrected);
        let quote = self.quotes.iter().find(|quote| quote.id == id).map(|quote| QuoteData { review, ..quote.clone() });
        let event = self.events.iter().find(|event| event.id == id).map(|event| EventData { review, ..event.clone() });
        let (list, json) = match (quote, event) {
            (Some(quote), _) => ("quotes", serde_json::to_string_pretty(&quote)),
            (None, Some(event)) => ("events", serde_json::to_string_pretty(&event)),
            (None, None) => return None,
        };
        Some((list, json.ok()?))
    }
}

/// The path of the sidecar of an article, below the site root.
pub fn sidecar_of(article: &SourceId) -> String {
    let path = article.as_str();
    let folder = path.rfind('/').map_or(0, |slash| slash + 1);
    format!("{}{}.meta.json", path.get(..folder).unwrap_or_default(), article.stem())
}

/// What wrote a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Generator {
    /// The program.
    pub name: String,
    /// Its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The model it used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// When it ran. dateline leaves it out: the same text gives the same bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

/// The text that positions count in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SourceText {
    /// Below the content folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// On the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// SHA-256, in hexadecimal, of the text in which positions count: UTF-8, NFC, with line feeds, artefacts kept; of a
    /// text that came from no file, as it was given.
    pub text_sha256: String,
}

/// The header of an article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ArticleData {
    /// The title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// A second title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternative_headline: Option<String>,
    /// One sentence that says what it is about.
    #[serde(rename = "abstract", default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The day of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_published: Option<String>,
    /// As written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dateline: Option<String>,
    /// The id of the dateline's place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_created: Option<String>,
    /// The byline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub author: Vec<String>,
    /// The outlet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_language: Option<String>,
    /// Sections announced by a lead-in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<SectionData>,
}

/// A section announced by a lead-in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionData {
    /// The label without its colon.
    pub label: String,
    /// What the section does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<SectionRole>,
    /// Where the label stands.
    pub at: Target,
}

/// The kinds of actor that the schema has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are those of the schema")]
pub enum ActorType {
    Person,
    Organization,
    PublicBody,
    ArmedGroup,
    Country,
}

/// A person, organisation or country.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ActorData {
    /// Unique in the document.
    pub id: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: ActorType,
    /// The fullest name.
    pub name: String,
    /// The surname.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    /// Other spellings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternate_name: Vec<String>,
    /// Pages elsewhere that mean the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<String>,
    /// What the text calls them by office.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<RoleData>,
}

/// An office, as described by the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RoleData {
    /// The words.
    pub role_name: String,
    /// The id of the organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// The day of the text that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Targets>,
}

/// A place that is not a country.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PlaceData {
    /// Unique in the document.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Pages elsewhere that mean the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<String>,
    /// Degrees north.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Degrees east.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// The id of the place it lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contained_in: Option<String>,
}

/// How a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names are those of the schema")]
pub enum MentionForm {
    Full,
    Short,
    Role,
    Pronoun,
}

/// One appearance of a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MentionData {
    /// The id of the actor or place.
    #[serde(rename = "ref")]
    pub actor: String,
    /// How it is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<MentionForm>,
    /// Where.
    pub at: Target,
    /// From 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
}

/// How words are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names are those of the schema")]
pub enum QuoteKind {
    Direct,
    Indirect,
    Partial,
}

/// What a person decided about a finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Review {
    /// Nobody has looked.
    #[default]
    Auto,
    /// Right as it stands.
    Accepted,
    /// Right as changed in this document.
    Corrected,
    /// Wrong; it is suppressed.
    Rejected,
}

impl Review {
    /// Whether a person has decided.
    pub fn decided(self) -> bool {
        self != Self::Auto
    }
}

/// Words that somebody said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct QuoteData {
    /// Unique in the document.
    pub id: String,
    /// How the words are given.
    pub kind: QuoteKind,
    /// The words.
    pub text: String,
    /// The id of the actor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The words that stand for the speaker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker_as_written: Option<String>,
    /// The cue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verb: Option<String>,
    /// When it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Ids of what it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
    /// Where, one target a part.
    pub at: Targets,
    /// From 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// What a person decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// Where the speaker stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker_at: Option<Targets>,
    /// The sentence or sentences around it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
}

/// Something that happened or is to happen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct EventData {
    /// Unique in the document.
    pub id: String,
    /// What happened.
    pub name: String,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// EDTF.
    pub date: String,
    /// The words that give the date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_as_written: Option<String>,
    /// How the date was worked out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_basis: Option<Basis>,
    /// What the text says about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The id of a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Ids of who does it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organizer: Vec<String>,
    /// Ids of who takes part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub involved: Vec<String>,
    /// Ids of topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// Whether it matters more than most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub important: Option<bool>,
    /// How much it matters beside all events that were read together, from 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// Where.
    pub at: Targets,
    /// From 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// What a person decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
}

/// What an article is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct TopicData {
    /// Unique in the document.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Pages elsewhere that mean the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<String>,
    /// From 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// Where the text names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Targets>,
}

/// The kind of a date expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "the names are those of TIMEX3 and the schema")]
pub enum DateType {
    Date,
    Time,
    Duration,
    Set,
    Ref,
}

/// A date expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateData {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: DateType,
    /// The TIMEX3 value.
    pub value: String,
    /// The same in EDTF, where it is a point or stretch on the calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// How it was worked out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// Where.
    pub at: Target,
    /// From 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
}

/// Words in the text: a Web Annotation TextQuoteSelector with an optional TextPositionSelector.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The words as they stand in the file, artefacts kept.
    pub exact: String,
    /// Some text before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// Some text after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
    /// First code point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// One past the last code point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<u32>,
    /// From 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentence: Option<u32>,
}

/// One or several places in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Targets(pub Vec<Target>);

impl Serialize for Targets {
    /// One target is written without a list around it.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [one] if serializer.is_human_readable() => one.serialize(serializer),
            all => all.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Targets {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum OneOrMany {
            One(Target),
            Many(Vec<Target>),
        }
        if !deserializer.is_human_readable() {
            return Vec::deserialize(deserializer).map(Self);
        }
        OneOrMany::deserialize(deserializer).map(|targets| match targets {
            OneOrMany::One(target) => Self(vec![target]),
            OneOrMany::Many(targets) => Self(targets),
        })
    }
}

/// Carries a document through the cache as JSON text: the cache's binary form cannot leave fields out, the document does.
pub(crate) mod as_json {
    use serde::de::Error as _;
    use serde::ser::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Metadata;

    pub(crate) fn serialize<S: Serializer>(value: &Option<Box<Metadata>>, serializer: S) -> Result<S::Ok, S::Error> {
        let text = value.as_ref().map(serde_json::to_string).transpose().map_err(S::Error::custom)?;
        text.serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<Metadata>>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.as_deref().map(serde_json::from_str).transpose().map_err(D::Error::custom)
    }
}
