//! Which files for other programs a site has beside its pages.

use serde::Deserialize;

/// The table `[exports]`: everything is written unless it is switched off. `docs/exports.md` describes the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Exports {
    /// `index.json` beside pages.
    pub json: bool,
    /// `index.md` beside pages, and `llms.txt`.
    pub markdown: bool,
    /// `events.ics` beside timelines.
    pub calendar: bool,
    /// `events.csv` beside timelines.
    pub csv: bool,
    /// `entities.ftm.json`, FollowTheMoney entities.
    pub ftm: bool,
    /// `timeline.json` beside timelines, for TimelineJS.
    pub timelinejs: bool,
    /// RSS beside the Atom feeds.
    pub rss: bool,
    /// JSON Feed beside the Atom feeds.
    pub jsonfeed: bool,
    /// Pictures for link previews, where the program was built with the feature `cards`.
    pub cards: bool,
}

impl Default for Exports {
    fn default() -> Self {
        Self {
            json: true,
            markdown: true,
            calendar: true,
            csv: true,
            ftm: true,
            timelinejs: true,
            rss: true,
            jsonfeed: true,
            cards: true,
        }
    }
}
