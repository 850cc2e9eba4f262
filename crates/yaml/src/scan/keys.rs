//! Keys that are known to be keys only at their `:`, the indentation of block collections, and the indicators.

use super::{Scanned, Scanner, Token, TokenKind};
use crate::Flaw;

/// Nesting of what is written out. Kubernetes' reader takes 10,000; nobody writes that.
pub(crate) const MAX_DEPTH: usize = 255;

/// What a key without `?` may measure, and in JSON, where there is no such limit.
const KEY_LENGTH: usize = 1024;
const JSON_KEY_LENGTH: usize = 65_536;

/// A place where a key may have begun.
#[derive(Default)]
pub(super) struct SimpleKey {
    possible: bool,
    /// Nothing else can stand here in a block mapping.
    required: bool,
    token: usize,
    at: usize,
    line: usize,
    column: isize,
}

impl<'a> Scanner<'a> {
    /// Whether the first token may yet turn out to be a key.
    pub(super) fn head_may_be_key(&mut self) -> Scanned<bool> {
        let head = self.n_taken;
        match self.awaited.iter().rev().find(|(token, _)| *token == head) {
            Some((_, level)) => self.is_valid_key(*level),
            None => Ok(false),
        }
    }

    /// What is no longer waited for may be handed out.
    fn forget(&mut self, token: usize) {
        self.awaited.retain(|(other, _)| *other != token);
    }

    fn is_valid_key(&mut self, level: usize) -> Scanned<bool> {
        let Some(key) = self.keys.get(level).filter(|key| key.possible) else { return Ok(false) };
        let longest = if self.json { JSON_KEY_LENGTH } else { KEY_LENGTH };
        let stale = key.line < self.line || self.n_characters(key.at) > longest;
        if stale && key.required {
            return Err(self.error_at(Flaw::Structure, key.at));
        }
        self.keys[level].possible = !stale;
        Ok(!stale)
    }

    fn n_characters(&self, from: usize) -> usize {
        let bytes = self.at - from;
        if bytes <= KEY_LENGTH { bytes } else { self.text.get(from..self.at).map_or(bytes, |it| it.chars().count()) }
    }

    pub(super) fn save_key(&mut self) -> Scanned<()> {
        if self.key_allowed {
            let required = self.flow == 0 && self.indent == self.column();
            let token = self.n_taken + self.tokens.len();
            self.remove_key()?;
            let key =
                SimpleKey { possible: true, required, token, at: self.at, line: self.line, column: self.column() };
            self.keys[self.flow] = key;
            self.forget(token);
            self.awaited.push_back((token, self.flow));
        }
        Ok(())
    }

    pub(super) fn remove_key(&mut self) -> Scanned<()> {
        let key = &mut self.keys[self.flow];
        if key.possible && key.required {
            let at = key.at;
            return Err(self.error_at(Flaw::Structure, at));
        }
        if key.possible {
            key.possible = false;
            let token = key.token;
            self.forget(token);
        }
        Ok(())
    }

    /// Begins a block collection where this column is further in. `token` is the number of the token that it goes before.
    fn roll(&mut self, column: isize, token: Option<usize>, kind: TokenKind<'a>, at: usize) -> Scanned<()> {
        if self.flow > 0 || self.indent >= column {
            return Ok(());
        }
        self.indents.push(self.indent);
        self.indent = column;
        if self.indents.len() > MAX_DEPTH {
            return Err(self.error(Flaw::TooDeep));
        }
        self.put_before(token, Token { kind, start: at, end: at });
        Ok(())
    }

    /// Puts a token before another one; behind all where that one is taken already, or where there is none.
    fn put_before(&mut self, other: Option<usize>, token: Token<'a>) {
        let place = other.and_then(|it| it.checked_sub(self.n_taken)).unwrap_or(self.tokens.len());
        self.tokens.insert(place.min(self.tokens.len()), token);
    }

