//! Where a piece of the inventory stands.

use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering};

use yaml::{NodeId, Span};

/// A text that was read: a file, or an object of a live cluster. What it is, not how many there are before it: see [`DocId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OriginId(u64);

/// One parsed document: what it is, as an address is, given when it is parsed and never again. A document keeps its id in every inventory that it is
/// in; which of two comes first is the inventory's to say ([`crate::Documents::rank`]), so ids have no order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DocId(u64);

static NEXT: AtomicU64 = AtomicU64::new(0);

impl OriginId {
    /// An id that nothing else has.
    pub(crate) fn fresh() -> OriginId {
        OriginId(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

impl DocId {
    /// An id that nothing else has.
    pub(crate) fn fresh() -> DocId {
        DocId(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// A node of a document, or a part of a node's text. Resolved by [`crate::Documents`] into a file, line and column, and into
/// the structural path that fingerprints are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The document.
    pub doc: DocId,
    /// The node in it.
    pub node: NodeId,
    /// Where less than the whole node is meant (a password inside a URL, a line of a configuration), its bytes, counted from where the
    /// document begins: see [`crate::Documents::part`].
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
