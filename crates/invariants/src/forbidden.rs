//! Judging what must be impossible: every pair is looked at, and one that is possible is kept as the example.

use lang::Text;
use model::PolicyType;
use netpol::{ConnSet, Ends, Exposed, IpRange, IpSet, Namespaces, Passage, Peer, PortQuery};

use crate::proof::{Blame, End, Flow, Refutation, Verdict};
use crate::prove::{Prover, unique};
use crate::side::{Piece, Side};
use crate::witness::{address_in, decides_for, is_known, port_of};

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
    Outsider(PolicyType, Passage, ConnSet),
}

impl<'p, 'a> Forbidden<'p, 'a> {
    pub(crate) fn new(prover: Prover<'p, 'a>, from: &'p Side, to: &'p Side) -> Self {
        Forbidden { prover, from, to, best: None, n_pairs: 0, looked: 0, doubts: Vec::new(), assumed: None }
    }

    pub(crate) fn verdict(mut self) -> Verdict {
        let (sources, targets) = (self.from.peers(), self.to.peers());
        for target in &targets {
            let asked = self.to.conn_to(target);
            let Some(ends) = self.prover.ends(target).filter(|_| !asked.is_empty()) else { continue };
            for source in &sources {
                self.workloads(source, target, &ends, &asked);
            }
            self.from_addresses(target, &ends, &asked);
            if self.from.outsiders() {
                self.passages(target, PolicyType::Ingress, &asked);
            }
        }
        let (to, outside) = (self.to, self.to.conn_to_outsiders());
        for source in &sources {
            let Some(ends) = self.prover.ends(source) else { continue };
            for piece in to.pieces() {
                self.to_addresses(source, &ends, &piece);
            }
            if !outside.is_empty() && to.outsiders() {
                self.passages(source, PolicyType::Egress, &outside);
            }
            if to.crowds.iter().any(|it| it.is_dns) {
                self.to_dns(source);
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

    fn workloads(&mut self, source: &Peer, target: &Peer, ends: &Ends, asked: &ConnSet) {
        let prover = self.prover;
        let (Some(src), Some(dst)) = (prover.roster.member(source), prover.roster.member(target)) else { return };
        let many = self.from.is_many() || self.to.is_many();
        if many && (source == target || src.component.is_some() && src.component == dst.component) {
            return;
        }
        let Some(from) = prover.ends(source) else { return };
        self.looked += 1;
        for exchange in prover.network.exchanges(&from, ends, PortQuery::Any) {
            let certain = exchange.certain.intersection(asked);
            if !certain.is_empty() {
                let rank = if src.passing { Rank::Passing } else { Rank::Workloads };
                self.hit(rank, Hit::Workloads(source.clone(), target.clone(), certain));
            }
            self.doubt(&from, ends, &exchange.open.intersection(asked));
        }
    }

    fn from_addresses(&mut self, target: &Peer, ends: &Ends, asked: &ConnSet) {
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

    fn to_addresses(&mut self, source: &Peer, ends: &Ends, piece: &Piece<'_>) {
        self.looked += 1;
        let to = Ends::addresses(piece.set.clone());
        let mut reached: Vec<(IpRange, ConnSet)> = Vec::new();
        for exchange in self.prover.network.exchanges(ends, &to, PortQuery::Any) {
            let Peer::External(range) = exchange.dst else { continue };
            let certain = exchange.certain.intersection(&piece.conn);
            if !certain.is_empty() {
                reached.push((range, certain));
            }
            self.doubt(ends, &Ends::addresses(range.into()), &exchange.open.intersection(&piece.conn));
        }
        if let Some(assumed) = piece.assumed {
            self.assumed.get_or_insert_with(|| assumed.clone());
            let all = reached.iter().fold(IpSet::empty(), |all, (range, _)| all.union(&IpSet::from(*range)));
            // Only part of where they may be can be reached: perhaps they are not there.
            if !reached.is_empty() && !piece.set.v4.is_subset(&all.v4) {
                self.doubts.push(assumed.clone());
                return;
            }
        }
        // The address that everybody knows makes the best example.
        reached.sort_by_key(|(range, _)| !is_known(*range));
        for (range, certain) in reached {
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
            self.hit(Rank::Outsider, Hit::Outsider(direction, passage, certain));
        }
    }

    fn to_dns(&mut self, source: &Peer) {
        self.looked += self.prover.cluster.dns.len();
        for pod in &self.prover.cluster.dns {
            let Some(passage) = self.prover.network.with_pod(source, PolicyType::Egress, pod) else { continue };
            let certain = passage.certain.intersection(&crate::crowd::dns_ports());
            if !certain.is_empty() {
                self.hit(Rank::Outsider, Hit::Outsider(PolicyType::Egress, passage, certain));
            }
        }
    }

    fn doubt(&mut self, from: &Ends, to: &Ends, open: &ConnSet) {
        let Some((protocol, port)) = open.first().filter(|_| self.doubts.len() < 16) else { return };
        let explanation = self.prover.network.explain(from, to, PortQuery::One(protocol, port));
        for pair in explanation.pairs {
            let reasons = pair.egress.reasons.into_iter().chain(pair.ingress.reasons);
            self.doubts.extend(reasons.filter(|it| it.effect == netpol::Effect::Open).map(|it| it.text));
        }
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
