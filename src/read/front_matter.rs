//! Front matter: where it stands, and what an article's may say.

use crate::diag::{Code, Diagnostic};
use crate::model::article::{Dateline, Format, Header};
use crate::read::fields::{Fields, Key};
use crate::read::{File, earlier};
use crate::span::TextSpan;

/// Front matter at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FrontMatter {
    /// How it is written.
    pub(super) matter: Matter,
    /// The text between the fences.
    pub(super) span: TextSpan,
    /// Where the text below begins.
    pub(super) text_start: u32,
    /// Whether the closing fence is there.
    pub(super) closed: bool,
}

/// How front matter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Matter {
    /// Between `+++`.
    Toml,
    /// Between `---`.
    Yaml,
}

impl FrontMatter {
    /// Finds front matter. In wire text only what is closed and looks like it counts, because a line of hyphens divides there.
    pub(super) fn split(text: &str, format: Format) -> Option<Self> {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let (matter, fences): (_, &[&str]) = match first.trim_end() {
            "+++" => (Matter::Toml, &["+++"]),
            "---" => (Matter::Yaml, &["---", "..."]),
            _ => return None,
        };
        let start = (text.len() - rest.len()) as u32;
        let mut at = start;
        for line in rest.split_inclusive('\n') {
            let after = at + line.len() as u32;
            if fences.contains(&line.trim_end()) {
                let found = Self { matter, span: TextSpan::new(start, at), text_start: after, closed: true };
                return (format == Format::Markdown || found.has_keys(text)).then_some(found);
            }
            at = after;
        }
        // Without an end, the first blank line is the likeliest one; the text must not be swallowed.
        let open = Self { matter, span: TextSpan::new(start, start), text_start: start, closed: false };
        if format == Format::Wire || matter == Matter::Yaml && !open.begins_with_key(rest) {
            return None;
        }
        let end = rest.find("\n\n").map_or(rest.len(), |gap| gap + 1) as u32;
        Some(Self { span: TextSpan::new(start, start + end), text_start: start + end, ..open })
    }

    fn has_keys(self, text: &str) -> bool {
        self.begins_with_key(self.span.of(text))
    }

    fn begins_with_key(self, text: &str) -> bool {
        let line = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).unwrap_or_default();
        let key: &str = line.split([':', '=']).next().unwrap_or_default().trim_end();
        key.len() < line.len()
            && !key.is_empty()
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    }
}

/// The keys of an article.
const KEYS: &[Key] = &[
    Key { name: "title", aliases: &[] },
    Key { name: "published", aliases: &["date"] },
    Key { name: "byline", aliases: &["author", "authors"] },
    Key { name: "dateline", aliases: &[] },
    Key { name: "outlet", aliases: &[] },
    Key { name: "language", aliases: &[] },
    Key { name: "summary", aliases: &["description"] },
    Key { name: "topics", aliases: &[] },
    Key { name: "url", aliases: &[] },
    Key { name: "slug", aliases: &[] },
    Key { name: "draft", aliases: &[] },
    Key { name: earlier::KEY, aliases: &["aliases"] },
];

/// What the front matter of an article says.
pub(super) fn article(file: &File<'_>, front: &FrontMatter) -> Header {
    let fields = fields(file, front, KEYS);
    Header {
        title: fields.text("title"),
        published: fields.day("published"),
        byline: fields.texts("byline"),
        dateline: fields.text("dateline").map(|place| Dateline { place, agency: None, raw: None }),
        outlet: fields.text("outlet"),
        language: fields.text("language"),
        summary: fields.text("summary"),
        topics: fields.texts("topics"),
        url: fields.text("url"),
        slug: fields.text("slug"),
        draft: fields.flag("draft"),
        earlier: earlier::addresses(&fields, file),
        above: Vec::new(),
    }
}

/// The entries of front matter, with a diagnostic where it is not closed, does not parse or holds an unknown key.
pub(super) fn fields<'a>(file: &'a File<'a>, front: &FrontMatter, keys: &'static [Key]) -> Fields<'a> {
    if !front.closed {
        let fence = if front.matter == Matter::Toml { "+++" } else { "---" };
        let opening = TextSpan::new(0, 3);
        let message = format!("front matter begins with `{fence}` and does not end");
        file.report(
            file.at(Code::FrontMatter, opening, message).hint(format!("write a line `{fence}` after the last key")),
        );
    }
    match Fields::parse(file, front, keys) {
        Ok(fields) => fields,
        Err(failure) => {
            // What cannot be parsed because its end is missing was reported once.
            if front.closed {
                file.report(failed(file, failure));
            }
            Fields::none(file)
        }
    }
}

/// Front matter that does not parse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// Where, in the canonical text.
    pub(super) span: TextSpan,
    /// What the parser says.
    pub(super) message: String,
    /// How the front matter is written.
    pub(super) matter: Matter,
}

fn failed(file: &File<'_>, failure: Failure) -> Diagnostic {
    let text = file.canonical.text.as_str();
    let message = format!("front matter does not parse: {}", failure.message);
    let found = file.at(Code::FrontMatter, failure.span, message);
    let line = line_around(text, failure.span.start);
    match (failure.matter, unquoted_colon(line)) {
        (Matter::Yaml, Some((key, value))) => {
            found.hint(format!("quote the value: `{key}: \"{}\"`", value.replace('"', "\\\"")))
        }
        (Matter::Yaml, None) => found.hint("correct the YAML at this place"),
        (Matter::Toml, _) => found.hint("correct the TOML at this place"),
    }
}

fn line_around(text: &str, at: u32) -> &str {
    let at = at as usize;
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default()
}

/// Key and value of a line `title: Talks: the state of play`, whose value needs quotes.
fn unquoted_colon(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(": ")?;
    let value = value.trim();
    let quoted = value.starts_with(['"', '\'', '[', '{', '|', '>']);
    (value.contains(": ") && !quoted).then_some((key, value))
}
