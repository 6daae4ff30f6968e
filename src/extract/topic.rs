//! Noun phrases that a topic could be called by.

use crate::extract::token::Reading;
use crate::model::facts::{Mention, Phrase};

/// Finds candidate phrases, in text order.
pub(crate) fn find(_reading: &Reading<'_>, _mentions: &[Mention]) -> Vec<Phrase> {
    Vec::new()
}
