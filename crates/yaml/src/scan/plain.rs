//! Scalars without quotes.

use super::{Scanned, Scanner, TokenKind, Value};
use crate::{Flaw, Style};

impl Scanner<'_> {
    pub(super) fn fetch_plain(&mut self) -> Scanned<()> {
        self.save_key()?;
        self.key_allowed = false;
        let start = self.at;
        let mut end = start;
        let mut made: Option<String> = None;
        let mut gap = Gap::default();
        let inside = self.indent + 1;
        while !self.is_document_indicator() && self.byte(self.at) != b'#' {
            let from = self.at;
            while !self.is_blank_or_end(self.at) && !self.ends_plain() {
                self.at += 1;
            }
            if self.at > from {
                // As long as words stand in one line, the value is what is written.
                if gap.breaks {
                    gap.join(made.get_or_insert_with(|| self.text[start..end].to_owned()));
                } else if let Some(made) = &mut made {
                    made.push_str(self.slice(end, from));
                }
                if let Some(made) = &mut made {
                    made.push_str(self.slice(from, self.at));
                }
                gap = Gap::default();
                end = self.at;
            }
            let blank = matches!(self.byte(self.at), b' ' | b'\t');
            if !blank && self.break_length(self.at) == 0 {
                break;
            }
            self.cross_plain_gap(&mut gap, inside, start)?;
            if self.flow == 0 && self.column() < inside {
                break;
            }
        }
        if gap.breaks {
            self.key_allowed = true;
        }
        let value = made.map_or(Value::At(start, end), Value::Made);
        self.push(TokenKind::Scalar(value, Style::Plain), start, end);
        Ok(())
    }

    fn ends_plain(&self) -> bool {
        match self.byte(self.at) {
            b':' => self.is_blank_or_end(self.at + 1),
            b',' | b'?' | b'[' | b']' | b'{' | b'}' => self.flow > 0,
            _ => false,
        }
    }

    fn cross_plain_gap(&mut self, gap: &mut Gap, inside: isize, start: usize) -> Scanned<()> {
        loop {
            match self.byte(self.at) {
                b'\t' if gap.breaks && self.column() < inside => {
                    return Err(self.error_at(Flaw::Tab, self.at.max(start)));
                }
                b' ' | b'\t' => self.at += 1,
                _ if self.break_length(self.at) > 0 => self.read_gap_break(gap),
                _ => return Ok(()),
            }
        }
    }

    pub(super) fn read_gap_break(&mut self, gap: &mut Gap) {
        let into = if gap.breaks { &mut gap.trailing } else { &mut gap.leading };
        gap.breaks = true;
        self.read_break(into);
    }
}

/// Line breaks between two words of a scalar.
#[derive(Default)]
pub(super) struct Gap {
    pub(super) breaks: bool,
    leading: String,
    trailing: String,
}

impl Gap {
    /// One line break is a blank; further ones stay.
    pub(super) fn join(&mut self, into: &mut String) {
        if self.leading.starts_with('\n') {
            into.push_str(if self.trailing.is_empty() { " " } else { &self.trailing });
        } else {
            into.push_str(&self.leading);
            into.push_str(&self.trailing);
        }
    }
}
