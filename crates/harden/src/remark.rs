//! What a person is told of each step.

use lang::Text;
use model::Location;

/// What a person is told of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Something was changed.
    Changed {
        /// Where, in the manifests as they were handed in.
        location: Location,
        /// What.
        what: Text,
    },
    /// Something was added at the end.
    Added(Text),
    /// Something was left as it is, and a person has to see to it.
    Left {
        /// Where.
        location: Location,
        /// What, and why.
        what: Text,
        /// What to paste. Made of the catalogue's values and of names, never of the file's values.
        snippet: Option<String>,
    },
    /// Something to know.
    Note(Text),
}
