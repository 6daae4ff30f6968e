//! Which pages may frame which: `Content-Security-Policy` as CSP Level 3 has it, and `X-Frame-Options` as HTML has it.
//!
//! The rules for sources are those of "Does url match source list in origin with redirect count?" and of what it refers to
//! (<https://www.w3.org/TR/CSP3/#match-url-to-source-list>, sections 6.7.2.7 to 6.7.2.12). One thing is taken as browsers do
//! it: an address of numbers matches itself, where the text of the standard lets it match nothing.

use crate::http::Url;

/// What a server says in one `Content-Security-Policy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Policy {
    directives: Vec<(String, Vec<String>)>,
}

impl Policy {
    /// All policies of an answer: headers hold one each, or several with commas between them.
    pub(super) fn all(headers: &[&str]) -> Vec<Self> {
        let lists = headers.iter().flat_map(|header| header.split(','));
        lists.map(Self::of).filter(|policy| !policy.directives.is_empty()).collect()
    }

    fn of(text: &str) -> Self {
        let mut directives: Vec<(String, Vec<String>)> = Vec::new();
        for directive in text.split(';') {
            let mut words = directive.split_ascii_whitespace();
            let Some(name) = words.next().map(str::to_ascii_lowercase) else { continue };
            // The first of a name counts.
            if directives.iter().all(|(known, _)| *known != name) {
                directives.push((name, words.map(str::to_owned).collect()));
            }
        }
        Self { directives }
    }

