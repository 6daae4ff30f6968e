//! Who said what.

use crate::extract::token::Reading;
use crate::model::facts::{Mention, Quotation};

/// Finds direct, partial and indirect quotations, in text order.
pub(crate) fn find(_reading: &Reading<'_>, _mentions: &[Mention]) -> Vec<Quotation> {
    Vec::new()
}
