//! What an edit changes, as a unified diff.
//!
//! Lines are masked as everywhere: a diff is pasted into reviews and lands in logs, and the lines around an edit may hold
//! secrets. It is for reading; to have the edit, let it be made.

use model::{Inventory, Origin};
use similar::{ChangeTag, TextDiff};

use crate::layout::printable;
use crate::mask::Masker;

const CONTEXT: usize = 3;

/// The changes of these texts, by number, between two inventories that were read from the same list of texts. Empty where
/// there are none.
#[must_use]
pub fn unified(old: &Inventory, new: &Inventory, texts: impl IntoIterator<Item = usize>) -> String {
    let (old_lines, new_lines) = (Masker::new(old), Masker::new(new));
    let of = |at: usize| {
        let [before, after] = [old, new].map(|it| &*it.documents.origins()[at]);
        of_text(before, after, &old_lines, &new_lines)
    };
    texts.into_iter().map(of).collect()
}

fn of_text(before: &Origin, after: &Origin, old_lines: &Masker<'_>, new_lines: &Masker<'_>) -> String {
    let diff = TextDiff::from_lines(before.text(), after.text());
    let mut out = String::new();
    for group in diff.grouped_ops(CONTEXT) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        if out.is_empty() {
            let name = printable(after.name());
            out = format!("--- {name}\n+++ {name}\n");
        }
        let header = |from: usize, to: usize| format!("{},{}", from + 1, to - from);
        out += &format!(
            "@@ -{} +{} @@\n",
            header(first.old_range().start, last.old_range().end),
            header(first.new_range().start, last.new_range().end)
        );
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let (sign, masker, origin, index) = match change.tag() {
                ChangeTag::Equal => (' ', old_lines, before, change.old_index()),
                ChangeTag::Delete => ('-', old_lines, before, change.old_index()),
                ChangeTag::Insert => ('+', new_lines, after, change.new_index()),
            };
            let line = index.map_or_else(String::new, |index| masker.line(origin.id(), index as u32 + 1));
            out.push(sign);
            out += &line;
            out.push('\n');
        }
    }
    out
}
