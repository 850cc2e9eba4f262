//! YAML and JSON, from the tree that `yaml` reads.

mod seat;

use std::ops::Range;

use lang::Text;
use yaml::{Chunk, Limits, Node, NodeId, NodeKind, Position, Step, Style, Tree};

use super::comment::{self, Mark};
use super::lines::line_start;
use super::{Document, Leaf, Notation, WayId};
use crate::format::KEY;
use crate::scalar::{Awkward, Kind, Plain};
use crate::{Error, Format};

/// The merge key. What stands below it in the file is encrypted below it, as SOPS has it.
const MERGE: &str = "<<";

/// More than any store holds; nesting is bound by the parser.
const LIMITS: Limits = Limits { nodes: 200_000, expanded: 200_000 };

pub(super) fn parse(document: Document, text: &str, format: Format) -> Result<Document, Error> {
    if format == Format::Json {
        // YAML's tree takes more than JSON; `sops` does not.
        serde_json::from_str::<serde::de::IgnoredAny>(text).map_err(|error| not_json(&error))?;
    }
    let mut reader = Reader { document, text, format, marks: Vec::new() };
    let chunks = yaml::split(text);
    if let Some(at) = empty_document(text, &chunks).filter(|_| !chunks.is_empty()) {
        let reason = Text::new(
            "an empty document, which SOPS would make one with metadata alone: take its `---` out",
            "空のドキュメントです。SOPS はここにもメタデータを書き込みます。`---` を取り除いてください",
        );
        return Err(reader.unsupported(at, reason));
    }
    for (number, chunk) in chunks.iter().enumerate() {
        let trees = yaml::parse(text, *chunk, &LIMITS).map_err(|it| {
            let at = reader.document.position(text, it.offset as usize);
            Error::Syntax(at, it.flaw.text())
        })?;
        let end = chunks.get(number + 1).map_or(text.len(), |it| it.span.start as usize);
        let start = if number == 0 { 0 } else { chunk.span.start as usize };
        match &trees[..] {
            [] => {}
            [tree] => reader.stream_part(tree, start..end, *chunk)?,
            [_, second, ..] => {
                let at = second.root().map_or(0, |it| second.node(it).span.start as usize);
                let reason = Text::new(
                    "a document begins without `---`: write `---` before it",
                    "`---` なしで次のドキュメントが始まっています。前に `---` を書いてください",
                );
                return Err(reader.unsupported(at, reason));
            }
        }
    }
    if reader.document.seats.is_empty() {
        return Err(Error::Empty);
    }
    Ok(reader.document)
}

/// The `---` of a document that is empty. The stream's other documents are read as if it was not there; `sops` writes its metadata into it.
fn empty_document(text: &str, chunks: &[Chunk]) -> Option<usize> {
    let starts = chunks.iter().map(|it| it.span.start as usize).chain([text.len()]);
    let ends = std::iter::once(0).chain(chunks.iter().map(|it| it.span.end as usize));
    ends.zip(starts).find_map(|(from, to)| {
        let mut at = from;
        text.get(from..to)?.split_inclusive('\n').find_map(|line| {
            let here = at;
            at += line.len();
            let rest = line.strip_prefix("---")?;
            rest.is_empty().then_some(here).or_else(|| rest.starts_with(char::is_whitespace).then_some(here))
        })
    })
}

fn not_json(error: &serde_json::Error) -> Error {
    let at = Position { line: error.line() as u32, column: error.column().max(1) as u32 };
    Error::Syntax(at, Text::new("this is not JSON", "JSON として読めません"))
}

struct Reader<'a> {
    document: Document,
    text: &'a str,
    format: Format,
    /// Keys and items of the document at hand, for its comments.
    marks: Vec<Mark>,
}

