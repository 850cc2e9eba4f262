//! Judging what must be impossible: every pair is looked at, and one that is possible is kept as the example.
//!
//! Workloads that no policy tells apart are judged as one, so that the work follows the policies and not the number of pairs.

mod blame;

use std::collections::HashMap;
use std::rc::Rc;

use lang::Text;
use model::PolicyType;
use netpol::{
    ConnId, ConnSet, Ends, Exposed, Facing, IpRange, IpSet, KindPair, Namespaces, Passage, Peer, Reach, Scan,
};

use crate::fault::Faults;
use crate::proof::{Blame, End, Flow, Refutation, Verdict};
use crate::prover::Prover;
use crate::resolver::{Resolver, resolver};
use crate::side::{Piece, Side};
use crate::throng::{Meeting, Throng};
use crate::witness::{address_in, decides_for, is_known, open_reasons, port_of, unique};

pub(crate) struct Forbidden<'p, 'a, 's> {
    pub(crate) prover: Prover<'p, 'a>,
    pub(crate) scan: &'s mut Scan<'p, 'a>,
    pub(crate) from: &'s Side,
    pub(crate) to: &'s Side,
    best: Option<(Rank, Hit)>,
    n_pairs: usize,
    /// Whether anything was judged at all.
    looked: bool,
    doubts: Vec<Text>,
    assumed: Option<Text>,
    /// The lines behind what is possible, where somebody asks for them.
    pub(crate) faults: Option<Faults>,
}

/// Which example a person checks most easily: workloads, by destination and source; then the rest as found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Workloads(usize, usize),
    Address,
    /// A workload on the port of DNS, where DNS is left out and it is not the one that is meant.
    Names(usize, usize),
    Outsider,
    /// A workload that does not stay.
    Passing(usize, usize),
}

enum Hit {
    Workloads(Peer, Peer, ConnSet),
    Out(Peer, IpRange, ConnSet),
    In(IpRange, Peer, ConnSet),
    Outsider(PolicyType, Peer, Exposed, ConnSet),
}

/// Addresses that are reached, and on which ports.
type Ranges = Vec<(IpRange, ConnSet, ConnSet)>;

impl<'p, 'a, 's> Forbidden<'p, 'a, 's> {
    pub(crate) fn new(prover: Prover<'p, 'a>, scan: &'s mut Scan<'p, 'a>, from: &'s Side, to: &'s Side) -> Self {
        let (doubts, faults) = (Vec::new(), None);
        Forbidden { prover, scan, from, to, best: None, n_pairs: 0, looked: false, doubts, assumed: None, faults }
    }

    pub(crate) fn verdict(&mut self) -> Verdict {
        let roster = self.prover.roster;
        let asked = self.to.peers().into_iter().map(|at| (at, self.to.conn_to(at)));
        let asked: Vec<(usize, ConnSet)> = asked.filter(|(_, conn)| !conn.is_empty()).collect();
        let sources: Vec<usize> = self.from.peers().into_iter().collect();
        self.workloads(&sources, &asked);
        let addresses = self.from.addresses();
        for (at, conn) in &asked {
            let target = &roster.members()[*at].peer;
            self.incoming(target, &addresses, conn);
            if self.from.outsiders() {
                self.passages(target, PolicyType::Ingress, conn);
            }
            if self.from.is_every_pod() {
                self.anybody(target, PolicyType::Ingress, conn);
            }
        }
        let to = self.to;
        for piece in to.pieces().iter().filter(|_| !sources.is_empty()) {
            self.outgoing(&sources, piece);
        }
        let outside = to.conn_to_outsiders();
        for at in &sources {
            let source = &roster.members()[*at].peer;
            if !outside.is_empty() && to.outsiders() {
                self.passages(source, PolicyType::Egress, &outside);
            }
            if to.is_every_pod() {
                self.anybody(source, PolicyType::Egress, &ConnSet::all());
            }
            if to.crowds.iter().any(|it| it.is_dns) {
                self.asking_names(source);
            }
        }
        self.conclude()
    }

