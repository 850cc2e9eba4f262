//! The comments of YAML, and which collection SOPS counts each to.
//!
//! An encrypted comment is bound to the keys above the collection that it stands in. `sops` leaves the answer to go-yaml, whose rule
//! (`yaml_parser_scan_comments`) is retold here: a group of comments is the head of what follows, unless an empty line or another
//! indentation makes it the foot of what stands before.

use std::collections::HashMap;
use std::ops::Range;

use yaml::Tree;

use super::lines::line_start;
use super::{Comment, Document, WayId};

/// Where a key or an item stands.
pub(super) struct Mark {
    /// Its first byte; of an item in lines, its dash.
    pub(super) at: usize,
    /// The collection that holds it.
    pub(super) way: Option<WayId>,
    /// How many collections stand around that one.
    pub(super) depth: usize,
}

/// Finds the comments of a part of the stream: between its scalars, nowhere else.
pub(super) fn find(document: &mut Document, text: &str, part: Range<usize>, tree: &Tree, marks: &[Mark]) {
    let seat = document.seats.last().map_or(0..0, |it| it.span.clone());
    let mut columns = HashMap::new();
    for mark in marks {
        columns.entry(mark.way).or_insert_with(|| column_of(text, mark.at));
    }
    let mut from = part.start;
    let mut gaps = Vec::new();
    for (_, span) in tree.leaves_from(0) {
        gaps.push(from..(span.start as usize).max(from));
        from = span.end as usize;
    }
    gaps.push(from..part.end);
    for gap in gaps.into_iter().filter(|it| text[it.clone()].contains('#')) {
        let gap = Gap::new(text, gap, marks, &columns);
        for (span, way) in gap.comments(document) {
            if !span.is_empty() && !seat.contains(&span.start) {
                let others = gap.others(document, way);
                document.comments.push(Comment { span, way, others });
            }
        }
    }
}

/// What lies between two scalars.
struct Gap<'a> {
    text: &'a str,
    bytes: Range<usize>,
    before: Option<&'a Mark>,
    after: Option<&'a Mark>,
    /// The column of the innermost collection before.
    indent: usize,
    /// The column that each collection begins at.
    columns: &'a HashMap<Option<WayId>, usize>,
}

/// Comments on lines of their own that belong together.
#[derive(Default)]
struct Group {
    members: Vec<Range<usize>>,
    /// Line, from the gap's first, and column of its first comment.
    line: usize,
    column: usize,
}

impl<'a> Gap<'a> {
    fn new(
        text: &'a str,
        bytes: Range<usize>,
        marks: &'a [Mark],
        columns: &'a HashMap<Option<WayId>, usize>,
    ) -> Gap<'a> {
        let next = marks.partition_point(|it| it.at < bytes.start);
        let before = next.checked_sub(1).map(|it| &marks[it]);
        let indent = before.map_or(0, |it| column_of(text, it.at));
        Gap { text, before, after: marks.get(next), bytes, indent, columns }
    }

    /// The comments, each with the place of its collection.
    fn comments(&self, document: &Document) -> Vec<(Range<usize>, Option<WayId>)> {
        let mut placed = Vec::new();
        let mut add = |spans: &mut Vec<Range<usize>>, way: Option<WayId>| {
            placed.extend(spans.drain(..).map(|span| (span, way)));
        };
        let head = self.after.and_then(|it| it.way);
        let foot = self.before.map_or(head, |it| it.way);
        let opens = matches!((self.before, self.after), (Some(before), Some(after)) if after.depth > before.depth);
        let mut group = Group::default();
        let (mut no_empty_yet, mut after_empty, mut split) = (true, false, false);
        let next = self.after.map_or(0, |it| column_of(self.text, it.at));
        let dedented = |column: usize| self.dedented(document, column.max(next));
        let mut at = self.bytes.start;
        for (number, whole) in self.text[self.bytes.clone()].split_inclusive('\n').enumerate() {
            let line = whole.trim_end_matches(['\n', '\r']);
            let start = at;
            at += whole.len();
            let found = comment_of(self.text, start, line);
            if number == 0 && self.before.is_some() {
                // Behind a value, or behind a key whose value stands below.
                add(&mut found.into_iter().collect(), foot);
                continue;
            }
            let Some(span) = found else {
                if line.trim().is_empty() && whole.ends_with('\n') {
                    let close = group.line == 1 && !opens && self.before.is_some();
                    if !after_empty && no_empty_yet && group.column < self.indent {
                        split |= !group.members.is_empty();
                        add(&mut group.members, dedented(group.column));
                    } else if !after_empty && no_empty_yet && close {
                        split |= !group.members.is_empty();
                        add(&mut group.members, foot);
                    }
                    (no_empty_yet, after_empty) = (false, true);
                }
                continue;
            };
            let column = span.start - 1 - start;
            if column < self.indent && column != group.column && !group.members.is_empty() {
                add(&mut group.members, if split { head } else { foot });
                split = true;
            }
            if group.members.is_empty() {
                group = Group { members: Vec::new(), line: number, column };
            }
            group.members.push(span);
            after_empty = false;
        }
        let is_foot = self.after.is_some() && next < self.indent && next != group.column;
        add(&mut group.members, if is_foot && !split { foot } else { head });
        placed
    }

    /// The innermost collection around what stands before that begins no further right.
    fn dedented(&self, document: &Document, column: usize) -> Option<WayId> {
        let mut around = document.chain(self.before.and_then(|it| it.way));
        around.find(|way| self.columns.get(way).is_none_or(|it| *it <= column)).flatten()
    }

    /// Other places that a comment here may be bound to: what stands around it.
    fn others(&self, document: &Document, way: Option<WayId>) -> Vec<Option<WayId>> {
        let mut others = Vec::new();
        for mark in [self.before, self.after].into_iter().flatten() {
            for place in document.chain(mark.way) {
                if place != way && !others.contains(&place) {
                    others.push(place);
                }
            }
        }
        others
    }
}

/// The comment of a line, without its `#`.
fn comment_of(text: &str, start: usize, line: &str) -> Option<Range<usize>> {
    // Between scalars: behind a closing quote or bracket no blank is needed.
    let before = [' ', '\t', '\n', '"', '\'', ']', '}'];
    let begins = |hash: &usize| start + hash == 0 || text[..start + hash].ends_with(before);
    let hash = line.match_indices('#').map(|(at, _)| at).find(begins)?;
    Some(start + hash + 1..start + line.len())
}

fn column_of(text: &str, at: usize) -> usize {
    at - line_start(text, at)
}

/// The dash of an item that stands in lines, before its first byte.
pub(super) fn dash(text: &str, item: usize) -> Option<usize> {
    let before = text[..item].trim_end_matches(|it: char| it.is_ascii_whitespace());
    before.ends_with('-').then(|| before.len() - 1)
}
