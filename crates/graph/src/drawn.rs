//! What gets a line of its own, and what is said once.

use std::collections::HashSet;

use crate::edge::{Class, Edge};
use crate::node::{Node, NodeKind};
use crate::outside::Zone;

/// From so many pairs on, "everything reaches everything" is said once.
const WORTH_A_BAND: usize = 12;
/// More lines than these nobody follows.
const MOST_LINES: usize = 90;

/// Everybody here reaches everybody there, on every port and for certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Who connects: positions of nodes.
    pub from: Vec<usize>,
    /// To whom.
    pub to: Vec<usize>,
    /// The pairs of workloads among them.
    pub pairs: usize,
    /// How many of these must never be.
    pub never: usize,
}

fn is_workload(node: &Node) -> bool {
    node.namespace().is_some()
}

impl Band {
    /// Finds the largest one among those that begin with what one node reaches.
    pub(crate) fn find(nodes: &[Node], all: &HashSet<(usize, usize)>, edges: &[Edge]) -> Option<Band> {
        // A pair that does not count: the same node, or two outside.
        let void = |s: usize, d: usize| s == d || !is_workload(&nodes[s]) && !is_workload(&nodes[d]);
        let reaches = |s: usize, d: usize| void(s, d) || all.contains(&(s, d));
        let sources: Vec<usize> =
            (0..nodes.len()).filter(|at| is_workload(&nodes[*at]) || !nodes[*at].receives).collect();
        let targets: Vec<usize> =
            (0..nodes.len()).filter(|at| is_workload(&nodes[*at]) || nodes[*at].receives).collect();
        let area = |from: &[usize], to: &[usize]| {
            from.iter().map(|s| to.iter().filter(|d| !void(*s, **d)).count()).sum::<usize>()
        };
        let mut best: Option<(usize, Vec<usize>, Vec<usize>)> = None;
        for seed in sources.iter().filter(|at| is_workload(&nodes[**at])) {
            let to: Vec<usize> = targets.iter().copied().filter(|d| reaches(*seed, *d)).collect();
            let from: Vec<usize> = sources.iter().copied().filter(|s| to.iter().all(|d| reaches(*s, *d))).collect();
            let size = area(&from, &to);
            if size >= WORTH_A_BAND && best.as_ref().is_none_or(|it| it.0 < size) {
                best = Some((size, from, to));
            }
        }
        let (_, from, to) = best?;
        let inside = |list: &[usize]| list.iter().copied().filter(|at| is_workload(&nodes[*at])).collect::<Vec<_>>();
        let pairs = area(&inside(&from), &inside(&to));
        let band = Band { from, to, pairs, never: 0 };
        let inside = |edge: &&Edge| is_workload(&nodes[edge.src]) && is_workload(&nodes[edge.dst]);
        let forbidden =
            edges.iter().filter(|edge| edge.class == Class::Never && band.holds(edge.src, edge.dst)).filter(inside);
        let never = forbidden.map(|edge| (edge.src, edge.dst)).collect::<HashSet<_>>().len();
        Some(Band { never, ..band })
    }

    /// Whether a pair is in it.
    #[must_use]
    pub fn holds(&self, src: usize, dst: usize) -> bool {
        src != dst && self.from.contains(&src) && self.to.contains(&dst)
    }
}

/// Decides which edges get a line: of the band only what Dify needs, and what matters most of what must never be.
pub(crate) fn choose(nodes: &[Node], band: Option<&Band>, edges: &mut [Edge]) {
    for edge in edges.iter_mut() {
        let banded = band.is_some_and(|band| band.holds(edge.src, edge.dst));
        edge.drawn = match edge.class {
            Class::Needed if is_naming(nodes, edge) => false,
            Class::Needed => {
                !banded || is_workload(&nodes[edge.src]) || nodes[edge.src].kind == NodeKind::Zone(Zone::Internet)
            }
            Class::Never => !banded || is_worst(nodes, edge),
            Class::Wider | Class::Other => !banded,
        };
    }
    // What is needed comes first, then what is forbidden.
    let order = [Class::Needed, Class::Never, Class::Wider, Class::Other];
    let mut left = MOST_LINES;
    for class in order {
        for edge in edges.iter_mut().filter(|edge| edge.drawn && edge.class == class) {
            edge.drawn = left > 0;
            left = left.saturating_sub(1);
        }
    }
}

/// Untrusted code that reaches data, the outside or the metadata service.
fn is_worst(nodes: &[Node], edge: &Edge) -> bool {
    let untrusted = nodes[edge.src].component().is_some_and(dify::Component::is_sandbox);
    let target = &nodes[edge.dst];
    let worst = target.component().is_some_and(dify::Component::is_store) || matches!(target.kind, NodeKind::Zone(_));
    untrusted && worst
}

/// Everybody asks for names: a line from each would hide the rest. The node says it.
pub(crate) fn is_naming(nodes: &[Node], edge: &Edge) -> bool {
    edge.class == Class::Needed
        && is_workload(&nodes[edge.src])
        && matches!(nodes[edge.dst].kind, NodeKind::Pods { .. } | NodeKind::AnyPod)
}
