//! What `extract` found in one article. No fact depends on another article.

use serde::{Deserialize, Serialize};

use crate::model::article::Sentence;
use crate::model::when::When;
use crate::span::{RawSpan, TextSpan};

/// Everything found in one article, each list in text order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// What the article is called: its own title, or the lead cut to one.
    pub headline: Headline,
    /// Names of people, organisations, countries and places.
    pub mentions: Vec<Mention>,
    /// Names in the lines above the text and in crossheads, which stand in no sentence.
    pub heading_names: Vec<HeadingName>,
    /// What people are called by their office: `Iraqi Prime Minister`.
    pub roles: Vec<Role>,
    /// Who said what.
    pub quotations: Vec<Quotation>,
    /// Every date expression, whether or not an event hangs on it.
    pub dates: Vec<DateExpression>,
    /// Date expressions outside the sentences. Nothing hangs on them; they are in the data only.
    pub heading_dates: Vec<HeadingDate>,
    /// Dated sentences that report something.
    pub events: Vec<Event>,
    /// Numbers and what they count.
    pub figures: Vec<Figure>,
    /// Noun phrases that a topic could be called by.
    pub phrases: Vec<Phrase>,
}

impl Facts {
    /// The same in no more memory than it needs: facts are kept for as long as the program runs.
    #[must_use]
    pub fn fitted(mut self) -> Self {
        self.mentions.shrink_to_fit();
        self.heading_names.shrink_to_fit();
        self.roles.shrink_to_fit();
        self.quotations.shrink_to_fit();
        self.dates.shrink_to_fit();
        self.heading_dates.shrink_to_fit();
        self.events.shrink_to_fit();
        self.figures.shrink_to_fit();
        self.phrases.shrink_to_fit();
        self
    }
}

/// Where a fact stands, how it was found, and how sure that is. A fact without one cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct At {
    sentence: u32,
    span: TextSpan,
    rule: Rule,
    confidence: f32,
}

/// The rule or model that found a fact: a short kebab-case name such as `statement-saying`, listed by `dateline extract`.
///
/// The names are fixed in the code; cached facts hold them by value.
pub type Rule = RuleName;

/// See [`Rule`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RuleName(&'static str);

impl At {
    /// Places a fact in the sentence `number` (from 1). A span that runs past the sentence is cut at its bounds.
    ///
    /// `confidence` is between 0 and 1.
    pub fn within(number: u32, sentence: Sentence, span: TextSpan, rule: &'static str, confidence: f32) -> Self {
        let start = span.start.clamp(sentence.span.start, sentence.span.end);
        let end = span.end.clamp(start, sentence.span.end);
        Self {
            sentence: number,
            span: TextSpan::new(start, end),
            rule: RuleName(rule),
            confidence: confidence.clamp(0.0, 1.0),
        }
    }

    /// The number of the sentence, from 1.
    pub fn sentence(&self) -> u32 {
        self.sentence
    }

    /// The words, inside the sentence.
    pub fn span(&self) -> TextSpan {
        self.span
    }

    /// What found it.
    pub fn rule(&self) -> &'static str {
        self.rule.0
    }

    /// How sure it is, from 0 to 1. Never shown on a page; it belongs in the data.
    pub fn confidence(&self) -> f32 {
        self.confidence
    }
}

impl std::fmt::Debug for RuleName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl Serialize for RuleName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for RuleName {
    /// Reads a name back from the cache. Names are interned, so that reading thousands of facts keeps a few dozen strings.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use std::collections::BTreeSet;
        use std::sync::Mutex;
        static KNOWN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

        let name = String::deserialize(deserializer)?;
        let mut known = KNOWN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(&interned) = known.get(name.as_str()) {
            return Ok(Self(interned));
        }
        let interned: &'static str = Box::leak(name.into_boxed_str());
        known.insert(interned);
        Ok(Self(interned))
    }
}

/// What an article is called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Headline {
    /// As its author wrote it.
    Written(String),
    /// Cut from a sentence of the text, never reworded.
    Taken {
        /// The words, first letter in upper case.
        text: String,
        /// The sentence.
        at: At,
    },
    /// The text has no sentence; this is its file name in words.
    FileName(String),
}

impl Headline {
    /// The words.
    pub fn text(&self) -> &str {
        match self {
            Self::Written(text) | Self::Taken { text, .. } | Self::FileName(text) => text,
        }
    }
}

/// One appearance of a name. `at.span()` is its surface: without titles, leading article or possessive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Where.
    pub at: At,
    /// What kind of thing bears the name.
    pub kind: NameKind,
}

/// A name outside the sentences: in a title line or a crosshead. It belongs to the data; pages link sentences.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeadingName {
    /// Where it stands in the file.
    pub raw: RawSpan,
    /// The name as it stands there.
    pub surface: String,
    /// How sure it is, from 0 to 1.
    pub confidence: f32,
    /// What kind of thing bears the name.
    pub kind: NameKind,
}

/// What kind of thing bears a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum NameKind {
    /// A person.
    Person,
    /// An organisation, public body, company, medium, party or armed group.
    Organization,
    /// A country.
    Country,
    /// Any other place.
    Place,
}

