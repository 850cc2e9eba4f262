//! The process's surroundings, read once: language, colour, width.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead as _, IsTerminal as _, Read as _, Write as _};
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use lang::Lang;
use text::TextOptions;

/// The process's surroundings.
pub(crate) struct Console {
    /// The language to speak.
    pub(crate) lang: Lang,
    /// Whether standard output takes colour, unless `--color` says otherwise.
    colour: bool,
    error_colour: bool,
    piped: bool,
    /// Columns of the terminal; a readable width where there is none.
    pub(crate) width: usize,
    /// Rows of the terminal that standard output is; `None` where it is none.
    pub(crate) rows: Option<usize>,
}

/// Wide enough for a finding, narrow enough to read, where no terminal says its width.
const DEFAULT_WIDTH: usize = 120;

impl Console {
    /// Reads the environment. `--lang` is looked for before clap runs, since the help itself is written in it.
    pub(crate) fn of_process(arguments: &[OsString]) -> Console {
        let variable = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty());
        let text = |name: &str| variable(name).map(|it| it.to_string_lossy().into_owned());
        let locale = || text("LC_ALL").or_else(|| text("LC_MESSAGES")).or_else(|| text("LANG"));
        let lang = lang_argument(arguments)
            .or_else(|| text("SEKISHO_LANG").map(|it| Lang::from_locale(&it)))
            .or_else(|| locale().map(|it| Lang::from_locale(&it)))
            .unwrap_or_default();
        let dumb = text("TERM").is_some_and(|it| it == "dumb");
        let forced = text("CLICOLOR_FORCE").is_some_and(|it| it != "0");
        let colour = |terminal: bool| forced || (terminal && !dumb && variable("NO_COLOR").is_none());
        // Without a terminal, whoever will read it may say how wide it is.
        let said = || text("COLUMNS").and_then(|it| it.parse().ok());
        let size = terminal_size::terminal_size();
        let width = size.map(|(width, _)| usize::from(width.0)).or_else(said);
        Console {
            lang,
            colour: colour(io::stdout().is_terminal()),
            piped: !io::stdout().is_terminal() && !is_file(),
            error_colour: colour(io::stderr().is_terminal()),
            width: width.unwrap_or(DEFAULT_WIDTH).clamp(40, 200),
            rows: size.filter(|_| io::stdout().is_terminal() && !dumb).map(|(_, height)| usize::from(height.0)),
        }
    }

    /// Whether standard output is neither a terminal nor a file: it does not say what becomes of what is written to it.
    pub(crate) const fn is_piped(&self) -> bool {
        self.piped
    }

    /// The name of whoever runs the command, where the environment has it.
    pub(crate) fn user(&self) -> String {
        let name = ["USER", "LOGNAME"].into_iter().find_map(std::env::var_os);
        name.map_or_else(String::new, |it| it.to_string_lossy().into_owned())
    }

    /// The person's folder for what the program keeps between its runs; none where there is no home.
    pub(crate) fn state_folder(&self) -> Option<PathBuf> {
        let folder = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty()).map(PathBuf::from);
        let state = folder("XDG_STATE_HOME").or_else(|| folder("HOME").map(|it| it.join(".local/state")));
        state.map(|it| it.join("sekisho"))
    }

    /// Takes the choice of `--color`.
    pub(crate) fn choose_colour(&mut self, choice: Option<&str>) {
        match choice {
            Some("always") => self.colour = true,
            Some("never") => self.colour = false,
            _ => {}
        }
    }

    /// How to print for a person.
    pub(crate) fn text_options(&self) -> TextOptions {
        TextOptions { lang: self.lang, colour: self.colour, width: self.width }
    }

    /// Asks on standard error, and takes an answer from standard input: `y` or `yes`, with a line break.
    pub(crate) fn confirms(&self, question: &str) -> bool {
        let _ = write!(io::stderr(), "{question} [y/N] ");
        let mut answer = String::new();
        let read = io::stdin().lock().take(64).read_line(&mut answer);
        read.is_ok() && matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes" | "はい")
    }

    pub(crate) fn error_style(&self) -> Style {
        if self.error_colour { AnsiColor::Red.on_default().bold() } else { Style::new() }
    }
}

/// Whether standard output is a file on a disk.
#[cfg(unix)]
fn is_file() -> bool {
    let own = std::os::fd::AsFd::as_fd(&io::stdout()).try_clone_to_owned().map(File::from);
    own.and_then(|it| it.metadata()).is_ok_and(|it| it.is_file())
}

#[cfg(not(unix))]
fn is_file() -> bool {
    false
}

fn lang_argument(arguments: &[OsString]) -> Option<Lang> {
    let mut words = arguments.iter().map(|it| it.to_string_lossy()).take_while(|it| it != "--");
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--lang") {
            Some("") => words.next().map(std::borrow::Cow::into_owned),
            Some(rest) => rest.strip_prefix('=').map(ToOwned::to_owned),
            None => None,
        };
        if let Some(value) = value {
            return Lang::ALL.into_iter().find(|lang| lang.tag() == value);
        }
    }
    None
}
