//! A stream cut into documents at its `---` lines, before anything is parsed.
//!
//! A line that starts with `---` and a blank or the line's end is a document marker wherever it stands (YAML 1.2.2,
//! 9.1.2: no scalar may contain one), so the cut is safe without parsing. `kubectl` also cuts at `---#`, and blanks are to it what
//! Unicode calls so. The cut is what keeps a broken document from hiding its
//! neighbours, and what lets documents be parsed on several threads.

use crate::Span;

/// One part of a stream: usually one document, several where `...` ends them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// The bytes of the part in its file, marker line included.
    pub span: Span,
}

/// Cuts `text` at its document markers. Parts that hold only blank lines and comments are left out; a part that holds only
/// directives (`%YAML`) stays with the document that they are for.
///
/// ```
/// let parts = yaml::split("a: 1\n---\nb: 2\n");
/// assert_eq!(parts.len(), 2);
/// ```
///
/// Text of 4 GiB or more does not fit the spans; callers bound the size before.
#[must_use]
pub fn split(text: &str) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut open = start;
    let mut content = Content::None;
    let mut at = start;
    while at < text.len() {
        if content == Content::Document {
            // Nothing but a marker ends a document.
            let Some(next) = next_dashes(text, at) else { break };
            at = next;
        }
        let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |it| at + it + 1);
        let line = &text[at..end];
        if is_marker(line) {
            if content == Content::Document {
                push(&mut chunks, open, at);
                content = Content::None;
            }
            if content == Content::None {
                open = at;
            }
            content = Content::None;
            content = content.max(judge(&line[3..]));
        } else if content != Content::Document {
            content = content.max(judge(line));
        }
        at = end;
    }
    if content != Content::None {
        push(&mut chunks, open, text.len());
    }
    chunks
}

/// The next line that starts with `---`, from the start of a line on.
fn next_dashes(text: &str, at: usize) -> Option<usize> {
    let rest = &text.as_bytes()[at..];
    if rest.starts_with(b"---") {
        return Some(at);
    }
    memchr::memmem::find(rest, b"\n---").map(|it| at + it + 1)
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Content {
    None,
    Directives,
    Document,
}

/// What a line holds. Line breaks that only YAML knows (CR, NEL, LS, PS) may be in it: each piece counts, or a comment would hide
/// what follows it.
fn judge(line: &str) -> Content {
    let pieces = line.split(['\r', '\u{85}', '\u{2028}', '\u{2029}']);
    pieces.map(judge_piece).max().unwrap_or(Content::None)
}

fn judge_piece(piece: &str) -> Content {
    let body = piece.trim_start();
    if body.is_empty() || body.starts_with('#') {
        Content::None
    } else if piece.starts_with('%') {
        Content::Directives
    } else {
        Content::Document
    }
}

fn is_marker(line: &str) -> bool {
    line.strip_prefix("---")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r', '#']) || rest.trim().is_empty())
}

fn push(chunks: &mut Vec<Chunk>, start: usize, end: usize) {
    let bound = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    chunks.push(Chunk { span: Span { start: bound(start), end: bound(end) } });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        split(text).into_iter().map(|chunk| chunk.span.slice(text)).collect()
    }

    #[test]
    fn cuts_at_markers_only() {
        assert_eq!(parts("a: 1\n---\nb: 2\n"), ["a: 1\n", "---\nb: 2\n"]);
        assert_eq!(parts("a: '---'\nb: --- no\n"), ["a: '---'\nb: --- no\n"]);
        assert_eq!(parts("a: |\n  x\n---\nb: 1"), ["a: |\n  x\n", "---\nb: 1"]);
    }

    #[test]
    fn leaves_out_what_holds_nothing() {
        assert_eq!(parts("---\n# only a comment\n---\n\n---\na: 1\n"), ["---\na: 1\n"]);
        assert_eq!(parts(""), Vec::<&str>::new());
    }

    #[test]
    fn keeps_directives_with_their_document() {
        assert_eq!(parts("%YAML 1.2\n---\na: 1\n"), ["%YAML 1.2\n---\na: 1\n"]);
    }

    #[test]
    fn skips_the_byte_order_mark_and_keeps_carriage_returns() {
        assert_eq!(parts("\u{feff}a: 1\r\n---\r\nb: 2\r\n"), ["a: 1\r\n", "---\r\nb: 2\r\n"]);
    }

    #[test]
    fn no_comment_hides_what_stands_behind_a_rare_line_break() {
        for text in ["# c\rkind: Pod\r", "# c\u{2028}kind: Pod", "#\u{85}a: 1\n", "--- # c\rkind: Pod\n"] {
            assert_eq!(parts(text), [text], "{text:?}");
        }
    }

    #[test]
    fn cuts_where_kubectl_does() {
        assert_eq!(parts("a: 1\n---# c\nb: 2\n---\u{a0}\nc: 3\n"), ["a: 1\n", "---# c\nb: 2\n", "---\u{a0}\nc: 3\n"]);
        assert_eq!(parts("a: 1\n---b\n"), ["a: 1\n---b\n"]);
    }

    #[test]
    fn sees_a_document_that_starts_on_the_marker_line() {
        assert_eq!(parts("--- {a: 1}\n--- # comment\nb: 2\n"), ["--- {a: 1}\n", "--- # comment\nb: 2\n"]);
    }
}
