//! What changes no answer, as it is told: which policy or rule, why, and what makes it so.

use lang::Text;
use model::PolicyType;

use crate::policy::PolicyRef;
use crate::reason::RuleRef;

/// A policy or a rule that changes no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idle {
    /// The policy.
    pub policy: PolicyRef,
    /// The rule and its direction; `None` for the whole policy.
    pub rule: Option<(PolicyType, RuleRef)>,
    /// Why it changes nothing.
    pub why: IdleWhy,
    /// What makes it change nothing: other policies, with their rules where it is theirs.
    pub by: Vec<(PolicyRef, Option<RuleRef>)>,
    /// The sentence for a person.
    pub text: Text,
}

/// Why something changes no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IdleWhy {
    /// Others say the same, or more.
    Repeated,
    /// What comes before it decides all of it: a policy of a higher tier or priority, or an earlier rule.
    Overruled,
    /// The other side of the connection refuses all of it.
    Refused,
    /// It matches nobody.
    Nobody,
}

impl IdleWhy {
    /// The word of the JSON form.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            IdleWhy::Repeated => "repeated",
            IdleWhy::Overruled => "overruled",
            IdleWhy::Refused => "refused",
            IdleWhy::Nobody => "nobody",
        }
    }
}

/// What changes no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idles {
    /// Each policy and rule, in the order in which they were read.
    pub found: Vec<Idle>,
    /// Whether everything was looked at. Looking is bounded: it stops after so many decisions.
    pub complete: bool,
}
