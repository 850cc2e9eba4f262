//! One value to one person, encrypted, and on record before it leaves.

use std::path::PathBuf;

use model::Moment;
use vault::handover::handed_over;
use vault::{Recipient, age, sops};

use crate::error::Error;
use crate::files::Store;
use crate::keys::Keys;
use crate::records;

/// What is handed over, and to whom.
pub struct Request<'a> {
    /// The store.
    pub file: PathBuf,
    /// The value's name in it.
    pub key: String,
    /// The one person.
    pub to: Recipient,
    /// What opens the store.
    pub keys: &'a Keys,
    /// Now.
    pub at: Moment,
}

/// A value on its way.
#[derive(Clone, Debug)]
pub struct HandedOver {
    /// The value, which only that person can decrypt.
    pub sealed: String,
    /// The record that says so.
    pub record: PathBuf,
}

/// Encrypts the value for the one person and records it.
///
/// # Errors
/// Nothing is on record then.
pub fn hand_over(request: &Request<'_>) -> Result<HandedOver, Error> {
    let identities = request.keys.get()?;
    let file = Store::open(&request.file)?;
    let value = sops::get(file.text(), file.format, &request.key, identities).map_err(|error| file.error(error))?;
    let to = std::slice::from_ref(&request.to);
    let sealed = age::seal(value.as_bytes(), to).map_err(|error| file.error(error))?;
    drop(file);
    let event = |name: &str| handed_over(name, &request.key, request.to.as_str(), request.at);
    Ok(HandedOver { sealed, record: records::record(&request.file, event)? })
}
