//! Replacing a file: whole or not at all, whenever the machine stops.
//!
//! The new text is written beside the file, forced to the disk and then moved over it. The file keeps its mode; a symbolic link
//! stays one, and what it leads to is replaced if that is no further away than the repository around the link. A file that was
//! changed since it was read is left as it is. Pipes and devices are no files.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::open;

/// Why a file was not replaced. It is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ReplaceError {
    /// Somebody else changed it in the meantime.
    #[error("the file was changed since it was read")]
    Changed,
    /// It may not be written to.
    #[error("the file is read-only")]
    ReadOnly,
    /// The machine's fault.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Replaces the text `old` of a file by `new`.
///
/// # Errors
/// [`ReplaceError`], and the file is as it was.
pub fn replace(path: &Path, old: &str, new: &str) -> Result<(), ReplaceError> {
    let target = target(path)?;
    let metadata = fs::metadata(&target)?;
    if metadata.permissions().readonly() {
        return Err(ReplaceError::ReadOnly);
    }
    let now = content(&target, old.len().max(new.len()))?;
    if now == new.as_bytes() {
        // Named twice, by two ways.
        return Ok(());
    }
    if now != old.as_bytes() {
        return Err(ReplaceError::Changed);
    }
    one_name(&metadata)?;
    Ok(move_over(&target, new.as_bytes(), Some(metadata.permissions()))?)
}

/// Makes a file, or replaces it whatever stands there. A new one gets the usual mode.
///
/// # Errors
/// The machine's; a file that was there is as it was.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    let target = match target(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
        result => result?,
    };
    let mode = match fs::metadata(&target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Ok(metadata) => {
            one_name(&metadata)?;
            Some(metadata.permissions())
        }
        Err(error) => return Err(error),
    };
    sweep(&target)?;
    move_over(&target, text.as_bytes(), mode)
}

/// Makes or replaces a file that only its owner may read, from its first byte on. `old` is what stood there when it was
/// read; nothing, if it was not there.
///
/// # Errors
/// [`ReplaceError`], and the file is as it was.
pub fn write_private(path: &Path, old: Option<&str>, new: &str) -> Result<(), ReplaceError> {
    let (target, now) = match target(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => (path.to_owned(), None),
        Err(error) => return Err(error.into()),
        Ok(target) => {
            let now = Zeroizing::new(content(&target, old.map_or(0, str::len).max(new.len()))?);
            (target, Some(now))
        }
    };
    if now.as_deref().map(Vec::as_slice) != old.map(str::as_bytes) {
        return Err(ReplaceError::Changed);
    }
    if now.is_some() {
        let metadata = fs::metadata(&target)?;
        if metadata.permissions().readonly() {
            return Err(ReplaceError::ReadOnly);
        }
        one_name(&metadata)?;
    }
    sweep(&target)?;
    Ok(move_over(&target, new.as_bytes(), owner_only())?)
}

/// Makes a file that only its owner may read. One that is there is left.
///
/// # Errors
/// [`ReplaceError`]; [`ReplaceError::Changed`] where something is there.
pub fn write_private_bytes(path: &Path, bytes: &[u8]) -> Result<(), ReplaceError> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(ReplaceError::Changed);
    }
    sweep(path)?;
    Ok(move_over(path, bytes, owner_only())?)
}

/// Refuses a file that stands under several names: moved over, only one of them would have the new text.
fn one_name(metadata: &fs::Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        let names = std::os::unix::fs::MetadataExt::nlink(metadata);
        if names > 1 {
            let reason = format!(
                "the file has {names} names (hard links), of which only this one would be written: make it a file of its own (`cp`, then `mv`)"
            );
            return Err(io::Error::other(reason));
        }
    }
    let _ = metadata;
    Ok(())
}

