//! The arena: nodes in document order, children as ranges, scalars as places in the source.

use std::fmt;

use zeroize::Zeroize;

use crate::SyntaxError;

/// A half-open range of bytes in the source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The text that the span covers, or `""` where it does not fit the text (never the case for a tree's own file).
    #[must_use]
    pub fn slice(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

/// A node of one [`Tree`]. Ids grow in document order: a node's descendants are the ids up to its next sibling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes: subject to Kubernetes' rules for booleans, numbers and null.
    Plain,
    /// `'single'` or `"double"` quotes.
    Quoted,
    /// A `|` or `>` block.
    Block,
    /// Text by its tag, however it is written: `!!str`, `!!binary` (decoded), a tag that nobody knows.
    Tagged,
    /// With a tag of a type (`!!bool "yes"`): reads as a plain scalar does, however it is written.
    Typed,
}

/// What a node is. Indices point into the tree's own tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A scalar whose value stands in the source literally, at this range of bytes.
    Borrowed(Style, Span),
    /// A scalar whose value had to be computed (escapes, folding): index into the owned strings.
    Owned(Style, u32),
    /// A sequence: the range of its items in the child table.
    Sequence(u32, u32),
    /// A mapping: the range of its keys and values, alternating, in the child table.
    Mapping(u32, u32),
    /// A reference to an anchored node that stands earlier.
    Alias(NodeId),
}

/// A node and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Where it stands, quotes included; a collection reaches from its first to its last child.
    pub span: Span,
}

/// One document. Holds no text: [`crate::Ref`] joins it with its file's.
///
/// There is no `Debug`: computed scalars may be secrets.
#[derive(Default)]
pub struct Tree {
    pub(crate) nodes: Vec<Node>,
    pub(crate) children: Vec<NodeId>,
    pub(crate) owned: Vec<Box<str>>,
    pub(crate) duplicates: Vec<NodeId>,
    /// Sorted once the document ends.
    pub(crate) aliased: Vec<NodeId>,
    /// Keys whose name is not what is written (`yes`, `0x10`), with the index of the name among the owned strings. Sorted once
    /// the document ends.
    pub(crate) names: Vec<(NodeId, u32)>,
    pub(crate) refused: Vec<SyntaxError>,
}

impl Tree {
    /// The top node, or `None` for an empty document.
    #[must_use]
    pub fn root(&self) -> Option<NodeId> {
        (!self.nodes.is_empty()).then_some(NodeId(0))
    }

    /// Number of nodes, keys and aliases included.
    #[must_use]
    pub fn n_nodes(&self) -> usize {
        self.nodes.len()
    }

    /// Keys that stand in their mapping a second time. Kubernetes' strict validation refuses such a document; other readers
    /// let the later one win.
    #[must_use]
    pub fn duplicates(&self) -> &[NodeId] {
        &self.duplicates
    }

    /// What is YAML and cannot become JSON, so that Kubernetes' reader refuses the whole document: a key that is not a string, a
    /// value that is not of its tag's type, a merge of what is no mapping, an infinite number, too many aliases.
    #[must_use]
    pub fn refused(&self) -> &[SyntaxError] {
        &self.refused
    }

    /// Whether an alias refers to this very node: what stands here stands elsewhere too.
    #[must_use]
    pub fn is_aliased(&self, id: NodeId) -> bool {
        self.aliased.binary_search(&id).is_ok()
    }

