//! Where something new fits: the metadata, another key, a value for a key without one.

use yaml::{NodeId, NodeKind, Tree};

use super::super::lines::{line_start, next_line};
use super::super::{Room, RoomStyle, Seat, SeatStyle, Void, WayId};
use super::{Reader, is_flow};
use crate::format::KEY;

impl Reader<'_> {
    /// Where the metadata of a document stands or would stand.
    pub(super) fn seat(&mut self, tree: &Tree, end: usize) {
        let root = NodeId(0);
        let children = tree.child_ids(root);
        let span = |id: NodeId| tree.node(id).span.start as usize..tree.node(id).span.end as usize;
        let found = children.chunks_exact(2).position(|pair| self.scalar(tree, pair[0]) == Some(KEY));
        let style = if is_flow(self.text, tree, root) {
            let first = children.first().map(|it| blanks_before(self.text, span(*it).start));
            SeatStyle::Braces(first.flatten().map(str::to_owned))
        } else {
            SeatStyle::Block
        };
        let bytes = match (found, &style) {
            (None, SeatStyle::Block) => {
                let at = end_of_document(self.text, span(root).end, end);
                at..at
            }
            (None, _) => {
                let at = children.last().map_or(span(root).end - 1, |it| span(*it).end);
                at..at
            }
            (Some(number), SeatStyle::Block) => {
                let from = line_start(self.text, span(children[2 * number]).start);
                let next = children.get(2 * number + 2).map(|it| line_start(self.text, span(*it).start));
                let to = next_line(self.text, span(children[2 * number + 1]).end);
                from..next.unwrap_or(to).min(to)
            }
            (Some(number), _) => {
                let before = (number > 0).then(|| span(children[2 * number - 1]).end);
                let after = children.get(2 * number + 2).map(|it| span(*it).start);
                match (before, after) {
                    (Some(before), _) => before..span(children[2 * number + 1]).end,
                    (None, Some(after)) => span(children[0]).start..after,
                    (None, None) => span(children[0]).start..span(children[1]).end,
                }
            }
        };
        let fields = found.map(|number| {
            let mut fields = Vec::new();
            self.flatten(tree, children[2 * number + 1], String::new(), &mut fields);
            fields
        });
        self.document.seats.push(Seat { span: bytes, fields, style });
    }

    /// The scalars below a node, named as dotenv names them.
    fn flatten(&self, tree: &Tree, id: NodeId, name: String, fields: &mut Vec<(String, String)>) {
        match tree.node(id).kind {
            NodeKind::Mapping(..) => {
                for pair in tree.child_ids(id).chunks_exact(2) {
                    let key = self.scalar(tree, pair[0]).unwrap_or("");
                    let name = if name.is_empty() { key.to_owned() } else { format!("{name}__map_{key}") };
                    self.flatten(tree, pair[1], name, fields);
                }
            }
            NodeKind::Sequence(..) => {
                for (number, item) in tree.child_ids(id).iter().enumerate() {
                    self.flatten(tree, *item, format!("{name}__list_{number}"), fields);
                }
            }
            _ => {
                let reference = yaml::Ref::new(self.text, tree, id);
                if let Some(text) = reference.text().filter(|_| !reference.is_null()) {
                    fields.push((name, text.to_owned()));
                }
            }
        }
    }

    /// A key without a value. Where nothing is written, a value goes behind the colon.
    pub(super) fn void(&mut self, tree: &Tree, key: NodeId, value: NodeId, way: WayId) {
        let notation = self.notation(tree, value, None);
        let (key, value) = (tree.node(key).span, tree.node(value).span);
        let written = value.start < value.end;
        let colon = self.text[key.end as usize..].find(':').map_or(key.end as usize, |it| key.end as usize + it + 1);
        let span = if written { value.start as usize..value.end as usize } else { colon..colon };
        self.document.voids.push(Void { way, span, before: if written { "" } else { " " }, notation });
    }

    /// Where another key fits: before the metadata, else behind the last entry.
    pub(super) fn room(&mut self, tree: &Tree, id: NodeId, way: Option<WayId>) {
        let children = tree.child_ids(id);
        let is_metadata = |key: &NodeId| way.is_none() && self.scalar(tree, *key) == Some(KEY);
        let last = children.chunks_exact(2).rfind(|pair| !is_metadata(&pair[0]));
        let end = |id: NodeId| tree.node(id).span.end as usize;
        let room = match (last, is_flow(self.text, tree, id)) {
            (Some(pair), true) => {
                Room { at: end(pair[1]).max(end(pair[0])), style: RoomStyle::Braces { first: false } }
            }
            (None, true) => {
                Room { at: tree.node(id).span.start as usize + 1, style: RoomStyle::Braces { first: true } }
            }
            (Some(pair), false) => {
                let first = tree.node(children[0]).span.start as usize;
                let style = RoomStyle::Line(first - line_start(self.text, first));
                Room { at: next_line(self.text, end(pair[1]).max(end(pair[0]))), style }
            }
            (None, false) => return,
        };
        let part = self.document.parts().end.saturating_sub(1);
        self.document.rooms.entry((part, way)).or_insert(room);
    }
}

/// The blanks from the start of a line up to here; `None` where something else stands there.
fn blanks_before(text: &str, at: usize) -> Option<&str> {
    let blanks = &text[line_start(text, at)..at];
    (at > 0 && blanks.bytes().all(|it| matches!(it, b' ' | b'\t'))).then_some(blanks)
}

/// Where a document ends: before its `...`, else at `end`.
fn end_of_document(text: &str, from: usize, end: usize) -> usize {
    let mut at = next_line(text, from).min(end);
    while at < end && !text[at..].starts_with("...") {
        at = next_line(text, at).min(end);
    }
    at
}
