//! Collections that are told by their indentation.

use super::{Events, K, State, Step};

impl<'a> Events<'a> {
    pub(super) fn block_sequence_entry(&mut self) -> Step<'a> {
        match self.scanner.peek()?.kind {
            K::BlockEntry => {
                let entry = self.scanner.take()?;
                if matches!(self.scanner.peek()?.kind, K::BlockEntry | K::BlockEnd) {
                    return self.empty_scalar(entry.end);
                }
                self.states.push(State::BlockSequenceEntry);
                self.node(true, false)
            }
            K::BlockEnd => self.end_collection(true),
            _ => Err(self.unexpected()?),
        }
    }

    pub(super) fn indentless_sequence_entry(&mut self) -> Step<'a> {
        if !matches!(self.scanner.peek()?.kind, K::BlockEntry) {
            return self.end_collection(false);
        }
        let entry = self.scanner.take()?;
        if matches!(self.scanner.peek()?.kind, K::BlockEntry | K::Key | K::Value | K::BlockEnd) {
            return self.empty_scalar(entry.end);
        }
        self.states.push(State::IndentlessSequenceEntry);
        self.node(true, false)
    }

    pub(super) fn block_mapping_key(&mut self) -> Step<'a> {
        match self.scanner.peek()?.kind {
            K::Key => {
                let key = self.scanner.take()?;
                self.state = State::BlockMappingValue;
                if matches!(self.scanner.peek()?.kind, K::Key | K::Value | K::BlockEnd) {
                    return self.empty_scalar(key.end);
                }
                self.states.push(State::BlockMappingValue);
                self.node(true, true)
            }
            K::BlockEnd => self.end_collection(true),
            _ => Err(self.unexpected()?),
        }
    }

    pub(super) fn block_mapping_value(&mut self) -> Step<'a> {
        self.state = State::BlockMappingKey;
        let token = self.scanner.peek()?;
        let at = token.start;
        if !matches!(token.kind, K::Value) {
            return self.empty_scalar(at);
        }
        let value = self.scanner.take()?;
        if matches!(self.scanner.peek()?.kind, K::Key | K::Value | K::BlockEnd) {
            return self.empty_scalar(value.end);
        }
        self.states.push(State::BlockMappingKey);
        self.node(true, true)
    }
}
