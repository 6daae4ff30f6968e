//! Everything a build depends on besides the content: `dateline.toml`, flags, defaults. Every default is here.

#![expect(clippy::disallowed_methods, reason = "reads dateline.toml and the clock, once a run")]

mod embed;
mod exports;
mod font;
pub mod hosting;
pub mod publish;
pub mod push;

use std::path::{Component, Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;

pub use self::embed::Embed;
use self::exports::Cards;
pub use self::exports::Exports;
pub use self::font::Font;
use self::hosting::Hosting;
use self::publish::Destinations;
use self::push::Wikis;
use crate::diag::{Error, Excerpt};
use crate::span::RawSpan;
use crate::text;

/// The name of the configuration file, at the root of a site.
pub const FILE: &str = "dateline.toml";

/// What a build depends on besides the content.
#[derive(Clone, Debug)]
pub struct Config {
    /// The folder of the site; all source ids are paths below it.
    pub root: PathBuf,
    /// Where things lie.
    pub folders: Folders,
    /// The site's name.
    pub title: String,
    /// One sentence that says what the site is.
    pub description: Option<String>,
    /// Where the site will stand, without a slash at the end. Feeds, sitemap and canonical links need it.
    pub base_url: Option<String>,
    /// BCP 47 tag of the interface and of articles that do not say.
    pub language: String,
    /// The zone in which a time of publication becomes a day.
    pub time_zone: TimeZone,
    /// The day that decides what is past. `None`: the newest day of publication, so that a build does not depend on when
    /// it runs.
    pub as_of: Option<Date>,
    /// Whether drafts are published.
    pub drafts: bool,
    /// Which files for other programs are written.
    pub exports: Exports,
    /// What is offered to wikis.
    pub embed: Embed,
    /// The fonts of the cards; no cards are asked for where this is `None`, and fonts of the system where none is named.
    pub cards: Option<Vec<PathBuf>>,
    /// Font files of the site.
    pub font: Font,
    /// Whether the site can be searched.
    pub search: bool,
    /// Number of threads; `None` for one a core.
    pub jobs: Option<usize>,
    /// Whether warnings fail the build.
    pub strict: bool,
    /// Whether what an earlier run found is taken over, and kept for the next.
    pub reuse: bool,
    /// Whether pages take the place of files that dateline did not write.
    pub replace: bool,
    /// Where the site can be published.
    pub publish: Destinations,
    /// The wikis that take pages of it.
    pub push: Wikis,
    /// What web servers are told.
    pub hosting: Hosting,
}

/// Where the parts of a site lie, as absolute paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// Articles (`.txt`, `.md`) at any depth.
    pub articles: PathBuf,
    /// Actor files. `None` for a plain folder of articles.
    pub actors: Option<PathBuf>,
    /// Topic files.
    pub topics: Option<PathBuf>,
    /// Pages that are no article.
    pub pages: Option<PathBuf>,
    /// Templates that override the theme's.
    pub templates: Option<PathBuf>,
    /// Files copied as they are; they override the theme's.
    pub statics: Option<PathBuf>,
    /// Where the site is written.
    pub out: PathBuf,
    /// Where facts of unchanged articles are kept between runs.
    pub cache: PathBuf,
}

/// What the command line says; each field wins over `dateline.toml`.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// `--out`, relative to the working folder.
    pub out: Option<PathBuf>,
    /// `--base-url`.
    pub base_url: Option<String>,
    /// `--now`: a day, or `today`.
    pub now: Option<String>,
    /// `--drafts`.
    pub drafts: bool,
    /// `--jobs`.
    pub jobs: Option<usize>,
    /// `--strict`.
    pub strict: bool,
    /// `--no-cache`.
    pub no_cache: bool,
    /// `--force`.
    pub force: bool,
}

/// `dateline.toml` as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: Option<String>,
    description: Option<String>,
    base_url: Option<String>,
    language: Option<String>,
    time_zone: Option<String>,
    out: Option<PathBuf>,
    as_of: Option<String>,
    drafts: Option<bool>,
    search: Option<bool>,
    #[serde(default)]
    font: Font,
    #[serde(default)]
    exports: Exports,
    #[serde(default)]
    embed: Embed,
    cards: Option<Cards>,
    #[serde(default)]
    publish: Destinations,
    #[serde(default)]
    push: Wikis,
    #[serde(default)]
    hosting: Hosting,
}

