//! Requests over HTTP, and what their answers mean.
//!
//! A client follows no redirect by itself: a request that changes something, or carries a login, goes where it was sent or
//! nowhere. Answers are read up to a limit.

mod cookies;

use std::error::Error as StdError;
use std::time::Duration;

pub use reqwest::Url;
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder, Response, redirect};
use tokio::runtime::{Builder, Runtime};

use self::cookies::Cookies;
pub use crate::text::escape_path as escaped;

/// The most bytes that are read of an answer, where a client is not told otherwise: the list of files of a very large site.
const LIMIT: usize = 256 << 20;

/// How often a request is sent on to another place of the same server.
const HOPS: usize = 5;

/// A client, and who it says it is.
pub struct Http {
    runtime: Runtime,
    client: Client,
    login: Login,
    limit: usize,
    /// Kept for a server that tells its users apart by them.
    cookies: Option<Cookies>,
}

/// How a client goes about it.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// The most bytes that are read of an answer.
    pub limit: usize,
    /// The most time that a request takes.
    pub timeout: Duration,
    /// Whether cookies are sent back. For a client that speaks with one server only: they go with every request.
    pub cookies: bool,
}

impl Default for Manner {
    fn default() -> Self {
        Self { limit: LIMIT, timeout: Duration::from_secs(300), cookies: false }
    }
}

/// What is sent along with each request.
pub enum Login {
    /// Nothing.
    None,
    /// A user and a password.
    Basic {
        /// The user.
        user: String,
        /// The password.
        password: String,
    },
    /// A token.
    Bearer(String),
}

/// What came back.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body, whole.
    pub body: Vec<u8>,
    headers: HeaderMap,
}

/// Why a request came to nothing, or what an answer that is no yes means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What kind of failure it is.
    pub cause: Cause,
    /// What was found. Holds no address and no credentials.
    pub message: String,
}

/// Kinds of failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It may work the next time: the network, a server that is busy.
    Passing,
    /// No credentials, wrong ones, or no permission.
    Denied,
    /// What was asked for does not exist.
    Absent,
    /// No room is left.
    Full,
    /// Anything else.
    Other,
}

/// A runtime for requests; the threads that ask wait for them.
///
/// # Errors
///
/// The system gives no threads or no sockets.
pub fn runtime() -> std::io::Result<Runtime> {
    // Whoever was first has installed the same.
    rustls::crypto::ring::default_provider().install_default().map(drop).unwrap_or_default();
    Builder::new_multi_thread().worker_threads(2).enable_all().build()
}

impl Http {
    /// Does not connect yet.
    ///
    /// # Errors
    ///
    /// The system gives no threads, or has no certificates.
    pub fn new(login: Login) -> Result<Self, Failure> {
        Self::with(login, Manner::default())
    }

