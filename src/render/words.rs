//! The words that the theme puts around the texts, and how numbers are written, in the language of the site.
//!
//! No sentence is put together in code: a message is whole in the file of its language, with `{…}` where the page puts
//! something. A message that has a number has a form for each plural category of the language.

mod file;
mod message;
mod number;
pub mod pages;
pub mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::message::fill;
pub(super) use self::message::register;
pub use self::message::{Counted, Message};
pub(super) use self::number::Numbers;
use self::text::Words;
use crate::config;
use crate::diag::{Code, Diagnostic, Error};
use crate::span::SourceId;

/// The languages that the program brings, by tag.
pub(super) const SHIPPED: [(&str, &str); 2] =
    [("ar", include_str!("../../templates/words/ar.toml")), ("en", include_str!("../../templates/words/en.toml"))];

/// The folder of word files, below that of templates.
pub(super) const FOLDER: &str = "words/";

/// How many messages a diagnostic names.
const NAMED: usize = 3;

/// The language that a site speaks to its readers.
pub(super) struct Language {
    /// Its words.
    pub(super) words: Words,
    /// Its numbers.
    pub(super) numbers: Arc<Numbers>,
    /// What its files do not say, so that it is said in English.
    english: English,
}

/// How much of a site's words is English although its language is another.
enum English {
    /// Nothing.
    Nothing,
    /// These messages.
    Some(Vec<String>),
    /// Everything.
    All,
}

impl Language {
    /// The language with this BCP 47 tag: shipped words, and over them those of the site's own files, which are given by
    /// their name below the folder of templates. The words of `ar` stand below those of `ar-IQ`, and English below all.
    ///
    /// # Errors
    ///
    /// A file is no TOML, or has an unknown key, a value of a wrong type, or a message without its placeholders.
    pub(super) fn load(tag: &str, own: &BTreeMap<String, String>) -> Result<Self, Error> {
        let english = file::shipped(english());
        let shape = file::Shape::of(&english);
        let (mut table, mut said) = (english, Vec::new());
        let mut any = false;
        for name in steps(tag) {
            let shipped = SHIPPED.iter().find(|(tag, _)| *tag == name).map(|(_, text)| file::shipped(text));
            let own = own.iter().find(|(file, _)| file.eq_ignore_ascii_case(&format!("{FOLDER}{name}.toml")));
            let own = own.map(|(file, text)| shape.read(&format!("templates/{file}"), text)).transpose()?;
            for layer in shipped.into_iter().chain(own) {
                any = true;
                said.extend(file::merge(layer, &mut table));
            }
        }
        let unsaid = shape.keys().filter(|key| !said.contains(key));
        let english = if any { English::Some(unsaid.collect()) } else { English::All };
        let words: Words = table.try_into().map_err(|error: toml::de::Error| file::unreadable(&error))?;
        let numbers = Arc::new(Numbers::new(tag, &words.date.digits, &words.date.thousands));
        let complete = matches!(&english, English::Some(keys) if keys.is_empty());
        Ok(Self { words, numbers, english: if complete { English::Nothing } else { english } })
    }

    /// What to say of a language whose words are not all there.
    pub(super) fn untranslated(&self, tag: &str) -> Option<Diagnostic> {
        let message = match &self.english {
            English::Nothing => return None,
            English::All => {
                format!("no words in the language `{tag}`: what the theme says around the texts is English")
            }
            English::Some(keys) => {
                let named: Vec<String> = keys.iter().take(NAMED).map(|key| format!("`{key}`")).collect();
                let more = if keys.len() > NAMED { ", …" } else { "" };
                format!("{} messages are English in the language `{tag}`: {}{more}", keys.len(), named.join(", "))
            }
        };
        let hint = format!("say them in `templates/words/{}.toml`; docs/templates.md tells how", primary(tag));
        Some(Diagnostic::file(Code::Untranslated, &SourceId::new(config::FILE), message).hint(hint))
    }

    /// A message with a number: in the form that the number asks for.
    pub(super) fn counted(&self, message: &Counted, number: usize) -> String {
        self.counted_with(message, number, &[])
    }

    /// A message with a number, and other things.
    pub(super) fn counted_with(&self, message: &Counted, number: usize, values: &[(&str, &str)]) -> String {
        let written = self.numbers.grouped(number);
        let values: Vec<(&str, &str)> = values.iter().copied().chain([("count", written.as_str())]).collect();
        fill(message.form(self.numbers.category(number)), &values)
    }

    /// A message about the `number`th of something.
    pub(super) fn ordinal(&self, message: &Counted, number: usize) -> String {
        let written = self.numbers.plain(number as i64);
        fill(message.form(self.numbers.ordinal(number)), &[("count", &written)])
    }

    /// Things in a row: `A, B and C`.
    pub(super) fn all_of(&self, things: &[String]) -> String {
        match things {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => {
                let rest = first.join(&self.words.list.separator);
                self.words.list.and.fill(&[("rest", &rest), ("last", last)])
            }
        }
    }
}

/// The shipped English words, for tests.
#[cfg(test)]
pub(super) fn in_english() -> &'static Words {
    static ENGLISH: std::sync::LazyLock<Option<Language>> =
        std::sync::LazyLock::new(|| Language::load("en", &BTreeMap::new()).ok());
    ENGLISH.as_ref().map(|language| &language.words).expect("English is shipped")
}

