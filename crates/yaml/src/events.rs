//! From tokens to events: libyaml's grammar, state by state, as go-yaml v2 has it.

mod block;
mod flow;

use std::borrow::Cow;

use crate::scan::{MAX_DEPTH, Scanner, Token, TokenKind, Value};
use crate::{Flaw, Style, SyntaxError};

/// What stands before a node: `&anchor` and `!tag`, the tag in full.
#[derive(Default)]
pub(crate) struct Properties<'a> {
    pub(crate) anchor: Option<&'a str>,
    pub(crate) tag: Option<Cow<'a, str>>,
}

pub(crate) enum Event<'a> {
    Scalar(Value, Style, Properties<'a>),
    SequenceStart(Properties<'a>),
    MappingStart(Properties<'a>),
    CollectionEnd,
    Alias(&'a str),
    DocumentEnd,
}

/// An event and its bytes in the part. Properties are not among them.
pub(crate) struct Placed<'a> {
    pub(crate) event: Event<'a>,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

#[derive(Clone, Copy)]
enum State {
    ImplicitDocumentStart,
    DocumentStart,
    DocumentContent,
    DocumentEnd,
    BlockNode,
    BlockSequenceEntry,
    IndentlessSequenceEntry,
    BlockMappingKey,
    BlockMappingValue,
    FlowSequenceFirst,
    FlowSequenceEntry,
    FlowPairKey,
    FlowPairValue,
    FlowPairEnd,
    FlowMappingFirst,
    FlowMappingKey,
    FlowMappingValue,
    FlowMappingEmptyValue,
    End,
}

pub(crate) struct Events<'a> {
    scanner: Scanner<'a>,
    state: State,
    /// Where to go on behind the nodes that are open.
    states: Vec<State>,
    tags: Vec<(&'a str, String)>,
    length: usize,
}

type Step<'a> = Result<Option<Placed<'a>>, SyntaxError>;

use TokenKind as K;

impl<'a> Events<'a> {
    pub(crate) fn new(part: &'a str, start: usize, json: bool) -> Events<'a> {
        let scanner = Scanner::new(part, start, json);
        Events {
            scanner,
            state: State::ImplicitDocumentStart,
            states: Vec::new(),
            tags: Vec::new(),
            length: part.len(),
        }
    }

    /// The next event; `None` at the end.
    pub(crate) fn next(&mut self) -> Step<'a> {
        loop {
            let event = match self.state {
                State::End => return Ok(None),
                State::ImplicitDocumentStart => self.document_start(true)?,
                State::DocumentStart => self.document_start(false)?,
                State::DocumentContent => self.document_content()?,
                State::DocumentEnd => self.document_end()?,
                State::BlockNode => self.node(true, false)?,
                State::BlockSequenceEntry => self.block_sequence_entry()?,
                State::IndentlessSequenceEntry => self.indentless_sequence_entry()?,
                State::BlockMappingKey => self.block_mapping_key()?,
                State::BlockMappingValue => self.block_mapping_value()?,
                State::FlowSequenceFirst => self.flow_sequence_entry(true)?,
                State::FlowSequenceEntry => self.flow_sequence_entry(false)?,
                State::FlowPairKey => self.flow_pair_key()?,
                State::FlowPairValue => self.flow_pair_value()?,
                State::FlowPairEnd => self.flow_pair_end()?,
                State::FlowMappingFirst => self.flow_mapping_key(true)?,
                State::FlowMappingKey => self.flow_mapping_key(false)?,
                State::FlowMappingValue => self.flow_mapping_value(false)?,
                State::FlowMappingEmptyValue => self.flow_mapping_value(true)?,
            };
            if event.is_some() {
                return Ok(event);
            }
        }
    }

    /// Where something stands that has not been read, marks of a document's end left out; a flaw is something too.
    pub(crate) fn behind(&mut self) -> Option<usize> {
        loop {
            match self.scanner.peek() {
                Ok(Token { kind: K::StreamEnd, .. }) => return None,
                Ok(Token { kind: K::DocumentEnd, .. }) => {}
                Ok(token) => return Some(token.start),
                Err(error) => return Some(error.offset as usize),
            }
            if let Err(error) = self.scanner.take() {
                return Some(error.offset as usize);
            }
        }
    }

    fn document_start(&mut self, implicit: bool) -> Step<'a> {
        while !implicit && matches!(self.scanner.peek()?.kind, K::DocumentEnd) {
            self.scanner.take()?;
        }
        match self.scanner.peek()?.kind {
            K::StreamEnd => self.state = State::End,
            K::Version { .. } | K::TagDirective { .. } | K::DocumentStart => self.explicit_document_start()?,
            _ if implicit => {
                self.directives()?;
                self.states.push(State::DocumentEnd);
                self.state = State::BlockNode;
            }
            _ => return Err(self.unexpected()?),
        }
        Ok(None)
    }

    fn explicit_document_start(&mut self) -> Result<(), SyntaxError> {
        self.directives()?;
        if !matches!(self.scanner.peek()?.kind, K::DocumentStart) {
            return Err(self.unexpected()?);
        }
        self.scanner.take()?;
        self.states.push(State::DocumentEnd);
        self.state = State::DocumentContent;
        Ok(())
    }

    fn directives(&mut self) -> Result<(), SyntaxError> {
        let mut versions = 0;
        while matches!(self.scanner.peek()?.kind, K::Version { .. } | K::TagDirective { .. }) {
            let token = self.scanner.take()?;
            let flaw = SyntaxError { flaw: Flaw::Directive, offset: token.start as u32 };
            match token.kind {
                K::Version { supported } => {
                    versions += 1;
                    if versions > 1 || !supported {
                        return Err(flaw);
                    }
                }
                K::TagDirective { handle, prefix } => {
                    if self.tags.iter().any(|(other, _)| *other == handle) {
                        return Err(flaw);
                    }
                    self.tags.push((handle, prefix));
                }
                _ => {}
            }
        }
        for (handle, prefix) in [("!", "!"), ("!!", "tag:yaml.org,2002:")] {
            if !self.tags.iter().any(|(other, _)| *other == handle) {
                self.tags.push((handle, prefix.to_owned()));
            }
        }
        Ok(())
    }

    fn document_content(&mut self) -> Step<'a> {
        let token = self.scanner.peek()?;
        let at = token.start;
        match token.kind {
            K::Version { .. } | K::TagDirective { .. } | K::DocumentStart | K::DocumentEnd | K::StreamEnd => {
                self.pop();
                self.empty_scalar(at)
            }
            _ => self.node(true, false),
        }
    }

    fn document_end(&mut self) -> Step<'a> {
        let token = self.scanner.peek()?;
        let at = token.start;
        if matches!(token.kind, K::DocumentEnd) {
            self.scanner.take()?;
        }
        self.tags.clear();
        self.state = State::DocumentStart;
        self.place(Event::DocumentEnd, at, at)
    }

    fn node(&mut self, block: bool, indentless: bool) -> Step<'a> {
        if matches!(self.scanner.peek()?.kind, K::Alias(_)) {
            let Token { kind, start, end } = self.scanner.take()?;
            self.pop();
            let K::Alias(name) = kind else { return Ok(None) };
            return self.place(Event::Alias(name), start, end);
        }
        let (properties, behind) = self.properties()?;
        let token = self.scanner.peek()?;
        let (start, end) = (token.start, token.end);
        let (event, state) = match token.kind {
            K::BlockEntry if indentless => (Event::SequenceStart(properties), State::IndentlessSequenceEntry),
            K::Scalar(..) => return self.scalar(properties),
            K::FlowSequenceStart => (Event::SequenceStart(properties), State::FlowSequenceFirst),
            K::FlowMappingStart => (Event::MappingStart(properties), State::FlowMappingFirst),
            K::BlockSequenceStart if block => (Event::SequenceStart(properties), State::BlockSequenceEntry),
            K::BlockMappingStart if block => (Event::MappingStart(properties), State::BlockMappingKey),
            _ => {
                let Some(behind) = behind else { return Err(self.unexpected()?) };
                self.pop();
                let event = Event::Scalar(Value::At(behind, behind), Style::Plain, properties);
                return self.place(event, behind, behind);
            }
        };
        if self.states.len() > MAX_DEPTH {
            return Err(SyntaxError { flaw: Flaw::TooDeep, offset: start as u32 });
        }
        if !matches!(state, State::IndentlessSequenceEntry) {
            self.scanner.take()?;
        }
        self.state = state;
        self.place(event, start, end)
    }

    fn scalar(&mut self, properties: Properties<'a>) -> Step<'a> {
        let Token { kind, start, end } = self.scanner.take()?;
        self.pop();
        let K::Scalar(value, style) = kind else { return Ok(None) };
        self.place(Event::Scalar(value, style, properties), start, end)
    }

    /// An anchor and a tag in either order, and where they end.
    fn properties(&mut self) -> Result<(Properties<'a>, Option<usize>), SyntaxError> {
        let mut properties = Properties::default();
        let mut behind = None;
        loop {
            match &self.scanner.peek()?.kind {
                K::Anchor(_) if properties.anchor.is_none() => {}
                K::Tag { .. } if properties.tag.is_none() => {}
                _ => return Ok((properties, behind)),
            }
            let Token { kind, start, end } = self.scanner.take()?;
            behind = Some(end);
            match kind {
                K::Anchor(name) => properties.anchor = Some(name),
                K::Tag { handle, suffix } => properties.tag = Some(self.full_tag(handle, suffix, start)?),
                _ => {}
            }
        }
    }

    fn full_tag(&self, handle: &str, suffix: String, at: usize) -> Result<Cow<'a, str>, SyntaxError> {
        if handle.is_empty() {
            return Ok(Cow::Owned(suffix));
        }
        let prefix = self.tags.iter().find(|(other, _)| *other == handle).map(|(_, prefix)| prefix);
        let prefix = prefix.ok_or(SyntaxError { flaw: Flaw::Directive, offset: at as u32 })?;
        Ok(Cow::Owned(format!("{prefix}{suffix}")))
    }

    fn end_collection(&mut self, has_token: bool) -> Step<'a> {
        self.pop();
        let token = self.scanner.peek()?;
        let (start, end) = (token.start, if has_token { token.end } else { token.start });
        if has_token {
            self.scanner.take()?;
        }
        self.place(Event::CollectionEnd, start, end)
    }

    fn empty_scalar(&self, at: usize) -> Step<'a> {
        self.place(Event::Scalar(Value::At(at, at), Style::Plain, Properties::default()), at, at)
    }

    fn place(&self, event: Event<'a>, start: usize, end: usize) -> Step<'a> {
        Ok(Some(Placed { event, start: start.min(self.length), end: end.min(self.length) }))
    }

    fn pop(&mut self) {
        self.state = self.states.pop().unwrap_or(State::End);
    }

    fn unexpected(&mut self) -> Result<SyntaxError, SyntaxError> {
        let token = self.scanner.peek()?;
        let flaw = match token.kind {
            K::StreamEnd | K::DocumentStart | K::DocumentEnd => Flaw::Unclosed,
            K::BlockSequenceStart | K::BlockMappingStart | K::BlockEntry => Flaw::Indentation,
            _ => Flaw::Structure,
        };
        Ok(SyntaxError { flaw, offset: token.start as u32 })
    }
}
