//! Messages: text with placeholders for what a page puts there.

use std::borrow::Cow;
use std::sync::Arc;

use icu_plurals::PluralCategory;
use serde::{Deserialize, Serialize};
use tera::{Kwargs, State, Tera, Value};

use super::number::Numbers;
use crate::text;

/// A text with placeholders for what a page puts there: `updated {date}`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Message(String);

/// A message with a number, in the forms that a language has for it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    #[serde(skip_serializing_if = "Option::is_none")]
    zero: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    one: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    two: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    few: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    many: Option<String>,
    other: String,
}

impl Message {
    /// The message with these values, as plain text.
    pub(in crate::render) fn fill(&self, values: &[(&str, &str)]) -> String {
        fill(&self.0, values)
    }

    /// The message in pieces: its words, and what stands in the place of each placeholder.
    pub(in crate::render) fn pieced<T>(&self, words: impl Fn(&str) -> T, value: impl Fn(&str) -> T) -> Vec<T> {
        let piece = |piece| match piece {
            Piece::Words(piece) => words(piece),
            Piece::Placeholder(name) => value(name),
        };
        // Messages were checked when their file was read.
        pieces(&self.0).unwrap_or_default().into_iter().map(piece).collect()
    }

    /// The message with these values, which are ready markup, as markup.
    pub(in crate::render) fn html(&self, values: &[(&str, &str)]) -> String {
        filled(&self.0, text::escape_html, |name| value_of(name, values))
    }
}

impl Counted {
    /// The form of a plural category; where the language file has none, that for all others.
    pub(super) fn form(&self, category: PluralCategory) -> &str {
        let form = match category {
            PluralCategory::Zero => self.zero.as_deref(),
            PluralCategory::One => self.one.as_deref(),
            PluralCategory::Two => self.two.as_deref(),
            PluralCategory::Few => self.few.as_deref(),
            PluralCategory::Many => self.many.as_deref(),
            PluralCategory::Other => None,
        };
        form.unwrap_or(&self.other)
    }
}

/// A piece of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Words.
    Words(&'a str),
    /// The name of what a page puts there.
    Placeholder(&'a str),
}

/// The pieces of a message. `None` where braces do not pair.
pub(super) fn pieces(message: &str) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}')?;
        if before.contains('}')
            || name.is_empty()
            || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        {
            return None;
        }
        pieces.extend([Piece::Words(before), Piece::Placeholder(name)]);
        rest = behind;
    }
    pieces.push(Piece::Words(rest));
    (!rest.contains('}')).then_some(pieces)
}

/// A message with these values, as plain text.
pub(super) fn fill(message: &str, values: &[(&str, &str)]) -> String {
    filled(message, |words, out| out.push_str(words), |name| value_of(name, values))
}

fn value_of<'a>(name: &str, values: &[(&str, &'a str)]) -> Cow<'a, str> {
    let found = values.iter().find(|(given, _)| *given == name);
    debug_assert!(found.is_some(), "no value for `{{{name}}}`");
    Cow::Borrowed(found.map_or("", |(_, value)| value))
}

fn filled<'a>(
    message: &str,
    mut words: impl FnMut(&str, &mut String),
    mut value: impl FnMut(&str) -> Cow<'a, str>,
) -> String {
    let mut out = String::with_capacity(message.len() + 32);
    // Messages were checked when their file was read.
    for piece in pieces(message).unwrap_or_default() {
        match piece {
            Piece::Words(piece) => words(piece, &mut out),
            Piece::Placeholder(name) => out.push_str(&value(name)),
        }
    }
    out
}

