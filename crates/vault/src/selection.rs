//! Which values of a file are encrypted: the file's own rule, one of SOPS's four.

use regex::Regex;

use crate::Error;
use crate::pattern::go;

/// The rule. Keys of every level count: what stands below a chosen key is chosen.
#[derive(Clone, Debug)]
pub enum Selection {
    /// All but what stands below a key with this ending.
    UnencryptedSuffix(String),
    /// Only what stands below a key with this ending.
    EncryptedSuffix(String),
    /// All but what stands below a key that the pattern is found in.
    UnencryptedRegex(Pattern),
    /// Only what stands below a key that the pattern is found in.
    EncryptedRegex(Pattern),
}

/// A pattern as it is written, and as it is applied.
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    regex: Regex,
}

/// How a file is encrypted: which values, and what the MAC is over.
#[derive(Clone, Debug, Default)]
pub struct Manner {
    /// Which values are encrypted.
    pub selection: Selection,
    /// Whether the MAC is over the encrypted values alone.
    pub mac_only_encrypted: bool,
}

impl From<Selection> for Manner {
    fn from(selection: Selection) -> Manner {
        Manner { selection, mac_only_encrypted: false }
    }
}

impl Default for Selection {
    /// What SOPS does when nothing is said: all but `*_unencrypted`.
    fn default() -> Selection {
        Selection::UnencryptedSuffix("_unencrypted".to_owned())
    }
}

/// The names in the metadata and in `.sops.yaml`, in SOPS's order.
pub(crate) const FIELDS: [&str; 4] = ["unencrypted_suffix", "encrypted_suffix", "unencrypted_regex", "encrypted_regex"];

/// SOPS's two rules about comments, which are not supported.
pub(crate) const COMMENT_FIELDS: [&str; 2] = ["unencrypted_comment_regex", "encrypted_comment_regex"];

impl Selection {
    /// The values of Kubernetes Secrets, and not what says which Secret it is: GitOps controllers read that before they decrypt.
    #[must_use]
    pub fn of_secrets() -> Selection {
        Selection::of("encrypted_regex", "^(data|stringData)$").unwrap_or_default()
    }

    /// The same, and the copy of them that `kubectl apply` leaves among the annotations.
    pub(crate) fn of_applied_secrets() -> Selection {
        let pattern = r"^(data|stringData|kubectl\.kubernetes\.io/last-applied-configuration)$";
        Selection::of("encrypted_regex", pattern).unwrap_or_default()
    }

    /// Everything of a manifest but what says which object it is.
    pub(crate) fn of_objects() -> Selection {
        Selection::of("unencrypted_regex", "^(apiVersion|kind|metadata)$").unwrap_or_default()
    }

    /// By its name in the metadata.
    ///
    /// # Errors
    /// [`Error::Metadata`] for a pattern that cannot be read or is too large.
    pub(crate) fn of(field: &'static str, value: &str) -> Result<Selection, Error> {
        let regex = || {
            let pattern = go(value).map(|regex| Pattern { text: value.to_owned(), regex });
            pattern.ok_or(Error::Metadata(field))
        };
        Ok(match field {
            "encrypted_suffix" => Selection::EncryptedSuffix(value.to_owned()),
            "unencrypted_regex" => Selection::UnencryptedRegex(regex()?),
            "encrypted_regex" => Selection::EncryptedRegex(regex()?),
            _ => Selection::UnencryptedSuffix(value.to_owned()),
        })
    }

    /// The name and value for the metadata.
    #[must_use]
    pub fn field(&self) -> (&'static str, &str) {
        match self {
            Selection::UnencryptedSuffix(it) => (FIELDS[0], it),
            Selection::EncryptedSuffix(it) => (FIELDS[1], it),
            Selection::UnencryptedRegex(it) => (FIELDS[2], &it.text),
            Selection::EncryptedRegex(it) => (FIELDS[3], &it.text),
        }
    }

    /// Whether a value below these keys is encrypted.
    pub(crate) fn chooses<'a>(&self, mut keys: impl Iterator<Item = &'a str>) -> bool {
        match self {
            Selection::UnencryptedSuffix(it) => !keys.any(|key| key.ends_with(it)),
            Selection::EncryptedSuffix(it) => keys.any(|key| key.ends_with(it)),
            Selection::UnencryptedRegex(it) => !keys.any(|key| it.regex.is_match(key)),
            Selection::EncryptedRegex(it) => keys.any(|key| it.regex.is_match(key)),
        }
    }
}
