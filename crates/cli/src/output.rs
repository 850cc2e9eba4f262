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

/// Writes files below a folder, each beside its place and then into it.
pub(crate) fn replace(folder: &Path, files: &[File]) -> Result<(), Failure> {
    for file in files {
        let path = folder.join(&file.path);
        put(&path, &file.text).map_err(|error| Failure::unwritable(&path, &error))?;
    }
    Ok(())
}

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