/// The direction in which a language is written.
pub(super) fn direction(tag: &str) -> &'static str {
    const FROM_THE_RIGHT: [&str; 14] =
        ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"];
    let script = tag.split('-').skip(1).find(|part| part.len() == 4).map(str::to_ascii_lowercase);
    let right = match script.as_deref() {
        Some(script) => matches!(script, "arab" | "hebr" | "syrc" | "thaa" | "nkoo" | "adlm" | "rohg"),
        None => FROM_THE_RIGHT.contains(&primary(tag).as_str()),
    };
    if right { "rtl" } else { "ltr" }
}

fn english() -> &'static str {
    SHIPPED.iter().find(|(tag, _)| *tag == "en").map_or("", |(_, text)| text)
}

fn primary(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

/// A tag cut after each of its parts: `ar`, `ar-IQ`. The first is in lower case.
fn steps(tag: &str) -> Vec<String> {
    let primary = primary(tag);
    let mut steps = vec![primary.clone()];
    let rest = tag.get(primary.len()..).unwrap_or_default();
    steps.extend(
        rest.match_indices('-').skip(1).map(|(end, _)| format!("{primary}{}", rest.get(..end).unwrap_or(rest))),
    );
    if !rest.is_empty() {
        steps.push(format!("{primary}{rest}"));
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(tag: &str, own: &[(&str, &str)]) -> Result<Language, Error> {
        let own = own.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Language::load(tag, &own)
    }

    fn loaded(tag: &str, own: &[(&str, &str)]) -> Language {
        load(tag, own).unwrap_or_else(|error| panic!("{tag}: {error}"))
    }

    #[test]
    fn the_shipped_languages_are_complete_and_keep_to_english() {
        let english = file::shipped(english());
        for (tag, text) in SHIPPED {
            let shape = file::Shape::of(&english);
            shape.read(tag, text).unwrap_or_else(|error| panic!("{tag}: {error}"));
            let language = loaded(tag, &[]);
            assert!(language.untranslated(tag).is_none(), "{tag}: {:?}", language.untranslated(tag));
        }
    }

    #[test]
    fn a_file_of_the_site_stands_over_the_shipped_one_key_by_key() {
        let own =
            [("words/ar.toml", "[nav]\ntopics = \"ملفات\"\n"), ("words/ar-IQ.toml", "[nav]\nactors = \"شخوص\"\n")];
        let language = loaded("ar-IQ", &own);
        assert_eq!((language.words.nav.topics.as_str(), language.words.nav.actors.as_str()), ("ملفات", "شخوص"));
        assert_eq!(language.words.nav.archive, "الأرشيف");
        assert!(language.untranslated("ar-IQ").is_none());
        assert_eq!(loaded("ar", &own).words.nav.actors, "الأطراف");
    }

    #[test]
    fn what_no_file_says_is_english_and_reported() {
        let none = loaded("fr", &[]);
        assert_eq!(none.words.nav.topics, "Topics");
        let said = none.untranslated("fr").map(|diagnostic| diagnostic.message);
        assert!(said.is_some_and(|said| said.starts_with("no words in the language `fr`")));
        let some = loaded("fr-CA", &[("words/fr.toml", "[nav]\ntopics = \"Sujets\"\n")]);
        assert_eq!((some.words.nav.topics.as_str(), some.words.nav.actors.as_str()), ("Sujets", "Actors"));
        let said = some.untranslated("fr-CA").map(|diagnostic| diagnostic.message).unwrap_or_default();
        assert!(said.contains(" messages are English") && !said.contains("nav.topics"), "{said}");
    }

    #[test]
    fn numbers_have_the_form_that_the_language_gives_them() {
        let check = |tag: &str, number: usize, expected: &str| {
            let language = loaded(tag, &[]);
            assert_eq!(language.counted(&language.words.count.events, number), expected);
        };
        check("en", 0, "0 events");
        check("en", 1, "1 event");
        check("en", 12_345, "12,345 events");
        check("ar", 0, "لا أحداث");
        check("ar", 1, "حدث واحد");
        check("ar", 2, "حدثان");
        check("ar", 3, "3 أحداث");
        check("ar", 11, "11 حدثًا");
        check("ar-IQ", 100, "100 حدث");
        check("ar", 1_103, "1,103 أحداث");
    }

    #[test]
    fn a_site_may_have_other_digits() {
        let own = [("words/ar.toml", "[date]\ndigits = \"٠١٢٣٤٥٦٧٨٩\"\nthousands = \"٬\"\n")];
        let language = loaded("ar", &own);
        assert_eq!(language.counted(&language.words.count.events, 1_105), "١٬١٠٥ أحداث");
    }

    #[test]
    fn things_in_a_row() {
        let names = ["A", "B", "C"].map(str::to_owned);
        assert_eq!(loaded("en", &[]).all_of(&names), "A, B and C");
        assert_eq!(loaded("ar", &[]).all_of(&names), "A، B وC");
        assert_eq!(loaded("en", &[]).all_of(&names[..1]), "A");
    }

    #[test]
    fn tags_and_directions() {
        assert_eq!(steps("zh-Hant-TW"), ["zh", "zh-Hant", "zh-Hant-TW"]);
        assert_eq!(steps("EN"), ["en"]);
        for (tag, expected) in [("ar-IQ", "rtl"), ("en", "ltr"), ("ckb", "rtl"), ("ks-Deva", "ltr"), ("az-Arab", "rtl")]
        {
            assert_eq!(direction(tag), expected, "{tag}");
        }
    }
}
