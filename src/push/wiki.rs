//! What the engine asks of a wiki, and how a wiki says that something failed.

use std::time::Duration;

use crate::diag::Error;
use crate::http;
use crate::model::form::{Form, Markup};
use crate::push::marker::Style;

/// A wiki to write to. One request at a time: wikis ask for that.
///
/// A new wiki is a file with these methods. It keeps no credentials in what it says. What only reads it tries again by
/// itself; what writes is tried again by the engine, which first looks at what became of it.
pub trait Wiki {
    /// Where it is, as people may see it.
    fn place(&self) -> String;

    /// The markup of its pages.
    fn markup(&self) -> Markup;

    /// What markers look like in its pages.
    fn style(&self) -> Style;

    /// The name for a page: legal there, and the same each time. `apart` tells it from others that would have the name.
    fn name(&self, form: &Form, apart: Option<&str>) -> String;

    /// What two names have in common that are the same to the wiki.
    fn fold(&self, name: &str) -> String {
        name.to_owned()
    }

    /// The text of a page: with its title, where the wiki does not show one.
    fn body(&self, form: &Form) -> String {
        form.text.trim_end().to_owned()
    }

    /// Logs in, and looks whether the account may write.
    ///
    /// # Errors
    ///
    /// The wiki cannot be reached, the login is wrong, the account may not write, or nobody may at the moment.
    fn open(&self) -> Result<(), Failure>;

    /// Shows all pages whose names begin with the prefix.
    ///
    /// # Errors
    ///
    /// The wiki cannot be reached or answers no.
    fn survey(&self, see: &mut dyn FnMut(Page)) -> Result<(), Failure>;

    /// A page as it is now; `None` where there is none.
    ///
    /// # Errors
    ///
    /// As [`Wiki::survey`].
    fn read(&self, name: &str) -> Result<Option<Page>, Failure>;

    /// Writes a page: a new one, or one that has not changed since it was read.
    ///
    /// # Errors
    ///
    /// As [`Wiki::survey`]; [`Cause::Page`] where this page alone cannot be written.
    fn write(&self, edit: &Edit<'_>) -> Result<Written, Failure>;
}

/// A page of a wiki.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Its revision, in the wiki's own words.
    pub base: String,
}

/// A page on its way to a wiki.
#[derive(Clone, Debug)]
pub struct Edit<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its whole text.
    pub text: &'a str,
    /// The revision that the text was made from; `None` for a new page.
    pub base: Option<&'a str>,
    /// What the history of the page says.
    pub summary: &'a str,
}

/// What became of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It was made.
    Done,
    /// The page is not the one that was read: somebody made, changed or deleted it meanwhile.
    Clash,
}

/// Why a request came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What kind of failure it is.
    pub cause: Cause,
    /// What was found, without credentials.
    pub message: String,
    /// How long the wiki wants to be left alone.
    pub after: Option<Duration>,
}

/// Kinds of failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It may work the next time: the network, a wiki that is busy or counts edits.
    Passing,
    /// No login, or a wrong one.
    Login,
    /// The account may not write.
    Rights,
    /// The account is blocked.
    Blocked,
    /// The wiki asks for a proof that a person sits there.
    Captcha,
    /// Nobody may write at the moment.
    ReadOnly,
    /// The address leads to no such wiki, or its interface is switched off.
    Absent,
    /// This page alone cannot be written; others can.
    Page,
    /// Anything else.
    Other,
}

impl Failure {
    /// A failure of some kind.
    pub fn new(cause: Cause, message: impl Into<String>) -> Self {
        Self { cause, message: message.into(), after: None }
    }

    /// What to do about it.
    fn hint(&self) -> &'static str {
        match self.cause {
            Cause::Passing => "run it again later: what was written is not written twice",
            Cause::Login => {
                "check `DATELINE_PUSH_USER` and `DATELINE_PUSH_PASSWORD`, or `DATELINE_PUSH_TOKEN`; `docs/pushing.md` says which account each wiki wants"
            }
            Cause::Rights => {
                "give the account the right to read, create and edit pages there, through the interface too"
            }
            Cause::Blocked => "ask whoever keeps the wiki to lift the block, then run it again",
            Cause::Captcha => "log in once in a browser, or have the account made a bot, which is not asked",
            Cause::ReadOnly => "run it again when the wiki can be written to",
            Cause::Absent => {
                "check `url` in `dateline.toml` and that the wiki's interface is switched on; see `docs/pushing.md`"
            }
            Cause::Page => "look at that page in the wiki",
            Cause::Other => "run it again when the cause is gone: what was written is not written twice",
        }
    }

    /// The error that ends a run.
    pub(super) fn error(self, doing: &str) -> Error {
        Error::Wiki { message: format!("cannot {doing}: {}", self.message), hint: Some(self.hint().to_owned()) }
    }
}

impl From<http::Failure> for Failure {
    fn from(failure: http::Failure) -> Self {
        let cause = match failure.cause {
            http::Cause::Passing => Cause::Passing,
            http::Cause::Denied => Cause::Rights,
            http::Cause::Absent => Cause::Absent,
            http::Cause::Full | http::Cause::Other => Cause::Other,
        };
        Self::new(cause, failure.message)
    }
}
