//! One value of a store, set anew.

use std::path::{Path, PathBuf};

use credentials::{Alphabet, Exhausted, Length, OperatingSystem};
use model::{Date, Moment};
use provision::{CREATED, Dates, ROTATED};
use vault::sops::{self, Change};
use zeroize::Zeroizing;

use crate::error::Error;
use crate::files::Store;
use crate::keys::Keys;
use crate::records;
use crate::value::{Kind, is_of_age, kind_of};

/// What is to be set.
pub struct Request<'a> {
    /// The store.
    pub file: PathBuf,
    /// The value's name in it.
    pub key: String,
    /// The new value.
    pub value: Zeroizing<String>,
    /// Whether the value may be new.
    pub add: bool,
    /// What opens the store.
    pub keys: &'a Keys,
    /// Now.
    pub at: Moment,
}

/// Sets the value, and gives its name in full. Where somebody was given the old one, the record says that it no longer matters; where the
/// Secret says when its values were made, it says so of this one.
///
/// # Errors
/// The file is as it was; only a record that cannot be written fails after it.
pub fn set(request: &Request<'_>) -> Result<String, Error> {
    let path = &request.file;
    if is_of_age(path) {
        return Err(Error::NoReadersKnown(path.clone()));
    }
    let file = Store::open(path)?;
    let today = request.at.date();
    let annotate = |annotation: &str, old: &str, key: &str| dated(annotation, old, key, today);
    let change = Change { name: &request.key, value: &request.value, add: request.add, annotate: &annotate };
    let changed = match kind_of(file.text(), file.format) {
        Kind::Plain if !source::is_private(path) => return Err(Error::NotPrivate(path.clone())),
        Kind::Plain => sops::set_plain(file.text(), file.format, &change),
        _ => {
            let (identities, source) = (request.keys.get()?, &mut OperatingSystem);
            sops::set(file.text(), file.format, &change, identities, request.at, source)
        }
    };
    let changed = changed.map_err(|error| file.error(error))?;
    file.replace(&changed.text)?;
    drop(file);
    records::rotated(path, &changed.name, request.at)?;
    Ok(changed.name)
}

/// Whether a private key is needed to set a value of this file.
///
/// # Errors
/// A file of no notation, or the machine's.
pub fn needs_key(path: &Path) -> Result<bool, Error> {
    if is_of_age(path) {
        return Ok(false);
    }
    let file = Store::open(path)?;
    Ok(!matches!(kind_of(file.text(), file.format), Kind::Plain))
}

/// The days of a Secret's values, with the one that is set made today.
fn dated(annotation: &str, old: &str, key: &str, today: Date) -> Option<String> {
    let mut dates = Dates::parse(old);
    let is_known = dates.0.contains_key(key);
    if annotation == CREATED || (annotation == ROTATED && is_known) {
        dates.0.insert(key.to_owned(), today);
        return Some(dates.to_string());
    }
    None
}

/// A new random value.
///
/// # Errors
/// [`Error::Exhausted`].
pub fn generated(alphabet: Alphabet, length: Length) -> Result<Zeroizing<String>, Error> {
    let value = credentials::generate(&mut OperatingSystem, alphabet, length);
    value.map(|it| Zeroizing::new(it.expose().to_owned())).map_err(|Exhausted| Error::Exhausted)
}
