//! One text, read: its documents as trees and as decoded objects.

use std::sync::Arc;

use model::{Origin, Parsed, Piece};
use yaml::Chunk;

use crate::input::{Flaw, Format, Input};
use crate::parallel::in_parallel;
use crate::{piece, settings_file, suppressions};

/// Reads one text.
#[must_use]
pub fn parse(input: Input) -> Arc<Parsed> {
    let text = Text::new(input);
    let pieces = in_parallel(&text.work, |work| work.done(&text.origin));
    Arc::new(text.with(pieces))
}

/// Reads a text anew that has changed, under the same name.
#[must_use]
pub fn parse_again(old: &Parsed, text: String) -> Arc<Parsed> {
    parse(Input { name: old.origin.name().to_owned(), kind: old.origin.kind(), text, flaw: None })
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
        Arc::new(text.with(own))
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

    /// Joins the text with its pieces.
    fn with(self, pieces: Vec<Piece>) -> Parsed {
        let documents = pieces.iter().filter_map(|piece| piece.document.as_ref());
        let origin = self.origin.with_documents(documents.clone().map(|(document, _)| Arc::clone(document)).collect());
        let settings = documents.flat_map(|(_, found)| &found.settings).map(Arc::as_ref);
        let suppressions = suppressions::read(&origin, settings);
        let flaw = self.flaw.map(|flaw| (flaw.kind, flaw.reason));
        Parsed { origin: Arc::new(origin), pieces, flaw, suppressions }
    }
}

impl Work {
    fn done(&self, origin: &Origin) -> Piece {
        match self {
            Work::Yaml(chunk) => piece::read(origin, *chunk),
            Work::DotEnv => piece::of(Some(settings_file::read_dot_env(origin)), Vec::new()),
        }
    }
}
