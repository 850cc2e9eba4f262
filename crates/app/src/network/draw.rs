//! What can reach what, as a picture.

use graph::Graph;
use model::Inventory;
use netpol::Network;

use super::network;

/// A picture's nodes and edges, and the network that they show.
pub struct Drawn<'a> {
    /// To ask for the rules behind an edge.
    pub network: Network<'a>,
    /// Nodes and edges.
    pub graph: Graph,
}

/// The picture of what was read.
#[must_use]
pub fn draw(inventory: &Inventory) -> Drawn<'_> {
    let network = network(inventory);
    let graph = Graph::new(&network, inventory);
    Drawn { network, graph }
}
