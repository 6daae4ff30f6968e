//! The patterns by name, with how sure each is.

/// A pattern that finds a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// `“…,” Kirby said`.
    QuoteThenFrame,
    /// `Kirby said, “…”`.
    FrameThenQuote,
    /// `Kirby: “…”`.
    Label,
    /// `KIRBY: …`, in a transcript.
    Transcript,
    /// `Kirby: Talks went well`, in a headline that stands as a sentence.
    LabelledClause,
    /// `“…” — Kirby`.
    Signature,
    /// A paragraph of nothing but quoted words after one that ends in words of a speaker.
    Floating,
    /// `according to Kirby`.
    AccordingTo,
    /// `Kirby said that …`.
    SaidThat,
    /// `Kirby said talks went well`.
    SaidClause,
    /// `Talks went well, Kirby said`.
    ClauseThenFrame,
    /// `Kirby asked whether …`.
    Question,
    /// `Kirby called for …`.
    Prepositional,
    /// `Kirby criticised …`.
    NounPhrase,
    /// `Kirby vowed to …`.
    Infinitive,
}

impl Rule {
    /// The name that facts carry.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::QuoteThenFrame => "quote-then-frame",
            Self::FrameThenQuote => "frame-then-quote",
            Self::Label => "label-then-quote",
            Self::Transcript => "transcript",
            Self::LabelledClause => "label-then-clause",
            Self::Signature => "quote-then-name",
            Self::Floating => "floating-quote",
            Self::AccordingTo => "according-to",
            Self::SaidThat => "said-that",
            Self::SaidClause => "said-clause",
            Self::ClauseThenFrame => "clause-then-frame",
            Self::Question => "asked-whether",
            Self::Prepositional => "called-for",
            Self::NounPhrase => "reported-noun",
            Self::Infinitive => "vowed-to",
        }
    }

    /// The share of its findings that are right in content and speaker, measured on newspapers.
    pub(super) fn confidence(self) -> f32 {
        match self {
            Self::QuoteThenFrame => 0.95,
            Self::Signature | Self::Transcript => 0.9,
            Self::AccordingTo => 0.85,
            Self::SaidThat => 0.82,
            Self::FrameThenQuote => 0.8,
            Self::SaidClause => 0.76,
            Self::ClauseThenFrame => 0.75,
            Self::Label | Self::Floating => 0.7,
            Self::Prepositional => 0.66,
            Self::LabelledClause => 0.6,
            Self::Question => 0.54,
            Self::NounPhrase => 0.53,
            Self::Infinitive => 0.49,
        }
    }

    /// Whether readers are shown what it finds.
    pub(super) fn is_shown(self) -> bool {
        self.confidence() >= 0.7
    }
}
