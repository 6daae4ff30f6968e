//! Short remarks about articles, quotations and events, in the words of the site's language.

use crate::model::article::Body;
use crate::model::corpus::{ActorId, Briefing, Standing};
use crate::model::facts::{Quotation, QuotationKind};
use crate::render::site::{Site, acts};

impl Site<'_> {
    /// Who wrote something; `None` where nobody is named.
    pub(super) fn by(&self, names: &[String]) -> Option<String> {
        let names = (!names.is_empty()).then(|| self.language.all_of(names))?;
        Some(self.words.article.by.fill(&[("names", &names)]))
    }

    /// What is said in place of a dateline that is not there.
    pub(super) fn unknown(&self, briefing: &Briefing) -> Option<String> {
        let header = &briefing.article.header;
        match (header.published.is_some(), header.dateline.is_some()) {
            (true, _) => None,
            (false, true) => Some(self.words.article.no_date.clone()),
            (false, false) => Some(self.words.article.no_date_no_place.clone()),
        }
    }

    /// The word for what is known about an event, where it did not simply happen.
    pub(super) fn status(&self, standing: Standing) -> Option<String> {
        let words = &self.words.status;
        let word = match standing {
            Standing::Occurred => return None,
            Standing::Scheduled => &words.scheduled,
            Standing::Expected => &words.expected,
            Standing::WasDue => &words.was_due,
            Standing::Claimed => &words.claimed,
            Standing::Denied => &words.denied,
            Standing::Cancelled => &words.cancelled,
        };
        Some(word.clone())
    }

    /// How something was said: `Indirect, “has said”`.
    pub(super) fn how(&self, body: &Body, quotation: &Quotation) -> String {
        let kind = match quotation.kind {
            QuotationKind::Direct => &self.words.quote.direct,
            QuotationKind::Partial => &self.words.quote.partial,
            QuotationKind::Indirect => &self.words.quote.indirect,
        };
        let with_cue = |cue| self.words.quote.cue.fill(&[("kind", kind), ("cue", body.words(cue))]);
        quotation.cue.map_or_else(|| kind.clone(), with_cue)
    }

    /// How much an article holds: `17 sentences, 6 actors, 5 dates`.
    pub(super) fn measure(&self, briefing: &Briefing) -> String {
        let acts = |id: &ActorId| acts(self.corpus.actor(*id));
        let mut actors: Vec<ActorId> = briefing.actors.iter().copied().filter(acts).collect();
        actors.sort_unstable();
        actors.dedup();
        let statements = briefing.facts.quotations.iter().filter(|quotation| quotation.shown).count();
        let words = &self.words.count;
        let all = [
            (briefing.article.body.sentences.len(), &words.sentences),
            (actors.len(), &words.actors),
            (statements, &words.statements),
            (briefing.facts.events.len(), &words.dates),
        ];
        let parts =
            all.iter().filter(|(number, _)| *number > 0).map(|(number, message)| self.counted(message, *number));
        parts.collect::<Vec<_>>().join(&self.words.list.separator)
    }
}

/// The name of what is known about an event, for styles and programs.
pub(super) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Occurred => "occurred",
        Standing::Scheduled => "scheduled",
        Standing::Expected => "expected",
        Standing::WasDue => "was-due",
        Standing::Claimed => "claimed",
        Standing::Denied => "denied",
        Standing::Cancelled => "cancelled",
    }
}
