//! What is to be written, and where to: the form with what it needs, and the target with what is there.

use std::io;
use std::path::{Path, PathBuf};

use model::Date;
use provision::external::Store;
use seal::{Certificate, Scope};
use vault::Recipient;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::obstacle::Obstacle;

/// Bytes of a file of Secrets, or of a certificate.
const MAX_BYTES: u64 = 4 << 20;

/// The form of the output, with what it needs.
pub enum Form {
    /// Manifests of Secrets.
    Secret,
    /// The same in a file of SOPS, for those who are named.
    Sops(Vec<Recipient>),
    /// The same in a file of age.
    Age(Vec<Recipient>),
    /// SealedSecrets.
    Sealed(Certificate, Scope),
    /// ExternalSecrets and PushSecrets, and the values beside them.
    External(Store),
}

impl Form {
    /// SealedSecrets for the controller of this certificate.
    ///
    /// # Errors
    /// The certificate cannot be read, or not be used today.
    pub fn sealed(certificate: &Path, scope: Scope, today: Date) -> Result<Form, Error> {
        let pem = source::read_text(certificate, MAX_BYTES)
            .map_err(|error| Error::Unreadable(certificate.to_owned(), error))?;
        let parsed = Certificate::parse(&pem, today);
        Ok(Form::Sealed(parsed.map_err(|error| Obstacle::Certificate(certificate.to_owned(), error))?, scope))
    }

    /// Whether the values themselves are in what goes out.
    #[must_use]
    pub const fn shows_values(&self) -> bool {
        matches!(self, Form::Secret | Form::External(_))
    }

    /// Whether what was written before can be read again, with the person's own key where it needs one.
    #[must_use]
    pub const fn can_be_read(&self) -> bool {
        matches!(self, Form::Secret | Form::Sops(_) | Form::Age(_))
    }

    /// Whether manifests are handed back, and not all of it goes into a file.
    #[must_use]
    pub const fn hands_back(&self, target: &Target) -> bool {
        matches!(self, Form::External(_)) || matches!(target, Target::Caller)
    }
}

/// Where the output goes.
pub enum Target {
    /// To whoever called.
    Caller,
    /// A file, and its text if it is there already.
    File(PathBuf, Option<Zeroizing<String>>),
}

impl Target {
    /// A file.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub fn file(path: &Path) -> Result<Target, Error> {
        match source::read_text(path, MAX_BYTES) {
            Ok(text) => Ok(Target::File(path.to_owned(), Some(Zeroizing::new(text)))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Target::File(path.to_owned(), None)),
            Err(error) => Err(Error::Unreadable(path.to_owned(), error)),
        }
    }

    /// What a message calls it.
    #[must_use]
    pub fn name(&self) -> &Path {
        match self {
            Target::Caller => Path::new("-"),
            Target::File(path, _) => path,
        }
    }

    /// The file that is there already.
    #[must_use]
    pub fn before(&self) -> Option<(&Path, &str)> {
        match self {
            Target::File(path, Some(text)) if !text.trim().is_empty() => Some((path, text)),
            _ => None,
        }
    }
}
