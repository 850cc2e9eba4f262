//! The pairs of ends that a question is about, and what each may exchange.

use model::PolicyType;

use crate::ends::{Ends, PortQuery, Which};
use crate::network::Network;
use crate::pair::{End, Flow};
use crate::service::Wanted;
use crate::table::ConnTable;
use crate::{ConnSet, IpSet, Peer, PortSet};

/// A pair of ends that a question is about, and the ports that it asks for.
pub(crate) struct Pair {
    pub(crate) src: Peer,
    pub(crate) dst: Peer,
    /// Kinds of pods; several where a workload has pods of several kinds.
    pub(crate) ends: Vec<(End, End)>,
    /// Everything is allowed: a bare pod that talks to itself.
    pub(crate) itself: bool,
    pub(crate) asked: ConnSet,
}

impl Network<'_> {
    pub(crate) fn flow(&self, table: &mut ConnTable, pair: &Pair) -> Flow {
        let mut all = Flow::NONE;
        for (src, dst) in &pair.ends {
            let flow = if pair.itself { Flow::ALL } else { self.pair(table, *src, *dst) };
            all = all.or(table, flow);
        }
        let asked = table.id(pair.asked.clone());
        Flow { certain: table.intersection(all.certain, asked), open: table.intersection(all.open, asked) }
    }

    /// The pairs that a question is about.
    pub(crate) fn pairs(&self, from: &Ends, to: &Ends, port: PortQuery) -> Vec<Pair> {
        let asked = match port {
            PortQuery::Any => ConnSet::all(),
            PortQuery::One(protocol, port) => ConnSet::of(protocol, PortSet::point(port)),
        };
        let sources = self.sources(from);
        let mut pairs = Vec::new();
        for source in &sources {
            for target in self.destinations(to, port, &asked) {
                let ends: Vec<(End, End)> =
                    source.ends.iter().flat_map(|src| target.ends.iter().map(move |dst| (*src, *dst))).collect();
                let outside = |end: &End| !matches!(end, End::Pod(_));
                if ends.iter().all(|(src, dst)| outside(src) && outside(dst)) {
                    continue;
                }
                let itself = source.single.is_some() && source.single == target.single;
                let (src, dst) = (source.peer.clone(), target.peer);
                pairs.push(Pair { src, dst, ends, itself, asked: target.ports });
            }
        }
        pairs
    }

    fn sources(&self, from: &Ends) -> Vec<Spot> {
        // A Service opens no connections; who asks means the pods behind it.
        self.destinations(from, PortQuery::Any, &ConnSet::all())
    }

    fn destinations(&self, to: &Ends, port: PortQuery, asked: &ConnSet) -> Vec<Spot> {
        match &to.0 {
            Which::Groups(groups) => groups.iter().map(|at| self.spot(*at, asked.clone())).collect(),
            Which::Addresses(set) => self.spots(set, asked),
            Which::IngressController => {
                let ports = asked.clone();
                vec![Spot { peer: Peer::IngressController, ends: vec![End::UnknownPod], single: None, ports }]
            }
            Which::Service(at) => {
                let wanted = match port {
                    PortQuery::Any => Wanted::All,
                    PortQuery::One(protocol, port) => Wanted::Number(protocol, port),
                };
                let targets = self.targets(&self.inventory.services[*at], wanted);
                targets.into_iter().filter_map(|(unit, ports)| self.unit_spot(unit, ports)).collect()
            }
        }
    }

    fn spot(&self, at: usize, ports: ConnSet) -> Spot {
        let group = &self.groups[at];
        let ends = group.kinds.iter().map(|kind| End::Pod(*kind)).collect();
        Spot { peer: group.peer.clone(), ends, single: group.single.then_some(at), ports }
    }

    fn unit_spot(&self, unit: u32, ports: ConnSet) -> Option<Spot> {
        let at = self.groups.iter().position(|group| group.units.contains(&unit))?;
        let ends = vec![End::Pod(self.compiled.kind_of_unit[unit as usize])];
        (!ports.is_empty()).then(|| Spot { ends, ..self.spot(at, ports) })
    }

    fn spots(&self, set: &IpSet, ports: &ConnSet) -> Vec<Spot> {
        let mut found = Vec::new();
        for (at, atom) in self.compiled.atoms.iter().enumerate() {
            let both = set.intersection(&IpSet::from(*atom));
            let ends = [End::Class(self.compiled.class_of_atom[at])];
            found.extend(both.ranges().map(|range| Spot {
                peer: Peer::External(range),
                ends: ends.to_vec(),
                single: None,
                ports: ports.clone(),
            }));
        }
        found
    }

    /// The direction in which an end is governed, for whoever explains.
    pub(crate) const DIRECTIONS: [PolicyType; 2] = [PolicyType::Egress, PolicyType::Ingress];
}

/// One end of a question.
struct Spot {
    peer: Peer,
    ends: Vec<End>,
    /// The group, where it is one bare pod.
    single: Option<usize>,
    ports: ConnSet,
}
