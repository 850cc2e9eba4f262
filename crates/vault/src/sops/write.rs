//! From values to text: spliced in where they stood.

use std::ops::Range;

use credentials::{Randomness, notation};
use model::Moment;
use zeroize::Zeroizing;

use super::open::{Opened, check, mac, open};
use crate::cipher::DataKey;
use crate::document::{Document, Notation, SeatStyle};
use crate::metadata::Metadata;
use crate::scalar::{Kind, Plain};
use crate::{Error, Format};

/// Bytes and what comes in their place.
#[derive(Default)]
pub(super) struct Splices(Vec<(Range<usize>, Zeroizing<String>)>);

impl Splices {
    pub(super) fn put(&mut self, span: Range<usize>, text: impl Into<String>) {
        self.0.push((span, Zeroizing::new(text.into())));
    }

    /// The text with all of them, in room that never has to grow.
    pub(super) fn apply(mut self, text: &str) -> Zeroizing<String> {
        self.0.sort_by_key(|(span, _)| (span.start, span.end));
        let room = text.len() + self.0.iter().map(|(_, it)| it.len()).sum::<usize>();
        let mut out = Zeroizing::new(String::with_capacity(room));
        let mut at = 0;
        for (span, new) in &self.0 {
            out.push_str(text.get(at..span.start).unwrap_or(""));
            out.push_str(new);
            at = span.end.max(at);
        }
        out.push_str(text.get(at..).unwrap_or(""));
        out
    }
}

/// A text taken apart, and its values in the clear.
pub(super) struct Values<'a> {
    pub(super) text: &'a str,
    pub(super) format: Format,
    pub(super) document: &'a Document,
    pub(super) opened: &'a Opened,
}

impl Values<'_> {
    /// The whole file with all of them encrypted anew, and this metadata. What is handed out was opened again.
    pub(super) fn sealed(
        &self,
        mut metadata: Metadata,
        key: &DataKey,
        at: Moment,
        source: &mut dyn Randomness,
    ) -> Result<String, Error> {
        let (document, opened) = (self.document, self.opened);
        let mut splices = Splices::default();
        for (leaf, plain) in document.leaves.iter().zip(&opened.values) {
            let chosen = metadata.selection.chooses(document.keys(Some(leaf.way)).into_iter());
            if chosen && !plain.text.is_empty() {
                let sealed = key.seal(plain, &document.binding(Some(leaf.way)), source)?;
                splices.put(leaf.span.clone(), set_apart(self.text, &leaf.span, &sealed_value(leaf.notation, &sealed)));
            }
        }
        for (comment, plain) in document.comments.iter().zip(&opened.comments) {
            if let Some((plain, way)) = plain {
                splices.put(comment.span.clone(), key.seal(plain, &document.binding(*way), source)?);
            }
        }
        metadata.modified = at.to_string();
        let digest = Plain::new(Kind::Str, mac(document, &metadata, opened));
        metadata.mac = key.seal(&digest, &metadata.modified, source)?;
        seats(self.text, document, &metadata, &mut splices);
        let out = splices.apply(self.text).to_string();
        prove(&out, self.format, &metadata, key, opened)?;
        Ok(out)
    }
}

/// The text with other metadata, and everything else as it is.
pub(super) fn replaced_seats(text: &str, document: &Document, metadata: &Metadata) -> String {
    let mut splices = Splices::default();
    seats(text, document, metadata, &mut splices);
    splices.apply(text).to_string()
}

/// Puts the metadata where it stands or would stand.
fn seats(text: &str, document: &Document, metadata: &Metadata, splices: &mut Splices) {
    for seat in &document.seats {
        let first = text[..seat.span.start].trim_end().ends_with('{');
        let mut written = metadata.write(&seat.style, first);
        let in_braces = matches!(seat.style, SeatStyle::Braces(_));
        if in_braces && !text[seat.span.end..].trim_start().starts_with(['}', ',']) {
            written.push_str(", ");
        }
        if !in_braces && seat.span.start > 0 && !text[..seat.span.start].ends_with('\n') {
            written.insert(0, '\n');
        }
        splices.put(seat.span.clone(), written);
    }
}

