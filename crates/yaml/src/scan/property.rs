//! Anchors, aliases and tags.

use super::{Scanned, Scanner, TokenKind};
use crate::Flaw;

impl<'a> Scanner<'a> {
    pub(super) fn fetch_anchor(&mut self, alias: bool) -> Scanned<()> {
        self.save_key()?;
        self.key_allowed = false;
        let start = self.at;
        self.at += 1;
        let name = self.word();
        let ends = matches!(self.byte(self.at), b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`');
        if name.is_empty() || !(ends || self.is_blank_or_end(self.at)) {
            return Err(self.error_at(Flaw::Structure, start));
        }
        let kind = if alias { TokenKind::Alias(name) } else { TokenKind::Anchor(name) };
        self.push(kind, start, self.at);
        Ok(())
    }

    /// Letters, digits, `_` and `-`.
    pub(super) fn word(&mut self) -> &'a str {
        let from = self.at;
        while is_word(self.byte(self.at)) {
            self.at += 1;
        }
        self.slice(from, self.at)
    }

    pub(super) fn fetch_tag(&mut self) -> Scanned<()> {
        self.save_key()?;
        self.key_allowed = false;
        let start = self.at;
        let (handle, suffix) = if self.byte(self.at + 1) == b'<' {
            self.at += 2;
            let suffix = self.uri("")?;
            if self.byte(self.at) != b'>' {
                return Err(self.error_at(Flaw::Directive, start));
            }
            self.at += 1;
            ("", suffix)
        } else {
            let handle = self.tag_handle()?;
            if handle.len() > 1 && handle.ends_with('!') {
                (handle, self.uri("")?)
            } else {
                let suffix = self.uri(handle)?;
                if suffix.is_empty() { ("", "!".to_owned()) } else { (&handle[..1], suffix) }
            }
        };
        if !self.is_blank_or_end(self.at) {
            return Err(self.error_at(Flaw::Directive, start));
        }
        self.push(TokenKind::Tag { handle, suffix }, start, self.at);
        Ok(())
    }

    /// `!`, `!!`, `!name!`, or the beginning of `!name`.
    pub(super) fn tag_handle(&mut self) -> Scanned<&'a str> {
        let from = self.at;
        if self.byte(self.at) != b'!' {
            return Err(self.error(Flaw::Directive));
        }
        self.at += 1;
        self.word();
        if self.byte(self.at) == b'!' {
            self.at += 1;
        }
        Ok(self.slice(from, self.at))
    }

    /// The characters of a URI; `head` is what was read before as a handle, its `!` included.
    pub(super) fn uri(&mut self, head: &str) -> Scanned<String> {
        let mut bytes = head.as_bytes().get(1..).unwrap_or_default().to_vec();
        let from = self.at;
        loop {
            match self.byte(self.at) {
                b'%' => self.escaped_octets(&mut bytes)?,
                byte if is_word(byte) || b";/?:@&=+$,.!~*'()[]".contains(&byte) => {
                    bytes.push(byte);
                    self.at += 1;
                }
                _ => break,
            }
        }
        if head.is_empty() && self.at == from {
            return Err(self.error(Flaw::Directive));
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// One character in `%xx`.
    fn escaped_octets(&mut self, into: &mut Vec<u8>) -> Scanned<()> {
        let mut width = 1;
        let mut n_read = 0;
        while n_read < width {
            let digit = |at: usize| char::from(self.byte(at)).to_digit(16);
            let digits = digit(self.at + 1).zip(digit(self.at + 2)).filter(|_| self.byte(self.at) == b'%');
            let Some((high, low)) = digits else { return Err(self.error(Flaw::Directive)) };
            let octet = (high * 16 + low) as u8;
            if n_read == 0 {
                width = match octet.leading_ones() {
                    0 => 1,
                    ones @ 2..=4 => ones,
                    _ => return Err(self.error(Flaw::Directive)),
                };
            } else if octet & 0xC0 != 0x80 {
                return Err(self.error(Flaw::Directive));
            }
            into.push(octet);
            self.at += 3;
            n_read += 1;
        }
        Ok(())
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}
