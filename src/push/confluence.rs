//! Confluence, through the first version of its REST interface, which both the program for one's own servers and Atlassian's
//! cloud have. The account is a personal token, an e-mail address with the token of its account, or a user with a password.

use serde_json::{Value, json};

use crate::http::{Answer, escaped};
use crate::model::form::{Form, Markup};
use crate::push::engine::Pace;
use crate::push::line::Line;
use crate::push::login::Account;
use crate::push::marker::Style;
use crate::push::names::{self, Room};
use crate::push::wiki::{Cause, Edit, Failure, Page, Wiki, Written};

/// How many pages are listed at once.
const BATCH: usize = 100;

/// The most requests for one list. A wiki that never says that it is at its end would be asked for ever.
const BATCHES: usize = 10_000;

/// A space of Confluence.
pub(super) struct Confluence {
    line: Line,
    url: String,
    prefix: String,
    space: String,
    /// The id of the page that new pages are put below.
    parent: Option<String>,
}

impl Confluence {
    /// Does not connect yet.
    pub(super) fn new(
        url: &str,
        prefix: &str,
        space: &str,
        parent: Option<&str>,
        account: &Account,
        pace: Pace,
    ) -> Result<Self, Failure> {
        Ok(Self {
            line: Line::new(account.with_each_request(), true, account.secrets(), pace)?,
            url: url.to_owned(),
            prefix: prefix.to_owned(),
            space: space.to_owned(),
            parent: parent.map(str::to_owned),
        })
    }

    fn get(&self, below: &str) -> Result<Value, Failure> {
        let url = format!("{}/rest/api/{below}", self.url);
        self.line.patiently(|| self.said(&self.line.get(&url)?))
    }

    fn said(&self, answer: &Answer) -> Result<Value, Failure> {
        if !answer.is_ok() {
            return Err(self.refusal(answer));
        }
        let said: Option<Value> = serde_json::from_slice(&answer.body).ok();
        said.filter(Value::is_object).ok_or_else(|| self.odd())
    }

    fn odd(&self) -> Failure {
        Failure::new(Cause::Absent, "what answers there is no interface of Confluence")
    }

    /// What an answer that is no yes tells of.
    fn refusal(&self, answer: &Answer) -> Failure {
        let reason = answer.headers("x-seraph-loginreason").join(" ");
        if reason.contains("AUTHENTICATION_DENIED") {
            return Failure::new(Cause::Captcha, "after failed logins Confluence asks the account for a riddle");
        }
        if reason.contains("AUTHENTICATED_FAILED") {
            return Failure::new(Cause::Login, "Confluence does not know the login");
        }
        if answer.status == 405 {
            return Failure::new(Cause::ReadOnly, "Confluence takes no edits at the moment (the server answers 405)");
        }
        let failure = self.line.refusal(answer);
        let said: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        match said["message"].as_str().filter(|told| !told.is_empty()) {
            Some(told) => {
                let worded = self.line.failure(failure.cause, format!("{told} (the server answers {})", answer.status));
                Failure { after: failure.after, ..worded }
            }
            None => failure,
        }
    }

    /// Titles and ids of the pages of the space whose names begin with the prefix.
    fn listed(&self) -> Result<Vec<(String, String)>, Failure> {
        let mut found = Vec::new();
        let mut start = 0;
        for _ in 0..BATCHES {
            let said = self.get(&format!(
                "content?type=page&status=current&spaceKey={}&start={start}&limit={BATCH}",
                escaped(&self.space)
            ))?;
            let results = said["results"].as_array().ok_or_else(|| self.odd())?;
            for item in results {
                let (Some(id), Some(title)) = (item["id"].as_str(), item["title"].as_str()) else {
                    return Err(self.odd());
                };
                if self.fold(title).starts_with(&self.fold(&self.prefix)) {
                    found.push((title.to_owned(), id.to_owned()));
                }
            }
            // It may give fewer than were asked for, and says then where to go on.
            if results.is_empty() || said["_links"]["next"].is_null() {
                return Ok(found);
            }
            start += results.len();
        }
        Err(self.odd())
    }

