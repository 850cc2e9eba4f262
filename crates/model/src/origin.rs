//! One text and the documents in it.

use std::sync::{Arc, OnceLock};

use yaml::{LineIndex, Position, Span, Tree};
use zeroize::Zeroize;

use crate::{DocId, OriginId};

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
    id: OriginId,
    name: String,
    kind: OriginKind,
    text: String,
    lines: OnceLock<LineIndex>,
    documents: Vec<Arc<Document>>,
}

/// One document of an origin.
pub struct Document {
    /// What it is called in places.
    pub id: DocId,
    /// Its tree; spans count from the start of the origin's text.
    pub tree: Tree,
    /// The chart template that Helm says it came from (`# Source: dify/templates/api-deployment.yaml`).
    pub helm_source: Option<Box<str>>,
}

impl Document {
    /// A document that was never met before.
    #[must_use]
    pub fn new(tree: Tree, helm_source: Option<Box<str>>) -> Document {
        Document { id: DocId::fresh(), tree, helm_source }
    }
}

impl Origin {
    /// A text under the name that a person knows it by, without documents so far.
    #[must_use]
    pub fn new(name: impl Into<String>, kind: OriginKind, text: String) -> Origin {
        let id = OriginId::fresh();
        Origin { id, name: name.into(), kind, text, lines: OnceLock::new(), documents: Vec::new() }
    }

    /// The same with its documents, in the order in which they stand.
    #[must_use]
    pub fn with_documents(self, documents: Vec<Arc<Document>>) -> Origin {
        // `Drop` forbids to move the fields out one by one.
        let mut whole = self;
        whole.documents = documents;
        whole
    }

    /// What it is called in problems and suppressions.
    #[must_use]
    pub fn id(&self) -> OriginId {
        self.id
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

    /// Its documents, in the order in which they stand.
    #[must_use]
    pub fn documents(&self) -> &[Arc<Document>] {
        &self.documents
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
