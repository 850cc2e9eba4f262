//! What every object has: its head as it is written, and the namespace that it is judged in.

use std::ops::Deref;
use std::sync::Arc;

use crate::{Labels, Located, Opaque, Place};

/// What stands at the head of every Kubernetes object.
pub struct Head {
    /// `apiVersion`, as written.
    pub api_version: Box<str>,
    /// `kind`, as written.
    pub kind: Box<str>,
    /// `metadata.namespace`, where it is written.
    pub namespace_written: Option<Located<Box<str>>>,
    /// `metadata.name`; for a nameless object its `generateName`, or empty.
    pub name: Located<Box<str>>,
    /// Whether that is a `generateName`: each object that is made of it has another name.
    pub name_is_generated: bool,
    /// `metadata.labels`.
    pub labels: Labels,
    /// `metadata.annotations`; the values may be anything, `last-applied-configuration` with its secrets included.
    pub annotations: Vec<(Box<str>, Located<Opaque>)>,
    /// The whole object.
    pub place: Place,
}

impl Head {
    /// The value of an annotation.
    #[must_use]
    pub fn annotation(&self, key: &str) -> Option<&Located<Opaque>> {
        self.annotations.iter().find(|(name, _)| &**name == key).map(|(_, value)| value)
    }
}

/// The head of an object, and what one inventory says of it. The head is shared, the rest is the inventory's own.
#[derive(Clone)]
pub struct Meta {
    /// The namespace that the object is judged in; empty for cluster-scoped kinds. See [`Head::namespace_written`].
    pub namespace: Arc<str>,
    head: Arc<Head>,
}

impl Meta {
    /// Says in which namespace an object is judged.
    #[must_use]
    pub fn new(head: Arc<Head>, namespace: Arc<str>) -> Meta {
        Meta { namespace, head }
    }
}

impl Deref for Meta {
    type Target = Head;

    fn deref(&self) -> &Head {
        &self.head
    }
}