/// Gives a new file to whom the old one belongs.
fn keep_owner(file: &File, target: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let Ok(old) = fs::metadata(target) else { return Ok(()) };
        let new = file.metadata()?;
        let differs = |old: u32, new: u32| (old != new).then_some(old);
        let (user, group) = (differs(old.uid(), new.uid()), differs(old.gid(), new.gid()));
        if (user.is_some() || group.is_some()) && fchown(file, user, group).is_err() {
            let (user, group) = (old.uid(), old.gid());
            let reason =
                format!("the file belongs to user {user} and group {group}, and would become yours: let them write it");
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, reason));
        }
    }
    let _ = (file, target);
    Ok(())
}

/// The file that is written when a name is: what a link leads to, if that is a file and not out of the link's reach.
fn target(path: &Path) -> io::Result<PathBuf> {
    let target = fs::canonicalize(path)?;
    if fs::symlink_metadata(path)?.is_symlink() {
        let reach = reach(path)?;
        if !target.starts_with(&reach) {
            let (target, reach) = (target.display(), reach.display());
            let reason = format!("a link that leads to {target}, outside of {reach}: name that file itself");
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, reason));
        }
    }
    // Moved over, a device would be gone.
    open::regular(&target).map(|_| ()).or_else(|error| match error.kind() {
        io::ErrorKind::PermissionDenied if fs::metadata(&target)?.is_file() => Ok(()),
        _ => Err(error),
    })?;
    Ok(target)
}

/// How far a link may lead: to the end of the repository that it lies in, or of the folder that we work in; else of its own.
fn reach(link: &Path) -> io::Result<PathBuf> {
    let folder = link.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = fs::canonicalize(folder)?;
    let repository = folder.ancestors().find(|it| it.join(".git").symlink_metadata().is_ok());
    let here = std::env::current_dir()
        .and_then(fs::canonicalize)
        .ok()
        .filter(|it| folder.starts_with(it) && it.parent().is_some());
    let reach = repository.map(Path::to_owned).into_iter().chain(here).min_by_key(|it| it.components().count());
    Ok(reach.unwrap_or(folder))
}

