//! Judging what must be possible.

use dify::Truth;
use inventory::environment::Index;
use lang::Text;
use model::{PolicyType, Protocol};
use netpol::{ConnSet, Ends, IpSet, Peer, PortQuery, PortSet};

use crate::crowd::Crowd;
use crate::need::wanted;
use crate::proof::{Blame, End, Flow, Refutation, Verdict};
use crate::prover::Prover;
use crate::roster::Member;
use crate::shown::Shown;
use crate::side::Side;
use crate::witness::{address_in, decides_for, open_reasons, unique};

pub(crate) struct Needed<'p, 'a> {
    pub(crate) prover: Prover<'p, 'a>,
}

/// What was found of the pairs so far.
#[derive(Default)]
struct Found {
    looked: usize,
    missing: Option<(End, End, (Protocol, u16))>,
    n_missing: usize,
    doubts: Vec<Text>,
}

impl Found {
    /// Notes what a pair lacks of what it needs.
    fn note(
        &mut self,
        src: &End,
        dst: &End,
        asked: &ConnSet,
        certain: &ConnSet,
        open: &ConnSet,
        why: impl FnOnce() -> Vec<Text>,
    ) {
        self.looked += 1;
        // Where nothing is known of the ports, something must be possible.
        let lacking = match asked.is_all() {
            true if certain.is_empty() => asked.clone(),
            true => ConnSet::empty(),
            false => asked.difference(certain),
        };
        if lacking.is_empty() {
            return;
        }
        match lacking.difference(open).first() {
            Some(port) if !asked.is_all() || open.is_empty() => {
                self.n_missing += 1;
                self.missing.get_or_insert_with(|| (src.clone(), dst.clone(), port));
            }
            _ => self.doubts.extend(why()),
        }
    }
}

impl Needed<'_, '_> {
    pub(crate) fn judge(&self, from: Side, to: Side) -> Verdict {
        let targets = to.flat();
        let mut found = Found::default();
        let sources = from.flat();
        for crowd in &sources {
            for member in crowd.peers.iter().map(|at| &self.prover.roster.members()[*at]) {
                if !(crowd.is_many && member.passing) {
                    targets.iter().for_each(|to| self.workload(member, to, &mut found));
                }
            }
            if crowd.outsiders || !crowd.addresses.is_empty() {
                targets.iter().for_each(|to| self.comers(crowd, to, &mut found));
            }
        }
        if let Some((src, dst, port)) = found.missing {
            let blame = self.blame(&src, &dst, port);
            let flow = Flow { src, dst, protocol: port.0, port: port.1 };
            return Verdict::Refuted(Box::new(Refutation { flow, n_pairs: found.n_missing, blame }));
        }
        match (found.looked, found.doubts.is_empty()) {
            (0, _) => Verdict::NotApplicable(Text::new(
                "no two workloads of the input belong together so",
                "この組み合わせに当てはまるワークロードの組が入力にありません",
            )),
            (_, true) => Verdict::Proved(None),
            (_, false) => Verdict::Unknown(unique(found.doubts)),
        }
    }

    fn workload(&self, from: &Member<'_>, to: &Crowd, found: &mut Found) {
        let src = End::Workload(from.peer.clone());
        for target in self.meant(from, to) {
            let asked = self.asked(from, to, target);
            let (Some(a), Some(b)) = (self.prover.ends(&from.peer), self.prover.ends(&target.peer)) else { continue };
            for exchange in self.prover.network.exchanges(&a, &b, PortQuery::Any) {
                let why = || self.doubts(&a, &b, &exchange.open.intersection(&asked));
                let dst = End::Workload(target.peer.clone());
                found.note(&src, &dst, &asked, &exchange.certain, &exchange.open, why);
            }
        }
        if !to.addresses.is_empty() {
            self.addresses(from, to, found);
        }
        if to.is_dns {
            self.names(from, to, found);
        }
    }