    pub(super) fn unroll(&mut self, column: isize) {
        while self.flow == 0 && self.indent > column {
            self.push(TokenKind::BlockEnd, self.at, self.at);
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    fn indicator(&mut self, kind: TokenKind<'a>, length: usize) {
        self.push(kind, self.at, self.at + length);
        self.at += length;
    }

    pub(super) fn fetch_end(&mut self) -> Scanned<()> {
        self.unroll(-1);
        self.remove_key()?;
        self.key_allowed = false;
        self.push(TokenKind::StreamEnd, self.bytes.len(), self.bytes.len());
        Ok(())
    }

    pub(super) fn fetch_document_indicator(&mut self) -> Scanned<()> {
        self.unroll(-1);
        self.remove_key()?;
        self.key_allowed = false;
        let start = self.byte(self.at) == b'-';
        self.indicator(if start { TokenKind::DocumentStart } else { TokenKind::DocumentEnd }, 3);
        Ok(())
    }

    pub(super) fn fetch_flow_start(&mut self, bracket: u8) -> Scanned<()> {
        self.save_key()?;
        self.keys.push(SimpleKey { token: self.n_taken + self.tokens.len(), ..SimpleKey::default() });
        self.flow += 1;
        if self.flow > MAX_DEPTH {
            return Err(self.error(Flaw::TooDeep));
        }
        self.key_allowed = true;
        self.indicator(if bracket == b'[' { TokenKind::FlowSequenceStart } else { TokenKind::FlowMappingStart }, 1);
        Ok(())
    }

    pub(super) fn fetch_flow_end(&mut self, bracket: u8) -> Scanned<()> {
        self.remove_key()?;
        if self.flow > 0 {
            self.flow -= 1;
            // In an empty collection this is the collection's own token: go-yaml v2 then no longer waits for what follows it.
            if let Some(key) = self.keys.pop() {
                self.forget(key.token);
            }
        }
        self.key_allowed = false;
        self.indicator(if bracket == b']' { TokenKind::FlowSequenceEnd } else { TokenKind::FlowMappingEnd }, 1);
        Ok(())
    }

    pub(super) fn fetch_flow_entry(&mut self) -> Scanned<()> {
        self.remove_key()?;
        self.key_allowed = true;
        self.indicator(TokenKind::FlowEntry, 1);
        Ok(())
    }

    pub(super) fn fetch_block_entry(&mut self) -> Scanned<()> {
        self.begin_block(TokenKind::BlockSequenceStart)?;
        self.remove_key()?;
        self.key_allowed = true;
        self.indicator(TokenKind::BlockEntry, 1);
        Ok(())
    }

    pub(super) fn fetch_key(&mut self) -> Scanned<()> {
        self.begin_block(TokenKind::BlockMappingStart)?;
        self.remove_key()?;
        self.key_allowed = self.flow == 0;
        self.indicator(TokenKind::Key, 1);
        Ok(())
    }

    fn begin_block(&mut self, kind: TokenKind<'a>) -> Scanned<()> {
        if self.flow > 0 {
            return Ok(());
        }
        if !self.key_allowed {
            return Err(self.error(Flaw::Structure));
        }
        self.roll(self.column(), None, kind, self.at)
    }

    pub(super) fn fetch_value(&mut self) -> Scanned<()> {
        if self.is_valid_key(self.flow)? {
            let SimpleKey { token, at, column, .. } = self.keys[self.flow];
            self.put_before(Some(token), Token { kind: TokenKind::Key, start: at, end: at });
            self.roll(column, Some(token), TokenKind::BlockMappingStart, at)?;
            self.keys[self.flow].possible = false;
            self.forget(token);
            self.key_allowed = false;
        } else {
            self.begin_block(TokenKind::BlockMappingStart)?;
            self.key_allowed = self.flow == 0;
        }
        self.indicator(TokenKind::Value, 1);
        Ok(())
    }
}
