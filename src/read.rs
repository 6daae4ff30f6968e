//! Reading: files become articles.
//!
//! What comes in is bytes; what goes out is an [`Article`]: a header, and a body of clean text with blocks, sentences and
//! the way back to the file. Reading knows nothing of names, quotations or dates in the text, and nothing of other
//! articles.

pub mod single;
pub mod walk;

use crate::config::Config;
use crate::diag::Checked;
use crate::model::article::{Article, Source};
use crate::model::corpus::{CuratedActor, CuratedTopic, StandingPage};

/// Reads one article. `None` where there is no text to publish; the diagnostics say why.
pub fn article(_source: &Source, _config: &Config) -> Checked<Option<Article>> {
    Checked::clean(None)
}

/// Reads one actor file.
pub fn actor(_source: &Source, _config: &Config) -> Checked<Option<CuratedActor>> {
    Checked::clean(None)
}

/// Reads one topic file.
pub fn topic(_source: &Source, _config: &Config) -> Checked<Option<CuratedTopic>> {
    Checked::clean(None)
}

/// Reads one page that is no article.
pub fn page(_source: &Source, _config: &Config) -> Checked<Option<StandingPage>> {
    Checked::clean(None)
}
