//! Files of words: read, and checked against the English one, which has every key.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

use super::message::{Piece, pieces};
use crate::diag::{Error, Excerpt};
use crate::span::RawSpan;
use crate::text;

/// The plural categories of Unicode.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The placeholder of the number in a message that has one. A form for one or two may say it in words.
const COUNT: &str = "count";

/// What each key has to hold, by section and key.
pub(super) struct Shape(BTreeMap<String, BTreeMap<String, Kind>>);

/// What a key has to hold.
enum Kind {
    /// A text with these placeholders.
    Message(BTreeSet<String>),
    /// Texts with these placeholders, by plural category.
    Counted(BTreeSet<String>),
    /// So many texts.
    List(usize),
    /// Ten digits.
    Digits,
}

/// The table of a file that the program brings.
pub(super) fn shipped(text: &str) -> Table {
    // Tests read every one of them.
    toml::from_str(text).unwrap_or_default()
}

/// Puts what a file says over what is said already; gives the keys it says.
pub(super) fn merge(layer: Table, onto: &mut Table) -> Vec<String> {
    let mut said = Vec::new();
    for (name, section) in layer {
        let Value::Table(section) = section else { continue };
        let below = onto.entry(&name).or_insert_with(|| Value::Table(Table::new()));
        for (key, value) in section {
            said.push(format!("{name}.{key}"));
            if let Value::Table(below) = below {
                below.insert(key, value);
            }
        }
    }
    said
}

/// An error that no file of a site can cause, for every file was checked.
pub(super) fn unreadable(error: &toml::de::Error) -> Error {
    Error::Config { place: None, message: format!("cannot put the words together: {}", error.message()), hint: None }
}

impl Shape {
    /// What the file that has every key holds.
    pub(super) fn of(english: &Table) -> Self {
        let kind = |key: &str, value: &Value| match value {
            Value::Array(list) => Kind::List(list.len()),
            Value::Table(forms) => Kind::Counted(names(forms.get("other").and_then(Value::as_str).unwrap_or_default())),
            _ if key == "digits" => Kind::Digits,
            other => Kind::Message(names(other.as_str().unwrap_or_default())),
        };
        let section = |section: &Value| {
            let keys = section.as_table().into_iter().flatten();
            keys.map(|(key, value)| (key.clone(), kind(key, value))).collect()
        };
        Self(english.iter().map(|(name, value)| (name.clone(), section(value))).collect())
    }

    /// Every key with its section: `nav.topics`.
    pub(super) fn keys(&self) -> impl Iterator<Item = String> {
        self.0.iter().flat_map(|(name, keys)| keys.keys().map(move |key| format!("{name}.{key}")))
    }

    /// Reads a file of a site. `name` is what it is called in an error.
    pub(super) fn read(&self, name: &str, text: &str) -> Result<Table, Error> {
        let file = File { name, text };
        let wrong = |error: toml::de::Error| file.error(error.span().unwrap_or(0..0), error.message().to_owned(), None);
        let tree = DeTable::parse(text).map_err(wrong)?;
        for (name, section) in tree.get_ref() {
            let Some(keys) = self.0.get(name.get_ref().as_ref()) else {
                let known = self.0.keys().map(String::as_str);
                return Err(file.unknown(name.span(), "section", name.get_ref(), known));
            };
            let DeValue::Table(section) = section.get_ref() else {
                return Err(file.wrong_type(section.span(), "a section"));
            };
            for (key, value) in section {
                let Some(kind) = keys.get(key.get_ref().as_ref()) else {
                    return Err(file.unknown(key.span(), "key", key.get_ref(), keys.keys().map(String::as_str)));
                };
                file.check(value.get_ref(), value.span(), kind)?;
            }
        }
        toml::from_str(text).map_err(wrong)
    }
}

/// The names of the placeholders in a message.
fn names(message: &str) -> BTreeSet<String> {
    let name = |piece| match piece {
        Piece::Placeholder(name) => Some(name.to_owned()),
        Piece::Words(_) => None,
    };
    pieces(message).unwrap_or_default().into_iter().filter_map(name).collect()
}

/// A file that is being checked.
struct File<'a> {
    name: &'a str,
    text: &'a str,
}

