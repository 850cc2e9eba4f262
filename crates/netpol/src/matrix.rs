//! All pairs at once: each direction is decided once per kind of pods, and pairs with equal decisions share one answer.

use std::collections::HashMap;

use model::PolicyType;

use crate::decide::{Decision, decide};
use crate::network::Network;
use crate::pair::{End, Flow};
use crate::policy::slot;
use crate::table::ConnTable;

/// Decisions of one governed side towards everybody; `None` where nothing governs it.
type Row = Option<Vec<u32>>;

/// The decisions of both directions of a network, and the answers made of them.
pub(crate) struct Matrix<'n, 'a> {
    pub(crate) network: &'n Network<'a>,
    pub(crate) table: ConnTable,
    decisions: Vec<Decision>,
    rows: Vec<Row>,
    /// By direction and kind: the number of its row.
    row_of: [Vec<u32>; 2],
    flows: HashMap<(u32, u32), Flow>,
}

/// The decision that nothing governs, by number.
const FREE: u32 = 0;

impl<'n, 'a> Matrix<'n, 'a> {
    pub(crate) fn new(network: &'n Network<'a>) -> Self {
        let mut matrix = Matrix {
            network,
            table: network.compiled.table.clone(),
            decisions: vec![Decision::FREE],
            rows: Vec::new(),
            row_of: [Vec::new(), Vec::new()],
            flows: HashMap::new(),
        };
        let mut numbers = HashMap::from([(Decision::FREE, FREE)]);
        for direction in [PolicyType::Ingress, PolicyType::Egress] {
            let mut known: HashMap<(u32, u32), u32> = HashMap::new();
            for kind in 0..network.compiled.kinds.len() as u32 {
                let subject = network.compiled.subject_of[slot(direction)][kind as usize];
                // Into a pod, the pod's own names of ports count as well.
                let profile =
                    if direction == PolicyType::Ingress { network.compiled.profile_of_kind[kind as usize] } else { 0 };
                let next = matrix.rows.len() as u32;
                let row = *known.entry((subject, profile)).or_insert(next);
                if row == next {
                    let decided = matrix.row(direction, kind, &mut numbers);
                    matrix.rows.push(decided);
                }
                matrix.row_of[slot(direction)].push(row);
            }
        }
        matrix
    }

    fn row(&mut self, direction: PolicyType, kind: u32, numbers: &mut HashMap<Decision, u32>) -> Row {
        let network = self.network;
        let compiled = &network.compiled;
        let subject = compiled.subject_of[slot(direction)][kind as usize];
        if compiled.subjects[subject as usize].is_free() {
            return None;
        }
        let pods = (0..compiled.kinds.len() as u32).map(End::Pod);
        let everybody = pods.chain((0..compiled.n_classes as u32).map(End::Class)).chain([End::UnknownPod]);
        let row = everybody.map(|peer| {
            let Some(side) = network.side(direction, End::Pod(kind), peer) else { return FREE };
            let position = network.position(peer);
            let decision = decide(compiled, &mut self.table, side, &|rule| rule.hits.of(position), &mut None);
            *numbers.entry(decision).or_insert_with(|| {
                self.decisions.push(decision);
                self.decisions.len() as u32 - 1
            })
        });
        Some(row.collect())
    }

    fn decision(&self, direction: PolicyType, governed: End, peer: End) -> u32 {
        let End::Pod(kind) = governed else { return FREE };
        let row = &self.rows[self.row_of[slot(direction)][kind as usize] as usize];
        row.as_ref().map_or(FREE, |row| row[self.network.position(peer)])
    }

    /// What two ends may exchange, as [`Network::pair`] says it.
    pub(crate) fn pair(&mut self, src: End, dst: End) -> Flow {
        let egress = self.decision(PolicyType::Egress, src, dst);
        let ingress = self.decision(PolicyType::Ingress, dst, src);
        if (egress, ingress) == (FREE, FREE) {
            return Flow::ALL;
        }
        let (table, decisions) = (&mut self.table, &self.decisions);
        *self
            .flows
            .entry((egress, ingress))
            .or_insert_with(|| Flow::of(table, decisions[egress as usize], decisions[ingress as usize]))
    }

    /// What two workloads may exchange: whatever any of their pods may.
    pub(crate) fn between(&mut self, src: usize, dst: usize) -> Flow {
        let network = self.network;
        if src == dst && network.groups[src].single {
            return Flow::ALL;
        }
        let mut all = Flow::NONE;
        for from in &network.groups[src].kinds {
            for to in &network.groups[dst].kinds {
                let flow = self.pair(End::Pod(*from), End::Pod(*to));
                all = if all == Flow::NONE { flow } else { all.or(&mut self.table, flow) };
            }
        }
        all
    }

    /// What a workload and a range of addresses may exchange.
    pub(crate) fn outside(&mut self, group: usize, direction: PolicyType, atom: usize) -> Flow {
        let network = self.network;
        let class = End::Class(network.compiled.class_of_atom[atom]);
        let mut all = Flow::NONE;
        for kind in &network.groups[group].kinds {
            let pod = End::Pod(*kind);
            let flow = match direction {
                PolicyType::Ingress => self.pair(class, pod),
                PolicyType::Egress => self.pair(pod, class),
            };
            all = all.or(&mut self.table, flow);
        }
        all
    }
}