    /// The same, told how to go about it.
    ///
    /// # Errors
    ///
    /// As [`Http::new`].
    pub fn with(login: Login, manner: Manner) -> Result<Self, Failure> {
        let runtime = runtime().map_err(|cause| Failure::new(Cause::Other, cause.to_string()))?;
        let client = Client::builder()
            .user_agent(concat!("dateline/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .connect_timeout(Duration::from_secs(15))
            .timeout(manner.timeout)
            .build()
            .map_err(failed)?;
        let cookies = manner.cookies.then(Cookies::default);
        Ok(Self { runtime, client, login, limit: manner.limit, cookies })
    }

    /// Sends a request and waits for the whole answer.
    ///
    /// # Errors
    ///
    /// There is no answer, or it is too long.
    pub fn send(&self, method: &str, url: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Result<Answer, Failure> {
        let method = Method::from_bytes(method.as_bytes())
            .map_err(|_| Failure::new(Cause::Other, format!("`{method}` is no method")))?;
        let mut request = self.logged_in(self.client.request(method, url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookies) = self.cookies.as_ref().and_then(Cookies::header) {
            request = request.header("Cookie", cookies);
        }
        let answer = self.runtime.block_on(async {
            let answer = request.body(body).send().await.map_err(failed)?;
            let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
            Ok(Answer { status, body: self.whole(answer).await?, headers })
        })?;
        if let Some(cookies) = &self.cookies {
            answer.headers("set-cookie").iter().for_each(|cookie| cookies.take(cookie));
        }
        Ok(answer)
    }

    /// Asks for what lies at an address. Goes where the server says that it lies now, as long as that is the same server.
    ///
    /// # Errors
    ///
    /// As [`Http::send`].
    pub fn get(&self, url: &str, headers: &[(&str, &str)]) -> Result<Answer, Failure> {
        let mut url = url.to_owned();
        for _ in 0..HOPS {
            let answer = self.send("GET", &url, headers, Vec::new())?;
            match answer.leads_to(&url).filter(|next| same_origin(&url, next)) {
                Some(next) => url = next.into(),
                None => return Ok(answer),
            }
        }
        Err(Failure::new(Cause::Other, "the server sends one from place to place"))
    }

    async fn whole(&self, mut answer: Response) -> Result<Vec<u8>, Failure> {
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(failed)? {
            if body.len() + part.len() > self.limit {
                return Err(Failure::new(Cause::Other, format!("the answer has more than {} bytes", self.limit)));
            }
            body.extend_from_slice(&part);
        }
        Ok(body)
    }

    fn logged_in(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.login {
            Login::None => request,
            Login::Basic { user, password } => request.basic_auth(user, Some(password)),
            Login::Bearer(token) => request.bearer_auth(token),
        }
    }
}

// What it knows must not be printed.
impl std::fmt::Debug for Http {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Http").finish_non_exhaustive()
    }
}

impl Answer {
    /// Whether it is a yes.
    pub fn is_ok(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The values of a header, in order; one that is no text is left out.
    pub fn headers(&self, name: &str) -> Vec<&str> {
        self.headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect()
    }

    /// Where it sends whoever asked `url`.
    pub fn leads_to(&self, url: &str) -> Option<Url> {
        let place = *self.headers("location").first()?;
        if !matches!(self.status, 301 | 302 | 303 | 307 | 308) {
            return None;
        }
        Url::parse(url).ok()?.join(place).ok()
    }

    /// How long the server wants to be left alone.
    pub fn retry_after(&self) -> Option<Duration> {
        let wanted = *self.headers("retry-after").first()?;
        if let Ok(seconds) = wanted.trim().parse() {
            return Some(Duration::from_secs(seconds));
        }
        // A date is meant by the server's clock, which it tells in the same answer.
        let read = |text: &str| jiff::fmt::rfc2822::parse(text).ok().map(|time| time.timestamp().as_second());
        let seconds = read(wanted)? - read(self.headers("date").first()?)?;
        Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
    }

    /// The failure that it tells of.
    pub fn refusal(&self) -> Failure {
        Failure::new(cause(self.status), format!("the server answers {}", self.status))
    }
}

impl Failure {
    /// A failure of some kind.
    pub fn new(cause: Cause, message: impl Into<String>) -> Self {
        Self { cause, message: message.into() }
    }
}

fn same_origin(a: &str, b: &Url) -> bool {
    Url::parse(a).is_ok_and(|a| a.origin() == b.origin())
}

/// What a status means.
pub fn cause(status: u16) -> Cause {
    match status {
        401 | 403 | 407 => Cause::Denied,
        404 | 410 => Cause::Absent,
        // 409: another request changes the same thing; 423: it is locked; both pass.
        408 | 409 | 423 | 425 | 429 | 500 | 502..=504 => Cause::Passing,
        413 | 507 => Cause::Full,
        _ => Cause::Other,
    }
}

/// A request without an answer.
fn failed(error: reqwest::Error) -> Failure {
    let cause = if error.is_builder() { Cause::Other } else { Cause::Passing };
    let error = error.without_url();
    Failure::new(cause, format!("no answer: {}", deepest(&error)))
}

/// What lies at the bottom of an error; the layers above it only say that something went wrong.
pub fn deepest(error: &dyn StdError) -> String {
    let mut error = error;
    while let Some(cause) = error.source() {
        error = cause;
    }
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, headers: &[(&'static str, &str)]) -> Answer {
        let headers = headers
            .iter()
            .map(|(name, value)| (reqwest::header::HeaderName::from_static(name), value.parse().expect("a value")));
        Answer { status, body: Vec::new(), headers: headers.collect() }
    }

    #[test]
    fn a_wait_is_given_in_seconds_or_as_a_date() {
        assert_eq!(answer(503, &[("retry-after", "7")]).retry_after(), Some(Duration::from_secs(7)));
        let dates = [("date", "Thu, 26 Nov 2026 03:00:00 GMT"), ("retry-after", "Thu, 26 Nov 2026 03:01:30 GMT")];
        assert_eq!(answer(429, &dates).retry_after(), Some(Duration::from_secs(90)));
        assert_eq!(answer(429, &[("retry-after", "soon")]).retry_after(), None);
    }

    #[test]
    fn a_redirect_says_where_it_leads() {
        let led = |status, place| answer(status, &[("location", place)]).leads_to("https://wiki.example/a/b");
        assert_eq!(led(301, "../c").map(String::from).as_deref(), Some("https://wiki.example/c"));
        assert_eq!(led(302, "//other.example/").map(String::from).as_deref(), Some("https://other.example/"));
        assert_eq!(led(200, "/c"), None);
        let other = Url::parse("https://wiki.example:8443/").expect("an address");
        assert!(!same_origin("https://wiki.example/", &other));
    }
}
