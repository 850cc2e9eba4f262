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

use model::{Covers, Location, Origin, OriginKind, Place, Placed, SettingsFile, SettingsFormat, Suppression};
use yaml::{NodeId, NodeKind, Span, Style};

use comment::Comment;

/// What every such comment holds.
const MARK: &str = "sekisho:";

/// What the comments of a text say, in the order in which they stand.
pub(crate) fn read<'a>(origin: &Origin, settings: impl Iterator<Item = &'a SettingsFile>) -> Vec<Suppression> {
    let mut found = Vec::new();
    if origin.kind() == OriginKind::File && origin.text().contains(MARK) {
        Page { origin, values: values(settings) }.read(&mut found);
    }
    found
}

/// The values of a `.env` file: its document has no nodes for them.
fn values<'a>(settings: impl Iterator<Item = &'a SettingsFile>) -> Vec<Span> {
    let files = settings.filter(|it| it.format == SettingsFormat::DotEnv);
    files.flat_map(|it| &it.settings).filter_map(|it| it.value.place.part).collect()
}

/// A text and the values in it that are no nodes.
struct Page<'a> {
    origin: &'a Origin,
    values: Vec<Span>,
}

impl Page<'_> {
    fn read(&self, found: &mut Vec<Suppression>) {
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
            if let Some((span, comment)) = self.comment(line, start) {
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
    fn comment(&self, line: &str, start: u32) -> Option<(Span, Comment)> {
        let mut from = 0;
        while let Some(at) = line[from..].find('#').map(|at| at + from) {
            from = at + 1;
            let before = line[..at].chars().next_back();
            let stands_free = before.is_none_or(|it| matches!(it, ' ' | '\t' | '\u{feff}'));
            let Some(body) = line[at + 1..].trim_start().strip_prefix(MARK) else { continue };
            let offset = start + at as u32;
            if !stands_free
                || self.values.iter().any(|it| it.start <= offset && offset < it.end)
                || self.in_value(offset)
            {
                continue;
            }
            let span = Span { start: offset, end: start + line.trim_end().len() as u32 };
            return comment::read(body).map(|comment| (span, comment));
        }
        None
    }

    fn add(&self, found: &mut Vec<Suppression>, span: Span, comment: &Comment, (first, last): (u32, u32)) {
        let origin = self.origin.id();
        let stands = Location::File {
            file: self.origin.name().to_owned(),
            start: self.origin.position(span.start),
            end: self.origin.position(span.end),
        };
        let document = self.document(span.start).or(self.origin.documents().first());
        let document = document.filter(|it| it.tree.n_nodes() > 0);
        let place = document.map(|it| Place { doc: it.id, node: NodeId(0), part: Some(it.in_document(span)) });
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
    fn document(&self, offset: u32) -> Option<&Placed> {
        let text = self.origin.text();
        let starts = |it: &Placed| it.root(text).is_none_or(|root| it.in_text(root.span()).start <= offset);
        let n = self.origin.documents().partition_point(starts);
        n.checked_sub(1).map(|at| &self.origin.documents()[at])
    }

    /// Whether a byte belongs to a value of YAML.
    fn in_value(&self, offset: u32) -> bool {
        let Some(document) = self.document(offset) else { return false };
        let covering = document.leaves_from(offset + 1).take_while(|(_, span)| span.start <= offset);
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
        let Some(document) = self.document(self.origin.line_span(number).end) else { return whole };
        let tree = &document.tree;
        let is_block = |id: NodeId| {
            matches!(tree.node(id).kind, NodeKind::Borrowed(Style::Block, _) | NodeKind::Owned(Style::Block, _))
        };
        let near = document.leaves_from(start + 1).take_while(|(_, span)| self.origin.line(span.start) <= number + 1);
        let blocks = near.filter(|(id, span)| is_block(*id) && self.origin.line(span.start) >= number);
        let mut blocks = blocks.map(|(_, span)| span).filter(|span| {
            // The block's own head, or its text right below it.
            self.origin.line(span.start) == number || !span.slice(self.origin.text()).starts_with(['|', '>'])
        });
        blocks.next().map_or(whole, |span| (number, self.origin.line(span.end.saturating_sub(1)).max(number)))
    }
}
