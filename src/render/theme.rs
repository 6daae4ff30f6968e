//! Templates and static files: the theme in the binary, and what a site puts over it.
//!
//! A site's `templates/article.html` takes the place of the built-in one, which it can still extend as
//! `__builtin/article.html`; every template the site does not have comes from the theme. Static files likewise.

#![expect(clippy::disallowed_methods, reason = "reads a site's templates and static files, once a build")]

mod font;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tera::{Context, ErrorKind, Tera};
use walkdir::WalkDir;

use crate::config::Config;
use crate::diag::{Error, Excerpt};
use crate::render::words::{self, Language};
use crate::span::RawSpan;
use crate::text;

/// What the name of a built-in template begins with.
const BUILTIN: &str = "__builtin/";

macro_rules! embedded {
    ($load:ident, $folder:literal, [$($name:literal),* $(,)?]) => {
        [$(($name, $load!(concat!("../../", $folder, "/", $name)))),*]
    };
}

const TEMPLATES: [(&str, &str); 43] = embedded!(
    include_str,
    "templates",
    [
        "404.html",
        "actor.html",
        "archive.html",
        "article.html",
        "base.html",
        "embed/actor.html",
        "embed/article.html",
        "embed/base.html",
        "embed/events.html",
        "embed/frame.js",
        "embed/head.html",
        "embed/lines.html",
        "embed/quotation.html",
        "embed/quote.html",
        "embed/refs.html",
        "embed/style.css",
        "embed/timeline.html",
        "embed/topic.html",
        "home.html",
        "list.html",
        "method.html",
        "moved.html",
        "page.html",
        "parts/ahead.html",
        "parts/connections.html",
        "parts/embed.html",
        "parts/event.html",
        "parts/figures.html",
        "parts/filters.html",
        "parts/foreign.html",
        "parts/meta.html",
        "parts/note.html",
        "parts/pages.html",
        "parts/quote.html",
        "parts/refs.html",
        "parts/rows.html",
        "parts/search.html",
        "parts/teaser.html",
        "parts/timeline.html",
        "parts/tools.html",
        "search.html",
        "timeline.html",
        "topic.html",
    ]
);

const STATICS: [(&str, &[u8]); 5] =
    embedded!(include_bytes, "static", ["copy.js", "dateline.css", "dateline.js", "search-index.js", "search.js"]);

/// A file of the theme in the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuiltIn {
    /// Where a site has a file that takes its place: `templates/article.html`.
    pub path: String,
    /// What it holds.
    pub bytes: &'static [u8],
}

impl BuiltIn {
    /// Its path without the folder of its kind: `article.html`, `words/en.toml`.
    pub fn name(&self) -> &str {
        self.path.split_once('/').map_or(&self.path, |(_, name)| name)
    }
}

/// All files of the theme in the program, by path.
pub fn built_in() -> Vec<BuiltIn> {
    let templates = TEMPLATES.iter().map(|(name, text)| (format!("templates/{name}"), text.as_bytes()));
    let words =
        words::SHIPPED.iter().map(|(tag, text)| (format!("templates/{}{tag}.toml", words::FOLDER), text.as_bytes()));
    let statics = STATICS.iter().map(|(name, bytes)| (format!("static/{name}"), *bytes));
    let mut files: Vec<BuiltIn> =
        templates.chain(words).chain(statics).map(|(path, bytes)| BuiltIn { path, bytes }).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Templates, words and static files of one site.
pub struct Theme {
    tera: Tera,
    /// Every template by the name it was added under.
    sources: BTreeMap<String, String>,
    /// Static files by their path below the output folder.
    statics: BTreeMap<String, Cow<'static, [u8]>>,
    digest: [u8; 32],
    language: Language,
}

impl std::fmt::Debug for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Theme")
            .field("templates", &self.sources.keys())
            .field("statics", &self.statics.keys())
            .finish_non_exhaustive()
    }
}

