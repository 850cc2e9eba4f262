//! Texts that may be encrypted, as plain ones: files of SOPS and of age, with the keys of whoever runs the command.

use std::path::Path;

use clap::ArgMatches;
use inventory::Input;
use vault::{Error, Format, Identities, age, sops};
use zeroize::Zeroize as _;

use crate::exit::Failure;
use crate::store;

/// Whether only a private key opens a text.
pub(crate) fn is_locked(input: &Input) -> bool {
    input.text.starts_with(age::ARMOUR) || Format::of(&input.name).is_some_and(|it| sops::is_store(&input.text, it))
}

/// Decrypts a text that is encrypted, with the identities that the arguments or the environment name. Any other is as it was.
pub(crate) fn unlock(input: Input, matches: &ArgMatches) -> Result<Input, Failure> {
    if !is_locked(&input) {
        return Ok(input);
    }
    let identities = store::identities(matches)?;
    unlock_with(input, &identities).map_err(|(name, error)| store::failure(Path::new(&name), &error))
}

/// Decrypts a text that is encrypted; with the file's name, why that cannot be.
pub(crate) fn unlock_with(mut input: Input, identities: &Identities) -> Result<Input, (String, Error)> {
    let plain = match Format::of(&input.name) {
        Some(format) if !input.text.starts_with(age::ARMOUR) => {
            sops::decrypt(&input.text, format, identities).map(|mut it| std::mem::take(&mut *it))
        }
        _ => age::open(input.text.as_bytes(), identities).and_then(|mut it| {
            String::from_utf8(std::mem::take(&mut *it)).map_err(|error| {
                error.into_bytes().zeroize();
                Error::Damaged
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
