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
        Ref { id: self.tree.followed(id), ..self }
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

    /// The name of a key as the API server gets it: `yes` is `true` there and `0x10` is `16`; `None` for a collection.
    #[must_use]
    pub fn name(self) -> Option<&'a str> {
        self.tree.name_of(self.text, self.id)
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
        let resolves = matches!(self.style(), Some(Style::Plain | Style::Typed));
        Some(if resolves { resolve(text) } else { Scalar::Str(text) })
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

    /// The value of `key` in a mapping. Keys and merge keys are taken in the order of the document, and the later wins, as in
    /// go-yaml v2: what a merge key brings in overrides what stands before it. A null value counts as absent, as it does for the
    /// API server.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Ref<'a>> {
        self.get_entry(key).map(|(_, value)| value)
    }

    /// As [`Ref::get`], with the key.
    #[must_use]
    pub fn get_entry(self, key: &str) -> Option<(Ref<'a>, Ref<'a>)> {
        self.find_entry(key).filter(|(_, value)| !value.is_null())
    }

    /// As [`Ref::get_entry`]; a null value is one, and hides what stands before it.
    fn find_entry(self, key: &str) -> Option<(Ref<'a>, Ref<'a>)> {
        if !self.is_mapping() {
            return None;
        }
        let pairs = self.tree.child_ids(self.id).chunks_exact(2).rev();
        pairs.map(|pair| (Ref { id: pair[0], ..self }, self.at(pair[1]))).find_map(|(own, value)| match own.name() {
            Some(name) if name == key && !own.is_merge() => Some((own, value)),
            Some("<<") if own.is_merge() => value.merged().find_map(|it| it.find_entry(key)),
            _ => None,
        })
    }

    fn is_merge(self) -> bool {
        self.tree.is_merge_in(self.text, 0, self.id)
    }

    /// What the value of a merge key names: one mapping, or each of a list, where the earlier one wins.
    fn merged(self) -> impl Iterator<Item = Ref<'a>> {
        let one = (!self.is_sequence()).then_some(self);
        one.into_iter().chain(self.items())
    }

    /// The entries of a mapping: own keys in order, then merged ones; overridden and null ones left out. Empty for anything else.
    #[must_use]
    pub fn entries(self) -> Entries<'a> {
        let mut found = Found::default();
        if self.tree.duplicates().is_empty() && !self.own_pairs().any(|(key, _)| key.is_merge()) {
            found.entries.extend(self.own_pairs());
        } else {
            // Own keys take their places first.
            self.own_pairs().filter(|(key, _)| !key.is_merge()).for_each(|(key, value)| found.set(key, value));
            self.put_into(&mut found);
        }
        found.entries.retain(|(_, value)| !value.is_null());
        Entries(found.entries.into_iter())
    }

    /// The entries of a mapping as they stand: null values included, merge keys not followed.
    pub fn raw_entries(self) -> impl Iterator<Item = (Ref<'a>, Ref<'a>)> + use<'a> {
        self.own_pairs()
    }

    fn own_pairs(self) -> impl Iterator<Item = (Ref<'a>, Ref<'a>)> + use<'a> {
        let ids = if self.is_mapping() { self.tree.child_ids(self.id) } else { &[] };
        ids.chunks_exact(2).map(move |pair| (self.key(pair[0]), self.at(pair[1])))
    }

    /// A key is itself, also where it is an alias: its name and whether it merges depend on it.
    fn key(self, id: NodeId) -> Ref<'a> {
        Ref { id, ..self }
    }

    /// Sets every entry in the order of the document.
    fn put_into(self, found: &mut Found<'a>) {
        for (key, value) in self.own_pairs() {
            if key.is_merge() {
                let merged: Vec<Ref<'a>> = value.merged().collect();
                merged.into_iter().rev().for_each(|it| it.put_into(found));
            } else {
                found.set(key, value);
            }
        }
    }

    /// The items of a sequence. Empty for anything else.
    #[must_use]
    pub fn items(self) -> Items<'a> {
        let ids = if self.is_sequence() { self.tree.child_ids(self.id) } else { &[] };
        Items { parent: self, ids: ids.iter() }
    }
}

/// Entries by name; each keeps the place that it had first.
#[derive(Default)]
struct Found<'a> {
    entries: Vec<(Ref<'a>, Ref<'a>)>,
    places: HashMap<Option<&'a str>, usize>,
}

impl<'a> Found<'a> {
    fn set(&mut self, key: Ref<'a>, value: Ref<'a>) {
        match self.places.get(&key.name()) {
            Some(at) => self.entries[*at] = (key, value),
            None => {
                self.places.insert(key.name(), self.entries.len());
                self.entries.push((key, value));
            }
        }
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
