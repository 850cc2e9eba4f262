//! Who can read, and what reads: age and SSH keys.
//!
//! Of SSH keys only ed25519: for RSA, the crate behind age has a timing side channel with private keys (RUSTSEC-2023-0071), so
//! RSA keys are refused here and that code never runs.

use std::fmt;
use std::str::FromStr;

use ::age::secrecy::ExposeSecret as _;
use lang::Text;
use zeroize::Zeroizing;

/// Somebody's public key.
///
/// ```
/// let text = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
/// assert_eq!(vault::Recipient::parse(text).expect("a key").to_string(), text);
/// ```
#[derive(Clone, Debug)]
pub struct Recipient {
    text: String,
    key: PublicKey,
}

#[derive(Clone, Debug)]
enum PublicKey {
    Age(::age::x25519::Recipient),
    Ssh(::age::ssh::Recipient),
}

/// Why a text is no key. The text is not in it: it may be a private key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyError {
    /// A private key stands where a public one belongs.
    Private,
    /// An SSH key of another kind than ed25519.
    SshKind,
    /// A private SSH key that is protected by a passphrase.
    Locked,
    /// A hybrid key of age (`age1pq1...`, ML-KEM and X25519), which the crate behind this does not know.
    Hybrid,
    /// No key at all, or one with a typing error.
    NoKey,
}

impl KeyError {
    /// What is wrong and what to do.
    #[must_use]
    pub const fn text(self) -> Text {
        match self {
            KeyError::Private => Text::new(
                "this is a private key, and it is now in your shell's history: make a new one, and name the public key (`age1...`)",
                "秘密鍵が指定されています。シェルの履歴に残るため、新しい鍵を作り直し、公開鍵(`age1...`)を指定してください",
            ),
            KeyError::SshKind => Text::new(
                "of SSH keys only ssh-ed25519 is taken: make one with `ssh-keygen -t ed25519`, or an age key",
                "SSH 鍵は ssh-ed25519 だけに対応しています。`ssh-keygen -t ed25519` か age で鍵を作ってください",
            ),
            KeyError::Locked => Text::new(
                "the SSH key is protected by a passphrase, which a program does not know: use an age key, or a copy without one",
                "SSH 鍵がパスフレーズで保護されています。age 鍵か、パスフレーズのない鍵を使ってください",
            ),
            KeyError::Hybrid => Text::new(
                "this is a hybrid key of age (`age1pq1...`), which Sekisho does not know yet: use a key of X25519 (`age-keygen`), or `sops` for this file",
                "age のハイブリッド鍵(`age1pq1...`)にはまだ対応していません。X25519 の鍵(`age-keygen`)を使うか、このファイルには `sops` を使ってください",
            ),
            KeyError::NoKey => Text::new(
                "this is no key of age or SSH: public keys begin with `age1` or `ssh-ed25519 `, private ones with `AGE-SECRET-KEY-1`",
                "age や SSH の鍵として読めません。公開鍵は `age1` か `ssh-ed25519 `、秘密鍵は `AGE-SECRET-KEY-1` で始まります",
            ),
        }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text().get(lang::Lang::En))
    }
}

impl std::error::Error for KeyError {}

impl Recipient {
    /// Reads `age1...` or `ssh-ed25519 ...`; the comment of an SSH key is left out.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn parse(text: &str) -> Result<Recipient, KeyError> {
        let text = text.trim();
        if text.to_ascii_uppercase().contains("AGE-SECRET-KEY-") || text.contains("PRIVATE KEY-----") {
            return Err(KeyError::Private);
        }
        if is_hybrid(text) {
            return Err(KeyError::Hybrid);
        }
        if let Ok(key) = ::age::x25519::Recipient::from_str(text) {
            return Ok(Recipient { text: key.to_string(), key: PublicKey::Age(key) });
        }
        match ::age::ssh::Recipient::from_str(text) {
            Ok(key @ ::age::ssh::Recipient::SshEd25519(..)) => {
                Ok(Recipient { text: key.to_string(), key: PublicKey::Ssh(key) })
            }
            Err(::age::ssh::ParseRecipientKeyError::Invalid(_)) => Err(KeyError::NoKey),
            _ => Err(KeyError::SshKind),
        }
    }

    pub(crate) fn as_age(&self) -> &dyn ::age::Recipient {
        match &self.key {
            PublicKey::Age(key) => key,
            PublicKey::Ssh(key) => key,
        }
    }

    /// The key as it stands in a store file.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Recipient {
    fn eq(&self, other: &Recipient) -> bool {
        self.text == other.text
    }
}

