//! Deployments from text.

use graph::Graph;
use lang::Lang;
use model::Inventory;
use netpol::{Network, Options};

/// A small Dify with the policies of the flow matrix.
pub(crate) const HARDENED: &str = include_str!("../fixtures/hardened.yaml");

fn read(name: &str, yaml: &str) -> Inventory {
    inventory::read(vec![inventory::Input::file(name, yaml)], &inventory::Options::default())
}

fn network(inventory: &Inventory) -> Network<'_> {
    Network::new(inventory, &Options::blocks_are_external())
}

pub(crate) fn graph_of(yaml: &str) -> Graph {
    let inventory = read("test.yaml", yaml);
    Graph::new(&network(&inventory), &inventory)
}

/// The hardened deployment without its policies: what charts install.
pub(crate) fn without_policies() -> String {
    let documents = HARDENED.split("---\n").filter(|document| !document.contains("kind: NetworkPolicy"));
    documents.collect::<Vec<_>>().join("---\n")
}

/// An element of HTML or SVG by a name that is easy to search for.
pub(crate) fn node_of(graph: &Graph, label: &str) -> usize {
    let named = |node: &&graph::Node| node.label().get(Lang::En) == label;
    let found = graph.nodes.iter().find(named).unwrap_or_else(|| panic!("no {label}"));
    graph.nodes.iter().position(|node| node == found).expect("it was just found")
}
