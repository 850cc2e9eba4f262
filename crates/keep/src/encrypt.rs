//! Plain files become stores, in place. All of them can be encrypted, or none is touched.

use std::path::PathBuf;

use credentials::OperatingSystem;
use model::Moment;
use vault::{Manner, Recipient, sops};
use zeroize::Zeroizing;

use crate::error::Error;
use crate::files::{Store, WHOLE};
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
    /// How many of its values are encrypted.
    pub encrypted: usize,
    /// How many it has that are not empty.
    pub values: usize,
    /// Values of Secrets that stay in the clear, as the rule has it: their names.
    pub readable: Vec<String>,
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
        let whole =
            if file.is_whole && !sops::is_store(file.text(), file.format) { Some(as_json(file.text())) } else { None };
        let plain = whole.as_deref().map_or(file.text(), String::as_str);
        let by_shape = || sops::manner_of(plain, file.format).map_err(|error| file.error(error));
        let (readers, manner) = rules::readers(path, &request.recipients, by_shape)?;
        let (at, source) = (request.at, &mut OperatingSystem);
        // Of one value as a whole no rule chooses a part.
        let manner = if file.is_whole { Manner::default() } else { manner };
        let new = sops::encrypt_chosen(plain, file.format, &readers, manner, at, source);
        let new = new.map_err(|error| file.error(error))?;
        encrypted.push((file, new, readers));
    }
    let mut outcome = Outcome { done: Vec::new(), stopped: None };
    for (file, new, readers) in encrypted {
        if let Err(error) = file.replace(&new.text) {
            outcome.stopped = Some(error);
            break;
        }
        let sops::Encrypted { encrypted, values, readable, .. } = new;
        outcome.done.push(Encrypted { path: file.path, readers, encrypted, values, readable });
    }
    Ok(outcome)
}

/// A whole file as SOPS keeps it.
fn as_json(text: &str) -> Zeroizing<String> {
    let value = Zeroizing::new(serde_json::Value::from(text).to_string());
    Zeroizing::new(format!("{{\n\t\"{WHOLE}\": {}\n}}\n", &*value))
}