impl Theme {
    /// The theme in the binary with the site's own files over it.
    ///
    /// # Errors
    ///
    /// A file of the site cannot be read, one of its templates has a syntax error, one of its files of words says something
    /// that no page asks for, or a font is not there.
    pub fn load(config: &Config) -> Result<Self, Error> {
        let mut sources: BTreeMap<String, String> =
            TEMPLATES.iter().map(|(name, text)| (format!("{BUILTIN}{name}"), (*text).to_owned())).collect();
        let mut own_words = BTreeMap::new();
        for (name, path) in files(config.folders.templates.as_deref())? {
            let bytes = read(&path)?;
            let text = String::from_utf8(bytes).map_err(|error| not_utf8(&name, &error))?;
            if is_words(&name) {
                own_words.insert(name, text)
            } else {
                sources.insert(name, text)
            };
        }
        let language = Language::load(&config.language, &own_words)?;
        let mut statics: BTreeMap<String, Cow<'static, [u8]>> =
            STATICS.iter().map(|(name, bytes)| ((*name).to_owned(), Cow::Borrowed(*bytes))).collect();
        for (name, path) in files(config.folders.statics.as_deref())? {
            statics.insert(name, Cow::Owned(read(&path)?));
        }
        font::add(&config.font, &mut statics)?;
        Ok(Self { tera: parsed(&sources, &language)?, digest: digest(&sources), sources, statics, language })
    }

    /// A digest of all templates.
    pub(super) fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// The language of the site.
    pub(super) fn language(&self) -> &Language {
        &self.language
    }

    /// Static files by their path below the output folder.
    pub fn statics(&self) -> &BTreeMap<String, Cow<'static, [u8]>> {
        &self.statics
    }

    /// Shows `context` with a template. `rendering` says what for, in case it fails.
    pub(super) fn render(
        &self,
        template: &str,
        context: &Context,
        rendering: impl Fn() -> String,
    ) -> Result<String, Error> {
        self.tera.render(template, context).map_err(|error| template_error(&error, &self.sources, Some(rendering())))
    }
}

/// All templates, parsed and checked against each other.
fn parsed(sources: &BTreeMap<String, String>, language: &Language) -> Result<Tera, Error> {
    let mut tera = Tera::new();
    words::register(&mut tera, &language.numbers);
    let failed = |error: tera::Error| template_error(&error, sources, None);
    tera.set_fallback_prefixes([BUILTIN]).map_err(failed)?;
    tera.set_escape_fn(|text, out| {
        let mut escaped = String::new();
        text::escape_html(text, &mut escaped);
        out.write_all(escaped.as_bytes())
    });
    tera.add_raw_templates(sources.iter().map(|(name, text)| (name.clone(), text.clone()))).map_err(failed)?;
    Ok(tera)
}

/// Whether a file among the templates is one of words.
fn is_words(name: &str) -> bool {
    name.starts_with(words::FOLDER) && name.ends_with(".toml")
}

fn digest(sources: &BTreeMap<String, String>) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for (name, text) in sources {
        for part in [name, text] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
    }
    *hasher.finalize().as_bytes()
}

/// All files below a folder with their path below it, by path. Hidden files are not part of a theme.
fn files(folder: Option<&Path>) -> Result<Vec<(String, PathBuf)>, Error> {
    let Some(folder) = folder.filter(|folder| folder.is_dir()) else {
        return Ok(Vec::new());
    };
    let visible =
        |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    let mut found = Vec::new();
    for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter().filter_entry(visible) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_owned();
            let message = error.to_string();
            Error::disk("read", path, error.into_io_error().unwrap_or_else(|| std::io::Error::other(message)))
        })?;
        if entry.file_type().is_file() {
            let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            found.push((parts.join("/"), entry.into_path()));
        }
    }
    Ok(found)
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|cause| Error::disk("read", path, cause))
}

fn not_utf8(name: &str, error: &std::string::FromUtf8Error) -> Error {
    let at = error.utf8_error().valid_up_to() as u32;
    // The bytes before the first one that makes no sense are the same in both.
    let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
    let place = Excerpt { name: shown_name(name), text, span: RawSpan::new(at, at) };
    Error::Template { place: Some(place), message: "the file is not UTF-8 text".to_owned(), rendering: None }
}

