//! Extraction: what one article says about who, said what, happened when.
//!
//! What comes in is an [`Article`] and the [`Lexicon`]; what goes out is its [`Facts`], each with sentence, span, rule and
//! confidence. Extraction sees one article at a time: no fact depends on another article. Each kind of fact has its own
//! file with one function `find`; the order below says what each builds on.

mod clause;
mod entry;
mod event;
mod figure;
mod grammar;
mod headline;
pub mod lexicon;
mod mention;
mod quotation;
mod review;
mod role;
mod tagger;
mod token;
mod topic;
mod when;

pub use self::lexicon::Lexicon;
#[cfg(feature = "train")]
pub use self::tagger::train;
use self::token::Reading;
use crate::diag::Checked;
use crate::model::article::Article;
use crate::model::facts::Facts;

/// Finds everything that an article says.
pub fn facts(article: &Article, lexicon: &Lexicon) -> Checked<Facts> {
    let reading = Reading::of(article, lexicon);
    let (mentions, heading_names) = mention::find(&reading);
    let roles = role::find(&reading, &mentions);
    let (dates, heading_dates) = when::find(&reading);
    let quotations = quotation::find(&reading, &mentions);
    let events = event::find(&reading, &mentions, &dates, &quotations);
    let figures = figure::find(&reading, &dates);
    let phrases = topic::find(&reading, &mentions);
    let headline = headline::find(&reading, &dates);
    review::apply(
        article,
        Facts { headline, mentions, heading_names, roles, quotations, dates, heading_dates, events, figures, phrases },
    )
}
