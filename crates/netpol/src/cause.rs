//! What lets something through: the lines of policies, or that no policy governs.
//!
//! For whoever has to say which line to change. Beside the rule, the peers of the rule that match are named, by their order.

use std::net::IpAddr;

use model::{Place, PolicyType};

use crate::bits::Bits;
use crate::decide::{Step, decide};
use crate::exposed::Exposed;
use crate::outsider::Passage;
use crate::pair::End;
use crate::policy::{Action, PeerSpec, PolicyRef, Tri, slot};
use crate::reason::{Effect, RuleRef};
use crate::scan::Scan;
use crate::stranger::{Stranger, any_pod};
use crate::table::ConnId;
use crate::{ConnSet, IpRange, IpSet, Peer};

/// What lets something through in one direction; in the order of the policies that were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A rule of a policy allows it.
    Line {
        /// The policy.
        policy: PolicyRef,
        /// Its position among the policies of the network.
        rank: usize,
        /// The position of the rule, from 1.
        number: usize,
        /// Where the rule stands.
        place: Place,
        /// The positions of the peers of the rule that match, from 0; for a kind of pods, which may be several workloads, none:
        /// [`Scan::matching`] asks for one of them.
        peers: Vec<usize>,
    },
    /// No policy governs this direction of the pods.
    Ungoverned,
    /// Cluster-wide policies govern the pods, say nothing of it, and no NetworkPolicy selects them: it is allowed by default.
    Default,
}

impl Cause {
    fn order(&self) -> (u8, usize, usize, &[usize]) {
        match self {
            Cause::Line { rank, number, peers, .. } => (0, *rank, *number, peers),
            Cause::Ungoverned => (1, 0, 0, &[]),
            Cause::Default => (2, 0, 0, &[]),
        }
    }
}

impl PartialOrd for Cause {
    fn partial_cmp(&self, other: &Cause) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Cause {
    fn cmp(&self, other: &Cause) -> std::cmp::Ordering {
        self.order().cmp(&other.order())
    }
}

/// The other side of a governed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Facing {
    /// A kind of pods, see [`crate::Network::kinds_of`].
    Kind(u32),
    /// An address.
    Address(IpAddr),
}

/// Whether everything is open to everybody in one direction of a workload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Openness {
    /// To whom, where it surely is.
    pub to: Option<Exposed>,
    /// Whether it may be, though that is not sure.
    pub perhaps: bool,
    /// What opens it.
    pub causes: Vec<Cause>,
}

impl Scan<'_, '_> {
    /// What lets a kind of pods exchange `conn` with the other side, in the direction in which it is governed.
    pub fn causes(&mut self, direction: PolicyType, governed: u32, facing: Facing, conn: ConnId) -> Vec<Cause> {
        let network = self.network;
        let Some(peer) = self.end(facing) else { return Vec::new() };
        let Some(side) = network.side(direction, End::Pod(governed), peer) else { return Vec::new() };
        if side.subject.is_free() {
            return vec![Cause::Ungoverned];
        }
        let position = network.position(peer);
        let mut steps = Some(Vec::new());
        decide(&network.compiled, &mut self.table, side, &|rule| rule.hits.of(position), &mut steps);
        let mut found = Vec::new();
        for step in steps.unwrap_or_default() {
            if self.allows(&step, conn)
                && let Some(cause) = self.line(direction, &step, facing)
            {
                found.push(cause);
            }
        }
        if found.is_empty() {
            found.push(Cause::Default);
        }
        found
    }

    fn allows(&mut self, step: &Step, conn: ConnId) -> bool {
        step.action == Action::Allow && self.table.intersection(step.ports.surely, conn) != ConnId::EMPTY
    }

    fn end(&self, facing: Facing) -> Option<End> {
        match facing {
            Facing::Kind(kind) => Some(End::Pod(kind)),
            Facing::Address(address) => {
                let compiled = &self.network.compiled;
                let at = compiled.atoms.iter().position(|atom| IpSet::from(*atom).contains(address))?;
                Some(End::Class(compiled.class_of_atom[at]))
            }
        }
    }

    fn line(&self, direction: PolicyType, step: &Step, facing: Facing) -> Option<Cause> {
        let policy = &self.network.compiled.policies[step.policy as usize];
        let at = step.rule? as usize;
        let rule = &policy.rules[slot(direction)][at];
        let peers = match facing {
            Facing::Kind(_) => Vec::new(),
            Facing::Address(address) => positions(&rule.peers, |peer| match peer {
                PeerSpec::Anybody => true,
                PeerSpec::Block(block) => block.contains(address),
                _ => false,
            }),
        };
        let rank = step.policy as usize;
        Some(Cause::Line { policy: policy.id.clone(), rank, number: at + 1, place: rule.place, peers })
    }

