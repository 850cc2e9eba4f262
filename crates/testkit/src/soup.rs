//! Texts that are nearly YAML: structures written in every notation, and then spoilt a little. The same seed gives the same texts.

pub mod disguise;
pub mod objects;
mod structure;

pub use structure::structure;

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

/// Tokens in any order.
#[must_use]
pub fn tokens(dice: &mut Dice) -> String {
    let n = 1 + dice.below(24);
    (0..n).map(|_| if dice.once_in(30) { dice.pick(&RARE) } else { dice.pick(&TOKENS) }).collect()
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
