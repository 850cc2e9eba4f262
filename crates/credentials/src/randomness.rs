//! Where randomness comes from. An argument everywhere, so that a test can seed it and nothing falls back silently.

/// The source gave nothing. There is no second source: whoever sees this makes no credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gives no random bytes")]
pub struct Exhausted;

/// A source of uniform random bytes.
pub trait Randomness {
    /// Fills all of `bytes`, or fails.
    ///
    /// # Errors
    /// [`Exhausted`] when not every byte could be filled; `bytes` must not be used then.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Exhausted>;
}

/// The operating system's generator: `getrandom(2)` on Linux, which waits until it is seeded.
#[derive(Clone, Copy, Debug, Default)]
pub struct OperatingSystem;

impl Randomness for OperatingSystem {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Exhausted> {
        getrandom::fill(bytes).map_err(|_| Exhausted)
    }
}
