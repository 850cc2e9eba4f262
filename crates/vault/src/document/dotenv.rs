//! `KEY=value` lines as SOPS reads them: quotes are a part of the value, `\n` is a line break, `#` begins a comment only at the start.

use lang::Text;
use yaml::Step;

use super::{Comment, Document, Leaf, Notation, Room, RoomStyle, Seat, SeatStyle};
use crate::Error;
use crate::scalar::{Kind, Plain};

/// What the names of the metadata begin with.
pub(crate) const PREFIX: &str = "sops_";

pub(super) fn parse(mut document: Document, text: &str) -> Result<Document, Error> {
    document.begin();
    let mut fields = Vec::new();
    let mut seat = None;
    let mut at = 0;
    for whole in text.split_inclusive('\n') {
        let line = whole.strip_suffix('\n').unwrap_or(whole);
        let start = at;
        at += whole.len();
        if line.is_empty() {
            continue;
        }
        if line.starts_with('#') {
            document.comments.push(Comment { span: start + 1..start + line.len(), way: None, others: Vec::new() });
            continue;
        }
        let Some((key, value)) = line.split_once('=') else {
            let reason = Text::new(
                "a line of a .env file is KEY=value; SOPS takes nothing else",
                ".env の行は KEY=値 の形でなければなりません(SOPS の制約)",
            );
            return Err(Error::Syntax(document.position(text, start), reason));
        };
        if let Some(name) = key.strip_prefix(PREFIX) {
            fields.push((name.to_owned(), value.replace("\\n", "\n")));
            let from = seat.map_or(start, |(from, _)| from);
            if seat.is_some_and(|(_, to)| to != start) {
                let reason = Text::new(
                    "something stands between the `sops_` lines: move it above them",
                    "`sops_` で始まる行の間に別の行があります。それより上に移してください",
                );
                return Err(Error::Unsupported(document.position(text, start), reason));
            }
            seat = Some((from, at));
            continue;
        }
        let way = document.step(None, Step::Key(key.to_owned()));
        let span = start + key.len() + 1..start + line.len();
        let plain = Plain::new(Kind::Str, value.replace("\\n", "\n"));
        document.leaves.push(Leaf { way, span, notation: Notation::Dotenv, plain });
    }
    let (from, to) = seat.unwrap_or((text.len(), text.len()));
    document.rooms.insert((0, None), Room { at: from, style: RoomStyle::Dotenv });
    let fields = (!fields.is_empty()).then_some(fields);
    document.seats.push(Seat { span: from..to, fields, style: SeatStyle::Lines });
    Ok(document)
}
