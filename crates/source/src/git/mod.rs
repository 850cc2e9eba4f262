//! Texts from a git repository: the staged change, the whole history.
//!
//! By the person's own `git` and its plumbing: it knows every extension of the repository (alternate index, worktrees, SHA-256, sparse
//! checkouts), and a library would weigh more than the rest of the program together. Object ids go in and contents come out through
//! pipes; no content ever stands in an argument. A repository is hostile until somebody says otherwise: `run` is how nothing that
//! it holds or configures starts a program or asks a host.

mod blobs;
mod history;
pub mod records;
mod run;
mod saw;
mod staged;

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use run::Git;

pub use history::{MESSAGE, Reach, Seen};
pub use staged::Staged;

/// How long git may give nothing before it is ended. A long history is sorted before its first line.
const PATIENCE: Duration = Duration::from_secs(120);

/// Bytes of an answer of a few lines.
const FEW: u64 = 64 << 10;

/// Why git could not answer. Whose fault: the environment's.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no `git`, or it cannot be started.
    #[error("cannot run git: {0}")]
    Missing(io::Error),
    /// git refused; its first line says why.
    #[error("git {command}: {reason}")]
    Refused {
        /// The subcommand.
        command: String,
        /// What git said.
        reason: String,
    },
    /// git gave nothing for too long: a pipe or a device stands where a file should, or the disk is very slow.
    #[error("git {command}: no answer for {seconds} seconds, so it was ended")]
    Slow {
        /// The subcommand.
        command: String,
        /// How long it was waited for.
        seconds: u64,
    },
    /// The repository says that its files are elsewhere, or another one lies in its way.
    #[error("{reason}")]
    Elsewhere {
        /// What is where.
        reason: String,
    },
    /// git has lost what is staged, or would have to fetch it.
    #[error("git has no content for {path}, which is staged: see `git fsck`")]
    Lost {
        /// The path, from the top.
        path: String,
    },
    /// git's answer broke off, or is longer than it can be.
    #[error("git's answer cannot be read: {0}")]
    Answer(#[from] io::Error),
}

/// A repository.
pub struct Repository {
    git: Git,
    git_dir: PathBuf,
    common_dir: PathBuf,
    hooks: PathBuf,
    is_bare: bool,
    is_shallow: bool,
    empty_tree: &'static str,
}

impl Repository {
    /// The repository around a folder: a working tree's, or the folder itself where it is a bare one or a mirror.
    ///
    /// # Errors
    /// [`GitError`] where there is none, or it is not the one that it looks like.
    pub fn around(folder: &Path) -> Result<Repository, GitError> {
        Repository::around_within(folder, PATIENCE)
    }

    /// The same, for a git that may be silent for this long.
    ///
    /// # Errors
    /// [`GitError`].
    pub fn around_within(folder: &Path, patience: Duration) -> Result<Repository, GitError> {
        let git = Git::new(folder, patience)?;
        // A bare repository that lies inside of another one came with it, and is nobody's: it must not be taken for the one around.
        let bare = is_git_dir(folder) && !is_inside_another(folder);
        let scope = if bare { "safe.bareRepository=all" } else { "safe.bareRepository=explicit" };
        let ask = |questions: &[&str]| {
            let arguments = ["-c", scope, "rev-parse", "--path-format=absolute"];
            git.output(&[&arguments, questions].concat(), FEW)
        };
        let facts = ask(&[
            "--is-bare-repository",
            "--is-shallow-repository",
            "--show-object-format",
            "--absolute-git-dir",
            "--git-common-dir",
            "--git-path",
            "hooks",
        ])?;
        let lines: Vec<&[u8]> = facts.split(|it| *it == b'\n').collect();
        let [is_bare, is_shallow, format, git_dir, common_dir, hooks, b""] = lines[..] else {
            return Err(elsewhere("a folder above the repository has a line break in its name"));
        };
        let is_bare = is_bare == b"true";
        let top = if is_bare { path(git_dir) } else { one_path(&ask(&["--show-toplevel"])?)? };
        let around = std::fs::canonicalize(folder)?;
        if !around.starts_with(std::fs::canonicalize(&top)?) {
            let (top, around) = (top.display(), around.display());
            return Err(elsewhere(&format!("the repository around {around} says that its files are in {top}")));
        }
        Ok(Repository {
            git: git.at(&top),
            git_dir: path(git_dir),
            common_dir: path(common_dir),
            hooks: path(hooks),
            is_bare,
            is_shallow: is_shallow == b"true",
            empty_tree: if format == b"sha256" { EMPTY_TREE_SHA256 } else { EMPTY_TREE },
        })
    }

    /// The top folder; of a bare repository its own.
    #[must_use]
    pub fn top(&self) -> &Path {
        self.git.folder()
    }

    /// Where git looks for hooks; `core.hooksPath` is respected.
    #[must_use]
    pub fn hooks(&self) -> &Path {
        &self.hooks
    }

    /// Whether it has no working tree.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.is_bare
    }
}

const EMPTY_TREE: &str = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
const EMPTY_TREE_SHA256: &str = "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321";

fn elsewhere(reason: &str) -> GitError {
    GitError::Elsewhere { reason: reason.to_owned() }
}

/// Whether a folder is what git takes for a repository without a working tree.
fn is_git_dir(folder: &Path) -> bool {
    folder.join("HEAD").is_file() && folder.join("objects").is_dir() && folder.join("refs").is_dir()
}

/// Whether a working tree stands above a folder.
fn is_inside_another(folder: &Path) -> bool {
    let Ok(whole) = std::fs::canonicalize(folder) else { return true };
    // Its own `.git` would be that of a working tree.
    whole
        .ancestors()
        .any(|it| it.join(".git").symlink_metadata().is_ok() || it.file_name().is_some_and(|it| it == ".git"))
}

/// The one line that holds a path; the path may hold line breaks.
fn one_path(line: &[u8]) -> Result<PathBuf, GitError> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    if line.is_empty() { Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()) } else { Ok(path(line)) }
}

fn path(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    return PathBuf::from(<std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes));
    #[cfg(not(unix))]
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
