//! Who talks to whom, as a person reads it.

use std::fmt;

use model::WorkloadKind;

use crate::IpRange;

/// One end of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Peer {
    /// A workload of the inventory, named by the top owner that the inventory holds.
    Workload {
        /// Its namespace.
        namespace: Box<str>,
        /// Its name.
        name: Box<str>,
        /// Its kind.
        kind: WorkloadKind,
    },
    /// Addresses outside the cluster.
    External(IpRange),
    /// A pod that the inventory does not hold ([`crate::ImaginedPod`]).
    Imagined {
        /// Its namespace.
        namespace: Box<str>,
        /// Its name.
        name: Box<str>,
    },
    /// Whatever brings in the requests of Ingresses and routes: the inventory does not say where it runs.
    IngressController,
}

impl fmt::Display for Peer {
    /// `dify/api[Deployment]`, `0.0.0.0-255.255.255.255[External]`, `{ingress-controller}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Peer::Workload { namespace, name, kind } => write!(f, "{namespace}/{name}[{}]", kind.name()),
            Peer::External(range) => write!(f, "{range}[External]"),
            Peer::Imagined { namespace, name } => write!(f, "{namespace}/{name}[imagined]"),
            Peer::IngressController => f.write_str("{ingress-controller}"),
        }
    }
}

/// Widens a range at one end of a connection by its neighbour, where the other ends are the same.
pub(crate) fn absorb_ends((src, dst): (&mut Peer, &mut Peer), next: (&Peer, &Peer)) -> bool {
    let joined = |a: &Peer, b: &Peer| match (a, b) {
        (Peer::External(a), Peer::External(b)) => IpRange::join(*a, *b).map(Peer::External),
        _ => None,
    };
    if src == next.0
        && let Some(wider) = joined(dst, next.1)
    {
        *dst = wider;
        return true;
    }
    if dst == next.1
        && let Some(wider) = joined(src, next.0)
    {
        *src = wider;
        return true;
    }
    false
}
