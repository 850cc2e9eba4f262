//! A file that is held while it is changed: who comes second waits, and reads what the first one wrote.
//!
//! The lock is the system's (`flock`) on the file itself, so that it goes with its process and leaves nothing behind. A file that is
//! replaced is another file under the same name: whoever waited for the old one opens the new one.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use crate::open;
use crate::replace::{ReplaceError, replace, sweep};

/// How long to wait for somebody else.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(15);

/// A text file, held.
pub struct Locked {
    path: PathBuf,
    /// It may be a plain file on its way to be encrypted: overwritten when it goes.
    text: Zeroizing<String>,
    /// Held until this goes.
    _file: File,
}

impl Locked {
    /// Waits for whoever holds the file, holds it, and reads it.
    ///
    /// # Errors
    /// The machine's; `ResourceBusy` when somebody holds it for too long, `FileTooLarge` over `most` bytes, `InvalidData` where it is
    /// not UTF-8.
    pub fn open(path: &Path, most: u64) -> io::Result<Locked> {
        let start = Instant::now();
        loop {
            let file = open::regular(path)?;
            if is_held(&file)? || !is_same(&file, path)? {
                if start.elapsed() > PATIENCE {
                    return Err(io::ErrorKind::ResourceBusy.into());
                }
                std::thread::sleep(PAUSE);
                continue;
            }
            // Room for all of it, so that growing leaves no copies behind.
            let room = file.metadata()?.len().min(most) as usize + 1;
            let mut text = Zeroizing::new(String::with_capacity(room));
            (&file).take(most + 1).read_to_string(&mut text)?;
            if text.len() as u64 > most {
                return Err(io::ErrorKind::FileTooLarge.into());
            }
            return Ok(Locked { path: path.to_owned(), text, _file: file });
        }
    }

    /// What stands in it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Replaces the text, whole or not at all, and takes away what a killed replacement left.
    ///
    /// # Errors
    /// [`ReplaceError`], and the file is as it was.
    pub fn replace(&self, new: &str) -> Result<(), ReplaceError> {
        sweep(&self.path)?;
        replace(&self.path, &self.text, new)
    }
}

/// Holds a folder, so that one program at a time works in it; `None` when another one does.
///
/// # Errors
/// The machine's.
pub fn hold_folder(folder: &Path) -> io::Result<Option<File>> {
    let file = File::open(folder)?;
    Ok(if is_held(&file)? { None } else { Some(file) })
}

/// Takes the lock, or says that another one has it. Where the file system knows no locks, comparing before replacing is what is left.
fn is_held(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Whether the file that is open still stands under its name.
fn is_same(file: &File, path: &Path) -> io::Result<bool> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let (open, there) = (file.metadata()?, fs::metadata(path)?);
        Ok((open.dev(), open.ino()) == (there.dev(), there.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = (file, fs::metadata(path)?);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_who_change_a_file_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        fs::write(&path, "").unwrap();
        fs::write(folder.path().join(".a.yaml.999999999-0.sekisho-tmp"), "left by who was killed").unwrap();
        std::thread::scope(|scope| {
            for name in ["a", "b", "c", "d"] {
                let path = &path;
                scope.spawn(move || {
                    for number in 0..25 {
                        let held = Locked::open(path, 1 << 20).unwrap();
                        held.replace(&format!("{}{name}{number}\n", held.text())).unwrap();
                    }
                });
            }
        });
        assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 100);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_is_held_by_one() {
        let folder = tempfile::tempdir().unwrap();
        let held = hold_folder(folder.path()).unwrap();
        assert!(held.is_some() && hold_folder(folder.path()).unwrap().is_none());
        drop(held);
        assert!(hold_folder(folder.path()).unwrap().is_some());
    }
}
