//! One stretch of a text between two `---`, read.

use std::sync::Arc;

use model::{Document, Found, Origin, Piece, Problem, ProblemKind};
use yaml::{Chunk, Limits, Span, SyntaxError};

use crate::{decode, input, namespaces, refused};

/// Reads a stretch of YAML or JSON. What is behind its first document is only said: `kubectl` reads no further.
pub(crate) fn read(origin: &Origin, span: Span) -> Piece {
    let part = span.slice(origin.text());
    let chunk = Chunk { span: Span { start: 0, end: part.len() as u32 } };
    match yaml::parse_first(part, chunk, &Limits::default()) {
        Ok(first) => {
            let problems = refused::of_part(origin.id(), part, chunk, &first);
            let read = |tree| {
                let document = Document::new(tree, input::helm_source(part));
                let found = decode::document(origin, part, &document);
                (document, found)
            };
            of(first.tree.map(read), problems)
        }
        Err(error) => of(None, vec![broken(origin, part, &error)]),
    }
}

/// Joins a document with what it says of namespaces.
pub(crate) fn of(read: Option<(Document, Found)>, problems: Vec<Problem>) -> Piece {
    let hints = read.as_ref().map(|(document, found)| namespaces::hints(document, found)).unwrap_or_default();
    Piece { document: read.map(|(document, found)| (Arc::new(document), found)), problems, hints }
}

fn broken(origin: &Origin, part: &str, error: &SyntaxError) -> Problem {
    let template = input::is_template(part);
    let kind = if template { ProblemKind::UnrenderedTemplate } else { ProblemKind::BrokenDocument };
    let at = error.offset as usize;
    let length = part.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Problem {
        kind,
        origin: origin.id(),
        span: Span { start: error.offset, end: error.offset + length as u32 },
        place: None,
        other: None,
        reason: if template { decode::template_reason() } else { error.flaw.text() },
    }
}
