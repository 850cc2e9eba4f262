//! Connection sets by number, with remembered unions, intersections and differences: among millions of pairs there are few
//! different answers.

use std::collections::HashMap;

use crate::ConnSet;

/// The number of a set of connections, as a [`crate::Scan`] keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConnId(pub(crate) u32);

impl ConnId {
    pub(crate) const EMPTY: ConnId = ConnId(0);
    pub(crate) const ALL: ConnId = ConnId(1);

    /// Whether it is the empty set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Op {
    Union,
    Intersection,
    Difference,
}

/// All sets that were met.
#[derive(Clone)]
pub(crate) struct ConnTable {
    sets: Vec<ConnSet>,
    ids: HashMap<ConnSet, ConnId>,
    results: HashMap<(Op, ConnId, ConnId), ConnId>,
}

impl ConnTable {
    pub(crate) fn new() -> ConnTable {
        let mut table = ConnTable { sets: Vec::new(), ids: HashMap::new(), results: HashMap::new() };
        table.id(ConnSet::empty());
        table.id(ConnSet::all());
        table
    }

    pub(crate) fn id(&mut self, set: ConnSet) -> ConnId {
        if let Some(id) = self.ids.get(&set) {
            return *id;
        }
        let id = ConnId(self.sets.len() as u32);
        self.sets.push(set.clone());
        self.ids.insert(set, id);
        id
    }

    pub(crate) fn set(&self, id: ConnId) -> &ConnSet {
        &self.sets[id.0 as usize]
    }

    pub(crate) fn into_sets(self) -> Vec<ConnSet> {
        self.sets
    }

    pub(crate) fn union(&mut self, a: ConnId, b: ConnId) -> ConnId {
        match (a, b) {
            (ConnId::EMPTY, other) | (other, ConnId::EMPTY) => other,
            (ConnId::ALL, _) | (_, ConnId::ALL) => ConnId::ALL,
            _ if a == b => a,
            _ => self.remembered(Op::Union, a.min(b), a.max(b)),
        }
    }

    pub(crate) fn intersection(&mut self, a: ConnId, b: ConnId) -> ConnId {
        match (a, b) {
            (ConnId::EMPTY, _) | (_, ConnId::EMPTY) => ConnId::EMPTY,
            (ConnId::ALL, other) | (other, ConnId::ALL) => other,
            _ if a == b => a,
            _ => self.remembered(Op::Intersection, a.min(b), a.max(b)),
        }
    }

    pub(crate) fn difference(&mut self, a: ConnId, b: ConnId) -> ConnId {
        match (a, b) {
            (_, ConnId::EMPTY) => a,
            (ConnId::EMPTY, _) | (_, ConnId::ALL) => ConnId::EMPTY,
            _ if a == b => ConnId::EMPTY,
            _ => self.remembered(Op::Difference, a, b),
        }
    }

    fn remembered(&mut self, op: Op, a: ConnId, b: ConnId) -> ConnId {
        if let Some(id) = self.results.get(&(op, a, b)) {
            return *id;
        }
        let (left, right) = (self.set(a), self.set(b));
        let set = match op {
            Op::Union => left.union(right),
            Op::Intersection => left.intersection(right),
            Op::Difference => left.difference(right),
        };
        let id = self.id(set);
        self.results.insert((op, a, b), id);
        id
    }
}
