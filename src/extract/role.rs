//! Offices and descriptions that a text gives people and organisations.

use crate::extract::token::Reading;
use crate::model::facts::{Mention, Role};

/// Finds what each mention is called by office.
pub(crate) fn find(_reading: &Reading<'_>, _mentions: &[Mention]) -> Vec<Role> {
    Vec::new()
}
