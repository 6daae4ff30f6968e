//! `dateline serve` over real sockets: what it serves, whom it refuses, and that no change on disk is lost.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::sandbox::{Sandbox, tree};

/// The script that is added to a page, with the digest in it left out.
const SCRIPT: (&str, &str) = ("<script defer src=\"/.dateline/preview.js\" data-page=\"", "\"></script>");

/// How long anything may take on a busy machine before a test fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A preview that runs, and ends with the test.
struct Preview {
    child: Child,
    address: SocketAddr,
    /// What it says on standard error.
    said: std::sync::mpsc::Receiver<String>,
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Preview {
    fn of(sandbox: &Sandbox) -> Self {
        Self::with(sandbox, &["--port", "0"])
    }

    fn with(sandbox: &Sandbox, arguments: &[&str]) -> Self {
        Self::run(sandbox.program(&[&["serve"], arguments].concat()))
    }

    fn run(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (sender, said) = std::sync::mpsc::channel();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let address = loop {
            let line = said.recv_timeout(PATIENCE).expect("it says where it serves");
            if let Some((_, rest)) = line.split_once("serving at http://") {
                break rest.split('/').next().unwrap().parse().unwrap();
            }
        };
        Self { child, address, said }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    fn request(&self, first: &str, host: &str) -> Answer {
        let mut stream = self.connect();
        write!(stream, "{first} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head, body: bytes[end + 4..].to_vec() }
    }

    fn get(&self, path: &str) -> Answer {
        self.request(&format!("GET {path}"), &self.address.to_string())
    }

    fn text(&self, path: &str) -> String {
        String::from_utf8(self.get(path).body).unwrap()
    }

    /// A stream of states for a page.
    fn events(&self, path: &str) -> Events {
        let mut stream = self.connect();
        write!(stream, "GET /.dateline/events?page={path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address).unwrap();
        Events(BufReader::new(stream))
    }

    /// Waits until something holds.
    fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !holds(self) {
            assert!(start.elapsed() < PATIENCE, "{what} never came");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until an article says something.
    fn until_says(&self, slug: &str, words: &str) {
        self.until(&format!("`{words}` in {slug}"), |preview| {
            preview.text(&format!("/articles/{slug}/")).contains(words)
        });
    }

    /// Waits until the site served is that of a clean build.
    fn until_clean(&self, sandbox: &Sandbox) {
        drop(fs::remove_dir_all(sandbox.path(".clean")));
        sandbox.ok(&["build", "--no-cache", "--out", ".clean"]);
        let clean = tree(&sandbox.path(".clean"));
        let files: Vec<_> = clean.iter().filter(|(path, _)| !path.starts_with(".dateline")).collect();
        let start = Instant::now();
        loop {
            let differs = files.iter().find(|(path, bytes)| {
                let served = without_script(&self.get(&format!("/{}", escaped(path))).body);
                served != **bytes
            });
            let Some((path, _)) = differs else { return };
            assert!(start.elapsed() < PATIENCE, "{path} is not as a clean build makes it");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

struct Events(BufReader<TcpStream>);

impl Events {
    /// The next state that is told.
    fn next(&mut self) -> serde_json::Value {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    /// The next state for which something holds.
    fn until(&mut self, holds: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        loop {
            let state = self.next();
            if holds(&state) {
                return state;
            }
        }
    }
}

fn escaped(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// A page without what the preview adds to it.
fn without_script(bytes: &[u8]) -> Vec<u8> {
    let find = |needle: &str| bytes.windows(needle.len()).rposition(|window| window == needle.as_bytes());
    let Some(start) = find(SCRIPT.0) else { return bytes.to_owned() };
    let end = start + SCRIPT.0.len() + 64 + SCRIPT.1.len();
    assert!(bytes[..end].ends_with(SCRIPT.1.as_bytes()), "a digest of 64 digits");
    [&bytes[..start], &bytes[end..]].concat()
}

fn article(title: &str, text: &str) -> String {
    format!("date 2021-04-14\n\n{title}\n\n{text}\n")
}

fn site() -> Sandbox {
    Sandbox::site(&[
        ("content/articles/a.txt", &article("First", "The council met in Tern Bay, Ines Calloway said.")),
        ("content/articles/b.txt", &article("Second", "Piet Marlow voted against the bridge on Monday.")),
        ("static/extra.css", "p { color: red }"),
    ])
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in tree(from) {
        let target = to.join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    }
}

#[test]
fn what_is_served_is_what_is_published() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sandbox = Sandbox::new();
    copy(&root.join("content"), &sandbox.path("content"));
    fs::copy(root.join("dateline.toml"), sandbox.path("dateline.toml")).unwrap();
    sandbox.write("static/a b/é.txt", "static");
    let preview = Preview::of(&sandbox);
    preview.until_clean(&sandbox);
    let page = preview.get("/");
    assert!(page.head.to_lowercase().contains("content-type: text/html; charset=utf-8"), "{}", page.head);
    assert_eq!(page.body.windows(8).filter(|window| window == b"preview.").count(), 1, "one script");
    assert!(!sandbox.path("public").exists(), "nothing is written");
}

#[test]
fn a_page_that_is_known_is_not_sent_again() {
    let sandbox = site();
    let preview = Preview::of(&sandbox);
    let tag = |head: &str| head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned();
    let first = preview.get("/articles/a/");
    // The header comes right after the host.
    let known = format!("{}\r\nIf-None-Match: {}", preview.address, tag(&first.head));
    let again = preview.request("GET /articles/a/", &known);
    assert_eq!((again.status, again.body.len()), (304, 0));
    sandbox.write("content/articles/a.txt", article("First", "The council did not meet."));
    preview.until("a new page", |preview| preview.request("GET /articles/a/", &known).status == 200);
}

#[test]
fn nothing_outside_the_site_is_served() {
    let sandbox = site();
    sandbox.write("secret.txt", "secret");
    sandbox.write("public/old.txt", "secret");
    sandbox.write("static/.hidden", "secret");
    let preview = Preview::of(&sandbox);
    for path in [
        "/../secret.txt",
        "/static/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%5csecret.txt",
        "/articles/..%2f..%2fsecret.txt",
        "//secret.txt",
        "/./secret.txt",
        "/secret.txt",
        "/old.txt",
        "/public/old.txt",
        "/.hidden",
        "/content/articles/a.txt",
        "/dateline.toml",
        "/.dateline/facts",
        "/.dateline/../dateline.toml",
        "/%00",
        "/%zz",
    ] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.body.windows(6).any(|window| window == b"secret"), "{path}");
    }
    assert_eq!(preview.request("POST /", &preview.address.to_string()).status, 405);
    assert_eq!(preview.request("HEAD /", &preview.address.to_string()).body.len(), 0);
    let folder = preview.get("/articles/a");
    assert_eq!(folder.status, 301);
    assert!(folder.head.contains("location: /articles/a/"), "{}", folder.head);
}

#[cfg(unix)]
#[test]
fn no_link_leads_a_request_out_of_the_site() {
    use std::os::unix::fs::symlink;
    let sandbox = site();
    let elsewhere = Sandbox::new();
    elsewhere.write("secret.txt", "secret");
    sandbox.write("public/old.txt", "old");
    for link in ["public/link.txt", "content/link.txt", "content/articles/.link.txt", "link.txt", "templates/link.txt"]
    {
        fs::create_dir_all(sandbox.path(link).parent().unwrap()).unwrap();
        symlink(elsewhere.path("secret.txt"), sandbox.path(link)).unwrap();
    }
    symlink(elsewhere.root(), sandbox.path("public/folder")).unwrap();
    let preview = Preview::of(&sandbox);
    for path in ["/link.txt", "/folder/secret.txt", "/content/link.txt", "/articles/.link.txt", "/templates/link.txt"] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.body.windows(6).any(|window| window == b"secret"), "{path}");
    }
}

#[test]
fn only_names_of_this_machine_are_answered() {
    let sandbox = site();
    let preview = Preview::of(&sandbox);
    let port = preview.address.port();
    for host in ["localhost".to_owned(), format!("localhost:{port}"), format!("127.0.0.1:{port}")] {
        assert_eq!(preview.request("GET /", &host).status, 200, "{host}");
    }
    for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.1.1", ""] {
        assert_eq!(preview.request("GET /", host).status, 403, "{host}");
        assert_eq!(preview.request("GET /.dateline/events", host).status, 403, "{host}");
    }
    assert_eq!(preview.request("GET http://evil.example/", "localhost").status, 403);
}

#[test]
fn at_an_address_for_others_any_name_is_answered() {
    let sandbox = site();
    let preview = Preview::with(&sandbox, &["--port", "0", "--host", "0.0.0.0"]);
    assert!(preview.address.ip().is_unspecified());
    for host in ["desk.example", "192.168.1.1:8000", "localhost"] {
        assert_eq!(preview.request("GET /", host).status, 200, "{host}");
    }
    let wrong = sandbox.run(&["serve", "--host", "no such host"]);
    assert_eq!(wrong.status, 2);
    assert!(wrong.stderr.contains("no such host"), "{}", wrong.stderr);
}

/// `xdg-open` is what is asked for here; a stand-in writes down what it was given.
#[cfg(target_os = "linux")]
#[test]
fn a_browser_is_opened_where_the_site_stands() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = site();
    sandbox.write("bin/xdg-open", "#!/bin/sh\nprintf %s \"$1\" > \"$0.new\" && mv \"$0.new\" \"$0.given\"\n");
    let (browser, given) = (sandbox.path("bin/xdg-open"), sandbox.path("bin/xdg-open.given"));
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", browser.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let mut command = sandbox.program(&["serve", "--port", "0", "--open"]);
    command.env("PATH", &path);
    let preview = Preview::run(command);
    let start = Instant::now();
    while !given.exists() {
        assert!(start.elapsed() < PATIENCE, "no browser was asked for");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(fs::read_to_string(&given).unwrap(), format!("http://{}/", preview.address));
    assert!(sandbox.program(&["build", "--open"]).env("PATH", &path).output().unwrap().status.success());
    assert!(fs::read_to_string(&given).unwrap().ends_with("public/index.html"));
}

#[test]
fn the_missing_page_is_the_sites_own() {
    let sandbox = site();
    let preview = Preview::of(&sandbox);
    let answer = preview.get("/no/such/page/");
    let text = String::from_utf8(answer.body).unwrap();
    assert_eq!(answer.status, 404);
    assert!(text.contains("The Desk") && text.contains("<base href=\"/\">"), "{text}");
}

#[test]
fn saves_of_all_kinds_are_seen() {
    let sandbox = site();
    let preview = Preview::of(&sandbox);
    let file = sandbox.path("content/articles/a.txt");
    let folder = sandbox.path("content/articles");

    sandbox.write("content/articles/a.txt", article("First", "Written over."));
    preview.until_says("a", "Written over.");

    // Into a new file that is renamed over the old one.
    fs::write(folder.join(".a.txt.tmp"), article("First", "Renamed over.")).unwrap();
    fs::rename(folder.join(".a.txt.tmp"), &file).unwrap();
    preview.until_says("a", "Renamed over.");

    // The old file becomes a backup, a new one takes its place.
    fs::rename(&file, folder.join("a.txt~")).unwrap();
    fs::write(&file, article("First", "Backed up.")).unwrap();
    preview.until_says("a", "Backed up.");

    // An editor that looks whether it can write, keeps a swap file, and writes in pieces.
    fs::write(folder.join("4913"), "").unwrap();
    fs::remove_file(folder.join("4913")).unwrap();
    fs::write(folder.join(".a.txt.swp"), "swap").unwrap();
    let mut out = fs::File::create(&file).unwrap();
    for piece in ["date 2021-04-14\n\n", "First\n\nIn ", "pieces.\n"] {
        out.write_all(piece.as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(30));
    }
    drop(out);
    preview.until_says("a", "In pieces.");
    fs::remove_file(folder.join("a.txt~")).unwrap();
    preview.until_clean(&sandbox);
}

#[test]
fn a_file_that_is_being_written_is_waited_for() {
    let sandbox = site();
    let preview = Preview::of(&sandbox);
    let mut events = preview.events("/articles/a/");
    let first = events.next();
    let file = sandbox.path("content/articles/a.txt");
    for round in 0..5 {
        let mut out = fs::File::create(&file).unwrap();
        std::thread::sleep(Duration::from_millis(60));
        out.write_all(article("First", &format!("Round {round}.")).as_bytes()).unwrap();
        drop(out);
        // An article without text would be gone for a moment, with a warning.
        let state = events.next();
        assert_eq!(state["warnings"], first["warnings"], "round {round}: {state}");
        assert_ne!(state["page"], "missing", "round {round}");
        assert!(preview.text("/articles/a/").contains(&format!("Round {round}.")), "round {round}");
    }
}

#[test]
fn many_files_at_once_and_folders_that_come_and_go() {
    let sandbox = site();
    let preview = Preview::of(&sandbox);
    for number in 0..500 {
        sandbox.write(&format!("content/articles/many/{number}.txt"), article(&format!("N{number}"), "Many at once."));
    }
    preview.until_says("499", "Many at once.");
    preview.until_clean(&sandbox);

    fs::rename(sandbox.path("content/articles/many"), sandbox.path("content/articles/moved")).unwrap();
    sandbox.write("content/articles/moved/7.txt", article("Seven", "After the move."));
    preview.until_says("7", "After the move.");

    fs::remove_dir_all(sandbox.path("content/articles/moved")).unwrap();
    preview.until("removal", |preview| preview.get("/articles/7/").status == 404);
    fs::create_dir_all(sandbox.path("content/articles/moved/deep")).unwrap();
    sandbox.write("content/articles/moved/deep/new.txt", article("New", "In a new folder."));
    preview.until_says("new", "In a new folder.");

    // The whole content goes and comes back, as when a branch is switched.
    fs::rename(sandbox.path("content"), sandbox.path("away")).unwrap();
    preview.until("an empty site", |preview| preview.get("/articles/a/").status == 404);
    fs::rename(sandbox.path("away"), sandbox.path("content")).unwrap();
    preview.until_says("a", "The council met");
    sandbox.write("content/articles/a.txt", article("First", "After all that."));
    preview.until_says("a", "After all that.");
    preview.until_clean(&sandbox);
}

#[test]
fn all_that_a_build_reads_is_watched() {
    let sandbox = site();
    let preview = Preview::of(&sandbox);
    let home = |words: &'static str| preview.until(words, move |preview| preview.text("/").contains(words));
    sandbox.write("dateline.toml", "title = \"Another Desk\"\n");
    home("Another Desk");
    sandbox.write("templates/404.html", "<p>Mine, {{ site.title }}</p>");
    preview.until("the template", |preview| preview.text("/nothing").contains("Mine, Another Desk"));
    sandbox.write("static/new/file.txt", "new");
    preview.until("the static file", |preview| preview.get("/new/file.txt").body == b"new");
    sandbox.write("content/actors/ines.md", "+++\nname = \"Ines Calloway\"\n+++\n\nShe chairs the council.\n");
    preview.until("the actor", |preview| preview.text("/actors/ines-calloway/").contains("She chairs"));
    sandbox.write("content/topics/bridge.md", "+++\ntitle = \"The bridge\"\nterms = [\"bridge\"]\n+++\n");
    preview.until("the topic", |preview| preview.get("/topics/the-bridge/").status == 200);
    sandbox.write("content/pages/about.md", "+++\ntitle = \"About\"\n+++\n\nWho we are.\n");
    preview.until("the page", |preview| preview.text("/about/").contains("Who we are."));
    sandbox.write("content/articles/a.meta.json", r#"{"version": 1, "article": {"headline": "Noted"}}"#);
    preview.until_says("a", "Noted");
    fs::remove_file(sandbox.path("content/articles/a.meta.json")).unwrap();
    preview.until("the title of the text", |preview| !preview.text("/articles/a/").contains("Noted"));
    preview.until_clean(&sandbox);
}

#[cfg(unix)]
#[test]
fn what_links_lead_to_is_watched() {
    use std::os::unix::fs::symlink;
    let sandbox = site();
    let elsewhere = Sandbox::new();
    elsewhere.write("one.txt", article("One", "Behind a link."));
    elsewhere.write("folder/two.txt", article("Two", "In a linked folder."));
    symlink(elsewhere.path("one.txt"), sandbox.path("content/articles/one.txt")).unwrap();
    let preview = Preview::of(&sandbox);
    preview.until_says("one", "Behind a link.");
    elsewhere.write("one.txt", article("One", "Changed behind it."));
    preview.until_says("one", "Changed behind it.");
    // A link that comes later, to a folder.
    symlink(elsewhere.path("folder"), sandbox.path("content/articles/linked")).unwrap();
    preview.until_says("two", "In a linked folder.");
    elsewhere.write("folder/two.txt", article("Two", "Changed in it."));
    preview.until_says("two", "Changed in it.");
    elsewhere.write("folder/three.txt", article("Three", "New in it."));
    preview.until_says("three", "New in it.");
    preview.until_clean(&sandbox);
}

#[test]
fn what_no_build_reads_builds_nothing() {
    let sandbox = site();
    let preview = Preview::of(&sandbox);
    let mut events = preview.events("/");
    assert_eq!(events.next()["number"], 1);
    sandbox.ok(&["build"]);
    for file in [".git/index", "public/index.html", "README.md", "content/articles/.#a.txt", ".dateline/facts"] {
        sandbox.write(file, "other");
    }
    // Reading is no change either.
    sandbox.read("content/articles/a.txt");
    std::thread::sleep(Duration::from_millis(800));
    sandbox.write("content/articles/a.txt", article("First", "At last."));
    assert_eq!(events.next()["number"], 2);
    // A build is no reason for another one.
    std::thread::sleep(Duration::from_millis(800));
    assert_eq!(preview.events("/").next()["number"], 2);
}

#[test]
fn an_article_that_is_removed_is_one_build() {
    let sandbox = site();
    let preview = Preview::of(&sandbox);
    let mut events = preview.events("/");
    assert_eq!(events.next()["number"], 1);
    fs::remove_file(sandbox.path("content/articles/a.txt")).unwrap();
    assert_eq!(events.next()["number"], 2);
    assert_eq!(preview.get("/articles/a/").status, 404);
    // Nothing else has to be looked at, now or later.
    std::thread::sleep(Duration::from_millis(1_200));
    assert_eq!(preview.events("/").next()["number"], 2);
    preview.until_clean(&sandbox);
}

#[test]
fn without_events_files_are_looked_at() {
    let sandbox = site();
    let preview = Preview::with(&sandbox, &["--port", "0", "--poll"]);
    sandbox.write("content/articles/a.txt", article("First", "Seen by looking."));
    preview.until_says("a", "Seen by looking.");
    sandbox.write("content/articles/new/c.txt", article("Third", "New."));
    preview.until_says("c", "New.");
    preview.until_clean(&sandbox);
}

#[test]
fn times_of_files_may_jump() {
    let sandbox = site();
    let preview = Preview::of(&sandbox);
    let file = sandbox.path("content/articles/a.txt");
    let now = std::time::SystemTime::now();
    let day = Duration::from_secs(86_400);
    for (number, time) in [now - day * 9000, now + day * 9000, now - day * 9000].into_iter().enumerate() {
        let words = format!("Jump {number}.");
        let mut out = fs::File::create(&file).unwrap();
        out.write_all(article("First", &words).as_bytes()).unwrap();
        out.set_modified(time).unwrap();
        drop(out);
        preview.until_says("a", &words);
    }
}

#[test]
fn a_build_that_fails_leaves_the_last_good_site_and_says_why() {
    let sandbox = site();
    let preview = Preview::of(&sandbox);
    let mut events = preview.events("/articles/a/");
    assert!(events.next()["failed"].is_null());
    for (file, broken, mended, line) in [
        ("templates/article.html", "<p>\n{{ no_such_thing }}", "<p>{{ article.title }}", 2),
        ("templates/home.html", "<p>{% if %}", "<p>{{ site.title }}", 1),
        ("dateline.toml", "title = \"The Desk\"\ntitel = 3\n", "title = \"The Desk\"\n", 2),
    ] {
        sandbox.write(file, broken);
        let state = events.until(|state| !state["failed"].is_null());
        assert_eq!(state["failed"]["line"], line, "{state}");
        assert!(state["failed"]["excerpt"][1].is_string(), "{state}");
        // What changes meanwhile is not lost.
        sandbox.write("content/articles/a.txt", article("First", &format!("While {} was broken.", file.len())));
        assert_eq!(preview.get("/articles/b/").status, 200);
        assert!(preview.text("/articles/b/").contains("Piet Marlow") || file != "templates/article.html");
        sandbox.write(file, mended);
        events.until(|state| state["failed"].is_null());
        preview.until_clean(&sandbox);
    }
}

#[test]
fn findings_are_counted_and_listed() {
    let sandbox = site();
    sandbox.write("content/articles/c.txt", "");
    let preview = Preview::of(&sandbox);
    let state = preview.events("/").next();
    assert_eq!((&state["errors"], &state["warnings"]), (&0.into(), &1.into()), "{state}");
    let found: serde_json::Value = serde_json::from_str(&preview.text("/.dateline/findings")).unwrap();
    assert_eq!(found["findings"][0]["path"], "content/articles/c.txt", "{found}");
}

#[test]
fn a_thousand_streams_and_a_slow_reader_keep_nobody_waiting() {
    let sandbox = site();
    let preview = Preview::of(&sandbox);
    let mut streams: Vec<Events> = (0..900).map(|_| preview.events("/articles/a/")).collect();
    for events in &mut streams {
        assert_eq!(events.next()["number"], 1);
    }
    // One asks and never reads; another never finishes asking.
    let mut slow = preview.connect();
    write!(slow, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut asking = preview.connect();
    write!(asking, "GET / HTTP/1.1\r\n").unwrap();
    for round in 0..3 {
        sandbox.write("content/articles/a.txt", article("First", &format!("Round {round}.")));
        preview.until_says("a", &format!("Round {round}."));
    }
    let last = preview.events("/articles/a/").next();
    for events in &mut streams {
        events.until(|state| state["number"] == last["number"]);
    }
}

#[test]
fn two_previews_of_one_site_and_of_one_port() {
    let sandbox = site();
    let first = Preview::with(&sandbox, &[]);
    let second = Preview::with(&sandbox, &[]);
    assert_ne!(first.address, second.address);
    sandbox.write("content/articles/a.txt", article("First", "Seen by both."));
    first.until_says("a", "Seen by both.");
    second.until_says("a", "Seen by both.");
    let taken = sandbox.run(&["serve", "--port", &first.address.port().to_string()]);
    assert_eq!(taken.status, 2, "a port that was asked for is not changed: {}", taken.stderr);
    assert!(taken.stderr.contains("--port"), "{}", taken.stderr);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_at_once_and_frees_the_port() {
    let sandbox = site();
    let mut preview = Preview::of(&sandbox);
    let mut open = preview.events("/");
    assert_eq!(open.next()["number"], 1);
    // A shell lets what it runs in the background ignore the signal.
    let process = preview.child.id().to_string();
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let ignored = status.lines().find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok());
    let signal = if ignored.unwrap_or_default() & 2 == 0 { "-INT" } else { "-TERM" };
    assert!(Command::new("kill").args([signal, &process]).status().unwrap().success());
    let start = Instant::now();
    while preview.child.try_wait().unwrap().is_none() {
        assert!(start.elapsed() < PATIENCE, "it does not end");
        std::thread::sleep(Duration::from_millis(5));
    }
    let port = preview.address.port().to_string();
    let again = Preview::with(&sandbox, &["--port", &port]);
    assert_eq!(again.get("/").status, 200);
}

#[test]
fn browsers_can_follow_the_edit() {
    let sandbox = site();
    let preview = Preview::with(&sandbox, &["--port", "0", "--follow"]);
    let mut events = preview.events("/");
    assert!(events.next()["edited"].is_null());
    sandbox
        .write("content/articles/b.txt", article("Second", "Piet Marlow voted against the bridge on Monday. He left."));
    let state = events.next();
    assert_eq!(state["edited"]["route"], "articles/b/index.html", "{state}");
    assert_eq!(state["edited"]["sentence"], 2, "{state}");
    assert_eq!(state["edited"]["number"], state["number"], "{state}");
}

#[test]
fn it_says_what_it_does() {
    let sandbox = site();
    let preview = Preview::of(&sandbox);
    sandbox.write("content/articles/c.txt", "");
    let said = |words: &str| {
        let start = Instant::now();
        while !preview.said.recv_timeout(PATIENCE).unwrap().contains(words) {
            assert!(start.elapsed() < PATIENCE, "{words}");
        }
    };
    said("content/articles/c.txt");
    said("built 2 articles");
}

/// What the inspector says of the article `a`.
fn reading(preview: &Preview) -> Vec<serde_json::Value> {
    let answer = preview.get("/.dateline/reading?page=/articles/a/");
    assert_eq!(answer.status, 200);
    let reading: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    reading["marks"].as_array().unwrap().clone()
}

/// The lines that would correct the finding of a kind with these words.
fn lines(preview: &Preview, what: &str, words: &str) -> String {
    let marks = reading(preview);
    let found = marks.iter().find(|mark| mark["what"] == what && mark["at"][0]["exact"] == words);
    let found = found.unwrap_or_else(|| panic!("no {what} `{words}` in {marks:#?}"));
    found["correct"]["lines"].as_str().unwrap().to_owned()
}

/// Puts lines into a list of the sidecar of the article `a`, changed as a person would.
fn note(sandbox: &Sandbox, list: &str, lines: &str, changes: &[(&str, &str)]) {
    let mut finding: serde_json::Value = serde_json::from_str(lines).unwrap();
    for (key, value) in changes {
        finding[*key] = (*value).into();
    }
    let sidecar = serde_json::json!({ "version": 1, "article": {}, list: [finding] });
    let schema = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/metadata.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let errors: Vec<String> = schema.iter_errors(&sidecar).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    sandbox.write("content/articles/a.meta.json", sidecar.to_string());
}

const INSPECTED: &str = "Ines Calloway closed the old bridge on 4 May 2021. “The bridge is safe,” Calloway said on Wednesday.\n\n\
    The min-ister was told. The 2020 budget is small.\n";

#[test]
fn the_lines_that_the_inspector_shows_correct_a_quotation_and_an_event() {
    let sandbox = site();
    sandbox.write("content/articles/a.txt", article("First", INSPECTED));
    let preview = Preview::of(&sandbox);
    note(&sandbox, "quotes", &lines(&preview, "quotation", "The bridge is safe,"), &[("review", "rejected")]);
    preview.until("a rejected quotation", |preview| !reading(preview).iter().any(|mark| mark["what"] == "quotation"));
    let event = lines(&preview, "date", "4 May 2021");
    note(&sandbox, "events", &event, &[("date", "2021-05-05")]);
    preview.until("a corrected event", |preview| preview.text("/timeline/").contains("datetime=\"2021-05-05\""));
    preview.until_clean(&sandbox);
}

#[test]
fn the_lines_that_the_inspector_shows_put_a_date_on_the_timeline() {
    let sandbox = site();
    sandbox.write("content/articles/a.txt", article("First", INSPECTED));
    let preview = Preview::of(&sandbox);
    let line = "The 2020 budget is small";
    assert!(!preview.text("/timeline/").contains(line));
    let shown = lines(&preview, "date", "2020");
    note(&sandbox, "events", &shown, &[("date", "2020-07-01")]);
    preview.until("a noted event", |preview| preview.text("/timeline/").contains(line));
    assert!(preview.text("/timeline/").contains("datetime=\"2020-07-01\""));
    preview.until_clean(&sandbox);
}

#[test]
fn the_lines_that_the_inspector_shows_correct_names_and_repairs() {
    let sandbox = site();
    sandbox.write("content/articles/a.txt", article("First", INSPECTED));
    let preview = Preview::of(&sandbox);
    // Somebody whom no file knows.
    let shown = lines(&preview, "name", "Ines Calloway");
    sandbox.write(
        "content/actors/ines-calloway.md",
        shown.replace("\"Ines Calloway\"", "\"Inés Calloway\"") + "\nShe governs.\n",
    );
    preview.until_says("a", "Inés Calloway");
    // A spelling that a file gives to the wrong one.
    let wrong = "+++\nname = \"Inés Calloway\"\naliases = [\"Ines Calloway\", \"Piet Marlow\"]\n+++\nShe governs.\n";
    sandbox.write("content/actors/ines-calloway.md", wrong);
    sandbox.write("content/articles/a.txt", article("First", &INSPECTED.replace("budget", "budget of Piet Marlow")));
    preview.until("the wrong one", |preview| preview.get("/actors/piet-marlow/").status == 404);
    let shown = lines(&preview, "name", "Piet Marlow");
    let right = wrong.replace("aliases = [\"Ines Calloway\", \"Piet Marlow\"]\n", &shown);
    assert_ne!(right, wrong);
    sandbox.write("content/actors/ines-calloway.md", right);
    preview.until("a name of his own", |preview| preview.get("/actors/piet-marlow/").status == 200);
    // A word that was broken in print.
    let shown = lines(&preview, "repair", "minister");
    let text = INSPECTED.replace("min-ister", &shown);
    sandbox.write("content/articles/a.txt", article("First", &text));
    preview.until("a mended word", |preview| !reading(preview).iter().any(|mark| mark["what"] == "repair"));
    assert!(preview.text("/articles/a/").contains("minister was told"));
    preview.until_clean(&sandbox);
}