/// An office or description that the text gives a person or organisation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Role {
    /// Where the words stand; `at.span()` covers the title without the name.
    pub at: At,
    /// Index of the mention described.
    pub mention: u32,
}

/// Words that somebody said, or that the text reports as said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quotation {
    /// Where its first part stands, cut to the first sentence.
    pub at: At,
    /// Direct, partial or indirect.
    pub kind: QuotationKind,
    /// The words, without quotation marks and without the frame between them (`, Kirby added.`), in order. A part may run
    /// over several sentences.
    pub parts: Vec<TextSpan>,
    /// Who said it.
    pub speaker: Speaker,
    /// The verb or phrase that says so: `said`, `according to`; `None` where only a mark does.
    pub cue: Option<TextSpan>,
    /// Whether readers are shown it. Weak patterns (attitudes, noun phrases as contents) stay in the data only.
    pub shown: bool,
}

/// How somebody's words are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum QuotationKind {
    /// Whole sentences between quotation marks.
    Direct,
    /// Some words between quotation marks inside a reporting sentence.
    Partial,
    /// No quotation marks.
    Indirect,
}

/// Who said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Speaker {
    /// A name in the text.
    Named {
        /// The words as written, which may hold more than the name (`a spokesman for the ministry`).
        written: TextSpan,
        /// Index of the mention.
        mention: u32,
    },
    /// A pronoun, with the mention it was resolved to where that is sure.
    Pronoun {
        /// The pronoun.
        written: TextSpan,
        /// Index of the mention.
        mention: Option<u32>,
    },
    /// A description without a name: `a spokesman`, `some analysts`.
    Described {
        /// The words.
        written: TextSpan,
    },
    /// The text does not say.
    Unknown,
}

impl Speaker {
    /// The mention that names the speaker, where there is one.
    pub fn mention(&self) -> Option<u32> {
        match *self {
            Self::Named { mention, .. } => Some(mention),
            Self::Pronoun { mention, .. } => mention,
            Self::Described { .. } | Self::Unknown => None,
        }
    }

    /// The words that stand for the speaker.
    pub fn written(&self) -> Option<TextSpan> {
        match *self {
            Self::Named { written, .. } | Self::Pronoun { written, .. } | Self::Described { written } => Some(written),
            Self::Unknown => None,
        }
    }
}

/// A date expression, after TimeML (TIMEX3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DateExpression {
    /// Where the words stand.
    pub at: At,
    /// The kind of expression.
    pub kind: DateKind,
    /// The TIMEX3 value: `2021-04-14`, `2021-W15`, `P3Y`, `PAST_REF`, `XXXX-WXX-1`.
    pub value: String,
    /// The time meant, where it is known and is a point or stretch on the calendar.
    pub when: Option<When>,
    /// How the value was worked out.
    pub basis: Basis,
}

/// A date expression in a title line, date line or crosshead, where there is no sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeadingDate {
    /// Where it stands in the file.
    pub raw: RawSpan,
    /// How sure it is, from 0 to 1.
    pub confidence: f32,
    /// See [`DateExpression::kind`].
    pub kind: DateKind,
    /// See [`DateExpression::value`].
    pub value: String,
    /// See [`DateExpression::when`].
    pub when: Option<When>,
    /// See [`DateExpression::basis`].
    pub basis: Basis,
}

/// The kind of a date expression. `Reference` is a vague word (now, recently).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DateKind {
    /// A calendar date of any precision.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// Something that recurs.
    Set,
    /// A vague word: now, recently, the future.
    Reference,
}

/// How a date was worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Written in full.
    Explicit,
    /// Counted from the day of publication.
    RelativeToPublication,
    /// Counted from another date in the text.
    RelativeToEvent,
    /// Filled in from the context (a month without its year).
    Inferred,
}

/// Something dated that the text reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The clause that reports it.
    pub at: At,
    /// What happened: pieces of the text that make one line when joined with a space, cut and never reworded.
    pub line: Vec<TextSpan>,
    /// Index of the date expression it hangs on.
    pub date: u32,
    /// When, as far as it is known. It can be wider than the expression's own value (`since he took office`: by now).
    pub when: Option<When>,
    /// What the text says about it.
    pub status: Status,
    /// Indices of the mentions inside the line.
    pub mentions: Vec<u32>,
}

/// What a text says about an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It happened, or was going on.
    Occurred,
    /// It is to happen: is due, will, is slated.
    Scheduled,
    /// Somebody expects it: is expected, may, could.
    Expected,
    /// Somebody says that it happened.
    Claimed,
    /// Somebody says that it did not.
    Denied,
    /// It was called off.
    Cancelled,
}

/// A number and what it counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// All of it: `roughly 2,500 remaining U.S. troops`.
    pub at: At,
    /// The number with its hedge: `roughly 2,500`.
    pub number: TextSpan,
    /// What is counted: `remaining U.S. troops`.
    pub counted: TextSpan,
}

/// A noun phrase that a topic could be called by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Phrase {
    /// Where, with the capitals of the text.
    pub at: At,
    /// The form by which phrases of several articles are compared: lower case, singular, without articles.
    pub key: String,
}
