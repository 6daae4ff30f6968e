//! Dated clauses that report something.

use crate::extract::token::Reading;
use crate::model::facts::{DateExpression, Event, Mention, Quotation};

/// Finds what happened or is to happen, in text order.
pub(crate) fn find(
    _reading: &Reading<'_>,
    _mentions: &[Mention],
    _dates: &[DateExpression],
    _quotations: &[Quotation],
) -> Vec<Event> {
    Vec::new()
}
