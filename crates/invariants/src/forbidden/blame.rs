//! What lets a forbidden flow through, noted while the pairs are gone through.

use model::PolicyType;
use netpol::{Cause, ConnId, ConnSet, Facing, IpRange, KindPair, Passage, Peer};

use super::Forbidden;
use crate::proof::End;
use crate::throng::Meeting;
use crate::witness::address_in;

impl Forbidden<'_, '_, '_> {
    /// Notes what lets a pair of kinds through.
    pub(super) fn blame_pair(&mut self, pair: &KindPair, certain: ConnId, meeting: &Meeting) {
        let Some(mut faults) = self.faults.take() else { return };
        let egress = faults.direction == PolicyType::Egress;
        let (governed, other) = if egress { (pair.src, pair.dst) } else { (pair.dst, pair.src) };
        let (members, others) =
            if egress { (&meeting.sources, &meeting.targets) } else { (&meeting.targets, &meeting.sources) };
        let roster = self.prover.roster;
        let free = self.prover.network.is_free(faults.direction, governed);
        if !free || faults.ungoverned.insert(governed) {
            let direction = faults.direction;
            let conn = self.scan.set(certain).clone();
            for cause in self.scan.causes(direction, governed, Facing::Kind(other), certain) {
                // They are the same whoever is at the other end.
                let mut workloads = members.as_slice();
                for at in others {
                    let end = &roster.members()[*at];
                    if !meeting.is_meant(roster, members, *at, egress) {
                        continue;
                    }
                    let peers = self.scan.matching(direction, &cause, &end.peer);
                    let opened = std::mem::take(&mut workloads).iter().map(|at| &roster.members()[*at].peer);
                    let through = (&End::Workload(end.peer.clone()), &conn);
                    faults.add(direction, with_peers(&cause, peers), opened, end.component, through);
                }
            }
        }
        self.faults = Some(faults);
    }

    /// Notes what lets a workload exchange something with addresses.
    pub(super) fn blame_address(&mut self, direction: PolicyType, workload: &Peer, range: IpRange, certain: &ConnSet) {
        let Some(mut faults) = self.faults.take() else { return };
        let network = self.prover.network;
        let known = faults.found.get(&(direction == PolicyType::Egress, Cause::Ungoverned));
        if known.is_some_and(|known| known.workloads.contains(workload))
            && self.kinds(workload).iter().all(|kind| network.is_free(direction, *kind))
        {
            self.faults = Some(faults);
            return;
        }
        let conn = self.scan.id(certain);
        let end = End::Address(address_in(range));
        for kind in self.kinds(workload) {
            for cause in self.scan.causes(direction, *kind, Self::facing(range), conn) {
                faults.add(direction, cause, [workload], None, (&end, certain));
            }
        }
        self.faults = Some(faults);
    }

    /// Notes what lets a workload exchange something with pods that the input does not hold.
    pub(super) fn blame_outsider(
        &mut self,
        direction: PolicyType,
        workload: &Peer,
        passage: &Passage,
        certain: &ConnSet,
    ) {
        let Some(mut faults) = self.faults.take() else { return };
        let end = End::Outsider(passage.with.clone());
        for cause in self.scan.causes_of(passage, direction, certain) {
            faults.add(direction, cause, [workload], None, (&end, certain));
        }
        self.faults = Some(faults);
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
