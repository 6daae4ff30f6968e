//! dateline: a static site generator for briefing websites.
//!
//! It reads news articles, finds who is involved, who said what and what happened when, and builds a site in which every
//! derived line leads back to its sentence. Five stages, one type between each:
//!
//! ```text
//! files ──read──▶ Article ──extract──▶ Facts ──index──▶ Corpus ──render──▶ Page ──write──▶ public/
//! ```
//!
//! `docs/architecture.md` says what each module knows and does not know.

pub mod cache;
pub mod cli;
pub mod config;
pub mod diag;
pub mod extract;
#[cfg(feature = "push")]
pub mod framing;
#[cfg(any(feature = "publish-cloud", feature = "push"))]
pub mod http;
pub mod index;
pub mod model;
pub mod pipeline;
#[cfg(feature = "publish")]
pub mod publish;
#[cfg(feature = "push")]
pub mod push;
pub mod read;
pub mod render;
#[cfg(feature = "serve")]
pub mod serve;
pub mod span;
pub mod text;
#[cfg(feature = "watch")]
pub mod watch;
pub mod write;
