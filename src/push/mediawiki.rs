//! MediaWiki, through its action interface (`api.php`). The account is a bot password, an account's own password, or a token
//! of OAuth.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use serde_json::Value;

use crate::http::{Login, Url};
use crate::model::form::{Form, Markup};
use crate::push::engine::Pace;
use crate::push::line::Line;
use crate::push::login::Account;
use crate::push::marker::Style;
use crate::push::names::{self, Room};
use crate::push::wiki::{Cause, Edit, Failure, Page, Wiki, Written};

/// How many pages are read at once; more are for bots alone.
const BATCH: &str = "50";

/// The most batches. A wiki that never says that it is at its end would be asked for ever.
const BATCHES: usize = 100_000;

/// How many seconds its databases may lag behind before the wiki would rather be left alone.
const MAX_LAG: &str = "5";

/// The wait where an account has made too many edits: they are counted by the minute.
const LIMITED: Duration = Duration::from_secs(15);

/// A wiki of MediaWiki.
pub(super) struct MediaWiki {
    line: Line,
    url: String,
    prefix: String,
    account: Account,
    site: OnceLock<Site>,
    /// What shows that an edit is meant, once it was asked for.
    token: Mutex<Option<String>>,
}

/// What is known of the wiki once it is open.
struct Site {
    api: String,
    /// The prefix as the wiki writes it.
    prefix: String,
    namespace: i64,
    /// The same without the name of the namespace.
    bare: String,
}

/// Parameters of a request.
type Fields<'a> = [(&'a str, &'a str)];

impl MediaWiki {
    /// Does not connect yet.
    pub(super) fn new(url: &str, prefix: &str, account: Account, pace: Pace) -> Result<Self, Failure> {
        let login = match &account {
            Account::Token(token) => Login::Bearer(token.clone()),
            Account::User { .. } => Login::None,
        };
        Ok(Self {
            line: Line::new(login, true, account.secrets(), pace)?,
            url: url.to_owned(),
            prefix: prefix.to_owned(),
            account,
            site: OnceLock::new(),
            token: Mutex::default(),
        })
    }

    fn api(&self) -> &str {
        self.site.get().map_or(self.url.as_str(), |site| site.api.as_str())
    }

    /// The address of the interface: below the address given, or where a family of wikis has it.
    fn find_api(&self) -> Result<String, Failure> {
        if self.url.ends_with("/api.php") {
            return Ok(self.url.clone());
        }
        let mut last = Failure::new(Cause::Absent, "no wiki of MediaWiki answers there");
        for below in ["api.php", "w/api.php"] {
            let api = format!("{}/{below}", self.url);
            let url = with_query(&api, &[("action", "query"), ("meta", "siteinfo")])?;
            let answer = self.line.patiently(|| self.line.get(&url))?;
            if answer.is_ok() && serde_json::from_slice::<Value>(&answer.body).is_ok_and(|said| said.is_object()) {
                return Ok(api);
            }
            if !matches!(answer.status, 200 | 404) {
                last = self.line.refusal(&answer);
            }
        }
        Err(last)
    }

    fn get(&self, api: &str, fields: &Fields<'_>) -> Result<Value, Failure> {
        let url = with_query(api, fields)?;
        self.line.patiently(|| self.said(&self.line.get(&url)?))
    }

    fn post(&self, api: &str, fields: &Fields<'_>) -> Result<Value, Failure> {
        let mut form = Url::parse("https://form.invalid/").map_err(|_| self.odd())?;
        form.query_pairs_mut().extend_pairs(always()).extend_pairs(fields);
        let body = form.query().unwrap_or_default().as_bytes();
        self.said(&self.line.send("POST", api, "application/x-www-form-urlencoded", body)?)
    }

    /// What an answer says. MediaWiki answers 200 where it refuses, too.
    fn said(&self, answer: &crate::http::Answer) -> Result<Value, Failure> {
        let Ok(said) = serde_json::from_slice::<Value>(&answer.body) else {
            return Err(if answer.is_ok() { self.odd() } else { self.line.refusal(answer) });
        };
        let Some(error) = said.get("error") else { return Ok(said) };
        let code = error["code"].as_str().unwrap_or_default();
        let told = error["info"].as_str().unwrap_or(code);
        let why = error["readonlyreason"].as_str().map(|why| format!(" {why}")).unwrap_or_default();
        let failure = self.line.failure(cause(code), format!("{told}{why} ({code})"));
        let after = answer.retry_after().or((code == "ratelimited").then_some(LIMITED));
        Err(Failure { after, ..failure })
    }

