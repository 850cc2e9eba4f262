//! The same values written so that a reader who is not Kubernetes' own may take them for others: every style, tag, anchor, alias and
//! merge, keys in every form, decoys before and behind, line breaks of every kind, and further documents.

use super::objects::{Node, object};
use super::{Dice, base64, spoil};

/// A stream of one to three documents.
#[must_use]
pub fn stream(dice: &mut Dice) -> String {
    let mut text = String::new();
    if dice.once_in(16) {
        text.push('\u{feff}');
    }
    text.push_str(dice.pick(&[
        "",
        "",
        "",
        "",
        "---\n",
        "--- # c\n",
        "# c\n---\n",
        "%YAML 1.1\n---\n",
        "---\n---\n",
        "---#\n",
    ]));
    for number in 0..1 + dice.below(3) {
        if number > 0 {
            text.push_str(dice.pick(&[
                "---\n",
                "--- # kind: none\n",
                "---\t\n",
                "...\n---\n",
                "\n---\n\n",
                "---\n# c\n---\n",
                "...\n",
            ]));
        }
        let node = object(dice);
        text.push_str(&document(dice, &node));
    }
    let breaks = dice.below(24);
    if breaks < 3 {
        text = text.replace('\n', ["\r\n", "\r", "\u{2028}"][breaks]);
    }
    if dice.once_in(10) {
        spoil(dice, &mut text);
    }
    text
}

/// One document.
fn document(dice: &mut Dice, node: &Node) -> String {
    let mut writer = Disguise { dice, head: String::new(), n_anchors: 0 };
    let mut body = String::new();
    if let Node::Map(entries) = node {
        writer.block_map(&mut body, entries, 0, 8);
    }
    // What aliases refer to stands before them, under names that no type has.
    writer.head + &body
}

struct Disguise<'d> {
    dice: &'d mut Dice,
    head: String,
    n_anchors: usize,
}

