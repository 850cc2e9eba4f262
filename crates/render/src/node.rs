//! A YAML value that is to be written, with comments.

use lang::Text;

/// A YAML value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// Keys and values, in order.
    Map(Vec<Entry>),
    /// A sequence.
    List(Vec<Node>),
    /// A text; several lines become a block.
    Text(String),
    /// A number.
    Number(i64),
    /// `true` or `false`.
    Flag(bool),
}

/// One key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) value: Node,
    /// Why, in a comment above it.
    pub(crate) note: Option<Text>,
}

impl Entry {
    /// The same with the reason for it.
    pub(crate) fn note(self, note: Text) -> Entry {
        Entry { note: Some(note), ..self }
    }
}

/// One key.
pub(crate) fn entry(key: impl Into<String>, value: impl Into<Node>) -> Entry {
    Entry { key: key.into(), value: value.into(), note: None }
}

/// A mapping without comments.
pub(crate) fn map<K: Into<String>, const N: usize>(entries: [(K, Node); N]) -> Node {
    Node::Map(entries.into_iter().map(|(key, value)| entry(key, value)).collect())
}

impl From<&str> for Node {
    fn from(text: &str) -> Node {
        Node::Text(text.to_owned())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Node {
        Node::Text(text)
    }
}

impl From<bool> for Node {
    fn from(flag: bool) -> Node {
        Node::Flag(flag)
    }
}

impl From<u16> for Node {
    fn from(number: u16) -> Node {
        Node::Number(i64::from(number))
    }
}

impl From<u32> for Node {
    fn from(number: u32) -> Node {
        Node::Number(i64::from(number))
    }
}

impl From<i32> for Node {
    fn from(number: i32) -> Node {
        Node::Number(i64::from(number))
    }
}

impl From<Vec<Node>> for Node {
    fn from(items: Vec<Node>) -> Node {
        Node::List(items)
    }
}

impl From<Vec<Entry>> for Node {
    fn from(entries: Vec<Entry>) -> Node {
        Node::Map(entries)
    }
}

impl<const N: usize> From<[&str; N]> for Node {
    fn from(items: [&str; N]) -> Node {
        Node::List(items.into_iter().map(Node::from).collect())
    }
}

/// A list of texts.
pub(crate) fn texts<S: AsRef<str>>(items: &[S]) -> Node {
    Node::List(items.iter().map(|it| Node::from(it.as_ref())).collect())
}
