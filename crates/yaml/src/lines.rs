//! From bytes to what a person counts: lines from 1, columns from 1 in Unicode characters (SARIF's `unicodeCodePoints`).

use crate::Span;

/// A place as a person writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in Unicode characters.
    pub column: u32,
}

/// Where the lines of one text begin.
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Reads the line starts of `text` once.
    #[must_use]
    pub fn new(text: &str) -> LineIndex {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1));
        LineIndex { starts }
    }

    /// The place of a byte offset. A byte order mark at the start of the text is not a column.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts[line - 1] as usize;
        let before = text.get(start..offset as usize).unwrap_or("");
        let column = before.chars().filter(|character| *character != '\u{feff}').count();
        Position { line: line as u32, column: column as u32 + 1 }
    }

    /// The bytes of a line (from 1), without its line break.
    #[must_use]
    pub fn line_span(&self, text: &str, line: u32) -> Span {
        let at = (line.max(1) as usize - 1).min(self.starts.len() - 1);
        let start = self.starts[at];
        let end = self.starts.get(at + 1).map_or(text.len(), |next| *next as usize - 1);
        let body = text.get(start as usize..end).unwrap_or("").trim_end_matches('\r');
        Span { start, end: start + body.len() as u32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters_and_not_bytes() {
        let text = "a: 関所 x\r\nb: 1\n";
        let index = LineIndex::new(text);
        let x = text.find('x').unwrap() as u32;
        assert_eq!(index.position(text, x), Position { line: 1, column: 7 });
        assert_eq!(index.position(text, text.find('b').unwrap() as u32), Position { line: 2, column: 1 });
        assert_eq!(index.line_span(text, 1).slice(text), "a: 関所 x");
        assert_eq!(index.line_span(text, 2).slice(text), "b: 1");
    }

    #[test]
    fn a_byte_order_mark_is_not_a_column() {
        let text = "\u{feff}a: 1";
        assert_eq!(LineIndex::new(text).position(text, 3), Position { line: 1, column: 1 });
    }
}
