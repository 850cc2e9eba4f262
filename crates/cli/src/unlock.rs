//! Texts that may be encrypted, as plain ones: files of SOPS and of age, with the keys of whoever runs the command.

use std::path::Path;

use clap::ArgMatches;
use inventory::Input;
use lang::Text;
use vault::{Format, age, sops};
use zeroize::Zeroize as _;

use crate::exit::Failure;
use crate::store;

/// Whether only a private key opens a text.
pub(crate) fn is_locked(input: &Input) -> bool {
    input.text.starts_with(age::ARMOUR) || Format::of(&input.name).is_some_and(|it| sops::is_store(&input.text, it))
}

/// Decrypts a text that is encrypted, with the identities that the arguments or the environment name. Any other is as it was.
pub(crate) fn unlock(mut input: Input, matches: &ArgMatches) -> Result<Input, Failure> {
    if !is_locked(&input) {
        return Ok(input);
    }
    let identities = store::identities(matches)?;
    let path = Path::new(&input.name).to_owned();
    let failure = |error: vault::Error| store::failure(&path, &error);
    let plain = match Format::of(&input.name) {
        Some(format) if !input.text.starts_with(age::ARMOUR) => {
            sops::decrypt(&input.text, format, &identities).map_err(failure)?.to_string()
        }
        _ => {
            let mut plain = age::open(input.text.as_bytes(), &identities).map_err(failure)?;
            String::from_utf8(std::mem::take(&mut *plain)).map_err(|error| {
                error.into_bytes().zeroize();
                Failure::CouldNot(Text::new("what is encrypted is no text", "暗号化された内容がテキストではありません"))
            })?
        }
    };
    // An inventory overwrites its texts when it goes.
    input.text = plain;
    Ok(input)
}
