//! `sekisho rbac`: who may do what.

use clap::ArgMatches;

use crate::cmd_rbac_who_can;
use crate::console::Console;
use crate::exit::{Exit, Failure};

pub(crate) fn run(matches: &ArgMatches, console: &Console) -> Result<Exit, Failure> {
    match matches.subcommand() {
        Some(("who-can", matches)) => cmd_rbac_who_can::run(matches, console),
        _ => unreachable!("clap asks for a subcommand"),
    }
}
