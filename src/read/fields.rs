//! Keys and values of front matter, TOML or YAML, each with its place.

use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, Zoned};
use serde::de::{self, Deserialize, Deserializer};
use toml::de::{DeTable, DeValue};

use crate::diag::Code;
use crate::read::File;
use crate::read::date::WrittenDate;
use crate::read::front_matter::{Failure, FrontMatter, Matter};
use crate::span::TextSpan;
use crate::text;

/// A key that a file may have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    /// Its name.
    pub(super) name: &'static str,
    /// Other names that mean the same.
    pub(super) aliases: &'static [&'static str],
}

/// The entries of one front matter. Asking for a value reports one of the wrong type.
pub(super) struct Fields<'a> {
    file: &'a File<'a>,
    entries: Vec<Entry>,
}

/// One key with its value.
#[derive(Clone, Debug)]
struct Entry {
    /// The name of the key, not its alias.
    name: &'static str,
    value: Value,
    /// The place of the value in the canonical text.
    span: TextSpan,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Text(String),
    /// A date that TOML knows as one.
    Day(String),
    /// A number, as written.
    Number,
    Flag(bool),
    List(Vec<Value>),
    Table,
    Nothing,
}

impl Value {
    fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a string",
            Self::Day(_) => "a date",
            Self::Number => "a number",
            Self::Flag(_) => "true or false",
            Self::List(_) => "a list",
            Self::Table => "a table",
            Self::Nothing => "nothing",
        }
    }
}

/// A key and its value as they were parsed; spans lie in the canonical text.
struct Parsed {
    key: String,
    key_span: TextSpan,
    value: Value,
    value_span: TextSpan,
}

impl<'a> Fields<'a> {
    /// No entries.
    pub(super) fn none(file: &'a File<'a>) -> Self {
        Self { file, entries: Vec::new() }
    }

    /// Parses front matter and reports keys that are not among `keys`.
    ///
    /// # Errors
    ///
    /// It is no TOML or YAML, or no table of keys.
    pub(super) fn parse(file: &'a File<'a>, front: &FrontMatter, keys: &'static [Key]) -> Result<Self, Failure> {
        let text = front.span.of(&file.canonical.text);
        let parsed = match front.matter {
            Matter::Toml => toml_entries(text, front.span.start)?,
            Matter::Yaml => yaml_entries(text, front.span.start)?,
        };
        let mut fields = Self::none(file);
        for entry in parsed {
            match keys.iter().find(|key| key.name == entry.key || key.aliases.contains(&entry.key.as_str())) {
                Some(key) => fields.entries.push(Entry { name: key.name, value: entry.value, span: entry.value_span }),
                None => fields.report_unknown(&entry, keys),
            }
        }
        Ok(fields)
    }

    fn report_unknown(&self, entry: &Parsed, keys: &[Key]) {
        let found = self.file.at(Code::UnknownKey, entry.key_span, format!("unknown key `{}`", entry.key));
        let names = keys.iter().flat_map(|key| std::iter::once(key.name).chain(key.aliases.iter().copied()));
        let hint = match text::nearest(&entry.key, names) {
            Some(name) => format!("write `{name}`"),
            None => {
                let all: Vec<String> = keys.iter().map(|key| format!("`{}`", key.name)).collect();
                format!("remove it; the keys are {}", all.join(", "))
            }
        };
        self.file.report(found.hint(hint));
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name && entry.value != Value::Nothing)
    }

    /// The place of a value, for a finding about it.
    pub(super) fn span(&self, name: &str) -> Option<TextSpan> {
        self.entry(name).map(|entry| entry.span)
    }

    fn report_wrong_type(&self, entry: &Entry, found: &Value, expected: &str) {
        let message = format!("`{}` is {}; expected {expected}", entry.name, found.kind());
        let written = entry.span.of(&self.file.canonical.text).trim();
        let hint = match found {
            Value::Number | Value::Flag(_) | Value::Day(_) if !written.is_empty() && expected.contains("string") => {
                format!("write `\"{written}\"`")
            }
            _ => format!("write {expected}"),
        };
        self.file.report(self.file.at(Code::WrongType, entry.span, message).hint(hint));
    }

    /// A string, without white space around it; `None` for an empty one.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let entry = self.entry(name)?;
        match &entry.value {
            Value::Text(text) => plain(text),
            other => {
                self.report_wrong_type(entry, other, "a string");
                None
            }
        }
    }

    /// A string, or a list of them.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        const EXPECTED: &str = "a string or a list of strings";
        let Some(entry) = self.entry(name) else { return Vec::new() };
        match &entry.value {
            Value::Text(text) => plain(text).into_iter().collect(),
            Value::List(items) => {
                let mut texts = Vec::new();
                for item in items {
                    match item {
                        Value::Text(text) => texts.extend(plain(text)),
                        other => self.report_wrong_type(entry, other, EXPECTED),
                    }
                }
                texts
            }
            other => {
                self.report_wrong_type(entry, other, EXPECTED);
                Vec::new()
            }
        }
    }

    /// True or false; false where it is missing.
    pub(super) fn flag(&self, name: &str) -> bool {
        let Some(entry) = self.entry(name) else { return false };
        if let Value::Flag(flag) = entry.value {
            return flag;
        }
        self.report_wrong_type(entry, &entry.value, "true or false");
        false
    }

    /// A day; a time with an offset becomes the day in the site's time zone.
    pub(super) fn day(&self, name: &str) -> Option<Date> {
        let entry = self.entry(name)?;
        let (Value::Text(written) | Value::Day(written)) = &entry.value else {
            self.report_wrong_type(entry, &entry.value, "a date");
            return None;
        };
        let day = day(written.trim(), self.file);
        if day.is_none() {
            let message = format!("`{}` is no day of the calendar", written.trim());
            self.file.report(self.file.at(Code::InvalidDate, entry.span, message).hint("write `YYYY-MM-DD`"));
        }
        day
    }
}

