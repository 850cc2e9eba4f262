//! From bytes to tokens, as libyaml finds them in go-yaml v2, which is what Kubernetes reads with.
//!
//! Written after go-yaml v2's own scanner, state by state, and held against it by a differential test: where YAML 1.1, YAML 1.2
//! and that scanner differ, the cluster gets what that scanner says. Positions are bytes of the part. What is not copied is its
//! habit of looking for a byte order mark in a wrong place: such texts are refused ([`crate::characters`]).

mod block;
mod directive;
mod keys;
mod plain;
mod property;
mod quoted;

use std::collections::VecDeque;

use crate::{Flaw, Style, SyntaxError};
use keys::SimpleKey;

pub(crate) use keys::MAX_DEPTH;

/// A piece of the text that means something.
pub(crate) struct Token<'a> {
    pub(crate) kind: TokenKind<'a>,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

pub(crate) enum TokenKind<'a> {
    StreamEnd,
    Version {
        supported: bool,
    },
    TagDirective {
        handle: &'a str,
        prefix: String,
    },
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias(&'a str),
    Anchor(&'a str),
    /// An empty handle means that the suffix is the whole tag.
    Tag {
        handle: &'a str,
        suffix: String,
    },
    Scalar(Value, Style),
}

/// The value of a scalar: where it stands literally, or made from what stands there.
pub(crate) enum Value {
    At(usize, usize),
    Made(String),
}

pub(crate) struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// The text is JSON, which another reader takes: longer keys, and UTF-16 escapes in pairs.
    json: bool,
    at: usize,
    line: usize,
    line_start: usize,
    tokens: VecDeque<Token<'a>>,
    /// Whether the first token is settled: no key or collection can still be put before it.
    ready: bool,
    n_taken: usize,
    indent: isize,
    indents: Vec<isize>,
    flow: usize,
    keys: Vec<SimpleKey>,
    /// Tokens that may turn out to be keys, with the level of the key: what is first among these is not handed out.
    awaited: VecDeque<(usize, usize)>,
    key_allowed: bool,
}

type Scanned<T> = Result<T, SyntaxError>;

impl<'a> Scanner<'a> {
    /// Begins at the byte `start`, which begins a line.
    pub(crate) fn new(text: &'a str, start: usize, json: bool) -> Scanner<'a> {
        Scanner {
            text,
            bytes: text.as_bytes(),
            json,
            at: start,
            line: 0,
            line_start: start,
            tokens: VecDeque::new(),
            ready: false,
            n_taken: 0,
            indent: -1,
            indents: Vec::new(),
            flow: 0,
            keys: vec![SimpleKey::default()],
            awaited: VecDeque::new(),
            key_allowed: true,
        }
    }

    /// The next token, which stays. Behind the end there is only the end.
    pub(crate) fn peek(&mut self) -> Scanned<&Token<'a>> {
        if !self.ready {
            while self.tokens.is_empty() || self.head_may_be_key()? {
                self.fetch()?;
            }
            self.ready = true;
        }
        self.tokens.front().ok_or(SyntaxError { flaw: Flaw::Structure, offset: self.at as u32 })
    }

