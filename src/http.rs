//! Requests over HTTP, and what their answers mean.
//!
//! A client follows no redirect by itself: a request that changes something, or carries a login, goes where it was sent or
//! nowhere. Answers are read up to a limit.

use std::error::Error as StdError;
use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder, Response, redirect};
use tokio::runtime::{Builder, Runtime};

pub use crate::text::escape_path as escaped;

/// The most bytes that are read of an answer, where a client is not told otherwise: the list of files of a very large site.
const LIMIT: usize = 256 << 20;

/// A client, and who it says it is.
pub struct Http {
    runtime: Runtime,
    client: Client,
    login: Login,
    limit: usize,
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
        let runtime = runtime().map_err(|cause| Failure::new(Cause::Other, cause.to_string()))?;
        let client = Client::builder()
            .user_agent(concat!("dateline/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .connect_timeout(Duration::from_secs(15))
            .timeout(Duration::from_secs(300))
            .build()
            .map_err(failed)?;
        Ok(Self { runtime, client, login, limit: LIMIT })
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
        self.runtime.block_on(async {
            let answer = request.body(body).send().await.map_err(failed)?;
            let status = answer.status().as_u16();
            Ok(Answer { status, body: self.whole(answer).await? })
        })
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
