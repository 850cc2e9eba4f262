//! Which line of a text another line came from, once the text was edited.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The lines of an edited text, and where each came from.
pub struct Trace {
    /// By line of the edited text, from 0: the line that it is, if it was there, and else the nearest one above it of the same document.
    above: Vec<Above>,
}

#[derive(Clone, Copy)]
enum Above {
    /// The line itself was there.
    Same(u32),
    /// It is new or changed, below this one.
    Below(u32),
    /// Its whole document is new.
    New,
}

/// A line of the text as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Was {
    /// The line, from 1.
    pub line: u32,
    /// Whether it stands as it was, so that columns are the same.
    pub same: bool,
}

impl Trace {
    /// Compares two texts. What was put behind the last of the old documents has no line there.
    #[must_use]
    pub fn new(old: &str, new: &str) -> Trace {
        let old: Vec<&str> = old.lines().collect();
        let new: Vec<&str> = new.lines().collect();
        let mut above = vec![Above::New; new.len()];
        for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
            match op {
                DiffOp::Equal { old_index, new_index, len } => {
                    for at in 0..len {
                        above[new_index + at] = Above::Same((old_index + at) as u32);
                    }
                }
                // A changed line is its own.
                DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                    for at in 0..new_len.min(old_len) {
                        above[new_index + at] = Above::Below((old_index + at) as u32);
                    }
                }
                DiffOp::Delete { .. } | DiffOp::Insert { .. } => {}
            }
        }
        let mut last = None;
        for (at, line) in new.iter().enumerate() {
            let begins = line.starts_with("---");
            match above[at] {
                Above::Same(line) | Above::Below(line) => last = Some(line),
                Above::New if begins => last = None,
                Above::New => above[at] = last.map_or(Above::New, Above::Below),
            }
        }
        Trace { above }
    }

    /// The line that a line of the edited text came from, from 1; for what was inserted, the line above it. `None` in a document that was
    /// not there.
    #[must_use]
    pub fn was(&self, line: u32) -> Option<Was> {
        match *self.above.get(line.checked_sub(1)? as usize)? {
            Above::Same(line) => Some(Was { line: line + 1, same: true }),
            Above::Below(line) => Some(Was { line: line + 1, same: false }),
            Above::New => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inserted_lines_stand_below_their_neighbour_and_new_documents_nowhere() {
        let old = "a: 1\nb: 2\n---\nc: 3\n";
        let new = "a: 1\nx: 0\ny: 0\nb: 5\n---\nc: 3\n---\nd: 4\n";
        let trace = Trace::new(old, new);
        let lines: Vec<Option<u32>> = (1..=8).map(|line| trace.was(line).map(|it| it.line)).collect();
        assert_eq!(lines[0], Some(1));
        assert_eq!(lines[4..6], [Some(3), Some(4)]);
        assert_eq!(lines[6..], [None, None]);
        assert!(lines[1..4].iter().all(|it| it.is_some_and(|it| it <= 2)), "{lines:?}");
        assert_eq!(trace.was(9), None);
    }
}
