//! One value of a file, whatever form the file has: a store of SOPS, a file of age with Secrets in it, a plain file of Secrets.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use vault::sops::{self, Value};
use vault::{Error as Fault, Format, age};
use zeroize::Zeroizing;

use crate::error::Error;
use crate::files::Store;
use crate::keys::Keys;

/// What a file is.
pub(crate) enum Kind {
    /// Values encrypted in place.
    Store,
    /// The whole encrypted.
    Age,
    /// Secrets in the clear, as `setup` writes them.
    Plain,
}

/// What this text is, by its name and what stands in it.
pub(crate) fn kind_of(text: &str, format: Format) -> Kind {
    if text.starts_with(age::ARMOUR) {
        Kind::Age
    } else if !sops::is_store(text, format) && sops::names_of_secrets(text, format).is_some() {
        Kind::Plain
    } else {
        Kind::Store
    }
}

/// Whether a file is encrypted as a whole, by its name or its first bytes.
pub(crate) fn is_of_age(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == "age") || begins_armoured(path)
}

fn begins_armoured(path: &Path) -> bool {
    let mut begin = [0; age::ARMOUR.len()];
    let is_file = path.metadata().is_ok_and(|it| it.is_file());
    let read = is_file && File::open(path).is_ok_and(|mut it| it.read_exact(&mut begin).is_ok());
    read && begin == *age::ARMOUR.as_bytes()
}

/// The text in a file of age.
pub(crate) fn opened(path: &Path, keys: &Keys) -> Result<Zeroizing<String>, Error> {
    let bytes =
        source::read_bytes(path, sops::MAX_BYTES as u64).map_err(|error| Error::Unreadable(path.to_owned(), error))?;
    let plain = age::open(&bytes, keys.get()?).map_err(Error::of_store(path))?;
    let text = std::str::from_utf8(&plain).map_err(|_| Error::NoText(path.to_owned()))?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// One value, by its name.
pub(crate) fn value(path: &Path, key: &str, keys: &Keys) -> Result<Value, Error> {
    if is_of_age(path) {
        let text = opened(path, keys)?;
        // What `setup` seals are manifests, whatever the file is called.
        return sops::get_plain(&text, Format::Yaml, key).map_err(|error| {
            let none = matches!(error, Fault::NotEncrypted);
            Error::of_store(path)(if none { Fault::NoSuchKey(key.to_owned(), None) } else { error })
        });
    }
    let file = Store::open(path)?;
    let value = match kind_of(file.text(), file.format) {
        Kind::Plain => sops::get_plain(file.text(), file.format, key),
        _ => sops::get(file.text(), file.format, key, keys.get()?),
    };
    value.map_err(|error| file.error(error))
}
