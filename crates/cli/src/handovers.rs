//! The record of hand-overs beside the stores: `.sekisho/handovers.jsonl`. It holds no values and belongs into the repository.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use forms::printable;
use lang::text;
use model::Moment;
use source::{Locked, ReplaceError};
use vault::handover::{Event, known, line};

use crate::console::Console;
use crate::exit::Failure;
use crate::store;
use crate::told::Told;

const FILE: &str = ".sekisho/handovers.jsonl";

/// More than anybody reads; the record has a line for each hand-over.
const MAX_BYTES: u64 = 16 << 20;

/// Adds an event for a file, after whoever else writes the record. The event is given the file's name in it.
pub(crate) fn record(path: &Path, event: impl FnOnce(&str) -> Event) -> Result<PathBuf, Failure> {
    let base = store::base(path);
    let file = base.join(FILE);
    let failed = |error: io::Error| store::unwritten(&file, &error);
    fs::create_dir_all(file.parent().unwrap_or(&base)).map_err(failed)?;
    OpenOptions::new().create(true).append(true).open(&file).map_err(failed)?;
    let held = Locked::open(&file, MAX_BYTES).map_err(failed)?;
    let text = held.text();
    let between = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let new = format!("{text}{between}{}", line(&event(&store::name_in(&base, path))));
    held.replace(&new).map_err(|error| match error {
        ReplaceError::Io(error) => failed(error),
        ReplaceError::ReadOnly | ReplaceError::Changed => failed(io::ErrorKind::PermissionDenied.into()),
    })?;
    drop(held);
    Ok(file)
}

/// Notes that a value was set anew, where somebody was given the old one.
pub(crate) fn rotated(path: &Path, key: &str, at: Moment) -> Result<(), Failure> {
    if known_of(path)?.iter().any(|it| it.key == key) {
        let (key, time) = (key.to_owned(), at.to_string());
        record(path, |file| Event::Rotated { file: file.to_owned(), key, time })?;
    }
    Ok(())
}

/// Says which values of a file somebody was given.
pub(crate) fn remind(path: &Path, key: Option<&str>, console: &Console, told: &mut Told) -> Result<(), Failure> {
    for it in known_of(path)?.iter().filter(|it| key.is_none_or(|key| it.key == key)) {
        let (name, to, since) = (printable(&it.key), printable(&it.to), printable(&it.since));
        let line = text!(
            "note: {name} was handed to {to} on {since}: rotate it when that person no longer needs it (`sekisho secrets set`)",
            "注: {name} は {since} に {to} へ渡しています。不要になったら `sekisho secrets set` で更新してください"
        );
        told.note(line.get(console.lang));
    }
    Ok(())
}

fn known_of(path: &Path) -> Result<Vec<vault::handover::Known>, Failure> {
    let base = store::base(path);
    let file = base.join(FILE);
    let text = match fs::read_to_string(&file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        result => result.map_err(|error| Failure::unreadable(&file, &error))?,
    };
    let name = store::name_in(&base, path);
    let all = known(&text).map_err(|number| {
        let file = file.display();
        Failure::CouldNot(text!(
            "{file}:{number}: this line is no record of a hand-over: mend the merge, or take the file from git",
            "{file}:{number}: 受け渡しの記録として読めない行です。マージの結果を直すか、git から取り直してください"
        ))
    })?;
    Ok(all.into_iter().filter(|it| it.file == name).collect())
}
