//! Opening a file: only what is one, never waiting for it, and never more of it than a bound.
//!
//! What a name leads to is judged on the open file, so that nothing can be put in its place in between. Pipes, sockets and devices
//! are no files: opening them does not wait, and nothing is read of them.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;

use zeroize::Zeroizing;

/// Opens a regular file to read.
///
/// # Errors
/// The machine's; `InvalidInput` where the name leads to a pipe, a socket or a device, `IsADirectory` for a folder.
pub(crate) fn regular(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.bits() as i32);
    }
    let file = options.open(path).map_err(|error| if is_special_error(&error) { not_a_file() } else { error })?;
    let kind = file.metadata()?.file_type();
    if kind.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if kind.is_file() { Ok(file) } else { Err(not_a_file()) }
}

/// A socket, or a device that is not there, refuses to be opened.
fn is_special_error(error: &io::Error) -> bool {
    #[cfg(unix)]
    return error.raw_os_error() == Some(rustix::io::Errno::NXIO.raw_os_error());
    #[cfg(not(unix))]
    {
        let _ = error;
        false
    }
}

fn not_a_file() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "not a file but a pipe, a socket or a device")
}

/// The bytes of an open file.
///
/// # Errors
/// The machine's; `FileTooLarge` over `most` bytes.
pub(crate) fn bytes(file: &File, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(file.metadata().map_or(0, |it| it.len().min(most)) as usize + 1);
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(too_large(most)) } else { Ok(bytes) }
}

/// The text of a regular file.
///
/// # Errors
/// The machine's; `InvalidInput` where it is no file, `FileTooLarge` over `most` bytes, `InvalidData` where it is not UTF-8.
pub fn text(path: &Path, most: u64) -> io::Result<String> {
    let bytes = bytes(&regular(path)?, most)?;
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "not UTF-8"))
}

/// The bytes of a regular file. They are overwritten when they go: it may hold a key or a value.
///
/// # Errors
/// The machine's; `InvalidInput` where it is no file, `FileTooLarge` over `most` bytes.
pub fn bytes_of(path: &Path, most: u64) -> io::Result<Zeroizing<Vec<u8>>> {
    bytes(&regular(path)?, most).map(Zeroizing::new)
}

fn too_large(most: u64) -> io::Error {
    let most = most >> 10;
    io::Error::new(io::ErrorKind::FileTooLarge, format!("larger than {most} KiB"))
}

/// The first bytes of a regular file.
pub(crate) fn head(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    regular(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
