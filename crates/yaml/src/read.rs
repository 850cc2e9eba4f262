//! Reading a tree: aliases and merge keys are followed here, once, so that nobody else knows of them.

use std::collections::HashMap;

use crate::scalar::{Scalar, resolve};
use crate::tree::NodeKind;
use crate::{NodeId, Span, Style, Tree};

/// A node together with its tree and its file's text. Aliases are followed: a `Ref` is never an alias itself, and its
/// [`Ref::id`] is the node that the alias points to.
#[derive(Clone, Copy)]
pub struct Ref<'a> {
    text: &'a str,
    tree: &'a Tree,
    id: NodeId,
}

impl<'a> Ref<'a> {
    /// The top of a document. `text` is the whole file that the tree was parsed from.
    #[must_use]
    pub fn root(text: &'a str, tree: &'a Tree) -> Option<Ref<'a>> {
        tree.root().map(|id| Ref { text, tree, id: NodeId(0) }.at(id))
    }

    /// Any node of a document; an alias leads to what it refers to.
    ///
    /// # Panics
    /// When the id is of another tree and too large for this one.
    #[must_use]
    pub fn new(text: &'a str, tree: &'a Tree, id: NodeId) -> Ref<'a> {
        Ref { text, tree, id }.at(id)
    }

    fn at(self, id: NodeId) -> Ref<'a> {
        let mut id = id;
        while let NodeKind::Alias(target) = self.tree.node(id).kind {
            id = target;
        }
        Ref { id, ..self }
    }

    /// The node's id in its tree.
    #[must_use]
    pub fn id(self) -> NodeId {
        self.id
    }

    /// Where the node stands.
    #[must_use]
    pub fn span(self) -> Span {
        self.tree.node(self.id).span
    }

    /// The source text of the node.
    #[must_use]
    pub fn source(self) -> &'a str {
        self.span().slice(self.text)
    }

    /// The text of a scalar, whatever its type; `None` for a collection.
    #[must_use]
    pub fn text(self) -> Option<&'a str> {
        self.tree.text_of(self.text, self.id)
    }

    /// How a scalar was written.
    #[must_use]
    pub fn style(self) -> Option<Style> {
        match self.tree.node(self.id).kind {
            NodeKind::Borrowed(style, _) | NodeKind::Owned(style, _) => Some(style),
            _ => None,
        }
    }

    /// What a scalar means to Kubernetes; `None` for a collection.
    #[must_use]
    pub fn scalar(self) -> Option<Scalar<'a>> {
        let text = self.text()?;
        Some(if self.style() == Some(Style::Plain) { resolve(text) } else { Scalar::Str(text) })
    }

    /// Whether this is nothing: an empty value, `~` or `null`.
    #[must_use]
    pub fn is_null(self) -> bool {
        self.scalar() == Some(Scalar::Null)
    }

    /// Whether this is a mapping.
    #[must_use]
    pub fn is_mapping(self) -> bool {
        matches!(self.tree.node(self.id).kind, NodeKind::Mapping(..))
    }

    /// Whether this is a sequence.
    #[must_use]
    pub fn is_sequence(self) -> bool {
        matches!(self.tree.node(self.id).kind, NodeKind::Sequence(..))
    }

    /// The value of `key` in a mapping: the last one where the key stands twice, else what a merge key brings in. A null value
    /// counts as absent, as it does for the API server.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Ref<'a>> {
        self.get_entry(key).map(|(_, value)| value)
    }

    /// As [`Ref::get`], with the key.
    #[must_use]
    pub fn get_entry(self, key: &str) -> Option<(Ref<'a>, Ref<'a>)> {
        self.find_entry(key).filter(|(_, value)| !value.is_null())
    }

    /// As [`Ref::get_entry`]; a null value is one, and hides what a merge key brings in.
    fn find_entry(self, key: &str) -> Option<(Ref<'a>, Ref<'a>)> {
        if !self.is_mapping() {
            return None;
        }
        let mut merges = false;
        for pair in self.tree.child_ids(self.id).chunks_exact(2).rev() {
            match self.tree.text_of(self.text, pair[0]) {
                Some(name) if name == key => return Some((Ref { id: pair[0], ..self }, self.at(pair[1]))),
                Some("<<") => merges = true,
                _ => {}
            }
        }
        // Without a merge key nothing is walked twice.
        let merged = self.own_pairs().filter(|(key, _)| merges && key.text() == Some("<<"));
        merged.flat_map(|(_, it)| it.merged()).find_map(|it| it.find_entry(key))
    }

    /// What the value of a merge key names: one mapping, or each of a sequence.
    fn merged(self) -> impl Iterator<Item = Ref<'a>> {
        let one = (!self.is_sequence()).then_some(self);
        one.into_iter().chain(self.items())
    }

    /// The entries of a mapping in order, merged ones last; overridden and null ones left out. Empty for anything else.
    #[must_use]
    pub fn entries(self) -> Entries<'a> {
        let mut found = Vec::new();
        if self.tree.duplicates().is_empty() && !self.own_pairs().any(|(key, _)| key.text() == Some("<<")) {
            found.extend(self.own_pairs());
        } else {
            self.merge_into(&mut found, &mut HashMap::new());
        }
        found.retain(|(_, value)| !value.is_null());
        Entries(found.into_iter())
    }

    /// The entries of a mapping as they stand: null values included, merge keys not followed.
    pub fn raw_entries(self) -> impl Iterator<Item = (Ref<'a>, Ref<'a>)> + use<'a> {
        self.own_pairs()
    }

    fn own_pairs(self) -> impl Iterator<Item = (Ref<'a>, Ref<'a>)> + use<'a> {
        let ids = if self.is_mapping() { self.tree.child_ids(self.id) } else { &[] };
        ids.chunks_exact(2).map(move |pair| (Ref { id: pair[0], ..self }, self.at(pair[1])))
    }

    /// Adds what `found` does not have yet; within this mapping the later of two equal keys wins.
    fn merge_into(self, found: &mut Vec<(Ref<'a>, Ref<'a>)>, places: &mut HashMap<Option<&'a str>, usize>) {
        let first_own = found.len();
        let mut merges = Vec::new();
        for (key, value) in self.own_pairs() {
            if key.text() == Some("<<") {
                merges.push(value);
                continue;
            }
            match places.get(&key.text()) {
                Some(at) if *at >= first_own => found[*at] = (key, value),
                Some(_) => {}
                None => {
                    places.insert(key.text(), found.len());
                    found.push((key, value));
                }
            }
        }
        merges.into_iter().flat_map(Ref::merged).for_each(|it| it.merge_into(found, places));
    }

    /// The items of a sequence. Empty for anything else.
    #[must_use]
    pub fn items(self) -> Items<'a> {
        let ids = if self.is_sequence() { self.tree.child_ids(self.id) } else { &[] };
        Items { parent: self, ids: ids.iter() }
    }
}

/// Iterator over a mapping's keys and values.
pub struct Entries<'a>(std::vec::IntoIter<(Ref<'a>, Ref<'a>)>);

impl<'a> Iterator for Entries<'a> {
    type Item = (Ref<'a>, Ref<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

/// Iterator over a sequence's items.
pub struct Items<'a> {
    parent: Ref<'a>,
    ids: std::slice::Iter<'a, NodeId>,
}

impl<'a> Iterator for Items<'a> {
    type Item = Ref<'a>;

    fn next(&mut self) -> Option<Ref<'a>> {
        self.ids.next().map(|id| self.parent.at(*id))
    }
}
