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
    fs::create_dir_all(file.parent().unwrap_or(&base)).map_err(failed)?;
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
    let text = match fs::read_to_string(&file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        result => result.map_err(|error| Error::Unreadable(file.clone(), error))?,
    };
    let name = name_in(&base, path);
    let all = known(&text).map_err(|line| Error::Record(file, line))?;
    Ok(all.into_iter().filter(|it| it.file == name).collect())
}
