//! What is YAML, and is yet refused by Kubernetes' tools: the document is judged all the same, and nothing passes beside it.

use lang::Text;
use model::{OriginId, Problem, ProblemKind};
use yaml::{Chunk, First, Flaw, Span, Tree};

/// The problems of one part of a stream.
pub(crate) fn of_part(origin: OriginId, part: &str, chunk: Chunk, first: &First) -> Vec<Problem> {
    let problem = |span: Span, reason: Text| Problem {
        kind: ProblemKind::BrokenDocument,
        origin,
        span,
        place: None,
        other: None,
        reason,
    };
    let in_part = |at: usize, length: usize| {
        let start = chunk.span.start + at as u32;
        Span { start, end: start + length as u32 }
    };
    // `{{ .Values.x }}` is a mapping as a key: it is said as a template, elsewhere.
    let is_template =
        |at: u32| part.get((at - chunk.span.start).saturating_sub(1) as usize..).is_some_and(|it| it.starts_with("{{"));
    let refused = first.tree.iter().flat_map(Tree::refused);
    let refused = refused.filter(|error| !(error.flaw == Flaw::Key && is_template(error.offset)));
    let mut problems: Vec<Problem> =
        refused.map(|error| problem(Span { start: error.offset, end: error.offset }, error.flaw.text())).collect();
    if let Some((at, line)) = line_that(part, is_refused_marker) {
        problems.push(problem(in_part(at, line.trim_end().len()), marker_reason()));
    }
    if let Some((at, line)) =
        line_that(part, |line| line.starts_with('%')).filter(|(at, _)| is_before_marker(part, *at))
    {
        problems.push(problem(in_part(at, line.trim_end().len()), directive_reason()));
    }
    if let Some(behind) = first.behind {
        problems.push(problem(Span { start: behind, end: behind }, behind_reason()));
    }
    problems
}

fn line_that(part: &str, is: impl Fn(&str) -> bool) -> Option<(usize, &str)> {
    let mut at = 0;
    part.split_inclusive('\n').find_map(|line| {
        let here = at;
        at += line.len();
        is(line).then_some((here, line))
    })
}

/// `---` with something else behind it than blanks and a comment; and what touches it, which is a marker only at times.
fn is_refused_marker(line: &str) -> bool {
    line.strip_prefix("---").is_some_and(|rest| {
        let apart = rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']);
        let trimmed = rest.trim();
        !apart || !(trimmed.is_empty() || trimmed.starts_with('#'))
    })
}

/// A directive stands before the marker of its document; elsewhere a `%` is text.
fn is_before_marker(part: &str, at: usize) -> bool {
    let before = part[..at].lines();
    before.map(str::trim).all(|line| line.is_empty() || line.starts_with(['#', '%']))
}

fn marker_reason() -> Text {
    Text::new(
        "`kubectl` takes only blanks and a comment behind `---`, and refuses the file from here on: put the content on a line of its own",
        "`kubectl` は `---` の後に空白とコメントしか認めず、ここから先を拒否します。内容は次の行から書いてください",
    )
}

fn directive_reason() -> Text {
    Text::new(
        "`kubectl` cuts the file at `---`, so that a directive stands alone and is refused: take it out",
        "`kubectl` はファイルを `---` で区切るため、ディレクティブは単独のドキュメントとして拒否されます。取り除いてください",
    )
}

fn behind_reason() -> Text {
    Text::new(
        "`kubectl` reads only the first document between two lines `---`; what stands behind it is not judged: put `---` before it",
        "`kubectl` は `---` の行で区切られた範囲の最初のドキュメントしか読みません。その後にあるこの部分は検査していません。前に `---` の行を置いてください",
    )
}
