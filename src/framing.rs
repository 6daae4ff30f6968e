//! Framing: whether an embed page of the site, as it is served, shows in a page of a wiki.
//!
//! Both sides have a say: the site by `X-Frame-Options`, `frame-ancestors` and what else comes with the embed page, the wiki by
//! `frame-src` and `Cross-Origin-Embedder-Policy`. Each header that matters becomes a [`Finding`] that says what to change.

mod policy;

use std::time::Duration;

use serde::Serialize;

use self::policy::{FrameOptions, Policy, matches};
use crate::diag::Error;
use crate::http::{Answer, Http, Login, Manner, Url};

/// How often one is sent on from place to place, as browsers go on for a while too.
const HOPS: usize = 10;

/// What is read of a page, and how long is waited for it: its headers are what matters.
const MANNER: Manner = Manner { limit: 16 << 20, timeout: Duration::from_secs(30), cookies: false };

/// What was found out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The embed page that was asked for.
    pub page: String,
    /// The origin of the wiki.
    pub wiki: String,
    /// Whether the page shows there.
    pub shows: bool,
    /// What matters, what prevents it first.
    pub findings: Vec<Finding>,
}

/// One thing that matters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Whether it keeps the page from showing; else it is worth knowing.
    pub prevents: bool,
    /// What was found.
    pub message: String,
    /// What to change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// A page as it came, by way of others.
struct Fetched {
    /// All addresses on the way, the last one is where it lies.
    way: Vec<Url>,
    answer: Answer,
}

/// Asks for an embed page and a page of the wiki, and says whether the one shows in the other.
///
/// # Errors
///
/// One of the addresses is none, or nothing answers there.
pub fn check(page: &str, wiki: &str) -> Result<Verdict, Error> {
    let (page_url, wiki_url) = (address(page)?, address(wiki)?);
    let http = Http::with(Login::None, MANNER).map_err(|failure| unanswered(page, &failure.message))?;
    let wiki_page = fetched(&http, &wiki_url)?;
    let embed = fetched(&http, &page_url)?;
    // The wiki's pages stand where it sends its readers.
    let wiki_origin = wiki_page.last().clone();
    let mut findings = Vec::new();
    findings.extend(embed.is_there());
    findings.extend(embed.mixed(&wiki_origin));
    findings.extend(embed.by_its_own_policy(&wiki_origin));
    findings.extend(embed.by_the_wikis_policy(&wiki_page));
    findings.extend(embed.isolated(&wiki_page));
    findings.extend(embed.notes());
    findings.extend(wiki_page.closed());
    findings.sort_by_key(|finding| !finding.prevents);
    Ok(Verdict {
        page: page_url.into(),
        wiki: wiki_origin.origin().ascii_serialization(),
        shows: findings.iter().all(|finding| !finding.prevents),
        findings,
    })
}

fn address(text: &str) -> Result<Url, Error> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let wrong = |message: String, hint: &str| Error::Wiki { message, hint: Some(hint.to_owned()) };
    match url {
        Some(url) if url.username().is_empty() && url.password().is_none() => Ok(url),
        Some(_) => Err(wrong("an address holds a login".to_owned(), "take it out: what everybody sees is looked at")),
        None => Err(wrong(
            format!("`{text}` is no address of a page"),
            "write the whole address, such as `https://wiki.example.org`",
        )),
    }
}

fn unanswered(url: &str, message: &str) -> Error {
    Error::Wiki {
        message: format!("cannot ask for `{url}`: {message}"),
        hint: Some("check the address, and that this machine may reach it".to_owned()),
    }
}

fn fetched(http: &Http, from: &Url) -> Result<Fetched, Error> {
    let mut way = vec![from.clone()];
    let mut url = from.clone();
    for _ in 0..HOPS {
        let answer = http
            .send("GET", url.as_str(), &[("Accept", "text/html")], Vec::new())
            .map_err(|failure| unanswered(url.as_str(), &failure.message))?;
        match answer.leads_to(url.as_str()).filter(|next| matches!(next.scheme(), "http" | "https")) {
            Some(next) => {
                way.push(next.clone());
                url = next;
            }
            None => return Ok(Fetched { way, answer }),
        }
    }
    Err(unanswered(from.as_str(), "one is sent from place to place"))
}

