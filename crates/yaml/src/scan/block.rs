//! Scalars in blocks: `|` and `>`.

use super::{Scanned, Scanner, TokenKind, Value};
use crate::{Flaw, Style};

#[derive(Clone, Copy, PartialEq)]
enum Chomping {
    Strip,
    Clip,
    Keep,
}

impl Scanner<'_> {
    pub(super) fn fetch_block_scalar(&mut self, literal: bool) -> Scanned<()> {
        self.remove_key()?;
        self.key_allowed = true;
        self.at += 1;
        let (chomping, increment) = self.block_header()?;
        self.skip_blanks();
        if self.byte(self.at) == b'#' {
            self.skip_line_rest();
        }
        if !self.is_break_or_end(self.at) {
            return Err(self.error(Flaw::Scalar));
        }
        self.skip_break();
        let given = increment.map(|it| it + self.indent.max(0));
        self.block_body(literal, chomping, given)
    }

    fn block_header(&mut self) -> Scanned<(Chomping, Option<isize>)> {
        let (mut chomping, mut increment) = (None, None);
        for _ in 0..2 {
            match self.byte(self.at) {
                b'+' if chomping.is_none() => chomping = Some(Chomping::Keep),
                b'-' if chomping.is_none() => chomping = Some(Chomping::Strip),
                b'0' if increment.is_none() => return Err(self.error(Flaw::Indentation)),
                digit @ b'1'..=b'9' if increment.is_none() => increment = Some(isize::from(digit - b'0')),
                _ => break,
            }
            self.at += 1;
        }
        Ok((chomping.unwrap_or(Chomping::Clip), increment))
    }

    /// The token covers the text from its first line on; the header is the layout of who wrote it.
    fn block_body(&mut self, literal: bool, chomping: Chomping, given: Option<isize>) -> Scanned<()> {
        let behind_header = self.at;
        let mut value = String::new();
        let mut trailing = String::new();
        let mut leading = String::new();
        let (indent, mut end) = self.block_breaks(given, &mut trailing)?;
        let start = if self.column() == indent { self.at } else { behind_header };
        let mut blank_before = false;
        while self.column() == indent && self.byte(self.at) != 0 {
            let blank = matches!(self.byte(self.at), b' ' | b'\t');
            if !literal && !blank_before && !blank && leading.starts_with('\n') {
                if trailing.is_empty() {
                    value.push(' ');
                }
            } else {
                value.push_str(&leading);
            }
            value.push_str(&trailing);
            leading.clear();
            trailing.clear();
            blank_before = blank;
            let from = self.at;
            self.skip_line_rest();
            value.push_str(self.slice(from, self.at));
            self.read_break(&mut leading);
            (_, end) = self.block_breaks(Some(indent), &mut trailing)?;
        }
        if chomping != Chomping::Strip {
            value.push_str(&leading);
        }
        if chomping == Chomping::Keep {
            value.push_str(&trailing);
        }
        let length = self.bytes.len();
        self.push(TokenKind::Scalar(Value::Made(value), Style::Block), start.min(length), end.max(start).min(length));
        Ok(())
    }

    /// Blank lines, and the blanks before a line's text. Returns the indentation, found here where it was not given, and where
    /// the last blank line ends.
    fn block_breaks(&mut self, indent: Option<isize>, breaks: &mut String) -> Scanned<(isize, usize)> {
        let mut end = self.at;
        let mut widest = 0;
        loop {
            while self.byte(self.at) == b' ' && indent.is_none_or(|indent| self.column() < indent) {
                self.at += 1;
            }
            widest = widest.max(self.column());
            if self.byte(self.at) == b'\t' && indent.is_none_or(|indent| self.column() < indent) {
                return Err(self.error(Flaw::Tab));
            }
            if self.break_length(self.at) == 0 {
                break;
            }
            self.read_break(breaks);
            end = self.at;
        }
        Ok((indent.unwrap_or_else(|| widest.max(self.indent + 1).max(1)), end))
    }
}
