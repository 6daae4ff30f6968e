//! The list of everything a diagnostic can be about.

use serde::{Deserialize, Serialize};

use crate::diag::Severity;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident, $name:literal, $severity:ident;)*) => {
        /// What a diagnostic is about. Each is described in `docs/diagnostics.md` and has a test.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// All codes, in the order of the list.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name as it is shown: `missing-date`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// How serious a finding of this kind is.
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)*
                }
            }
        }
    };
}

codes! {
    /// An actor whose name fits two people or organisations; it was kept apart.
    AmbiguousActor, "ambiguous-actor", Warning;
    /// A file that is not text.
    BinaryFile, "binary-file", Error;
    /// A link in a text to a file that the site does not have.
    BrokenLink, "broken-link", Warning;
    /// A path that leads nowhere: a symbolic link without its target.
    DanglingLink, "dangling-link", Warning;
    /// Two curated files describe the same actor or topic.
    DuplicateName, "duplicate-name", Error;
    /// Two files would be written to one page.
    DuplicateRoute, "duplicate-route", Error;
    /// An earlier address of a page that cannot lead to it.
    EarlierAddress, "earlier-address", Warning;
    /// A file without any text.
    EmptyFile, "empty-file", Warning;
    /// Text that is not UTF-8 and was read as Windows-1252.
    Encoding, "encoding", Warning;
    /// Text that is in no encoding dateline reads; unreadable bytes were replaced.
    InvalidText, "invalid-text", Warning;
    /// Front matter that does not parse.
    FrontMatter, "front-matter", Error;
    /// A date that does not exist.
    InvalidDate, "invalid-date", Error;
    /// A value of the wrong type.
    WrongType, "wrong-type", Error;
    /// A key that dateline does not know.
    UnknownKey, "unknown-key", Error;
    /// An article without a publication date.
    MissingDate, "missing-date", Warning;
    /// A broken word that was put together again.
    PrintArtefact, "print-artefact", Note;
    /// A file over the size that dateline reads.
    TooLarge, "too-large", Error;
    /// Symbolic links that lead in a circle.
    LinkLoop, "link-loop", Warning;
    /// A file that may not be read.
    Unreadable, "unreadable", Error;
    /// A quotation mark without its partner.
    UnpairedQuote, "unpaired-quote", Note;
    /// A finding in a sidecar whose words no longer stand in the article.
    StaleFinding, "stale-finding", Warning;
    /// An article left out because it is a draft.
    Draft, "draft", Note;
    /// A site with no article.
    NoArticles, "no-articles", Warning;
    /// A topic named in front matter that no topic file describes.
    UnknownTopic, "unknown-topic", Warning;
    /// Cards that were asked for and cannot be drawn.
    NoCards, "no-cards", Note;
    /// A character of a card that no font has.
    MissingGlyph, "missing-glyph", Warning;
    /// Raw HTML in Markdown, which is shown without its tags.
    RawHtml, "raw-html", Note;
    /// A language whose words the theme does not have.
    Untranslated, "untranslated", Warning;
}
