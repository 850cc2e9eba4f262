//! Many questions to one network: pairs of sets of workloads, addresses, and whoever the inventory does not hold.
//!
//! For whoever proves something. The work follows the decisions that differ ([`Rows`]) and not the number of pairs: workloads
//! that no policy tells apart are asked about as one kind, and workloads that the same policies govern share their answers.

use std::collections::HashMap;
use std::rc::Rc;

use model::PolicyType;

use crate::decide::Decision;
use crate::looked_up::Written;
use crate::network::Network;
use crate::outsider::{Of, Passage};
use crate::pair::Flow;
use crate::policy::slot;
use crate::rows::Rows;
use crate::table::{ConnId, ConnTable};
use crate::{ConnSet, IpRange, Peer};

/// A network with what was asked of it before.
pub struct Scan<'n, 'a> {
    pub(crate) network: &'n Network<'a>,
    pub(crate) table: ConnTable,
    rows: Rows,
    ranges: HashMap<(usize, Vec<u32>), Rc<Vec<Reach>>>,
    passages: HashMap<(usize, Vec<u32>), Rc<Vec<Passage>>>,
    pub(crate) written: Written,
}

/// What pods may exchange with a range of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The addresses.
    pub range: IpRange,
    /// What the policies allow.
    pub certain: ConnId,
    /// What depends on something open.
    pub open: ConnId,
}

/// Two kinds of pods that may exchange something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindPair {
    /// Who connects.
    pub src: u32,
    /// To whom.
    pub dst: u32,
    /// What the policies allow.
    pub certain: ConnId,
    /// What depends on something open.
    pub open: ConnId,
}

impl<'n, 'a> Scan<'n, 'a> {
    /// Nothing is asked yet.
    #[must_use]
    pub fn new(network: &'n Network<'a>) -> Scan<'n, 'a> {
        Scan {
            network,
            table: network.compiled.table.clone(),
            rows: Rows::default(),
            ranges: HashMap::new(),
            passages: HashMap::new(),
            written: Written::default(),
        }
    }

    /// A set of connections by its number.
    #[must_use]
    pub fn set(&self, id: ConnId) -> &ConnSet {
        self.table.set(id)
    }

    /// The number of a set of connections.
    pub fn id(&mut self, set: &ConnSet) -> ConnId {
        self.table.id(set.clone())
    }

    /// What is in both.
    pub fn intersection(&mut self, a: ConnId, b: ConnId) -> ConnId {
        self.table.intersection(a, b)
    }

    fn row(&mut self, direction: PolicyType, kind: u32) -> u32 {
        self.rows.number(self.network, &mut self.table, direction, kind)
    }

    /// The pairs of kinds that may exchange anything, each once.
    pub fn pairs(&mut self, from: &[u32], to: &[u32], mut visit: impl FnMut(&mut Self, KindPair)) {
        let n = self.network.compiled.kinds.len();
        let (sources, targets) = (self.by_row(PolicyType::Egress, from), self.by_row(PolicyType::Ingress, to));
        let mut is_source = vec![false; n];
        from.iter().for_each(|kind| is_source[*kind as usize] = true);
        // Targets that let most in; the others were looked at from their own side.
        let mut is_open_target = vec![false; n];
        for (row, kinds) in &targets {
            let row = self.rows.row(*row);
            if row.usual.may_allow != ConnId::EMPTY {
                kinds.iter().for_each(|kind| is_open_target[*kind as usize] = true);
                continue;
            }
            let allowed: Vec<u32> =
                row.others.iter().filter(|(_, it)| it.may_allow != ConnId::EMPTY).map(|(at, _)| *at).collect();
            for src in allowed.into_iter().filter(|it| is_source.get(*it as usize) == Some(&true)) {
                for dst in kinds {
                    self.judge(src, *dst, &mut visit);
                }
            }
        }
        for (row, kinds) in &sources {
            let row = self.rows.row(*row);
            let reached: Vec<u32> = if row.usual.may_allow == ConnId::EMPTY {
                let allowed = row.others.iter().filter(|(_, it)| it.may_allow != ConnId::EMPTY).map(|(at, _)| *at);
                allowed.filter(|it| is_open_target.get(*it as usize) == Some(&true)).collect()
            } else {
                to.iter().copied().filter(|it| is_open_target[*it as usize]).collect()
            };
            for src in kinds {
                for dst in &reached {
                    self.judge(*src, *dst, &mut visit);
                }
            }
        }
    }