/// Teaches templates to fill messages: `{{ words.topic.updated | fill(date=topic.updated | safe) }}`, and to write numbers:
/// `{{ home.total | number }}`.
///
/// Text is escaped, as everywhere in a template; markup comes from `safe` or from a `set` block. A message with a number
/// takes it as `count`.
pub(in crate::render) fn register(tera: &mut Tera, numbers: &Arc<Numbers>) {
    let rules = Arc::clone(numbers);
    tera.register_filter("fill", move |message: Value, values: Kwargs, _: &State<'_>| {
        filled_in(&message, &values, &rules)
    });
    let rules = Arc::clone(numbers);
    tera.register_filter("number", move |number: Value, _: Kwargs, _: &State<'_>| match number.as_u128() {
        Some(number) => Ok(rules.grouped(number as usize)),
        None => Err(tera::Error::message("`number` writes whole numbers")),
    });
}

fn filled_in(message: &Value, values: &Kwargs, numbers: &Numbers) -> tera::TeraResult<Value> {
    let pattern = match message.as_map() {
        Some(forms) => {
            let count: Value = values.must_get("count")?;
            let count = count.as_u128().ok_or_else(|| tera::Error::message("`count` has to be a whole number"))?;
            let category = super::number::name(numbers.category(count as usize));
            forms.get(&category.into()).or_else(|| forms.get(&"other".into())).and_then(Value::as_str)
        }
        None => message.as_str(),
    };
    let pattern = pattern.ok_or_else(|| tera::Error::message("`fill` takes a message of `words`"))?;
    let mut missing = None;
    let filled = filled(pattern, text::escape_html, |name| {
        let value = values.iter().find(|(given, _)| given.as_str() == Some(name));
        missing = missing.take().or_else(|| value.is_none().then(|| name.to_owned()));
        Cow::Owned(value.map_or_else(String::new, |(_, value)| markup(value, numbers)))
    });
    match missing {
        Some(name) => Err(tera::Error::message(format!("the message needs a value for `{name}`: “{pattern}”"))),
        None => Ok(Value::safe_string(&filled)),
    }
}

/// A value as it stands in a page.
fn markup(value: &Value, numbers: &Numbers) -> String {
    if let Some(number) = value.as_u128() {
        return numbers.grouped(number as usize);
    }
    let written = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if value.is_safe() {
        return written;
    }
    let mut escaped = String::with_capacity(written.len());
    text::escape_html(&written, &mut escaped);
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_words_and_placeholders() {
        let found = pieces("a {b_c} d");
        assert_eq!(found, Some(vec![Piece::Words("a "), Piece::Placeholder("b_c"), Piece::Words(" d")]));
        for broken in ["a {b", "a b}", "{}", "{a b}", "}{", "{a{b}}"] {
            assert_eq!(pieces(broken), None, "{broken}");
        }
    }

    #[test]
    fn words_are_escaped_in_markup_and_values_are_not() {
        let message = Message("R&D {link}".to_owned());
        assert_eq!(message.html(&[("link", "<b>x</b>")]), "R&amp;D <b>x</b>");
        assert_eq!(message.fill(&[("link", "x")]), "R&D x");
    }

    #[test]
    fn templates_fill_messages() {
        let mut tera = Tera::new();
        register(&mut tera, &Arc::new(Numbers::new("en", "0123456789", ",")));
        let template = "{% set link %}<b>{{ name }}</b>{% endset %}{{ one | fill(x=link) }} {{ one | fill(x=name) }} \
                        {{ many | fill(count=1) }} {{ many | fill(count=1200) }} {{ 1200 | number }}";
        tera.add_raw_template("t.html", template).expect("it parses");
        let mut context = tera::Context::new();
        context.insert("name", "a<b");
        context.insert("one", "see {x}.");
        context.insert("many", &std::collections::BTreeMap::from([("one", "{count} cat"), ("other", "{count} cats")]));
        let page = tera.render("t.html", &context).expect("it renders");
        assert_eq!(page, "see <b>a&lt;b</b>. see a&lt;b. 1 cat 1,200 cats 1,200");
        tera.add_raw_template("u.html", "{{ one | fill(y=name) }}").expect("it parses");
        let error = tera.render("u.html", &context).expect_err("a value is missing");
        assert!(error.to_string().contains("needs a value for `x`"), "{error}");
    }
}
