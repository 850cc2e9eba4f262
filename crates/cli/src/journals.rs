//! The journals of changes of many stores: `.sekisho/journal/`, a file for each change. One change runs at a time.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use lang::{Text, text};
use model::Moment;
use vault::journal::{Journal, Order, Step};

use crate::exit::Failure;
use crate::store;

/// The folder, held.
pub(crate) struct Journals {
    folder: PathBuf,
    /// Held until this goes.
    _held: File,
}

impl Journals {
    /// The journals below a folder.
    pub(crate) fn of(base: &Path) -> Result<Journals, Failure> {
        let folder = base.join(".sekisho/journal");
        fs::create_dir_all(&folder).map_err(|error| store::unwritten(&folder, &error))?;
        let held = source::hold_folder(&folder).map_err(|error| Failure::unreadable(&folder, &error))?;
        let held = held.ok_or_else(|| {
            Failure::CouldNot(Text::new(
                "another change of recipients is running here: wait for its end",
                "ここでは別の受信者の変更が実行中です。終わるまで待ってください",
            ))
        })?;
        Ok(Journals { folder, _held: held })
    }

    /// Changes that began and did not end, the oldest first.
    pub(crate) fn unfinished(&self) -> Result<Vec<Open>, Failure> {
        let failed = |error: io::Error| Failure::unreadable(&self.folder, &error);
        let entries = fs::read_dir(&self.folder).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
        let mut paths: Vec<PathBuf> = entries.into_iter().map(|it| it.path()).collect();
        paths.retain(|it| it.extension().is_some_and(|it| it == "jsonl"));
        paths.sort();
        let mut open = Vec::new();
        for path in paths {
            let text = fs::read_to_string(&path).map_err(|error| Failure::unreadable(&path, &error))?;
            let journal = Journal::read(&text).map_err(|broken| {
                let (reason, path) = (broken.text(), path.display());
                let (en, ja) = reason.both();
                Failure::CouldNot(text!("{path}: {en}", "{path}: {ja}"))
            })?;
            // Without its first line nothing was begun.
            let Some(order) = journal.order().filter(|_| !journal.is_ended()).cloned() else { continue };
            let file = OpenOptions::new().append(true).open(&path);
            let file = file.map_err(|error| store::unwritten(&path, &error))?;
            let torn = Some(journal.whole() as u64);
            open.push(Open { path, file, journal, order, torn });
        }
        Ok(open)
    }

    /// Begins a change.
    pub(crate) fn begin(&self, order: Order) -> Result<Open, Failure> {
        let at = store::now()?;
        let (time, process) = (at.to_string().replace(':', ""), std::process::id());
        let path = self.folder.join(format!("recipients-{time}-{process}.jsonl"));
        let file = OpenOptions::new().append(true).create_new(true).open(&path);
        let file = file.map_err(|error| store::unwritten(&path, &error))?;
        let mut open = Open { path, file, journal: Journal::default(), order: order.clone(), torn: None };
        let begun = open.add(Step::Begin(order), at);
        if begun.is_err() {
            // Nothing was begun: nothing is left.
            let _ = fs::remove_file(&open.path);
        }
        begun.map(|()| open)
    }
}

/// A journal that is written to.
pub(crate) struct Open {
    path: PathBuf,
    file: File,
    journal: Journal,
    order: Order,
    /// Where the last whole line ends, of a journal that was read: what lies behind was cut off, and gives way to the next line.
    torn: Option<u64>,
}

impl Open {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn order(&self) -> &Order {
        &self.order
    }

    /// Adds a line and forces it to the disk.
    pub(crate) fn add(&mut self, step: Step, at: Moment) -> Result<(), Failure> {
        let line = self.journal.add(step, at);
        let cut = self.torn.take().map_or(Ok(()), |it| self.file.set_len(it));
        let written = cut.and_then(|()| self.file.write_all(line.as_bytes())).and_then(|()| self.file.sync_all());
        written.map_err(|error| store::unwritten(&self.path, &error))
    }
}