    fn odd(&self) -> Failure {
        Failure::new(Cause::Absent, "what answers there is no interface of MediaWiki")
    }

    /// Logs in with user and password.
    fn log_in(&self, api: &str) -> Result<(), Failure> {
        let Account::User { user, password } = &self.account else { return Ok(()) };
        let mut tried = 0;
        loop {
            let token = self.get(api, &[("action", "query"), ("meta", "tokens"), ("type", "login")])?;
            let token = token["query"]["tokens"]["logintoken"].as_str().ok_or_else(|| self.odd())?;
            let fields = [("action", "login"), ("lgname", user), ("lgpassword", password), ("lgtoken", token)];
            let said = self.line.patiently(|| self.post(api, &fields))?;
            let said = &said["login"];
            tried += 1;
            match said["result"].as_str().unwrap_or_default() {
                "Success" => return Ok(()),
                // The session was lost between the two requests.
                "NeedToken" | "WrongToken" if tried < 3 => {}
                "Throttled" => {
                    let wait = said["wait"].as_u64().map(Duration::from_secs);
                    let told = "too many failed logins; the wiki wants to be left alone for a while";
                    return Err(Failure { after: wait, ..Failure::new(Cause::Login, told) });
                }
                result => {
                    let reason = said["reason"].as_str().unwrap_or(result);
                    return Err(self.line.failure(Cause::Login, reason));
                }
            }
        }
    }

    /// Looks whether the account may write, and nothing stands in its way.
    fn may_write(&self, api: &str) -> Result<(), Failure> {
        let fields =
            [("action", "query"), ("meta", "siteinfo|userinfo"), ("siprop", "general"), ("uiprop", "rights|blockinfo")];
        let said = self.get(api, &fields)?;
        let (general, user) = (&said["query"]["general"], &said["query"]["userinfo"]);
        if user["anon"].as_bool() == Some(true) {
            return Err(Failure::new(Cause::Login, "the wiki does not know the login"));
        }
        if general["readonly"].as_bool() == Some(true) {
            let reason = general["readonlyreason"].as_str().unwrap_or("no reason given");
            return Err(self.line.failure(Cause::ReadOnly, format!("the wiki is in read-only mode: {reason}")));
        }
        if user["blockedby"].is_string() && user["blockpartial"].as_bool() != Some(true) {
            let reason = user["blockreason"].as_str().filter(|reason| !reason.is_empty()).unwrap_or("no reason given");
            return Err(self.line.failure(Cause::Blocked, format!("the account is blocked: {reason}")));
        }
        let rights = user["rights"].as_array().map(Vec::as_slice).unwrap_or_default();
        let missing = ["read", "edit", "createpage"].into_iter().find(|right| !rights.iter().any(|has| has == right));
        match missing {
            Some(right) => Err(Failure::new(Cause::Rights, format!("the account has no right to `{right}`"))),
            None => Ok(()),
        }
    }

    /// What the wiki makes of the prefix: its first letter, and whether it names a namespace.
    fn look_at_prefix(&self, api: String) -> Result<Site, Failure> {
        let probe = format!("{}x", self.prefix);
        let said = self.get(&api, &[("action", "query"), ("titles", &probe)])?;
        let page = &said["query"]["pages"][0];
        if let Some(reason) = page["invalidreason"].as_str() {
            let told = format!("`{}` cannot begin the names of pages there: {reason}", self.prefix);
            return Err(self.line.failure(Cause::Other, told));
        }
        let title = page["title"].as_str().and_then(|title| title.strip_suffix('x')).ok_or_else(|| self.odd())?;
        let namespace = page["ns"].as_i64().ok_or_else(|| self.odd())?;
        let bare = if namespace == 0 { title } else { title.split_once(':').map_or(title, |(_, bare)| bare) };
        Ok(Site { api, prefix: title.to_owned(), namespace, bare: bare.to_owned() })
    }

    /// The token that goes with edits.
    fn token(&self) -> Result<String, Failure> {
        let mut known = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(token) = known.as_ref() {
            return Ok(token.clone());
        }
        let said = self.get(self.api(), &[("action", "query"), ("meta", "tokens"), ("assert", "user")])?;
        let token = said["query"]["tokens"]["csrftoken"].as_str().ok_or_else(|| self.odd())?;
        Ok(known.insert(token.to_owned()).clone())
    }

