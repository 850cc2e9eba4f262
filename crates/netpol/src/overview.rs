//! The policies that there are, and whom they select.

use lang::Text;

use crate::Peer;
use crate::network::Network;
use crate::policy::{PolicyRef, Standing};

/// One policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview<'n> {
    /// Which one.
    pub policy: &'n PolicyRef,
    /// Why it is not judged, where it is not: the API server refuses it. A plugin's own policy has no reason but its kind.
    pub refused: Option<&'n Text>,
    /// Whether its rules are judged.
    pub judged: bool,
    /// Whether it governs what comes in.
    pub ingress: bool,
    /// Whether it governs what goes out.
    pub egress: bool,
    /// The workloads that it selects, or might where it is not judged.
    pub selects: Vec<&'n Peer>,
}

impl Network<'_> {
    /// Every policy, in the order in which they were read: NetworkPolicies first.
    #[must_use]
    pub fn policies(&self) -> Vec<Overview<'_>> {
        let overview = |policy| {
            let policy: &crate::policy::Policy = policy;
            let units = self.pods.selected(&policy.selects).maybe;
            let selected = self.groups[..self.n_workloads].iter().filter(|group| {
                let mut members = group.units.iter();
                members.any(|unit| units.contains(*unit as usize))
            });
            Overview {
                policy: &policy.id,
                refused: match &policy.standing {
                    Standing::Invalid(reason) => Some(reason),
                    Standing::Judged | Standing::Foreign => None,
                },
                judged: policy.standing == Standing::Judged,
                ingress: policy.governs[0],
                egress: policy.governs[1],
                selects: selected.map(|group| &group.peer).collect(),
            }
        };
        self.compiled.policies.iter().map(overview).collect()
    }
}
