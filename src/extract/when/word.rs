//! The words that date expressions are made of.
//!
//! Every token gets one [`Class`]; almost all get [`Class::Other`] after a look at their first byte and length. The
//! grammar then works on classes and comes back to the text only for capitals.

use std::sync::LazyLock;

use crate::extract::entry::{ByEntry, Entry};

/// What a token can do in a date expression.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Class {
    /// Nothing.
    #[default]
    Other,
    /// A month by its full name, 1 to 12.
    Month(u8),
    /// A month cut short: `Jan`, `Sept`.
    MonthShort(u8),
    /// A weekday, 1 (Monday) to 7.
    Weekday(u8),
    /// A weekday cut short.
    WeekdayShort(u8),
    /// A weekday in the plural: every one of them.
    Weekdays(u8),
    /// One to four digits: their value and how many they are.
    Digits(u16, u8),
    /// A decade by its first year: `1990s`.
    Decade(u16),
    /// A decade without its century, by its tens: `90s`, `nineties`.
    Tens(u8),
    /// An ordinal: `first`, `21st`.
    Nth(u8),
    /// A number word.
    Cardinal(u16),
    /// A number not stated: `several`, `few`.
    Some,
    /// `a`, `an`.
    A,
    /// A unit of time in the singular.
    Unit(Unit),
    /// A unit of time in the plural.
    Units(Unit),
    /// A season by the code of TIMEX3.
    Season(SeasonWord),
    /// A part of the day by the code of TIMEX3.
    Part(&'static str),
    /// A day counted from the one of writing: `yesterday` is -1.
    Day(i8),
    /// `tonight`.
    Tonight,
    /// `last`, `previous`, `past`, `this`, `next`, …
    Turn(Turn),
    /// `each`, `every`.
    Every,
    /// `the`.
    The,
    /// `ago`.
    Ago,
    /// `later`, `after`, `afterwards`.
    Later,
    /// `earlier`, `before`, `prior`, `previously`.
    Earlier,
    /// `early`.
    Early,
    /// `mid`.
    Mid,
    /// `late`.
    Late,
    /// `beginning`, `start`, `end`, `middle`, `rest`: the word before `of`.
    Stage(Shade),
    /// A vague word by its TIMEX3 value.
    Vague(&'static str),
    /// A recurrence by its TIMEX3 value: `daily`.
    Recurring(&'static str),
    /// A feast.
    Feast(FeastDay),
    /// `BC`, `BCE`.
    Bc,
    /// `AD`, `CE`.
    Ad,
    /// `am`, `pm`: what stands after an hour.
    ClockWord,
    /// An hour or minute with its half of the day: `5pm`.
    Hour(u8, bool),
    /// `future`.
    Future,
    /// `present`.
    Present,
    /// `about`, `nearly`, …: makes an amount inexact and belongs to its span.
    Hedge,
    /// `half`.
    Half,
    /// `dozen`, `couple`, `hundred`: multiplies, or takes `of`.
    Multiple(u16),
    /// `quarter`.
    Quarter,
    /// `of`.
    Of,
    /// `in`, `on`, `by`, `since`, …: what stands before a date.
    Preposition,
    /// `and`, `or`.
    And,
    /// `to`, `until`, `through`.
    To,
    /// `old`.
    Old,
    /// `-`, `–`.
    Hyphen,
    /// `,`.
    Comma,
    /// `.`.
    Period,
    /// `:`.
    Colon,
    /// `/`.
    Slash,
    /// `'`, `’`.
    Apostrophe,
    /// `$`, `£`, `€`, `#`.
    Currency,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Year,
    Decade,
    Century,
}

/// A feast with a date of its own, or with a rule for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FeastDay {
    /// Always on this day of this month.
    Fixed(u8, u8),
    /// The Sunday of western Easter.
    Easter,
    /// The fourth Thursday in November.
    Thanksgiving,
}

/// A season as a word. `Fall` is kept apart because it is also a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SeasonWord {
    Spring,
    Summer,
    Autumn,
    Fall,
    Winter,
}

