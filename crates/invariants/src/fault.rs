//! What makes a forbidden flow possible: each line of a policy, and each workload that no policy governs, once.

use std::collections::{BTreeMap, HashSet};

use dify::Component;
use model::PolicyType;
use netpol::{Cause, ConnSet, Peer};

use crate::proof::End;

/// Something that makes a forbidden flow possible, on the side that has to be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Out of the workloads, or into them.
    pub direction: PolicyType,
    /// The line, or that there is none.
    pub cause: Cause,
    /// The workloads that it opens, in order.
    pub workloads: Vec<Peer>,
    /// What gets through, with some of the other ends.
    pub through: Vec<Through>,
}

/// What gets through a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Through {
    /// The peers of the rule that match the other end, from 0; none where there is no rule.
    pub peers: Vec<usize>,
    /// The other end: one for each component and each peer of a rule.
    pub end: End,
    /// The ports, as far as they must be closed.
    pub conn: ConnSet,
}

/// Faults as they are found.
pub(crate) struct Faults {
    /// The side that is to blame where both are governed.
    pub(crate) direction: PolicyType,
    /// By whether it is egress, and the cause.
    pub(crate) found: BTreeMap<(bool, Cause), Entry>,
    /// Sides that no policy governs, which need not be gone through again.
    pub(crate) ungoverned: HashSet<u32>,
}

#[derive(Default)]
pub(crate) struct Entry {
    pub(crate) workloads: HashSet<Peer>,
    through: Vec<Through>,
    seen: HashSet<(Vec<usize>, Option<Component>, u8)>,
}

impl Faults {
    pub(crate) fn new(direction: PolicyType) -> Faults {
        Faults { direction, found: BTreeMap::new(), ungoverned: HashSet::new() }
    }

    /// Notes a cause that is no pair's.
    pub(crate) fn note(&mut self, direction: PolicyType, cause: Cause, workload: &Peer, through: (&End, &ConnSet)) {
        self.add(direction, cause, [workload], None, through);
    }

    pub(crate) fn into_list(self) -> Vec<Fault> {
        let fault = |((egress, cause), entry): ((bool, Cause), Entry)| {
            let mut workloads: Vec<Peer> = entry.workloads.into_iter().collect();
            workloads.sort_unstable();
            let direction = if egress { PolicyType::Egress } else { PolicyType::Ingress };
            Fault { direction, cause, workloads, through: entry.through }
        };
        self.found.into_iter().map(fault).collect()
    }

    pub(crate) fn add<'w>(
        &mut self,
        direction: PolicyType,
        cause: Cause,
        workloads: impl IntoIterator<Item = &'w Peer>,
        component: Option<Component>,
        through: (&End, &ConnSet),
    ) {
        let (cause, peers) = match cause {
            Cause::Line { policy, rank, number, place, peers } => {
                (Cause::Line { policy, rank, number, place, peers: Vec::new() }, peers)
            }
            other => (other, Vec::new()),
        };
        let entry = self.found.entry((direction == PolicyType::Egress, cause)).or_default();
        for workload in workloads {
            if !entry.workloads.contains(workload) {
                entry.workloads.insert(workload.clone());
            }
        }
        let (end, conn) = through;
        let kind = match end {
            End::Workload(_) => 0,
            End::Address(_) => 1,
            End::Outsider(_) => 2,
        };
        if entry.seen.insert((peers.clone(), component, kind)) {
            entry.through.push(Through { peers, end: end.clone(), conn: conn.clone() });
        }
    }
}
