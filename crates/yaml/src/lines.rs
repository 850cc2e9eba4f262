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
    /// Characters before every [`BLOCK`] bytes: a line may be as long as its file (minified JSON), and nobody counts it from its
    /// start for every place in it.
    characters: Vec<u32>,
}

const BLOCK: usize = 1024;

impl LineIndex {
    /// Reads the line starts of `text` once.
    #[must_use]
    pub fn new(text: &str) -> LineIndex {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1));
        let mut before = 0;
        let count = |block: &[u8]| {
            let here = before;
            before += count_characters(block);
            here
        };
        let characters = text.as_bytes().chunks(BLOCK).map(count).collect();
        LineIndex { starts, characters }
    }

    /// The line of a byte offset, from 1.
    #[must_use]
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|start| *start <= offset).max(1) as u32
    }

    /// The place of a byte offset. A byte order mark at the start of the text is not a column.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let offset = offset.min(text.len() as u32);
        let line = self.line(offset);
        let start = self.starts[line as usize - 1];
        let mark = u32::from(line == 1 && offset > 0 && text.starts_with('\u{feff}'));
        let before = if (offset - start) as usize <= BLOCK {
            count_characters(&text.as_bytes()[start as usize..offset as usize])
        } else {
            self.characters_before(text, offset) - self.characters_before(text, start)
        };
        Position { line, column: before - mark + 1 }
    }

    fn characters_before(&self, text: &str, offset: u32) -> u32 {
        let block = offset as usize / BLOCK;
        let rest = &text.as_bytes()[block * BLOCK..offset as usize];
        self.characters
            .get(block)
            .map_or_else(|| self.all_characters(text, block), |before| before + count_characters(rest))
    }

    /// For an offset at the end of a text that ends with a block.
    fn all_characters(&self, text: &str, block: usize) -> u32 {
        let last = block.saturating_sub(1);
        let rest = text.as_bytes().get(last * BLOCK..).unwrap_or(&[]);
        self.characters.get(last).map_or(0, |before| before + count_characters(rest))
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

/// Every byte but the ones that continue a character.
fn count_characters(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count() as u32
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

    #[test]
    fn long_lines_are_counted_right() {
        let text = "\u{feff}".to_owned() + &"a関é𝄞".repeat(700) + "\n" + &"x".repeat(3 * BLOCK) + &"関".repeat(BLOCK);
        let index = LineIndex::new(&text);
        let (mut line, mut column) = (1, 1);
        for (at, character) in text.char_indices().skip(1) {
            assert_eq!(index.position(&text, at as u32), Position { line, column }, "byte {at}");
            (line, column) = if character == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        assert_eq!(index.position(&text, text.len() as u32), Position { line, column });
        let whole = "a".repeat(2 * BLOCK);
        assert_eq!(LineIndex::new(&whole).position(&whole, 2 * BLOCK as u32).column, 2 * BLOCK as u32 + 1);
        assert_eq!(LineIndex::new("").position("", 0), Position { line: 1, column: 1 });
    }
}
