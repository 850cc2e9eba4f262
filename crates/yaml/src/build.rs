//! From parser events to trees, within bounds.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span as Mark};

use crate::tree::{Node, NodeKind};
use crate::{Chunk, Flaw, NodeId, Span, Style, SyntaxError, Tree};

/// Bounds on one document. Depth is bound by the parser: 255 levels.
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
/// [`SyntaxError`] with the byte offset in the whole text, for text that is not YAML or exceeds `limits`.
pub fn parse(text: &str, chunk: Chunk, limits: &Limits) -> Result<Vec<Tree>, SyntaxError> {
    let part = chunk.span.slice(text);
    let mut builder = Builder::new(part, chunk.span.start, limits);
    let options = granit_parser::options! { emit_comments: false, simple_key_max_lookahead: 65_536 };
    for event in Parser::new_from_str_with_options(part, options) {
        let (event, mark) = event.map_err(|error| builder.refuse(&error))?;
        builder.take(event, &mark)?;
    }
    Ok(builder.done)
}

struct Builder<'a> {
    part: &'a str,
    base: u32,
    limits: &'a Limits,
    tree: Tree,
    open: Vec<Open>,
    pending: Vec<NodeId>,
    anchors: HashMap<usize, NodeId>,
    /// What a reader sees below an anchored node.
    sizes: HashMap<NodeId, Size>,
    weight: u64,
    done: Vec<Tree>,
}

/// A collection that has begun and not ended.
struct Open {
    id: NodeId,
    first_child: usize,
    mapping: bool,
    anchor: usize,
    weight_before: u64,
    height: usize,
}

/// The size of a node once every alias in it is followed.
#[derive(Clone, Copy)]
struct Size {
    weight: u64,
    height: usize,
}

