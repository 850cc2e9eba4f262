//! Encrypted files, held while they are worked on, and their names in records.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use source::Locked;
use vault::{Format, Rules};

use crate::error::Error;

/// An encrypted file, held while it is worked on.
pub struct Store {
    /// Where it lies.
    pub path: PathBuf,
    /// Its notation.
    pub format: Format,
    /// Whether it is one value as a whole, a key or a certificate: SOPS keeps such a file as JSON with the text under `data`.
    pub is_whole: bool,
    held: Locked,
}

impl Store {
    /// Waits for whoever else changes it, and reads it.
    ///
    /// # Errors
    /// A file of no notation, the machine's, or another program's that does not end.
    pub fn open(path: &Path) -> Result<Store, Error> {
        let is_whole = is_whole(path);
        let format = if is_whole { Format::Json } else { format_of(path)? };
        let held = Locked::open(path, vault::sops::MAX_BYTES as u64).map_err(|error| unopened(path, error))?;
        Ok(Store { path: path.to_owned(), format, is_whole, held })
    }

    /// What stands in it.
    #[must_use]
    pub fn text(&self) -> &str {
        self.held.text()
    }

    /// Replaces it, whole or not at all.
    ///
    /// # Errors
    /// It is as it was.
    pub fn replace(&self, new: &str) -> Result<(), Error> {
        self.held.replace(new).map_err(|error| Error::unreplaced(&self.path, error))
    }

    /// What is wrong with the file, in it.
    pub(crate) fn error(&self, error: vault::Error) -> Error {
        Error::Store(self.path.clone(), error)
    }
}

/// The key that SOPS keeps a whole file under.
pub(crate) const WHOLE: &str = "data";

/// Whether a file is a key or a certificate, by its name: a binary store for SOPS.
fn is_whole(path: &Path) -> bool {
    path.extension().is_some_and(|it| ["pem", "key", "crt", "cert"].iter().any(|whole| it == *whole))
}

/// The notation that a store of this name has, if it may be one.
pub(crate) fn store_format(path: &Path) -> Option<Format> {
    if is_whole(path) { Some(Format::Json) } else { Format::of(&path.to_string_lossy()) }
}

/// The notation of a file, by its name.
///
/// # Errors
/// [`Error::NoNotation`].
pub fn format_of(path: &Path) -> Result<Format, Error> {
    Format::of(&path.to_string_lossy()).ok_or_else(|| Error::NoNotation(path.to_owned()))
}

fn unopened(path: &Path, error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::FileTooLarge => Error::Store(path.to_owned(), vault::Error::TooLarge),
        io::ErrorKind::ResourceBusy => Error::Busy(path.to_owned()),
        io::ErrorKind::InvalidData => Error::NotUtf8(path.to_owned()),
        _ => Error::Unreadable(path.to_owned(), error),
    }
}

/// The folder that the records of these files lie in: the top of the repository or deployment around a place.
#[must_use]
pub fn base(place: &Path) -> PathBuf {
    let whole = fs::canonicalize(place).unwrap_or_else(|_| place.to_owned());
    let marked = |it: &&Path| [".git", ".sekisho", Rules::FILE].iter().any(|mark| it.join(mark).exists());
    let found = whole.ancestors().filter(|it| it.is_dir()).find(marked).map(Path::to_owned);
    found.or_else(|| whole.ancestors().find(|it| it.is_dir()).map(Path::to_owned)).unwrap_or(whole)
}

/// A file's name in the records: from their folder, with `/` between folders.
#[must_use]
pub fn name_in(base: &Path, path: &Path) -> String {
    let whole = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    whole.strip_prefix(base).unwrap_or(&whole).to_string_lossy().replace('\\', "/")
}
