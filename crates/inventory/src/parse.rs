//! One text, read: its documents as trees and as decoded objects.

use std::sync::Arc;

use model::{Origin, Parsed, Piece, Placed, Stretch};
use yaml::Span;

use crate::input::{Flaw, Format, Input};
use crate::parallel::in_parallel;
use crate::{kept, piece, settings_file, suppressions};

/// Reads one text.
#[must_use]
pub fn parse(input: Input) -> Arc<Parsed> {
    let text = Text::new(input);
    let pieces = in_parallel(&text.work, |work| work.done(&text.origin));
    text.with(pieces)
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
        text.with(own)
    };
    texts.into_iter().map(read).collect()
}

/// Reads a text that has changed. What stands in it as it stood before is taken over, with its documents' ids. The old and the new text are one
/// file at two times: an inventory has one of them.
#[must_use]
pub fn parse_again(old: &Parsed, text: String) -> Arc<Parsed> {
    let text = Text::of(old.origin.again(text), None);
    let parts: Vec<&str> = text.work.iter().map(|it| it.span.slice(text.origin.text())).collect();
    let known = kept::take_over(old, &parts);
    let missing: Vec<&Work> = text.work.iter().zip(&known).filter(|it| it.1.is_none()).map(|it| it.0).collect();
    let mut read = in_parallel(&missing, |work| work.done(&text.origin)).into_iter();
    let pieces = known.into_iter().filter_map(|known| known.or_else(|| read.next())).collect();
    text.with(pieces)
}

/// A text and what is to be done with it.
struct Text {
    origin: Origin,
    flaw: Option<Flaw>,
    work: Vec<Work>,
}

/// A part of a text that is read by itself.
struct Work {
    span: Span,
    format: Format,
}

impl Text {
    fn new(input: Input) -> Text {
        Text::of(Origin::new(input.name, input.kind, input.text), input.flaw)
    }

    fn of(origin: Origin, flaw: Option<Flaw>) -> Text {
        let format = Format::of(origin.name()).unwrap_or(Format::Yaml);
        let spans = match format {
            _ if flaw.is_some() => Vec::new(),
            Format::Yaml => yaml::split(origin.text()).into_iter().map(|chunk| chunk.span).collect(),
            Format::DotEnv => vec![Span { start: 0, end: origin.text().len() as u32 }],
        };
        let work = spans.into_iter().map(|span| Work { span, format }).collect();
        Text { origin, flaw, work }
    }

    /// Joins the text with its pieces.
    fn with(self, pieces: Vec<Arc<Piece>>) -> Arc<Parsed> {
        let stretches: Vec<Stretch> =
            self.work.iter().zip(pieces).map(|(work, piece)| Stretch { span: work.span, piece }).collect();
        let placed = |it: &Stretch| {
            let (document, _) = it.piece.document.as_ref()?;
            Some(Placed { document: Arc::clone(document), base: it.span.start })
        };
        let origin = self.origin.with_documents(stretches.iter().filter_map(placed).collect());
        let found = stretches.iter().filter_map(|it| it.piece.document.as_ref()).map(|(_, found)| found);
        let suppressions = suppressions::read(&origin, found.flat_map(|it| &it.settings).map(Arc::as_ref));
        let flaw = self.flaw.map(|flaw| (flaw.kind, flaw.reason));
        Arc::new(Parsed { origin: Arc::new(origin), stretches, flaw, suppressions })
    }
}

impl Work {
    fn done(&self, origin: &Origin) -> Arc<Piece> {
        Arc::new(match self.format {
            Format::Yaml => piece::read(origin, self.span),
            Format::DotEnv => piece::of(Some(settings_file::read_dot_env(origin)), Vec::new()),
        })
    }
}
