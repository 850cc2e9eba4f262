//! What makes a forbidden flow possible: each line of a policy, and each workload that no policy governs, once.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use dify::Component;
use model::PolicyType;
use netpol::{Cause, ConnId, ConnSet, Facing, IpRange, KindPair, Passage, Peer};

use crate::forbidden::Forbidden;
use crate::proof::End;
use crate::throng::Meeting;
use crate::witness::address_in;

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
    direction: PolicyType,
    /// By whether it is egress, and the cause.
    found: BTreeMap<(bool, Cause), Entry>,
    /// Sides that no policy governs, which need not be gone through again.
    ungoverned: HashSet<u32>,
}

#[derive(Default)]
struct Entry {
    workloads: BTreeSet<Peer>,
    through: Vec<Through>,
    seen: HashSet<(Vec<usize>, Option<Component>, u8)>,
}

impl Faults {
    pub(crate) fn new(direction: PolicyType) -> Faults {
        Faults { direction, found: BTreeMap::new(), ungoverned: HashSet::new() }
    }

    /// Notes a cause that is no pair's.
    pub(crate) fn note(&mut self, direction: PolicyType, cause: Cause, workload: &Peer, through: (&End, &ConnSet)) {
        self.add(direction, cause, [workload.clone()], None, through);
    }

    pub(crate) fn into_list(self) -> Vec<Fault> {
        let fault = |((egress, cause), entry): ((bool, Cause), Entry)| Fault {
            direction: if egress { PolicyType::Egress } else { PolicyType::Ingress },
            cause,
            workloads: entry.workloads.into_iter().collect(),
            through: entry.through,
        };
        self.found.into_iter().map(fault).collect()
    }

    fn add(
        &mut self,
        direction: PolicyType,
        cause: Cause,
        workloads: impl IntoIterator<Item = Peer>,
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
        entry.workloads.extend(workloads);
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

    /// Notes what lets a pair of kinds through.
    pub(crate) fn of_pair(it: &mut Forbidden<'_, '_, '_>, pair: &KindPair, certain: ConnId, meeting: &Meeting) {
        let Some(mut faults) = it.faults.take() else { return };
        let egress = faults.direction == PolicyType::Egress;
        let (governed, other) = if egress { (pair.src, pair.dst) } else { (pair.dst, pair.src) };
        let (members, others) =
            if egress { (&meeting.sources, &meeting.targets) } else { (&meeting.targets, &meeting.sources) };
        let roster = it.prover.roster;
        let free = it.prover.network.is_free(faults.direction, governed);
        if !free || faults.ungoverned.insert(governed) {
            let direction = faults.direction;
            let conn = it.scan.set(certain).clone();
            for cause in it.scan.causes(direction, governed, Facing::Kind(other), certain) {
                for at in others {
                    let end = &roster.members()[*at];
                    if !meeting.is_meant(roster, members, *at, egress) {
                        continue;
                    }
                    let peers = it.scan.matching(direction, &cause, &end.peer);
                    let workloads = members.iter().map(|at| roster.members()[*at].peer.clone());
                    let through = (&End::Workload(end.peer.clone()), &conn);
                    faults.add(direction, with_peers(&cause, peers), workloads, end.component, through);
                }
            }
        }
        it.faults = Some(faults);
    }

    /// Notes what lets a workload exchange something with addresses.
    pub(crate) fn of_address(
        it: &mut Forbidden<'_, '_, '_>,
        direction: PolicyType,
        workload: &Peer,
        range: IpRange,
        certain: &ConnSet,
    ) {
        let Some(mut faults) = it.faults.take() else { return };
        let network = it.prover.network;
        let known = faults.found.get(&(direction == PolicyType::Egress, Cause::Ungoverned));
        if known.is_some_and(|known| known.workloads.contains(workload))
            && it.kinds(workload).iter().all(|kind| network.is_free(direction, *kind))
        {
            it.faults = Some(faults);
            return;
        }
        let conn = it.scan.id(certain);
        let end = End::Address(address_in(range));
        for kind in it.kinds(workload) {
            for cause in it.scan.causes(direction, *kind, Forbidden::facing(range), conn) {
                faults.add(direction, cause, [workload.clone()], None, (&end, certain));
            }
        }
        it.faults = Some(faults);
    }

    /// Notes what lets a workload exchange something with pods that the input does not hold.
    pub(crate) fn of_outsider(
        it: &mut Forbidden<'_, '_, '_>,
        direction: PolicyType,
        workload: &Peer,
        passage: &Passage,
        certain: &ConnSet,
    ) {
        let Some(mut faults) = it.faults.take() else { return };
        let end = End::Outsider(passage.with.clone());
        for cause in it.scan.causes_of(passage, direction, certain) {
            faults.add(direction, cause, [workload.clone()], None, (&end, certain));
        }
        it.faults = Some(faults);
    }
}

fn with_peers(cause: &Cause, peers: Vec<usize>) -> Cause {
    match cause {
        Cause::Line { policy, rank, number, place, .. } => {
            Cause::Line { policy: policy.clone(), rank: *rank, number: *number, place: *place, peers }
        }
        other => other.clone(),
    }
}
