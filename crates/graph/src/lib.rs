//! A drawing of what can reach what: `sekisho network graph`.
//!
//! Responsible for: the picture as data ([`Graph`]), and three ways to show it: [`dot`] for Graphviz, [`svg`] for a document, and
//! [`page`] for a person who wants to ask on (filter, follow one workload, read which policy allows a flow).
//!
//! Left to others: what is possible at all (`netpol`), and the proof of invariants. The colours follow [`dify::FLOWS`] and
//! [`dify::NEVER`]; they show where to look and are no verdict. Everything here is a pure function of the network.
//!
//! A picture must stay readable where nothing is restricted: what reaches everything is said once, by a band, and not by an
//! arrow for each pair. The page holds all of them.

mod dot;
mod draft;
mod drawn;
mod edge;
mod escape;
mod graph;
mod judge;
mod layout;
mod node;
mod outside;
mod page;
mod palette;
mod place;
mod route;
mod rows;
mod shape;
mod short;
mod svg;
mod words;

pub use dot::dot;
pub use drawn::Band;
pub use edge::{Class, Edge};
pub use escape::escape;
pub use graph::Graph;
pub use node::{Node, NodeKind};
pub use outside::Zone;
pub use page::page;
pub use svg::svg;
