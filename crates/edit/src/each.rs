//! Many edits of one file.

use std::collections::BTreeMap;

use crate::change::Change;
use crate::editor::Editor;
use crate::items::Items;
use crate::patch::Patch;
use crate::piece::Piece;
use crate::refusal::Refusal;

/// Changes of one document that belong together: its number, as [`Editor::apply`] counts, and the changes.
pub type Group<'a> = (usize, &'a [Change]);

/// Makes groups of changes one after another: the new text, and of each group what [`Editor::apply_all`] would say.
///
/// The same as an [`Editor`] that is asked for each, in less time where a document is a long list.
#[must_use]
pub fn apply_each(text: &str, groups: &[Group<'_>]) -> (String, Vec<Result<bool, Refusal>>) {
    let mut editor = Editor::new(text);
    let mut results = vec![Err(Refusal::Unreadable); groups.len()];
    for (piece, own) in by_piece(&editor, groups) {
        let piece = &mut editor.pieces[piece];
        let before = piece.text.clone();
        let wanted: Vec<Group<'_>> = own.iter().map(|(_, group)| *group).collect();
        let made = by_item(piece, &wanted).unwrap_or_else(|| {
            *piece = Piece::new(&before);
            wanted.iter().map(|(number, changes)| piece.apply_all(*number, changes)).collect()
        });
        for ((at, _), result) in own.iter().zip(made) {
            results[*at] = result;
        }
    }
    (editor.finish(), results)
}

/// What each group of changes alone would come to; `None` where all is so already. Nothing is changed.
#[must_use]
pub fn propose_each(text: &str, groups: &[Group<'_>]) -> Vec<Result<Option<Patch>, Refusal>> {
    let mut editor = Editor::new(text);
    let mut results: Vec<_> = groups.iter().map(|_| Err(Refusal::Unreadable)).collect();
    for (at, own) in by_piece(&editor, groups) {
        let start: usize = editor.pieces[..at].iter().map(|it| it.text.len()).sum();
        let piece = &mut editor.pieces[at];
        let mut items = Items::of(piece);
        for (at, (number, changes)) in own {
            let (offset, made) = match items.as_mut().and_then(|it| it.inside(changes)) {
                Some((offset, item, below)) => (offset, item.proposed(0, &below)),
                None => (0, piece.proposed(number, changes)),
            };
            results[at] = made.map(|it| it.map(|it| it.patch.moved_by(start + offset)));
        }
    }
    results
}

/// Groups with their places in the order that they came in, and their documents counted within their pieces.
fn by_piece<'a>(editor: &Editor, groups: &[Group<'a>]) -> BTreeMap<usize, Vec<(usize, Group<'a>)>> {
    let documents = |(piece, it): (usize, &Piece)| (0..it.documents).map(move |number| (piece, number));
    let places: Vec<(usize, usize)> = editor.pieces.iter().enumerate().flat_map(documents).collect();
    let mut found = BTreeMap::<usize, Vec<_>>::new();
    for (at, (document, changes)) in groups.iter().enumerate() {
        if let Some((piece, number)) = places.get(*document) {
            found.entry(*piece).or_default().push((at, (*number, *changes)));
        }
    }
    found
}

/// Edits the items of a list by themselves, and the document whole where that does not do. `None` where the items cannot be put together.
fn by_item(piece: &mut Piece, groups: &[Group<'_>]) -> Option<Vec<Result<bool, Refusal>>> {
    let mut results = Vec::new();
    let mut items = Items::of(piece);
    for (number, changes) in groups {
        if let Some((_, item, below)) = items.as_mut().and_then(|it| it.inside(changes)) {
            results.push(item.apply_all(0, &below));
            continue;
        }
        if let Some(items) = items.take() {
            items.join(piece)?;
        }
        results.push(piece.apply_all(*number, changes));
        items = Items::of(piece);
    }
    match items {
        Some(items) => items.join(piece).map(|()| results),
        None => Some(results),
    }
}
