//! What an EncryptionConfiguration says about Secrets, read as the API server reads it
//! (k8s.io/apiserver `pkg/server/options/encryptionconfig`).

use model::{EncryptionConfig, EncryptionRule, Key, Provider};
use zeroize::Zeroizing;

/// The rule that decides how Secrets are stored: earlier lists take precedence. `*.` is the core group, `*.*` everything.
pub(crate) fn of_secrets(config: &EncryptionConfig) -> Option<&EncryptionRule> {
    config.rules.iter().find(|rule| rule.resources.iter().any(|it| matches!(&*it.value, "secrets" | "*." | "*.*")))
}

/// The provider that writes Secrets.
pub(crate) fn writer(config: &EncryptionConfig) -> Option<&Provider> {
    of_secrets(config)?.providers.first()
}

/// Every key of a configuration with the provider that it is of.
pub(crate) fn keys(config: &EncryptionConfig) -> impl Iterator<Item = (&Provider, &Key)> {
    let providers = config.rules.iter().flat_map(|it| &it.providers);
    providers.flat_map(|provider| provider.keys.iter().map(move |key| (provider, key)))
}

/// The bytes of a key; `None` where they are not standard base64.
pub(crate) fn bytes(key: &Key) -> Option<Zeroizing<Vec<u8>>> {
    model::decode_base64(key.secret.as_ref()?.expose())
}

/// The lengths that a provider takes; none for a provider without keys.
pub(crate) fn lengths(provider: &str) -> &'static [usize] {
    match provider {
        "aescbc" | "aesgcm" => &[16, 24, 32],
        "secretbox" => &[32],
        _ => &[],
    }
}

/// Keys of the Kubernetes documentation and of the pages that copy it. They read as plain sentences.
static PUBLISHED: &[&[u8]] = &[
    b"secret is secure",
    b"this is password",
    b"abcdefghijklmnopqrstuvwxyz123456",
    b"secret is secure, or is it?\n",
    b"secret is secure, I think",
];

/// Whether anybody can guess the key: a published example, or so few different bytes that nothing random made them.
pub(crate) fn is_guessable(bytes: &[u8]) -> bool {
    let mut different = bytes.to_vec();
    different.sort_unstable();
    different.dedup();
    let counts_up = bytes.windows(2).all(|pair| pair[1] == pair[0].wrapping_add(1));
    // 16 random bytes with at most five different ones: one in 10^19.
    PUBLISHED.contains(&bytes) || different.len() <= 5 || counts_up
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_guessed() {
        assert!(is_guessable(b"secret is secure") && is_guessable(&[0; 32]) && is_guessable(b"0123456789:;<=>?"));
        assert!(!is_guessable(b"\x8f\x02\xd1\x55\x0a\x91\xee\x3c\x77\x40\xb2\x19\xc8\x6d\x2e\xf5"));
    }

    #[test]
    fn lengths_by_provider() {
        assert_eq!(lengths("secretbox"), [32]);
        assert!(lengths("aescbc").contains(&24) && lengths("kms").is_empty() && lengths("identity").is_empty());
    }
}
