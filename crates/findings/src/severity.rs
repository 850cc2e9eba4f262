//! How bad a finding is.

use serde::{Deserialize, Serialize};

/// What an attacker gains; how sure it is stands beside it ([`crate::Confidence`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Hardening and hygiene: nothing is gained by it alone.
    Low,
    /// Makes an attack easier, or hides it.
    Medium,
    /// One more step, and the deployment or its data is the attacker's. Also what could not be judged at all.
    High,
    /// Takes over the deployment or reads its data without more.
    Critical,
}

impl Severity {
    /// Every severity, the worst first.
    pub const WORST_FIRST: [Severity; 4] = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low];

    /// The word that machines read.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }

    /// The severity of this name.
    ///
    /// ```
    /// use findings::Severity;
    /// assert_eq!(Severity::from_name("high"), Some(Severity::High));
    /// assert_eq!(Severity::from_name("error"), None);
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Severity> {
        Severity::WORST_FIRST.into_iter().find(|it| it.name() == name)
    }
}
