//! A file being edited: its documents apart, so that an edit reads no more than the one that it changes.

use yaml::split;

use crate::change::Change;
use crate::piece::Piece;
use crate::refusal::Refusal;

/// A file being edited. No `Debug`: the text may hold secrets.
///
/// ```
/// use edit::{Change, Editor, Value};
/// use yaml::{Path, Step};
/// let mut editor = Editor::new("spec: # all of it\n  hostPID: true # why?\n");
/// let path = Path(vec![Step::Key("spec".into()), Step::Key("hostPID".into())]);
/// assert_eq!(editor.apply(0, &Change::Set(path, Value::Bool(false))), Ok(true));
/// assert_eq!(editor.finish(), "spec: # all of it\n  hostPID: false # why?\n");
/// ```
pub struct Editor {
    pub(crate) pieces: Vec<Piece>,
}

impl Editor {
    /// Cuts a file into its documents.
    #[must_use]
    pub fn new(text: &str) -> Editor {
        let mut pieces = Vec::new();
        let mut done = 0;
        for chunk in split(text) {
            let (start, end) = (chunk.span.start as usize, chunk.span.end as usize);
            pieces.push(Piece::between(&text[done..start]));
            pieces.push(Piece::new(&text[start..end]));
            done = end;
        }
        pieces.push(Piece::between(&text[done..]));
        Editor { pieces }
    }

    /// The file as it is now.
    #[must_use]
    pub fn finish(self) -> String {
        self.pieces.into_iter().map(|piece| piece.text).collect()
    }

    /// Changes a document, counted from 0 over those that can be read and are not empty. `false` where it is so already.
    ///
    /// # Errors
    /// [`Refusal`], and nothing is changed.
    pub fn apply(&mut self, document: usize, change: &Change) -> Result<bool, Refusal> {
        self.apply_all(document, std::slice::from_ref(change))
    }

    /// Makes changes that belong together: all of them or none. `false` where all is so already.
    ///
    /// # Errors
    /// [`Refusal`] of the first that cannot be made, and nothing is changed.
    pub fn apply_all(&mut self, document: usize, changes: &[Change]) -> Result<bool, Refusal> {
        let (at, number) = self.find(document).ok_or(Refusal::Unreadable)?;
        self.pieces[at].apply_all(number, changes)
    }

    /// The piece that a document is in, and the how-manieth of it it is.
    pub(crate) fn find(&self, document: usize) -> Option<(usize, usize)> {
        let mut number = document;
        for (at, piece) in self.pieces.iter().enumerate() {
            if number < piece.documents {
                return Some((at, number));
            }
            number -= piece.documents;
        }
        None
    }
}
