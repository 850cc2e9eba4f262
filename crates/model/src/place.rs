//! Where a piece of the inventory stands.

use std::ops::Deref;

use yaml::{NodeId, Span};

/// A file, or an object of a live cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OriginId(pub u32);

/// One parsed document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocId(pub u32);

/// A node of a document, or a part of a node's text. Resolved by [`crate::Documents`] into a file, line and column, and into
/// the structural path that fingerprints are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The document.
    pub doc: DocId,
    /// The node in it.
    pub node: NodeId,
    /// Bytes of the file, where less than the whole node is meant: a password inside a URL, a line of a configuration.
    pub part: Option<Span>,
}

impl Place {
    /// A whole node.
    #[must_use]
    pub const fn new(doc: DocId, node: NodeId) -> Place {
        Place { doc, node, part: None }
    }
}

/// A value and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

impl<T> Located<T> {
    /// Joins a value with its place.
    #[must_use]
    pub const fn new(value: T, place: Place) -> Located<T> {
        Located { value, place }
    }
}

impl<T> Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
