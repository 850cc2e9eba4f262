//! What is in a store: its outline without a value, and values for who holds a key.

use std::path::Path;

use vault::sops::{self, Outline};
use zeroize::Zeroizing;

use crate::error::Error;
use crate::files::{Store, WHOLE};
use crate::keys::Keys;
use crate::value::{self, Kind, kind_of};

/// What a file tells without a value.
pub enum Shown {
    /// A store's names, states and readers.
    Store(Outline),
    /// The names in a plain file of Secrets.
    Plain(Vec<String>),
}

/// Names, states and readers. A name that is asked for is there, and comes back in full.
///
/// # Errors
/// No store, or no such name.
pub fn outline(path: &Path, key: Option<&str>) -> Result<(Shown, Option<String>), Error> {
    let file = Store::open(path)?;
    let shown = match (kind_of(file.text(), file.format), sops::names_of_secrets(file.text(), file.format)) {
        (Kind::Plain, Some(names)) => Shown::Plain(names),
        _ => Shown::Store(sops::outline(file.text(), file.format).map_err(|error| file.error(error))?),
    };
    let name = key.map(|key| sops::name_of(file.text(), file.format, key).map_err(|error| file.error(error)));
    Ok((shown, name.transpose()?))
}

/// A value as a container gets it, or the whole file, decrypted. A file of age holds one text.
///
/// # Errors
/// No key opens it, or it is not what was encrypted.
pub fn reveal(path: &Path, key: Option<&str>, keys: &Keys) -> Result<Zeroizing<Vec<u8>>, Error> {
    if let Some(key) = key {
        return value::value(path, key, keys).map(|it| it.bytes);
    }
    if value::is_of_age(path) {
        return value::opened(path, keys).map(|it| Zeroizing::new(it.as_bytes().to_vec()));
    }
    let file = Store::open(path)?;
    if file.is_whole {
        let value = sops::get(file.text(), file.format, WHOLE, keys.get()?);
        return value.map(|it| it.bytes).map_err(|error| file.error(error));
    }
    let text = sops::decrypt(file.text(), file.format, keys.get()?).map_err(|error| file.error(error))?;
    Ok(Zeroizing::new(text.as_bytes().to_vec()))
}

/// Writes a value into a new file for its owner alone. One that is there is left: it may be open to others.
///
/// # Errors
/// [`Error::AlreadyThere`], or the machine's.
pub fn write_new(path: &Path, value: &[u8]) -> Result<(), Error> {
    source::write_private_bytes(path, value).map_err(|error| match Error::unreplaced(path, error) {
        Error::Unwritten(path, error) => Error::Unwritten(path, error),
        _ => Error::AlreadyThere(path.to_owned()),
    })
}
