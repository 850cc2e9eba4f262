//! One value: exact length, every position uniform over the alphabet.
//!
//! `openssl rand -base64 42 | tr -d '/+=' | cut -c1-32`, the recipe of most guides, gives an empty value with exit code 0 where
//! openssl is missing, and a length that varies. Here six bits of each random byte choose a character; what falls
//! outside the alphabet is thrown away and drawn again (rejection sampling), so that no character is likelier than another. No
//! position is special: a first character that must be a letter would cost strength for the sake of a reader that takes
//! `1234...` for a number. The writer quotes instead, see [`crate::notation`].

use model::Opaque;
use zeroize::Zeroize;

use crate::randomness::{Exhausted, Randomness};

/// The characters that a value is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alphabet {
    /// `A-Z a-z 0-9`: safe in every notation without escapes. 5.95 bits a character.
    #[default]
    Alnum,
    /// `A-Z a-z 0-9 _ -`: safe in URLs. 6 bits a character.
    UrlSafe,
}

/// Both alphabets in one: the first 62 are `alnum`.
const CHARACTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Alphabet {
    /// By the name that the command line takes.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Alphabet> {
        match name {
            "alnum" => Some(Alphabet::Alnum),
            "url-safe" => Some(Alphabet::UrlSafe),
            _ => None,
        }
    }

    /// The characters themselves.
    #[must_use]
    pub fn characters(self) -> &'static [u8] {
        match self {
            Alphabet::Alnum => &CHARACTERS[..62],
            Alphabet::UrlSafe => CHARACTERS,
        }
    }
}

/// How many characters a value has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length(u16);

/// The length is not between [`Length::MIN`] and [`Length::MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a credential has {} to {} characters", Length::MIN, Length::MAX)]
pub struct LengthError;

impl Length {
    /// 16 characters are 95 bits: the least that withstands guessing at leisure, with a stolen hash.
    pub const MIN: usize = 16;
    /// More than any store accepts.
    pub const MAX: usize = 4096;

    /// Checks a length.
    ///
    /// # Errors
    /// [`LengthError`] outside of the bounds.
    pub fn new(length: usize) -> Result<Length, LengthError> {
        if !(Length::MIN..=Length::MAX).contains(&length) {
            return Err(LengthError);
        }
        u16::try_from(length).map(Length).map_err(|_| LengthError)
    }

    /// The number of characters.
    #[must_use]
    pub fn get(self) -> usize {
        usize::from(self.0)
    }
}

impl Default for Length {
    /// 32 characters, 190 bits.
    fn default() -> Length {
        Length(32)
    }
}

/// Makes one value. The buffers in between are overwritten, and so is the value when it goes.
///
/// ```
/// use credentials::{Alphabet, Length, OperatingSystem, generate};
/// let value = generate(&mut OperatingSystem, Alphabet::Alnum, Length::default()).expect("random bytes");
/// assert_eq!(value.expose().len(), 32);
/// ```
///
/// # Errors
/// [`Exhausted`] when the source fails at any time: there is no shorter or weaker value instead.
pub fn generate(source: &mut dyn Randomness, alphabet: Alphabet, length: Length) -> Result<Opaque, Exhausted> {
    let length = length.get();
    let characters = alphabet.characters();
    // Enough room from the start: a string that grows leaves its old self behind in memory.
    let mut value = String::with_capacity(length);
    let mut bytes = [0_u8; 64];
    while value.len() < length {
        if let Err(error) = source.fill(&mut bytes) {
            value.zeroize();
            bytes.zeroize();
            return Err(error);
        }
        let drawn = bytes.iter().filter_map(|byte| characters.get(usize::from(byte & 63)));
        let missing = length - value.len();
        value.extend(drawn.take(missing).map(|byte| char::from(*byte)));
    }
    bytes.zeroize();
    Ok(Opaque::new(value))
}
