//! Workloads as a person counts them: pods and templates under the top owner that the inventory holds.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::WorkloadKind;

use crate::Peer;
use crate::compiled::Compiled;
use crate::pods::{Pods, Unit};

/// The pods under one top owner.
pub(crate) struct Group {
    pub(crate) peer: Peer,
    /// The kinds of pods in it, and the units.
    pub(crate) kinds: Vec<u32>,
    pub(crate) units: Vec<u32>,
    /// Whether it is one bare pod: whatever it sends to itself arrives.
    pub(crate) single: bool,
}

/// All groups: the inventory's in order of their peers, then imagined pods in theirs.
pub(crate) fn groups(pods: &Pods<'_>, compiled: &Compiled) -> Vec<Group> {
    let mut by_name: HashMap<(&str, &str, &str), usize> = HashMap::new();
    for (at, unit) in pods.units.iter().enumerate() {
        if let Some(workload) = unit.workload {
            by_name.insert((unit.namespace, workload.kind.name(), unit.name), at);
        }
    }
    let owner_of = |unit: &Unit<'_>| {
        let (kind, name) = unit.workload?.owner.as_ref()?;
        by_name.get(&(unit.namespace, &**kind, &**name)).copied()
    };
    let top = |start: usize| {
        let mut at = start;
        // Owners do not form a chain of more than three; the bound guards against a circle.
        for _ in 0..8 {
            match owner_of(&pods.units[at]) {
                Some(next) if next != at => at = next,
                _ => break,
            }
        }
        let unit = &pods.units[at];
        let (namespace, name) = (unit.namespace.into(), unit.name.into());
        match unit.workload {
            Some(workload) => Peer::Workload { namespace, name, kind: workload.kind },
            None => Peer::Imagined { namespace, name },
        }
    };
    let mut members: BTreeMap<Peer, Vec<u32>> = BTreeMap::new();
    for unit in 0..pods.len() {
        members.entry(top(unit)).or_default().push(unit as u32);
    }
    let group = |(peer, units): (Peer, Vec<u32>)| {
        let kinds: BTreeSet<u32> = units.iter().map(|unit| compiled.kind_of_unit[*unit as usize]).collect();
        let single =
            units.len() == 1 && matches!(peer, Peer::Workload { kind: WorkloadKind::Pod, .. } | Peer::Imagined { .. });
        Group { peer, kinds: kinds.into_iter().collect(), units, single }
    };
    members.into_iter().map(group).collect()
}
