//! The little Markdown that manuals use, for a terminal: paragraphs, lists, code blocks, `code`, **strong**.

use crate::layout::{CODE, HEADING, PLAIN, Paint, wrap};

/// A block of a manual.
#[derive(Debug, PartialEq, Eq)]
pub enum Block {
    /// A mark (`-`, `1.`, or none) and text.
    Text {
        /// What stands before a list's item.
        mark: String,
        /// What it says.
        text: String,
    },
    /// Lines as they are.
    Code(Vec<String>),
    /// What parts paragraphs.
    Blank,
}

/// Renders a section, indented.
pub(crate) fn render(body: &str, indent: usize, width: usize, paint: Paint) -> String {
    let mut out = String::new();
    let pad = " ".repeat(indent);
    for block in blocks(body) {
        match block {
            Block::Blank => out.push('\n'),
            Block::Code(lines) => {
                for line in lines {
                    out.push_str(format!("{pad}  {}", paint.paint(CODE, &line)).trim_end());
                    out.push('\n');
                }
            }
            Block::Text { mark, text } => {
                let inner = indent + mark.chars().count();
                let mut inline = Inline { paint, in_code: false, in_strong: false };
                for (at, line) in wrap(&text, width.saturating_sub(inner).max(20)).iter().enumerate() {
                    let head = if at == 0 { format!("{pad}{mark}") } else { " ".repeat(inner) };
                    out.push_str(&head);
                    out.push_str(&inline.render(line));
                    out.push('\n');
                }
            }
        }
    }
    out
}

/// A manual's blocks, in order.
#[must_use]
pub fn blocks(body: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut in_fence = false;
    let mut goes_on = false;
    for line in body.lines() {
        let trimmed = line.trim();
        if trimmed.starts_with("```") {
            in_fence = !in_fence;
            if in_fence {
                blocks.push(Block::Code(Vec::new()));
            }
            goes_on = false;
            continue;
        }
        let is_indented = line.starts_with("    ") && !goes_on;
        if in_fence || is_indented {
            let code = if in_fence { line } else { &line[4..] };
            match blocks.last_mut() {
                Some(Block::Code(lines)) => lines.push(code.to_owned()),
                _ => blocks.push(Block::Code(vec![code.to_owned()])),
            }
            continue;
        }
        if trimmed.is_empty() {
            blocks.push(Block::Blank);
            goes_on = false;
            continue;
        }
        let mark = list_mark(trimmed);
        let text = trimmed[mark.len()..].to_owned();
        match blocks.last_mut() {
            Some(Block::Text { text: before, .. }) if goes_on && mark.is_empty() => join(before, &text),
            _ => blocks.push(Block::Text { mark: mark.to_owned(), text }),
        }
        goes_on = true;
    }
    blocks
}

/// `- ` or `12. ` at the head of a line.
fn list_mark(line: &str) -> &str {
    if line.starts_with("- ") || line.starts_with("* ") {
        return &line[..2];
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && line[digits..].starts_with(". ") { &line[..digits + 2] } else { "" }
}

/// Joins two source lines of a paragraph: with a blank, unless both ends are Japanese.
fn join(before: &mut String, text: &str) {
    let is_japanese = |it: Option<char>| it.is_some_and(|it| it >= '\u{3000}');
    if !(is_japanese(before.chars().last()) && is_japanese(text.chars().next())) {
        before.push(' ');
    }
    before.push_str(text);
}

/// Styles within a paragraph; a span may go on in the next line.
struct Inline {
    paint: Paint,
    in_code: bool,
    in_strong: bool,
}

impl Inline {
    fn render(&mut self, line: &str) -> String {
        let mut out = String::new();
        for (at, piece) in line.split('`').enumerate() {
            if at > 0 {
                self.in_code = !self.in_code;
                // Without colours the mark is what tells code from words.
                out.push_str(if self.paint.is_plain() { "`" } else { "" });
            }
            if self.in_code {
                out.push_str(&self.paint.paint(CODE, piece));
                continue;
            }
            for (at, piece) in piece.split("**").enumerate() {
                if at > 0 {
                    self.in_strong = !self.in_strong;
                }
                let style = if self.in_strong { HEADING } else { PLAIN };
                out.push_str(&self.paint.paint(style, piece));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_lists_and_code() {
        let body = "One `two`\nthree.\n\n- a\n  b\n- c\n\n```yaml\nx: 1\n```\n\n    y: 2\n";
        let out = render(body, 2, 80, Paint::new(false));
        assert_eq!(out, "  One `two` three.\n\n  - a b\n  - c\n\n    x: 1\n\n    y: 2\n");
        assert!(render(body, 2, 80, Paint::new(true)).contains("\u{1b}["));
    }

    #[test]
    fn japanese_lines_join_without_a_blank() {
        assert_eq!(render("これは\n文です。", 0, 80, Paint::new(false)), "これは文です。\n");
        assert_eq!(render("これは `a`\nです。", 0, 80, Paint::new(false)), "これは `a` です。\n");
    }
}
