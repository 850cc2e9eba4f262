//! What a rule says of itself: everything but the judging.

use serde::{Deserialize, Serialize};

use crate::control::Control;
use crate::manual::Manual;
use crate::severity::Severity;
use crate::topic::Topic;

/// How sure a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
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

/// What a rule says of itself. The list of all is `rules::all`.
#[derive(Debug)]
pub struct About {
    /// Kebab-case; names the bad thing; stays for ever.
    pub id: &'static str,
    /// How bad its findings are at the worst; a finding may be less.
    pub severity: Severity,
    /// How sure they are.
    pub confidence: Confidence,
    /// Who wants to hear them.
    pub audience: Audience,
    /// The sentences of the guide that a finding breaks. A finding makes them FAIL, unless it is reported as an exception.
    pub controls: &'static [Control],
    /// What other frameworks call it.
    pub topics: &'static [&'static Topic],
    /// The lowest class of fix that the rule has; `None` where it has none. What mends one finding is [`crate::Finding::fix`].
    pub fix: Option<FixClass>,
    /// The manual, in both languages.
    pub manual: Manual,
}