/// Writes a new MAC and a new time over the old ones, and leaves everything else of the metadata.
pub(super) fn stamp(text: &str, document: &Document, old: &Metadata, new: &Metadata) -> Result<String, Error> {
    let mut splices = Splices::default();
    for seat in &document.seats {
        for (field, old, new) in [("mac", &old.mac, &new.mac), ("lastmodified", &old.modified, &new.modified)] {
            let at = text[seat.span.clone()].find(old.as_str()).ok_or(Error::Metadata(field))?;
            let start = seat.span.start + at;
            splices.put(start..start + old.len(), new.as_str());
        }
    }
    Ok(splices.apply(text).to_string())
}

/// Opens what was written: the same values have to come out.
pub(super) fn prove(out: &str, format: Format, metadata: &Metadata, key: &DataKey, was: &Opened) -> Result<(), Error> {
    let document = Document::parse(out, format)?;
    let again = open(&document, out, metadata, key)?;
    check(&document, &Metadata::read(document.seat()?)?, key, &again)?;
    let same = |(a, b): (&Plain, &Plain)| a.kind == b.kind && *a.text == *b.text;
    if again.values.len() == was.values.len() && again.values.iter().zip(&was.values).all(same) {
        Ok(())
    } else {
        Err(Error::MacMismatch)
    }
}

/// A bare value is kept apart from what stands around it. A `|` alone on its line may stand as far left as its key, and a `#` may
/// follow a closing quote at once; a bare value may do neither.
pub(super) fn set_apart(text: &str, span: &std::ops::Range<usize>, value: &str) -> String {
    let before = text[..span.start].rsplit('\n').next().unwrap_or_default();
    let is_alone = before.trim_start_matches(' ').is_empty() && text[span.start..].starts_with(['|', '>']);
    let indent = if is_alone { " " } else { "" };
    let gap = if text[span.end..].starts_with('#') { " " } else { "" };
    format!("{indent}{value}{gap}")
}

/// An encrypted value: bare where that is a plain scalar.
pub(super) fn sealed_value(notation: Notation, sealed: &str) -> String {
    match notation {
        Notation::Block(_) | Notation::Dotenv => sealed.to_owned(),
        Notation::Flow | Notation::Json => format!("\"{sealed}\""),
    }
}

/// Every encrypted value and comment, in the clear.
pub(super) fn plain_values(document: &Document, opened: &Opened, splices: &mut Splices) {
    for (leaf, plain) in document.leaves.iter().zip(&opened.values) {
        let was_sealed = plain.kind != leaf.plain.kind || *plain.text != *leaf.plain.text;
        match (plain.kind, leaf.notation) {
            _ if !was_sealed => {}
            // SOPS writes the comments of a list as its items.
            (Kind::Comment, Notation::Block(Some(dash))) => {
                splices.put(dash..leaf.span.end, format!("#{}", &*plain.text));
            }
            _ => splices.put(leaf.span.clone(), plain_value(leaf.notation, plain).as_str()),
        }
    }
    for (comment, plain) in document.comments.iter().zip(&opened.comments) {
        if let Some((plain, _)) = plain {
            splices.put(comment.span.clone(), plain.text.as_str());
        }
    }
}

/// A value as its notation writes it.
pub(super) fn plain_value(notation: Notation, plain: &Plain) -> Zeroizing<String> {
    let own = |text: &str| Zeroizing::new(text.to_owned());
    match (notation, plain.kind) {
        (Notation::Dotenv, _) => Zeroizing::new(plain.text.replace('\n', "\\n")),
        (_, Kind::Int) | (Notation::Block(_) | Notation::Flow, Kind::Time) => own(&plain.text),
        (_, Kind::Float) => match plain.text.as_str() {
            "+Inf" => own(".inf"),
            "-Inf" => own("-.inf"),
            "NaN" => own(".nan"),
            text => own(text),
        },
        (_, Kind::Bool) => own(if *plain.text == "True" { "true" } else { "false" }),
        (Notation::Block(_) | Notation::Flow, _) if Plain::is_itself_unquoted(&plain.text) => own(&plain.text),
        _ => notation::yaml(&plain.text),
    }
}
