//! From parser events to trees, within bounds.

use std::collections::{HashMap, HashSet};

use crate::events::{Event, Events, Placed, Properties};
use crate::names::{self, Name};
use crate::scalar::{Scalar, resolve};
use crate::scan::{MAX_DEPTH, Value};
use crate::tags::{self, Tagged};
use crate::tree::{Node, NodeKind};
use crate::{Chunk, Flaw, NodeId, Span, Style, SyntaxError, Tree, aliasing, characters, json};

/// Bounds on one document. Depth is bound too: 255 levels.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Nodes in the tree.
    pub nodes: usize,
    /// Nodes that a reader would see who follows every alias (the "billion laughs").
    pub expanded: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { nodes: 8_000_000, expanded: 16_000_000 }
    }
}

/// Parses one part of `text` into its documents.
///
/// Empty documents are left out. On a flaw, the documents before it in the same part are lost with it: parts are cut at
/// `---`, so this happens only where `...` ends a document.
///
/// # Errors
/// [`SyntaxError`] with the byte offset in the whole text, for text that is not YAML to go-yaml v2, or exceeds `limits`. What is YAML
/// and cannot become JSON is in [`Tree::refused`].
pub fn parse(text: &str, chunk: Chunk, limits: &Limits) -> Result<Vec<Tree>, SyntaxError> {
    let mut part = Part::new(text, chunk, limits)?;
    while part.step()? {}
    Ok(part.builder.done)
}

/// What Kubernetes reads of a part: its first document.
pub struct First {
    /// The document; `None` where it is empty.
    pub tree: Option<Tree>,
    /// Where something stands behind it, which Kubernetes does not look at.
    pub behind: Option<u32>,
}

/// Parses the first document of a part, as Kubernetes does.
///
/// # Errors
/// As [`parse`], for a flaw that Kubernetes meets.
pub fn parse_first(text: &str, chunk: Chunk, limits: &Limits) -> Result<First, SyntaxError> {
    let mut part = Part::new(text, chunk, limits)?;
    while part.builder.n_documents == 0 && part.step()? {}
    let behind = part.events.behind().map(|at| chunk.span.start + at as u32);
    Ok(First { tree: part.builder.done.pop(), behind })
}

/// A part that is being read.
struct Part<'a> {
    events: Events<'a>,
    builder: Builder<'a>,
}

impl<'a> Part<'a> {
    fn new(text: &'a str, chunk: Chunk, limits: &'a Limits) -> Result<Part<'a>, SyntaxError> {
        let part = chunk.span.slice(text);
        let base = chunk.span.start;
        let start = start_of_content(part);
        let json = json::is_object(part);
        if !json {
            characters::check(part, start).map_err(|error| SyntaxError { offset: base + error.offset, ..error })?;
        }
        Ok(Part { events: Events::new(part, start, json), builder: Builder::new(part, base, limits) })
    }

    /// Takes an event; false at the end.
    fn step(&mut self) -> Result<bool, SyntaxError> {
        let base = self.builder.base;
        let moved = |error: SyntaxError| SyntaxError { offset: base + error.offset, ..error };
        let Some(placed) = self.events.next().map_err(moved)? else { return Ok(false) };
        self.builder.take(placed).map(|()| true)
    }
}

/// Where the document begins: behind a byte order mark, or behind a marker line that is one to `kubectl` and not to YAML (`---#`).
fn start_of_content(part: &str) -> usize {
    if part.starts_with('\u{feff}') {
        return '\u{feff}'.len_utf8();
    }
    let touched = part.strip_prefix("---").is_some_and(|rest| {
        let line = rest.split('\n').next().unwrap_or("");
        rest.starts_with('#') || (!rest.starts_with([' ', '\t', '\n', '\r']) && line.trim().is_empty())
    });
    if touched { part.find('\n').map_or(part.len(), |at| at + 1) } else { 0 }
}