    /// The peers of the rule behind a cause that match a workload, from 0.
    pub fn matching(&mut self, direction: PolicyType, cause: &Cause, workload: &Peer) -> Vec<usize> {
        let Cause::Line { policy, number, .. } = cause else { return Vec::new() };
        let network = self.network;
        self.look_up();
        let Some(policy) = self.written.by_place.get(&policy.place).map(|at| &network.compiled.policies[*at as usize])
        else {
            return Vec::new();
        };
        let Some(rule) = policy.rules[slot(direction)].get(number - 1) else { return Vec::new() };
        let units = network.group_of(workload).map_or(&[][..], |at| &network.groups[at].units);
        let selected = self.written.selected.entry(rule.id).or_insert_with(|| {
            let select = |peer: &PeerSpec| match peer {
                PeerSpec::Pods { scope, pods } => network.pods.select(scope, pods.as_ref()).surely,
                PeerSpec::Anybody => Bits::all(network.pods.len()),
                PeerSpec::Block(block) if network.options.reach(policy.tier, block).surely => {
                    Bits::all(network.pods.len())
                }
                _ => Bits::none(network.pods.len()),
            };
            rule.peers.iter().map(select).collect()
        });
        let any = |at: &usize| units.iter().any(|unit| selected[*at].contains(*unit as usize));
        (0..selected.len()).filter(any).collect()
    }

    fn look_up(&mut self) {
        if self.written.by_place.is_empty() {
            let policies = self.network.compiled.policies.iter().enumerate();
            self.written.by_place = policies.map(|(at, it)| (it.id.place, at as u32)).collect();
        }
    }

    /// What lets a workload exchange `conn` with pods that the inventory does not hold.
    pub fn causes_of(&mut self, passage: &Passage, direction: PolicyType, conn: &ConnSet) -> Vec<Cause> {
        self.look_up();
        let mut found = Vec::new();
        for reason in &passage.reasons {
            match (reason.effect, &reason.policy, &reason.rule) {
                (Effect::Ungoverned, ..) => found.push(Cause::Ungoverned),
                (Effect::Allows, Some(id), Some(written)) if !reason.conn.intersection(conn).is_empty() => {
                    found.extend(self.line_for(id, written, direction, &passage.with));
                }
                _ => {}
            }
        }
        if found.is_empty() {
            found.push(Cause::Default);
        }
        found
    }

    fn line_for(&self, id: &PolicyRef, written: &RuleRef, direction: PolicyType, with: &Exposed) -> Option<Cause> {
        let rank = *self.written.by_place.get(&id.place)? as usize;
        let policy = &self.network.compiled.policies[rank];
        let rule = policy.rules[slot(direction)].get(written.number - 1)?;
        let holds = |peer: &PeerSpec| {
            let by_selector = match peer {
                PeerSpec::Pods { scope, pods } => Stranger::new(scope, pods.as_ref()).exposed() == *with,
                _ => false,
            };
            by_selector || any_pod(peer) == Tri::Yes
        };
        let peers = positions(&rule.peers, holds);
        Some(Cause::Line { policy: id.clone(), rank, number: written.number, place: written.place, peers })
    }

    /// Whether a workload is open to everybody in a direction: on every port to every pod, or to every address of a family.
    pub fn openness(&mut self, peer: &Peer, direction: PolicyType) -> Openness {
        let mut found = Openness { to: None, perhaps: false, causes: Vec::new() };
        let Some(passage) = self.anybody(peer, direction) else { return found };
        if passage.certain.is_all() {
            found.causes = self.causes_of(&passage, direction, &ConnSet::all());
            found.to = Some(Exposed::EntireCluster);
        } else {
            found.perhaps = passage.certain.union(&passage.open).is_all();
        }
        let whole = [IpRange::V4(0, u32::MAX), IpRange::V6(0, u128::MAX)];
        let ranges = self.ranges(peer, direction);
        for range in ranges.iter().filter(|it| it.certain == ConnId::ALL && whole.contains(&it.range)) {
            for kind in self.network.kinds_of(peer) {
                let causes = self.causes(direction, *kind, Facing::Address(range.range.first()), ConnId::ALL);
                found.causes.extend(causes);
            }
            found.to.get_or_insert(Exposed::External(range.range));
        }
        found.causes.sort();
        found.causes.dedup();
        found
    }
}

fn positions(peers: &[PeerSpec], holds: impl Fn(&PeerSpec) -> bool) -> Vec<usize> {
    (0..peers.len()).filter(|at| holds(&peers[*at])).collect()
}
