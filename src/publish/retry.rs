//! A target that is asked again where it may work the next time. Each request is repeated by itself, so that a long run
//! over a bad line gets through.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use crate::publish::target::{Cause, Failure, Nature, Target, Upload};

/// How often something is tried.
const ATTEMPTS: u32 = 6;

/// A target that is asked again.
pub(super) struct Patient<'a> {
    pub(super) target: &'a dyn Target,
    /// The wait before something is tried the second time.
    pub(super) first: Duration,
    /// How one waits.
    pub(super) wait: fn(Duration),
}

impl Patient<'_> {
    fn again<T>(&self, attempt: impl Fn() -> Result<T, Failure>) -> Result<T, Failure> {
        again(self.first, &self.wait, attempt)
    }
}

impl Target for Patient<'_> {
    fn place(&self) -> String {
        self.target.place()
    }

    fn nature(&self) -> Nature {
        self.target.nature()
    }

    fn read(&self, route: &str) -> Result<Option<Vec<u8>>, Failure> {
        self.again(|| self.target.read(route))
    }

    fn taken(&self, routes: &[&str]) -> Result<Vec<String>, Failure> {
        self.again(|| self.target.taken(routes))
    }

    fn begin(&self) -> Result<(), Failure> {
        self.again(|| self.target.begin())
    }

    fn put(&self, upload: &Upload<'_>) -> Result<(), Failure> {
        self.again(|| self.target.put(upload))
    }

    fn create(&self, upload: &Upload<'_>) -> Result<bool, Failure> {
        self.again(|| self.target.create(upload))
    }

    fn remove(&self, route: &str) -> Result<(), Failure> {
        self.again(|| self.target.remove(route))
    }

    fn finish(&self) -> Result<(), Failure> {
        self.again(|| self.target.finish())
    }
}

/// How one waits between attempts: the first time `first`, twice as long each time, less or more by half, so that many
/// threads do not come back at once.
fn again<T>(first: Duration, wait: &dyn Fn(Duration), attempt: impl Fn() -> Result<T, Failure>) -> Result<T, Failure> {
    for number in 0..ATTEMPTS - 1 {
        match attempt() {
            Err(failure) if failure.cause == Cause::Passing => {
                let chance = RandomState::new().hash_one(number) % 1_000;
                let factor = 0.5 + f64::from(u32::try_from(chance).unwrap_or_default()) / 1_000.0;
                wait(first.mul_f64(factor * f64::from(1_u32 << number)));
            }
            answer => return answer,
        }
    }
    attempt()
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};

    use super::*;

    #[test]
    fn passing_failures_are_tried_again_and_others_are_not() {
        let waited = RefCell::new(Vec::new());
        let wait = |time: Duration| waited.borrow_mut().push(time.as_millis());
        let check = |cause: Cause, fails: u32, expected: u32| {
            let tried = Cell::new(0);
            let answer = again(Duration::from_millis(100), &wait, || {
                tried.set(tried.get() + 1);
                if tried.get() <= fails { Err(Failure::new(cause, "no")) } else { Ok(()) }
            });
            assert_eq!((tried.get(), answer.is_ok()), (expected, fails < expected));
        };
        check(Cause::Passing, 2, 3);
        check(Cause::Passing, 99, ATTEMPTS);
        check(Cause::Denied, 99, 1);
        let first = waited.borrow().first().copied().unwrap_or_default();
        assert!((50..150).contains(&first), "{first}");
        assert_eq!(waited.borrow().len(), 2 + ATTEMPTS as usize - 1);
    }
}
