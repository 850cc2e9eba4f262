//! Judging what must be impossible: every pair is looked at, and one that is possible is kept as the example.

use std::collections::BTreeMap;

use lang::Text;
use model::PolicyType;
use netpol::{ConnSet, Ends, Exposed, IpRange, IpSet, Namespaces, Passage, Peer, PortQuery};

use crate::proof::{Blame, End, Flow, Refutation, Verdict};
use crate::prover::Prover;
use crate::roster::Member;
use crate::side::{Piece, Side};
use crate::witness::{address_in, decides_for, is_known, open_reasons, port_of, unique};

pub(crate) struct Forbidden<'p, 'a> {
    prover: Prover<'p, 'a>,
    from: &'p Side,
    to: &'p Side,
    best: Option<(Rank, Hit)>,
    n_pairs: usize,
    /// Pairs that were judged at all.
    looked: usize,
    doubts: Vec<Text>,
    assumed: Option<Text>,
}

/// Which example a person checks most easily.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Workloads,
    Address,
    Outsider,
    /// A workload that does not stay.
    Passing,
}

enum Hit {
    Workloads(Peer, Peer, ConnSet),
    Out(Peer, IpRange, ConnSet),
    In(IpRange, Peer, ConnSet),
    Outsider(PolicyType, Box<Passage>, ConnSet),
}

impl<'p, 'a> Forbidden<'p, 'a> {
    pub(crate) fn new(prover: Prover<'p, 'a>, from: &'p Side, to: &'p Side) -> Self {
        Forbidden { prover, from, to, best: None, n_pairs: 0, looked: 0, doubts: Vec::new(), assumed: None }
    }

    pub(crate) fn verdict(mut self) -> Verdict {
        let (sources, targets) = (self.from.peers(), self.to.peers());
        let network = self.prover.network;
        let (from, to) = (network.ends_of_all(&sources), self.to);
        for target in &targets {
            let asked = to.conn_to(target);
            let Some(ends) = network.ends_of(target).filter(|_| !asked.is_empty()) else { continue };
            self.workloads(&from, &ends, &asked);
            self.incoming(target, &ends, &asked);
            if self.from.outsiders() {
                self.passages(target, PolicyType::Ingress, &asked);
            }
        }
        for piece in to.pieces().iter().filter(|_| !sources.is_empty()) {
            self.outgoing(&from, piece);
        }
        let outside = to.conn_to_outsiders();
        for source in &sources {
            if !outside.is_empty() && to.outsiders() {
                self.passages(source, PolicyType::Egress, &outside);
            }
            if to.crowds.iter().any(|it| it.is_dns) {
                self.asking_names(source);
            }
        }
        self.conclude()
    }

    fn conclude(self) -> Verdict {
        match self.best {
            Some((_, hit)) => Verdict::Refuted(Box::new(refutation(&self.prover, hit, self.n_pairs))),
            None if !self.doubts.is_empty() => Verdict::Unknown(unique(self.doubts)),
            None if self.looked == 0 => Verdict::NotApplicable(Text::new(
                "the sentence leaves no pair to judge",
                "この文に当てはまる組がありません",
            )),
            None => Verdict::Proved(self.assumed),
        }
    }

    fn hit(&mut self, rank: Rank, hit: Hit) {
        self.n_pairs += 1;
        if self.best.as_ref().is_none_or(|(known, _)| rank < *known) {
            self.best = Some((rank, hit));
        }
    }

    fn workloads(&mut self, from: &Ends, to: &Ends, asked: &ConnSet) {
        let prover = self.prover;
        for exchange in prover.network.exchanges(from, to, PortQuery::Any) {
            let members = (prover.roster.member(&exchange.src), prover.roster.member(&exchange.dst));
            let (Some(src), Some(dst)) = members else { continue };
            if self.is_own_talk(src, dst) {
                continue;
            }
            self.looked += 1;
            let certain = exchange.certain.intersection(asked);
            if !certain.is_empty() {
                let rank = if src.passing { Rank::Passing } else { Rank::Workloads };
                self.hit(rank, Hit::Workloads(exchange.src.clone(), exchange.dst.clone(), certain));
            }
            let open = exchange.open.intersection(asked);
            if let Some(ends) = prover.network.ends_of(&exchange.src).filter(|_| !open.is_empty()) {
                self.doubt(&ends, to, &open);
            }
        }
    }

    /// A component's talk with itself, where a word for many stands on one side: it is not meant.
    fn is_own_talk(&self, src: &Member<'_>, dst: &Member<'_>) -> bool {
        let many = self.from.is_many() || self.to.is_many();
        many && (src.peer == dst.peer || src.component.is_some() && src.component == dst.component)
    }

    fn incoming(&mut self, target: &Peer, ends: &Ends, asked: &ConnSet) {
        let addresses = self.from.addresses();
        if addresses.is_empty() {
            return;
        }
        self.looked += 1;
        let from = Ends::addresses(addresses);
        for exchange in self.prover.network.exchanges(&from, ends, PortQuery::Any) {
            let Peer::External(range) = exchange.src else { continue };
            let certain = exchange.certain.intersection(asked);
            if !certain.is_empty() {
                self.hit(Rank::Address, Hit::In(range, target.clone(), certain));
            }
            self.doubt(&Ends::addresses(range.into()), ends, &exchange.open.intersection(asked));
        }
    }

