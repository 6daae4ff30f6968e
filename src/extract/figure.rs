//! Numbers and what they count.

use crate::extract::token::Reading;
use crate::model::facts::Figure;

/// Finds key figures, in text order.
pub(crate) fn find(_reading: &Reading<'_>) -> Vec<Figure> {
    Vec::new()
}