/// The day that a date, a time with or without offset, or a date in words gives.
pub(super) fn day(written: &str, file: &File<'_>) -> Option<Date> {
    let iso = written.replacen(' ', "T", 1);
    let at_zone = |timestamp: Timestamp| timestamp.to_zoned(file.zone.clone()).date();
    written
        .parse::<Date>()
        .ok()
        .filter(|_| written.len() <= "2021-04-14".len())
        .or_else(|| iso.parse::<Timestamp>().ok().map(at_zone))
        .or_else(|| iso.parse::<Zoned>().ok().map(|zoned| at_zone(zoned.timestamp())))
        .or_else(|| iso.parse::<DateTime>().ok().map(DateTime::date))
        .or_else(|| WrittenDate::read(written).filter(|date| date.len == written.len())?.day(None))
}

fn plain(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn toml_entries(text: &str, start: u32) -> Result<Vec<Parsed>, Failure> {
    let place = |range: std::ops::Range<usize>| TextSpan::new(start + range.start as u32, start + range.end as u32);
    let table = DeTable::parse(text).map_err(|error| Failure {
        span: place(error.span().unwrap_or(0..0)),
        message: error.message().to_owned(),
        matter: Matter::Toml,
    })?;
    let mut entries: Vec<Parsed> = table
        .get_ref()
        .iter()
        .map(|(key, value)| Parsed {
            key: key.get_ref().to_string(),
            key_span: place(key.span()),
            value: toml_value(value.get_ref()),
            value_span: place(value.span()),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span);
    Ok(entries)
}

fn toml_value(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(_) | DeValue::Float(_) => Value::Number,
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(day) => Value::Day(day.to_string()),
        DeValue::Array(items) => Value::List(items.iter().map(|item| toml_value(item.get_ref())).collect()),
        DeValue::Table(_) => Value::Table,
    }
}

fn yaml_entries(text: &str, start: u32) -> Result<Vec<Parsed>, Failure> {
    let options = serde_saphyr::options! {
        // `yes`, `no` and `on` are words in a title, not truth values.
        strict_booleans: true,
        with_snippet: false,
        budget: serde_saphyr::budget! { max_nodes: 10_000, max_depth: 32, max_aliases: 100, max_events: 50_000 },
    };
    let place = |location: serde_saphyr::Location| {
        let at = location.span().byte_offset().unwrap_or_default().min(text.len() as u64) as usize;
        let len = location.span().byte_len().unwrap_or_default() as usize;
        TextSpan::new(start + at as u32, start + (at + len).min(text.len()) as u32)
    };
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let entries: YamlEntries = serde_saphyr::from_str_with_options(text, options).map_err(|error| Failure {
        span: error.location().map_or_else(|| TextSpan::new(start, start), place),
        message: first_line(&error.without_snippet().to_string()),
        matter: Matter::Yaml,
    })?;
    Ok(entries
        .0
        .into_iter()
        .map(|(key, value)| Parsed {
            key_span: place(key.referenced),
            key: key.value,
            value_span: place(value.referenced),
            value: value.value,
        })
        .collect())
}

/// The message without the place, which is shown by itself.
fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let line = line.strip_prefix("error: ").unwrap_or(line);
    match (line.strip_prefix("line "), line.split_once(": ")) {
        (Some(_), Some((_, rest))) => rest.to_owned(),
        _ => line.split(" at line ").next().unwrap_or(line).to_owned(),
    }
}

/// The entries of a YAML mapping, in order.
struct YamlEntries(Vec<(serde_saphyr::Spanned<String>, serde_saphyr::Spanned<Value>)>);

impl<'de> Deserialize<'de> for YamlEntries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> de::Visitor<'de> for Entries {
            type Value = YamlEntries;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("keys and values, such as `title: Talks`")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<YamlEntries, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(YamlEntries(entries))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> de::Visitor<'de> for Any {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Value, E> {
                Ok(Value::Flag(flag))
            }

            fn visit_i64<E: de::Error>(self, _: i64) -> Result<Value, E> {
                Ok(Value::Number)
            }

            fn visit_u64<E: de::Error>(self, _: u64) -> Result<Value, E> {
                Ok(Value::Number)
            }

            fn visit_i128<E: de::Error>(self, _: i128) -> Result<Value, E> {
                Ok(Value::Number)
            }

            fn visit_u128<E: de::Error>(self, _: u128) -> Result<Value, E> {
                Ok(Value::Number)
            }

            fn visit_f64<E: de::Error>(self, _: f64) -> Result<Value, E> {
                Ok(Value::Number)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
                Ok(Value::Text(text.to_owned()))
            }

            fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
                Ok(Value::Nothing)
            }

            fn visit_none<E: de::Error>(self) -> Result<Value, E> {
                Ok(Value::Nothing)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
                Value::deserialize(deserializer)
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Value::List(items))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
                while map.next_entry::<de::IgnoredAny, de::IgnoredAny>()?.is_some() {}
                Ok(Value::Table)
            }
        }
        deserializer.deserialize_any(Any)
    }
}
