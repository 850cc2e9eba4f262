//! One stretch of a text between two `---`, read.

use std::sync::Arc;

use model::{Document, Found, NamespaceHints, Origin, Piece, Problem, ProblemKind};
use yaml::{Chunk, Limits, Span, SyntaxError};

use crate::{decode, input, namespaces};

/// Reads a stretch of YAML or JSON.
pub(crate) fn read(origin: &Origin, chunk: Chunk) -> Piece {
    let part = chunk.span.slice(origin.text());
    match yaml::parse(origin.text(), chunk, &Limits::default()) {
        Ok(trees) => {
            let helm_source = input::helm_source(part);
            let read = |tree| {
                let document = Document::new(tree, helm_source.clone());
                let found = decode::document(origin, &document);
                (Arc::new(document), found)
            };
            of(trees.into_iter().map(read).collect())
        }
        Err(error) => {
            let problem = Some(broken(origin, part, chunk, &error));
            Piece { documents: Vec::new(), problem, hints: NamespaceHints::default() }
        }
    }
}

/// Joins documents that stand together.
pub(crate) fn of(documents: Vec<(Arc<Document>, Found)>) -> Piece {
    let hints = namespaces::hints(&documents);
    Piece { documents, problem: None, hints }
}

fn broken(origin: &Origin, part: &str, chunk: Chunk, error: &SyntaxError) -> Problem {
    let template = input::is_template(part);
    let kind = if template { ProblemKind::UnrenderedTemplate } else { ProblemKind::BrokenDocument };
    let at = (error.offset - chunk.span.start) as usize;
    let length = part.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Problem {
        kind,
        origin: origin.id(),
        span: Span { start: error.offset, end: error.offset + length as u32 },
        place: None,
        reason: if template { decode::template_reason() } else { error.flaw.text() },
    }
}
