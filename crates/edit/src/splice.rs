//! From a change to the bytes to replace. A proposal only: [`crate::Editor`] takes the first that proves right.

use std::ops::Range;

use yaml::{NodeId, Step};

use crate::change::Change;
use crate::locate::View;
use crate::patch::Patch;
use crate::refusal::Refusal;
use crate::render::{self, inline};
use crate::value::Value;

/// The patches that may do it, the best first.
pub(crate) fn propose(view: View<'_>, change: &Change) -> Result<Vec<Patch>, Refusal> {
    match change {
        Change::Set(path, value) => view.set(&path.0, value),
        Change::Push(path, value) => view.push(&path.0, value),
        Change::Remove(path) => view.remove(&path.0),
        Change::Within { path, old, number, new } => view.within(&path.0, old, *number, new),
    }
}

impl View<'_> {
    fn set(&self, path: &[Step], value: &Value) -> Result<Vec<Patch>, Refusal> {
        let found = self.find(path)?;
        let Some((first, rest)) = found.missing.split_first() else {
            self.refuse_shared_below(found.node)?;
            return self.replace(found.parent, found.node, value);
        };
        let Step::Key(key) = first else { return Err(Refusal::Shape) };
        let value = value.clone().below(rest).ok_or(Refusal::Shape)?;
        let is_empty = self.tree.child_ids(found.node).is_empty();
        if is_empty && !self.is_flow_inside(found.parent) {
            return self.replace(found.parent, found.node, &Value::Map(vec![(key.clone(), value)]));
        }
        if self.is_flow(found.node) || is_empty {
            return Ok(vec![self.insert_in_flow(found.node, &render::entry_in_flow(key, &value))]);
        }
        self.insert_entry(found.node, key, &value)
    }

    fn is_flow_inside(&self, parent: Option<(NodeId, Option<NodeId>)>) -> bool {
        parent.is_none_or(|(parent, _)| self.is_flow(parent))
    }

    fn push(&self, path: &[Step], value: &Value) -> Result<Vec<Patch>, Refusal> {
        let found = self.find(path)?;
        if !found.missing.is_empty() || !self.is_sequence(found.node) || self.tree.child_ids(found.node).is_empty() {
            if found.missing.is_empty() && !self.is_sequence(found.node) && !self.is_null(found.node) {
                return Err(Refusal::Shape);
            }
            return self.set(path, &Value::List(vec![value.clone()]));
        }
        if self.is_flow(found.node) {
            return Ok(vec![self.insert_in_flow(found.node, &render::flow(value))]);
        }
        let last = self.tree.child_ids(found.node).last();
        let dash = last.and_then(|item| self.dash(*item)).ok_or(Refusal::Shape)?;
        let lines = render::item(value, self.column(dash), self.layout);
        Ok(vec![self.insert_after(self.end(found.node), &lines)])
    }

    /// The dash of a block sequence's item: on its line, or on one above where only a comment or a property stands behind it.
    pub(crate) fn dash(&self, item: NodeId) -> Option<usize> {
        let mut start = self.span(item).start as usize;
        loop {
            let line = self.line_start(start);
            let before = &self.text[line..start];
            let dashes = before.len() - before.trim_start_matches([' ', '-']).len();
            let last =
                before[..dashes].rfind('-').filter(|at| !before[at + 1..].starts_with(|it| it != ' ' && it != '\r'));
            if let Some(at) = last {
                return Some(line + at);
            }
            let empty = before.trim().is_empty() || before.trim_start().starts_with('#');
            start = line.checked_sub(1).filter(|_| empty)?;
        }
    }

    fn remove(&self, path: &[Step]) -> Result<Vec<Patch>, Refusal> {
        let found = self.find(path)?;
        let Some((parent, key)) = found.parent.filter(|_| found.missing.is_empty()) else { return Err(Refusal::Shape) };
        self.refuse_shared_below(found.node)?;
        let width = if key.is_some() { 2 } else { 1 };
        let children = self.tree.child_ids(parent);
        if children.len() == width {
            let empty = if key.is_some() { Value::Map(Vec::new()) } else { Value::List(Vec::new()) };
            let above = self.parent_of(&path[..path.len() - 1])?;
            return self.replace(above, parent, &empty);
        }
        let first = key.unwrap_or(found.node);
        let at = children.iter().position(|it| *it == first).ok_or(Refusal::Shape)?;
        let next = children.get(at + width).map(|it| self.span(*it).start as usize);
        let start = match key {
            None if !self.is_flow(parent) => self.dash(first).ok_or(Refusal::Shape)?,
            _ => self.span(first).start as usize,
        };
        let end = if self.is_blank(found.node) { self.span(first).end as usize } else { self.end(found.node) };
        let range = if self.is_flow(parent) {
            match next {
                Some(next) => start..next,
                None => self.end(children[at - 1])..end,
            }
        } else if key.is_some() && !self.begins_line(start) {
            // The first key behind a dash: the next one takes its place.
            let next = next.ok_or(Refusal::Shape)?;
            let between = &self.text[self.line_end(end)..next];
            if between.contains('#') {
                return Err(Refusal::Shape);
            }
            start..next
        } else if !self.begins_line(start) {
            return Err(Refusal::Shape);
        } else {
            self.line_start(start)..self.next_line(end)
        };
        Ok(vec![Patch::at(range, "")])
    }

    fn parent_of(&self, path: &[Step]) -> Result<Option<(NodeId, Option<NodeId>)>, Refusal> {
        Ok(self.find(path)?.parent)
    }

    fn within(&self, path: &[Step], old: &str, number: usize, new: &str) -> Result<Vec<Patch>, Refusal> {
        let found = self.find(path)?;
        if !found.missing.is_empty() || !self.is_scalar(found.node) || old.is_empty() {
            return Err(Refusal::Shape);
        }
        let span = self.span(found.node);
        let (at, _) = span.slice(self.text).match_indices(old).nth(number).ok_or(Refusal::Shape)?;
        let at = span.start as usize + at;
        Ok(vec![Patch::at(at..at + old.len(), new)])
    }

    fn replace(
        &self,
        parent: Option<(NodeId, Option<NodeId>)>,
        node: NodeId,
        value: &Value,
    ) -> Result<Vec<Patch>, Refusal> {
        let (parent, key) = parent.ok_or(Refusal::Shape)?;
        let span = self.span(node).start as usize..self.end(node).max(self.span(node).start as usize);
        let one_line = !self.text[span.clone()].contains('\n') && !self.is_block_scalar(node);
        if self.is_flow(parent) {
            let text = render::flow(value);
            return Ok(vec![if self.is_blank(node) { self.behind_colon(key, &text)? } else { Patch::at(span, text) }]);
        }
        let Some(key) = key else {
            if one_line && !self.is_blank(node) {
                return Ok(vec![Patch::at(span, self.alike(node, value))]);
            }
            // What stands below its dash gives way to what fits behind it.
            let behind = self.dash(node).ok_or(Refusal::Shape)? + 1;
            let end = if self.is_blank(node) { behind } else { span.end };
            self.refuse_comment(behind..end)?;
            return Ok(vec![Patch::at(behind..end, format!(" {}", render::flow(value)))]);
        };
        if let Some(text) = inline(value) {
            if self.is_blank(node) {
                return Ok(vec![self.behind_colon(Some(key), &text)?]);
            }
            if one_line && self.is_on_line_of(key, span.start) {
                return Ok(vec![Patch::at(span, self.alike(node, value))]);
            }
            let colon = self.colon(key)?;
            self.refuse_comment(colon..span.end)?;
            return Ok(vec![Patch::at(colon..span.end, format!(" {text}"))]);
        }
        let colon = self.colon(key)?;
        let indent = self.column(self.span(key).start as usize);
        let mut lines = render::below_key(value, indent, self.layout).join(self.layout.line_break);
        lines.insert_str(0, self.layout.line_break);
        let from = if self.is_blank(node) { colon } else { span.end };
        self.refuse_comment(colon..from)?;
        let end = self.line_end(from);
        let behind_comment = from + self.text[from..end].trim_end().len();
        Ok(vec![Patch::at(colon..from, "").and(behind_comment..end, lines)])
    }

    /// A text in the quotes that stand there, where there are any.
    fn alike(&self, node: NodeId, value: &Value) -> String {
        let text = render::flow(value);
        let quote = self.text.as_bytes().get(self.span(node).start as usize);
        match (value, quote) {
            (Value::Str(raw), Some(b'"')) if *raw == text => format!("\"{text}\""),
            (Value::Str(raw), Some(b'\'')) if !raw.contains(['\'', '\n', '\r']) => format!("'{raw}'"),
            _ => text,
        }
    }

    fn is_on_line_of(&self, key: NodeId, at: usize) -> bool {
        self.line_start(at) <= self.span(key).start as usize
    }

    /// One past the colon behind a key.
    fn colon(&self, key: NodeId) -> Result<usize, Refusal> {
        let end = self.span(key).end as usize;
        let rest = &self.text[end..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if rest[blanks..].starts_with(':') { Ok(end + blanks + 1) } else { Err(Refusal::Shape) }
    }

    fn behind_colon(&self, key: Option<NodeId>, text: &str) -> Result<Patch, Refusal> {
        let key = key.ok_or(Refusal::Shape)?;
        let end = self.span(key).end as usize;
        Ok(match self.colon(key) {
            Ok(colon) => Patch::at(colon..colon, format!(" {text}")),
            // `{a, b}` is short for two keys without a value.
            Err(_) => Patch::at(end..end, format!(": {text}")),
        })
    }

    /// A person's words are not thrown away.
    fn refuse_comment(&self, range: Range<usize>) -> Result<(), Refusal> {
        let text = &self.text[range];
        if text.contains('\n') && text.contains('#') { Err(Refusal::Shape) } else { Ok(()) }
    }

    fn insert_in_flow(&self, node: NodeId, entry: &str) -> Patch {
        let span = self.span(node);
        let Some(last) = self.tree.child_ids(node).last() else {
            let at = span.start as usize + 1;
            return Patch::at(at..at, entry);
        };
        let children = self.tree.child_ids(node);
        let last = if self.is_blank(*last) && children.len() > 1 && self.is_mapping(node) {
            self.span(children[children.len() - 2]).end as usize
        } else {
            self.end(*last)
        };
        Patch::at(last..last, format!(", {entry}"))
    }

    /// A new entry of a block mapping: behind the last one; where that cannot be, before one that begins a line.
    fn insert_entry(&self, mapping: NodeId, key: &str, value: &Value) -> Result<Vec<Patch>, Refusal> {
        let keys: Vec<usize> =
            self.tree.child_ids(mapping).iter().step_by(2).map(|it| self.span(*it).start as usize).collect();
        let first = *keys.first().ok_or(Refusal::Shape)?;
        let own_line = keys.iter().copied().find(|at| self.begins_line(*at));
        let behind_dash = self.text[self.line_start(first)..first].bytes().all(|byte| matches!(byte, b' ' | b'-'));
        let column = match own_line {
            Some(at) => self.column(at),
            None if behind_dash => self.column(first),
            None => return Err(Refusal::Shape),
        };
        let lines = render::entry(key, value, column, self.layout);
        let mut patches = vec![self.insert_after(self.end(mapping), &lines)];
        if let Some(at) = own_line {
            let at = self.line_start(at);
            patches.push(Patch::at(at..at, self.joined(&lines)));
        }
        Ok(patches)
    }

    fn joined(&self, lines: &[String]) -> String {
        let end = self.layout.line_break;
        lines.iter().flat_map(|line| [line.as_str(), end]).collect()
    }

    /// Lines behind the line of a byte, its trailing comment included.
    fn insert_after(&self, at: usize, lines: &[String]) -> Patch {
        let next = self.next_line(at);
        if self.text[..next].ends_with('\n') {
            return Patch::at(next..next, self.joined(lines));
        }
        let end = self.layout.line_break;
        Patch::at(next..next, format!("{end}{}", lines.join(end)))
    }
}
