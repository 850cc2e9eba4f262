//! The comments of YAML, and which collection SOPS counts each to.
//!
//! An encrypted comment is bound to the keys above the collection that it stands in. `sops` leaves the answer to go-yaml, whose rules
//! (`yaml_parser_scan_comments`) are retold here as far as they decide it: a comment belongs to the key or item that follows at its
//! column, else to the innermost collection before it that begins no further right.

use std::collections::HashMap;
use std::ops::Range;

use yaml::Tree;

use super::tree::line_start;
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
    let columns = Columns::new(text, marks);
    let mut from = part.start;
    let mut gaps = Vec::new();
    for (_, span) in tree.leaves_from(0) {
        gaps.push(from..(span.start as usize).max(from));
        from = span.end as usize;
    }
    gaps.push(from..part.end);
    for gap in gaps {
        for span in comments(text, gap) {
            if seat.contains(&span.start) || span.is_empty() {
                continue;
            }
            let (way, others) = places(document, text, span.start - 1, marks, &columns);
            document.comments.push(Comment { span, way, others });
        }
    }
}

/// The comments in a gap, without their `#`.
fn comments(text: &str, gap: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = gap.start;
    for whole in text[gap].split_inclusive('\n') {
        let line = whole.trim_end_matches(['\n', '\r']);
        let begins = |it: &(usize, &str)| {
            let here = at + it.0;
            here == 0 || text[..here].ends_with([' ', '\t', '\n'])
        };
        if let Some((hash, _)) = line.match_indices('#').find(begins) {
            found.push(at + hash + 1..at + line.len());
        }
        at += whole.len();
    }
    found
}

/// The place of a comment, and the other places that it could have.
fn places(
    document: &Document,
    text: &str,
    hash: usize,
    marks: &[Mark],
    columns: &Columns,
) -> (Option<WayId>, Vec<Option<WayId>>) {
    let next = marks.partition_point(|it| it.at < hash);
    let before = next.checked_sub(1).map(|it| &marks[it]);
    let after = marks.get(next);
    let column = hash - line_start(text, hash);
    let own_line = text[hash - column..hash].trim().is_empty();
    let way = match (before, after) {
        (None, after) => after.and_then(|it| it.way),
        (Some(before), _) if !own_line => before.way,
        (Some(before), Some(after)) if after.depth > before.depth || column_of(text, after) == column => after.way,
        (Some(before), _) => {
            // The collections around the mark before, from within, each with the column that it begins at.
            document.chain(before.way).find(|way| columns.of(*way) <= column).flatten()
        }
    };
    let mut others: Vec<Option<WayId>> = Vec::new();
    for mark in [before, after].into_iter().flatten() {
        for place in document.chain(mark.way) {
            if place != way && !others.contains(&place) {
                others.push(place);
            }
        }
    }
    (way, others)
}

fn column_of(text: &str, mark: &Mark) -> usize {
    mark.at - line_start(text, mark.at)
}

/// The column that each collection begins at.
struct Columns(HashMap<Option<WayId>, usize>);

impl Columns {
    fn new(text: &str, marks: &[Mark]) -> Columns {
        let mut columns = HashMap::new();
        for mark in marks {
            columns.entry(mark.way).or_insert_with(|| column_of(text, mark));
        }
        Columns(columns)
    }

    fn of(&self, way: Option<WayId>) -> usize {
        self.0.get(&way).copied().unwrap_or(0)
    }
}

/// The dash of an item that stands in lines, before its first byte.
pub(super) fn dash(text: &str, item: usize) -> Option<usize> {
    let before = text[..item].trim_end_matches(|it: char| it.is_ascii_whitespace());
    before.ends_with('-').then(|| before.len() - 1)
}