/// Which one of a row is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Last,
    Past,
    Previous,
    This,
    That,
    Same,
    Next,
    Following,
    Coming,
}

/// Which part of a stretch is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shade {
    /// All of it, or the text does not say.
    #[default]
    Whole,
    Start,
    Middle,
    End,
    /// `about`.
    About,
}

/// The words, sorted; months, weekdays and feasts need a capital besides.
const WORDS: &[(&str, Class)] = &[
    ("a", Class::A),
    ("about", Class::Hedge),
    ("ad", Class::Ad),
    ("after", Class::Later),
    ("afternoon", Class::Part("TAF")),
    ("afterwards", Class::Later),
    ("ago", Class::Ago),
    ("almost", Class::Hedge),
    ("am", Class::ClockWord),
    ("an", Class::A),
    ("and", Class::And),
    ("annual", Class::Recurring("XXXX")),
    ("approximately", Class::Hedge),
    ("apr", Class::MonthShort(4)),
    ("april", Class::Month(4)),
    ("around", Class::Hedge),
    ("at", Class::Preposition),
    ("aug", Class::MonthShort(8)),
    ("august", Class::Month(8)),
    ("autumn", Class::Season(SeasonWord::Autumn)),
    ("barely", Class::Hedge),
    ("bc", Class::Bc),
    ("bce", Class::Bc),
    ("before", Class::Earlier),
    ("beginning", Class::Stage(Shade::Start)),
    ("between", Class::Preposition),
    ("by", Class::Preposition),
    ("ca", Class::Hedge),
    ("ce", Class::Ad),
    ("centuries", Class::Units(Unit::Century)),
    ("century", Class::Unit(Unit::Century)),
    ("christmas", Class::Feast(FeastDay::Fixed(12, 25))),
    ("circa", Class::Hedge),
    ("close", Class::Stage(Shade::End)),
    ("coming", Class::Turn(Turn::Coming)),
    ("couple", Class::Multiple(0)),
    ("currently", Class::Vague("PRESENT_REF")),
    ("daily", Class::Recurring("XXXX-XX-XX")),
    ("dawn", Class::Part("TMO")),
    ("day", Class::Unit(Unit::Day)),
    ("days", Class::Units(Unit::Day)),
    ("dec", Class::MonthShort(12)),
    ("decade", Class::Unit(Unit::Decade)),
    ("decades", Class::Units(Unit::Decade)),
    ("december", Class::Month(12)),
    ("dozen", Class::Multiple(12)),
    ("during", Class::Preposition),
    ("each", Class::Every),
    ("earlier", Class::Earlier),
    ("early", Class::Early),
    ("easter", Class::Feast(FeastDay::Easter)),
    ("eight", Class::Cardinal(8)),
    ("eighteen", Class::Cardinal(18)),
    ("eighteenth", Class::Nth(18)),
    ("eighth", Class::Nth(8)),
    ("eighties", Class::Tens(80)),
    ("eighty", Class::Cardinal(80)),
    ("eleven", Class::Cardinal(11)),
    ("eleventh", Class::Nth(11)),
    ("end", Class::Stage(Shade::End)),
    ("evening", Class::Part("TEV")),
    ("every", Class::Every),
    ("fall", Class::Season(SeasonWord::Fall)),
    ("feb", Class::MonthShort(2)),
    ("february", Class::Month(2)),
    ("few", Class::Some),
    ("fifteen", Class::Cardinal(15)),
    ("fifteenth", Class::Nth(15)),
    ("fifth", Class::Nth(5)),
    ("fifties", Class::Tens(50)),
    ("fifty", Class::Cardinal(50)),
    ("first", Class::Nth(1)),
    ("five", Class::Cardinal(5)),
    ("following", Class::Turn(Turn::Following)),
    ("forties", Class::Tens(40)),
    ("fortnight", Class::Unit(Unit::Fortnight)),
    ("forty", Class::Cardinal(40)),
    ("four", Class::Cardinal(4)),
    ("fourteen", Class::Cardinal(14)),
    ("fourteenth", Class::Nth(14)),
    ("fourth", Class::Nth(4)),
    ("fri", Class::WeekdayShort(5)),
    ("friday", Class::Weekday(5)),
    ("fridays", Class::Weekdays(5)),
    ("from", Class::Preposition),
    ("future", Class::Future),
    ("half", Class::Half),
    ("halloween", Class::Feast(FeastDay::Fixed(10, 31))),
    ("hour", Class::Unit(Unit::Hour)),
    ("hours", Class::Units(Unit::Hour)),
    ("hrs", Class::Units(Unit::Hour)),
    ("hundred", Class::Multiple(100)),
    ("in", Class::Preposition),
    ("jan", Class::MonthShort(1)),
    ("january", Class::Month(1)),
    ("jul", Class::MonthShort(7)),
    ("july", Class::Month(7)),
    ("jun", Class::MonthShort(6)),
    ("june", Class::Month(6)),
    ("last", Class::Turn(Turn::Last)),
    ("late", Class::Late),
    ("later", Class::Later),
    ("least", Class::Hedge),
    ("less", Class::Hedge),
    ("many", Class::Some),
    ("mar", Class::MonthShort(3)),
    ("march", Class::Month(3)),
    ("may", Class::Month(5)),
    ("mid", Class::Mid),
    ("middle", Class::Stage(Shade::Middle)),
    ("midnight", Class::Part("T24:00")),
    ("mins", Class::Units(Unit::Minute)),
    ("minute", Class::Unit(Unit::Minute)),
    ("minutes", Class::Units(Unit::Minute)),
    ("mon", Class::WeekdayShort(1)),
    ("monday", Class::Weekday(1)),
    ("mondays", Class::Weekdays(1)),
    ("month", Class::Unit(Unit::Month)),
    ("monthly", Class::Recurring("XXXX-XX")),
    ("months", Class::Units(Unit::Month)),
    ("more", Class::Hedge),
    ("morning", Class::Part("TMO")),
    ("nearly", Class::Hedge),
    ("next", Class::Turn(Turn::Next)),
    ("night", Class::Part("TNI")),
    ("nine", Class::Cardinal(9)),
    ("nineteen", Class::Cardinal(19)),
    ("nineteenth", Class::Nth(19)),
    ("nineties", Class::Tens(90)),
    ("ninety", Class::Cardinal(90)),
    ("ninth", Class::Nth(9)),
    ("noon", Class::Part("T12:00")),
    ("nov", Class::MonthShort(11)),
    ("november", Class::Month(11)),
    ("now", Class::Vague("PRESENT_REF")),
    ("nowadays", Class::Vague("PRESENT_REF")),
    ("oct", Class::MonthShort(10)),
    ("october", Class::Month(10)),
    ("of", Class::Of),
    ("old", Class::Old),
    ("on", Class::Preposition),
    ("one", Class::Cardinal(1)),
    ("or", Class::And),
    ("outset", Class::Stage(Shade::Start)),
    ("over", Class::Hedge),
    ("past", Class::Turn(Turn::Past)),
    ("pm", Class::ClockWord),
    ("present", Class::Present),
    ("previous", Class::Turn(Turn::Previous)),
    ("previously", Class::Earlier),
    ("prior", Class::Earlier),
    ("quarter", Class::Quarter),
    ("recent", Class::Vague("PAST_REF")),
    ("recently", Class::Vague("PAST_REF")),
    ("rest", Class::Stage(Shade::Whole)),
    ("roughly", Class::Hedge),
    ("same", Class::Turn(Turn::Same)),
    ("sat", Class::WeekdayShort(6)),
    ("saturday", Class::Weekday(6)),
    ("saturdays", Class::Weekdays(6)),
    ("second", Class::Nth(2)),
    ("sep", Class::MonthShort(9)),
    ("sept", Class::MonthShort(9)),
    ("september", Class::Month(9)),
    ("seven", Class::Cardinal(7)),
    ("seventeen", Class::Cardinal(17)),
    ("seventeenth", Class::Nth(17)),
    ("seventh", Class::Nth(7)),
    ("seventies", Class::Tens(70)),
    ("seventy", Class::Cardinal(70)),
    ("several", Class::Some),
    ("shortly", Class::Hedge),
    ("since", Class::Preposition),
    ("six", Class::Cardinal(6)),
    ("sixteen", Class::Cardinal(16)),
    ("sixteenth", Class::Nth(16)),
    ("sixth", Class::Nth(6)),
    ("sixties", Class::Tens(60)),
    ("sixty", Class::Cardinal(60)),
    ("some", Class::Hedge),
    ("soon", Class::Vague("FUTURE_REF")),
    ("spring", Class::Season(SeasonWord::Spring)),
    ("springtime", Class::Season(SeasonWord::Spring)),
    ("start", Class::Stage(Shade::Start)),
    ("summer", Class::Season(SeasonWord::Summer)),
    ("sun", Class::WeekdayShort(7)),
    ("sunday", Class::Weekday(7)),
    ("sundays", Class::Weekdays(7)),
    ("ten", Class::Cardinal(10)),
    ("tenth", Class::Nth(10)),
    ("than", Class::Hedge),
    ("thanksgiving", Class::Feast(FeastDay::Thanksgiving)),
    ("that", Class::Turn(Turn::That)),
    ("the", Class::The),
    ("third", Class::Nth(3)),
    ("thirteen", Class::Cardinal(13)),
    ("thirteenth", Class::Nth(13)),
    ("thirties", Class::Tens(30)),
    ("thirty", Class::Cardinal(30)),
    ("this", Class::Turn(Turn::This)),
    ("three", Class::Cardinal(3)),
    ("through", Class::To),
    ("throughout", Class::Preposition),
    ("thu", Class::WeekdayShort(4)),
    ("thur", Class::WeekdayShort(4)),
    ("thurs", Class::WeekdayShort(4)),
    ("thursday", Class::Weekday(4)),
    ("thursdays", Class::Weekdays(4)),
    ("till", Class::To),
    ("to", Class::To),
    ("today", Class::Day(0)),
    ("tomorrow", Class::Day(1)),
    ("tonight", Class::Tonight),
    ("tue", Class::WeekdayShort(2)),
    ("tues", Class::WeekdayShort(2)),
    ("tuesday", Class::Weekday(2)),
    ("tuesdays", Class::Weekdays(2)),
    ("turn", Class::Stage(Shade::Start)),
    ("twelfth", Class::Nth(12)),
    ("twelve", Class::Cardinal(12)),
    ("twenties", Class::Tens(20)),
    ("twentieth", Class::Nth(20)),
    ("twenty", Class::Cardinal(20)),
    ("two", Class::Cardinal(2)),
    ("under", Class::Hedge),
    ("until", Class::To),
    ("upcoming", Class::Turn(Turn::Coming)),
    ("wed", Class::WeekdayShort(3)),
    ("wednesday", Class::Weekday(3)),
    ("wednesdays", Class::Weekdays(3)),
    ("weds", Class::WeekdayShort(3)),
    ("week", Class::Unit(Unit::Week)),
    ("weekend", Class::Unit(Unit::Weekend)),
    ("weekends", Class::Units(Unit::Weekend)),
    ("weekly", Class::Recurring("XXXX-WXX")),
    ("weeks", Class::Units(Unit::Week)),
    ("winter", Class::Season(SeasonWord::Winter)),
    ("within", Class::Preposition),
    ("year", Class::Unit(Unit::Year)),
    ("years", Class::Units(Unit::Year)),
    ("yesterday", Class::Day(-1)),
    ("yrs", Class::Units(Unit::Year)),
];

