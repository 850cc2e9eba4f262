//! The record of hand-overs beside the stores: `.sekisho/handovers.jsonl`. It holds no values and belongs into the repository.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use model::Moment;
use source::{Locked, ReplaceError};
use vault::handover::{Event, Known, known, line};

use crate::error::Error;
use crate::files::{base, name_in};

const FILE: &str = ".sekisho/handovers.jsonl";

/// More than anybody reads; the record has a line for each hand-over.
const MAX_BYTES: u64 = 16 << 20;

/// Adds an event for a file, after whoever else writes the record. The event is given the file's name in it.
///
/// # Errors
/// The machine's.
pub fn record(path: &Path, event: impl FnOnce(&str) -> Event) -> Result<PathBuf, Error> {
    let base = base(path);
    let file = base.join(FILE);
    let failed = |error: io::Error| Error::Unwritten(file.clone(), error);
    let folder = file.parent().unwrap_or(&base);
    fs::create_dir_all(folder).map_err(failed)?;
    is_of(&base, folder, &file).map_err(failed)?;
    OpenOptions::new().create(true).append(true).open(&file).map_err(failed)?;
    let held = Locked::open(&file, MAX_BYTES).map_err(failed)?;
    let text = held.text();
    let between = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let new = format!("{text}{between}{}", line(&event(&name_in(&base, path))));
    held.replace(&new).map_err(|error| match error {
        ReplaceError::Io(error) => failed(error),
        ReplaceError::ReadOnly | ReplaceError::Changed => failed(io::ErrorKind::PermissionDenied.into()),
    })?;
    drop(held);
    Ok(file)
}

/// Refuses a record that a clone leads elsewhere: by a link, or to what is no file.
fn is_of(base: &Path, folder: &Path, file: &Path) -> io::Result<()> {
    let refused = |reason: &str| Err(io::Error::new(io::ErrorKind::PermissionDenied, reason.to_owned()));
    if !fs::canonicalize(folder)?.starts_with(fs::canonicalize(base)?) {
        return refused("its folder is a link that leads out");
    }
    match fs::symlink_metadata(file) {
        Ok(there) if !there.is_file() => refused("it is a link, or no file"),
        _ => Ok(()),
    }
}

/// Notes that a value was set anew, where somebody was given the old one.
pub(crate) fn rotated(path: &Path, key: &str, at: Moment) -> Result<(), Error> {
    if known_of(path)?.iter().any(|it| it.key == key) {
        let (key, time) = (key.to_owned(), at.to_string());
        record(path, |file| Event::Rotated { file: file.to_owned(), key, time })?;
    }
    Ok(())
}

/// Which values of a file somebody was given and still knows.
///
/// # Errors
/// A record that cannot be read.
pub fn known_of(path: &Path) -> Result<Vec<Known>, Error> {
    let base = base(path);
    let file = base.join(FILE);
    let folder = file.parent().unwrap_or(&base);
    if folder.exists() {
        is_of(&base, folder, &file).map_err(|error| Error::Unreadable(file.clone(), error))?;
    }
    let text = match source::read_text(&file, MAX_BYTES) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        result => result.map_err(|error| Error::Unreadable(file.clone(), error))?,
    };
    let name = name_in(&base, path);
    let all = known(&text).map_err(|line| Error::Record(file, line))?;
    Ok(all.into_iter().filter(|it| it.file == name).collect())
}