impl Config {
    /// Reads the configuration of the site, or of the plain folder of articles, at `folder`.
    ///
    /// A folder with `dateline.toml` is a site. One without is a folder of articles with all defaults; its output goes
    /// to `public` beside the working folder unless `--out` says otherwise.
    ///
    /// # Errors
    ///
    /// The folder does not exist; `dateline.toml` cannot be read or holds an unknown key or a wrong value.
    pub fn load(folder: &Path, overrides: &Overrides) -> Result<Self, Error> {
        let root = folder.canonicalize().map_err(|cause| not_a_folder(folder, &cause))?;
        if !root.is_dir() {
            return Err(Error::NotASite {
                message: format!("`{}` is a file, not a folder", folder.display()),
                hint: "name the folder that holds `dateline.toml`, or a folder of articles".to_owned(),
            });
        }
        let path = root.join(FILE);
        if !path.exists() {
            return Self::assemble(root, None, overrides);
        }
        let written = std::fs::read_to_string(&path).map_err(|cause| Error::disk("read", &path, cause))?;
        Self::assemble(root, Some(&written), overrides)
    }

    /// The configuration for an article that is named by itself: that of the site whose articles it is among, else all
    /// defaults for the folder it lies in.
    ///
    /// # Errors
    ///
    /// As [`Config::load`].
    pub fn around(file: &Path, overrides: &Overrides) -> Result<Self, Error> {
        let file = file.canonicalize().map_err(|cause| Error::disk("read", file, cause))?;
        for folder in file.ancestors().skip(1).filter(|folder| folder.join(FILE).exists()) {
            let config = Self::load(folder, overrides)?;
            if file.starts_with(&config.folders.articles) {
                return Ok(config);
            }
        }
        Self::assemble(file.parent().map(Path::to_owned).unwrap_or_default(), None, overrides)
    }

    /// The configuration for texts that come from no folder: all defaults.
    ///
    /// # Errors
    ///
    /// A flag holds a wrong value.
    pub fn without_site(overrides: &Overrides) -> Result<Self, Error> {
        Self::assemble(PathBuf::new(), None, overrides)
    }

    /// Whether there is a `dateline.toml`; else the root is a plain folder of articles.
    pub fn is_site(&self) -> bool {
        self.folders.actors.is_some()
    }

    /// Puts file, flags and defaults together. `written` is the text of `dateline.toml`, where there is one.
    fn assemble(root: PathBuf, written: Option<&str>, overrides: &Overrides) -> Result<Self, Error> {
        let file = written.map(parse).transpose()?.unwrap_or_default();
        let folders = Folders::of(&root, written.is_some(), file.out.as_deref(), overrides.out.as_deref())?;
        let base_url = overrides.base_url.clone().or(file.base_url);
        let as_of = overrides.now.as_deref().or(file.as_of.as_deref());
        let jobs_given = overrides.jobs.filter(|jobs| *jobs > 0);
        Ok(Self {
            title: file.title.unwrap_or_else(|| default_title(&root)),
            description: file.description,
            base_url: base_url.map(|url| checked_url(&url, written)).transpose()?,
            language: file.language.unwrap_or_else(|| "en".to_owned()),
            time_zone: file.time_zone.map_or(Ok(TimeZone::UTC), |zone| time_zone(&zone, written))?,
            as_of: as_of.map(|day| day_named(day, written)).transpose()?,
            drafts: overrides.drafts || file.drafts.unwrap_or(false),
            exports: file.exports,
            embed: file.embed,
            cards: file.cards.map(|cards| cards.files(&root)),
            font: file.font,
            search: file.search.unwrap_or(true),
            jobs: jobs_given,
            strict: overrides.strict,
            reuse: !overrides.no_cache,
            replace: overrides.force,
            publish: file.publish,
            push: file.push,
            hosting: file.hosting,
            folders,
            root,
        })
    }
}

