//! What could not be read, and why.

use lang::Text;
use yaml::Span;

use crate::{OriginId, Place};

/// Something that could not be read. It hides nothing else: every other document is judged.
#[derive(Clone)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// The file.
    pub origin: OriginId,
    /// Where in the file; in what was read of one document, counted from where that begins.
    pub span: Span,
    /// The node, for a problem inside a document that could otherwise be read.
    pub place: Option<Place>,
    /// The other end of a problem that is between two: what takes the place of the one that is named.
    pub other: Option<Place>,
    /// The reason in words; never a piece of the text.
    pub reason: Text,
}

/// Kinds of problems; each is a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemKind {
    /// The text is not YAML.
    BrokenDocument,
    /// The text is a template (`{{ }}`) that must be rendered first.
    UnrenderedTemplate,
    /// A key stands twice in its mapping.
    DuplicateKey,
    /// A field has a type that the API server refuses.
    WrongType,
    /// An object that another one of its kind, namespace and name replaces.
    ReplacedObject,
    /// Something that looks like an object, of a kind that Kubernetes does not know or without one.
    UnknownKind,
    /// A field that its type does not have.
    UnknownField,
    /// A bound on size or count was reached: the rest was not looked at.
    TooLarge,
    /// The file could not be read.
    Unreadable,
}

impl ProblemKind {
    /// Whether something was not judged because of it.
    #[must_use]
    pub const fn hides(self) -> bool {
        match self {
            ProblemKind::BrokenDocument
            | ProblemKind::UnrenderedTemplate
            | ProblemKind::UnknownKind
            | ProblemKind::TooLarge
            | ProblemKind::Unreadable => true,
            ProblemKind::DuplicateKey
            | ProblemKind::WrongType
            | ProblemKind::ReplacedObject
            | ProblemKind::UnknownField => false,
        }
    }
}
