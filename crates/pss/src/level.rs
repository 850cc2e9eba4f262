//! The three levels.

use std::fmt;

/// A level of the Pod Security Standards, from the loosest to the strictest
/// (<https://kubernetes.io/docs/concepts/security/pod-security-standards/>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Nothing is refused.
    Privileged,
    /// Known ways to raise privileges are refused.
    Baseline,
    /// The hardening that every pod can have is demanded.
    Restricted,
}

impl Level {
    /// All levels, from the loosest to the strictest.
    pub const ALL: [Level; 3] = [Level::Privileged, Level::Baseline, Level::Restricted];

    /// The name, as the labels of a namespace write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Level::Privileged => "privileged",
            Level::Baseline => "baseline",
            Level::Restricted => "restricted",
        }
    }

    /// Reads `privileged`, `baseline` or `restricted`, in exactly this spelling.
    ///
    /// ```
    /// use pss::Level;
    /// assert_eq!(Level::from_name("baseline"), Some(Level::Baseline));
    /// assert_eq!(Level::from_name("Baseline"), None);
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.name() == name)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
