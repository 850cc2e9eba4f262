//! `sekisho completions SHELL`.

use clap::ArgMatches;
use clap_complete::{Shell, generate};

use crate::args;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::told::Told;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let shell = matches.get_one::<Shell>("shell").copied().unwrap_or(Shell::Bash);
    let mut out = Vec::new();
    generate(shell, &mut args::command(console.lang), "sekisho", &mut out);
    told.print(&String::from_utf8_lossy(&out));
    Ok(Exit::Fine)
}
