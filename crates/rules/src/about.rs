//! What a rule says of itself: everything but the judging.

use crate::control::Control;
use crate::manual::Manual;
use crate::topic::Topic;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing has to be done today.
    Notice,
    /// A protection is missing.
    Warning,
    /// An attacker needs nothing more, or the deployment cannot be judged or run.
    Error,
}

impl Severity {
    /// The word that JSON and SARIF use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Notice => "notice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// How sure a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Confidence {
    /// A guess worth a look.
    Low,
    /// Right unless the deployment is unusual.
    Medium,
    /// What the manifest says leaves no doubt.
    High,
}

impl Confidence {
    /// The word that JSON uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

/// Who wants to hear it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Audience {
    /// Who runs Dify.
    Operator,
    /// Who runs the cluster.
    Platform,
    /// Who writes the chart or the manifests.
    Developer,
}

impl Audience {
    /// The word that JSON uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Audience::Operator => "operator",
            Audience::Platform => "platform",
            Audience::Developer => "developer",
        }
    }
}

/// Whether an edit may be applied without being looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FixClass {
    /// Changes nothing that Dify needs.
    Safe,
    /// To be looked at first.
    Review,
}

impl FixClass {
    /// The word that JSON uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            FixClass::Safe => "safe",
            FixClass::Review => "review",
        }
    }
}

/// What a rule says of itself.
pub struct About {
    /// Kebab-case; names the bad thing; stays for ever.
    pub id: &'static str,
    /// How bad its findings are.
    pub severity: Severity,
    /// How sure they are.
    pub confidence: Confidence,
    /// Who wants to hear them.
    pub audience: Audience,
    /// The sentences of the guide that a finding breaks. A finding makes them FAIL, unless it is reported as an exception.
    pub controls: &'static [Control],
    /// What other frameworks call it.
    pub topics: &'static [&'static Topic],
    /// The class of fix that the rule has; `None` until it has one.
    pub fix: Option<FixClass>,
    /// The manual, in both languages.
    pub manual: Manual,
}
