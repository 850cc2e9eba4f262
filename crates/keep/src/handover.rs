//! One value to one person, encrypted, and on record before it leaves.

use std::path::PathBuf;

use model::Moment;
use vault::handover::handed_over;
use vault::sops::Value;
use vault::{Recipient, age};

use crate::error::Error;
use crate::keys::Keys;
use crate::records;
use crate::value::value;

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
    /// The value's name in full.
    pub name: String,
}

/// Encrypts the value for the one person and records it.
///
/// # Errors
/// Nothing is on record then.
pub fn hand_over(request: &Request<'_>) -> Result<HandedOver, Error> {
    let Value { bytes, name } = value(&request.file, &request.key, request.keys)?;
    let to = std::slice::from_ref(&request.to);
    let sealed = age::seal(&bytes, to).map_err(Error::of_store(&request.file))?;
    let event = |file: &str| handed_over(file, &name, request.to.as_str(), request.at);
    Ok(HandedOver { record: records::record(&request.file, event)?, sealed, name })
}
