//! `sekisho man`: the manual page of the whole program, one section for each command.

use clap::{ArgMatches, Command};
use clap_mangen::Man;

use crate::args;
use crate::console::Console;
use crate::exit::{Exit, Failure};

pub(crate) fn run(_: &ArgMatches, console: &Console) -> Result<Exit, Failure> {
    let mut out = Vec::new();
    let mut command = args::command(console.lang);
    command.build();
    render(&command, &mut out)?;
    console.print(&String::from_utf8_lossy(&out))?;
    Ok(Exit::Fine)
}

fn render(command: &Command, out: &mut Vec<u8>) -> Result<(), Failure> {
    Man::new(command.clone()).render(out)?;
    for below in command.get_subcommands() {
        render(below, out)?;
    }
    Ok(())
}
