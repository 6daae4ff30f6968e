//! Entries of timelines as plain data.

use jiff::civil::Date;

use crate::model::corpus::{Entry, EntryWhen, Telling};
use crate::model::facts::Event;
use crate::model::when::When;
use crate::render::site::Site;
use crate::render::view::Html;
use crate::render::when::YearShown;
use crate::text;

/// One article's event.
pub(in crate::render) fn told<'a>(site: &Site<'a>, telling: Telling) -> &'a Event {
    &site.corpus.briefing(telling.article).facts.events[telling.event as usize]
}

/// What happened, as one sentence: a capital at its start, a full stop at its end, no loose punctuation at either end.
pub(in crate::render) fn line(site: &Site<'_>, entry: &Entry) -> String {
    let Some(telling) = entry.tellings.first() else { return String::new() };
    let body = &site.corpus.briefing(telling.article).article.body;
    let pieces: Vec<&str> = told(site, *telling).line.iter().map(|piece| body.words(*piece)).collect();
    sentence(&pieces.join(" "))
}

fn sentence(words: &str) -> String {
    let loose = |c: char| c.is_whitespace() || ",;:–—-".contains(c);
    let mut line = text::capitalise(words.trim_matches(loose));
    let ended = line.ends_with(['.', '!', '?', '…', '”', '"', '؟', '。']);
    if !ended && !line.is_empty() {
        line.push('.');
    }
    line
}

/// The dates that its sources give: none, one, or several where they differ.
pub(in crate::render) fn dates(entry: &Entry) -> &[When] {
    match &entry.when {
        EntryWhen::Dated(when) => std::slice::from_ref(when),
        EntryWhen::Conflicting(dates) => dates,
        EntryWhen::Undated { .. } => &[],
    }
}

/// The words that give the date.
pub(super) fn date_as_written<'a>(site: &Site<'a>, telling: Telling) -> Option<&'a str> {
    let briefing = site.corpus.briefing(telling.article);
    let found = briefing.facts.dates.get(told(site, telling).date as usize)?;
    Some(briefing.words(found.at)).filter(|words| !words.is_empty())
}

/// First and last day of a time that is known to the day or is a stretch with two ends that lies within a year.
pub(super) fn days(when: &When) -> Option<(Date, Date)> {
    use crate::model::when::{Extent, Point};
    if when.approximate {
        return None;
    }
    match when.extent {
        Extent::Point(Point::Day(_))
        | Extent::Week(_)
        | Extent::Weekend(_)
        | Extent::Between(Point::Day(_), Point::Day(_)) => Some((when.earliest()?, when.latest()?)),
        Extent::Point(Point::Month(..) | Point::Year(_))
        | Extent::Between(..)
        | Extent::Season(..)
        | Extent::Decade(_)
        | Extent::Century(_)
        | Extent::Until(_)
        | Extent::Since(_) => None,
    }
}

/// Its date in words: dates that differ side by side, the words of the text where it is undated.
pub(in crate::render) fn date_in_words(site: &Site<'_>, entry: &Entry) -> String {
    plain(&site.when(&entry.when, &entry.tellings, YearShown::Always).html)
}

/// Ready markup of ours as plain words: without its tags.
fn plain(html: &Html) -> String {
    let mut words = String::with_capacity(html.0.len());
    let mut tag = false;
    for c in html.0.chars() {
        match c {
            '<' => tag = true,
            '>' if tag => tag = false,
            c if !tag => words.push(c),
            _ => {}
        }
    }
    words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_sentences() {
        assert_eq!(sentence("the ferry sank,"), "The ferry sank.");
        assert_eq!(sentence("“It holds.”"), "“It holds.”");
        assert_eq!(sentence("—"), "");
    }

    #[test]
    fn markup_as_words() {
        let html = Html("by <time datetime=\"2021\">2021</time> &amp; after".to_owned());
        assert_eq!(plain(&html), "by 2021 & after");
    }

    #[test]
    fn only_days_and_stretches_of_days_have_days() {
        let has = |edtf: &str| days(&edtf.parse().expect("a date")).is_some();
        assert!(has("2021-04-14") && has("2021-04-05/2021-04-11") && has("2021-04-01/2021-04-10"));
        assert!(!has("2021-04") && !has("2021-04-14~") && !has("../2021-04-14") && !has("2003/2011"));
    }
}