impl Disguise<'_> {
    /// Puts a value into the head, and returns its anchor's name.
    fn anchored(&mut self, written: &str) -> String {
        self.n_anchors += 1;
        let name = format!("a{}", self.n_anchors);
        self.head.push_str(&format!("x{}: &{name} {written}\n", self.n_anchors));
        name
    }

    fn block_map(&mut self, out: &mut String, entries: &[(String, Node)], indent: usize, depth: usize) {
        let pad = " ".repeat(indent);
        if entries.is_empty() {
            out.push_str(&format!("{pad}{{}}\n"));
            return;
        }
        let merged = self.dice.once_in(6);
        for (at, (key, value)) in entries.iter().enumerate() {
            if self.dice.once_in(12) {
                out.push_str(&format!("{pad}# {key}: false\n"));
            }
            if merged && at > 0 && self.dice.once_in(3) {
                self.merge(out, &pad, key, value);
                continue;
            }
            if self.dice.once_in(300) {
                let decoy = self.decoy(value);
                out.push_str(&format!("{pad}{key}: {decoy}\n"));
            }
            self.entry(out, &pad, key, value, indent, depth);
            if self.dice.once_in(400) {
                let decoy = self.decoy(value);
                out.push_str(&format!("{pad}{key}: {decoy}\n"));
            }
        }
    }

    /// Another value of the same type, which looks harmless.
    fn decoy(&mut self, value: &Node) -> String {
        match value {
            Node::Bool(_) => self.dice.pick(&["false", "true", "~"]).to_owned(),
            Node::Int(_) => self.dice.pick(&["1000", "0", "null"]).to_owned(),
            Node::Str(_) => self.dice.pick(&["x", "\"\"", "~"]).to_owned(),
            Node::List(_) => "[]".to_owned(),
            Node::Map(_) => "{}".to_owned(),
        }
    }

    /// The entry comes in by a merge key: before, behind or instead of a decoy; quoted, the key merges nothing.
    fn merge(&mut self, out: &mut String, pad: &str, key: &str, value: &Node) {
        let written = self.flow(value, 3);
        let anchor = self.anchored(&format!("{{{key}: {written}}}"));
        let decoy = self.decoy(value);
        let name = self.dice.pick(&["<<", "<<", "<<", "<<", "!!merge <<", "\"<<\"", "'<<'", "! <<", "!!str <<"]);
        let list = self.dice.once_in(4);
        let named = if list { format!("[*{anchor}, {{{key}: {decoy}}}]") } else { format!("*{anchor}") };
        match self.dice.below(4) {
            0 => out.push_str(&format!("{pad}{name}: {named}\n{pad}{key}: {decoy}\n")),
            1 | 2 => out.push_str(&format!("{pad}{key}: {decoy}\n{pad}{name}: {named}\n")),
            _ => out.push_str(&format!("{pad}{name}: {named}\n")),
        }
    }

    fn entry(&mut self, out: &mut String, pad: &str, key: &str, value: &Node, indent: usize, depth: usize) {
        let key = self.key(key);
        if self.dice.once_in(20) {
            out.push_str(&format!("{pad}? {key}\n{pad}:"));
        } else {
            out.push_str(&format!("{pad}{key}{}", self.dice.pick(&[":", ":", ":", " :"])));
        }
        if depth == 0 || self.dice.once_in(7) {
            let flow = self.flow(value, 4);
            out.push_str(&format!(" {flow}{}", self.dice.pick(&["\n", "\n", " # c\n", "  \n"])));
            return;
        }
        if self.dice.once_in(16) {
            let flow = self.flow(value, 3);
            let anchor = self.anchored(&flow);
            out.push_str(&format!(" *{anchor}\n"));
            return;
        }
        match value {
            Node::Map(entries) if !entries.is_empty() => {
                out.push_str(self.dice.pick(&["\n", "\n", " !!map\n", " &m\n", " # c\n", " !foo\n", " !!str\n"]));
                let deeper = indent + 1 + self.dice.below(3);
                self.block_map(out, entries, deeper, depth - 1);
            }
            Node::List(items) if !items.is_empty() => {
                out.push_str(self.dice.pick(&["\n", "\n", " !!seq\n", " &l\n"]));
                let deeper = self.dice.below(3);
                self.block_list(out, items, indent + deeper, depth - 1);
            }
            Node::Str(text) if self.dice.once_in(6) => {
                let deeper = " ".repeat(indent + 2);
                out.push_str(&format!(" {}\n{deeper}{text}\n", self.dice.pick(&["|-", ">-", "!!str |-", "|2-"])));
            }
            _ => {
                let flow = self.flow(value, 4);
                out.push_str(&format!(" {flow}\n"));
            }
        }
    }

    fn block_list(&mut self, out: &mut String, items: &[Node], indent: usize, depth: usize) {
        let pad = " ".repeat(indent);
        for item in items {
            match item {
                Node::Map(entries) if !entries.is_empty() && depth > 0 && self.dice.once_in(2) => {
                    out.push_str(&format!("{pad}-\n"));
                    self.block_map(out, entries, indent + 2, depth - 1);
                }
                _ => {
                    let flow = self.flow(item, 4);
                    out.push_str(&format!("{pad}- {flow}\n"));
                }
            }
        }
    }

    fn key(&mut self, key: &str) -> String {
        match self.dice.below(40) {
            0..=2 => format!("\"{key}\""),
            3 => format!("'{key}'"),
            4 => format!("\"{}\"", escaped(key)),
            5 => format!("!!str {key}"),
            6 => format!("!!binary {}", base64(key)),
            7 => format!("!!binary \"{}\"", base64(key)),
            8 => format!("!<tag:yaml.org,2002:binary> {}", base64(key)),
            9 => format!("! {key}"),
            10 => format!("&k {key}"),
            11 => {
                let anchor = self.anchored(key);
                format!("*{anchor} ")
            }
            12 => format!("!local {key}"),
            _ => key.to_owned(),
        }
    }

    fn flow(&mut self, value: &Node, depth: usize) -> String {
        if depth > 0 && self.dice.once_in(30) {
            let inner = self.flow(value, 0);
            let anchor = self.anchored(&inner);
            return format!("*{anchor} ");
        }
        match value {
            Node::Bool(value) => self.bool(*value),
            Node::Int(value) => self.int(*value),
            Node::Str(text) => self.text(text),
            Node::List(items) => {
                let items: Vec<String> = items.iter().map(|it| self.flow(it, depth.saturating_sub(1))).collect();
                format!("[{}]", items.join(self.dice.pick(&[", ", ",", " , ", ",\t"])))
            }
            Node::Map(entries) => {
                let pairs: Vec<String> = entries.iter().map(|(key, value)| self.pair(key, value, depth)).collect();
                format!("{{{}}}", pairs.join(self.dice.pick(&[", ", ", ", ",\t", " , "])))
            }
        }
    }

    fn pair(&mut self, key: &str, value: &Node, depth: usize) -> String {
        let key = self.key(key);
        let value = self.flow(value, depth.saturating_sub(1));
        let before = if self.dice.once_in(25) { "? " } else { "" };
        format!("{before}{key}{} {value}", self.dice.pick(&[":", ":", " :"]))
    }

    fn bool(&mut self, value: bool) -> String {
        let words: &[&str] = if value {
            &["true", "yes", "on", "True", "ON", "y", "Yes"]
        } else {
            &["false", "no", "off", "N", "False"]
        };
        let word = if self.dice.once_in(3) { self.dice.pick(words) } else { words[0] };
        match self.dice.below(240) {
            0..=9 => format!("!!bool {word}"),
            10..=19 => format!("!!bool \"{word}\""),
            20..=29 => format!("!<tag:yaml.org,2002:bool> '{word}'"),
            30..=39 => format!("!!bo%6fl {word}"),
            40..=49 => format!("&b {word}"),
            // Strings, which the API server refuses here.
            50 => format!("\"{word}\""),
            51 => format!("! {word}"),
            52 => format!("!!str {word}"),
            _ => word.to_owned(),
        }
    }

    fn int(&mut self, value: i64) -> String {
        match self.dice.below(24) {
            0 => format!("0x{value:x}"),
            1 => format!("0{value:o}"),
            2 => format!("0b{value:b}"),
            3 => format!("!!int \"{value}\""),
            4 => format!("+{value}"),
            5 => format!("{value}.0"),
            6 => format!("{value}e0"),
            7 => format!("!!float {value}"),
            8 => format!("!!int 0x{value:X}"),
            9 => format!("-0o{value:o}"),
            10 => format!("{value}_"),
            11 if self.dice.once_in(10) => format!("\"{value}\""),
            _ => value.to_string(),
        }
    }

    fn text(&mut self, text: &str) -> String {
        match self.dice.below(16) {
            0 => format!("'{text}'"),
            1 => format!("\"{}\"", escaped(text)),
            2 => format!("!!binary {}", base64(text)),
            3 => format!("!!binary '{}'", base64(text)),
            4 => format!("!!str \"{text}\""),
            5 => format!("!local \"{text}\""),
            6 => format!("! \"{text}\""),
            _ => format!("\"{text}\""),
        }
    }
}

fn escaped(text: &str) -> String {
    let escape =
        |(at, it): (usize, char)| if at % 2 == 0 { format!("\\x{:02x}", u32::from(it)) } else { it.to_string() };
    text.chars().enumerate().map(escape).collect()
}
