//! A text that grows by lines, none of which can command a terminal or whoever reads its output.

use forms::printable;

/// Lines of a text. Everything that is written is one line, whatever a name in it holds.
#[derive(Default)]
pub(crate) struct Lines {
    out: String,
}

impl Lines {
    /// Writes a line.
    pub(crate) fn line(&mut self, text: &str) {
        self.out.push_str(printable(text).trim_end());
        self.out.push('\n');
    }

    /// Writes an empty line.
    pub(crate) fn blank(&mut self) {
        self.out.push('\n');
    }

    /// The whole text.
    pub(crate) fn finish(self) -> String {
        self.out
    }
}
