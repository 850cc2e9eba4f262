//! Journals as files of one folder. One procedure runs there at a time.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use model::Moment;
use serde::Serialize;

use crate::error::Error;
use crate::log::{Begin, Log, Step};

/// More than a change of a hundred thousand files.
const MAX_BYTES: u64 = 256 << 20;

/// The folder, held until this goes.
pub struct Journals {
    folder: PathBuf,
    _held: File,
}

impl Journals {
    /// Holds the journals in a folder, which is made for its owner alone.
    ///
    /// # Errors
    /// [`Error::Busy`] when another process holds it, or the machine's.
    pub fn hold(folder: PathBuf) -> Result<Journals, Error> {
        make(&folder).map_err(|error| Error::Unwritable(folder.clone(), error))?;
        let held = source::hold_folder(&folder).map_err(|error| Error::Unreadable(folder.clone(), error))?;
        held.map_or(Err(Error::Busy), |held| Ok(Journals { folder, _held: held }))
    }

    /// Procedures that began and did not end, the oldest first.
    ///
    /// # Errors
    /// [`Error::Broken`] for a journal that is not what was written, or the machine's.
    pub fn unfinished(&self) -> Result<Vec<Open>, Error> {
        let failed = |error: io::Error| Error::Unreadable(self.folder.clone(), error);
        let entries = fs::read_dir(&self.folder).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
        let mut paths: Vec<PathBuf> = entries.into_iter().map(|it| it.path()).filter(|it| is_journal(it)).collect();
        paths.sort();
        paths.into_iter().filter_map(|path| read(path).transpose()).collect()
    }

    /// Begins a procedure.
    ///
    /// # Errors
    /// The machine's; nothing is begun then, and nothing is left.
    pub fn begin(&self, procedure: &str, actor: &str, plan: &impl Serialize, at: Moment) -> Result<Open, Error> {
        let (time, process) = (at.to_string().replace(':', ""), std::process::id());
        let path = self.folder.join(format!("{procedure}-{time}-{process}.jsonl"));
        let failed = |error: io::Error| Error::Unwritable(path.clone(), error);
        let begin = Begin::of(procedure, actor, plan).map_err(|error| failed(error.into()))?;
        let file = OpenOptions::new().append(true).create_new(true).open(&path).map_err(failed)?;
        let mut open = Open { path: path.clone(), file, log: Log::default(), begin: begin.clone(), torn: None };
        let begun = open.add(Step::Begin(begin), at).and_then(|()| force(&self.folder).map_err(failed));
        if begun.is_err() {
            // Nothing was begun: nothing is left.
            let _ = fs::remove_file(&path);
        }
        begun.map(|()| open)
    }
}

/// A journal that is written to.
pub struct Open {
    path: PathBuf,
    file: File,
    log: Log,
    begin: Begin,
    /// Where the last whole line ends, of a journal that was read: what lies behind was cut off, and gives way to the next line.
    torn: Option<u64>,
}

impl Open {
    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What was asked for.
    #[must_use]
    pub fn begin(&self) -> &Begin {
        &self.begin
    }

    /// Adds a line and forces it to the disk.
    ///
    /// # Errors
    /// The machine's.
    pub fn add(&mut self, step: Step, at: Moment) -> Result<(), Error> {
        let line = self.log.add(step, at);
        let cut = self.torn.take().map_or(Ok(()), |it| self.file.set_len(it));
        let written = cut.and_then(|()| self.file.write_all(line.as_bytes())).and_then(|()| self.file.sync_all());
        written.map_err(|error| Error::Unwritable(self.path.clone(), error))
    }
}

/// Whether a file is called like a journal.
pub(crate) fn is_journal(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == "jsonl")
}

/// A journal that is unfinished; `None` for one that is ended, or without its first line, so that nothing was begun.
fn read(path: PathBuf) -> Result<Option<Open>, Error> {
    let text = regular(&path).map_err(|error| Error::Unreadable(path.clone(), error))?;
    let log = Log::read(&text).map_err(|broken| Error::Broken(path.clone(), broken))?;
    let Some(begin) = log.begin().filter(|_| !log.is_ended()).cloned() else { return Ok(None) };
    let file = OpenOptions::new().append(true).open(&path);
    let file = file.map_err(|error| Error::Unwritable(path.clone(), error))?;
    let torn = Some(log.whole() as u64);
    Ok(Some(Open { path, file, log, begin, torn }))
}

/// The text of a regular file; links and pipes are none. A line that was cut inside of a character ends before it.
fn regular(path: &Path) -> io::Result<String> {
    let there = fs::symlink_metadata(path)?;
    if !there.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    if there.len() > MAX_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES).read_to_end(&mut bytes)?;
    let whole = bytes.iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1);
    bytes.truncate(whole);
    String::from_utf8(bytes).map_err(|_| io::ErrorKind::InvalidData.into())
}

/// Makes a folder that only its owner may enter.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Not every file system lets a folder be forced to the disk.
fn force(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Moment = Moment::of_unix(1_795_537_558);

    #[test]
    fn what_was_begun_is_found_again_and_a_torn_line_gives_way() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("journal");
        let journals = Journals::hold(place.clone()).unwrap();
        assert!(matches!(Journals::hold(place.clone()), Err(Error::Busy)));
        let mut open = journals.begin("recipients", "ann", &["a", "b"], AT).unwrap();
        open.add(Step::Intent { item: "a".to_owned() }, AT).unwrap();
        let path = open.path().to_owned();
        drop(open);
        let whole = fs::read(&path).unwrap();
        for torn in ["{\"seq\":2", "あ"] {
            // Killed in the middle of a line, and of a character.
            let bytes = [whole.as_slice(), &torn.as_bytes()[..torn.len() - 1]].concat();
            fs::write(&path, bytes).unwrap();
            let [open] = &mut journals.unfinished().unwrap()[..] else { panic!("one") };
            assert_eq!(open.begin().plan::<Vec<String>>().unwrap(), ["a", "b"]);
            open.add(Step::Done { item: "a".to_owned() }, AT).unwrap();
            assert_eq!(Log::read(&fs::read_to_string(&path).unwrap()).unwrap().steps().len(), 3);
        }
        journals.unfinished().unwrap()[0].add(Step::End, AT).unwrap();
        assert!(journals.unfinished().unwrap().is_empty());
        // Killed before its first line was whole: nothing was begun.
        fs::write(&path, &whole[..30]).unwrap();
        assert!(journals.unfinished().unwrap().is_empty());
        fs::write(&path, String::from_utf8(whole).unwrap().replace("ann", "eve")).unwrap();
        assert!(matches!(journals.unfinished(), Err(Error::Broken(_, it)) if it.line == 2));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed_and_the_folder_is_its_owners() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("state/journal");
        let journals = Journals::hold(place.clone()).unwrap();
        assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o700);
        symlink("/dev/zero", place.join("a.jsonl")).unwrap();
        assert!(matches!(journals.unfinished(), Err(Error::Unreadable(..))));
    }
}
