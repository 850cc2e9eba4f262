//! The decisions of one governed side towards everybody, kept short: one that holds for most, and those that differ.
//!
//! A policy speaks of few peers. Whoever no rule tells apart from the rest shares the usual decision, so that a row costs as
//! much as its rules match and not as much as there are peers. Rows are made when they are asked for, once for each set of
//! policies that governs a side.

use std::collections::HashMap;

use model::PolicyType;

use crate::bits::Bits;
use crate::decide::{Decision, Side, decide};
use crate::network::Network;
use crate::pair::End;
use crate::policy::{Rule, Tri, slot};
use crate::table::ConnTable;

/// The decisions of one governed side.
pub(crate) struct Row {
    pub(crate) usual: Decision,
    /// By position among everybody, in order.
    pub(crate) others: Vec<(u32, Decision)>,
}

impl Row {
    pub(crate) fn get(&self, position: u32) -> Decision {
        match self.others.binary_search_by_key(&position, |it| it.0) {
            Ok(at) => self.others[at].1,
            Err(_) => self.usual,
        }
    }
}

/// All rows that were asked for.
#[derive(Default)]
pub(crate) struct Rows {
    rows: Vec<Row>,
    known: HashMap<(usize, u32, u32), u32>,
}

impl Rows {
    /// The number of the row of a kind of pods.
    pub(crate) fn number(
        &mut self,
        network: &Network<'_>,
        table: &mut ConnTable,
        direction: PolicyType,
        kind: u32,
    ) -> u32 {
        let compiled = &network.compiled;
        let subject = compiled.subject_of[slot(direction)][kind as usize];
        // Into a pod, the pod's own names of ports count as well.
        let profile = if direction == PolicyType::Ingress { compiled.profile_of_kind[kind as usize] } else { 0 };
        let key = (slot(direction), subject, profile);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let row = row(network, table, direction, kind);
        self.rows.push(row);
        let number = self.rows.len() as u32 - 1;
        self.known.insert(key, number);
        number
    }

    pub(crate) fn row(&self, number: u32) -> &Row {
        &self.rows[number as usize]
    }
}

fn row(network: &Network<'_>, table: &mut ConnTable, direction: PolicyType, kind: u32) -> Row {
    let compiled = &network.compiled;
    let subject = &compiled.subjects[compiled.subject_of[slot(direction)][kind as usize] as usize];
    if subject.is_free() {
        return Row { usual: Decision::FREE, others: Vec::new() };
    }
    let n = compiled.unknown_pod() + 1;
    let policies = subject.admin.iter().chain(&subject.baseline).flatten().chain(&subject.network);
    let mut special = Bits::none(n);
    for rule in policies.flat_map(|at| &compiled.policies[*at as usize].rules[slot(direction)]) {
        let everybody = everybody(rule, n);
        let by_name = direction == PolicyType::Egress && rule.port_ids.len() > 1;
        match everybody {
            // What a name means is another port for each peer.
            Tri::Yes | Tri::Maybe if by_name => special = Bits::all(n),
            Tri::Yes => {}
            Tri::Maybe => special.or(&rule.hits.surely),
            Tri::No => special.or(&rule.hits.maybe),
        }
    }
    compiled.host_network_kind.iter().enumerate().filter(|(_, host)| **host).for_each(|(at, _)| special.insert(at));
    let profile = compiled.profile_of_kind[kind as usize];
    let side = Side { subject, direction, profile, peer_is_node: false };
    let usual = decide(compiled, table, side, &|rule| everybody(rule, n), &mut None);
    let mut others = Vec::new();
    for position in special.iter() {
        let peer = network.end_at(position);
        let Some(side) = network.side(direction, End::Pod(kind), peer) else { continue };
        let decision = decide(compiled, table, side, &|rule| rule.hits.of(position), &mut None);
        if decision != usual {
            others.push((position as u32, decision));
        }
    }
    Row { usual, others }
}

/// Whether a rule matches everybody alike.
fn everybody(rule: &Rule, n: usize) -> Tri {
    let whole = Bits::all(n);
    if rule.hits.surely == whole {
        Tri::Yes
    } else if rule.hits.maybe == whole {
        Tri::Maybe
    } else {
        Tri::No
    }
}

impl Network<'_> {
    /// The end at a position among everybody.
    pub(crate) fn end_at(&self, position: usize) -> End {
        let (kinds, classes) = (self.compiled.kinds.len(), self.compiled.n_classes);
        if position < kinds {
            End::Pod(position as u32)
        } else if position < kinds + classes {
            End::Class((position - kinds) as u32)
        } else {
            End::UnknownPod
        }
    }
}