    /// Takes the token that [`Scanner::peek`] showed.
    pub(crate) fn take(&mut self) -> Scanned<Token<'a>> {
        self.peek()?;
        self.ready = false;
        self.n_taken += 1;
        while self.awaited.front().is_some_and(|(token, _)| *token < self.n_taken) {
            self.awaited.pop_front();
        }
        self.tokens.pop_front().ok_or(SyntaxError { flaw: Flaw::Structure, offset: self.at as u32 })
    }

    fn fetch(&mut self) -> Scanned<()> {
        self.skip_to_token();
        self.unroll(self.column());
        let here = self.byte(self.at);
        let ends_word = self.is_blank_or_end(self.at + 1);
        match here {
            0 => self.fetch_end(),
            b'%' if self.column() == 0 => self.fetch_directive(),
            b'-' | b'.' if self.is_document_indicator() => self.fetch_document_indicator(),
            b'[' | b'{' => self.fetch_flow_start(here),
            b']' | b'}' => self.fetch_flow_end(here),
            b',' => self.fetch_flow_entry(),
            b'-' if ends_word => self.fetch_block_entry(),
            b'?' if self.flow > 0 || ends_word => self.fetch_key(),
            b':' if self.flow > 0 || ends_word => self.fetch_value(),
            b'*' | b'&' => self.fetch_anchor(here == b'*'),
            b'!' => self.fetch_tag(),
            b'|' | b'>' if self.flow == 0 => self.fetch_block_scalar(here == b'|'),
            b'\'' | b'"' => self.fetch_quoted(here == b'\''),
            _ if self.starts_plain(here) => self.fetch_plain(),
            b'\t' => Err(self.error(Flaw::Tab)),
            _ => Err(self.error(Flaw::Character)),
        }
    }

    fn starts_plain(&self, here: u8) -> bool {
        match here {
            b'-' => !matches!(self.byte(self.at + 1), b' ' | b'\t'),
            b'?' | b':' => self.flow == 0 && !self.is_blank_or_end(self.at + 1),
            b'#' | b'|' | b'>' | b'%' | b'@' | b'`' => false,
            _ => !self.is_blank_or_end(self.at),
        }
    }

    fn skip_to_token(&mut self) {
        loop {
            while self.byte(self.at) == b' ' || (self.byte(self.at) == b'\t' && (self.flow > 0 || !self.key_allowed)) {
                self.at += 1;
            }
            if self.byte(self.at) == b'#' {
                self.skip_line_rest();
            }
            if !self.skip_break() {
                return;
            }
            if self.flow == 0 {
                self.key_allowed = true;
            }
        }
    }

    fn skip_line_rest(&mut self) {
        while !self.is_break_or_end(self.at) {
            self.at += 1;
        }
    }

    fn skip_blanks(&mut self) {
        while matches!(self.byte(self.at), b' ' | b'\t') {
            self.at += 1;
        }
    }

    fn push(&mut self, kind: TokenKind<'a>, start: usize, end: usize) {
        self.tokens.push_back(Token { kind, start, end });
    }

    /// A piece of the text; empty where it does not lie in it, as behind the line break that is only thought of.
    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to.min(self.text.len())).unwrap_or("")
    }

    fn column(&self) -> isize {
        (self.at - self.line_start) as isize
    }

    /// A byte; behind the last line there is a line break where it has none, as `kubectl` adds one, and then zero.
    fn byte(&self, at: usize) -> u8 {
        match self.bytes.get(at) {
            Some(byte) => *byte,
            None if at == self.bytes.len() && !matches!(self.bytes.last(), Some(b'\n' | b'\r')) => b'\n',
            None => 0,
        }
    }

    /// The length of a line break: LF, CR, CRLF, NEL, LS or PS; 0 where there is none.
    fn break_length(&self, at: usize) -> usize {
        match self.byte(at) {
            b'\n' => 1,
            b'\r' if self.byte(at + 1) == b'\n' => 2,
            b'\r' => 1,
            0xC2 if self.byte(at + 1) == 0x85 => 2,
            0xE2 if self.byte(at + 1) == 0x80 && matches!(self.byte(at + 2), 0xA8 | 0xA9) => 3,
            _ => 0,
        }
    }

    fn is_break_or_end(&self, at: usize) -> bool {
        self.byte(at) == 0 || self.break_length(at) > 0
    }

    fn is_blank_or_end(&self, at: usize) -> bool {
        matches!(self.byte(at), b' ' | b'\t') || self.is_break_or_end(at)
    }

    fn skip_break(&mut self) -> bool {
        let length = self.break_length(self.at);
        if length > 0 {
            self.at += length;
            self.line += 1;
            self.line_start = self.at;
        }
        length > 0
    }

    /// Reads a line break into `into`: a line feed, but for LS and PS, which stay.
    fn read_break(&mut self, into: &mut String) {
        let from = self.at;
        if self.skip_break() {
            let separator = self.at - from == 3;
            into.push_str(if separator { self.slice(from, self.at) } else { "\n" });
        }
    }

    /// `---` or `...` at the start of a line, and nothing behind it in its word.
    fn is_document_indicator(&self) -> bool {
        let three = [self.byte(self.at), self.byte(self.at + 1), self.byte(self.at + 2)];
        self.column() == 0 && (three == *b"---" || three == *b"...") && self.is_blank_or_end(self.at + 3)
    }

    fn error(&self, flaw: Flaw) -> SyntaxError {
        self.error_at(flaw, self.at)
    }

    fn error_at(&self, flaw: Flaw, at: usize) -> SyntaxError {
        SyntaxError { flaw, offset: at.min(self.bytes.len()) as u32 }
    }
}