struct Builder<'a> {
    part: &'a str,
    base: u32,
    limits: &'a Limits,
    tree: Tree,
    open: Vec<Open>,
    pending: Vec<NodeId>,
    anchors: HashMap<&'a str, NodeId>,
    /// Numbers that JSON does not have.
    infinite: Vec<NodeId>,
    /// Those that are keys, which may be so.
    infinite_keys: Vec<NodeId>,
    /// What a reader sees below an anchored node.
    sizes: HashMap<NodeId, Size>,
    weight: u64,
    n_documents: usize,
    done: Vec<Tree>,
}

/// A collection that has begun and not ended.
struct Open {
    id: NodeId,
    first_child: usize,
    mapping: bool,
    anchored: bool,
    weight_before: u64,
    height: usize,
}

/// The name of a key: what is written, or one of the owned strings.
#[derive(Clone, Copy)]
enum KeyName {
    AsWritten,
    Kept(u32),
}

/// The size of a node once every alias in it is followed.
#[derive(Clone, Copy)]
struct Size {
    weight: u64,
    height: usize,
}

impl<'a> Builder<'a> {
    fn new(part: &'a str, base: u32, limits: &'a Limits) -> Builder<'a> {
        Builder {
            part,
            base,
            limits,
            tree: Tree::default(),
            open: Vec::new(),
            pending: Vec::new(),
            anchors: HashMap::new(),
            infinite: Vec::new(),
            infinite_keys: Vec::new(),
            sizes: HashMap::new(),
            weight: 0,
            n_documents: 0,
            done: Vec::new(),
        }
    }

    fn take(&mut self, placed: Placed<'a>) -> Result<(), SyntaxError> {
        let span = Span { start: self.base + placed.start as u32, end: self.base + placed.end as u32 };
        match placed.event {
            Event::Scalar(value, style, properties) => self.scalar(value, style, &properties, span)?,
            Event::SequenceStart(properties) => self.begin(span, false, properties.anchor)?,
            Event::MappingStart(properties) => self.begin(span, true, properties.anchor)?,
            Event::CollectionEnd => self.end(span),
            Event::Alias(name) => self.alias(name, span)?,
            Event::DocumentEnd => self.finish_document(),
        }
        Ok(())
    }

    fn scalar(
        &mut self,
        value: Value,
        style: Style,
        properties: &Properties<'a>,
        span: Span,
    ) -> Result<(), SyntaxError> {
        let span = if style == Style::Block { self.without_trailing_blank(span) } else { span };
        let text = match &value {
            Value::At(from, to) => self.part.get(*from..*to).unwrap_or(""),
            Value::Made(text) => text,
        };
        let (value, style) = match properties.tag.as_deref().map(|tag| tags::apply(tag, text)) {
            None => (value, style),
            Some(Ok(Tagged::AsWritten(style))) => (value, style),
            Some(Ok(Tagged::Made(text, style))) => (Value::Made(text), style),
            Some(Err(flaw)) => {
                self.tree.refused.push(SyntaxError { flaw, offset: span.start });
                (value, Style::Tagged)
            }
        };
        let may_be_number =
            matches!(style, Style::Plain | Style::Typed) && self.text_of(&value).starts_with(['.', '+', '-']);
        let is_infinite =
            may_be_number && matches!(resolve(self.text_of(&value)), Scalar::Float(it) if !it.is_finite());
        let kind = self.kind(value, style);
        let id = self.add(kind, span)?;
        if is_infinite {
            self.infinite.push(id);
        }
        if let Some(anchor) = properties.anchor {
            self.anchors.insert(anchor, id);
            self.sizes.insert(id, Size { weight: 1, height: 0 });
        }
        Ok(())
    }

    fn text_of<'v>(&'v self, value: &'v Value) -> &'v str {
        match value {
            Value::At(from, to) => self.part.get(*from..*to).unwrap_or(""),
            Value::Made(text) => text,
        }
    }

    fn kind(&mut self, value: Value, style: Style) -> NodeKind {
        match value {
            Value::At(from, to) => {
                NodeKind::Borrowed(style, Span { start: self.base + from as u32, end: self.base + to as u32 })
            }
            Value::Made(text) => {
                self.tree.owned.push(text.into_boxed_str());
                NodeKind::Owned(style, self.tree.owned.len() as u32 - 1)
            }
        }
    }

    /// A block scalar's span reaches over its last blank lines: give them back.
    fn without_trailing_blank(&self, span: Span) -> Span {
        let from = (span.start - self.base) as usize;
        let body = self.part.get(from..(span.end - self.base) as usize).unwrap_or("");
        Span { start: span.start, end: span.start + body.trim_end().len() as u32 }
    }

    fn add(&mut self, kind: NodeKind, span: Span) -> Result<NodeId, SyntaxError> {
        if self.tree.nodes.len() >= self.limits.nodes {
            return Err(SyntaxError { flaw: Flaw::TooLarge, offset: span.start });
        }
        let id = NodeId(self.tree.nodes.len() as u32);
        self.tree.nodes.push(Node { kind, span });
        self.pending.push(id);
        self.weight = self.weight.saturating_add(1);
        if self.weight > self.limits.expanded {
            return Err(SyntaxError { flaw: Flaw::TooLarge, offset: span.start });
        }
        Ok(id)
    }

    fn begin(&mut self, span: Span, mapping: bool, anchor: Option<&'a str>) -> Result<(), SyntaxError> {
        let weight_before = self.weight;
        let id = self.add(NodeKind::Sequence(0, 0), span)?;
        let anchored = anchor.is_some();
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, id);
        }
        self.open.push(Open { id, first_child: self.pending.len(), mapping, anchored, weight_before, height: 1 });
        Ok(())
    }

    fn end(&mut self, span: Span) {
        let Some(open) = self.open.pop() else { return };
        let from = self.tree.children.len() as u32;
        self.tree.children.extend(self.pending.drain(open.first_child..));
        let to = self.tree.children.len() as u32;
        let last = self.tree.children[from as usize..].last().map(|child| self.tree.node(*child).span.end);
        // The parser ends a block collection at the next token; its last child is where a person sees it end. A flow
        // collection ends at its bracket.
        let closes = matches!(span.slice_from(self.part, self.base), Some("]" | "}"));
        let node = &mut self.tree.nodes[open.id.0 as usize];
        node.kind = if open.mapping { NodeKind::Mapping(from, to) } else { NodeKind::Sequence(from, to) };
        node.span.end = if closes { span.end } else { last.unwrap_or(node.span.end) };
        if open.mapping {
            self.settle_keys(from, to);
        }
        self.raise(open.height);
        if open.anchored {
            let weight = self.weight.saturating_sub(open.weight_before);
            self.sizes.insert(open.id, Size { weight, height: open.height });
        }
    }

    /// The innermost open collection now holds something of this height.
    fn raise(&mut self, height: usize) {
        if let Some(parent) = self.open.last_mut() {
            parent.height = parent.height.max(height + 1);
        }
    }

    fn alias(&mut self, anchor: &str, span: Span) -> Result<(), SyntaxError> {
        let refuse = |flaw| Err(SyntaxError { flaw, offset: span.start });
        let Some(target) = self.anchors.get(anchor).copied() else { return refuse(Flaw::UnknownAlias) };
        // Only what has ended has a size.
        let Some(size) = self.sizes.get(&target).copied() else { return refuse(Flaw::SelfReference) };
        if self.open.len() + size.height > MAX_DEPTH {
            return refuse(Flaw::TooDeep);
        }
        self.add(NodeKind::Alias(target), span)?;
        self.tree.aliased.push(target);
        self.raise(size.height);
        self.weight = self.weight.saturating_add(size.weight);
        if self.weight > self.limits.expanded {
            return Err(SyntaxError { flaw: Flaw::TooLarge, offset: span.start });
        }
        Ok(())
    }

    /// The keys of a mapping that has ended: their names, those that stand twice, and what Kubernetes refuses.
    fn settle_keys(&mut self, from: u32, to: u32) {
        let pairs: Vec<NodeId> = self.tree.children[from as usize..to as usize].to_vec();
        let mut keys = Vec::with_capacity(pairs.len() / 2);
        for pair in pairs.chunks_exact(2) {
            if self.infinite.binary_search(&pair[0]).is_ok() {
                self.infinite_keys.push(pair[0]);
            }
            if self.tree.is_merge_in(self.part, self.base, pair[0]) {
                self.check_merge(pair[1]);
            } else if let Some(name) = self.name(pair[0]) {
                keys.push((pair[0], name));
            } else {
                self.refuse(Flaw::Key, pair[0]);
            }
        }
        let again = self.again(&keys);
        self.tree.duplicates.extend(again);
    }

    fn refuse(&mut self, flaw: Flaw, id: NodeId) {
        let offset = self.tree.node(id).span.start;
        self.tree.refused.push(SyntaxError { flaw, offset });
    }

    /// Keeps the name of a key where it is not what is written; `None` where it cannot be a key.
    fn name(&mut self, key: NodeId) -> Option<KeyName> {
        let at = self.tree.followed(key);
        let text = match self.tree.node(at).kind {
            NodeKind::Borrowed(Style::Plain | Style::Typed, _) | NodeKind::Owned(Style::Plain | Style::Typed, _) => {
                self.tree.text_in(self.part, self.base, at).unwrap_or("")
            }
            NodeKind::Borrowed(..) | NodeKind::Owned(..) => return Some(KeyName::AsWritten),
            _ => return None,
        };
        match names::of_plain(text)? {
            Name::AsWritten => Some(KeyName::AsWritten),
            Name::Made(name) if name == text => Some(KeyName::AsWritten),
            Name::Made(name) => {
                self.tree.owned.push(name.into_boxed_str());
                let kept = self.tree.owned.len() as u32 - 1;
                self.tree.names.push((key, kept));
                Some(KeyName::Kept(kept))
            }
        }
    }

    /// A merge key wants a mapping, an alias of one, or a list of these.
    fn check_merge(&mut self, value: NodeId) {
        let is_mapping = |id: NodeId| matches!(self.tree.node(self.tree.followed(id)).kind, NodeKind::Mapping(..));
        let fits = match self.tree.node(value).kind {
            NodeKind::Sequence(..) => self.tree.child_ids(value).iter().all(|item| is_mapping(*item)),
            _ => is_mapping(value),
        };
        if !fits {
            self.refuse(Flaw::Merge, value);
        }
    }

    fn again(&self, keys: &[(NodeId, KeyName)]) -> Vec<NodeId> {
        let name = |(key, name): &(NodeId, KeyName)| match name {
            KeyName::AsWritten => self.tree.text_in(self.part, self.base, *key),
            KeyName::Kept(at) => Some(&*self.tree.owned[*at as usize]),
        };
        if keys.len() <= 12 {
            let stands_before = |at: usize| keys[..at].iter().any(|other| name(other) == name(&keys[at]));
            return (1..keys.len()).filter(|at| stands_before(*at)).map(|at| keys[at].0).collect();
        }
        let mut seen = HashSet::with_capacity(keys.len());
        keys.iter().filter(|key| !seen.insert(name(key))).map(|(key, _)| *key).collect()
    }

    fn finish_document(&mut self) {
        let mut tree = std::mem::take(&mut self.tree);
        self.n_documents += 1;
        tree.aliased.sort_unstable();
        tree.aliased.dedup();
        tree.names.sort_unstable();
        let keys: HashSet<NodeId> = self.infinite_keys.drain(..).collect();
        for id in self.infinite.drain(..).filter(|id| !keys.contains(id)) {
            tree.refused.push(SyntaxError { flaw: Flaw::Number, offset: tree.node(id).span.start });
        }
        if aliasing::is_excessive(&tree) {
            let offset = tree.nodes.iter().find(|node| matches!(node.kind, NodeKind::Alias(_)));
            tree.refused.push(SyntaxError { flaw: Flaw::Aliases, offset: offset.map_or(0, |node| node.span.start) });
        }
        self.open.clear();
        self.pending.clear();
        self.anchors.clear();
        self.sizes.clear();
        self.weight = 0;
        let empty = match tree.nodes.as_slice() {
            [] => true,
            [one] => matches!(one.kind, NodeKind::Borrowed(Style::Plain, span) if span.start == span.end),
            _ => false,
        };
        if !empty {
            self.done.push(tree);
        }
    }
}

impl Span {
    fn slice_from(self, part: &str, base: u32) -> Option<&str> {
        part.get((self.start.checked_sub(base)?) as usize..(self.end.checked_sub(base)?) as usize)
    }
}
