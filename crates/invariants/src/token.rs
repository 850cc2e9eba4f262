//! A sentence as words, commas and arrows, each with its column; and what is wrong at one.

use lang::{Lang, Text};

/// A mistake in a sentence: of whoever wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{column}: {}", .reason.get(Lang::En))]
pub struct ParseError {
    /// The column of the mistake, in characters from 1.
    pub column: usize,
    /// What is wrong, and what to write instead.
    pub reason: Text,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Comma,
    Arrow,
}

#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) text: String,
    /// In characters from 1.
    pub(crate) column: usize,
}

impl Token {
    pub(crate) fn wrong(&self, reason: Text) -> ParseError {
        ParseError { column: self.column, reason }
    }

    pub(crate) fn is(&self, keyword: &str) -> bool {
        self.kind == Kind::Word && self.text == keyword
    }
}

pub(crate) fn tokens(sentence: &str) -> Vec<Token> {
    let characters: Vec<char> = sentence.chars().collect();
    let mut found: Vec<Token> = Vec::new();
    let mut at = 0;
    let arrow = |at: usize| characters[at] == '→' || characters[at..].starts_with(&['-', '>']);
    while at < characters.len() {
        let (column, start) = (at + 1, at);
        let kind = match characters[at] {
            it if it.is_whitespace() => {
                at += 1;
                continue;
            }
            ',' | '、' => Kind::Comma,
            _ if arrow(at) => {
                at += usize::from(characters[at] == '-');
                Kind::Arrow
            }
            _ => {
                let ends =
                    |at: usize| matches!(characters[at], ',' | '、') || characters[at].is_whitespace() || arrow(at);
                while at + 1 < characters.len() && !ends(at + 1) {
                    at += 1;
                }
                Kind::Word
            }
        };
        at += 1;
        found.push(Token { kind, text: characters[start..at].iter().collect(), column });
    }
    found
}
