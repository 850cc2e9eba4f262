//! `sekisho pss`: the Pod Security Standards alone.

use clap::ArgMatches;

use crate::cmd_pss_check;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::told::Told;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    match matches.subcommand() {
        Some(("check", matches)) => cmd_pss_check::run(matches, console, told),
        _ => unreachable!("clap asks for a subcommand"),
    }
}
