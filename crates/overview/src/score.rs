//! The controls, counted by verdict.

use findings::{Judgement, Verdict};

/// The controls, counted by verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Looked at, and kept.
    pub pass: usize,
    /// Broken.
    pub fail: usize,
    /// Could not be looked at.
    pub unknown: usize,
    /// For a person to do.
    pub manual: usize,
}

impl Score {
    /// Counts verdicts.
    #[must_use]
    pub fn of(verdicts: &[Verdict]) -> Score {
        let n = |judgement| verdicts.iter().filter(|it| it.judgement == judgement).count();
        Score {
            pass: n(Judgement::Pass),
            fail: n(Judgement::Fail),
            unknown: n(Judgement::Unknown),
            manual: n(Judgement::Manual),
        }
    }

    /// How many this input decides: what is kept of these is what one follows over time.
    #[must_use]
    pub const fn decided(&self) -> usize {
        self.pass + self.fail
    }
}
