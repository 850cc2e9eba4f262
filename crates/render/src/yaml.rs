//! A [`Node`] as text: one way to write each value, so that the bytes are stable.

use lang::Lang;

use crate::node::{Entry, Node};

/// The entries of a document.
pub(crate) fn write(entries: &[Entry], lang: Lang) -> String {
    let mut writer = Writer { out: String::new(), lang };
    writer.entries(entries, 0, false);
    writer.out
}

struct Writer {
    out: String,
    lang: Lang,
}

impl Writer {
    /// `inline` where the first key stands behind a `- ` that is already written.
    fn entries(&mut self, entries: &[Entry], depth: usize, inline: bool) {
        for (at, entry) in entries.iter().enumerate() {
            let here = at == 0 && inline;
            // A comment cannot stand between `- ` and its key: the list writes it above.
            if let (Some(note), false) = (&entry.note, here) {
                self.note(note.get(self.lang), depth);
            }
            if !here {
                self.indent(depth);
            }
            self.out.push_str(&scalar(&entry.key));
            self.out.push(':');
            self.value(&entry.value, depth);
        }
    }

    fn note(&mut self, note: &str, depth: usize) {
        for line in note.lines() {
            self.indent(depth);
            self.out.push_str("# ");
            self.out.push_str(line);
            self.out.push('\n');
        }
    }

    fn value(&mut self, value: &Node, depth: usize) {
        match value {
            Node::Map(entries) if entries.is_empty() => self.out.push_str(" {}\n"),
            Node::List(items) if items.is_empty() => self.out.push_str(" []\n"),
            Node::Map(entries) => {
                self.out.push('\n');
                self.entries(entries, depth + 1, false);
            }
            Node::List(items) if items.iter().all(is_short) && width(items) < 90 => {
                let items: Vec<String> = items.iter().map(flow).collect();
                self.out.push_str(&format!(" [{}]\n", items.join(", ")));
            }
            Node::List(items) => {
                self.out.push('\n');
                items.iter().for_each(|item| self.item(item, depth + 1));
            }
            Node::Text(text) if text.contains('\n') => self.block(text, depth + 1),
            other => {
                self.out.push(' ');
                self.out.push_str(&flow(other));
                self.out.push('\n');
            }
        }
    }

    fn item(&mut self, item: &Node, depth: usize) {
        match item {
            Node::Map(entries) => {
                if let Some(note) = entries.first().and_then(|it| it.note.as_ref()) {
                    self.note(note.get(self.lang), depth);
                }
                self.indent(depth);
                self.out.push_str("- ");
                self.entries(entries, depth + 1, true);
            }
            Node::Text(text) if text.contains('\n') => {
                self.indent(depth);
                self.out.push('-');
                self.block(text, depth + 1);
            }
            other => {
                self.indent(depth);
                self.out.push_str(&format!("- {}\n", flow(other)));
            }
        }
    }

    fn block(&mut self, text: &str, depth: usize) {
        self.out.push_str(if text.ends_with('\n') { " |\n" } else { " |-\n" });
        for line in text.lines() {
            if !line.is_empty() {
                self.indent(depth);
                self.out.push_str(line);
            }
            self.out.push('\n');
        }
    }

    fn indent(&mut self, depth: usize) {
        self.out.extend(std::iter::repeat_n("  ", depth));
    }
}

fn is_short(node: &Node) -> bool {
    match node {
        Node::Text(text) => !text.contains('\n'),
        Node::Number(_) | Node::Flag(_) => true,
        Node::Map(_) | Node::List(_) => false,
    }
}

fn width(items: &[Node]) -> usize {
    items.iter().map(|it| flow(it).len() + 2).sum()
}

fn flow(node: &Node) -> String {
    match node {
        Node::Text(text) => scalar(text),
        Node::Number(number) => number.to_string(),
        Node::Flag(flag) => flag.to_string(),
        Node::Map(_) | Node::List(_) => String::new(),
    }
}

/// A text as it may stand anywhere: plain where no reader can take it for anything else, quoted otherwise.
fn scalar(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

fn is_plain(text: &str) -> bool {
    let inner = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.' | '/' | ':' | '@');
    let start = text.chars().next().is_some_and(|it| it.is_ascii_alphabetic() || it == '/' || it == '_');
    (start || is_quantity(text)) && text.chars().all(inner) && !text.ends_with(':') && !is_word(text)
}

/// `100m`, `2Gi`: digits and a unit that makes them a text.
fn is_quantity(text: &str) -> bool {
    let unit = text.trim_start_matches(|it: char| it.is_ascii_digit());
    unit.len() < text.len() && matches!(unit, "m" | "Mi" | "Gi" | "Ti")
}

/// What YAML 1.1 takes for something else than a text.
fn is_word(text: &str) -> bool {
    const WORDS: &[&str] = &["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::{entry, map};

    #[test]
    fn texts_stay_texts() {
        for (text, written) in [
            ("dify", "dify"),
            ("true", "\"true\""),
            ("No", "\"No\""),
            ("5432", "\"5432\""),
            ("2Gi", "2Gi"),
            ("1e3", "\"1e3\""),
            ("", "\"\""),
            ("a: b", "\"a: b\""),
            ("#x", "\"#x\""),
            ("redis://:$(X)@redis:6379/1", "\"redis://:$(X)@redis:6379/1\""),
            ("http://api:5001", "http://api:5001"),
        ] {
            assert_eq!(scalar(text), written);
        }
    }

    #[test]
    fn shapes() {
        let note = lang::Text::new("why", "理由");
        let entries = [
            entry("a", vec![map([("b", Node::from(1)), ("c", Node::from(["x", "z"]))])]),
            entry("d", "one\n\n  two\n").note(note),
            entry("e", Node::Map(Vec::new())),
        ];
        let text = "a:\n  - b: 1\n    c: [x, z]\n# why\nd: |\n  one\n\n    two\ne: {}\n";
        assert_eq!(write(&entries, Lang::En), text);
    }
}
