//! News or narrative: whether dates without a year lean on the day of publication or on the last date named.

use jiff::civil::Date;

use super::form::{Calendar, Form, Meaning, YearForm};

/// What unfinished dates lean on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// The day of publication.
    News,
    /// The last date that the text names.
    Narrative,
}

/// An article under this many bytes that says `today` or names a weekday is news.
const SHORT: usize = 4500;

/// Years that lie so far back are no news.
const LONG_AGO: i16 = 20;

/// Decides by counting: years far from the day of publication against words that lean on it.
///
/// Measured on newspaper articles and encyclopaedia histories: narrative where at least six years are far, they are most
/// of the years named, and outnumber the leaning words three to one.
pub(super) fn mode<'a>(forms: impl Iterator<Item = &'a Form>, published: Option<Date>, length: usize) -> Mode {
    let mut years = Vec::new();
    let mut leaning = 0;
    for form in forms {
        match form.meaning {
            Meaning::Calendar(Calendar { year: YearForm::Written(year), .. }) => years.push(year),
            Meaning::Calendar(Calendar { weekday: 1.., .. })
            | Meaning::Day(_)
            | Meaning::Turn(..)
            | Meaning::TurnWeekday(..)
            | Meaning::TurnMonth(..)
            | Meaning::TurnSeason(..) => leaning += 1,
            _ => {}
        }
    }
    // Without a day of publication the latest year named stands for the year of writing.
    let Some(written) = published.map(|day| day.year()).or_else(|| years.iter().copied().max()) else {
        return Mode::News;
    };
    let far = years.iter().filter(|year| (**year - written).abs() > 1).count();
    let narrative = far >= 6 && far >= 3 * leaning && 2 * far > years.len();
    // A short history names fewer years, and none of the last decades, and no day that leans on the day of publication.
    let old = |year: &i16| (year - written).abs() >= LONG_AGO;
    let all_old = years.len() >= 3 && years.iter().all(old) && leaning == 0;
    if all_old || narrative && (length >= SHORT || leaning == 0) { Mode::Narrative } else { Mode::News }
}
