//! What can reach what, as a picture before it has a form: who is on it, what leads from whom to whom, and what gets a line.
//!
//! Responsible for: the picture as data ([`Graph`]). Left to others: what is possible at all (`netpol`), the proof of invariants,
//! and how the picture looks (`page`). The classes follow [`dify::FLOWS`] and [`dify::NEVER`]; they show where to look and are no
//! verdict. Everything here is a pure function of the network.
//!
//! A picture must stay readable where nothing is restricted: what reaches everything is said once, by a band, and not by an
//! arrow for each pair. The page holds all of them.

mod draft;
mod drawn;
mod edge;
mod graph;
mod judge;
mod node;
mod outside;

pub use drawn::Band;
pub use edge::{Class, Edge};
pub use graph::Graph;
pub use node::{Node, NodeKind};
pub use outside::Zone;