    fn conclude(&mut self) -> Verdict {
        match self.best.take() {
            Some((_, hit)) => Verdict::Refuted(Box::new(refutation(&self.prover, hit, self.n_pairs))),
            None if !self.doubts.is_empty() => Verdict::Unknown(unique(std::mem::take(&mut self.doubts))),
            None if !self.looked => Verdict::NotApplicable(Text::new(
                "the sentence leaves no pair to judge",
                "この文に当てはまる組がありません",
            )),
            None => Verdict::Proved(self.assumed.take()),
        }
    }

    fn hit(&mut self, rank: Rank, n: usize, hit: impl FnOnce() -> Hit) {
        self.n_pairs += n;
        if self.best.as_ref().is_none_or(|(known, _)| rank < *known) {
            self.best = Some((rank, hit()));
        }
    }

    fn workloads(&mut self, sources: &[usize], targets: &[(usize, ConnSet)]) {
        let roster = self.prover.roster;
        let many = self.from.is_many() || self.to.is_many();
        let throng = Throng::new(self.prover.network, roster, self.scan, sources, targets);
        self.looked |= throng.is_any_pair(roster, many);
        let mut found: Vec<(KindPair, ConnId)> = Vec::new();
        let (from, to) = throng.kinds();
        self.scan.pairs(&from, &to, |_, pair| {
            found.extend(throng.asked(pair.dst).map(|(asked, _)| (pair, *asked)));
        });
        let mut open: Vec<(usize, usize, ConnId)> = Vec::new();
        for (pair, asked) in found {
            let (certain, doubtful) =
                (self.scan.intersection(pair.certain, asked), self.scan.intersection(pair.open, asked));
            let Some(meeting) = throng.meeting(roster, &pair, asked, many) else { continue };
            let (dst, src) = meeting.first;
            if !certain.is_empty() {
                let conn = self.scan.set(certain).clone();
                let rank = self.rank(&meeting, &conn);
                let peer = |at: usize| roster.members()[at].peer.clone();
                self.hit(rank, meeting.n_pairs, || Hit::Workloads(peer(src), peer(dst), conn));
                self.blame_pair(&pair, certain, &meeting);
            }
            if !doubtful.is_empty() {
                open.push((dst, src, doubtful));
            }
        }
        // A bare pod always reaches itself.
        for (at, asked) in throng.themselves(self.prover.network, roster).filter(|_| !many) {
            let peer = roster.members()[at].peer.clone();
            let conn = self.scan.set(asked).clone();
            self.hit(Rank::Workloads(at, at), 1, || Hit::Workloads(peer.clone(), peer, conn));
        }
        open.sort_unstable();
        for (dst, src, conn) in open {
            let ends = |at: usize| self.prover.ends(&roster.members()[at].peer);
            if let (Some(from), Some(to)) = (ends(src), ends(dst)) {
                let conn = self.scan.set(conn).clone();
                self.doubt(&from, &to, &conn);
            }
        }
    }

    fn rank(&self, meeting: &Meeting, conn: &ConnSet) -> Rank {
        let (dst, src) = meeting.first;
        if meeting.passing {
            Rank::Passing(dst, src)
        } else if self.to.excuses_dns() && conn.is_subset(&crate::crowd::dns_ports()) {
            Rank::Names(dst, src)
        } else {
            Rank::Workloads(dst, src)
        }
    }

    fn incoming(&mut self, target: &Peer, addresses: &IpSet, asked: &ConnSet) {
        let Some(ends) = self.prover.ends(target).filter(|_| !addresses.is_empty()) else { return };
        self.looked = true;
        let reaches = self.scan.ranges(target, PolicyType::Ingress);
        for (range, certain, open) in self.within(&reaches, addresses, asked) {
            if !certain.is_empty() {
                self.hit(Rank::Address, 1, || Hit::In(range, target.clone(), certain.clone()));
                self.blame_address(PolicyType::Ingress, target, range, &certain);
            }
            self.doubt(&Ends::addresses(range.into()), &ends, &open);
        }
    }

    /// What of the reached addresses lies in a set, on the ports asked for.
    fn within(&self, reaches: &[Reach], set: &IpSet, asked: &ConnSet) -> Ranges {
        let mut found: Ranges = Vec::new();
        for reach in reaches {
            let certain = self.scan.set(reach.certain).intersection(asked);
            let open = self.scan.set(reach.open).intersection(asked);
            if certain.is_empty() && open.is_empty() {
                continue;
            }
            let both = IpSet::from(reach.range).intersection(set);
            found.extend(both.ranges().map(|range| (range, certain.clone(), open.clone())));
        }
        found
    }

