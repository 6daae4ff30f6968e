//! Pushing: makes the pages of a wiki say what the site says, and leaves alone what people wrote there.
//!
//! What comes in are text forms and a [`Wiki`]; what goes out is a [`Plan`]. One engine for all wikis: it looks at the pages
//! below a prefix, tells its own by their markers ([`marker`]), and writes those that differ. A page without markers is somebody
//! else's; a change between the markers is a conflict; what stands above and below them is kept.

#![expect(clippy::disallowed_methods, reason = "reads the `.netrc` that holds a login")]

mod confluence;
mod dokuwiki;
pub mod engine;
mod line;
mod login;
pub mod marker;
mod mediawiki;
pub mod names;
pub mod plan;
pub mod wiki;

use self::confluence::Confluence;
use self::dokuwiki::DokuWiki;
use self::engine::{Pace, Progress, Settings};
use self::mediawiki::MediaWiki;
use self::plan::Plan;
use self::wiki::{Cause, Failure, Wiki};
use crate::config::Config;
use crate::config::push::{Destination, Given, Kind, Part, Wiki as Named};
use crate::diag::Error;
use crate::model::form::{About, Form, Markup};

/// What is asked for on the command line.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Only says what would be done.
    pub dry_run: bool,
    /// Writes over what people changed between the markers.
    pub overwrite: bool,
    /// Empties the part of pages that the site no longer has.
    pub empty: bool,
}

/// What a run did, or would do.
#[derive(Clone, Debug)]
pub struct Report {
    /// The wiki's name in `dateline.toml`, or its kind.
    pub name: String,
    /// Where it is, as people may see it.
    pub place: String,
    /// What was, or would be, done.
    pub plan: Plan,
    /// Whether it was done.
    pub done: bool,
}

/// A wiki that is to be written to.
pub struct Recipient {
    name: String,
    destination: Destination,
    wiki: Box<dyn Wiki>,
}

/// The wiki of this name, or of this kind where `dateline.toml` names none so; not connected yet.
///
/// # Errors
///
/// There is no such wiki, what is said of it cannot be used, or no login is found for it.
pub fn recipient(config: &Config, name: Option<&str>, given: &Given) -> Result<Recipient, Error> {
    let (name, named) = chosen(config, name, given)?;
    let destination = named.checked(given)?;
    let wiki = opened(&name, &destination).map_err(|failure| failure.error("open the wiki"))?;
    Ok(Recipient { name, destination, wiki })
}

fn chosen(config: &Config, name: Option<&str>, given: &Given) -> Result<(String, Named), Error> {
    let wrong = |message: String, hint: String| Error::Wiki { message, hint: Some(hint) };
    let known: Vec<String> = config.push.keys().map(|name| format!("`{name}`")).collect();
    let Some(name) = name else {
        return match config.push.iter().collect::<Vec<_>>().as_slice() {
            [] => Err(wrong(
                "the site names no wiki".to_owned(),
                format!(
                    "name one in `{}`: `[push.wiki]` with `to = \"mediawiki\"` and `url = \"…\"`; `docs/pushing.md` has examples",
                    crate::config::FILE
                ),
            )),
            [(name, wiki)] => Ok(((*name).clone(), (*wiki).clone())),
            _ => Err(wrong("the site names several wikis".to_owned(), format!("name one: {}", known.join(", ")))),
        };
    };
    if let Some(wiki) = config.push.get(name) {
        return Ok((name.to_owned(), wiki.clone()));
    }
    match (Kind::named(name), &given.url) {
        (Some(kind), Some(url)) => Ok((name.to_owned(), Named::unnamed(kind, url))),
        (Some(_), None) => {
            Err(wrong(format!("`{name}` is a kind of wiki, and no address is given"), "add `--url`".to_owned()))
        }
        (None, _) if known.is_empty() => Err(wrong(
            format!("the site names no wiki `{name}`"),
            format!("add `[push.{name}]` with `to = \"…\"` and `url = \"…\"` to `{}`", crate::config::FILE),
        )),
        (None, _) => {
            Err(wrong(format!("the site names no wiki `{name}`"), format!("name one of {}", known.join(", "))))
        }
    }
}

fn opened(name: &str, destination: &Destination) -> Result<Box<dyn Wiki>, Failure> {
    let Destination { kind, url, prefix, space, parent, .. } = destination;
    let Some(account) = login::account(name, &line::host(url)) else {
        return Err(Failure::new(Cause::Login, "there is no login for it, in the environment or in `.netrc`"));
    };
    let pace = Pace::default();
    Ok(match kind {
        Kind::MediaWiki => Box::new(MediaWiki::new(url, prefix, account, pace)?),
        Kind::DokuWiki => Box::new(DokuWiki::new(url, prefix, account, pace)?),
        Kind::Confluence => Box::new(Confluence::new(url, prefix, space, parent.as_deref(), &account, pace)?),
    })
}

impl Recipient {
    /// The markup that its pages are wanted in.
    pub fn markup(&self) -> Markup {
        self.wiki.markup()
    }

    /// Whether a password would go over the net for all to read.
    pub fn is_open_to_all(&self) -> bool {
        let host = line::host(&self.destination.url);
        self.destination.url.starts_with("http://") && !crate::config::is_local(&host)
    }

    /// Pushes the text forms of a site, or says what that would do.
    ///
    /// # Errors
    ///
    /// There is nothing to push, the wiki cannot be reached, or answers no. What was written is whole, and the next run goes on.
    pub fn push(
        &self,
        mut forms: Vec<Form>,
        title: &str,
        wish: &Wish,
        progress: &Progress<'_>,
    ) -> Result<Report, Error> {
        forms.retain(|form| self.destination.pages.contains(&part(form.about)));
        if forms.is_empty() {
            return Err(Error::Wiki {
                message: "the site has no page for this wiki".to_owned(),
                hint: Some("look at `pages` in `dateline.toml` and at the content; nothing was changed".to_owned()),
            });
        }
        let settings = Settings {
            note: self.destination.note.clone(),
            summary: format!("dateline: {title}"),
            overwrite: wish.overwrite,
            empty: wish.empty,
            pace: Pace::default(),
        };
        let plan = match wish.dry_run {
            true => engine::plan(&forms, self.wiki.as_ref(), &settings)?,
            false => engine::run(&forms, self.wiki.as_ref(), &settings, progress)?,
        };
        Ok(Report { name: self.name.clone(), place: self.wiki.place(), plan, done: !wish.dry_run })
    }
}

fn part(about: About) -> Part {
    match about {
        About::Article => Part::Article,
        About::Actor => Part::Actor,
        About::Topic => Part::Topic,
    }
}
