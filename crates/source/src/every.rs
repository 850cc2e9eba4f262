//! Every file below a folder, whatever its kind: what a search for leaks reads.
//!
//! One at a time and never all in memory. Left out and named: `.git`, `node_modules`, links (what they lead to inside is met under its
//! own name), pipes and devices, binary files and files over the bound.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use model::{LeftOut, Omission};

use crate::{Error, open};

use crate::skipped::is_binary;
pub use crate::skipped::{MAX_BYTES, Skipped};

/// Deeper folders are a loop of mounts, or nobody's files.
pub(crate) const MAX_DEPTH: usize = 64;

/// Hands every text below `root` to `take`, in order of path. A file that cannot be read hides no other.
///
/// # Errors
/// [`Error`] when `root` itself cannot be read.
pub fn texts(root: &Path, take: &mut dyn FnMut(&str, &str)) -> Result<Skipped, Error> {
    let failed = |source: io::Error| Error::Path { path: root.to_owned(), source };
    let mut skipped = Skipped::default();
    if fs::metadata(root).map_err(failed)?.is_dir() {
        folder(root, fs::read_dir(root).map_err(failed)?, take, &mut skipped, 0);
    } else {
        open::regular(root).map_err(failed)?;
        file(root, take, &mut skipped);
    }
    Ok(skipped)
}

fn folder(at: &Path, entries: fs::ReadDir, take: &mut dyn FnMut(&str, &str), skipped: &mut Skipped, depth: usize) {
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in entries {
        match entry {
            Ok(it) => paths.push(it.path()),
            Err(error) => skipped.add(LeftOut { path: shown(at), why: Omission::Unreadable(error.to_string()) }),
        }
    }
    paths.sort();
    for path in paths {
        let name = path.file_name().and_then(|it| it.to_str()).unwrap_or("");
        let mut leave = |why| skipped.add(LeftOut { path: shown(&path), why });
        let kind = match fs::symlink_metadata(&path) {
            Ok(it) => it.file_type(),
            Err(error) => {
                leave(Omission::Unreadable(error.to_string()));
                continue;
            }
        };
        if kind.is_dir() {
            match (name, fs::read_dir(&path)) {
                (".git", _) => leave(Omission::GitFolder),
                ("node_modules", _) => leave(Omission::NodeModules),
                _ if depth >= MAX_DEPTH => leave(Omission::TooDeep),
                (_, Ok(entries)) => folder(&path, entries, take, skipped, depth + 1),
                (_, Err(error)) => leave(Omission::Unreadable(error.to_string())),
            }
        } else if kind.is_file() {
            file(&path, take, skipped);
        } else {
            leave(if kind.is_symlink() { Omission::Link } else { Omission::Special });
        }
    }
}

fn file(path: &Path, take: &mut dyn FnMut(&str, &str), skipped: &mut Skipped) {
    let name = shown(path);
    match read(path) {
        Ok(bytes) => {
            if let Some(text) = skipped.text(&name, bytes) {
                take(&name, &text);
            }
        }
        Err(why) => skipped.add(LeftOut { path: name, why }),
    }
}

/// The bytes of a file; a large one that is no text is no loss.
fn read(path: &Path) -> Result<Vec<u8>, Omission> {
    let unreadable = |error: io::Error| Omission::Unreadable(error.to_string());
    let opened = open::regular(path).map_err(unreadable)?;
    match open::bytes(&opened, MAX_BYTES) {
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            let head = open::head(path, 8000).map_err(unreadable)?;
            Err(if is_binary(&head) { Omission::Binary } else { Omission::TooLarge(MAX_BYTES) })
        }
        result => result.map_err(unreadable),
    }
}

fn shown(path: &Path) -> String {
    let name = path.to_string_lossy();
    name.strip_prefix("./").unwrap_or(&name).to_owned()
}
