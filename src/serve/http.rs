//! The server: requests in, pages and streams of changes out.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::channel::{Channel, Sender};
use http_body_util::{Either, Full};
use hyper::body::Incoming;
use hyper::header::{self, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::address::{self, Target};
use super::board::{self, Board};
use super::press::{Answer, Made};
use crate::diag::{Severity, show};
use crate::model::page::Fingerprint;
use crate::model::served;

/// What the browser runs, in this order, and how it looks. The second file opens a block that the last one ends.
const SCRIPT: &str = concat!(
    include_str!("morph.js"),
    include_str!("preview.js"),
    include_str!("panel.js"),
    include_str!("inspector.js"),
    "}\n"
);
const STYLE: &str = include_str!("preview.css");

/// How often a stream says that it is still there.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long a client may take to ask for something.
const PATIENCE: Duration = Duration::from_secs(30);

/// What every request needs.
#[derive(Clone, Debug)]
pub(super) struct Server {
    pub(super) board: watch::Receiver<Arc<Board>>,
    pub(super) root: PathBuf,
    /// Whether only this machine may ask.
    pub(super) loopback: bool,
    /// Whether browsers go to what was edited.
    pub(super) follow: bool,
}

type Body = Either<Full<Bytes>, Channel<Bytes, Infallible>>;

/// Answers requests until the process ends.
pub(super) async fn answer(listener: TcpListener, server: Server) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file descriptors, most likely: some will be free again.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // Small answers should not wait for more to send. A stream that cannot do so is as good.
        stream.set_nodelay(true).unwrap_or_default();
        let server = server.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| {
                let server = server.clone();
                async move { Ok::<_, Infallible>(server.respond(request).await) }
            });
            let connection = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .serve_connection(TokioIo::new(stream), service);
            // The client has gone, or sent what is no request.
            drop(connection.await);
        });
    }
}

impl Server {
    async fn respond(mut self, request: Request<Incoming>) -> Response<Body> {
        if self.loopback && !is_own(&request) {
            return plain(StatusCode::FORBIDDEN, "this address is not the preview's; open it by the one it printed\n");
        }
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "a preview can only be read\n");
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        let board = self.first_board().await;
        match address::target(request.uri().path()) {
            Target::Preview(name) => self.preview(&name, &request, &board).await,
            Target::Route(route) => page(&route, &request, &board).await,
            Target::Nowhere => missing(&request, &board).await,
        }
    }

    /// The board, once there is something to serve or to say.
    async fn first_board(&mut self) -> Arc<Board> {
        let ready = self.board.wait_for(|board| board.number > 0).await.map(|board| Arc::clone(&board));
        // The builder never ends before the process does.
        ready.unwrap_or_else(|_| Arc::new(Board::empty()))
    }

    async fn preview(self, name: &str, request: &Request<Incoming>, board: &Arc<Board>) -> Response<Body> {
        let asked = |key: &str| query(request, key);
        match name {
            "preview.js" => fixed(SCRIPT, "text/javascript; charset=utf-8"),
            "preview.css" => fixed(STYLE, "text/css; charset=utf-8"),
            "findings" => {
                let (found, root) = (Arc::clone(&board.findings), self.root);
                let listed = tokio::task::spawn_blocking(move || board::findings(&found, &root)).await;
                fixed(&listed.unwrap_or_default().to_string(), "application/json")
            }
            "reading" => {
                let route = asked("page").map(|path| route_of(&path)).unwrap_or_default();
                match &board.press {
                    Some(press) => match press.reading(&route).await {
                        Some(json) => fixed(&json, "application/json"),
                        None => plain(StatusCode::NOT_FOUND, "no article stands there\n"),
                    },
                    None => plain(StatusCode::NOT_FOUND, "there is no site yet\n"),
                }
            }
            "events" => {
                let route = asked("page").map(|path| route_of(&path)).unwrap_or_default();
                let (sender, body) = Channel::new(1);
                tokio::spawn(stream(self, route, sender));
                let mut response = Response::new(Either::Right(body));
                let headers = response.headers_mut();
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
                headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
                response
            }
            _ => plain(StatusCode::NOT_FOUND, "no such file\n"),
        }
    }

    /// What a browser that looks at a page is told.
    async fn state(&self, route: &str, board: &Board) -> Value {
        let mut failed = board.failed.clone();
        let (mut digest, mut styles, mut assets) = (Value::Null, Value::Null, Value::Null);
        if let Some(press) = &board.press {
            match press.page(route).await {
                Answer::Made(made) => digest = made.digest.hex().into(),
                Answer::Missing => digest = "missing".into(),
                Answer::Failed(why) => failed = failed.or(Some(why)),
            }
            styles = json!(press.styles);
            assets = press.assets.clone().into();
        }
        let edited = board
            .edited
            .as_ref()
            .filter(|_| self.follow)
            .map(|edited| json!({ "number": edited.number, "route": edited.route, "sentence": edited.sentence }));
        json!({
            "number": board.number,
            "page": digest,
            "styles": styles,
            "assets": assets,
            "failed": failed.map(|error| show::error_data(&error)),
            "errors": board.count(Severity::Error),
            "warnings": board.count(Severity::Warning),
            "edited": edited,
        })
    }
}

