//! The year of a day or month that the text gives without it.

use jiff::civil::Date;

use super::{Resolver, Setting};
use crate::extract::when::cue::Cue;
use crate::extract::when::form::Calendar;
use crate::extract::when::mode::Mode;
use crate::extract::when::value;
use crate::extract::when::word::Unit;

impl Resolver {
    /// The year of a month or of a day in it that the text does not give.
    pub(super) fn missing_year(&self, month: u8, day: u8, setting: Setting) -> Option<i16> {
        match self.mode {
            Mode::News => self.missing_year_in_news(month, day, setting.cue),
            Mode::Narrative => self.missing_year_in_narrative(month, setting),
        }
    }

    /// The year, near the one of writing or the last one named, in which a day falls on the weekday beside it.
    pub(super) fn year_by_weekday(&self, calendar: Calendar) -> Option<i16> {
        let base = match self.mode {
            Mode::News => self.published?.year(),
            Mode::Narrative => self.last.year?,
        };
        let fits = |year: &i16| {
            let day = Date::new(*year, calendar.month as i8, calendar.day as i8);
            day.is_ok_and(|day| day.weekday().to_monday_one_offset() == calendar.weekday as i8)
        };
        [base, base - 1, base + 1].into_iter().find(fits)
    }

    fn missing_year_in_news(&self, month: u8, day: u8, cue: Cue) -> Option<i16> {
        let published = self.published?;
        let year = published.year();
        let ahead = (i16::from(month) + 12 - i16::from(published.month())) % 12;
        // The month of publication or one beside it is meant, whatever year the text gave it elsewhere.
        let near = matches!(ahead, 0 | 1 | 11);
        if let Some(named) = self.named.get(usize::from(month).checked_sub(1)?).copied().flatten()
            && (year - named).abs() <= 1
            && cue != Cue::Future
            && !near
        {
            return Some(named);
        }
        let coming = if month as i8 >= published.month() { year } else { year + 1 };
        if day == 0 {
            let soon = ahead <= 3 && cue != Cue::Past;
            return Some(if ahead == 0 || cue == Cue::Future || soon { coming } else { coming - 1 });
        }
        let candidate = |year| Date::new(year, month as i8, day as i8).ok();
        let next = [year, year + 1].into_iter().filter_map(candidate).find(|date| *date > published);
        let previous = [year, year - 1].into_iter().filter_map(candidate).find(|date| *date <= published);
        // Where nothing speaks of the past, a day in three months is more likely than one nine months ago.
        let reach = if cue == Cue::None { 90 } else { 45 };
        let near = next.is_some_and(|date| date <= value::shift(published, Unit::Day, reach));
        let future = cue == Cue::Future || (near && cue != Cue::Past);
        // What is to run from a day just past began on it; nobody leaves out a year that is so far off.
        let just_past =
            previous.is_some_and(|date| date >= value::shift(published, Unit::Day, if near { -1 } else { -30 }));
        let chosen = if future && !just_past { next.or(previous) } else { previous.or(next) };
        chosen.map(|date| date.year()).or(Some(year))
    }

    fn missing_year_in_narrative(&self, month: u8, setting: Setting) -> Option<i16> {
        let year = self.last.year.or(setting.next_year).or(self.published.map(|day| day.year()))?;
        let Some((last_year, last_month)) = self.last.month.filter(|(last, _)| *last == year) else {
            return Some(year);
        };
        let rolls = last_year == year && i16::from(last_month) - i16::from(month) >= 6;
        let turned_back = setting.next_month.is_some_and(|next| next < (year + 1, month))
            || setting.next_year.is_some_and(|next| next < year + 1);
        Some(if rolls && !turned_back { year + 1 } else { year })
    }
}
