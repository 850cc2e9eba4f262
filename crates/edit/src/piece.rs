//! A part of a file that is parsed by itself: a document, or an item of a long list. It is the measure of what an edit costs.

use yaml::{Chunk, Limits, Ref, Span, Tree, parse};

use crate::change::Change;
use crate::layout::Layout;
use crate::locate::View;
use crate::measure::measured;
use crate::patch::Patch;
use crate::refusal::Refusal;
use crate::seen::Seen;
use crate::splice::propose;

/// A part of a file that is parsed by itself, or what stands between two of them.
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) documents: usize,
    /// Of each document, as it was first read; of a part, that of the document around it.
    layouts: Vec<Layout>,
    /// Kept from edit to edit: a long document may have hundreds.
    read: Option<Read>,
}

/// A part as it was parsed.
pub(crate) struct Read {
    pub(crate) trees: Vec<Tree>,
    pub(crate) seen: Vec<Seen>,
}

/// A piece to look at.
#[derive(Clone, Copy)]
pub(crate) struct Open<'p> {
    pub(crate) text: &'p str,
    pub(crate) read: &'p Read,
    layouts: &'p [Layout],
}

impl<'p> Open<'p> {
    pub(crate) fn view(&self, number: usize) -> Option<View<'p>> {
        Some(View { text: self.text, tree: self.read.trees.get(number)?, layout: *self.layouts.get(number)? })
    }
}

/// What changes come to.
pub(crate) struct Made {
    text: String,
    read: Read,
    /// From the text before.
    pub(crate) patch: Patch,
}

impl Read {
    pub(crate) fn of(text: &str) -> Option<Read> {
        let trees = trees(text)?;
        let seen = trees.iter().map(|tree| Seen::of_tree(text, tree)).collect();
        Some(Read { trees, seen })
    }

    /// Whether it is what an edit of one document of `before` should come to: that document has the value that is wanted, all
    /// others are as they were, and no key stands twice that did not before.
    pub(crate) fn is_right(&self, before: &Read, number: usize, wanted: &Seen) -> bool {
        self.seen.len() == before.seen.len()
            && self.seen.iter().enumerate().all(|(at, it)| it == if at == number { wanted } else { &before.seen[at] })
            && self.trees.iter().zip(&before.trees).all(|(new, old)| new.duplicates().len() == old.duplicates().len())
    }
}

impl Piece {
    /// Documents.
    pub(crate) fn new(text: &str) -> Piece {
        let documents = trees(text).map_or(0, |trees| trees.len());
        Piece { documents, ..Piece::between(text) }
    }

    /// What stands between documents.
    pub(crate) fn between(text: &str) -> Piece {
        Piece { text: text.to_owned(), documents: 0, layouts: Vec::new(), read: None }
    }

    /// A part of a document that is one by itself.
    pub(crate) fn part(text: &str, around: Layout) -> Piece {
        Piece { layouts: vec![around], ..Piece::new(text) }
    }

    /// Reads it, once.
    pub(crate) fn open(&mut self) -> Result<Open<'_>, Refusal> {
        if self.read.is_none() {
            self.read = Read::of(&self.text);
        }
        let read = self.read.as_ref().ok_or(Refusal::Unreadable)?;
        if self.layouts.is_empty() {
            self.layouts = read.trees.iter().map(|tree| measured(&self.text, tree)).collect();
        }
        Ok(Open { text: &self.text, read, layouts: &self.layouts })
    }

    /// The item, where the text is one document with a list of one.
    pub(crate) fn only_item(&mut self) -> Option<&Seen> {
        match self.open().ok()?.read.seen.as_slice() {
            [Seen::List(items)] if items.len() == 1 => items.first(),
            _ => None,
        }
    }

    /// Takes a text that was read.
    pub(crate) fn take(&mut self, text: String, read: Read) {
        (self.text, self.read) = (text, Some(read));
    }

    /// See [`crate::Editor::apply_all`].
    pub(crate) fn apply_all(&mut self, number: usize, changes: &[Change]) -> Result<bool, Refusal> {
        let made = self.proposed(number, changes)?;
        let changed = made.is_some();
        if let Some(Made { text, read, .. }) = made {
            self.take(text, read);
        }
        Ok(changed)
    }

    /// What the changes would come to; `None` where all is so already.
    pub(crate) fn proposed(&mut self, number: usize, changes: &[Change]) -> Result<Option<Made>, Refusal> {
        let base = self.open()?;
        let mut made: Option<Made> = None;
        for change in changes {
            let now = made.as_ref().map_or(base, |it| Open { text: &it.text, read: &it.read, ..base });
            let Some(next) = edited(now, number, change)? else { continue };
            let patch = made.take().map_or_else(Patch::default, |it| it.patch).then(next.patch);
            made = Some(Made { patch, ..next });
        }
        Ok(made)
    }
}

fn trees(text: &str) -> Option<Vec<Tree>> {
    let chunk = Chunk { span: Span { start: 0, end: u32::try_from(text.len()).ok()? } };
    parse(text, chunk, &Limits::default()).ok()
}

/// The text with the change made in one of its documents, read again; `None` where nothing is to be done.
fn edited(piece: Open<'_>, number: usize, change: &Change) -> Result<Option<Made>, Refusal> {
    let Open { text, read, .. } = piece;
    let view = piece.view(number).ok_or(Refusal::Unreadable)?;
    refuse_foreign(view)?;
    let changed = read.seen[number].clone().changed(change);
    if changed.as_ref() == Some(&read.seen[number]) {
        return Ok(None);
    }
    let proposed = propose(view, change)?;
    let wanted = changed.ok_or(Refusal::Shape)?;
    for patch in proposed {
        let text = patch.applied_to(text);
        if let Some(after) = Read::of(&text).filter(|it| it.is_right(read, number, &wanted)) {
            return Ok(Some(Made { text, read: after, patch }));
        }
    }
    Err(Refusal::Unverified)
}

/// What is no YAML of a person's: JSON, whose style cannot be told from flow mappings, and templates that happen to parse.
pub(crate) fn refuse_foreign(view: View<'_>) -> Result<(), Refusal> {
    let Some(root) = view.tree.root() else { return Err(Refusal::Unreadable) };
    if view.is_flow(root) {
        return Err(Refusal::Json);
    }
    let is_template = (0..view.tree.n_nodes() as u32)
        .map(yaml::NodeId)
        .any(|id| view.is_mapping(id) && Ref::new(view.text, view.tree, id).source().starts_with("{{"));
    if is_template { Err(Refusal::Template) } else { Ok(()) }
}
