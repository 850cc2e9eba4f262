//! One pair of ends: both directions joined.

use model::PolicyType;

use crate::decide::{Decision, Side, Step, decide};
use crate::network::Network;
use crate::policy::slot;
use crate::profile::{ADDRESS, UNKNOWN_POD};
use crate::table::{ConnId, ConnTable};

/// One end of a pair, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum End {
    /// A kind of pods.
    Pod(u32),
    /// A class of addresses.
    Class(u32),
    /// A pod that the inventory does not hold.
    UnknownPod,
}

/// What a pair may exchange: surely, and what depends on something that the input leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Flow {
    pub(crate) certain: ConnId,
    pub(crate) open: ConnId,
}

impl Flow {
    pub(crate) const NONE: Flow = Flow { certain: ConnId::EMPTY, open: ConnId::EMPTY };
    pub(crate) const ALL: Flow = Flow { certain: ConnId::ALL, open: ConnId::EMPTY };

    /// Both directions must allow.
    pub(crate) fn of(table: &mut ConnTable, egress: Decision, ingress: Decision) -> Flow {
        let allow = table.intersection(egress.may_allow, ingress.may_allow);
        let deny = table.union(egress.may_deny, ingress.may_deny);
        Flow { certain: table.difference(allow, deny), open: table.intersection(allow, deny) }
    }

    /// One of several pairs suffices.
    pub(crate) fn or(self, table: &mut ConnTable, other: Flow) -> Flow {
        let certain = table.union(self.certain, other.certain);
        let open = table.union(self.open, other.open);
        Flow { certain, open: table.difference(open, certain) }
    }
}

/// The ways through both directions of a pair.
#[derive(Default)]
pub(crate) struct Traces {
    pub(crate) egress: Vec<Step>,
    pub(crate) ingress: Vec<Step>,
}

impl Network<'_> {
    /// The number of an end among everybody.
    pub(crate) fn position(&self, end: End) -> usize {
        match end {
            End::Pod(kind) => kind as usize,
            End::Class(class) => self.compiled.class(class),
            End::UnknownPod => self.compiled.unknown_pod(),
        }
    }

    /// The question of one direction; `None` where the governed end is no pod of the inventory.
    pub(crate) fn side(&self, direction: PolicyType, governed: End, peer: End) -> Option<Side<'_>> {
        let End::Pod(kind) = governed else { return None };
        let compiled = &self.compiled;
        let profile_of = |end| match end {
            End::Pod(kind) => compiled.profile_of_kind[kind as usize],
            End::Class(_) => ADDRESS,
            End::UnknownPod => UNKNOWN_POD,
        };
        Some(Side {
            subject: &compiled.subjects[compiled.subject_of[slot(direction)][kind as usize] as usize],
            direction,
            profile: profile_of(if direction == PolicyType::Ingress { governed } else { peer }),
            peer_is_node: matches!(peer, End::Pod(kind) if compiled.host_network_kind[kind as usize]),
        })
    }

    fn direction(
        &self,
        table: &mut ConnTable,
        direction: PolicyType,
        ends: (End, End),
        trace: &mut Option<Vec<Step>>,
    ) -> Decision {
        let (governed, peer) = ends;
        let Some(side) = self.side(direction, governed, peer) else { return Decision::FREE };
        let position = self.position(peer);
        decide(&self.compiled, table, side, &|rule| rule.hits.of(position), trace)
    }

    /// What two different ends may exchange.
    pub(crate) fn pair(&self, table: &mut ConnTable, src: End, dst: End) -> Flow {
        let egress = self.direction(table, PolicyType::Egress, (src, dst), &mut None);
        let ingress = self.direction(table, PolicyType::Ingress, (dst, src), &mut None);
        Flow::of(table, egress, ingress)
    }

    /// As [`Network::pair`], with the way there and what each direction decides alone.
    pub(crate) fn traced(&self, table: &mut ConnTable, src: End, dst: End) -> ([Decision; 2], Traces) {
        let (mut out, mut into) = (Some(Vec::new()), Some(Vec::new()));
        let egress = self.direction(table, PolicyType::Egress, (src, dst), &mut out);
        let ingress = self.direction(table, PolicyType::Ingress, (dst, src), &mut into);
        ([egress, ingress], Traces { egress: out.unwrap_or_default(), ingress: into.unwrap_or_default() })
    }
}