impl Folders {
    fn of(root: &Path, is_site: bool, configured: Option<&Path>, flag: Option<&Path>) -> Result<Self, Error> {
        let here = || std::env::current_dir().map_err(|cause| Error::disk("find", ".", cause));
        let out = match (flag, configured) {
            (Some(flag), _) => here()?.join(flag),
            (None, Some(configured)) => root.join(configured),
            (None, None) if is_site => root.join("public"),
            (None, None) => here()?.join("public"),
        };
        let part = |name: &str| is_site.then(|| root.join(name));
        let content = |name: &str| is_site.then(|| root.join("content").join(name));
        let folders = Self {
            articles: content("articles").unwrap_or_else(|| root.to_owned()),
            actors: content("actors"),
            topics: content("topics"),
            pages: content("pages"),
            templates: part("templates"),
            statics: part("static"),
            cache: if is_site { root.join(".dateline") } else { out.join(".dateline") },
            out,
        };
        folders.check(root, is_site)?;
        Ok(folders)
    }

    /// The output must not be where content is read from: the next build would read its own pages.
    fn check(&self, root: &Path, is_site: bool) -> Result<(), Error> {
        let out = resolved(&self.out);
        let read = [&self.articles, &root.join("content"), &root.join("templates"), &root.join("static")];
        let inside = read.iter().take(if is_site { 4 } else { 0 }).find(|folder| out.starts_with(resolved(folder)));
        let swallowed = root.starts_with(&out);
        let Some(folder) = inside.map(|folder| folder.as_path()).or(swallowed.then_some(root)) else {
            return Ok(());
        };
        Err(Error::Config {
            place: None,
            message: format!("the output folder `{}` and the content `{}` overlap", out.display(), folder.display()),
            hint: Some("choose an output folder outside the content, such as `public`".to_owned()),
        })
    }
}

/// A path without links and `..`, as far as it exists; what does not exist yet has no links.
fn resolved(path: &Path) -> PathBuf {
    let known = path.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    let Some((above, mut whole)) = known else { return path.to_owned() };
    for part in path.strip_prefix(above).unwrap_or(path).components() {
        match part {
            Component::ParentDir => drop(whole.pop()),
            part => whole.push(part),
        }
    }
    whole
}

fn not_a_folder(folder: &Path, cause: &std::io::Error) -> Error {
    Error::NotASite {
        message: format!("cannot open the folder `{}`: {cause}", folder.display()),
        hint: "check the path, or run `dateline init NAME` to make a site".to_owned(),
    }
}

fn default_title(root: &Path) -> String {
    let name = root.file_name().map(|name| name.to_string_lossy().replace(['-', '_'], " ")).unwrap_or_default();
    if name.is_empty() { "Briefings".to_owned() } else { text::capitalise(&name) }
}

fn parse(written: &str) -> Result<File, Error> {
    toml::from_str(written).map_err(|error| {
        let message = error.message().to_owned();
        let span = error.span().unwrap_or(0..0);
        let key = unknown_field(&message);
        if let Some((table, shown)) = publish::without_values(written, span.start) {
            // What was read there is not repeated: it may be a password.
            let message = key.map_or("a value that does not fit".to_owned(), |key| format!("unknown field `{key}`"));
            return Error::Config {
                place: Some(excerpt(&shown, span.start..span.start)),
                message,
                hint: key.and_then(if table == "push" { push::hint } else { publish::hint }),
            };
        }
        let hint = nearest_key(&message).map(|key| format!("write `{key}`"));
        Error::Config { place: Some(excerpt(written, span)), message, hint }
    })
}

/// The key that an error message of the TOML reader is about.
fn unknown_field(message: &str) -> Option<&str> {
    message.strip_prefix("unknown field `")?.split('`').next()
}

/// The key that was meant: of those that a message of the TOML reader offers, the one most like the unknown key.
fn nearest_key(message: &str) -> Option<&str> {
    let mut quoted = message.strip_prefix("unknown field ")?.split('`').skip(1).step_by(2);
    let found = quoted.next()?;
    text::nearest(found, quoted)
}

fn excerpt(written: &str, span: std::ops::Range<usize>) -> Excerpt {
    Excerpt { name: FILE.to_owned(), text: written.to_owned(), span: RawSpan::new(span.start as u32, span.end as u32) }
}

/// An error about a value: shown in `dateline.toml` where it stands there, else as a flag's.
fn bad_value(value: &str, message: String, hint: &str, written: Option<&str>) -> Error {
    let place = written.and_then(|text| text.find(value).map(|at| excerpt(text, at..at + value.len())));
    Error::Config { place, message, hint: Some(hint.to_owned()) }
}