fn prevents(message: String, hint: String) -> Finding {
    Finding { prevents: true, message, hint: Some(hint) }
}

impl Fetched {
    fn last(&self) -> &Url {
        // There is at least the first.
        self.way.last().unwrap_or_else(|| unreachable!("a way has a beginning"))
    }

    fn policies(&self) -> Vec<Policy> {
        Policy::all(&self.answer.headers("content-security-policy"))
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.answer.headers(name).first().copied()
    }

    fn is_there(&self) -> Option<Finding> {
        let status = self.answer.status;
        (!self.answer.is_ok()).then(|| {
            let hint = match status {
                404 | 410 => {
                    "build the site and publish it; `[embed]` in `dateline.toml` must not switch embed pages off"
                }
                401 | 403 => "let readers of the wiki see the site without a login: a frame asks for none",
                _ => "look at the server that the site stands on",
            };
            prevents(
                format!("there is no embed page at `{}` (the server answers {status})", self.last()),
                hint.to_owned(),
            )
        })
    }

    /// A page that came safely does not show what comes unsafely.
    fn mixed(&self, wiki: &Url) -> Option<Finding> {
        let unsafe_step = self.way.iter().find(|url| url.scheme() == "http" && !is_trusted(url))?;
        (wiki.scheme() == "https").then(|| {
            prevents(
                format!("the wiki comes over `https`, and `{unsafe_step}` does not, so browsers do not show it"),
                "serve the site over `https` and let `base_url` begin with it".to_owned(),
            )
        })
    }

    /// `X-Frame-Options` and `frame-ancestors` of the embed page. Where there is the latter, browsers pass over the former.
    fn by_its_own_policy(&self, wiki: &Url) -> Vec<Finding> {
        let own = self.last();
        let ancestor = ancestor(wiki);
        let origin = wiki.origin().ascii_serialization();
        let add = format!(
            "send `Content-Security-Policy: frame-ancestors 'self' {origin}`, as `frames` in `[hosting]` can do"
        );
        let policies = self.policies();
        let lists: Vec<&[String]> =
            policies.iter().filter_map(|policy| Some(policy.first(&["frame-ancestors"])?.1)).collect();
        let options = FrameOptions::of(&self.answer.headers("x-frame-options"));
        if lists.is_empty() {
            return options_alone(&options, own, wiki, &add).into_iter().collect();
        }
        let mut findings = Vec::new();
        for sources in lists.iter().filter(|sources| !matches(sources, &ancestor, own, false)) {
            let with_path =
                sources.iter().any(|source| source.splitn(4, '/').nth(3).is_some_and(|path| !path.is_empty()));
            let more = if with_path { "; leave paths out, only origins count there" } else { "" };
            findings.push(prevents(
                format!("the embed page lets nobody but `frame-ancestors {}` frame it", sources.join(" ")),
                format!("add `{origin}` to that list{}{more}", if lists.len() > 1 { ", and to any other" } else { "" }),
            ));
        }
        if findings.is_empty() && matches!(options, FrameOptions::Deny | FrameOptions::SameOrigin | FrameOptions::Mixed)
        {
            findings.push(Finding {
                prevents: false,
                message: "`X-Frame-Options` says no, and browsers pass over it because of `frame-ancestors`; very old ones do not"
                    .to_owned(),
                hint: Some("take `X-Frame-Options` out".to_owned()),
            });
        }
        findings
    }

    /// `frame-src` of the wiki, or what stands in for it.
    fn by_the_wikis_policy(&self, wiki: &Fetched) -> Vec<Finding> {
        let own = wiki.last();
        let mut findings = Vec::new();
        for policy in wiki.policies() {
            let Some((name, sources)) = policy.first(&["frame-src", "child-src", "default-src"]) else { continue };
            let refused = self.way.iter().enumerate().find(|(hop, url)| !matches(sources, url, own, *hop > 0));
            if let Some((_, url)) = refused {
                let origin = url.origin().ascii_serialization();
                findings.push(prevents(
                    format!("the wiki lets its pages frame nothing but `{name} {}`", sources.join(" ")),
                    format!("have `frame-src {origin}` added to the wiki's `Content-Security-Policy`"),
                ));
            }
        }
        findings
    }

