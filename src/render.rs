//! Rendering: the corpus becomes pages.
//!
//! What comes in is the corpus, the theme and the configuration; what goes out is a list of routes, each with a
//! fingerprint of all that it depends on and a way to produce its bytes. Rendering writes nothing.

pub mod theme;

pub use self::theme::Theme;
use crate::config::Config;
use crate::diag::Error;
use crate::model::corpus::Corpus;
use crate::model::page::Pages;

/// All pages of a site, in route order.
///
/// # Errors
///
/// A view cannot be made into what templates read, which no content can cause.
pub fn pages<'a>(_corpus: &'a Corpus, _theme: &'a Theme, _config: &'a Config) -> Result<Pages<'a>, Error> {
    Ok(Pages::default())
}
