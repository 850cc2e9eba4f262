//! The source line of a finding, with everything left out that may be a secret.
//!
//! Responsible for: which characters of a line a person may see. A secret can stand anywhere (another variable on the same line, a
//! comment, an annotation, a label, an argument), so nothing is shown because it looks innocent: the line is written anew
//! from what is *known* to be harmless. That is punctuation, keys that look like names, and values in the places that
//! the submodule `fields` lists and of the shape that belongs there. Everything else is [`HIDDEN`], whose length tells nothing.
//!
//! Left to others: how the line is drawn. The caret follows the masked text. A long line is cut around the caret first, so
//! the cost of a finding does not grow with the length of its line.

mod embedded;
mod fields;
mod known;
mod line;

use std::collections::HashMap;
use std::ops::Range;

use model::{DocId, Documents, Inventory, Location, Origin, OriginId, OriginKind, Place, Placed, SettingsFormat};
use rules::Finding;
use yaml::{NodeId, NodeKind, Ref, Span, Style};

use crate::mask::fields::Context;
use crate::mask::line::Builder;

/// What stands for a text that is not shown, however long it is.
pub const HIDDEN: &str = "•••";

/// What stands for a comment.
pub const HIDDEN_COMMENT: &str = "# …";

/// A line that may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaskedLine {
    /// Its number in the file, from 1.
    pub number: u32,
    /// What is shown of it.
    pub text: String,
    /// What is pointed to: bytes of [`MaskedLine::text`], on character boundaries. May be empty.
    pub caret: Range<usize>,
}

/// Masks lines of one inventory.
pub struct Masker<'a> {
    documents: &'a Documents,
    settings: HashMap<OriginId, SettingsFormat>,
    by_name: HashMap<&'a str, &'a Origin>,
}

/// Lines longer than this are cut: so much is kept in front of the caret, and so much from it on.
const LONG: u32 = 240;
const BEFORE: u32 = 60;
const BEHIND: u32 = 120;

impl<'a> Masker<'a> {
    /// Prepares for the lines of an inventory.
    #[must_use]
    pub fn new(inventory: &'a Inventory) -> Masker<'a> {
        let documents = &inventory.documents;
        let settings = inventory.settings.iter().map(|file| (file.origin, file.format)).collect();
        let by_name = documents.origins().iter().map(|origin| (origin.name(), &**origin)).collect();
        Masker { documents, settings, by_name }
    }

    /// The line that a finding points to; `None` where there is none to show: an object of a cluster, an empty line.
    #[must_use]
    pub fn line_of(&self, finding: &Finding) -> Option<MaskedLine> {
        match (finding.place, &finding.location) {
            (Some(place), _) => self.line_at(place),
            (None, Location::File { file, start, end }) => {
                let origin = self.by_name.get(file.as_str())?;
                let line = origin.line_span(start.line);
                let text = line.slice(origin.text());
                let byte =
                    |column: u32| text.char_indices().nth(column as usize - 1).map_or(text.len(), |(at, _)| at) as u32;
                let end = if end.line == start.line { line.start + byte(end.column) } else { line.end };
                self.unread(origin, start.line, Span { start: line.start + byte(start.column), end })
            }
            (None, Location::Field { .. }) => None,
        }
    }

    /// The first line of a place.
    #[must_use]
    pub fn line_at(&self, place: Place) -> Option<MaskedLine> {
        let origin = self.documents.origin(place.doc);
        if origin.kind() == OriginKind::Object {
            return None;
        }
        let caret = self.documents.span(place);
        let number = origin.line(caret.start);
        let line = origin.line_span(number);
        if line.slice(origin.text()).trim().is_empty() {
            return None;
        }
        let format = self.settings.get(&origin.id()).copied();
        if format == Some(SettingsFormat::DotEnv) {
            let mut out = Builder::new(origin.text(), caret);
            embedded::dot_env(&mut out, line);
            return Some(out.finish(number));
        }
        let page = Page::new(self.documents, place.doc, format);
        let mut out = Builder::new(origin.text(), caret);
        page.write(&mut out, line, window(origin.text(), line, caret));
        Some(out.finish(number))
    }

    /// A whole line of a text, from 1, with nothing pointed to.
    #[must_use]
    pub fn line(&self, origin: OriginId, number: u32) -> String {
        let text = self.documents.text(origin);
        let line = text.line_span(number);
        if line.slice(text.text()).trim().is_empty() {
            return String::new();
        }
        let caret = Span { start: line.start, end: line.start };
        let mut out = Builder::new(text.text(), caret);
        let format = self.settings.get(&origin).copied();
        let starts = |it: &&Placed| it.root(text.text()).is_some_and(|root| it.in_text(root.span()).start <= line.end);
        match text.documents().iter().rev().find(starts) {
            _ if format == Some(SettingsFormat::DotEnv) => embedded::dot_env(&mut out, line),
            Some(document) => {
                Page::new(self.documents, document.id, format).write(&mut out, line, window(text.text(), line, caret));
            }
            None => embedded::unread(&mut out, line),
        }
        out.finish(number).text
    }

    fn unread(&self, origin: &Origin, number: u32, caret: Span) -> Option<MaskedLine> {
        let line = origin.line_span(number);
        if origin.kind() == OriginKind::Object || line.slice(origin.text()).trim().is_empty() {
            return None;
        }
        let mut out = Builder::new(origin.text(), caret);
        embedded::unread(&mut out, line);
        Some(out.finish(number))
    }
}

/// The part of a line that is looked at.
fn window(text: &str, line: Span, caret: Span) -> Span {
    if line.end - line.start <= LONG {
        return line;
    }
    let snap = |mut at: u32| {
        while !text.is_char_boundary(at as usize) {
            at -= 1;
        }
        at
    };
    let caret = caret.start.clamp(line.start, line.end);
    let start = snap(caret.saturating_sub(BEFORE).max(line.start));
    Span { start, end: snap((caret + BEHIND).min(line.end)) }
}

/// A document as it is read for masking.
struct Page<'a> {
    /// The text from where the document's spans count.
    text: &'a str,
    document: &'a Placed,
    context: Context,
}