/// The class that the list gives an entry, in small letters or with a capital.
static BY_ENTRY: LazyLock<ByEntry<Class>> =
    LazyLock::new(|| ByEntry::of(WORDS.iter().copied(), |known, class| *known = class));

/// The words of the list.
pub(crate) fn listed() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|(word, _)| *word)
}

/// The class of a token.
pub(super) fn class(word: &str, entry: Entry) -> Class {
    let bytes = word.as_bytes();
    match bytes.first() {
        Some(b'0'..=b'9') => digits(bytes),
        Some(first) if first.is_ascii_alphabetic() => letters(*first, entry),
        _ => mark(word),
    }
}

/// Whether a class alone can be the heart of an expression. Sentences without one are not looked at again.
pub(super) fn triggers(class: Class) -> bool {
    !matches!(
        class,
        Class::Other
            | Class::A
            | Class::The
            | Class::Of
            | Class::And
            | Class::To
            | Class::Hedge
            | Class::Preposition
            | Class::Some
            | Class::Cardinal(_)
            | Class::Hyphen
            | Class::Comma
            | Class::Period
            | Class::Colon
            | Class::Slash
            | Class::Apostrophe
            | Class::Currency
            | Class::Turn(
                Turn::Last
                    | Turn::Previous
                    | Turn::This
                    | Turn::That
                    | Turn::Same
                    | Turn::Next
                    | Turn::Following
                    | Turn::Coming
            )
            | Class::Later
            | Class::Earlier
            | Class::Every
    )
}

