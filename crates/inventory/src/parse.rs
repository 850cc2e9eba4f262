//! One text, read: its documents as trees and as decoded objects.

use std::sync::Arc;

use model::{Origin, Problem, Suppression};
use yaml::{Chunk, Span};

use crate::input::{Flaw, Format, Input};
use crate::parallel::in_parallel;
use crate::piece::Piece;
use crate::{settings_file, suppressions};

/// A text that was read. It depends on nothing but the text and its name, and may be assembled into any number of inventories.
/// No `Debug`: it holds secrets.
pub struct Parsed {
    pub(crate) origin: Arc<Origin>,
    pub(crate) pieces: Vec<Piece>,
    /// Why the text could not be had.
    pub(crate) flaw: Option<Flaw>,
    /// What its comments ask to leave out.
    pub(crate) suppressions: Vec<Suppression>,
}

impl Parsed {
    /// The name that a person knows the text by.
    #[must_use]
    pub fn name(&self) -> &str {
        self.origin.name()
    }

    /// The text. It holds secrets.
    #[must_use]
    pub fn text(&self) -> &str {
        self.origin.text()
    }

    /// The same text after a change, under the same name.
    #[must_use]
    pub fn with_text(&self, text: String) -> Arc<Parsed> {
        parse(Input { name: self.name().to_owned(), kind: self.origin.kind(), text, flaw: None })
    }

    fn new(origin: Origin, flaw: Option<Flaw>, pieces: Vec<Piece>) -> Parsed {
        let documents = pieces.iter().flat_map(|piece| &piece.documents);
        let origin = origin.with_documents(documents.clone().map(|(document, _)| Arc::clone(document)).collect());
        let settings = documents.flat_map(|(_, found)| &found.settings).map(Arc::as_ref);
        let suppressions = suppressions::read(&origin, settings);
        Parsed { origin: Arc::new(origin), pieces, flaw, suppressions }
    }

    /// What of the text cannot be read.
    pub(crate) fn problems(&self) -> impl Iterator<Item = Problem> {
        let origin = self.origin.id();
        let flaw = self.flaw.iter().map(move |flaw| {
            let span = Span { start: 0, end: 0 };
            Problem { kind: flaw.kind, origin, span, place: None, reason: flaw.reason.clone() }
        });
        let pieces = self.pieces.iter().flat_map(|piece| {
            let found = piece.documents.iter().flat_map(|(_, found)| &found.problems);
            piece.problem.iter().chain(found).cloned()
        });
        flaw.chain(pieces)
    }
}

/// Reads one text.
#[must_use]
pub fn parse(input: Input) -> Arc<Parsed> {
    let text = Text::new(input);
    let pieces = in_parallel(&text.work, |work| work.done(&text.origin));
    Arc::new(Parsed::new(text.origin, text.flaw, pieces))
}

/// Reads texts, each by itself, on all threads of the machine.
#[must_use]
pub fn parse_all(inputs: Vec<Input>) -> Vec<Arc<Parsed>> {
    let texts: Vec<Text> = inputs.into_iter().map(Text::new).collect();
    let work: Vec<(&Origin, &Work)> =
        texts.iter().flat_map(|text| text.work.iter().map(|it| (&text.origin, it))).collect();
    let mut pieces = in_parallel(&work, |(origin, work)| work.done(origin)).into_iter();
    let read = |text: Text| {
        let own = pieces.by_ref().take(text.work.len()).collect();
        Arc::new(Parsed::new(text.origin, text.flaw, own))
    };
    texts.into_iter().map(read).collect()
}

/// A text and what is to be done with it.
struct Text {
    origin: Origin,
    flaw: Option<Flaw>,
    work: Vec<Work>,
}

/// A part of a text that is read by itself.
enum Work {
    Yaml(Chunk),
    DotEnv,
}

impl Text {
    fn new(input: Input) -> Text {
        let format = input.format();
        let origin = Origin::new(input.name, input.kind, input.text);
        let work = match format {
            _ if input.flaw.is_some() => Vec::new(),
            Format::Yaml => yaml::split(origin.text()).into_iter().map(Work::Yaml).collect(),
            Format::DotEnv => vec![Work::DotEnv],
        };
        Text { origin, flaw: input.flaw, work }
    }
}

impl Work {
    fn done(&self, origin: &Origin) -> Piece {
        match self {
            Work::Yaml(chunk) => Piece::read(origin, *chunk),
            Work::DotEnv => Piece::new(vec![settings_file::read_dot_env(origin)]),
        }
    }
}
