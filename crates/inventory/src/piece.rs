//! One stretch of a text between two `---`, read.

use std::sync::Arc;

use model::{Document, Origin, Problem, ProblemKind};
use yaml::{Chunk, Limits, Span, SyntaxError};

use crate::found::Found;
use crate::namespaces::Hints;
use crate::{decode, input};

/// A stretch of a text between two `---`. Nothing in it depends on another one.
pub(crate) struct Piece {
    /// Its documents: one, mostly.
    pub(crate) documents: Vec<(Arc<Document>, Found)>,
    /// Why it is none.
    pub(crate) problem: Option<Problem>,
    /// What it says of namespaces.
    pub(crate) hints: Hints,
}

impl Piece {
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
                Piece::new(trees.into_iter().map(read).collect())
            }
            Err(error) => {
                let problem = Some(broken(origin, part, chunk, &error));
                Piece { documents: Vec::new(), problem, hints: Hints::default() }
            }
        }
    }

    pub(crate) fn new(documents: Vec<(Arc<Document>, Found)>) -> Piece {
        let hints = Hints::of(&documents);
        Piece { documents, problem: None, hints }
    }
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