    fn outgoing(&mut self, from: &Ends, piece: &Piece<'_>) {
        self.looked += 1;
        if let Some(assumed) = piece.assumed {
            self.assumed.get_or_insert_with(|| assumed.clone());
        }
        let network = self.prover.network;
        let to = Ends::addresses(piece.set.clone());
        let mut reached: BTreeMap<Peer, Vec<(IpRange, ConnSet)>> = BTreeMap::new();
        for exchange in network.exchanges(from, &to, PortQuery::Any) {
            let Peer::External(range) = exchange.dst else { continue };
            let open = exchange.open.intersection(&piece.conn);
            if let Some(ends) = network.ends_of(&exchange.src).filter(|_| !open.is_empty()) {
                self.doubt(&ends, &Ends::addresses(range.into()), &open);
            }
            let certain = exchange.certain.intersection(&piece.conn);
            if !certain.is_empty() {
                reached.entry(exchange.src).or_default().push((range, certain));
            }
        }
        for (source, ranges) in reached {
            self.reached(&source, ranges, piece);
        }
    }

    fn reached(&mut self, source: &Peer, mut ranges: Vec<(IpRange, ConnSet)>, piece: &Piece<'_>) {
        if let Some(assumed) = piece.assumed {
            let all = ranges.iter().fold(IpSet::empty(), |all, (range, _)| all.union(&IpSet::from(*range)));
            // Only part of where they may be can be reached: perhaps they are not there.
            if !piece.set.v4.is_subset(&all.v4) {
                self.doubts.push(assumed.clone());
                return;
            }
        }
        // The address that everybody knows makes the best example.
        ranges.sort_by_key(|(range, _)| !is_known(*range));
        for (range, certain) in ranges {
            self.hit(Rank::Address, Hit::Out(source.clone(), range, certain));
        }
    }

    fn passages(&mut self, peer: &Peer, direction: PolicyType, asked: &ConnSet) {
        self.looked += 1;
        for passage in self.prover.network.passages(peer, direction) {
            let certain = passage.certain.intersection(asked);
            if certain.is_empty() || is_meant_for_known(&passage) {
                continue;
            }
            self.hit(Rank::Outsider, Hit::Outsider(direction, Box::new(passage), certain));
        }
    }

    fn asking_names(&mut self, source: &Peer) {
        self.looked += self.prover.cluster.dns.len();
        for pod in &self.prover.cluster.dns {
            let Some(passage) = self.prover.network.with_pod(source, PolicyType::Egress, pod) else { continue };
            let certain = passage.certain.intersection(&crate::crowd::dns_ports());
            if !certain.is_empty() {
                self.hit(Rank::Outsider, Hit::Outsider(PolicyType::Egress, Box::new(passage), certain));
            }
        }
    }

    fn doubt(&mut self, from: &Ends, to: &Ends, open: &ConnSet) {
        let Some((protocol, port)) = open.first().filter(|_| self.doubts.len() < 16) else { return };
        self.doubts.extend(open_reasons(&self.prover, from, to, (protocol, port)));
    }
}

/// Whether a selector selects workloads of the input and does not reach into every namespace: it is meant for these, and they
/// are judged themselves.
fn is_meant_for_known(passage: &Passage) -> bool {
    let everywhere = match &passage.with {
        Exposed::EntireCluster => true,
        Exposed::Pods { namespaces: Namespaces::Matching(selector), .. } => selector.is_empty(),
        Exposed::Pods { .. } | Exposed::External(_) => false,
    };
    !everywhere && !passage.selects.is_empty()
}

fn refutation(prover: &Prover<'_, '_>, hit: Hit, n_pairs: usize) -> Refutation {
    let (src, dst, conn) = match hit {
        Hit::Workloads(src, dst, conn) => (End::Workload(src), End::Workload(dst), conn),
        Hit::Out(src, range, conn) => (End::Workload(src), End::Address(address_in(range)), conn),
        Hit::In(range, dst, conn) => (End::Address(address_in(range)), End::Workload(dst), conn),
        Hit::Outsider(direction, passage, conn) => {
            let (peer, outsider) = (End::Workload(passage.workload), End::Outsider(passage.with));
            let (protocol, port) = port_of(prover, &peer, &conn);
            let reasons = passage.reasons.into_iter().filter(|it| {
                it.conn.contains(protocol, port)
                    && matches!(it.effect, netpol::Effect::Allows | netpol::Effect::Ungoverned)
            });
            let blame = reasons.map(|reason| Blame { direction, reason }).collect();
            let (src, dst) = if direction == PolicyType::Ingress { (outsider, peer) } else { (peer, outsider) };
            return Refutation { flow: Flow { src, dst, protocol, port }, n_pairs, blame };
        }
    };
    let (protocol, port) = port_of(prover, &dst, &conn);
    let blame = decides_for(prover, &src, &dst, (protocol, port), true);
    Refutation { flow: Flow { src, dst, protocol, port }, n_pairs, blame }
}