    fn outgoing(&mut self, sources: &[usize], piece: &Piece<'_>) {
        self.looked = true;
        if let Some(assumed) = piece.assumed {
            self.assumed.get_or_insert_with(|| assumed.clone());
        }
        // Sources that the same policies govern have one answer.
        let mut known: HashMap<*const Vec<Reach>, Rc<Ranges>> = HashMap::new();
        let roster = self.prover.roster;
        let mut reached: Vec<(&Peer, Rc<Ranges>)> = Vec::with_capacity(sources.len());
        for at in sources {
            let source = &roster.members()[*at].peer;
            let reaches = self.scan.ranges(source, PolicyType::Egress);
            let ranges = match known.get(&Rc::as_ptr(&reaches)) {
                Some(ranges) => Rc::clone(ranges),
                None => {
                    let ranges = Rc::new(self.within(&reaches, &piece.set, &piece.conn));
                    known.insert(Rc::as_ptr(&reaches), Rc::clone(&ranges));
                    ranges
                }
            };
            reached.push((source, ranges));
        }
        for (source, ranges) in reached {
            if piece.whole.is_empty() {
                self.open_addresses(source, &ranges);
                self.reached(source, &ranges, piece);
            } else {
                self.reached_whole(source, &ranges, piece.whole);
            }
        }
    }

    fn open_addresses(&mut self, source: &Peer, ranges: &Ranges) {
        for (range, _, open) in ranges.iter().filter(|(_, _, open)| !open.is_empty()) {
            if let Some(ends) = self.prover.ends(source) {
                self.doubt(&ends, &Ends::addresses((*range).into()), open);
            }
        }
    }

    fn reached(&mut self, source: &Peer, ranges: &Ranges, piece: &Piece<'_>) {
        let mut ranges: Vec<_> = ranges.iter().filter(|(_, certain, _)| !certain.is_empty()).collect();
        if let Some(assumed) = piece.assumed.filter(|_| !ranges.is_empty()) {
            let all = ranges.iter().fold(IpSet::empty(), |all, (range, _, _)| all.union(&IpSet::from(*range)));
            // Only part of where they may be can be reached: perhaps they are not there.
            if !piece.set.v4.is_subset(&all.v4) {
                self.doubts.push(assumed.clone());
                return;
            }
        }
        // The address that everybody knows makes the best example.
        ranges.sort_by_key(|(range, _, _)| !is_known(*range));
        for (range, certain, _) in ranges {
            self.hit(Rank::Address, 1, || Hit::Out(source.clone(), *range, certain.clone()));
            self.blame_address(PolicyType::Egress, source, *range, certain);
        }
    }

    /// Blocks that must not be reached as a whole: one of their addresses may be meant.
    fn reached_whole(&mut self, source: &Peer, ranges: &Ranges, blocks: &[IpSet]) {
        for block in blocks {
            let reached = |test: &dyn Fn(&ConnSet, &ConnSet) -> bool| {
                let some = ranges.iter().filter(|(_, certain, open)| test(certain, open));
                some.fold(IpSet::empty(), |all, (range, _, _)| all.union(&IpSet::from(*range)))
            };
            if block.is_subset(&reached(&|certain, _| !certain.is_empty())) {
                for (range, certain, _) in ranges.iter().filter(|(_, certain, _)| !certain.is_empty()) {
                    // A single address beside the rest may be meant.
                    let large = |it: &IpRange| is_large(*it, block);
                    for range in IpSet::from(*range).intersection(block).ranges().filter(large) {
                        self.hit(Rank::Address, 1, || Hit::Out(source.clone(), range, certain.clone()));
                        self.blame_address(PolicyType::Egress, source, range, certain);
                    }
                }
            } else if block.is_subset(&reached(&|_, _| true)) {
                self.open_addresses(source, ranges);
            }
        }
    }

