//! `[hosting]` of `dateline.toml`: what the web server that will serve the site is told.

use serde::Deserialize;

/// The table `[hosting]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Hosting {
    /// Which files for servers the build writes into the site.
    pub write: Vec<HostFile>,
    /// Other sites that may show pages in a frame, such as wikis; `None` for everybody, as without a word of it.
    pub frames: Option<Vec<Origin>>,
    /// For how many seconds browsers and networks may keep what the next build may change; five minutes where it does not say.
    pub page_max_age: Option<u32>,
}

/// A file that tells a web server how to serve the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum HostFile {
    /// `_headers`, for Cloudflare and Netlify.
    #[serde(rename = "_headers")]
    Headers,
    /// `_redirects`, for Cloudflare, Netlify and GitLab Pages.
    #[serde(rename = "_redirects")]
    Redirects,
    /// `.htaccess`, for Apache.
    #[serde(rename = ".htaccess")]
    Htaccess,
    /// Lines for the configuration of nginx, which reads none from the site.
    #[serde(skip_deserializing)]
    Nginx,
    /// Lines for the configuration of Caddy, likewise.
    #[serde(skip_deserializing)]
    Caddy,
}

impl HostFile {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Headers, Self::Redirects, Self::Htaccess, Self::Nginx, Self::Caddy];

    /// Its name; it is a file's where the server reads it from the site.
    pub fn name(self) -> &'static str {
        match self {
            Self::Headers => "_headers",
            Self::Redirects => "_redirects",
            Self::Htaccess => ".htaccess",
            Self::Nginx => "nginx",
            Self::Caddy => "caddy",
        }
    }
}

/// A site as browsers name it: `https://wiki.example`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Origin(String);

impl Origin {
    /// As written, without a slash at the end.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Origin {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        let origin = written.trim_end_matches('/');
        let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        // It goes into a header and into configurations, where other characters would end what they stand in.
        let plain = |host: &str| {
            !host.is_empty()
                && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '*' | '[' | ']'))
        };
        if host.is_some_and(plain) {
            return Ok(Self(origin.to_owned()));
        }
        Err(format!("`{written}` is no site; expected scheme and host alone, such as `https://wiki.example`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_a_scheme_and_a_host() {
        let origin = |written: &str| Origin::try_from(written.to_owned());
        assert_eq!(origin("https://wiki.example/").map(|origin| origin.0).as_deref(), Ok("https://wiki.example"));
        for written in ["https://*.desk.example", "http://wiki.example:8080", "http://[::1]:8080"] {
            assert!(origin(written).is_ok(), "{written}");
        }
        for written in
            ["wiki.example", "https://", "https://w.example/a", "https://w.example; script-src *", "*", "'self'"]
        {
            assert!(origin(written).is_err(), "{written}");
        }
    }
}
