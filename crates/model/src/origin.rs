//! One text and the documents in it.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use yaml::{LineIndex, NodeId, Position, Ref, Span, Tree};
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
    documents: Vec<Placed>,
}

/// One document of an origin.
pub struct Document {
    /// What it is called in places.
    pub id: DocId,
    /// Its tree; spans count from where its stretch of the text begins: see [`Placed`].
    pub tree: Tree,
    /// The chart template that Helm says it came from (`# Source: dify/templates/api-deployment.yaml`).
    pub helm_source: Option<Box<str>>,
}

/// A document at its place in a text. The document itself does not know the place, so that it stays what it is where something
/// is changed before it.
pub struct Placed {
    /// The document.
    pub document: Arc<Document>,
    /// The byte of the text that its spans count from.
    pub base: u32,
}

impl Deref for Placed {
    type Target = Document;

    fn deref(&self) -> &Document {
        &self.document
    }
}

impl Placed {
    /// The top node, in the text that it is of; `None` for an empty document.
    #[must_use]
    pub fn root<'a>(&'a self, text: &'a str) -> Option<Ref<'a>> {
        Ref::root(self.part(text), &self.tree)
    }

    /// The text from where the document's spans count.
    #[must_use]
    pub fn part<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.base as usize..).unwrap_or("")
    }

    /// A span of the document's, counted from the start of the text.
    #[must_use]
    pub fn in_text(&self, span: Span) -> Span {
        Span { start: span.start + self.base, end: span.end + self.base }
    }

    /// The reverse of [`Placed::in_text`].
    #[must_use]
    pub fn in_document(&self, span: Span) -> Span {
        Span { start: span.start.saturating_sub(self.base), end: span.end.saturating_sub(self.base) }
    }

    /// As [`Tree::leaves_from`], all counted from the start of the text.
    pub fn leaves_from(&self, offset: u32) -> impl Iterator<Item = (NodeId, Span)> + use<'_> {
        self.tree.leaves_from(offset.saturating_sub(self.base)).map(|(id, span)| (id, self.in_text(span)))
    }
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

    /// The same file or object with another text, at a later time; without documents so far.
    #[must_use]
    pub fn again(&self, text: String) -> Origin {
        let (name, kind) = (self.name.clone(), self.kind);
        Origin { id: self.id, name, kind, text, lines: OnceLock::new(), documents: Vec::new() }
    }

    /// The same with its documents, in the order in which they stand.
    #[must_use]
    pub fn with_documents(self, documents: Vec<Placed>) -> Origin {
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
    pub fn documents(&self) -> &[Placed] {
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
