//! Which notation a store file is in, by its name.

/// The size of a store. Larger files are not credentials.
pub const MAX_BYTES: usize = 4 << 20;

/// The key of SOPS' metadata in YAML and JSON.
pub(crate) const KEY: &str = "sops";

/// The notation of a store file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML, of one or several documents.
    Yaml,
    /// JSON with an object at the top.
    Json,
    /// `KEY=value` lines.
    Dotenv,
}

impl Format {
    /// By a file's name or path, as SOPS decides it; `None` for a name that says nothing.
    ///
    /// ```
    /// use vault::Format;
    /// assert_eq!(Format::of("secrets/production.enc.yaml"), Some(Format::Yaml));
    /// assert_eq!(Format::of("key.pem"), None);
    /// ```
    #[must_use]
    pub fn of(path: &str) -> Option<Format> {
        match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
            "yaml" | "yml" => Some(Format::Yaml),
            "json" => Some(Format::Json),
            "env" => Some(Format::Dotenv),
            _ => None,
        }
    }
}
