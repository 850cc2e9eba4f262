//! A git hook that scans what is staged.

use std::fs;
use std::io;
use std::path::Path;

use crate::error::Error;

/// Bytes of a hook: another one is longer than ours at most.
const MAX_BYTES: u64 = 1 << 20;

/// The line by which a hook of ours is known.
const MARK: &str = "# sekisho secrets guard";

/// A missing `sekisho` stops the commit: a guard that is not there must be noticed.
const HOOK: &str = "#!/bin/sh\n# sekisho secrets guard\n# Stops a commit that would bring a credential into the repository. Remove: sekisho secrets guard uninstall\nexec sekisho secrets scan --staged\n";

/// Installs the hook.
///
/// # Errors
/// [`Error::OtherHook`], which stays; the machine's.
pub fn install(hook: &Path) -> Result<(), Error> {
    match source::read_text(hook, MAX_BYTES) {
        Ok(content) if !content.contains(MARK) => return Err(Error::OtherHook(hook.to_owned())),
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(Error::Unreadable(hook.to_owned(), error));
        }
        _ => {}
    }
    let made = hook.parent().map_or(Ok(()), fs::create_dir_all);
    let written = made.and_then(|()| source::write(hook, HOOK)).and_then(|()| executable(hook));
    written.map_err(|error| Error::Unwritten(hook.to_owned(), error))
}

/// Removes the hook; `false` where there is none.
///
/// # Errors
/// [`Error::EditedHook`], which stays; the machine's.
pub fn uninstall(hook: &Path) -> Result<bool, Error> {
    match source::read_text(hook, MAX_BYTES) {
        Ok(content) if content == HOOK => {
            fs::remove_file(hook).map(|()| true).map_err(|error| Error::Unwritten(hook.to_owned(), error))
        }
        Ok(_) => Err(Error::EditedHook(hook.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::Unreadable(hook.to_owned(), error)),
    }
}

fn executable(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    let _ = path;
    Ok(())
}
