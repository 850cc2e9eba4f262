//! What the searches find.

use std::ops::Range;

use model::Opaque;

use crate::rule::{Certainty, Rule};

/// What was found, before it has a line and a name.
pub(crate) struct Hit {
    pub(crate) rule: &'static Rule,
    pub(crate) certainty: Certainty,
    pub(crate) label: String,
    /// The structural place, without the value.
    pub(crate) place: String,
    /// Whether no name and no structure tells the place.
    pub(crate) nameless: bool,
    /// From the name to the value's end.
    pub(crate) context: Range<usize>,
    pub(crate) value: Range<usize>,
    /// Where the text around begins whose inside was read: values of one text do not exclude each other.
    pub(crate) inside: Option<usize>,
    /// The value as it is used: decoded.
    pub(crate) text: Opaque,
}