impl File<'_> {
    fn check(&self, value: &DeValue<'_>, span: Range<usize>, kind: &Kind) -> Result<(), Error> {
        match (kind, value) {
            (Kind::Message(names), DeValue::String(text)) => self.check_message(text, span, names, None),
            (Kind::Digits, DeValue::String(text)) if text.chars().count() == 10 => Ok(()),
            (Kind::Digits, _) => Err(self.wrong_type(span, "a text of ten digits, from zero to nine")),
            (Kind::List(length), DeValue::Array(list)) if list.len() == *length => {
                let wrong = list.iter().find(|member| !matches!(member.get_ref(), DeValue::String(_)));
                wrong.map_or(Ok(()), |member| Err(self.wrong_type(member.span(), "a text")))
            }
            (Kind::List(length), _) => Err(self.wrong_type(span, &format!("a list of {length} texts"))),
            (Kind::Counted(names), DeValue::Table(forms)) => self.check_forms(forms, span, names),
            (Kind::Counted(_), _) => {
                Err(self.wrong_type(span, "a form for each plural category, such as `{ one = \"…\", other = \"…\" }`"))
            }
            (Kind::Message(_), _) => Err(self.wrong_type(span, "a text")),
        }
    }

    fn check_forms(&self, forms: &DeTable<'_>, span: Range<usize>, names: &BTreeSet<String>) -> Result<(), Error> {
        for (category, form) in forms {
            if !CATEGORIES.contains(&category.get_ref().as_ref()) {
                return Err(self.unknown(category.span(), "plural category", category.get_ref(), CATEGORIES));
            }
            let DeValue::String(text) = form.get_ref() else {
                return Err(self.wrong_type(form.span(), "a text"));
            };
            self.check_message(text, form.span(), names, Some(COUNT))?;
        }
        if forms.iter().any(|(category, _)| category.get_ref() == "other") {
            return Ok(());
        }
        Err(self.error(span, "the form `other` is missing, which every language has".to_owned(), None))
    }

    /// Checks that a message has the placeholders it should have. That of the number may be missing.
    fn check_message(
        &self,
        text: &str,
        span: Range<usize>,
        expected: &BTreeSet<String>,
        may_miss: Option<&str>,
    ) -> Result<(), Error> {
        if pieces(text).is_none() {
            let message = "a brace without its partner, or no name between braces".to_owned();
            return Err(self.error(span, message, Some("write `{name}`".to_owned())));
        }
        let found = names(text);
        if let Some(name) = found.iter().find(|name| !expected.contains(*name)) {
            let known = expected.iter().map(String::as_str);
            return Err(self.unknown(span, "placeholder", &format!("{{{name}}}"), known));
        }
        let missing = expected.iter().find(|name| !found.contains(*name) && Some(name.as_str()) != may_miss);
        missing.map_or(Ok(()), |name| {
            Err(self.error(span, format!("the message has to say where `{{{name}}}` stands"), None))
        })
    }

    fn unknown<'b>(
        &self,
        span: Range<usize>,
        what: &str,
        found: &str,
        known: impl IntoIterator<Item = &'b str>,
    ) -> Error {
        let braced = found.starts_with('{');
        let known: Vec<&str> = known.into_iter().collect();
        let bare = found.trim_matches(['{', '}']);
        let show = |name: &str| if braced { format!("`{{{name}}}`") } else { format!("`{name}`") };
        let nearest = text::nearest(bare, known.iter().copied()).map(|name| format!("write {}", show(name)));
        let all = || {
            (!known.is_empty() && known.len() < 9)
                .then(|| format!("known here: {}", known.iter().map(|name| show(name)).collect::<Vec<_>>().join(", ")))
        };
        self.error(span, format!("unknown {what} `{found}`"), nearest.or_else(all))
    }

    fn wrong_type(&self, span: Range<usize>, expected: &str) -> Error {
        self.error(span, format!("expected {expected}"), None)
    }

    fn error(&self, span: Range<usize>, message: String, hint: Option<String>) -> Error {
        let span = RawSpan::new(span.start as u32, span.end as u32);
        let place = Excerpt { name: self.name.to_owned(), text: self.text.to_owned(), span };
        Error::Config { place: Some(place), message, hint }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "[date]\ndigits = \"0123456789\"\nweekdays = [\"Mon\", \"Tue\"]\n\
                           [topic]\nlabel = \"Topic\"\nupdated = \"updated {date}\"\n\
                           drawn = { one = \"{count} of {all}\", other = \"{count} of {all}\" }\n";

    #[track_caller]
    fn check(text: &str, marked: &str, message: &str, hint: Option<&str>) {
        match Shape::of(&shipped(ENGLISH)).read("templates/words/xx.toml", text) {
            Err(Error::Config { place: Some(place), message: found, hint: given }) => {
                assert_eq!((found.as_str(), given.as_deref()), (message, hint), "{text}");
                assert_eq!(place.text.get(place.span.range()), Some(marked), "{text}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn what_is_wrong_is_placed_and_the_nearest_key_named() {
        check("[topics]\n", "topics", "unknown section `topics`", Some("write `topic`"));
        check("[topic]\nlable = \"x\"", "lable", "unknown key `lable`", Some("write `label`"));
        check("[topic]\nlabel = 3", "3", "expected a text", None);
        check("topic = 3", "3", "expected a section", None);
        check("[topic]\nupdated = \"{dat}\"", "\"{dat}\"", "unknown placeholder `{dat}`", Some("write `{date}`"));
        check("[topic]\nupdated = \"x\"", "\"x\"", "the message has to say where `{date}` stands", None);
        check("[topic]\nlabel = \"{date}\"", "\"{date}\"", "unknown placeholder `{date}`", None);
        check("[date]\nweekdays = [\"x\"]", "[\"x\"]", "expected a list of 2 texts", None);
        check("[date]\ndigits = \"0\"", "\"0\"", "expected a text of ten digits, from zero to nine", None);
    }

    #[test]
    fn forms_of_a_number_are_checked() {
        let text = "[topic]\ndrawn = { one = \"one of {all}\" }";
        check(text, "{ one = \"one of {all}\" }", "the form `other` is missing, which every language has", None);
        let text = "[topic]\ndrawn = { other = \"{count}\" }";
        check(text, "\"{count}\"", "the message has to say where `{all}` stands", None);
        let text = "[topic]\ndrawn = { othr = \"{count}\" }";
        check(text, "othr", "unknown plural category `othr`", Some("write `other`"));
        let own = "[topic]\ndrawn = { two = \"both {all}\", other = \"{count} of {all}\" }";
        Shape::of(&shipped(ENGLISH)).read("x", own).expect("a number may be said in words");
    }

    #[test]
    fn a_file_that_is_no_toml_is_placed() {
        let read = Shape::of(&shipped(ENGLISH)).read("x", "[topic\n");
        assert!(matches!(read, Err(Error::Config { place: Some(_), .. })));
    }
}
