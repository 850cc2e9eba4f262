//! The picture as data: who is on it, and what leads from whom to whom.

use std::collections::HashMap;

use netpol::Peer;

use crate::drawn::{Band, is_naming};
use crate::edge::Edge;
use crate::node::{Node, NodeKind};
use crate::outside::{Zone, part};

/// A picture before it has a form.
pub struct Graph {
    /// Everybody.
    pub nodes: Vec<Node>,
    /// All connections, also those without a line.
    pub edges: Vec<Edge>,
    /// Who reaches whom on every port, where that is most of the picture.
    pub band: Option<Band>,
    pub(crate) by_peer: HashMap<Peer, usize>,
}

impl Graph {
    /// The nodes that one end of a connection stands for: several where a range of addresses lies in several zones.
    #[must_use]
    pub fn nodes_of(&self, peer: &Peer, receives: bool) -> Vec<usize> {
        if let Some(at) = self.by_peer.get(peer) {
            return vec![*at];
        }
        let here = |kind: &NodeKind| self.nodes.iter().position(|it| it.kind == *kind && it.receives == receives);
        match peer {
            Peer::External(range) => Zone::ALL
                .iter()
                .filter(|zone| part(&zone.addresses(), *range).is_some())
                .filter_map(|zone| here(&NodeKind::Zone(*zone)))
                .collect(),
            Peer::IngressController => here(&NodeKind::Controller).into_iter().collect(),
            Peer::Workload { .. } | Peer::Imagined { .. } => Vec::new(),
        }
    }

    /// Whether an edge only asks for names: everybody does, and a line from each would hide the rest.
    #[must_use]
    pub fn is_naming(&self, edge: &Edge) -> bool {
        is_naming(&self.nodes, edge)
    }
}
