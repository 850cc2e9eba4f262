//! `sekisho man`: the manual page of the whole program, one section for each command.

use std::io;

use clap::Command;
use clap_mangen::Man;
use lang::Lang;

use crate::exit::{Exit, Failure};
use crate::flags::say;
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("man").about(say(lang, "Print the manual page", "マニュアルページ(roff)を出力します"))
}

/// Of the `whole` command line.
pub(crate) fn run(mut whole: Command, told: &mut Told) -> Result<Exit, Failure> {
    let mut out = Vec::new();
    whole.build();
    render(&whole, &mut out).map_err(|error| Failure::unshown(&error))?;
    told.print(String::from_utf8_lossy(&out));
    Ok(Exit::Fine)
}

fn render(command: &Command, out: &mut Vec<u8>) -> io::Result<()> {
    Man::new(command.clone()).render(out)?;
    for below in command.get_subcommands() {
        render(below, out)?;
    }
    Ok(())
}
