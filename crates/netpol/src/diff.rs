//! What became possible or impossible between two inventories.

use std::collections::BTreeSet;

use model::{Inventory, PolicyType};

use crate::listing::entries;
use crate::matrix::Matrix;
use crate::network::Network;
use crate::options::Options;
use crate::pair::Flow;
use crate::{ConnSet, IpRange, IpSet, Peer};

/// How a pair differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Change {
    /// Nothing was possible, and something is.
    Added,
    /// Something was possible, and nothing is.
    Removed,
    /// Something else is possible, or it is sure in another degree.
    Changed,
}

impl Change {
    /// The word of the JSON form.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Changed => "changed",
        }
    }
}

/// What a pair may exchange, on one side of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Allowed {
    /// What the policies allow.
    pub certain: ConnSet,
    /// What depends on something open.
    pub open: ConnSet,
}

impl Allowed {
    fn is_empty(&self) -> bool {
        self.certain.is_empty() && self.open.is_empty()
    }
}

impl std::fmt::Display for Allowed {
    /// `TCP 80`, `No Connections`, `TCP 80 (possible: UDP 53)`, `(possible: UDP 53)`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.certain.is_empty(), self.open.is_empty()) {
            (_, true) => write!(f, "{}", self.certain),
            (true, false) => write!(f, "(possible: {})", self.open),
            (false, false) => write!(f, "{} (possible: {})", self.certain, self.open),
        }
    }
}

/// A pair with another answer than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// How it differs.
    pub change: Change,
    /// Who connects.
    pub src: Peer,
    /// To whom.
    pub dst: Peer,
    /// What was possible.
    pub old: Allowed,
    /// What is possible.
    pub new: Allowed,
}

/// The pairs whose answers differ, a workload's connections to itself included. Empty exactly when all answers agree.
/// Blocks of addresses are taken as in [`crate::connections`].
#[must_use]
pub fn diff(old: &Inventory, new: &Inventory) -> Vec<Difference> {
    let options = Options::default();
    Network::new(old, &options).diff(&Network::new(new, &options))
}

impl Network<'_> {
    /// What differs from this to `new`.
    #[must_use]
    pub fn diff(&self, new: &Network<'_>) -> Vec<Difference> {
        let mut sides = [Side::new(self), Side::new(new)];
        let peers: BTreeSet<&Peer> = self.workloads().chain(new.workloads()).collect();
        let at =
            |network: &Network<'_>, peer: &Peer| network.groups.binary_search_by(|group| group.peer.cmp(peer)).ok();
        let peers: Vec<(&Peer, [Option<usize>; 2])> =
            peers.into_iter().map(|peer| (peer, [at(self, peer), at(new, peer)])).collect();
        let mut found = Vec::new();
        for (src, from) in &peers {
            for (dst, to) in &peers {
                let flows = [0, 1].map(|side| Some(sides[side].matrix.between(from[side]?, to[side]?)));
                note(&sides, &mut found, (src, dst), flows);
            }
        }
        for (peer, group) in &peers {
            for direction in [PolicyType::Egress, PolicyType::Ingress] {
                for (range, flows) in ranges(&mut sides, *group, direction) {
                    let external = Peer::External(range);
                    let ends = if direction == PolicyType::Egress { (*peer, &external) } else { (&external, *peer) };
                    note(&sides, &mut found, ends, flows);
                }
            }
        }
        let entries = [0, 1].map(|side| entries(&mut sides[side].matrix));
        for (peer, group) in &peers {
            let of = |side: usize| {
                let (_, flow) = entries[side].iter().find(|(at, _)| Some(*at) == group[side])?;
                Some(*flow)
            };
            note(&sides, &mut found, (&Peer::IngressController, peer), [of(0), of(1)]);
        }
        found.sort_by(|a, b| (&a.src, &a.dst).cmp(&(&b.src, &b.dst)));
        found
    }
}

/// The old and the new.
struct Side<'n, 'a> {
    matrix: Matrix<'n, 'a>,
}

impl<'n, 'a> Side<'n, 'a> {
    fn new(network: &'n Network<'a>) -> Self {
        Side { matrix: Matrix::new(network) }
    }

    fn allowed(&self, flow: Flow) -> Allowed {
        let set = |id| self.matrix.table.set(id).clone();
        Allowed { certain: set(flow.certain), open: set(flow.open) }
    }
}

/// A pair's answers on both sides; `None` where one of the ends does not exist.
type Both = [Option<Flow>; 2];

fn note(sides: &[Side<'_, '_>; 2], found: &mut Vec<Difference>, (src, dst): (&Peer, &Peer), flows: Both) {
    let flows = flows.map(|flow| flow.unwrap_or(Flow::NONE));
    // The two commonest answers have the same number on both sides.
    if flows[0] == flows[1] && [Flow::ALL, Flow::NONE].contains(&flows[0]) {
        return;
    }
    let (old, new) = (sides[0].allowed(flows[0]), sides[1].allowed(flows[1]));
    if old == new {
        return;
    }
    let change = match (old.is_empty(), new.is_empty()) {
        (true, _) => Change::Added,
        (_, true) => Change::Removed,
        _ => Change::Changed,
    };
    found.push(Difference { change, src: src.clone(), dst: dst.clone(), old, new });
}

/// The ranges, cut as both sides need; neighbours with equal answers on both sides are one.
fn ranges(sides: &mut [Side<'_, '_>; 2], group: [Option<usize>; 2], direction: PolicyType) -> Vec<(IpRange, Both)> {
    let atoms = [0, 1].map(|side: usize| sides[side].matrix.network.external_ranges());
    let (mut at, mut found) = ([0, 0], Vec::<(IpRange, Both)>::new());
    while let (Some(old), Some(new)) = (atoms[0].get(at[0]), atoms[1].get(at[1])) {
        let flows = [0, 1].map(|side| Some(sides[side].matrix.outside(group[side]?, direction, at[side])));
        let both = IpSet::from(*old).intersection(&IpSet::from(*new));
        if let Some(range) = both.ranges().next() {
            match found.last_mut() {
                Some((last, answers)) if *answers == flows && last.join(range).is_some() => {
                    *last = last.join(range).unwrap_or(range);
                }
                _ => found.push((range, flows)),
            }
        }
        match old.last().cmp(&new.last()) {
            std::cmp::Ordering::Less => at[0] += 1,
            std::cmp::Ordering::Greater => at[1] += 1,
            std::cmp::Ordering::Equal => at = [at[0] + 1, at[1] + 1],
        }
    }
    found
}
