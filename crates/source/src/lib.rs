//! Files, folders and standard input, as texts to read.
//!
//! Responsible for: finding the files that manifests and settings stand in, bounds on what is taken into memory, and saying
//! what was passed over and why; and replacing a file by its mended text, whole or not at all ([`replace`]).
//!
//! Left to others: what the texts mean (`inventory`). This is the only room that reads the file system for the engines;
//! a cluster, a git tree or a bundle will stand beside it and give the same [`Input`]s.

pub mod every;
mod folder;
pub mod git;
mod locked;
mod replace;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use inventory::Input;
use lang::{Text, text};
use model::ProblemKind;

pub use locked::{Locked, hold_folder};
pub use replace::{ReplaceError, is_private, replace, write, write_private};

/// The name that standard input goes by.
pub const STDIN: &str = "<stdin>";

/// Bounds on what is taken into memory.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of one text.
    pub file: u64,
    /// Bytes of all texts.
    pub total: u64,
    /// Files.
    pub files: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { file: 64 << 20, total: 512 << 20, files: 100_000 }
    }
}

/// Why nothing could be gathered at all. Whose fault: the person's, who named the path, or the machine's.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A path that was named is not there, or may not be read.
    #[error("{}: {}", path.display(), source)]
    Path {
        /// The path.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// Standard input failed.
    #[error("standard input: {0}")]
    Stdin(io::Error),
}

/// What was found under the named paths.
#[derive(Default)]
pub struct Gathered {
    /// The texts, in order of path. Files that could not be read are among them, with their flaw.
    pub inputs: Vec<Input>,
    /// Files that were met and are of no kind that is read, and folders that were left out, with the reason.
    pub passed_over: Vec<(String, Text)>,
}

/// Reads every path: a file, a folder with all that is below it, or `-` for standard input.
///
/// A file below a folder that cannot be read becomes an input with a flaw, and hides nothing else.
///
/// # Errors
/// [`Error`] when a path that was named itself cannot be read.
pub fn gather(paths: &[PathBuf], stdin: &mut dyn Read, limits: &Limits) -> Result<Gathered, Error> {
    let mut reader = Reader { limits, total: 0, gathered: Gathered::default() };
    for path in paths {
        if path.as_os_str() == "-" {
            reader.take_stdin(stdin)?;
            continue;
        }
        let metadata = fs::metadata(path).map_err(|source| Error::Path { path: path.clone(), source })?;
        if metadata.is_dir() {
            folder::walk(path, &mut reader)?;
        } else {
            let file = File::open(path).map_err(|source| Error::Path { path: path.clone(), source })?;
            reader.take(&path.to_string_lossy(), file);
        }
    }
    Ok(reader.gathered)
}

struct Reader<'a> {
    limits: &'a Limits,
    total: u64,
    gathered: Gathered,
}

impl Reader<'_> {
    fn take_stdin(&mut self, stdin: &mut dyn Read) -> Result<(), Error> {
        let limit = self.limits.file.min(self.limits.total - self.total);
        let mut bytes = Vec::new();
        stdin.take(limit + 1).read_to_end(&mut bytes).map_err(Error::Stdin)?;
        self.add(STDIN, bytes, limit);
        Ok(())
    }

    fn open(&mut self, path: &Path) {
        match File::open(path) {
            Ok(file) => self.take(&path.to_string_lossy(), file),
            Err(error) => self.unread(&path.to_string_lossy(), &error),
        }
    }

    fn take(&mut self, name: &str, file: File) {
        let limit = self.limits.file.min(self.limits.total - self.total);
        let mut bytes = Vec::with_capacity(file.metadata().map_or(0, |it| it.len().min(limit)) as usize);
        match file.take(limit + 1).read_to_end(&mut bytes) {
            Ok(_) => self.add(name, bytes, limit),
            Err(error) => self.unread(name, &error),
        }
    }

    fn add(&mut self, name: &str, bytes: Vec<u8>, limit: u64) {
        let input = if bytes.len() as u64 > limit {
            let (file, total) = (self.limits.file >> 20, self.limits.total >> 20);
            let reason = text!(
                "the file is larger than {file} MiB, or all files together than {total} MiB: it was not looked at",
                "ファイルが {file} MiB を超えるか、全体で {total} MiB を超えるため、検査していません"
            );
            Input::unread(name, ProblemKind::TooLarge, reason)
        } else if self.gathered.inputs.len() >= self.limits.files {
            let files = self.limits.files;
            let reason = text!(
                "there are more than {files} files: this one was not looked at",
                "ファイルが {files} 個を超えるため、検査していません"
            );
            Input::unread(name, ProblemKind::TooLarge, reason)
        } else {
            self.total += bytes.len() as u64;
            match String::from_utf8(bytes) {
                Ok(text) => Input::file(name, text),
                Err(error) => not_utf8(name, error.as_bytes(), error.utf8_error().valid_up_to()),
            }
        };
        self.gathered.inputs.push(input);
    }

    fn unread(&mut self, name: &str, error: &io::Error) {
        let reason = text!("the file cannot be read: {error}", "ファイルを読めません: {error}");
        self.gathered.inputs.push(Input::unread(name, ProblemKind::Unreadable, reason));
    }
}

fn not_utf8(name: &str, bytes: &[u8], at: usize) -> Input {
    let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    let reason = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        Text::new(
            "the file is UTF-16: save it as UTF-8, as kubectl and Helm expect it",
            "ファイルが UTF-16 です。kubectl や Helm が読める UTF-8 で保存してください",
        )
    } else {
        text!("the file is not UTF-8 (line {line})", "ファイルが UTF-8 ではありません({line} 行目)")
    };
    Input::unread(name, ProblemKind::Unreadable, reason)
}
