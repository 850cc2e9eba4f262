//! The private keys of whoever acts, read when the first one is needed.

use std::cell::OnceCell;
use std::fs;
use std::path::PathBuf;

use vault::Identities;
use zeroize::Zeroizing;

use crate::error::Error;

/// Files with private keys. Most procedures need none as long as nothing is to be decrypted.
#[derive(Default)]
pub struct Keys {
    files: Vec<PathBuf>,
    read: OnceCell<Identities>,
}

impl Keys {
    /// Keys in these files.
    #[must_use]
    pub fn of(files: Vec<PathBuf>) -> Keys {
        Keys { files, read: OnceCell::new() }
    }

    /// The keys.
    ///
    /// # Errors
    /// No file is named, or what is in one is no key.
    pub fn get(&self) -> Result<&Identities, Error> {
        match self.read.get() {
            Some(read) => Ok(read),
            None => {
                let read = self.read()?;
                Ok(self.read.get_or_init(|| read))
            }
        }
    }

    fn read(&self) -> Result<Identities, Error> {
        let mut identities = Identities::default();
        for file in &self.files {
            if file.to_string_lossy().to_ascii_uppercase().contains("AGE-SECRET-KEY-") {
                return Err(Error::KeyItself);
            }
            let text = fs::read_to_string(file).map(Zeroizing::new);
            let text = text.map_err(|error| Error::Unreadable(file.clone(), error))?;
            identities.add_file(&text).map_err(|error| Error::Key(file.display().to_string(), error))?;
        }
        if identities.is_empty() { Err(Error::NoKey) } else { Ok(identities) }
    }
}
