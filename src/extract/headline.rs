//! What an article is called.

use crate::extract::token::Reading;
use crate::model::facts::Headline;
use crate::text;

/// The title its author wrote, else one cut from the lead.
pub(crate) fn find(reading: &Reading<'_>) -> Headline {
    match &reading.article.header.title {
        Some(title) => Headline::Written(title.clone()),
        None => Headline::FileName(text::capitalise(&reading.article.id.stem().replace(['-', '_'], " "))),
    }
}