fn checked_url(url: &str, written: Option<&str>) -> Result<String, Error> {
    let trimmed = url.trim_end_matches('/');
    let rest = trimmed.strip_prefix("https://").or_else(|| trimmed.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.is_empty() && !rest.contains([' ', '"', '<', '>', '?', '#']) => Ok(trimmed.to_owned()),
        _ => Err(bad_value(
            url,
            format!("`{url}` is no address of a site"),
            "write the whole address, such as `https://example.org/briefings`",
            written,
        )),
    }
}

/// Whether an address, or a host, leads to the machine that asks.
pub fn is_local(url: &str) -> bool {
    let rest = url.split("://").nth(1).unwrap_or(url);
    let host = rest.split('/').next().unwrap_or(rest);
    let name = if host.starts_with('[') { host.split(']').next() } else { host.split(':').next() }.unwrap_or(host);
    let name = name.to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || name.starts_with("127.")
        || matches!(name.as_str(), "[::1" | "0.0.0.0")
}

fn time_zone(name: &str, written: Option<&str>) -> Result<TimeZone, Error> {
    TimeZone::get(name).map_err(|_| {
        bad_value(
            name,
            format!("`{name}` is no time zone"),
            "write an IANA name, such as `Asia/Baghdad` or `UTC`",
            written,
        )
    })
}

fn day_named(day: &str, written: Option<&str>) -> Result<Date, Error> {
    if day == "today" {
        return Ok(jiff::Zoned::now().date());
    }
    day.parse().map_err(|_| bad_value(day, format!("`{day}` is no date"), "write `YYYY-MM-DD`, or `today`", written))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assembled(written: &str) -> Result<Config, Error> {
        Config::assemble(PathBuf::from("/sites/iraq-desk"), Some(written), &Overrides::default())
    }

    #[test]
    fn addresses_of_ones_own_machine_are_seen() {
        for url in [
            "http://localhost",
            "http://localhost:8000/a",
            "http://127.0.0.1:1/",
            "http://[::1]:8080",
            "https://x.localhost",
        ] {
            assert!(is_local(url), "{url}");
        }
        for url in ["https://desk.example", "https://localhost.example", "https://desk.example/localhost"] {
            assert!(!is_local(url), "{url}");
        }
    }

    #[test]
    fn an_empty_file_gives_all_defaults() {
        let config = assembled("").expect("defaults are valid");
        assert_eq!(config.title, "Iraq desk");
        assert_eq!(config.language, "en");
        assert_eq!(config.folders.out, Path::new("/sites/iraq-desk/public"));
    }

    #[test]
    fn an_unknown_key_is_placed_and_the_nearest_named() {
        let Err(Error::Config { place: Some(place), hint, .. }) = assembled("titel = \"x\"\n") else {
            panic!("an unknown key must be an error with a place");
        };
        assert_eq!(place.text.get(place.span.range()).unwrap_or_default(), "titel");
        assert_eq!(hint.as_deref(), Some("write `title`"));
    }

    #[test]
    fn wrong_values_are_errors() {
        for written in
            ["base_url = \"example.org\"", "time_zone = \"Mars/Base\"", "as_of = \"2021-02-30\"", "title = 3"]
        {
            assert!(matches!(assembled(written), Err(Error::Config { place: Some(_), .. })), "{written}");
        }
    }

    #[test]
    fn exports_are_on_unless_switched_off() {
        let config = assembled("[exports]\ncalendar = false\n").expect("valid");
        assert_eq!(config.exports, Exports { calendar: false, ..Exports::default() });
        let Err(Error::Config { hint, .. }) = assembled("[exports]\ncalender = false\n") else {
            panic!("an unknown export must be an error");
        };
        assert_eq!(hint.as_deref(), Some("write `calendar`"));
    }

    #[test]
    fn output_inside_content_is_refused() {
        for out in ["content/articles/public", "content", "static/site", ".", "public/../content/x", "..", "../.."] {
            let written = format!("out = \"{out}\"");
            assert!(assembled(&written).is_err(), "{out}");
        }
    }

    #[test]
    fn a_base_url_loses_its_last_slash() {
        let config = assembled("base_url = \"https://example.org/desk/\"").expect("valid");
        assert_eq!(config.base_url.as_deref(), Some("https://example.org/desk"));
    }
}
