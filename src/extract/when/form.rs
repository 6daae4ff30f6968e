//! What a date expression says before anybody knows when it was written.

use super::word::{FeastDay, SeasonWord, Shade, Unit};

/// An expression as it stands in one sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Form {
    /// First token, counted from the start of the sentence.
    pub(super) first: usize,
    /// One past the last token.
    pub(super) end: usize,
    /// What it says.
    pub(super) meaning: Meaning,
    /// The part of the day or hour that it adds.
    pub(super) clock: Option<Clock>,
    /// The part of the stretch that it picks out.
    pub(super) shade: Shade,
}

/// What an expression says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    /// A date of the calendar, of any precision, perhaps without its year.
    Calendar(Calendar),
    /// `4/14/2021` or `14/4/2021`.
    Slashes(u8, u8, i16),
    /// A decade by its first year.
    Decade(i16),
    /// A decade without its century, by its tens.
    Tens(u8),
    /// A century by its first year; before Christ its last, negated.
    Century(i16),
    /// A season.
    Season(SeasonWord, YearForm),
    /// A quarter of the year, 1 to 4.
    Quarter(u8, YearForm),
    /// A half of the year, 1 or 2.
    Half(u8, YearForm),
    /// A feast, and how many days later the day meant is.
    Feast(FeastDay, i8, YearForm),
    /// A day counted from the day of writing.
    Day(i8),
    /// `last week`: a unit counted from the one that holds the day of writing.
    Turn(Unit, i8),
    /// `last Monday`: -1, `this Monday`: 0, `next Monday`: 1.
    TurnWeekday(u8, i8),
    /// `last May`.
    TurnMonth(u8, i8),
    /// `last summer`.
    TurnSeason(SeasonWord, i8),
    /// `three weeks ago`, `two days later`.
    Offset(Offset),
    /// `that year`, `the same day`: the last one named.
    Same(Unit),
    /// `the end of the year`: the one of writing in news, the last one named in a narrative.
    The(Unit),
    /// `last quarter`: counted from the quarter that holds the day of writing.
    TurnQuarter(i8),
    /// A length of time.
    Duration(Amount, Unit),
    /// `recent weeks`.
    Recent(Unit),
    /// Something that recurs, by its TIMEX3 value.
    Set(&'static str),
    /// Every such weekday, month, season or part of the day.
    Every(Recurrence),
    /// `every two years`.
    EveryLength(u16, Unit),
    /// A part of no day in particular.
    AnyDay,
    /// A vague word, by its TIMEX3 value.
    Vague(&'static str),
    /// A part of some day.
    PartOfDay,
}

/// Day, month and year as far as they are written; 0 stands for one that is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Calendar {
    pub(super) year: YearForm,
    pub(super) month: u8,
    pub(super) day: u8,
    pub(super) weekday: u8,
}

/// How the year is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum YearForm {
    /// It is not.
    #[default]
    Missing,
    /// In figures; before Christ negative.
    Written(i16),
    /// As `last year`, counted from the year of writing.
    Turn(i8),
    /// As `that year`.
    Same,
}

/// What comes again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Recurrence {
    Weekday(u8),
    Month(u8),
    Season(SeasonWord),
    /// A part of the day, as TIMEX3 has it.
    Part(&'static str),
}

/// Some units before or after a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Offset {
    pub(super) amount: Amount,
    pub(super) unit: Unit,
    pub(super) back: bool,
    pub(super) from: Start,
}

/// What an offset counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// The time of writing.
    Writing,
    /// The last date in the text.
    Text,
    /// Something that happened, by the words after it: `three days after the landing`.
    Event,
}

/// How many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Amount {
    /// So many.
    Exact(u16),
    /// The text does not say.
    Vague,
}

/// A part of a day or an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    /// As TIMEX3 has it: `TMO`.
    Part(&'static str),
    /// Hour and minute.
    At(u8, u8),
}

impl Meaning {
    /// A date of the calendar.
    pub(super) fn calendar(year: YearForm, month: u8, day: u8) -> Self {
        Self::Calendar(Calendar { year, month, day, weekday: 0 })
    }
}

impl Form {
    /// An expression without part of day or shade.
    pub(super) fn new(first: usize, end: usize, meaning: Meaning) -> Self {
        Self { first, end, meaning, clock: None, shade: Shade::Whole }
    }

    /// The same with a part of the day.
    pub(super) fn at(self, clock: Option<Clock>) -> Self {
        Self { clock: clock.or(self.clock), ..self }
    }
}
