//! Which column and which row everything stands in.

use std::collections::BTreeMap;

use dify::Component;
use dify::entry::Tier;
use lang::Text;

use super::words;
use graph::Graph;
use graph::NodeKind;

pub(super) const COLUMNS: usize = 6;
pub(super) const OUT: usize = COLUMNS - 1;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) column: usize,
    pub(super) row: usize,
}

/// Rows that belong together.
pub(super) struct Block {
    pub(super) label: Text,
    pub(super) lane: bool,
    pub(super) rows: std::ops::Range<usize>,
}

pub(super) struct Places {
    pub(super) cells: Vec<Cell>,
    pub(super) blocks: Vec<Block>,
    pub(super) rows: usize,
}

fn column(component: Component) -> usize {
    match component.entry().tier {
        Tier::Edge => 1,
        Tier::Front => 2,
        Tier::Inner => 3,
        Tier::Outlet | Tier::Data => 4,
    }
}

fn is_untrusted(component: Component) -> bool {
    component.is_sandbox() || component.is_outlet()
}

impl Places {
    pub(super) fn of(graph: &Graph) -> Places {
        let mut places = Places { cells: vec![Cell::default(); graph.nodes.len()], blocks: Vec::new(), rows: 0 };
        let mut namespaces: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, node) in graph.nodes.iter().enumerate() {
            if let Some(namespace) = node.namespace() {
                namespaces.entry(namespace).or_default().push(at);
            }
        }
        // The namespace with most of Dify comes first; what is foreign comes last.
        let mut namespaces: Vec<(&str, Vec<usize>)> = namespaces.into_iter().collect();
        namespaces.sort_by_key(|(_, list)| {
            std::cmp::Reverse(list.iter().filter(|at| graph.nodes[**at].component().is_some()).count())
        });
        for (namespace, list) in namespaces {
            let first = places.rows;
            let label = if namespace.is_empty() {
                Text::new("default namespace", "既定の名前空間")
            } else {
                lang::text!("namespace {namespace}", "名前空間 {namespace}")
            };
            let position = places.blocks.len();
            let component = |at: &usize| graph.nodes[*at].component();
            let pick = |wanted: &dyn Fn(Option<Component>) -> bool| {
                list.iter().copied().filter(|at| wanted(component(at))).collect::<Vec<_>>()
            };
            let main = pick(&|it| it.is_some_and(|it| !is_untrusted(it)));
            let untrusted = pick(&|it| it.is_some_and(is_untrusted));
            let others = pick(&|it| it.is_none());
            places.fill(&main, |at| component(&at).map(column));
            let lane = places.fill(&untrusted, |at| component(&at).map(column));
            if !(main.is_empty() && others.is_empty()) {
                places.lane(words::UNTRUSTED, lane);
            }
            let spread = others.iter().enumerate().map(|(n, at)| (*at, 1 + n % 4)).collect::<BTreeMap<_, _>>();
            let lane = places.fill(&others, |at| spread.get(&at).copied());
            if !(main.is_empty() && untrusted.is_empty()) {
                places.lane(words::OTHERS, lane);
            }
            places.blocks.insert(position, Block { label, lane: false, rows: first..places.rows });
        }
        places.outside(graph);
        places
    }

    fn lane(&mut self, label: Text, rows: std::ops::Range<usize>) {
        if !rows.is_empty() {
            self.blocks.push(Block { label, lane: true, rows });
        }
    }

    /// Puts nodes into new rows, each column centred.
    fn fill(&mut self, list: &[usize], column: impl Fn(usize) -> Option<usize>) -> std::ops::Range<usize> {
        let mut columns: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in list {
            columns.entry(column(*at).unwrap_or(1)).or_default().push(*at);
        }
        let first = self.rows;
        let most = columns.values().map(Vec::len).max().unwrap_or(0);
        for (column, list) in columns {
            let above = (most - list.len()) / 2;
            for (row, at) in list.into_iter().enumerate() {
                self.cells[at] = Cell { column, row: first + above + row };
            }
        }
        self.rows += most;
        first..self.rows
    }

    fn outside(&mut self, graph: &Graph) {
        for (receives, column) in [(false, 0), (true, OUT)] {
            let mut list: Vec<usize> = (0..graph.nodes.len())
                .filter(|at| graph.nodes[*at].namespace().is_none() && graph.nodes[*at].receives == receives)
                .collect();
            list.sort_by_key(|at| match graph.nodes[*at].kind {
                NodeKind::Controller => 0,
                NodeKind::Zone(_) => 1,
                _ => 2,
            });
            self.rows = self.rows.max(list.len());
            let n = list.len().max(1);
            for (row, at) in list.into_iter().enumerate() {
                self.cells[at] = Cell { column, row: row * self.rows / n };
            }
        }
    }
}