    /// Kinds by the rows that govern them, in order.
    fn by_row(&mut self, direction: PolicyType, kinds: &[u32]) -> Vec<(u32, Vec<u32>)> {
        let mut at: HashMap<u32, usize> = HashMap::new();
        let mut found: Vec<(u32, Vec<u32>)> = Vec::new();
        for kind in kinds {
            let row = self.row(direction, *kind);
            let next = found.len();
            let slot = *at.entry(row).or_insert(next);
            if slot == next {
                found.push((row, Vec::new()));
            }
            found[slot].1.push(*kind);
        }
        found
    }

    fn judge(&mut self, src: u32, dst: u32, visit: &mut impl FnMut(&mut Self, KindPair)) {
        let (out, into) = (self.row(PolicyType::Egress, src), self.row(PolicyType::Ingress, dst));
        let (egress, ingress) = (self.rows.row(out).get(dst), self.rows.row(into).get(src));
        let flow = Flow::of(&mut self.table, egress, ingress);
        if flow != Flow::NONE {
            visit(self, KindPair { src, dst, certain: flow.certain, open: flow.open });
        }
    }

    /// What a workload may exchange with addresses; neighbours with equal answers are one, and what is impossible is left out.
    pub fn ranges(&mut self, peer: &Peer, direction: PolicyType) -> Rc<Vec<Reach>> {
        let network = self.network;
        let kinds: &[u32] = network.group_of(peer).map_or(&[], |at| &network.groups[at].kinds);
        let rows: Vec<u32> = kinds.iter().map(|kind| self.row(direction, *kind)).collect();
        let key = (slot(direction), rows);
        if let Some(known) = self.ranges.get(&key) {
            return Rc::clone(known);
        }
        let found = Rc::new(self.ranges_of(&key.1));
        self.ranges.insert(key, Rc::clone(&found));
        found
    }

    fn ranges_of(&mut self, rows: &[u32]) -> Vec<Reach> {
        let compiled = &self.network.compiled;
        let mut by_class: Vec<Flow> = Vec::with_capacity(compiled.n_classes);
        for class in 0..compiled.n_classes as u32 {
            let position = compiled.class(class) as u32;
            let mut all = Flow::NONE;
            for row in rows {
                let flow = Flow::of(&mut self.table, self.rows.row(*row).get(position), Decision::FREE);
                all = all.or(&mut self.table, flow);
            }
            by_class.push(all);
        }
        let mut found: Vec<Reach> = Vec::new();
        for (at, atom) in compiled.atoms.iter().enumerate() {
            let Flow { certain, open } = by_class[compiled.class_of_atom[at] as usize];
            if (certain, open) == (ConnId::EMPTY, ConnId::EMPTY) {
                continue;
            }
            if let Some(last) = found.last_mut()
                && (last.certain, last.open) == (certain, open)
                && let Some(joined) = last.range.join(*atom)
            {
                last.range = joined;
            } else {
                found.push(Reach { range: *atom, certain, open });
            }
        }
        found
    }

    /// As [`Network::passages_of_some`]; workloads that the same policies govern share what was found.
    pub fn passages(&mut self, peer: &Peer, direction: PolicyType) -> Rc<Vec<Passage>> {
        let network = self.network;
        let Some(group) = network.group_of(peer) else { return Rc::default() };
        let rows: Vec<u32> = network.groups[group].kinds.iter().map(|kind| self.row(direction, *kind)).collect();
        let key = (slot(direction), rows);
        if let Some(known) = self.passages.get(&key) {
            return Rc::clone(known);
        }
        let found = Rc::new(network.passages_of(&mut self.table, group, direction, Of::Some));
        self.passages.insert(key, Rc::clone(&found));
        found
    }

    /// What a workload may exchange with a pod that nobody spoke of: one that fits no selector, whatever its labels.
    pub fn anybody(&mut self, peer: &Peer, direction: PolicyType) -> Option<Passage> {
        let group = self.network.group_of(peer)?;
        Some(self.network.anybody(&mut self.table, group, direction))
    }
}

impl Network<'_> {
    pub(crate) fn group_of(&self, peer: &Peer) -> Option<usize> {
        self.groups.binary_search_by(|group| group.peer.cmp(peer)).ok()
    }

    /// The kinds of pods of a workload: pods that no policy tells apart are one kind.
    #[must_use]
    pub fn kinds_of(&self, peer: &Peer) -> &[u32] {
        self.group_of(peer).map_or(&[], |at| &self.groups[at].kinds)
    }

    /// Whether a workload is one bare pod: it always reaches itself.
    #[must_use]
    pub fn is_single(&self, peer: &Peer) -> bool {
        self.group_of(peer).is_some_and(|at| self.groups[at].single)
    }

    /// Whether no policy governs a direction of a kind of pods.
    #[must_use]
    pub fn is_free(&self, direction: PolicyType, kind: u32) -> bool {
        let subject = self.compiled.subject_of[slot(direction)][kind as usize];
        self.compiled.subjects[subject as usize].is_free()
    }
}
