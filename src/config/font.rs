//! Font files of a site.

use serde::Deserialize;

/// Font files below `static/`, in place of fonts that a reader's system has. Without any, pages ask for none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Font {
    /// For what people wrote or said.
    pub serif: Option<String>,
    /// The same, slanted.
    pub serif_italic: Option<String>,
    /// For what was derived.
    pub sans: Option<String>,
}

impl Font {
    /// The keys that are set, with their values.
    pub fn files(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [("serif", &self.serif), ("serif_italic", &self.serif_italic), ("sans", &self.sans)];
        all.into_iter().filter_map(|(key, path)| Some((key, path.as_deref()?)))
    }
}
