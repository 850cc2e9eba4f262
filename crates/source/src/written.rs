//! Files that a command makes below a folder: over nothing that somebody else wrote or changed, through no link that leads out.
//!
//! What we wrote is known by [`RECORD`], a list of digests in that folder as `sha256sum -c` reads it. A file that is in the list with
//! the digest that it has is ours; so is one that already holds what is to be written. The list is written before the files and again
//! after them, so that a run that was killed can go on.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::open;
use crate::replace::move_over;

/// The list of what we wrote.
const RECORD: &str = ".sekisho-written";

/// Bytes of a file that we might have written.
const MAX_BYTES: u64 = 64 << 20;

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Files stand in the way that are not as we wrote them.
    #[error("not written by us, or changed since: {}", names(.0))]
    Foreign(Vec<PathBuf>),
    /// A path leads out of the folder, by a link or by its name.
    #[error("{} leads out of the folder", .0.display())]
    LeadsOut(PathBuf),
    /// The machine's fault.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
}

fn names(paths: &[PathBuf]) -> String {
    paths.iter().map(|it| it.display().to_string()).collect::<Vec<_>>().join(", ")
}

/// Digests by path, as the record has them; of a run that was killed more than one.
type Record = BTreeMap<String, BTreeSet<String>>;

/// Writes files, by their paths below a folder, which is made if it is not there. With `overwrite` also over what is not ours.
///
/// # Errors
/// [`WriteError`]; what is in the way, or leads out, is met before anything is written.
pub fn write_below(folder: &Path, files: &[(&str, &str)], overwrite: bool) -> Result<(), WriteError> {
    fs::create_dir_all(folder).map_err(at(folder))?;
    let root = fs::canonicalize(folder).map_err(at(folder))?;
    let record_path = root.join(RECORD);
    check_inside(&root, Path::new(RECORD))?;
    let mut record = read(&record_path).map_err(at(&record_path))?;
    let mut foreign = Vec::new();
    for (name, text) in files {
        check_inside(&root, Path::new(name))?;
        let path = root.join(name);
        let now = match open::regular(&path).and_then(|it| open::bytes(&it, MAX_BYTES)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            result => result.map_err(at(&path))?,
        };
        let is_ours = now == text.as_bytes() || record.get(*name).is_some_and(|it| it.contains(&digest(&now)));
        foreign.extend((!is_ours).then(|| folder.join(name)));
    }
    if !foreign.is_empty() && !overwrite {
        return Err(WriteError::Foreign(foreign));
    }
    for (name, text) in files {
        record.entry((*name).to_owned()).or_default().insert(digest(text.as_bytes()));
    }
    put(&record_path, &to_text(&record))?;
    for (name, text) in files {
        put(&root.join(name), text)?;
        record.insert((*name).to_owned(), BTreeSet::from([digest(text.as_bytes())]));
    }
    put(&record_path, &to_text(&record))
}

/// Writes one file by its path below a folder, over whatever is there, without a record.
///
/// # Errors
/// [`WriteError`].
pub fn write_inside(folder: &Path, name: &Path, text: &str) -> Result<(), WriteError> {
    let root = fs::canonicalize(folder).map_err(at(folder))?;
    check_inside(&root, name)?;
    put(&root.join(name), text)
}

/// Refuses a path that leads out of the folder, or on to what is no file or folder.
fn check_inside(root: &Path, name: &Path) -> Result<(), WriteError> {
    let leads_out = || WriteError::LeadsOut(root.join(name));
    let mut path = root.to_owned();
    for component in name.components() {
        let Component::Normal(part) = component else { return Err(leads_out()) };
        path.push(part);
        if fs::symlink_metadata(&path).is_ok_and(|it| it.is_symlink()) {
            // A link to nothing would be followed by whoever makes a folder.
            let target = fs::canonicalize(&path).map_err(|_| leads_out())?;
            if !target.starts_with(root) {
                return Err(leads_out());
            }
        }
    }
    Ok(())
}

fn put(path: &Path, text: &str) -> Result<(), WriteError> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(at(parent))?;
    }
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mode = fs::metadata(&target).ok().map(|it| it.permissions());
    move_over(&target, text.as_bytes(), mode).map_err(at(path))
}