/// Nesting that any reader may meet, aliases followed. The parser's own limit is the same for what is written out.
const MAX_HEIGHT: usize = 255;

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
            sizes: HashMap::new(),
            weight: 0,
            done: Vec::new(),
        }
    }

    fn refuse(&self, error: &ScanError) -> SyntaxError {
        let offset = error.marker().byte_offset().unwrap_or(self.part.len()).min(self.part.len());
        SyntaxError { flaw: Flaw::of(error.kind()), offset: self.base + offset as u32 }
    }

    fn take(&mut self, event: Event<'a>, mark: &Mark) -> Result<(), SyntaxError> {
        let span = self.span(mark);
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let style = match style {
                    _ if tag.is_some() => Style::Tagged,
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
                    _ => Style::Block,
                };
                let kind = self.scalar(value, style);
                let span = if style == Style::Block { self.without_trailing_blank(span) } else { span };
                let id = self.add(kind, span)?;
                self.anchor(anchor, id, Size { weight: 1, height: 0 });
            }
            Event::SequenceStart(_, anchor, _) => self.begin(span, false, anchor)?,
            Event::MappingStart(_, anchor, _) => self.begin(span, true, anchor)?,
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(anchor) => self.alias(anchor, span)?,
            Event::DocumentEnd => self.finish_document(),
            _ => {}
        }
        Ok(())
    }

    fn span(&self, mark: &Mark) -> Span {
        let bound = |offset: Option<usize>| self.base + offset.unwrap_or(0).min(self.part.len()) as u32;
        let start = bound(mark.start.byte_offset());
        Span { start, end: bound(mark.end.byte_offset()).max(start) }
    }

    /// A block scalar's span reaches to the next token: give back the line breaks behind its last line.
    fn without_trailing_blank(&self, span: Span) -> Span {
        let from = (span.start - self.base) as usize;
        let body = self.part.get(from..(span.end - self.base) as usize).unwrap_or("");
        Span { start: span.start, end: span.start + body.trim_end().len() as u32 }
    }

    fn scalar(&mut self, value: Cow<'a, str>, style: Style) -> NodeKind {
        if let Cow::Borrowed(borrowed) = value {
            let offset = (borrowed.as_ptr() as usize).wrapping_sub(self.part.as_ptr() as usize);
            if self.part.get(offset..offset.wrapping_add(borrowed.len())) == Some(borrowed) {
                let start = self.base + offset as u32;
                return NodeKind::Borrowed(style, Span { start, end: start + borrowed.len() as u32 });
            }
        }
        self.tree.owned.push(value.into_owned().into_boxed_str());
        NodeKind::Owned(style, self.tree.owned.len() as u32 - 1)
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

    fn anchor(&mut self, anchor: usize, id: NodeId, size: Size) {
        if anchor > 0 {
            self.anchors.insert(anchor, id);
            self.sizes.insert(id, size);
        }
    }

    fn begin(&mut self, span: Span, mapping: bool, anchor: usize) -> Result<(), SyntaxError> {
        let weight_before = self.weight;
        let id = self.add(NodeKind::Sequence(0, 0), span)?;
        self.open.push(Open { id, first_child: self.pending.len(), mapping, anchor, weight_before, height: 1 });
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
            self.find_duplicates(from, to);
        }
        self.raise(open.height);
        let weight = self.weight.saturating_sub(open.weight_before);
        self.anchor(open.anchor, open.id, Size { weight, height: open.height });
    }

    /// The innermost open collection now holds something of this height.
    fn raise(&mut self, height: usize) {
        if let Some(parent) = self.open.last_mut() {
            parent.height = parent.height.max(height + 1);
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), SyntaxError> {
        let Some(target) = self.anchors.get(&anchor).copied() else {
            let inside = self.open.iter().any(|open| open.anchor == anchor);
            let flaw = if inside { Flaw::SelfReference } else { Flaw::UnknownAlias };
            return Err(SyntaxError { flaw, offset: span.start });
        };
        let size = self.sizes.get(&target).copied().unwrap_or(Size { weight: 1, height: 0 });
        if self.open.len() + size.height > MAX_HEIGHT {
            return Err(SyntaxError { flaw: Flaw::TooDeep, offset: span.start });
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

    fn find_duplicates(&mut self, from: u32, to: u32) {
        let keys: Vec<NodeId> = self.tree.children[from as usize..to as usize].iter().copied().step_by(2).collect();
        let text = |id: NodeId| match self.tree.node(id).kind {
            NodeKind::Borrowed(_, span) => {
                self.part.get((span.start - self.base) as usize..(span.end - self.base) as usize)
            }
            NodeKind::Owned(_, at) => Some(&*self.tree.owned[at as usize]),
            _ => None,
        };
        let mut again = Vec::new();
        if keys.len() <= 12 {
            for (at, key) in keys.iter().enumerate() {
                if text(*key)
                    .is_some_and(|name| name != "<<" && keys[..at].iter().any(|other| text(*other) == Some(name)))
                {
                    again.push(*key);
                }
            }
        } else {
            let mut seen = HashSet::with_capacity(keys.len());
            again.extend(keys.iter().filter(|key| text(**key).is_some_and(|name| name != "<<" && !seen.insert(name))));
        }
        self.tree.duplicates.extend(again);
    }

    fn finish_document(&mut self) {
        let mut tree = std::mem::take(&mut self.tree);
        tree.aliased.sort_unstable();
        tree.aliased.dedup();
        self.open.clear();
        self.pending.clear();
        self.anchors.clear();
        self.sizes.clear();
        self.weight = 0;
        let empty = tree.nodes.len() == 1
            && matches!(tree.nodes[0].kind, NodeKind::Borrowed(Style::Plain, span) if span.start == span.end);
        let null = tree.nodes.len() == 1
            && matches!(tree.nodes[0].kind, NodeKind::Owned(Style::Plain, 0))
            && tree.owned.first().is_some_and(|text| matches!(&**text, "" | "~"));
        if !tree.nodes.is_empty() && !empty && !null {
            self.done.push(tree);
        }
    }
}

impl Span {
    fn slice_from(self, part: &str, base: u32) -> Option<&str> {
        part.get((self.start.checked_sub(base)?) as usize..(self.end.checked_sub(base)?) as usize)
    }
}