impl Reader<'_> {
    fn unsupported(&self, at: usize, reason: Text) -> Error {
        Error::Unsupported(self.document.position(self.text, at), reason)
    }

    fn stream_part(&mut self, tree: &Tree, part: Range<usize>, chunk: Chunk) -> Result<(), Error> {
        if let Some(again) = tree.duplicates().first() {
            let reason = Text::new("this key stands here a second time", "同じキーが 2 回書かれています");
            let at = self.document.position(self.text, tree.node(*again).span.start as usize);
            return Err(Error::Syntax(at, reason));
        }
        let root = NodeId(0);
        if !matches!(tree.node(root).kind, NodeKind::Mapping(..)) {
            let reason = Text::new(
                "the top of a store is a mapping: put the value under a key",
                "ストアの最上位はマッピングでなければなりません。値にキーを付けてください",
            );
            return Err(self.unsupported(chunk.span.start as usize, reason));
        }
        self.marks.clear();
        self.document.begin();
        self.seat(tree, part.end);
        self.mapping(tree, root, None, 0)?;
        if self.format == Format::Yaml {
            comment::find(&mut self.document, self.text, part, tree, &self.marks);
        }
        Ok(())
    }

    fn scalar<'t>(&'t self, tree: &'t Tree, id: NodeId) -> Option<&'t str> {
        yaml::Ref::new(self.text, tree, id).text()
    }

    fn mapping(&mut self, tree: &Tree, id: NodeId, way: Option<WayId>, depth: usize) -> Result<(), Error> {
        for pair in tree.child_ids(id).chunks_exact(2) {
            let at = tree.node(pair[0]).span.start as usize;
            let key = self.key(tree, pair[0])?.to_owned();
            self.marks.push(Mark { at, way, depth });
            if way.is_none() && key == KEY {
                continue;
            }
            let below = self.document.step(way, Step::Key(key));
            self.value(tree, pair[1], below, None, depth)?;
            if yaml::Ref::new(self.text, tree, pair[1]).is_null() {
                self.void(tree, pair[0], pair[1], below);
            }
        }
        self.room(tree, id, way);
        Ok(())
    }

    fn key<'t>(&'t self, tree: &'t Tree, id: NodeId) -> Result<&'t str, Error> {
        let node = tree.node(id);
        let text = match node.kind {
            NodeKind::Borrowed(Style::Plain, _) | NodeKind::Owned(Style::Plain, _) => {
                self.scalar(tree, id).filter(|it| matches!(Plain::of_yaml(it), Ok(Some(Plain { kind: Kind::Str, .. }))))
            }
            // In quotes it is a text to us, and SOPS makes a merge key of it.
            NodeKind::Borrowed(Style::Quoted, _) | NodeKind::Owned(Style::Quoted, _) => {
                self.scalar(tree, id).filter(|it| *it != MERGE)
            }
            // As SOPS writes one: `!!merge <<`.
            NodeKind::Borrowed(Style::Tagged | Style::Typed, _) | NodeKind::Owned(Style::Tagged | Style::Typed, _) => {
                self.scalar(tree, id).filter(|it| *it == MERGE)
            }
            _ => None,
        };
        text.ok_or_else(|| {
            let reason = Text::new(
                "SOPS takes only texts as keys, and makes a merge key of \"<<\": put it in quotes, or name it otherwise",
                "SOPS のキーは文字列に限られ、\"<<\" はマージキーに変わります。引用符で囲むか、別の名前にしてください",
            );
            self.unsupported(node.span.start as usize, reason)
        })
    }

    fn value(&mut self, tree: &Tree, id: NodeId, way: WayId, dash: Option<usize>, depth: usize) -> Result<(), Error> {
        let node = tree.node(id);
        match node.kind {
            NodeKind::Mapping(..) => self.mapping(tree, id, Some(way), depth + 1),
            NodeKind::Sequence(..) => {
                let block = !is_flow(self.text, tree, id);
                for (number, item) in tree.child_ids(id).iter().enumerate() {
                    let at = tree.node(*item).span.start as usize;
                    let dash = block.then(|| comment::dash(self.text, at)).flatten();
                    self.marks.push(Mark { at: dash.unwrap_or(at), way: Some(way), depth: depth + 1 });
                    let below = self.document.step(Some(way), Step::Index(number));
                    self.value(tree, *item, below, dash, depth + 1)?;
                }
                Ok(())
            }
            NodeKind::Alias(_) => {
                let reason = Text::new(
                    "SOPS does not keep aliases (`*name`): write the value out",
                    "SOPS はエイリアス(`*名前`)を保持しません。値を直接書いてください",
                );
                Err(self.unsupported(node.span.start as usize, reason))
            }
            NodeKind::Borrowed(style, _) | NodeKind::Owned(style, _) => self.leaf(tree, id, node, style, way, dash),
        }
    }

    fn leaf(
        &mut self,
        tree: &Tree,
        id: NodeId,
        node: Node,
        style: Style,
        way: WayId,
        dash: Option<usize>,
    ) -> Result<(), Error> {
        let at = node.span.start as usize;
        let text = self.scalar(tree, id).unwrap_or("");
        let plain = match (style, self.format) {
            (Style::Plain, Format::Json) => Plain::of_json(text),
            (Style::Plain, _) => Plain::of_yaml(text).map_err(|awkward| self.unsupported(at, awkward_text(awkward)))?,
            (Style::Tagged | Style::Typed, _) => {
                let reason = Text::new(
                    "SOPS does not keep tags (`!name`): take it out, or put the value in quotes",
                    "SOPS はタグ(`!名前`)を保持しません。取り除くか、値を引用符で囲んでください",
                );
                return Err(self.unsupported(at, reason));
            }
            _ => Some(Plain::new(Kind::Str, text)),
        };
        // Nothing is neither encrypted nor hashed.
        let Some(plain) = plain else { return Ok(()) };
        let notation = self.notation(tree, id, dash);
        let from = if style == Style::Block { self.indicator(at)? } else { at };
        self.document.leaves.push(Leaf { way, span: from..node.span.end as usize, notation, plain });
        Ok(())
    }

    fn notation(&self, tree: &Tree, id: NodeId, dash: Option<usize>) -> Notation {
        match self.format {
            Format::Json => Notation::Json,
            _ if is_in_flow(self.text, tree, id) => Notation::Flow,
            _ => Notation::Block(dash),
        }
    }

    /// Where the `|` or `>` of a block of text stands, whose first byte is at `content`.
    fn indicator(&self, content: usize) -> Result<usize, Error> {
        let before = self.text[..content].trim_end();
        let from = line_start(self.text, before.len());
        let line = &before[from..];
        let bare = line.trim_end_matches(|it: char| it.is_ascii_digit() || matches!(it, '+' | '-'));
        if bare.ends_with(['|', '>']) {
            return Ok(from + bare.len() - 1);
        }
        let reason = Text::new(
            "a comment stands behind the `|` of this text: move it to a line of its own",
            "`|` の後ろにコメントがあります。独立した行に移してください",
        );
        Err(self.unsupported(from, reason))
    }
}

fn awkward_text(awkward: Awkward) -> Text {
    match awkward {
        Awkward::Date => Text::new(
            "SOPS would write this date as a time: put it in quotes",
            "SOPS はこの日付を時刻に書き換えます。引用符で囲んでください",
        ),
        Awkward::Number => Text::new(
            "SOPS takes no whole number of this size: put it in quotes",
            "この大きさの整数は SOPS で扱えません。引用符で囲んでください",
        ),
    }
}

fn is_flow(text: &str, tree: &Tree, id: NodeId) -> bool {
    matches!(text.as_bytes().get(tree.node(id).span.start as usize), Some(b'{' | b'['))
        && matches!(tree.node(id).kind, NodeKind::Mapping(..) | NodeKind::Sequence(..))
}

fn is_in_flow(text: &str, tree: &Tree, id: NodeId) -> bool {
    tree.trail_to(text, id).steps.iter().any(|step| is_flow(text, tree, step.parent))
}
