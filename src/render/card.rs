//! Pictures for link previews: 1200 by 630 pixels, one for each article, actor and topic (feature `cards`).
//!
//! A card is drawn where `dateline.toml` has a table `[cards]`. What stands on it is gathered first and makes its
//! fingerprint; it is laid out and drawn only where it is due. With fonts that the site names, the bytes are the same on every
//! machine; with those of the system they are not.

mod facts;
mod font;
mod layout;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::facts::Facts;
use self::font::Fonts;
use crate::diag::{Checked, Code, Diagnostic, Error};
use crate::model::page::{Draft, Fingerprint};
use crate::render::export::Subject;
use crate::render::site::Site;
use crate::render::view::CardView;
use crate::render::{Plan, Planned};
use crate::span::SourceId;

/// Width of a card in pixels.
const WIDTH: u32 = 1200;

/// Height of a card in pixels.
const HEIGHT: u32 = 630;

/// The version of the drawing, which is part of every fingerprint.
const DRAWING: u32 = 1;

/// How many characters without a glyph a diagnostic names.
const NAMED: usize = 8;

/// All cards of a site, with what there is to say about the fonts.
///
/// # Errors
///
/// A font that `dateline.toml` names cannot be read.
pub(super) fn planned<'a>(site: &Site<'a>) -> Result<Checked<Vec<Planned<'a>>>, Error> {
    if !wanted(site) {
        return Ok(Checked::clean(Vec::new()));
    }
    let named = site.config.cards.as_deref().unwrap_or_default();
    let Some(fonts) = Fonts::load(named)? else {
        let message = "no font is installed on this system, so no cards are drawn";
        let hint = "name the file of one: `font = \"fonts/NAME.ttf\"` in the table `[cards]`";
        let found = Diagnostic::file(Code::NoCards, &SourceId::new(crate::config::FILE), message).hint(hint);
        return Ok(Checked { value: Vec::new(), diagnostics: vec![found] });
    };
    let fonts = Arc::new(fonts);
    let diagnostics = missing(site, &fonts).into_iter().collect();
    let value = Subject::all(site).filter(|subject| has_card(*subject)).map(|subject| {
        let fonts = Arc::clone(&fonts);
        let draft = move |site: &Site<'a>| Ok(draft(&Facts::of(site, subject), &fonts));
        Planned { route: subject.card(site), plan: Plan::Drawn(Box::new(draft)), source: None }
    });
    Ok(Checked { value: value.collect(), diagnostics })
}

/// The card of a page, as its page names it: previews ask for a full address.
pub(super) fn view(site: &Site<'_>, subject: Subject) -> Option<CardView> {
    let base = site.config.base_url.as_deref().filter(|_| wanted(site) && has_card(subject))?;
    let url = format!("{base}/{}", subject.card(site).as_str());
    Some(CardView { url, width: WIDTH, height: HEIGHT, alt: subject.name(site).to_owned() })
}

fn wanted(site: &Site<'_>) -> bool {
    site.config.cards.is_some() && site.config.exports.cards
}

fn has_card(subject: Subject) -> bool {
    matches!(subject, Subject::Article(_) | Subject::Actor(_) | Subject::Topic(_))
}

fn draft<'a>(facts: &Facts, fonts: &Arc<Fonts>) -> Draft<'a> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&DRAWING.to_le_bytes());
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.update(&fonts.digest);
    hasher.update(crate::render::json(facts).as_bytes());
    let fingerprint = Fingerprint(*hasher.finalize().as_bytes());
    let (facts, fonts) = (facts.clone(), Arc::clone(fonts));
    Draft { fingerprint, produce: Box::new(move || fonts.png(&layout::svg(&facts, &fonts), WIDTH, HEIGHT)) }
}

/// What to say where the fonts lack characters of the cards.
fn missing(site: &Site<'_>, fonts: &Fonts) -> Option<Diagnostic> {
    let mut first: BTreeMap<char, Subject> = BTreeMap::new();
    for subject in Subject::all(site).filter(|subject| has_card(*subject)) {
        for c in facts::words(site, subject).chars() {
            first.entry(c).or_insert(subject);
        }
    }
    let lacking = fonts.lacking(&first.keys().collect::<String>());
    let subject = lacking.iter().find_map(|c| first.get(c))?;
    let named: Vec<String> = lacking.iter().take(NAMED).map(|c| format!("`{c}` (U+{:04X})", u32::from(*c))).collect();
    let more = if lacking.len() > NAMED { ", …" } else { "" };
    let message = format!(
        "no font of the cards has {}{more}, first needed for “{}”; a box stands in its place",
        named.join(", "),
        subject.name(site)
    );
    let hint = "name a font that has it: `font` in the table `[cards]` may be a list";
    Some(Diagnostic::file(Code::MissingGlyph, &SourceId::new(crate::config::FILE), message).hint(hint))
}