    /// A page by its id; `None` where it was deleted.
    fn by_id(&self, id: &str) -> Result<Option<Page>, Failure> {
        match self.get(&format!("content/{}?expand=body.storage,version", escaped(id))) {
            Ok(said) => page(&said).map(Some).ok_or_else(|| self.odd()),
            Err(failure) if failure.cause == Cause::Absent => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    fn sent(&self, edit: &Edit<'_>) -> Result<Answer, Failure> {
        let storage = json!({ "storage": { "value": edit.text, "representation": "storage" } });
        let (method, below, body) = match edit.base.and_then(|base| base.split_once(' ')) {
            Some((id, version)) => {
                let next = version.parse::<u64>().map_err(|_| self.odd())? + 1;
                let version = json!({ "number": next, "minorEdit": true, "message": edit.summary });
                let body = json!({
                    "id": id, "type": "page", "title": edit.name, "version": version, "body": storage,
                });
                ("PUT", format!("content/{}", escaped(id)), body)
            }
            None => {
                let mut body = json!({
                    "type": "page", "title": edit.name, "space": { "key": self.space }, "body": storage,
                });
                if let Some(parent) = &self.parent {
                    body["ancestors"] = json!([{ "id": parent }]);
                }
                ("POST", "content".to_owned(), body)
            }
        };
        let url = format!("{}/rest/api/{below}", self.url);
        self.line.send(method, &url, "application/json", body.to_string().as_bytes())
    }
}

impl Wiki for Confluence {
    fn place(&self) -> String {
        format!("{} (space {})", self.url, self.space)
    }

    fn markup(&self) -> Markup {
        Markup::Confluence
    }

    fn style(&self) -> Style {
        Style::Anchor
    }

    fn name(&self, form: &Form, apart: Option<&str>) -> String {
        names::titled(&self.prefix, &form.title, apart, Room::Units(255))
    }

    /// Titles are one in a space whatever their letters' case.
    fn fold(&self, name: &str) -> String {
        name.to_lowercase()
    }

    fn open(&self) -> Result<(), Failure> {
        let user = self.get("user/current")?;
        if user["type"] == "anonymous" {
            return Err(Failure::new(Cause::Login, "Confluence does not know the login"));
        }
        match self.get(&format!("space/{}", escaped(&self.space))) {
            Err(failure) if failure.cause == Cause::Absent => {
                let told = format!("there is no space `{}`, or the account may not see it", self.space);
                Err(Failure::new(Cause::Absent, told))
            }
            said => said.map(drop),
        }
    }

    fn survey(&self, see: &mut dyn FnMut(Page)) -> Result<(), Failure> {
        for (_, id) in self.listed()? {
            if let Some(page) = self.by_id(&id)? {
                see(page);
            }
        }
        Ok(())
    }

    fn read(&self, name: &str) -> Result<Option<Page>, Failure> {
        let said = self.get(&format!(
            "content?type=page&status=current&spaceKey={}&title={}&expand=body.storage,version",
            escaped(&self.space),
            escaped(name).replace('/', "%2F")
        ))?;
        let results = said["results"].as_array().ok_or_else(|| self.odd())?;
        results.first().map(|item| page(item).ok_or_else(|| self.odd())).transpose()
    }

    fn write(&self, edit: &Edit<'_>) -> Result<Written, Failure> {
        let answer = self.sent(edit)?;
        match answer.status {
            200..=299 => Ok(Written::Done),
            // Another version, or another page of that title. An older one says the latter by 400.
            409 => Ok(Written::Clash),
            400 if String::from_utf8_lossy(&answer.body).contains("already exists") => Ok(Written::Clash),
            404 if edit.base.is_some() => Ok(Written::Clash),
            400 | 413 => Err(Failure { cause: Cause::Page, ..self.refusal(&answer) }),
            // An answer to one page, where others could be written before: a restriction of that page.
            403 if edit.base.is_some() && answer.headers("x-seraph-loginreason").is_empty() => {
                Err(Failure { cause: Cause::Page, ..self.refusal(&answer) })
            }
            _ => Err(self.refusal(&answer)),
        }
    }
}

/// A page out of an answer that has its text and version.
fn page(item: &Value) -> Option<Page> {
    Some(Page {
        name: item["title"].as_str()?.to_owned(),
        text: item["body"]["storage"]["value"].as_str()?.to_owned(),
        base: format!("{} {}", item["id"].as_str()?, item["version"]["number"].as_u64()?),
    })
}
