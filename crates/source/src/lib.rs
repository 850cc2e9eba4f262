//! Files, folders and standard input, as texts to read.
//!
//! Responsible for: finding the files that manifests and settings stand in, bounds on what is taken into memory, and saying
//! what was left out and why; and replacing a file by its mended text, whole or not at all ([`replace`]). What lies in a folder is
//! hostile: links lead nowhere else, pipes and devices are not waited for, git runs nothing.
//!
//! Left to others: what the texts mean (`inventory`). This is the only room that reads the file system for the engines;
//! a cluster, a git tree or a bundle will stand beside it and give the same [`Input`]s.

pub mod every;
mod folder;
mod gather;
pub mod git;
mod kustomization;
mod locked;
mod open;
mod replace;
mod skipped;
mod written;

use std::io;
use std::path::PathBuf;

use inventory::Input;
use model::LeftOut;

pub use gather::gather;
pub use locked::{Locked, hold_folder};
pub use open::{bytes_of as read_bytes, text as read_text};
pub use replace::{ReplaceError, is_private, replace, write, write_private, write_private_bytes};
pub use written::{WriteError, write_below, write_inside};

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
    /// What was met and not read, with the reason.
    pub left_out: Vec<LeftOut>,
}
