//! Texts that are nearly YAML: structures written in every notation, and then spoilt a little. The same seed gives the same texts.

/// A small generator of numbers (xorshift64*): tests need no better one, and no crate.
pub struct Dice(u64);

impl Dice {
    /// Dice that fall the same way for the same seed.
    #[must_use]
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n.max(1)
    }

    /// True once in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of several.
    pub fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

const TOKENS: [&str; 104] = [
    "a",
    "b",
    "key",
    "a: ",
    "b: ",
    "c:",
    "- ",
    "-",
    "? ",
    "?",
    ": ",
    ":",
    "[",
    "]",
    "{",
    "}",
    ", ",
    ",",
    "&a ",
    "&b ",
    "&a",
    "*a",
    "*b",
    "*a : ",
    "!!str ",
    "!!binary ",
    "!!int ",
    "!!bool ",
    "!!float ",
    "!!null ",
    "!!timestamp ",
    "!!merge ",
    "!!map ",
    "!!seq ",
    "! ",
    "!foo ",
    "!<tag:yaml.org,2002:bool> ",
    "!!b%69nary ",
    "!e!x ",
    "|",
    "|-",
    "|+",
    "|2",
    ">",
    ">-",
    ">1-",
    "'",
    "\"",
    "'x'",
    "\"x\"",
    "\"\\x41\\u00e9\"",
    "\\",
    "\\\n",
    "\n",
    "\n ",
    "\n  ",
    "\n    ",
    "\n- ",
    "\n  - ",
    "\n\n",
    "\t",
    " ",
    "  ",
    "#",
    " # c",
    "<<: ",
    "<<",
    "\"<<\": ",
    "'<<': *a",
    "<<: *a",
    "<<: [*a, *b]",
    "yes",
    "off",
    "y",
    "~",
    "null",
    "0x1F",
    "0o17",
    "017",
    "089",
    "1_000",
    "1e3",
    "1e999",
    ".inf",
    "-.inf",
    ".5",
    "-0",
    "18446744073709551615",
    "2001-01-01",
    "190:20:30",
    "0b101",
    "1.",
    "+1",
    "aG9z",
    "UG9k",
    "YQ==",
    "é",
    "関",
    "\u{85}",
    "\u{2028}",
    "\r\n",
    "\r",
    "\n...\n",
    "\u{feff}",
];

const RARE: [&str; 12] = [
    "\n---\n",
    "---",
    "%YAML 1.1\n",
    "%YAML 1.2\n",
    "%TAG !e! tag:yaml.org,2002:\n",
    "@",
    "`",
    "%",
    "\u{7f}",
    "\0",
    "\u{a0}",
    "\u{1f600}",
];

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

/// Tokens in any order.
#[must_use]
pub fn tokens(dice: &mut Dice) -> String {
    let n = 1 + dice.below(24);
    (0..n).map(|_| if dice.once_in(30) { dice.pick(&RARE) } else { dice.pick(&TOKENS) }).collect()
}

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

/// One small change anywhere: a character gone, doubled or moved, or a token put in.
pub fn spoil(dice: &mut Dice, text: &mut String) {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let Some(at) = starts.get(dice.below(starts.len().max(1))).copied() else { return };
    match dice.below(4) {
        0 => drop(text.remove(at)),
        1 => text.insert_str(at, dice.pick(&TOKENS)),
        2 => text.insert_str(at, dice.pick(&["\t", " ", "\n", ":", "'", "\"", "&a ", "!!str ", "#"])),
        _ => {
            let moved = text.remove(at);
            let to = starts[dice.below(starts.len())].min(text.len());
            let to = (0..=to).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            text.insert(to, moved);
        }
    }
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

/// Standard base64.
#[must_use]
pub fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut written = String::new();
    for three in text.as_bytes().chunks(3) {
        let bits = three.iter().fold(0u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - three.len()));
        for digit in 0..4 {
            let sextet = (bits >> (18 - 6 * digit)) & 63;
            written.push(if digit <= three.len() { DIGITS[sextet as usize] as char } else { '=' });
        }
    }
    written
}
