//! Why a procedure did not come to its end.

use std::io;
use std::path::{Path, PathBuf};

use source::ReplaceError;
use vault::{KeyError, RuleFlaw};

/// Whose fault it is stands at each. Paths, names and public keys are in it, values never.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder cannot be read. The environment's.
    #[error("cannot read {}", .0.display())]
    Unreadable(PathBuf, #[source] io::Error),
    /// A file cannot be written, and is as it was. The environment's.
    #[error("cannot write {}, which is as it was", .0.display())]
    Unwritten(PathBuf, #[source] io::Error),
    /// Somebody holds the file for too long. Another program's.
    #[error("{} is being changed by another program", .0.display())]
    Busy(PathBuf),
    /// Another program changed the file in the meantime: it is as that one wrote it.
    #[error("{} was changed by another program", .0.display())]
    Changed(PathBuf),
    /// A file that was to be new is there. The person's.
    #[error("{} is there already", .0.display())]
    AlreadyThere(PathBuf),
    /// The file is not UTF-8. The person's.
    #[error("{} is not UTF-8", .0.display())]
    NotUtf8(PathBuf),
    /// The name says no notation that holds values. The person's.
    #[error("{} is no YAML, JSON or dotenv file by its name", .0.display())]
    NoNotation(PathBuf),
    /// What is wrong in a store.
    #[error("{}", .0.display())]
    Store(PathBuf, #[source] vault::Error),
    /// What is wrong in several stores; nothing was changed.
    #[error("nothing was changed: {} files cannot be", .0.len())]
    Stores(Vec<(PathBuf, vault::Error)>),
    /// No key where one was named: the place, and why.
    #[error("{0}")]
    Key(String, #[source] KeyError),
    /// A private key stands where its file was asked for. The person's; the key is known from now on.
    #[error("a private key was given in place of its file")]
    KeyItself,
    /// No private key is named. The person's.
    #[error("no private key is named")]
    NoKey,
    /// The rule for a new store cannot be followed. The rules' file and line.
    #[error("{}:{}: {}", .0.display(), .1, .2.text().get(lang::Lang::En))]
    Rule(PathBuf, u32, RuleFlaw),
    /// There are rules, and none fits a file: the rules' file, and the file.
    #[error("no rule of {} fits {}", .0.display(), .1.display())]
    NoRuleFits(PathBuf, PathBuf),
    /// A plain file that others can read is not written to.
    #[error("{} is not encrypted, and others can read it", .0.display())]
    NotPrivate(PathBuf),
    /// A file of age does not say who can read it, so that it cannot be written again.
    #[error("{} does not say who can read it", .0.display())]
    NoReadersKnown(PathBuf),
    /// The rule for a new store names something that is no key. The rules' file and line.
    #[error("{}:{}", .0.display(), .1)]
    RuleKey(PathBuf, u32, #[source] KeyError),
    /// Files that may be stores cannot be read: how many.
    #[error("{0} files or folders cannot be read")]
    Unread(usize),
    /// There is no store under the paths.
    #[error("there is no encrypted file")]
    NoStore,
    /// What was decrypted is no text.
    #[error("{} holds no text", .0.display())]
    NoText(PathBuf),
    /// The record of hand-overs has a line that is none: its file and line.
    #[error("{}:{}: no record of a hand-over", .0.display(), .1)]
    Record(PathBuf, usize),
    /// What is wrong with the journals.
    #[error(transparent)]
    Journal(#[from] journal::Error),
    /// Another change was interrupted and has to be ended first: its journal.
    #[error("another change was interrupted: {}", .0.display())]
    Interrupted(PathBuf),
    /// A journal that asks for something else than readers, or for files outside of its folder.
    #[error("{} asks for what no change of readers does", .0.display())]
    ForeignPlan(PathBuf),
    /// A store lies outside of the folder that its change is recorded for.
    #[error("{} lies outside of {}", .0.display(), .1.display())]
    Outside(PathBuf, PathBuf),
    /// Another hook is there. The person's.
    #[error("{} is another hook", .0.display())]
    OtherHook(PathBuf),
    /// The guard's hook was changed by hand. The person's.
    #[error("{} is not the guard's own file", .0.display())]
    EditedHook(PathBuf),
    /// The operating system gives no random bytes.
    #[error("the operating system gives no random bytes")]
    Exhausted,
    /// What stands in the way of a setup.
    #[error(transparent)]
    Setup(#[from] crate::obstacle::Obstacle),
}

impl Error {
    /// A store that is not what it should be.
    pub(crate) fn of_store(path: &Path) -> impl Fn(vault::Error) -> Error + '_ {
        |error| Error::Store(path.to_owned(), error)
    }

    /// A file that was not replaced.
    pub(crate) fn unreplaced(path: &Path, error: ReplaceError) -> Error {
        match error {
            ReplaceError::Io(error) => Error::Unwritten(path.to_owned(), error),
            ReplaceError::ReadOnly => Error::Unwritten(path.to_owned(), io::ErrorKind::PermissionDenied.into()),
            ReplaceError::Changed => Error::Changed(path.to_owned()),
        }
    }
}
