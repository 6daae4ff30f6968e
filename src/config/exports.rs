//! Which files for other programs a site has beside its pages.

use std::path::{Path, PathBuf};

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

/// The table `[cards]`: pictures for link previews.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Cards {
    /// The files of the fonts, relative to the site; the first is for titles, the second for all else.
    font: Font,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "expected the path of a font, or a list of them")]
enum Font {
    One(PathBuf),
    Several(Vec<PathBuf>),
}

impl Default for Font {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

impl Cards {
    /// The files as paths from anywhere.
    pub(super) fn files(self, root: &Path) -> Vec<PathBuf> {
        let files = match self.font {
            Font::One(file) => vec![file],
            Font::Several(files) => files,
        };
        files.into_iter().map(|file| root.join(file)).collect()
    }
}
