//! A file being edited: its documents apart, so that an edit reads no more than the one that it changes.

use yaml::{Chunk, Limits, Ref, Span, Tree, parse, split};

use crate::change::Change;
use crate::locate::View;
use crate::refusal::Refusal;
use crate::seen::Seen;
use crate::splice::{Splice, propose};

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
    pieces: Vec<Piece>,
}

/// A part of the file that is parsed by itself, or one between two of them.
struct Piece {
    text: String,
    documents: usize,
}

impl Editor {
    /// Cuts a file into its documents.
    #[must_use]
    pub fn new(text: &str) -> Editor {
        let mut pieces = Vec::new();
        let mut done = 0;
        for chunk in split(text) {
            let (start, end) = (chunk.span.start as usize, chunk.span.end as usize);
            pieces.push(Piece { text: text[done..start].to_owned(), documents: 0 });
            let piece = text[start..end].to_owned();
            pieces.push(Piece { documents: trees(&piece).map_or(0, |trees| trees.len()), text: piece });
            done = end;
        }
        pieces.push(Piece { text: text[done..].to_owned(), documents: 0 });
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
        let mut number = document;
        for piece in &mut self.pieces {
            if number >= piece.documents {
                number -= piece.documents;
                continue;
            }
            let mut new = None;
            for change in changes {
                if let Some(text) = edited(new.as_deref().unwrap_or(&piece.text), number, change)? {
                    new = Some(text);
                }
            }
            let changed = new.is_some();
            if let Some(text) = new {
                piece.text = text;
            }
            return Ok(changed);
        }
        Err(Refusal::Unreadable)
    }
}

fn trees(text: &str) -> Option<Vec<Tree>> {
    let chunk = Chunk { span: Span { start: 0, end: u32::try_from(text.len()).ok()? } };
    parse(text, chunk, &Limits::default()).ok()
}

/// The text with the change made in one of its documents; `None` where nothing is to be done.
fn edited(text: &str, number: usize, change: &Change) -> Result<Option<String>, Refusal> {
    let before = trees(text).ok_or(Refusal::Unreadable)?;
    let tree = before.get(number).ok_or(Refusal::Unreadable)?;
    let view = View { text, tree };
    refuse_foreign(view)?;
    let seen: Vec<Seen> = before.iter().map(|tree| Seen::of_tree(text, tree)).collect();
    let changed = seen[number].clone().changed(change);
    if changed.as_ref() == Some(&seen[number]) {
        return Ok(None);
    }
    let proposed = propose(view, change)?;
    let mut wanted = seen;
    wanted[number] = changed.ok_or(Refusal::Shape)?;
    let is_right = |text: &String| {
        trees(text).is_some_and(|after| {
            after.len() == wanted.len()
                && after.iter().zip(&wanted).all(|(tree, wanted)| Seen::of_tree(text, tree) == *wanted)
                && after.iter().zip(&before).all(|(new, old)| new.duplicates().len() == old.duplicates().len())
        })
    };
    proposed.iter().map(|splice| spliced(text, splice)).find(is_right).map(Some).ok_or(Refusal::Unverified)
}

fn spliced(text: &str, splice: &Splice) -> String {
    format!("{}{}{}", &text[..splice.range.start], splice.text, &text[splice.range.end..])
}

/// What is no YAML of a person's: JSON, whose style cannot be told from flow mappings, and templates that happen to parse.
fn refuse_foreign(view: View<'_>) -> Result<(), Refusal> {
    let Some(root) = view.tree.root() else { return Err(Refusal::Unreadable) };
    if view.is_flow(root) {
        return Err(Refusal::Json);
    }
    let is_template = (0..view.tree.n_nodes() as u32)
        .map(yaml::NodeId)
        .any(|id| view.is_mapping(id) && Ref::new(view.text, view.tree, id).source().starts_with("{{"));
    if is_template { Err(Refusal::Template) } else { Ok(()) }
}
