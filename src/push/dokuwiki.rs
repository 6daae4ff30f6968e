//! DokuWiki, through its remote interface: JSON-RPC where the wiki has it, XML-RPC else.
//!
//! DokuWiki takes whatever text comes last. So a page is locked first, as its own editor does, read once more, and written
//! only if nobody was faster.

mod xmlrpc;

use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::model::form::{Form, Markup};
use crate::push::engine::Pace;
use crate::push::line::Line;
use crate::push::login::Account;
use crate::push::marker::Style;
use crate::push::names;
use crate::push::wiki::{Cause, Edit, Failure, Page, Wiki, Written};

/// A wiki of DokuWiki.
pub(super) struct DokuWiki {
    line: Line,
    url: String,
    prefix: String,
    account: Account,
    speaks: OnceLock<Speaks>,
}

/// The two languages of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speaks {
    Json,
    Xml,
}

/// What can be asked for.
#[derive(Clone, Copy, Debug)]
enum Call<'a> {
    Login(&'a str, &'a str),
    Version,
    Rights(&'a str),
    List(&'a str),
    Info(&'a str),
    Text(&'a str),
    Save(&'a Edit<'a>),
    Lock(&'a str),
    Unlock(&'a str),
}

impl Call<'_> {
    /// Method and parameters. The older interface has other names for the same.
    fn said_in(self, language: Speaks) -> (&'static str, Value) {
        let minor = |edit: &Edit<'_>| edit.base.is_some();
        let locks = |lock: &[&str], unlock: &[&str]| json!([{ "lock": lock, "unlock": unlock }]);
        match (language, self) {
            (Speaks::Json, Self::Login(user, password)) => ("core.login", json!([user, password])),
            (Speaks::Xml, Self::Login(user, password)) => ("dokuwiki.login", json!([user, password])),
            (Speaks::Json, Self::Version) => ("core.getAPIVersion", json!([])),
            (Speaks::Xml, Self::Version) => ("dokuwiki.getXMLRPCAPIVersion", json!([])),
            (Speaks::Json, Self::Rights(id)) => ("core.aclCheck", json!([id])),
            (Speaks::Xml, Self::Rights(id)) => ("wiki.aclCheck", json!([id])),
            (Speaks::Json, Self::List(below)) => ("core.listPages", json!([below, 0])),
            (Speaks::Xml, Self::List(below)) => ("dokuwiki.getPagelist", json!([below, { "depth": 0 }])),
            (Speaks::Json, Self::Info(id)) => ("core.getPageInfo", json!([id])),
            (Speaks::Xml, Self::Info(id)) => ("wiki.getPageInfo", json!([id])),
            (Speaks::Json, Self::Text(id)) => ("core.getPage", json!([id])),
            (Speaks::Xml, Self::Text(id)) => ("wiki.getPage", json!([id])),
            (Speaks::Json, Self::Save(edit)) => {
                ("core.savePage", json!([edit.name, edit.text, edit.summary, minor(edit)]))
            }
            (Speaks::Xml, Self::Save(edit)) => {
                ("wiki.putPage", json!([edit.name, edit.text, { "sum": edit.summary, "minor": minor(edit) }]))
            }
            (Speaks::Json, Self::Lock(id)) => ("core.lockPages", json!([[id]])),
            (Speaks::Xml, Self::Lock(id)) => ("dokuwiki.setLocks", locks(&[id], &[])),
            (Speaks::Json, Self::Unlock(id)) => ("core.unlockPages", json!([[id]])),
            (Speaks::Xml, Self::Unlock(id)) => ("dokuwiki.setLocks", locks(&[], &[id])),
        }
    }
}

/// What came back: a value, or the code and words of an error.
type Said = Result<Value, (i64, String)>;

/// The page does not exist.
const NO_PAGE: i64 = 121;

/// The right to make pages, which includes those to read and to edit.
const CREATE: i64 = 4;

impl DokuWiki {
    /// Does not connect yet.
    pub(super) fn new(url: &str, prefix: &str, account: Account, pace: Pace) -> Result<Self, Failure> {
        let line = Line::new(account.with_each_request(), true, account.secrets(), pace)?;
        Ok(Self { line, url: url.to_owned(), prefix: prefix.to_owned(), account, speaks: OnceLock::new() })
    }

    /// Asks, in the language that was found to be spoken.
    fn ask(&self, call: Call<'_>) -> Result<Said, Failure> {
        self.ask_in(self.speaks.get().copied().unwrap_or(Speaks::Xml), call)
    }

    fn ask_in(&self, language: Speaks, call: Call<'_>) -> Result<Said, Failure> {
        let (method, parameters) = call.said_in(language);
        let (below, kind, body) = match language {
            Speaks::Json => {
                let body = json!({ "jsonrpc": "2.0", "id": "1", "method": method, "params": parameters });
                ("jsonrpc.php", "application/json", body.to_string())
            }
            Speaks::Xml => ("xmlrpc.php", "text/xml", xmlrpc::call(method, &parameters)),
        };
        let answer = self.line.send("POST", &format!("{}/lib/exe/{below}", self.url), kind, body.as_bytes())?;
        let said = match language {
            Speaks::Json => json_said(&answer.body),
            Speaks::Xml => xmlrpc::said(&answer.body),
        };
        match said {
            // Refusals for want of rights come with a status, and words that say less.
            Some(_) if matches!(answer.status, 401 | 403) => Err(self.line.refusal(&answer)),
            Some(said) => Ok(said),
            None if answer.is_ok() => Err(self.odd()),
            None => Err(self.line.refusal(&answer)),
        }
    }

    fn odd(&self) -> Failure {
        Failure::new(Cause::Absent, "what answers there is no interface of DokuWiki")
    }

    /// What only reads.
    fn learn(&self, call: Call<'_>) -> Result<Said, Failure> {
        self.line.patiently(|| self.ask(call))
    }

    fn failure(&self, (code, told): (i64, String)) -> Failure {
        let cause = match code {
            -32605 => Cause::Absent,
            -32604 | 111 | 112 | 114 => Cause::Rights,
            -32603 => Cause::Login,
            131 | 132 | 134 => Cause::Page,
            133 => Cause::Passing,
            _ => Cause::Other,
        };
        self.line.failure(cause, format!("{told} ({code})"))
    }

    /// Which language the wiki speaks. A wiki without the newer one answers that place with nothing, or with a page.
    fn find_language(&self) -> Result<Speaks, Failure> {
        let mut last = self.odd();
        for language in [Speaks::Json, Speaks::Xml] {
            match self.line.patiently(|| self.ask_in(language, Call::Version)) {
                Ok(Ok(_)) => return Ok(language),
                Ok(Err((-32605, _))) => {
                    return Err(Failure::new(Cause::Absent, "the wiki's remote interface is switched off"));
                }
                Ok(Err(error)) => last = self.failure(error),
                Err(failure) if failure.cause == Cause::Absent => {}
                Err(failure) => last = failure,
            }
        }
        Err(last)
    }

    /// The revision of a page; `None` where there is none. Asking for its text alone would give a template instead.
    fn revision(&self, id: &str, call: impl Fn(Call<'_>) -> Result<Said, Failure>) -> Result<Option<String>, Failure> {
        match call(Call::Info(id))? {
            // What the release of 2022 gives instead of an error.
            Ok(Value::Object(info)) if info.is_empty() => Ok(None),
            Ok(info) => {
                let revision = ["revision", "version"].iter().find_map(|name| info[*name].as_i64());
                revision.map(|revision| Some(revision.to_string())).ok_or_else(|| self.odd())
            }
            Err((NO_PAGE, _)) => Ok(None),
            Err(error) => Err(self.failure(error)),
        }
    }

    fn text(&self, id: &str) -> Result<String, Failure> {
        let said = self.learn(Call::Text(id))?.map_err(|error| self.failure(error))?;
        said.as_str().map(str::to_owned).ok_or_else(|| self.odd())
    }

    /// Writes under the lock, if the page is still the one that was read.
    fn save(&self, edit: &Edit<'_>) -> Result<Option<Written>, Failure> {
        // A second attempt at any of these could hide what the first one did, so the engine decides on it.
        let now = self.revision(edit.name, |call| self.ask(call))?;
        if now.as_deref() != edit.base {
            return Ok(None);
        }
        match self.ask(Call::Save(edit))? {
            Ok(said) if said == json!(true) || said == json!(1) => Ok(Some(Written::Done)),
            // The release of 2022 keeps its reasons to itself: a lock, or a word on its list of spam.
            Ok(_) => Err(Failure::new(Cause::Page, "the wiki did not take it and gave no reason")),
            Err(error) => Err(self.failure(error)),
        }
    }
}

impl Wiki for DokuWiki {
    fn place(&self) -> String {
        self.url.clone()
    }

    fn markup(&self) -> Markup {
        Markup::DokuWiki
    }

    fn style(&self) -> Style {
        Style::Row
    }

    /// The wiki makes small letters, digits and hyphens of whatever it is given, so it is given just these; the title stands
    /// on the page.
    fn name(&self, form: &Form, _apart: Option<&str>) -> String {
        format!("{}{}", self.prefix, names::key(form).replace('/', ":"))
    }

    fn body(&self, form: &Form) -> String {
        let title = form.title.split_whitespace().collect::<Vec<_>>().join(" ");
        // Signs at the ends of a heading would count as part of its markers.
        let left = if title.starts_with('=') { "\u{200b}" } else { "" };
        let right = if title.ends_with('=') { "\u{200b}" } else { "" };
        format!("====== {left}{title}{right} ======\n\n{}", form.text.trim_end())
    }

    fn open(&self) -> Result<(), Failure> {
        let language = self.find_language()?;
        self.speaks.set(language).unwrap_or_default();
        if let Account::User { user, password } = &self.account {
            match self.learn(Call::Login(user, password))? {
                Ok(said) if said == json!(true) || said == json!(1) => {}
                Ok(_) => return Err(Failure::new(Cause::Login, "the wiki does not know the login")),
                Err(error) => return Err(self.failure(error)),
            }
        }
        let probe = format!("{}x", self.prefix);
        let rights = self.learn(Call::Rights(&probe))?.map_err(|error| self.failure(error))?;
        if rights.as_i64().is_some_and(|rights| rights < CREATE) {
            let told = format!("the account may not create pages below `{}`", self.prefix);
            return Err(Failure::new(Cause::Rights, told));
        }
        Ok(())
    }

    fn survey(&self, see: &mut dyn FnMut(Page)) -> Result<(), Failure> {
        let below = self.prefix.trim_end_matches(':');
        let listed = self.learn(Call::List(below))?.map_err(|error| self.failure(error))?;
        for item in listed.as_array().ok_or_else(|| self.odd())? {
            let id = item["id"].as_str().ok_or_else(|| self.odd())?;
            // Of those below the namespace alone; an answer with anything else is not trusted.
            if id.starts_with(&self.prefix) {
                // A page that was deleted since it was listed is none.
                if let Some(page) = self.read(id)? {
                    see(page);
                }
            }
        }
        Ok(())
    }

    fn read(&self, name: &str) -> Result<Option<Page>, Failure> {
        let Some(base) = self.revision(name, |call| self.learn(call))? else { return Ok(None) };
        Ok(Some(Page { name: name.to_owned(), text: self.text(name)?, base }))
    }

    fn write(&self, edit: &Edit<'_>) -> Result<Written, Failure> {
        let locked = self.ask(Call::Lock(edit.name))?.map_err(|error| self.failure(error))?;
        // The newer interface lists what was locked, the older one has it under a name.
        let list = locked.get("locked").unwrap_or(&locked);
        if !list.as_array().is_some_and(|ids| ids.iter().any(|id| id == edit.name)) {
            return Err(Failure::new(Cause::Page, "somebody is editing it, or the account may not"));
        }
        let saved = self.save(edit);
        if !matches!(saved, Ok(Some(_))) {
            // Nobody else should have to wait; the lock ends by itself where this does not arrive.
            drop(self.ask(Call::Unlock(edit.name)));
        }
        Ok(saved?.unwrap_or(Written::Clash))
    }
}

/// What an answer of JSON-RPC says; `None` where it is none.
fn json_said(body: &[u8]) -> Option<Said> {
    let said: Value = serde_json::from_slice(body).ok()?;
    let said = said.as_object()?;
    if let Some(error) = said.get("error").filter(|error| error["code"].as_i64().is_some_and(|code| code != 0)) {
        let told = error["message"].as_str().unwrap_or_default().to_owned();
        return Some(Err((error["code"].as_i64().unwrap_or_default(), told)));
    }
    said.get("result").cloned().map(Ok)
}
