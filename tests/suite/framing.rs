//! `dateline check --embed`: pages and headers of two servers on this machine, and what is said of them.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use dateline::framing::{self, Verdict};

use crate::sandbox::Sandbox;

/// A server that answers each path with a status and headers.
struct Server {
    port: u16,
}

type Answers = Vec<(&'static str, u16, Vec<String>)>;

impl Server {
    fn new(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let answers = Arc::new(answers);
        // Ends with the test.
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let answers = Arc::clone(&answers);
                std::thread::spawn(move || answer(stream, &answers));
            }
        });
        Self { port }
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

fn answer(mut stream: TcpStream, answers: &Answers) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let path = lines.next().and_then(|line| line.split(' ').nth(1).map(str::to_owned)).unwrap_or_default();
    lines.find(String::is_empty);
    let (status, headers) = answers
        .iter()
        .find(|(known, ..)| *known == path)
        .map_or((404, Vec::new()), |(_, status, headers)| (*status, headers.clone()));
    let mut said = format!("HTTP/1.1 {status} x\r\nContent-Length: 4\r\nConnection: close\r\n");
    if !headers.iter().any(|header| header.starts_with("Content-Type")) {
        said.push_str("Content-Type: text/html; charset=utf-8\r\n");
    }
    headers.iter().for_each(|header| said.push_str(&format!("{header}\r\n")));
    stream.write_all(format!("{said}\r\npage").as_bytes()).unwrap_or_default();
}

fn headers(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// What is said of an embed page and a wiki with these headers. `WIKI` and `DESK` stand for their origins.
fn checked(embed: &[&str], wiki: &[&str]) -> Verdict {
    // The ports have to be known before the headers that name them.
    let ports = [0; 2].map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).map(|free| free.local_addr().unwrap().port());
    let named = |lines: &[&str]| -> Vec<String> {
        let named = |line: &&str| {
            line.replace("DESK", &format!("http://127.0.0.1:{}", ports[0]))
                .replace("WIKI", &format!("http://127.0.0.1:{}", ports[1]))
        };
        lines.iter().map(named).collect()
    };
    let serve = |port: u16, answers: Answers| {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        std::thread::spawn(move || {
            listener.incoming().map_while(Result::ok).for_each(|stream| answer(stream, &answers))
        });
    };
    serve(ports[0], vec![("/embed/x.html", 200, named(embed))]);
    serve(ports[1], vec![("/", 200, named(wiki))]);
    let [desk, wiki] = ports.map(|port| format!("http://127.0.0.1:{port}"));
    framing::check(&format!("{desk}/embed/x.html"), &wiki).unwrap()
}

#[test]
fn each_header_that_matters_is_seen_and_says_what_to_change() {
    for (embed, wiki, shows, words) in [
        (&[][..], &[][..], true, ""),
        (&["X-Frame-Options: DENY"], &[], false, "X-Frame-Options: DENY"),
        (&["X-Frame-Options: SAMEORIGIN"], &[], false, "SAMEORIGIN"),
        (&["X-Frame-Options: SAMEORIGIN", "X-Frame-Options: DENY"], &[], false, "several values"),
        (&["X-Frame-Options: ALLOW-FROM WIKI"], &[], true, "pass over"),
        (
            &["X-Frame-Options: DENY", "Content-Security-Policy: frame-ancestors 'self' WIKI"],
            &[],
            true,
            "very old ones",
        ),
        (&["Content-Security-Policy: frame-ancestors 'self'"], &[], false, "frame-ancestors 'self' frame it; add `"),
        (&["Content-Security-Policy: frame-ancestors WIKI/w/"], &[], false, "leave paths out"),
        (
            &["Content-Security-Policy: frame-ancestors WIKI", "Content-Security-Policy: frame-ancestors 'none'"],
            &[],
            false,
            "and to any other",
        ),
        (&["Content-Security-Policy-Report-Only: frame-ancestors 'none'"], &[], true, ""),
        (&["Content-Security-Policy: sandbox allow-popups"], &[], true, "height stays fixed"),
        (&["Content-Type: text/plain"], &[], false, "comes as `text/plain`"),
        (&["Content-Disposition: attachment"], &[], false, "download"),
        (&[], &["Content-Security-Policy: default-src 'self'"], false, "default-src 'self'; have `frame-src "),
        (&[], &["Content-Security-Policy: default-src 'self'; frame-src DESK"], true, ""),
        (&[], &["Content-Security-Policy: script-src 'self'; frame-ancestors 'none'"], true, ""),
        (&[], &["Content-Security-Policy: frame-src *, child-src 'none'"], false, "child-src 'none'"),
        (&[], &["Cross-Origin-Embedder-Policy: require-corp"], false, "Cross-Origin-Resource-Policy: cross-origin"),
        (
            &["Cross-Origin-Embedder-Policy: require-corp", "Cross-Origin-Resource-Policy: cross-origin"],
            &["Cross-Origin-Embedder-Policy: require-corp; report-to=\"x\""],
            true,
            "",
        ),
    ] {
        let verdict = checked(embed, wiki);
        let what = format!("{embed:?} {wiki:?}: {verdict:?}");
        assert_eq!(verdict.shows, shows, "{what}");
        let said: Vec<String> = verdict
            .findings
            .iter()
            .map(|finding| {
                format!("{}; {}", finding.message, finding.hint.as_deref().unwrap_or_default()).replace('`', "")
            })
            .collect();
        assert_eq!(said.is_empty(), words.is_empty(), "{what}");
        assert!(said.join("\n").contains(&words.replace('`', "")), "{what}");
    }
}

