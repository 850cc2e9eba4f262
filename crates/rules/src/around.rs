//! Objects by where they stand: in which of them a place is.

use std::collections::HashMap;

use model::{DocId, Place};
use yaml::NodeId;

/// For each document the objects in it, by the node where each begins.
#[derive(Default)]
pub(crate) struct Around {
    by_document: HashMap<DocId, Vec<(NodeId, usize)>>,
}

impl Around {
    /// Of objects, by their places and in their order.
    pub(crate) fn of(places: impl Iterator<Item = Place>) -> Around {
        let mut by_document: HashMap<DocId, Vec<(NodeId, usize)>> = HashMap::new();
        for (at, place) in places.enumerate() {
            by_document.entry(place.doc).or_default().push((place.node, at));
        }
        by_document.values_mut().for_each(|it| it.sort_unstable());
        Around { by_document }
    }

    /// The objects that begin last before a place: one, or several that are read from one object.
    pub(crate) fn at(&self, place: Place) -> impl Iterator<Item = usize> + '_ {
        let here = self.by_document.get(&place.doc).map_or(&[][..], Vec::as_slice);
        let before = &here[..here.partition_point(|it| it.0 <= place.node)];
        let begin = before.last().map(|it| it.0);
        before[before.partition_point(|it| Some(it.0) < begin)..].iter().map(|it| it.1)
    }
}