fn mark(word: &str) -> Class {
    match word {
        "-" | "–" | "—" => Class::Hyphen,
        "," => Class::Comma,
        "." => Class::Period,
        ":" => Class::Colon,
        "/" => Class::Slash,
        "'" | "’" | "‘" => Class::Apostrophe,
        "$" | "£" | "€" | "#" => Class::Currency,
        _ => Class::Other,
    }
}

/// `5`, `1990`, `21st`, `1990s`, `90s`, `5pm`.
fn digits(bytes: &[u8]) -> Class {
    let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if count > 4 {
        return Class::Other;
    }
    let value = bytes.iter().take(count).fold(0, |value, byte| value * 10 + u16::from(byte - b'0'));
    match bytes.get(count..).unwrap_or_default() {
        b"" => Class::Digits(value, count as u8),
        b"st" | b"nd" | b"rd" | b"th" if value <= 99 => Class::Nth(value as u8),
        b"s" if count >= 3 && value % 10 == 0 => Class::Decade(value),
        b"s" if count == 2 && value % 10 == 0 => Class::Tens(value as u8),
        b"am" | b"AM" if value < 60 => Class::Hour(value as u8, false),
        b"pm" | b"PM" if value < 60 => Class::Hour(value as u8, true),
        _ => Class::Other,
    }
}

fn letters(first: u8, entry: Entry) -> Class {
    let found = BY_ENTRY.get(entry);
    let needs_capital = matches!(
        found,
        Class::Month(_)
            | Class::MonthShort(_)
            | Class::Weekday(_)
            | Class::WeekdayShort(_)
            | Class::Weekdays(_)
            | Class::Feast(..)
            | Class::Bc
            | Class::Ad
    );
    if needs_capital && !first.is_ascii_uppercase() { Class::Other } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_listed_twice() {
        assert!(WORDS.windows(2).all(|pair| pair[0].0 < pair[1].0), "the list is sorted");
    }

    #[test]
    fn classes() {
        let class = |word: &str| class(word, Entry::of(word));
        assert_eq!(class("May"), Class::Month(5));
        assert_eq!(class("may"), Class::Other, "a verb");
        assert_eq!(class("21st"), Class::Nth(21));
        assert_eq!(class("1990s"), Class::Decade(1990));
        assert_eq!(class("1990"), Class::Digits(1990, 4));
        assert_eq!(class("19901"), Class::Other);
        assert_eq!(class("YESTERDAY"), Class::Day(-1));
        assert_eq!(class("–"), Class::Hyphen);
    }
}
