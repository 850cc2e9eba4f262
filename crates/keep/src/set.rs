//! One value of a store, set anew.

use std::path::PathBuf;

use credentials::{Alphabet, Exhausted, Length, OperatingSystem};
use model::Moment;
use vault::sops;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::files::Store;
use crate::keys::Keys;
use crate::records;

/// What is to be set.
pub struct Request<'a> {
    /// The store.
    pub file: PathBuf,
    /// The value's name in it.
    pub key: String,
    /// The new value.
    pub value: Zeroizing<String>,
    /// What opens the store.
    pub keys: &'a Keys,
    /// Now.
    pub at: Moment,
}

/// Sets the value. Where somebody was given the old one, the record says that it no longer matters.
///
/// # Errors
/// The store is as it was; only a record that cannot be written fails after it.
pub fn set(request: &Request<'_>) -> Result<(), Error> {
    let identities = request.keys.get()?;
    let file = Store::open(&request.file)?;
    let (at, source) = (request.at, &mut OperatingSystem);
    let new = sops::set(file.text(), file.format, &request.key, &request.value, identities, at, source);
    file.replace(&new.map_err(|error| file.error(error))?)?;
    drop(file);
    records::rotated(&request.file, &request.key, at)
}

/// A new random value.
///
/// # Errors
/// [`Error::Exhausted`].
pub fn generated(alphabet: Alphabet, length: Length) -> Result<Zeroizing<String>, Error> {
    let value = credentials::generate(&mut OperatingSystem, alphabet, length);
    value.map(|it| Zeroizing::new(it.expose().to_owned())).map_err(|Exhausted| Error::Exhausted)
}
