//! The encrypted files that paths name.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use source::every;
use vault::sops::{self, Outline};
use vault::{Format, Recipient};

use crate::error::Error;
use crate::files::{Store, store_format};

/// A store as it was found.
#[derive(Clone)]
pub struct Found {
    /// Where it lies.
    pub path: PathBuf,
    /// What stands in it.
    pub text: String,
    /// Its notation.
    pub format: Format,
}

/// The stores under these paths, in order.
///
/// # Errors
/// There is none, or something cannot be read and may be one.
pub fn stores(paths: &[PathBuf]) -> Result<Vec<Found>, Error> {
    let mut found = BTreeSet::new();
    let mut unreadable = 0;
    for path in paths {
        let named = path.is_file();
        let mut take = |name: &str, text: &str| {
            if store_format(Path::new(name)).is_some_and(|format| named || sops::is_store(text, format)) {
                found.insert(PathBuf::from(name));
            }
        };
        unreadable += every::texts(path, &mut take).map_err(ungathered)?.unreadable;
    }
    if unreadable > 0 {
        return Err(Error::Unread(unreadable));
    }
    if found.is_empty() {
        return Err(Error::NoStore);
    }
    // Read as they are: what a scan reads, it reads with a blind eye to characters that are none.
    found.into_iter().map(read).collect()
}

/// One store.
pub(crate) fn read(path: PathBuf) -> Result<Found, Error> {
    let file = Store::open(&path)?;
    Ok(Found { text: file.text().to_owned(), format: file.format, path })
}

/// Every store with its outline.
///
/// # Errors
/// As [`stores`], or one that is none.
pub fn outlines(paths: &[PathBuf]) -> Result<Vec<(PathBuf, Outline)>, Error> {
    let outline = |it: Found| {
        let outline = sops::outline(&it.text, it.format).map_err(Error::of_store(&it.path))?;
        Ok((it.path, outline))
    };
    stores(paths)?.into_iter().map(outline).collect()
}

/// A recipient as a record has it.
pub(crate) fn recipient(place: &str, written: &str) -> Result<Recipient, Error> {
    Recipient::parse(written).map_err(|error| Error::Key(place.to_owned(), error))
}

fn ungathered(error: source::Error) -> Error {
    match error {
        source::Error::Path { path, source } => Error::Unreadable(path, source),
        source::Error::Stdin(error) => Error::Unreadable(PathBuf::from(source::STDIN), error),
    }
}
