//! Files that a command writes: each is whole, old or new, whenever somebody looks.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use lang::text;
use render::File;

use crate::exit::Failure;

/// Makes or replaces one file.
pub(crate) fn whole(path: &Path, text: &str) -> Result<(), Failure> {
    source::write(path, text).map_err(|error| Failure::unwritable(path, &error))
}

/// Makes a file, or replaces one that is as it should be.
pub(crate) fn over_own(path: &Path, text: &str, is_own: impl FnOnce(&str) -> bool) -> Result<(), Failure> {
    match source::read_text(path, MAX_OWN) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Ok(there) if there.trim().is_empty() || is_own(&there) => {}
        Ok(_) => {
            let path = path.display();
            return Err(Failure::CouldNot(text!(
                "{path} was not written by Sekisho, so it stays as it is: name another file, or move it away",
                "{path} は Sekisho が書いたファイルではないため、変更していません。別のファイルを指定するか、移動してください"
            )));
        }
        Err(error) => return Err(Failure::unreadable(path, &error)),
    }
    whole(path, text)
}

/// Bytes of a file of our own.
const MAX_OWN: u64 = 64 << 20;

/// Makes or replaces a file, and the folders above it.
pub(crate) fn put(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    source::write(path, text)
}

/// A name in the same folder, so that renaming is one step.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().map_or_else(String::new, |it| it.to_string_lossy().into_owned());
    path.with_file_name(format!(".{name}.sekisho-{}", std::process::id()))
}

/// Makes a folder with these files, all of them or none; it may be there if it is empty.
pub(crate) fn create(folder: &Path, files: &[File]) -> Result<(), Failure> {
    let there = entries(folder).map_err(|error| Failure::unwritable(folder, &error))?;
    if !there.is_empty() {
        let (list, folder) = (there.join(", "), folder.display());
        return Err(Failure::CouldNot(text!(
            "{folder} is not empty, and nothing was written; there are: {list}",
            "{folder} は空ではないため、何も書いていません。すでにあるもの: {list}"
        )));
    }
    // Of `.` and `a/..` the name is not in the text.
    let whole = if folder.exists() { folder.canonicalize() } else { std::path::absolute(folder) };
    let whole = whole.map_err(|error| Failure::unwritable(folder, &error))?;
    let beside = beside(&whole);
    let made = fill(&beside, files).and_then(|()| fs::rename(&beside, &whole));
    if made.is_err() {
        let _ = fs::remove_dir_all(&beside);
    }
    made.map_err(|error| Failure::unwritable(folder, &error))
}

fn fill(folder: &Path, files: &[File]) -> io::Result<()> {
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::create_dir(folder)?;
    files.iter().try_for_each(|file| put(&folder.join(&file.path), &file.text))
}

/// The names in a folder; none where there is no folder.
fn entries(folder: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    match fs::read_dir(folder) {
        Ok(list) => {
            for entry in list {
                found.push(entry?.file_name().to_string_lossy().into_owned());
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    found.sort();
    Ok(found)
}
