//! All integration tests, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once, and makes its own files"
)]

mod cards;
mod cli;
mod dependencies;
mod extract;
#[cfg(feature = "push")]
mod framing;
mod hostile;
mod hostile_cli;
mod hosting;
mod incremental;
mod index;
#[cfg(feature = "serve")]
mod preview;
#[cfg(feature = "publish")]
mod publish;
#[cfg(feature = "push")]
mod push;
mod rebuild;
mod render;
mod sandbox;
mod search;
mod site;
mod spans;
mod tidy;
mod words;
