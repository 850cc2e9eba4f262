//! Plain files become stores, in place. All of them can be encrypted, or none is touched.

use std::path::PathBuf;

use credentials::OperatingSystem;
use model::Moment;
use vault::{Recipient, Selection, sops};

use crate::error::Error;
use crate::files::Store;
use crate::rules;

/// What is to be encrypted.
#[derive(Clone, Debug)]
pub struct Request {
    /// The files.
    pub files: Vec<PathBuf>,
    /// Who reads them; the rule of `.sops.yaml` where nobody is named.
    pub recipients: Vec<Recipient>,
    /// Now.
    pub at: Moment,
}

/// A file that is encrypted.
#[derive(Clone, Debug)]
pub struct Encrypted {
    /// The file.
    pub path: PathBuf,
    /// Who reads it.
    pub readers: Vec<Recipient>,
}

/// What was done before the machine stopped it, where it did.
#[derive(Debug)]
pub struct Outcome {
    /// The files that are encrypted, in order.
    pub done: Vec<Encrypted>,
    /// Why the next one could not be written. It and those behind it are as they were.
    pub stopped: Option<Error>,
}

/// Encrypts every file.
///
/// # Errors
/// One that cannot be encrypted; every file is as it was.
pub fn encrypt(request: &Request) -> Result<Outcome, Error> {
    let mut encrypted = Vec::new();
    for path in &request.files {
        let file = Store::open(path)?;
        let (readers, selection) = rules::readers(path, &request.recipients, Selection::default())?;
        let (at, source) = (request.at, &mut OperatingSystem);
        let new = sops::encrypt_chosen(file.text(), file.format, &readers, selection, at, source);
        let new = new.map_err(|error| file.error(error))?;
        encrypted.push((file, new, readers));
    }
    let mut outcome = Outcome { done: Vec::new(), stopped: None };
    for (file, new, readers) in encrypted {
        if let Err(error) = file.replace(&new) {
            outcome.stopped = Some(error);
            break;
        }
        outcome.done.push(Encrypted { path: file.path, readers });
    }
    Ok(outcome)
}
