//! Where settings and credentials stand: ConfigMaps, Secrets, and the files that people keep values in.

use crate::{Located, Opaque, OriginId};

/// ConfigMap or Secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfigKind {
    /// v1 ConfigMap.
    ConfigMap,
    /// v1 Secret.
    Secret,
}

/// A ConfigMap or a Secret.
pub struct Config {
    /// Which of the two.
    pub kind: ConfigKind,
    /// `type` of a Secret.
    pub secret_type: Option<Located<Box<str>>>,
    /// `immutable`.
    pub immutable: bool,
    /// `data`, `stringData` and decodable `binaryData`. Where a key stands in both of the first two, `stringData` wins, as on the
    /// API server, and only it is here.
    pub entries: Vec<Entry>,
}

impl Config {
    /// The entry of a key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| &**entry.key == key)
    }
}

/// A key and its value.
pub struct Entry {
    /// The key.
    pub key: Located<Box<str>>,
    /// The decoded value, at the place where it is written.
    pub value: Located<Opaque>,
    /// How it is written.
    pub encoding: Encoding,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As it is.
    Plain,
    /// In base64, and decoded to text.
    Base64,
    /// In base64, but not text (a key file, a keystore); the value here is empty.
    Binary,
    /// Meant to be base64, but it is not: the API server refuses it. The value here is what is written.
    Invalid,
}

/// A file of settings that is not a manifest.
pub struct SettingsFile {
    /// The file.
    pub origin: OriginId,
    /// What it is.
    pub format: SettingsFormat,
    /// Its settings, in order.
    pub settings: Vec<Setting>,
}

/// The kinds of settings files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsFormat {
    /// A Helm values file.
    HelmValues,
    /// `KEY=value` lines.
    DotEnv,
    /// A Compose file.
    Compose,
}

/// A setting: its way through the file and its value. For an `env:` list of `name`/`value` pairs, and for `KEY=value`
/// strings in a list, the last step is the variable's name.
pub struct Setting {
    /// The way, as names.
    pub path: Vec<Box<str>>,
    /// The value.
    pub value: Located<Opaque>,
}
