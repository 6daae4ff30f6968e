//! What stands in the place of cards in a program without the feature `cards`: a word to who asks for them.

use crate::diag::{Checked, Code, Diagnostic, Error};
use crate::render::Planned;
use crate::render::export::Subject;
use crate::render::site::Site;
use crate::render::view::CardView;
use crate::span::SourceId;

/// No card; a note where `dateline.toml` asks for them.
#[expect(clippy::unnecessary_wraps, reason = "the signature is that of the module that draws cards")]
pub(super) fn planned<'a>(site: &Site<'a>) -> Result<Checked<Vec<Planned<'a>>>, Error> {
    let asked = site.config.cards.is_some() && site.config.exports.cards;
    let note = asked.then(|| {
        let message = "this program was built without cards, so none are drawn";
        Diagnostic::file(Code::NoCards, &SourceId::new(crate::config::FILE), message)
            .hint("install it with `cargo install --features cards`, or leave the table `[cards]` out")
    });
    Ok(Checked { value: Vec::new(), diagnostics: note.into_iter().collect() })
}

/// No card.
pub(super) fn view(_: &Site<'_>, _: Subject) -> Option<CardView> {
    None
}
