//! What is written.

use yaml::Step;

/// A value to write.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text; quoted where it would read as something else.
    Str(String),
    /// A sequence.
    List(Vec<Value>),
    /// A mapping, in this order.
    Map(Vec<(String, Value)>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Str(text.to_owned())
    }
}

impl Value {
    /// A mapping.
    pub fn map<'a>(entries: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
        Value::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// A sequence of texts.
    pub fn texts<'a>(items: impl IntoIterator<Item = &'a str>) -> Value {
        Value::List(items.into_iter().map(Value::from).collect())
    }

    /// The value below keys that are missing: `a.b` makes `{a: {b: value}}`. `None` where an index is among them.
    pub(crate) fn below(self, missing: &[Step]) -> Option<Value> {
        missing.iter().rev().try_fold(self, |value, step| match step {
            Step::Key(key) => Some(Value::Map(vec![(key.clone(), value)])),
            Step::Index(_) => None,
        })
    }
}
