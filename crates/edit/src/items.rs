//! A long list taken apart, as `kubectl get -o yaml` writes one: each item is edited and proved by itself, so that an edit costs its
//! item and not the list.
//!
//! An item of a block sequence, from the line of its dash to the line of the next one, is a document by itself, a sequence of
//! one. Where that is not so (an alias leads out of it, brackets are around it), nothing is taken apart. It is not taken on trust either:
//! each item must read alone as it reads in its place, and once the edits are made the whole is read again, and
//! must have the values that the items have.

use yaml::{NodeId, NodeKind, Path, Step};

use crate::change::Change;
use crate::locate::View;
use crate::piece::{Piece, Read, refuse_foreign};

/// The longest list below a document's top, in items.
pub(crate) struct Items {
    key: String,
    /// What stands before the first item, and behind the last.
    head: String,
    tail: String,
    items: Vec<Piece>,
}

impl Items {
    /// Takes a document apart; `None` where its items do not stand by themselves.
    pub(crate) fn of(piece: &mut Piece) -> Option<Items> {
        if piece.documents != 1 {
            return None;
        }
        let open = piece.open().ok()?;
        let view = open.view(0)?;
        let (key, starts, end) = bounds(view)?;
        let text = open.text;
        let ends = starts[1..].iter().copied().chain([end]);
        let pieces = starts.iter().zip(ends).map(|(start, end)| Piece::part(&text[*start..end], view.layout));
        let mut items: Vec<Piece> = pieces.collect();
        let mut in_place = items.iter_mut().zip(open.read.seen[0].list(&key)?);
        let alone = in_place.all(|(piece, seen)| piece.only_item() == Some(seen));
        let (head, tail) = (text[..starts[0]].to_owned(), text[end..].to_owned());
        alone.then_some(Items { key, head, tail, items })
    }

    /// The item that all of the changes are inside of, and what they are in it alone.
    pub(crate) fn inside(&mut self, changes: &[Change]) -> Option<(usize, &mut Piece, Vec<Change>)> {
        let place = |change: &Change| match change.path().0.as_slice() {
            [Step::Key(key), Step::Index(at), _, ..] if *key == self.key => Some(*at),
            _ => None,
        };
        let at = place(changes.first()?)?;
        if !changes.iter().all(|it| place(it) == Some(at)) {
            return None;
        }
        let below = |it: &Change| it.at(Path([&[Step::Index(0)], &it.path().0[2..]].concat()));
        let start = self.head.len() + self.items.get(..at)?.iter().map(|it| it.text.len()).sum::<usize>();
        Some((start, self.items.get_mut(at)?, changes.iter().map(below).collect()))
    }

    /// Puts the items back. `None` where the whole does not read as its items do, and nothing is changed.
    pub(crate) fn join(mut self, piece: &mut Piece) -> Option<()> {
        let mut seen = Vec::new();
        for item in &mut self.items {
            seen.push(item.only_item()?.clone());
        }
        let items: String = self.items.iter().map(|it| it.text.as_str()).collect();
        let text = [self.head, items, self.tail].concat();
        let before = piece.open().ok()?.read;
        let wanted = before.seen[0].clone().with_list(&self.key, seen);
        let after = Read::of(&text).filter(|it| it.is_right(before, 0, &wanted))?;
        piece.take(text, after);
        Some(())
    }
}

/// The key of the longest list below the top, where each of its items begins, and where the last one ends.
fn bounds(view: View<'_>) -> Option<(String, Vec<usize>, usize)> {
    refuse_foreign(view).ok()?;
    let alias = |id: u32| matches!(view.tree.node(NodeId(id)).kind, NodeKind::Alias(_));
    let root = view.tree.root().filter(|it| view.is_mapping(*it))?;
    if (0..view.tree.n_nodes() as u32).any(alias) {
        return None;
    }
    let entries = view.tree.child_ids(root);
    let lists =
        (1..entries.len()).step_by(2).filter(|at| view.is_sequence(entries[*at]) && !view.is_flow(entries[*at]));
    let at = lists.max_by_key(|at| view.tree.child_ids(entries[*at]).len())?;
    let key = yaml::Ref::new(view.text, view.tree, entries[at - 1]).text()?.to_owned();
    // Refused where the key stands twice or the list elsewhere too.
    let path = [Step::Key(key.clone())];
    let list = view.find(&path).ok()?.node;
    let begins = |item: &NodeId| {
        let dash =
            view.dash(*item).filter(|it| view.is_mapping(*item) && !view.is_flow(*item) && view.begins_line(*it))?;
        Some(view.line_start(dash))
    };
    let starts: Vec<usize> = view.tree.child_ids(list).iter().map(begins).collect::<Option<_>>()?;
    let end = match entries.get(at + 1) {
        Some(next) => {
            let next = view.span(*next).start as usize;
            view.begins_line(next).then(|| view.line_start(next))?
        }
        None => view.text.len(),
    };
    (starts.len() > 1).then_some((key, starts, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Option<(Piece, Items)> {
        let mut piece = Piece::new(text);
        let items = Items::of(&mut piece)?;
        Some((piece, items))
    }

    fn texts(text: &str) -> Vec<String> {
        items(text).map_or_else(Vec::new, |(_, items)| items.items.into_iter().map(|it| it.text).collect())
    }

    #[test]
    fn a_list_is_taken_apart_at_its_dashes() {
        assert_eq!(
            texts(
                "---\r\na: [1, 2]\r\nitems:\r\n  # one\r\n  - a: 1\r\n\r\n  - # two\r\n    a: |\r\n      - b\r\nkind: List"
            ),
            ["  - a: 1\r\n\r\n", "  - # two\r\n    a: |\r\n      - b\r\n"]
        );
        assert_eq!(texts("l:\n- a: 1\n- - b\n"), Vec::<String>::new(), "an item that is no mapping");
        assert_eq!(texts("l:\n- a: 1\n- {b: 2}\n"), Vec::<String>::new(), "brackets");
        assert_eq!(texts("l:\n- a: &x 1\n- b: *x\n"), Vec::<String>::new(), "an alias");
        assert_eq!(texts("{l: [{a: 1}, {b: 2}]}\n"), Vec::<String>::new(), "JSON");
        assert_eq!(texts("%TAG !e! tag:example.org,2026:\n---\nl:\n- a: !e!x 1\n- b: 2\n"), Vec::<String>::new());
    }

    #[test]
    fn what_does_not_read_as_its_items_is_not_put_together() {
        let text = "l:\n- a: 1\n- b: 2\n";
        let (mut piece, mut items) = items(text).expect("a list");
        let read = Read::of("- a: 3\n").expect("YAML");
        items.items[0].take("- a: 4\n".to_owned(), read);
        assert!(items.join(&mut piece).is_none());
        assert_eq!(piece.text, text);
    }
}
