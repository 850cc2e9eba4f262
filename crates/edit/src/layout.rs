//! How a document is written, so that what is added looks as if the same person had written it.

/// How a document is written. Measured before the first edit and kept: what a person wrote decides, not what was added since.
#[derive(Clone, Copy)]
pub(crate) struct Layout {
    /// Blanks by which a mapping in a mapping is indented.
    pub(crate) step: usize,
    /// Blanks by which a sequence's dashes are indented from the key above.
    pub(crate) dash: usize,
    /// What ends a line.
    pub(crate) line_break: &'static str,
}

impl Default for Layout {
    fn default() -> Layout {
        Layout { step: 2, dash: 2, line_break: "\n" }
    }
}
