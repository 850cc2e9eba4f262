//! May this reach that?

use lang::{Lang, Text};
use model::PolicyType;

use crate::find::{Ends, PortQuery, Which};
use crate::network::{ASSUMPTION, BLOCKS_ARE_EXTERNAL, Network};
use crate::pair::{End, Flow};
use crate::policy::slot;
use crate::service::Wanted;
use crate::table::{ConnId, ConnTable};
use crate::{ConnSet, IpRange, IpSet, Peer, PortSet};

/// The three answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The policies allow it.
    Possible,
    /// No policy allows it, or one denies it.
    Impossible,
    /// It depends on something that the input leaves open: these reasons.
    Unknown(Vec<Text>),
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What was found.
    pub verdict: Verdict,
    /// One flow that is possible, or may be.
    pub witness: Option<Exchange>,
    /// What the answer takes for granted.
    pub assumption: Text,
}

/// What one pair of peers may exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Who connects.
    pub src: Peer,
    /// To whom.
    pub dst: Peer,
    /// What the policies allow.
    pub certain: ConnSet,
    /// What depends on something open.
    pub open: ConnSet,
}

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
    /// What each pair of two peers may exchange. Pairs of two ranges outside the cluster are not known here and left out;
    /// neighbouring ranges with equal answers are one.
    #[must_use]
    pub fn exchanges(&self, from: &Ends, to: &Ends, port: PortQuery) -> Vec<Exchange> {
        let mut table = self.compiled.table.clone();
        let mut found: Vec<Exchange> = Vec::new();
        for pair in self.pairs(from, to, port) {
            let flow = self.flow(&mut table, &pair);
            let next = Exchange {
                certain: table.set(flow.certain).clone(),
                open: table.set(flow.open).clone(),
                src: pair.src,
                dst: pair.dst,
            };
            if !found.last_mut().is_some_and(|last| last.absorb(&next)) {
                found.push(next);
            }
        }
        found
    }

    /// Whether anything of `from` may open a connection to anything of `to`.
    #[must_use]
    pub fn can(&self, from: &Ends, to: &Ends, port: PortQuery) -> Answer {
        let pairs = self.pairs(from, to, port);
        let mut table = self.compiled.table.clone();
        let mut open = None;
        for pair in &pairs {
            let flow = self.flow(&mut table, pair);
            let exchange = || Exchange {
                src: pair.src.clone(),
                dst: pair.dst.clone(),
                certain: table.set(flow.certain).clone(),
                open: table.set(flow.open).clone(),
            };
            if flow.certain != ConnId::EMPTY {
                return Answer { verdict: Verdict::Possible, witness: Some(exchange()), assumption: ASSUMPTION };
            }
            if flow.open != ConnId::EMPTY && open.is_none() {
                open = Some((pair, exchange()));
            }
        }
        let assumption = self.assumption(&pairs, open.is_none());
        let (verdict, witness) = match open {
            Some((pair, exchange)) => (Verdict::Unknown(self.doubts(pair)), Some(exchange)),
            None => (self.nothing_found(from, to, pairs.is_empty()), None),
        };
        Answer { verdict, witness, assumption }
    }

    /// A refusal may rest on blocks being outside the cluster; then it says so.
    fn assumption(&self, pairs: &[Pair], refused: bool) -> Text {
        let leans = |(governed, peer, direction): (End, End, PolicyType)| {
            let pods = matches!((governed, peer), (End::Pod(_), End::Pod(_)));
            let Some(side) = self.side(direction, governed, peer).filter(|_| pods) else { return false };
            let policies = side.subject.network.iter().map(|at| &self.compiled.policies[*at as usize]);
            let mut peers = policies.flat_map(|policy| &policy.rules[slot(direction)]).flat_map(|rule| &rule.peers);
            peers.any(|peer| self.options.takes_outside(peer))
        };
        let mut ends = pairs.iter().flat_map(|pair| &pair.ends);
        let both = |(src, dst): &(End, End)| {
            leans((*src, *dst, PolicyType::Egress)) || leans((*dst, *src, PolicyType::Ingress))
        };
        if !(refused && ends.any(both)) {
            return ASSUMPTION;
        }
        let join = |lang, between| format!("{}{between}{}", ASSUMPTION.get(lang), BLOCKS_ARE_EXTERNAL.get(lang));
        Text::owned(join(Lang::En, "; "), join(Lang::Ja, "。"))
    }

    fn nothing_found(&self, from: &Ends, to: &Ends, no_pairs: bool) -> Verdict {
        let outside = |ends: &Ends| matches!(ends.0, Which::Addresses(_) | Which::IngressController);
        if outside(from) && outside(to) {
            return Verdict::Unknown(vec![Text::new(
                "both are outside the cluster's pods: no policy governs what passes between them",
                "どちらもクラスターのPodではないため、その間の通信を決めるポリシーはありません",
            )]);
        }
        let services = [from, to].into_iter().filter_map(|ends| match ends.0 {
            Which::Service(at) => Some(&self.inventory.services[at]),
            _ => None,
        });
        for service in services {
            if no_pairs && self.targets(service, Wanted::All).is_empty() {
                return Verdict::Unknown(vec![Text::new(
                    "no pod of the input stands behind the Service",
                    "入力のなかに、この Service の先にあるPodがありません",
                )]);
            }
        }
        Verdict::Impossible
    }

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

impl Exchange {
    /// Takes in a neighbour with the same answer.
    fn absorb(&mut self, next: &Exchange) -> bool {
        if self.certain != next.certain || self.open != next.open {
            return false;
        }
        let joined = |a: &Peer, b: &Peer| match (a, b) {
            (Peer::External(a), Peer::External(b)) => IpRange::join(*a, *b).map(Peer::External),
            _ => None,
        };
        if self.src == next.src
            && let Some(dst) = joined(&self.dst, &next.dst)
        {
            self.dst = dst;
            return true;
        }
        if self.dst == next.dst
            && let Some(src) = joined(&self.src, &next.src)
        {
            self.src = src;
            return true;
        }
        false
    }
}
