//! Texts that may be encrypted, as plain ones: files of SOPS and of age, with the keys of whoever runs the command.

use std::path::Path;

use inventory::Input;
use vault::{Error as Fault, Format, Identities, age, sops};
use zeroize::Zeroize as _;

use crate::error::Error;
use crate::keys::Keys;

/// Whether only a private key opens a text.
#[must_use]
pub fn is_locked(input: &Input) -> bool {
    input.text.starts_with(age::ARMOUR) || Format::of(&input.name).is_some_and(|it| sops::is_store(&input.text, it))
}

/// Decrypts a text that is encrypted. Any other is as it was, and needs no key.
///
/// # Errors
/// No key opens it.
pub fn unlock(input: Input, keys: &Keys) -> Result<Input, Error> {
    if !is_locked(&input) {
        return Ok(input);
    }
    unlock_with(input, keys.get()?).map_err(|(name, error)| Error::of_store(Path::new(&name))(error))
}

/// Decrypts a text that is encrypted.
///
/// # Errors
/// The file's name, and why it cannot be.
pub fn unlock_with(mut input: Input, identities: &Identities) -> Result<Input, (String, Fault)> {
    let plain = match Format::of(&input.name) {
        Some(format) if !input.text.starts_with(age::ARMOUR) => {
            sops::decrypt(&input.text, format, identities).map(|mut it| std::mem::take(&mut *it))
        }
        _ => age::open(input.text.as_bytes(), identities).and_then(|mut it| {
            String::from_utf8(std::mem::take(&mut *it)).map_err(|error| {
                error.into_bytes().zeroize();
                Fault::Damaged
            })
        }),
    };
    match plain {
        Ok(plain) => {
            // An inventory overwrites its texts when it goes.
            input.text = plain;
            Ok(input)
        }
        Err(error) => Err((input.name, error)),
    }
}
