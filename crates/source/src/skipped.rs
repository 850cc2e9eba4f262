//! What a search for leaks did not look at, and how bytes become a text to search.

use model::{LeftOut, Omission};

/// Larger files are data.
pub const MAX_BYTES: u64 = 16 << 20;

/// Names that are kept; of more only the number.
const NAMED: usize = 1000;

/// What was not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Files that are no text.
    pub binary: usize,
    /// Files of more than [`MAX_BYTES`].
    pub large: usize,
    /// What could not be read, and what git could not hand over.
    pub unreadable: usize,
    /// Everything that was left out, by name; the first `NAMED` of those that hide nothing.
    pub left_out: Vec<LeftOut>,
    /// How many there are without a name.
    pub more: usize,
}

impl Skipped {
    /// Counts and names what was left out.
    pub fn add(&mut self, it: LeftOut) {
        match it.why {
            Omission::Binary => self.binary += 1,
            Omission::TooLarge(_) => self.large += 1,
            _ if it.why.hides() => self.unreadable += 1,
            _ => {}
        }
        if self.left_out.len() < NAMED { self.left_out.push(it) } else { self.more += 1 }
    }

    /// Takes over what another search left out.
    pub fn append(&mut self, other: Skipped) {
        self.binary += other.binary;
        self.large += other.large;
        self.unreadable += other.unreadable;
        self.more += other.more;
        for it in other.left_out {
            if self.left_out.len() < NAMED { self.left_out.push(it) } else { self.more += 1 }
        }
    }

    /// Whether the answer is not the whole answer.
    #[must_use]
    pub fn hides(&self) -> bool {
        self.large + self.unreadable > 0
    }

    /// The text of a file's bytes, or `None`, counted.
    pub(crate) fn text(&mut self, path: &str, bytes: Vec<u8>) -> Option<String> {
        if bytes.len() as u64 > MAX_BYTES {
            self.add(LeftOut { path: path.to_owned(), why: Omission::TooLarge(MAX_BYTES) });
            return None;
        }
        if let [0xff, 0xfe, rest @ ..] = &bytes[..] {
            return Some(utf16(rest, u16::from_le_bytes));
        }
        if let [0xfe, 0xff, rest @ ..] = &bytes[..] {
            return Some(utf16(rest, u16::from_be_bytes));
        }
        if is_binary(&bytes) {
            self.add(LeftOut { path: path.to_owned(), why: Omission::Binary });
            return None;
        }
        // Texts in Shift_JIS or EUC-JP keep their ASCII, and credentials are ASCII.
        Some(String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
    }
}

/// As git tells binary from text.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    bytes.iter().take(8000).any(|it| *it == 0)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|it| unit([it[0], it[1]]));
    char::decode_utf16(units).map(|it| it.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}
