//! Exit codes, in one place (`docs/exit-codes.md` lists them for people).

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use lang::{Text, text};

use crate::console::Console;

/// How a command that ran to its end ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Nothing to say.
    Fine,
    /// The worst finding is a notice.
    Notice,
    /// The worst finding is a warning, or UNKNOWN was asked to count.
    Warning,
    /// The worst finding is an error.
    Error,
    /// Two deployments differ.
    Different,
    /// What was asked for is impossible.
    Impossible,
    /// What was asked for cannot be told.
    Unknown,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Fine => 0,
            Exit::Notice | Exit::Different => 11,
            Exit::Warning => 12,
            Exit::Error => 13,
            Exit::Impossible => 20,
            Exit::Unknown => 21,
        })
    }
}

/// Why a command could not run to its end.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Could not do it: exit code 1.
    CouldNot(Text),
    /// Used wrongly: exit code 2.
    Usage(Text),
}

impl Failure {
    /// A file that was named cannot be read.
    pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Failure {
        let path = path.display();
        Failure::CouldNot(text!("cannot read {path}: {error}", "{path} を読めません: {error}"))
    }

    /// A file that was to be written cannot be.
    pub(crate) fn unwritable(path: &Path, error: &io::Error) -> Failure {
        let path = path.display();
        Failure::CouldNot(text!("cannot write {path}: {error}", "{path} に書き込めません: {error}"))
    }

    /// The output could not be written, and it was what the command is for.
    pub(crate) fn unshown(error: &io::Error) -> Failure {
        Failure::CouldNot(text!("cannot write the output: {error}", "出力を書き込めません: {error}"))
    }

    pub(crate) fn show(self, console: &Console) -> ExitCode {
        let (reason, code) = match self {
            Failure::CouldNot(reason) => (reason, 1),
            Failure::Usage(reason) => (reason, 2),
        };
        let (style, word) = (console.error_style(), Text::new("error", "エラー"));
        let word = word.get(console.lang);
        let reason = reason.get(console.lang);
        let _ = writeln!(io::stderr(), "{style}{word}:{style:#} {reason}");
        ExitCode::from(code)
    }
}

impl From<source::Error> for Failure {
    fn from(error: source::Error) -> Failure {
        match error {
            source::Error::Path { path, source } => Failure::unreadable(&path, &source),
            source::Error::Stdin(error) => {
                Failure::CouldNot(text!("cannot read standard input: {error}", "標準入力を読めません: {error}"))
            }
        }
    }
}
