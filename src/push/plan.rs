//! What a push does: which pages of the wiki are made, changed and left alone, and why.

use serde::Serialize;

/// What a push does, page by page: those of the site in its order, then those that the site no longer has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// The pages.
    pub steps: Vec<Step>,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Which page of the site it is: `actor/ines-calloway`.
    pub page: String,
    /// Its name in the wiki.
    pub name: String,
    /// What is, or was, done.
    #[serde(rename = "do")]
    pub action: Action,
    /// Why, where that is not plain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// What is done with a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// It is made.
    Create,
    /// Its generated part gets another text.
    Update,
    /// Its generated part is emptied: the site no longer has the page.
    Empty,
    /// It is as it should be.
    Keep,
    /// The site no longer has the page; it stays.
    Gone,
    /// A page of somebody else has the name; it stays.
    Foreign,
    /// Somebody changed the generated part, or its markers; it stays.
    Conflict,
    /// The wiki did not take it.
    Refused,
}

impl Action {
    /// Whether it changes the wiki.
    pub fn writes(self) -> bool {
        matches!(self, Self::Create | Self::Update | Self::Empty)
    }

    /// Whether a person should look.
    pub fn is_trouble(self) -> bool {
        matches!(self, Self::Foreign | Self::Conflict | Self::Refused)
    }

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Empty => "empty",
            Self::Keep => "keep",
            Self::Gone => "gone",
            Self::Foreign => "foreign",
            Self::Conflict => "conflict",
            Self::Refused => "refused",
        }
    }
}

impl Plan {
    /// How many pages something is done with.
    pub fn count(&self, action: Action) -> usize {
        self.steps.iter().filter(|step| step.action == action).count()
    }

    /// How many pages are, or were, written.
    pub fn writes(&self) -> usize {
        self.steps.iter().filter(|step| step.action.writes()).count()
    }

    /// Whether a person should look at a page.
    pub fn has_trouble(&self) -> bool {
        self.steps.iter().any(|step| step.action.is_trouble())
    }
}