    /// The workloads of a crowd that a source means: of its own installation, and not the replicas where there are others.
    fn meant<'m>(&'m self, from: &Member<'_>, to: &'m Crowd) -> Vec<&'m Member<'m>> {
        if to.is_dns {
            return Vec::new();
        }
        let members = to.peers.iter().map(|at| &self.prover.roster.members()[*at]);
        let mut related: Vec<&Member<'_>> = members.filter(|it| from.is_related(it)).collect();
        if related.iter().any(|it| !it.replica) {
            related.retain(|it| !it.replica || it.component == from.component);
        }
        // Of a group, what this source certainly does not use need not be reached: the vector store that is not chosen.
        if related.len() > 1 {
            let index = Index::new(self.prover.network.inventory());
            let unused = |it: &&Member<'_>| self.is_unused(from, it, &index);
            if related.iter().any(|it| !unused(it)) {
                related.retain(|it| !unused(it));
            }
        }
        related
    }

    fn is_unused(&self, from: &Member<'_>, to: &Member<'_>, index: &Index<'_>) -> bool {
        let (Some(source), Some(target)) = (from.component, to.component) else { return false };
        let Some(condition) = target.entry().used_when.filter(|_| source != target) else { return false };
        let shown = Shown::new(self.prover.network, self.prover.roster, index, from);
        condition.holds(source, &shown) == Truth::No
    }

    fn asked(&self, from: &Member<'_>, to: &Crowd, target: &Member<'_>) -> ConnSet {
        if !to.conn.is_all() {
            return to.conn.clone();
        }
        let wanted = wanted(self.prover.roster, from.component, target);
        if wanted.is_empty() { ConnSet::all() } else { wanted }
    }

    fn addresses(&self, from: &Member<'_>, to: &Crowd, found: &mut Found) {
        let Some(ends) = self.prover.ends(&from.peer) else { return };
        let all = Ends::addresses(to.addresses.clone());
        let exchanges = self.prover.network.exchanges(&ends, &all, PortQuery::Any);
        let fits =
            |it: &&netpol::Exchange| to.conn.is_all() && !it.certain.is_empty() || to.conn.is_subset(&it.certain);
        // One address of a word such as `internet` is enough; of a block that is written out, the least that any of it has.
        let best = exchanges.iter().find(fits).or(exchanges.first());
        let worst = exchanges.iter().find(|it| !fits(it));
        let written = to.addresses.v4.iter().count() + to.addresses.v6.iter().count() == 1;
        if let Some(exchange) = if written { worst.or(best) } else { best }
            && let Peer::External(range) = exchange.dst
        {
            let (src, dst) = (End::Workload(from.peer.clone()), End::Address(address_in(range)));
            let why = || self.doubts(&ends, &Ends::addresses(range.into()), &exchange.open.intersection(&to.conn));
            found.note(&src, &dst, &to.conn, &exchange.certain, &exchange.open, why);
        }
    }

    fn names(&self, from: &Member<'_>, to: &Crowd, found: &mut Found) {
        let port =
            ConnSet::of(Protocol::Udp, PortSet::point(53)).union(&ConnSet::of(Protocol::Tcp, PortSet::point(53)));
        let other =
            ConnSet::of(Protocol::Udp, PortSet::point(5353)).union(&ConnSet::of(Protocol::Tcp, PortSet::point(5353)));
        let src = End::Workload(from.peer.clone());
        let known = to.peers.iter().filter_map(|at| {
            let peer = &self.prover.roster.members()[*at].peer;
            let exchanges =
                self.prover.network.exchanges(&self.prover.ends(&from.peer)?, &self.prover.ends(peer)?, PortQuery::Any);
            let exchange = exchanges.into_iter().next()?;
            Some((End::Workload(peer.clone()), exchange.certain, exchange.open))
        });
        let pods = self.prover.cluster.dns.iter().filter_map(|pod| {
            let passage = self.prover.network.with_pod(&from.peer, PolicyType::Egress, pod)?;
            Some((End::Outsider(passage.with), passage.certain, passage.open))
        });
        let mut candidates: Vec<(End, ConnSet, ConnSet)> = known.chain(pods).collect();
        let whole = |certain: &ConnSet| port.is_subset(certain) || other.is_subset(certain);
        candidates.sort_by_key(|(_, certain, open)| (!whole(certain), !whole(&certain.union(open))));
        if let Some((dst, certain, open)) = candidates.into_iter().next() {
            let asked = if other.is_subset(&certain) { &other } else { &port };
            let why = || {
                vec![Text::new(
                    "whether a rule lets it reach the cluster's DNS depends on labels or addresses that the input does not show",
                    "クラスターの DNS に届くかどうかは、入力にないラベルやアドレスによって決まります",
                )]
            };
            found.note(&src, &dst, asked, &certain, &open, why);
        }
    }

    /// Somebody from outside must be able to come in.
    fn comers(&self, from: &Crowd, to: &Crowd, found: &mut Found) {
        for target in to.peers.iter().map(|at| &self.prover.roster.members()[*at]) {
            let asked = if to.conn.is_all() { self.prover.roster.offers(target) } else { to.conn.clone() };
            let asked = if asked.is_empty() { ConnSet::all() } else { asked };
            let Some(ends) = self.prover.ends(&target.peer) else { continue };
            let mut ways: Vec<(End, ConnSet, ConnSet)> = Vec::new();
            if from.outsiders {
                let passages = self.prover.network.passages(&target.peer, PolicyType::Ingress);
                ways.extend(passages.into_iter().map(|it| (End::Outsider(it.with), it.certain, it.open)));
            }
            let addresses = if from.addresses.is_empty() { IpSet::all() } else { from.addresses.clone() };
            let exchanges = self.prover.network.exchanges(&Ends::addresses(addresses), &ends, PortQuery::Any);
            ways.extend(exchanges.into_iter().filter_map(|it| match it.src {
                Peer::External(range) => Some((End::Address(address_in(range)), it.certain, it.open)),
                _ => None,
            }));
            ways.sort_by_key(|(_, certain, open)| (!asked.is_subset(certain), !asked.is_subset(&certain.union(open))));
            if let Some((src, certain, open)) = ways.into_iter().next() {
                let why = || self.doubts(&Ends::ingress_controller(), &ends, &open);
                found.note(&src, &End::Workload(target.peer.clone()), &asked, &certain, &open, why);
            }
        }
    }

    fn doubts(&self, from: &Ends, to: &Ends, open: &ConnSet) -> Vec<Text> {
        let (protocol, port) = open.first().unwrap_or((Protocol::Tcp, 1));
        open_reasons(&self.prover, from, to, (protocol, port))
    }

    /// The policies that would have to allow it.
    fn blame(&self, src: &End, dst: &End, port: (Protocol, u16)) -> Vec<Blame> {
        match dst {
            // The policies that let nothing through are the same for every pod that no rule of theirs names.
            End::Outsider(_) => {
                let mut found = decides_for(&self.prover, src, &documentation_address(), port, false);
                found.retain(|it| it.direction == PolicyType::Egress);
                found
            }
            _ => decides_for(&self.prover, src, dst, port, false),
        }
    }
}

fn documentation_address() -> End {
    End::Address(std::net::Ipv4Addr::new(203, 0, 113, 1).into())
}