    fn passages(&mut self, peer: &Peer, direction: PolicyType, asked: &ConnSet) {
        self.looked = true;
        let passages = self.scan.passages(peer, direction);
        for passage in passages.iter() {
            let mut certain = passage.certain.intersection(asked);
            let mut open = passage.open.intersection(asked);
            if direction == PolicyType::Egress && self.to.excuses_dns() {
                match resolver(&passage.with, self.prover.cluster) {
                    Resolver::No => {}
                    Resolver::Yes => {
                        certain = certain.difference(&crate::crowd::dns_ports());
                        open = open.difference(&crate::crowd::dns_ports());
                    }
                    Resolver::Perhaps if certain.is_subset(&crate::crowd::dns_ports()) && !certain.is_empty() => {
                        self.doubts.push(crate::resolver::doubt());
                        continue;
                    }
                    Resolver::Perhaps => {}
                }
            }
            if is_meant_for_known(passage) {
                continue;
            }
            if !certain.is_empty() {
                self.outsider(peer, direction, passage, &certain);
            } else if !open.is_empty() {
                self.doubts.push(crate::witness::not_shown());
            }
        }
    }

    fn anybody(&mut self, peer: &Peer, direction: PolicyType, asked: &ConnSet) {
        self.looked = true;
        let Some(passage) = self.scan.anybody(peer, direction) else { return };
        let certain = passage.certain.intersection(asked);
        if !certain.is_empty() {
            self.outsider(peer, direction, &passage, &certain);
        } else if !passage.open.intersection(asked).is_empty() {
            self.doubts.push(crate::witness::not_shown());
        }
    }

    fn outsider(&mut self, peer: &Peer, direction: PolicyType, passage: &Passage, certain: &ConnSet) {
        let with = || passage.with.clone();
        self.hit(Rank::Outsider, 1, || Hit::Outsider(direction, peer.clone(), with(), certain.clone()));
        self.blame_outsider(direction, peer, passage, certain);
    }

    fn asking_names(&mut self, source: &Peer) {
        self.looked |= !self.prover.cluster.dns.is_empty();
        for pod in &self.prover.cluster.dns {
            let Some(passage) = self.prover.network.with_pod(source, PolicyType::Egress, pod) else { continue };
            let certain = passage.certain.intersection(&crate::crowd::dns_ports());
            if !certain.is_empty() {
                self.outsider(source, PolicyType::Egress, &passage, &certain);
            }
        }
    }

    fn doubt(&mut self, from: &Ends, to: &Ends, open: &ConnSet) {
        let Some((protocol, port)) = open.first().filter(|_| self.doubts.len() < 16) else { return };
        self.doubts.extend(open_reasons(&self.prover, from, to, (protocol, port)));
    }

    /// The kinds of a workload, to ask what lets it through.
    pub(crate) fn kinds(&self, peer: &Peer) -> &'p [u32] {
        self.prover.network.kinds_of(peer)
    }

    pub(crate) fn facing(range: IpRange) -> Facing {
        Facing::Address(address_in(range))
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
        Hit::Outsider(direction, peer, with, conn) => {
            let reasons = reasons_of(prover, direction, &peer, &with);
            let (peer, outsider) = (End::Workload(peer), End::Outsider(with));
            let (protocol, port) = port_of(prover, &peer, &conn);
            let reasons = reasons.into_iter().filter(|it| {
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

/// Whether a range is a good part of a block.
fn is_large(range: IpRange, block: &IpSet) -> bool {
    let size = |range: IpRange| match range {
        IpRange::V4(first, last) => u128::from(last - first),
        IpRange::V6(first, last) => last - first,
    };
    let whole = block.ranges().map(size).max().unwrap_or_default();
    size(range) >= whole / 64
}

/// Why a workload may exchange something with pods that the input does not hold, told of this workload.
fn reasons_of(prover: &Prover<'_, '_>, direction: PolicyType, peer: &Peer, with: &Exposed) -> Vec<netpol::Reason> {
    let network = prover.network;
    let own = network.passages_of_some(peer, direction).into_iter().find(|it| it.with == *with);
    let named = || prover.cluster.dns.iter().filter_map(|pod| network.with_pod(peer, direction, pod));
    own.or_else(|| named().find(|it| it.with == *with)).map(|it| it.reasons).unwrap_or_default()
}
