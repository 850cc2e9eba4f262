//! `a -> default-deny`: what no policy names is closed, in both directions.

use lang::Text;
use model::{PolicyType, Protocol};
use netpol::{ConnSet, Ends, Exposed, Peer, Scan};

use crate::fault::{Fault, Faults};
use crate::proof::{Blame, End, Flow, Refutation, Verdict};
use crate::prover::Prover;
use crate::side::Side;
use crate::witness::{address_in, decides_for, open_reasons, port_of, unique};

/// One direction of a workload that is open to everybody.
struct Open {
    passing: bool,
    peer: Peer,
    direction: PolicyType,
    to: Exposed,
}

impl<'p, 'a> Prover<'p, 'a> {
    /// Whether a policy governs both directions of each workload, and leaves neither open to everybody on every port.
    pub(crate) fn default_deny(&self, scan: &mut Scan<'p, 'a>, from: &Side) -> (Verdict, Vec<Fault>) {
        let mut faults = Faults::new(PolicyType::Egress);
        let (mut open, mut doubts): (Vec<Open>, Vec<Text>) = (Vec::new(), Vec::new());
        let peers = from.peers();
        if peers.is_empty() {
            let nobody = Text::new("the input holds no workload", "入力にワークロードがありません");
            return (Verdict::NotApplicable(nobody), Vec::new());
        }
        for peer in peers.into_iter().map(|at| self.roster.members()[at].peer.clone()) {
            for direction in [PolicyType::Ingress, PolicyType::Egress] {
                let found = scan.openness(&peer, direction);
                let Some(to) = found.to else {
                    if found.perhaps && doubts.len() < 16 {
                        doubts.extend(self.open_to_everybody(&peer, direction));
                    }
                    continue;
                };
                let end = end_of(&to);
                for cause in found.causes {
                    faults.note(direction, cause, &peer, (&end, &ConnSet::all()));
                }
                let passing = self.roster.member(&peer).is_some_and(|it| it.passing);
                open.push(Open { passing, peer: peer.clone(), direction, to });
            }
        }
        let n_pairs = open.len();
        let verdict = match open.into_iter().min_by_key(|it| it.passing) {
            Some(first) => Verdict::Refuted(Box::new(self.open_direction(&first, n_pairs))),
            None if !doubts.is_empty() => Verdict::Unknown(unique(doubts)),
            None => Verdict::Proved(None),
        };
        (verdict, faults.into_list())
    }

    fn open_to_everybody(&self, peer: &Peer, direction: PolicyType) -> Vec<Text> {
        let Some(ends) = self.ends(peer) else { return Vec::new() };
        let other = Ends::ingress_controller();
        let (from, to) = if direction == PolicyType::Ingress { (&other, &ends) } else { (&ends, &other) };
        // A port that nobody speaks of.
        open_reasons(self, from, to, (Protocol::Tcp, 9))
    }

    fn open_direction(&self, open: &Open, n_pairs: usize) -> Refutation {
        let (own, other) = (End::Workload(open.peer.clone()), end_of(&open.to));
        let (src, dst) = if open.direction == PolicyType::Ingress { (other, own) } else { (own, other) };
        let (protocol, port) = port_of(self, &dst, &ConnSet::all());
        let mut blame: Vec<Blame> = decides_for(self, &src, &dst, (protocol, port), true);
        blame.retain(|it| it.direction == open.direction);
        Refutation { flow: Flow { src, dst, protocol, port }, n_pairs, blame }
    }
}

fn end_of(to: &Exposed) -> End {
    match to {
        Exposed::External(range) => End::Address(address_in(*range)),
        other => End::Outsider(other.clone()),
    }
}
