//! The private keys of whoever acts, read when the first one is needed.

use std::cell::OnceCell;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

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

    /// The files that others than their owner can read, too.
    pub fn open_to_others(&self) -> impl Iterator<Item = &PathBuf> {
        self.files.iter().filter(|it| it.metadata().is_ok_and(|it| it.is_file()) && !source::is_private(it))
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
            let text = text_of(file);
            let text = text.map_err(|error| Error::Unreadable(file.clone(), error))?;
            identities.add_file(&text).map_err(|error| Error::Key(file.display().to_string(), error))?;
        }
        if identities.is_empty() { Err(Error::NoKey) } else { Ok(identities) }
    }
}

/// Bytes of a file of keys: more than anybody has.
const MAX_BYTES: u64 = 1 << 20;

/// The text of a file of keys. It may be a pipe (`<(pass show key)`), since whoever acts names it.
fn text_of(file: &Path) -> io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::with_capacity(64 * 1024));
    File::open(file)?.take(MAX_BYTES + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MAX_BYTES { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(text) }
}
