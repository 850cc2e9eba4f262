//! One value as SOPS writes it: `ENC[AES256_GCM,data:...,iv:...,tag:...,type:...]`.
//!
//! AES-256-GCM with a nonce of 32 bytes, the key path as additional data, so that a value does not open at another place
//! (getsops/sops `aes/cipher.go`).

use aes_gcm::aead::{AeadInOut as _, KeyInit as _, consts::U32};
use aes_gcm::{AesGcm, aes::Aes256};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use credentials::Randomness;
use zeroize::Zeroizing;

use crate::Error;
use crate::scalar::{Kind, Plain};

type Cipher = AesGcm<Aes256, U32>;

/// Bytes of the tag of GCM.
const TAG: usize = 16;

/// What encrypts the values of one file. Overwritten when it goes.
pub(crate) struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    pub(crate) fn generate(source: &mut dyn Randomness) -> Result<DataKey, Error> {
        let mut key = Zeroizing::new([0; 32]);
        source.fill(&mut *key)?;
        Ok(DataKey(key))
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<DataKey> {
        let mut key = Zeroizing::new([0; 32]);
        if bytes.len() != key.len() {
            return None;
        }
        key.copy_from_slice(bytes);
        Some(DataKey(key))
    }

    pub(crate) fn expose(&self) -> &[u8] {
        &*self.0
    }

    fn cipher(&self) -> Cipher {
        Cipher::new((&*self.0).into())
    }

    /// Encrypts a value for its place. An empty one stays bare, as SOPS has it.
    pub(crate) fn seal(&self, plain: &Plain, place: &str, source: &mut dyn Randomness) -> Result<String, Error> {
        if plain.text.is_empty() {
            return Ok(String::new());
        }
        let mut iv = [0; 32];
        source.fill(&mut iv)?;
        let mut data = Zeroizing::new(plain.text.as_bytes().to_vec());
        let tag = self
            .cipher()
            .encrypt_inout_detached(&iv.into(), place.as_bytes(), data.as_mut_slice().into())
            .map_err(|_| Error::TooLarge)?;
        let (data, iv, tag) = (STANDARD.encode(&*data), STANDARD.encode(iv), STANDARD.encode(tag));
        Ok(format!("ENC[AES256_GCM,data:{data},iv:{iv},tag:{tag},type:{}]", plain.kind.name()))
    }

    /// Decrypts a value at its place; `None` when it was not encrypted there, with this key, as it stands.
    pub(crate) fn open(&self, sealed: &Sealed<'_>, place: &str) -> Option<Plain> {
        let iv: [u8; 32] = STANDARD.decode(sealed.iv).ok()?.try_into().ok()?;
        let tag: [u8; TAG] = STANDARD.decode(sealed.tag).ok()?.try_into().ok()?;
        let mut data = Zeroizing::new(STANDARD.decode(sealed.data).ok()?);
        self.cipher()
            .decrypt_inout_detached(&iv.into(), place.as_bytes(), data.as_mut_slice().into(), &tag.into())
            .ok()?;
        Plain::read(Kind::of_name(sealed.kind)?, std::str::from_utf8(&data).ok()?)
    }
}

/// The parts of an encrypted value, still in base64.
#[derive(Clone, Copy)]
pub(crate) struct Sealed<'a> {
    data: &'a str,
    iv: &'a str,
    tag: &'a str,
    pub(crate) kind: &'a str,
}

impl<'a> Sealed<'a> {
    /// Takes an encrypted value apart; `None` for any other text.
    pub(crate) fn parse(text: &'a str) -> Option<Sealed<'a>> {
        let inner = text.strip_prefix("ENC[AES256_GCM,data:")?.strip_suffix(']')?;
        let (data, rest) = inner.split_once(",iv:")?;
        let (iv, rest) = rest.split_once(",tag:")?;
        let (tag, kind) = rest.split_once(",type:")?;
        let base64 = |it: &str| it.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'/' | b'='));
        (!data.is_empty() && base64(data) && base64(iv) && base64(tag)).then_some(Sealed { data, iv, tag, kind })
    }
}
