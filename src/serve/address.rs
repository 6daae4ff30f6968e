//! Who may ask, and for what: hosts and paths of requests.

use std::net::IpAddr;

/// What a request path asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A file of the site.
    Route(String),
    /// Something of the preview itself.
    Preview(String),
    /// Nothing that a site can hold.
    Nowhere,
}

/// What the paths of the preview itself begin with. No file of a site has a hidden folder in its path.
pub(super) const PREVIEW: &str = "/.dateline/";

/// Finds out what a path asks for. Nothing is looked up on disk.
pub(super) fn target(path: &str) -> Target {
    if let Some(name) = path.strip_prefix(PREVIEW) {
        return Target::Preview(name.to_owned());
    }
    let Some(decoded) = decoded(path) else { return Target::Nowhere };
    let Some(below) = decoded.strip_prefix('/') else { return Target::Nowhere };
    if below.starts_with('/') {
        return Target::Nowhere;
    }
    let folder = below.is_empty() || below.ends_with('/');
    let parts = below.strip_suffix('/').unwrap_or(below);
    let sound = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', '\0']);
    if !parts.is_empty() && !parts.split('/').all(sound) {
        return Target::Nowhere;
    }
    match (folder, parts) {
        (true, "") => Target::Route("index.html".to_owned()),
        (true, parts) => Target::Route(format!("{parts}/index.html")),
        (false, parts) => Target::Route(parts.to_owned()),
    }
}

/// Percent-decodes a path; `None` where it is not UTF-8 or an escape is broken.
pub(super) fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2)?;
        rest = after;
        bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// Whether the `Host` of a request names this machine. A page of another site whose name was made to lead here would send
/// its own name (DNS rebinding).
pub(super) fn is_own_host(host: &str) -> bool {
    let name = without_port(host);
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    let literal = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(&name);
    let loopback = literal.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    loopback || name == "localhost" || name.ends_with(".localhost")
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        // An IPv6 address without a port has colons too.
        Some((name, port))
            if port.bytes().all(|b| b.is_ascii_digit()) && (!name.contains(':') || name.ends_with(']')) =>
        {
            name
        }
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_routes_and_nowhere_else() {
        let route = |path: &str, expected: &str| assert_eq!(target(path), Target::Route(expected.to_owned()), "{path}");
        route("/", "index.html");
        route("/articles/a/", "articles/a/index.html");
        route("/articles/a/index.html", "articles/a/index.html");
        route("/dateline.css", "dateline.css");
        route("/a%20b/%C3%A9.txt", "a b/é.txt");
        for path in [
            "",
            "a",
            "//",
            "//etc/passwd",
            "/../x",
            "/a/../../x",
            "/%2e%2e/x",
            "/..%2fx",
            "/a/%2e%2e%2fx",
            "/..\\x",
            "/..%5cx",
            "/a//b",
            "/./a",
            "/%00",
            "/%",
            "/%zz",
            "/%ff",
            "*",
            "http://elsewhere/",
        ] {
            assert_eq!(target(path), Target::Nowhere, "{path}");
        }
        assert_eq!(target("/.dateline/events"), Target::Preview("events".to_owned()));
    }

    #[test]
    fn only_names_of_this_machine_are_its_own() {
        for own in [
            "localhost",
            "localhost:4800",
            "LOCALHOST.",
            "127.0.0.1:80",
            "127.3.2.1",
            "[::1]",
            "[::1]:4800",
            "desk.localhost:1",
        ] {
            assert!(is_own_host(own), "{own}");
        }
        for other in [
            "",
            "example.org",
            "example.org:4800",
            "localhost.example.org",
            "127.0.0.1.example.org",
            "10.0.0.1",
            "[::2]:1",
            "::2",
            "xlocalhost",
        ] {
            assert!(!is_own_host(other), "{other}");
        }
    }
}