impl Eq for Recipient {}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether a public key is of age's hybrid kind.
pub(crate) fn is_hybrid(text: &str) -> bool {
    text.get(..7).is_some_and(|it| it.eq_ignore_ascii_case("age1pq1"))
}

/// Private keys. There is no `Debug`, and nothing gives one out.
#[derive(Default)]
pub struct Identities {
    keys: Vec<Box<dyn ::age::Identity + Send + Sync>>,
    /// Their public halves.
    publics: Vec<String>,
}

impl Identities {
    /// Adds the keys of a file: lines of `AGE-SECRET-KEY-1...` with comments, as `age-keygen` writes them, or one private SSH key.
    ///
    /// # Errors
    /// [`KeyError`] when the text holds no key, or anything that is none.
    pub fn add_file(&mut self, text: &str) -> Result<(), KeyError> {
        if text.trim_start().starts_with("-----BEGIN ") {
            return self.add_ssh(text);
        }
        let before = self.keys.len();
        for line in text.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('#')) {
            if line.to_ascii_uppercase().starts_with("AGE-SECRET-KEY-PQ-1") {
                return Err(KeyError::Hybrid);
            }
            let key = ::age::x25519::Identity::from_str(line).map_err(|_| KeyError::NoKey)?;
            self.publics.push(key.to_public().to_string());
            self.keys.push(Box::new(key));
        }
        if self.keys.len() == before { Err(KeyError::NoKey) } else { Ok(()) }
    }

    fn add_ssh(&mut self, text: &str) -> Result<(), KeyError> {
        use ::age::ssh::{Identity, Recipient};
        let key = Identity::from_buffer(text.as_bytes(), None).map_err(|_| KeyError::NoKey)?;
        if matches!(key, Identity::Encrypted(_)) {
            return Err(KeyError::Locked);
        }
        match Recipient::try_from(key.clone()) {
            Ok(public @ Recipient::SshEd25519(..)) => {
                self.publics.push(public.to_string());
                self.keys.push(Box::new(key));
            }
            _ => return Err(KeyError::SshKind),
        }
        Ok(())
    }

    /// Whether there is no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether one of them is the private half of a recipient.
    #[must_use]
    pub fn is_of(&self, recipient: &Recipient) -> bool {
        self.publics.contains(&recipient.text)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &dyn ::age::Identity> {
        self.keys.iter().map(|it| &**it as &dyn ::age::Identity)
    }
}

/// Makes a key: the text of a private key file as `age-keygen` writes it (without a date), and the public key in it.
#[must_use]
pub fn generate() -> (Zeroizing<String>, Recipient) {
    let key = ::age::x25519::Identity::generate();
    let public = key.to_public();
    let mut file = Zeroizing::new(String::with_capacity(256));
    file.push_str("# public key: ");
    file.push_str(&public.to_string());
    file.push('\n');
    file.push_str(key.to_string().expose_secret());
    file.push('\n');
    (file, Recipient { text: public.to_string(), key: PublicKey::Age(public) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const RSA: &str = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDE7nIXR1lUzGqpJ1qpvgrc9kB8hVSQ6tYzY";

    #[test]
    fn a_private_key_is_no_recipient_and_is_not_repeated() {
        let (file, public) = generate();
        let secret = file.lines().nth(1).expect("a key");
        let error = Recipient::parse(secret).expect_err("refused");
        assert_eq!(error, KeyError::Private);
        assert!(!error.to_string().contains(&secret[..24]));
        assert_eq!(Recipient::parse(&format!(" {public}\n")), Ok(public));
    }

    #[test]
    fn other_kinds_are_named() {
        assert!(Recipient::parse(RSA).is_err());
        assert_eq!(Recipient::parse("age1pq1abc"), Err(KeyError::Hybrid));
        assert_eq!(Identities::default().add_file("AGE-SECRET-KEY-PQ-1XX\n"), Err(KeyError::Hybrid));
        assert_eq!(Recipient::parse("hunter2"), Err(KeyError::NoKey));
        assert_eq!(Identities::default().add_file("# nothing\n"), Err(KeyError::NoKey));
        assert_eq!(Identities::default().add_file("AGE-SECRET-KEY-1XX\n"), Err(KeyError::NoKey));
    }
}
