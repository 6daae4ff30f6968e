//! Word lists: the ones in the binary, and the names that a site's actor files add.

use std::sync::Arc;

use crate::model::corpus::CuratedActor;

/// Names that a site adds to the lists in the binary.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// The site's actor files.
    pub(crate) curated: Vec<Arc<CuratedActor>>,
}

impl Lexicon {
    /// The lists in the binary and the names and aliases of these actors.
    pub fn new(curated: &[Arc<CuratedActor>]) -> Self {
        Self { curated: curated.to_vec() }
    }
}
