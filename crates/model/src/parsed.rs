//! Texts as they were read, each by itself: what inventories are assembled of.

use std::collections::BTreeSet;
use std::sync::Arc;

use lang::Text;
use yaml::Span;

use crate::written::Decoded;
use crate::{Document, Origin, Problem, ProblemKind, SettingsFile, Suppression};

/// A text that was read. It depends on nothing but the text and its name, and may be a part of any number of inventories.
/// No `Debug`: it holds secrets.
pub struct Parsed {
    /// The text, and its documents as trees.
    pub origin: Arc<Origin>,
    /// What stands in it, in order.
    pub stretches: Vec<Stretch>,
    /// Why the text could not be had.
    pub flaw: Option<(ProblemKind, Text)>,
    /// What its comments ask to leave out.
    pub suppressions: Vec<Suppression>,
}

/// A piece at its place.
pub struct Stretch {
    /// The bytes of the text.
    pub span: Span,
    /// What stands there.
    pub piece: Arc<Piece>,
}

/// What stands in a stretch of a text between two `---`. Nothing in it depends on what stands around it, its spans count from its own start,
/// and it is kept when something else in the text changes.
pub struct Piece {
    /// Its document and what it holds; `None` where there is none, or none that can be read.
    pub document: Option<(Arc<Document>, Found)>,
    /// What of it is no document, or is refused as a whole.
    pub problems: Vec<Problem>,
    /// What it says of namespaces.
    pub hints: NamespaceHints,
}

/// What one document holds, decoded.
#[derive(Default)]
pub struct Found {
    /// Its objects: one, none, or the items of a list.
    pub objects: Vec<Decoded>,
    /// Settings, where it is no object or carries some.
    pub settings: Vec<Arc<SettingsFile>>,
    /// What in it cannot be read.
    pub problems: Vec<Problem>,
    /// Whether it is a file of our own, such as a report or a baseline, in which nothing is looked for.
    pub is_our_own: bool,
}

/// What documents of Helm's say of the namespace that they are for.
#[derive(Default)]
pub struct NamespaceHints {
    /// Those that objects name.
    pub written: BTreeSet<Box<str>>,
    /// Service and namespace of every `service.namespace.svc` in a value.
    pub addressed: BTreeSet<(Box<str>, Box<str>)>,
}

impl Parsed {
    /// What every document holds, in order.
    pub fn documents(&self) -> impl Iterator<Item = (&Document, &Found)> {
        self.stretches.iter().filter_map(|it| it.piece.document.as_ref()).map(|(document, found)| (&**document, found))
    }
}
