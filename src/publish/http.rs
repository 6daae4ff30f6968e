//! Requests over HTTP, and what their answers mean.

use std::error::Error as StdError;
use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder, redirect};
use tokio::runtime::{Builder, Runtime};

use crate::publish::target::{Cause, Failure};

/// A client, and who it says it is.
pub(super) struct Http {
    runtime: Runtime,
    client: Client,
    login: Login,
}

/// What is sent along with each request.
pub(super) enum Login {
    None,
    Basic { user: String, password: String },
    Bearer(String),
}

/// What came back.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

/// A runtime for requests; the engine's threads wait for them.
pub(super) fn runtime() -> Result<Runtime, Failure> {
    // Whoever was first has installed the same.
    rustls::crypto::ring::default_provider().install_default().map(drop).unwrap_or_default();
    Ok(Builder::new_multi_thread().worker_threads(2).enable_all().build()?)
}

impl Http {
    /// Does not connect yet.
    pub(super) fn new(login: Login) -> Result<Self, Failure> {
        let runtime = runtime()?;
        let client = Client::builder()
            .user_agent(concat!("dateline/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .connect_timeout(Duration::from_secs(15))
            .timeout(Duration::from_secs(300))
            .build()
            .map_err(failed)?;
        Ok(Self { runtime, client, login })
    }

    /// Sends a request and waits for the whole answer.
    pub(super) fn send(
        &self,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Result<Answer, Failure> {
        let method = Method::from_bytes(method.as_bytes())
            .map_err(|_| Failure::new(Cause::Other, format!("`{method}` is no method")))?;
        let mut request = self.logged_in(self.client.request(method, url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.runtime.block_on(async {
            let answer = request.body(body).send().await.map_err(failed)?;
            let status = answer.status().as_u16();
            let body = answer.bytes().await.map_err(failed)?.to_vec();
            Ok(Answer { status, body })
        })
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
    pub(super) fn is_ok(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The failure that it tells of.
    pub(super) fn refusal(&self) -> Failure {
        Failure::new(cause(self.status), format!("the server answers {}", self.status))
    }
}

/// What a status means.
pub(super) fn cause(status: u16) -> Cause {
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
pub(super) fn deepest(error: &dyn StdError) -> String {
    let mut error = error;
    while let Some(cause) = error.source() {
        error = cause;
    }
    error.to_string()
}

/// A route as it stands in an address.
pub(super) fn escaped(route: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
    route.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_are_escaped_byte_by_byte() {
        assert_eq!(escaped("a b/ü%#.html"), "a%20b/%C3%BC%25%23.html");
    }
}
