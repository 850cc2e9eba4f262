//! Comments that ask to leave a finding out:
//!
//! ```yaml
//! # sekisho: ignore runs-as-root until=2027-03-31 reason="the vendor mends it in 2.4"
//! ```
//!
//! A comment behind a value speaks of its own line; a comment on a line of its own speaks of the next line that is neither
//! blank nor a comment nor `---`. Where that line opens a block of text (`squid.conf: |`), the whole block is meant, since no
//! comment of YAML can stand inside it. What looks like a comment but is a part of a value is none.

mod comment;

use std::collections::BTreeMap;

use model::{Covers, DocId, Inventory, Location, Origin, OriginId, OriginKind, Place, SettingsFormat, Suppression};
use yaml::{NodeId, NodeKind, Span, Style};

use comment::Comment;

/// What every such comment holds.
const MARK: &str = "sekisho:";

/// What the comments of all texts say, in the order in which they stand.
pub(crate) fn read(inventory: &mut Inventory) {
    let mut by_origin: BTreeMap<OriginId, Vec<DocId>> = BTreeMap::new();
    for doc in inventory.documents.ids() {
        by_origin.entry(inventory.documents.document(doc).origin).or_default().push(doc);
    }
    let mut found = Vec::new();
    for (id, docs) in by_origin {
        let origin = &inventory.documents.origins()[id.0 as usize];
        if origin.kind() == OriginKind::File && origin.text().contains(MARK) {
            Page { inventory, id, origin, docs }.read(&mut found);
        }
    }
    inventory.suppressions = found;
}

/// A text and its documents.
struct Page<'a> {
    inventory: &'a Inventory,
    id: OriginId,
    origin: &'a Origin,
    docs: Vec<DocId>,
}

impl Page<'_> {
    fn read(&self, found: &mut Vec<Suppression>) {
        let values = self.values();
        let mut above: Vec<(Span, Comment)> = Vec::new();
        let mut start = 0;
        for (at, line) in self.origin.text().split_inclusive('\n').enumerate() {
            let number = at as u32 + 1;
            let body = line.trim().trim_start_matches('\u{feff}').trim_start();
            let is_content = !(body.is_empty() || body.starts_with('#') || body == "---");
            if is_content {
                for (span, comment) in above.drain(..) {
                    self.add(found, span, &comment, self.lines(number, start));
                }
            }
            if let Some((span, comment)) = self.comment(line, start, &values) {
                if is_content {
                    self.add(found, span, &comment, self.lines(number, start));
                } else {
                    above.push((span, comment));
                }
            }
            start += line.len() as u32;
        }
        // A comment at the end of a file speaks of nothing, and is said to be unused.
        for (span, comment) in above {
            self.add(found, span, &comment, (u32::MAX, u32::MAX));
        }
    }

    /// The comment of a line that is for us.
    fn comment(&self, line: &str, start: u32, values: &[Span]) -> Option<(Span, Comment)> {
        let mut from = 0;
        while let Some(at) = line[from..].find('#').map(|at| at + from) {
            from = at + 1;
            let before = line[..at].chars().next_back();
            let stands_free = before.is_none_or(|it| matches!(it, ' ' | '\t' | '\u{feff}'));
            let Some(body) = line[at + 1..].trim().strip_prefix(MARK) else { continue };
            let offset = start + at as u32;
            if !stands_free || values.iter().any(|it| it.start <= offset && offset < it.end) || self.in_value(offset) {
                continue;
            }
            let span = Span { start: offset, end: start + line.trim_end().len() as u32 };
            return comment::read(body).map(|comment| (span, comment));
        }
        None
    }

    fn add(&self, found: &mut Vec<Suppression>, span: Span, comment: &Comment, (first, last): (u32, u32)) {
        let origin = self.id;
        let stands = Location::File {
            file: self.origin.name().to_owned(),
            start: self.origin.position(span.start),
            end: self.origin.position(span.end),
        };
        let doc = self.document(span.start).or(self.docs.first().copied());
        let place = doc.filter(|doc| self.inventory.documents.document(*doc).tree.n_nodes() > 0);
        let place = place.map(|doc| Place { doc, node: NodeId(0), part: Some(span) });
        for rule in &comment.rules {
            found.push(Suppression {
                rule: rule.clone(),
                covers: Covers::Lines { origin, first, last },
                reason: comment.reason.clone(),
                until: comment.until,
                flaw: comment.flaw.clone(),
                stands: stands.clone(),
                place,
            });
        }
    }

    /// The document that begins last before a byte.
    fn document(&self, offset: u32) -> Option<DocId> {
        let starts = |doc: &DocId| self.inventory.documents.root(*doc).is_none_or(|root| root.span().start <= offset);
        let n = self.docs.partition_point(starts);
        n.checked_sub(1).map(|at| self.docs[at])
    }

    /// Whether a byte belongs to a value of YAML.
    fn in_value(&self, offset: u32) -> bool {
        let Some(doc) = self.document(offset) else { return false };
        let tree = &self.inventory.documents.document(doc).tree;
        let covering = tree.leaves_from(offset + 1).take_while(|(_, span)| span.start <= offset);
        covering.filter(|(_, span)| offset < span.end).any(|(_, span)| !self.is_block_head(span, offset))
    }

    /// Behind `|` or `>` a comment may stand.
    fn is_block_head(&self, span: Span, offset: u32) -> bool {
        let text = self.origin.text();
        span.slice(text).starts_with(['|', '>']) && self.origin.line(span.start) == self.origin.line(offset)
    }

    /// The lines that a comment on or above a line speaks of.
    fn lines(&self, number: u32, start: u32) -> (u32, u32) {
        let whole = (number, number);
        let Some(doc) = self.document(self.origin.line_span(number).end) else { return whole };
        let tree = &self.inventory.documents.document(doc).tree;
        let is_block = |id: NodeId| {
            matches!(tree.node(id).kind, NodeKind::Borrowed(Style::Block, _) | NodeKind::Owned(Style::Block, _))
        };
        let near = tree.leaves_from(start + 1).take_while(|(_, span)| self.origin.line(span.start) <= number + 1);
        let blocks = near.filter(|(id, span)| is_block(*id) && self.origin.line(span.start) >= number);
        let mut blocks = blocks.map(|(_, span)| span).filter(|span| {
            // The block's own head, or its text right below it.
            self.origin.line(span.start) == number || !span.slice(self.origin.text()).starts_with(['|', '>'])
        });
        blocks.next().map_or(whole, |span| (number, self.origin.line(span.end.saturating_sub(1)).max(number)))
    }

    /// The values of a `.env` file: its document has no nodes for them.
    fn values(&self) -> Vec<Span> {
        let is_ours = |it: &&model::SettingsFile| it.origin == self.id && it.format == SettingsFormat::DotEnv;
        let files = self.inventory.settings.iter().filter(is_ours);
        files.flat_map(|it| &it.settings).filter_map(|it| it.value.place.part).collect()
    }
}
