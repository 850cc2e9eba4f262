//! The texts that the inventory was read from, and the way back from a place to a line.

use std::sync::OnceLock;

use yaml::{LineIndex, Path, Position, Ref, Span, Step, Tree};
use zeroize::Zeroize;

use crate::{DocId, OriginId, Place};

/// What kind of thing a text came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginKind {
    /// A file or standard input: places are lines and columns.
    File,
    /// An object of a live cluster: places are fields.
    Object,
}

/// One text: a file, standard input, or an object as the API server returned it. No `Debug`: it holds secrets.
pub struct Origin {
    name: String,
    kind: OriginKind,
    text: String,
    lines: OnceLock<LineIndex>,
}

impl Origin {
    /// A text under the name that a person knows it by.
    #[must_use]
    pub fn new(name: impl Into<String>, kind: OriginKind, text: String) -> Origin {
        Origin { name: name.into(), kind, text, lines: OnceLock::new() }
    }

    /// The name that a person knows it by: a path as given, `<stdin>`, or `Kind namespace/name`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What kind of thing it came from.
    #[must_use]
    pub fn kind(&self) -> OriginKind {
        self.kind
    }

    /// The whole text. It holds secrets: what is shown of it is masked first.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line of a byte, from 1.
    #[must_use]
    pub fn line(&self, offset: u32) -> u32 {
        self.lines().line(offset)
    }

    /// The place of a byte.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        self.lines().position(&self.text, offset)
    }

    /// The bytes of one line (from 1), without its line break.
    #[must_use]
    pub fn line_span(&self, line: u32) -> Span {
        self.lines().line_span(&self.text, line)
    }

    fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}

impl Drop for Origin {
    fn drop(&mut self) {
        self.text.zeroize();
    }
}

/// One document of an origin.
pub struct Document {
    /// Its text.
    pub origin: OriginId,
    /// Its tree; spans count from the start of the origin's text.
    pub tree: Tree,
    /// The chart template that Helm says it came from (`# Source: dify/templates/api-deployment.yaml`).
    pub helm_source: Option<Box<str>>,
}

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

/// All texts and documents of an inventory.
#[derive(Default)]
pub struct Documents {
    origins: Vec<Origin>,
    documents: Vec<Document>,
}

impl Documents {
    /// Adds a text.
    pub fn add_origin(&mut self, origin: Origin) -> OriginId {
        self.origins.push(origin);
        OriginId(self.origins.len() as u32 - 1)
    }

    /// Adds a document of a text that was added before.
    pub fn add_document(&mut self, document: Document) -> DocId {
        self.documents.push(document);
        DocId(self.documents.len() as u32 - 1)
    }

    /// All texts.
    #[must_use]
    pub fn origins(&self) -> &[Origin] {
        &self.origins
    }

    /// Number of documents.
    #[must_use]
    pub fn n_documents(&self) -> usize {
        self.documents.len()
    }

    /// The ids of all documents, in order.
    pub fn ids(&self) -> impl Iterator<Item = DocId> + use<> {
        (0..self.documents.len() as u32).map(DocId)
    }

    /// One document.
    ///
    /// # Panics
    /// When the id is of other documents.
    #[must_use]
    pub fn document(&self, doc: DocId) -> &Document {
        &self.documents[doc.0 as usize]
    }

    /// The text that a document is of.
    ///
    /// # Panics
    /// When the id is of other documents.
    #[must_use]
    pub fn origin(&self, doc: DocId) -> &Origin {
        &self.origins[self.document(doc).origin.0 as usize]
    }

    /// The top node of a document; `None` for an empty one.
    #[must_use]
    pub fn root(&self, doc: DocId) -> Option<Ref<'_>> {
        Ref::root(self.origin(doc).text(), &self.document(doc).tree)
    }

    /// The node of a place, to look further from.
    #[must_use]
    pub fn node(&self, place: Place) -> Ref<'_> {
        Ref::new(self.origin(place.doc).text(), &self.document(place.doc).tree, place.node)
    }

    /// The bytes that a place covers.
    #[must_use]
    pub fn span(&self, place: Place) -> Span {
        place.part.unwrap_or_else(|| self.document(place.doc).tree.node(place.node).span)
    }

    /// The field that a place is, as a path from the top of its document.
    #[must_use]
    pub fn path(&self, place: Place) -> Path {
        self.document(place.doc).tree.path_to(self.origin(place.doc).text(), place.node)
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
        match origin.kind {
            OriginKind::File => {
                let span = self.span(place);
                let end = self.first_line_end(origin, span);
                Location::File {
                    file: origin.name.clone(),
                    start: origin.position(span.start),
                    end: origin.position(end),
                }
            }
            OriginKind::Object => Location::Field { object: origin.name.clone(), field: self.path(place).to_string() },
        }
    }

    /// A collection is pointed to by its first line: a person wants the head, not twenty lines.
    fn first_line_end(&self, origin: &Origin, span: Span) -> u32 {
        let body = span.slice(origin.text());
        let line = body.lines().next().unwrap_or("").trim_end();
        if line.len() < body.trim_end().len() { span.start + line.len() as u32 } else { span.end }
    }
}
