//! What is in a store: its outline without a value, and values for who holds a key.

use std::fs;
use std::path::Path;

use vault::sops::{self, Outline};
use vault::{Error as Fault, age};
use zeroize::Zeroizing;

use crate::error::Error;
use crate::files::Store;
use crate::keys::Keys;

/// Names, states and readers. A name that is asked for is there.
///
/// # Errors
/// No store, or no such name.
pub fn outline(path: &Path, key: Option<&str>) -> Result<Outline, Error> {
    let file = Store::open(path)?;
    let outline = sops::outline(file.text(), file.format).map_err(|error| file.error(error))?;
    match key.filter(|key| !outline.entries.iter().any(|it| it.name == *key)) {
        Some(key) => Err(file.error(Fault::NoSuchKey(key.to_owned()))),
        None => Ok(outline),
    }
}

/// A value, or the whole file, decrypted. A file of age (`*.age`) holds one text.
///
/// # Errors
/// No key opens it, or it is not what was encrypted.
pub fn reveal(path: &Path, key: Option<&str>, keys: &Keys) -> Result<Zeroizing<String>, Error> {
    let identities = keys.get()?;
    if path.extension().is_some_and(|it| it == "age") {
        let bytes = fs::read(path).map_err(|error| Error::Unreadable(path.to_owned(), error))?;
        let plain = age::open(&bytes, identities).map_err(Error::of_store(path))?;
        let text = std::str::from_utf8(&plain).map_err(|_| Error::NoText(path.to_owned()))?;
        return Ok(Zeroizing::new(text.to_owned()));
    }
    let file = Store::open(path)?;
    let value = match key {
        Some(key) => sops::get(file.text(), file.format, key, identities),
        None => sops::decrypt(file.text(), file.format, identities),
    };
    value.map_err(|error| file.error(error))
}

/// Writes a value into a new file for its owner alone. One that is there is left: it may be open to others.
///
/// # Errors
/// [`Error::AlreadyThere`], or the machine's.
pub fn write_new(path: &Path, value: &str) -> Result<(), Error> {
    source::write_private(path, None, value).map_err(|error| match Error::unreplaced(path, error) {
        Error::Unwritten(path, error) => Error::Unwritten(path, error),
        _ => Error::AlreadyThere(path.to_owned()),
    })
}