impl<'a> Page<'a> {
    fn new(documents: &'a Documents, doc: DocId, format: Option<SettingsFormat>) -> Page<'a> {
        let root = documents.root(doc);
        let is_object = root.is_some_and(|root| root.get("kind").is_some() && root.get("apiVersion").is_some());
        let context = match format {
            _ if is_object => Context::Manifest,
            Some(SettingsFormat::Compose) => Context::Compose,
            _ => Context::Values,
        };
        let document = documents.placed(doc);
        Page { text: document.part(documents.origin(doc).text()), document, context }
    }

    /// Writes what may be seen of `line` within `window`.
    fn write(&self, out: &mut Builder<'_>, line: Span, window: Span) {
        if window.start > line.start {
            out.elide();
        }
        let mut at = line.start;
        let mut leaves = self.document.leaves_from(window.start.max(line.start)).peekable();
        // A leaf that begins before the window has more of the line behind it, so no comment begins before it, and what stands there is
        // not read again for each finding of a long line.
        let cut = leaves.peek().map(|(_, first)| first.start).filter(|it| (line.start..window.start).contains(it));
        at = cut.map_or(at, |it| it.max(at));
        for (id, span) in leaves {
            if span.start >= window.end {
                break;
            }
            let (start, end) = (span.start.max(line.start), span.end.min(line.end));
            if end <= window.start.max(line.start) {
                at = end.max(at);
                continue;
            }
            let gap = out.gap(line, Span { start: at, end: start }, window);
            if gap.is_over() {
                return;
            }
            self.write_leaf(out, id, span, Span { start, end }, gap.is_anchored() || cut == Some(start));
            at = end;
        }
        out.gap(line, Span { start: at, end: line.end.min(window.end) }, window);
        if window.end < line.end {
            out.elide();
        }
    }

    fn write_leaf(&self, out: &mut Builder<'_>, id: NodeId, whole: Span, here: Span, anchored: bool) {
        match self.document.tree.node(id).kind {
            NodeKind::Alias(_) => out.replace(here, "*•••"),
            NodeKind::Borrowed(Style::Block, _) | NodeKind::Owned(Style::Block, _) => embedded::config(out, here),
            _ if here != whole || anchored || !self.may_be_seen(id) => out.replace(here, HIDDEN),
            _ => out.keep(here),
        }
    }

    fn may_be_seen(&self, id: NodeId) -> bool {
        let tree = &self.document.tree;
        let (node, span) = (Ref::new(self.text, tree, id), tree.node(id).span);
        let Some(value) = node.text() else { return false };
        let source = span.slice(self.text);
        // Escapes could hide anything from the shapes below.
        let is_verbatim = source == value
            || ['"', '\'']
                .into_iter()
                .any(|quote| source.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) == Some(value));
        if !is_verbatim {
            return false;
        }
        let trail = tree.trail_to(self.text, id);
        if trail.in_key {
            let behind = self.text.get(span.end as usize..).unwrap_or("");
            return fields::is_name(value) && behind.trim_start_matches([' ', '\t']).starts_with(':');
        }
        // A field that is harmless here may be a password where an alias brings it.
        let is_elsewhere = tree.is_aliased(id) || trail.steps.iter().any(|step| tree.is_aliased(step.parent));
        !is_elsewhere && fields::is_harmless(self.context, &trail, self.text, tree, node)
    }
}
