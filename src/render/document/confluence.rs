//! Confluence's storage format: XML in which the elements of HTML stand without a name space.

use super::{Document, html};

pub(super) fn write(document: &Document) -> String {
    let mut out = String::new();
    html::blocks(&document.blocks, "<hr />", &mut out);
    out
}
