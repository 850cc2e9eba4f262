//! `sekisho rbac`: who may do what.

use clap::ArgMatches;

use crate::cmd_rbac_who_can;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::told::Told;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    match matches.subcommand() {
        Some(("who-can", matches)) => cmd_rbac_who_can::run(matches, console, told),
        _ => unreachable!("clap asks for a subcommand"),
    }
}
