//! Findings counted by severity.

use findings::{Finding, Severity};

/// Findings counted by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally([usize; 4]);

impl Tally {
    /// Counts findings.
    #[must_use]
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Tally {
        let mut tally = Tally::default();
        findings.into_iter().for_each(|it| tally.add(it.severity));
        tally
    }

    /// Counts one more.
    pub fn add(&mut self, severity: Severity) {
        self.0[severity as usize] += 1;
    }

    /// How many of a severity.
    #[must_use]
    pub fn n(&self, severity: Severity) -> usize {
        self.0[severity as usize]
    }

    /// How many there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }

    /// The worst severity.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        Severity::WORST_FIRST.into_iter().find(|it| self.n(*it) > 0)
    }

    /// By what tallies are put in order: as many of the worst as possible, then of the next.
    #[must_use]
    pub fn weight(&self) -> [usize; 4] {
        Severity::WORST_FIRST.map(|it| self.n(it))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_counts_first() {
        let mut one_high = Tally::default();
        one_high.add(Severity::High);
        let mut many_low = Tally::default();
        (0..9).for_each(|_| many_low.add(Severity::Low));
        assert!(one_high.weight() > many_low.weight());
        assert_eq!((one_high.worst(), many_low.total()), (Some(Severity::High), 9));
    }
}
