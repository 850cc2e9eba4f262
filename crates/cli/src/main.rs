//! The command line: arguments in, text and an exit code out.
//!
//! Responsible for: arguments, the environment, the terminal, and wiring the rooms together. This is the only room that
//! prints and the only one that ends the program.
//!
//! Left to others: everything else. A command's file has the command's path and one `run`.

mod args;
mod clap_ja;
mod clock;
mod cmd;
mod console;
mod deciding;
mod exit;
mod flags;
mod hints;
mod judging;
mod mending;
mod output;
mod pager;
mod reading;
mod told;
mod words;

use std::io::{self, Write as _};
use std::panic::PanicHookInfo;
use std::process::ExitCode;

use clap::ArgMatches;
use lang::text;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::pager::Pager;
use crate::told::{Told, Written};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    no_core_dump();
    std::panic::set_hook(Box::new(quiet_panic));
    let arguments: Vec<_> = std::env::args_os().collect();
    let mut console = Console::of_process(&arguments);
    let matches = match args::command(console.lang).try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => return clap_ja::show(&error, &console),
    };
    console.choose_colour(matches.get_one::<String>("color").map(String::as_str));
    let mut told = Told::default();
    let result = run(&matches, &console, &mut told);
    tell(result, told, &console)
}

/// Writes what is to be told, now that everything is done, and says how to end.
fn tell(result: Result<Exit, Failure>, mut told: Told, console: &Console) -> ExitCode {
    let written = written(&told, console);
    let arrived = matches!(written, Written::Whole) && !console.is_piped();
    let kept = if arrived { told.arrived() } else { Ok(()) };
    if let Some(file) = told.kept().filter(|_| kept.is_ok()) {
        let file = file.display();
        let note = text!(
            "note: the values that were written to standard output are kept in {file}, which only you can read: remove it when they are where they belong",
            "注: 標準出力に書いた値は {file} にも残しています(読めるのは本人だけです)。値が正しく保管されたら削除してください"
        );
        let _ = writeln!(io::stderr(), "{}", note.get(console.lang));
    }
    let exit = match result {
        Ok(exit) => exit,
        Err(failure) => return failure.show(console),
    };
    match written {
        Written::Failed(error) if told.is_on_files() => {
            let note = text!(
                "note: the output could not be written ({error}); what the command does with files is done",
                "注: 出力を書き込めませんでした({error})。ファイルに対する処理は完了しています"
            );
            let _ = writeln!(io::stderr(), "{}", note.get(console.lang));
            exit.into()
        }
        Written::Failed(error) => Failure::unshown(&error).show(console),
        Written::Whole | Written::ReaderLeft => exit.into(),
    }
}

/// Writes to standard output, or to a pager where the text is for reading and longer than the terminal is high.
fn written(told: &Told, console: &Console) -> Written {
    let is_long = console.rows.is_some_and(|rows| told.rows(console.width) >= rows);
    let Some(mut pager) = (told.is_for_reading() && is_long).then(Pager::start).flatten() else {
        return told.write(&mut io::stdout().lock(), &mut io::stderr());
    };
    // The notes stand on the screen when the pager is gone.
    let mut notes = Vec::new();
    let written = told.write(&mut pager, &mut notes);
    pager.finish();
    let _ = io::stderr().write_all(&notes);
    written
}

fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    match matches.subcommand() {
        Some(("audit", matches)) => cmd::audit::run(cmd::audit::Options::of(matches)?, console, told),
        Some(("harden", matches)) => cmd::harden::run(cmd::harden::Options::of(matches), console, told),
        Some(("pss", matches)) => cmd::pss::run(&cmd::pss::Options::of(matches)?, console, told),
        Some(("rbac", matches)) => cmd::rbac::run(matches, console, told),
        Some(("network", matches)) => cmd::network::run(matches, console, told),
        Some(("init", matches)) => cmd::init::run(&flags::file_of(matches, "folder"), console, told),
        Some(("render", matches)) => cmd::render::run(cmd::render::Options::of(matches), console, told),
        Some(("rules", _)) => cmd::rules::run(console, told),
        Some(("secrets", matches)) => cmd::secrets::run(matches, console, told),
        Some(("explain", matches)) => cmd::explain::run(&cmd::explain::Options::of(matches), console, told),
        Some(("completions", matches)) => {
            cmd::completions::run(cmd::completions::shell_of(matches), args::command(console.lang), told)
        }
        Some(("man", _)) => cmd::man::run(args::command(console.lang), told),
        _ => unreachable!("clap asks for a subcommand"),
    }
}

/// Values are in memory: no core dump of this process is written, nor handed to a program that collects them. Programs that it starts are their own.
fn no_core_dump() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        // What the system refuses is no reason not to work.
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// A panic is our fault. Its message may hold a piece of the input, and so a secret: only the place is shown.
fn quiet_panic(info: &PanicHookInfo<'_>) {
    let place = info.location().map_or_else(|| "unknown".to_owned(), |it| format!("{}:{}", it.file(), it.line()));
    let _ = writeln!(
        io::stderr(),
        "sekisho: internal error at {place}; look at the files that the command was to change: some may be changed. Please report this place, the version and the command.\n\
         sekisho: 内部エラー({place})。変更対象のファイルは一部が変更されている可能性があるため、確認してください。この位置とバージョン、実行したコマンドをお知らせください。"
    );
}
