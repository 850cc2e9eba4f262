//! The texts that the inventory was read from, and the way back from a place to a line.

use std::collections::HashMap;
use std::sync::Arc;

use yaml::{NodeId, Path, Position, Ref, Span, Step};

use crate::{DocId, Document, Origin, OriginId, OriginKind, Place, Placed};

/// Where a finding points to, for a person or a machine.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// A range in a file.
    File {
        /// The path as given, or `<stdin>`.
        file: String,
        /// The first character.
        start: Position,
        /// One past the last character.
        end: Position,
    },
    /// A field of an object in a cluster.
    Field {
        /// `Kind namespace/name`.
        object: String,
        /// The path of the field.
        field: String,
    },
}

/// All texts and documents of an inventory, in order.
#[derive(Default)]
pub struct Documents {
    origins: Vec<Arc<Origin>>,
    texts: HashMap<OriginId, usize>,
    order: Vec<DocId>,
    seats: HashMap<DocId, Seat>,
}

/// Where a document stands.
#[derive(Clone, Copy)]
struct Seat {
    /// The number of its text.
    origin: usize,
    /// How many documents stand before it in its text.
    number: usize,
    /// How many stand before it in all.
    rank: usize,
}

impl Documents {
    /// The texts in this order. A text that is handed over twice is there once.
    #[must_use]
    pub fn new(texts: impl IntoIterator<Item = Arc<Origin>>) -> Documents {
        let mut documents = Documents::default();
        for origin in texts {
            if documents.texts.contains_key(&origin.id()) {
                continue;
            }
            let at = documents.origins.len();
            documents.texts.insert(origin.id(), at);
            for (number, document) in origin.documents().iter().enumerate() {
                documents.seats.insert(document.id, Seat { origin: at, number, rank: documents.order.len() });
                documents.order.push(document.id);
            }
            documents.origins.push(origin);
        }
        documents
    }

    /// All texts.
    #[must_use]
    pub fn origins(&self) -> &[Arc<Origin>] {
        &self.origins
    }

    /// One text.
    ///
    /// # Panics
    /// When the id is of other documents.
    #[must_use]
    pub fn text(&self, origin: OriginId) -> &Origin {
        &self.origins[self.texts[&origin]]
    }

    /// Number of documents.
    #[must_use]
    pub fn n_documents(&self) -> usize {
        self.order.len()
    }

    /// The ids of all documents, in order.
    pub fn ids(&self) -> impl Iterator<Item = DocId> + use<'_> {
        self.order.iter().copied()
    }

    fn seat(&self, doc: DocId) -> Seat {
        self.seats[&doc]
    }

    /// One document.
    ///
    /// # Panics
    /// When the id is of other documents.
    #[must_use]
    pub fn document(&self, doc: DocId) -> &Document {
        self.placed(doc)
    }

    /// One document, at its place.
    ///
    /// # Panics
    /// When the id is of other documents.
    #[must_use]
    pub fn placed(&self, doc: DocId) -> &Placed {
        let seat = self.seat(doc);
        &self.origins[seat.origin].documents()[seat.number]
    }

    /// The text that a document is of.
    ///
    /// # Panics
    /// When the id is of other documents.
    #[must_use]
    pub fn origin(&self, doc: DocId) -> &Origin {
        &self.origins[self.seat(doc).origin]
    }

    /// The number of the text that a document is of, and how many documents stand before it in that text.
    ///
    /// # Panics
    /// When the id is of other documents.
    #[must_use]
    pub fn number(&self, doc: DocId) -> (usize, usize) {
        let seat = self.seat(doc);
        (seat.origin, seat.number)
    }

    /// What to sort places by, so that they come as they stand: text by text, document by document, from the top down.
    ///
    /// # Panics
    /// When the place is of other documents.
    #[must_use]
    pub fn rank(&self, place: Place) -> (usize, NodeId, Option<Span>) {
        (self.seat(place.doc).rank, place.node, place.part)
    }

    /// The top node of a document, with spans that count from the document's start: see [`Documents::span`]; `None` for an empty one.
    #[must_use]
    pub fn root(&self, doc: DocId) -> Option<Ref<'_>> {
        self.placed(doc).root(self.origin(doc).text())
    }

    /// The node of a place, to look further from; as in [`Documents::root`], spans count from the document's start.
    #[must_use]
    pub fn node(&self, place: Place) -> Ref<'_> {
        let placed = self.placed(place.doc);
        Ref::new(placed.part(self.origin(place.doc).text()), &placed.tree, place.node)
    }

    /// The bytes that a place covers.
    #[must_use]
    pub fn span(&self, place: Place) -> Span {
        let placed = self.placed(place.doc);
        placed.in_text(place.part.unwrap_or_else(|| placed.tree.node(place.node).span))
    }

    /// The place of some bytes of the text, within the node of `place`.
    #[must_use]
    pub fn part(&self, place: Place, bytes: Span) -> Place {
        Place { part: Some(self.placed(place.doc).in_document(bytes)), ..place }
    }

    /// The field that a place is, as a path from the top of its document.
    #[must_use]
    pub fn path(&self, place: Place) -> Path {
        let placed = self.placed(place.doc);
        placed.tree.path_to(placed.part(self.origin(place.doc).text()), place.node)
    }

    /// The path of keys below a place, whether they are there or not.
    #[must_use]
    pub fn path_below(&self, place: Place, below: &[&str]) -> Path {
        let mut path = self.path(place);
        path.0.extend(below.iter().map(|key| Step::Key((*key).to_owned())));
        path
    }

    /// The place as a person or a machine is told it.
    #[must_use]
    pub fn location(&self, place: Place) -> Location {
        let origin = self.origin(place.doc);
        match origin.kind() {
            OriginKind::File => {
                let span = self.span(place);
                let end = self.first_line_end(origin, span);
                Location::File {
                    file: origin.name().to_owned(),
                    start: origin.position(span.start),
                    end: origin.position(end),
                }
            }
            OriginKind::Object => {
                Location::Field { object: origin.name().to_owned(), field: self.path(place).to_string() }
            }
        }
    }

    /// A collection is pointed to by its first line: a person wants the head, not twenty lines.
    fn first_line_end(&self, origin: &Origin, span: Span) -> u32 {
        let body = span.slice(origin.text());
        let line = body.lines().next().unwrap_or("").trim_end();
        if line.len() < body.trim_end().len() { span.start + line.len() as u32 } else { span.end }
    }
}
