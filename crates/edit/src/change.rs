//! What to change.

use yaml::{Path, Step};

use crate::render;
use crate::value::Value;

/// One change of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Sets the value at a path. Mappings that are missing on the way are made.
    Set(Path, Value),
    /// Adds an item at the end of the sequence at a path, which is made where it is missing.
    Push(Path, Value),
    /// Removes a key or an item. Nothing to do where it is missing.
    Remove(Path),
    /// Replaces a piece of a scalar's text: a line of a configuration inside a ConfigMap.
    Within {
        /// The scalar.
        path: Path,
        /// The piece.
        old: String,
        /// Which of its occurrences, from 0.
        number: usize,
        /// What comes in its place.
        new: String,
    },
}

impl Change {
    /// Where it happens.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Change::Set(path, _) | Change::Push(path, _) | Change::Remove(path) | Change::Within { path, .. } => path,
        }
    }

    /// The same change at another path.
    pub(crate) fn at(&self, path: Path) -> Change {
        match self.clone() {
            Change::Set(_, value) => Change::Set(path, value),
            Change::Push(_, value) => Change::Push(path, value),
            Change::Remove(_) => Change::Remove(path),
            Change::Within { old, number, new, .. } => Change::Within { path, old, number, new },
        }
    }

    /// The change as a person would write it, to paste where the edit was refused.
    ///
    /// ```
    /// use edit::{Change, Value};
    /// use yaml::{Path, Step};
    /// let path = Path(vec![Step::Key("spec".into()), Step::Key("hostPID".into())]);
    /// assert_eq!(Change::Set(path, Value::Bool(false)).snippet(), "spec:\n  hostPID: false\n");
    /// ```
    #[must_use]
    pub fn snippet(&self) -> String {
        let keys = self.path().0.iter().rposition(|step| matches!(step, Step::Index(_))).map_or(0, |at| at + 1);
        let below = &self.path().0[keys..];
        let value = match self {
            Change::Set(_, value) => value.clone(),
            Change::Push(_, value) => Value::List(vec![value.clone()]),
            Change::Remove(path) => return format!("# - {path}\n"),
            Change::Within { old, new, .. } => return format!("# - {old}\n# + {new}\n"),
        };
        value.below(below).map_or_else(String::new, |value| render::document(&value))
    }
}
