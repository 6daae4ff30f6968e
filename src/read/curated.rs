//! Files that people write about actors and topics, and pages that are no article.

use crate::config::Config;
use crate::diag::{Checked, Code, Diagnostic};
use crate::model::article::{Body, Source};
use crate::model::corpus::{ActorKind, CuratedActor, CuratedTopic, StandingPage};
use crate::read::fields::{Fields, Key};
use crate::read::front_matter::{self, FrontMatter};
use crate::read::{File, decode, earlier, markdown};
use crate::text;

/// Reads one actor file.
pub fn actor(source: &Source, config: &Config) -> Checked<Option<CuratedActor>> {
    const KEYS: &[Key] = &[
        Key { name: "name", aliases: &[] },
        Key { name: "aliases", aliases: &[] },
        Key { name: "kind", aliases: &[] },
        Key { name: "same_as", aliases: &[] },
        Key { name: "portrait", aliases: &[] },
        Key { name: "slug", aliases: &[] },
        // `aliases` are spellings here.
        Key { name: earlier::KEY, aliases: &[] },
    ];
    read(source, config, KEYS, |fields, text| CuratedActor {
        id: source.id.clone(),
        name: name(fields.text("name"), text.title, source),
        aliases: fields.texts("aliases"),
        kind: kind(fields, text.file),
        same_as: fields.texts("same_as"),
        portrait: fields.text("portrait"),
        slug: fields.text("slug"),
        earlier: earlier::addresses(fields, text.file),
        body: text.body,
    })
}

/// Reads one topic file.
pub fn topic(source: &Source, config: &Config) -> Checked<Option<CuratedTopic>> {
    const KEYS: &[Key] = &[
        Key { name: "title", aliases: &["name"] },
        Key { name: "terms", aliases: &[] },
        Key { name: "description", aliases: &["summary"] },
        Key { name: "slug", aliases: &[] },
        Key { name: earlier::KEY, aliases: &["aliases"] },
    ];
    read(source, config, KEYS, |fields, text| CuratedTopic {
        id: source.id.clone(),
        title: name(fields.text("title"), text.title, source),
        terms: fields.texts("terms"),
        description: fields.text("description"),
        slug: fields.text("slug"),
        earlier: earlier::addresses(fields, text.file),
        body: text.body,
    })
}

/// Reads one page that is no article.
pub fn page(source: &Source, config: &Config) -> Checked<Option<StandingPage>> {
    const KEYS: &[Key] = &[
        Key { name: "title", aliases: &[] },
        Key { name: "description", aliases: &["summary"] },
        Key { name: "slug", aliases: &[] },
        Key { name: earlier::KEY, aliases: &["aliases"] },
    ];
    read(source, config, KEYS, |fields, text| StandingPage {
        id: source.id.clone(),
        slug: fields.text("slug").unwrap_or_else(|| text::slug(source.id.stem())),
        title: name(fields.text("title"), text.title, source),
        description: fields.text("description"),
        earlier: earlier::addresses(fields, text.file),
        body: text.body,
    })
}

/// The text below the front matter.
struct Below<'a> {
    file: &'a File<'a>,
    /// Its first heading, where that is of the first level.
    title: Option<String>,
    body: Body,
}

fn read<T>(
    source: &Source,
    config: &Config,
    keys: &'static [Key],
    make: impl FnOnce(&Fields<'_>, Below<'_>) -> T,
) -> Checked<Option<T>> {
    let mut diagnostics = Vec::new();
    let value = decode::canonical(&source.id, &source.bytes).take(&mut diagnostics).and_then(|canonical| {
        let file = File::new(&source.id, &canonical, &config.time_zone);
        let made = if canonical.text.trim().is_empty() {
            let found = Diagnostic::file(Code::EmptyFile, file.id, "the file holds no text");
            file.report(found.hint("write it, or remove the file"));
            None
        } else {
            let front = FrontMatter::split(&canonical.text, source.format);
            let fields = front.map_or_else(|| Fields::none(&file), |front| front_matter::fields(&file, &front, keys));
            let start = front.map_or(0, |front| front.text_start);
            let (title, body) = markdown::text(&file, start);
            Some(make(&fields, Below { file: &file, title, body }))
        };
        diagnostics.extend(file.found.into_inner());
        made
    });
    Checked { value, diagnostics }
}

/// The name to show: the one given, else the first heading, else that of the file.
fn name(given: Option<String>, heading: Option<String>, source: &Source) -> String {
    given.or(heading).unwrap_or_else(|| text::capitalise(&source.id.stem().replace(['-', '_'], " ")))
}

fn kind(fields: &Fields<'_>, file: &File<'_>) -> Option<ActorKind> {
    const KINDS: [(&str, ActorKind); 6] = [
        ("person", ActorKind::Person),
        ("organization", ActorKind::Organization),
        ("public-body", ActorKind::PublicBody),
        ("armed-group", ActorKind::ArmedGroup),
        ("country", ActorKind::Country),
        ("place", ActorKind::Place),
    ];
    let written = fields.text("kind")?;
    let found = KINDS.iter().find(|(name, _)| *name == written).map(|(_, kind)| *kind);
    if found.is_none() {
        let names: Vec<String> = KINDS.iter().map(|(name, _)| format!("`{name}`")).collect();
        let message = format!("`{written}` is no kind of actor; expected one of {}", names.join(", "));
        let hint = text::nearest(&written, KINDS.map(|(name, _)| name)).unwrap_or("person");
        let span = fields.span("kind").unwrap_or_default();
        file.report(file.at(Code::WrongType, span, message).hint(format!("write `kind = \"{hint}\"`")));
    }
    found
}
