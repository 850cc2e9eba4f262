//! A leak's name: the rule and the place, with the value cut out.
//!
//! The place is structural where there is structure (object, path of keys) and the setting's name elsewhere; the file's path plays
//! a part only where neither is there (a token that its form alone tells), and a line's number plays none, so that a moved file, a rebase and a squash change nothing. Two leaks of one text with the
//! same name are numbered.

use std::collections::HashMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// Gives each leak of one text its name, in order.
#[derive(Default)]
pub(crate) struct Names(HashMap<String, usize>);

impl Names {
    pub(crate) fn name(&mut self, rule: &str, place: &str) -> String {
        let count = self.0.entry(format!("{rule}\0{place}")).or_default();
        let number = *count;
        *count += 1;
        let mut hasher = Sha256::new();
        for part in [rule, place, &number.to_string()] {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        hex(&hasher.finalize()[..10])
    }
}

/// The name in a file of what has no name of its own.
pub(crate) fn in_file(name: &str, file: &str) -> String {
    let mut hasher = Sha256::new();
    for part in ["file", name, file] {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hex(&hasher.finalize()[..10])
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
