//! Values that are made when they are first asked for.

use std::fmt;
use std::ops::Deref;
use std::sync::LazyLock;

/// A value that is made once, when it is first asked for. It reads like the value.
///
/// Whoever asks meanwhile waits. So what makes it must lend no work to other threads: one that is lent work could ask for the
/// value that it helps to make.
pub struct Later<T>(LazyLock<T, Make<T>>);

type Make<T> = Box<dyn FnOnce() -> T + Send>;

impl<T> Later<T> {
    /// A value to be made.
    pub fn new(make: impl FnOnce() -> T + Send + 'static) -> Self {
        Self(LazyLock::new(Box::new(make)))
    }
}

impl<T> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone + Send + 'static> Clone for Later<T> {
    /// A copy of the value, which is made for it where it is not there yet.
    fn clone(&self) -> Self {
        T::clone(self).into()
    }
}

impl<T: Send + 'static> From<T> for Later<T> {
    fn from(value: T) -> Self {
        Self::new(move || value)
    }
}

impl<T: Default + Send + 'static> Default for Later<T> {
    fn default() -> Self {
        T::default().into()
    }
}

impl<T> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Later")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[test]
    fn a_value_is_made_once_and_not_before_it_is_asked_for() {
        let made = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&made);
        let later = Later::new(move || counter.fetch_add(1, Ordering::Relaxed) + 7);
        assert_eq!(made.load(Ordering::Relaxed), 0);
        assert_eq!((*later, *later), (7, 7));
        assert_eq!(made.load(Ordering::Relaxed), 1);
    }
}
