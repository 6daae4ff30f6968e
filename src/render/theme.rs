//! Templates and static files: the theme in the binary, and what a site puts over it.

use crate::config::Config;
use crate::diag::Error;

/// Templates and static files of one site.
#[derive(Debug)]
pub struct Theme {}

impl Theme {
    /// The theme in the binary with the site's own files over it.
    ///
    /// # Errors
    ///
    /// A file of the site cannot be read, or one of its templates has a syntax error.
    pub fn load(_config: &Config) -> Result<Self, Error> {
        Ok(Self {})
    }
}
