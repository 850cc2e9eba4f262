//! Exit codes, in one place (`docs/exit-codes.md` lists them for people).

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use findings::Severity;
use lang::{Text, text};

use crate::console::Console;
use crate::told::harmless;

/// How a command that ran to its end ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Nothing to say.
    Fine,
    /// The worst finding is this bad; UNKNOWN that was asked to count is as a finding of high severity.
    Found(Severity),
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
            Exit::Found(Severity::Low) => 10,
            Exit::Found(Severity::Medium) | Exit::Different => 11,
            Exit::Found(Severity::High) => 12,
            Exit::Found(Severity::Critical) => 13,
            Exit::Impossible => 20,
            Exit::Unknown => 21,
        })
    }
}

/// What a judging command was asked to end by: `--fail-on`, `--fail-on-unknown` and `--exit-zero`, of which a command may lack some.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FailOn {
    pub(crate) least: Severity,
    pub(crate) unknown: bool,
    pub(crate) never: bool,
}

impl FailOn {
    /// How every judging command ends: by the worst finding, and by whether something is UNKNOWN.
    pub(crate) fn exit(self, worst: Option<Severity>, unknown: bool) -> Exit {
        let unknown = (self.unknown && unknown).then_some(Severity::High);
        match worst.filter(|it| *it >= self.least).max(unknown) {
            Some(severity) if !self.never => Exit::Found(severity),
            _ => Exit::Fine,
        }
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
        let reason = harmless(reason.get(console.lang));
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

#[cfg(test)]
mod tests {
    use super::*;
    use Severity::{Critical, High, Low, Medium};

    const ASKED: FailOn = FailOn { least: Low, unknown: false, never: false };

    #[test]
    fn the_worst_finding_ends_the_command() {
        for (worst, unknown, asked, expected) in [
            (None, false, ASKED, Exit::Fine),
            (None, true, ASKED, Exit::Fine),
            (Some(Low), false, ASKED, Exit::Found(Low)),
            (Some(Critical), true, ASKED, Exit::Found(Critical)),
            (Some(Medium), false, FailOn { least: High, ..ASKED }, Exit::Fine),
            (Some(High), false, FailOn { least: High, ..ASKED }, Exit::Found(High)),
            (None, true, FailOn { unknown: true, ..ASKED }, Exit::Found(High)),
            (Some(Low), true, FailOn { unknown: true, ..ASKED }, Exit::Found(High)),
            (Some(Critical), true, FailOn { unknown: true, ..ASKED }, Exit::Found(Critical)),
            // What is below the asked level says nothing; what was asked of UNKNOWN holds beside it.
            (Some(Low), true, FailOn { least: Critical, unknown: true, ..ASKED }, Exit::Found(High)),
            (Some(Critical), true, FailOn { never: true, unknown: true, ..ASKED }, Exit::Fine),
        ] {
            assert_eq!(asked.exit(worst, unknown), expected, "{worst:?} {unknown} {asked:?}");
        }
    }

    #[test]
    fn codes_are_as_documented() {
        let pages = [include_str!("../../../docs/exit-codes.md"), include_str!("../../../docs/ja/exit-codes.md")];
        for (exit, code) in [
            (Exit::Fine, 0),
            (Exit::Found(Low), 10),
            (Exit::Found(Medium), 11),
            (Exit::Different, 11),
            (Exit::Found(High), 12),
            (Exit::Found(Critical), 13),
            (Exit::Impossible, 20),
            (Exit::Unknown, 21),
        ] {
            assert_eq!(ExitCode::from(exit), ExitCode::from(code), "{exit:?}");
            for page in pages {
                assert!(page.contains(&format!("| {code} |")), "{code} is not on a page");
            }
        }
    }
}
