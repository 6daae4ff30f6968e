//! The page of one quotation. There are as many as there are quotations, several to an article, so that what such a page
//! costs is what a large site feels.

use super::{Embed, page};
use crate::model::corpus::QuotationId;
use crate::render::Planned;
use crate::render::site::Site;

/// The name of its page: the article, the sentence, and a number where that sentence holds several.
pub(in crate::render) fn slug(site: &Site<'_>, id: QuotationId) -> String {
    let briefing = site.corpus.briefing(id.article);
    let sentence = site.corpus.quotation(id).at.sentence();
    let before = briefing.facts.quotations.iter().take(id.index as usize);
    let same = before.filter(|other| other.shown && other.at.sentence() == sentence).count();
    match same {
        0 => format!("{}-s{sentence}", briefing.slug),
        same => format!("{}-s{sentence}-{}", briefing.slug, same + 1),
    }
}

/// Its page.
pub(super) fn planned<'a>(site: &Site<'a>, id: QuotationId) -> Planned<'a> {
    let embed = Embed::Quotation(id);
    Planned::view(embed.route(site), Box::new(move |site, here| page(site, here, embed)))
}
