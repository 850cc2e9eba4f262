//! Policies of every kind in one form: whom they select, and rules of peers and ports with an action.
//!
//! What cannot be known is kept as such: a rule says which peers it matches for certain and which it may match, and a policy
//! that is not judged says why.

use lang::Text;
use model::{LabelSelector, Place, PolicyType, Protocol};

use crate::bits::Bits;
use crate::table::ConnId;
use crate::{ConnSet, IpSet};

/// A policy by name and place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PolicyRef {
    /// Its kind, as written.
    pub kind: Box<str>,
    /// Its namespace; empty for cluster-wide kinds.
    pub namespace: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// The whole object.
    pub place: Place,
}

impl std::fmt::Display for PolicyRef {
    /// `NetworkPolicy dify/default-deny-all`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let slash = if self.namespace.is_empty() { "" } else { "/" };
        write!(f, "{} {}{slash}{}", self.kind, self.namespace, self.name)
    }
}

/// Where a policy stands in the order of evaluation (policy.networking.k8s.io/v1alpha2, `spec.tier`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Tier {
    /// AdminNetworkPolicy, and ClusterNetworkPolicy of tier Admin.
    Admin,
    /// NetworkPolicy.
    Network,
    /// BaselineAdminNetworkPolicy, and ClusterNetworkPolicy of tier Baseline.
    Baseline,
}

/// Whether a policy is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Judged,
    /// The API server refuses it: nobody knows what its author meant, or what is in force instead.
    Invalid(Text),
    /// A kind that is recognised only.
    Foreign,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Allow,
    Deny,
    Pass,
    /// Any of them.
    Unknown,
}

/// A truth value of the three-valued kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tri {
    No,
    Maybe,
    Yes,
}

/// Which namespaces a peer is of.
#[derive(Clone, Debug)]
pub(crate) enum Scope {
    Own(Box<str>),
    Select(LabelSelector),
}

/// A peer of a rule, as written.
#[derive(Clone, Debug)]
pub(crate) enum PeerSpec {
    /// No peers are written: everybody.
    Anybody,
    /// Pods by namespace and label; all pods of the namespaces where no labels are asked for.
    Pods { scope: Scope, pods: Option<LabelSelector> },
    /// Addresses.
    Block(IpSet),
    /// Nodes by label.
    Nodes,
    /// Names of hosts.
    Domains,
    /// A form that is not known here.
    Unreadable,
}

/// The ports of a rule.
#[derive(Clone, Debug)]
pub(crate) struct Ports {
    /// By number.
    pub(crate) numbers: ConnSet,
    /// By name, of one protocol or of any.
    pub(crate) names: Vec<(Option<Protocol>, Box<str>)>,
}

impl Ports {
    pub(crate) fn all() -> Ports {
        Ports { numbers: ConnSet::all(), names: Vec::new() }
    }
}

/// Which peers a rule matches, among everybody that is known.
#[derive(Clone, Debug)]
pub(crate) struct Hits {
    pub(crate) surely: Bits,
    pub(crate) maybe: Bits,
}

impl Hits {
    #[inline]
    pub(crate) fn of(&self, peer: usize) -> Tri {
        if self.surely.contains(peer) {
            Tri::Yes
        } else if self.maybe.contains(peer) {
            Tri::Maybe
        } else {
            Tri::No
        }
    }
}

/// The ports of a rule towards one kind of destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PortIds {
    pub(crate) surely: ConnId,
    pub(crate) maybe: ConnId,
}

#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// Its number among all rules, once all are known.
    pub(crate) id: u32,
    pub(crate) name: Option<Box<str>>,
    pub(crate) action: Action,
    pub(crate) place: Place,
    pub(crate) peers: Vec<PeerSpec>,
    pub(crate) ports: Ports,
    /// Filled in when everybody is known.
    pub(crate) hits: Hits,
    /// By profile of named ports; one entry where the rule names none.
    pub(crate) port_ids: Vec<PortIds>,
}

impl Rule {
    #[inline]
    pub(crate) fn ports_for(&self, profile: u32) -> PortIds {
        if self.port_ids.len() == 1 { self.port_ids[0] } else { self.port_ids[profile as usize] }
    }
}

/// Whom a policy selects.
#[derive(Clone, Debug)]
pub(crate) enum Selects {
    Pods {
        scope: Scope,
        pods: Option<LabelSelector>,
    },
    /// May be anybody of the namespace, or of the cluster where there is none.
    Perhaps(Option<Box<str>>),
}

#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(crate) id: PolicyRef,
    pub(crate) tier: Tier,
    pub(crate) priority: i64,
    pub(crate) standing: Standing,
    pub(crate) selects: Selects,
    pub(crate) governs: [bool; 2],
    pub(crate) rules: [Vec<Rule>; 2],
}

impl Policy {
    /// Where it stands in the order of evaluation; of equal ones the earlier comes first.
    pub(crate) fn rank(&self) -> (Tier, i64) {
        (self.tier, self.priority)
    }
}

/// The place of a direction in a policy's pairs.
pub(crate) const fn slot(direction: PolicyType) -> usize {
    match direction {
        PolicyType::Ingress => 0,
        PolicyType::Egress => 1,
    }
}
