//! Found values that may stay: their files in the repository, and the key that they are compared with.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use credentials::{OperatingSystem, Randomness as _};
use leaks::Leak;
use leaks::ignore::{self, Key, Standing};
use source::WriteError;
use source::git::Repository;
use zeroize::Zeroizing;

/// Bytes of the file of an ignored leak, and of a key's file.
const MOST: u64 = 1 << 20;

/// Why a value cannot be let stay, or compared.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file of the key holds something else.
    #[error("{} holds no key", .0.display())]
    NoKey(PathBuf),
    /// The file of the key cannot be read.
    #[error("cannot read {}", .0.display())]
    Unreadable(PathBuf, #[source] io::Error),
    /// The file of the key cannot be written.
    #[error("cannot write {}", .0.display())]
    Unwritable(PathBuf, #[source] io::Error),
    /// There is no place for a key: none was named, and there is no home folder.
    #[error("no place for the key")]
    NoPlace,
    /// The file that lets a value stay cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The system has no randomness.
    #[error(transparent)]
    Keep(#[from] crate::Error),
}

/// What may stay in the repository around the current folder, or in that folder where there is none.
pub struct Ignores {
    top: PathBuf,
    key: Option<Key>,
    /// Never inside of the repository by itself.
    key_file: Option<PathBuf>,
}

impl Ignores {
    /// Reads the key: the file that is `named`, or the one at the `usual` place if it is there.
    ///
    /// # Errors
    /// The file holds no key, or the one that is named cannot be read.
    pub fn of(named: Option<&Path>, usual: Option<PathBuf>) -> Result<Ignores, Error> {
        let top = Repository::around(Path::new(".")).map_or_else(|_| PathBuf::from("."), |it| it.top().to_owned());
        let key_file = named.map(Path::to_owned).or(usual);
        let key = match key_file.as_deref().map(|it| (it, source::read_text(it, MOST).map(Zeroizing::new))) {
            Some((file, Ok(content))) => Some(Key::parse(&content).ok_or_else(|| Error::NoKey(file.to_owned()))?),
            Some((file, Err(error))) if named.is_some() && error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::Unreadable(file.to_owned(), error));
            }
            _ => None,
        };
        Ok(Ignores { top, key, key_file })
    }

    /// Whether a leak may stay.
    #[must_use]
    pub fn standing(&self, leak: &Leak) -> Standing {
        let content = source::read_text(&self.folder().join(&leak.fingerprint), MOST).ok();
        let is_there = |name: &String| self.folder().join(name).is_file();
        match ignore::standing(leak, content.as_deref(), self.key.as_ref()) {
            Standing::Reported if leak.former.as_ref().is_some_and(is_there) => Standing::Outdated,
            standing => standing,
        }
    }

    fn folder(&self) -> PathBuf {
        self.top.join(ignore::FOLDER)
    }

    /// Lets leaks of one fingerprint stay, for a reason. Makes the key where there is none. Returns the file that says so, and the key's.
    ///
    /// # Errors
    /// [`Error::NoPlace`], [`Error::Unwritable`], [`Error::Write`], or no randomness.
    pub fn let_stay(&self, fingerprint: &str, leaks: &[&Leak], reason: &str) -> Result<(PathBuf, PathBuf), Error> {
        let key_file = self.key_file.clone().ok_or(Error::NoPlace)?;
        let made;
        let key = match &self.key {
            Some(key) => key,
            None => {
                made = make_key(&key_file)?;
                &made
            }
        };
        let path = self.folder().join(fingerprint);
        let name = Path::new(ignore::FOLDER).join(fingerprint);
        let mut content = source::read_text(&path, MOST).ok();
        for leak in leaks {
            if ignore::standing(leak, content.as_deref(), Some(key)) != Standing::Ignored {
                content = Some(ignore::written(leak, reason, content.as_deref(), key));
            }
        }
        source::write_inside(&self.top, &name, &content.unwrap_or_default())?;
        Ok((path, key_file))
    }
}

/// A new key, and its 64 hexadecimal digits.
pub(crate) fn new_key() -> Result<(Key, Zeroizing<String>), crate::Error> {
    let mut bytes = Zeroizing::new([0; 32]);
    OperatingSystem.fill(&mut bytes[..]).map_err(|_| crate::Error::Exhausted)?;
    let content: Zeroizing<String> = Zeroizing::new(bytes.iter().map(|it| format!("{it:02x}")).collect());
    let key = Key::parse(&content).ok_or(crate::Error::Exhausted)?;
    Ok((key, content))
}

fn make_key(path: &Path) -> Result<Key, Error> {
    let (key, content) = new_key()?;
    let parent = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = fs::create_dir_all(parent).and_then(|()| {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(path)?.write_all(content.as_bytes())
    });
    written.map_err(|error| Error::Unwritable(path.to_owned(), error))?;
    Ok(key)
}
