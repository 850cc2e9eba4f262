//! Collections in brackets.

use super::{Event, Events, K, Properties, State, Step, Token};
use crate::SyntaxError;

impl<'a> Events<'a> {
    pub(super) fn flow_sequence_entry(&mut self, first: bool) -> Step<'a> {
        if !matches!(self.scanner.peek()?.kind, K::FlowSequenceEnd) {
            if !first {
                self.flow_separator()?;
            }
            match self.scanner.peek()?.kind {
                K::Key => {
                    let Token { start, end, .. } = self.scanner.take()?;
                    self.state = State::FlowPairKey;
                    return self.place(Event::MappingStart(Properties::default()), start, end);
                }
                K::FlowSequenceEnd => {}
                _ => {
                    self.states.push(State::FlowSequenceEntry);
                    return self.node(false, false);
                }
            }
        }
        self.end_collection(true)
    }

    pub(super) fn flow_separator(&mut self) -> Result<(), SyntaxError> {
        if !matches!(self.scanner.peek()?.kind, K::FlowEntry) {
            return Err(self.unexpected()?);
        }
        self.scanner.take().map(drop)
    }

    pub(super) fn flow_pair_key(&mut self) -> Step<'a> {
        self.state = State::FlowPairValue;
        if matches!(self.scanner.peek()?.kind, K::Value | K::FlowEntry | K::FlowSequenceEnd) {
            // The token goes, as go-yaml v2 has it: what follows then is no pair, and is refused.
            let token = self.scanner.take()?;
            return self.empty_scalar(token.end);
        }
        self.states.push(State::FlowPairValue);
        self.node(false, false)
    }

    pub(super) fn flow_pair_value(&mut self) -> Step<'a> {
        self.state = State::FlowPairEnd;
        if matches!(self.scanner.peek()?.kind, K::Value) {
            self.scanner.take()?;
            if !matches!(self.scanner.peek()?.kind, K::FlowEntry | K::FlowSequenceEnd) {
                self.states.push(State::FlowPairEnd);
                return self.node(false, false);
            }
        }
        let at = self.scanner.peek()?.start;
        self.empty_scalar(at)
    }

    pub(super) fn flow_pair_end(&mut self) -> Step<'a> {
        self.state = State::FlowSequenceEntry;
        let at = self.scanner.peek()?.start;
        self.place(Event::CollectionEnd, at, at)
    }

    pub(super) fn flow_mapping_key(&mut self, first: bool) -> Step<'a> {
        if !matches!(self.scanner.peek()?.kind, K::FlowMappingEnd) {
            if !first {
                self.flow_separator()?;
            }
            match self.scanner.peek()?.kind {
                K::Key => {
                    self.scanner.take()?;
                    self.state = State::FlowMappingValue;
                    let token = self.scanner.peek()?;
                    let at = token.start;
                    if matches!(token.kind, K::Value | K::FlowEntry | K::FlowMappingEnd) {
                        return self.empty_scalar(at);
                    }
                    self.states.push(State::FlowMappingValue);
                    return self.node(false, false);
                }
                K::FlowMappingEnd => {}
                _ => {
                    self.states.push(State::FlowMappingEmptyValue);
                    return self.node(false, false);
                }
            }
        }
        self.end_collection(true)
    }

    pub(super) fn flow_mapping_value(&mut self, empty: bool) -> Step<'a> {
        self.state = State::FlowMappingKey;
        if !empty && matches!(self.scanner.peek()?.kind, K::Value) {
            self.scanner.take()?;
            if !matches!(self.scanner.peek()?.kind, K::FlowEntry | K::FlowMappingEnd) {
                self.states.push(State::FlowMappingKey);
                return self.node(false, false);
            }
        }
        let at = self.scanner.peek()?.start;
        self.empty_scalar(at)
    }
}
