//! What can reach what, as a picture.

use std::io::Read;

use graph::Graph;
use model::Inventory;
use netpol::Network;

use super::network;
use crate::error::Error;
use crate::input::{self, Sources};

/// A picture's nodes and edges, and of what.
pub struct Drawn {
    /// What was read.
    pub inventory: Inventory,
    /// Nodes and edges.
    pub graph: Graph,
}

impl Drawn {
    /// The network that is drawn, to ask it for the rules behind an edge.
    #[must_use]
    pub fn network(&self) -> Network<'_> {
        network(&self.inventory)
    }
}

/// Reads and draws.
///
/// # Errors
/// What cannot be read at all.
pub fn draw(sources: &Sources, stdin: &mut dyn Read) -> Result<Drawn, Error> {
    let inventory = input::read(sources, stdin)?;
    let graph = Graph::new(&network(&inventory), &inventory);
    Ok(Drawn { inventory, graph })
}

/// The picture of what was read already.
#[must_use]
pub fn graph_of(inventory: &Inventory) -> Graph {
    Graph::new(&network(inventory), inventory)
}