    fn edit(&self, edit: &Edit<'_>) -> Result<Value, Failure> {
        let token = self.token()?;
        let mut fields = vec![
            ("action", "edit"),
            ("title", edit.name),
            ("text", edit.text),
            ("summary", edit.summary),
            ("bot", "1"),
            ("watchlist", "nochange"),
            ("assert", "user"),
            ("maxlag", MAX_LAG),
        ];
        match edit.base.and_then(|base| base.split_once(' ')) {
            Some((revision, time)) => {
                fields.extend([
                    ("baserevid", revision),
                    ("basetimestamp", time),
                    ("starttimestamp", time),
                    ("nocreate", "1"),
                ]);
            }
            None => fields.push(("createonly", "1")),
        }
        // Last, so that an edit that was cut off on its way is none.
        fields.push(("token", &token));
        self.post(self.api(), &fields)
    }
}

impl Wiki for MediaWiki {
    fn place(&self) -> String {
        self.url.clone()
    }

    fn markup(&self) -> Markup {
        Markup::MediaWiki
    }

    fn style(&self) -> Style {
        Style::Comment
    }

    fn name(&self, form: &Form, apart: Option<&str>) -> String {
        let (prefix, namespace) = match self.site.get() {
            Some(site) => (site.prefix.as_str(), site.prefix.len() - site.bare.len()),
            None => (self.prefix.as_str(), 0),
        };
        // The name of the namespace does not count.
        names::titled(prefix, &form.title, apart, Room::Bytes(255 + namespace))
    }

    fn open(&self) -> Result<(), Failure> {
        let api = self.find_api()?;
        self.log_in(&api)?;
        self.may_write(&api)?;
        let site = self.look_at_prefix(api)?;
        self.site.set(site).unwrap_or_default();
        Ok(())
    }

    fn survey(&self, see: &mut dyn FnMut(Page)) -> Result<(), Failure> {
        let Some(site) = self.site.get() else { return Err(self.odd()) };
        let namespace = site.namespace.to_string();
        let mut going_on: Vec<(String, String)> = Vec::new();
        for _ in 0..BATCHES {
            let mut fields = vec![
                ("action", "query"),
                ("generator", "allpages"),
                ("gapprefix", site.bare.as_str()),
                ("gapnamespace", &namespace),
                ("gaplimit", BATCH),
                ("prop", "revisions"),
                ("rvprop", "ids|timestamp|content"),
                ("rvslots", "main"),
                ("maxlag", MAX_LAG),
            ];
            fields.extend(going_on.iter().map(|(key, value)| (key.as_str(), value.as_str())));
            let said = self.get(&site.api, &fields)?;
            let pages = said["query"]["pages"].as_array().map(Vec::as_slice).unwrap_or_default();
            // Where pages are long, some come without a text and once more with it.
            pages.iter().filter_map(page).for_each(&mut *see);
            let Some(next) = said["continue"].as_object() else { return Ok(()) };
            going_on = next.iter().filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect();
            if going_on.is_empty() {
                break;
            }
        }
        Err(self.odd())
    }

    fn read(&self, name: &str) -> Result<Option<Page>, Failure> {
        let fields = [
            ("action", "query"),
            ("titles", name),
            ("prop", "revisions"),
            ("rvprop", "ids|timestamp|content"),
            ("rvslots", "main"),
        ];
        Ok(page(&self.get(self.api(), &fields)?["query"]["pages"][0]))
    }

    fn write(&self, edit: &Edit<'_>) -> Result<Written, Failure> {
        let said = match self.edit(edit) {
            // A session ends after a while, and on some wikis when they are restarted.
            Err(failure) if is_lost(&failure) => {
                *self.token.lock().unwrap_or_else(PoisonError::into_inner) = None;
                self.log_in(self.api())?;
                self.edit(edit)
            }
            said => said,
        };
        match said {
            Ok(said) if said["edit"]["result"] == "Success" => self.settled(edit, &said["edit"]),
            Ok(said) => Err(self.not_taken(&said["edit"])),
            Err(failure) if is_clash(&failure) => Ok(Written::Clash),
            Err(failure) => Err(failure),
        }
    }
}