    /// The sources of the first of these directives that the policy has, and which it is.
    pub(super) fn first(&self, names: &[&'static str]) -> Option<(&'static str, &[String])> {
        names.iter().find_map(|name| {
            let (_, sources) = self.directives.iter().find(|(known, _)| known == name)?;
            Some((*name, sources.as_slice()))
        })
    }
}

/// Whether an address matches one of these sources. `own` is where the policy comes from; `redirected` whether the address was
/// reached by way of others, as paths do not count then.
pub(super) fn matches(sources: &[String], url: &Url, own: &Url, redirected: bool) -> bool {
    // `'none'` beside others means nothing; alone it matches nothing, as no source does.
    sources.iter().any(|source| source_matches(source, url, own, redirected))
}

fn source_matches(source: &str, url: &Url, own: &Url, redirected: bool) -> bool {
    if source == "*" {
        return matches!(url.scheme(), "http" | "https") || url.scheme() == own.scheme();
    }
    if source.eq_ignore_ascii_case("'self'") {
        return self_matches(url, own);
    }
    if source.starts_with('\'') {
        return false;
    }
    let (scheme, rest) = match source.split_once("://") {
        Some((scheme, rest)) => (Some(scheme), rest),
        None => match source.strip_suffix(':') {
            Some(scheme) if is_scheme(scheme) => return scheme_matches(scheme, url.scheme()),
            _ => (None, source),
        },
    };
    if !scheme_matches(scheme.unwrap_or(own.scheme()), url.scheme()) {
        return false;
    }
    let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let (host, port) = host_and_port(authority);
    host_matches(host, url) && port_matches(port, url) && (redirected || path_matches(path, url.path()))
}

/// `'self'`: the same origin, or its safer sister on the same host.
fn self_matches(url: &Url, own: &Url) -> bool {
    let ports_match = url.port() == own.port() || (has_default_port(url) && has_default_port(own));
    url.origin() == own.origin() || (url.host() == own.host() && ports_match && url.scheme() == "https")
}

fn has_default_port(url: &Url) -> bool {
    url.port().is_none()
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// A scheme matches itself and its safer sister.
fn scheme_matches(source: &str, scheme: &str) -> bool {
    source.eq_ignore_ascii_case(scheme) || (source.eq_ignore_ascii_case("http") && scheme == "https")
}

fn host_and_port(authority: &str) -> (&str, Option<&str>) {
    // An address of six numbers stands in brackets, with colons of its own.
    let after = authority.rfind(']').unwrap_or_default();
    match authority.get(after..).and_then(|rest| rest.rfind(':')) {
        Some(at) => {
            let (host, port) = authority.split_at(after + at);
            (host, Some(port.trim_start_matches(':')))
        }
        None => (authority, None),
    }
}

fn host_matches(pattern: &str, url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    if pattern == "*" {
        return true;
    }
    match pattern.strip_prefix('*') {
        Some(rest) if rest.starts_with('.') => host.ends_with(&rest.to_ascii_lowercase()),
        _ => pattern.eq_ignore_ascii_case(host),
    }
}

fn port_matches(pattern: Option<&str>, url: &Url) -> bool {
    match pattern {
        None => url.port().is_none(),
        Some("*") => true,
        Some(port) => port.parse::<u16>().is_ok_and(|port| url.port_or_known_default() == Some(port)),
    }
}

fn path_matches(pattern: &str, path: &str) -> bool {
    if pattern.is_empty() || (pattern == "/" && path.is_empty()) {
        return true;
    }
    if pattern.ends_with('/') { path.starts_with(pattern) } else { path == pattern }
}

/// What `X-Frame-Options` comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FrameOptions {
    /// It is not there, or says nothing that browsers heed.
    Nothing,
    /// No page may frame it.
    Deny,
    /// Pages of the same origin may.
    SameOrigin,
    /// Its values contradict each other, which browsers take for no.
    Mixed,
    /// It has a value that browsers pass over, such as `ALLOW-FROM`.
    PassedOver(String),
}

impl FrameOptions {
    /// Reads all headers of that name, as HTML has it (<https://html.spec.whatwg.org/#the-x-frame-options-header>).
    pub(super) fn of(headers: &[&str]) -> Self {
        let mut values: Vec<String> = Vec::new();
        for value in headers.iter().flat_map(|header| header.split(',')) {
            let value = value.trim().to_ascii_lowercase();
            if !values.contains(&value) {
                values.push(value);
            }
        }
        let known = |value: &String| matches!(value.as_str(), "deny" | "allowall" | "sameorigin");
        match values.as_slice() {
            [] => Self::Nothing,
            [one] => match one.as_str() {
                "deny" => Self::Deny,
                "sameorigin" => Self::SameOrigin,
                "allowall" => Self::Nothing,
                other => Self::PassedOver(other.to_owned()),
            },
            several if several.iter().any(known) => Self::Mixed,
            several => Self::PassedOver(several.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    /// Whether pages of `wiki` may frame a page of `https://desk.example` by this policy.
    fn may_frame(policy: &str, wiki: &str) -> bool {
        let own = url("https://desk.example/embed/x.html");
        Policy::all(&[policy]).iter().all(|policy| {
            policy.first(&["frame-ancestors"]).is_none_or(|(_, sources)| matches(sources, &url(wiki), &own, false))
        })
    }

    #[test]
    fn frame_ancestors_are_matched_as_the_standard_has_it() {
        for (policy, wiki, expected) in [
            ("frame-ancestors 'none'", "https://wiki.example", false),
            ("frame-ancestors", "https://wiki.example", false),
            ("frame-ancestors 'self'", "https://wiki.example", false),
            ("frame-ancestors 'self'", "https://desk.example", true),
            ("frame-ancestors 'SELF'", "https://desk.example", true),
            ("frame-ancestors 'self'", "https://desk.example:8443", false),
            ("frame-ancestors 'self'", "http://desk.example", false),
            ("frame-ancestors 'none' https://wiki.example", "https://wiki.example", true),
            ("frame-ancestors *", "http://wiki.example:81", true),
            ("frame-ancestors https:", "https://wiki.example:8443", true),
            ("frame-ancestors https:", "http://wiki.example", false),
            ("frame-ancestors http:", "https://wiki.example", true),
            ("frame-ancestors https://wiki.example", "https://wiki.example", true),
            ("FRAME-ANCESTORS HTTPS://WIKI.EXAMPLE", "https://wiki.example", true),
            ("frame-ancestors https://wiki.example", "http://wiki.example", false),
            ("frame-ancestors http://wiki.example", "https://wiki.example", true),
            // Without a scheme that of the page counts, or its safer sister.
            ("frame-ancestors wiki.example", "https://wiki.example", true),
            ("frame-ancestors wiki.example", "http://wiki.example", false),
            ("frame-ancestors *.example", "https://wiki.example", true),
            ("frame-ancestors *.wiki.example", "https://wiki.example", false),
            ("frame-ancestors *.wiki.example", "https://a.b.wiki.example", true),
            ("frame-ancestors *.wiki.example", "https://evilwiki.example", false),
            ("frame-ancestors wiki.example.org", "https://wiki.example", false),
            ("frame-ancestors https://wiki.example:8443", "https://wiki.example:8443", true),
            ("frame-ancestors https://wiki.example:8443", "https://wiki.example", false),
            ("frame-ancestors https://wiki.example", "https://wiki.example:8443", false),
            ("frame-ancestors https://wiki.example:443", "https://wiki.example", true),
            ("frame-ancestors https://wiki.example:*", "https://wiki.example:8443", true),
            ("frame-ancestors https://*:8443", "https://wiki.example:8443", true),
            ("frame-ancestors https://wiki.example/", "https://wiki.example", true),
            ("frame-ancestors https://wiki.example/w/", "https://wiki.example", false),
            ("frame-ancestors http://127.0.0.1:8080", "http://127.0.0.1:8080", true),
            ("frame-ancestors http://[::1]:8080", "http://[::1]:8080", true),
            ("frame-ancestors https://wiki.example:99999", "https://wiki.example", false),
            ("frame-ancestors 'unsafe-inline' 'nonce-abc'", "https://wiki.example", false),
            ("frame-ancestors a.example wiki.example", "https://wiki.example", true),
            // The first directive of a name counts, and all policies have to allow it.
            ("frame-ancestors 'none'; frame-ancestors *", "https://wiki.example", false),
            ("frame-ancestors *, frame-ancestors 'self'", "https://wiki.example", false),
            ("default-src 'none'; script-src 'self'", "https://wiki.example", true),
            ("default-src 'self';; ;frame-ancestors  wiki.example ", "https://wiki.example", true),
        ] {
            assert_eq!(may_frame(policy, wiki), expected, "{policy} for {wiki}");
        }
    }

    #[test]
    fn a_wiki_without_frame_src_falls_back() {
        let names = ["frame-src", "child-src", "default-src"];
        let first = |text: &str| Policy::of(text).first(&names).map(|(name, _)| name);
        assert_eq!(first("default-src *; child-src 'self'"), Some("child-src"));
        assert_eq!(first("default-src *; frame-src 'self'; child-src x"), Some("frame-src"));
        assert_eq!(first("script-src *"), None);
    }

    #[test]
    fn paths_count_until_a_redirect() {
        let sources = ["https://desk.example/embed/".to_owned()];
        let own = url("https://wiki.example");
        assert!(matches(&sources, &url("https://desk.example/embed/x.html"), &own, false));
        assert!(!matches(&sources, &url("https://desk.example/other"), &own, false));
        assert!(matches(&sources, &url("https://desk.example/other"), &own, true));
    }

    #[test]
    fn frame_options_are_read_as_html_has_it() {
        for (headers, expected) in [
            (&[][..], FrameOptions::Nothing),
            (&["DENY"], FrameOptions::Deny),
            (&[" SameOrigin "], FrameOptions::SameOrigin),
            (&["SAMEORIGIN", "sameorigin"], FrameOptions::SameOrigin),
            (&["SAMEORIGIN, DENY"], FrameOptions::Mixed),
            (&["deny", "allow-from https://wiki.example"], FrameOptions::Mixed),
            (&["ALLOWALL"], FrameOptions::Nothing),
            (&["ALLOW-FROM https://x.example"], FrameOptions::PassedOver("allow-from https://x.example".to_owned())),
            (&["same-origin"], FrameOptions::PassedOver("same-origin".to_owned())),
            (&["x", "y"], FrameOptions::PassedOver("x, y".to_owned())),
        ] {
            assert_eq!(FrameOptions::of(headers), expected, "{headers:?}");
        }
    }
}
