//! Numbers as a language writes them, and the plural category it gives them.

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

/// How a language writes numbers.
pub(in crate::render) struct Numbers {
    /// For `3 events`; `None` where nothing is known of the language.
    cardinal: Option<PluralRules>,
    /// For `the 3rd century`.
    ordinal: Option<PluralRules>,
    /// From zero to nine.
    digits: Vec<char>,
    thousands: String,
}

impl Numbers {
    /// The numbers of the language with this tag, with these ten digits.
    pub(super) fn new(tag: &str, digits: &str, thousands: &str) -> Self {
        let locale = Locale::try_from_str(tag).ok();
        Self {
            cardinal: locale.as_ref().and_then(|locale| PluralRules::try_new_cardinal(locale.into()).ok()),
            ordinal: locale.as_ref().and_then(|locale| PluralRules::try_new_ordinal(locale.into()).ok()),
            digits: digits.chars().collect(),
            thousands: thousands.to_owned(),
        }
    }

    /// The plural category of a number of things.
    pub(super) fn category(&self, number: usize) -> PluralCategory {
        self.cardinal.as_ref().map_or(PluralCategory::Other, |rules| rules.category_for(number))
    }

    /// The plural category of the `number`th thing.
    pub(super) fn ordinal(&self, number: usize) -> PluralCategory {
        self.ordinal.as_ref().map_or(PluralCategory::Other, |rules| rules.category_for(number))
    }

    /// A number with its thousands apart.
    pub(in crate::render) fn grouped(&self, number: usize) -> String {
        let digits = number.to_string();
        let mut grouped = String::with_capacity(digits.len() + 4);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push_str(&self.thousands);
            }
            grouped.push(self.digit(digit));
        }
        grouped
    }

    /// A number that stands for something else, as that of a year or a day does: its thousands are not apart.
    pub(in crate::render) fn plain(&self, number: impl Into<i64>) -> String {
        number.into().to_string().chars().map(|digit| self.digit(digit)).collect()
    }

    fn digit(&self, digit: char) -> char {
        let value = digit.to_digit(10).and_then(|value| self.digits.get(value as usize));
        value.copied().unwrap_or(digit)
    }
}

/// The name of a plural category in a language file.
pub(super) fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart_but_not_in_years() {
        let numbers = Numbers::new("en", "0123456789", ",");
        assert_eq!((numbers.grouped(12), numbers.grouped(12_345_678)), ("12".to_owned(), "12,345,678".to_owned()));
        assert_eq!((numbers.plain(2021i16), numbers.plain(-44i16)), ("2021".to_owned(), "-44".to_owned()));
    }

    #[test]
    fn a_language_that_nobody_knows_has_one_form() {
        for tag in ["tlh", "not a tag", ""] {
            let numbers = Numbers::new(tag, "0123456789", ",");
            assert_eq!(
                (numbers.category(1), numbers.ordinal(1)),
                (PluralCategory::Other, PluralCategory::Other),
                "{tag}"
            );
        }
    }
}
