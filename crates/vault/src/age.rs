//! One text as an age file, armoured: what is handed to a person, and what a data key is wrapped in.
//!
//! The format is age's own (age-encryption.org/v1), so that `age -d` and `rage -d` open it.

use std::io::{Read as _, Write as _};

use ::age::armor::{ArmoredReader, ArmoredWriter, Format};
use ::age::{DecryptError, Decryptor, Encryptor};
use zeroize::Zeroizing;

use crate::{Error, Identities, Recipient};

/// How an armoured age file begins.
pub const ARMOUR: &str = "-----BEGIN AGE ENCRYPTED FILE-----";

/// Encrypts to everybody who is named. The result is text that ends with a line break.
///
/// # Errors
/// [`Error::NoRecipients`] when nobody is named.
pub fn seal(plain: &[u8], recipients: &[Recipient]) -> Result<String, Error> {
    let encryptor =
        Encryptor::with_recipients(recipients.iter().map(Recipient::as_age)).map_err(|_| Error::NoRecipients)?;
    // Writing to memory does not fail.
    let write = || {
        let armour = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor)?;
        let mut writer = encryptor.wrap_output(armour)?;
        writer.write_all(plain)?;
        writer.finish()?.finish()
    };
    let bytes: Vec<u8> = write().map_err(|_| Error::Damaged)?;
    String::from_utf8(bytes).map_err(|_| Error::Damaged)
}

/// Decrypts an age file, armoured or not.
///
/// # Errors
/// [`Error::WrongIdentity`] (without names: an age file does not name its recipients), [`Error::Passphrase`], [`Error::Damaged`].
pub fn open(sealed: &[u8], identities: &Identities) -> Result<Zeroizing<Vec<u8>>, Error> {
    let decryptor = Decryptor::new(ArmoredReader::new(sealed)).map_err(|_| Error::Damaged)?;
    // Before a key is derived: the work that a passphrase costs is the file's own choice.
    if decryptor.is_scrypt() {
        return Err(Error::Passphrase);
    }
    let mut reader = decryptor.decrypt(identities.iter()).map_err(|error| match error {
        DecryptError::NoMatchingKeys => Error::WrongIdentity(Vec::new()),
        _ => Error::Damaged,
    })?;
    // Room for all of it, so that growing leaves no copies behind.
    let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
    reader.read_to_end(&mut plain).map_err(|_| Error::Damaged)?;
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::generate;

    #[test]
    fn only_the_recipient_opens_it_and_only_as_it_was() {
        let (file, public) = generate();
        let (other, _) = generate();
        let keys = |text: &str| {
            let mut keys = Identities::default();
            keys.add_file(text).expect("a key");
            keys
        };
        let sealed = seal(b"hunter2", &[public]).expect("sealed");
        assert!(sealed.starts_with(ARMOUR) && sealed.ends_with("-----\n"));
        assert_eq!(**open(sealed.as_bytes(), &keys(&file)).expect("opened"), *b"hunter2");
        assert_eq!(open(sealed.as_bytes(), &keys(&other)).err(), Some(Error::WrongIdentity(Vec::new())));
        assert_eq!(seal(b"", &[]), Err(Error::NoRecipients));
        for at in (ARMOUR.len() + 1..sealed.len() - 40).step_by(7) {
            let mut bytes = sealed.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            assert!(open(&bytes, &keys(&file)).is_err(), "{at}");
            assert!(open(&bytes[..at], &keys(&file)).is_err(), "{at}");
        }
    }

    #[test]
    fn a_passphrase_costs_no_work() {
        // A work factor of 2^62: whoever tried would never end.
        let header = "age-encryption.org/v1\n-> scrypt rF0/NwblUHHTpgQgRpe5CQ 62\ngUjEymFKMVXQEKdMMHL24oYexjE3TIC0O0zGSqJ2aUY\n--- IDVTpGMCxGXtoF8wUm4nQMqhlzG0ZcyFHz8TZ8qpbc8\n";
        let mut file = header.as_bytes().to_vec();
        file.extend([0; 64]);
        assert_eq!(open(&file, &Identities::default()).err(), Some(Error::Passphrase));
    }
}