    /// The node with this id.
    ///
    /// # Panics
    /// When the id is of another tree and too large for this one.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Node {
        self.nodes[id.0 as usize]
    }

    /// The children as they stand, aliases not followed: a mapping's keys and values alternating, a sequence's items.
    ///
    /// # Panics
    /// When the id is of another tree and too large for this one.
    #[must_use]
    pub fn child_ids(&self, id: NodeId) -> &[NodeId] {
        match self.node(id).kind {
            NodeKind::Sequence(from, to) | NodeKind::Mapping(from, to) => &self.children[from as usize..to as usize],
            _ => &[],
        }
    }

    /// The way from the root to `target`, as keys and indices. `text` is the whole file.
    ///
    /// For a key, the path is that of its value: a person means the field. Logarithmic in nothing, linear in depth times width.
    #[must_use]
    pub fn path_to(&self, text: &str, target: NodeId) -> Path {
        let step = |it: &TrailStep<'_>| match it.child {
            Child::Key(key) => Step::Key(key.unwrap_or("?").to_owned()),
            Child::Item(index) => Step::Index(index),
        };
        Path(self.trail_to(text, target).steps.iter().map(step).collect())
    }

    /// The way from the root to `target` with the collections that it leads through, nothing copied. `text` is the whole file.
    #[must_use]
    pub fn trail_to<'a>(&'a self, text: &'a str, target: NodeId) -> Trail<'a> {
        let mut trail = Trail { steps: Vec::new(), in_key: false };
        let mut at = NodeId(0);
        while at < target {
            let ids = self.child_ids(at);
            let position = ids.partition_point(|child| *child <= target);
            let Some(position) = position.checked_sub(1) else { break };
            let child = if matches!(self.node(at).kind, NodeKind::Mapping(..)) {
                trail.in_key |= position % 2 == 0;
                Child::Key(self.text_of(text, ids[position & !1]))
            } else {
                Child::Item(position)
            };
            trail.steps.push(TrailStep { parent: at, child });
            at = ids[position];
        }
        trail
    }

    /// The scalars and aliases in order, beginning with the last one that starts before `offset`; empty ones are left out.
    /// The beginning is found in logarithmic time, so that one line of a long document can be looked at alone.
    pub fn leaves_from(&self, offset: u32) -> impl Iterator<Item = (NodeId, Span)> + use<'_> {
        let is_leaf = |node: &Node| {
            !matches!(node.kind, NodeKind::Sequence(..) | NodeKind::Mapping(..)) && node.span.end > node.span.start
        };
        let later = self.nodes.partition_point(|node| node.span.start < offset);
        let first = self.nodes[..later].iter().rposition(is_leaf).unwrap_or(later);
        let numbered = (first as u32..).zip(&self.nodes[first..]);
        numbered.filter(move |(_, node)| is_leaf(node)).map(|(id, node)| (NodeId(id), node.span))
    }

    pub(crate) fn text_of<'a>(&'a self, text: &'a str, id: NodeId) -> Option<&'a str> {
        self.text_in(text, 0, id)
    }

    /// As [`Tree::text_of`], where `part` begins at byte `base` of the file.
    pub(crate) fn text_in<'a>(&'a self, part: &'a str, base: u32, id: NodeId) -> Option<&'a str> {
        match self.node(self.followed(id)).kind {
            NodeKind::Borrowed(_, span) => {
                Some(part.get((span.start - base) as usize..(span.end - base) as usize).unwrap_or(""))
            }
            NodeKind::Owned(_, at) => Some(&self.owned[at as usize]),
            _ => None,
        }
    }

    /// The name that a key has for the API server; `None` for a collection.
    pub(crate) fn name_of<'a>(&'a self, text: &'a str, key: NodeId) -> Option<&'a str> {
        match self.names.binary_search_by_key(&key, |(id, _)| *id) {
            Ok(at) => Some(&self.owned[self.names[at].1 as usize]),
            Err(_) => self.text_of(text, key),
        }
    }

    /// Whether a key merges: a plain `<<`, or one with the tag `!!merge`. Quoted it is a name, and so is an alias of it.
    pub(crate) fn is_merge_in(&self, part: &str, base: u32, key: NodeId) -> bool {
        let plain = matches!(
            self.node(key).kind,
            NodeKind::Borrowed(Style::Plain | Style::Typed, _) | NodeKind::Owned(Style::Plain | Style::Typed, _)
        );
        plain && self.text_in(part, base, key) == Some("<<")
    }

    /// The node that an alias leads to; any other node itself.
    pub(crate) fn followed(&self, id: NodeId) -> NodeId {
        match self.node(id).kind {
            NodeKind::Alias(target) => target,
            _ => id,
        }
    }
}

impl Drop for Tree {
    /// Overwrites computed scalars: they may be secrets.
    fn drop(&mut self) {
        self.owned.iter_mut().for_each(Zeroize::zeroize);
    }
}

/// The way to a node, as [`Tree::trail_to`] tells it.
pub struct Trail<'a> {
    /// From the top down.
    pub steps: Vec<TrailStep<'a>>,
    /// Whether the node is a key of a mapping, or part of one.
    pub in_key: bool,
}

/// One step of a [`Trail`].
#[derive(Clone, Copy)]
pub struct TrailStep<'a> {
    /// The collection that is left.
    pub parent: NodeId,
    /// Where to.
    pub child: Child<'a>,
}

/// A child of a collection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Child<'a> {
    /// The key or the value of this name; `None` where the key is a collection.
    Key(Option<&'a str>),
    /// An item, from 0.
    Item(usize),
}

impl<'a> Trail<'a> {
    /// The keys on the way, the last one first. Numbers of items are passed over.
    pub fn names_from_below(&self) -> impl Iterator<Item = &'a str> {
        self.steps.iter().rev().filter_map(|step| match step.child {
            Child::Key(name) => name,
            Child::Item(_) => None,
        })
    }
}

/// One step from a node to a child.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Into a mapping.
    Key(String),
    /// Into a sequence, from 0.
    Index(usize),
}

/// A way through a document, shown as `spec.containers[0].image`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path(pub Vec<Step>);

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if key.contains(['.', '/', '[', ' ']) => write!(f, "[{key:?}]")?,
                Step::Key(key) if at == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}
