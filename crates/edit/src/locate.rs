//! From a path to nodes, and from nodes to the bytes that they really cover.

use yaml::{NodeId, NodeKind, Ref, Span, Step, Style, Tree};

use crate::layout::Layout;
use crate::refusal::Refusal;

/// One document and the text that it stands in.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) text: &'a str,
    pub(crate) tree: &'a Tree,
    /// How it was written by the person whose it is.
    pub(crate) layout: Layout,
}

/// Where a path leads.
pub(crate) struct Found<'p> {
    /// The node that the path names, or the last one on the way that is there.
    pub(crate) node: NodeId,
    /// The collection above it, with the key where it is a mapping.
    pub(crate) parent: Option<(NodeId, Option<NodeId>)>,
    /// The steps that lead to nothing.
    pub(crate) missing: &'p [Step],
}

impl<'a> View<'a> {
    /// Follows a path. Refuses where something on the way stands elsewhere too, or comes from elsewhere.
    pub(crate) fn find<'p>(&self, path: &'p [Step]) -> Result<Found<'p>, Refusal> {
        let mut node = self.tree.root().ok_or(Refusal::Unreadable)?;
        let mut parent = None;
        for (at, step) in path.iter().enumerate() {
            self.refuse_shared(node)?;
            let next = match step {
                Step::Key(key) if self.is_mapping(node) => {
                    self.entry(node, key)?.map(|(key, value)| (Some(key), value))
                }
                Step::Key(_) if self.is_null(node) => None,
                Step::Index(index) if self.is_sequence(node) => {
                    Some((None, *self.tree.child_ids(node).get(*index).ok_or(Refusal::Shape)?))
                }
                _ => return Err(Refusal::Shape),
            };
            let Some((key, value)) = next else { return Ok(Found { node, parent, missing: &path[at..] }) };
            parent = Some((node, key));
            node = value;
        }
        self.refuse_shared(node)?;
        Ok(Found { node, parent, missing: &[] })
    }

    fn refuse_shared(&self, node: NodeId) -> Result<(), Refusal> {
        let alias = matches!(self.tree.node(node).kind, NodeKind::Alias(_));
        if alias || self.tree.is_aliased(node) { Err(Refusal::Alias) } else { Ok(()) }
    }

    /// What is removed or replaced must not be referred to from elsewhere.
    pub(crate) fn refuse_shared_below(&self, node: NodeId) -> Result<(), Refusal> {
        let shared = (node.0..=self.last_below(node).0).any(|id| self.tree.is_aliased(NodeId(id)));
        if shared { Err(Refusal::Alias) } else { Ok(()) }
    }

    fn last_below(&self, node: NodeId) -> NodeId {
        let mut last = node;
        while let Some(child) = self.tree.child_ids(last).last() {
            last = *child;
        }
        last
    }

    fn entry(&self, mapping: NodeId, key: &str) -> Result<Option<(NodeId, NodeId)>, Refusal> {
        let mut found = None;
        // A merge key overrides what stands before it.
        let mut merged = false;
        for pair in self.tree.child_ids(mapping).chunks_exact(2) {
            match self.key_text(pair[0]) {
                Some("<<") => merged = true,
                Some(name) if name == key && found.is_some() => return Err(Refusal::Duplicate),
                Some(name) if name == key => {
                    found = Some((pair[0], pair[1]));
                    merged = false;
                }
                _ => {}
            }
        }
        if merged { Err(Refusal::MergeKey) } else { Ok(found) }
    }

    fn key_text(&self, key: NodeId) -> Option<&'a str> {
        Ref::new(self.text, self.tree, key).text()
    }

    pub(crate) fn is_mapping(&self, node: NodeId) -> bool {
        matches!(self.tree.node(node).kind, NodeKind::Mapping(..))
    }

    pub(crate) fn is_sequence(&self, node: NodeId) -> bool {
        matches!(self.tree.node(node).kind, NodeKind::Sequence(..))
    }

    pub(crate) fn is_scalar(&self, node: NodeId) -> bool {
        matches!(self.tree.node(node).kind, NodeKind::Borrowed(..) | NodeKind::Owned(..))
    }

    pub(crate) fn is_block_scalar(&self, node: NodeId) -> bool {
        Ref::new(self.text, self.tree, node).style() == Some(Style::Block)
    }

    pub(crate) fn is_null(&self, node: NodeId) -> bool {
        self.is_scalar(node) && Ref::new(self.text, self.tree, node).is_null()
    }

    /// Nothing at all is written.
    pub(crate) fn is_blank(&self, node: NodeId) -> bool {
        self.is_null(node) && self.span(node).start == self.span(node).end
    }

    pub(crate) fn span(&self, node: NodeId) -> Span {
        self.tree.node(node).span
    }

    /// Whether a collection is written with brackets.
    pub(crate) fn is_flow(&self, node: NodeId) -> bool {
        let open = self.text.as_bytes().get(self.span(node).start as usize);
        match open {
            Some(b'[') => self.is_sequence(node),
            // `{a: b}: c` is a block mapping whose key begins with a bracket.
            Some(b'{') => {
                self.is_mapping(node)
                    && self
                        .tree
                        .child_ids(node)
                        .first()
                        .is_none_or(|key| self.span(*key).start != self.span(node).start)
            }
            _ => false,
        }
    }

    /// Where the last byte of a node's own text ends; of an entry without a value, the key's.
    pub(crate) fn end(&self, node: NodeId) -> usize {
        let children = self.tree.child_ids(node);
        match children.last() {
            Some(last) if !self.is_flow(node) => {
                if self.is_blank(*last) && self.is_mapping(node) {
                    self.span(children[children.len() - 2]).end as usize
                } else {
                    self.end(*last)
                }
            }
            _ => self.span(node).end as usize,
        }
    }

    pub(crate) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |found| found + 1)
    }

    /// The line's end, its break left out: `\r` too.
    pub(crate) fn line_end(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |found| at + found);
        if end > at && self.text.as_bytes()[end - 1] == b'\r' { end - 1 } else { end }
    }

    /// One past the line's break.
    pub(crate) fn next_line(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |found| at + found + 1)
    }

    pub(crate) fn column(&self, at: usize) -> usize {
        self.text[self.line_start(at)..at].chars().count()
    }

    /// Whether only blanks stand before a place on its line.
    pub(crate) fn begins_line(&self, at: usize) -> bool {
        self.text[self.line_start(at)..at].bytes().all(|byte| byte == b' ')
    }
}
