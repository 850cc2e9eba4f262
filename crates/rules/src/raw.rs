//! Fields that the model leaves out because one rule alone needs them.

use model::{Documents, Place};
use yaml::{Ref, Step};

/// The node of a place, to look further from.
pub(crate) fn at(documents: &Documents, place: Place) -> Option<Ref<'_>> {
    let mut node = documents.root(place.doc)?;
    for step in documents.path(place).0 {
        node = match step {
            Step::Key(key) => node.get(&key)?,
            Step::Index(index) => node.items().nth(index)?,
        };
    }
    Some(node)
}

/// The node at the end of a way of keys.
pub(crate) fn below<'a>(node: Ref<'a>, way: &[&str]) -> Option<Ref<'a>> {
    way.iter().try_fold(node, |node, key| node.get(key))
}
