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
    /// Kept from edit to edit: a long document may have hundreds.
    read: Option<Read>,
}

/// A part as it was parsed.
struct Read {
    trees: Vec<Tree>,
    seen: Vec<Seen>,
}

impl Read {
    fn of(text: &str) -> Option<Read> {
        let trees = trees(text)?;
        let seen = trees.iter().map(|tree| Seen::of_tree(text, tree)).collect();
        Some(Read { trees, seen })
    }
}

impl Editor {
    /// Cuts a file into its documents.
    #[must_use]
    pub fn new(text: &str) -> Editor {
        let mut pieces = Vec::new();
        let mut done = 0;
        for chunk in split(text) {
            let (start, end) = (chunk.span.start as usize, chunk.span.end as usize);
            pieces.push(Piece { text: text[done..start].to_owned(), documents: 0, read: None });
            let piece = text[start..end].to_owned();
            let documents = trees(&piece).map_or(0, |trees| trees.len());
            pieces.push(Piece { documents, text: piece, read: None });
            done = end;
        }
        pieces.push(Piece { text: text[done..].to_owned(), documents: 0, read: None });
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
            return piece.apply_all(number, changes);
        }
        Err(Refusal::Unreadable)
    }
}

impl Piece {
    fn apply_all(&mut self, number: usize, changes: &[Change]) -> Result<bool, Refusal> {
        let base = self.read.take().or_else(|| Read::of(&self.text)).ok_or(Refusal::Unreadable)?;
        let mut new: Option<(String, Read)> = None;
        for change in changes {
            let (text, read) = new.as_ref().map_or((self.text.as_str(), &base), |(text, read)| (text.as_str(), read));
            match edited(text, read, number, change) {
                Ok(None) => {}
                Ok(edited) => new = edited,
                Err(refusal) => {
                    self.read = Some(base);
                    return Err(refusal);
                }
            }
        }
        let changed = new.is_some();
        let (text, read) = new.unwrap_or_else(|| (std::mem::take(&mut self.text), base));
        (self.text, self.read) = (text, Some(read));
        Ok(changed)
    }
}

fn trees(text: &str) -> Option<Vec<Tree>> {
    let chunk = Chunk { span: Span { start: 0, end: u32::try_from(text.len()).ok()? } };
    parse(text, chunk, &Limits::default()).ok()
}

/// The text with the change made in one of its documents, read again; `None` where nothing is to be done.
fn edited(text: &str, read: &Read, number: usize, change: &Change) -> Result<Option<(String, Read)>, Refusal> {
    let tree = read.trees.get(number).ok_or(Refusal::Unreadable)?;
    let view = View { text, tree };
    refuse_foreign(view)?;
    let changed = read.seen[number].clone().changed(change);
    if changed.as_ref() == Some(&read.seen[number]) {
        return Ok(None);
    }
    let proposed = propose(view, change)?;
    let wanted = changed.ok_or(Refusal::Shape)?;
    let is_right = |after: &Read| {
        after.seen.len() == read.seen.len()
            && after.seen.iter().enumerate().all(|(at, it)| it == if at == number { &wanted } else { &read.seen[at] })
            && after.trees.iter().zip(&read.trees).all(|(new, old)| new.duplicates().len() == old.duplicates().len())
    };
    for splice in proposed {
        let new = spliced(text, &splice);
        if let Some(after) = Read::of(&new).filter(is_right) {
            return Ok(Some((new, after)));
        }
    }
    Err(Refusal::Unverified)
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