fn read(path: &Path) -> io::Result<Record> {
    let text = match open::text(path, 4 << 20) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        result => result?,
    };
    let mut record = Record::new();
    for (digest, name) in text.lines().filter_map(|it| it.split_once("  ")) {
        record.entry(name.to_owned()).or_default().insert(digest.to_owned());
    }
    Ok(record)
}

fn to_text(record: &Record) -> String {
    let lines = record.iter().flat_map(|(name, digests)| digests.iter().map(move |it| format!("{it}  {name}\n")));
    lines.collect()
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|it| format!("{it:02x}")).collect()
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    let path = path.to_owned();
    move |source| WriteError::Io { path, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(result: Result<(), WriteError>) -> usize {
        match result {
            Err(WriteError::Foreign(files)) => files.len(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn only_what_we_wrote_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("out");
        let read = |name: &str| fs::read_to_string(root.join(name)).unwrap();
        write_below(&root, &[("a.yaml", "1"), ("b/c.yaml", "1")], false).unwrap();
        write_below(&root, &[("a.yaml", "2"), ("b/c.yaml", "2")], false).unwrap();
        assert_eq!((read("a.yaml"), read("b/c.yaml")), ("2".to_owned(), "2".to_owned()));
        fs::write(root.join("b/c.yaml"), "by hand").unwrap();
        fs::write(root.join("d.yaml"), "somebody's").unwrap();
        assert_eq!(foreign(write_below(&root, &[("a.yaml", "3"), ("b/c.yaml", "3"), ("d.yaml", "3")], false)), 2);
        assert_eq!((read("a.yaml"), read("b/c.yaml")), ("2".to_owned(), "by hand".to_owned()));
        write_below(&root, &[("a.yaml", "3"), ("b/c.yaml", "3"), ("d.yaml", "3")], true).unwrap();
        write_below(&root, &[("a.yaml", "4"), ("b/c.yaml", "4"), ("d.yaml", "4")], false).unwrap();
        assert_eq!((read("a.yaml"), read("d.yaml")), ("4".to_owned(), "4".to_owned()));
        assert_eq!(read(RECORD).lines().count(), 3);
    }

    #[test]
    fn a_run_that_was_killed_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        write_below(folder.path(), &[("a.yaml", "1"), ("b.yaml", "1")], false).unwrap();
        // The record names old and new; one file is written, the other is not.
        let record = to_text(&BTreeMap::from(
            ["a.yaml", "b.yaml"].map(|it| (it.to_owned(), BTreeSet::from([digest(b"1"), digest(b"2")]))),
        ));
        fs::write(folder.path().join(RECORD), record).unwrap();
        fs::write(folder.path().join("a.yaml"), "2").unwrap();
        write_below(folder.path(), &[("a.yaml", "3"), ("b.yaml", "3")], false).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("b.yaml")).unwrap(), "3");
    }

    #[test]
    fn nothing_leaves_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let (root, out) = (folder.path().join("root"), folder.path().join("out"));
        let link = |to: &Path, name: &str| std::os::unix::fs::symlink(to, root.join(name)).unwrap();
        fs::create_dir_all(&root).unwrap();
        fs::create_dir_all(&out).unwrap();
        fs::write(out.join("mine"), "mine").unwrap();
        link(&out, "folder");
        link(&out.join("mine"), "file.yaml");
        link(&out.join("new"), "dangling.yaml");
        for name in ["folder/mine", "file.yaml", "dangling.yaml", "../out/mine", "/etc/x", "a/../../out/mine"] {
            let result = write_below(&root, &[(name, "x")], true);
            assert!(matches!(result, Err(WriteError::LeadsOut(_))), "{name}: {result:?}");
        }
        link(&out.join("mine"), RECORD);
        assert!(matches!(write_below(&root, &[("a", "x")], true), Err(WriteError::LeadsOut(_))));
        assert_eq!(fs::read_dir(&out).unwrap().count(), 1);
        assert_eq!(fs::read_to_string(out.join("mine")).unwrap(), "mine");
        // A link that stays inside is the person's own.
        fs::remove_file(root.join(RECORD)).unwrap();
        fs::write(root.join("real"), "x").unwrap();
        link(&root.join("real"), "inside.yaml");
        write_below(&root, &[("inside.yaml", "y")], true).unwrap();
        assert_eq!(fs::read_to_string(root.join("real")).unwrap(), "y");
    }
}
