//! Requests to one wiki: what only reads can be asked again, and nothing that comes back is shown with a secret in it.

use std::time::Duration;

use crate::http::{Answer, Http, Login, Manner, Url};
use crate::push::engine::{Pace, again};
use crate::push::wiki::{Cause, Failure};

/// The most bytes of an answer: fifty long pages.
const LIMIT: usize = 64 << 20;

/// The most time for one request. Saving a long page takes wikis a while.
const TIMEOUT: Duration = Duration::from_secs(90);

/// A line to a wiki.
pub(super) struct Line {
    http: Http,
    secrets: Vec<String>,
    pace: Pace,
}

impl Line {
    /// Does not connect yet.
    pub(super) fn new(login: Login, cookies: bool, secrets: Vec<String>, pace: Pace) -> Result<Self, Failure> {
        let http = Http::with(login, Manner { limit: LIMIT, timeout: TIMEOUT, cookies })?;
        Ok(Self { http, secrets, pace })
    }

    /// Asks for what lies at an address.
    pub(super) fn get(&self, url: &str) -> Result<Answer, Failure> {
        self.passed(self.http.get(url, &[("Accept", "application/json")])?)
    }

    /// Sends a request with a body of this type. An answer that is no yes is given back; whoever asked knows what it means.
    pub(super) fn send(&self, method: &str, url: &str, kind: &str, body: &[u8]) -> Result<Answer, Failure> {
        // Confluence wants to hear that the request comes from no page of somebody else.
        let headers =
            [("Content-Type", kind), ("Accept", "application/json, text/xml"), ("X-Atlassian-Token", "no-check")];
        self.passed(self.http.send(method, url, &headers, body.to_vec())?)
    }

    /// Does something that changes nothing until it comes to more than a passing failure.
    pub(super) fn patiently<T>(&self, ask: impl FnMut() -> Result<T, Failure>) -> Result<T, Failure> {
        again(self.pace, ask)
    }

    /// Takes out what may be better the next time.
    fn passed(&self, answer: Answer) -> Result<Answer, Failure> {
        if matches!(answer.status, 408 | 425 | 429 | 502..=504) {
            return Err(self.refusal(&answer));
        }
        Ok(answer)
    }

    /// What an answer that is no yes tells of, as far as its status says.
    pub(super) fn refusal(&self, answer: &Answer) -> Failure {
        let (cause, told) = match answer.status {
            401 | 407 => (Cause::Login, "it does not know the login"),
            403 => (Cause::Rights, "it does not allow that"),
            404 | 410 => (Cause::Absent, "there is nothing at that address"),
            429 => (Cause::Passing, "it has had too many requests"),
            300..=399 => (Cause::Absent, "the wiki has moved"),
            408 | 425 | 500..=599 => (Cause::Passing, "it is down or busy"),
            _ => (Cause::Other, "it does not take the request"),
        };
        let place = answer.headers("location").first().map(|place| format!(", to `{place}`")).unwrap_or_default();
        let message = format!("{told}{place} (the server answers {})", answer.status);
        Failure { after: answer.retry_after(), ..self.failure(cause, message) }
    }

    /// A failure in words that came from the wiki, and hold no secret.
    pub(super) fn failure(&self, cause: Cause, message: impl Into<String>) -> Failure {
        let mut message = message.into();
        for secret in self.secrets.iter().filter(|secret| !secret.is_empty()) {
            message = message.replace(secret.as_str(), "…");
        }
        // One line, and no more than one reads.
        let line = message.split(|c: char| c.is_control() || c.is_whitespace()).filter(|word| !word.is_empty());
        let mut message = line.collect::<Vec<_>>().join(" ");
        if message.chars().count() > 300 {
            message = message.chars().take(299).chain(['…']).collect();
        }
        Failure::new(cause, message)
    }
}

/// The host of an address, without its port: the name under which `.netrc` knows it.
pub(super) fn host(url: &str) -> String {
    Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}
