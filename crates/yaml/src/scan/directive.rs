//! `%YAML` and `%TAG`.

use super::{Scanned, Scanner, TokenKind};
use crate::Flaw;

impl Scanner<'_> {
    pub(super) fn fetch_directive(&mut self) -> Scanned<()> {
        self.unroll(-1);
        self.remove_key()?;
        self.key_allowed = false;
        let start = self.at;
        let flaw = self.error(Flaw::Directive);
        self.at += 1;
        let name = self.word();
        if !self.is_blank_or_end(self.at) {
            return Err(flaw);
        }
        self.skip_blanks();
        let kind = match name {
            "YAML" => {
                let major = self.number().ok_or_else(|| flaw.clone())?;
                if self.byte(self.at) != b'.' {
                    return Err(flaw);
                }
                self.at += 1;
                let minor = self.number().ok_or_else(|| flaw.clone())?;
                TokenKind::Version { supported: (major, minor) == (1, 1) }
            }
            "TAG" => {
                let handle = self.tag_handle()?;
                if (handle != "!" && !handle.ends_with('!')) || !matches!(self.byte(self.at), b' ' | b'\t') {
                    return Err(flaw);
                }
                self.skip_blanks();
                let prefix = self.uri("")?;
                if !self.is_blank_or_end(self.at) {
                    return Err(flaw);
                }
                TokenKind::TagDirective { handle, prefix }
            }
            _ => return Err(flaw),
        };
        let end = self.at;
        self.skip_blanks();
        if self.byte(self.at) == b'#' {
            self.skip_line_rest();
        }
        if !self.is_break_or_end(self.at) {
            return Err(flaw);
        }
        self.skip_break();
        self.push(kind, start, end);
        Ok(())
    }

    /// One or two digits.
    fn number(&mut self) -> Option<u8> {
        let from = self.at;
        while self.byte(self.at).is_ascii_digit() {
            self.at += 1;
        }
        let digits = self.text.get(from..self.at)?;
        (digits.len() <= 2).then(|| digits.parse().ok()).flatten()
    }
}