/// Tells one browser of every new state, and only of the newest: one that reads slowly misses what came between, and keeps
/// nobody waiting.
async fn stream(mut server: Server, route: String, mut out: Sender<Bytes, Infallible>) {
    loop {
        let board = Arc::clone(&server.board.borrow_and_update());
        let state = server.state(&route, &board).await;
        if out.send_data(format!("event: state\ndata: {state}\n\n").into()).await.is_err() {
            return;
        }
        loop {
            tokio::select! {
                changed = server.board.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    break;
                }
                () = tokio::time::sleep(HEARTBEAT) => {
                    if out.send_data(Bytes::from_static(b": still here\n\n")).await.is_err() {
                        return;
                    }
                }
            }
        }
    }
}

/// Whether a request was sent to a name of this machine.
fn is_own(request: &Request<Incoming>) -> bool {
    let header = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    // A request may name the host in its first line too; that one counts then.
    let host = request.uri().authority().map(|authority| authority.as_str()).or(header);
    host.is_some_and(address::is_own_host)
}

/// The value of a key in the query of a request.
fn query(request: &Request<Incoming>, key: &str) -> Option<String> {
    let pairs = request.uri().query()?.split('&');
    let value = pairs.filter_map(|pair| pair.split_once('=')).find(|(name, _)| *name == key)?.1;
    address::decoded(value)
}

/// The route of the page that a browser names by its path.
fn route_of(path: &str) -> String {
    match address::target(path) {
        Target::Route(route) => route,
        Target::Preview(_) | Target::Nowhere => String::new(),
    }
}

async fn page(route: &str, request: &Request<Incoming>, board: &Board) -> Response<Body> {
    let Some(press) = &board.press else { return unbuilt(StatusCode::SERVICE_UNAVAILABLE) };
    match press.page(route).await {
        Answer::Made(made) => file(route, &made, request, StatusCode::OK),
        Answer::Failed(_) => unbuilt(StatusCode::INTERNAL_SERVER_ERROR),
        Answer::Missing => {
            if let Answer::Made(_) = press.page(&format!("{route}/index.html")).await {
                return moved(request);
            }
            missing(request, board).await
        }
    }
}

/// To the folder, by its slash.
fn moved(request: &Request<Incoming>) -> Response<Body> {
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut response = plain(StatusCode::MOVED_PERMANENTLY, "");
    if let Ok(place) = HeaderValue::from_str(&format!("{}/{query}", request.uri().path())) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    response
}

/// The site's own page for what it does not have. It lies at the root, and its links start there.
async fn missing(request: &Request<Incoming>, board: &Board) -> Response<Body> {
    let Some(press) = &board.press else { return unbuilt(StatusCode::SERVICE_UNAVAILABLE) };
    match press.page("404.html").await {
        Answer::Made(made) => {
            let text = String::from_utf8_lossy(&made.bytes).replacen("<head>", "<head><base href=\"/\">", 1);
            let made = Made { digest: made.digest, bytes: text.into() };
            file("404.html", &made, request, StatusCode::NOT_FOUND)
        }
        Answer::Missing | Answer::Failed(_) => plain(StatusCode::NOT_FOUND, "nothing is published there\n"),
    }
}

/// A file of the site; a page with the script of the preview before its end.
fn file(route: &str, made: &Made, request: &Request<Incoming>, status: StatusCode) -> Response<Body> {
    let media = served::content_type(route);
    let is_page = media.starts_with("text/html");
    let tag = format!("\"{}{}\"", made.digest.hex(), if is_page { "-preview" } else { "" });
    let known = request.headers().get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response = if known && status == StatusCode::OK {
        plain(StatusCode::NOT_MODIFIED, "")
    } else {
        let bytes = if is_page { with_script(made) } else { made.bytes.clone() };
        let mut response = Response::new(Either::Left(Full::new(bytes)));
        *response.status_mut() = status;
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    // Kept, but asked for again each time.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// A page with the script of the preview before its end, and nothing else changed.
fn with_script(made: &Made) -> Bytes {
    let script = script(Some(made.digest));
    let end = made.bytes.windows(7).rposition(|window| window.eq_ignore_ascii_case(b"</body>"));
    let (before, after) = made.bytes.split_at(end.unwrap_or(made.bytes.len()));
    [before, script.as_bytes(), after].concat().into()
}

/// The script of the preview, with the digest of the page it stands in.
fn script(page: Option<Fingerprint>) -> String {
    let digest = page.map(|page| page.hex()).unwrap_or_default();
    format!("<script defer src=\"/.dateline/preview.js\" data-page=\"{digest}\"></script>")
}

/// What stands where nothing can be shown: the script of the preview says why.
fn unbuilt(status: StatusCode) -> Response<Body> {
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Not built</title></head><body>{}</body></html>",
        script(None)
    );
    let mut response = fixed(&html, "text/html; charset=utf-8");
    *response.status_mut() = status;
    response
}

fn fixed(text: &str, media: &'static str) -> Response<Body> {
    let mut response = Response::new(Either::Left(Full::new(text.to_owned().into())));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = fixed(text, "text/plain; charset=utf-8");
    *response.status_mut() = status;
    response
}

/// Begins to listen at an address.
///
/// # Errors
///
/// The address is taken, or not one of this machine.
pub(super) fn listen(address: SocketAddr) -> std::io::Result<std::net::TcpListener> {
    let listener = std::net::TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}