/// What stands in a file; of one that is longer than it should be only so much that it differs.
fn content(target: &Path, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(most + 1);
    open::regular(target)?.take(most as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether a file is its owner's alone, where there are modes.
#[must_use]
pub fn is_private(path: &Path) -> bool {
    #[cfg(unix)]
    return fs::metadata(path).is_ok_and(|it| std::os::unix::fs::PermissionsExt::mode(&it.permissions()) & 0o077 == 0);
    #[cfg(not(unix))]
    path.exists()
}

/// The mode 0600, where there are modes.
fn owner_only() -> Option<Permissions> {
    #[cfg(unix)]
    return Some(std::os::unix::fs::PermissionsExt::from_mode(0o600));
    #[cfg(not(unix))]
    None
}

/// Writes beside `target`, forces it to the disk and moves it over.
pub(crate) fn move_over(target: &Path, bytes: &[u8], mode: Option<Permissions>) -> io::Result<()> {
    let (mut file, beside) = create_beside(target, mode.is_some())?;
    // The owner first: who is given a file loses its special bits.
    let written = keep_owner(&file, target)
        .and_then(|()| file.write_all(bytes))
        .and_then(|()| mode.map_or(Ok(()), |mode| file.set_permissions(mode)))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&beside, target));
    if let Err(error) = written {
        // The error that counts is the first one.
        let _ = fs::remove_file(&beside);
        return Err(error);
    }
    // Not every file system lets a folder be forced to the disk; the file is whole either way.
    if let Some(folder) = target.parent().and_then(|it| File::open(it).ok()) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Removes what replacements of this file left beside it that were killed: values may be in it. What a process is still writing stays.
pub(crate) fn sweep(path: &Path) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    let begin = format!(".{}.", target.file_name().unwrap_or_default().to_string_lossy());
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let numbers = name.strip_prefix(&begin).and_then(|it| it.strip_suffix(BESIDE));
        let is_ours = |it: &&str| it.bytes().all(|it| it.is_ascii_digit() || it == b'-');
        if numbers.filter(is_ours).and_then(|it| it.split('-').next()).is_some_and(|it| !is_running(it)) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Whether a process is there.
fn is_running(number: &str) -> bool {
    #[cfg(unix)]
    return number
        .parse::<i32>()
        .ok()
        .and_then(rustix::process::Pid::from_raw)
        .is_some_and(|it| !matches!(rustix::process::test_kill_process(it), Err(rustix::io::Errno::SRCH)));
    #[cfg(not(unix))]
    {
        let _ = number;
        false
    }
}

/// How the name of a file ends that is still being written.
const BESIDE: &str = ".sekisho-tmp";

/// A new file in the same folder: a rename across file systems is no rename. One that replaces another is for its owner alone
/// until it takes the other's mode. Its name ends in no way that is read as a manifest.
fn create_beside(target: &Path, replaces: bool) -> io::Result<(File, PathBuf)> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if replaces {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    for number in 0..1000 {
        let path = target.with_file_name(format!(".{name}.{}-{number}{BESIDE}", std::process::id()));
        match options.open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            result => return result.map(|file| (file, path)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_file_keeps_its_mode_and_a_link_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a.yaml"), folder.path().join("b.yaml"));
        fs::write(&file, "a: 1\n").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        replace(&link, "a: 1\n", "a: 2\n").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "a: 2\n");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn nothing_is_written_through_a_link_that_leads_out_or_over_what_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let (inside, outside) = (folder.path().join("in"), folder.path().join("out.yaml"));
        fs::create_dir_all(inside.join("deep")).unwrap();
        fs::write(&outside, "a: 1\n").unwrap();
        let link = inside.join("deep/a.yaml");
        std::os::unix::fs::symlink(&outside, &link).unwrap();
        let refused = [
            replace(&link, "a: 1\n", "a: 2\n").map_err(|it| it.to_string()),
            write(&link, "a: 2\n").map_err(|it| it.to_string()),
            write_private(&link, Some("a: 1\n"), "a: 2\n").map_err(|it| it.to_string()),
        ];
        for result in refused {
            assert!(result.unwrap_err().contains("out.yaml"));
        }
        assert_eq!(fs::read_to_string(&outside).unwrap(), "a: 1\n");
        // Inside of one repository links are the person's own.
        fs::create_dir(folder.path().join(".git")).unwrap();
        write(&link, "a: 2\n").unwrap();
        assert_eq!(fs::read_to_string(&outside).unwrap(), "a: 2\n");
        // A link to nothing is replaced itself.
        let dangling = inside.join("b.yaml");
        std::os::unix::fs::symlink(folder.path().join("none"), &dangling).unwrap();
        write(&dangling, "b\n").unwrap();
        assert!(!folder.path().join("none").exists() && fs::symlink_metadata(&dangling).unwrap().is_file());
        let socket = inside.join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert!(write(&socket, "x").is_err());
        assert!(write(Path::new("/dev/full"), "x").is_err());
        assert!(fs::metadata("/dev/full").is_ok_and(|it| !it.is_file()));
    }

    #[test]
    fn a_file_is_made_or_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.json");
        write(&file, "1").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        write(&file, "2").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "2");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(write(&folder.path().join("none/a.json"), "1").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_private_file_is_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.yaml");
        write_private(&file, None, "1").unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(matches!(write_private(&file, None, "2"), Err(ReplaceError::Changed)));
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(!is_private(&file));
        write_private(&file, Some("1"), "2").unwrap();
        assert!(is_private(&file));
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_to_string(&file).unwrap(), "2");
        assert!(matches!(write_private(&file, Some("1"), "3"), Err(ReplaceError::Changed)));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_was_changed_or_may_not_be_written_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.yaml");
        fs::write(&file, "a: 1\n").unwrap();
        assert!(matches!(replace(&file, "a: 0\n", "a: 2\n"), Err(ReplaceError::Changed)));
        let mut mode = fs::metadata(&file).unwrap().permissions();
        mode.set_readonly(true);
        fs::set_permissions(&file, mode).unwrap();
        assert!(matches!(replace(&file, "a: 1\n", "a: 2\n"), Err(ReplaceError::ReadOnly)));
        assert_eq!(fs::read_to_string(&file).unwrap(), "a: 1\n");
    }
}
