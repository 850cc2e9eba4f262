//! Writing a file so that it is whole at every moment: the old one or the new one, never a half.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use lang::text;

use crate::exit::Failure;

/// Replaces or makes a file. A link stays a link: what it points to is replaced.
pub(crate) fn whole(path: &Path, text: &str) -> Result<(), Failure> {
    replace(path, text).map_err(|error| {
        let path = path.display();
        Failure::CouldNot(text!("cannot write {path}: {error}", "{path} に書き込めません: {error}"))
    })
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
    // In the same folder: a rename across file systems is no rename.
    let beside = target.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let written = fill(&beside, text).and_then(|()| {
        if let Ok(metadata) = fs::metadata(&target) {
            fs::set_permissions(&beside, metadata.permissions())?;
        }
        fs::rename(&beside, &target)
    });
    if written.is_err() {
        // The error that counts is the first one.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn fill(path: &Path, text: &str) -> io::Result<()> {
    let mut file: File = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