/// What the template engine says, with the piece of the template it is about.
fn template_error(error: &tera::Error, sources: &BTreeMap<String, String>, rendering: Option<String>) -> Error {
    let (place, message) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let place = sources.get(report.filename()).map(|text| {
                let range = &report.span().range;
                let end = range.end.min(text.len());
                Excerpt {
                    name: shown_name(report.filename()),
                    text: text.clone(),
                    span: RawSpan::new(range.start.min(end) as u32, end as u32),
                }
            });
            (place, report.message().to_owned())
        }
        ErrorKind::Msg(reports) => reported(reports, sources).unwrap_or_else(|| (None, reports.clone())),
        other => (None, other.to_string()),
    };
    Error::Template { place, message, rendering }
}

/// Names that a template uses and nothing defines are reported as text only, one report after another:
///
/// ```text
/// error: Unknown filter `frobnicate`
///  --> article.html:1:17
/// ```
///
/// The place and message of the first.
fn reported(reports: &str, sources: &BTreeMap<String, String>) -> Option<(Option<Excerpt>, String)> {
    let mut lines = reports.lines();
    let message = lines.next()?.strip_prefix("error: ")?;
    let mut place = lines.next()?.trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
    let column: usize = place.next()?.parse().ok()?;
    let line: usize = place.next()?.parse().ok()?;
    let name = place.next()?;
    let text = sources.get(name)?;
    let before: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let (at, _) = text.get(before..)?.char_indices().nth(column.checked_sub(1)?)?;
    let start = (before + at) as u32;
    let excerpt = Excerpt { name: shown_name(name), text: text.clone(), span: RawSpan::new(start, start) };
    Some((Some(excerpt), message.to_owned()))
}

fn shown_name(name: &str) -> String {
    match name.strip_prefix(BUILTIN) {
        Some(builtin) => format!("{builtin} (built in)"),
        None => format!("templates/{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &str, text: &str) -> BTreeMap<String, String> {
        let mut sources: BTreeMap<String, String> =
            TEMPLATES.iter().map(|(name, text)| (format!("{BUILTIN}{name}"), (*text).to_owned())).collect();
        sources.insert(name.to_owned(), text.to_owned());
        sources
    }

    fn english() -> Language {
        Language::load("en", &BTreeMap::new()).expect("English is shipped")
    }

    #[test]
    fn every_template_in_the_folder_is_built_in() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let listed = |files: Vec<(String, PathBuf)>| files.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        let templates = listed(files(Some(&folder.join("templates"))).expect("the folder can be listed"));
        let templates: Vec<_> = templates.into_iter().filter(|name| !is_words(name)).collect();
        assert_eq!(templates, TEMPLATES.map(|(name, _)| name));
        let statics = listed(files(Some(&folder.join("static"))).expect("the folder can be listed"));
        assert_eq!(statics, STATICS.map(|(name, _)| name));
    }

    #[test]
    fn the_built_in_templates_parse() {
        parsed(&with("unused.html", ""), &english()).expect("the theme has no error");
    }

    #[test]
    fn a_site_can_extend_a_built_in_template() {
        let sources = with("404.html", "{% extends \"__builtin/404.html\" %}");
        parsed(&sources, &english()).expect("a built-in template can be named");
    }

    #[test]
    fn an_error_is_placed_in_the_sites_file() {
        let Err(Error::Template { place: Some(place), rendering: None, .. }) =
            parsed(&with("home.html", "<p>\n{% if x %}"), &english())
        else {
            panic!("a template without its end must be an error with a place");
        };
        assert_eq!(place.name, "templates/home.html");
        let text = "<p>\né {{ x | nosuch }}{{ x is strange }}";
        let Err(Error::Template { place: Some(place), message, .. }) = parsed(&with("home.html", text), &english())
        else {
            panic!("an unknown filter must be an error with a place");
        };
        assert_eq!(message, "Unknown filter `nosuch`");
        assert_eq!(place.name, "templates/home.html");
        assert!(text.get(place.span.start as usize..).is_some_and(|rest| rest.starts_with("nosuch")), "{place:?}");
    }

    #[test]
    fn the_digest_knows_every_template() {
        assert_ne!(digest(&with("home.html", "a")), digest(&with("home.html", "b")));
        assert_ne!(digest(&with("home.html", "a")), digest(&with("x.html", "a")));
    }
}