    /// A wiki that wants a login shows another page, which may come with other headers than its readers get.
    fn closed(&self) -> Option<Finding> {
        let status = self.answer.status;
        (!self.answer.is_ok()).then(|| Finding {
            prevents: false,
            message: format!("the wiki answers {status}, so what its readers get was not seen"),
            hint: Some("name a page that everybody may read, or look at the headers in a browser".to_owned()),
        })
    }

    /// A wiki that keeps itself apart from other sites shows frames only of those that consent.
    fn isolated(&self, wiki: &Fetched) -> Option<Finding> {
        let apart = |page: &Fetched| {
            let value = page.header("cross-origin-embedder-policy").unwrap_or_default();
            let value = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            matches!(value.as_str(), "require-corp" | "credentialless")
        };
        if !apart(wiki) || self.last().origin() == wiki.last().origin() {
            return None;
        }
        let shared = self.header("cross-origin-resource-policy").unwrap_or_default().trim().to_ascii_lowercase();
        let consents = apart(self) && shared == "cross-origin";
        (!consents).then(|| {
            prevents(
                "the wiki sends `Cross-Origin-Embedder-Policy`, so it shows frames only of pages that consent".to_owned(),
                "send `Cross-Origin-Embedder-Policy: require-corp` and `Cross-Origin-Resource-Policy: cross-origin` with embed pages"
                    .to_owned(),
            )
        })
    }

    /// What does not prevent it, or is no header for frames.
    fn notes(&self) -> Vec<Finding> {
        let note =
            |prevents: bool, message: String, hint: &str| Finding { prevents, message, hint: Some(hint.to_owned()) };
        let mut findings = Vec::new();
        let kind = self.header("content-type").unwrap_or_default().to_ascii_lowercase();
        if self.answer.is_ok() && !kind.starts_with("text/html") && !kind.starts_with("application/xhtml+xml") {
            findings.push(note(
                true,
                format!("the embed page comes as `{kind}`"),
                "send `Content-Type: text/html; charset=utf-8`",
            ));
        }
        if self
            .header("content-disposition")
            .is_some_and(|value| value.trim().to_ascii_lowercase().starts_with("attachment"))
        {
            findings.push(note(
                true,
                "the embed page comes as a download".to_owned(),
                "take `Content-Disposition` out",
            ));
        }
        for policy in self.policies() {
            let Some((_, allowed)) = policy.first(&["sandbox"]) else { continue };
            if allowed.iter().all(|word| !word.eq_ignore_ascii_case("allow-scripts")) {
                let message = "the embed page is in a `sandbox` without scripts: it shows, and its height stays fixed";
                findings.push(note(
                    false,
                    message.to_owned(),
                    "add `allow-scripts allow-popups` to `sandbox`, or take it out",
                ));
            }
        }
        if let [first, .., last] = self.way.as_slice() {
            let message = format!("`{first}` sends one on to `{last}`");
            findings.push(note(false, message, "set `base_url` to where the site stands"));
        }
        findings
    }
}

fn options_alone(options: &FrameOptions, own: &Url, wiki: &Url, add: &str) -> Option<Finding> {
    let hint = format!("take it out, and {add}");
    match options {
        FrameOptions::Deny => Some(prevents("the embed page comes with `X-Frame-Options: DENY`".to_owned(), hint)),
        FrameOptions::SameOrigin if own.origin() != wiki.origin() => Some(prevents(
            "the embed page comes with `X-Frame-Options: SAMEORIGIN`, and the wiki is another".to_owned(),
            hint,
        )),
        FrameOptions::Mixed => Some(prevents(
            "the embed page comes with `X-Frame-Options` of several values, which browsers take for no".to_owned(),
            hint,
        )),
        FrameOptions::PassedOver(value) => Some(Finding {
            prevents: false,
            message: format!("the embed page comes with `X-Frame-Options: {value}`, which browsers pass over"),
            hint: Some(hint),
        }),
        FrameOptions::Nothing | FrameOptions::SameOrigin => None,
    }
}

/// The page above a frame, as policies see it: its origin alone.
fn ancestor(wiki: &Url) -> Url {
    let mut origin = wiki.clone();
    origin.set_path("/");
    origin.set_query(None);
    origin.set_fragment(None);
    origin
}

/// Whether browsers take what comes from there for safe without `https`.
fn is_trusted(url: &Url) -> bool {
    url.host_str().is_some_and(crate::config::is_local)
}