#[test]
fn redirects_are_followed_on_both_sides() {
    let elsewhere =
        Server::new(vec![("/embed/x.html", 200, Vec::new()), ("/wiki/Main", 200, headers(&["X-Frame-Options: DENY"]))]);
    let location = format!("Location: {}", elsewhere.url("/embed/x.html"));
    let desk = Server::new(vec![("/embed/x.html", 301, vec![location])]);
    let wiki = Server::new(vec![("/", 302, headers(&["Location: /wiki/Main"])), ("/wiki/Main", 200, Vec::new())]);
    let verdict = framing::check(&desk.url("/embed/x.html"), &wiki.url("/")).unwrap();
    assert!(verdict.shows, "{verdict:?}");
    assert!(verdict.findings[0].message.contains("sends one on to"), "{verdict:?}");
    let around = Server::new(vec![("/", 302, headers(&["Location: /"]))]);
    let error = framing::check(&desk.url("/embed/x.html"), &around.url("/")).unwrap_err().to_string();
    assert!(error.contains("from place to place"), "{error}");
}

#[test]
fn the_program_says_yes_or_no_or_that_it_cannot_tell() {
    let sandbox = Sandbox::site(&[("content/articles/a.txt", "date 2021-04-14\n\nA title\n\nThe council met.\n")]);
    let wiki = Server::new(vec![("/", 200, Vec::new())]);
    let desk = Server::new(vec![("/embed/article/a.html", 200, Vec::new())]);
    let check = |base: &str, wiki: &str| sandbox.run(&["check", "--embed", wiki, "--base-url", base]);
    let run = check(&desk.url(""), &wiki.url("/"));
    assert_eq!(run.status, 0, "{run:?}");
    assert!(
        run.stdout.starts_with("yes: ") && run.stdout.contains("/embed/article/a.html shows in pages of"),
        "{run:?}"
    );
    let run = check(&desk.url("/nowhere"), &wiki.url("/"));
    assert_eq!(run.status, 1, "{run:?}");
    assert!(run.stdout.starts_with("no: ") && run.stdout.contains("prevented: there is no embed page at"), "{run:?}");
    let run = sandbox.run(&["check", "--embed", &wiki.url("/"), "--base-url", &desk.url("/x"), "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&value["shows"], &value["findings"][0]["prevents"]), (&false.into(), &true.into()), "{value}");
    for (base, wiki, words) in [
        (desk.url(""), "http://127.0.0.1:1/".to_owned(), "no answer"),
        (desk.url(""), "wiki.example".to_owned(), "no address of a page"),
        (desk.url(""), "https://me:hunter2@wiki.example/".to_owned(), "holds a login"),
    ] {
        let run = check(&base, &wiki);
        assert!(run.status == 2 && run.stderr.contains(words) && !run.stderr.contains("hunter2"), "{run:?}");
    }
    let run = sandbox.run(&["check", "--embed", &wiki.url("/")]);
    assert!(run.status == 2 && run.stderr.contains("does not know its address"), "{run:?}");
}
