//! Mappings, lists and scalars in every notation.

use super::{Dice, base64, spoil};

const SCALARS: [&str; 48] = [
    "x",
    "yes",
    "no",
    "true",
    "on",
    "~",
    "null",
    "",
    "0",
    "1",
    "007",
    "0x10",
    "1e3",
    "1.5",
    "1_0",
    ".inf",
    ".nan",
    "+.5",
    "2001-01-01",
    "12:30:45",
    "a b",
    "a: b",
    "#x",
    " x",
    "x ",
    "<<",
    "=",
    "a\nb",
    "a\n\nb",
    "\n",
    "'",
    "\"",
    "\\",
    "é",
    "関所",
    "- x",
    "[x]",
    "{x: y}",
    "*a",
    "&a",
    "!x",
    "|",
    ">",
    "%",
    "@",
    "0o17",
    "-0b11",
    "9223372036854775808",
];

const KEYS: [&str; 18] = [
    "a",
    "b",
    "c",
    "kind",
    "spec",
    "yes",
    "n",
    "1",
    "0x10",
    "1.0",
    "1000000.0",
    "1e21",
    "<<",
    "~",
    "a b",
    "2001-01-01",
    "é",
    "-1",
];

const TAGS: [&str; 14] = [
    "!!str",
    "!!int",
    "!!bool",
    "!!float",
    "!!null",
    "!!binary",
    "!!timestamp",
    "!!merge",
    "!",
    "!local",
    "!!map",
    "!!seq",
    "!<tag:yaml.org,2002:int>",
    "!!bo%6Fl",
];

/// A structure in any notation, valid most of the time.
#[must_use]
pub fn structure(dice: &mut Dice) -> String {
    let mut writer = Writer { dice, text: String::new(), anchors: 0 };
    if writer.dice.once_in(20) {
        writer.text.push('\u{feff}');
    }
    if writer.dice.once_in(12) {
        writer.text.push_str(writer.dice.pick(&[
            "---\n",
            "--- ",
            "# c\n",
            "%YAML 1.1\n---\n",
            "%TAG !e! !\n---\n",
            "\n",
        ]));
    }
    writer.mapping(0, 3);
    if writer.dice.once_in(20) {
        writer.text.push_str(writer.dice.pick(&["...\n", "...\nx: y\n", "# end", "\n\n"]));
    }
    let mut text = writer.text;
    let breaks = dice.below(14);
    if breaks < 3 {
        text = text.replace('\n', ["\r\n", "\r", "\u{2028}"][breaks]);
    }
    while dice.once_in(3) {
        spoil(dice, &mut text);
    }
    text
}

struct Writer<'d> {
    dice: &'d mut Dice,
    text: String,
    anchors: usize,
}

impl Writer<'_> {
    fn mapping(&mut self, indent: usize, depth: usize) {
        for _ in 0..1 + self.dice.below(4) {
            self.indent(indent);
            match self.dice.below(14) {
                0 if self.anchors > 0 => self.text.push_str("<<: *a"),
                1 if self.anchors > 0 => self.text.push_str("<<: [*a, {x: y}]"),
                2 => {
                    self.text.push_str("? ");
                    self.key();
                    self.text.push('\n');
                    self.indent(indent);
                    self.text.push(':');
                    self.value(indent, depth);
                    continue;
                }
                _ => {
                    self.key();
                    self.text.push_str(self.dice.pick(&[":", ":", ":", " :"]));
                    self.value(indent, depth);
                    continue;
                }
            }
            self.text.push('\n');
        }
    }

    fn indent(&mut self, indent: usize) {
        self.text.push_str(&" ".repeat(indent));
    }

    fn key(&mut self) {
        self.properties(12);
        let key = self.dice.pick(&KEYS);
        match self.dice.below(8) {
            0 => self.text.push_str(&format!("\"{key}\"")),
            1 => self.text.push_str(&format!("'{key}'")),
            2 => self.text.push_str(&base64(key)),
            _ => self.text.push_str(key),
        }
    }

    /// An anchor, a tag, both or most often none.
    fn properties(&mut self, rarely: usize) {
        let (anchor, tag) = (self.dice.once_in(rarely), self.dice.once_in(rarely));
        if anchor {
            self.anchors += 1;
            self.text.push_str("&a ");
        }
        if tag {
            let tag = self.dice.pick(&TAGS);
            self.text.push_str(tag);
            self.text.push(' ');
        }
    }

    fn value(&mut self, indent: usize, depth: usize) {
        self.text.push(' ');
        let nested = depth > 0 && self.dice.once_in(2);
        self.properties(6);
        match self.dice.below(if nested { 5 } else { 12 }) {
            0 if nested => {
                self.text.push('\n');
                let deeper = 1 + self.dice.below(3);
                self.mapping(indent + deeper, depth - 1);
            }
            1 if nested => {
                self.text.push('\n');
                let deeper = self.dice.below(3);
                for _ in 0..1 + self.dice.below(3) {
                    self.indent(indent + deeper);
                    self.text.push('-');
                    self.value(indent + deeper, depth - 1);
                }
            }
            2 | 3 if nested => {
                self.flow(depth);
                self.comment();
            }
            4 if !nested => self.block(indent),
            5 if !nested && self.anchors > 0 => {
                self.text.push_str("*a");
                self.comment();
            }
            _ => {
                self.scalar(false);
                self.comment();
            }
        }
    }

    fn comment(&mut self) {
        self.text.push_str(self.dice.pick(&["\n", "\n", "\n", "\n", " # c\n", "\n# c\n", "\n\n", " \n", "\t\n"]));
    }

    fn flow(&mut self, depth: usize) {
        let mapping = self.dice.once_in(2);
        self.text.push(if mapping { '{' } else { '[' });
        for number in 0..self.dice.below(4) {
            if number > 0 {
                self.text.push_str(self.dice.pick(&[",", ", ", ",\n    ", " , ", ",\t", ",\n\t"]));
            }
            if mapping || self.dice.once_in(5) {
                self.key();
                self.text.push_str(self.dice.pick(&[": ", ":", " : ", ": "]));
            }
            self.properties(8);
            if depth > 0 && self.dice.once_in(4) {
                self.flow(depth - 1);
            } else {
                self.scalar(true);
            }
        }
        self.text.push_str(if mapping { "}" } else { "]" });
    }

    fn scalar(&mut self, flow: bool) {
        let value = self.dice.pick(&SCALARS);
        match self.dice.below(6) {
            0 => self.text.push_str(&format!("'{}'", value.replace('\'', "''"))),
            1 => self.text.push_str(&format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))),
            2 => {
                let escaped: String = value.chars().map(|it| format!("\\u{:04x}", u32::from(it))).collect();
                self.text.push_str(&format!("\"{escaped}\""));
            }
            3 => self.text.push_str(&base64(value)),
            _ if flow && value.contains([',', '[', ']', '{', '}', '#', ':']) => self.text.push('x'),
            _ => self.text.push_str(value),
        }
    }

    fn block(&mut self, indent: usize) {
        let header = self.dice.pick(&["|", ">", "|-", ">-", "|+", ">+", "|2", "|1-", "> # c", "|\t"]);
        self.text.push_str(header);
        self.text.push('\n');
        for _ in 0..self.dice.below(4) {
            let deeper = 1 + self.dice.below(3);
            self.indent(indent + deeper);
            self.text.push_str(self.dice.pick(&["x\n", "\n", "  y\n", "# no comment\n", "\tz\n", "a: b\n", "yes\n"]));
        }
    }
}
