//! YAML and JSON text as a tree in which every node knows its place.
//!
//! Responsible for: splitting a stream into documents so that a broken one does not hide the others, a
//! compact arena tree per document ([`Tree`]), Kubernetes' reading of scalars ([`scalar`]), anchors, aliases and merge
//! keys followed without ever being expanded ([`Ref`]), duplicate keys, and bounds against hostile input ([`Limits`]).
//!
//! Left to others: files, what a document means, and everything else about Kubernetes.
//!
//! What is read is what the cluster gets: the scanner and the grammar are go-yaml v2's, which `kubectl` and the API server use
//! through `sigs.k8s.io/yaml`, and a test holds both readers against each other. What that reader refuses is refused here,
//! or said by [`Tree::refused`].
//!
//! Why an own tree: positions are the product here (a finding without file, line and column is half a finding), and a
//! tree of 20 bytes a node that borrows its scalars from the source costs a third of a generic value's memory.

mod aliasing;
mod build;
mod characters;
mod error;
mod events;
mod json;
mod lines;
mod names;
mod quoted;
mod read;
pub mod scalar;
mod scan;
mod split;
mod tags;
mod tree;

pub use build::{First, Limits, parse, parse_first};
pub use error::{Flaw, SyntaxError};
pub use lines::{LineIndex, Position};
pub use quoted::quoted;
pub use read::{Entries, Items, Ref};
pub use split::{Chunk, split};
pub use tree::{Child, Node, NodeId, NodeKind, Path, Span, Step, Style, Trail, TrailStep, Tree};
