//! Every file below a folder, whatever its kind: what a search for leaks reads.
//!
//! One at a time and never all in memory. Left out: `.git`, `node_modules`, links (what they lead to is met under its own name),
//! binary files and files over the bound; the last two are counted, and the caller says so.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::Error;

/// Larger files are data.
pub const MAX_BYTES: u64 = 16 << 20;

/// What was not looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Files that are no text.
    pub binary: usize,
    /// Files of more than [`MAX_BYTES`].
    pub large: usize,
    /// Files and folders that could not be read.
    pub unreadable: usize,
}

impl Skipped {
    /// The text of a file's bytes, or `None`, counted.
    pub(crate) fn text(&mut self, bytes: Vec<u8>) -> Option<String> {
        if let [0xff, 0xfe, rest @ ..] = &bytes[..] {
            return Some(utf16(rest, u16::from_le_bytes));
        }
        if let [0xfe, 0xff, rest @ ..] = &bytes[..] {
            return Some(utf16(rest, u16::from_be_bytes));
        }
        // As git tells binary from text.
        if bytes.iter().take(8000).any(|it| *it == 0) {
            self.binary += 1;
            return None;
        }
        // Texts in Shift_JIS or EUC-JP keep their ASCII, and credentials are ASCII.
        Some(String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|it| unit([it[0], it[1]]));
    char::decode_utf16(units).map(|it| it.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// Hands every text below `root` to `take`, in order of path. A file that cannot be read hides no other.
///
/// # Errors
/// [`Error`] when `root` itself cannot be read.
pub fn texts(root: &Path, take: &mut dyn FnMut(&str, &str)) -> Result<Skipped, Error> {
    let failed = |source: io::Error| Error::Path { path: root.to_owned(), source };
    let mut skipped = Skipped::default();
    if fs::metadata(root).map_err(failed)?.is_dir() {
        folder(fs::read_dir(root).map_err(failed)?, take, &mut skipped, 0);
    } else {
        File::open(root).map_err(failed)?;
        file(root, take, &mut skipped);
    }
    Ok(skipped)
}

fn folder(entries: fs::ReadDir, take: &mut dyn FnMut(&str, &str), skipped: &mut Skipped, depth: usize) {
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|it| it.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().and_then(|it| it.to_str()).unwrap_or("");
        let Ok(metadata) = fs::symlink_metadata(&path) else { continue };
        if metadata.is_dir() {
            if matches!(name, ".git" | "node_modules") || depth > 64 {
                continue;
            }
            match fs::read_dir(&path) {
                Ok(entries) => folder(entries, take, skipped, depth + 1),
                Err(_) => skipped.unreadable += 1,
            }
        } else if metadata.is_file() {
            file(&path, take, skipped);
        }
    }
}

fn file(path: &Path, take: &mut dyn FnMut(&str, &str), skipped: &mut Skipped) {
    let mut bytes = Vec::new();
    match File::open(path).and_then(|it| it.take(MAX_BYTES + 1).read_to_end(&mut bytes)) {
        Err(_) => skipped.unreadable += 1,
        Ok(_) if bytes.len() as u64 > MAX_BYTES => skipped.large += 1,
        Ok(_) => {
            if let Some(text) = skipped.text(bytes) {
                let name = path.to_string_lossy();
                take(name.strip_prefix("./").unwrap_or(&name), &text);
            }
        }
    }
}