impl MediaWiki {
    /// An edit that was made. Where somebody wrote between our reading and our writing, MediaWiki joins the two texts, which is
    /// fine, unless it was the same account: then it lets the later one win. That is taken back, and done again.
    fn settled(&self, edit: &Edit<'_>, said: &Value) -> Result<Written, Failure> {
        let base = edit.base.and_then(|base| base.split(' ').next()?.parse::<u64>().ok());
        let (before, now) = (said["oldrevid"].as_u64(), said["newrevid"].as_u64());
        let (Some(base), Some(before), Some(now)) = (base, before, now) else { return Ok(Written::Done) };
        let ours = |page: Page| page.text.trim_end() == edit.text.trim_end();
        if before == base || !self.read(edit.name)?.is_some_and(ours) {
            return Ok(Written::Done);
        }
        let token = self.token()?;
        let undone = now.to_string();
        let fields = [
            ("action", "edit"),
            ("title", edit.name),
            ("undo", &undone),
            ("summary", edit.summary),
            ("bot", "1"),
            ("assert", "user"),
            ("token", &token),
        ];
        match self.post(self.api(), &fields) {
            Ok(said) if said["edit"]["result"] == "Success" => Ok(Written::Clash),
            _ => {
                let told =
                    format!("an edit that was made at the same time was written over; restore revision {before}");
                Err(Failure::new(Cause::Page, told))
            }
        }
    }

    /// An edit that an extension held back.
    fn not_taken(&self, edit: &Value) -> Failure {
        if edit.get("captcha").is_some() {
            return Failure::new(Cause::Captcha, "the wiki asks for the solution of a riddle");
        }
        let names = ["info", "warning", "spamblacklist", "message", "code"];
        let told = names.iter().find_map(|name| edit[*name].as_str()).unwrap_or("no reason given");
        self.line.failure(Cause::Page, format!("the wiki did not take it: {told}"))
    }
}

/// What goes with every request.
fn always() -> [(&'static str, &'static str); 2] {
    [("format", "json"), ("formatversion", "2")]
}

fn with_query(api: &str, fields: &Fields<'_>) -> Result<String, Failure> {
    let mut url = Url::parse(api).map_err(|_| Failure::new(Cause::Absent, "that is no address"))?;
    url.query_pairs_mut().extend_pairs(always()).extend_pairs(fields);
    Ok(url.into())
}

/// A page out of an answer, where it has a text.
fn page(value: &Value) -> Option<Page> {
    let revision = &value["revisions"][0];
    Some(Page {
        name: value["title"].as_str()?.to_owned(),
        text: revision["slots"]["main"]["content"].as_str()?.to_owned(),
        base: format!("{} {}", revision["revid"].as_u64()?, revision["timestamp"].as_str()?),
    })
}

/// The code that a failure ends with, in brackets.
fn ends_with(failure: &Failure, codes: &[&str]) -> bool {
    codes.iter().any(|code| failure.message.ends_with(&format!("({code})")))
}

fn is_lost(failure: &Failure) -> bool {
    ends_with(failure, &["badtoken", "assertuserfailed", "assertnameduserfailed"])
}

fn is_clash(failure: &Failure) -> bool {
    ends_with(failure, &["editconflict", "articleexists", "pagedeleted", "missingtitle"])
}

/// What the code of an error means.
fn cause(code: &str) -> Cause {
    match code {
        "maxlag" | "ratelimited" | "actionthrottledtext" | "internal_api_error_DBQueryError" => Cause::Passing,
        "readonly" => Cause::ReadOnly,
        "blocked" | "autoblocked" | "systemblocked" => Cause::Blocked,
        "assertuserfailed" | "assertnameduserfailed" | "badtoken" | "mwoauth-invalid-authorization" => Cause::Login,
        "permissiondenied"
        | "readapidenied"
        | "writeapidenied"
        | "noedit"
        | "noedit-anon"
        | "nocreate-loggedin"
        | "confirmemail"
        | "apierror-cantcreate"
        | "cantcreate" => Cause::Rights,
        "captcha" => Cause::Captcha,
        _ if code.starts_with("protected") || code.starts_with("cascadeprotected") => Cause::Page,
        _ if code.starts_with("abusefilter") || code.starts_with("titleblacklist") => Cause::Page,
        "spamblacklist" | "spamdetected" | "hookaborted" | "contenttoobig" | "invalidtitle" | "editconflict"
        | "articleexists" | "pagedeleted" | "missingtitle" | "customcssprotected" | "namespaceprotected" => Cause::Page,
        _ if code.starts_with("internal_api_error") => Cause::Passing,
        _ => Cause::Other,
    }
}
