//! The cookies of one server, by name. Where and how long they hold is not looked at: a client that keeps them speaks with
//! that server alone, and ends with the run.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The most cookies that are kept, and the most bytes of one.
const MOST: usize = 64;
const LONGEST: usize = 4096;

/// Cookies by name.
#[derive(Default)]
pub(super) struct Cookies(Mutex<BTreeMap<String, String>>);

impl Cookies {
    /// Takes over what a `Set-Cookie` says.
    pub(super) fn take(&self, line: &str) {
        let mut parts = line.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { return };
        let gone = value.is_empty() || value == "deleted" || parts.any(|part| part.eq_ignore_ascii_case("max-age=0"));
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if gone {
            kept.remove(name);
        } else if kept.len() < MOST && line.len() <= LONGEST {
            kept.insert(name.to_owned(), value.to_owned());
        }
    }

    /// The line to send back.
    pub(super) fn header(&self) -> Option<String> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all: Vec<String> = kept.iter().map(|(name, value)| format!("{name}={value}")).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_a_name_counts_and_what_is_taken_back_is_gone() {
        let cookies = Cookies::default();
        assert_eq!(cookies.header(), None);
        for line in ["a=1; Path=/; HttpOnly", "b=x=y", "c=3", "a=2; Secure", "c=deleted; expires=Thu, 01-Jan-1970"] {
            cookies.take(line);
        }
        assert_eq!(cookies.header().as_deref(), Some("a=2; b=x=y"));
    }
}
