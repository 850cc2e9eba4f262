//! Scalars in quotes.

use super::plain::Gap;
use super::{Scanned, Scanner, TokenKind, Value};
use crate::{Flaw, Style};

impl Scanner<'_> {
    pub(super) fn fetch_quoted(&mut self, single: bool) -> Scanned<()> {
        self.save_key()?;
        self.key_allowed = false;
        let start = self.at;
        let value = self.quoted(single)?;
        self.push(TokenKind::Scalar(value, Style::Quoted), start, self.at);
        Ok(())
    }

    fn quoted(&mut self, single: bool) -> Scanned<Value> {
        let start = self.at;
        let quote = if single { b'\'' } else { b'"' };
        self.at += 1;
        // What is read so far that had to be made; what follows `from` stands as written.
        let mut made: Option<String> = None;
        let mut from = self.at;
        loop {
            if self.is_document_indicator() {
                return Err(self.error(Flaw::Scalar));
            }
            if self.byte(self.at) == 0 {
                return Err(self.error_at(Flaw::Unclosed, start));
            }
            let mut gap = Gap::default();
            while !self.is_blank_or_end(self.at) {
                let here = self.byte(self.at);
                if here == quote && !(single && self.byte(self.at + 1) == b'\'') {
                    break;
                }
                if here == quote || (here == b'\\' && !single) {
                    let made = made.get_or_insert_default();
                    made.push_str(self.slice(from, self.at));
                    let folds = here == b'\\' && self.break_length(self.at + 1) > 0;
                    if folds {
                        self.at += 1;
                        self.skip_break();
                        gap.breaks = true;
                    } else if single {
                        made.push('\'');
                        self.at += 2;
                    } else {
                        made.push_str(&self.escape()?);
                    }
                    from = self.at;
                    if folds {
                        break;
                    }
                } else {
                    self.at += 1;
                }
            }
            if self.byte(self.at) == quote {
                break;
            }
            self.cross_quoted_gap(&mut gap, &mut made, &mut from);
        }
        let end = self.at;
        self.at += 1;
        Ok(match made {
            None => Value::At(start + 1, end),
            Some(mut made) => {
                made.push_str(self.slice(from, end));
                Value::Made(made)
            }
        })
    }

    /// Blanks stay where no line break is among them.
    fn cross_quoted_gap(&mut self, gap: &mut Gap, made: &mut Option<String>, from: &mut usize) {
        let begin = self.at;
        loop {
            match self.byte(self.at) {
                b' ' | b'\t' => self.at += 1,
                _ if self.break_length(self.at) > 0 => self.read_gap_break(gap),
                _ => break,
            }
        }
        if gap.breaks {
            let made = made.get_or_insert_default();
            made.push_str(self.slice(*from, begin));
            gap.join(made);
            *from = self.at;
        }
    }

    /// A backslash and what follows.
    fn escape(&mut self) -> Scanned<String> {
        let at = self.at;
        let simple = match self.byte(at + 1) {
            b'0' => "\0",
            b'a' => "\x07",
            b'b' => "\x08",
            b't' | b'\t' => "\t",
            b'n' => "\n",
            b'v' => "\x0B",
            b'f' => "\x0C",
            b'r' => "\r",
            b'e' => "\x1B",
            b' ' => " ",
            b'"' => "\"",
            b'\'' => "'",
            b'\\' => "\\",
            b'/' if self.json => "/",
            b'N' => "\u{85}",
            b'_' => "\u{A0}",
            b'L' => "\u{2028}",
            b'P' => "\u{2029}",
            b'x' => return self.code(2),
            b'u' => return self.code(4),
            b'U' => return self.code(8),
            _ => return Err(self.error(Flaw::Scalar)),
        };
        self.at += 2;
        Ok(simple.to_owned())
    }

    fn code(&mut self, length: usize) -> Scanned<String> {
        let value = self.hex(self.at + 2, length).ok_or_else(|| self.error(Flaw::Scalar))?;
        if !self.json || length != 4 {
            let character = char::from_u32(value).ok_or_else(|| self.error(Flaw::Scalar))?;
            self.at += 2 + length;
            return Ok(character.into());
        }
        // JSON writes characters beyond 16 bits as two escapes; half a pair reads as U+FFFD.
        self.at += 6;
        let second =
            if self.byte(self.at) == b'\\' && self.byte(self.at + 1) == b'u' { self.hex(self.at + 2, 4) } else { None };
        let pair = [value as u16, second.unwrap_or(0) as u16];
        if let (0xD800..=0xDBFF, Some(0xDC00..=0xDFFF)) = (value, second) {
            self.at += 6;
            return Ok(String::from_utf16_lossy(&pair));
        }
        Ok(String::from_utf16_lossy(&pair[..1]))
    }

    fn hex(&self, at: usize, length: usize) -> Option<u32> {
        (at..at + length).try_fold(0, |value: u32, at| Some((value << 4) | char::from(self.byte(at)).to_digit(16)?))
    }
}
