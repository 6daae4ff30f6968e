//! All integration tests, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once, and makes its own files"
)]

mod extract;
mod hostile;
mod index;
mod render;
mod tidy;
